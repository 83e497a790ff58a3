"""The anonymised microdata: nobody alone, labels and missing codes in SPSS, nothing of unit, day or order."""

import shutil
import subprocess

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner

from pipeline import privacy, vi
from pipeline.__main__ import cli
from pipeline.export import microdata
from pipeline.export.microdata import files
from tests.conftest import SURVEY

PRIVATE = SURVEY + "privacy: {quasi_identifiers: [dung, y1], k: 3}\n"


def answers(survey, size=40, seed=1):
    """Answers to the small survey, with every kind of missing answer and texts that look like formulas."""
    rng, form = np.random.default_rng(seed), survey.form
    frame = pd.DataFrame({"dung": pd.Categorical(rng.choice(["Có", "Không"], size), categories=["Có", "Không"])})
    for name in ("y1", "y2", "y3"):
        labels = form[name].option_labels
        frame[name] = pd.Categorical(rng.choice([*labels, None], size), categories=labels, ordered=True)
    for choice in form["mang"].choices:
        frame[f"mang/{choice.name}"] = pd.Series(rng.random(size) < 0.5, dtype="boolean").where(frame["dung"].eq("Có"))
    frame["tuoi"] = rng.integers(20, 60, size).astype(float)
    frame["gop_y"] = "=cmd()"
    return frame.assign(**{"asked.mang": frame["dung"].eq("Có"), "weight": 1.0, "_day": "2022-03-28"})


@pytest.fixture
def survey(write_survey):
    """The small survey with quasi-identifiers."""
    return write_survey(yaml=PRIVATE)


@pytest.fixture
def exported(survey, tmp_path):
    """Folder of the files, and what was read back from the .sav with user-missing codes kept."""
    microdata.write(*microdata.anonymous(answers(survey), survey), survey, tmp_path / "data")
    return tmp_path / "data", *pyreadstat.read_sav(tmp_path / "data" / "du-lieu.sav", user_missing=True)


def test_every_combination_in_the_file_is_shared_by_k_people(exported):
    _, data, _ = exported
    assert len(data) == 40 and privacy.k_anonymity(data, ["dung", "y1"])["k"].min() >= 3


def test_labels_measures_and_missing_codes_are_in_the_sav(exported):
    _, data, meta = exported
    assert meta.column_names_to_labels["y2"] == "Ý kiến 2" and meta.variable_measure["y2"] == "ordinal"
    assert meta.variable_value_labels["y2"][1] == "Không đồng ý"
    reasons = [meta.variable_value_labels["y2"][code] for code in (95, 98, 99)]
    assert reasons == ["Không có ý kiến", "Không áp dụng", "Không trả lời"]
    assert meta.missing_ranges["y2"] == [{"lo": 95, "hi": 99}]
    assert set(data["y2"]) <= {1, 2, 3, 95, 99}


def test_not_asked_and_not_chosen_are_kept_apart(exported):
    _, data, _ = exported
    assert set(data.loc[data["dung"] == 2, "mang_01"]) == {98}
    assert set(data.loc[data["dung"] == 1, "mang_01"]) == {0, 1}


def test_nothing_of_text_day_unit_or_flags_leaves(exported):
    folder, data, _ = exported
    assert [c for c in data if c not in ("dung", "y1", "y2", "y3", "tuoi", "mang_01", "mang_02", "mang_03")] == []
    assert all("cmd()" not in p.read_text(encoding="utf-8") and "2022" not in p.read_text(encoding="utf-8")
               for p in folder.iterdir() if p.suffix != ".sav")  # fmt: skip


def test_the_largest_and_smallest_number_is_shared_by_k_people(exported):
    _, data, _ = exported
    assert (data["tuoi"] == data["tuoi"].max()).sum() >= 3 and (data["tuoi"] == data["tuoi"].min()).sum() >= 3


def test_rows_come_in_another_order_every_time(survey):
    given = answers(survey)
    first, second = (microdata.anonymous(given, survey)[0] for _ in range(2))
    assert not first.equals(second)
    assert first.sort_values(list(first)).to_numpy().tolist() == second.sort_values(list(first)).to_numpy().tolist()


def test_the_syntax_names_the_sets_and_quotes_are_doubled(exported):
    text = (exported[0] / "du-lieu.sps").read_text(encoding="utf-8-sig")
    assert "/MDGROUP NAME=$mang LABEL='Dùng mạng nào?'" in text and "VARIABLES=mang_01 mang_02 mang_03 VALUE=1" in text


def test_the_syntax_runs_in_pspp(exported):
    if not shutil.which("pspp"):
        pytest.skip("PSPP is not installed here (Debian: apt-get install pspp)")
    done = subprocess.run(["pspp", "du-lieu.sps"], cwd=exported[0], capture_output=True, text=True)
    assert done.returncode == 0 and "$mang" in done.stdout and "error" not in done.stdout + done.stderr


def test_csv_opens_in_excel_with_labels_and_without_formulas(write_survey, tmp_path):
    from tests.conftest import FORM

    survey = write_survey(FORM.replace("| Facebook, Messenger |", "| =Facebook |"), PRIVATE)
    given = answers(survey).assign(y2=lambda t: t["y2"].cat.rename_categories({"Đồng ý": "+Đồng ý"}))
    data, variables, report, far = microdata.anonymous(given, survey)
    variables["value"] = variables["value"].replace("Phân vân", "=Phân vân")
    microdata.write(data, variables, report, far, survey, tmp_path / "data")
    raw = (tmp_path / "data" / "du-lieu.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf") and b"'=Ph" in raw and b",=Ph" not in raw
    assert "'=Facebook" in (tmp_path / "data" / "bang-ma.csv").read_text(encoding="utf-8-sig")


def test_a_survey_without_quasi_identifiers_is_refused_and_so_are_too_few_people(write_survey):
    with pytest.raises(ValueError, match="Chưa khai báo privacy › quasi_identifiers"):
        microdata.anonymous(answers(write_survey()), write_survey())
    survey = write_survey(yaml=PRIVATE)
    with pytest.raises(ValueError, match="Chỉ có 2 phiếu, ít hơn k = 3"):
        microdata.anonymous(answers(survey, size=2), survey)


def test_one_person_a_combination_is_no_protection(write_survey):
    survey = write_survey(yaml=PRIVATE.replace("k: 3", "k: 1"))
    with pytest.raises(ValueError, match="privacy › k: 1; cần ít nhất 2"):
        microdata.anonymous(answers(survey), survey)


def test_the_command_says_what_was_blanked_and_where_the_files_are(survey, tmp_path):
    (tmp_path / "out" / "processed").mkdir(parents=True)
    answers(survey).assign(analysed=True).to_parquet(tmp_path / "out" / "processed" / "answers.parquet")
    line = ["export", "data", "--survey", str(survey.path), "--out", str(tmp_path / "out")]
    done = CliRunner().invoke(cli, line, catch_exceptions=False)
    assert "40 phiếu; mọi tổ hợp đặc điểm có ít nhất 3 người" in done.output and "du-lieu.sav" in done.output


def test_strata_and_units_go_out_only_when_asked_for_as_numbers_that_nobody_shares_alone(write_survey):
    drawn = {"design.vùng": ["Bắc", "Nam"] * 20, "design.xã": ["Xã Một", "Xã Hai", "Xã Ba", "Xã Tư"] * 10}
    plan = PRIVATE + "design: {strata: vùng, psu: xã}\n"
    found, *_ = microdata.anonymous(answers(write_survey(yaml=plan)).assign(**drawn), write_survey(yaml=plan))
    assert not [c for c in found if "thiet_ke" in c]
    asked = write_survey(yaml=plan.replace("k: 3", "k: 3, design: [strata, psu]"))
    data, variables, report, _ = microdata.anonymous(answers(asked).assign(**drawn), asked)
    keys = ["dung", "y1", "thiet_ke_tang", "thiet_ke_cum"]
    assert report["question"].tolist() == keys and privacy.k_anonymity(data, keys)["k"].min() >= 3
    assert not variables["value"].str.contains("Xã|Bắc").any() and data["thiet_ke_cum"].nunique() > 2


@pytest.mark.parametrize(("named", "kept"), [("dung, y1", False), ("dung, y1, y2", True)])
def test_a_question_that_is_the_stratum_goes_out_only_as_a_quasi_identifier(write_survey, named, kept):
    plan = write_survey(yaml=SURVEY + f"privacy: {{quasi_identifiers: [{named}], k: 3}}\ndesign: {{strata: y2}}\n")
    assert ("y2" in microdata.anonymous(answers(plan), plan)[0]) == kept


def test_the_page_says_by_how_much_figures_of_the_file_differ_from_the_reports(write_survey):
    survey = write_survey(yaml=PRIVATE + "weighting: {from: w}\n")
    heavy = answers(survey, size=200)
    heavy = heavy.assign(weight=np.where(heavy["y2"].eq("Đồng ý"), 1.9, 0.6), tuoi=[5000.0, *heavy["tuoi"][1:]])
    data, _, report, far = microdata.anonymous(heavy, survey)
    told = files.notes(data, report, far, survey)
    shares = []
    for option, code in (("Không đồng ý", 1), ("Phân vân", 2), ("Đồng ý", 3), ("Không có ý kiến", 95)):
        known, mine = heavy["y2"].notna(), data["y2"] < 98
        own = 100 * heavy["weight"][known & heavy["y2"].eq(option)].sum() / heavy["weight"][known].sum()
        shares.append(abs(own - 100 * data["trong_so"][data["y2"].eq(code)].sum() / data["trong_so"][mine].sum()))
    assert far.points == pytest.approx(max(shares)) and far.points > 20
    kish = [w.sum() ** 2 / (w**2).sum() for w in (heavy["weight"], data["trong_so"])]
    assert far.effective == pytest.approx(kish)
    assert f"nhiều nhất {vi.number(np.ceil(10 * max(shares)) / 10, 1)} điểm phần trăm" in told
    assert f"của tệp là {vi.number(kish[1])}, của báo cáo là {vi.number(kish[0])}" in told
    assert "5.000" not in told and "che hết các đặc điểm mang trung bình của mọi phiếu" in told


def test_an_unweighted_file_says_nothing_of_weights(survey):
    given = answers(survey, size=200)
    data, _, report, far = microdata.anonymous(given, survey)
    told = files.notes(data, report, far, survey)
    assert "rọng số" not in told and f"nhiều nhất {vi.number(np.ceil(10 * far.points) / 10, 1)} điểm" in told
    assert far.effective == (200, 200)
