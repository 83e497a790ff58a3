"""Raked 95 % intervals hold the population's value when the margins explain who answers; unweighted ones do not."""

import pytest

from pipeline.bench.coverage import bench, coverage
from tests import warm


@pytest.fixture(scope="module")
def found():
    return coverage(replicates=16, seed=7)


def test_raking_removes_the_bias_and_its_intervals_hold(found):
    assert (found["raked"] - found["truth"]).abs().max() < 0.7
    # 96 intervals at 95 %
    assert 90 <= found["covered"].mean() <= 99.5
    assert found["covered_unweighted"].mean() < 60


def test_the_same_seed_gives_the_same_intervals(found):
    again = coverage(replicates=2, seed=7)
    assert again.equals(coverage(replicates=2, seed=7))
    assert again["truth"].tolist() == found["truth"].tolist()


def test_the_bench_says_it_in_vietnamese():
    warm.context()
    lines = list(bench(replicates=1, seed=7))
    assert len(lines) == 6 and all("khoảng 95 % chứa đúng" in line for line in lines)
