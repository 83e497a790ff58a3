"""Columns of a raw table → questions of the questionnaire, by name, label or path; nothing dropped in silence."""

import re
from difflib import SequenceMatcher
from typing import NamedTuple

import pandas as pd

from pipeline import rules
from pipeline.ingest import carried, headers, places, ticks
from pipeline.ingest.meta import meta_columns
from pipeline.ingest.raw import IngestError
from pipeline.ingest.text import is_identity, is_person, loose

SHOWN = 12


class Matched(NamedTuple):
    """``responses``: text, a column a question (all asked ones, blank where absent) and the meta columns ``_row`` …

    ``columns``: one row a raw column and one a missing question: column, question (NaN: not used), how, filled
    (whether any cell has text; how many would count who ticked the option of a column). ``notes``: Vietnamese remarks
    on what did not fit: questions without a column, columns of options that the form has not, columns passed over.
    """

    responses: pd.DataFrame
    columns: pd.DataFrame
    notes: tuple = ()


def match(raw, form, brought=()):
    """Raw table → answers under the questions' names.

    A column finds its question by name, path (``group/name``, ``group-name`` …; also of a group it has left), label
    (any language) or label without its number. Columns of one question that are never filled together are put into
    one; ``question/option`` columns (also ``q___option``, ``q [option]``) are joined into one of choice names ("a b";
    blank where nothing is ticked; of a rank question in the order of the places) and go before a column that holds all
    choices in a cell. Columns that tell the person are not read unless the form asks a question of that very name.
    Columns that survey.yaml names for weights and design (``brought``: name → (key, kind)) become ``design.NAME``.
    Answers stay as they came; blanks stay missing.
    Raises IngestError when no column matches, when two columns say different things of one question, when an option
    column holds more than ticks, or when a required question that everybody is asked has no column.
    """
    asked = [q for q in form.questions if q.kind != "none" or q.type in ("calculate", "hidden")]
    brought = dict(brought)
    whole, named = raw, carried.headers(raw, brought, {q.name for q in asked})
    raw = raw._replace(frame=raw.frame.drop(columns=[c for c in named.values() if c not in form]))
    groups = {section.name: section.label for section in form.sections}
    split = ticks.split_columns(raw, asked, groups) | places.columns(raw, asked, groups)
    found, how = _whole_columns(raw, asked, groups, but=split)
    if not found and not split:
        raise IngestError(_nothing_matched(raw, asked))
    answers = {name: _one_column(raw.frame, columns) for name, columns in found.items()}
    for name in dict.fromkeys(q for q, _ in split.values()):
        options = {c: o for c, (q, o) in split.items() if q == name}
        answers |= _joined_options(raw.frame, options, form[name], asked, answers)
    _refuse_lacking(form, asked, answers)
    design = carried.columns(whole, brought, named, answers)
    meta, meta_how = meta_columns(raw.frame.drop(columns=[*how, *split], errors="ignore"))
    strange = ticks.strange_options(raw, asked, {*how, *split, *meta_how})
    used = carried.told(brought, named)
    inside = headers.written_inside(asked, answers)
    columns = _listing(whole.frame, form, answers, inside, {**used, **meta_how, **strange, **_split_how(split), **how})
    return Matched(_responses(raw.frame, asked, answers, {**meta, **design}), columns, _notes(columns, strange, form))


def _responses(frame, asked, answers, meta):
    blank = pd.Series(pd.NA, index=frame.index, dtype="str")
    columns = {q.name: answers.get(q.name, blank) for q in asked if q.kind != "none" or q.name in answers}
    return pd.DataFrame({**columns, **meta}, dtype="str").reset_index(drop=True)


def _listing(frame, form, answers, inside, how):
    rows = [(c, *how.get(c, (None, _unused(c))), bool(frame[c].notna().any())) for c in frame]
    lacking = [q for q in form.questions if q.kind != "none" and q.name not in answers]
    told = {name: "thiếu – trong nhóm lặp" for name in _in_repeats(form)}
    told |= {name: f"tự ghi, ngay trong cột của câu {question}" for name, question in inside.items()}
    rows += [(None, q.name, told.get(q.name, "thiếu"), False) for q in lacking]
    columns = pd.DataFrame(rows, columns=["column", "question", "how", "filled"])
    return columns.astype({"column": "str", "question": "str", "how": "str"})


def _unused(column):
    return "định danh – không đọc" if is_identity(column) or is_person(column) else "không khớp câu hỏi nào"


def _whole_columns(raw, asked, groups, but):
    """Question name → its columns, and column → (question or None, how); the first way that finds a column wins."""
    found, how, unused, clashes = {}, {}, {}, {}
    for way, read, keys in headers.ways(asked, groups):
        for column in (c for c in raw.frame.columns if c not in how and c not in but):
            texts = [key for text in headers.texts_of(raw, column, way) for key in read(text)]
            key = next((k for k in texts if k in keys), None)
            if key is None or not headers.may_name(way, column):
                continue
            name = keys[key]
            other = _contradicted(raw.frame, found.get(name, []), column)
            if name is None:
                unused[column] = (None, "không dùng – nhiều câu hỏi có nhãn này")
            elif other:
                unused[column] = (None, f"không dùng – câu {name} đã lấy từ cột «{other}»")
                clashes[column] = (name, other, way == headers.MOVED or how[other][1] == way)
            else:
                first = found.setdefault(name, [])
                how[column] = (name, f"{way}, ghép với cột «{first[0]}»" if first else way)
                first.append(column)
    _refuse_clashes(raw.frame, {c: clash for c, clash in clashes.items() if c not in how})
    return found, {**unused, **how}


def _contradicted(frame, columns, column):
    """The first of a question's columns that says something else than this one in a row where both are filled."""
    folded = _folded(frame[column]) if columns else None
    for other in columns:
        before = _folded(frame[other])
        if (before.notna() & folded.notna() & before.ne(folded)).any():
            return other
    return None


def _folded(column):
    folded = ticks.folded(column)
    return folded.mask(folded.isin(ticks.EMPTY))


def _refuse_clashes(frame, clashes):
    """Two columns that answer one question differently, and neither has the better right to it, stop the run."""
    for column, (name, other, are_equals) in clashes.items():
        if are_equals:
            both = int((_folded(frame[other]).notna() & _folded(frame[column]).notna()).sum())
            raise IngestError(
                f"Câu {name}: cột «{other}» và cột «{column}» cùng có câu trả lời ở {both} dòng và khác nhau; không"
                " biết cột nào là của câu này. Đổi tiêu đề của cột không phải."
            )


def _one_column(frame, columns):
    whole, *others = (frame[column] for column in columns)
    for other in others:
        whole = whole.mask(_folded(whole).isna(), other)
    return whole


def _joined_options(frame, options, question, asked, answers):
    """Name → answers: of a question whose options have columns of their own (column → option), before those of a column
    that holds all choices; and of the question for what was written beside them, where it has no column."""
    is_ranked = question.kind == "rank"
    joined = (places if is_ranked else ticks).joined(frame, options, question)
    if question.name in answers:
        joined = joined.fillna(answers[question.name])
    other = None if is_ranked else headers.write_in(question, asked)
    written = ticks.written_in(frame, options)
    beside = {other: written} if other and other not in answers and written is not None else {}
    return {question.name: joined} | beside


def _split_how(split):
    return {column: (name, f"cột tách, phương án {option}") for column, (name, option) in split.items()}


def _refuse_lacking(form, asked, answers):
    """A required question that everybody is asked has to have a column."""
    inside = _in_repeats(form)
    lacking = [q for q in asked if q.required and q.kind != "none" and q.name not in answers and q.name not in inside]
    if not lacking:
        return
    skipped = rules.asked_frame(form, pd.DataFrame(index=[0])).columns
    needed = [q for q in lacking if q.name not in skipped]
    if needed:
        raise IngestError(
            f"{len(needed)} câu bắt buộc của phiếu không có cột nào trong tệp: {_first([_called(q) for q in needed])}."
            " Bổ sung cột, sửa tiêu đề cho trùng tên hay nhãn của câu, hoặc bỏ «required» của câu trong phiếu."
        )


def _in_repeats(form):
    """Names of the questions inside repeats: tools write their answers to a table of its own."""
    roots = [path.split("/", 2)[2] + "/" for path in re.findall(r'<repeat nodeset="([^"]+)"', form.xform)]
    return {q.name for q in form.questions if q.path.startswith(tuple(roots))}


def _called(question):
    return f"{question.name} – {question.label[:50]}" if question.label else question.name


def _notes(columns, strange, form):
    lacking = columns.loc[columns["how"] == "thiếu", "question"]
    notes = [f"{len(lacking)} câu của phiếu không có cột nào trong tệp: {_first([_called(form[n]) for n in lacking])}."]
    notes = notes if len(lacking) else []
    inside = int(columns["how"].eq("thiếu – trong nhóm lặp").sum())
    notes += [f"{inside} câu nằm trong nhóm lặp của phiếu không được đọc (mỗi phiếu một dòng)."] if inside else []
    notes += [f"Cột «{c[:60]}»: {told}. Thêm phương án vào sheet choices để tính." for c, (_, told) in strange.items()]
    passed = columns[columns["how"].str.startswith("không dùng")]
    return (*notes, *(f"Cột «{row.column[:60]}»: {row.how}." for row in passed.itertuples()))


def _nothing_matched(raw, asked):
    headers = list(raw.frame.columns)
    if all(q.kind == "none" for q in asked):
        return "Phiếu hỏi không có câu nào để trả lời (sheet survey chỉ có ghi chú, mục tự ghi)."
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
