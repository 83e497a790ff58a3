"""survey.yaml is read strictly: a wrong key, name or date is an error with the nearest right one."""

import unicodedata
from datetime import date

import pytest

from pipeline import survey as surveys
from pipeline.survey import SurveyError
from tests.conftest import FORM, SURVEY

ENGLISH = """
| survey |
| | type | name | label::English (en) |
| | begin_group | p | Part |
| | select_one yn | ok | All well? |
| | end_group | | |

| choices |
| | list_name | name | label::English (en) |
| | yn | 1 | Yes |
| | yn | 2 | No |

| settings |
| | form_title | form_id |
| | Clinic | c |
"""


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        (SURVEY + "banner: [dung]\n", "không có khóa «banner».*«banners»"),
        (SURVEY.replace("min_seconds", "min_second"), "quality: không có khóa «min_second».*«min_seconds»"),
        (SURVEY.replace("banners: [dung]", "banners: [dungg]"), "banners: .*«dungg».*«dung»"),
        (SURVEY.replace("[too_fast]", "[too_slow]"), "không có cờ «too_slow».*«too_fast»"),
        (SURVEY.replace("dong_y:", "dong_i:"), "scales: .*«dong_i».*«dong_y»"),
        (SURVEY.replace("[kyk]", "[kik]"), "apart: .*«kik».*«kyk»"),
        (SURVEY.replace("min_seconds: 60", "min_seconds: nhanh"), "cần số nguyên"),
        (SURVEY.replace("title: Cuộc hỏi thử", ""), "thiếu khóa «title»"),
        (SURVEY + "report: {layout: dang}\n", "layout: «dang»"),
        (SURVEY + "report: {words: {nhiều: hầu hết, 0: ít}}\n", "report › words: mỗi dòng là «từ bao nhiêu %: chữ»"),
        (SURVEY + "collection: {opens: 08:00 30/02/2022}\n", "không phải giờ, ngày có thật"),
        (SURVEY + "collection: {opens: 08:00 02/03/2022, closes: 08:00 01/03/2022}\n", "phải trước"),
        (SURVEY + "title: [\n", "không phải YAML hợp lệ"),
        (SURVEY + "population: {file: khong_co.csv}\n", "không tìm thấy"),
        (SURVEY + "weighting: {empty: gop}\n", "empty: «gop»; dùng một trong refuse, merge, drop"),
        (SURVEY + "weighting: {blank: drop}\n", "blank: «drop»"),
        (SURVEY + "weighting: {trim: [1.2, 3]}\n", "trim: .1.2, 3.; cần hai số"),
        (SURVEY + "weighting: {trim: [0.3, 3]}\n", "trim cần population › file"),
        (SURVEY + "weighting: {fpc: true}\n", "fpc cần population › file"),
        (SURVEY + "weighting: {base: w}\n", "weighting: không có khóa «base»"),
        (SURVEY + "weighting: {method: raking}\n", "method: «raking»; dùng một trong rake, post, greg"),
        (SURVEY + "weighting: {from: w, method: post}\n", "method: post cần weighting › margins"),
        (SURVEY + "weighting: {from: w, bounds: [0.5, 2]}\n", "bounds cần weighting › margins"),
        (SURVEY + "weighting: {from: w, bounds: [1.5, 2]}\n", "bounds: .1.5, 2.; cần hai số"),
        (SURVEY + "weighting: {from: w, bounds: [0.5, 2], trim: [0.3, 3]}\n", "không đi cùng weighting › trim"),
        (SURVEY + "weighting: {bounds: [0.5, 2], method: post}\n", "không đi cùng weighting › method: post"),
        (SURVEY + "weighting: {trim: {percentile: [60, 99]}}\n", "percentile: .60.*, 99.*; cần hai phân vị"),
        (SURVEY + "weighting: {trim: {percent: [1, 99]}}\n", "trim: viết hai trọng số .* hai phân vị"),
        (SURVEY + "weighting: {from: w, margins: [dung]}\n", "margins cần population › file"),
        (SURVEY + "privacy: {design: [psu]}\ndesign: {strata: a}\n", "privacy › design: «psu»; dùng strata, psu"),
        (SURVEY + "weighting: {from: a}\ndesign: {weight: b}\n", "một phiếu chỉ có một"),
        (SURVEY + "population: {file: x.csv}\nweighting: {trim: [0.3, 3]}\n", "trim cần weighting › margins"),
        (SURVEY + "population: {file: x.csv}\nweighting: {margins: [tuoi]}\n", "«tuoi» không phải câu chọn một"),
    ],
)
def test_a_wrong_key_or_value_is_refused_with_the_mend(write_survey, yaml, said):
    with pytest.raises(SurveyError, match=said):
        write_survey(yaml=yaml)


@pytest.mark.parametrize(
    ("tables", "said"),
    [
        ("{letters: holm}", "tables › letters: «holm».*bonferroni, bh, none"),
        ("{letters: None}", "tables › letters: «None»"),
        ("{no_opinion: none}", "tables › no_opinion: «none».*in, out"),
        ("{nested: [[dung]]}", "nested: .*ít nhất hai câu"),
        ("{nested: [[dung, dung]]}", "nêu một câu hai lần"),
        ("{nested: [[dung, tuoi]]}", "nested: «tuoi» không phải câu chọn phương án"),
        ("{three_way: [[y1, dung]]}", "three_way: .*cần ba câu"),
        ("{three_way: [[y1, dung, y9]]}", "three_way: .*«y9»"),
        ("{nets: {mang: [zalo]}}", "nets › mang: cần các dòng"),
        ("{nets: {mang: {Meta: [fbb]}}}", "nets › mang › Meta: .*«fbb». Có phải «fb»"),
        ("{nets: {y1: {Rõ: [1_2]}}}", "«12».*dấu nháy"),
        ("{nets: {mang: {Zalo: [zalo]}}}", "«Zalo» trùng tên một phương án"),
        ("{unscored: [mang]}", "unscored: «mang» không phải thang đo"),
    ],
)
def test_tables_that_cannot_be_made_are_refused_with_the_mend(write_survey, tables, said):
    with pytest.raises(SurveyError, match=said):
        write_survey(yaml=SURVEY + f"tables: {tables}\n")


def test_everything_wrong_in_a_survey_is_told_at_once(write_survey):
    wrong = (
        SURVEY.replace("[dung]", "[dung, tuoi, Dùng mạng nào]")
        .replace("[gop_y]", "[mang]")
        .replace("[too_fast]", "[fast]")
    )
    with pytest.raises(SurveyError) as told:
        write_survey(yaml=wrong + "report: {lead: [gop_y, y9], layout: dang}\n")
    lines = str(told.value).splitlines()
    assert lines[0] == "survey.yaml có 7 chỗ cần sửa:" and len(lines) == 8
    for said in (
        "report › layout: «dang»",
        "banners: «tuoi» không phải câu chọn phương án",
        "«Dùng mạng nào». Có phải «mang»",
        "open_questions: «mang» không phải",
        "lead: «gop_y» không phải",
        "«y9»",
        "«fast»",
    ):
        assert sum(said in line for line in lines) == 1, said


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("banners: [dung]\n", "khóa «banners» viết hai lần"),
        ("comparisons: [{name: A, questions: [y1], by: [mang]}]\n", "A › by: «mang» không phải .*câu chọn nhiều"),
        ("comparisons: [{name: A, questions: [gop_y], by: [dung]}]\n", "A › questions: «gop_y» không phải"),
        ("comparisons: [{name: A, questions: [], by: [dung]}]\n", "A › questions: danh sách trống"),
        ("comparisons: [{name: A, questions: [y1], by: [dung]}, {name: A, questions: [y2], by: [dung]}]\n", "cùng tên"),
        ("privacy: {quasi_identifiers: [mang]}\n", "quasi_identifiers: «mang» không phải câu chọn một"),
        ("population: {unit: tuoi}\n", "population › unit: «tuoi» không phải câu chọn một"),
        ("population: {file: dan-so.csv}\n", "population › file: không tìm thấy tệp .*dan-so.csv"),
        ("questionnaire: questionaire.md\n", "không tìm thấy tệp .*questionaire.md.*Có phải «questionnaire.md»"),
        ("tables: {nets: {gop_y: {A: [x]}}}\n", "nets: «gop_y» không phải"),
        ("inference: {reversed: [dung]}\n", "reversed: «dung» không phải thang đo.*khai báo danh sách «co_khong»"),
        ("report: {lead: [y1, y1]}\n", "lead: nêu một câu hai lần"),
        ("report: {good: [y7]}\n", "report › good: .*«y7».*«y3»"),
        ("report: {good: [tuoi]}\n", "report › good: «tuoi» không phải"),
        ("report: {good: [dung]}\n", "good: «dung» không phải thang đo; ghi rõ phương án, như «dung/mã phương án»"),
        ("report: {good: [dung/cco]}\n", "good: câu «dung» không có phương án «cco». Có phải «co»"),
        ("report: {nets: {mang: {Cả hai: dùng cả hai}}}\n", "nets › mang: tables › nets không có nhóm gộp «Cả hai»"),
        ("report: {nets: {mang: dùng}}\n", "nets › mang: cần các dòng «tên nhóm gộp: điều người thuộc nhóm đã làm»"),
        ("report: {proposals: [gop]}\n", "report › proposals: .*«gop».*«gop_y»"),
        ("report: {states: [{state: xong}]}\n", "states: «xong»; dùng một trong nháp, thẩm định, phát hành"),
        ("report: {states: [{state: thẩm định}, {state: nháp}]}\n", "theo thứ tự nháp → thẩm định → phát hành"),
        ("report: {states: [{stat: nháp}]}\n", "không có khóa «stat».*«state»"),
        ("report: {states: [{state: nháp, date: 30/02/2022}]}\n", "không phải .*ngày có thật"),
        ("report: {issued: abc}\n", "issued: chỉ ghi khi trạng thái cuối là «phát hành»"),
    ],
)
def test_a_question_is_refused_where_its_kind_cannot_be_used(write_survey, tmp_path, yaml, said):
    write_survey()
    with pytest.raises(SurveyError, match=said):
        write_survey(yaml=SURVEY + yaml)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("${dungg} = 'co'", "không có câu hỏi «dungg». Có phải «dung»"),
        ("${dung} = 'coo'", "câu «dung» không có lựa chọn «coo». Có phải «co»"),
        ("selected(${mang}, 'face')", "không có lựa chọn «face»"),
        ("${dung} = ", "x: "),
    ],
)
def test_a_contradiction_that_can_never_hold_is_refused(write_survey, when, said):
    quality = f'quality: {{contradictions: [{{label: x, when: "{when}"}}]}}\n'
    with pytest.raises(SurveyError, match=said):
        write_survey(yaml=SURVEY.split("quality:")[0] + quality)


def test_a_survey_without_banners_or_with_keys_left_empty_is_read(write_survey):
    survey = write_survey(yaml="title: Chỉ có tên\nbanners:\ncomparisons:\nscales: {dong_y: }\nprivacy:\n")
    assert survey.banners == () and survey.privacy.min_cell == 5 and survey.form["y1"].points == ("1", "2", "3", "kyk")


def test_a_questionnaire_in_english_alone_speaks_english_and_no_default(write_survey):
    survey = write_survey(form=ENGLISH, yaml="title: Village clinic\n")
    assert survey.form.languages == ("English (en)",)
    assert (survey.form["ok"].label, survey.form["ok"].choices[0].label) == ("All well?", "Yes")


def test_numbers_as_codes_of_a_net_are_taken_as_codes(write_survey):
    assert write_survey(yaml=SURVEY + "tables: {nets: {y1: {Rõ ý: [1, 3]}}}\n").tables.nets == {"y1": {"Rõ ý": [1, 3]}}


def test_the_plans_impossible_date_is_refused(write_survey):
    with pytest.raises(SurveyError, match="«29/02/2022» không phải ngày có thật"):
        write_survey(yaml=SURVEY + 'schedule: [{item: "02", work: Dự thảo, start: 29/02/2022}]\n')


def test_a_missing_item_of_the_schedule_needs_a_note(write_survey):
    steps = '[{item: "03", work: a}, {item: "05", work: b%s}]'
    with pytest.raises(SurveyError, match="thiếu mục 04"):
        write_survey(yaml=SURVEY + "schedule: " + steps % "" + "\n")
    assert write_survey(yaml=SURVEY + "schedule: " + steps % ", note: không có mục 04" + "\n").schedule[1].note


def test_the_shipped_survey_corrects_the_plan_and_says_so(shipped):
    steps = {step.item: step for step in shipped.schedule}
    assert steps["02"].start == date(2022, 3, 1) and "29/02/2022" in steps["02"].note
    assert "04" not in steps and "không có mục 04" in steps["05"].note


def test_the_shipped_survey_has_the_plans_window_and_target(shipped):
    window = shipped.collection
    assert (window.opens.isoformat(), window.closes.isoformat()) == (
        "2022-03-28T08:00:00+07:00",
        "2022-04-10T08:00:00+07:00",
    )
    assert window.target == 5000


def test_the_staff_list_has_73_units_by_sex_and_membership(shipped):
    people = shipped.headcount
    assert people["don_vi"].nunique() == 73
    assert people.groupby("gioi_tinh")["so_nguoi"].sum().to_dict() == {"nam": 3404, "nu": 3285}
    assert set(people["dang_vien"]) == {"co", "khong"}


def test_a_staff_list_with_an_unknown_code_is_refused(write_survey, tmp_path):
    (tmp_path / "ds.csv").write_text("dung,so_nguoi\nco,10\nkhog,5\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="«khog».*«khong»"):
        write_survey(FORM, SURVEY + "population: {file: ds.csv}\nweighting: {margins: [dung]}\n")


@pytest.mark.parametrize("written", ['"1.300"', "2.5", "-3", "nhiều", ""])
def test_a_headcount_that_is_no_plain_whole_number_is_refused(write_survey, tmp_path, written):
    (tmp_path / "ds.csv").write_text(f"dung,so_nguoi\nco,10\nkhong,{written}\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="dòng số liệu 2, cột so_nguoi"):
        write_survey(FORM, SURVEY + "population: {file: ds.csv}\nweighting: {margins: [dung]}\n")


def test_a_key_written_twice_and_margins_without_a_staff_list_are_refused(write_survey):
    with pytest.raises(SurveyError, match="khóa «banners» viết hai lần"):
        write_survey(yaml=SURVEY + "banners: [y1]\n")
    with pytest.raises(SurveyError, match="cần population › file"):
        write_survey(yaml=SURVEY + "weighting: {margins: [dung]}\n")


def test_a_survey_file_that_is_not_utf8_is_named(write_survey, tmp_path):
    write_survey()
    (tmp_path / "survey.yaml").write_bytes(b"title: Th\xf6\n")
    with pytest.raises(SurveyError, match="survey.yaml, dòng 1: không phải văn bản UTF-8"):
        surveys.read(tmp_path / "survey.yaml")


@pytest.mark.parametrize(
    ("inference", "said"),
    [
        ("negligible: {V Cramer: 0.1}", "không có thước đo «V Cramer»"),
        ("negligible: {V Cramér: nhỏ}", "V Cramér: cần một số dương"),
        ("negligible: {OR: 0.8}", "OR: cần số từ 1 trở lên"),
        ("correlations: [dung, y1]", "«dung» không phải thang đo"),
        ("correlations: [y1]", "ít nhất hai câu hỏi"),
        ("outcomes: [{question: dung, by: [y1]}]", "cần «event:"),
        ("outcomes: [{question: dung, by: [y1], event: [coo]}]", "không có lựa chọn «coo». Có phải «co»"),
        ("outcomes: [{question: dung, by: [y1], event: [co, khong]}]", "không còn gì để so sánh"),
        ("outcomes: [{question: y1, by: [dung], event: [kyk]}]", "không có lựa chọn «kyk»"),
        ("outcomes: [{question: gop_y, by: [dung]}]", "outcomes › question: «gop_y» không phải câu chọn phương án"),
        ("outcomes: [{question: y1, by: []}]", "ít nhất một câu hỏi giải thích"),
        ("outcomes: [{question: y1, by: [mang]}]", "y1 › by: «mang» không phải câu chọn một đáp án.*câu chọn nhiều"),
        ("outcomes: [{question: y1, by: [y1]}]", "«y1» không dùng làm biến giải thích"),
        ("outcomes: [{question: y1, by: [dung], model: lin}]", "không có mô hình «lin». Có: logit, linear"),
        ("outcomes: [{question: tuoi, by: [dung], event: [co]}]", "không có lựa chọn «co»"),
        ("outcomes: [{question: tuoi, by: [dung], model: logit}]", "câu ghi số chỉ có hồi quy tuyến tính"),
        ("outcomes: [{question: dung, by: [y1], event: [co], model: linear}]", "«linear» cần thang đo hoặc câu ghi số"),
        ("outcomes: [{question: y1, by: [dung, y2], interactions: [[dung]]}]", "hai câu khác nhau, như"),
        ("outcomes: [{question: y1, by: [dung], interactions: [[dung, y2]]}]", "«y2» không có ở by. Có: dung"),
        ("outcomes: [{question: y1, by: [dung, y2], interactions: [[dung, y2], [y2, dung]]}]", "tương tác hai lần"),
    ],
)
def test_planned_inference_that_cannot_be_done_is_refused_with_the_mend(write_survey, inference, said):
    with pytest.raises(SurveyError, match=said):
        write_survey(yaml=f"{SURVEY}inference: {{{inference}}}\n")


def test_planned_inference_that_can_be_done_is_read(write_survey):
    outcome = "outcomes: [{question: y1, by: [dung, tuoi]}]"
    planned = f"inference: {{correlations: [y1, y2], {outcome}, negligible: {{OR: 1.5}}}}\n"
    plan = write_survey(yaml=SURVEY + planned).inference
    assert plan.outcomes[0].by == ("dung", "tuoi") and plan.negligible == {"OR": 1.5}


def test_bounds_of_weights_are_values_or_percentiles_and_a_base_weight_needs_no_list(write_survey):
    rules = write_survey(yaml=SURVEY + "weighting: {from: w, trim: {percentile: [1, 99]}}\n").weighting
    assert (rules.base, rules.trim, rules.percentile, rules.method) == ("w", (), (1, 99), "rake")
    assert write_survey(yaml=SURVEY + "weighting: {from: w, trim: [0.3, 3]}\n").weighting.trim == (0.3, 3)


@pytest.mark.parametrize(("cell", "told"), [("", "«»"), ("12 người", "«12 người»")])
def test_a_total_of_a_number_question_that_is_none_is_refused(write_survey, tmp_path, cell, told):
    (tmp_path / "ds.csv").write_text(f"dung,tuoi,so_nguoi\nco,90.5,3\nkhong,{cell},4\n", encoding="utf-8")
    yaml = SURVEY + "population: {file: ds.csv}\nweighting: {method: greg, margins: [dung, tuoi]}\n"
    with pytest.raises(SurveyError, match=f"dòng số liệu 2, cột tuoi: {told}; cần tổng"):
        write_survey(yaml=yaml)


def test_numbers_linear_scales_and_interactions_are_outcomes(write_survey):
    two = "{question: tuoi, by: [dung, y1], interactions: [[dung, y1]]}, {question: y1, by: [dung], model: linear}"
    plan = write_survey(yaml=f"{SURVEY}inference: {{outcomes: [{two}]}}\n").inference
    assert plan.outcomes[0].interactions == (("dung", "y1"),) and plan.outcomes[1].model == "linear"


def test_bands_are_no_linear_outcome(write_survey):
    asked = "tables: {unscored: [y1]}\ninference: {outcomes: [{question: y1, by: [dung], model: linear}]}\n"
    with pytest.raises(SurveyError, match="ở tables › unscored"):
        write_survey(yaml=SURVEY + asked)


def test_a_report_is_a_draft_until_its_last_state_says_otherwise(write_survey):
    lines = (
        "report: {states: [{state: nháp}, {state: phát hành, name: Lê A, date: 23/04/2022}], issued: ab, signer: [A]}"
    )
    issued = write_survey(yaml=f"{SURVEY}{lines}\nowner: {{name: A, funding: 75 triệu}}\ncollection: {{access: Thư}}\n")
    assert (write_survey().report.state, issued.report.state) == ("nháp", "phát hành")
    assert issued.report.states[-1].day.isoformat() == "2022-04-23" and issued.report.states[-1].name == "Lê A"
    assert (issued.owner.funding, issued.collection.access, issued.report.signer) == ("75 triệu", "Thư", ("A",))


def test_a_wanted_answer_may_be_a_scale_an_option_or_a_net(write_survey):
    nets = "tables: {nets: {mang: {Cả hai: [zalo, fb]}}}\n"
    survey = write_survey(yaml=f"{SURVEY}{nets}report: {{good: [y1, dung/co, mang/Cả hai]}}\n")
    assert survey.report.good == ("y1", "dung/co", "mang/Cả hai")


def test_letters_typed_in_pieces_are_the_same_words(write_survey):
    more = "tables: {nets: {mang: {Mạng phổ biến: [zalo]}}}\nreport: {states: [{state: phát hành}]}\n"
    survey = write_survey(yaml=unicodedata.normalize("NFD", SURVEY + more))
    assert survey.title == "Cuộc hỏi thử" and survey.report.state == "phát hành"
    assert [*survey.tables.nets["mang"]] == ["Mạng phổ biến"]
