"""Annex: codes of the open answers with nets, people, percent, how they were coded, differences and quotes."""

from dataclasses import replace

import pandas as pd

from pipeline import claims, vi, wording
from pipeline.claims import names
from pipeline.describe.groups import TOTAL, WIDEST
from pipeline.infer import verdict
from pipeline.report import sentiments, told
from pipeline.report.bygroup import matrix, packs, tells
from pipeline.report.coded import (
    NET,
    UNCODED,
    agreed,
    agreement_note,
    by_codes,
    coded_how,
    estimated,
    how_estimated,
    interval,
    is_several,
    singly,
    under_groups,
)
from pipeline.report.compare import neighbours
from pipeline.report.findings import reviewed, set_apart
from pipeline.report.grid import about, cell, counts_note, hidden_note, keyed, share, table, take, words
from pipeline.report.model import Heading, Items, Paragraph, Quote
from pipeline.report.numbering import row_key
from pipeline.wording import say

DIFFERENCES = 6
KEPT = "weights", "design_effect", "open_coding", "open_shares", "open_answers"


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
    blocks += sentiments.told_of(source, question)
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


def themes_table(survey, tables, question, rows):
    """Code, people, percent of those who wrote – estimated for all of them beside it, where it can be –; codes under
    their net, then what is no code, then the base."""
    known, body = estimated(tables, question.name), []
    for r in _ordered(rows, known).to_dict("records"):
        cells = [_in_net(r), cell(r["n"], 0), vi.share(r["percent"], r["base"])]
        cells += _estimate(known.get(words(r["code"]))) if known else []
        body.append(keyed(cells, row_key(question.name, r["code"])))
    body.append(["Số người có ghi ý kiến (cơ sở)", cell(rows["base"].max(), 0), *[""] * (3 if known else 1)])
    several = "Một ý kiến có thể thuộc nhiều nhóm." if is_several(rows) else ""
    named = say("{share} theo mã hiện có (%)", share=share(tables).capitalize())
    heads = [("Nhóm ý kiến", 42 if known else 66, "chu"), ("Số người", 12 if known else 17, "so"), (named, 17, "so")]
    heads += [("Ước lượng (%)", 13, "so"), ("Khoảng 95%", 16, "so")] if known else []
    what = [how_estimated(tables, question.name), by_codes(tables, question.name)]
    alone = singly(tables, question.name)
    notes = [
        several,
        *what,
        f"{alone[:1].upper()}{alone[1:]}." if alone else "",
        reviewed(rows, question in survey.form.derived),
    ]
    notes += [agreement_note(tables, question.name)]
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


def _ordered(rows, known):
    """The largest first, by its estimate where there is one, codes right behind their net; what is no code last."""
    of = rows["code"].map(lambda code: known.get(words(code), {}).get("percent")).astype(float) if known else rows["n"]
    rows = under_groups(rows.loc[of.sort_values(ascending=False, kind="stable", na_position="last").index])
    return pd.concat([rows[~set_apart(rows["code"])], rows[set_apart(rows["code"])]])


def _in_net(row):
    name = wording.label(words(row["name"]))
    return f"– {name}" if words(row["net"]) and row["level"] != NET else name


def by_group(source, question, rows):
    """Codes and nets in percent of every banner's groups, as many banners a table as fit a page: the estimates where
    there are any, else those of the coded answers."""
    labels = {r["name"]: _in_net(r) for r in rows.to_dict("records")}
    known = take(source.tables, "open_shares", question=question.name)
    is_whole = known["by"].eq(TOTAL)
    told = [_estimates(*one, known) for one in _crossed(source, question, known[~is_whole], known[is_whole], labels)]
    crossed = take(source.tables, "open_crosstabs", question=question.name).rename(columns={"option": "name"})
    return told or [_coded(*one) for one in _crossed(source, question, crossed, rows, labels)]


def _crossed(source, question, cells, whole, labels):
    """(source with the shares of everybody, question, shares by group, banners) of every table; ``name``: of a code."""
    kept = {name: take(source.tables, name) for name in KEPT}
    kept["frequencies"] = whole.assign(option=whole["name"].map(labels).fillna(whole["name"]))
    cells = cells.assign(option=cells["name"].map(labels).fillna(cells["name"]))
    runs = packs([(by, list(dict.fromkeys(part["group"]))) for by, part in cells.groupby("by", sort=False)])
    return [(replace(source, tables=kept), question, cells, run) for run in runs if tells(cells, run)]


def _coded(source, question, cells, run):
    made = matrix(source, question, cells, run, "theo mã hiện có ")
    notes = tuple(filter(None, (by_codes(source.tables, question.name, in_groups=True), *made.notes)))
    return replace(made, notes=notes, source="open_crosstabs")


def _estimates(source, question, cells, run, known):
    """The table of estimates, with a row that tells how wide their intervals are at most."""
    made = matrix(source, question, cells, run, "ước lượng ")
    known = known.dropna(subset=["percent"])
    widest, groups = known.groupby(["by", "group"])["width"].max(), [(by, group) for by, held in run for group in held]
    widths = known.loc[known["by"].eq(TOTAL), "width"].max(), *(widest.get(group, float("nan")) for group in groups)
    row = [say("Khoảng 95% rộng nhất (điểm)"), *(cell(width, 1) for width in widths)]
    codes = dict(zip(cells["option"], cells["code"], strict=True))  # by which a claim names its row
    keys = {
        row_key(question.name, o, by): row_key(question.name, code, by) for o, code in codes.items() for by, _ in run
    }
    *rows, base = (replace(row, keys=tuple(keys.get(key, key) for key in row.keys)) for row in made.rows)
    rows = (*rows, replace(base, cells=tuple(row), is_base=False), base)
    return replace(made, rows=rows, notes=(*made.notes, say(APIECE, most=WIDEST)), source="open_shares")


APIECE = (
    "Từng ô được ước lượng riêng, nên một nhóm ý có thể lệch tổng các ý trong nhóm, tỷ lệ chung có thể nằm ngoài các"
    " cột. Không nêu cột có quá ít câu rút ngẫu nhiên hoặc có khoảng 95% rộng hơn {most}\u00a0điểm."
)


def differences(survey, tables, found, name):
    """Sentences of the codes that groups name unlike often: adjusted p under 0,05, not negligible, strongest first.

    Then those just under the threshold, and of how many people who were drawn at random, where a person did not code
    every answer. One sentence where tests were computed and none of them told groups apart, and one where nobody was
    drawn whose groups could be compared.
    """
    tests = take(tables, "open_tests")
    own = tests[tests["question"].map(words).str.split("/").str[0].eq(name)].dropna(subset=["p_adjusted"])
    how = verdict.name_of(survey.inference.adjust)
    by = [names.plainly(survey.form, group) for group in dict.fromkeys(own["by"])]
    by = vi.listing(by) if len(by) <= LISTED else say("{n} biến nhóm", n=len(by))
    is_all = claims.is_by_hand(take(tables, "open_coding", question=name))
    if own.empty:
        return [(say(NOBODY_DRAWN),)] if len(take(tables, "open_crosstabs", question=name)) and not is_all else []
    drawn = "" if is_all else say(DRAWN, n=cell(own["n"].max(), 0))
    none = (say(NONE, n=cell(len(own), 0), by=by, how=how, drawn=f"; {drawn}" if drawn else ""),)
    mine = [c for c in found if c.table == "open_tests" and c.questions[0].partition("/")[0] == name]
    said = [told.sentence(c) for c in claims.strongest(mine)[:DIFFERENCES]]
    near = neighbours([c for c in mine if c.sure == claims.BORDER])
    apart = [(f"{drawn[:1].upper()}{drawn[1:]}.",)] if said and drawn else []
    return [*(said or [none]), *near, *apart]


NOBODY_DRAWN = "Chưa so sánh các nhóm: chưa đủ câu rút ngẫu nhiên do người mã hóa."
DRAWN = "so sánh trên nhiều nhất {n} người rút ngẫu nhiên, mã do người gán"
LISTED = 3  # grouping questions that are named
NONE = (
    "Chưa đủ căn cứ nói các nhóm khác nhau đáng kể ({n} phép so sánh theo {by}, đã hiệu chỉnh theo cách {how}{drawn})."
)
