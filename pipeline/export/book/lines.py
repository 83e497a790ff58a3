"""The lines of one table of the book: for every row of the question its statistics, then the bases."""

from dataclasses import dataclass

import pandas as pd

from pipeline import vi
from pipeline.privacy.printed import SCORED

BASE, EFFECTIVE = "Số người trả lời", "Cơ sở hiệu dụng"


@dataclass(frozen=True)
class Line:
    """One printed line: its label, statistic and number format, a value and a mark for every column.

    ``values`` are numbers, NaN where hidden; a column that the table does not have is not in the index.
    ``first``: the line that names the row; ``kind``: the row's kind, for its looks.
    """

    label: str
    statistic: str
    look: str
    values: pd.Series
    marks: pd.Series | None = None
    first: bool = True
    kind: str = "option"
    bases: pd.Series | None = None  # of percentages: of few people they are written without a decimal


def lines(rows):
    """Every Line of one question's tidy rows."""
    found = []
    for (kind, option), cells in rows.groupby(["row", "option"], sort=False):
        cells = cells.set_index(["by", "group"])
        found += _means(option, kind, cells) if kind in SCORED else _shares(option, kind, cells)
    return found + _bases(rows)


def _shares(option, kind, cells):
    base = cells["base"]
    found = [Line(option, "% cột", "percent", cells["percent"], cells["letters"], kind=kind, bases=base)]
    found.append(Line("", "n", "count", cells["n"], first=False, kind=kind))
    found.append(Line("", "% hàng", "percent", cells["row_percent"], first=False, kind=kind, bases=base))
    if kind == "option" and cells["ticks"].any():
        ticked = cells["responses_percent"]
        found.append(Line("", "% lượt chọn", "percent", ticked, first=False, kind=kind, bases=base))
    return found


def _means(option, kind, cells):
    """The mean (NPS) with its 95% limits where the table has them; of a mean its spread and median too."""
    is_mean = kind == "mean"
    found = [Line(option, "Trung bình" if is_mean else "NPS", "mean", cells["mean"], cells["letters"], kind="mean")]
    limits = {"low": "95%: từ", "high": "95%: đến"}
    others = {"sd": "Độ lệch chuẩn", "median": "Trung vị", "n": "n"} if is_mean else {"n": "n"}
    looks = {"median": "percent", "n": "count"}
    found += [
        Line("", told, looks.get(column, "mean"), cells[column], first=False, kind="mean")
        for column, told in ((limits if "low" in cells and cells["low"].notna().any() else {}) | others).items()
    ]
    return found


def _bases(rows):
    """People who answered, those on the scale where an option stands apart, and the effective number of the base."""
    used, whole = _first(rows, "option", "mean"), _first(rows, "apart", "option", "mean")
    small = used["small"].map({True: "*", False: ""})
    found = [Line(BASE, "n", "count", whole["base"], small, kind="base")]
    if rows["row"].eq("apart").any():
        opinion = _first(rows, "top2", "mean", "option")
        apart = vi.listing(f"“{option}”" for option in rows.loc[rows["row"].eq("apart"), "option"].unique())
        found.append(
            Line(f"Số người chọn một mức của thang (không kể {apart})", "n", "count", opinion["base"], kind="base")
        )
    found.append(Line(EFFECTIVE, "n hiệu dụng", "count", used["effective_base"], kind="base"))
    return found


def _first(rows, *kinds):
    """The first row of the question of the first of these kinds, a line a column."""
    kind = next(k for k in kinds if rows["row"].eq(k).any())
    held = rows[rows["row"].eq(kind)]
    return held[held["option"].eq(held["option"].iloc[0])].set_index(["by", "group"])
