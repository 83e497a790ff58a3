"""The report's appendix on reliability and factors, from tables as notebook 04 writes them."""

import io
import re

import pandas as pd
import pytest

from pipeline import infer
from pipeline.export.appendix import appendices
from pipeline.export.scale_tables import scale_tables
from pipeline.questionnaire import Questionnaire, Section
from pipeline.survey import Survey
from tests.test_reliability import X, asked

ANSWERS, ITEMS = asked(X)


def made(batteries, answers=ANSWERS, **options):
    """The tables of these batteries, read back from CSV as the report does."""
    frames = infer.factor_analysis(answers, batteries, **options)._asdict()
    frames["reliability"] = infer.all_reliability(answers, batteries, **options)
    return {name: pd.read_csv(io.StringIO(frame.to_csv(index=False))) for name, frame in frames.items()}


def survey(*batteries):
    form = Questionnaire("", "", "", (), tuple(Section(b[0].name, "", tuple(b)) for b in batteries))
    return Survey("Thử", form=form)


@pytest.fixture(scope="module")
def shown():
    return scale_tables(survey(ITEMS), made([ITEMS], turned=("i2",)))


def test_reliability_is_printed_with_intervals_and_how_to_read_it(shown):
    # alpha and omega of y <- x; y[, 2] <- 6 - y[, 2], see test_reliability
    row = shown[0]["rows"][0]
    assert row[1:3] == ["6", "60"] and row[4].startswith("0,44 (")
    assert "Nunnally và Bernstein, 1994" in shown[0]["notes"][-1]


def test_a_turned_item_is_marked_and_what_runs_against_the_others_is_asked(shown):
    labels = [row[0] for row in shown[1]["rows"]]
    assert [label for label in labels if label.endswith("(đã đảo chiều)")] == ["Câu i2 (đã đảo chiều)"]
    assert any("số liệu gốc đã đảo sẵn chưa?" in note for note in shown[1]["notes"])


def test_kmo_and_the_number_of_factors_are_printed(shown):
    # KMO does not depend on the direction of an item: 0.6340417744
    assert shown[2]["rows"][0][1:7] == ["60", "0,63", "90,4 (15)", "< 0,001", "2", "2"]
    assert shown[2]["columns"][-1]["title"] == "Phương sai ban đầu (%)"


def test_the_extracted_variance_is_the_mean_communality_and_stands_with_the_loadings(shown):
    printed = [float(row[-1].replace(",", ".")) for row in shown[3]["rows"]]
    said = re.search(r"Phương sai trích: ([\d,]+)", shown[3]["notes"][0])[1]
    assert float(said.replace(",", ".")) == pytest.approx(100 * sum(printed) / 6, abs=0.5)
    assert float(said.replace(",", ".")) < float(shown[2]["rows"][0][7].replace(",", "."))
    assert "Hair" in shown[3]["notes"][1] or "Hair" in shown[3]["notes"][2]


def test_small_loadings_are_left_blank_and_factors_related_in_the_foot(shown):
    cells = [text for row in shown[3]["rows"] for text in row[1:3]]
    assert "" in cells and not any(text.lstrip("−").startswith(("0,0", "0,1", "0,2")) for text in cells if text)
    assert "60 người trả lời đủ mọi mục; minres, xoay promax" in shown[3]["notes"][0]
    assert shown[3]["notes"][-1].startswith("Tương quan giữa các nhân tố: 1 và 2: ")


def test_a_battery_of_few_people_shows_the_reason_only():
    shown = scale_tables(survey(ITEMS), made([ITEMS], ANSWERS.head(3), least=5))
    assert all(set(table["rows"][0][2:]) == {"–"} for table in shown) and len(shown) == 2
    assert all(any("người trả lời đủ" in note for note in table["notes"]) for table in shown)


def test_two_items_have_no_omega_and_no_factors_but_a_reason():
    pair = ITEMS[:2]
    reliability, _, adequacy = scale_tables(survey(pair), made([pair]))
    assert reliability["rows"][0][4] == "–" and "ω không tính được: cần ít nhất 3 mục." in reliability["notes"][0]
    assert "phân tích nhân tố cần ít nhất 3 mục" in adequacy["notes"][0]


def test_without_batteries_the_report_has_no_such_appendix():
    assert scale_tables(survey(ITEMS), {}) == []
    assert "thang-do" not in [anchor for anchor, _, _ in appendices(survey(ITEMS), {})]


def test_weighted_alpha_and_omega_are_printed_beside_the_unweighted_ones(shown):
    weighted = ANSWERS.assign(w=[1.0, 2.0, 3.0] * 20)
    tables = made([ITEMS])
    tables["reliability"] = infer.all_reliability(weighted, [ITEMS], weight="w")
    reliability, items, *_ = scale_tables(survey(ITEMS), tables)
    # alpha, omega, their limits and the item's of R: see test_weighted_within
    assert reliability["rows"][0][-2:] == ["0,7001 (0,55–0,80)", "0,72 (0,60–0,81)"]
    assert [c["title"] for c in reliability["columns"]][-2:] == ["α, có gia quyền", "ω, có gia quyền"]
    assert items["rows"][1][-2:] == ["0,37", "0,68"] and "có trọng số" in reliability["notes"][-1]
    assert len(shown[0]["columns"]) == 7 and "có trọng số" not in " ".join(shown[0]["notes"])
