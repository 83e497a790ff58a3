"""A coder played at the page's own queue: what the page promises beside what it keeps, at every number of decisions.

Desk, queue, marks and learning are those of ``python3 run.py code``; only the files lie in a folder of their own, and
the codes come from known labels.
"""

import dataclasses
import tempfile
from pathlib import Path
from unittest import mock

import numpy as np
import pandas as pd

from pipeline import cluster, project, vi
from pipeline.bench import coder
from pipeline.coding import desk as desks
from pipeline.coding import files
from pipeline.coding.frame import APPROVED, HEADINGS, OTHER

AT = (24, 40, 60, 80, 120, 200, 400)
KEPT = 0.8  # share of the answers that each round plays on, so that rounds differ in their answers and in their draw
NEAR = 0.02


def bench(rows, codes, *, several, rounds, read, at=AT):
    """Yields the lines of the report, in Vietnamese; ``read`` gives prepared answers their meaning, or does not."""
    settings = {"several": several, "read": read, "at": at}
    told = pd.concat([played(rows, codes, seed=seed, **settings) for seed in range(rounds)])
    yield f"HÀNG ĐỢI CỦA TRANG MÃ HÓA ({rounds} lượt; lời hứa: 90 % như đòi, hay cận dưới 95 % nếu cao hơn)"
    yield "  quyết định  ngẫu nhiên   đúng cả bộ   lượt có hứa   phủ     hứa ≥    đúng thật   thấp nhất   hụt > 2 điểm"
    for n, part in told.groupby("decisions"):
        made = part[part["coverage"] > 0]
        mean = [vi.number(made[c].mean(), 3) if len(made) else vi.MISSING for c in ("coverage", "said", "real")]
        low = vi.number(made["real"].min(), 3) if len(made) else vi.MISSING
        drawn, right = vi.number(part["drawn"].mean(), 0), vi.number(part["accuracy"].mean(), 3)
        short = int((made["real"] < made["said"] - NEAR).sum())
        yield f"  {n:<12}{drawn:<13}{right:<13}{f'{len(made)}/{len(part)}':<14}" + (
            f"{mean[0]:<8}{mean[1]:<9}{mean[2]:<12}{low:<12}{short}"
        )
    yield from _over_all(told)


def _over_all(told):
    made = told[told["coverage"] > 0]
    if made.empty:
        yield "  Chưa lượt nào hứa."
        return
    near, kept = (made["real"] >= made["said"] - NEAR).mean(), (made["real"] >= 0.9).mean()
    yield (
        f"  Trong {vi.number(len(made))} lời hứa: đúng thật không kém lời hứa quá 2 điểm {vi.percent(100 * near)}"
        f" (cần 95 %), không dưới mức đòi {vi.percent(100 * kept)} (cần 90 %)"
    )
    yield from _foreseen(told.dropna(subset=["was_low"]))


def _foreseen(steps):
    """Was the coverage of a lesson within what was said of it a lesson before, and how much did that say?"""
    if steps.empty:
        return
    inside = vi.percent(100 * steps["coverage"].between(steps["was_low"], steps["was_high"]).mean())
    wide = vi.number(100 * (steps["was_high"] - steps["was_low"]).mean(), 0)
    lasted, said = (vi.percent(100 * part.mean()) for part in (steps["coverage"] > 0, steps["was_lasting"]))
    yield (
        f"  Phủ của lần học sau nằm trong khoảng nói ở lần học trước: {inside} của {len(steps)} lần (cần 95 %), khoảng"
        f" rộng {wide} điểm; còn hứa được {lasted} số lần (nói trước {said})"
    )


def played(rows, codes, *, several, seed, read, at=AT):
    """One round: decisions, drawn, accuracy, coverage, said and real precision, and what was foreseen a lesson before.

    ``real`` is that of all answers which the model would code by itself then, asked of the labels.
    """
    some = np.random.default_rng(seed).permutation(len(rows))[: int(KEPT * len(rows))]
    texts, truth = rows["text"].iloc[some].reset_index(drop=True), codes.iloc[some].reset_index(drop=True)
    with tempfile.TemporaryDirectory() as folder:
        desk = opened(folder, texts, truth, several=several, seed=seed, read=read)
        return pd.DataFrame([record for n in at if n <= len(texts) for record in until(desk, truth, n)])


def opened(folder, texts, truth, *, several, seed, read=lambda rows: rows):
    """A desk on the answers with a frame whose key phrases a person noted, in a folder of its own."""
    work = project.at(project.SURVEY)
    name = work.survey.open_questions[0]
    told = {"path": Path(folder) / "survey.yaml", "several_codes": {name: several}}
    work = dataclasses.replace(work, survey=dataclasses.replace(work.survey, **told))
    noted, _ = coder.key_phrases(cluster.prepare(texts), truth, seed=seed)
    table = noted.assign(code=[f"K{n}" for n in range(1, len(noted) + 1)], status=APPROVED)
    files.write_frame(work, name, table.reindex(columns=list(HEADINGS), fill_value=""))
    truth.columns = table["code"]
    prepared = read(cluster.prepare(texts))
    with mock.patch.object(files, "prepared", lambda *_: prepared):  # the round says by what the answers are read
        return desks.open_desk(work, pd.DataFrame({name: texts}), name, "máy đóng vai", seed=seed)


def until(desk, truth, wanted):
    """Decides what the page asks until so many are decided; the state then, as the page tells it."""
    row_of = pd.Series(np.arange(len(truth)), desk.prepared["key"]).groupby(level=0).first()
    lessons = []
    while len(desks.mine(desk)) < wanted:
        key = next(iter(desks.upcoming(desk)), "")
        if not key:
            return
        own = truth.iloc[row_of[key]]
        desks.keep(desk, key, own.index[own.to_numpy(bool)].tolist() or [OTHER])
        if len(desks.mine(desk)) >= min(desk.taught + desks.EVERY, wanted):
            lessons.append(desks.lesson(desk))
    # What is promised is told of the last two alone: it costs five times a lesson, and changes nothing of the next.
    yield _record(desk, truth, [cluster.threshold(*one, precision=desk.precision) for one in lessons[-2:]], wanted)


def _record(desk, truth, gains, wanted):
    now, chance = gains[-1], cluster.suggest(desk.model)
    open_rows = chance.notna().all(axis=1) & ~desk.prepared["key"].isin(desks.mine(desk)["key"])
    best = chance[open_rows].fillna(0)
    hit = truth[best.columns].loc[best.index].to_numpy(bool)[np.arange(len(best)), best.to_numpy().argmax(axis=1)]
    sure = best.max(axis=1).to_numpy() >= now["threshold"]
    is_told = len(gains) > 1 and gains[0]["coverage"]
    names = {"was_low": "coverage_low", "was_high": "coverage_high", "was_lasting": "lasts"}
    was = {name: gains[0][now_called] if is_told else np.nan for name, now_called in names.items()}
    told = {"decisions": wanted, "drawn": now["base"], "accuracy": hit.mean(), "coverage": now["coverage"]}
    return told | {"said": now["precision"], "real": hit[sure].mean() if sure.any() else np.nan} | was
