"""Spellings made comparable, ASCII names, and headers that tell who a person is."""

import re
import unicodedata
from functools import lru_cache

from pipeline import vi

TONES = "\u0300\u0301\u0303\u0309\u0323"
RESERVED = {"weight", "analysed", "khac", "other", "meta"}
IDENTITY = re.compile(
    r"(?:e ?mails?(?: address| của (?:bạn|anh chị))?|(?:địa chỉ )?(?:e ?mail|thư điện tử|hòm thư)"
    r"|ip(?: ?addr(?:ess)?)?|địa chỉ ip|user ?name|tên (?:người dùng|đăng nhập|tài khoản)|user ?agent"
    r"|device ?id|imei|phone ?number|subscriber ?id|sim ?(?:serial|id)|(?:root ?)?uuid"
    r"|(?:response|respondent|submission|participant|collector|session|record|network|instance|contact|panel|worker"
    r"|external)(?: data)? ?(?:id|name|reference)|recipient ?(?:first ?name|last ?name|e ?mail|name)|submitted by"
    r"|(?:access ?)?token(?: ?id)?|mã truy cập"
    r"|(?:location |gps |geo |_)?(?:latitude|longitude|altitude|geolocation|geo ?point|coordinates?)|gps(?: .*)?"
    r"|(?:lat|lon|lng|long)|(?:gps )?precision|tọa độ(?: .*)?|kinh độ|vĩ độ|start geopoint|vị trí gps"
    r"|audit|background audio|ref ?url|referr?er|id|index)"
)
PERSON = re.compile(
    r"(?:họ(?: (?:và|,))? ?tên|tên|(?:your |full |first |last )*name|what is your (?:full )?name"
    r"|(?:bạn|anh chị|em|ông bà) tên (?:là )?gì|số (?:điện thoại|đt|di động|cccd|cmnd|cmt|căn cước|giấy tờ)|sđt|đt"
    r"|điện thoại|(?:your )?(?:phone|mobile|telephone)(?: number)?|zalo số điện thoại|(?:số )?zalo"
    r"|(?:số )?(?:cccd|cmnd|cmt|căn cước(?: công dân)?|hộ chiếu|passport)(?: cmnd| cccd| số)*"
    r"|mã số (?:sinh viên|thuế|cán bộ)"
    r"|mssv|student id|số tài khoản|số nhà|address|home address|địa chỉ"
    r"|(?:trang )?(?:facebook|fb|tiktok|instagram|linkedin)(?: cá nhân)?(?: link| url| đường dẫn)?|link(?: .*)?|url"
    r"|đường dẫn(?: .*)?|chữ ký|signature|ảnh (?:chân dung|cccd)(?: .*)?)"
    r"(?: (?:nhà|riêng|liên hệ|liên lạc|thường trú|tạm trú|cụ thể|chi tiết|hiện (?:tại|nay)|nơi ở|đầy đủ|cá nhân"
    r"|di động|link|của|là|gì|nhé|nhỉ|ạ|bạn|anh|chị|em|ông|bà|quý vị|người|trả lời|được|khảo sát|phỏng vấn|đại diện"
    r"|không bắt buộc|nếu có|optional|bắt buộc|công dân|cccd|cmnd|hộ chiếu))*"
)


@lru_cache(maxsize=1 << 16)
def fold(text):
    """The text as compared: NFC, single blanks, straight quotes, lower case, tones set after the word (hoà = hòa)."""
    return re.sub(r"\w+", _tone_last, vi.straight(spaced(text)).casefold())


def _tone_last(word):
    if word[0].isascii():
        return word[0]
    letters = unicodedata.normalize("NFD", word[0])
    toneless = "".join(c for c in letters if c not in TONES)
    return unicodedata.normalize("NFC", toneless) + "".join(c for c in letters if c in TONES)


def each(cells, function):
    """``function`` of every cell of a column, worked out once for each different text; missing cells stay missing."""
    return cells.map({text: function(text) for text in cells.dropna().unique()})


def spaced(text):
    """The text in NFC with single blanks, case kept."""
    return " ".join(unicodedata.normalize("NFC", str(text)).split())


def lower(text):
    """The text in NFC, single blanks, lower case."""
    return spaced(text).lower()


def loose(text):
    """A folded label without its number ("Câu 3.", "3)") in front and without punctuation behind."""
    folded = re.sub(r"^(?:câu\s*)?\d+\s*[.):]\s*", "", fold(text))
    return folded.rstrip(" .:?!*")


def _words(header):
    """The words of a header: camel case parted, numbers in front and all punctuation away, lower case."""
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", spaced(header))
    plain = " ".join(re.sub(r"[\W_]+", " ", parted).split()).lower()
    return re.sub(r"^(?:câu |question |q)?\d+ ", "", plain)


def is_identity(header):
    """Whether the header names a column that tells the person or the device (e-mail, user name, uuid, place …)."""
    whole, last = spaced(header), re.split(r"[/:.-]", spaced(header))[-1]
    return any(IDENTITY.fullmatch(_words(text)) for text in (whole, "" if " " in whole else last))


def is_person(header):
    """Whether the header asks for nothing but the name, telephone, address, papers or page of the person."""
    return bool(PERSON.fullmatch(_words(header)))


def slug(text, size=28):
    """ASCII name of a label: "Rất hài lòng" → "rat_hai_long"; "" when nothing ASCII is left."""
    letters = unicodedata.normalize("NFD", str(text).replace("đ", "d").replace("Đ", "D"))
    plain = "".join(c for c in letters if not unicodedata.combining(c)).lower()
    name = "_".join(re.findall(r"[a-z0-9]+", plain))
    return name if len(name) <= size else name[: size + 1].rpartition("_")[0] or name[:size]


def unique(name, taken):
    """``name``, or ``name_2``, ``name_3`` … when it is taken already."""
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{name}_{number}"
    return found
