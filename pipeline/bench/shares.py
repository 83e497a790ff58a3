"""Do 95 % intervals of codes' shares hold the true share, and how narrow are they, beside random decisions alone?"""

import numpy as np
import pandas as pd

from pipeline import cluster, vi
from pipeline.bench import coder
from pipeline.cluster.shares import estimate

DRAWN = (50, 150, 300)
ROUNDS = 40  # they say the width to 0.02 at 50 answers drawn, but the coverage to 2 points only


def bench(prepared, codes, *, several, frame, rounds, drawn=DRAWN, told=""):
    """Yields the lines of the report, in Vietnamese; ``frame``: the codes, with or without key phrases.

    ± is the standard error between rounds; widths are means over codes and rounds. Drawn answers that happen to be
    unlike the rest mislead with the machine and without: a coverage is read beside that of the drawn answers alone.
    ``r``: how the machine's word and the truth go together in the answers not drawn; it leaves of the width √(1 − r²)
    at best.
    """
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
    yield (
        "  câu rút  khoảng chứa đúng  (mã < 10 %)  chỉ câu rút       lệch (điểm)  bề rộng  chỉ câu rút  so với"
        "         mã lớn nhất  r"
    )
    for many, part in table.groupby("many"):
        yield f"  {many:<9}" + "".join(_figures(part))


def _figures(part):
    """The columns of one number of answers drawn."""
    largest, by_round = part[part["true"].eq(part["true"].max())], part.groupby("seed").mean()
    rare = part.loc[part["true"] < 0.1, "held"]
    held, alone = (_covered(by_round[name]) for name in ("held", "alone_held"))
    ratio = f"{_ratio(part)} ± {vi.number(_error(by_round['wide'] / by_round['alone_wide']), 2)}"
    yield f"{held:<18}{vi.percent(100 * rare.mean()) if len(rare) else vi.MISSING:<13}"
    yield f"{alone:<18}{vi.number(100 * part['off'].mean(), 2):<13}"
    yield f"{vi.number(100 * part['wide'].mean(), 1):<9}{vi.number(100 * part['alone_wide'].mean(), 1):<13}"
    yield f"{ratio:<15}{_ratio(largest):<13}{vi.number(largest['r'].mean(), 2)}"


def _covered(rounds):
    return f"{vi.percent(100 * rounds.mean())} ± {vi.number(100 * _error(rounds), 1)}"


def _ratio(part):
    return vi.number(part["wide"].mean() / part["alone_wide"].mean(), 2)


def _error(rounds):
    return rounds.std(ddof=1) / np.sqrt(len(rounds)) if len(rounds) > 1 else np.nan


def _round(prepared, codes, frame, several, seed, many, after):
    """Of every code: was its true share inside, how wide, and the same without the machine."""
    lot = np.random.default_rng([seed, many]).permutation(np.flatnonzero(prepared["kind"].eq("content")))[:many]
    hand = coder.hand(prepared, codes, lot).assign(drawn=True)
    after = after and after._replace(say=None)  # what another round tried must not teach this one
    model = cluster.learn(prepared, frame, hand, several=several, seed=seed, after=after)
    out = cluster.held_out(model, hand).even.reindex(prepared["key"]).fillna(0)
    found = []
    for code in codes:
        true, said = codes[code].to_numpy(float), out[code].to_numpy()
        told, left = estimate(said, np.ones(len(true)), lot, true[lot]), np.setdiff1d(np.arange(len(true)), lot)
        low, high = told["alone_low"], told["alone_high"]
        found.append({
            "seed": seed, "many": many, "true": true.mean(), "held": told["low"] <= true.mean() <= told["high"],
            "alone_held": low <= true.mean() <= high, "wide": told["high"] - told["low"], "alone_wide": high - low,
            "off": told["share"] - true.mean(), "r": _together(said[left], true[left]),
        })  # fmt: skip
    return found, model


def _together(said, true):
    return np.corrcoef(said, true)[0, 1] if said.std() and true.std() else 0.0
