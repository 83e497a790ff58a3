"""Columns that carry the design of a sample (weights, strata, primary units, sizes): text → typed, and checked."""

from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from pipeline import numerals
from pipeline.clean.answers import CleanError, log

PREFIX = "design."
EMPTY = ("", ".", "na", "n/a", "#n/a", "nan", "null", "<na>")  # of SPSS, R, Ona, Excel, pandas, databases
ABOUT = {"weight": "trọng số", "replicate": "trọng số", "fpc": "số người"}
NEEDED = {
    "weight": "một trọng số dương", "replicate": "một trọng số lặp không âm",
    "fpc": "một số dương (số người của tổng thể, hoặc phần đã lấy)", "text": "một giá trị",
}  # fmt: skip


def carried(responses, answers, brought):
    """The columns ``design.NAME`` typed – weights and sizes as floats, the rest as text – and their cleaning log.

    ``brought``: name → (key of survey.yaml, kind "weight", "replicate", "fpc" or "text"). Where the name is a question,
    its typed answer stands for the text. Numbers are read in one style for the whole column; what cannot be read is
    missing: ``refuse_unusable`` counts it. CleanError where the cells of a column contradict each other.
    """
    found, rows = {}, []
    for column, (key, kind) in _kinds(responses, brought).items():
        name, cells = column.removeprefix(PREFIX), _text(responses[column])
        if kind == "text":
            cells = answers[name].astype("str") if name in answers else cells
            found[column] = cells
            continue
        reading = numerals.read(cells.mask(_empty(cells)), about=ABOUT[kind])
        both = reading.guess and not reading.style and "thập phân" not in reading.guess  # 1.500 beside 1,500
        if both or not reading.sound:
            raise CleanError(
                f"Cột «{name}» ({key}): các ô viết số mâu thuẫn nhau, không biết dấu chấm và dấu phẩy nghĩa là gì. Ghi"
                " mọi số của cột theo một cách."
            )
        found[column] = reading.numbers.where(np.isfinite(reading.numbers))
        if reading.guess:
            style = f"đọc theo cách viết {reading.style}" if reading.style else "dấu chấm, dấu phẩy ngăn hàng nghìn"
            rows.append(("Cách viết số (đoán)", column, int(cells.notna().sum()), style, "số"))
    return pd.DataFrame(found, index=responses.index), log(rows)


def refuse_unusable(design, responses, brought, analysed):
    """CleanError where somebody in the analysis lacks a value of these columns; it counts, and shows none of them.

    ``design`` as ``carried`` gives it, ``analysed`` a bool Series; returns nothing.
    """
    told = []
    for column, (key, kind) in _kinds(design, brought).items():
        if found := _wrong(design.loc[analysed, column], _text(responses.loc[analysed, column]), kind):
            told.append(
                f"Cột «{column.removeprefix(PREFIX)}» ({key}): {', '.join(found)}; mỗi phiếu đưa vào phân tích cần"
                f" {NEEDED[kind]}. Sửa cột này trong tệp gốc, hoặc bỏ các dòng đó khỏi tệp."
            )
    if told:
        raise CleanError("\n".join(told))


def _kinds(frame, brought):
    """Each column of the frame that the file brought, with its (key, kind); of "rep_*" every column that begins so."""
    names = {c: c.removeprefix(PREFIX) for c in frame if c.startswith(PREFIX)}
    found = {c: [of for n, of in brought.items() if n == name or fnmatchcase(name, n)] for c, name in names.items()}
    return {c: of[0] for c, of in found.items() if of}  # "design.headcount" comes from the staff list


def _text(cells):
    return cells.astype("str").str.normalize("NFC").str.split().str.join(" ").replace("", None)


def _empty(cells):
    return cells.isna() | cells.str.lower().isin(EMPTY)


def _wrong(values, cells, kind):
    """What is wrong with the values, counted: empty, no number, zero, negative."""
    if kind == "text":
        return [f"{int(values.isna().sum())} phiếu trống"] if values.isna().any() else []
    empty = _empty(cells)
    counts = {
        "trống": empty,
        "không phải số": values.isna() & ~empty,
        "bằng 0": values.eq(0) & (kind != "replicate"),
        "âm": values.lt(0),
    }
    return [f"{int(bad.sum())} phiếu {what}" for what, bad in counts.items() if bad.any()]
