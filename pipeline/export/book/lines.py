"""The lines of one table of the book: for every row of the question its statistics, then the bases."""

from dataclasses import dataclass

import pandas as pd

from pipeline import vi, wording
from pipeline.export.book.notes import HIGHER, SMALL
from pipeline.privacy.printed import SCORED
from pipeline.wording import say
from pipeline.wording.english_notes import named

BASE, EFFECTIVE = "Số người trả lời", "Cơ sở hiệu dụng"


@dataclass(frozen=True)
class Line:
    """One printed line: its label, statistic and number format, a value for every column.

    ``values``, ``bases``: (by, group) → number, NaN where hidden, or letters; a column that the table does not have is
    not among them. ``first``: the line that names the row; ``kind``: the row's kind, for its looks.
    """

    label: str
    statistic: str
    look: str
    values: dict
    first: bool = True
    kind: str = "option"
    bases: dict | None = None  # of percentages: of few people they are written without a decimal


def lines(rows, digits=(1, 2)):
    """Every Line of one question's tidy rows; ``digits``: decimals of its median and of its mean."""
    rows, blocks, found = rows.to_dict("records"), {}, []
    for row in rows:
        blocks.setdefault((row["row"], row["option"]), []).append(row)
    for (kind, option), cells in blocks.items():
        found += _means(option, kind, cells, digits) if kind in SCORED else _shares(option, kind, cells)
    return found + _bases(rows, blocks)


def _column(cells, name):
    return {(cell["by"], cell["group"]): cell[name] for cell in cells}


def _shares(option, kind, cells):
    base, told = _column(cells, "base"), named(option)
    found = [Line(told, say("% cột"), "percent", _column(cells, "percent"), kind=kind, bases=base)]
    found += _marked(told, cells, "letters", kind)
    found.append(Line(told, "n", "count", _column(cells, "n"), first=False, kind=kind))
    shares = {"row_percent": "% hàng"}
    if kind == "option" and any(cell["ticks"] for cell in cells):
        shares["responses_percent"] = "% lượt chọn"
    return found + [
        Line(told, say(name), "percent", _column(cells, column), first=False, kind=kind, bases=base)
        for column, name in shares.items()
    ]


def _marked(label, cells, column, kind):
    """The line of letters, where any column has one."""
    marks = {key: _close(mark) if pd.notna(mark) else "" for key, mark in _column(cells, column).items()}
    return [Line(label, say(HIGHER), "mark", marks, first=False, kind=kind)] if any(marks.values()) else []


def _close(letters):
    """Letters without blanks where each is one letter."""
    return "".join(letters.split()) if all(len(x) == 1 for x in letters.split()) else letters


def _means(option, kind, cells, digits):
    """The mean (NPS) with its 95% limits where the table has them; of a mean its spread and median too."""
    is_mean, told = kind == "mean", named(option)
    middle, mean = (f"{n} decimals" for n in digits)
    found = [Line(told, say("Trung bình") if is_mean else "NPS", mean, _column(cells, "mean"), kind="mean")]
    found += _marked(told, cells, "letters", "mean")
    limits = {"low": "95%: từ", "high": "95%: đến"} if any(pd.notna(cell.get("low")) for cell in cells) else {}
    others = {"sd": "Độ lệch chuẩn", "median": "Trung vị", "n": "n"} if is_mean else {"n": "n"}
    looks = {"median": middle, "n": "count"}
    return found + [
        Line(told, say(name), looks.get(column, mean), _column(cells, column), first=False, kind="mean")
        for column, name in (limits | others).items()
    ]


def _bases(rows, blocks):
    """People who answered, those on the scale where an option stands apart, and the effective number of the base."""
    used, whole = _first(blocks, "option", "mean"), _first(blocks, "apart", "option", "mean")
    found = [Line(say(BASE), "n", "count", _column(whole, "base"), kind="base")]
    apart = dict.fromkeys(row["option"] for row in rows if row["row"] == "apart")
    if apart:
        opinion = _column(_first(blocks, "top2", "mean", "option"), "base")
        named = vi.listing(f"“{wording.label(option)}”" for option in apart)
        said = say("Số người chọn một mức của thang (không kể {apart})", apart=named)
        found.append(Line(said, "n", "count", opinion, kind="base"))
    found.append(Line(say(EFFECTIVE), say("n hiệu dụng"), "count", _column(used, "effective_base"), kind="base"))
    small = {key: SMALL if is_small else "" for key, is_small in _column(used, "small").items()}
    return found + ([Line(say(EFFECTIVE), say("ít"), "mark", small, False, "base")] if any(small.values()) else [])


def _first(blocks, *kinds):
    """The cells of the first row of the question of the first of these kinds."""
    had = {kind for kind, _ in blocks}
    kind = next(k for k in kinds if k in had)
    return next(cells for (of, _), cells in blocks.items() if of == kind)
