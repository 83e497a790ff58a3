"""Vietnamese of before Unicode (TCVN3, VNI), or UTF-8 once read as ANSI → Unicode, where words leave no doubt."""

import re
import unicodedata

from pipeline.ingest.text import TONES

CODES = (
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
TCVN3 = str.maketrans(*CODES)
TONE = {"ù": "\u0301", "ø": "\u0300", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"}
HAT = {"â": "", "á": "\u0301", "à": "\u0300", "å": "\u0309", "ã": "\u0303", "ä": "\u0323"}
BOWL = {"ê": "", "é": "\u0301", "è": "\u0300", "ú": "\u0309", "ü": "\u0303", "ë": "\u0323"}
ALONE = {"ö": "ư", "ô": "ơ", "ñ": "đ", "î": "ỵ", "í": "í", "ì": "ì", "æ": "ỉ", "ó": "ĩ", "ò": "ị"}
VNI = {
    **{base + mark: ALONE.get(base, base) + tone for base in "aeouyôö" for mark, tone in TONE.items()},
    **{base + mark: base + "\u0302" + tone for base in "aeo" for mark, tone in HAT.items()},
    **{"a" + mark: "a\u0306" + tone for mark, tone in BOWL.items()},
    **ALONE,
}
PAIR = re.compile("|".join(sorted(VNI, key=len, reverse=True)), re.IGNORECASE)
STRANGE = "[¡-¿×ÄÅÆÇËÏÎÑÖØÛÜÞßäåæçëïîðñöøûüþ÷ÿ\u00ad]"  # in no Vietnamese word of Unicode, in many of the old fonts
WORD = re.compile(r"[A-Za-z\u00a1-\u1fff]+")
SYLLABLE = re.compile(
    r"(?:ngh|ng|gh|gi|kh|ph|th|tr|ch|nh|qu|[bcdđghklmnpqrstvx])?"
    r"(?:iê|yê|uyê|uya|ươ|ưa|uô|ua|ia|oă|oa|oe|uâ|uê|uy|uơ|oo|[aăâeêioôơuưy])(?:ch|ng|nh|[cmnptiouy])?"
)
FEWEST = 3


def tcvn3(text):
    """Text typed in a TCVN3 (ABC, .VnTime) font, in Unicode."""
    return text.translate(TCVN3)


def vni(text):
    """Text typed in a VNI font, in Unicode."""
    return unicodedata.normalize("NFC", PAIR.sub(_letter, text))


def twice_encoded(text):
    """Text whose UTF-8 was once read as ANSI ("Giá»›i tÃ­nh"), as it was; as it stands where it is no such text."""
    try:
        return b"".join(_ansi(c) for c in text).decode("utf-8")
    except UnicodeError:
        return text


def _ansi(character):
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:
        return character.encode("latin-1")


FONTS = {"TCVN3": tcvn3, "VNI": vni}
WAYS = FONTS | {"UTF-8 đọc nhầm là ANSI": twice_encoded}


def _letter(found):
    letter = VNI[found[0].lower()]
    return letter.upper() if found[0][0].isupper() else letter


def font_of(text):
    """The font or mistake (of WAYS) by which the words of a text are Vietnamese, and as they stand are not; else ""."""
    before = words(text)
    for name, convert in WAYS.items():
        sound, strange = words("\n".join(map(convert, text.split("\n"))))
        if sound >= FEWEST and strange <= 0.05 * sound and before[1] > strange:
            return name
    return ""


def words(text):
    """How many different words with a letter beyond ASCII are Vietnamese syllables, and how many are none."""
    marked = {word for word in WORD.findall(text.lower()) if not word.isascii()}
    sound = sum(_is_syllable(word) for word in marked)
    return sound, len(marked) - sound


def _is_syllable(word):
    letters = unicodedata.normalize("NFD", word)
    tones = sum(c in TONES for c in letters)
    plain = unicodedata.normalize("NFC", "".join(c for c in letters if c not in TONES))
    return tones <= 1 and bool(SYLLABLE.fullmatch(plain))


def mended(raw, font=""):
    """A RawTable with the columns that were typed in an old font put into Unicode, and a note that says so.

    ``font`` ("TCVN3", "VNI") is what a person said; without it a file is changed only where its words leave no doubt,
    and in it only the columns that are no sound Unicode.
    """
    found = font or font_of("\n".join(_said(raw, c) for c in raw.frame if re.search(STRANGE, _said(raw, c))))
    if not found:
        return raw
    convert = WAYS[found]
    old = [c for c in raw.frame if _is_old(_said(raw, c), convert)]
    heads = {c: convert(c) if c in old and _is_old(c, convert) else c for c in raw.frame}
    frame = raw.frame.assign(**{c: raw.frame[c].map(convert, na_action="ignore").astype("str") for c in old})
    labels = {heads[c]: convert(text) if c in old else text for c, text in raw.labels.items()}
    values = {heads[c]: [convert(t) for t in texts] if c in old else texts for c, texts in raw.values.items()}
    how = f"gõ bằng phông {found}" if found in FONTS else found
    note = f"Chữ {how} ở {len(old)} cột được đổi sang Unicode – xem lại vài chữ có dấu."
    return raw._replace(frame=frame.rename(columns=heads), labels=labels, values=values, notes=(*raw.notes, note))


def _said(raw, column):
    cells = raw.frame[column].dropna().unique()
    return "\n".join([column, raw.labels.get(column, ""), *raw.values.get(column, ()), *cells])


def _is_old(text, convert):
    """Whether a column's text is better Vietnamese in the old font, or as good and without a letter of Unicode."""
    as_it_is, converted = words(text), words("\n".join(map(convert, text.split("\n"))))
    return converted[1] <= as_it_is[1] and converted[0] > 0 and not re.search("[ăđĩũơư\u1ea0-\u1ef9]", text)
