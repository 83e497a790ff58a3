"""Columns of a raw file that are no questions but carry its design: weights, strata, primary units, sizes."""

import re
from difflib import get_close_matches
from fnmatch import fnmatchcase

from pipeline import numerals
from pipeline.ingest.raw import IngestError
from pipeline.ingest.text import each, fold, lower

PREFIX = "design."
WEIGHT = re.compile(
    r"(?:trọng|quyền) số(?: .*)?|(?:trong|quyen)_so|hệ số (?:mở|suy) rộng(?: .*)?|(?:[a-z]+_?)?(?:wgt|pweight)s?_?\d*"
    r"|(?:final|sampl(?:e|ing)|survey|person|household|design|base|replicate|expansion)[ _]?(?:weight|wt)s?_?\d*"
)  # a bare "weight" may be that of the body

REPLICATE = re.compile(
    r"((?:(?:[a-z]+_)?(?:jk[n1]?|jack(?:knife)?|brr|fay|bsw|boot(?:strap)?|rep(?:l|licate)?)[_ ]?(?:w|wt|wgt|weight)?s?"
    r"|(?:trọng|quyền) số lặp)[_ ]?)\d+"
)


def left_out(cells, heads):
    """That a column holds weights of a sample – by its heads and its numbers – and how they are used; else ""."""
    replicate = next((head for head in heads if REPLICATE.fullmatch(lower(head))), "")
    weight = replicate or any(WEIGHT.fullmatch(lower(head)) for head in heads)
    if not weight or not each(cells, numerals.is_number).all():
        return ""
    if replicate:
        family = re.sub(r"\d+$", "*", heads[0])
        return (
            f"trọng số lặp của mẫu, không phải câu hỏi; để tính sai số: design: {{replicates: {{columns: {family}}}}}"
        )
    return f"trọng số của mẫu, không phải câu hỏi; để gia quyền, ghi weighting: {{from: {heads[0]}}}"


def headers(raw, brought, questions):
    """Name as survey.yaml has it → header of the raw table; of "rep_*" each header that begins so, by itself.

    A header is found by its text, by its text folded, or by its label; a name that only a question has is left out.
    Raises IngestError, naming key and nearest headers, where the file has no such column.
    """
    named = {}
    for name, (key, _) in brought.items():
        found = _several(raw, name) if "*" in name else _one(raw, name)
        if not found and name not in questions:
            raise IngestError(_lacking(raw, name, key))
        named |= found
    return named


def columns(raw, brought, named, answers):
    """The columns as text, under ``design.`` and their name; a name that only a question has takes its answers."""
    found = {name: raw.frame[header] for name, header in named.items()}
    asked = {name: answers.get(name) for name in brought if name not in found and "*" not in name}
    for name in (name for name, column in asked.items() if column is None):
        raise IngestError(_lacking(raw, name, brought[name][0]))
    return {f"{PREFIX}{name}": column for name, column in (found | asked).items()}


def told(brought, named):
    """How each of these headers is used, for the list of columns: header → (None, words)."""
    keys = {name: next(key for n, (key, _) in brought.items() if fnmatchcase(name, n) or name == n) for name in named}
    return {header: (None, f"dùng cho {keys[name]} (survey.yaml)") for name, header in named.items()}


def _one(raw, name):
    ways = (lambda c: c, fold, lambda c: fold(raw.labels.get(c, "")))
    wanted = (name, fold(name), fold(name))
    for way, text in zip(ways, wanted, strict=True):
        for header in (c for c in raw.frame if way(c) == text):
            return {name: header}
    return {}


def _several(raw, pattern):
    return {header: header for header in raw.frame if fnmatchcase(header, pattern)}


def _lacking(raw, name, key):
    heads = {fold(c): c for c in raw.frame}
    near = [f"«{heads[text][:60]}»" for text in get_close_matches(fold(name), list(heads), n=3, cutoff=0.5)]
    hint = f"Có phải {' hay '.join(near)}?" if near else f"Tệp có {len(heads)} cột, không cột nào tên gần như vậy."
    return f"survey.yaml › {key}: tệp không có cột «{name}». {hint} Ghi đúng tiêu đề cột, hoặc bỏ khóa này."
