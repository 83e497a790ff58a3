"""The machine's notes on reading and correcting files in English: what it noted, as the code says it → the same in
English.

The notes are kept in Vietnamese with their numbers filled in; each is found again by the words around its places.
"""

import re

from pipeline.wording import language as spoken_language

FILES = {
    "Đọc sheet «{best}»; không đọc: {unread}.": "The sheet «{best}» was read; not read: {unread}.",
    "Sheet ẩn không đọc: {hidden}.": "Hidden sheets not read: {hidden}.",
    "Nhóm lặp không đọc: {repeats}.": "Repeat groups not read: {repeats}.",
    "Đọc «{name}» trong tệp zip; không đọc: {others}.": "«{name}» of the zip file was read; not read: {others}.",
    "Đọc «{name}» trong tệp zip.": "«{name}» of the zip file was read.",
    "Tệp là trang HTML mang tên bảng tính; đọc bảng trong trang.":
        "The file is an HTML page named as a spreadsheet; the table on the page was read.",
    "Trang có {tables} bảng; đọc bảng lớn nhất.": "The page has {tables} tables; the largest was read.",
    "Bảng mã: {font} (không phải UTF-8), đã đổi sang Unicode – xem lại vài chữ có dấu.":
        "Encoding: {font} (not UTF-8), converted to Unicode – check some accented letters.",
    "Chữ gõ bằng phông {font} ở {columns} cột được đổi sang Unicode – xem lại vài chữ có dấu.":
        "Text typed in the font {font} in {columns} columns was converted to Unicode – check some accented letters.",
    "Chữ {how} ở {columns} cột được đổi sang Unicode – xem lại vài chữ có dấu.":
        "Text in {how} in {columns} columns was converted to Unicode – check some accented letters.",
    "{cells} ô có ký tự «\ufffd»: chữ đã hỏng từ trước khi xuất tệp.":
        "{cells} cells contain the character «\ufffd»: text already damaged before the file was exported.",
    "Phiếu nằm trong hai tệp, {done}: {files}.": "Questionnaires found in two files, {done}: {files}.",
    "bỏ ở tệp sau": "dropped from the later one",
    "giữ cả hai": "both kept",
}  # fmt: skip
ROWS = {
    "Bỏ {rows} dòng phía trên tiêu đề: «{texts}».": "{rows} rows above the header were skipped: «{texts}».",
    "Bỏ {rows} dòng đánh số, đánh mã cột ngay dưới tiêu đề.":
        "{rows} rows that number or code the columns directly below the header were skipped.",
    "Tiêu đề gồm {rows} dòng, được ghép lại.": "The header has {rows} rows, which were combined.",
    "Bỏ {rows} dòng không phải phiếu trả lời ({kind}): dòng {numbers}.":
        "{rows} rows that are not questionnaires were skipped ({kind}): rows {numbers}.",
    "tiêu đề lặp lại": "header repeated",
    "tiêu mục giữa bảng": "heading within the table",
    "dòng tổng": "totals",
    "chỉ có số thứ tự": "a running number alone",
    "tổng, nguồn, ghi chú hoặc chữ ký cuối bảng": "total, source, note or signature at the end",
    "{cells} ô gộp theo chiều dọc được điền giá trị của ô gộp cho từng phiếu; kiểm tra lại.":
        "{cells} cells merged over rows were filled with the text of the merged cell; please check.",
    "{rows} dòng ngắn hơn tiêu đề, các ô cuối coi như trống: dòng {numbers}.":
        "{rows} rows are shorter than the header, their last cells taken as blank: rows {numbers}.",
    "Cột không có tiêu đề được gọi là: {columns}.": "Columns without a header are called: {columns}.",
    "{cells} ô lỗi của Excel (#N/A, #REF!, …) được để trống.":
        "{cells} Excel error cells (#N/A, #REF!, …) were taken as blank.",
    "{columns} cột ghi danh sách trong ngoặc vuông, đọc thành nhiều lựa chọn.":
        "{columns} columns contain lists in square brackets, read as multiple choices.",
}  # fmt: skip
QUESTIONS = {
    "{questions} câu của phiếu không có cột nào trong tệp: {names}.":
        "{questions} questions of the form have no column in the file: {names}.",
    "{questions} câu nằm trong nhóm lặp của phiếu không được đọc (mỗi phiếu một dòng).":
        "{questions} questions in a repeat group of the form were not read (one row per questionnaire).",
    "Cột «{column}»: {told}. Thêm phương án vào sheet choices để tính.":
        "Column «{column}»: {told}. Add the option to the sheet choices to count it.",
    "phương án không có trong phiếu (câu {question}), {people} người chọn":
        "an option not in the form (question {question}), chosen by {people} respondents",
    "Cột «{column}»: {how}.": "Column «{column}»: {how}.",
    "không dùng – nhiều câu hỏi có nhãn này": "not used – several questions have this label",
    "không dùng – câu {question} đã lấy từ cột «{other}»":
        "not used – question {question} is taken from the column «{other}»",
}  # fmt: skip
CORRECTED = {
    "Đã đính chính {cells} câu trả lời của {people} phiếu theo {file}.":
        "{cells} answers in {people} questionnaires were corrected using {file}.",
    "{lines} đính chính không còn khớp phiếu nào: {keys}.": "{lines} corrections no longer match any questionnaire: {keys}.",
    "{n} phiếu trùng hoàn toàn với một phiếu ở tệp khác: {done}.":
        "{n} questionnaires are identical to one in another file: {done}.",
    "đã loại (duplicates_across: drop)": "dropped (duplicates_across: drop)",
    "giữ cả hai (duplicates_across: keep)": "both kept (duplicates_across: keep)",
    "vẫn giữ cả hai; ghi «duplicates_across: drop» vào survey.yaml để loại, hoặc «keep» nếu là hai người":
        "both kept so far; write «duplicates_across: drop» in survey.yaml to drop them, or «keep» if they are"
        " two people",
    "missing › {question}: không câu trả lời nào là «{text}»; gần nhất là «{near}». Sửa hoặc bỏ giá trị này ở"
    " survey.yaml.":
        "missing › {question}: no answer is «{text}»; the nearest is «{near}». Correct or remove this value in"
        " survey.yaml.",
    "missing › {question}: không câu trả lời nào là «{text}». Sửa hoặc bỏ giá trị này ở survey.yaml.":
        "missing › {question}: no answer is «{text}». Correct or remove this value in survey.yaml.",
    "Bước nhảy của phiếu bỏ {share} câu trả lời ở {questions} câu, vì phiếu không hỏi những người đó (nhiều nhất:"
    " {names}). Xem lại bước nhảy (relevant) của phiếu, và tệp có đúng của phiếu này không; từng câu ở"
    " cleaning_log.csv.":
        "The skip logic of the form removed {share} of the answers to {questions} questions, because those people were"
        " not asked them (mostly: {names}). Check the skip logic (relevant) of the form, and whether the file belongs to"
        " this form; each question is listed in cleaning_log.csv.",
}  # fmt: skip
NOTES = FILES | ROWS | QUESTIONS | CORRECTED
_NAMELESS = re.compile(r"\(cột (\d+)\)")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_SHAPES = [(re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL), known) for text, known in NOTES.items()]


def noted(text):
    """A note in the language that is spoken, the name of its file before it or not; one that is not known stays."""
    if spoken_language() == "vi":
        return text
    for shape, known in _SHAPES:
        if found := shape.fullmatch(text):
            return known.format(**{place: noted(held) for place, held in found.groupdict().items()})
    file, between, rest = text.partition(": ")
    return f"{file}{between}{noted(rest)}" if between else _NAMELESS.sub(r"(column \1)", text)
