"""In JupyterLab a notebook that reads what another made under another survey.yaml says what differs and what to run."""

import json
import re

import pandas as pd
import pytest

from pipeline import basis, project
from pipeline.run.steps import NOTEBOOKS, SPOKEN
from tests.conftest import FORM, ROOT, SURVEY

WEIGHTED = "weighting: {from: w}\n"


@pytest.fixture
def made(write_survey, tmp_path, monkeypatch):
    """A survey whose five notebooks were run, its tables weighted."""
    write_survey(yaml=SURVEY + WEIGHTED)
    monkeypatch.setenv("PIPELINE_OUT", str(tmp_path / "ra"))
    work = project.at(tmp_path / "survey.yaml")
    for name in ("responses", "answers"):
        project.save_data(work, name, pd.DataFrame({"analysed": [True], "weight": [1.0]}))
    project.save_table(work, "frequencies", pd.DataFrame({"n": [1]}))
    for step in basis.RESTS:
        project.finished(work, step, "weight" if step > "03" else "")
    return tmp_path / "survey.yaml"


def told(read, path, *names):
    with pytest.raises(project.ProjectError) as caught:
        read(project.at(path), *names)
    return str(caught.value)


def test_what_is_unchanged_is_read_and_a_comment_or_a_key_of_the_report_alone_changes_nothing(made):
    said = SURVEY.replace("Cuộc hỏi thử", "Tên khác") + WEIGHTED + "# ghi chú\nreport: {kind: điều tra}\n"
    made.write_text(said, encoding="utf-8")
    assert len(project.analysed(project.at(made))) == 1 and "frequencies" in project.tables(project.at(made))


def test_weights_that_survey_yaml_has_no_more_are_named_with_the_notebooks_to_run(made):
    made.write_text(SURVEY, encoding="utf-8")
    said = told(project.data, made, "answers")
    assert "«weighting › from» không còn như khi chạy 01_ingest, 02_clean." in said
    assert "Chạy lại 01_ingest, 02_clean (" in said
    assert "Chạy lại 01_ingest, 02_clean, 03_describe, 04_infer, 05_cluster (" in told(project.tables, made)


def test_banners_stop_the_report_until_their_tables_are_made_again_and_no_notebook_before(made):
    made.write_text(SURVEY.replace("[dung]", "[dung, y1]") + WEIGHTED, encoding="utf-8")
    work = project.at(made)
    project.analysed(work)
    assert "«banners»" in told(project.tables, made)
    project.finished(work, "03_describe", "weight")
    assert "Chạy lại 04_infer, 05_cluster (" in told(project.tables, made)


def test_another_questionnaire_and_other_answers_are_noticed(made):
    questionnaire = made.with_name("questionnaire.md")
    questionnaire.write_text(FORM.replace("Ý kiến 1", "Ý kiến một"), encoding="utf-8")
    assert "«questionnaire» không còn như khi chạy 01_ingest." in told(project.data, made, "responses")
    questionnaire.write_text(FORM, encoding="utf-8")
    project.save_data(project.at(made), "answers", pd.DataFrame({"analysed": [True, True]}))
    assert "«answers.parquet» không còn như khi chạy 03_describe, 04_infer, 05_cluster." in told(project.tables, made)


def test_tables_made_with_different_weights_do_not_stand_in_one_report(made):
    project.finished(project.at(made), "04_infer", "")
    assert "03_describe có gia quyền («weight»), 04_infer không gia quyền" in told(project.tables, made)


def test_results_from_before_such_files_are_read(made):
    for path in project.at(made).processed.glob("can-cu-*"):
        path.unlink()
    assert "frequencies" in project.tables(project.at(made))


@pytest.mark.parametrize("step", basis.RESTS)
def test_a_notebook_rests_on_every_key_it_reads_and_a_run_hears_each(step):
    cells = json.loads((ROOT / "notebooks" / f"{step}.ipynb").read_text(encoding="utf-8"))["cells"]
    text = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    known = {"form", "headcount", "brought", "dropped_flags", "base_weight"}  # made of keys that are listed
    used = set(re.findall(r"work\.survey\.(\w+)", text)) - known
    assert used <= {key.split(" › ")[0] for key in basis.RESTS[step]}
    assert f'project.finished(work, "{step}"' in text
    assert all(step in SPOKEN.get(key.split(" › ")[0], NOTEBOOKS) for key in basis.RESTS[step])
