"""Coding by hand in a notebook: the answers where one more decision helps most, and one call that keeps decisions."""

import pandas as pd

from pipeline import cluster
from pipeline.coding import files, turns
from pipeline.coding.deciding import SEED, learn
from pipeline.coding.frame import FrameError, names, resolved
from pipeline.coding.hand import DRAWN, decided, latest, parted

SUGGESTED = 3


def next_answers(one, count=10, *, seed=SEED):
    """The answers of a study to decide next: khóa, câu trả lời, số người, gợi ý, cách chọn.

    The most doubtful ones by turns with ones drawn at random ("rút ngẫu nhiên", which promises and shares rest on).
    ``gợi ý`` names the likeliest codes with their probability, but for those drawn (no machine leads). Equal answers
    are one row.
    """
    hand, several = decided(one.hand, one.frame), one.quality["several"]
    model = learn(one.prepared, one.frame, one.hand, several=several, seed=seed)
    lot = cluster.waiting(cluster.line(one.prepared), hand["key"])[:count]
    doubtful = cluster.ask_next(model, hand, count) if model is not None else []
    is_first = len(hand) < turns.FIRST or not doubtful
    mixed = lot if is_first else [key for pair in zip(lot, doubtful, strict=False) for key in pair]
    keys = list(dict.fromkeys([*mixed, *lot]))[:count]
    rows = one.prepared[one.prepared["key"].isin(keys)]
    people, texts = rows["key"].value_counts(), rows.drop_duplicates("key").set_index("key")["text"]
    chances, labels = probabilities(one.prepared, model), names(one.frame)
    ways = {key: turns.SAID[DRAWN] if key in lot else "máy phân vân" for key in keys}
    hints = {key: "" if key in lot else hint(chances, key, labels) for key in keys}
    found = [(k, texts[k], int(people[k]), hints[k], ways[k]) for k in keys]
    return pd.DataFrame(found, columns=["khóa", "câu trả lời", "số người", "gợi ý", "cách chọn"])


def probabilities(prepared, model):
    """Key → probability of each code; no columns while there is no model."""
    if model is None:
        return pd.DataFrame(index=prepared["key"].drop_duplicates())
    return cluster.suggest(model).set_axis(prepared["key"]).groupby(level=0, sort=False).first()


def likeliest(chances, key, count=SUGGESTED):
    """(code, probability) of the likeliest codes of one answer, best first."""
    row = (
        chances.loc[key].sort_values(ascending=False, kind="stable") if key in chances.index else pd.Series(dtype=float)
    )
    return list(row.head(count).items())


def hint(chances, key, labels):
    """ "K3 Tin giả 0,81; K1 …": the likeliest codes in words."""
    told = [f"{code} {labels[code]} {p:.2f}".replace(".", ",") for code, p in likeliest(chances, key)]
    return "; ".join(told)


def decide(work, one, decisions, *, coder):
    """Keeps a person's decisions on the disk: ``{khóa: "K1; K3"}``; "" takes one back. Returns how many were kept.

    FrameError for a key or a code that is not there; then nothing is kept.
    """
    texts = one.prepared.drop_duplicates("key").set_index("key")["text"]
    known = resolved(one.frame)
    for key, codes in decisions.items():
        strange = [code for code in parted(codes) if code not in known]
        if key not in texts.index or strange or not coder.strip():
            what = (
                f"mã «{strange[0]}» không có trong bảng mã" if strange else f"khóa «{key}» không có, hoặc thiếu coder"
            )
            raise FrameError(f"Chưa lưu gì: {what}. Sửa rồi gọi lại.")
    name, line = one.question.name, cluster.line(one.prepared)
    seen = set(latest(files.read_hand(work, name, one.frame))["key"])
    told = []
    for key in sorted(decisions, key=list(dict.fromkeys([*line, *decisions])).index):  # as their turns come
        told.append((key, texts[key], parted(decisions[key]), "sổ tay", turns.mark(line, (), seen, (), key)))
        seen.add(key)
    files.append_all(work, name, told, coder.strip())
    return len(told)
