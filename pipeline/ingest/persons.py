"""Columns that tell who a person is: known from the header, or from what nearly all cells look like."""

import re
from collections import Counter

from pipeline.ingest.text import fold, is_identity, is_person, lower
from pipeline.ingest.times import DATE
from pipeline.numerals import LARGE

EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
PHONE = re.compile(r"(?:\+?84|0)[\d .()-]{8,13}")
ADDRESS = re.compile(r"\d{1,3}(?:\.\d{1,3}){3}|(?:[0-9a-f]{0,4}:){3,7}[0-9a-f]{0,4}", re.IGNORECASE)
LINK = re.compile(r"(?:https?://|www\.|(?:facebook|fb|zalo|linkedin|instagram|tiktok)\.(?:com|me)/)\S+", re.IGNORECASE)
PLACE = re.compile(r"-?\d{1,3}\.\d{3,}[ ,;]+-?\d{1,3}\.?\d*(?:[ ,;]+-?[\d.]+)*")
UUID = re.compile(r"(?:uuid:)?[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
TOKEN = re.compile(r"(?=\S*\d)(?=\S*[A-Za-z])[A-Za-z0-9_-]{8,}")
PAPERS = re.compile(r"0\d{11}|\d{9}")
CODE = re.compile(r"[A-Za-z]{1,4}[-_]?\d+|\d{9,12}|0\d+")
FAMILY = (
    r"nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|trịnh|đoàn|lưu|mai|tô|hà|cao|tạ|chu"
    r"|lương|lâm|thái|triệu|nông|hứa|vi|ma|lò|quách|kiều|trương"
)
NAME = re.compile(rf"(?:{FAMILY})(?: [^\W\d]{{1,7}}){{1,5}}")
SERVICE = re.compile(r"e-?mail|thư điện tử|facebook|zalo|tiktok|instagram|linkedin|điện thoại|địa chỉ|website|link")
NAMING = re.compile(r"\b(?:họ (?:và )?tên|tên (?:bạn|anh|chị|ông|bà))\b")
TICK = re.compile(r"x|✓|có|không|rồi|chưa|yes|no|true|false|\d|10|checked|unchecked|selected|quoted|not selected")
LOOKS = [
    (EMAIL, "có vẻ là thư điện tử"), (PHONE, "có vẻ là số điện thoại"), (ADDRESS, "có vẻ là địa chỉ mạng (IP)"),
    (LINK, "có vẻ là đường dẫn, trang cá nhân"), (PLACE, "có vẻ là tọa độ"), (UUID, "có vẻ là mã phiếu, mã người"),
]  # fmt: skip
ID_HEADER = re.compile(r"(?:.*[/._ ])?(?:id|stt|tt|mã(?: số| phiếu)?|ma(?:_?so)?|code|key|no\.?|số thứ tự|编号)")
COUNTER = re.compile(r"(?:unnamed:? ?\d+|\(cột \d+\)|index|stt|tt|no\.?|số thứ tự|#|row(?: ?(?:id|number|names))?|x)?")
TOOLS = re.compile(
    r"_(?:tags|notes|status|validation_status|xform_id(?:_string)?|version|attachments|media_count|bamboo_dataset_id"
    r"|date_modified|last_edited|edited|duration|total_media|media_all_received|parent_.*|submission__.*)|__version__"
    r"|meta[/.].*|formhub[/.]uuid|instance ?id|kobo--.*"
    r"|duration \(in seconds\)|distribution ?channel|user ?language|q_.*|recorded ?date"
    r"|collector id|custom data \d+|start ?date.*|end ?date.*|submit(?:ted)? ?(?:date|at).*|submission (?:date|ip|url)"
    r"|last ?page|start ?language|seed|interview ?time|group ?time ?\d*|.*(?:_time|time)?_(?:click_count|page_submit)"
    r"|redcap_.*|.*_complete|#|last modified time|start time|completion time|total points|points - .*|feedback - .*"
)
PLAIN_TOOLS = {
    "status": r"ip address|survey (?:preview|test)|spam|\d+|imported",
    "finished": r"true|false|[01]",
    "progress": r"\d+",
    "score": r"\d+(?:[.,]\d+)?(?: ?/ ?\d+)?",
    "điểm số": r"\d+(?:[.,]\d+)? ?/ ?\d+",
}
CLOCK = re.compile(r".*\b\d{1,2}:\d{2}(?::\d{2})?\b.*")
BIRTH = re.compile(r"(?:ngày(?:,? tháng)?(?:,? năm)? sinh|sinh ngày|date of birth|dob|birth ?(?:date|day))\b.*")


def left_out(cells, header, column):
    """Why a column tells the person, or "" where it does not; ``cells``: its answers, without blanks.

    A header that only names such a thing is enough (Email, ResponseId, SĐT); in longer words it is not ("CCCD gắn chip:
    đã nhận chưa?"): then nearly all cells must be of that kind.
    """
    if not _ticks(cells, header) and not _few_words(cells, header):
        if is_identity(column) or is_identity(header):
            return "định danh"
        if is_person(column) or is_person(header):
            return "có vẻ là tên hoặc địa chỉ liên lạc"
    if BIRTH.fullmatch(lower(header)) and _share(cells, DATE, whole=False) > 0.5:
        return "ngày sinh đầy đủ, dễ nhận ra người"
    looks = next((words for look, words in LOOKS if _share(cells, look) > 0.5), "")
    if looks and not _sums(cells):
        return looks
    return _names(cells, header) or _codes(cells, header)


def _few_words(cells, header):
    """Whether a header such as "Facebook" or "Email" has a few recurring answers below it (how often it is used)."""
    ways, named = cells.nunique(), SERVICE.fullmatch(lower(header))
    return bool(named) and 2 <= ways <= 10 and len(cells) >= 3 * ways and _share(cells, r"\S*[@\d/]\S*") < 0.5


def _share(cells, pattern, whole=True):
    """Share of the cells that match, worked out once for each different text."""
    times = Counter(cells.tolist())
    match = re.compile(pattern).fullmatch if whole else re.compile(pattern).match
    return sum(int(n) for text, n in times.items() if match(text)) / max(len(cells), 1)


def of_the_tool(cells, header):
    """Why a column is the collecting tool's own and no question, or "": its known names, or times to the minute."""
    if TOOLS.fullmatch(lower(header)) and (header.startswith(("_", "meta", "formhub")) or cells.nunique() != 2):
        return "thông tin của công cụ thu phiếu"
    plain = PLAIN_TOOLS.get(lower(header))
    if plain and _share(cells.str.lower(), plain) > 0.95:
        return "thông tin của công cụ thu phiếu"
    timed = _share(cells, DATE, whole=False) > 0.8 and _share(cells, CLOCK) > 0.8
    return "thời điểm có giờ phút, không phải câu hỏi" if timed else ""


def _ticks(cells, header):
    """Whether the cells are ticks or a scale, so that "Email" names an option and not the person."""
    return all(TICK.fullmatch(text.lower()) or fold(text) == fold(header) for text in cells.unique())


def _names(cells, header):
    """Full names: nearly everyone has an own one that begins with a family name, or the header speaks of names."""
    if len(cells) < 3 or cells.nunique() <= 0.5 * len(cells):
        return ""
    named = _share(cells.str.casefold(), NAME) > 0.6
    about = lower(header).endswith("name") or NAMING.search(lower(header))
    short = cells.str.split().str.len().median() <= 5 and _share(cells, r".*\d", whole=False) < 0.5
    return "có vẻ là tên hoặc địa chỉ liên lạc" if named or (about and short) else ""


def _codes(cells, header):
    """Numbers and codes that are each person's own: a running number, a paper's number, a token."""
    if len(cells) < 10 or not cells.is_unique:
        return ""
    if COUNTER.fullmatch(lower(header)) and cells.str.fullmatch(r"\d+").all():
        return "số thứ tự"
    if cells.str.fullmatch(PAPERS).all() and not _sums(cells) and not LARGE.search(lower(header)):
        return "có vẻ là số giấy tờ hoặc số điện thoại"
    if cells.str.fullmatch(TOKEN).mean() > 0.95 and cells.str.len().nunique() <= 4:
        return "có vẻ là mã phiếu, mã người"
    coded = cells.str.fullmatch(CODE).all() and not _sums(cells) and not LARGE.search(lower(header))
    return "có vẻ là mã phiếu, mã người" if coded or ID_HEADER.fullmatch(lower(header)) else ""


def _sums(cells):
    """Whether the cells are sums of money rather than numbers of papers or telephones: mostly round thousands."""
    return _share(cells, r"[1-9]\d*000") > 0.5
