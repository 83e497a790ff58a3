"""Annex: codes of the open answers with nets, people, percent, how they were coded, differences and quotes."""

from dataclasses import replace

import pandas as pd

from pipeline import claims, vi, wording
from pipeline.claims import names
from pipeline.describe.groups import TOTAL
from pipeline.infer import verdict
from pipeline.report import figures, told
from pipeline.report.bygroup import matrix, packs, tells
from pipeline.report.compare import neighbours
from pipeline.report.findings import reviewed, set_apart
from pipeline.report.grid import about, cell, counts_note, hidden_note, keyed, share, table, take, words
from pipeline.report.model import Heading, Items, Paragraph, Quote, row_key
from pipeline.wording import say

DIFFERENCES = 6
NO_OPINION, UNCODED = "0", "chua"  # said nothing, or not coded: no sentiment either
NET = "nhóm lớn"


def open_questions(source):
    """The blocks of every open question: its codes, how they were coded, who names them, approved quotes."""
    rows = take(source.tables, "open_answers")
    found = [_question(source, name, part) for name, part in rows.groupby("question", sort=False)]
    return [block for blocks in found for block in blocks]


def _question(source, name, rows):
    question, tables = source.survey.form[name], source.tables
    is_told = rows.loc[~set_apart(rows["code"]), "n"].notna().any()
    coding = " ".join(filter(None, [coded_how(tables, name), agreed(tables, name)]))
    blocks = [Heading(2, names.labelled(question)), *([Paragraph((coding,))] if coding else [])]
    if not {*rows["code"].map(words)} - {UNCODED}:  # nothing to list
        return blocks
    blocks.append(themes_table(source.survey, tables, question, rows))
    blocks += _tones(source, question)
    differ = differences(source.survey, tables, source.claims, name)
    blocks += [Items(tuple(differ))] if differ else []
    told = [*_summaries(tables, name, rows), *_quotes(tables, name, rows)]
    return [*blocks, *(by_group(source, question, rows) if is_told else []), *told]


def _summaries(tables, name, rows):
    """The sentences that a person approved, by theme; none of a theme whose people are hidden."""
    said = take(tables, "open_summaries", question=name)
    told = dict(zip(said["name"].map(words), said["summary"].map(words), strict=True))
    shown = [words(theme) for theme in rows.loc[rows["n"].notna(), "name"]]
    lines = tuple((f"{theme}: “{told[theme]}”",) for theme in shown if told.get(theme))
    return [Paragraph((say(SUMMED),)), Items(lines)] if lines else []


SUMMED = "Tóm tắt từng nhóm ý kiến, ghép từ lời của chính người trả lời và do người phân tích duyệt:"


def _tones(source, question):
    """What is said of the sentiment of each theme, a table of it and its figure; nothing where none was coded."""
    rows = take(source.tables, "open_tones", question=question.name)
    rows = rows[~rows["code"].map(words).isin([NO_OPINION, UNCODED])]
    if rows["percent"].isna().all():  # too few sentiments noted yet for any to be told
        return []
    said = [Paragraph(told.sentence(c)) for c in source.claims if c.key == f"tone:open_tones:{question.name}"]
    listed, body = list(dict.fromkeys(rows["tone"])), []
    for code, part in rows.groupby("code", sort=False):
        shares = part.set_index("tone")
        cells = [words(part["name"].iloc[0]), cell(part["base"].iloc[0], 0)]
        cells += [vi.share(shares.at[tone, "percent"], shares.at[tone, "base"]) for tone in listed]
        body.append(keyed(cells, *[row_key(question.name, code, tone) for tone in listed]))
    heads = [("Nhóm ý kiến", 40, "chu"), ("Số người", 12, "so")]
    heads += [(wording.label(tone), 48 / len(listed), "so") for tone in listed]
    notes = [say("Sắc thái do máy học từ câu người đã mã hóa; tỷ lệ hàng."), hidden_note(rows, source.survey)]
    caption = say("{about}: mỗi ý theo sắc thái (% người nêu ý ấy)", about=about(question))
    made = table(caption, heads, body, notes=notes, labels=[f"tones:{question.name}"], source="open_tones")
    picture = figures.tones(source, question, rows, say("Sắc thái của từng ý"))
    return [*said, made, *([picture] if picture else []), *_tones_estimated(question, rows)]


def _tones_estimated(question, rows):
    """The same of all who name a theme, with intervals; nothing where too few answers were drawn at random."""
    rows = rows[rows["estimate"].notna()]
    if rows.empty:
        return []
    listed, body = list(dict.fromkeys(rows["tone"])), []
    for code, part in rows.groupby("code", sort=False):
        own = part.set_index("tone").reindex(listed).to_dict("records")
        cells = [f"{vi.share(r['estimate'], r['base'])} ({interval(r)})" if pd.notna(r["estimate"]) else vi.MISSING
                 for r in own]  # fmt: skip
        keys = [row_key(question.name, code, tone) for tone in part["tone"]]
        body.append(keyed([words(part["name"].iloc[0]), *cells], *keys))
    heads = [("Nhóm ý kiến", 32, "chu"), *[(wording.label(tone), 68 / len(listed), "so") for tone in listed]]
    caption = say("{about}: mỗi ý theo sắc thái, ước lượng trên mọi người nêu ý ấy (%)", about=about(question))
    return [table(caption, heads, body, notes=[say(TONES_ESTIMATED)], labels=[f"tones-all:{question.name}"],
                  source="open_tones")]  # fmt: skip


TONES_ESTIMATED = (
    "Trong ngoặc: khoảng tin cậy 95%. Tỷ lệ theo máy, sửa bằng các câu rút ngẫu nhiên do người mã hóa cả ý lẫn sắc"
    " thái; ý nào có dưới 20 câu rút như vậy thì không ước lượng."
)


def interval(row):
    """The two ends of an estimated share, as printed."""
    return "–".join(vi.share(row[end], row["base"]) for end in ("low", "high"))


def _quotes(tables, name, rows):
    """The quotes that a person approved, by theme."""
    said = take(tables, "quotes", question=name)
    said = said[said["approved"].map(words).ne("")]
    order = {theme: at for at, theme in enumerate(rows["name"].tolist())}
    kept = sorted(
        (order.get(r.name, len(order)), words(r.name), words(r.quote))
        for r in said[["name", "quote"]].itertuples(index=False)
    )
    return [Quote(text, wording.label(theme)) for _, theme, text in kept]


def estimated(tables, name):
    """Code → its estimated share of all who wrote, with interval and base, as a dict; empty where none is printed."""
    rows = take(tables, "open_shares", question=name, by=TOTAL).dropna(subset=["percent"])
    return {words(row["code"]): row for row in rows.to_dict("records")}


def themes_table(survey, tables, question, rows):
    """Code, people, percent of those who wrote – estimated for all of them beside it, where it can be –; codes under
    their net, then what is no code, then the base."""
    known, body = estimated(tables, question.name), []
    for r in _ordered(rows).to_dict("records"):
        cells = [_in_net(r), cell(r["n"], 0), vi.share(r["percent"], r["base"])]
        cells += _estimate(known.get(words(r["code"]))) if known else []
        body.append(keyed(cells, row_key(question.name, r["code"])))
    body.append(["Số người có ghi ý kiến (cơ sở)", cell(rows["base"].max(), 0), *[""] * (3 if known else 1)])
    several = "Một ý kiến có thể thuộc nhiều nhóm." if _is_several(rows) else ""
    named = f"{share(tables).capitalize()} (%)"
    heads = [("Nhóm ý kiến", 66, "chu"), ("Số người", 17, "so"), (named, 17, "so")]
    if known:
        heads = [
            ("Nhóm ý kiến", 40, "chu"),
            ("Số người đã mã hóa", 14, "so"),
            (named if _is_guessed(tables, question.name) else say("{named}, cận dưới", named=named), 15, "so"),
        ]
        heads += [("Ước lượng (%)", 13, "so"), ("Khoảng 95%", 18, "so")]
    what = how_estimated(tables, question.name) or _of_coded(tables, question.name)
    notes = [several, what, reviewed(rows), agreement_note(tables, question.name)]
    notes += [counts_note(tables), hidden_note(rows, survey)]
    shape = {
        "base": True,
        "labels": [f"question:{question.name}"],
        "source": "open_shares" if known else "open_answers",
    }
    return table(say("{about}: các nhóm ý kiến", about=about(question)), heads, body, notes=notes, **shape)


def _estimate(row):
    if row is None:
        return [vi.MISSING, vi.MISSING]
    return [vi.share(row["percent"], row["base"]), interval(row)]


def how_estimated(tables, name):
    """How the estimates of a question were made, and what the shares beside them are; "" without estimates."""
    drawn = max((row["n"] for row in estimated(tables, name).values()), default=0)
    told = GUESSED if _is_guessed(tables, name) else ESTIMATED
    return say(told, drawn=cell(drawn, 0)) if drawn else ""


ESTIMATED = (
    "Ước lượng trên mọi người có ghi ý kiến: tỷ lệ theo máy, sửa bằng {drawn} câu rút ngẫu nhiên do người mã hóa."
    " Tỷ lệ chỉ tính câu đã mã hóa là cận dưới."
)
GUESSED = (
    "Ước lượng trên mọi người có ghi ý kiến: tỷ lệ theo máy, sửa bằng {drawn} câu rút ngẫu nhiên do người mã hóa."
    " Tỷ lệ của câu đã mã hóa gồm cả câu máy gợi ý, chưa kiểm chứng, nên có thể thấp hay cao hơn thật."
)


def _is_guessed(tables, name):
    return claims.is_guessed(take(tables, "open_coding", question=name))


def _ordered(rows):
    """As the table has it where there are nets, else largest first; what is no code comes last."""
    if not rows["level"].eq(NET).any():
        rows = rows.sort_values("n", ascending=False, kind="stable", na_position="last")
    return pd.concat([rows[~set_apart(rows["code"])], rows[set_apart(rows["code"])]])


def _in_net(row):
    name = wording.label(words(row["name"]))
    return f"– {name}" if words(row["net"]) and row["level"] != NET else name


def coded_how(tables, name):
    """Who coded the answers of a question, and how sure the model's part is; "" when it is not told."""
    rows = take(tables, "open_coding", question=name)
    if rows.empty:
        return ""
    row = rows.iloc[0]
    ways = {
        "person": "người mã hóa",
        "by_rule": "quy tắc và cụm từ khóa",
        "by_model": "máy",
        "guess": "máy gợi ý, chưa kiểm chứng",
        "uncoded": "chưa mã hóa",
    }
    counted = [f"{say(words_for)} {cell(row[way], 0)}" for way, words_for in ways.items() if row[way] > 0]
    rest = [say(words_for) for way, words_for in ways.items() if pd.isna(row[way])]
    left = say(" hoặc ").join(rest)
    counted += [say("còn lại là {rest}", rest=left) if counted else left] if rest else []
    if pd.isna(row["answered"]):
        return say("Ít người ghi, nên không nêu số liệu.")
    if row["uncoded"] == row["answered"]:
        return say("{people} người có ghi ý kiến; chưa ý kiến nào được mã hóa.", people=cell(row["answered"], 0))
    silent = _silent(row["silent"]) if row["silent"] != 0 or row["uncoded"] == 0 else ""
    told = "Trong {people} người có ghi{silent}." if silent else "{people} người có ghi ý kiến."
    text = say(told, people=cell(row["answered"], 0), silent=silent)
    text += say(" Số câu trả lời theo cách mã hóa: {counted}.", counted=vi.listing(counted)) if counted else ""
    if pd.isna(row["expected_precision"]):
        return text
    several = _is_several(take(tables, "open_answers", question=name))
    lacking = "; câu nhiều ý có thể còn thiếu mã, máy nêu được {found} số mã người gán"
    lacking = say(lacking, found=vi.percent(row["found"], 0)) if several else ""
    precision, expected = (vi.at_least(row[name]) for name in ("precision", "expected_precision"))
    return say(MACHINE, text=text, precision=precision, hand=cell(row["hand"], 0), expected=expected, lacking=lacking)


MACHINE = (
    "{text} Máy chỉ tự mã hóa câu nào mà mã chắc nhất giữ được độ chính xác {precision}; đo trên {hand} câu rút ngẫu"
    " nhiên do người mã hóa: ít nhất {expected}{lacking}."
)


def _is_several(rows):
    """Did somebody get more than one code, whether he was hidden or not?"""
    codes = rows[rows["level"].ne(NET)]
    return bool(codes["n"].sum() > rows["base"].max()) if len(rows) else False


def _silent(people):
    """How many had no opinion, in words; a hidden number is said to be few."""
    if people == 0:
        return say(", ai cũng nêu ý kiến cụ thể")
    number = say("một số ít") if pd.isna(people) else cell(people, 0)
    return say(", {number} người không nêu ý kiến cụ thể", number=number)


def agreed(tables, name):
    """How far two coders agreed on whole sets of codes; "" where only one coded."""
    rows = take(tables, "agreement", question=name)
    whole = rows[rows["code"].map(words).eq("")].head(1)
    if whole.empty:
        return ""
    row = whole.iloc[0]
    told = "{n} câu được ít nhất hai người mã hóa độc lập: giống hệt nhau {alike}."
    return say(told, n=cell(row["n"], 0), alike=vi.percent(row["agreement"], 0))


def agreement_note(tables, name):
    """The coefficients of the same, for the foot of the table of codes."""
    rows = take(tables, "agreement", question=name)
    row = rows[rows["code"].map(words).eq("")].head(1).to_dict("records")
    if not row:
        return ""
    kappa = f"κ = {cell(row[0]['kappa'], 2)}, " if pd.notna(row[0]["kappa"]) else ""
    told = "Mức thống nhất giữa người mã hóa: {kappa}α Krippendorff = {alpha}."
    return say(told, kappa=kappa, alpha=cell(row[0]["krippendorff"], 2))


def by_group(source, question, rows):
    """Codes and nets in percent of every banner's groups, as many banners a table as fit a page: the estimates where
    there are any; those of the coded answers else, and where a comparison that is told rests on them."""
    labels = {r["name"]: _in_net(r) for r in rows.to_dict("records")}
    known = take(source.tables, "open_shares", question=question.name)
    is_whole = known["by"].eq(TOTAL)
    told = [_estimates(*one, known) for one in _crossed(source, question, known[~is_whole], known[is_whole], labels)]
    tested = [c for c in source.claims if c.table == "open_tests" and c.estimates]
    if told and not any(c.questions[0].partition("/")[0] == question.name for c in tested):
        return told
    crossed = take(source.tables, "open_crosstabs", question=question.name).rename(columns={"option": "name"})
    coded = [_coded(*one) for one in _crossed(source, question, crossed, rows, labels)]
    return [*(replace(one, labels=()) for one in told), *coded]


def _crossed(source, question, cells, whole, labels):
    """(source with the shares of everybody, question, shares by group, banners) of every table; ``name``: of a code."""
    kept = {name: take(source.tables, name) for name in ("weights", "design_effect", "open_coding", "open_shares")}
    kept["frequencies"] = whole.assign(option=whole["name"].map(labels).fillna(whole["name"]))
    cells = cells.assign(option=cells["name"].map(labels).fillna(cells["name"]))
    runs = packs([(by, list(dict.fromkeys(part["group"]))) for by, part in cells.groupby("by", sort=False)])
    return [(replace(source, tables=kept), question, cells, run) for run in runs if tells(cells, run)]


def _coded(source, question, cells, run):
    made = matrix(source, question, cells, run)
    notes = tuple(filter(None, (_of_coded(source.tables, question.name), *made.notes)))
    return replace(made, notes=notes, source="open_crosstabs")


def _estimates(source, question, cells, run, known):
    """The table of estimates, with a row that tells how wide their intervals are at most."""
    made = matrix(source, question, cells, run, "ước lượng ")
    known = known.dropna(subset=["percent"])
    widest, groups = known.groupby(["by", "group"])["width"].max(), [(by, group) for by, held in run for group in held]
    widths = known.loc[known["by"].eq(TOTAL), "width"].max(), *(widest.get(group, float("nan")) for group in groups)
    row = [say("Khoảng 95% rộng nhất (điểm)"), *(cell(width, 1) for width in widths)]
    *rows, base = made.rows
    return replace(made, rows=(*rows, replace(base, cells=tuple(row), is_base=False), base), source="open_shares")


def _of_coded(tables, name):
    """That shares are those of the coded answers, where some answers are not coded, were guessed, or the question's
    own shares are estimated; "" where they are of all."""
    if _is_guessed(tables, name):
        return say("Tỷ lệ của câu đã mã hóa, gồm cả câu máy gợi ý, chưa kiểm chứng; không phải ước lượng.")
    is_part = take(tables, "open_coding", question=name)["uncoded"].ne(0).any()
    return say("Tỷ lệ chỉ tính câu đã mã hóa (cận dưới).") if is_part or estimated(tables, name) else ""


def differences(survey, tables, found, name):
    """Sentences of the codes that groups name unlike often: adjusted p under 0,05, not negligible, strongest first.

    Then those just under the threshold. One sentence where tests were computed and none of them told groups apart, and
    one where the coded answers hold guesses that nobody verified: nothing is said of groups then.
    """
    tests = take(tables, "open_tests")
    own = tests[tests["question"].map(words).str.split("/").str[0].eq(name)].dropna(subset=["p_adjusted"])
    if len(own) and _is_guessed(tables, name):
        return [(say("Chưa so sánh các nhóm: số câu đã mã hóa còn gồm câu máy gợi ý, chưa kiểm chứng."),)]
    how = verdict.name_of(survey.inference.adjust)
    told_of = "Chưa đủ căn cứ nói các nhóm khác nhau đáng kể ({n} phép so sánh, đã hiệu chỉnh theo cách {how})."
    none = (say(told_of, n=cell(len(own), 0), how=how),)
    mine = [c for c in found if c.table == "open_tests" and c.questions[0].partition("/")[0] == name]
    said = [told.sentence(c) for c in claims.strongest(mine)[:DIFFERENCES]]
    near = neighbours([c for c in mine if c.sure == claims.BORDER])
    return [*(said or [none]), *near] if len(own) else []
