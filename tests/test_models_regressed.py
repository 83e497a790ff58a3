"""What the report says and prints of linear models, interactions, joint tests, marginal effects, Firth's estimates."""

import numpy as np
import pytest

from pipeline import charts, claims, infer
from pipeline.report import models
from pipeline.report.model import Items, Table
from pipeline.report.source import Source
from pipeline.survey.model import Survey
from tests import reports
from tests.test_claims import form
from tests.test_regression_design import ENDOMETRIAL, FORM, GRADE, NUMBER, Outcome, endometrial, sampled


@pytest.fixture(scope="module")
def drawn():
    return sampled()


def told(answers, outcome, questions=FORM):
    """The table of the regression as the report has it, its sentences, its rows."""
    survey = Survey("Thử", form=form(*questions.values()))
    rows, fit = infer.regressions(answers, [outcome], questions)
    tables = {"regressions": rows, "regression_fit": fit}
    blocks = models.regressions(Source(survey, tables, tuple(claims.found(survey, tables))))
    (table,) = [block for block in blocks if isinstance(block, Table)]
    said = [line for block in blocks if isinstance(block, Items) for line in reports.said(block).splitlines()]
    return table, said, reports.rows_of(table)


CROSSED = Outcome("sat", ("infl", "cont"), ("High",), interactions=(("infl", "cont"),))


def test_a_factor_prints_its_joint_test_and_levels_their_marginal_effects(drawn):
    table, _, rows = told(drawn, Outcome("sat", ("infl", "cont"), ("High",)))
    assert rows[0] == ["Câu infl (kiểm định chung: χ²(2) = 94,98, p hiệu chỉnh < 0,001)"] and rows[3] == ["Câu cont"]
    assert rows[2] == ["High (so với Low)", "395", "3,68 (2,82; 4,81)", "30,7 (24,7; 36,7)", "p < 0,001"]
    assert table.notes[2].startswith("Đáng kể: OR từ 1,44 trở lên hay từ 0,69 trở xuống")
    assert any(note.startswith("AME: nếu mọi người") for note in table.notes)


def test_an_interaction_is_a_ratio_of_odds_ratios_and_a_level_is_told_where_it_is_compared(drawn):
    table, said, rows = told(drawn, CROSSED)
    assert rows[5][0].startswith("Câu infl × Câu cont (kiểm định chung: χ²(2) = ") and rows[6][3] == "–"
    assert [row[0] for row in rows[6:]] == ["Medium × High", "High × High"]  # of no group that they stand over
    assert "tỷ lệ chọn “High” về “Câu sat” cao hơn 30,7 điểm % ở nhóm “High”" in said[0]  # an average of everybody
    assert not any(s.startswith("Liên hệ") for s in said)
    crossed, fit = infer.regressions(drawn, [CROSSED], FORM)
    strong = crossed["term"].str.contains("×")
    crossed.loc[strong, ["p_adjusted", "odds_ratio", "low", "high"]] = (0.001, 3.0, 2.0, 4.0)
    crossed[["ame", "ame_low", "ame_high"]] = float("nan")
    tables = {"regressions": crossed, "regression_fit": fit}
    made = [c.sentence for c in claims.found(Survey("Thử", form=form(*FORM.values())), tables)]
    assert "Liên hệ của “Câu infl” với “Câu sat” khác nhau theo “Câu cont”." in made
    assert (
        "tỷ lệ chọn “High” về “Câu sat” (xét riêng nhóm “Low”) cao hơn (không nêu bao nhiêu) ở nhóm “High”" in made[0]
    )
    assert any(note.startswith("Dòng có dấu ×: tỷ số của hai tỷ số chênh") for note in table.notes)


def test_a_linear_model_prints_b_beside_beta_and_says_the_difference(drawn):
    table, said, rows = told(drawn, NUMBER)
    assert table.caption.startswith("Câu u: giá trị trung bình: ")
    assert rows[2] == ["High (so với Low)", "395", "2,00 (1,60; 2,40)", "0,26", "p < 0,001"]
    assert table.notes[2].startswith("Đáng kể, không kể dấu: b từ 0,20 độ lệch chuẩn")
    assert rows[-1][0].startswith("mỗi độ lệch chuẩn (2,00 đơn vị)")
    assert "so với nhóm “Low”, trung bình của “Câu u” cao hơn" in said[0] and "2,00 ở nhóm “High”" in said[0]
    assert "R² 0,055, R² hiệu chỉnh 0,053" in table.notes[1]


def test_uneven_spread_is_told_with_what_hc3_changes(drawn):
    uneven = drawn.assign(u=drawn["u"] * np.where(drawn["infl"].eq("High"), 4, 1))
    table, said, _ = told(uneven, NUMBER)
    assert "Theo khoảng HC3, không kết luận nào đổi." in table.notes
    assert "Phương sai phần dư không đều" in said[-1]


def test_firths_estimates_have_sentences_and_are_named_once():
    table, said, rows = told(endometrial(), GRADE, ENDOMETRIAL)
    assert rows[1][2] == "18,71 (1,84; 2.577,65)" and "cao hơn" in said[0]
    notes = table.notes
    assert sum("Firth" in note for note in notes) == 2 and "ước lượng Firth" in notes[1]
    assert said[-1] == "Ước lượng Firth, vì câu trả lời tách hẳn hai phía của kết quả."


@pytest.mark.parametrize(
    ("outcome", "measure", "axis", "shown"),
    [
        (NUMBER, "", "Hệ số b (đơn vị của câu hỏi)", "2,00 (1,60; 2,40)"),
        (CROSSED, "ame", "Điểm phần trăm", "30,7 (24,6; 36,7)"),
        (CROSSED, "", "Tỷ số chênh (trục logarit)", "Câu 1 × Câu 2"),
    ],
)
def test_the_forest_draws_coefficients_and_marginal_effects_on_an_even_axis(drawn, outcome, measure, axis, shown):
    (model,) = infer.by_model(*infer.regressions(drawn, [outcome], FORM))
    names = {"infl": "Câu 1", "cont": "Câu 2"}
    figure = charts.forest(model.rows, title="T", names=names, measure=measure, caveat="Hãy thận trọng.")
    axes, words = figure.axes[0], [text.get_text() for text in figure.findobj(lambda a: hasattr(a, "get_text"))]
    assert axes.get_xlabel() == axis and axes.get_xscale() == (
        "linear" if axis != "Tỷ số chênh (trục logarit)" else "log"
    )
    assert shown in words and any("Hãy thận trọng." in word for word in words)
    assert ("Câu 1 × Câu 2" in words) == (measure != "ame" and outcome is CROSSED)
    assert words.count("tham chiếu") == 2  # one of each factor, none of their product


def test_the_words_of_a_forest_name_what_it_draws(drawn):
    (model,) = infer.by_model(*infer.regressions(drawn, [NUMBER], FORM))
    alt = charts.alt_forest(model.rows)
    assert (
        alt.startswith("Biểu đồ hệ số b của giá trị trung bình") and "cao nhất High so với Low 2,00 (1,60; 2,40)" in alt
    )
    (crossed,) = infer.by_model(*infer.regressions(drawn, [CROSSED], FORM))
    alt = charts.alt_forest(crossed.rows)
    assert "3 mức so với nhóm tham chiếu, 2 dòng tương tác" in alt and "High × High so với" not in alt
    with pytest.raises(ValueError, match="không có đại lượng «p»"):
        charts.forest(model.rows, title="T", measure="p")
