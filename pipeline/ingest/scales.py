"""Answers that form an ordered scale: words of degree, frequency, quality; bands of numbers; low to high."""

import re

from pipeline.ingest.text import lower

APART = re.compile(
    r"(?:không|ko|chưa) (?:có )?(?:ý kiến|biết|rõ|nhớ|áp dụng|trả lời|muốn trả lời|chắc(?: chắn)?)(?: rõ)?"
    r"|khó (?:trả lời|nói)|từ chối(?: trả lời)?|khác|mục khác"
    r"|others?|n\.?/?a\.?|n\.e\.|no ?answer|no ?comment|no ?cmt|no opinion|refused"
    r"|(?:i )?(?:don'?t|do not) know|dontknow|dk|not (?:applicable|sure)|unsure|prefer not to (?:say|answer)"
)
LADDERS = {
    "mức độ thường xuyên": (
        r"(?:không|chưa) bao giờ|chưa từng|never|không sử dụng|không dùng",
        r"(?:rất )?hiếm khi|rất ít khi|hiếm|rarely|seldom|hardly ever",
        r"ít khi|không thường xuyên", r"thỉnh thoảng|đôi khi|lúc có lúc không|sometimes|occasionally",
        r"khá thường xuyên|fairly often", r"thường xuyên|thường|often|frequently|regularly",
        r"rất thường xuyên|hầu như luôn(?: luôn)?|usually|very often|most of the time",
        r"(?:hàng|hằng) ngày|daily", r"luôn luôn|luôn|always",
    ),
    "nhịp thời gian": (
        r"(?:không|chưa) bao giờ|never", r"(?:hàng|hằng|mỗi) năm|yearly|annually", r"(?:hàng|hằng|mỗi) quý|quarterly",
        r"(?:hàng|hằng|mỗi) tháng|monthly", r"(?:hàng|hằng|mỗi) tuần|weekly", r"(?:hàng|hằng|mỗi) ngày|daily",
    ),
    "chất lượng": (
        r"rất (?:kém|tệ|yếu)|very (?:poor|bad)", r"kém|yếu|tệ|poor|bad",
        r"trung bình|bình thường|tạm được|fair|average",
        r"khá|fairly good", r"tốt|giỏi|good", r"rất tốt|very good", r"xuất sắc|tuyệt vời|excellent",
    ),
    "mức cao thấp": (
        r"nil|none|không có", r"rất thấp|very low", r"lo|low|thấp", r"med|mid|medium|moderate|trung bình|vừa",
        r"hi|high|cao", r"rất cao|very high",
    ),
    "lượng nhiều ít": (
        r"không|không chút nào|none|not at all", r"rất ít|very little", r"ít|a little|little",
        r"vừa phải|vừa|bình thường|some|moderate(?:ly)?",
        r"khá nhiều|quite a lot", r"nhiều|much|a lot", r"rất nhiều|very much",
    ),
    "trình độ": (
        r"tiểu học|primary(?: school)?", r"thcs|trung học cơ sở|jhs|secondary school",
        r"thpt|trung học phổ thông|hs|high school",
        r"trung cấp", r"cao đẳng|college", r"đại học|uni|university|bachelor'?s?(?: degree)?",
        r"sau đại học|grad|graduate",
        r"thạc sĩ|thạc sỹ|master'?s?(?: degree)?", r"tiến sĩ|tiến sỹ|ph\.?d\.?|doctorate",
    ),
}  # fmt: skip
NEUTRAL = re.compile(
    r"trung lập|bình thường|trung bình|phân vân|lưỡng lự|neutral|undecided|neither\b.*"
    r"|không (?:đồng ý|hài lòng).*(?:cũng|,).*không.*"
)
DEGREES = [
    (-3, r"(?:(?:hoàn toàn|rất|cực kỳ|vô cùng) (?:không|chưa)|không (?:hề|chút nào)|not at all"
         r"|(?:very|extremely|strongly|totally|completely) not) "),
    (-1, r"(?:ít|hơi không|phần nào không|khá không|không .{0,6}mấy|not (?:very|so)"
         r"|(?:somewhat|slightly|fairly) not) "),
    (-2, r"(?:không|chưa|not) "),
    (1, r"(?:hơi|phần nào|một phần|tương đối|khá|tạm|cũng|somewhat|slightly|fairly|rather|moderately|quite|a little) "),
    (3, r"(?:rất|hoàn toàn|cực kỳ|vô cùng|đặc biệt|very|extremely|strongly|totally|completely|highly) "),
]  # fmt: skip
OPPOSITES = [(r"\bdis(?=satisf|agree)", "not "), (r"\bun(?=important|likely|happy|helpful|comfortable|satisf)", "not ")]
BAND = re.compile(
    r"(?P<below>dưới|ít hơn|không quá|tối đa|chưa đến|less than|under|below|fewer than|up to|at most|<|≤)?\s*"
    r"(?P<above>trên|hơn|nhiều hơn|từ trên|more than|over|above|at least|>|≥)?\s*(?:từ|khoảng|between|from|about)?\s*"
    r"(?P<first>\d[\d.,]*|an?\b|một\b|nửa\b|half an?\b)"
)
UNITS = [
    (r"phút|minutes?|mins?", 1 / 60), (r"giờ|tiếng|hours?|h", 1), (r"ngày|days?", 24), (r"tuần|weeks?", 168),
    (r"tháng|months?", 730), (r"năm|years?", 8760), (r"nghìn|ngàn|k", 1e3), (r"triệu|tr", 1e6), (r"tỷ|tỉ", 1e9),
]  # fmt: skip


def order(labels):
    """Labels low to high, the ones apart from the scale, and the scale's name; None where they form no scale.

    Recognised: ladders of words (frequency, quality, level, amount, education), degrees of one word ("rất không hài
    lòng" … "rất hài lòng", "strongly disagree" … "strongly agree"), and bands that start with a number. A scale has at
    least three points, each at its own place; "không có ý kiến", "N/A", "Khác" … stand apart.
    """
    apart = [text for text in labels if is_apart(text)]
    points = [text for text in labels if text not in apart]
    for name, places in ((n, place(points)) for n, place in _readings(labels).items()):
        if len(points) >= 3 and None not in places and len(set(places)) == len(places):
            return [text for _, text in sorted(zip(places, points, strict=True))], apart, name
    return None


def is_apart(label):
    """Whether the label stands outside any scale ("không có ý kiến", "N/A", "Khác")."""
    return bool(APART.fullmatch(lower(label).rstrip(" .…")) or APART.fullmatch(lower(label)))


def _readings(labels):
    ladders = {name: lambda points, steps=steps: [_step(p, steps) for p in points] for name, steps in LADDERS.items()}
    return {**ladders, "mức độ": _degrees, "khoảng số": lambda points: [_band(p) for p in points]}


def _step(label, steps):
    return next((place for place, step in enumerate(steps) if re.fullmatch(step, lower(label))), None)


def _degrees(points):
    """Places of labels that all say the same word in other degrees; None for a label that does not."""
    found = [_degree(lower(p)) for p in points]
    words = {word for _, word in found if word}
    return [place for place, _ in found] if len(words) == 1 else [None]


def _degree(text):
    if NEUTRAL.fullmatch(text):
        return 0, ""
    for pattern, instead in OPPOSITES:
        text = re.sub(pattern, instead, text)
    for place, pattern in DEGREES:
        found = re.match(pattern, text)
        if found:
            return place, text[found.end() :]
    return 2, text


def _band(label):
    """Place of a label such as "Dưới 5", "Từ 5 – dưới 10", "30-60 phút", "Trên 5 giờ"; None for other words."""
    text = lower(label)
    found = BAND.match(text)
    if not found:
        return None
    first = _number(found["first"])
    numbers = [_number(n) for n in re.findall(r"\d[\d.,]*", text)] or [first]
    open_end = bool(found["above"]) or bool(re.search(r"\+|trở lên|or more|and (?:over|above)|over$", text))
    below = bool(found["below"]) or bool(re.search(r"trở xuống|or less", text))
    unit = next((factor for word, factor in UNITS if re.search(rf"[\d\sa](?:{word})\b", text)), 1)
    return first * unit, -1 if below else 1 if open_end else 0, numbers[-1] * unit


def _number(text):
    text = text.strip(".,")
    if not text[:1].isdigit():
        return 0.5 if text.startswith(("nửa", "half")) else 1.0
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", text):
        return float(re.sub(r"[.,]", "", text))
    return float(re.sub(r"[.,](?=.*[.,])", "", text).replace(",", "."))
