"""JupyterLab opens on the survey chosen: its variables reach the notebooks, and it asks no news question."""

import json
import os
import subprocess
import sys

import pytest
from click.testing import CliRunner

from pipeline import lab, project
from pipeline.__main__ import cli
from tests.conftest import ROOT, SURVEY


def test_the_survey_and_folder_chosen_reach_every_notebook(write_survey, tmp_path):
    write_survey()
    chosen = lab.environment(str(tmp_path / "survey.yaml"), str(tmp_path / "ra"))
    code = "from pipeline import project; work = project.at(''); print(project.told(work)); print(work.out)"
    line = [sys.executable, "-c", code]
    shown = subprocess.run(line, cwd=ROOT / "notebooks", env=chosen, capture_output=True, text=True, check=True).stdout
    assert "Cuộc điều tra: Cuộc hỏi thử" in shown
    assert str(tmp_path / "survey.yaml") in shown and shown.splitlines()[-1] == str(tmp_path / "ra")


def test_without_a_survey_chosen_the_shipped_one_is_opened(monkeypatch, shipped):
    monkeypatch.delenv("PIPELINE_SURVEY", raising=False)
    monkeypatch.delenv("PIPELINE_OUT", raising=False)
    assert project.at().survey.title == shipped.title and "PIPELINE_SURVEY" not in lab.environment("", "")


def test_the_command_hands_over_port_and_browser_and_asks_for_no_news():
    words = lab.command(port=8901, browser=False)
    assert words[words.index("--port") + 1] == "8901" and "--no-browser" in words
    assert "--no-browser" not in lab.command(port=8888, browser=True)
    config = lab.environment("", "")["JUPYTER_CONFIG_PATH"].split(os.pathsep)[0]
    code = "import sys; sys.modules['rfc3987_syntax'] = None; "  # a grammar of web addresses, for a second
    code += "from jupyterlab_server.config import get_static_page_config as page; print(page()['disabledExtensions'])"
    env = os.environ | {"JUPYTER_CONFIG_PATH": config}
    shown = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True).stdout
    assert json.loads(shown.replace("'", '"').replace("True", "true")) == {
        "@jupyterlab/apputils-extension:announcements": True
    }


@pytest.mark.parametrize(("yaml", "said"), [(SURVEY + "banner: []\n", "không có khóa «banner»"), ("", "title")])
def test_a_survey_that_cannot_be_used_is_refused_before_lab_opens(write_survey, tmp_path, yaml, said):
    (tmp_path / "questionnaire.md").write_text("", encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(yaml, encoding="utf-8")
    shown = CliRunner().invoke(cli, ["lab", "--survey", str(tmp_path / "survey.yaml"), "--no-browser"])
    assert shown.exit_code != 0 and said in str(shown.exception)


@pytest.mark.skipif(os.name == "nt", reason="Windows ends programs otherwise")
def test_jupyterlab_is_ended_by_the_process_that_opened_it(tmp_path):
    code = "import os, sys; from pipeline import terminal; terminal.handed_over(sys.argv[1:], os.environ)"
    waits = [sys.executable, "-c", "import time; print('đợi', flush=True); time.sleep(600)"]
    with subprocess.Popen([sys.executable, "-c", code, *waits], cwd=ROOT, stdout=subprocess.PIPE) as running:
        assert running.stdout.readline().decode().strip() == "đợi"
        running.terminate()
        assert running.communicate(timeout=60)[0] == b""
