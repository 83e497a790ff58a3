"""How p are adjusted: survey.yaml › inference › adjust is followed by the numbers and by every word about them."""

import numpy as np
import pandas as pd
import pytest

from pipeline import infer
from pipeline.infer import verdict
from pipeline.survey import SurveyError
from tests import reports
from tests.conftest import SURVEY
from tests.test_battery import answered, items
from tests.test_pairs import sprays
from tests.test_trend import INCOME, JOB, jobs, one

P = np.array([0.01, 0.02, np.nan, 0.03, 0.5])


@pytest.mark.parametrize(
    ("adjust", "expected"),
    [
        # R: p.adjust(c(0.01, 0.02, NA, 0.03, 0.5), "holm"); "BH"; "BY"
        ("holm", [0.04, 0.06, np.nan, 0.06, 0.5]),
        ("bh", [0.04, 0.04, np.nan, 0.04, 0.5]),
        ("by", [1 / 12, 1 / 12, np.nan, 1 / 12, 1]),
    ],
)
def test_p_are_adjusted_as_rs_p_adjust_does(adjust, expected):
    assert verdict.adjusted(P, adjust).tolist() == pytest.approx(expected, nan_ok=True, rel=1e-12)


def test_pairs_items_and_correlations_take_the_adjustment_asked_for_and_name_it():
    rows = infer.pairs(*sprays("scale"), adjust="bh")
    assert rows["method"].eq("Dunn (Benjamini–Hochberg)").all()
    # R: p.adjust(p, "BH")
    assert rows["p_adjusted"].tolist() == pytest.approx(verdict.adjusted(rows["p"].to_numpy(), "bh").tolist())
    assert (rows["p_adjusted"] < infer.pairs(*sprays("scale"))["p_adjusted"]).any()
    rows = infer.battery(answered(), items(*"abcd"), adjust="by").iloc[1:]
    assert rows["method"].eq("Wilcoxon dấu hạng (Benjamini–Yekutieli)").all()
    three = [INCOME, JOB, one("k", *"1234", scale=tuple("1234"))]
    rows = infer.correlations(jobs().assign(k=lambda d: d["j"]), three, adjust="bh")
    # R: p.adjust(c(p, p, 0), "BH"): p itself, half again as large as the rank of p among three asks
    assert rows.loc[rows["measure"] == "ρ Spearman", "p_adjusted"].iloc[0] == pytest.approx(0.0846901486904)
    follow = infer.rules(adjust="bh")["follow_up"]
    assert follow.str.contains("Dunn (Benjamini–Hochberg)", regex=False).any() and not follow.str.contains("Holm").any()


@pytest.mark.parametrize(("adjust", "name"), [("holm", "Holm"), ("bh", "Benjamini–Hochberg")])
def test_the_report_names_the_adjustment_that_was_asked_for(write_survey, adjust, name):
    plan = f"inference: {{adjust: {adjust}}}\ncomparisons: [{{name: A, questions: [y1], by: [dung]}}]\n"
    survey = write_survey(yaml=SURVEY + plan)
    answers = pd.DataFrame({"dung": ["co", "khong"] * 40, "y1": list("12") * 20 + list("13") * 20})
    tests = infer.families(answers, survey.comparisons, survey.form, adjust=survey.inference.adjust)
    page = reports.words(*reports.made(survey, {"tests": tests}))
    assert f"hiệu chỉnh {name} trong từng họ" in page and f"theo cách {name}" in page
    assert adjust == "holm" or "Holm" not in page


def test_an_adjustment_that_is_none_is_refused_with_those_there_are(write_survey):
    with pytest.raises(SurveyError, match="inference › adjust: «bonferroni»; dùng một trong holm, bh, by"):
        write_survey(yaml=SURVEY + "inference: {adjust: bonferroni}\n")
    with pytest.raises(ValueError, match="«tukey»: chỉ có holm, bh, by"):
        verdict.adjusted(P, "tukey")
