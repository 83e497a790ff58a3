"""What the codes of an earlier wave teach: how much of this wave is right without and with them."""

import numpy as np
import pandas as pd

from pipeline import cluster, vi
from pipeline.bench import coder

EARLIER, DRAWN = 148, (0, 50, 100)
ROUNDS = 3  # each reads the answers twice


def bench(prepared, codes, *, several, frame):
    """Yields the lines of the report, in Vietnamese; ``frame``: the codes, without key phrases."""
    if len(prepared) < 2 * (EARLIER + max(DRAWN)):
        yield f"MÃ CỦA ĐỢT TRƯỚC: quá ít câu để đo với {EARLIER} câu của đợt trước"
        return
    told = np.mean([_round(prepared, codes, several, frame, seed) for seed in range(ROUNDS)], axis=0)
    score = "micro-F1" if several else "đúng"
    yield f"MÃ CỦA ĐỢT TRƯỚC ({ROUNDS} lượt; {EARLIER} câu của đợt trước; {score} ở câu chưa mã hóa của đợt này)"
    yield "  câu rút của đợt này  không mã đợt trước  có mã đợt trước"
    for n, (without, carried) in zip(DRAWN, told, strict=True):
        yield f"  {n:<21}{vi.number(without, 3):<20}{vi.number(carried, 3)}"


def _round(prepared, codes, several, frame, seed):
    """How much is right, numbers drawn × (without, with) the codes of answers that are not among these any more."""
    order = np.random.default_rng(seed).permutation(len(prepared))
    gone = prepared.iloc[order].drop_duplicates("key")[:EARLIER]
    earlier = coder.hand(prepared, codes, order).head(EARLIER).assign(drawn=False)
    earlier = earlier.assign(**{c: gone[c].to_numpy() for c in ("text", "meaning") if c in gone})
    left = ~prepared["key"].isin(gone["key"]).to_numpy()
    now, truth = (table[left].reset_index(drop=True) for table in (prepared, codes))
    return np.transpose([_scores(now, truth, several, frame, seed, taught) for taught in (earlier[:0], earlier)])


def _scores(now, truth, several, frame, seed, earlier):
    """How much is right with each number of answers drawn, beside the earlier codes."""
    lot, model, found = np.random.default_rng(seed).permutation(len(now)), None, []
    for n in DRAWN:
        done = coder.hand(now, truth, lot[:n]).assign(drawn=True)
        hand = pd.concat([done, earlier]) if len(earlier) else done
        if len(hand):
            model = cluster.learn(now, frame, hand, several=several, seed=seed, after=model)
        given = coder.decided(model, done) if len(hand) else truth * 0
        found.append(coder.right(truth, given, lot[n:], several=several)[0] if len(hand) else np.nan)
    return found
