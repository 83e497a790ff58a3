"""Do 95 % intervals of codes' shares hold the true share, and how narrow are they, beside random decisions alone?"""

import numpy as np
import pandas as pd

from pipeline import cluster, vi
from pipeline.bench import coder
from pipeline.cluster.shares import estimate

DRAWN = (50, 150, 300)


def bench(prepared, codes, *, several, frame, rounds, drawn=DRAWN, told=""):
    """Yields the lines of the report, in Vietnamese; ``frame``: the codes, with or without key phrases."""
    found, after = [], None
    for seed in range(rounds):
        for many in (n for n in drawn if n <= len(prepared) / 2):
            part, after = _round(prepared, codes, frame, several, seed, many, after)
            found += part
    table = pd.DataFrame(found)
    if table.empty:
        yield f"TỶ LỆ ƯỚC LƯỢNG: quá ít câu để đo với {drawn[0]} câu rút ngẫu nhiên"
        return
    yield f"TỶ LỆ ƯỚC LƯỢNG ({rounds} lượt × {codes.shape[1]} mã; khoảng 95 %{told})"
    yield "  rút ngẫu nhiên  khoảng chứa đúng  (mã < 10 %)     chỉ câu rút  lệch (điểm)  bề rộng  chỉ câu rút  so với"
    for many, part in table.groupby("many"):
        rare = part[part["true"] < 0.1]
        held = [vi.percent(100 * p["held"].mean()) if len(p) else vi.MISSING for p in (part, rare)]
        wide, alone = part["wide"].mean(), part["alone_wide"].mean()
        bias, only = vi.number(100 * part["off"].mean(), 2), vi.percent(100 * part["alone_held"].mean())
        yield f"  {many:<16}{held[0]:<18}{held[1]:<16}{only:<13}{bias:<13}" + (
            f"{vi.number(100 * wide, 1):<9}{vi.number(100 * alone, 1):<13}{vi.number(wide / alone, 2)}"
        )


def _round(prepared, codes, frame, several, seed, many, after):
    """Of every code: was its true share inside, how wide, and the same without the machine."""
    lot = np.random.default_rng([seed, many]).permutation(np.flatnonzero(prepared["kind"].eq("content")))[:many]
    hand = coder.hand(prepared, codes, lot).assign(drawn=True)
    model = cluster.learn(prepared, frame, hand, several=several, seed=seed, after=after)
    out = cluster.held_out(model, hand).reindex(prepared["key"]).fillna(0)
    found = []
    for code in codes:
        true = codes[code].to_numpy(float)
        told = estimate(out[code].to_numpy(), np.ones(len(true)), lot, true[lot])
        low, high = told["alone_low"], told["alone_high"]
        found.append({
            "many": many, "true": true.mean(), "held": told["low"] <= true.mean() <= told["high"],
            "alone_held": low <= true.mean() <= high, "wide": told["high"] - told["low"], "alone_wide": high - low,
            "off": told["share"] - true.mean(),
        })  # fmt: skip
    return found, model
