"""What the report prints of regressions, correlations, rankings and pairs."""

import pandas as pd
import pytest

from pipeline import claims
from pipeline.export import drawing, html_chart
from pipeline.export.pptx import charts
from pipeline.report import bygroup, compare, models, tested
from pipeline.report.model import Document, Figure, Heading, Items, Paragraph, Table
from pipeline.report.source import Source
from tests import reports
from tests.conftest import SURVEY

TERM = {"outcome": "y1", "event": "mức cao hơn", "term": "dung", "reference": "Có", "base": 90.0, "note": ""}
FIT = {"outcome": "y1", "event": "mức cao hơn", "model": "logit thứ bậc", "base": 90.0, "mcfadden": 0.05, "p": 0.01}
FIT |= {"nagelkerke": 0.1, "test": "tỷ số hợp lý", "check": "Brant", "check_p": 0.4, "note": ""}
NUMBERS = {"level": "Không", "n": 40.0, "odds_ratio": 2.0, "low": 1.2, "high": 3.3, "p_adjusted": 0.01}


def source(survey, tables):
    """What the report is made from."""
    return Source(survey, tables, tuple(claims.found(survey, tables)))


def tables(**term):
    row = TERM | NUMBERS | {"ame": 12.34, "ame_low": 3.0, "ame_high": 21.0} | term
    pair = {"question": "y1", "other": "y2", "measure": "ρ Spearman", "n": 90, "value": -0.4, "p_adjusted": 0.001}
    ranks = [("y1", place, item, 88, mean, 4 - place) for place, item, mean in ((1, "y3", 2.5), (2, "y1", 1.5))]
    whole = {"battery": "y1", "item_a": None, "p_adjusted": 0.001, "effect": 0.5}
    two = {"question": "y1", "by": "dung", "method": "Dunn (Holm)", "group_a": "Có", "group_b": "Không"}
    two |= {"p_adjusted": 0.001, "effect": 0.5, "effect_name": "r hạng–nhị phân", "effect_low": 0.3, "effect_high": 0.7}
    return {
        "regressions": pd.DataFrame([row]),
        "regression_fit": pd.DataFrame([FIT]),
        "correlations": pd.DataFrame([pair]),
        "ranking": pd.DataFrame(ranks, columns=["battery", "place", "item", "n", "mean", "mean_rank"]),
        "batteries": pd.DataFrame([whole]),
        "pairs": pd.DataFrame([two]),
    }


def regressed(survey, tables):
    """(summary, sentences, rows of the table, its notes) of the one regression; None where there is no table."""
    blocks = models.regressions(source(survey, tables))
    summary, said = _of(blocks, Paragraph), _of(blocks, Items)
    shown = [block for block in blocks if isinstance(block, Table)]
    return "\n".join(summary), said, reports.rows_of(shown[0]) if shown else None, shown[0].notes if shown else ()


def family(survey, tables):
    """(table of the counts, rows of the table of figures or None) of the one family of comparisons."""
    held = source(survey, tables)
    shown = [block for block in compare.families(held) if isinstance(block, Table)]
    return tested.tables(held)[0], reports.rows_of(shown[0]) if shown else None


def _of(blocks, kind):
    return [line for block in blocks if isinstance(block, kind) for line in reports.said(block).splitlines()]


def factors(said):
    """Sentences on factors, without the last on what they explain."""
    return [line for line in said if "giải thích" not in line]


def test_a_regression_prints_odds_ratios_with_their_reference_and_its_fit(survey):
    _, said, rows, notes = regressed(survey, tables())
    told = "Khi các yếu tố khác như nhau, so với nhóm “Có”, tỷ lệ trả lời “Đồng ý” về “Ý kiến 1” cao hơn 12,3 điểm %"
    assert said[0].startswith(f"{told} ở nhóm “Không”") and len(said) == 2
    assert said[1].startswith("Các yếu tố đã xét giải thích một phần nhỏ khác biệt giữa mọi người về “Ý")
    assert rows[1] == ["Không (so với Có)", "40", "2,00 (1,20; 3,30)", "12,3 (3,0; 21,0)", "p = 0,010"]
    assert regressed(survey, tables(n=0))[2][1][1] == "dưới 10"  # numbers are cut to tens
    assert "R² McFadden 0,050" in notes[1] and "Brant: p = 0,400" in notes[1]


@pytest.mark.parametrize(
    ("term", "cell", "told"),
    [
        ({"odds_ratio": None, "low": None, "high": None, "p_adjusted": None, "note": "Không tính được: tách"}, "–",
         "Không mức nào nêu được số liệu."),
        ({"odds_ratio": 1.1, "low": 1.05, "high": 1.2}, "1,10 (1,05; 1,20)",
         "Không yếu tố nào có liên hệ đáng kể."),
        ({"p_adjusted": 0.4}, "2,00 (1,20; 3,30)",
         "Chưa đủ căn cứ nói yếu tố nào có liên hệ đáng kể; không thấy không có nghĩa là không có."),
    ],
)  # fmt: skip
def test_a_separated_term_has_a_dash_and_its_reason_and_a_trivial_one_no_sentence(survey, term, cell, told):
    found = tables(**term)
    found["regressions"] = found["regressions"].astype({"odds_ratio": float, "p_adjusted": float})
    summary, said, rows, notes = regressed(survey, found)
    assert factors(said) == [] and summary == told
    assert (said == []) == (cell == "–")
    assert rows[1][2] == cell
    assert ("Không: Không tính được: tách" in notes) == (cell == "–")


def test_a_hidden_level_beside_a_trivial_one_leaves_open_whether_a_factor_matters(survey):
    found = tables(odds_ratio=1.1, low=1.05, high=1.2)
    hidden = found["regressions"].assign(term="mang", odds_ratio=None, low=None, high=None, p_adjusted=None)
    found["regressions"] = pd.concat([found["regressions"], hidden.astype({"odds_ratio": float, "p_adjusted": float})])
    summary = regressed(survey, found)[0]
    assert summary.startswith("Chưa đủ căn cứ") and summary.endswith("1 mức không nêu được số liệu.")


def test_a_regression_that_could_not_be_computed_gives_its_reason(survey):
    found = tables() | {"regressions": tables()["regressions"].iloc[:0]}
    found["regression_fit"]["note"] = "Không tính được: mọi người trả lời giống hệt nhau."
    summary, _, rows, _ = regressed(survey, found)
    assert summary.startswith("Không tính được") and rows is None


def test_the_threshold_of_survey_yaml_takes_a_term_out(write_survey):
    survey = write_survey(yaml=f"{SURVEY}inference: {{negligible: {{OR: 2.5}}}}\n")
    assert "mức khác nhau chưa chắc đáng kể" in factors(regressed(survey, tables())[1])[0]


@pytest.mark.parametrize(
    ("points", "title", "name", "figure"),
    [
        (12.34, "tỷ lệ trả lời “Đồng ý” về “Ý kiến 1” cao hơn 12,3 điểm %", "y1_ame", "12,3 (3,0; 21,0)"),
        (
            float("nan"),
            "tỷ lệ trả lời “Đồng ý” về “Ý kiến 1” cao hơn (không nêu bao nhiêu) ở nhóm “Không”",
            "y1_ty_so_chenh",
            "2,00 (1,20–3,30)",
        ),
    ],
)
def test_the_picture_of_a_model_draws_what_its_title_tells(survey, points, title, name, figure):
    blocks = models.regressions(source(survey, tables(ame=points)))
    (drawn,) = [drawing.picture(block, Document("", "", "", ())) for block in blocks if isinstance(block, Figure)]
    assert f"so với nhóm “Có”, {title}" in reports.said(drawn)
    assert drawn.name == name and figure in drawn.svg and "Có dùng không?" in drawn.svg
    titles, rows = html_chart.figures(drawn, "vi")  # the figures under it in HTML are those of the chart
    assert ("Điểm %" in [text for _, text in titles]) == (name == "y1_ame")
    assert figure.split(" ")[0] in [text for _, text in rows[0]]


def test_an_effect_that_is_hardly_any_is_no_nought_in_any_face(survey):
    number = {"level": "mỗi đơn vị tăng thêm", "reference": "", "sd": 18.0, "odds_ratio": 0.975, "low": 0.967}
    found = tables(**number, high=0.982, ame=-0.0286, ame_low=-0.0445, ame_high=-0.0126)
    blocks = models.regressions(source(survey, found))
    _, said, rows, _ = regressed(survey, found)
    assert "càng thấp (mỗi đơn vị: 0,03 điểm %)" in said[0] and rows[1][3] == "−0,03 (−0,04; −0,01)"
    (figure,) = [block for block in blocks if isinstance(block, Figure)]
    assert [text for _, text in html_chart.figures(figure, "vi")[1][0]][2:4] == ["−0,03", "−0,04 – −0,01"]
    assert charts.shown(figure).series[0][1] == (-0.03,) and charts.shown(figure).digits == 2


def test_the_annex_holds_the_regression_and_a_report_without_it_says_nothing_of_it(survey):
    (_, annex), (_, bare) = (reports.made(survey, given) for given in (tables(), {}))
    assert "tỷ số chênh của từng yếu tố" in reports.text_under(annex, "Các yếu tố liên quan")
    assert not any(text in reports.words(bare) for text in ("yếu tố khác như nhau", "Tỷ số chênh", "tỷ số chênh"))


def test_a_level_just_under_the_threshold_is_told_beside_its_neighbours(survey):
    levels = [("a", 0.67, 0.001), ("b", 0.72, 0.003), ("c", 0.9, 0.5)]
    rows = [tables(level=name, odds_ratio=ratio, p_adjusted=p, ame=-8.0) for name, ratio, p in levels]
    found = tables() | {"regressions": pd.concat([row["regressions"] for row in rows])}
    (said,) = factors(regressed(survey, found)[1])
    assert "thấp hơn 8,0 điểm % ở nhóm “a” và 8,0 điểm % ở nhóm “b”; chưa đủ căn cứ nói khác ở nhóm “c”" in said


def test_a_level_whose_effect_is_withheld_is_told_apart_from_one_with_a_figure(survey):
    levels = [("a", 0.05, -8.1), ("b", 0.01, float("nan"))]
    rows = [tables(level=name, odds_ratio=ratio, ame=ame)["regressions"] for name, ratio, ame in levels]
    (said,) = factors(regressed(survey, tables() | {"regressions": pd.concat(rows)})[1])
    assert "thấp hơn 8,1 điểm % ở nhóm “a”; thấp hơn (không nêu bao nhiêu) ở nhóm “b”" in said
    (said,) = factors(regressed(survey, tables() | {"regressions": rows[1]})[1])
    assert "thấp hơn (không nêu bao nhiêu) ở nhóm “b”" in said


def test_effects_that_are_withheld_are_so_called_in_chart_and_table(survey):
    note, levels = "Không nêu AME: ít người.", [("a", -8.1), ("b", float("nan")), ("c", float("nan"))]
    rows = [tables(level=name, ame=ame, note=note if ame != ame else "")["regressions"] for name, ame in levels]
    found = tables() | {"regressions": pd.concat(rows)}
    blocks = models.regressions(source(survey, found))
    (drawn,) = [drawing.picture(block, Document("", "", "", ())) for block in blocks if isinstance(block, Figure)]
    assert "không nêu" in drawn.svg and "không tính được" not in drawn.svg
    assert " 2 mức không nêu." in drawn.alt and "không tính được" not in drawn.alt
    assert "b, c: Không nêu AME: ít người." in regressed(survey, found)[3]


def test_the_odds_of_a_number_are_printed_per_unit_and_per_standard_deviation(survey):
    found = tables(level="mỗi đơn vị tăng thêm", reference="", odds_ratio=1.1, low=1.05, high=1.15, sd=10.0)
    rows = regressed(survey, found)[2]
    assert rows[1][2] == "1,10 (1,05; 1,15)"
    assert rows[2][0] == "mỗi độ lệch chuẩn (10,00 đơn vị)" and rows[2][2] == "2,59 (1,63; 4,05)"


def test_odds_keep_the_decimals_that_agree_with_their_threshold(survey):
    assert regressed(survey, tables(odds_ratio=1.4386, low=1.002, high=2.0))[2][1][2] == "1,439 (1,002; 2,00)"


def test_what_is_just_under_the_threshold_is_told_as_such(survey):
    said = regressed(survey, tables(odds_ratio=0.72, low=0.6, high=0.87, p_adjusted=0.003))[1]
    assert "mức khác nhau chưa chắc đáng kể" in factors(said)[0]
    assert factors(regressed(survey, tables(odds_ratio=0.9, low=0.85, high=0.95))[1]) == []


def test_tests_just_under_the_threshold_are_told_after_those_over_it_with_their_figures_beside(survey):
    rows = [("mang/zalo", 0.12, 0.09, 0.15), ("mang/fb", 0.08, 0.05, 0.11), ("mang/khac", 0.03, 0.01, 0.05)]
    found = [
        {"question": name, "by": "dung", "p": 0.001, "p_adjusted": 0.001, "n": 900, "effect": effect,
         "effect_name": "V Cramér", "effect_low": low, "effect_high": high, "side": 2, "family": "A",
         "size": "nhỏ" if effect > 0.1 else "không đáng kể"}
        for name, effect, low, high in rows
    ]  # fmt: skip
    shares = [("Zalo", "Có", 60.0), ("Zalo", "Không", 40.0), ("Facebook, Messenger", "Có", 55.0),
              ("Facebook, Messenger", "Không", 50.0)]  # fmt: skip
    cells = [{"question": "mang", "row": "option", "option": o, "by": "dung", "group": g, "n": 4.0 * p, "percent": p,
              "base": 400.0} for o, g, p in shares]  # fmt: skip
    by, over, closer, near = family(survey, {"tests": pd.DataFrame(found), "banners": pd.DataFrame(cells)})[1]
    assert by[0].startswith("Theo ") and closer == [f"{by[0]}, chưa chắc đáng kể"]
    assert near[1] == "Có: 55,0% (50,1–59,8; 400); Không: 50,0% (45,1–54,9; 400)"
    what, groups, size = over
    assert what.endswith("tỷ lệ chọn “Zalo”") and groups == "Có: 60,0% (55,1–64,7; 400); Không: 40,0% (35,3–44,9; 400)"
    assert size == "V = 0,12 (0,09; 0,15), p = 0,001"


def test_several_families_are_counted_in_one_table_and_those_without_a_finding_have_none_of_their_own(survey):
    row = {"question": "mang/zalo", "by": "dung", "p": 0.001, "p_adjusted": 0.001, "n": 900, "size": "vừa"}
    row |= {"effect": 0.3, "effect_name": "V Cramér", "effect_low": 0.2, "effect_high": 0.4, "side": 2, "family": "A"}
    none, lost = row | {"p_adjusted": 0.8, "family": "B"}, row | {"p": None, "p_adjusted": None, "family": "B"}
    held = source(survey, {"tests": pd.DataFrame([row, none, lost])})
    blocks, (counts, each) = compare.families(held), tested.tables(held)
    (own,) = (block for block in blocks if isinstance(block, Table))
    assert [row[0] for row in reports.rows_of(each) if len(row) == 1] == ["A", "B"]
    assert reports.rows_of(counts) == [
        ["A", "1", "1", "0", "0", "0", "0"], ["B", "1", "0", "0", "0", "1", "1"],
        ["Cộng", "2", "1", "0", "0", "1", "1"],
    ]  # fmt: skip
    assert [reports.said(block) for block in blocks if isinstance(block, Heading)] == ["A"]
    ((by,), (_, sentence, _)) = reports.rows_of(own)
    assert by.startswith("Theo ") and "khác nhau" in sentence  # no figure of any group is printed


@pytest.mark.parametrize(("people", "warned"), [(30, True), (900, False)])
def test_what_few_people_do_not_show_is_said_to_prove_nothing(survey, people, warned):
    row = {"question": "y1", "by": "dung", "p": 0.4, "p_adjusted": 1.0, "n": people, "effect": 0.05, "size": "nhỏ",
           "effect_name": "V Cramér", "effect_low": 0.0, "effect_high": 0.3, "side": 2, "family": "A"}  # fmt: skip
    counts = family(survey, {"tests": pd.DataFrame([row])})[0]
    assert counts.notes[-1].endswith("không thấy không có nghĩa là không có.") == warned


def test_a_table_of_dashes_is_left_out():
    rows = pd.DataFrame({"by": ["a", "a", "b"], "percent": [None, None, 50.0]})
    assert not bygroup.tells(rows, [("a", ["x"])]) and bygroup.tells(rows, [("a", ["x"]), ("b", ["y"])])


def test_the_method_says_whether_items_and_correlations_are_weighted(survey):
    tests = pd.DataFrame([{"question": "y1", "by": "dung", "family": "A", "method": "Mann–Whitney"}])
    beside = tables()["correlations"].assign(value_weighted=-0.31, p_adjusted_weighted=0.2)
    said = [
        reports.words(*reports.made(survey, {"tests": tests, "correlations": rows}))
        for rows in (tables()["correlations"], beside)
    ]
    assert ["đứng bên cạnh" in text for text in said] == [False, True]
    assert all("Hệ số tương quan không gia quyền" in text for text in said)
