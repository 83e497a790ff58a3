"""Under the null a Holm family reports a difference in at most 5 % of surveys."""

import pytest

from pipeline.bench.nulls import family_error


@pytest.mark.parametrize("weight", [False, True])
def test_few_null_families_report_a_difference(weight):
    found = family_error(replicates=20 if weight else 60, seed=1, weight=weight)
    assert found["low"] < 0.05
    assert found["error"] <= 0.1
    assert found == family_error(replicates=20, seed=1, weight=True) if weight else True


def test_the_simulation_sees_what_an_unadjusted_family_does(monkeypatch):
    monkeypatch.setattr("pipeline.infer.verdict.holm", lambda p: p)
    assert family_error(replicates=60, seed=1)["error"] > 0.1
