"""Score tests of many small groups: values of R's own arithmetic, and true nulls that are left alone."""

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.bench.nulls import false_alarms
from pipeline.infer import design, score
from pipeline.questionnaire import Choice, Question

I = np.arange(60)  # noqa: E741 – as in the R line


def people():
    """R: i <- 0:59; x <- (i*i + 3*i) %% 11 %% 5 + 1; g, a <- factors of i %% 3 and (i*i) %% 7 %% 3; w <- 1 + i %% 4"""
    groups, answers = np.array(list("abc"))[I % 3], np.array(list("pqr"))[I * I % 7 % 3]
    sides = {"group": pd.Categorical(groups), "answer": pd.Categorical(answers)}
    return pd.DataFrame({"value": (I * I + 3 * I) % 11 % 5 + 1.0, "weight": 1.0 + I % 4, "used": True, **sides})


def test_small_groups_are_ranked_with_the_variance_of_a_world_without_differences():
    found = design.rank_test(people())
    # R: mass <- tapply(w, x, sum); r <- ((cumsum(mass) - mass/2)/sum(mass))[as.character(x)]
    #    e <- w * (r - weighted.mean(r, w)); p <- tapply(w, g, sum)/sum(w)
    #    u <- sapply(c("a", "b"), function(k) e * ((g == k) - p[[k]])); t <- colSums(u)
    #    t %*% solve(crossprod(u) * 60/59) %*% t; pchisq(…, 2, lower.tail = FALSE)
    assert found["statistic"] == pytest.approx(1.1053741844, rel=1e-9)
    assert (found["df"], found["p"]) == (2, pytest.approx(0.5754015741, rel=1e-9))
    assert "dạng điểm số" in found["method"]


def test_a_sparse_weighted_table_takes_the_first_order_of_rao_and_scott():
    found = score.of_table(people())
    # R: A, G <- model.matrix(~a - 1), model.matrix(~g - 1); pa, pg their weighted means; v <- w/sum(w)
    #    X <- 60 * sum((crossprod(v*A, G) - outer(pa, pg))^2 / outer(pa, pg))
    #    U <- v * (A[, j] - pa[j]) * (G[, k] - pg[k]) / sqrt(pa[j] * pg[k]), all j, k; X * 4/(60 * 60/59 * sum(U^2))
    assert [found["plain"], found["statistic"]] == pytest.approx([0.309365928189, 0.254690737914], rel=1e-9)


def test_the_order_of_rows_says_nothing_where_tied_people_weigh_differently():
    frame = pd.concat([people()] * 12, ignore_index=True)
    turned = frame.iloc[::-1].reset_index(drop=True)
    one, other = design.rank_test(frame), design.rank_test(turned)
    assert "dạng điểm số" not in one["method"]
    assert one["statistic"] == pytest.approx(other["statistic"], rel=1e-12)


def test_large_groups_keep_the_f_of_r():
    frame = pd.concat([people()] * 12, ignore_index=True)
    found = design.rank_test(frame)
    # R: regTermTest(svyglm(r ~ g, svydesign(ids = ~1, weights = ~w, data = d)), ~g), r the weighted mid-ranks
    assert [found["statistic"], *found["df"]] == pytest.approx([7.09698446804, 2, 717], rel=1e-6)


@pytest.mark.parametrize(
    ("kind", "weighted"),
    [("thang đo", True), ("năm phương án", True), ("con số (lệch)", True), ("con số (lệch)", False)],
)
def test_twenty_groups_of_fifteen_people_without_a_difference_are_left_alone(kind, weighted):
    """The tests these replace reject 12 (number, unweighted) to 40 % here; at 5 %, 60 draws give up to 7."""
    found = false_alarms(kind, groups=20, people=15, weighted=weighted, replicates=60, seed=1)
    assert found[""]["error"] <= 7 / 60


def test_skewed_numbers_in_many_groups_are_judged_by_the_orders_they_could_have_come_in():
    i = np.arange(480)
    groups = [f"{g:02}" for g in range(12)]
    answers = pd.DataFrame({"x": np.round(np.exp((7 * i * i + 3 * i) % 101 / 14)), "g": np.array(groups)[i % 12]})
    by = Question("g", "select one", "g", choices=tuple(Choice(g, g) for g in groups))
    found = infer.compare(answers, Question("x", "decimal", "x"), by).iloc[0]
    # R: g <- i %% 12; p <- rep(1/12, 12); chi <- function(x) {e <- x - mean(x); S <- rowsum(e, g); q <- rowsum(e^2, g)
    #    V <- diag(q[, 1]) - q[, 1] %o% p - p %o% q[, 1] + sum(q) * p %o% p
    #    t(S[-1]) %*% solve(V[-1, -1] * 480/479) %*% S[-1]}; f <- chi(x)
    #    mean(replicate(20000, chi(sample(x))) >= f): 0.0940; pchisq(f, 11, lower.tail = FALSE): 0.0526
    assert found["statistic"] == pytest.approx(19.5053847716, rel=1e-9)
    assert found["p"] == pytest.approx(0.0940, abs=0.01) and "hoán vị" in found["method"]
    turned = infer.compare(answers[::-1].reset_index(drop=True), Question("x", "decimal", "x"), by).iloc[0]
    assert turned["p"] == found["p"]


def test_a_pair_among_many_groups_has_the_form_that_its_small_p_needs():
    """Of fifty effective people alone it is Wald's t, which among 60 groups of 60 rejects 10 % of true nulls."""
    i = np.arange(300)
    values = ((i * i + 3 * i) % 11 % 5 + 1 + (i % 5 == 1) * (i % 3 == 0)).astype(float)
    answers = pd.DataFrame({"x": values, "g": np.array(list("abcde"))[i % 5], "w": 1.0 + i % 4})
    by = Question("g", "select one", "g", choices=tuple(Choice(g, g) for g in "abcde"))
    found = infer.pairs(answers, Question("x", "decimal", "x"), by, weight="w").iloc[0]
    # R: u <- g < 2; m <- tapply(w[u], x[u], sum); r <- ((cumsum(m) - m/2)/sum(m))[as.character(x[u])]
    #    s <- w[u] * (r - 0.5) * ((g[u] == 0) - sum(w[g == 0])/sum(w[u])); sum(s)^2/(sum(s^2) * 300/299)
    assert found["statistic"] == pytest.approx(1.1258447722, rel=1e-9) and "dạng điểm số" in found["method"]
