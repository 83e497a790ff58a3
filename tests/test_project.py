"""Files of a run: written whole, read back as they were, and a missing one says which step to run."""

import hashlib
import os
import re
import shutil
from dataclasses import replace

import pandas as pd
import pytest

from pipeline import files, project
from pipeline.form import places
from tests.respondents import Distant, Person


@pytest.fixture
def work(survey, tmp_path):
    raw = tmp_path / "phieu.csv"
    raw.write_text("dung\nco\n", encoding="utf-8")
    return project.Project(survey, raw, tmp_path / "ra", tmp_path / "ra" / "processed")


def test_a_table_is_utf8_with_bom_for_excel_and_reads_back(work):
    frame = pd.DataFrame({"option": ["Rất tốt", "N/A"], "n": [1, 2], "percent": [33.3, None]})
    project.save_table(work, "frequencies", frame)
    assert (work.tables / "frequencies.csv").read_bytes().startswith(b"\xef\xbb\xbf")
    assert project.tables(work)["frequencies"]["option"].tolist() == ["Rất tốt", "N/A"]


def test_what_another_processor_adds_differently_is_not_written(work):
    for name, third in (("a", 100 / 3), ("b", 100 / 3 + 1e-13)):
        project.save_table(
            work, name, pd.DataFrame({"percent": [third, 100.0, None], "p": [4.8565202303204e-118, 1, 0]})
        )
    one, other = ((work.tables / f"{name}.csv").read_bytes() for name in "ab")
    assert one == other and b"33.33333333,4.85652023e-118\n100.0,1.0\n,0.0" in one


def test_answers_read_back_with_their_types(work):
    frame = pd.DataFrame({"y": pd.Categorical(["b"], categories=["b", "a"], ordered=True), "analysed": [True]})
    frame["q/x"] = pd.array([pd.NA], dtype="boolean")
    project.save_data(work, "answers", frame)
    pd.testing.assert_frame_equal(project.analysed(work), frame)


@pytest.mark.parametrize(("name", "step"), [("responses", "01_ingest"), ("answers", "02_clean")])
def test_a_missing_input_names_the_step_to_run(work, name, step):
    with pytest.raises(project.ProjectError, match=f"chạy {step} trước"):
        project.data(work, name)


def test_missing_tables_name_the_step_to_run(work):
    with pytest.raises(project.ProjectError, match="chạy 03_describe trước"):
        project.tables(work)


def test_the_source_is_recorded_with_its_checksum(work):
    source = project.save_source(work, kind="generic", rows=1, synthetic=True)
    assert source["sha256"] == hashlib.sha256(b"dung\nco\n").hexdigest()
    assert project.source(work) == source


def test_a_raw_file_that_says_it_is_synthetic_marks_the_survey(write_survey, tmp_path):
    write_survey()
    unmarked = project.at(tmp_path / "survey.yaml", out=tmp_path / "ra")
    assert not unmarked.survey.synthetic
    raw = tmp_path / "p.csv"
    raw.write_text("dung\n", encoding="utf-8")
    work = project.Project(unmarked.survey, raw, tmp_path, unmarked.processed)
    project.save_source(work, kind="", rows=0, synthetic=True)
    assert project.at(tmp_path / "survey.yaml", out=tmp_path / "ra").survey.synthetic


@pytest.fixture
def sample_run(write_survey, tmp_path, monkeypatch):
    """What 01 leaves in the outputs after simulated answers of the small survey, which survey.yaml calls real now."""
    write_survey()
    monkeypatch.setenv("PIPELINE_OUT", str(tmp_path / "ra"))
    (tmp_path / "p.csv").write_text("dung\n", encoding="utf-8")
    work = project.at(tmp_path / "survey.yaml", tmp_path / "p.csv")
    project.save_source(work, kind="generic", rows=1, synthetic=True)
    project.save_data(work, "answers", pd.DataFrame({"analysed": [True]}))
    project.save_table(work, "frequencies", pd.DataFrame({"n": [1]}))
    return work


def test_what_a_run_left_never_marks_the_form(sample_run, serve, tmp_path):
    assert project.at(tmp_path / "survey.yaml").survey.synthetic  # the notebooks after 01 do mark their results
    server = serve(sample_run.survey, tmp_path / "kho.sqlite")
    assert "minh họa" not in Person(Distant(server.address)).text()


def test_simulated_answers_read_before_do_not_mark_the_real_ones_read_now(sample_run, tmp_path):
    work = project.at(tmp_path / "survey.yaml", tmp_path / "p.csv")
    assert not project.save_source(work, kind="generic", rows=1, synthetic=False)["synthetic"]
    assert not project.at(tmp_path / "survey.yaml").survey.synthetic


def test_what_one_surveys_run_wrote_neither_marks_nor_feeds_another(sample_run, tmp_path):
    (tmp_path / "b").mkdir()
    for name in ("survey.yaml", "questionnaire.md"):
        shutil.copy(tmp_path / name, tmp_path / "b")
    other = project.at(tmp_path / "b" / "survey.yaml")
    assert not other.survey.synthetic and project.last_data(other, "answers") is None
    for read in (project.analysed, project.tables):
        with pytest.raises(project.ProjectError, match="cuộc điều tra khác .*survey.yaml.*chạy 01_ingest"):
            read(other)


def test_no_raw_file_named_or_found_is_said(work):
    with pytest.raises(project.ProjectError, match="--raw"):
        project.raw_bytes(project.Project(work.survey, None, work.out, work.processed))
    with pytest.raises(project.ProjectError, match="Không tìm thấy"):
        project.raw_bytes(project.Project(work.survey, work.raw.with_name("khong.csv"), work.out, work.processed))


def test_a_failed_write_leaves_the_old_file(work, monkeypatch):
    project.save_table(work, "frequencies", pd.DataFrame({"n": [1]}))
    monkeypatch.setattr(files.os, "replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(project.ProjectError, match="Không ghi được frequencies.csv: đĩa đầy; .*Tệp cũ .* còn nguyên"):
        project.save_table(work, "frequencies", pd.DataFrame({"n": [2]}))
    assert project.tables(work)["frequencies"]["n"].tolist() == [1]


def test_the_last_run_is_found_from_the_folder_in_which_a_run_works(work):
    project.save_data(work, "ma_hoa", pd.DataFrame({"key": ["a1"]}))
    running = project.Project(work.survey, None, work.out / ".dang-chay-7", work.out / ".dang-chay-7" / "processed")
    assert project.last_data(running, "ma_hoa")["key"].tolist() == ["a1"]
    assert project.last_data(running, "khac") is None


def test_the_forms_store_is_read_as_a_raw_file(write_survey, tmp_path):
    from datetime import UTC, datetime

    from pipeline import ingest
    from pipeline.form import database, store

    survey = write_survey()
    path = tmp_path / "kho.sqlite"
    engine = store.connect(f"sqlite:///{path}")
    day = datetime(2022, 3, 30, tzinfo=UTC)
    database.register(engine, survey.form)
    told = {"version": survey.form.version, "day": "2022-03-30", "too_fast": False, "now": day}
    for number, mang in enumerate(["zalo fb", "khac"]):
        store.accept(engine, {"dung": "co", "mang": mang, "y1": "kyk"}, mark=f"m{number}", **told)
    table = project.raw_table(project.Project(survey, path, tmp_path, tmp_path))
    responses = ingest.match(table, survey.form).responses
    assert table.kind == "store"
    assert sorted(responses["mang"]) == ["khac", "zalo fb"]
    assert set(responses["_day"]) == {"2022-03-30"}


def test_a_form_changed_while_it_collected_is_told_with_the_questions_that_went(write_survey, tmp_path):
    from datetime import UTC, datetime

    from pipeline.form import database, store

    survey = write_survey()
    path = tmp_path / "kho.sqlite"
    engine = store.connect(f"sqlite:///{path}")
    told = {"day": "2022-03-30", "too_fast": False, "now": datetime(2022, 3, 30, tzinfo=UTC)}
    for version in ("1", survey.form.version):
        form = replace(survey.form, version=version)
        database.register(engine, form)
        given = {"dung": "co", "y1": "kyk"} | ({"tung_hoi": "a"} if version == "1" else {"khac_nua": ""})
        store.accept(engine, given, mark=f"m{version}", version=version, **told)
    assert project.raw_table(project.Project(survey, path, tmp_path, tmp_path)).notes == (
        "Phiếu được sửa trong lúc thu: kho có câu trả lời của 2 phiên bản.",
        "1 câu có người trả lời nay không còn trong phiếu, không phân tích: tung_hoi.",
    )


def test_a_database_in_place_of_a_file_is_refused_without_its_password(write_survey):
    survey = write_survey()
    with pytest.raises(project.ProjectError, match="form backup TỆP.sqlite") as refused:
        project.at(str(survey.path), raw="postgresql://an:bi-mat@may/kho")
    assert "bi-mat" not in str(refused.value)


def test_the_store_that_lies_there_is_named_where_no_file_is(write_survey, tmp_path):
    survey = write_survey()
    place = places.default_store(places.folder(survey, "live"), "live")
    place.parent.mkdir(parents=True)
    place.write_bytes(b"")
    with pytest.raises(project.ProjectError, match=re.escape(f"--raw {place}")):
        project.raw_tables(project.Project(survey, None, tmp_path, tmp_path))


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps no rights in a mode")
def test_answers_of_people_are_for_nobody_else_on_the_machine(work):
    project.save_data(work, "ma_hoa", pd.DataFrame({"key": ["a1"]}))
    project.save_private(work, "khoa", pd.DataFrame({"key": ["a1"]}))
    project.save_table(work, "bang", pd.DataFrame({"n": [1]}))
    files = (work.processed / "ma_hoa.parquet", work.processed / "khoa.csv", work.tables / "bang.csv")
    usual = work.tables.joinpath("bang.csv").stat().st_mode & 0o777
    assert [file.stat().st_mode & 0o777 for file in files] == [usual & 0o770, usual & 0o770, usual]
    assert files[0].stat().st_mode & 0o007 == 0


def test_a_file_that_is_no_store_is_refused(survey, tmp_path):
    (tmp_path / "x.sqlite").write_bytes(b"khong phai kho" * 100)
    with pytest.raises(project.ProjectError, match="x.sqlite không phải kho phiếu"):
        project.raw_table(project.Project(survey, tmp_path / "x.sqlite", tmp_path, tmp_path))
