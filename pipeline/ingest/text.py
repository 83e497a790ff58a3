"""Spellings made comparable, ASCII names, and headers that tell who a person is."""

import re
import unicodedata

from pipeline import vi

TONES = "\u0300\u0301\u0303\u0309\u0323"
RESERVED = {"weight", "analysed", "khac", "other", "meta"}
IDENTITY = re.compile(
    r"(?:.*[/.:])?(?:e-?mail(?: address| của bạn)?|địa chỉ e-?mail|user ?name|tên (?:người dùng|đăng nhập)"
    r"|device_?id|imei|phone_?number|subscriber_?id|sim_?serial|ip(?:[ _]address)?|địa chỉ ip|_?uuid|_id|_index"
    r"|rootuuid|email_address|_submitted_by|instance_?id|instance_?name|start-geopoint|_geolocation|audit|background-audio)"
)
PERSON = re.compile(
    r"(?:\d+[.):]\s*|câu \d+[.:]?\s*)?(?:họ (?:và |, ?)?tên\b|tên (?:của )?(?:bạn|anh|chị|em|ông|quý)\b"
    r"|(?:bạn|anh/chị|em) tên (?:là )?gì|tên$|(?:your |full )?name\W*$|what is your (?:full )?name"
    r"|số (?:điện thoại|đt)\b|sđt\b|(?:your )?(?:phone|mobile)(?: number)?\W*$|(?:your )?e-?mail(?: address)?\W*$"
    r"|cccd\b|cmnd\b|số căn cước|mã số sinh viên|mssv\b|student id\b)"
)


def fold(text):
    """The text as compared: NFC, single blanks, straight quotes, lower case, each word's tone set after it (hoà = hòa)."""
    return re.sub(r"\w+", _tone_last, vi.straight(spaced(text)).casefold())


def _tone_last(word):
    if word[0].isascii():
        return word[0]
    letters = unicodedata.normalize("NFD", word[0])
    toneless = "".join(c for c in letters if c not in TONES)
    return unicodedata.normalize("NFC", toneless) + "".join(c for c in letters if c in TONES)


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


def is_identity(header):
    """Whether the header names a column that tells the person or the device (e-mail, user name, uuid …)."""
    return bool(IDENTITY.fullmatch(lower(header)))


def is_person(header):
    """Whether the header asks for the name, the telephone or the papers of the person."""
    return bool(PERSON.match(lower(header)))


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
