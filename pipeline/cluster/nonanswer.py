"""Answers that were written but say nothing, found by rule before any model sees them."""

import re

import pandas as pd

from pipeline.cluster.normal import bare, expand, is_unmarked, syllables

NO = r"(?:không|chưa|chẳng|chả|hiện không|hiện chưa)"
OPENING = r"(?:(?:dạ|vâng|thưa|em|tôi|mình|cá nhân|bản thân|hiện tại|hiện nay|tạm thời|thì|cũng|vẫn|nói chung) )*"
CLOSING = r"(?: (?:ạ|a|à|nhé|nha|nhá|luôn|cả|hết|đâu|nữa|thêm|khác|cụ thể|riêng|nào|gì|em|bạn|cảm ơn))*"
NOTHING = r"(?:ý kiến|đề xuất|góp ý|đóng góp|kiến nghị|nhận xét|bình luận|bổ sung|ý tưởng|câu trả lời|thắc mắc|câu hỏi"
NOTHING += r"|khó khăn|vướng mắc|trở ngại|bất cập)"
MATTER = rf"{NOTHING}(?: (?:và |hay |hoặc )?{NOTHING})*"
THOUGHT = r"(?:biết|rõ|nhớ|nghĩ|nghĩ ra|nghĩ tới|nghĩ đến|nghĩ được)"
MANNER = r"(?: (?:phải )?(?:nói|trả lời|ghi|viết|điền|góp ý)(?: (?:sao|gì|thế nào|như thế nào))?)?"
RULES = {
    "chỉ nói không": rf"{NO}(?: {NO})*",
    "không có ý kiến": rf"{NO}(?: có| còn| gặp| thấy)*(?: {MATTER})?|miễn {NOTHING}",
    "không biết, chưa nghĩ ra": rf"{NO} {THOUGHT}{MANNER}",
    "bỏ qua, không trả lời": r"bỏ qua|không trả lời|không muốn trả lời|không áp dụng|như trên|trống",
}
WHOLE = {name: re.compile(f"{OPENING}(?:{rule}){CLOSING}") for name, rule in RULES.items()}
BARE = {name: re.compile(bare(rule.pattern)) for name, rule in WHOLE.items()}
NOTHING_WORDS = {"none", "null", "nil", "na", "n a", "no", "nope", "nothing", "no comment", "không biết nữa", "0"}


def non_answers(texts):
    """Mark answers that give no opinion ("không", "ko có ý kiến", ".", "chưa nghĩ ra", "không có gì ạ").

    Only the whole answer counts: "không có thời gian kiểm chứng" is an opinion. Returns a ``bool`` Series on the same
    index; a missing answer is False, because nothing was written.
    """
    return non_answer_rules(texts).ne("")


def non_answer_rules(texts):
    """Name the rule by which an answer gives no opinion; "" where it gives one or nothing was written."""
    rules = [_rule(syllables(text)) if isinstance(text, str) else "" for text in texts]
    return pd.Series(rules, index=texts.index, name=texts.name, dtype="str")


def _rule(parts):
    text = " ".join(expand(parts))
    if not text:
        return "không có chữ"
    if text in NOTHING_WORDS or (len(text) == 1 and not text.isdigit()):
        return "từ để trống"
    found = [name for name, rule in WHOLE.items() if rule.fullmatch(text)]
    # Stripping marks from everybody would turn "chùa" into "chưa".
    if not found and is_unmarked(parts):
        found = [name for name, rule in BARE.items() if rule.fullmatch(bare(text))]
    return found[0] if found else ""
