"""Whether the form takes answers now, and what it says to those who come too early or too late."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from pipeline.form import store


@dataclass(frozen=True)
class Notice:
    """A page shown instead of the form: HTTP status, headline, sentences, extra headers."""

    status: int
    headline: str
    sentences: tuple[str, ...]
    headers: dict[str, str]


def window(served):
    """Opening and closing moments as aware datetimes; None where there is none, and for trials, open at any time."""
    collection = served.survey.collection
    if served.kind != "live":
        return None, None
    return tuple(_aware(moment, served.zone) for moment in (collection.opens, collection.closes))


def notice(served, started=None):
    """The notice to show now, or None when the form is open to a person who began at ``started`` (seconds, or None)."""
    opens, closes = window(served)
    made = {"organiser": closed, "early": lambda: _early(opens), "window": lambda: late(closes), "target": full}
    why = reason(served, started)
    return made[why]() if why else None


def reason(served, started=None):
    """Why the form is not open to a person who began at ``started``: "organiser", "early", "window", "target"; or "".

    A pilot has no window and no target; it is open until the organiser closes it.
    """
    found, now = store.glance(served.engine), datetime.now(UTC)
    if found.closed == "organiser":
        return "organiser"
    opens, closes = window(served)
    if opens and now < opens:
        return "early"
    if closes and now >= last_moment(served, started):
        return "window"
    target = served.survey.collection.target
    return "target" if served.kind != "pilot" and target is not None and found.accepted >= target else ""


def last_moment(served, started):
    """Until when an answer is taken: the closing time, and the grace after it for who had begun before; or None."""
    closes = window(served)[1]
    has_begun = closes and started is not None and started < closes.timestamp()
    return closes + timedelta(minutes=served.survey.collection.grace) if has_begun else closes


def closed():
    """Closed by the organiser's hand."""
    text = "Đơn vị tổ chức đã dừng nhận phiếu. Trân trọng cảm ơn Ông/Bà đã quan tâm."
    return Notice(410, "Đã dừng nhận phiếu", (text,), {})


def late(closes):
    """After the deadline: gone for good."""
    moment = f"Thời gian nhận phiếu kết thúc lúc {closes:%H:%M} ngày {closes:%d/%m/%Y}. " if closes else ""
    return Notice(410, "Đã hết thời gian nhận phiếu", (f"{moment}Trân trọng cảm ơn Ông/Bà đã quan tâm.",), {})


def full():
    """The target is reached."""
    text = "Cuộc điều tra đã nhận đủ số phiếu theo kế hoạch nên không nhận thêm. Trân trọng cảm ơn Ông/Bà đã quan tâm."
    return Notice(410, "Đã nhận đủ số phiếu", (text,), {})


def used():
    """The code brought an answer meanwhile, from another browser."""
    text = (
        "Mã phiếu này vừa được dùng để gửi một phiếu khác. Mỗi mã chỉ gửi được một phiếu; phiếu này chưa được ghi nhận."
    )
    return Notice(409, "Mã phiếu đã được dùng", (text,), {})


def unknown():
    """The code is no longer among those made."""
    text = "Mã phiếu không có trong cuộc điều tra; phiếu chưa được ghi nhận. Mời Ông/Bà hỏi người phát phiếu mã."
    return Notice(409, "Mã phiếu không dùng được", (text,), {})


def stored():
    """A page of an answer that was sent meanwhile, from another tab."""
    text = (
        "Phiếu này đã được gửi từ một trang khác của trình duyệt và đã được ghi nhận; Ông/Bà không cần gửi lại.",
        "Nội dung ghi thêm ở trang vừa rồi không được ghi nhận. Ông/Bà có thể đóng trang này.",
    )
    return Notice(200, "Phiếu của Ông/Bà đã được ghi nhận", text, {})


def again():
    """An answer was sent from this browser before."""
    text = (
        "Từ trình duyệt này đã có một phiếu được gửi. Nếu Ông/Bà đã trả lời, xin không gửi lần nữa.",
        "Nếu Ông/Bà là người khác dùng chung máy, mời bấm nút dưới đây.",
    )
    return Notice(200, "Đã gửi một phiếu từ trình duyệt này", text, {})


def nothing():
    """No question is asked of this person."""
    text = (
        "Phiếu không có câu hỏi nào dành cho trường hợp của Ông/Bà; không có gì được gửi đi. Trân trọng cảm ơn Ông/Bà."
    )
    return Notice(200, "Không có câu hỏi nào", (text,), {})


def busy():
    """The store cannot be read just now."""
    text = "Hệ thống đang bận. Nội dung Ông/Bà đã ghi ở các trang trước vẫn còn; mời tải lại trang này sau ít phút."
    return Notice(503, "Xin Ông/Bà chờ ít phút", (text,), {"Retry-After": "60"})


def _early(opens):
    text = f"Biểu mẫu mở lúc {opens:%H:%M} ngày {opens:%d/%m/%Y}. Mời Ông/Bà quay lại sau thời điểm đó."
    retry = {"Retry-After": format_datetime(opens.astimezone(UTC), usegmt=True)}
    return Notice(503, "Biểu mẫu chưa mở", (text,), retry)


def _aware(moment, zone):
    if moment is None:
        return None
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
