"""The machine's notes on files and on what cannot be computed, in English: what it noted, as the code says it → the
same in English.

The notes are kept in Vietnamese with their numbers filled in; each is found again by the words around its places.
"""

import re

from pipeline.wording import label
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
UNTESTED = {
    "Không tính được: {why}": "Could not be computed: {why}",
    "phép kiểm định không cho kết quả với dữ liệu này.": "the test gives no result for these data.",
    "“{label}” không phải câu chọn đáp án, thang đo hay con số.":
        "“{label}” is not a choice question, a scale or a number.",
    "“{label}” không so sánh với chính nó.": "“{label}” is not compared with itself.",
    "chưa đến {least} người trả lời cả “{one}” và “{other}”.":
        "fewer than {least} people answered both “{one}” and “{other}”.",
    "chưa đến {least} người trả lời hai mục khác nhau.": "fewer than {least} people answered two items differently.",
    "trong từng nhóm mọi người trả lời “{label}” giống hệt nhau.":
        "within each group everybody gave the same answer to “{label}”.",
    "mọi người trả lời “{label}” giống hệt nhau.": "everybody gave the same answer to “{label}”.",
    "mọi người trả lời cả hai câu đều trả lời giống nhau ở “{label}”, không có gì để so sánh.":
        "all who answered both questions gave the same answer to “{label}”, so there is nothing to compare.",
    "ở “{by}” không có đủ hai nhóm từ {least} người trả lời “{label}” trở lên.":
        "there are not two groups of “{by}” in which {least} people or more answered “{label}”.",
    "ở “{label}” mọi người trong nhóm “{group}” trả lời giống hệt nhau.":
        "everybody in the group “{group}” gave the same answer to “{label}”.",
    "điểm của thang này là khoảng, bậc (tables › unscored), không có trung bình.":
        "the points of this scale are ranges or grades (tables › unscored), which have no mean.",
    "chưa đến {least} người trả lời đủ mọi mục ({labels}).": "fewer than {least} people answered every item ({labels}).",
    "mỗi người trả lời mọi mục giống hệt nhau.": "each person gave the same answer to every item.",
    "dưới {least} người trả lời đủ mọi câu.": "fewer than {least} people answered every question.",
    "chỉ {people} người trả lời đủ mọi câu.": "only {people} people answered every question.",
    "mọi người trả lời giống hệt nhau ở {labels}.": "everybody gave the same answer to {labels}.",
    "tổng điểm của mọi người bằng nhau.": "everybody has the same total score.",
    "ma trận tương quan suy biến, có mục suy ra được từ các mục khác (cặp giống nhau nhất: {pair}).":
        "the correlation matrix is singular: some item follows from the others (the pair most alike: {pair}).",
    "có cặp mục không tính được tương quan.": "some pair of items has no correlation.",
}  # fmt: skip
NOTES = FILES | ROWS | QUESTIONS | CORRECTED | UNTESTED
_NAMELESS = re.compile(r"\(cột (\d+)\)")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_QUOTED = re.compile("“([^”]*)”")
_OPTION = " – "  # between a question and the option that is compared
_SHAPES = [(re.compile(_PLACE.sub(r"(?P<\1>.+?)", re.escape(text)), re.DOTALL), known) for text, known in NOTES.items()]


def noted(text):
    """A note in the language that is spoken, the name of its file before it or not; one that is not known stays."""
    if spoken_language() == "vi":
        return text
    for shape, known in _SHAPES:
        if found := shape.fullmatch(text):
            return known.format(**{place: noted(_labelled(held)) for place, held in found.groupdict().items()})
    file, between, rest = text.partition(": ")
    return f"{file}{between}{noted(rest)}" if between else _NAMELESS.sub(r"(column \1)", text)


def _labelled(text):
    """A question, a group, a question and its option, or several in quotes by their labels in the language that is
    spoken."""
    if text.startswith("“"):
        return _QUOTED.sub(lambda quoted: f"“{_labelled(quoted[1])}”", text)
    told, (head, between, option) = label(text), text.rpartition(_OPTION)
    return told if told != text or not between else f"{_labelled(head)}{between}{label(option)}"
