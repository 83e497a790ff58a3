"""People named in an answer: masked where it is shown. underthesea finds the names, nothing is fetched for it."""

import re
from functools import lru_cache

from pipeline.vi import CAPITALS

MASK = "[tên người]"
_NAMES = r"Nguyễn|Trần|Phạm|Huỳnh|Phan|Đặng|Bùi|Ngô|Đinh|Trịnh|Lê|Vũ|Võ|Hoàng|Dương"
_GIVEN = rf"(?:\s+(?:[Tt]hị|[Vv]ăn|[{CAPITALS}][^\W\d_]*))"
FULL_NAME = re.compile(rf"(?<!\w)(?:{_NAMES}){_GIVEN}{{2,3}}(?!\w)")
FEATURE = re.compile(r"T\[(-?\d+)(?:,(-?\d+))?\](?:\[(\d+)\])?(?:\.(\w+))?")


@lru_cache(50_000)
def unnamed(text):
    """The text with people's names masked: full names, and those underthesea finds.

    A word that begins a sentence with a capital is taken for a name too often: it is none where the same word without
    its capital is an adjective, a verb or the like ("Ồn ào quá", "Ổn").
    """
    text = FULL_NAME.sub(MASK, text)
    for name in _people(tagged(text)):
        if not _is_word(name, text):
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
