"""Personal data in open answers, replaced by a word that says what stood there.

Rules, not a model: what has a clear form is masked. A name without a title, a nickname or a described person ("trưởng
phòng duy nhất của đơn vị") passes, so a person still reads every quote. In doubt a number like a paper's is masked.
"""

import re
import unicodedata

import pandas as pd

_UPPER = "".join(c for c in map(chr, range(0x41, 0x1EFA)) if c.isupper())
_LOWER = "".join(c for c in map(chr, range(0x61, 0x1EFA)) if c.islower())
_GAP = "[ \u00a0.-]"
_AMOUNT = r"(?!\s*(?:đồng|đ\b|vnđ|vnd|usd|người|lượt|triệu|tỷ))"
_ROUND = r"(?!\d+000000(?!\d))"
_SPOKEN = r"(?:không|một|mốt|hai|ba|bốn|tư|năm|lăm|nhăm|sáu|bảy|bẩy|tám|chín)"
_YEARS = r"(?!(?:(?:19|20)\d\d[ -]?)+(?!\d))"

_SURNAMES = (
    "nguyễn|trần|lê|phạm|hoàng|huỳnh|phan|vũ|võ|đặng|bùi|đỗ|hồ|ngô|dương|lý|đinh|đào|đoàn|trịnh|lâm|mai|tô|hà|tạ|lưu|"
    "lương|trương|thái|cao|châu|vương|triệu|tống|tăng|từ|kiều|chu|hứa|quách|la|ma|nông|bế|hầu|giàng|lục|lường|bàn|đàm|"
    "khổng|âu|phùng|quan|thân|giáp|nghiêm|cù|ninh|doãn|phí|mạc|vi|thẩm|lộc|ông|tiêu|viên|khương|mã"
)
_TITLES = r"đồng chí|đ/c|đ\.c|dong chi|anh|chị|ông|bà|cô|chú|bác|dì|cậu|thầy|cụ"
_POSTS = (
    "(?:phó )?(?:bí thư|chủ tịch|giám đốc)|hiệu trưởng|hiệu phó|(?:trưởng|phó) (?:phòng|ban|khoa)|chánh văn phòng|"
    "thạc sĩ|tiến sĩ|bác sĩ|đc|em|bạn|cháu"
)
_BODIES = "đảng (?:ủy|uỷ|bộ)|chi (?:bộ|ủy|uỷ)|khối|cơ quan|huyện|tỉnh|thành|sở|ủy|uỷ|thường trực|đoàn|nguyên"
_NOT_NAMES = (
    "đồng chí|bí thư|chủ tịch|phó|trưởng (?:phòng|ban)|giám đốc|hiệu trưởng|đảng (?:ủy|uỷ|viên|bộ)|lãnh đạo|"
    "chi (?:bộ|ủy|uỷ|đoàn)|ban (?:chấp|thường|tuyên|tổ|lãnh)|cán bộ|công (?:chức|an|nhân|đoàn|ty)|viên chức|"
    "(?:ủy|uỷ) (?:viên|ban)|thường vụ|đoàn (?:thanh|viên|thể)|đào tạo|thanh niên|phụ nữ|học sinh|sinh viên|giáo viên|"
    "giáo|người|chị em|anh em|hồ chí minh|hồ kính yêu|việt nam|thái (?:nguyên|bình)|hà (?:nội|giang|nam|tĩnh|tây|lan)|"
    "cao bằng|ninh (?:bình|thuận)|lâm đồng|ai cập|la mã|zalo|facebook|tiktok|youtube|google|messenger|viber|instagram|"
    "internet|telegram"
)
_FREQUENT = "(?:Nguyễn|Trần|Phạm|Huỳnh|Phan|Đặng|Bùi|Ngô|Đinh|Trịnh|Lê|Vũ|Võ|Hoàng)"
_NOT_STREETS = (
    "tháng|năm|hộ|tổ|khu|hội (?:viên|nông|phụ|cựu|đồng)|trường (?:thpt|thcs|học|tiểu|mầm|đại|mẫu)|đại học|"
    "nhân (?:dân|viên)|dân (?:quân|số|phố)|trạm|đội (?:viên|trưởng)|đại biểu|cơ (?:quan|sở)|doanh nghiệp|công dân"
)


def scrub(texts: pd.Series) -> pd.Series:
    """The same answers with phone numbers, addresses, papers, accounts, number plates and titled names masked.

    Returns a Series with the same index and name, in Unicode NFC; missing answers stay missing.
    Masks: ``[thư điện tử] [đường dẫn] [tài khoản] [số giấy tờ] [số điện thoại] [biển số xe] [địa chỉ] [tên người]``;
    the word that announces a number and the title before a name stay ("đồng chí [tên người]"). Names have up to 5
    syllables. Amounts, years, dates and the numbers of laws and decisions are left alone.
    """
    return texts.map(_scrub_one, na_action="ignore")


def _scrub_one(text):
    text = unicodedata.normalize("NFC", str(text))
    for pattern, mask in _RULES if _DIGIT.search(text) else _OF_WORDS:
        text = pattern.sub(mask, text)
    return text


def _addresses():
    ends = "(?:com|net|org|info|edu|gov|vn)"
    local = r"(?<![^\W_])(?-i:[A-Za-z0-9._+-]{1,64})(?<!\w\.)"  # bounded: a line of dots is read once
    loose = rf"(?:[a-z0-9-]{{1,63}} ?\. ?){{1,4}}{ends}"
    site = rf"(?:(?:[a-z0-9-]{{1,63}}\.)+{ends}|(?:zalo|fb|m|t)\.me|bit\.ly|youtu\.be)(?!\w|\.\w)"
    tail = r"\S*[^\s.,;:!?)\]]"
    return [
        (r"(?<![\w.+-])[\w.+-]+@(?:[\w-]+\.)+[a-z]{2,}(?!\w)", "[thư điện tử]"),
        (rf"{local} ?@ ?{loose}(?!\w)", "[thư điện tử]"),
        (rf"(?:https?://|www\.){tail}", "[đường dẫn]"),
        (rf"(?<![\w.@]){site}(?:/{tail}|/)?", "[đường dẫn]"),
        (r"(?<![\w@])@[a-z_][\w.]*\w", "[tài khoản]"),
    ]


def _announced():
    """Numbers whose kind is said before them; the announcing words stay."""
    papers = (
        "cccd|cmnd|cmtnd|cmt|căn cước(?: công dân)?|chứng minh(?: thư| nhân dân)?|hộ chiếu|thẻ đảng(?: viên)?|mã bhxh|"
        "bhxh|bhyt|mst|mssv|msv|mã (?:số )?(?:sinh viên|học sinh|học viên|nhân viên|cán bộ|định danh|thuế)"
    )
    link = r"(?:\s*số)?(?:\s*là)?\s*[:.]?\s*"
    return [
        (rf"(\b(?:{papers}){link})[a-z]{{0,3}}\d(?:{_GAP}?\d){{5,14}}(?!\d)", r"\1[số giấy tờ]"),
        (rf"(\b(?:stk|số tài khoản|số tk){link})\d(?:{_GAP}?\d){{5,18}}(?!\d)", r"\1[tài khoản]"),
        (rf"(\b(?:sđt|số điện thoại|số đt){link})\d(?:{_GAP}?\d){{5,7}}(?!{_GAP}?\d)", r"\1[số điện thoại]"),
    ]


def _places():
    """A number plate, by its form or announced; a house with its street, whose name has a capital or a number, and
    which the word for a street tells, "số nhà", a frequent surname (streets are named after people), or the ward,
    district or town that follows."""
    plate, spaced = r"\d{2}(?!GB|MB|TB|MP)(?-i:[A-ZĐ][A-ZĐ0-9]?)", r"[ .-]?"
    said = rf"\d{{2}}{spaced}[a-zđ][a-zđ0-9]?{spaced}\d{{2,3}}{spaced}\d{{2}}(?!\d)"
    number, street = r"\d{1,4}[a-z]?(?:[/-]\d{1,4}[a-z]?){0,4}", "đường|phố|ngõ|ngách|hẻm|kiệt"
    house = rf"(?<!lớp )(?<!khối )(?:số (?:nhà )?)?{number}"
    word = rf"(?-i:[{_UPPER}][{_LOWER}]*|\d+(?:/\d+)*)(?!\w)"
    part = rf"(?!(?:tp|tx|tt|[pqh])\b)(?-i:[{_UPPER}])[^\W\d_]*"
    name = rf"(?!(?:{_NOT_NAMES}|{_NOT_STREETS})(?!\w)){part}(?:\s+{part}){{1,3}}"
    towns = r"phường|xã|thị trấn|quận|huyện|thị xã|thành phố|tỉnh|(?:tp|tx|tt|[pqh])\b\.?|[pq](?=\d)"
    lane = rf"(?:(?:ngõ|ngách|hẻm|kiệt)\s+{number}|(?-i:K)\d{{1,4}}(?:/\d{{1,4}}){{1,3}})"
    small = rf"(?:{street})\s+[^\W\d_]+(?:\s+[^\W\d_]+)?"
    town = rf"(?=\s*[,–-]?\s+(?:{towns})\s*(?-i:[{_UPPER}]|\d))"
    return [
        (rf"(\b(?:biển(?: số)?(?: xe)?|bks|xe(?: số)?)\s*:?\s*){said}", r"\1[biển số xe]"),
        (rf"(?<!\w){plate}[ -]?(?:\d{{3}}\.\d{{2}}|(?<=[ -])\d{{4,5}})(?!\w)", "[biển số xe]"),
        (rf"(?<![\w/.,])(?<!\d-)(?:{house},?\s+)?{lane},?\s+(?:(?:{street})\s+)?{name}", "[địa chỉ]"),
        (rf"(?<![\w/.,])(?<!\d-){house},?\s+(?:{street})\s+{word}(?:\s+{word}){{0,5}}", "[địa chỉ]"),
        (rf"(?<!\w)(?:số nhà|nhà số)\s+{number},?\s+(?:{small}|{name})", "[địa chỉ]"),
        (rf"(?<![\w/.,])(?<!\d-)(?!(?:19|20)\d\d\s){house},?\s+(?:(?={_FREQUENT}\s){name}|{name}{town})", "[địa chỉ]"),
    ]


def _spelt():
    """A telephone number in words, digit by digit."""
    return [(rf"(?<!\w){_SPOKEN}(?:[ ,.-]+{_SPOKEN}){{8,10}}(?!\w)", "[số điện thoại]")]


def _numbers():
    """Numbers known by their length and first digits; longer kinds first."""
    return [
        (rf"(?<!\d){_ROUND}\d{{12}}(?!\d){_AMOUNT}", "[số giấy tờ]"),
        (r"(?<!\d)0\d{2}(?: \d{3}){2,3}(?! ?\d)", "[số giấy tờ]"),
        (r"(?<!\d)0[1-9]\d{8,9}(?!\d)", "[số điện thoại]"),
        (rf"(?<!\d)(?<!\d[.,/])\(?0[1-9]\d\)?(?:{_GAP}{{0,3}}\d\)?){{7,8}}(?!\d)", "[số điện thoại]"),
        (rf"(?:(?<!\w)\(?\+|(?<!\d)00)84\)?(?:{_GAP}?\(?\d\)?){{8,11}}(?!\d)", "[số điện thoại]"),
        (r"(?<!\d)84[235789]\d{8}(?!\d)", "[số điện thoại]"),
        (rf"(?<![\d.,])(?!\d+000(?!\d))\d{{9}}(?![.,]?\d){_AMOUNT}", "[số giấy tờ]"),
        (rf"(?<!\d)(?<!\d[.,]){_ROUND}\d{{10,19}}(?!\d){_AMOUNT}", "[tài khoản]"),
        (rf"(?<!\d){_YEARS}\d{{4}}(?:[ -]\d{{4}}){{2,4}}(?!\d)", "[tài khoản]"),
    ]


def _people():
    """Names after a title; after a post or "tôi là" only with a surname, for other capitals are common there."""
    surname, free = _name_patterns()
    title = rf"(?<!\w)(?<!tiếng )(?<!nước )(?<!đàn )(?:{_TITLES})"
    post = rf"(?:{title}|(?<!\w)(?:{_POSTS}))(?:\s+(?:{_TITLES}|{_POSTS}|{_BODIES})){{0,6}}"
    says = r"(?:tôi|em|mình|cháu) (?:tên )?là|tên(?: tôi| em| mình)? là|họ (?:và )?tên(?: là)?\s*:?|ký tên\s*:?"
    return [
        (rf"({title}[ \u00a0]*:?[ \u00a0]+)(?-i:{free})", r"\1[tên người]"),
        (rf"({post}\s+)(?-i:{surname})", r"\1[tên người]"),
        (rf"((?<!\w)(?:{says})\s+)(?-i:{surname})", r"\1[tên người]"),
    ]


def _name_patterns():
    """A name that starts with a surname, and one of any capitalised syllables.

    Where capitals say nothing (ALL CAPITALS, all small) only a surname - and for small letters văn or thị - tells.
    """
    stop = rf"(?!(?i:{_NOT_NAMES})(?!\w))"
    first = rf"{stop}(?i:{_SURNAMES}|{_plain(_SURNAMES)})(?!\w)"
    titled = rf"{stop}[{_UPPER}][{_LOWER}]{{0,6}}(?!\w)"
    capitals = rf"{first}(?:\s+{stop}[{_UPPER}]{{1,7}}(?!\w)){{1,3}}"
    small = rf"{first}\s+(?i:văn|thị|van|thi)\s+[^\W\d_]{{1,7}}(?!\w)(?:\s+{titled})*"
    surname = rf"(?:{first}(?:\s+{titled}){{1,4}}|{capitals}|{small})"
    alone = rf"(?!(?:Hồ|Rịa|Đen|Triệu|Trưng)(?!\w)){titled}"  # Bác Hồ, Bà Rịa, Bà Đen …
    return surname, rf"(?:{titled}(?:\s+{titled}){{1,4}}|{surname}|{alone})"


def _plain(words):
    bare = unicodedata.normalize("NFD", words.replace("đ", "d"))
    return "".join(c for c in bare if not unicodedata.combining(c))


_DIGIT = re.compile(r"\d")


def _compiled(*rules):
    return [(re.compile(pattern, re.IGNORECASE), _put(mask)) for pattern, mask in rules]


def _put(mask):
    """What ``re.sub`` puts in: of a mask with a group a function, since the text is looked up anew at every call."""
    rest = mask.removeprefix(r"\1")
    return mask if rest == mask else lambda found: found[1] + rest


_OF_WORDS = _compiled(*_addresses(), *_spelt(), *_people())
_RULES = _compiled(
    *_addresses(), *_announced(), *_places(), *_numbers(), *_spelt(), *_people()
)  # only where there is a digit at all
