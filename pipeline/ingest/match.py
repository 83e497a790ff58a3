"""Columns of a raw table → questions of the questionnaire, by name, label or path; nothing dropped in silence."""

from difflib import SequenceMatcher
from itertools import compress
from typing import NamedTuple

import pandas as pd

from pipeline.ingest.meta import meta_columns
from pipeline.ingest.raw import IngestError
from pipeline.ingest.text import fold, is_identity, is_person, loose, spaced

SEPARATORS = "/.:"
OTHER = ("khac", "other")
YES = ("1", "1.0", "true", "yes", "x", "✓", "checked", fold("có"))
NO = ("0", "0.0", "false", "no", "unchecked", fold("không"))
SHOWN = 12


class Matched(NamedTuple):
    """``responses``: text, a column a question (all asked ones, blank where absent) and the meta columns ``_row`` …

    ``columns``: one row a raw column and one a missing question: column, question (NaN: not used), how, filled
    (cells with text).
    """

    responses: pd.DataFrame
    columns: pd.DataFrame


def match(raw, form):
    """Raw table → answers under the questions' names.

    A column finds its question by name, path (``group/name``), label (any language) or label without its number;
    ``question/option`` columns are joined into one of choice names ("a b"; blank where nothing is ticked). Columns that
    tell the person are not read unless the form asks a question of that very name. Answers stay as they came; blanks
    stay missing. Raises IngestError when no column matches, or when an option column holds more than ticks.
    """
    asked = [q for q in form.questions if q.kind != "none" or q.type in ("calculate", "hidden")]
    found, how = _whole_columns(raw, asked)
    split = _split_columns(raw.frame.columns.difference(list(found.values()), sort=False), asked)
    if not found and not split:
        raise IngestError(_nothing_matched(raw, asked))
    answers = {name: raw.frame[column] for name, column in found.items()}
    for name in dict.fromkeys(q for q, _ in split.values()):
        if name not in answers or answers[name].isna().all():
            answers[name] = _joined(raw.frame, {c: o for c, (q, o) in split.items() if q == name}, form[name])
    meta, meta_how = meta_columns(raw.frame.drop(columns=[*found.values(), *split]))
    columns = _listing(raw.frame, asked, answers, {**meta_how, **_split_how(split, found), **how})
    return Matched(_responses(raw.frame, asked, answers, meta), columns)


def _responses(frame, asked, answers, meta):
    blank = pd.Series(pd.NA, index=frame.index, dtype="str")
    columns = {q.name: answers.get(q.name, blank) for q in asked if q.kind != "none" or q.name in answers}
    return pd.DataFrame({**columns, **meta}, dtype="str").reset_index(drop=True)


def _listing(frame, asked, answers, how):
    rows = [(c, *how.get(c, (None, _unused(c))), int(frame[c].notna().sum())) for c in frame]
    rows += [(None, q.name, "thiếu", 0) for q in asked if q.kind != "none" and q.name not in answers]
    columns = pd.DataFrame(rows, columns=["column", "question", "how", "filled"])
    return columns.astype({"column": "str", "question": "str", "how": "str"})


def _unused(column):
    return "định danh – không đọc" if is_identity(column) or is_person(column) else "không khớp câu hỏi nào"


def _whole_columns(raw, asked):
    """Question name → column, and column → (question or None, how); the first way that finds a column wins."""
    found, how, unused = {}, {}, {}
    for way, read, keys in _ways(asked):
        for column in (c for c in raw.frame.columns if c not in how):
            key = next((k for k in map(read, _texts(raw, column, way)) if k in keys), None)
            if key is None or (way.startswith("nhãn") and is_identity(column)):
                continue
            name = keys[key]
            if name is None:
                unused[column] = (None, "không dùng – nhiều câu hỏi có nhãn này")
            elif name in found:
                unused[column] = (None, f"không dùng – câu {name} đã lấy từ cột «{found[name]}»")
            else:
                found[name], how[column] = column, (name, way)
    return found, {**unused, **how}


def _texts(raw, column, way):
    return [column, raw.labels[column]] if way.startswith("nhãn") and column in raw.labels else [column]


def _ways(asked):
    """Each way of matching: its name, how a header is read, and the keys → question (None: several questions)."""
    named = [(q.name, q.name) for q in asked]
    labels = [(label, q.name) for q in asked for label in _labels(q)]
    yield "tên", str, dict(named)
    yield "tên", fold, _keys(named, fold)
    yield "đường dẫn", fold, _keys([(path, q.name) for q in asked for path in _paths(q)], fold)
    yield "tên", fold, _keys([(alias, q.name) for q in asked for alias in _aliases(q)], fold)
    yield "nhãn", spaced, _keys(labels, spaced)
    yield "nhãn", fold, _keys(labels, fold)
    yield "nhãn bỏ số thứ tự", loose, _keys(labels, loose)
    yield "nhãn trong ngoặc vuông", _bracketed, _keys(labels, loose)


def _keys(pairs, read):
    keys = {}
    for text, name in pairs:
        key = read(text)
        keys[key] = name if keys.get(key, name) == name else None
    return {key: name for key, name in keys.items() if key}


def _bracketed(header):
    """The row of a Google Forms grid: "Question [row]" → "row"."""
    return loose(header.rpartition("[")[2].rstrip(" ]")) if header.rstrip().endswith("]") else ""


def _labels(question):
    return dict.fromkeys(text for text in (question.label, *question.labels.values()) if text)


def _paths(question):
    parts = question.path.split("/")
    return [separator.join(parts[at:]) for at in range(len(parts) - 1) for separator in SEPARATORS]


def _aliases(question):
    """``q_other`` for the form's ``q_khac`` and the reverse: the write-in question under its other usual name."""
    base, _, last = question.name.rpartition("_")
    return [f"{base}_{word}" for word in OTHER if word != last] if base and last in OTHER else []


def _split_columns(columns, asked):
    """Column → (question name, choice name) for the ``question/option`` columns of the multiple questions."""
    keys = {}
    for question in (q for q in asked if q.kind == "multiple"):
        for base in (question.name, *_paths(question), *_labels(question)):
            for choice in question.choices:
                for text in (choice.name, choice.label, *choice.labels.values()):
                    spelt = [f"{base}{separator}{text}" for separator in SEPARATORS] + [f"{base} [{text}]"]
                    keys |= dict.fromkeys(map(fold, spelt), (question.name, choice.name))
    return {column: keys[fold(column)] for column in columns if fold(column) in keys}


def _split_how(split, found):
    return {
        column: (name, f"cột tách, phương án {option}" + (" – đã có cột gộp" if name in found else ""))
        for column, (name, option) in split.items()
    }


def _joined(frame, options, question):
    """One column of ticked choice names; missing where no option was ticked."""
    ticks = {option: _ticks(frame[column], option, question) for column, option in options.items()}
    order = [c.name for c in question.choices if c.name in ticks]
    rows = pd.DataFrame(ticks)[order].to_numpy()
    joined = pd.Series([" ".join(compress(order, row)) for row in rows], index=frame.index, dtype="str")
    return joined.where(joined != "")


def _ticks(column, option, question):
    """Whether each person ticked; the option's own name or label in the cell counts as a tick."""
    own = {fold(text) for c in question.choices if c.name == option for text in (c.name, c.label)} - set(NO)
    cells = column.map(fold, na_action="ignore")
    strange = cells.notna() & ~cells.isin([*YES, *NO, *own, ""])
    if strange.any():
        shown = ", ".join(sorted(column[strange].str.slice(0, 20).unique())[:6])
        raise IngestError(
            f"Cột «{column.name}»: {int(strange.sum())} ô mang giá trị lạ [{shown}]; cột phương án chỉ nhận 1/0,"
            " TRUE/FALSE, Có/Không. Sửa tệp gốc, hoặc đổi tên cột nếu đây là câu hỏi khác."
        )
    return cells.isin([*YES, *own])


def _nothing_matched(raw, asked):
    headers = list(raw.frame.columns)
    wanted = [q.label or q.name for q in asked if q.kind != "none"]
    pairs = [(SequenceMatcher(None, loose(h), loose(w)).ratio(), h, w) for h in headers[:60] for w in wanted[:200]]
    near = [f"  «{h[:60]}» ~ «{w[:60]}»" for ratio, h, w in sorted(pairs, reverse=True)[:3] if ratio > 0.5]
    lines = [
        f"Không cột nào của tệp khớp với câu hỏi của phiếu ({len(headers)} cột, {len(wanted)} câu hỏi).",
        f"Tệp có: {_first(headers)}",
        f"Phiếu cần: {_first(wanted)}",
        *(["Gần nhau nhất:", *near] if near else []),
        "Chọn đúng tệp của phiếu này, hoặc sửa tiêu đề cột cho trùng tên hay nhãn câu hỏi.",
    ]
    return "\n".join(lines)


def _first(texts):
    shown = ", ".join(f"«{t[:50]}»" for t in texts[:SHOWN])
    return f"{shown}, … (còn {len(texts) - SHOWN})" if len(texts) > SHOWN else shown
