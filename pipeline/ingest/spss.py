"""SPSS .sav bytes → RawTable: value labels as text, user-missing codes blank and counted."""

import io
from collections import Counter

import numpy as np
import pandas as pd
import pyreadstat

from pipeline.ingest.raw import IngestError, RawTable


def read_spss(content, name):
    """RawTable of a .sav file: answers as value labels (the number where a value has none), dates as ISO.

    User-missing codes become missing and are counted in the notes; ``values`` holds the labels in order of code.
    """
    try:
        data, meta = pyreadstat.read_sav(io.BytesIO(content), user_missing=True)
    except (pyreadstat.ReadstatError, UnicodeDecodeError, ValueError) as error:
        raise IngestError(f"{name}: tệp SPSS hỏng hoặc bị cụt ({error}). Xuất lại tệp .sav.") from error
    if data.empty:
        raise IngestError(f"{name}: tệp SPSS không có dòng dữ liệu nào ({data.shape[1]} biến). Xuất lại tệp.")
    columns, values, notes = {}, {}, []
    for column in data:
        labels = _distinct(meta.variable_value_labels.get(column, {}))
        ranges = meta.missing_ranges.get(column, [])
        missing = pd.Series([_within(v, ranges) for v in data[column]], index=data.index, dtype=bool)
        columns[column] = data[column].map(lambda v, known=labels: _text(v, known)).where(~missing).astype("str")
        kept = [text for code, text in labels.items() if not _within(code, ranges)]
        values |= {column: kept} if kept else {}
        notes += _missing_note(column, data[column][missing], labels)
    frame = pd.DataFrame(columns).set_axis(range(1, len(data) + 1))
    labels = {c: text for c, text in meta.column_names_to_labels.items() if text}
    return RawTable(frame, "spss", labels, values, tuple(notes))


def _distinct(labels):
    times = Counter(labels.values())
    return {code: text if times[text] == 1 else f"{text} ({_text(code, {})})" for code, text in sorted(labels.items())}


def _within(value, ranges):
    return any(type(r["lo"]) is type(value) and r["lo"] <= value <= r["hi"] for r in ranges)


def _text(value, labels):
    if value is None or value == "" or value != value or value is pd.NaT:
        return np.nan
    if value in labels:
        return labels[value]
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    return str(value)


def _missing_note(column, blanked, labels):
    counts = blanked.value_counts()
    shown = [f"{_text(v, {})}{f' «{labels[v]}»' if v in labels else ''} × {n}" for v, n in counts.items()]
    return [f"{column}: {len(blanked)} giá trị khai báo là thiếu được để trống ({', '.join(shown)})."] if shown else []
