"""What the report prints of regressions, correlations, rankings and pairs."""

import pandas as pd
import pytest

from pipeline import claims
from pipeline.export import bygroup, compare, grid, models, report
from pipeline.export.report import report_html
from tests.conftest import SURVEY

TERM = {"outcome": "y1", "event": "mức cao hơn", "term": "dung", "reference": "Có", "base": 90.0, "note": ""}
FIT = {"outcome": "y1", "event": "mức cao hơn", "model": "logit thứ bậc", "base": 90.0, "mcfadden": 0.05, "p": 0.01}
FIT |= {"nagelkerke": 0.1, "test": "tỷ số hợp lý", "check": "Brant", "check_p": 0.4, "note": ""}
NUMBERS = {"level": "Không", "n": 40.0, "odds_ratio": 2.0, "low": 1.2, "high": 3.3, "p_adjusted": 0.01}


def source(survey, tables):
    """What the report is made from."""
    return report.Source(survey, tables, tuple(claims.found(survey, tables)))


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


def plain(sentence):
    return str(sentence).replace("\xa0", " ")


def factors(model):
    """Its sentences on factors, without the last on what they explain."""
    return [said for said in model["sentences"] if "giải thích" not in said]


def test_a_regression_prints_odds_ratios_with_their_reference_and_its_fit(survey):
    (model,) = models.regressions(source(survey, tables()))
    told = "Khi các yếu tố khác như nhau, so với nhóm “Có”, tỷ lệ trả lời “Đồng ý” về “Ý kiến 1” cao hơn 12,3 điểm %"
    assert plain(model["sentences"][0]).startswith(f"{told} ở nhóm “Không”") and len(model["sentences"]) == 2
    assert model["sentences"][1].startswith("Các yếu tố đã xét giải thích một phần nhỏ khác biệt giữa mọi người về “Ý")
    assert model["table"]["rows"][1] == [
        "Không (so với Có)",
        "40",
        "2,00 (1,20;\xa03,30)",
        "12,3 (3,0;\xa021,0)",
        "p = 0,010",
    ]
    assert "R² McFadden 0,050" in model["table"]["notes"][1] and "Brant: p = 0,400" in model["table"]["notes"][1]


@pytest.mark.parametrize(
    ("term", "cell", "summary"),
    [
        ({"odds_ratio": None, "low": None, "high": None, "p_adjusted": None, "note": "Không tính được: tách"}, "–",
         "Không mức nào nêu được số liệu."),
        ({"odds_ratio": 1.1, "low": 1.05, "high": 1.2}, "1,10 (1,05;\xa01,20)",
         "Không yếu tố nào có liên hệ đáng kể."),
        ({"p_adjusted": 0.4}, "2,00 (1,20;\xa03,30)",
         "Chưa đủ căn cứ nói yếu tố nào có liên hệ đáng kể; không thấy không có nghĩa là không có."),
    ],
)  # fmt: skip
def test_a_separated_term_has_a_dash_and_its_reason_and_a_trivial_one_no_sentence(survey, term, cell, summary):
    found = tables(**term)
    found["regressions"] = found["regressions"].astype({"odds_ratio": float, "p_adjusted": float})
    (model,) = models.regressions(source(survey, found))
    assert factors(model) == [] and model["summary"] == summary
    assert (model["sentences"] == []) == (cell == "–")
    assert model["table"]["rows"][1][2] == cell
    assert ("Không: Không tính được: tách" in model["table"]["notes"]) == (cell == "–")


def test_a_hidden_level_beside_a_trivial_one_leaves_open_whether_a_factor_matters(survey):
    found = tables(odds_ratio=1.1, low=1.05, high=1.2)
    hidden = found["regressions"].assign(term="mang", odds_ratio=None, low=None, high=None, p_adjusted=None)
    found["regressions"] = pd.concat([found["regressions"], hidden.astype({"odds_ratio": float, "p_adjusted": float})])
    (model,) = models.regressions(source(survey, found))
    assert model["summary"].startswith("Chưa đủ căn cứ") and model["summary"].endswith("1 mức không nêu được số liệu.")


def test_a_regression_that_could_not_be_computed_gives_its_reason(survey):
    found = tables() | {"regressions": tables()["regressions"].iloc[:0]}
    found["regression_fit"]["note"] = "Không tính được: mọi người trả lời giống hệt nhau."
    (model,) = models.regressions(source(survey, found))
    assert model["summary"].startswith("Không tính được") and model["table"] is None


def test_a_pair_of_groups_says_by_what_with_which_effect_and_where_p_was_adjusted(survey):
    shown = models.pairs_table(survey, tables())
    row = ["Ý kiến 1", "Có dùng không?", "Có – Không", "r_hb = 0,50 (0,30; 0,70)", "p = 0,001"]
    assert [cell.replace("\xa0", " ") for cell in shown["rows"][0]] == row
    assert "trong từng cặp “câu hỏi – nhóm theo”" in shown["notes"][1]
    assert "r_hb: r hạng–nhị phân, từ 0,147. r_hb dương: nhóm đứng trước" in shown["notes"][2]


def test_effects_of_one_letter_are_told_apart_with_the_thresholds_in_force(write_survey):
    survey = write_survey(yaml=f"{SURVEY}inference: {{negligible: {{r xu hướng: 0.2}}}}\n")
    common = {"question": "y1", "n": 88, "p": 0.01, "p_adjusted": 0.02, "family": "", "effect": 0.3}
    rows = pd.DataFrame([
        common | {"by": "dung", "method": "Mann–Whitney", "effect_name": "r hạng–nhị phân"},
        common | {"by": "y2", "method": "Xu hướng tuyến tính theo thiết kế", "effect_name": "r xu hướng"},
    ])  # fmt: skip
    shown = compare.tests_table(survey, "Họ", grid.take({"tests": rows}, "tests"), {})
    assert "r_hb" in shown["rows"][0][1] and "r_xh" in shown["rows"][0][2] and "n\xa0=\xa088" in shown["rows"][0][1]
    assert "Có dùng không? – Mann–Whitney (r_hb); Ý kiến 2 – Xu hướng" in shown["notes"][0]
    assert (
        "các bảng số liệu kèm theo báo cáo" in shown["notes"][0]
        and "từ 0,147; r_xh: r xu hướng, từ 0,2." in shown["notes"][1]
    )


def test_the_threshold_of_survey_yaml_takes_a_pair_and_a_term_out(write_survey):
    survey = write_survey(yaml=f"{SURVEY}inference: {{negligible: {{OR: 2.5, r hạng–nhị phân: 0.6}}}}\n")
    assert models.pairs_table(survey, tables()) is None
    assert "sát ngưỡng đáng kể" in factors(models.regressions(source(survey, tables()))[0])[0]


def test_the_picture_of_the_odds_ratios_stands_with_its_model(survey):
    made = source(survey, tables())
    (model,) = models.regressions(made)
    assert model["figure"]["caption"].endswith("tỷ số chênh của từng yếu tố")
    assert "2,00 (1,20–3,30)" in made.drawn["y1_ty_so_chenh"] and "Có dùng không?" in made.drawn["y1_ty_so_chenh"]


def test_the_report_holds_them_all(survey):
    page = report_html(survey, tables())
    told = ("khi xét đồng thời", "Các cặp nhóm khác nhau ở mức đáng kể", "xếp hạng các mục", "<b>−0,40</b>")
    assert all(text in page for text in told)
    assert "xếp hạng các mục (không gia quyền, chỉ người trả lời đủ mọi mục)" in page
    assert "88 người trả lời đủ mọi mục." in page


def test_a_report_without_them_says_nothing_of_them(survey):
    page = report_html(survey, {})
    assert not any(text in page for text in ("khi xét đồng thời", "Tỷ số chênh", "xếp hạng các mục"))


def test_a_level_just_under_the_threshold_is_told_beside_its_neighbours(survey):
    levels = [("a", 0.67, 0.001), ("b", 0.72, 0.003), ("c", 0.9, 0.5)]
    rows = [tables(level=name, odds_ratio=ratio, p_adjusted=p, ame=-8.0) for name, ratio, p in levels]
    found = tables() | {"regressions": pd.concat([row["regressions"] for row in rows])}
    (said,) = map(plain, factors(models.regressions(source(survey, found))[0]))
    assert "thấp hơn 8,0 điểm % ở nhóm “a” và 8,0 điểm % ở nhóm “b”; chưa đủ căn cứ nói khác ở nhóm “c”" in said


def test_the_odds_of_a_number_are_printed_per_unit_and_per_standard_deviation(survey):
    found = tables(level="mỗi đơn vị tăng thêm", reference="", odds_ratio=1.1, low=1.05, high=1.15, sd=10.0)
    body = models.regressions(source(survey, found))[0]["table"]["rows"]
    assert body[1][2] == "1,10 (1,05;\xa01,15)"
    assert body[2][0] == "mỗi độ lệch chuẩn (10,00 đơn vị)" and body[2][2] == "2,59 (1,63;\xa04,05)"


def test_pairs_and_odds_keep_the_decimals_that_agree_with_their_threshold(survey):
    two = {"effect": 0.1471, "effect_low": 0.0004, "effect_high": 0.3297}
    found = tables(odds_ratio=1.4386, low=1.002, high=2.0)
    found["pairs"] = found["pairs"].assign(**two)  # bands of Cliff's delta: 0,147 and 0,33
    (pair,) = models.pairs_table(survey, found)["rows"]
    assert pair[3] == "r_hb\xa0=\xa00,15 (0,0004;\xa00,3297)"
    (model,) = models.regressions(source(survey, found))
    assert model["table"]["rows"][1][2] == "1,439 (1,002;\xa02,00)"


def test_what_is_just_under_the_threshold_is_told_as_such(survey):
    (model,) = models.regressions(source(survey, tables(odds_ratio=0.72, low=0.6, high=0.87, p_adjusted=0.003)))
    assert "mức khác nhau nhỏ, sát ngưỡng đáng kể" in factors(model)[0]
    (model,) = models.regressions(source(survey, tables(odds_ratio=0.9, low=0.85, high=0.95)))
    assert factors(model) == []


def test_tests_just_under_the_threshold_are_told_after_those_over_it_with_their_figures_beside(survey):
    rows = [("mang/zalo", 0.12, 0.09, 0.15), ("mang/fb", 0.08, 0.05, 0.11), ("mang/khac", 0.03, 0.01, 0.05)]
    tested = [
        {"question": name, "by": "dung", "p": 0.001, "p_adjusted": 0.001, "n": 900, "effect": effect,
         "effect_name": "V Cramér", "effect_low": low, "effect_high": high, "side": 2, "family": "A",
         "size": "nhỏ" if effect > 0.1 else "không đáng kể"}
        for name, effect, low, high in rows
    ]  # fmt: skip
    shares = [("Zalo", "Có", 60.0), ("Zalo", "Không", 40.0), ("Facebook, Messenger", "Có", 55.0),
              ("Facebook, Messenger", "Không", 50.0)]  # fmt: skip
    cells = [{"question": "mang", "row": "option", "option": o, "by": "dung", "group": g, "n": 4.0 * p, "percent": p,
              "base": 400.0} for o, g, p in shares]  # fmt: skip
    (family,) = compare.families(source(survey, {"tests": pd.DataFrame(tested), "banners": pd.DataFrame(cells)}))
    assert ["60,0%" in said for said in family["sentences"]] == [True]
    assert ["55,0%" in said and "sát ngưỡng đáng kể" in said for said in family["near"]] == [True]
    what, groups, tested = family["table"]["rows"][0]
    assert what.endswith("tỷ lệ chọn “Zalo”") and groups == "Có: 60,0% (400); Không: 40,0% (400)"
    assert plain(tested) == "V = 0,12 (0,09; 0,15), p = 0,001"


@pytest.mark.parametrize(("people", "warned"), [(30, True), (900, False)])
def test_what_few_people_do_not_show_is_said_to_prove_nothing(survey, people, warned):
    row = {"question": "y1", "by": "dung", "p": 0.4, "p_adjusted": 1.0, "n": people, "effect": 0.05, "size": "nhỏ",
           "effect_name": "V Cramér", "effect_low": 0.0, "effect_high": 0.3, "side": 2, "family": "A"}  # fmt: skip
    (family,) = compare.families(source(survey, {"tests": pd.DataFrame([row])}))
    assert family["summary"].endswith("không thấy không có nghĩa là không có.") == warned


def test_reasons_alike_are_told_once_with_how_many_there_are(survey):
    notes = [
        f"Không tính được: ở “{name}” không có đủ hai nhóm từ 5 người trả lời “Ý kiến 1” trở lên." for name in "abc"
    ]
    rows = pd.DataFrame({"question": "y1", "by": list("abc"), "p": None, "note": notes, "family": "A"})
    (told,) = [
        n for n in compare.tests_table(survey, "A", grid.take({"tests": rows}, "tests"), {})["notes"] if "tính" in n
    ]
    assert told.startswith("Không tính được: ở “a” không có") and "và 2 phép khác cùng lý do" in told


def test_a_table_of_dashes_is_left_out():
    rows = pd.DataFrame({"by": ["a", "a", "b"], "percent": [None, None, 50.0]})
    assert not bygroup.tells(rows, [("a", ["x"])]) and bygroup.tells(rows, [("a", ["x"]), ("b", ["y"])])


def test_weighted_correlations_stand_below_the_diagonal_and_the_unweighted_above(survey):
    pair = tables()["correlations"].assign(value_weighted=-0.31, p_adjusted_weighted=0.2)
    shown = models.correlation_table(survey, {"correlations": pair})
    assert [row[1:] for row in shown["rows"]] == [["", "<b>−0,40</b>"], ["−0,31", ""]]
    assert "dưới đường chéo có gia quyền, trên đường chéo không gia quyền" in shown["notes"][0]
    plain = models.correlation_table(survey, tables())
    assert [row[1:] for row in plain["rows"]] == [["<b>−0,40</b>"]] and "không gia quyền;" in plain["notes"][0]


def test_weighted_means_of_items_stand_beside_with_their_own_test(survey):
    found = tables()
    found["ranking"] = found["ranking"].assign(mean_weighted=[2.25, 1.75], mean_rank_weighted=[2.5, 1.5])
    test = {
        "method_weighted": "Wald trên hạng (F)",
        "statistic_weighted": 8.35,
        "df_weighted": 3,
        "df2_weighted": 92,
        "effect_weighted": 0.53,
    }
    found["batteries"] = found["batteries"].assign(**test, p_adjusted_weighted=0.0103)
    (shown,) = models.ranking_tables(survey, found)
    assert shown["rows"][0][2:] == ["2,50", "3,00", "2,25", "2,50"]
    assert shown["columns"][4]["title"] == "Điểm trung bình, có gia quyền"
    assert shown["notes"][-1].endswith("Wald trên hạng (F) = 8,35, bậc tự do 3; 92, p = 0,010; W = 0,53.")
    (plain,) = models.ranking_tables(survey, tables())
    assert len(plain["columns"]) == 4 and "gia quyền" not in " ".join(plain["notes"])


def test_the_method_says_whether_items_and_correlations_are_weighted(survey):
    tests = pd.DataFrame([{"question": "y1", "by": "dung", "family": "A", "method": "Mann–Whitney"}])
    beside = tables()["correlations"].assign(value_weighted=-0.31, p_adjusted_weighted=0.2)
    pages = [report_html(survey, {"tests": tests, "correlations": rows}) for rows in (tables()["correlations"], beside)]
    assert ["đứng bên cạnh" in page for page in pages] == [False, True]
    assert all("hệ số tương quan không gia quyền" in page for page in pages)
