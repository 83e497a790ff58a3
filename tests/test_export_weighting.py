"""The report tells response, bias and weighting from the tables, and calls intervals what they are."""

from dataclasses import replace

import pandas as pd
import pytest

from pipeline import weight, wording
from pipeline.design import Calibration, Design
from pipeline.report import drawn, handling, method, weighting
from pipeline.report.model import Table
from pipeline.survey.model import Replicates, Sampling, Weighting
from tests import reports
from tests.test_english import VIETNAMESE

COUNT = "so_nguoi"


@pytest.fixture
def answers(form):
    used = pd.Categorical(["Có"] * 60 + ["Không"] * 15 + [None] * 5, ["Có", "Không"])
    return pd.DataFrame({"dung": used, "y1": pd.Categorical(["Đồng ý", "Không đồng ý"] * 40, form["y1"].option_labels)})


@pytest.fixture
def told(survey, answers):
    """The small survey with a trimmed margin, and the tables that notebook 02 would write."""
    survey = replace(survey, weighting=Weighting(margins=("dung",), trim=(0.3, 3.0)))
    people = pd.DataFrame({"dung": ["co", "khong"], COUNT: [100, 100]})
    asked, form = [survey.form["dung"]], survey.form
    weights, convergence = weight.calibrate(answers, people, asked, count=COUNT, trim=(0.3, 3.0))
    raked = answers.assign(weight=weights)
    estimates = weight.estimates(
        raked, [form["y1"]], weight=Design("weight", calibration=Calibration("rake", ("dung",)))
    )
    return survey, {
        "response": weight.response_summary(weight.dispositions(answers, pd.DataFrame(), form), 200),
        "response_by": weight.response_by(answers, people, asked, count=COUNT),
        "nonresponse_bias": weight.nonresponse_bias(answers, people, asked, count=COUNT),
        "early_late": weight.early_late(answers, [form["y1"]], weight.waves(pd.Series([None] * 80))),
        "convergence": convergence,
        "weighting_notes": weight.targets(answers, people, asked, count=COUNT)[1],
        "weights": weight.margins(raked, people, asked, weight="weight", count=COUNT),
        "design_effect": weight.effective(weights),
        "weight_effect": weight.effect(raked, [form["y1"]], weight="weight"),
        "estimates": estimates.assign(note=weight.interval_name()),
        "frequencies": pd.DataFrame({"question": ["y1"], "label": "Ý kiến 1", "option": "Đồng ý", "n": 40, "base": 80}),
    }


def test_response_is_told_in_aapors_terms(told):
    said = weighting.response(told[1])
    assert "Danh sách có 200 người; coi mọi người" in said and "mỗi phiếu là của một người" in said
    assert "RR1" in said and "RR2" in said
    assert "là 37,5%; RR2" in said and "là 40,0%. Phiếu loại" in said  # 75 answered both, 5 one of the two
    assert weighting.response({}) == ""
    drawn = weighting.response(told[1], drawn=True)
    assert "không nêu tỷ lệ trả lời" in drawn and "RR1" not in drawn


def test_bias_names_the_farthest_category(told):
    # 60 of the 75 who named it, beside 100 of 200
    survey, tables = told
    plain = weighting.bias(survey, {name: rows for name, rows in tables.items() if name != "weights"})
    assert plain.startswith("Chưa gia quyền, theo các đặc điểm có trong danh sách, cơ")  # of an unweighted survey
    assert "30,0\u00a0điểm\u00a0% (Có dùng không? – “Có”: 80,0% người trả lời, 50,0%" in weighting.bias(*told)


def test_days_that_nobody_knows_are_told(told):
    assert weighting.waves(told[1]).startswith("Không so sánh được phiếu sớm với phiếu muộn")
    assert weighting.waves({}) == ""


def test_weighting_tells_convergence_bounds_blanks_and_cost(told):
    first, note, last = weighting.weighting(*told)
    assert "hội tụ sau 1 vòng" in first and "0,30–3,00" in first
    assert note.startswith("Có dùng không?, nhóm “(không trả lời)” (5 người): giữ thành nhóm riêng")
    assert "hiệu ứng thiết kế Kish 1,53" in last  # 80 · (60 · 0,625² + 15 · 2,5² + 5) / 80²
    assert "Không gia quyền" in weighting.weighting(told[0], {})


@pytest.mark.parametrize(
    "rules", [{"trim": (0.3, 3.0)}, {"percentile": (2.5, 97.5)}, {"method": "greg", "bounds": (0.3, 3)}]
)
def test_the_method_of_the_weights_is_told_in_english(told, rules):
    survey = replace(told[0], weighting=Weighting(margins=("dung",), **rules))
    english = {label: "x" for q in survey.form.questions for label in (q.label, *q.option_labels)}
    with wording.spoken("en", english):
        made = weighting.weighting(survey, told[1])
        said = " ".join([*made, weighting.intervals(survey, told[1]), weighting.waves(told[1])])
    said = said.replace(weighting.topic(survey.form, "dung"), "")
    assert "Percentages are weighted (" in said and "Weighting does not correct" in said
    assert not VIETNAMESE.search(said), said


@pytest.mark.parametrize("replicates", [Replicates(), Replicates(kind="fay"), Replicates(kind="jkn", columns=("w",))])
@pytest.mark.parametrize("fpc", ["headcount", "0.1", "lon"])
def test_the_design_of_a_sample_is_told_in_english(told, replicates, fpc):
    plan = Sampling(strata="a", psu="b", fpc=fpc, replicates=replicates)
    rows = [("Số tầng", 2), ("Số cụm (đơn vị chọn đầu tiên)", 9), ("Bậc tự do", 7), ("Số bộ trọng số lặp", 9)]
    tables = told[1] | {"sampling": pd.DataFrame(rows, columns=["measure", "value"])}
    with wording.spoken("en"):
        said = drawn.sample(replace(told[0], design=plan), tables)
    assert "egrees of freedom: 7." in said and "clustered by the column “b” (9 clusters)" in said
    assert not VIETNAMESE.search(said), said


def test_intervals_are_called_what_they_are_and_no_margin_of_error_is_given(told):
    text = reports.words(*reports.made(*told))
    assert "giả định người không trả lời giống người trả lời trong cùng nhóm gia quyền" in text
    assert "sai số chọn mẫu" not in text.lower()


def test_intervals_say_that_they_heed_raking_and_which_correction_they_leave_out(told):
    survey, tables = told
    said = "Không hiệu chỉnh tổng thể hữu hạn (số phiếu bằng 40,0% số người trong danh sách), nên khoảng rộng hơn."
    assert weighting.intervals(survey, tables).endswith(said)
    assert "có tính đến raking theo “Có dùng không?”" in weighting.intervals(survey, tables)
    corrected = replace(survey, weighting=replace(survey.weighting, fpc=True))
    few = tables | {"response": tables["response"].assign(rate=4.0)}
    assert said not in weighting.intervals(corrected, tables) and "hữu hạn" not in weighting.intervals(survey, few)


def test_tests_of_a_weighted_survey_say_that_weights_are_taken_as_fixed(told):
    tests = {"tests": pd.DataFrame({"question": ["y1"], "by": "dung", "p": 0.5, "family": ""})}
    said = "kiểm định, hồi quy (và chữ so sánh ở sổ bảng số liệu) coi trọng số là cố định"
    survey, tables = told
    assert said in handling.analysis(survey, tables | tests) and said not in handling.analysis(survey, tests)


def test_tests_of_a_designed_sample_say_that_they_rest_on_it(told):
    survey = replace(told[0], design=Sampling(psu="xa"))
    tests = {"tests": pd.DataFrame({"question": ["y1"], "by": "dung", "p": 0.5, "family": ""})}
    tables = told[1] | tests | {"sampling": pd.DataFrame({"measure": ["Bậc tự do"], "value": [9]})}
    said = handling.analysis(survey, tables)
    assert "tính theo thiết kế mẫu" in said and "coi trọng số là cố định" not in said
    assert "mẫu chọn ngẫu nhiên" not in dict(method.items(survey, tables))["Giới hạn"][0]


def test_the_greatest_difference_of_early_and_late_names_question_option_and_n():
    row = {"question": "y1", "label": "Ý kiến 1", "option": "Đồng ý", "n": 80, "p_adjusted": 0.2}
    rows = pd.DataFrame([row | {"difference": -4.26}, row | {"difference": 1.0, "label": "Ý kiến 2"}])
    said = weighting.waves({"early_late": rows})
    assert "2 phép so sánh, chênh lệch lớn nhất 4,3\u00a0điểm\u00a0% (“Ý kiến 1” – “Đồng ý”, 80 người); không" in said
    assert "2 phép so sánh; không phép nào" in weighting.waves({"early_late": rows.assign(difference=float("nan"))})


@pytest.mark.parametrize(("sample", "notes"), [(3.66, ("Chênh lệch tính trước khi làm tròn.",)), (3.64, ())])
def test_a_difference_that_does_not_match_its_printed_parts_is_said_to_be_of_unrounded_ones(told, sample, notes):
    row = {
        "question": "dung",
        "option": "Có",
        "n": 9,
        "population": 3.44,
        "sample": sample,
        "difference": sample - 3.44,
    }
    rows = pd.DataFrame([row | {"relative": 6.4}])  # 3,7 less 3,4, but 0,2; 3,6 less 3,4
    assert weighting.bias_table(told[0], {"nonresponse_bias": rows}).notes == notes


def test_the_annex_has_the_tables_of_response_and_weighting(told):
    part = [block for block in reports.under(reports.made(*told)[1], "Tham gia") if isinstance(block, Table)]
    assert [table.caption.split(" (")[0] for table in part][:3] == [
        "Tỷ lệ trả lời so với danh sách",
        "Tỷ lệ trả lời",
        "Người trả lời so với danh sách, trước gia quyền",
    ]
    assert [c.title for c in part[0].columns] == ["Trường hợp", "Số phiếu / số người", "% danh sách"]
    assert ["Có", "50,0", "80,0", "30,0", "60,0"] in reports.rows_of(part[2]) and len(part) == 4
    assert "Tham gia" not in reports.words(reports.made(told[0], {})[1])
