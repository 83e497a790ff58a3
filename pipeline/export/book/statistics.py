"""Sheets of tests and measures: every comparison with its adjusted p, its effect and what it says in words."""

import pandas as pd

from pipeline import claims
from pipeline.export.book.frames import as_made, listed
from pipeline.infer import verdict
from pipeline.infer.classical.planned import TITLES
from pipeline.report.grid import take, tests_note, words
from pipeline.wording import label, say

BESIDE = "Không gia quyền; cột “có gia quyền” tính theo thiết kế mẫu."
TWO_ERRORS = (
    "Không gia quyền; cột “có gia quyền” tính theo thiết kế mẫu. Khoảng tin cậy theo sai số chuẩn của hệ số, p theo sai"
    " số chuẩn khi hai câu không liên hệ (như SPSS): vài dòng có khoảng không chứa 0 mà p trên 0,05, hay ngược lại;"
    " căn cứ là p."
)
SHEETS = {
    "correlations": ("Tương quan", "Hệ số tương quan của từng cặp câu", TWO_ERRORS),
    "batteries": ("So sánh mục", "Các mục, phương án do cùng người trả lời: kiểm định chung và từng cặp", BESIDE),
    "reliability": ("Độ tin cậy", "Bảng thang đo: Cronbach α, McDonald ω, từng mục", BESIDE),
} | {
    name: (sheet, TITLES[name], "Không gia quyền; không thay phép kiểm định đã chọn của báo cáo.")
    for name, sheet in {
        "classical_tests": "Student, ANOVA",
        "classical_pairs": "Tukey",
        "pca_eigenvalues": "PCA giá trị riêng",
        "pca_loadings": "PCA varimax",
    }.items()
}
TESTS, PAIRS = "Kiểm định", "Từng cặp nhóm"
TWINS = (
    "Hàng có số người tròn chục và p hai chữ số: phép ấy bỏ ra ngoài từ 1 đến 4 người. Con số là trung bình (p: lớn"
    " nhất) của phép tính khi họ là 1, 2, 3, 4 người, làm tròn tới mức bốn phép còn giống nhau, để không suy ra họ có"
    " mấy người."
)
TESTED = {
    "question": ("Câu hỏi", "question"), "by": ("Theo", "question"), "said": ("Diễn giải", "text"),
    "p_adjusted": ("p hiệu chỉnh", "p"), "effect": ("Mức độ", "measure"), "effect_name": ("Thước đo", "text"),
    "effect_low": ("Cận dưới 95%", "measure"), "effect_high": ("Cận trên 95%", "measure"),
    "n": ("Số người", "number"), "method": ("Phương pháp", "text"), "statistic": ("Thống kê", "measure"),
    "df": ("Bậc tự do", "measure"), "p": ("p", "p"), "trend_p_adjusted": ("p xu hướng hiệu chỉnh", "p"),
    "trend_effect": ("Mức độ xu hướng", "measure"), "trend_effect_name": ("Thước đo xu hướng", "text"),
    "family": ("Họ kiểm định", "text"), "note": ("Lý do không tính được, lưu ý", "text"),
}  # fmt: skip
PAIRED = {
    "question": ("Câu hỏi", "question"), "option": ("Phương án", "option"), "by": ("Theo", "question"),
    "group_a": ("Nhóm A", "text"), "group_b": ("Nhóm B", "text"), "p_adjusted": ("p hiệu chỉnh", "p"),
    "effect": ("Mức độ", "measure"), "effect_name": ("Thước đo", "text"), "method": ("Phương pháp", "text"),
}  # fmt: skip


def tests(survey, tables):
    """Every comparison of the survey, planned ones and those of the codes of open answers; none when none was made."""
    found = [take(tables, name) for name in ("tests", "open_tests")]
    rows = pd.concat([rows for rows in found if len(rows)] or found[:1], ignore_index=True)
    if rows.empty:
        return []
    rows = rows.assign(question=_coded(tables, rows), said=[in_words(row) for row in rows.to_dict("records")])
    how = say("p hiệu chỉnh trong từng họ kiểm định theo cách {how}.", how=verdict.name_of(survey.inference.adjust))
    size = "Mức độ: “không đáng kể” là dưới ngưỡng của survey.yaml hay của tài liệu gốc; cận 95% là của mức độ."
    notes = [how, say(size), say(tests_note(tables)) if tests_note(tables) else "", *_of_twins(rows), _of_drawn(tables)]
    title = "Mọi phép so sánh giữa các nhóm: p hiệu chỉnh, mức độ, diễn giải"
    return [listed(TESTS, title, rows, _held(rows, TESTED), survey.form, notes)]


def _coded(tables, rows):
    """The questions of tests, ``question/code`` of an open one by the name of the code, for the form has no codes."""
    codes = take(tables, "open_answers")
    named = {
        f"{row.question}/{words(row.code)}": f"{row.question}/{label(words(row.name))}" for row in codes.itertuples()
    }
    return [named.get(name, name) for name in rows["question"]]


def _of_drawn(tables):
    """By whom the groups of an open question were compared, where a person did not code every answer of each."""
    asked = {words(name).partition("/")[0] for name in take(tables, "open_tests")["question"]}
    is_all = all(claims.is_by_hand(take(tables, "open_coding", question=name)) for name in asked)
    return "" if is_all else say(DRAWN)


DRAWN = "Câu hỏi mở: so sánh trên người rút ngẫu nhiên, mã do người gán, không dùng mã của máy; số người là của mẫu ấy."


def pairs(survey, tables):
    """Which two groups differ, after a comparison that told them apart."""
    found = [rows for name in ("pairs", "open_pairs") if len(rows := take(tables, name))]
    if not found:
        return []
    rows = pd.concat(found, ignore_index=True)
    rows = rows.assign(
        question=_coded(tables, rows), group_a=_groups(rows, "group_a"), group_b=_groups(rows, "group_b")
    )
    notes = ["Chỉ cặp của phép so sánh có ý nghĩa thống kê. Ở từng phương án, p nêu theo mức: không quá 0,05; 0,01;"
             " 0,001 (không nêu trị đúng, để không suy ra ô bị ẩn)."]  # fmt: skip
    title = "Cặp nhóm nào khác nhau"
    return [listed(PAIRS, title, rows, _held(rows, PAIRED), survey.form, map(say, notes))]


def measures(survey, tables):
    """The tidy tables of measures as notebook 04 saves them, those that have rows."""
    held = [(*named, tables[name]) for name, named in SHEETS.items() if name in tables]
    held = [(name, title, [say(note), *_of_twins(rows)], rows) for name, title, note, rows in held if len(rows)]
    return [as_made(name, title, rows, survey.form, notes) for name, title, notes, rows in held]


def _of_twins(rows):
    """What a p of two digits says, where there is one."""
    p = rows["p"][rows["p"].between(0, 1, inclusive="neither")] if "p" in rows else []
    return [say(TWINS)] if any(float(f"{one:.2g}") == one for one in p) else []


def in_words(row):
    """What a comparison says: whether there is ground to call the groups unlike, and how unlike they are."""
    if pd.isna(row["p_adjusted"]):
        return say("Không tính được.")
    if row["p_adjusted"] >= verdict.ALPHA:
        return say("Chưa đủ căn cứ nói các nhóm khác nhau.")
    size = words(row["size"])
    if size == "không đáng kể":
        return say("Khác nhau có ý nghĩa thống kê nhưng không đáng kể.")
    return say("Khác nhau có ý nghĩa thống kê, mức độ {size}.", size=label(size)) if size else say(
        "Khác nhau có ý nghĩa thống kê.")  # fmt: skip


def _groups(rows, column):
    return [label(words(group)) for group in rows[column]]


def _held(rows, columns):
    """The columns that have a value, and the name of the question."""
    return {column: about for column, about in columns.items() if column in rows and rows[column].notna().any()}
