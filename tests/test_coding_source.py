"""A code frame that simulated answers gave rise to never codes real ones: put away and said, or asked about."""

import csv

import pandas as pd
import pytest

from pipeline import coding, project
from pipeline.coding import files, frame
from tests.conftest import SURVEY

TOLD = ["đường xấu quá", "đèn tối", "rác nhiều", "ồn ban đêm", "nước yếu", "thiếu cây xanh"]


@pytest.fixture
def work(write_survey, tmp_path):
    """Makes the project of the small survey, simulated or real."""

    def make(synthetic):
        survey = write_survey(yaml=f"{SURVEY}synthetic: {str(synthetic).lower()}\n")
        return project.Project(survey, None, tmp_path / "out", tmp_path / "out")

    return make


def answers(words):
    return pd.DataFrame({"gop_y": pd.Series(words * 10, dtype="str"), "dung": "Có"})


def test_a_frame_of_simulated_answers_is_put_away_and_real_ones_get_their_own(work, tmp_path):
    coding.studies(work(True), answers(["mô phỏng một", "giả lập hai"]))
    real = work(False)
    assert coding.renewed(real) == [
        "codeframe-gop_y.csv lập từ câu trả lời mô phỏng nên không dùng cho phiếu thật:"
        " cất ở codeframe-gop_y.mo-phong.csv, bảng mã lập lại."
    ]
    found = coding.studies(real, answers(TOLD))["gop_y"]
    assert sorted(found.frame["name"]) == sorted(t.capitalize() for t in TOLD)
    assert (tmp_path / "codeframe-gop_y.mo-phong.csv").is_file()
    assert coding.renewed(real) == []


def test_a_frame_of_simulated_answers_that_a_person_approved_is_asked_about(work, tmp_path):
    coding.studies(work(True), answers(TOLD))
    path = tmp_path / "codeframe-gop_y.csv"
    path.write_text(path.read_text(encoding="utf-8-sig").replace("đề xuất", "đã duyệt"), encoding="utf-8-sig")
    with pytest.raises(frame.FrameError, match="lập từ câu trả lời mô phỏng.*«nguồn»"):
        coding.studies(work(False), answers(TOLD))
    rows = list(csv.DictReader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 6 and {row["nguồn"] for row in rows} == {"mô phỏng"}
    path.write_text(path.read_text(encoding="utf-8-sig").replace("mô phỏng", ""), encoding="utf-8-sig")
    assert coding.studies(work(False), answers(TOLD))["gop_y"].frame["status"].eq("đã duyệt").all()


def test_a_frame_of_real_answers_is_never_marked_nor_put_away(work):
    coding.studies(work(False), answers(TOLD))
    assert files.read_frame(work(False), "gop_y")["source"].eq("").all()
    assert coding.renewed(work(True)) == coding.renewed(work(False)) == []


def test_an_open_question_nobody_answered_has_empty_tables_and_stops_nothing(work):
    nobody, real = (
        pd.DataFrame({"gop_y": pd.Series([None] * 20, dtype="str"), "dung": ["Có", "Không"] * 10}),
        work(False),
    )
    nobody = nobody.astype({"dung": pd.CategoricalDtype(["Có", "Không"])})
    found, banners = coding.studies(real, nobody), [real.survey.form["dung"]]
    counted, crossed = coding.all_counts(nobody, found), coding.all_crosstabs(nobody, found, banners)
    assert counted.empty and crossed.empty and coding.all_tests(nobody, found, banners, counted).empty
    assert coding.quotable(found, minimum=10) == {} and coding.all_quotes(found, minimum=10).empty
    assert all(table.empty for table in coding.hidden(counted, crossed, minimum=5, people=20))
    assert coding.all_coverage(found, counted)["answered"].tolist() == [0]
