"""Classical tests and components. Numbers are R's (4.2; car 3.1, psych 2.2.9); the call stands beside each."""

import json

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.infer.classical import groups
from pipeline.infer.classical.components import components
from pipeline.survey import SurveyError
from pipeline.survey.model import Comparison
from tests.conftest import ROOT, SURVEY
from tests.test_infer import SPRAYS, as_scale, from_groups
from tests.test_reliability import X, asked

CHICKS = {
    "casein": "368 390 379 260 404 318 352 359 216 222 283 332",
    "horsebean": "179 160 136 227 217 168 108 124 143 140",
    "linseed": "309 229 181 141 260 203 148 169 213 257 244 271",
    "meatmeal": "325 257 303 315 380 153 263 242 206 344 258",
    "soybean": "243 230 248 327 329 250 193 271 316 267 199 171 158 248",
    "sunflower": "423 340 392 339 341 226 320 295 334 322 297 318",
}


def compared(answers, q, g, **options):
    return groups.tests(answers, [Comparison("A", (q.name,), (g.name,))], {q.name: q, g.name: g}, **options).iloc[0]


def test_three_groups_and_more_take_the_one_way_f_with_both_levenes():
    row = compared(*from_groups(SPRAYS))
    # R: summary(aov(count ~ spray, InsectSprays)); its sums of squares
    assert row["method"] == "ANOVA một yếu tố (không gia quyền)" and row[["df", "df2"]].tolist() == [5, 66]
    expected = [34.70228205549, 3.182583726145e-17, 0.7244390155628]
    assert row[["statistic", "p", "effect"]].tolist() == pytest.approx(expected, rel=1e-9)
    # R: car::leveneTest(count ~ spray, InsectSprays, center = mean); center = median
    levene = row[["levene_mean", "levene_mean_p", "levene_median", "levene_median_p"]].tolist()
    expected = [6.455352710087, 6.103633834482e-05, 3.821356313225924, 0.004222791138992]
    assert levene == pytest.approx(expected, rel=1e-9)


def test_two_groups_take_students_t():
    row = compared(*from_groups({name: SPRAYS[name] for name in "AC"}))
    # R: t.test(count ~ spray, subset(InsectSprays, spray %in% c("A", "C")), var.equal = TRUE)
    assert row[["method", "df"]].tolist() == ["t Student (không gia quyền)", 22] and row["effect"] > 0
    assert row[["statistic", "p"]].tolist() == pytest.approx([8.407339499090, 2.563261467932e-08], rel=1e-9)


@pytest.mark.parametrize(
    ("data", "method", "p", "standard"),
    [
        # R: TukeyHSD(aov(count ~ spray, InsectSprays)); its diff, lwr, upr over the root of the mean square within
        (SPRAYS, "Tukey HSD", 0.9951810313666, (-0.2124819518734, -1.410729344309, 0.9857654405617)),
        # R: TukeyHSD(aov(weight ~ feed, chickwts))
        (CHICKS, "Tukey–Kramer", 3.070196796795e-08, (2.9787141916881, 1.7214091797982, 4.236019203578)),
    ],
)
def test_pairs_of_groups_are_tukeys(data, method, p, standard):
    row = infer.tukey(*from_groups(data)).iloc[0]
    assert row["method"] == f"{method} (không gia quyền)" and row["p_adjusted"] == pytest.approx(p, rel=1e-4)
    assert row[["effect", "effect_low", "effect_high"]].tolist() == pytest.approx(standard, rel=1e-6)


def test_tukeys_q_is_the_difference_over_its_standard_error():
    # R: abs(TukeyHSD(a)$spray[2, 1])/sqrt(MS/12), a <- aov(count ~ spray, InsectSprays)
    assert infer.tukey(*from_groups(SPRAYS)).loc[1, "statistic"] == pytest.approx(10.9672801828183, rel=1e-9)


def test_blanks_and_small_groups_change_nothing_and_bands_have_no_means():
    answers, q, g = from_groups(SPRAYS)
    few = pd.DataFrame({q.name: [1.0, 2.0, 3.0], g.name: ["Z"] * 3})
    blanks = answers.head(20).assign(**{q.name: np.nan})
    more = pd.concat([answers.astype({g.name: str}), few, blanks], ignore_index=True)
    assert compared(more, q, g)["statistic"] == pytest.approx(34.70228205549)
    row = compared(answers, q, g, unscored=(q.name,))
    assert "là khoảng, bậc" in row["note"] and np.isnan(row["p"])
    assert compared(answers.assign(**{q.name: 1.0}), q, g)["note"].startswith("Không tính được: mọi người trả lời")


def test_a_scale_with_two_answers_half_and_half_has_no_levene_around_the_mean():
    answers = pd.DataFrame({"x": [0.0, 1.0] * 20, "g": ["a"] * 20 + ["b"] * 20})
    _, q, g = from_groups({"a": "1", "b": "2"})
    row = compared(answers.rename(columns={"x": q.name, "g": g.name}), q, g)
    assert np.isnan(row["levene_mean"]) and row["statistic"] == pytest.approx(0)


def test_where_a_mean_is_hidden_tukeys_pairs_have_no_numbers():
    answers, q, g = from_groups(SPRAYS)
    scale = as_scale(answers)
    tests = groups.tests(scale[0], [Comparison("A", (q.name,), (g.name,))], {q.name: scale[1], g.name: g})
    shown = groups.pairs(scale[0], tests, {q.name: scale[1], g.name: g}, least=5)
    assert shown[["statistic", "effect", "n"]].isna().all(axis=None) and set(shown["p_adjusted"]) <= {0.001, 0.01, 0.05}
    assert shown.loc[0, ["group_a", "group_b"]].tolist() == ["A", "C"] and len(shown) < 15
    whole = groups.pairs(answers, tests, {q.name: q, g.name: g}, least=5)
    assert whole["statistic"].notna().all() and len(whole) == 15


def test_components_are_those_of_psych_principal_turned_by_varimax():
    answers, questions = asked(X)
    roots, loaded = components(answers, [questions])
    # R: eigen(cor(x))$values; p <- psych::principal(x, nfactors = 2, rotate = "none"); v <- varimax(p$loadings,
    # eps = 1e-14), colSums(v$loadings^2) (principal(rotate = "varimax") turns with eps = 1e-5: 1.9800, 1.9620)
    assert roots["eigenvalue"].head(3).tolist() == pytest.approx([2.4989314695713, 1.443116686874, 0.7447276047936])
    assert roots["kept"].tolist() == [True, True, *[False] * 4]
    assert roots["rotated"].head(2).tolist() == pytest.approx([1.981578805267, 1.960469351179], rel=1e-6)
    pattern = loaded.pivot(index="item", columns="factor", values="loading")
    assert pattern.loc["i1"].tolist() == pytest.approx([0.7233552800318, 0.1076683884856], abs=1e-6)
    assert pattern.loc["i4"].tolist() == pytest.approx([-0.1075748367057, 0.80398987383382], abs=1e-6)
    common = loaded.drop_duplicates("item").set_index("item")["communality"]
    assert common[["i1", "i5"]].tolist() == pytest.approx([0.5348353430290, 0.7442088146063], rel=1e-9)
    # sorted: the items of the first component, the largest loading first
    assert list(dict.fromkeys(loaded["item"])) == ["i2", "i3", "i1", "i5", "i4", "i6"]


def test_components_that_cannot_be_sought_say_why():
    answers, questions = asked(X.head(4))
    for frame in components(answers, [questions], least=5):
        assert frame.loc[0, "note"] == "Không tính được: dưới 5 người trả lời đủ mọi câu." and np.isnan(
            frame.loc[0, "n"]
        )


def test_the_key_is_yes_or_no(write_survey):
    assert write_survey(yaml=SURVEY + "inference: {classical: true}\n").inference.classical is True
    with pytest.raises(SurveyError, match="inference › classical"):
        write_survey(yaml=SURVEY + "inference: {classical: có}\n")
    cells = json.loads((ROOT / "notebooks" / "04_infer.ipynb").read_text(encoding="utf-8"))["cells"]
    assert any("if plan.classical" in "".join(cell["source"]) for cell in cells)
