"""Significance letters: p values as R gives them, the adjustment of p.adjust, the letters a published table prints."""

import numpy as np
import pandas as pd
import pytest

from pipeline.describe import letters


def test_two_shares_are_tested_as_r_tests_them():
    # R: prop.test(c(60, 45), c(100, 100), correct=FALSE)$p.value; the same of c(60, 30), c(100, 80) and c(45, 30)
    p = letters.pooled_z(np.array([[0.6, 0.45, 0.375]]), np.array([[100.0, 100.0, 80.0]]))
    assert p[0] == pytest.approx([0.0336720688563458, 0.00269979606326019, 0.310494434317235], rel=1e-9)


def test_an_effective_base_costs_what_the_weights_cost():
    # R: p <- (.6*82.5+.45*71.3)/(82.5+71.3); 2*pnorm(-.15/sqrt(p*(1-p)*(1/82.5+1/71.3)))
    p = letters.pooled_z(np.array([[0.6, 0.45]]), np.array([[82.5, 71.3]]))
    assert p[0, 0] == pytest.approx(0.0630617828705367, rel=1e-9)


def test_two_means_are_tested_by_welch():
    # R: a <- c(1,2,3,4,5,5); b <- c(3,4,5,5,5); d <- c(1,1,2,2); t.test(a,b)$p.value; t.test(a,d); t.test(b,d)
    groups = [pd.Series(x) for x in ([1, 2, 3, 4, 5, 5], [3, 4, 5, 5, 5], [1, 1, 2, 2])]
    mean, sd, n = (np.array([[f(g) for g in groups]], dtype=float) for f in (pd.Series.mean, pd.Series.std, len))
    p = letters.welch_t(mean, sd, n)
    assert p[0] == pytest.approx([0.20749151949667, 0.0412586694468058, 0.00068375240580583], rel=1e-9)


def test_missing_p_stay_missing_and_do_not_count():
    # R: p.adjust(c(.01,.04,NA,.03), "bonferroni"); p.adjust(c(.01,.04,NA,.03), "BH")
    p = np.array([[0.01, 0.04, np.nan, 0.03]])
    assert letters.adjusted(p, "bonferroni")[0] == pytest.approx([0.03, 0.12, np.nan, 0.09], nan_ok=True)
    assert letters.adjusted(p, "bh")[0] == pytest.approx([0.03, 0.04, np.nan, 0.04], nan_ok=True)


def test_another_adjustment_is_refused():
    with pytest.raises(ValueError, match="«holm»: dùng bonferroni hoặc bh"):
        letters.adjusted(np.array([[0.01]]), "holm")


def test_the_letters_of_mtcars_are_those_of_a_published_table():
    # cyl by vs and by am, the example of R's expss: 10 of 14 straight engines have 4 cylinders against 1 of 18 others …
    # R: prop.test(c(1, 10), c(18, 14), correct=FALSE)$p.value = 9.94e-05; (3, 4): 0.42; (14, 0): 1.08e-05
    n, base = np.array([[1, 10], [3, 4], [14, 0]]), np.array([[18.0, 14.0]] * 3)
    assert letters.of_shares(100 * n / base, base, adjust="bonferroni") == [["", "A"], ["", ""], ["B", ""]]


def test_bonferroni_counts_the_pairs_of_the_row_that_could_be_tested():
    # p = 0.0337 and 0.0027: the first is significant alone, and not among three pairs
    share, base = np.array([[60.0, 45.0, 37.5]]), np.array([[100.0, 100.0, 80.0]])
    assert letters.of_shares(share, base, adjust="none") == [["B C", "", ""]]
    assert letters.of_shares(share, base, adjust="bonferroni") == [["C", "", ""]]
    assert letters.of_shares(share, np.array([[100, 100, np.nan]]), adjust="bonferroni") == [["B", "", ""]]


@pytest.mark.parametrize("shares", [[0.0, 0.0], [100.0, 100.0], [np.nan, 50.0]])
def test_what_cannot_be_tested_has_no_letter(shares):
    assert letters.of_shares(np.array([shares]), np.array([[50.0, 50.0]]), adjust="bonferroni") == [["", ""]]


@pytest.mark.parametrize(("sd", "base"), [([0.0, 0.0], [50.0, 50.0]), ([1.0, np.nan], [50.0, 1.0])])
def test_means_that_do_not_vary_or_stand_alone_are_not_tested(sd, base):
    p = letters.welch_t(np.array([[1.0, 5.0]]), np.array([sd]), np.array([base]))
    assert np.isnan(p).all()


def test_columns_after_z_are_aa_ab():
    assert [letters.name(i) for i in (0, 25, 26, 27, 52)] == ["A", "Z", "AA", "AB", "BA"]
