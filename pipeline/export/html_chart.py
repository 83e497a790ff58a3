"""A chart within a page: its drawing, whose marks a keyboard walks through, and its figures as a table."""

import re

import pandas as pd
from markupsafe import Markup

from pipeline import vi

COLUMNS = {  # of a chart's rows → what a reader calls them, by language
    "label": ("Câu", "Question"),
    "option": ("Phương án", "Option"),
    "name": ("Ý kiến", "Theme"),
    "level": ("Nhóm", "Group"),
    "reference": ("So với", "Compared with"),
    "given": ("Giá trị", "Value"),
    "group": ("Nhóm", "Group"),
    "percent": ("Tỷ lệ (%)", "Share (%)"),
    "population": ("Danh sách (%)", "Population list (%)"),
    "sample": ("Phiếu, trước gia quyền (%)", "Respondents, unweighted (%)"),
    "weighted": ("Phiếu, sau gia quyền (%)", "Respondents, weighted (%)"),
    "odds_ratio": ("Tỷ số chênh", "Odds ratio"),
    "b": ("Hệ số", "Coefficient"),
    "ame": ("Điểm %", "Points"),
    "mean_rank": ("Thứ hạng trung bình", "Mean rank"),
    "residual": ("Phần dư", "Residual"),
    "interval": ("Khoảng tin cậy 95%", "95% confidence interval"),
    "n": ("Số người", "People"),
    "base": ("Cơ sở", "Base"),
}
SHOWN = {  # by kind of chart
    "bars": ("option", "percent", "interval", "n", "base"),
    "scale": ("label", "option", "percent", "base"),
    "groups": ("option", "group", "percent", "interval", "base"),
    "histogram": ("given", "n"),
    "residuals": ("option", "group", "residual"),
    "odds": ("level", "reference", "odds_ratio", "b", "ame", "interval", "n"),
    "ranks": ("option", "mean_rank", "interval", "base"),
    "themes": ("name", "percent", "interval", "n", "base"),
    "margins": ("option", "population", "sample", "weighted"),
}
WORDS = ("label", "option", "name", "level", "reference", "group")
DIGITS = {"percent": 1, "population": 1, "sample": 1, "weighted": 1, "odds_ratio": 2, "b": 2, "ame": 1}
DIGITS |= {"mean_rank": 2, "residual": 1}
NOUGHT = {"odds_ratio": 1, "b": 0, "ame": 0}  # of no difference: a figure stands on its own side of it
_ROOT = re.compile(r"(<svg\b[^>]*?)\srole=\"img\"")
_NAME = re.compile(r"<title>[^<]*</title>")
_MARK = re.compile(r"<g><title>([^<]*)</title>")


def chart(svg):
    """The chart as markup. Its marks that have a title – what they show, of whom, between which ends – take the focus
    and are read out each; a chart without such marks stays one picture. The title of the whole is left out: the page
    says it as words."""
    start = svg.index(">") + 1
    named = _NAME.match(svg, start)
    body = svg[:start] + svg[named.end() if named else start :]
    marked, count = _MARK.subn(r'<g class="diem" tabindex="0" role="img" aria-label="\1"><title>\1</title>', body)
    return Markup(_ROOT.sub(r'\1 role="group"', marked, count=1) if count else marked)


def figures(figure, language):
    """What a chart shows as (titles, rows): every row (is a number, words) a cell, as printed; hidden ones "–".

    Nothing where the rows of the chart are not known.
    """
    rows = figure.rows
    if rows is None or not len(rows):
        return (), ()
    names = [name for name in SHOWN.get(figure.kind, ()) if _tells(rows, name)]
    titles = [(name not in WORDS, COLUMNS[name][language == "en"]) for name in names]
    return titles, [[(name not in WORDS, _cell(row, name)) for name in names] for row in rows.to_dict("records")]


def _tells(rows, name):
    needed = {"low", "high"} if name == "interval" else {name}
    return needed <= {*rows} and bool(rows[sorted(needed)].notna().any().all())


def _cell(row, name):
    if name in WORDS:
        return "" if pd.isna(row[name]) else str(row[name])
    if name == "percent":
        return vi.share(row[name], row.get("base", float("nan")))
    if name == "given":
        return vi.given(row[name], vi.MOST)
    if name != "interval":
        return vi.number(row[name], decimals(row[name], name))
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return vi.MISSING
    measure = next((name for name in ("percent", *NOUGHT) if row.get(name) is not None and row[name] == row[name]), "")
    ends = ((row[end], decimals(row[end], measure, 2)) for end in ("low", "high"))
    return " – ".join(vi.number(end, digits) for end, digits in ends)


def decimals(value, name, least=0):
    """How many decimals a figure of a chart has, so that it is on its own side of no difference."""
    bounds = (NOUGHT[name],) if name in NOUGHT else ()
    return vi.needed(value, *bounds, digits=DIGITS.get(name, least))
