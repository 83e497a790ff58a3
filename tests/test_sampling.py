"""survey.yaml › design: what it says reaches every statistic as one Design, what it cannot say is refused by key."""

import pandas as pd
import pytest

from pipeline import weight
from pipeline.design import Calibration, Design, Replicates
from pipeline.report import drawn, glossary
from pipeline.survey import SurveyError, sampling
from tests.conftest import SURVEY

LIST = "dung,so_nguoi\nco,40\nkhong,60\n"
WHOLE = "design: {weight: w, strata: tang, psu: xa, fpc: N, lonely: adjust}\n"


@pytest.fixture
def planned(write_survey, tmp_path):
    """The small survey with a staff list and these lines in its survey.yaml."""
    (tmp_path / "list.csv").write_text(LIST, encoding="utf-8")
    return lambda lines: write_survey(yaml=f"{SURVEY}population: {{file: list.csv}}\n{lines}")


def test_the_columns_of_the_file_make_one_design_for_everything(planned):
    survey = planned(WHOLE)
    found = sampling.design(survey, "weight", calibrated=False)
    assert found == Design("weight", "design.tang", "design.xa", "design.N", "adjust")
    assert sampling.design(survey, "weight", calibrated=False, intervals=True) == found
    assert sampling.design(survey, "", calibrated=False) is None


def test_without_a_design_tests_take_the_column_and_intervals_what_it_was_fitted_to(planned):
    survey = planned("weighting: {margins: [dung], fpc: true}\n")
    assert sampling.design(survey, "weight", calibrated=True) == "weight"
    raked = Calibration("rake", ("dung",))
    intervals = sampling.design(survey, "weight", calibrated=True, intervals=True)
    assert intervals == Design("weight", fpc=100, calibration=raked) and not sampling.is_declared(survey)


def test_with_a_design_tests_too_count_what_the_weights_were_fitted_to(planned):
    survey = planned("design: {weight: w, psu: xa}\nweighting: {margins: [dung]}\n")
    found = sampling.design(survey, "weight", calibrated=True)
    assert found == Design("weight", psu="design.xa", calibration=Calibration("rake", ("dung",), "design.w"))


@pytest.mark.parametrize(
    ("given", "fpc"),
    [("N", "design.N"), ("6194", 6194.0), ("0.25", 0.25), ("headcount", 100)],
)
def test_the_population_is_a_column_a_number_or_the_staff_list(given, fpc, planned):
    survey = planned(f"design: {{weight: w, fpc: {given}}}\n")
    assert sampling.design(survey, "weight", calibrated=False).fpc == fpc


def test_the_staff_list_counts_the_people_of_each_stratum_and_then_gives_the_weights(planned):
    survey = planned("design: {strata: dung, fpc: headcount}\n")
    answers = pd.DataFrame({"dung": pd.Categorical(["Có", "Có", "Không", "Không", "Không"], ["Có", "Không"])})
    answers = answers.join(sampling.listed(survey, answers)).assign(**{"design.dung": answers["dung"].astype(str)})
    assert answers["design.headcount"].tolist() == [40, 40, 60, 60, 60]
    assert sampling.base(survey) == "design.draw"
    assert sampling.weighed(survey, answers)["design.draw"].tolist() == pytest.approx([20, 20, 20, 20, 20])


@pytest.mark.parametrize(
    ("given", "replicates"),
    [
        ("{columns: rep*, kind: JK1}", Replicates(("design.rep*",), "jk1")),
        ("{columns: [r1, r2], kind: fay, rho: 0.3}", Replicates(("design.r1", "design.r2"), "fay", rho=0.3)),
        ("{kind: bootstrap, number: 200}", Replicates(kind="bootstrap", number=200)),
    ],
)
def test_replicate_weights_are_columns_or_made(given, replicates, planned):
    found = sampling.design(
        planned(f"design: {{weight: w, psu: xa, replicates: {given}}}\n"), "weight", calibrated=False
    )
    assert found.replicates == replicates
    assert found.weight == ("design.w" if replicates.columns else "weight")  # on the scale of the file's replicates


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("{weigth: w}", "survey.yaml › design: không có khóa «weigth». Có phải «weight»?"),
        ("{lonely: remove}", "design › lonely: «remove»; dùng một trong fail, adjust, certainty, average."),
        ("{strata: xa, psu: xa}", "design › psu: «xa» cũng là cột tầng"),
        ("{fpc: 0}", "design › fpc: 0; cần số đơn vị"),
        ("{psu: xa, fpc: headcount}", "design › fpc: headcount đếm người, mà mẫu chọn theo cụm"),
        ("{strata: tinh, fpc: headcount}", "design › strata: «tinh» không phải câu chọn một đáp án"),
        ("{fpc: 9}\nweighting: {fpc: true}", "design › fpc và weighting › fpc cùng hiệu chỉnh"),
        ("{replicates: {columns: [r1]}}", "design › replicates › kind: thiếu; ghi một trong jk1, jkn, brr"),
        ("{replicates: {kind: sdr}}", "design › replicates › kind: «sdr»; dùng một trong"),
        ("{replicates: {kind: brr}}", "design › replicates › columns: «brr» cần các cột trọng số lặp"),
        ("{strata: tang, replicates: {kind: jk1}}", "jk1 không dùng cho mẫu có tầng"),
        (
            "{replicates: {columns: [r1], kind: jk1, rho: 0.5}}",
            "design › replicates › rho: 0.5; chỉ dùng với kind: fay",
        ),
        ("{replicates: {columns: [r1], kind: jk1, scale: nhiều}}", "design › replicates › scale: cần một con số"),
        ("{psu: xa, replicates: {kind: jk1}}\nweighting: {margins: [dung]}", "không được hiệu chỉnh lại theo"),
    ],
)
def test_a_design_that_cannot_be_carried_out_is_refused_by_its_key(lines, told, planned):
    with pytest.raises(SurveyError) as error:
        planned(f"design: {lines}\n")
    assert told in str(error.value)


def test_the_report_says_how_the_sample_was_drawn(planned):
    survey = planned(WHOLE)
    frame = pd.DataFrame({"w": [1.0, 2, 1, 2], "h": list("aabb"), "c": list("pqrs"), "N": 10.0})
    table = weight.sampling(frame, Design("w", "h", "c", "N"), base="w")
    said = drawn.sample(survey, {"sampling": table})
    assert "Mẫu phân tầng theo cột “tang” (2 tầng); chọn cụm theo cột “xa” (4 cụm)" in said
    assert "hiệu chỉnh tổng thể hữu hạn theo cột “N”; tầng chỉ có một cụm được so với trung bình chung" in said
    assert "Bậc tự do: 2. Tổng trọng số gốc của các phiếu phân tích: 6." in said
    by_question = planned(WHOLE.replace("tang", "dung"))
    assert "Mẫu phân tầng theo “Có dùng không” (2 tầng)" in drawn.sample(by_question, {"sampling": table})
    assert drawn.sample(planned(""), {}) == "" and weight.sampling(frame, "w").empty


def test_the_interval_is_called_by_the_design():
    assert weight.interval_name(drawn=True).startswith("khoảng tin cậy 95% theo thiết kế mẫu, giả định")
    assert "theo mô hình" in weight.interval_name()


@pytest.mark.parametrize(
    ("lines", "margins", "told"),
    [
        ("weighting: {from: w}", [], "mà tệp phiếu mang theo, không hiệu chỉnh theo danh sách; "),
        ("design: {weight: w}", [], "mà tệp phiếu mang theo, không hiệu chỉnh theo danh sách; "),
        ("design: {strata: dung, fpc: headcount}", [], "theo thiết kế mẫu, không hiệu chỉnh theo danh sách; "),
        ("weighting: {from: w, margins: [dung]}", ["dung"], "để cơ cấu phiếu khớp danh sách; "),
    ],
)
def test_the_reading_guide_says_what_the_weights_are_there_for(lines, margins, told, planned):
    effect = pd.DataFrame({"measure": [weight.DESIGN_EFFECT], "value": [1.1]})
    tables = {"weights": pd.DataFrame({"margin": margins}), "design_effect": effect}
    guide = dict(glossary.guide(planned(f"{lines}\n"), tables, is_sized=True))
    assert guide["Gia quyền"][0].startswith(f"mỗi phiếu được nhân với một trọng số {told}")
