"""Bytes of a text file → text: UTF-8, UTF-16, Windows-1258, TCVN3, VNI; what is in doubt is refused, not guessed."""

import codecs
import re
import unicodedata

from pipeline.ingest import legacy
from pipeline.ingest.raw import IngestError

VIETNAMESE = set("ăâđêôơưĂÂĐÊÔƠƯàèìòùỳÀÈÌÒÙỲáéíóúýÁÉÍÓÚÝãẽĩõũỹÃẼĨÕŨỸ“”‘’–—…•€°\u00a0")


def decoded(content, name, encoding=""):
    """The text, and notes on its encoding. Broken UTF-8 is refused: a wrong letter is worse than no letter.

    ``encoding``: what a person said ("tcvn3", "vni", or a codec such as "utf-16", "cp1258"); "" to find out.
    Raises IngestError with line and byte of what cannot be read, or with the nearest way out.
    """
    if encoding:
        return _as_said(content, name, encoding)
    wide = _utf_16(content)
    if wide:
        return _strictly(content, name, wide), [f"Bảng mã: {wide.upper()}."]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return _old(content, error, name)
    if "\0" in text:
        place = text.index("\0") + 1
        raise IngestError(f"{name}: có ký tự NUL ở vị trí {place}; không phải tệp văn bản. Xuất lại tệp.")
    return text, []


def font_named(encoding):
    """The old font that an encoding names ("TCVN3", "VNI"), or ""."""
    plain = re.sub(r"[^a-z0-9]", "", encoding.lower())
    return {"tcvn3": "TCVN3", "abc": "TCVN3", "tcvn": "TCVN3", "vni": "VNI"}.get(plain, "")


def _as_said(content, name, encoding):
    font = font_named(encoding)
    if font:
        return legacy.FONTS[font](content.decode("latin-1")), [f"Bảng mã: {font} (theo --encoding)."]
    try:
        codec = codecs.lookup(encoding).name
    except LookupError:
        raise IngestError(
            f"{name}: không có bảng mã «{encoding}». Dùng: utf-8, utf-16, cp1258 (Windows-1258), tcvn3, vni."
        ) from None
    text = _strictly(content, name, "utf-8-sig" if codec == "utf-8" else codec)
    composed = unicodedata.normalize("NFC", text) if codec == "cp1258" else text
    return composed, [f"Bảng mã: {codec.upper()} (theo --encoding)."]


def _strictly(content, name, codec):
    try:
        return content.decode(codec)
    except (UnicodeDecodeError, ValueError) as error:
        at = getattr(error, "start", 0)
        line = content.count(b"\n", 0, at) + 1
        raise IngestError(
            f"{name}: dòng {line}, byte thứ {at + 1}: không đọc được theo bảng mã {codec.upper()}."
            " Tệp hỏng, hoặc dùng bảng mã khác. Xuất lại thành «CSV UTF-8»."
        ) from error


def _utf_16(content):
    """Name of the UTF-16 a text is in, by its mark in front or by the zeros of its ASCII letters; else ""."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    head = content[:4000]
    even, odd = head[::2].count(0), head[1::2].count(0)
    if max(even, odd) < 0.4 * len(head) / 2 or min(even, odd) > 0.02 * max(even, odd):
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def is_text(content):
    """Whether bytes can be text: no NUL among the first of them, unless they are UTF-16."""
    return b"\0" not in content[:4000] or bool(_utf_16(content))


def _old(content, error, name):
    """Text of the times before Unicode where its words leave no doubt; else the place of the broken UTF-8."""
    text = _windows_1258(content)
    if text is not None:
        return text, ["Bảng mã: Windows-1258 (không phải UTF-8) – xem lại vài chữ có dấu."]
    font = "" if _looks_utf_8(content) else legacy.font_of(content.decode("latin-1"))
    if font not in legacy.FONTS:
        raise IngestError(_broken(content, error, name)) from error
    note = f"Bảng mã: {font} (không phải UTF-8), đã đổi sang Unicode – xem lại vài chữ có dấu."
    return legacy.FONTS[font](content.decode("latin-1")), [note]


def _looks_utf_8(content):
    return bool(re.search(rb"(?:[\xc3-\xc6][\x80-\xbf]|\xe1[\xba\xbb][\x80-\xbf])", content))


def _broken(content, error, name):
    line = content.count(b"\n", 0, error.start) + 1
    seen = " ".join(f"0x{b:02X}" for b in content[error.start : error.start + 3])
    damaged = len(content) - len(content.decode("utf-8", errors="ignore").encode())
    if _looks_utf_8(content):
        why = f"Tệp là UTF-8 nhưng có {damaged} byte hỏng (bị cụt, hoặc ghép từ hai bảng mã). Xuất lại «CSV UTF-8»."
        return f"{name}: dòng {line}, byte thứ {error.start + 1}: gặp {seen}, không phải UTF-8. {why}"
    return (
        f"{name}: dòng {line}, byte thứ {error.start + 1}: gặp {seen}, không phải UTF-8. Tệp dùng bảng mã cũ: lưu"
        " lại thành «CSV UTF-8»; riêng tệp câu trả lời, nếu biết bảng mã, có thể thêm --encoding (tcvn3, vni, cp1258,"
        " latin-1 …)."
    )


def _windows_1258(content):
    """The text when it is Vietnamese in Windows-1258 beyond doubt, else None: tones all compose, no foreign letter."""
    if re.search(rb"[\xc3-\xf4][\x80-\xbf]+", content):
        return None
    try:
        spelt = content.decode("cp1258")
    except UnicodeDecodeError:
        return None
    text = unicodedata.normalize("NFC", spelt)
    toned = sum(bool(unicodedata.combining(c)) for c in spelt)
    strange = [c for c in text if not c.isascii() and c not in VIETNAMESE and not "\u1ea0" <= c <= "\u1ef9"]
    return text if toned >= 5 and not strange else None
