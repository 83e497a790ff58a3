"""How often a test of a clustered sample finds a difference where there is none."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline import infer, vi
from pipeline.design import Design
from pipeline.infer.verdict import ALPHA
from pipeline.questionnaire import Choice, Question

PEOPLE, ALIKE, STRATA = 16, 0.1, 3  # people a cluster; correlation of two of them; strata
OPTIONS = {"two": (3, 7), "several": (8, 6, 3, 2, 1), "scale": (1, 1, 1, 1, 1)}
KINDS = {"two": "hai phương án", "several": "năm phương án", "scale": "thang đo", "number": "con số"}
WHERE = {False: "nhóm trong cụm", True: "cả cụm một nhóm"}
PLAN = Design("weight", "stratum", "cluster")


def bench(*, replicates, seed=2022):
    """Yields the lines of the report, in Vietnamese."""
    yield f"Báo nhầm ở p < 0,05 trong mẫu cụm, {PEOPLE} người một cụm, tương quan trong cụm 0,1 ({replicates} lần lặp):"
    for kind, name in KINDS.items():
        for clusters in (30, 60):
            found = {
                (whole, groups): false_alarms(kind, clusters, groups, whole, replicates=replicates, seed=seed)
                for whole in WHERE
                for groups in (2, 5)
            }
            shown = [f"{WHERE[w]}, {g} nhóm {vi.percent(100 * share)}" for (w, g), share in found.items()]
            yield f"  {name}, {clusters} cụm: {'; '.join(shown)}"


def false_alarms(kind, clusters, groups, whole, *, replicates, seed=2022):
    """Share of tests with p < 0,05 where no group differs; ``whole``: all people of a cluster are in one group."""
    draw = np.random.default_rng(seed)
    question = Question("q", "decimal", "q") if kind == "number" else _question("q", OPTIONS[kind], kind == "scale")
    by = _question("by", range(groups), False)
    drawn = (_sample(draw, kind, clusters, groups, whole) for _ in range(replicates))
    return float(np.mean([infer.compare(one, question, by, weight=PLAN)["p"].item() < ALPHA for one in drawn]))


def _sample(draw, kind, clusters, groups, whole):
    cluster = np.repeat(np.arange(clusters), PEOPLE)
    n, shared = len(cluster), draw.normal(0, ALIKE**0.5, clusters)[cluster]
    level = shared + draw.normal(0, (1 - ALIKE) ** 0.5, n)
    of_cluster = draw.permutation(np.arange(clusters) % groups)[cluster]
    by = of_cluster if whole else draw.integers(0, groups, n)
    answers = {"by": by.astype(str), "weight": draw.lognormal(0, 0.4, n), "stratum": cluster % STRATA}
    bounds = np.cumsum(OPTIONS.get(kind, (1,))) / sum(OPTIONS.get(kind, (1,)))
    place = np.searchsorted(bounds[:-1], stats.norm.cdf(level))
    return pd.DataFrame(answers | {"cluster": cluster, "q": np.exp(level) if kind == "number" else place.astype(str)})


def _question(name, options, scale):
    names = [str(place) for place, _ in enumerate(options)]
    return Question(name, "select one", name, choices=tuple(Choice(o, o) for o in names), points=tuple(names) * scale)
