"""bench stats: our tables and tests equal those of R survey on the same answers, and the planted truth is found."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline import describe, infer
from pipeline.bench import stats, truths


@pytest.fixture(scope="module")
def r():
    if not stats.has_survey():
        pytest.skip("R with survey is not here (apt: r-cran-survey)")


@pytest.fixture
def answers(form):
    """Four hundred people with unequal weights; a tenth leave a question blank."""
    draw = np.random.default_rng(5)
    options = [q for q in form.questions if q.kind in ("nominal", "ordinal")]
    people = {q.name: pd.Categorical(_drawn(draw, q.option_labels), q.option_labels) for q in options}
    ticks = {f"mang/{c.name}": draw.random(400) < 0.4 for c in form["mang"].choices}
    weight = draw.uniform(0.5, 2, 400)
    return pd.DataFrame(people | ticks).astype(dict.fromkeys(ticks, "boolean")).assign(weight=weight / weight.mean())


def _drawn(draw, labels):
    return [None if draw.random() < 0.1 else draw.choice(labels) for _ in range(400)]


@pytest.mark.usefixtures("r")
def test_every_percentage_and_p_equals_that_of_r(answers, form):
    questions, groups = [form["mang"], form["y1"]], [form["dung"]]
    banners = describe.all_banners(answers, questions, groups, weight="weight")
    tests = pd.concat([infer.compare(answers, q, groups[0], weight="weight") for q in questions])
    _, cells, tested = stats.of_r(answers, questions, groups)
    shares, p = stats.differences(banners, tests, cells, tested, questions, groups)
    assert len(shares) == (3 + 4) * 2 and shares.max() < 1e-9
    assert p.notna().sum() == 4 and p.max() < 1e-9


@pytest.mark.usefixtures("r")
def test_every_standard_error_and_p_of_a_clustered_sample_equals_that_of_r(answers, form):
    _, errors, p = stats.clustered(answers, [form["mang"], form["y1"]], [form["dung"]])
    assert len(errors) == (3 + 4) * 2 and errors.max() < 1e-9
    assert p.notna().sum() == 4 and p.max() < 1e-9


def test_without_a_known_truth_nothing_is_said_of_it(tmp_path):
    assert list(truths.planted(SimpleNamespace(raw=tmp_path / "that.csv"))) == []
