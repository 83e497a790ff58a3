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
    "Phiếu được sửa trong lúc thu: kho có câu trả lời của {versions} phiên bản.":
        "The questionnaire was changed during collection: the store holds answers to {versions} versions.",
    "{questions} câu có người trả lời nay không còn trong phiếu, không phân tích: {names}.":
        "{questions} answered questions are no longer in the questionnaire and were not analysed: {names}.",
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
SCALES = {
    "cần ít nhất {least} mục.": "at least {least} items are needed.",
    "ω không tính được: {why}": "ω could not be computed: {why}",
    "ma trận tương quan suy biến.": "the correlation matrix is singular.",
    "trường hợp Heywood ở mục {items}.": "a Heywood case at item {items}.",
    "phép tìm nghiệm không hội tụ.": "the search for a solution did not converge.",
    "“{label}” đã đảo chiều theo survey.yaml nhưng đi ngược các câu còn lại; số liệu gốc đã đảo sẵn chưa?":
        "“{label}” was reversed as survey.yaml says but runs against the other items; were the raw data reversed"
        " already?",
    "“{label}” đi ngược các câu còn lại; có phải câu hỏi đảo chiều không? Nếu phải (khi đó {then}), ghi {name} vào"
    " survey.yaml › inference › reversed.":
        "“{label}” runs against the other items; is it a reversed item? If so (then {then}), write {name} under"
        " survey.yaml › inference › reversed.",
    "{items} mục; phân tích nhân tố cần ít nhất {least} mục.":
        "{items} items; a factor analysis needs at least {least} items.",
    "Không tính: {people} người trả lời đủ {items} mục; phân tích nhân tố cần ít nhất {least} người và {each} người mỗi"
    " mục (Hair và cộng sự, 2010), ở đây là {needed}.":
        "Not computed: {people} people answered all {items} items; a factor analysis needs at least {least} people and"
        " {each} people an item (Hair et al., 2010), here {needed}.",
    "không giá trị riêng nào vượt mức ngẫu nhiên, các mục không có nhân tố chung.":
        "no eigenvalue is above chance; the items have no common factor.",
    "{items} mục không đủ để xác định {factors} nhân tố.": "{items} items cannot identify {factors} factors.",
    "luôn đứng sau các phương án khác nên giá trị bằng 0, không có khoảng":
        "always ranked behind the other options, so its worth is 0, without an interval",
    "luôn đứng trước các phương án khác nên giá trị bằng 100%, không có khoảng":
        "always ranked before the other options, so its worth is 100%, without an interval",
    "có những phương án chưa ai xếp so với nhau, không ước lượng được":
        "some options were ranked beside each other by nobody; no estimate",
    "phép lặp Newton không hội tụ, không ước lượng được": "Newton’s iteration did not converge; no estimate",
    "thành phần chính, giá trị riêng trên 1, {turned}, không gia quyền":
        "principal components, eigenvalues above 1, {turned}, unweighted",
    "xoay varimax (chuẩn hóa Kaiser)": "varimax rotation (Kaiser normalisation)",
    "một thành phần nên không xoay": "one component, therefore not rotated",
}  # fmt: skip
MODELS = {
    "Ước lượng Firth, vì câu trả lời tách hẳn hai phía của kết quả.":
        "Firth’s estimates, because some answers separate the two sides of the outcome completely.",
    "Giả định một OR cho mọi ngưỡng của thang không giữ được (Brant, {p}): đọc OR này như trung bình qua các ngưỡng, ở"
    " từng ngưỡng có thể khác.":
        "The assumption of one OR for all thresholds of the scale does not hold (Brant, {p}): read the OR as a mean over"
        " the thresholds; at each of them it may differ.",
    "Phương sai phần dư không đều (Breusch–Pagan, {p}): đọc cùng khoảng tin cậy HC3 (các cột robust của tệp"
    " regressions.csv).":
        "The residual variance is uneven (Breusch–Pagan, {p}): read with the HC3 confidence intervals (columns robust of"
        " regressions.csv).",
    "Tỷ lệ dự báo lệch tỷ lệ thật ({test}, {p}): mô hình có thể thiếu yếu tố hay tương tác.":
        "Predicted shares differ from actual ones ({test}, {p}): the model may lack a factor or an interaction.",
    "Đọc dè dặt": "Read with caution",
    "{caution} kiểm định toàn mô hình và kiểm định chung của yếu tố: dưới {units} đơn vị mẫu (người, cụm) cho mỗi mục"
    " thì kiểm định Wald theo thiết kế dễ báo nhầm (8–15% thay vì 5% trong mô phỏng).":
        "{caution} the overall model test and the joint tests of factors: below {units} sampling units (people,"
        " clusters) a term, design-based Wald tests reject too often (8–15% instead of 5% in simulations).",
    "trùng hoàn toàn với các mục đứng trước (cộng tuyến).": "it follows entirely from the terms before it (collinear).",
    "mục này tách hẳn hai phía của kết quả (separation), tỷ số chênh không có giới hạn; ước lượng Firth chỉ có cho kết"
    " quả hai phía, không gia quyền (hợp lý phạt cần hợp lý thật, có trọng số chỉ là giả hợp lý).":
        "this term separates the two sides of the outcome completely, so its odds ratio has no bound; Firth’s estimates"
        " exist only for outcomes of two sides without weights (a penalised likelihood needs a true one).",
    "các mục của mô hình tách hẳn hai phía của kết quả (complete separation).":
        "the terms of the model separate the two sides of the outcome completely.",
    "mọi mục của mô hình không thay đổi giữa người này và người khác.":
        "no term of the model differs between people.",
    "ước lượng hợp lý cực đại không hội tụ.": "the maximum likelihood estimates did not converge.",
    "{what} không đủ cho {terms} mục của mô hình (không còn bậc tự do).":
        "too few ({what}) for the {terms} terms of the model (no degrees of freedom left).",
    "số người": "people",
    "số đơn vị mẫu trừ số tầng của thiết kế": "sampling units less strata of the design",
    "các mục của mô hình quyết định hoàn toàn kết quả, không còn phần dư.":
        "the terms of the model determine the outcome entirely; no residuals are left.",
    "chưa đến {least} người {who}.": "fewer than {least} people {who}.",
    "những người {who} trả lời “{label}” giống hệt nhau.": "all who {who} gave the same answer to “{label}”.",
    "trả lời đủ mọi câu của mô hình và không thuộc mức dưới {few} người":
        "answered every question of the model and are in no level of fewer than {few} people",
    "ở “{label}” chưa đến {few} người ở một trong hai phía của kết quả.":
        "fewer than {few} people on one of the two sides of the outcome “{label}”.",
    "ở “{label}” không có đủ hai nhóm từ {few} người trở lên.": "“{label}” has no two groups of {few} people or more.",
    "Không đưa vào mô hình: dưới {few} người.": "Not in the model: fewer than {few} people.",
    "Không nêu: có phía của kết quả dưới {few} người ở nhóm này hoặc nhóm đối chiếu.":
        "Not shown: fewer than {few} people on one side of the outcome in this group or the reference group.",
}  # fmt: skip
NOTES = FILES | ROWS | QUESTIONS | CORRECTED | UNTESTED | SCALES | MODELS
_NAMELESS = re.compile(r"\(cột (\d+)\)")
_PLACE = re.compile(r"\\\{(\w+)\\\}")
_QUOTED = re.compile("“([^”]*)”")
_OPTION = " – "  # between a question and the option that is compared
_PARTS = re.compile(r"( \(|\)$|, F\(| \+ )")
_F_RATIO = re.compile(r"(?<=, F\()[\d.,]+; [\d.,]+(?=\)$)")  # degrees of freedom, which the tables hold as text
_SIGNS = str.maketrans(".,", ",.")
_MEASURE = re.compile(r"(?<= = )-?[\d.,]*\d")
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


def named(text):
    """A net, a test, a measure or why there is none in the language that is spoken: as a whole, else its name and what
    stands in brackets behind it each by itself."""
    told = label(text)
    if told != text or spoken_language() == "vi":
        return told
    text = _F_RATIO.sub(_pointed, noted(text))
    return "".join(map(label, _PARTS.split(text)))


def _pointed(figures):
    return figures[0].translate(_SIGNS)


def _labelled(text):
    """A question, a group, a question and its option, or several in quotes by their labels in the language that is
    spoken; measures behind "=" by its signs."""
    if text.startswith("“"):
        return _QUOTED.sub(lambda quoted: f"“{_labelled(quoted[1])}”", text)
    text = _MEASURE.sub(_pointed, text)
    told, (head, between, option) = label(text), text.rpartition(_OPTION)
    return told if told != text or not between else f"{_labelled(head)}{between}{label(option)}"
