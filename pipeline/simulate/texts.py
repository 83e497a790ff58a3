"""Open answers put together from phrases, and made as untidy as people write them.

A phrase may hold alternatives, ``{rất|khá|} khó``; one of them is taken each time.
"""

import re
import unicodedata
from collections import defaultdict
from functools import cache
from itertools import chain, zip_longest
from math import prod

import numpy as np
import pandas as pd

from pipeline.simulate.spec import NOTHING

MESS = {"teencode": 12, "unaccented": 12, "typo": 6, "capitals": 3, "new_tones": 35, "small": 25, "decomposed": 3}
SHORT, OPENED, CLOSED, TWICE, PERSONAL = 0.35, 0.4, 0.3, 0.15, 0.01
TRIES = 30  # for a sentence that nobody wrote before
JOINTS = (". ", "; ", ", ngoài ra ", ". Bên cạnh đó, ", " và ", "\n- ")
ENDINGS = (*[""] * 30, *["."] * 25, *["..", "...", " .", "./.", " ạ"] * 2, "!", ";", " 👍", " 🙏")
TEENCODE = {
    "không": ("ko", "k", "kh"), "được": ("dc", "đc"), "mạng xã hội": ("mxh", "MXH"), "facebook": ("fb",),
    "zalo": ("zl",), "người": ("ng",), "với": ("vs",), "gì": ("j",), "điện thoại": ("đt",), "cán bộ": ("cb",),
    "cơ quan": ("cq",), "thông tin": ("ttin",), "thời gian": ("tg",), "mọi người": ("mn",), "biết": ("bik",),
    "cũng": ("cx",),
}  # fmt: skip


def column(question, own, mess, raw, rng, *, choose):
    """One open answer for each row of ``raw``, nothing blank yet.

    Returns the texts (Series) and the list of each answer's themes; ["khong_noi_gi"] for an answer that says nothing,
    and an empty list of lists for a question without themes. ``choose`` draws one option a row by shares and shifts.
    """
    if "themes" not in own:
        return pd.Series(_plain(own, len(raw), rng), index=raw.index, dtype="str"), []
    themes = _themes(own, raw, rng, choose)
    parts = {name: _lines(own, name) for name in ("openings", "closings", "personal", "nothing_said")}
    pools = {code: {k: _lines(theme, k) for k in ("short", "long")} for code, theme in own["themes"].items()}
    used = defaultdict(lambda: (set(), set()))
    written = [_answer(codes, pools, parts, used, rng) for codes in themes]
    untidy = [_signed(_untidy(text, {**MESS, **mess}, rng), parts["personal"], rng) for text in written]
    return pd.Series(untidy, index=raw.index, dtype="str"), themes


def marked(answers):
    """Positions of the answers in decomposed Unicode, without any Vietnamese mark, and with an (invented) contact."""
    return {
        "decomposed": [i for i, t in enumerate(answers) if t != unicodedata.normalize("NFC", t)],
        "unaccented": [i for i, t in enumerate(answers) if len(t) > 25 and t.isascii()],
        "personal": [i for i, t in enumerate(answers) if "0900" in t or "@example" in t.lower()],
    }


def near_copy(text, rng):
    """The same answer as another person would hand it on: one blank, one full stop or one letter different."""
    changes = (text.rstrip(". ") + " .", text.replace(" ", "  ", 1), text[0].swapcase() + text[1:], text + "..")
    return changes[rng.integers(len(changes))]


def expand(phrase, rng):
    """The phrase with one alternative taken in each ``{a|b}``."""
    return _joined(phrase, [_one(options, rng) for options in _parted(phrase)[1]])


@cache
def _parted(phrase):
    """What stands fast in a phrase, and the alternatives between."""
    pieces = re.split(r"\{([^{}|]*\|[^{}]*)\}", re.sub(r"\{([^{}|]*)\}", r"\1", phrase))
    return pieces[::2], [options.split("|") for options in pieces[1::2]]


def _joined(phrase, taken):
    pieces = chain.from_iterable(zip_longest(_parted(phrase)[0], taken, fillvalue=""))
    return " ".join("".join(pieces).split()).replace(" ,", ",")


def bare(text):
    """The text as typed on a keyboard without Vietnamese."""
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", "".join(c for c in letters if not unicodedata.combining(c)))


def _one(options, rng):
    return options[rng.integers(len(options))]


def _lines(block, name):
    return [line.strip() for line in block.get(name, "").splitlines() if line.strip()]


def _plain(own, n, rng):
    pool = _lines(own, "phrases")
    return [expand(_one(pool, rng), rng) if pool else f"Câu trả lời mô phỏng {k}" for k in range(1, n + 1)]


def _themes(own, raw, rng, choose):
    names = list(own["themes"])
    weights = np.array([float(own["themes"][name]["share"]) for name in names])
    shift = {name: own["themes"][name].get("shift", {}) for name in names}
    first = choose(names, weights, shift, raw, rng)
    second = choose(names, weights, shift, raw, rng)
    nothing = rng.random(len(raw)) < own.get("nothing", 0) / 100
    two = (rng.random(len(raw)) < own.get("two", 0) / 100) & (first != second)
    chosen = zip(first, second, two, nothing, strict=True)
    return [[NOTHING] if silent else [a, b] if both else [a] for a, b, both, silent in chosen]


def _answer(codes, pools, parts, used, rng):
    if codes == [NOTHING]:
        return expand(_one(parts["nothing_said"], rng), rng)
    joint = _one(JOINTS, rng) if len(codes) > 1 else ""
    text = joint.join(_statement(pools[code], parts, used, rng, alone=not joint) for code in codes)
    text = f"- {text}" if joint.startswith("\n") else text
    return _sentences(text)


def _statement(pool, parts, used, rng, *, alone):
    """One theme: a short remark, or a sentence with an opening and a closing as they fall."""
    if rng.random() < SHORT:
        return expand(_one(pool["short"], rng), rng)
    said = _unlike_others(pool["long"], used, rng)
    if parts["openings"] and rng.random() < OPENED:
        said = f"{expand(_one(parts['openings'], rng), rng)} {said}"
    if alone and rng.random() < TWICE:
        said = f"{said}. {expand(_one(pool['short'], rng), rng)}"
    if alone and parts["closings"] and rng.random() < CLOSED:
        said = f"{said}. {expand(_one(parts['closings'], rng), rng)}"
    return said


def _unlike_others(pool, used, rng):
    """A sentence that differs from those before in two alternatives: real people seldom write the same one.

    Random words are looked at ahead, and those that were needed are then taken: the same sentences as drawn one by one.
    """
    before, size = rng.bit_generator.state, TRIES * (1 + max(len(_parted(phrase)[1]) for phrase in pool))
    words = rng.integers(2**32, size=size, dtype=np.uint32)
    said, at, phrases, words = None, 0, _of(pool, words.astype(np.uint64)), words.tolist()
    for _ in range(TRIES):
        phrase, start = phrases[at], at + 1
        at = start + len(_parted(phrase)[1])
        said = said or _new(phrase, used[phrase], words[start:at])
        if said:
            break
    rng.bit_generator.state = before
    rng.integers(2**32, size=at, dtype=np.uint32)
    return said or expand(_one(pool, rng), rng)


def _of(options, words):
    """One of the options for each random word, as ``_one`` takes it (Lemire 2019, without its one retry in 10⁹)."""
    return [options[place] for place in (words * len(options) >> 32).tolist()]


def _new(phrase, before, words):
    """The phrase with alternatives taken; None when one before differs from it in a single alternative or none.

    ``before``: all that was taken, and each of it but for one alternative.
    """
    slots, (taken, others) = _parted(phrase)[1], before
    if slots and len(taken) == _ways(phrase):
        return None
    now = tuple(options[word * len(options) >> 32] for word, options in zip(words, slots, strict=True))
    but_one = {(at, *now[:at], *now[at + 1 :]) for at in range(len(now))}
    is_new = (now not in taken or not slots) and others.isdisjoint(but_one)
    taken.add(now)
    others |= but_one if is_new else set()
    return _joined(phrase, now) if is_new else None


@cache
def _ways(phrase):
    return prod(len(set(options)) for options in _parted(phrase)[1])


def _signed(text, notes, rng):
    """Now and then a note with an invented contact at the end of a longer answer."""
    if not notes or len(text) < 25 or rng.random() >= PERSONAL:
        return text
    return f"{text.rstrip('. ')}. {expand(_one(notes, rng), rng)}"


def _sentences(text):
    """A capital at the head of each sentence."""
    return re.sub(r"(^|^- |[.!?]\s+|\n- )(\w)", lambda found: found[1] + found[2].upper(), text)


def _untidy(text, mess, rng):
    """The answer as typed; each kind of untidiness has its own chance in percent."""
    happens = {kind: rng.random() < share / 100 for kind, share in mess.items()}
    if happens["teencode"]:
        text = _teencode(text, rng)
    if happens["typo"]:
        text = _typo(text, rng)
    if happens["new_tones"]:
        text = _new_tones(text)
    if happens["unaccented"]:
        text = bare(text)
    if happens["capitals"]:
        text = text.upper()
    elif happens["small"]:
        text = text[0].lower() + text[1:]
    text += _one(ENDINGS, rng) if len(text) > 3 else ""
    return unicodedata.normalize("NFD", text) if happens["decomposed"] else text


def _teencode(text, rng):
    for word, forms in TEENCODE.items():
        if rng.random() < 0.7:
            text = re.sub(rf"(?<!\w){word}(?!\w)", _one(forms, rng), text, flags=re.IGNORECASE)
    return text


def _typo(text, rng):
    """One slip of the finger: a letter left out, doubled, or changed places with the next."""
    if len(text) < 25:  # a slip in "không" would make another word of it
        return text
    at = int(rng.integers(1, len(text) - 2))
    here, after = text[at], text[at + 1]
    return text[:at] + _one((after, here + here + after, after + here), rng) + text[at + 2 :]


def _new_tones(text):
    """Tone mark on the second vowel (hoà, khoẻ, thuý) instead of the first (hòa, khỏe, thúy)."""

    def moved(found):
        vowel, tone = unicodedata.normalize("NFD", found[0][0])
        return unicodedata.normalize("NFC", vowel + found[0][1] + tone)

    return re.sub(r"(?<![qQ])(?:[òóỏõọ][ae]|[ùúủũụ]y)(?!\w)", moved, text)
