"""The charts of the report: each from the printed tables and nothing else; how it is drawn is up to its faces.

A chart carries no title: the page says what was found, and beneath it what is measured, of whom (``measure``).
"""

import numpy as np
import pandas as pd

from pipeline import charts, claims, vi, weight, wording
from pipeline.claims import names, printed
from pipeline.claims.asked import asked_of, several
from pipeline.claims.numbers import is_pulled
from pipeline.describe.groups import TOTAL
from pipeline.questionnaire.short import unmarked
from pipeline.questionnaire.tones import tone_name
from pipeline.report import coded, rounding, sums, told
from pipeline.report.grid import average, decimals, few, is_on_scale, is_weighted, share, take, topic, words
from pipeline.report.model import Drawn, Figure
from pipeline.report.regressed import is_in_tens
from pipeline.wording import parts, say
from pipeline.wording.english_notes import noted

SENTIMENTS = ("Tiêu cực", "Trung tính", "Tích cực")  # from one end to the other; mixed ones stand apart
BARS, FEW = 15, 3  # bars of a chart that can be read; options over that which are drawn all the same
SERIES = {"population": "Danh sách", "sample": "Phiếu, trước gia quyền", "weighted": "Phiếu, sau gia quyền"}
SHARES = "Tỷ lệ trong danh sách và trong phiếu, %"
ENDS = ("top2", "bottom2")  # rows of the two highest, the two lowest points of a scale
OTHERWISE = "ở bảng của phụ lục từng mức tính trên mọi người trả lời"
UNSAID = "“không nêu”: có {few}, hoặc để không suy ra được số như vậy"
LOST = "“không nêu”: mục có mức {few} chọn, hoặc nêu thì suy ra được số như vậy"
ANSWERED = "Số phiếu phân tích"  # of the design effect


def measure(source, question, what="chọn từng phương án"):
    """What a chart of one question measures, of how many people, as parts."""
    rows, whom = take(source.tables, "frequencies", question=question.name), asked_of(source.survey.form, question)
    start = f"{_topic(source, question)}: {share(source.tables)} {say(what)}, %"
    known = rows.dropna(subset=["base"]).head(1).to_dict("records")
    people = parts(" trong {people} trả lời", people=printed.people("frequencies", known[0])) if known else ()
    return claims.tidy((start, *people, *_more(several(question), whom)))


def _more(*said):
    """What else a measure says, each behind a semicolon."""
    return tuple(f"; {one}" for one in said if one)


def on_scales(source, shown):
    """The questions of which some parts tell a share of the points of a scale."""
    keys = [dict(e.key) for e in told.figures_of(shown)]
    return [source.form[name] for name in dict.fromkeys(k["question"] for k in keys if k.get("row") in ENDS)]


def _left_out(question, title):
    """The title of a chart; where its share of a scale leaves somebody out, it says whom."""
    figures = [e for e in told.figures_of(title) if dict(e.key).get("row") in ENDS]
    if not figures or not names.apart(question):
        return title
    *before, last = title
    is_bracketed = isinstance(last, str) and last.endswith(")")  # no bracket stands behind another
    ends = (f"{last[:-1]}; {names.without(question)[2:]}",) if is_bracketed else (last, names.without(question))
    return (*before, *ends)


def _on_scale(source, question):
    """The rows of a scale of whoever chose a point, the answers outside it beside; none where one of them is hidden,
    or nothing stands outside."""
    rows = take(source.tables, "on_scale", question=question.name)
    return rows if rows["percent"].notna().all() else rows.iloc[:0]


def _beside(source, question):
    """The answers outside a scale, each with its share of all who answered, for the measure of a chart of the scale."""
    labels = {c.label for c in question.choices if c.name in question.apart}
    rows = take(source.tables, "frequencies", question=question.name)
    told = []
    for row in rows[rows["option"].isin(labels)].to_dict("records"):
        own = {"option": names.option(source.form, question.name, row["option"])}
        told += parts("; “{option}”: {figure} số người trả lời", **own, figure=printed.share("frequencies", row))
    return told


def _topic(source, question):
    return names.topic(source.form, question.name).strip("“”")


def levels(source, question, title):
    """Bars of the points of a scale in percent of whoever chose one, as its title tells them, and in the measure how
    many stand outside it; None where an answer is hidden or none stands outside."""
    held = _on_scale(source, question)
    if held.empty:
        return None
    points = held[held["row"].eq("option")]
    people = [printed.people("banners", row) for row in source.together(question.name) if row["row"] in ENDS][:1]
    about = {"topic": _topic(source, question), "share": share(source.tables), "people": people}
    about = parts("{topic}: {share} chọn từng mức, % trong {people} chọn một mức của thang", **about)
    whom, rows = asked_of(source.form, question), _worded(source, points)
    about = claims.tidy((*about, *_beside(source, question), *_more(whom, rounding.note(source, question))))
    return _bars(source, question, title, about, rows)


def answers(source, question, rows, title):
    """Bars of one question, of very many options of those chosen most; of a ranked one whose mean ranks are hidden, of
    its first places. Where many shares are hidden, those alone that are not; None where every one is."""
    if not charts.tells(rows):
        return None
    many, gone = len(rows), int(rows["percent"].isna().sum())
    rows = rows.dropna(subset=["percent"]) if gone > FEW else rows
    rows = _largest(rows) if len(rows) > BARS + FEW else rows
    rows = _worded(source, rows)
    what = "xếp ở hạng nhất" if question.kind == "rank" else "chọn từng phương án"
    of_many = "chọn của {shown} phương án nhiều nhất trong {many} phương án"
    gone = gone if gone > FEW else 0
    what = what if len(rows) == many - gone else say(of_many, shown=len(rows), many=many)
    hidden = say("; không vẽ {gone} phương án không nêu", gone=gone) if gone else ""
    about = claims.tidy((*measure(source, question, what), hidden, *_more(rounding.note(source, question))))
    return _bars(source, question, title, about, rows)


def _bars(source, question, title, about, rows):
    """Bars of one question; neighbours whose sum the title tells stand in a bracket with it."""
    added = sums.told_of(source, question, title, [*rows["option"]])
    held = tuple((row["option"], options, row["percent"], row["base"]) for row, options in added)
    draw = _drawn("bar", rows, ordered=question.kind == "ordinal", sums=held, **_marks(source))
    alt, rows = Drawn("alt", rows, {"sums": held}), sums.beside(rows, [row for row, _ in added])
    title = _left_out(question, title)
    return _figure(source, question.name, title, about, draw, alt, kind="bars", rows=rows)


def _largest(rows):
    """The rows of the largest shares, as many as a chart has bars or so, in their order; no two alike are parted."""
    ranked = _as_printed(rows).sort_values("percent", ascending=False, kind="stable")
    return rows.loc[ranked.index[: vi.untied(ranked["percent"].tolist(), BARS)].sort_values()]


def scale(source, battery, title, stem):
    """The items of a battery on their scale, in percent of whoever chose a point of it, the answers outside it beside;
    None where no item has all of its shares."""
    first, held = battery[0], "on_scale" if battery[0].apart else "frequencies"
    rows = take(source.tables, held)
    rows = rows[rows["question"].isin([q.name for q in battery])]
    whole = rows["percent"].notna().groupby(rows["question"]).transform("all")
    rows = rows.assign(percent=rows["percent"].where(whole))  # parts alone would be no bar of the scale
    if not charts.tells(rows, whole=True):
        return None
    labels = {c.name: names.option(source.form, first.name, c.label) for c in first.choices}
    points, apart = (tuple(labels[p] for p in codes) for codes in (first.points, first.apart))
    high = sums.two_highest(source, battery, sums.together(points[-2:]))
    rows = _worded(source, rows)
    rows = pd.concat([rows[rows["question"].eq(name)] for name in high])
    ends = {name: (row["percent"], row["base"]) for name, row in high.items() if row}
    shape = {"points": points, "apart": apart, "ends": ends, "named": sums.together(points[-2:])}
    draw = _drawn("likert", rows, **shape, **_marks(source))
    of = "{stem}: {share} chọn từng mức, % số người trả lời từng mục"
    of = "{stem}: {share} chọn từng mức, % số người chọn một mức ở từng mục" if first.apart else of
    other = say(OTHERWISE) if first.apart and not is_on_scale(source.tables, battery) else ""
    about = claims.tidy((say(of, stem=stem, share=share(source.tables)), *_more(other)))
    title = _left_out(first, title)
    alt = Drawn("alt_likert", rows, shape)
    rows = pd.concat(
        [sums.beside(own, [high[name]] if high[name] else []) for name, own in rows.groupby("question", sort=False)]
    )
    return _figure(source, f"{first.name}_thang", title, about, draw, alt, kind="scale", rows=rows)


def numbers(source, question, title):
    """How many people gave which number; None where too few gave any to show it."""
    rows = take(source.tables, "distributions", question=question.name)
    if rows.empty:
        return None
    values = pd.Series(np.repeat(rows["given"], rows["n"].astype(int)), name=question.name)
    summary = take(source.tables, "numbers", question=question.name).iloc[0]
    middle = summary[["q1", "median", "q3"]].dropna()
    middle = vi.rounded(middle.astype(float), decimals(source.tables, question.name))
    rows = rows.assign(given=vi.rounded(rows["given"], decimals(source.tables, question.name, printed.OF_MEANS)))
    unit = names.unit(question)
    is_joined, least = rows["joined"].eq("có").any(), source.survey.privacy.min_cell
    label = f"{say('Giá trị')}{f', {unit}' if unit else ''}{say(JOINED) if is_joined else ''}"
    about = {"label": label, "minimum": least}
    draw = _drawn("histogram", values, middle=middle.get("median"), **about, **_mark(source))
    bars = JOINED_BARS if is_joined else EACH if charts.is_of_one(values) else SEVERAL_A_BAR
    name = average(source.tables, "trung vị" if is_pulled(summary) else "trung bình")
    told = {"topic": _topic(source, question), "least": least, "average": name}
    measured = claims.tidy((say(bars, **told),))
    alt = Drawn("alt", values, {"quartiles": middle})
    return _figure(source, question.name, title, measured, draw, alt, kind="histogram", rows=rows)


EACH = "{topic}: số người ghi từng giá trị; {average} trong tên hình"
SEVERAL_A_BAR = "{topic}: số người ghi giá trị trong từng khoảng; {average} trong tên hình"
JOINED_BARS = (
    "{topic}: số người ghi từng khoảng giá trị; các giá trị liền nhau được gộp để mỗi khoảng có ít nhất {least} người,"
    " vẽ ở giá trị giữa của những người ấy; {average} trong tên hình"
)
JOINED = " (giá trị quá ít người được gộp)"


def ranks(source, question, title):
    """The mean ranks of the options of a ranking; None where they are hidden."""
    rows = take(source.tables, "ranks", question=question.name)
    if not rows["mean_rank"].notna().any():
        return None
    rows = _worded(source, rows[["question", "option", "mean_rank", "low", "high", "base"]])
    rows = rows.assign(**{name: vi.rounded(rows[name].astype(float), 2) for name in ("mean_rank", "low", "high")})
    mean, whom = average(source.tables, "thứ hạng trung bình"), asked_of(source.survey.form, question)
    hidden = say(UNSAID, few=few(source.survey)) if rows["mean_rank"].isna().any() else ""
    people = parts(" của {people} có xếp hạng", people=printed.people("ranks", rows.iloc[0].to_dict()))
    about = say("{topic}: {mean} (1 là đầu, {last} là cuối)", topic=_topic(source, question), mean=mean, last=len(rows))
    draw, alt = _drawn("mean_ranks", rows, **_marks(source)), Drawn("alt_mean_ranks", rows)
    measured = claims.tidy((about, *people, *_more(whom, hidden)))
    return _figure(source, question.name, title, measured, draw, alt, kind="ranks", rows=rows)


def by_group(source, question, by, title):
    """A question in the groups of one variable with intervals; None where every share is hidden."""
    rows = take(source.tables, "intervals", question=question.name, by=by)
    if rows.empty or not charts.tells(rows):
        return None
    said, rows = take(source.tables, "estimates")["note"].dropna(), _worded(source, rows)
    interval = wording.label(said.iloc[0] if len(said) else weight.interval_name(weighted=is_weighted(source.tables)))
    draw, alt = _drawn("compare", rows, interval=interval, **_marks(source)), Drawn("alt", rows)
    what = "xếp thứ nhất" if question.kind == "rank" else "chọn"
    about = say("{share} {what}, % trong từng nhóm", share=share(source.tables).capitalize(), what=say(what))
    apart = say("tính cả {apart}", apart=names.apart(question)) if names.apart(question) else ""
    about = ("; ".join(filter(None, (about, several(question), apart))),)
    return _figure(source, f"{question.name}_theo_{by}", title, about, draw, alt, kind="groups", rows=rows)


def regression(source, model, title, measure):
    """One measure of a model with intervals: that of which its title speaks."""
    form, kind, name = source.survey.form, measure, model.pictures[measure]
    called = {q.name: names.labelled(q) for q in form.variables}
    draw = _drawn("forest", model.rows, measure=kind, caveat=noted(model.caveat), names=called, **_marks(source))
    alt = Drawn("alt_forest", model.rows, {"measure": kind})
    shown = _of_points(model.rows) if kind == "ame" else model.rows.drop(columns=["ame", "ame_low", "ame_high"])
    of = f"{say('Chấm và khoảng tin cậy 95%')}{names.without(form[model.outcome])}"
    of += say("; số người làm tròn xuống hàng chục") if is_in_tens(model.rows, model) else ""
    return _figure(source, name, title, (of,), draw, alt, kind="odds", rows=shown)


def _of_points(rows):
    """The rows of a model by their average marginal effects and the intervals of these, which a chart of them shows;
    products have none of their own."""
    own = rows.drop(columns=["odds_ratio", "low", "high"])
    return own.rename(columns={"ame_low": "low", "ame_high": "high"}).dropna(subset=["ame"])


def ideas(source, question, rows, title):
    """Codes of an open question with their nets; None where every share is hidden."""
    if not charts.tells(rows):
        return None
    rows = rows.assign(
        net=rows["net"].map(words),
        name=rows["name"].map(wording.label),
        level=rows["level"].map(words).replace("", "mã"),
    )
    is_several = coded.is_several(take(source.tables, "open_answers", question=question.name))
    draw = _drawn("ranked", rows, several=is_several, **_marks(source))
    alt = Drawn("alt", rows.assign(label="", option=rows["name"]))
    measured = _of_themes(source, question, rows)
    return _figure(source, f"{question.name}_y_kien", title, measured, draw, alt, kind="themes", rows=rows)


def _of_themes(source, question, rows):
    """What a chart of themes shows: estimates, or shares by the codes so far, of how many who wrote, and how many of
    these are not coded."""
    estimated = take(source.tables, "open_shares", question=question.name, by=TOTAL).dropna(subset=["percent"])
    coding, codes = (take(source.tables, name, question=question.name) for name in ("open_coding", "open_answers"))
    is_least = codes["code"].map(words).eq(coded.UNCODED).any() and not claims.is_guessed(coding)
    of = "{topic}: {share} nêu từng ý {by}, ít nhất, %" if is_least else "{topic}: {share} nêu từng ý {by}, %"
    of = "{topic}: {share} nêu từng ý, ước lượng, %" if len(estimated) else of
    about = {"topic": _topic(source, question), "share": share(source.tables), "by": claims.by_codes(coding)}
    table, wrote = ("open_shares", estimated) if len(estimated) else ("open_answers", rows)
    held = claims.held(codes, coded.UNCODED, how=say(claims.BY_MACHINE) if len(estimated) else "")
    first = wrote.dropna(subset=["base"]).to_dict("records")[:1]
    people = [parts(" trong {people} có ghi ý kiến{held}", people=printed.people(table, r), held=held) for r in first]
    alone = [f"; {note}" for note in (coded.singly(source.tables, question.name),) if note]
    return claims.tidy((say(of, **about), *(part for told_of in people for part in told_of), *alone))


def tones(source, question, rows, title, *, is_estimated=False):
    """Sentiments of those who name each code of an open question; None where no code has all of its shares."""
    rows = rows[~rows["code"].isin(["0", "khac", "chua"])]
    rows = rows.assign(question=rows["code"], label=rows["name"].map(wording.label), option=rows["tone"])
    if rows.empty or not charts.tells(rows, whole=True):
        return None
    rows = rows.assign(option=rows["option"].map(wording.label))
    points = tuple(map(wording.label, SENTIMENTS))
    apart = tuple(dict.fromkeys(rows.loc[~rows["option"].isin(points), "option"]))
    draw = _drawn("likert", rows, points=points, apart=apart, **_marks(source))
    coding = take(source.tables, "open_coding", question=tone_name(question.name))
    of = TONES_ESTIMATED if is_estimated else "{topic}: {share} nói với từng sắc thái {by}, trong những người nêu mỗi ý"
    about = {"topic": _topic(source, question), "share": share(source.tables), "by": claims.by_codes(coding)}
    measured = claims.tidy((say(of, **about),))
    alt = Drawn("alt", rows.assign(question="", label="", option=rows["label"] + " – " + rows["option"]))
    return _figure(source, f"{question.name}_sac_thai", (title,), measured, draw, alt, kind="scale", rows=rows)


TONES_ESTIMATED = (
    "{topic}: {share} nói với từng sắc thái, ước lượng, trong mọi người nêu mỗi ý; cơ sở là số người đã mã hóa"
)


def composition(source, title):
    """Who is on the list, who answered, and how weights make up for it; None without weights fitted to a list."""
    rows = take(source.tables, "weights")
    series = {name: say(title) for name, title in SERIES.items() if rows[name].notna().any()}
    if len(series) < 2:
        return None
    people = take(source.tables, "design_effect", measure=ANSWERED)["value"].to_numpy(float)
    held = {margin: topic(source.survey.form, margin) for margin in rows["margin"].unique()}
    option = [names.option(source.form, r.margin, r.option) for r in rows.itertuples()]
    rows, shape = rows.assign(option=option), {"series": series, "rows": "option", "base": people}
    draw = _drawn("dumbbell", rows, blocks="margin", names=held, **shape, **_mark(source))
    alt = Drawn("alt_dumbbell", rows, shape)
    return _figure(source, "co_cau", title, (say(SHARES),), draw, alt, kind="margins", rows=rows)


def _worded(source, rows):
    """The rows of a chart with question, options and groups as the report calls them."""
    if wording.language() == wording.VI:
        return rows.assign(**{name: rows[name].map(_unmarked) for name in ("label", "option", "group") if name in rows})
    asked = {q.name: names.labelled(q) for q in source.form.variables}
    said = {"option": [names.option(source.form, r.question, r.option) for r in rows.itertuples()]}
    if "label" in rows:
        said["label"] = [asked.get(r.question, r.label) for r in rows.itertuples()]
    if "group" in rows:
        said["group"] = [names.option(source.form, r.by, r.group) for r in rows.itertuples()]
    return rows.assign(**{name: list(map(_unmarked, texts)) for name, texts in said.items()})


def _unmarked(text):
    return unmarked(text) if isinstance(text, str) else text


def _mark(source):
    return {"synthetic": source.survey.synthetic}


def _marks(source):
    return _mark(source) | {"weighted": is_weighted(source.tables)}


def _drawn(shape, rows, /, **given):
    return Drawn(shape, _as_printed(rows), {"title": "", **given})


def _as_printed(rows):
    """The shares of a chart as its table prints them, so that no bar or label tells more: of few people whole ones."""
    if not {"percent", "base"} <= set(rows):
        return rows
    whole = [vi.unrounded(*pair) for pair in zip(rows["percent"].astype(float), rows["base"], strict=True)]
    shares = np.where(rows["base"].lt(vi.SURE), vi.rounded(np.array(whole)), vi.rounded(np.array(whole), 1))
    ends = {name: vi.rounded(rows[name].astype(float), 1) for name in ("low", "high") if name in rows}
    return rows.assign(percent=shares, **ends)


def _figure(source, name, title, measured, draw, alt, *, kind, rows):
    """A chart for a page, not yet drawn: title and measure as parts, how it is drawn and what is heard of it; the
    measure says what it means that a share is not given."""
    title = title if isinstance(title, tuple) else (title,)
    is_hidden = {"percent", "base"} <= set(rows) and (rows["percent"].isna() & rows["base"].ne(0)).any()
    told_of = say(LOST if kind == "scale" else UNSAID, few=few(source.survey))
    measured = claims.tidy((*measured, f"; {told_of}")) if is_hidden else measured
    return Figure(name, title, measured, kind=kind, rows=rows, labels=(f"figure:{name}",), draw=draw, heard=alt)
