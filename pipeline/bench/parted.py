"""Are codes that are two things proposed for splitting, and others left alone? Of two codes that were made one."""

import tempfile

import numpy as np

from pipeline import vi
from pipeline.bench import queue
from pipeline.coding import splits

ANSWERS, DECISIONS = 2400, 120
FEWEST = 4  # codes; of fewer not even two are left when two were made one
MERGED = "hai chủ đề gộp"


def bench(rows, codes, *, several, rounds, read):
    """Yields the lines of the report, in Vietnamese; ``read`` gives prepared answers their meaning, or does not."""
    if several or codes.shape[1] < FEWEST or len(rows) < 2 * DECISIONS:
        yield "ĐỀ NGHỊ TÁCH MÃ: chỉ đo ở câu mang một mã, từ 4 mã, đủ câu"
        return
    told = [_round(rows, codes, read, seed) for seed in range(rounds)]
    yield f"ĐỀ NGHỊ TÁCH MÃ ({rounds} lượt; {DECISIONS} quyết định; mỗi lượt hai mã gộp làm một)"
    plain, looked_at = sum(one[1] for one in told), sum(one[2] for one in told)
    yield f"  mã gộp được đề nghị: {sum(one[0] for one in told)}/{rounds} lượt"
    yield f"  mã không gộp bị đề nghị: {vi.number(plain)} trong {vi.number(looked_at)} lượt xét"


def _round(rows, codes, read, seed):
    """Was the merged code proposed; of the other codes, how many were; and how many there are."""
    draw = np.random.default_rng(seed)
    some, pair = draw.permutation(len(rows))[:ANSWERS], draw.choice(codes.columns, 2, replace=False)
    texts, truth = rows["text"].iloc[some].reset_index(drop=True), codes.iloc[some].reset_index(drop=True)
    truth = truth.drop(columns=pair).assign(**{MERGED: truth[pair].max(axis=1)})
    with tempfile.TemporaryDirectory() as folder:
        desk = queue.opened(folder, texts, truth, several=False, seed=seed, read=read)
        list(queue.until(desk, truth, DECISIONS))
        names = [one["name"] for one in splits.proposed(desk)]
    return MERGED in names, len(set(names) - {MERGED}), truth.shape[1] - 1
