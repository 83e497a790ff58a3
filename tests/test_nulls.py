"""Under the null a Holm family reports a difference in at most 5 % of surveys."""

import pytest

from pipeline.bench import within
from pipeline.bench.nulls import family_error


@pytest.mark.parametrize(("weight", "people"), [(False, 60), (True, 300)])
def test_few_null_families_report_a_difference(weight, people):
    found = family_error(replicates=20, seed=1, weight=weight, people=people)
    assert found["low"] < 0.05 and found["error"] <= 0.1


def test_the_simulation_is_seeded_and_sees_what_an_unadjusted_family_does(monkeypatch):
    assert family_error(replicates=2, seed=1) == family_error(replicates=2, seed=1)
    monkeypatch.setattr("pipeline.infer.verdict.adjusted", lambda p, adjust: p)
    assert family_error(replicates=20, seed=1)["error"] > 0.1


@pytest.mark.parametrize("weighted", [False, True])
def test_items_alike_and_unrelated_are_seldom_told_apart_or_correlated(weighted):
    found = within.false_alarms(people=30, weighted=weighted, replicates=60, seed=3)
    assert {"các mục", "từng cặp mục", "ρ Spearman", "τ-b Kendall", "r Pearson"} <= set(found)
    assert all(f["low"] < 0.05 for f in found.values())
