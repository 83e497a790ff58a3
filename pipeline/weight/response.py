"""Response against the staff list in the terms of AAPOR's Standard Definitions (10th ed., 2023), and its bias.

The list is taken to name everybody who is eligible and nobody else, so there are no cases of unknown eligibility, and
every answer to be of another person, which nobody knows where anybody with the link may answer: RR1 = RR3 = RR5 and
RR2 = RR4 = RR6. An answer is complete with more than 80 % of the questions that its respondent was asked answered,
partial with 50–80 %, else broken off.
"""

import pandas as pd

from pipeline.weight.errors import UNKNOWN
from pipeline.weight.targets import levels, people_by

COMPLETE, PARTIAL, BREAK_OFF, REJECTED = "complete", "partial", "break_off", "rejected"
RESPONDING = (COMPLETE, PARTIAL)
RR1, RR2 = "RR1 (AAPOR)", "RR2 (AAPOR)"
SUMMARY = ["measure", "n", "rate"]
UNITS = ["unit", "name", "headcount", "n", "rate", "note"]
CATEGORIES = ["margin", "option", "headcount", "n", "rate", "note"]
BIAS = ["question", "option", "n", "population", "sample", "difference", "relative"]


def dispositions(answers, asked, form, *, rejected=False):
    """Final disposition of every answer by the share of the questions put to the person that was answered: a Series.

    ``asked`` has a boolean column a question (absent: everybody was asked). Questions to be answered in words, and
    those whose columns are not held, do not count. Somebody asked nothing is broken off. ``rejected``: answers that
    quality control dropped; they count as no response.
    """
    held = {column.split("/")[0] for column in answers.columns}
    questions = [q for q in form.questions if q.kind not in ("text", "none") and q.name in held]
    given, put = pd.Series(0, index=answers.index), pd.Series(0, index=answers.index)
    for question in questions:
        columns = [c for c in answers if c == question.name or c.startswith(f"{question.name}/")]
        answered = answers[columns].notna().any(axis=1)
        given += answered
        put += asked[question.name] | answered if question.name in asked else 1
    share = given / put.where(put > 0)
    found = pd.Series(PARTIAL, index=answers.index).mask(share > 0.8, COMPLETE).mask(~(share >= 0.5), BREAK_OFF)
    return found.mask(pd.Series(rejected, index=answers.index), REJECTED)


def response_summary(found, people=None):
    """Dispositions against the ``people`` on the list: measure, n, rate (percent of the list); RR1 and RR2 last.

    Without a list only the kinds of answers are counted. More answers than people leave the difference of
    the two blank; it counts the people without an answer only where nobody sent several.
    """
    n = found.value_counts().reindex([COMPLETE, PARTIAL, BREAK_OFF, REJECTED], fill_value=0)
    answers = [
        ("Phiếu hoàn thành: trả lời trên 80% số câu được hỏi", n[COMPLETE]),
        ("Phiếu trả lời một phần: 50–80% số câu được hỏi", n[PARTIAL]),
        ("Phiếu bỏ dở: dưới 50% số câu được hỏi (kể cả phiếu trống)", n[BREAK_OFF]),
        ("Phiếu loại khi kiểm tra chất lượng (không tính là trả lời)", n[REJECTED]),
    ]
    if people is None:
        return pd.DataFrame(answers, columns=SUMMARY[:2]).assign(rate=float("nan"))
    rows = [
        ("Người trong danh sách (coi mọi người đều thuộc diện hỏi)", people),
        *answers,
        ("Số người trong danh sách trừ số phiếu", people - len(found) if people >= len(found) else float("nan")),
        (f"Tỷ lệ trả lời {RR1}: phiếu hoàn thành / danh sách", n[COMPLETE]),
        (f"Tỷ lệ trả lời {RR2}: phiếu hoàn thành và một phần / danh sách", n[COMPLETE] + n[PARTIAL]),
    ]
    table = pd.DataFrame(rows, columns=SUMMARY[:2])
    return table.assign(rate=100 * table["n"] / people if people else float("nan"))


def response_rates(answers, headcount, unit, *, count):
    """Answers by unit, those that name none, and a last row for all: unit (code), name, headcount, n, rate, note.

    ``answers`` are the complete and partial ones. The rate of all is RR2; that of a unit is a lower bound of it where
    people left the unit blank, who are in a row of their own. A unit with nobody answering has n = 0 and says so; one
    with nobody on the list has no rate. Empty where ``unit`` is None.
    """
    if unit is None:
        return pd.DataFrame(columns=UNITS)
    people = headcount.groupby(headcount[unit.name])[count].sum()
    labels = {c.name: c.label for c in unit.choices}
    n = answers[unit.name].astype(object).value_counts()
    rows = [(code, labels[code], int(size), int(n.get(labels[code], 0))) for code, size in people.items()]
    blank = int(answers[unit.name].isna().sum())
    rows += [("", "Phiếu không ghi đơn vị", float("nan"), blank)] if blank else []
    whole = "Tổng số (gồm phiếu không ghi đơn vị)" if blank else "Tổng số"
    rows.append(("", whole, int(people.sum()), len(answers)))
    return _rated(pd.DataFrame(rows, columns=UNITS[:4]))


def response_by(answers, headcount, questions, *, count):
    """RR2 in every category of the list's variables: margin (question name), option, headcount, n, rate, note.

    People who left the question blank are a category without headcount.
    """
    rows = []
    for question in questions:
        people, n = people_by(headcount, question, count), levels(answers, question).value_counts()
        options = [*people.index, *(o for o in n.index if o not in people.index)]
        rows += [(question.name, o, people.get(o, float("nan")), int(n.get(o, 0))) for o in options]
    return _rated(pd.DataFrame(rows, columns=CATEGORIES[:4]))


def _rated(table):
    people, n = table["headcount"].astype(float), table["n"]
    note = pd.Series("", index=table.index).mask(n.eq(0), "không có phiếu nào ghi tên")
    note = note.mask(n > people, "số phiếu nhiều hơn danh sách").mask(people.eq(0), "danh sách ghi 0 người")
    if "option" in table:
        blank = table["option"].eq(UNKNOWN)
        note = note.mask(people.isna() & ~blank, "không có trong danh sách").mask(blank, "bỏ trống câu này")
    return table.assign(rate=100 * n / people.where(people > 0), note=note)


def nonresponse_bias(answers, headcount, questions, *, count):
    """Who answered beside who is on the list, before weighting, a row a category of every list variable.

    question, option, n (people), population and sample (percent; the sample's base are the people who answered the
    question), difference (sample − population, points of percent), relative (difference in percent of population;
    Groves & Peytcheva 2008). A category nobody is on the list for has no relative bias.
    """
    rows = []
    for question in questions:
        people, n = people_by(headcount, question, count), answers[question.name].astype(object).value_counts()
        options = [*people.index, *(o for o in n.index if o not in people.index)]
        total = n.sum() or float("nan")
        rows += [(question.name, o, int(n.get(o, 0)), 100 * people.get(o, 0) / people.sum(), 100 * n.get(o, 0) / total)
                 for o in options]  # fmt: skip
    table = pd.DataFrame(rows, columns=BIAS[:5])
    gap = table["sample"] - table["population"]
    return table.assign(difference=gap, relative=100 * gap / table["population"].where(table["population"] > 0))


def list_variables(headcount, form, *, but=()):
    """The single-choice questions that the staff list (or None) has a column for, without those named in ``but``."""
    columns = [] if headcount is None else headcount.columns
    named = [form[name] for name in columns if name in form and name not in but]
    return [question for question in named if question.kind in ("nominal", "ordinal")]
