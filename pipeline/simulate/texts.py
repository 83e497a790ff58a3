"""Open answers put together from phrases, and made as untidy as people write them.

A phrase may hold alternatives, ``{rất|khá|} khó``; one of them is taken each time.
"""

import re
import unicodedata

import numpy as np
import pandas as pd

from pipeline.simulate.spec import NOTHING

MESS = {"teencode": 12, "unaccented": 12, "typo": 6, "capitals": 3, "new_tones": 35, "small": 25, "decomposed": 3}
SHORT, OPENED, CLOSED, TWICE, PERSONAL = 0.35, 0.4, 0.3, 0.15, 0.01
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
    used = set()
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


def expand(phrase, rng, used=None):
    """The phrase with one alternative taken in each ``{a|b}``; None when ``used`` has it but for one alternative."""
    pieces = re.split(r"\{([^{}]*)\}", phrase)
    pieces[1::2] = [_one(options.split("|"), rng) for options in pieces[1::2]]
    if used is not None:
        slots = {(phrase, at, *pieces[1:at:2], *pieces[at + 2 :: 2]) for at in range(1, len(pieces), 2)}
        if slots & used:
            return None
        used |= slots
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
    """A sentence that differs from those before in two alternatives: real people seldom write the same one."""
    tries = (expand(_one(pool, rng), rng, used) for _ in range(30))
    return next((said for said in tries if said), None) or expand(_one(pool, rng), rng)


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
