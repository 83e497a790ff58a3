"""Columns of one option each: which question and choice they belong to, and their ticks joined into one answer."""

from itertools import compress

import pandas as pd

from pipeline.ingest import headers
from pipeline.ingest.raw import IngestError
from pipeline.ingest.text import fold

EMPTY = ("n/a", "#n/a", "na", "null", "nan", "<na>")  # of Ona, Excel, R, databases, pandas, in cells not asked
YES = ("1", "1.0", "true", "yes", "y", "x", "✓", "checked", "selected", "quoted", *map(fold, ("có", "chọn", "đã chọn")))
NO = (
    "0",
    "0.0",
    "false",
    "no",
    "n",
    "unchecked",
    "not selected",
    "not quoted",
    *map(fold, ("không", "không chọn")),
    *EMPTY,
)


def split_columns(raw, asked, groups):
    """Column → (question name, choice name) for the columns of one option each of the several-choices questions."""
    several = [q for q in asked if q.kind == "multiple"]
    keys, own = headers.option_keys(several, groups), headers.own_heads(asked)
    found = {}
    for column in (c for c in raw.frame.columns if fold(c) not in own):
        texts = headers.texts_of(raw, column, "nhãn")
        heads = [head for text in texts for head in (headers.joints(text), *headers.endings(text))]
        meant = next((keys[head] for head in heads if keys.get(head)), None)
        found |= {column: meant} if meant else {}
    have = {name for name, _ in found.values()}
    for question in (q for q in several if q.name not in have):
        choices = headers.underscored(question)
        fit = {c: choices[fold(c)] for c in raw.frame if fold(c) in choices and fold(c) not in own}
        fit = {c: (question.name, o) for c, o in fit.items() if not _strange_ticks(raw.frame[c], o, question).any()}
        found |= fit if len(fit) > 1 else {}
    return found


def strange_options(raw, asked, known):
    """Column → (None, how) for the columns of options that the form has not, beside those of a question it has."""
    bases = {}
    for question in (q for q in asked if q.kind == "multiple"):
        for base in (question.name, question.path, *headers.labels_of(question)):
            bases[headers.joints(base)] = question
    found = {}
    for column in (c for c in raw.frame if c not in known):
        base = headers.joints(column).rpartition("/")[0]
        if base in bases and not _strange_ticks(raw.frame[column], "", bases[base]).any():
            ticked = int(folded(raw.frame[column]).isin(YES).sum())
            found[column] = (None, f"phương án không có trong phiếu (câu {bases[base].name}), {ticked} người chọn")
    return {c: told for c, told in found.items() if raw.frame[c].notna().any()}


def joined(frame, options, question):
    """One column of ticked choice names; missing where no option was ticked."""
    ticks = {}
    for column, option in options.items():
        ticked = _ticks(frame[column], option, question)
        ticks[option] = ticks[option] | ticked if option in ticks else ticked
    order = [name for name in dict.fromkeys(c.name for c in question.offered) if name in ticks]
    rows = pd.DataFrame(ticks)[order].to_numpy()
    joined = pd.Series([" ".join(compress(order, row)) for row in rows], index=frame.index, dtype="str")
    return joined.where(joined != "")


def written_in(frame, options):
    """What people wrote into the column of the option "other", as LimeSurvey has it; None where it only has ticks."""
    for column, option in options.items():
        if option in headers.OTHER:
            cells = frame[column].where(~folded(frame[column]).isin([*YES, *NO, ""]))
            return cells if cells.notna().any() else None
    return None


def _ticks(column, option, question):
    """Whether each person ticked; the option's own name or label counts as a tick, and any text in that of "other"."""
    cells = folded(column)
    if option in headers.OTHER:
        return cells.notna() & ~cells.isin([*NO, ""])
    strange = _strange_ticks(column, option, question)
    if strange.any():
        shown = ", ".join(sorted(column[strange].str.slice(0, 20).unique())[:6])
        raise IngestError(
            f"Cột «{column.name}»: {int(strange.sum())} ô mang giá trị lạ [{shown}]; cột phương án chỉ nhận 1/0,"
            " TRUE/FALSE, Có/Không. Sửa tệp gốc, hoặc đổi tên cột nếu đây là câu hỏi khác."
        )
    return cells.isin([*YES, *_own(option, question)])


def _strange_ticks(column, option, question):
    cells = folded(column)
    return cells.notna() & ~cells.isin([*YES, *NO, *_own(option, question), ""])


def folded(column):
    """Cells as compared; each distinct text is folded once."""
    return column.map({text: fold(text) for text in column.dropna().unique()}).astype("str")


def _own(option, question):
    """The option's own name and labels, as they may stand in its column for a tick."""
    texts = (text for c in (*question.choices, *question.listed) if c.name == option for text in c.written)
    return {fold(text) for text in texts} - set(NO)
