"""Sheets of the open answers: codes with people and shares, estimated shares with intervals, and how they were made."""

import pandas as pd

from pipeline.describe.groups import TOTAL
from pipeline.export.book.frames import listed
from pipeline.report import coded
from pipeline.report.grid import name_of, take
from pipeline.wording import say

OPEN, CROSSED = "Câu hỏi mở", "Câu hỏi mở theo nhóm"
CODES = {
    "question": ("Câu hỏi", "question"), "net": ("Nhóm lớn", "text"), "name": ("Ý kiến", "text"),
    "n": ("Số người", "number"), "percent": ("% theo mã hiện có", "percent"),
    "estimate": ("Ước lượng (%)", "percent"), "low": ("95%: từ", "percent"), "high": ("95%: đến", "percent"),
    "base": ("Số người có ghi ý kiến", "number"), "how": ("Tính bằng cách nào", "text"),
}  # fmt: skip
GROUPS = {
    "question": ("Câu hỏi", "question"), "option": ("Ý kiến", "text"), "by": ("Theo", "topic"),
    "group": ("Nhóm", "option"), "n": ("Số người", "number"), "percent": ("% trong nhóm", "percent"),
    "base": ("Số người có ghi ý kiến", "number"),
}  # fmt: skip
SEVERAL = "Một ý kiến có thể thuộc nhiều nhóm, nên tổng có thể quá 100%."


def codes(survey, tables):
    """The codes of every open question: coded, and estimated for all who wrote; none without coded answers."""
    rows = take(tables, "open_answers")
    if rows.empty:
        return []
    estimates = take(tables, "open_shares", by=TOTAL).rename(columns={"percent": "estimate"})
    rows = rows.drop(columns=["low", "high", "estimate"], errors="ignore").merge(
        estimates[["question", "code", "estimate", "low", "high"]], on=["question", "code"], how="left"
    )
    rows["how"] = [_how(row) for row in rows.to_dict("records")]
    lacking = () if rows["estimate"].notna().any() else ("estimate", "low", "high")
    shown = {column: about for column, about in CODES.items() if column not in lacking}
    notes = [_note(survey, tables, name) for name in dict.fromkeys(rows["question"])]
    several = say(SEVERAL) if any(coded.is_several(own) for _, own in rows.groupby("question")) else ""
    about = [*filter(None, [several]), say("Nhóm lớn đếm mỗi người một lần."), *notes]
    return [listed(OPEN, "Câu hỏi mở: mã, số người, tỷ lệ và ước lượng", rows, shown, survey.form, about)]


def by_group(survey, tables):
    """The same codes in every banner's groups."""
    rows = take(tables, "open_crosstabs")
    if rows.empty:
        return []
    title = "Câu hỏi mở theo nhóm: số người và tỷ lệ theo mã hiện có"
    told = {name: coded.by_codes(tables, name, in_groups=True) for name in dict.fromkeys(rows["question"])}
    notes = [f"{name_of(survey.form, name)}: {note}" for name, note in told.items() if note]
    return [listed(CROSSED, title, rows, GROUPS, survey.form, notes)]


def _how(row):
    if pd.notna(row["estimate"]):
        return say("tỷ lệ theo máy, sửa bằng mẫu ngẫu nhiên do người mã hóa")
    return say("đếm theo mã hiện có") if pd.notna(row["n"]) else say("không nêu")


def _note(survey, tables, name):
    """How the answers of one question were coded and its shares estimated."""
    called = name_of(survey.form, name)
    told = [part(tables, name) for part in (coded.coded_how, coded.agreed, coded.how_estimated, coded.by_codes)]
    return f"{called}: {' '.join(filter(None, told))}"
