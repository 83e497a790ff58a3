"""Short names: the columns ``short_vi`` and ``short_en`` of an XLSForm, and what serves where they are empty."""

import re
from dataclasses import replace

from pipeline.questionnaire.rows import rows, survey_rows

COLUMNS = {"short_vi": "vi", "short_en": "en"}
LONGEST = 90
NUMBER = re.compile(r"^\s*(?:câu\s+\d+\w?|\d{1,2}|[a-zđ])\s*[.:)]\s*(?=\S)", re.IGNORECASE)
YOU = re.compile(
    r"(?:\b(?:của|theo)\s+)?\b(?:ông\s*/\s*bà|ông \(bà\)|anh\s*/\s*chị|anh \(chị\)|quý vị)(?:\s*[,:])?\s*"
    r"|(?:^|\b(?:của|theo)\s+)bạn\b(?!\s+bè)(?:\s*[,:])?\s*",
    re.IGNORECASE,
)
BOLD = re.compile(r"\*\*(?=\S)(.+?)(?<=\S)\*\*|__(?=[^\s_])(.+?)(?<=[^\s_])__")  # as XLSForm writes it
WHICH = re.compile(r"^(?:thuộc|là) (.+) nào$", re.IGNORECASE)  # "thuộc nhóm tuổi nào"
SPECIFY = re.compile(
    r"\s*\((?:xin |vui lòng |đề nghị |please )?(?:(?:ghi|nêu) (?:cụ thể|rõ)|specify)\b[^()]*\)\s*:?\s*$", re.IGNORECASE
)
ANSWERED = re.compile(r"\$\{[^}]*\}")
ASIDE = re.compile(r"\s*\([^()]*\)")
WHEN = re.compile(r"^(?:trong|từ|trước|sau|khi|hiện|đến|tính|nếu|so)\b[^,]*,\s*", re.IGNORECASE)
QUESTIONS = re.compile(r"\b(?:nào|gì|không|bao nhiêu|mấy|sao|ai|đâu|chưa)\b", re.IGNORECASE)
# what people do or are: "Chưa tốt", "Không bao giờ" say nothing of people
VERB = (
    "(?:đọc|nghe|xem|biết|hiểu|học|dùng|sử dụng|tham gia|kết hôn|đăng ký|mua|gặp|nhận|gửi|là|hài lòng|đồng ý|tin"
    "|tin tưởng|quan tâm|ủng hộ|làm|đi|tập huấn|trả lời|phổ biến|chia sẻ|truy cập|tiêm|đến|sống|muốn)"
)
DID = re.compile(
    rf"^(?:đã|chưa|đang|từng|có|không) (?:từng |được )?{VERB} (?!đầy đủ|một phần|rõ|nhiều|ít)\S+", re.IGNORECASE
)
AGE = re.compile(
    r"(?:dưới|trên|từ|đủ) \d+(?: (?:đến|đến dưới) \d+)? tuổi(?: trở (?:lên|xuống))?|\d+ ?[–-] ?\d+ tuổi", re.IGNORECASE
)
DO_THEY = re.compile(rf"(?:có |có phải )?(?P<what>{VERB} [^,;]+?) (?:hay )?không", re.IGNORECASE)
DONE_YET = re.compile(rf"(?:đã )(?:từng )?(?P<what>(?:được )?{VERB} [^,;]+?) (?:hay )?chưa", re.IGNORECASE)
VIETNAMESE = re.compile("[ăâđêôơưáàảãạéèẻẽẹíìỉĩịóòỏõọúùủũụýỳỷỹỵếềểễệấầẩẫậắằẳẵặốồổỗộớờởỡợứừửữự]", re.IGNORECASE)
BREAKS = re.compile(
    r"[,;:–]|\s(?=(?:của|về|trong|ở|khi|với|trên|cho|theo|tại|để|do|vì|mà|và|hoặc|hay|từ|đến|giữa|of|in|on|for|with|and"
    r"|or|by|to|at)\s)"
)


def unmarked(label):
    """A label without what serves a form alone: marks of bold, "(xin ghi rõ)", and earlier answers put in ("…" in their
    place)."""
    label = SPECIFY.sub("", label) or label
    label = ANSWERED.sub("…", label) if "${" in label else label
    return BOLD.sub(r"\1\2", label) if "**" in label or "__" in label else label


def shortened(label, longest=LONGEST):
    """A label without its number, "Ông/Bà" and question mark. Where it is long it loses what stands in brackets, then
    a beginning that says when, and is cut before a word that begins a new part, so that no word of two syllables is
    parted; the whole where it has no such place."""
    label = unmarked(" ".join(label.split()))
    text = " ".join(YOU.sub(" ", NUMBER.sub("", label)).split()).rstrip("?:. ").replace(" ,", ",")
    text = WHICH.sub(r"\1", text)
    text = ASIDE.sub("", text) if len(text) > longest else text
    text = WHEN.sub("", text) if len(text) > longest else text
    if len(text) > longest:
        cuts = [found.start() for found in BREAKS.finditer(text) if longest / 2 <= found.start() < longest]
        text = f"{text[: cuts[-1]].rstrip()}…" if cuts else text
    return text or label


def lowered(text):
    """The text as it goes on inside a sentence: its first letter small, unless the first word – or the one after it, as
    in "Luật An ninh", "Mặt trận Tổ quốc" – is a name."""
    first, *rest = text.split(" ")
    is_name = first[1:].lower() != first[1:] or any(word[:1].isupper() for word in rest[:2]) or len(first) < 2
    return text if is_name else " ".join([first.lower(), *rest])


def proposed(label):
    """A noun phrase guessed from a Vietnamese label of a question; "" where no simple rule gives one."""
    text = shortened(label)
    degree, many = re.search(r"\s+ở mức độ nào$", text), re.search(r"\bbao nhiêu ((?:\S+ )+\S+)$", text)
    if "…" in text or "," in text[: degree.start() if degree else 0] or not VIETNAMESE.search(text):
        return ""
    if degree:
        return f"mức độ {lowered(text[: degree.start()])}"
    return f"số {many[1]}" if many else "" if QUESTIONS.search(text) else lowered(text)


def people(label, question=""):
    """Whom an option means, guessed where its own words, or "Có", "Không" with those of its question, leave no doubt:
    "người đã đọc Bộ Quy tắc", "người dưới 30 tuổi", "người không sử dụng mạng xã hội"; else ""."""
    label = " ".join(label.split())
    if AGE.fullmatch(label) or DID.match(label):
        return f"người {label[:1].lower()}{label[1:]}"
    asked = DONE_YET.fullmatch(shortened(question)) or DO_THEY.fullmatch(shortened(question))
    if not asked or "…" in asked[0] or QUESTIONS.search(asked["what"]):
        return ""
    yes, no = ("đã", "chưa") if asked.re is DONE_YET else ("có", "không")
    said = {"có": yes, "rồi": yes, "đã": yes, "không": no, "chưa": no}.get(label.lower())
    return f"người {said} {asked['what']}" if said else ""


def with_shorts(form, sheets):
    """The questionnaire with what its file says in the columns of short names; blank cells give none."""
    asked = {row.number: _given(row) for row in survey_rows(sheets) if _given(row)}
    listed = {(row["list name"], row["name"]): _given(row) for row in rows(sheets, "choices") if _given(row)}
    return replace(
        form,
        sections=tuple(
            replace(s, questions=tuple(_question(q, asked.get(q.row, {}), listed) for q in s.questions))
            for s in form.sections
        ),
    )


def _given(row):
    return {language: " ".join(row[column].split()) for column, language in COLUMNS.items() if row[column]}


def _question(question, shorts, listed):
    choices, more = (
        tuple(replace(c, shorts=listed.get((question.list_name, c.name), {})) for c in group)
        for group in (question.choices, question.listed)
    )
    return replace(question, shorts=shorts, choices=choices, listed=more)
