"""Two simulated coders of the sample's open answers, so that it shows how hand coding and agreement work."""

import numpy as np
import pandas as pd

from pipeline import cluster, privacy
from pipeline.coding.hand import HEADINGS, SIMULATED, joined

CODERS = ("mô phỏng A", "mô phỏng B")
SLIP = 0.05  # of answers a coder gives another code: published second coders agree on about 95 in 100
NOTHING = "khong_noi_gi"


def hand_codes(texts, themes, codes, *, sizes=(300, 80), seed=2022):
    """What the two write down about answers drawn at random: the columns of a hand-code file, the first coder's first.

    ``themes``: the true themes of each answer, aligned with ``texts``; ``codes``: theme → code. The second coder takes
    the first ``sizes[1]`` of the first one's answers. A coder slips on 5 % of answers; the draw depends on ``seed``.
    """
    prepared = cluster.prepare(privacy.scrub(texts))
    told = prepared.assign(themes=pd.Series(themes, texts.index)).drop_duplicates("key")
    told = told[told["kind"].eq("content") & told["themes"].map(lambda found: bool(found) and NOTHING not in found)]
    draw = np.random.default_rng(seed)
    chosen = told.iloc[draw.permutation(len(told))[: sizes[0]]]
    rows = [
        (row.key, row.text, joined(_slipped([codes[theme] for theme in row.themes], list(codes.values()), draw)), coder)
        for coder, size in zip(CODERS, sizes, strict=True)
        for row in chosen.head(size).itertuples()
    ]
    return pd.DataFrame(rows, columns=list(HEADINGS)[:4]).assign(how=SIMULATED)


def _slipped(true, every, draw):
    return true if draw.random() >= SLIP else [draw.choice([code for code in every if code not in true])]
