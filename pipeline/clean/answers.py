"""Text as it came → choice codes → typed, labelled answers; every change is logged."""

import re

import numpy as np
import pandas as pd

from pipeline import numerals, rules
from pipeline.clean import missing, rankings
from pipeline.clean.choices import OTHER, column_codes, comparable, twins
from pipeline.questionnaire.names import unaccented

MANY_SKIPPED = 0.1  # share of answers to questions not asked, from which on form and file are said to disagree
LOG_COLUMNS = ["rule", "question", "rows", "before", "after"]


class CleanError(ValueError):
    """Answers that the questionnaire does not allow; the message says which, how many and the mend."""


def log(rows=()):
    """An empty cleaning log, or one made of ``rows``: columns rule, question, rows (people), before, after."""
    return pd.DataFrame(list(rows), columns=LOG_COLUMNS)


def tidy_text(responses, form):
    """Unicode NFC, single blanks, ``""`` and what counts as no answer → missing, in the question columns.

    Returns the new frame and its log, which counts the values of ``missing`` of each question. Lines of an answer with
    several choices stay lines. Missing stays missing; meta columns (``_day`` …) are left as they are.
    """
    tidy, rows = responses.copy(), []
    for question in (q for q in form.questions if q.name in responses):
        before = responses[question.name].astype("str")
        blanks = r"[^\S\n]+" if question.kind in ("multiple", "rank") else r"\s+"
        people = before.value_counts()  # each text is read once
        composed = people.index.to_series().str.normalize("NFC")
        after = composed.str.replace(blanks, " ", regex=True).str.strip().where(lambda s: s != "")
        for rule, changed in _text_changes(composed, after):
            if changed.any():
                rows.append((rule, question.name, int(people[changed].sum()), "như tệp gốc", "đã chuẩn hóa"))
        after = before.map(after).astype("str")
        tidy[question.name], dropped = missing.without_missing(after, question)
        rows += dropped
    return tidy, log(rows)


def _text_changes(composed, after):
    """What was changed and where; ``composed``: NFC of the texts of its index, ``after``: what is left of them."""
    yield "Dạng Unicode về NFC", composed.index != composed
    yield "Bỏ khoảng trắng thừa", after.notna() & (composed != after)


def codes(responses, form):
    """Every closed answer as choice codes (several: space-separated), whether it came as codes or as labels.

    Returns the new frame and its log. What counts as no answer is taken out, beside other ticks too, which stay. A
    text that is no choice goes to the question's "khác" option and its ``_khac``/``_other`` question where it has both;
    else CleanError names the question, the values and the mend. Places that make no ranking stay as they came.
    """
    coded, rows, unknown = responses.copy(), [], []
    for question in (q for q in form.questions if q.choices and q.name in responses):
        asked = responses[question.name].mask(rankings.improper(responses[question.name], question))
        read, are_codes = column_codes(asked, question)
        parsed = missing.answered(read, question)
        rows += missing.rows(asked, read, parsed, question)
        strange = sorted({text for _, rest in parsed.values() for text in rest})
        target = _other_question(question, form)
        doubled = twins(question, strange)
        if doubled:
            unknown.append(_ambiguous(question, doubled, asked))
            continue
        if strange and (target is None or target.name not in responses):
            unknown.append(_unknown(question, parsed, strange, asked))
            continue
        joined = _joined(asked, parsed, question, are_codes)
        coded[question.name] = joined.where(asked.notna() | responses[question.name].isna(), responses[question.name])
        if strange:
            other = asked.map({v: ", ".join(rest) for v, (_, rest) in parsed.items() if rest})
            rows.append(_strange_row(question, target, other, strange, are_codes))
            coded[target.name] = coded[target.name] if are_codes else coded[target.name].fillna(other.astype("str"))
    if unknown:
        raise CleanError("\n".join(unknown))
    return coded, log(rows)


def _joined(column, parsed, question, are_codes):
    """Codes of each answer; what was written in beside the choices ticks "khác", a code the form lacks does not."""
    other = next((c.name for c in question.choices if c.name in OTHER), None)
    whole = {}
    for value, (found, rest) in parsed.items():
        is_other = rest and other and not (are_codes and found)
        whole[value] = " ".join(dict.fromkeys([*found, *([other] if is_other else [])])) or None
    return column.map(whole).astype("str")


def _ambiguous(question, doubled, column):
    met = int(column.map(lambda v: isinstance(v, str) and any(label in comparable(v) for label in doubled)).sum())
    shown = "; ".join(f"«{label}» là nhãn của các mã {', '.join(names)}" for label, names in doubled.items())
    return (
        f"{question.name}: {met} câu trả lời ghi nhãn mà nhiều mã cùng có: {shown}; không biết đó là mã nào."
        " Xuất lại tệp với mã thay cho nhãn."
    )


def _strange_row(question, target, other, strange, are_codes):
    n = int(other.notna().sum())
    if are_codes:
        return ("Mã không có trong phiếu", question.name, n, ", ".join(strange[:6]), "bỏ mã lạ, giữ các mã khác")
    return ("Phương án tự ghi", question.name, n, "ghi ngay trong câu", target.name)


def _other_question(question, form):
    names = {q.name for q in form.questions}
    if not any(c.name in OTHER for c in question.offered):
        return None
    return next((form[f"{question.name}_{o}"] for o in OTHER if f"{question.name}_{o}" in names), None)


def _unknown(question, parsed, strange, column):
    bad = column.isin([value for value, (_, rest) in parsed.items() if rest])
    shown = ", ".join(text[:30] for text in strange[:6]) + (", …" if len(strange) > 6 else "")
    known = ", ".join(c.name for c in question.choices[:12]) + (", …" if len(question.choices) > 12 else "")
    return (
        f"{question.name}: {int(bad.sum())} câu trả lời mang mã không có trong phiếu: [{shown}]; phiếu có [{known}]."
        f"{_once(question, strange)} Thêm mã vào sheet choices, hoặc sửa tệp gốc."
    )


def _once(question, strange):
    """The code that a draft made of a text whose label was worded anew, and how to say so; "" where there is none."""
    codes = {_letters(choice.name): choice.name for choice in question.offered}
    for text, code in ((text, codes[_letters(text)]) for text in strange if _letters(text) in codes):
        return f" «{text}» là «{code}»? Nếu phải, ghi «{text}» ở cột raw_text của dòng «{code}», sheet choices."
    return ""


def _letters(text):
    return re.sub(r"[\W_]", "", unaccented(text))


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


def skips_said(coded, asked):
    """A Vietnamese sentence where the skip logic takes a tenth or more of the answers to the questions it governs: the
    form and the file do not agree. ``coded``, ``asked``: what ``apply_skips`` took and gave.
    """
    given = coded[asked.columns.intersection(coded.columns)].notna()
    lost = (given & ~asked[given.columns]).sum().sort_values(ascending=False, kind="stable")
    lost, share = lost[lost > 0], lost.sum() / max(given.to_numpy().sum(), 1)
    if share < MANY_SKIPPED:
        return []
    return [
        f"Bước nhảy của phiếu bỏ {100 * share:.0f}% câu trả lời ở {len(lost)} câu, vì phiếu không hỏi những người đó"
        f" (nhiều nhất: {', '.join(lost.index[:4])}). Xem lại bước nhảy (relevant) của phiếu, và tệp có đúng của phiếu"
        " này không; từng câu ở cleaning_log.csv."
    ]


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
    are logged with their values; so do places that make no ranking, without them. Missing answers stay missing: NaN,
    or <NA> in every column of a multiple question.
    """
    columns, rows = {}, []
    for question in form.questions:
        if question.kind == "none" or question.name not in coded:
            continue
        column = coded[question.name]
        if question.kind in ("nominal", "ordinal"):
            columns[question.name] = _categorical(column, question)
        elif question.kind in ("multiple", "rank"):
            columns |= _options(column.mask(rankings.improper(column, question)), question)
            rows += rankings.row(column, question)
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
    """Numbers in one style for the whole column (``question.numbers``, else what the cells say), and log rows."""
    reading = numerals.read(column, style=question.numbers, about=question.label)
    number = reading.numbers
    plain = number.map(lambda n: np.format_float_positional(n, trim="-"), na_action="ignore").astype("str")
    broken = _breaks_constraint(plain, question, form)
    rows = []
    if reading.guess:
        rows.append(("Cách viết số (đoán)", question.name, int(number.notna().sum()), reading.guess, "số"))
    for rule, bad in (("Không phải số", column.notna() & number.isna()), ("Trái ràng buộc của câu hỏi", broken)):
        if bad.any():
            shown = ", ".join(sorted(column[bad].str.slice(0, 12).unique())[:5])
            rows.append((rule, question.name, int(bad.sum()), shown, "để trống"))
    return number.mask(broken), rows


def _breaks_constraint(text, question, form):
    return text.isin(rules.wrong_alone(form, question, text.dropna().unique()))


def scrub(answers, form, scrubber):
    """The answers with personal data masked in every text question by ``scrubber`` (Series → Series), and the log."""
    masked, rows = answers.copy(), []
    for name in (q.name for q in form.questions if q.kind == "text" and q.name in answers):
        masked[name] = scrubber(answers[name])
        changed = int((masked[name] != answers[name]).where(answers[name].notna(), False).sum())
        if changed:
            rows.append(("Che thông tin cá nhân", name, changed, "có thông tin cá nhân", "[đã che]"))
    return masked, log(rows)
