"""What the form itself says, in Vietnamese and English; a questionnaire in another language gets the Vietnamese."""

import re

VIETNAMESE = {
    "next": "Tiếp tục",
    "back": "Quay lại",
    "send": "Gửi phiếu",
    "part": "Phần {number} trên {total}",
    "required": "bắt buộc",
    "required_note": "Câu có dấu * là câu cần trả lời.",
    "choose": "– Chọn –",
    "blank": "Để trống câu này",
    "rank": "Thứ hạng",
    "language": "Ngôn ngữ",
    "wrong": "Còn {count} câu cần xem lại:",
    "new_questions": "Câu trả lời vừa rồi mở thêm câu hỏi dưới đây. Mời Ông/Bà trả lời tiếp.",
    "last": "Phiếu đã đủ. Bấm «Gửi phiếu» để gửi, hoặc «Quay lại» để xem lại.",
    "too_long": "Câu trả lời có {length} ký tự, dài quá {limit} ký tự; mời rút gọn.",
    "count": "{length} trên {limit} ký tự",
    "two_ways": "«{typed}» đọc được hai cách; mời ghi {one} hoặc {other}.",
    "too_much": "Tổng nội dung đã ghi quá dài, trang này CHƯA được giữ; mời rút gọn rồi bấm lại.",
    "restart": "Xóa nội dung đã ghi và trả lời lại từ đầu",
    "acknowledge": "Tôi đã đọc và đồng ý",
    "day_first": "ngày/tháng/năm",
    "skip": "Đến thẳng nội dung phiếu",
    "pilot": "BẢN CHẠY THỬ – câu trả lời ở đây không được tính vào kết quả.",
    "rehearsal": "DIỄN TẬP – chỉ nhận phiếu mô phỏng của phần mềm.",
    "synthetic": "Cuộc điều tra minh họa.",
    "more": "Có thêm câu hỏi theo câu trả lời vừa chọn.",
    "offline": "Mất kết nối mạng. Nội dung đã ghi vẫn còn; mời bấm lại khi có mạng.",
    "busy": "Hệ thống đang bận, phiếu CHƯA được gửi. Nội dung đã ghi vẫn còn; mời bấm «Gửi phiếu» lại sau ít phút.",
}
ENGLISH = {
    "next": "Continue",
    "back": "Back",
    "send": "Send",
    "part": "Part {number} of {total}",
    "required": "required",
    "required_note": "Questions marked * need an answer.",
    "choose": "– Choose –",
    "blank": "Leave this question blank",
    "rank": "Rank",
    "language": "Language",
    "wrong": "{count} question(s) to look at again:",
    "new_questions": "Your last answers open the questions below. Please go on.",
    "last": "Everything is filled in. Press “Send” to send, or “Back” to look again.",
    "too_long": "This answer has {length} characters, more than {limit}; please shorten it.",
    "count": "{length} of {limit} characters",
    "two_ways": "“{typed}” can be read in two ways; please write {one} or {other}.",
    "too_much": "All you wrote together is too long; this page is NOT kept yet. Please shorten it and press again.",
    "restart": "Erase what I wrote and start again",
    "acknowledge": "I have read this and agree",
    "day_first": "day/month/year",
    "skip": "Skip to the questions",
    "pilot": "TRIAL RUN – answers given here are not counted.",
    "rehearsal": "REHEARSAL – for simulated answers only.",
    "synthetic": "This survey is an illustration.",
    "more": "There are more questions, following your last answer.",
    "offline": "The network connection is lost. What you wrote is kept; please press again when it is back.",
    "busy": "The system is busy; your answers were NOT sent. They are kept: please press “Send” again in a while.",
}
MESSAGES = {
    "Vui lòng trả lời câu hỏi này.": "Please answer this question.",
    "Câu trả lời chưa hợp lệ, mời xem lại.": "This answer is not valid; please look again.",
    "Mời chọn lại trong các phương án đã cho.": "Please choose again from the answers given.",
    "Mời ghi một số nguyên, chỉ dùng chữ số 0–9 (không dấu chấm, phẩy).": (
        "Please write a whole number, digits 0–9 only (no points or commas)."
    ),
    "Số có quá nhiều chữ số (nhiều nhất 15, sau dấu phẩy 17); mời xem lại.": (
        "This number has too many digits (at most 15, after the point 17); please look again."
    ),
    "Mời ghi một số, ví dụ 2 hoặc 1,5.": "Please write a number, such as 2 or 1.5.",
    "Mời ghi ngày có thật, dạng ngày/tháng/năm.": "Please write a real date, day/month/year.",
    "Mời ghi giờ và phút, dạng 07:30.": "Please write hour and minute, such as 07:30.",
}


def code(language):
    """The code inside a language name such as ``English (en)``; ``vi`` where there is none."""
    found = re.search(r"\(([\w-]+)\)", language)
    if found:
        return found[1]
    return language if re.fullmatch(r"[a-z]{2}(-\w+)?", language) else "vi"


def words(language):
    """The form's own words in a language."""
    return ENGLISH if code(language).startswith("en") else VIETNAMESE


def number(count, language):
    """A count as it is written in a language: 2.000; in English 2,000."""
    return f"{count:,}" if words(language) is ENGLISH else f"{count:,}".replace(",", ".")


def two_ways(typed, readings, language):
    """What is said of a number that can be read in two ways, with both of them."""
    one, other = readings if words(language) is ENGLISH else [reading.replace(".", ",") for reading in readings]
    return words(language)["two_ways"].format(typed=typed, one=one, other=other)


def message(text, language):
    """A message of the rules in the form's language, where it is one of the fixed ones."""
    return MESSAGES.get(text, text) if words(language) is ENGLISH else text
