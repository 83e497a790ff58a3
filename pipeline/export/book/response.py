"""Sheets on who answered and how the survey was done: response, units, the eleven items of AAPOR."""

import pandas as pd

from pipeline.claims import names
from pipeline.export.book.frames import listed
from pipeline.export.book.tidy import Column, Tidy
from pipeline.report import method, weighting
from pipeline.report.grid import name_of, take, words
from pipeline.wording import label, say

RATES, UNITS, METHOD = "Tỷ lệ trả lời", "Đơn vị", "Phương pháp"
ANSWERED = {
    "measure": ("Trường hợp", "text"),
    "n": ("Số phiếu / số người", "number"),
    "rate": ("% danh sách", "percent"),
}
GROUPS = {
    "of": ("Chia theo", "text"), "group": ("Nhóm, đơn vị", "text"),
    "headcount": ("Số người trong danh sách", "number"), "n": ("Số phiếu", "number"), "rate": ("Tỷ lệ (%)", "percent"),
    "note": ("Ghi chú", "text"),
}  # fmt: skip


def rates(survey, tables):
    """Dispositions and rates in AAPOR's terms; none without a list of the people who were asked."""
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty or survey.brought:
        return []
    rows = rows.assign(measure=[label(words(one)) for one in rows["measure"]])
    title = "Tỷ lệ trả lời so với danh sách (định nghĩa của AAPOR)"
    return [listed(RATES, title, rows, ANSWERED, survey.form)]


def units(survey, tables):
    """Headcount, answers and rate of every group and unit of the list; none without a list."""
    form, told = survey.form, take(tables, "response_by")
    groups = told.assign(
        of=[name_of(form, one) for one in told["margin"]],
        group=[names.option(form, by, words(one)) for by, one in zip(told["margin"], told["option"], strict=True)],
    )
    rows = take(tables, "units")
    rows = rows.assign(of=say("Đơn vị"), group=rows["name"].where(rows["name"].notna(), rows["unit"]).map(words))
    rows = pd.concat([part for part in (groups, rows) if len(part)] or [rows], ignore_index=True)
    if rows.empty:
        return []
    rows["note"] = [label(words(note)) for note in rows["note"]]
    title, note = (COUNTED, weighting.NO_RATE) if survey.brought else (RESPONSE, RATE)
    return [listed(UNITS, title, rows, GROUPS, form, [say(note)])]


RESPONSE, COUNTED = "Tỷ lệ trả lời (RR2) theo nhóm, đơn vị", "Số phiếu theo nhóm, đơn vị, so với danh sách"
RATE = (
    "Tỷ lệ: số phiếu có ghi nhóm, đơn vị trên số người trong danh sách; có phiếu không ghi thì đó là cận dưới của tỷ lệ"
    " trả lời."
)


def how(survey, tables):
    """The method by the items of AAPOR, a line a term."""
    rows = [
        (label(item), label(term), label(text))
        for item, terms in method.disclosed(survey, tables)
        for term, texts in terms
        for text in texts
    ]
    columns = (Column(say("Mục"), 30), Column(say("Nội dung"), 30), Column(say("Diễn giải"), 110))
    note = say("Theo 11 mục công khai của AAPOR (Transparency Initiative).")
    return Tidy(say(METHOD), say("Phương pháp: điều tra được tiến hành thế nào"), columns, rows, (note,))
