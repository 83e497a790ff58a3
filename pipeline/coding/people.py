"""People named in an answer: masked where it is shown. underthesea finds the names, nothing is fetched for it."""

import re
from collections import Counter
from functools import lru_cache

from pipeline.vi import CAPITALS

MASK = "[tên người]"
_NAMES = r"Nguyễn|Trần|Phạm|Huỳnh|Phan|Đặng|Bùi|Ngô|Đinh|Trịnh|Lê|Vũ|Võ|Hoàng|Dương"
_GIVEN = rf"(?:\s+(?:[Tt]hị|[Vv]ăn|[{CAPITALS}][^\W\d_]*))"
FULL_NAME = re.compile(rf"(?<!\w)(?:{_NAMES}){_GIVEN}{{2,3}}(?!\w)")
FEATURE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](?:\[(\d+)\])?(?:\.(\w+))?")


# given names that are words, too ("hoa", "mai"): never shown for being spoken otherwise
_GIVEN_NAMES = (
    "an anh ánh ân bắc bảo bích bình cảnh châu chi chiến chung công cúc cường diễm diệp diệu dung duy dũng dương "
    "đại đào đạt đăng điệp định đoàn đông đức giang hà hạ hải hân hạnh hào hảo hằng hậu hiền hiếu hiệp hoa hòa hoài "
    "hoàn hoàng hồng hợp huân huệ hùng huy huyền hương hường hưng hữu khang khải khánh khoa khôi kiên kiệt kiều kim "
    "kỳ lam lan lâm lập liên liễu linh loan long lộc lợi luân lương ly lý mai mạnh mẫn minh my mỹ nam nga ngà ngân "
    "nghĩa ngọc nguyên nguyệt nhã nhàn nhân nhật nhi nhung như ninh oanh phát phi phong phú phúc phương phượng quân "
    "quang quế quốc quý quyên quyết quỳnh sáng sơn sự tài tâm tân thạch thái thanh thành thảo thắng thắm thiện "
    "thịnh thoa thu thuận thủy thúy thùy thư thương tiên tiến tình tĩnh toàn trang trâm trân trí trinh trung trúc "
    "trường trọng tú tuấn tuyến tuyết tùng tường uyên vân việt vinh vy vương xuân yên yến"
)
GIVEN = frozenset(_GIVEN_NAMES.split())
SPOKEN = 5  # answers that write a word small, from which it is no name
TITLED = r"(?<!\w)(?i:ông|bà|anh|chị|em|cô|thầy|chú|bác|cậu|dì|cháu|bạn|đồng chí|đ/c)\s+{name}(?!\w)"


def spoken(texts):
    """Words that SPOKEN of these answers write without a capital ("pin", "oppo"), but given names: a frozenset."""
    found = Counter(word for text in texts for word in {*re.findall(r"[^\W\d_]+", text)} if word.islower())
    return frozenset(word for word, many in found.items() if many >= SPOKEN) - GIVEN


@lru_cache(50_000)
def unnamed(text, spoken=frozenset()):
    """The text with people's names masked: full names, and those underthesea finds.

    A word that begins a sentence with a capital is taken for a name too often: it is none where the same word without
    its capital is an adjective, a verb or the like ("Ồn ào quá", "Ổn"), nor where it is one of the words ``spoken`` and
    does not follow "cô", "anh" and the like.
    """
    text = FULL_NAME.sub(MASK, text)
    for name in _people(tagged(text)):
        is_spoken = name.lower() in spoken and not re.search(TITLED.format(name=re.escape(name)), text)
        if not is_spoken and not _is_word(name, text):
            text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)".replace(r"\ ", r"\s+"), MASK, text)
    return text


def _is_word(name, text):
    """Is this an ordinary word, capital only for beginning a sentence?"""
    if " " in name or not re.search(rf"(?:^|[.!?…:;\n])\W*{re.escape(name)}(?!\w)", text):
        return False
    spoken = _parts_of_speech(text.lower())
    found = next(((word, tag) for word, tag in spoken if name.lower() in word.split()), None)
    return found is not None and (" " in found[0] or not found[1].startswith("N"))


def _people(words):
    found = []
    for word, *_, tag in words:
        if tag == "B-PER":
            found.append(word)
        elif tag == "I-PER" and found:
            found[-1] += f" {word}"
    return found


def tagged(text):
    """``underthesea.ner(text)``: (word, part of speech, phrase, name) of every word.

    Same models, same features; only these are made once a sentence, where underthesea goes through the whole sentence
    for each feature of each word, which is most of its time.
    """
    from underthesea.pipeline.chunking.model_crf import CRFChunkingPredictor
    from underthesea.pipeline.ner.model_crf import CRFNERPredictor

    phrases = _tagged(_parts_of_speech(text), CRFChunkingPredictor.Instance())
    return _tagged(phrases, CRFNERPredictor.Instance())


def _parts_of_speech(text):
    from underthesea import word_tokenize
    from underthesea.pipeline.pos_tag.model_crf import CRFPOSTagPredictor

    return _tagged([(word,) for word in word_tokenize(text)], CRFPOSTagPredictor.Instance())


def _tagged(words, predictor):
    """The words with one more tag, by one of underthesea's conditional random fields."""
    if not words:
        return []
    columns = [*zip(*words, strict=True), ("X",) * len(words)]  # the tag sought is an X while it is not known
    told = [_feature(columns, syntax) for syntax in predictor.transformer.template]
    tags = predictor.model.tag([list(own) for own in zip(*told, strict=True)])
    return [(*word, tag) for word, tag in zip(words, tags, strict=True)]


def _feature(columns, syntax):
    """One feature ("T[-1,0][1]") of every word of a sentence, written as underthesea's ``template2features`` does."""
    first, size, column, function = _parsed(syntax)
    words, n = columns[column], len(columns[column])
    words = [str(function(word)) for word in words] if function else words
    starts = range(first, first + n)
    return [
        f"{syntax}={'BOS' if at < 0 else 'EOS' if at + size > n else ' '.join(words[at : at + size])}" for at in starts
    ]


@lru_cache
def _parsed(syntax):
    """Where a feature begins beside the word, how many words it joins, of which column, and what is made of them."""
    from underthesea.pipeline.ner import tagged_feature

    first, last, column, function = FEATURE.fullmatch(syntax).groups()
    size = int(last or first) - int(first) + 1
    return int(first), size, int(column or 0), getattr(tagged_feature, f"text_{function}", None)
