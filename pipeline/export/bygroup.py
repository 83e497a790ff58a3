"""Lead questions by group: a percent matrix with the whole first and the base of every group last."""

from pipeline import vi
from pipeline.describe.groups import TOTAL, WITHIN
from pipeline.export import figures
from pipeline.export.estimates import interval
from pipeline.export.findings import differing, leads
from pipeline.export.grid import (
    about,
    average,
    base_name,
    brief,
    cell,
    counts_note,
    even,
    hidden_note,
    numbers_note,
    plain,
    share,
    table,
    take,
    topic,
    words,
)

WIDE = 8  # group columns a portrait page holds


def by_group(source, question):
    """(figures, tables) of one lead question by the banner variables, as many banners a table as fit a page.

    A figure only where the tests found a difference worth telling: elsewhere the table says it all. Two empty lists
    for a question that is no lead question or was not crossed.
    """
    rows = take(source.tables, "crosstabs", question=question.name)
    if rows.empty or question not in leads(source.survey, source.tables):
        return [], []
    banners = list(dict.fromkeys(rows["by"]))
    told = differing(take(source.tables, "tests"))
    differs = set(told.loc[told["question"].str.split("/").str[0].eq(question.name), "by"])
    pictures = [_picture(source, question, by) for by in banners if by in differs]
    runs = packs([(by, list(dict.fromkeys(rows.loc[rows["by"].eq(by), "group"]))) for by in banners])
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
    body = [["Chung", *_mean(whole)]]
    for by in banners:
        body.append([topic(source.survey.form, by)])
        body += [[words(r.group), *_mean(rows[rows.index == r.Index])] for r in rows[rows["by"].eq(by)].itertuples()]
    mean, sd, median = (average(source.tables, name) for name in ("Trung bình", "Độ lệch chuẩn", "Trung vị"))
    widths = {"Nhóm": 34, mean: 11, "Khoảng 95%": 23, sd: 11, median: 10, "Số người": 11}
    columns = [(title, width, "so" if title != "Nhóm" else "chu") for title, width in widths.items()]
    notes = [numbers_note(source.tables), hidden_note(rows.assign(percent=rows["mean"]), source.survey)]
    return [table(f"{about(question)} theo nhóm: {average(source.tables)}", columns, body, long=True, notes=notes)]


def _mean(rows):
    row = rows.iloc[0]
    limits = interval(row["low"], row["high"])
    return [cell(row["mean"], 2), limits, cell(row["sd"], 2), plain(row["median"]), cell(row["n"], 0)]


def _picture(source, question, by):
    name = topic(source.survey.form, by).rstrip("?")
    what = f"{share(source.tables)} {'xếp thứ nhất' if question.kind == 'rank' else 'chọn'}, %"
    return figures.by_group(source, question, by, f"{about(question)} theo nhóm: {name} ({what})")


def packs(banners):
    """Banners – (name, groups) – in runs of at most WIDE groups."""
    runs = []
    for by, groups in banners:
        if runs and sum(len(g) for _, g in runs[-1]) + len(groups) <= WIDE:
            runs[-1].append((by, groups))
        else:
            runs.append([(by, groups)])
    return runs


def matrix(source, question, rows, pack):
    """Options × groups in percent of the group; ``pack``: (banner, groups) side by side in one table."""
    whole = take(source.tables, "frequencies", question=question.name)
    chosen = "xếp thứ nhất " if question.kind == "rank" else ""
    groups = [(by, group) for by, names in pack for group in names]
    columns = [_column(whole), *(_column(rows[rows["by"].eq(by) & rows["group"].eq(g)]) for by, g in groups)]
    body = [
        [words(o), *(vi.share(shares.get(o), base) for shares, base in columns)] for o in dict.fromkeys(rows["option"])
    ]
    body.append([base_name(source.survey.form, question), *(cell(base, 0) for _, base in columns)])
    return table(
        f"{about(question)} theo nhóm: {share(source.tables)} {chosen}trong từng nhóm (%)",
        [("Phương án", 28, "chu"), *even(["Chung", *(words(g) for _, g in groups)], first=28)],
        body,
        spans=[(brief(source.survey.form, by), len(names)) for by, names in pack],
        base=True,
        wide=True,
        notes=[
            counts_note(source.tables),
            hidden_note(rows[rows["by"].isin([by for by, _ in pack])], source.survey),
        ],
    )


def _column(rows):
    return dict(zip(rows["option"], rows["percent"], strict=True)), rows["base"].max()
