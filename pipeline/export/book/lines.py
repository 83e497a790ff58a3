"""The lines of one table of the book: for every row of the question its statistics, then the bases."""

from dataclasses import dataclass

import pandas as pd

from pipeline import vi
from pipeline.privacy.printed import SCORED

BASE, EFFECTIVE = "Số người trả lời", "Cơ sở hiệu dụng"


@dataclass(frozen=True)
class Line:
    """One printed line: its label, statistic and number format, a value and a mark for every column.

    ``values``, ``marks``, ``bases``: (by, group) → number, NaN where hidden, or letters; a column that the table does
    not have is not among them. ``first``: the line that names the row; ``kind``: the row's kind, for its looks.
    """

    label: str
    statistic: str
    look: str
    values: dict
    marks: dict | None = None
    first: bool = True
    kind: str = "option"
    bases: dict | None = None  # of percentages: of few people they are written without a decimal


def lines(rows):
    """Every Line of one question's tidy rows."""
    rows, blocks, found = rows.to_dict("records"), {}, []
    for row in rows:
        blocks.setdefault((row["row"], row["option"]), []).append(row)
    for (kind, option), cells in blocks.items():
        found += _means(option, kind, cells) if kind in SCORED else _shares(option, kind, cells)
    return found + _bases(rows, blocks)


def _column(cells, name):
    return {(cell["by"], cell["group"]): cell[name] for cell in cells}


def _shares(option, kind, cells):
    base = _column(cells, "base")
    marks = _column(cells, "letters")
    found = [Line(option, "% cột", "percent", _column(cells, "percent"), marks, kind=kind, bases=base)]
    found.append(Line("", "n", "count", _column(cells, "n"), first=False, kind=kind))
    found.append(Line("", "% hàng", "percent", _column(cells, "row_percent"), first=False, kind=kind, bases=base))
    if kind == "option" and any(cell["ticks"] for cell in cells):
        ticked = _column(cells, "responses_percent")
        found.append(Line("", "% lượt chọn", "percent", ticked, first=False, kind=kind, bases=base))
    return found


def _means(option, kind, cells):
    """The mean (NPS) with its 95% limits where the table has them; of a mean its spread and median too."""
    is_mean, name, marks = kind == "mean", "Trung bình" if kind == "mean" else "NPS", _column(cells, "letters")
    found = [Line(option, name, "mean", _column(cells, "mean"), marks, kind="mean")]
    limits = {"low": "95%: từ", "high": "95%: đến"} if any(pd.notna(cell.get("low")) for cell in cells) else {}
    others = {"sd": "Độ lệch chuẩn", "median": "Trung vị", "n": "n"} if is_mean else {"n": "n"}
    looks = {"median": "percent", "n": "count"}
    found += [
        Line("", told, looks.get(column, "mean"), _column(cells, column), first=False, kind="mean")
        for column, told in (limits | others).items()
    ]
    return found


def _bases(rows, blocks):
    """People who answered, those on the scale where an option stands apart, and the effective number of the base."""
    used, whole = _first(blocks, "option", "mean"), _first(blocks, "apart", "option", "mean")
    small = {key: "*" if is_small else "" for key, is_small in _column(used, "small").items()}
    found = [Line(BASE, "n", "count", _column(whole, "base"), small, kind="base")]
    apart = dict.fromkeys(row["option"] for row in rows if row["row"] == "apart")
    if apart:
        opinion = _column(_first(blocks, "top2", "mean", "option"), "base")
        said = f"Số người chọn một mức của thang (không kể {vi.listing(f'“{option}”' for option in apart)})"
        found.append(Line(said, "n", "count", opinion, kind="base"))
    found.append(Line(EFFECTIVE, "n hiệu dụng", "count", _column(used, "effective_base"), kind="base"))
    return found


def _first(blocks, *kinds):
    """The cells of the first row of the question of the first of these kinds."""
    had = {kind for kind, _ in blocks}
    kind = next(k for k in kinds if k in had)
    return next(cells for (of, _), cells in blocks.items() if of == kind)
