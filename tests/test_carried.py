"""Columns of the raw file that are no questions – weights, strata, clusters – reach the answers, or are refused."""

import io

import pandas as pd
import pyreadstat
import pytest

from pipeline import clean, ingest
from pipeline.survey import SurveyError, sampling
from tests.conftest import SURVEY

HEADS = ["dung", "tuoi", "Trong so", "tang", "cum", "N"]
ROWS = [["co", "30", "1,25", "Bắc", "x1", "6.194"], ["khong", "41", "0,5", "Bắc", "x2", "6.194"],
        ["co", "52", "12", "Nam", "x3", "1.100"]]  # fmt: skip
PLAN = "weighting: {from: Trong so}\ndesign: {strata: tang, psu: cum, fpc: N}\n"


@pytest.fixture
def plan(write_survey):
    return write_survey(yaml=SURVEY + PLAN)


def csv(rows=ROWS, heads=HEADS):
    return ingest.read("\n".join(";".join(row) for row in [heads, *rows]).encode(), "tep.csv")


def sav(tmp_path, rows=ROWS):
    frame = pd.DataFrame(rows, columns=["dung", "tuoi", "w", "tang", "cum", "N"])
    numbers = {c: frame[c].str.replace(".", "").str.replace(",", ".").astype(float) for c in ("tuoi", "w", "N")}
    pyreadstat.write_sav(frame.assign(**numbers), tmp_path / "tep.sav", column_labels={"w": "Trong so"})
    return ingest.read((tmp_path / "tep.sav").read_bytes(), "tep.sav")


def xlsx(rows=ROWS):
    frame, content = pd.DataFrame(rows, columns=HEADS), io.BytesIO()
    weights = frame["Trong so"].str.replace(",", ".").astype(float)
    frame.assign(**{"Trong so": weights, "N": [6194, 6194, 1100]}).to_excel(content, index=False)
    return ingest.read(content.getvalue(), "tep.xlsx")


def carried(raw, plan):
    responses = ingest.match(raw, plan.form, plan.brought).responses
    answers = clean.typed(clean.codes(clean.tidy_text(responses, plan.form)[0], plan.form)[0], plan.form)[0]
    design, _ = clean.carried(responses, answers, plan.brought)
    design = design.join(sampling.listed(plan, answers))
    clean.refuse_unusable(design, responses, plan.brought, pd.Series(True, design.index))
    return design


@pytest.mark.parametrize("kind", ["csv", "sav", "xlsx"])
def test_weights_strata_units_and_sizes_arrive_typed_from_any_file(kind, plan, tmp_path):
    raw = {"csv": csv, "sav": lambda: sav(tmp_path), "xlsx": xlsx}[kind]()
    design = carried(raw, plan)
    assert design["design.Trong so"].tolist() == [1.25, 0.5, 12] and design["design.N"].tolist() == [6194, 6194, 1100]
    assert design[["design.tang", "design.cum"]].values.tolist() == [["Bắc", "x1"], ["Bắc", "x2"], ["Nam", "x3"]]


def test_these_columns_count_as_used_and_not_as_unknown(plan):
    listed = ingest.match(csv(), plan.form, plan.brought).columns.dropna(subset="column").set_index("column")
    assert listed.loc["Trong so", "how"] == "dùng cho weighting › from (survey.yaml)"
    assert not listed["how"].str.contains("không khớp").any() and listed.loc[HEADS[2:], "question"].isna().all()


def test_an_answers_key_does_not_change_when_the_design_is_declared(plan, survey):
    before, after = (
        ingest.gathered([("t", "", csv())], s.form, brought=s.brought).responses["_key"].tolist()
        for s in (survey, plan)
    )
    assert before == after


@pytest.mark.parametrize(
    ("at", "cell", "told"),
    [
        (2, "", "«Trong so» .weighting › from.: 1 phiếu trống; mỗi phiếu đưa vào phân tích cần một trọng số dương"),
        (2, "NA", "«Trong so» .*: 1 phiếu trống;"),
        (2, "0", "«Trong so» .*: 1 phiếu bằng 0;"),
        (2, "-3", "«Trong so» .*: 1 phiếu âm;"),
        (2, "bí mật", "«Trong so» .*: 1 phiếu không phải số;"),
        (2, "1e999", "«Trong so» .*: 1 phiếu không phải số;"),
        (3, "  ", "«tang» .design › strata.: 1 phiếu trống; .*cần một giá trị"),
        (5, "0", "«N» .design › fpc.: 1 phiếu bằng 0;"),
    ],
)
def test_a_value_that_cannot_be_used_is_counted_and_not_shown(at, cell, told, plan):
    rows = [ROWS[0], [*ROWS[1][:at], cell, *ROWS[1][at + 1 :]], ROWS[2]]
    with pytest.raises(clean.CleanError, match=told) as error:
        carried(csv(rows), plan)
    assert "bí mật" not in str(error.value)


def test_numbers_that_may_be_a_thousand_times_off_stop_the_run(plan):
    rows = [[*r[:2], w, *r[3:]] for r, w in zip(ROWS, ("12,345", "15.678", "11.250"), strict=True)]
    with pytest.raises(clean.CleanError, match="«Trong so» .weighting › from.: các ô viết số mâu thuẫn"):
        carried(csv(rows), plan)


def test_a_column_that_the_file_lacks_is_named_with_the_nearest(plan):
    with pytest.raises(ingest.IngestError, match="weighting › from: tệp không có cột «Trong so». Có phải «Trongso»?"):
        carried(csv(heads=["dung", "tuoi", "Trongso", "tang", "cum", "N"]), plan)


def test_a_question_of_the_form_may_be_the_stratum_and_stays_a_question(write_survey):
    plan = write_survey(yaml=SURVEY + "design: {strata: dung}\n")
    design = carried(csv(), plan)
    assert design["design.dung"].tolist() == ["Có", "Không", "Có"]


def test_sizes_from_the_staff_list_stand_beside_the_columns_of_the_file(write_survey, tmp_path):
    (tmp_path / "nguoi.csv").write_text("dung,so_nguoi\nco,40\nkhong,60\n", encoding="utf-8")
    plan = write_survey(yaml=SURVEY + "population: {file: nguoi.csv}\ndesign: {strata: dung, fpc: headcount}\n")
    assert carried(csv(), plan)["design.headcount"].tolist() == [40, 60, 40]
    (tmp_path / "nguoi.csv").write_text("dung,so_nguoi\nkhong,60\n", encoding="utf-8")
    with pytest.raises(SurveyError, match="nguoi.csv không có người nào ở «Có»"):
        carried(csv(), write_survey(yaml=plan.path.read_text(encoding="utf-8")))


def test_replicate_weights_are_named_by_their_beginning(write_survey):
    plan = write_survey(yaml=SURVEY + "design: {weight: w, replicates: {columns: [rep_*], kind: JK1, scale: 0.5}}\n")
    raw = csv([["co", "1", "0", "2,5"], ["co", "1", "2", "0"]], ["dung", "w", "rep_1", "rep_2"])
    assert carried(raw, plan)[["design.rep_1", "design.rep_2"]].values.tolist() == [[0, 2.5], [2, 0]]


def test_only_answers_in_the_analysis_need_a_weight(plan):
    responses = ingest.match(csv([*ROWS, ["", "", "", "Nam", "x4", "1.100"]]), plan.form, plan.brought).responses
    design, _ = clean.carried(responses, pd.DataFrame(), plan.brought)
    clean.refuse_unusable(design, responses, plan.brought, pd.Series([True, True, True, False]))
