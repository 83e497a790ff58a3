"""An English report in the words that the check knows: numbers, units, directions, shares, denials and cautions."""

import re

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?(?![\w])")
WORDS = {
    "percentage points": "điểm %", "percentage point": "điểm %", "percent": "phần trăm", "per cent": "phần trăm",
    "people": "người", "respondents": "người", "persons": "người", "answers": "phiếu",
    "questionnaires": "phiếu", "units": "đơn vị", "comparisons": "phép", "years": "tuổi", "hours": "giờ",
    "table": "bảng", "tables": "các bảng", "figure": "hình", "annex": "phụ lục", "question": "câu",
    "higher": "cao hơn", "more": "nhiều hơn", "larger": "lớn hơn", "greater": "lớn hơn",
    "lower": "thấp hơn", "fewer": "ít hơn", "less": "ít hơn", "smaller": "nhỏ hơn",
    "highest": "cao nhất", "most often": "nhiều nhất", "largest": "lớn nhất",
    "lowest": "thấp nhất", "least": "ít nhất", "smallest": "nhỏ nhất", "least often": "ít nhất",
    "rises": "tăng", "rise": "tăng", "rose": "tăng", "increases": "tăng", "increased": "tăng", "grows": "tăng",
    "falls": "giảm", "fall": "giảm", "fell": "giảm", "decreases": "giảm", "decreased": "giảm", "drops": "giảm",
    "declines": "giảm",
    "not": "không", "no": "không", "never": "không", "cannot": "không", "nobody": "không ai",
    "nearly all": "gần như tất cả", "almost all": "gần như tất cả", "all": "tất cả",
    "an overwhelming majority": "tuyệt đại đa số", "a very large majority": "tuyệt đại đa số",
    "a large majority": "đại đa số", "a majority": "đa số", "most people": "đa số", "a minority": "thiểu số",
    "more than half": "hơn một nửa", "over half": "hơn một nửa", "about half": "khoảng một nửa",
    "nearly half": "gần một nửa", "half": "một nửa", "few people": "ít người",
    "a third": "một phần ba", "one third": "một phần ba", "two thirds": "hai phần ba",
    "a quarter": "một phần tư", "one quarter": "một phần tư", "three quarters": "ba phần tư",
    "about": "khoảng", "nearly": "gần", "almost": "gần", "twice": "gấp đôi",
    "one": "một", "two": "hai", "three": "ba", "four": "bốn", "five": "năm", "six": "sáu", "seven": "bảy",
    "eight": "tám", "nine": "chín", "ten": "mười", "hundred": "trăm", "thousand": "nghìn", "point": "phẩy",
    "twenty": "hai mươi", "thirty": "ba mươi", "forty": "bốn mươi", "fifty": "năm mươi", "sixty": "sáu mươi",
    "seventy": "bảy mươi", "eighty": "tám mươi", "ninety": "chín mươi",
    "close to the threshold": "chưa chắc đáng kể", "borderline": "chưa chắc đáng kể",
    "enough evidence": "đủ căn cứ", "cause": "nguyên nhân",
    "causes": "nguyên nhân", "random sample": "mẫu chọn ngẫu nhiên", "volunteers": "tự nguyện",
    "chose to answer": "tự nguyện", "chose to respond": "tự nguyện", "reported by themselves": "tự khai",
    "self reported": "tự khai",
}  # fmt: skip
KNOWN = re.compile(r"\b(?:{})\b".format("|".join(sorted(map(re.escape, WORDS), key=len, reverse=True))))


def told(text):
    """A plain English text with these words, and its numbers, as the check knows them; the others stay."""
    text = NUMBER.sub(lambda one: one[0].translate(str.maketrans(",.", ".,")), text)
    text = re.sub(r"(?<=\w)-(?=\w)", " ", text)
    return KNOWN.sub(lambda one: WORDS[one[0]], text)
