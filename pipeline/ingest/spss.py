"""SPSS, Stata and SAS bytes → RawTable: value labels as text, user-missing codes blank and counted."""

import io
from collections import Counter

import numpy as np
import pandas as pd
import pyreadstat

from pipeline.ingest.raw import IngestError, RawTable

READERS = {
    "sav": pyreadstat.read_sav, "por": pyreadstat.read_por, "dta": pyreadstat.read_dta,
    "sas7bdat": pyreadstat.read_sas7bdat, "xpt": pyreadstat.read_xport,
}  # fmt: skip
NAMES = {"sav": "SPSS", "por": "SPSS", "dta": "Stata", "sas7bdat": "SAS", "xpt": "SAS"}


def read_statistics(kind, content, name, encoding=""):
    """RawTable of a .sav, .por, .dta, .sas7bdat or .xpt file: answers as value labels (the number where a value has
    none), dates as ISO.

    User-missing codes (of Stata .a … .z, of SAS .A … .Z) become missing and are counted in the notes; ``values`` holds
    the labels in order of code. SAS keeps its labels in a file of its own: codes stay codes there, and a note says so.
    """
    what = NAMES[kind]
    given = {"encoding": encoding} if encoding and kind not in ("por",) else {}
    given |= {} if kind in ("por", "xpt") else {"user_missing": True}
    try:
        data, meta = READERS[kind](io.BytesIO(content), **given)
    except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, UnicodeDecodeError, ValueError) as error:
        raise IngestError(f"{name}: tệp {what} hỏng hoặc bị cụt ({error}). Xuất lại tệp.") from error
    if data.empty:
        raise IngestError(f"{name}: tệp {what} không có dòng dữ liệu nào ({data.shape[1]} biến). Xuất lại tệp.")
    columns, values, notes = {}, {}, []
    for column in data:
        labels, declared = _distinct(meta.variable_value_labels.get(column, {})), _declared(meta, column)
        missing = pd.Series([declared(v) for v in data[column]], index=data.index, dtype=bool)
        columns[column] = data[column].map(lambda v, known=labels: _text(v, known)).where(~missing).astype("str")
        kept = [text for code, text in labels.items() if not declared(code)]
        values |= {column: kept} if kept else {}
        notes += _missing_note(column, data[column][missing], labels)
    if what == "SAS" and not values:
        notes.insert(0, "Tệp SAS không chứa nhãn giá trị: câu trả lời là mã; nhãn ghi ở sheet choices của phiếu.")
    frame = pd.DataFrame(columns).set_axis(range(1, len(data) + 1))
    labels = {c: text for c, text in meta.column_names_to_labels.items() if text}
    return RawTable(frame, "spss", labels, values, tuple(notes))


def _declared(meta, column):
    """Whether a value of the column was declared missing: in a range of codes (SPSS), or a letter (Stata, SAS)."""
    ranges, letters = meta.missing_ranges.get(column, []), meta.missing_user_values.get(column, [])
    return lambda value: (
        value in letters or any(type(r["lo"]) is type(value) and r["lo"] <= value <= r["hi"] for r in ranges)
    )


def _distinct(labels):
    """Code → label, each its own: blank labels left out, equal ones told apart by their code."""
    labels = {code: text for code, text in labels.items() if str(text).strip()}
    times = Counter(labels.values())
    named = {code: text if times[text] == 1 else f"{text} ({_text(code, {})})" for code, text in labels.items()}
    return dict(sorted(named.items(), key=lambda item: (isinstance(item[0], str), item[0])))


def _text(value, labels):
    if value is None or value == "" or value != value or value is pd.NaT:
        return np.nan
    if value in labels:
        return labels[value]
    if isinstance(value, float | np.floating):
        return str(int(value)) if float(value).is_integer() else format(value, ".15g")
    return str(value)


def _missing_note(column, blanked, labels):
    counts = blanked.value_counts()
    shown = [f"{_text(v, {})}{f' «{labels[v]}»' if v in labels else ''} × {n}" for v, n in counts.items()]
    return [f"{column}: {len(blanked)} giá trị khai báo là thiếu được để trống ({', '.join(shown)})."] if shown else []
