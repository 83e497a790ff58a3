"""Letters between columns that share people: the tests reckon with what they share."""

import numpy as np
import pandas as pd
import pytest

from pipeline import describe
from pipeline.describe import overlap
from pipeline.survey import Tables
from tests.test_banners import asked

LIKES, NETWORKS = asked("y", "select one", ["Có", "Không"]), asked("m", "select all that apply", ["z", "f"])
HOURS = asked("so", "integer", [])


@pytest.fixture
def people():
    # R: d <- data.frame(y = rep(c(1,1,1,0,1,0,0,0,1,0,1,0), 8), z = rep(c(1,1,1,1,1,0,1,0,0,0,1,1), 8),
    #   f = rep(c(0,1,0,1,0,1,1,1,1,1,0,0), 8), w = rep(c(1,2,1,1,3,1,2,1,1,1,2,1), 8))
    y, z, f = ([*map(int, told)] * 8 for told in ("111010001010", "111110100011", "010101111100"))
    return pd.DataFrame({
        "y": pd.Categorical(["Có" if one else "Không" for one in y], ["Có", "Không"]), "so": np.array(y, float),
        "m/z": pd.array(np.array(z, bool), dtype="boolean"), "m/f": pd.array(np.array(f, bool), dtype="boolean"),
        "w": [1, 2, 1, 1, 3, 1, 2, 1, 1, 1, 2, 1] * 8,
    })  # fmt: skip


def p_of(people, weight=None):
    ticked = people[["m/z", "m/f"]].to_numpy(bool)
    return overlap.p_values(people, weight, people[["so"]], ticked)[0, 0]


# R: t <- svytotal(~yz + yf + z + f, update(des, yz = y * z, yf = y * f)); c <- svycontrast(t, quote(yz / z - yf / f))
#   2 * pt(-abs(coef(c) / SE(c)), df = degf(des))
@pytest.mark.parametrize(("weight", "p"), [(None, 2.38724589046e-06), ("w", 1.91796670108e-07)])
def test_columns_that_share_people_are_a_contrast_of_one_sample(people, weight, p):
    assert p_of(people, weight) == pytest.approx(p, rel=1e-9)


def test_without_weights_it_is_the_overlap_formula(people):
    # (p1 − p2) / √(p1q1/n1 + p2q2/n2 − 2·n0·s12/(n1·n2)) = 5.04866779391, and n / (n − 1) of R's variance of a total
    from scipy import stats

    t = 5.04866779391 * np.sqrt(95 / 96)
    assert p_of(people) == pytest.approx(2 * stats.t.sf(t, 95), rel=1e-9)


def test_a_part_and_the_whole_that_are_alike_do_not_differ():
    frame = pd.DataFrame({"so": [1.0, 0.0] * 50})
    alike = np.column_stack([[True] * 100, [True] * 100])
    assert np.isnan(overlap.p_values(frame, None, frame[["so"]], alike)).all()


def test_columns_apart_are_tested_as_before(people):
    apart = people.assign(**{"m/f": ~people["m/z"]})
    columns = describe.columns(apart, [NETWORKS])
    table = describe.banner(apart, LIKES, columns, plan=Tables(letters="none")).query("by == 'm'")
    single = apart.assign(g=pd.Categorical(np.where(apart["m/z"], "z", "f"), ["z", "f"]))
    columns = describe.columns(single, [asked("g", "select one", ["z", "f"])])
    expected = describe.banner(single, LIKES, columns, plan=Tables(letters="none")).query("by == 'g'")
    assert table["letters"].tolist() == expected["letters"].tolist()


@pytest.mark.parametrize("question", [LIKES, HOURS])
def test_the_letters_of_a_several_choices_banner_reckon_with_the_overlap(people, question):
    # 100 people use both networks, 12 more only one, 12 only the other: 6 + 50 and 0 + 50 of 112 each say yes. z of
    # two samples apart: 0.80 (p = 0.42); the 12 and 12 that differ give 2.55 (p = 0.012)
    told = ["Có"] * 50 + ["Không"] * 50 + ["Có"] * 6 + ["Không"] * 18
    z, f = [True] * 112 + [False] * 12, [True] * 100 + [False] * 12 + [True] * 12
    frame = pd.DataFrame({"y": pd.Categorical(told, ["Có", "Không"]), "so": [1.0 if t == "Có" else 0.0 for t in told]})
    frame = frame.assign(**{"m/z": pd.array(z, dtype="boolean"), "m/f": pd.array(f, dtype="boolean")})
    table = describe.banner(frame, question, describe.columns(frame, [NETWORKS]), plan=Tables(letters="none"))
    rows = table[table["by"].eq("m") & table["option"].isin(["Có", "Trung bình"])]
    assert rows["letter"].tolist() == ["A", "B"] and rows["letters"].tolist() == ["B", ""]


def test_a_small_overlapping_column_is_not_tested(people):
    columns = describe.columns(people, [NETWORKS])
    letters = [describe.banner(people, LIKES, columns, plan=Tables(small_base=least))["letters"].ne("").any()
               for least in (30, 60)]  # fmt: skip
    assert letters == [True, False]


def test_a_net_beside_its_parts_and_all_beside_a_group_take_the_letters_of_the_overlap():
    # 60 of 100 men and 90 of 200 women say yes; "all" shares the men. z of two samples apart: men 60 %, all 50 %,
    # √(.52·.48·(1/100 + 1/300)) → 1.73 (p = 0.08); of men and the rest, which is what differs: 2.45 (p = 0.014)
    told = ["Có"] * 60 + ["Không"] * 40 + ["Có"] * 90 + ["Không"] * 110
    frame = pd.DataFrame({"y": pd.Categorical(told, ["Có", "Không"])})
    men = np.arange(300) < 100
    names = pd.MultiIndex.from_tuples([("g", "Nam", "g"), ("g", "Tất cả", "g")], names=["by", "group", "block"])
    columns = pd.DataFrame(np.column_stack([men, np.ones(300)]).astype(float), columns=names)
    table = describe.banner(frame, LIKES, columns, plan=Tables(letters="none")).query("option == 'Có'")
    assert table["letters"].tolist() == ["B", ""]


def test_columns_that_share_people_and_do_not_differ_are_rarely_told_apart():
    rng, found = np.random.default_rng(2022), []
    for _ in range(400):
        ticked = rng.random((120, 2)) < 0.6
        frame = pd.DataFrame({"so": (rng.random(120) < 0.4).astype(float), "w": rng.lognormal(0, 0.5, 120)})
        found.append(overlap.p_values(frame, "w", frame[["so"]], ticked)[0, 0] < 0.05)
    assert 0.03 <= np.mean(found) <= 0.07
