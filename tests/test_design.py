"""Sampling errors of any design equal R survey 4.1.1; the data frame `d` of the R calls is `people` below."""

import numpy as np
import pandas as pd
import pytest
from pytest import approx

from pipeline import design
from pipeline.design import Calibration, Design, DesignError, Replicates

I = np.arange(60)  # noqa: E741
people = pd.DataFrame({"h": I // 20, "c": I // 4, "w": 1 + (I * 7) % 5 / 4, "y": (I * 13) % 11, "x": 1 + (I * 5) % 7})
people = people.assign(
    m=np.where((I * 3) % 7 < 4, "a", "b"), k=np.where((I * 11) % 5 < 2, "u", "v"), N=(I // 20) * 9 + 12
)
people["N"] = np.array([12, 20, 30])[I // 20]
CLUSTERS = Design(weight="w", strata="h", psu="c", fpc="N")
IN = people["m"].eq("a").to_numpy(float)


def test_means_ratios_totals_and_domains_of_a_stratified_cluster_sample():
    # d <- svydesign(id = ~c, strata = ~h, weights = ~w, fpc = ~N, data = d); svymean, svyratio, svytotal, subset
    drawn = design.sample(people, CLUSTERS)
    mean, domain = design.ratios(drawn, people["y"], np.ones(60)), design.ratios(drawn, people["y"] * IN, IN, IN > 0)
    assert [*mean.value, *mean.se] == approx([4.94444444444, 0.266619646566])
    assert [*domain.value, *domain.se] == approx([4.95734597156, 0.331603279881])
    ratio, total = design.ratios(drawn, people["y"], people["x"]), design.totals(drawn, people["y"])
    assert [*ratio.value, *ratio.se] == approx([1.25263898663, 0.0844945064211])
    assert [*total.value, *total.se] == approx([445, 25.5514187473])
    assert design.degf(drawn) == design.degf(drawn, IN > 0) == 12


def test_the_difference_of_two_domains_counts_their_covariance():
    # svycontrast(svyby(~y, ~m, d, svymean, covmat = TRUE), c(a = 1, b = -1))
    groups = np.column_stack([IN, 1 - IN])
    both = design.ratios(design.sample(people, CLUSTERS), people[["y"]].to_numpy() * groups, groups)
    gap = design.contrast(both, np.array([[1], [-1]]))
    assert [*gap.value, *gap.se] == approx([0.0311714749197, 0.502530080809])


@pytest.mark.parametrize(("share", "found"), [(0.25, (2, 1, 4)), (0.5, (5, 4, 6)), (0.75, (8, 7, 10))])
def test_quantiles_with_woodruff_limits(share, found):
    # svyquantile(~y, subset(d, m == "a"), share)
    assert design.quantile(design.sample(people, CLUSTERS), people["y"], share, IN > 0) == found


@pytest.mark.parametrize(
    ("kind", "columns", "first", "mean"),
    [
        ("rake", ("m", "k"), [0.670530878376, 1.00579631756, 3.41435257174, 1.00003409327], 4.96570865281),
        ("post", ("m", "k"), [0.588235294118, 0.882352941176, 3.29896907216, 1.04895104895], 4.94210816473),
        ("greg", ("m", "x"), [0.962089058105, 0.816908471719, 3.33243183253, 1.09824047006], 4.97595033317),
    ],
)
def test_what_a_calibration_fixes_has_no_error_left(kind, columns, first, mean, calibrated):
    # s <- svydesign(id = ~1, weights = ~w, data = d)
    # rake(s, list(~m, ~k)), postStratify(s, ~m + k), calibrate(s, ~m + x)
    plan = Design(weight=kind, calibration=Calibration(kind, columns, "w"))
    found = design.ratios(design.sample(calibrated, plan), calibrated["y"], np.ones(60))
    assert calibrated[kind][:4].tolist() == approx(first)
    se = {"rake": 0.462144149584, "post": 0.453926813325, "greg": 0.462416753742}[kind]
    assert [*found.value, *found.se] == approx([mean, se], rel=1e-6)  # R's rake stops after ten sweeps of residuals


@pytest.fixture(scope="module")
def calibrated():
    """The weights R's rake, postStratify and calibrate gave (their first four stand in the test)."""
    share = {("a", "u"): 10, ("b", "u"): 20, ("a", "v"): 30, ("b", "v"): 40}
    cells = people.groupby(["m", "k"])["w"].transform("sum")
    post = people["w"] * [share[cell] for cell in zip(people["m"], people["k"], strict=True)] / cells
    raked = people["w"].copy()
    for _ in range(200):
        for name, goal in (("m", {"a": 40, "b": 60}), ("k", {"u": 30, "v": 70})):
            raked = raked * people[name].map(goal) / raked.groupby(people[name]).transform("sum")
    known = np.column_stack([np.ones(60), people["m"].eq("b"), people["x"]])
    gap = np.array([100, 60, 390]) - people["w"].to_numpy() @ known
    greg = people["w"] * (1 + known @ np.linalg.solve((known * people["w"].to_numpy()[:, None]).T @ known, gap))
    return people.assign(rake=raked, post=post, greg=greg)


def test_replicate_weights_of_a_file():
    # svyratio(~y, ~x, as.svrepdesign(svydesign(id = ~c, weights = ~w), type = "JK1"))
    columns = {f"r{c}": people["w"].where(people["c"] != c, 0) * 15 / 14 for c in range(15)}
    plan = Design(weight="w", replicates=Replicates(tuple(columns), "jk1"))
    drawn = design.sample(people.assign(**columns), plan)
    ratio = design.ratios(drawn, people["y"], people["x"])
    assert [*ratio.value, *ratio.se, design.degf(drawn)] == approx([1.25263898663, 0.0928209032289, 14])


lonely = pd.DataFrame({"h": [1, 1, 1, 2, 2, 3], "y": [3, 5, 10, 2, 8, 7], "w": [1, 2, 1.5, 1, 3, 2]})


@pytest.mark.parametrize(
    ("rule", "se"), [("adjust", 1.18728218544), ("certainty", 1.1830825364), ("average", 1.44897426888)]
)
def test_a_stratum_of_one_psu(rule, se):
    # options(survey.lonely.psu = rule); svymean(~y, svydesign(id = ~1, strata = ~h, weights = ~w, data = l))
    drawn = design.sample(lonely, Design(weight="w", strata="h", lonely=rule))
    assert design.ratios(drawn, lonely["y"], np.ones(6)).se == approx(se)


@pytest.mark.parametrize(
    ("plan", "told"),
    [
        (Design(weight="w", strata="h"), "1 tầng chỉ có một đơn vị mẫu"),
        (Design(weight="khong"), "không có cột «khong»"),
        (Design(weight="zero"), "zero: 1 trọng số trống, bằng 0 hoặc âm"),
        (Design(strata="blank"), "blank: 2 phiếu trống"),
        (Design(fpc=5), "nhỏ hơn số đã lấy mẫu"),
        (Design(strata="h", fpc="w"), "có tầng mang nhiều số khác nhau.*Nêu cột ghi số cụm"),
    ],
)
def test_a_design_that_cannot_be_is_refused(plan, told):
    held = lonely.assign(zero=[0, 1, 1, 1, 1, 1], blank=["a", None, None, "b", "b", "c"])
    with pytest.raises(DesignError, match=told):
        design.ratios(design.sample(held, plan), held["y"], np.ones(6))
