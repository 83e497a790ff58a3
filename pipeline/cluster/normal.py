"""One spelling for one answer: Unicode, tone placement, case, blanks, punctuation and common short forms.

The result is for comparing and grouping only; a person's own text is never changed where it is shown.
"""

import re
import unicodedata
from functools import lru_cache
from sys import intern

VOWELS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
SYLLABLE = re.compile(rf"(qu|gi(?=[{VOWELS}])|[^{VOWELS}]*)([{VOWELS}]{{1,3}})(ch|ng|nh|c|m|n|p|t)?")
LENGTHENED = re.compile(r"([^\W\d_])(?:\1{2,}|([a-z])\2+)")  # "okkkk", "quáaaa"
INVISIBLE = re.compile(r"[\u00ad\u200b-\u200f\u2060\ufeff]")
# Masks put in by the scrub of personal data say nothing of the opinion, and as words they spoil the groups.
MASK = re.compile(
    r"\[(?:số|thư|e-?mail|hộp thư|địa chỉ|đường dẫn|liên kết|link|url|website|trang web|cccd|cmnd|căn cước"
    r"|họ và tên|họ tên|tên|tài khoản|đã ẩn|ẩn)[^\[\]]{0,30}\]",
    re.IGNORECASE,
)

PERSONAL = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+|\+?\d[\d .-]{7,}\d")  # addresses and numbers say as little

SHORT_FORMS = {
    "k": "không",
    "ko": "không",
    "kô": "không",
    "kh": "không",
    "hok": "không",
    "hông": "không",
    "khong": "không",
    "khg": "không",
    "dc": "được",
    "đc": "được",
    "dk": "được",
    "đk": "được",
    "dx": "được",
    "mxh": "mạng xã hội",
    "fb": "facebook",
    "zl": "zalo",
    "yt": "youtube",
    "ytb": "youtube",
    "insta": "instagram",
    "ig": "instagram",
    "gg": "google",
    "vs": "với",
    "j": "gì",
    "r": "rồi",
    "rùi": "rồi",
    "ng": "người",
    "ngta": "người ta",
    "mn": "mọi người",
    "mng": "mọi người",
    "bít": "biết",
    "bik": "biết",
    "bit": "biết",
    "cx": "cũng",
    "cg": "cũng",
    "nx": "nữa",
    "ntn": "như thế nào",
    "đt": "điện thoại",
    "dt": "điện thoại",
    "sđt": "số điện thoại",
    "sdt": "số điện thoại",
    "qá": "quá",
    "wá": "quá",
    "wa": "quá",
    "vn": "việt nam",
    "hs": "học sinh",
    "sv": "sinh viên",
    "gv": "giáo viên",
    "gđ": "gia đình",
    "cq": "cơ quan",
    "cb": "cán bộ",
    "cntt": "công nghệ thông tin",
    "ttin": "thông tin",
    "tg": "thời gian",
    "trc": "trước",
    "trg": "trong",
    "bh": "bây giờ",
    "lm": "làm",
    "nhìu": "nhiều",
    "thik": "thích",
    "thíc": "thích",
    "mik": "mình",
    "mk": "mình",
    "vd": "ví dụ",
    "oke": "ok",
    "okie": "ok",
    "okê": "ok",
}
LOOSE_NAMES = {"face book": "facebook", "you tube": "youtube", "tik tok": "tiktok", "tóp tóp": "tiktok"}


def normalise(texts):
    """Bring answers to one spelling so that equal answers become equal strings.

    NFC, lower case, tone marks on the older place (hoà → hòa), punctuation, links, long numbers and masks of personal
    data taken out, letters typed three times or more kept once, common short forms written out. Returns a ``str``
    Series on the same index; a missing answer stays missing, an answer without letters or digits becomes "".
    """
    return texts.map(lambda text: " ".join(expand(syllables(text))), na_action="ignore").astype("str")


def syllables(text):
    """Return the syllables of one answer, spelt one way, short forms still as typed."""
    text = unicodedata.normalize("NFC", str(text)).lower().replace("ð", "đ")
    text = PERSONAL.sub(" ", MASK.sub(" ", INVISIBLE.sub("", text)))
    text = re.sub(r"[\u0300-\u036f]", "", text)
    text = LENGTHENED.sub(_once, re.sub(r"[\W_]+", " ", text))
    return [place_tone(syllable) for syllable in text.split()]


def _once(found):
    kept, tail = found.groups()
    return kept if tail is None or bare(kept) == tail else found.group()


def expand(parts):
    """Write out the common short forms among the syllables of one answer."""
    text = " ".join(SHORT_FORMS.get(part, part) for part in parts)
    for loose, name in LOOSE_NAMES.items():
        text = text.replace(loose, name)
    return [intern(part) for part in text.split()]  # one copy of each syllable: half the memory of a large survey


def bare(text):
    """Return the text without any Vietnamese mark (``đ`` becomes ``d``)."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d"))
    return re.sub(r"[\u0300-\u036f]", "", letters)


def is_unmarked(parts):
    """Say whether no syllable of an answer bears a mark, as typed on a keyboard without Vietnamese."""
    return all(part.isascii() for part in parts)


@lru_cache(maxsize=100_000)
def place_tone(syllable):
    """Put the tone mark of a syllable where the older spelling has it (hoà → hòa, qúy → quý, thuỷ → thủy)."""
    letters = unicodedata.normalize("NFD", syllable)
    tones = [letter for letter in letters if letter in TONES]
    toneless = unicodedata.normalize("NFC", "".join(letter for letter in letters if letter not in TONES))
    found = SYLLABLE.fullmatch(toneless)
    if len(tones) != 1 or not found:
        return syllable
    onset, vowels, coda = found.group(1), found.group(2), found.group(3) or ""
    at = _tone_position(vowels, coda) + 1
    return unicodedata.normalize("NFC", onset + vowels[:at] + tones[0] + vowels[at:] + coda)


def _tone_position(vowels, coda):
    shaped = [place for place, vowel in enumerate(vowels) if vowel in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    if coda:
        return len(vowels) - 1
    return 1 if len(vowels) == 3 else 0
