"""Weights from base weights the file brings – raked, post-stratified, calibrated, trimmed – are R's."""

import pandas as pd
import pytest

from pipeline import weight

COUNT = "so_nguoi"
# R: data(api); s <- apistrat; s$w <- s$pw * ifelse(s$awards == "Yes", 1.5, 1); s$w <- s$w * 6194 / sum(s$w)
#    s$v <- c(E = 10, H = 20, M = 35)[s$stype] + 3 * (s$awards == "Yes") + 2 * (s$sch.wide == "Yes")
#    ds <- svydesign(id = ~1, strata = ~stype, weights = ~w, data = s)
# Here sch.wide is "dung" (No: Không), stype is "y1" (E, H, M: Không đồng ý, Phân vân, Đồng ý), v is "tuoi"; a row a
# group alike in sch.wide, stype, awards: how many, weight w / mean(w), v.
GROUPS = [
    ("Không", 0, 9, 1.081883334410, 10), ("Có", 0, 18, 1.081883334410, 12), ("Không", 1, 24, 0.369519092979, 20),
    ("Có", 1, 10, 0.369519092979, 22), ("Không", 2, 15, 0.498238991293, 35), ("Có", 2, 11, 0.498238991293, 37),
    ("Có", 0, 73, 1.622825001616, 15), ("Có", 1, 16, 0.554278639469, 25), ("Có", 2, 24, 0.747358486940, 40),
]  # fmt: skip
LIST = {("khong", "1"): 472, ("co", "1"): 3949, ("khong", "2"): 334, ("co", "2"): 421, ("khong", "3"): 266,
        ("co", "3"): 752}  # fmt: skip


@pytest.fixture
def api(form):
    times, options = [n for _, _, n, _, _ in GROUPS], form["y1"].option_labels
    one = pd.DataFrame(
        {
            "dung": pd.Categorical([g[0] for g in GROUPS], ["Có", "Không"]),
            "y1": pd.Categorical([options[g[1]] for g in GROUPS], options, ordered=True),
            "w": [1000 * g[3] for g in GROUPS],
            "tuoi": [float(g[4]) for g in GROUPS],
        }
    )
    people = pd.DataFrame([(*cell, n) for cell, n in LIST.items()], columns=["dung", "y1", COUNT])
    return one.loc[one.index.repeat(times)].reset_index(drop=True), people, [form["dung"], form["y1"]]


def by_group(weights):
    """The weight of the first person of every group."""
    places = [sum(n for _, _, n, _, _ in GROUPS[:at]) for at in range(len(GROUPS))]
    return [weights[at] for at in places]


# one <- function(d) aggregate(weights(d) / mean(weights(d)), s[c("sch.wide", "stype", "awards")], function(v) v[1])
# pw, pt, both <- the totals of LIST by sch.wide, by stype, by both; f <- ~sch.wide + stype; e <- 1e-11
# tot <- c(`(Intercept)` = 6194, sch.wideYes = 5122, stypeH = 755, stypeM = 1018)
R = {  # rake(ds, list(~sch.wide, ~stype), list(pw, pt), control = list(maxit = 500, epsilon = 1e-10))
    "rake": [1.400784846981, 1.020737143371, 0.499809536220, 0.364205937357, 0.667443348538, 0.486358928295,
             1.531105715057, 0.546308906036, 0.729538392442],
    # postStratify(ds, ~sch.wide + stype, both)
    "post": [1.693395041797, 1.000082306090, 0.449359595307, 0.399817660354, 0.572597137014, 0.516628995802,
             1.500123459135, 0.599726490532, 0.774943493704],
    # calibrate(ds, f, tot)
    "greg": [1.408404292798, 1.020199300137, 0.498044160466, 0.365452084948, 0.665696282159, 0.486916502671,
             1.530298950206, 0.548178127422, 0.730374754006],
    # calibrate(ds, f, tot, bounds = c(.9, 1.345), epsilon = e); then with calfun = "raking"
    "greg bounded": [1.410114754122, 1.020078561691, 0.497003180057, 0.366186894649, 0.666335574019, 0.486712473354,
                     1.530117842536, 0.549280341973, 0.730068710031],
    "rake bounded": [1.405446738915, 1.020408068645, 0.497003180056, 0.366186894655, 0.669136383158, 0.485818598096,
                     1.530612102968, 0.549280341983, 0.728727897144],
    # rake, then trimWeights(lower = .3 m, upper = 1.45 m, strict = TRUE) and rake in turn until both hold; m the mean
    "rake trimmed": [1.450001139659, 1.325054981299, 0.490254074130, 0.402988554497, 0.653202311778, 0.527301209108,
                     1.450000677840, 0.536402963458, 0.719673828378],
}  # fmt: skip


@pytest.mark.parametrize(
    ("rules", "found"),
    [
        ({"method": "rake"}, "rake"),
        ({"method": "post"}, "post"),
        ({"method": "greg"}, "greg"),
        ({"method": "greg", "bounds": (0.9, 1.345)}, "greg bounded"),
        ({"method": "rake", "bounds": (0.9, 1.345)}, "rake bounded"),
        ({"method": "rake", "trim": (0.3, 1.45)}, "rake trimmed"),
    ],
)
def test_weights_from_unequal_base_weights_are_rs(api, rules, found):
    weights, report = weight.calibrate(*api, count=COUNT, base="w", **rules)
    assert by_group(weights) == pytest.approx(R[found], rel=1e-7) and weights.mean() == pytest.approx(1, abs=1e-12)
    assert report["deviation"].max() < 1e-6 and report["converged"].all()


def test_linear_calibration_to_a_margin_and_the_total_of_a_number_is_rs(api, form):
    # calibrate(ds, ~sch.wide + v, c(`(Intercept)` = 6194, sch.wideYes = 5122, v = 6194 * 18))
    asked, people = [form["dung"], form["tuoi"]], api[1].assign(tuoi=18.0 * api[1][COUNT])
    weights, report = weight.calibrate(api[0], people, asked, count=COUNT, base="w", method="greg")
    assert by_group(weights) == pytest.approx(
        [1.573855486399, 1.114857452192, 0.492974181989, 0.336202622723, 0.574537531562, 0.363155481118,
         1.613552826145, 0.484243457764, 0.517684791226], rel=1e-7)  # fmt: skip
    assert report["margin"].tolist() == ["dung", "tuoi"]


def test_people_dropped_from_the_list_leave_the_totals_of_numbers_too(api, form):
    answers, people, _ = api
    some = answers[answers["y1"].ne("Phân vân")].reset_index(drop=True)
    people = people.assign(tuoi=[9.0 if code == "2" else 18.0 for code in people["y1"]] * people[COUNT])
    rules = {"count": COUNT, "base": "w", "method": "greg", "empty": "drop"}
    weights, _ = weight.calibrate(some, people, [form["y1"], form["tuoi"]], **rules)
    assert (weights * some["tuoi"]).sum() / weights.sum() == pytest.approx(18)


def test_percentiles_are_those_of_the_untrimmed_weights_as_rs_quantile(api):
    # quantile(weights(rk) / mean(weights(rk)), c(.1, 1)): 0.486358928295 1.531105715057
    by_rank = weight.calibrate(*api, count=COUNT, base="w", percentile=(10, 100))[0]
    by_value = weight.calibrate(*api, count=COUNT, base="w", trim=(0.486358928295, 1.531105715057))[0]
    assert by_rank.tolist() == pytest.approx(by_value.tolist(), rel=1e-6)
    assert by_rank.min() == pytest.approx(0.486358928295, rel=2e-6)


def test_without_a_list_the_base_weights_are_scaled_and_may_be_trimmed(api):
    # trimWeights(ds, lower = .3 * mean(s$w), upper = 1.4 * mean(s$w), strict = TRUE)
    plain, _ = weight.calibrate(api[0], None, [], count=COUNT, base="w")
    assert by_group(plain) == pytest.approx([g[3] for g in GROUPS])
    cut, _ = weight.calibrate(api[0], None, [], count=COUNT, base="w", trim=(0.3, 1.4))
    assert by_group(cut) == pytest.approx(
        [1.209963847150, 1.209963847150, 0.497599605719, 0.497599605719, 0.626319504033, 0.626319504033, 1.4,
         0.682359152208, 0.875438999680], rel=1e-9)  # fmt: skip


def test_ratios_that_cannot_be_kept_are_refused_with_the_nearest(api):
    with pytest.raises(weight.WeightError, match=r"0,95–1,40 lần trọng số gốc \(weighting › bounds\)") as told:
        weight.calibrate(*api, count=COUNT, base="w", bounds=(0.95, 1.4))
    assert "raking cho tỷ số trong khoảng 0,94–1,35" in str(told.value) and "cận dưới phải không quá 0,94" in str(
        told.value
    )


def test_linear_calibration_that_needs_negative_weights_is_refused_with_the_mend(api, form):
    # sum(weights(calibrate(ds, ~v, c(6194, 6194 * 36))) <= 0)
    asked, people = [form["tuoi"]], api[1].assign(tuoi=36.0 * api[1][COUNT])
    with pytest.raises(weight.WeightError, match=r"Hiệu chỉnh cho 27 trọng số âm hoặc bằng 0.*bounds: \[0.3, 3\]"):
        weight.calibrate(api[0], people, asked, count=COUNT, base="w", method="greg")


# ---------------------------------------------------------------- empty post-strata


@pytest.fixture
def gap(api):
    """Nobody of the cell Không × Phân vân (334 people on the list) answered."""
    answers, people, asked = api
    empty = answers["dung"].eq("Không") & answers["y1"].eq("Phân vân")
    return answers[~empty].reset_index(drop=True), people, asked


def test_an_empty_post_stratum_is_refused_and_both_mends_are_named(gap):
    with pytest.raises(
        weight.WeightError, match=r"dung × y1: 1 ô .*\(334 người\).*Không × Phân vân.*merge.*drop.*rake"
    ):
        weight.calibrate(*gap, count=COUNT, method="post")


def test_an_empty_post_stratum_goes_to_the_next_category_of_the_last_margin(gap):
    weights, _ = weight.calibrate(*gap, count=COUNT, base="w", method="post", empty="merge")
    into = gap[0]["dung"].eq("Không") & gap[0]["y1"].eq("Đồng ý")
    assert weights[into].sum() / weights.sum() == pytest.approx((334 + 266) / 6194)
    notes = weight.targets(*gap, count=COUNT, method="post", empty="merge")[1]
    assert notes.iloc[0].tolist() == [
        "dung × y1", "Không × Phân vân", 334, "không có phiếu; gộp vào ô “Không × Đồng ý”"
    ]  # fmt: skip


def test_an_empty_post_stratum_can_leave_the_list_and_the_balance_still_holds(gap):
    rules = {"count": COUNT, "base": "w", "method": "post", "empty": "drop"}
    answers = gap[0].assign(weight=weight.calibrate(*gap, **rules)[0])
    table = weight.margins(answers, *gap[1:], weight="weight", **rules)
    assert table["weighted"].tolist() == pytest.approx(table["population"].tolist())
    assert table["population"].iloc[0] == pytest.approx(100 * 5122 / (6194 - 334))


def test_who_left_a_margin_blank_keeps_the_share_of_the_base_weights(api):
    answers = api[0].assign(dung=api[0]["dung"].where(api[0].index > 2))
    for method in ("rake", "post", "greg"):
        weights, _ = weight.calibrate(answers, *api[1:], count=COUNT, base="w", method=method)
        assert weights[:3].sum() / weights.sum() == pytest.approx(answers["w"][:3].sum() / answers["w"].sum())
