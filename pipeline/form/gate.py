"""Whether the form takes answers now, and what it says to those who come too early or too late."""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime

from pipeline.form import store


@dataclass(frozen=True)
class Notice:
    """A page shown instead of the form: HTTP status, headline, sentences, extra headers."""

    status: int
    headline: str
    sentences: tuple[str, ...]
    headers: dict[str, str]


def window(collection, zone):
    """Opening and closing moments as aware datetimes in the survey's time zone; None where there is none."""
    return tuple(_aware(moment, zone) for moment in (collection.opens, collection.closes))


def notice(served):
    """The notice to show now, or None when the form is open."""
    if served.pilot:
        return None
    opens, closes = window(served.survey.collection, served.zone)
    now = datetime.now(UTC)
    if opens and now < opens:
        return _early(opens)
    if closes and now >= closes:
        return late(closes)
    target = served.survey.collection.target
    return full() if target is not None and store.accepted(served.engine) >= target else None


def late(closes):
    """After the deadline: gone for good."""
    moment = f"Thời gian nhận phiếu kết thúc lúc {closes:%H:%M} ngày {closes:%d/%m/%Y}. " if closes else ""
    return Notice(410, "Đã hết thời gian nhận phiếu", (f"{moment}Trân trọng cảm ơn Ông/Bà đã quan tâm.",), {})


def full():
    """The target is reached."""
    text = "Cuộc điều tra đã nhận đủ số phiếu theo kế hoạch nên không nhận thêm. Trân trọng cảm ơn Ông/Bà đã quan tâm."
    return Notice(410, "Đã nhận đủ số phiếu", (text,), {})


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
