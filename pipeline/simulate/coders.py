"""Two simulated coders of the sample's open answers, so that it shows how hand coding and agreement work."""

import numpy as np
import pandas as pd

from pipeline import cluster, privacy
from pipeline.coding.frame import NO_OPINION
from pipeline.coding.hand import DRAWN, HEADINGS, SIMULATED, joined

CODERS = ("mô phỏng A", "mô phỏng B")
SLIP = 0.05  # of answers a coder gives another code: published second coders agree on about 95 in 100
NOTHING = "khong_noi_gi"


def hand_codes(texts, themes, codes, *, sizes=(300, 80), seed=2022):
    """What the two write down about answers drawn at random: the columns of a hand-code file, the first coder's first.

    ``themes``: the true themes of each answer, aligned with ``texts``; ``codes``: theme → code. They take the first
    answers in the random order, the second coder fewer, as in a blind sample. A coder slips on 5 % of answers, which
    depends on ``seed``.
    """
    read = cluster.keyed(privacy.scrub(texts))
    told = read.assign(themes=pd.Series(themes, texts.index)).drop_duplicates("key").set_index("key", drop=False)
    chosen = told.loc[cluster.waiting(cluster.line(read), ())[: max(sizes)]]
    draw, of = np.random.default_rng(seed), codes | {NOTHING: NO_OPINION}
    rows = [
        (row.key, row.text, joined(_slipped([of[theme] for theme in row.themes], list(codes.values()), draw)), coder)
        for coder, size in zip(CODERS, sizes, strict=True)
        for row in chosen.head(size).itertuples()
    ]
    return pd.DataFrame(rows, columns=list(HEADINGS)[:4]).assign(how=SIMULATED, drawn=DRAWN)


def _slipped(true, every, draw):
    return true if draw.random() >= SLIP else [draw.choice([code for code in every if code not in true])]
