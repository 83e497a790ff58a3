"""Small files made after public reports, with their counts: right, or refused where that was said to be right too."""

import json
import re
from pathlib import Path

import pytest

from pipeline import survey
from tests.files import drafted, with_form

CASES = Path(__file__).parents[2] / "shared/data/cases"
NAMES = sorted(p.name for p in CASES.iterdir() if p.is_dir()) if CASES.is_dir() else []
WRITTEN_IN = {"Khác"}  # what was written in beside the options is counted under this name
BLANK_LABEL = {"spss_traps": {"2"}}  # a value whose label is blank keeps its code


def counted(name, folder):
    """The case counted with its own form or a drafted one; None where the file is refused in Vietnamese."""
    path = next(p for p in (CASES / name).iterdir() if p.name.startswith("f."))
    own = CASES / name / "survey.yaml"
    try:
        content = path.read_bytes()
        return with_form(content, survey.read(own), path.name) if own.is_file() else drafted(content, folder, path.name)
    except ValueError as error:
        return str(error)


@pytest.mark.skipif(not NAMES, reason="các tệp thử nằm cạnh dự án, không nằm trong dự án")
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_the_collection_is_counted_right_or_refused(name, tmp_path):
    found, about = counted(name, tmp_path), (CASES / name / "expected.md").read_text(encoding="utf-8")
    stated = CASES / name / "expect.json"
    if not stated.is_file():
        want = json.loads(re.search(r"Expected counts: (\{.*\}); base", about)[1])
        assert {question: found.of[question] for question in want} == want
        return
    said = json.loads(stated.read_text(encoding="utf-8"))
    if isinstance(found, str):
        assert said.get("refuse") or said.get("refuse_ok"), found
        return
    assert len(found.raw.frame) == said.get("rows", len(found.raw.frame))
    check_answers(found, said, BLANK_LABEL.get(name, set()))


def check_answers(found, said, extra):
    for head, want in said.get("freq", {}).items():
        got = found.by[head]
        got = got if isinstance(got, dict) else {f"{v:g}": int(n) for v, n in got.value_counts().items()}
        assert {k: n for k, n in got.items() if k not in WRITTEN_IN | extra or k in want} == want
    for head, want in said.get("freq_or_mean", {}).items():
        assert places_or_numbers(found.by[head], head) == want
    for head, want in said.get("mean", {}).items():
        assert found.by[head].mean() == pytest.approx(want)
    assert set(said.get("has", [])) <= set(found.by) and not set(said.get("identity", [])) & set(found.by)


def places_or_numbers(got, head):
    """People by place of the option in brackets, of a ranking; of numbers by the number as the file writes it."""
    if isinstance(got, dict):
        return got[head[:-1].rpartition("[")[2]]
    return {f"{number:,.0f}".replace(",", "."): int(n) for number, n in got.value_counts().items()}
