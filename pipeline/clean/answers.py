"""Text as it came → choice codes → typed, labelled answers; every change is logged."""

import re
import unicodedata
from functools import partial

import pandas as pd

from pipeline import rules

LOG_COLUMNS = ["rule", "question", "rows", "before", "after"]
OTHER = ("khac", "other")


class CleanError(ValueError):
    """Answers that the questionnaire does not allow; the message says which, how many and the mend."""


def log(rows=()):
    """An empty cleaning log, or one made of ``rows``: columns rule, question, rows (people), before, after."""
    return pd.DataFrame(list(rows), columns=LOG_COLUMNS)


def tidy_text(responses, form):
    """Unicode NFC, single blanks, ``""`` → missing, in the question columns.

    Returns the new frame and its log. Missing stays missing; meta columns (``_day`` …) are left as they are.
    """
    tidy, rows = responses.copy(), []
    for name in (q.name for q in form.questions if q.name in responses):
        before = responses[name].astype("str")
        after = before.str.normalize("NFC").str.replace(r"\s+", " ", regex=True).str.strip().where(lambda s: s != "")
        for rule, changed in _text_changes(before, after):
            if changed.any():
                rows.append((rule, name, int(changed.sum()), "như tệp gốc", "đã chuẩn hóa"))
        tidy[name] = after
    return tidy, log(rows)


def _text_changes(before, after):
    composed = before.str.normalize("NFC")
    yield "Dạng Unicode về NFC", before.notna() & (before != composed)
    yield "Bỏ khoảng trắng thừa", before.notna() & after.notna() & (composed != after)


def codes(responses, form):
    """Every closed answer as choice codes (several: space-separated), whether it came as codes or as labels.

    Returns the new frame and its log. A text that is no choice goes to the question's "khác" option and its
    ``_khac``/``_other`` question where it has both; else CleanError names the question, the values and the mend.
    """
    coded, rows, unknown = responses.copy(), [], []
    for question in (q for q in form.questions if q.choices and q.name in responses):
        found, other, strange = _coded_column(responses[question.name], question)
        coded[question.name] = found
        target = _other_question(question, form)
        twins = _twins(question, strange)
        if twins:
            unknown.append(_ambiguous(question, twins, responses[question.name]))
        elif strange and (target is None or target.name not in responses):
            unknown.append(_unknown(question, strange, responses[question.name]))
        elif other.notna().any():
            coded[target.name] = coded[target.name].fillna(other)
            rows.append(
                ("Phương án tự ghi", question.name, int(other.notna().sum()), "ghi ngay trong câu", target.name)
            )
    if unknown:
        raise CleanError("\n".join(unknown))
    return coded, log(rows)


def _coded_column(column, question):
    parse = partial(_parse, lookup=_lookup(question), several=question.kind in ("multiple", "rank"))
    parsed = {value: parse(value) for value in column.dropna().unique()}
    other_code = next((c.name for c in question.choices if c.name in OTHER), None)
    strange = {text for _, rest in parsed.values() for text in rest}
    whole = {
        v: " ".join([*found, *([other_code] if rest and other_code else [])]) for v, (found, rest) in parsed.items()
    }
    other = column.map({v: ", ".join(rest) for v, (_, rest) in parsed.items() if rest})
    return column.map(whole).astype("str"), other.astype("str"), strange


def comparable(text):
    """The text as compared: NFC, single blanks, lower case."""
    return _spaced(text).casefold()


def _spaced(text):
    return " ".join(unicodedata.normalize("NFC", str(text)).split())


def _lookup(question):
    """Code of every way to write a choice: as it stands first, then without regard to case where that is one choice."""
    labelled = _codes_of_labels(question, _spaced)
    written = {label: names[0] for label, names in labelled.items() if len(names) == 1}
    written |= {_spaced(c.name): c.name for c in question.choices}
    folded = {}
    for text, name in written.items():
        folded.setdefault(text.casefold(), set()).add(name)
    return {text: names.pop() for text, names in folded.items() if len(names) == 1} | written


def _twins(question, texts):
    """The labels among ``texts`` that several codes share: label as compared → those codes."""
    met = set(map(comparable, texts))
    return {k: names for k, names in _codes_of_labels(question, comparable).items() if k in met and len(names) > 1}


def _codes_of_labels(question, read):
    found = {}
    for choice in question.choices:
        for label in (*choice.labels.values(), choice.label):
            found.setdefault(read(label), {})[choice.name] = True
    return {label: list(names) for label, names in found.items()}


def _ambiguous(question, twins, column):
    met = int(column.map(lambda v: isinstance(v, str) and any(label in comparable(v) for label in twins)).sum())
    shown = "; ".join(f"«{label}» là nhãn của các mã {', '.join(names)}" for label, names in twins.items())
    return (
        f"{question.name}: {met} câu trả lời ghi nhãn mà nhiều mã cùng có: {shown}; không biết đó là mã nào."
        " Xuất lại tệp với mã thay cho nhãn."
    )


def _parse(value, *, lookup, several):
    """Codes found in one answer, and the texts that are no choice. Labels may hold commas: the longest wins."""
    text = _spaced(value)
    for whole in (text, text.casefold()):
        if whole in lookup:
            return [lookup[whole]], []
    if not several:
        return [], [value]
    if all(word in lookup for word in text.split()):
        return [lookup[word] for word in text.split()], []
    longest = sorted(lookup, key=len, reverse=True)
    label = re.compile(rf"(?:^|[,;|]\s*)({'|'.join(map(re.escape, longest))})(?=\s*(?:[,;|]|$))", re.IGNORECASE)
    found = [lookup.get(m[1], lookup.get(m[1].casefold())) for m in label.finditer(text)]
    rest = [piece.strip() for piece in re.split(r"[,;|]\s*", label.sub("", text)) if piece.strip()]
    return list(dict.fromkeys(filter(None, found))), rest


def _other_question(question, form):
    names = {q.name for q in form.questions}
    if not any(c.name in OTHER for c in question.choices):
        return None
    return next((form[f"{question.name}_{o}"] for o in OTHER if f"{question.name}_{o}" in names), None)


def _unknown(question, strange, column):
    bad = column.map(lambda v: isinstance(v, str) and any(s in comparable(v) for s in map(comparable, strange)))
    shown = ", ".join(sorted(str(s)[:30] for s in strange)[:6]) + (", …" if len(strange) > 6 else "")
    known = ", ".join(c.name for c in question.choices[:12]) + (", …" if len(question.choices) > 12 else "")
    return (
        f"{question.name}: {int(bad.sum())} câu trả lời mang mã không có trong phiếu: [{shown}]; phiếu có [{known}]."
        " Thêm mã vào sheet choices, hoặc sửa tệp gốc."
    )


def apply_skips(coded, form):
    """Blanks every answer to a question that the skip logic did not ask.

    Returns the new frame, the frame of bool ``asked`` columns (one a question with skip logic) and the log.
    """
    asked = rules.asked_frame(form, coded)
    kept, rows = coded.copy(), []
    for name in asked.columns.intersection(coded.columns):
        given = coded[name].notna() & ~asked[name]
        kept[name] = coded[name].where(asked[name])
        if given.any():
            rows.append(("Bước nhảy: câu không áp dụng", name, int(given.sum()), "có trả lời", "không áp dụng"))
    return kept, asked, log(rows)


def refuse_lacking(columns, asked, form):
    """CleanError where a required question that people were asked (by skip logic too) has no column in the file.

    ``columns`` as ``ingest.match`` lists them, ``asked`` as ``apply_skips`` gives them; returns nothing.
    """
    lacking = columns.loc[columns["how"] == "thiếu", "question"].unique()
    people = {name: int(asked[name].sum()) if name in asked else len(asked) for name in lacking if form[name].required}
    needed = [f"{name} ({n} người được hỏi)" for name, n in people.items() if n]
    if needed:
        raise CleanError(
            f"{len(needed)} câu bắt buộc không có cột nào trong tệp: {', '.join(needed[:8])}. Bổ sung cột, sửa tiêu đề"
            " cho trùng tên hay nhãn của câu, hoặc bỏ «required» của câu trong phiếu."
        )


def typed(coded, form):
    """Typed answers: Categorical of labels, nullable booleans ``question/option``, numbers, dates, text.

    Returns the new frame and its log. Numbers that are none, or break the question's constraint, become missing and
    are logged with their values. Missing answers stay missing: NaN, or <NA> in every column of a multiple question.
    """
    columns, rows = {}, []
    for question in form.questions:
        if question.kind == "none" or question.name not in coded:
            continue
        column = coded[question.name]
        if question.kind in ("nominal", "ordinal"):
            columns[question.name] = _categorical(column, question)
        elif question.kind in ("multiple", "rank"):
            columns |= _options(column, question)
        elif question.kind == "number":
            columns[question.name], changed = _numbers(column, question, form)
            rows += changed
        else:
            columns[question.name] = column.astype("str")
    return pd.DataFrame(columns, index=coded.index), log(rows)


def _categorical(column, question):
    labels = {c.name: c.label for c in question.choices}
    order = [labels[name] for name in (*question.points, *question.apart)] or question.option_labels
    return pd.Categorical(column.map(labels), categories=order, ordered=bool(question.points))


def _options(column, question):
    chosen = column.str.split()
    if question.kind == "rank":
        return {
            f"{question.name}/{c.name}": chosen.map(lambda v, n=c.name: v.index(n) + 1.0 if n in v else None, "ignore")
            .astype(float) for c in question.choices
        }  # fmt: skip
    return {
        f"{question.name}/{c.name}": chosen.map(lambda v, n=c.name: n in v, "ignore").astype("boolean")
        for c in question.choices
    }


def _numbers(column, question, form):
    text = column.str.replace(r"^(-?\d+),(\d+)$", r"\1.\2", regex=True)
    number = pd.to_numeric(text, errors="coerce").astype(float)
    broken = _breaks_constraint(text.where(number.notna()), question, form)
    rows = []
    for rule, bad in (("Không phải số", column.notna() & number.isna()), ("Trái ràng buộc của câu hỏi", broken)):
        if bad.any():
            shown = ", ".join(sorted(column[bad].str.slice(0, 12).unique())[:5])
            rows.append((rule, question.name, int(bad.sum()), shown, "để trống"))
    return number.mask(broken), rows


def _breaks_constraint(text, question, form):
    values = text.dropna().unique()
    broken = {v for v in values if question.name in rules.violations(form, {question.name: v})}
    return text.isin(broken)


def scrub(answers, form, scrubber):
    """The answers with personal data masked in every text question by ``scrubber`` (Series → Series), and the log."""
    masked, rows = answers.copy(), []
    for name in (q.name for q in form.questions if q.kind == "text" and q.name in answers):
        masked[name] = scrubber(answers[name])
        changed = int((masked[name] != answers[name]).where(answers[name].notna(), False).sum())
        if changed:
            rows.append(("Che thông tin cá nhân", name, changed, "có thông tin cá nhân", "[đã che]"))
    return masked, log(rows)
