"""Do raked 95 % intervals hold the population's value, when who answers depends on the margins alone?"""

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache

import numpy as np
import pandas as pd

from pipeline import vi, weight
from pipeline.design import Calibration, Design
from pipeline.questionnaire.model import Choice, Question
from pipeline.run.preload import CAN_FORK

COUNT = "so_nguoi"
MARGINS = (("gioi", {"nam": 0.5, "nu": 0.5}), ("loai", {"dang": 0.1, "nha_nuoc": 0.5, "doanh_nghiep": 0.4}))
ANSWERING = {"nam": -0.4, "nu": 0.4, "dang": 0.8, "nha_nuoc": 0.2, "doanh_nghiep": -0.8}  # logits added
YES = {"nam": -0.5, "nu": 0.5, "dang": 1.0, "nha_nuoc": 0.0, "doanh_nghiep": -1.0}
OUTCOMES = {"mot_nua": 0.0, "it": -1.8, "rat_it": -3.0}  # logit of yes where nothing is added
SITUATIONS = (  # name, people on the list, logit of answering, finite population correction
    ("danh sách lớn, ít người trả lời", 20_000, -3.2, False),
    ("danh sách nhỏ, đa số trả lời", 1_200, 0.3, True),
)
PARTS = 8  # into which the replicates are split
COLUMNS = ["situation", "question", "replicates", "truth", "raked", "covered", "unweighted", "covered_unweighted"]


def bench(*, replicates=1000, seed=2022):
    """Yields the lines of the report, in Vietnamese, one a situation and question; works on all processors."""
    context = multiprocessing.get_context("forkserver" if CAN_FORK else "spawn")
    with ProcessPoolExecutor(mp_context=context) as hands:
        table = coverage(replicates=replicates, seed=seed, run=hands.map)
    for row in table.itertuples():
        yield (
            f"{row.situation}, câu «{row.question}» ({vi.number(row.replicates)} lần lặp): tổng thể"
            f" {vi.percent(row.truth, 2)}; gia quyền trung bình {vi.percent(row.raked, 2)}, khoảng 95 % chứa đúng"
            f" {vi.percent(row.covered)} số lần (cần 93–97 %); không gia quyền {vi.percent(row.unweighted, 2)},"
            f" chứa đúng {vi.percent(row.covered_unweighted)}"
        )


def coverage(*, replicates, seed, run=map):
    """How often the interval held the population's value, a row a situation and outcome.

    situation, question, replicates, truth, raked (mean estimate), covered (percent of replicates), unweighted,
    covered_unweighted (Wilson). The population of a situation is drawn once; every replicate draws who answers, from
    the margins alone, rakes to the margins and estimates with ``weight.estimates``. The same for the same seed,
    whatever ``run`` maps the parts with.
    """
    rows = []
    for place, (name, people, _, _) in enumerate(SITUATIONS):
        numbers = np.array_split(np.arange(replicates), min(PARTS, replicates))
        parts = [(seed, place, part) for part in numbers]
        found = pd.concat(run(_part, parts))
        rows += [(name, *row) for row in _summed(found, _population(people, seed, place), replicates)]
    return pd.DataFrame(rows, columns=COLUMNS)


def questions():
    """The two margins and the outcomes, as questions."""
    choices = dict(MARGINS) | dict.fromkeys(OUTCOMES, ("co", "khong"))
    made = [Question(n, "select one", n, choices=tuple(Choice(c, c) for c in codes)) for n, codes in choices.items()]
    return made[:2], made[2:]


def _part(part):
    """The estimates of some replicates of one situation; each has a seed of its own."""
    seed, place, numbers = part
    _, people, base, corrected = SITUATIONS[place]
    everybody = _population(people, seed, place)
    chance, known = _chance(everybody, base, ANSWERING), people if corrected else None
    headcount = everybody.groupby(["gioi", "loai"]).size().rename(COUNT).reset_index()
    drawn = [np.random.default_rng([seed, place, number + 1]).random(people) < chance for number in numbers]
    return pd.concat([_replicate(everybody[answered], headcount, known) for answered in drawn])


@lru_cache(2 * len(SITUATIONS))  # of every part the same people
def _population(people, seed, place):
    rng = np.random.default_rng([seed, place, 0])
    everybody = pd.DataFrame({name: rng.choice([*shares], people, p=[*shares.values()]) for name, shares in MARGINS})
    for name, base in OUTCOMES.items():
        yes = rng.random(people) < _chance(everybody, base, YES)
        everybody[name] = pd.Categorical(np.where(yes, "co", "khong"), ["co", "khong"])
    return everybody


def _chance(everybody, base, added):
    return 1 / (1 + np.exp(-(base + everybody["gioi"].map(added) + everybody["loai"].map(added))))


def _replicate(answers, headcount, people):
    """Raked estimates of the share of yes, and the unweighted ones (Wilson) beside them."""
    margins, outcomes = questions()
    raked = answers.assign(w=weight.calibrate(answers, headcount, margins, count=COUNT)[0])
    drawn = Design("w", fpc=people, calibration=Calibration("rake", tuple(q.name for q in margins)))
    table = weight.estimates(raked, outcomes, weight=drawn)
    yes = table[table["option"].eq("co")]
    plain = [weight.proportion_interval(row.n, row.base) for row in yes.itertuples()]
    share = 100 * yes["n"] / yes["base"]
    return yes.assign(plain=share, plain_low=[low for low, _ in plain], plain_high=[high for _, high in plain])


def _summed(found, everybody, replicates):
    for name, rows in found.groupby("question", sort=False):
        truth = 100 * everybody[name].eq("co").mean()
        held = 100 * ((rows["low"] <= truth) & (truth <= rows["high"])).mean()
        plain = 100 * ((rows["plain_low"] <= truth) & (truth <= rows["plain_high"])).mean()
        yield name, replicates, truth, rows["percent"].mean(), held, rows["plain"].mean(), plain
