"""Tests of the pairwise follow-ups. Numbers are R's (4.2); the call stands beside each."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline import infer
from pipeline.design import Design
from pipeline.infer.pairs import COLUMNS
from pipeline.questionnaire import Choice, Question
from tests.test_infer import SPRAYS, as_scale, from_counts, from_groups, with_blanks


def sprays(kind):
    answers, q, g = from_groups(SPRAYS)
    return (answers, q, g) if kind == "number" else (*as_scale(answers), g)


def test_pairs_of_a_scale_are_dunns_with_ties_and_holm():
    rows = infer.pairs(*sprays("scale"))
    # R: z <- (m[i] - m[j]) / sqrt((n(n+1)/12 - sum(t^3 - t)/(12(n-1))) (1/n[i] + 1/n[j])), m <- tapply(rank(count), …)
    # (FSA::dunnTest(count ~ spray, InsectSprays, method = "holm")); p.adjust(2 * pnorm(-abs(z)), "holm")
    z = [-0.312733845267, 4.77407760665, 3.11756552000576, 3.85053546985038, -0.405576705581, 5.08681145192]
    assert rows["statistic"].head(6).tolist() == pytest.approx(z, rel=1e-9)
    adjusted = [1, 2.34692588072e-05, 0.01276459864195, 0.00117859858820, 1, 5.09786923650e-06]
    assert rows["p_adjusted"].head(6).tolist() == pytest.approx(adjusted, rel=1e-9)
    assert rows.loc[1, ["group_a", "group_b", "n", "method"]].tolist() == ["A", "C", 24, "Dunn (Holm)"]


def test_pairs_of_a_number_are_games_and_howells():
    rows = infer.pairs(*sprays("number"))
    # R: t and df of Welch; ptukey(abs(t) * sqrt(2), 6, df, lower.tail = FALSE) (rstatix::games_howell_test)
    t = [-0.453524385219, 8.40733949909, 6.21435948996, 7.57979138302, -0.961943859097, 9.75391707941]
    assert rows["statistic"].head(6).tolist() == pytest.approx(t, rel=1e-9)
    p = [0.997248234145, 6.59219631227e-06, 0.000125590069222, 3.20873977615e-05, 0.924747595816, 6.65286811197e-07]
    assert rows["p_adjusted"].head(6).tolist() == pytest.approx(p, rel=1e-6, abs=1e-9)
    assert rows.loc[0, "df"] == pytest.approx(21.7844308127)


@pytest.mark.parametrize("kind", ["scale", "number"])
def test_weighted_pairs_are_the_design_based_tests_of_two_groups(kind):
    answers, q, g = sprays(kind)
    answers = answers.assign(weight=np.resize([1.0, 2.0, 3.0], len(answers)))
    rows = infer.pairs(answers, q, g, weight="weight")
    assert rows["method"].eq("Kiểm định hạng Lumley–Scott (dạng điểm số) (Holm)").all() and len(rows) == 15
    two = answers.assign(g=answers["g"].where(answers["g"].isin(["A", "C"])))
    scale = Question(q.name, "select one", q.label, choices=q.choices, points=q.points)
    if kind == "scale":
        assert rows.loc[1, "p"] == pytest.approx(infer.compare(two, scale, g, weight="weight")["p"].item(), rel=1e-9)
    assert rows["effect"].abs().max() <= 1


@pytest.mark.parametrize("kind", ["scale", "number"])
def test_pairs_of_a_stratified_sample_with_small_groups_have_the_f_of_two_groups_and_its_degrees_of_freedom(kind):
    answers, q, g = sprays(kind)
    answers = answers.assign(weight=np.resize([1.0, 2.0, 3.0], len(answers)), h=np.resize(["x", "y"], len(answers)))
    drawn = Design(weight="weight", strata="h")
    rows = infer.pairs(answers, q, g, weight=drawn)
    two = answers.assign(g=answers["g"].where(answers["g"].isin(["A", "C"])))
    assert len(rows) == 15 and rows["df"].dtype == float
    if kind == "scale":
        scale = Question(q.name, "select one", q.label, choices=q.choices, points=q.points)
        one = infer.compare(two, scale, g, weight=drawn).iloc[0]
        assert rows.loc[1, "p"] == pytest.approx(one["p"], rel=1e-9)
        assert rows.loc[1, "p"] == pytest.approx(stats.f.sf(rows.loc[1, "statistic"], 1, rows.loc[1, "df"]), rel=1e-9)


@pytest.mark.parametrize("kind", ["scale", "number"])
def test_blanks_change_no_pair(kind):
    answers, q, g = sprays(kind)
    pd.testing.assert_frame_equal(infer.pairs(with_blanks(answers), q, g), infer.pairs(answers, q, g))


def test_groups_that_do_not_overlap_have_limits_too():
    rows = infer.pairs(*sprays("scale")).set_index(["group_a", "group_b"])
    # R: orddom: (k - t^2) / (k + t^2), k = 12, t = qt(.975, 22)
    assert rows.loc[("A", "E"), ["effect", "effect_low", "effect_high"]].tolist() == pytest.approx([1, 0.472306874, 1])


@pytest.mark.parametrize("case", ["two_groups", "by_a_number", "two_by_two", "constant"])
def test_there_are_no_pairs_where_none_follow(case):
    answers, q, g = sprays("scale")
    given = {
        "two_groups": (answers.assign(g=answers["g"].where(answers["g"].isin(["A", "B"]))), q, g),
        "by_a_number": (answers.assign(x=1.0), q, Question("x", "decimal", "Câu x")),
        "two_by_two": from_counts([[30, 20], [20, 30]]),
        "constant": (answers.assign(q="3"), q, g),
    }
    found = infer.pairs(*given[case])
    assert found.empty and list(found.columns) == COLUMNS


def test_pairs_follow_the_tests_that_found_a_difference():
    answers, q, g = sprays("scale")
    answers["h"] = pd.Categorical(np.resize(["x", "y", "z"], len(answers)))
    form = {"q": q, "g": g, "h": Question("h", "select one", "Câu h", choices=tuple(Choice(c, c) for c in "xyz"))}
    tests = infer.family(pd.concat([infer.compare(answers, q, form[by]) for by in "gh"]))
    found = infer.all_pairs(answers, tests, form)
    assert set(found["by"]) == {"g"} and len(found) == 15
    assert infer.all_pairs(answers, tests.iloc[1:], form).empty


THREE = [[60, 40, 80], [40, 80, 70]]  # of 100, 120 and 150 people


def test_groups_are_compared_in_the_share_of_an_option():
    rows = infer.pairs(*from_counts(THREE, columns=("a", "b", "c")))
    # R: prop.test(c(60, 40), c(100, 120), correct = FALSE), z its root; p.adjust(p, "holm"); 2asin(√.6) - 2asin(√(1/3))
    assert rows["statistic"].tolist() == pytest.approx([3.955305859784, 1.0403129732206, -3.286335345030997], rel=1e-9)
    adjusted = [0.0002293103942351, 0.2981945188425203, 0.0020300018942261]
    assert rows["p_adjusted"].tolist() == pytest.approx(adjusted, rel=1e-9)
    assert rows.loc[0, "effect"] == pytest.approx(0.5411948302445) and rows["option"].eq("Có").all()


def test_weighted_shares_are_compared_on_effective_bases():
    answers, q, g = from_counts(THREE, columns=("a", "b", "c"))
    twice = pd.concat([answers.assign(weight=1.0)] * 2).assign(weight=np.repeat([1.5, 0.5], len(answers)))
    rows, plain = infer.pairs(twice, q, g, weight="weight"), infer.pairs(answers, q, g)
    # weights 1,5 and 0,5 make two people count for 1,6: z grows by the root of it
    assert rows["statistic"].tolist() == pytest.approx((plain["statistic"] * np.sqrt(1.6)).tolist())


def test_a_share_of_few_people_is_compared_exactly():
    rows = infer.pairs(*from_counts([[700, 3, 800], [1300, 9, 1200]], columns=("a", "b", "c")))
    # R: fisher.test(matrix(c(3, 9, 700, 1300), 2))
    assert rows.loc[0, "method"] == "Fisher chính xác hai tỷ lệ (Holm)"
    assert rows.loc[0, "p"] == pytest.approx(0.5584933430724, rel=1e-9)


def test_what_is_kept_of_pairs_of_shares_gives_no_share_away():
    answers, q, g = from_counts(THREE, columns=("a", "b", "c"))
    kept = infer.all_pairs(answers, infer.family(infer.compare(answers, q, g)), {"q": q, "g": g})
    assert kept[["group_a", "group_b", "p_adjusted"]].values.tolist() == [["a", "b", 0.001], ["c", "b", 0.01]]
    assert kept[["n", "statistic", "p", "effect", "effect_low", "effect_high"]].isna().all(axis=None)
