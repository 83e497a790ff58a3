"""Edited Word reports in English held against their data, as those in Vietnamese are."""

import pytest

from pipeline import check, claims
from pipeline import survey as surveys
from pipeline.export import docx
from tests import edits, reports
from tests.test_english import WRITTEN, english, translated

OPINIONS = "The results are the opinions of people who chose to respond, not of a random sample."
WOMEN = "A larger share of women than of men use Zalo: 81.0% compared with 61.5%"
UNTRUE = [
    ("“Zalo” (68.2%; Table A", "“Zalo” (86.2%; Table A"),
    ("“How many hours”: mean 2.5", "“How many hours”: mean 5.2"),
    (WOMEN, "A larger share of men than of women use Zalo: 81.0% compared with 61.5%"),
    (WOMEN, "A smaller share of women than of men use Zalo: 81.0% compared with 61.5%"),
    (WOMEN, "A larger share of women than of men use Zalo: 61.5% compared with 81.0%"),
    ("“Fast”: a majority (68%)", "“Fast”: a large majority (68%)"),
    ("“Fast”: a majority (68%) answered", "“Fast”: three quarters answered"),
    ("81.0% compared", "81.0 percentage points compared"),
    ("% of 100 respondents who wrote", "% of 1,000 respondents who wrote"),
    ("answered “Agree” or “Strongly agree”. This", "answered “Disagree” or “Strongly agree”. This"),
    (OPINIONS, ""),
    ("the data do not show causes.", "the data show causes."),
    ("not which is the cause", "and which is the cause"),
    ("Protection of respondents: Answers", "Protection of respondents: 3 people asked for it. Answers"),
]
HONEST = [
    ("“Zalo” (68.2%; Table A", "“Zalo” (68.2 percent; Table A"),
    ("“Fast”: a majority (68%)", "“Fast”: about two thirds (68%)"),
    ("“Fast”: a majority (68%) answered", "“Fast”: 68% answered"),
    (WOMEN, "A smaller share of men than of women use Zalo: 61.5% compared with 81.0%"),
    (OPINIONS, "They are opinions of people who chose to respond, not of a random sample."),
    ("This concludes the report", "Here ends the report"),
    ("The data show that two things", "The data only show that two things"),
]


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """(bytes of the Word file of the small survey's report in English, its sources)."""
    folder = tmp_path_factory.mktemp("english")
    (folder / "q.md").write_text(translated(reports.FORM), encoding="utf-8")
    text = reports.YAML.format(synthetic="true", layout="party", lead="net, i1, hours") + "collection: {target: 900}\n"
    for vi, en in WRITTEN.items():
        text = text.replace(vi, en)
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    survey, tables = english(surveys.read(folder / "s.yaml")), reports.tables()
    tables["tests"]["family"] = "Use"
    tables["open_answers"]["name"] = ["No opinion", "Training"]
    documents = reports.made(survey, tables)
    path = docx.write(reports.drawn(documents)[0], folder / "a.docx")
    return path.read_bytes(), check.sources(survey, tables, claims.found(survey, tables), documents)


def _found(written, old, new):
    content = edits.changed(written[0], old, new)
    assert content, f"not there: {old}"
    return check.check(check.read(content), written[1])[1]


def test_a_file_as_it_was_written_is_clean(written):
    assert check.check(check.read(written[0]), written[1])[1] == []


@pytest.mark.parametrize(("old", "new"), UNTRUE)
def test_an_untrue_edit_is_named(written, old, new):
    assert _found(written, old, new)


@pytest.mark.parametrize(("old", "new"), HONEST)
def test_an_honest_one_is_let_be(written, old, new):
    assert _found(written, old, new) == []
