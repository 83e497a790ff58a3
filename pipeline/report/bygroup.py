"""Annex: lead questions by group: a percent matrix with the whole first and the base of every group last."""

from dataclasses import replace
from functools import partial

from pipeline import claims, vi
from pipeline.claims import names, printed
from pipeline.claims.asked import several
from pipeline.describe.groups import TOTAL, WITHIN
from pipeline.report import estimates, figures, told
from pipeline.report.estimates import interval
from pipeline.report.findings import differing, leads
from pipeline.report.grid import (
    about,
    average,
    base_name,
    cell,
    counts_note,
    decimals,
    even,
    headed,
    hidden_note,
    keyed,
    numbers_note,
    share,
    table,
    take,
    topic,
    words,
)
from pipeline.report.model import Heading, Paragraph, Ref
from pipeline.report.numbering import row_key
from pipeline.report.tested import PAIRS
from pipeline.wording import say

WIDE = 8  # group columns a portrait page holds


def groups(source):
    """What the tables are for, a heading and tables a lead question that was crossed, then numbers declared with
    intervals."""
    blocks = []
    for question in leads(source.survey, source.tables):
        pictures, tables = by_group(source, question)
        shown = [*pictures, *tables, *means_by_group(source, question)]
        blocks += [Heading(2, names.labelled(question)), *shown] if shown else []
    blocks = [*_untested(source), *blocks] if blocks else []
    declared = estimates.tables_of(source.survey, source.tables)
    named = ", ".join(map(say, declared))
    title = say("{named} với khoảng tin cậy", named=f"{named[:1].upper()}{named[1:]}")
    return [*blocks, *([Heading(2, title), *declared.values()] if declared else [])]


def _untested(source):
    """That not every difference between columns was tested, and where it is told which were."""
    is_tested = len(take(source.tables, "tests")) > 0
    where = (say(TESTED), Ref(PAIRS), ".") if is_tested else (say(UNTESTED),)
    return [Paragraph(where)]


TESTED = "Bảng của phần này để tra cứu. Không phải chênh lệch nào giữa các nhóm cũng đã được kiểm định: xem "
UNTESTED = "Bảng của phần này để tra cứu: chênh lệch giữa các nhóm chưa được kiểm định."


def by_group(source, question):
    """(figures, tables) of one lead question by the banner variables, as many banners a table as fit a page.

    A figure only where the tests found a difference worth telling: elsewhere the table says it all. Two empty lists
    for a question that is no lead question or was not crossed.
    """
    rows = take(source.tables, "crosstabs", question=question.name)
    if rows.empty or question not in leads(source.survey, source.tables):
        return [], []
    banners = list(dict.fromkeys(rows["by"]))
    found = differing(take(source.tables, "tests"))
    differs = set(found.loc[found["question"].str.split("/").str[0].eq(question.name), "by"])
    pictures = [_picture(source, question, by) for by in banners if by in differs]
    runs = packs([(by, list(dict.fromkeys(rows.loc[rows["by"].eq(by), "group"]))) for by in banners])
    pictures = [picture for picture in pictures if picture]
    return pictures, [matrix(source, question, rows, pack) for pack in runs if tells(rows, pack)]


def tells(rows, pack):
    """Whether any share of the groups of these banners is shown: a table of dashes tells nothing."""
    return bool(rows.loc[rows["by"].isin([by for by, _ in pack]), "percent"].notna().any())


def means_by_group(source, question):
    """Tables of the mean of a lead number question in every group, as in the table book; none where not crossed."""
    rows = take(source.tables, "banners", question=question.name, row="mean")
    rows = rows[~rows["by"].str.contains(WITHIN, regex=False).astype(bool)]
    banners = [by for by in dict.fromkeys(rows["by"]) if by != TOTAL]
    if not banners or question not in leads(source.survey, source.tables):
        return []
    limits = take(source.tables, "means", question=question.name, row="mean").set_index(["by", "group"])
    rows = rows.drop(columns=["low", "high"], errors="ignore").join(limits[["low", "high"]], on=["by", "group"])
    whole = rows[rows["by"].eq(TOTAL)]
    least = (1, printed.OF_MEANS)
    mean_of = partial(_mean, digits=[decimals(source.tables, question.name, n) for n in least])
    body = [["Chung", *mean_of(whole)]]
    for by in banners:
        body.append([headed(source.survey.form, by)])
        body += [[words(r.group), *mean_of(rows[rows.index == r.Index])] for r in rows[rows["by"].eq(by)].itertuples()]
    mean, sd, median = (average(source.tables, name) for name in ("Trung bình", "Độ lệch chuẩn", "Trung vị"))
    widths = {"Nhóm": 34, mean: 11, "Khoảng 95%": 23, sd: 11, median: 10, "Số người": 11}
    columns = [(title, width, "so" if title != "Nhóm" else "chu") for title, width in widths.items()]
    notes = [numbers_note(source.tables), hidden_note(rows.assign(percent=rows["mean"]), source.survey)]
    caption = say("{about} theo nhóm: {average}", about=about(question), average=average(source.tables))
    return [table(caption, columns, body, long=True, notes=notes, source="means")]


def _mean(rows, digits):
    row, (one, fine) = rows.iloc[0], digits
    limits = interval(row["low"], row["high"], fine)
    return [cell(row["mean"], fine), limits, cell(row["sd"], fine), vi.given(row["median"], one), cell(row["n"], 0)]


def _picture(source, question, by):
    """The chart titled with the greatest difference; where it draws other shares than its title gives – of each answer,
    not of several together – its measure says which table has these."""
    own = [c for c in source.claims if c.table == "tests" and c.questions[0].partition("/")[0] == question.name]
    own = [c for c in claims.strongest(own) if c.groups == (by,) and c.estimates]
    title = told.title(own[0]) if own else _titled(source, question, by)
    made = figures.by_group(source, question, by, title)
    apart = [f for f in (own[0].estimates if own else ()) if dict(f.key).get("row", "option") != "option"]
    if made is None or not apart:
        return made
    return replace(made, measure=(*made.measure, Ref(own[0].label, say("; số liệu ở tên hình: "))))


def _titled(source, question, by):
    told = "{about} theo nhóm: {average}"
    return say(told, about=about(question), average=topic(source.survey.form, by).rstrip("?"))


def packs(banners):
    """Banners – (name, groups) – in runs of at most WIDE groups."""
    runs = []
    for by, groups in banners:
        if runs and sum(len(g) for _, g in runs[-1]) + len(groups) <= WIDE:
            runs[-1].append((by, groups))
        else:
            runs.append([(by, groups)])
    return runs


def matrix(source, question, rows, pack, measured=""):
    """Options × groups in percent of the group; ``pack``: (banner, groups) side by side in one table; ``measured``:
    what the caption says of the shares ("ước lượng ")."""
    chosen = say("xếp thứ nhất ") if question.kind == "rank" else say(measured)
    by = ", ".join(_called(source.form, name) for name, _ in pack)
    caption = "{about} theo {by}: {share} {chosen}trong từng nhóm (%)"
    groups = [names.option(source.form, by, words(group)) for by, held in pack for group in held]
    return table(
        say(caption, about=about(question), by=by, share=share(source.tables), chosen=chosen),
        [("Phương án", 28, "chu"), *even(["Chung", *groups], first=28)],
        _shares(source, question, rows, pack),
        spans=[(headed(source.survey.form, by), len(held)) for by, held in pack],
        base=True,
        wide=True,
        notes=[
            _several(question),
            counts_note(source.tables),
            hidden_note(rows[rows["by"].isin([by for by, _ in pack])], source.survey),
        ],
        labels=[f"groups:{question.name}:{by}" for by, _ in pack],
        source="crosstabs",
    )


def _shares(source, question, rows, pack):
    """Rows of the matrix: an option's shares of all and of each group; their bases last."""
    whole = _column(take(source.tables, "frequencies", question=question.name))
    columns = [
        whole, *(_column(rows[rows["by"].eq(by) & rows["group"].eq(group)]) for by, held in pack for group in held)
    ]  # fmt: skip
    body = [
        keyed([names.option(source.form, question.name, words(option)),
               *(vi.share(shares.get(option), base) for shares, base in columns)],
              *(row_key(question.name, option, by) for by, _ in pack))
        for option in dict.fromkeys(rows["option"])
    ]  # fmt: skip
    return [*body, [base_name(source.survey.form, question), *(cell(base, 0) for _, base in columns)]]


def _several(question):
    told = several(question)
    return f"{told[:1].upper()}{told[1:]}." if told else ""


def _called(form, by):
    return say(", trong đó ").join(names.plainly(form, part) for part in str(by).split(WITHIN))


def _column(rows):
    return dict(zip(rows["option"], rows["percent"], strict=True)), rows["base"].max()
