"""Raking meets the staff list's margins within bounds, as R survey does, and fails loudly when it cannot."""

import pandas as pd
import pytest

from pipeline import weight

COUNT = "so_nguoi"
# R: a <- "dung" as x (Có) and y (Không), b <- "y1" as 1, 2, 3, in the order of ``twelve`` below
#    pa <- data.frame(a = c("x", "y"), Freq = 12 * c(.5, .5)); pb <- data.frame(b = 1:3, Freq = 12 * c(.25, .35, .4))
#    rk <- function(w) rake(svydesign(~1, weights = w, data = d), list(~a, ~b), list(pa, pb),
#                           control = list(maxit = 500, epsilon = 1e-12)); weights(rk(rep(1, 12)))
RAKED = [0.375, 0.375, 0.375, 1.05, 1.05, 1.2, 1.2, 0.75, 2.1, 2.4, 0.75, 0.375]
# weights(trimWeights(rk(rep(1, 12)), lower = .5, upper = 1.6, strict = TRUE))
TRIMMED = [0.5, 0.5, 0.5, 1.183333333333, 1.183333333333, 1.333333333333, 1.333333333333, 0.883333333333, 1.6, 1.6]
TRIMMED += [0.883333333333, 0.5]
# trimWeights(…, lower = .3, upper = 2.2) until none is outside, then rk, in turn until both hold: 107 cycles
BOTH = [0.350000998768] * 3 + [0.999999049141] * 2 + [1.299998953323] * 2 + [0.799998002463, 2.200001901719]
BOTH += [2.200002093355, 0.799998002463, 0.350000998768]


@pytest.fixture
def case(form):
    answers = pd.DataFrame(
        {
            "dung": pd.Categorical(["Có"] * 6 + ["Không"] * 2, categories=["Có", "Không"]),
            "y1": pd.Categorical(["Không đồng ý", "Đồng ý"] * 4, categories=form["y1"].option_labels),
        }
    )
    people = pd.DataFrame({"dung": ["co", "co", "khong", "khong"], "y1": ["1", "3", "1", "3"], COUNT: [20, 30, 40, 10]})
    return answers, people, [form["dung"], form["y1"]]


@pytest.fixture
def twelve(form):
    options = form["y1"].option_labels
    used, items = ["Có"] * 7 + ["Không"] * 4 + ["Có"], [options[int(i) - 1] for i in "111223312311"]
    answers = pd.DataFrame({"dung": pd.Categorical(used), "y1": pd.Categorical(items, options)})
    cells = [(d, i, n) for i, n in zip("123", (125, 175, 200), strict=True) for d in ("co", "khong")]
    return answers, pd.DataFrame(cells, columns=["dung", "y1", COUNT]), [form["dung"], form["y1"]]


def rake(case, **rules):
    return weight.calibrate(*case, count=COUNT, **rules)[0]


def test_weights_meet_every_margin_and_average_one(case):
    answers, weights = case[0], rake(case)
    assert weights.mean() == pytest.approx(1)
    assert weights[answers["dung"] == "Có"].sum() / 8 == pytest.approx(0.5)
    assert weights[answers["y1"] == "Đồng ý"].sum() / 8 == pytest.approx(0.4)


def test_raking_is_rs_and_reports_how_it_converged(twelve):
    weights, report = weight.calibrate(*twelve, count=COUNT)
    assert weights.tolist() == pytest.approx(RAKED, rel=1e-9)
    assert report[["margin", "categories", "cycles", "converged"]].values.tolist() == [
        ["dung", 2, 0, True],
        ["y1", 3, 0, True],
    ]
    assert report["sweeps"].ge(1).all() and report["deviation"].max() < 1e-6


def test_one_margin_gives_the_ratio_of_shares(case, form):
    weights = rake((*case[:2], [form["dung"]]))
    assert weights.tolist() == pytest.approx([0.5 / 0.75] * 6 + [0.5 / 0.25] * 2)


def test_trimming_is_rs():
    assert weight.trimmed(pd.Series(RAKED), 0.5, 1.6).tolist() == pytest.approx(TRIMMED)


def test_trimming_about_a_mean_out_of_bounds_is_refused():
    with pytest.raises(weight.WeightError, match="trung bình 1,00 nằm ngoài khoảng cho phép 1,10–2,00"):
        weight.trimmed(pd.Series(RAKED), 1.1, 2)


def test_margins_and_bounds_hold_together_as_in_r(twelve):
    weights, report = weight.calibrate(*twelve, count=COUNT, trim=(0.3, 2.2))
    assert weights.tolist() == pytest.approx(BOTH, rel=1e-8)
    assert report["cycles"].eq(107).all() and report["deviation"].max() < 1e-6


def test_bounds_that_no_weights_meet_are_refused_with_the_nearest_that_some_do(twelve):
    with pytest.raises(weight.WeightError, match=r"0,45–1,70 .* raking cho trọng số trong khoảng 0,38–2,40") as told:
        rake(twelve, trim=(0.45, 1.7))
    said = str(told.value)
    assert "với cận dưới 0,45, cận trên phải từ 2,40; với cận trên 1,70, cận dưới phải không quá 0,10" in said
    assert "không gia quyền (báo cáo nói rõ như vậy): chạy lại với -p weighted=false" in said
    with pytest.raises(weight.WeightError, match=r"Nới khoảng \(cả hai cận\)"):
        rake(twelve, trim=(0.8, 1.2))


def test_margins_that_contradict_each_other_are_an_error_that_names_one(case):
    answers, people, questions = case
    tied = answers.assign(y1=pd.Categorical(["Đồng ý"] * 6 + ["Không đồng ý"] * 2, answers["y1"].cat.categories))
    with pytest.raises(weight.WeightError, match="không hội tụ sau 500 vòng: biên dung, nhóm “(Có|Không)” còn lệch"):
        rake((tied, people, questions))


def test_blanks_of_a_margin_keep_their_share_or_are_refused(case, form):
    answers = case[0].assign(dung=case[0]["dung"].where([True] * 7 + [False]))
    blank = (answers, case[1], [form["dung"]])
    assert rake(blank).tolist() == pytest.approx([0.5 * 7 / 8 / (6 / 8)] * 6 + [0.5 * 7 / 8 / (1 / 8), 1.0])
    notes = weight.targets(*blank, count=COUNT)[1]
    assert notes[["margin", "option", "n"]].values.tolist() == [["dung", "(không trả lời)", 1]]
    with pytest.raises(weight.WeightError, match="dung: 1 phiếu bỏ trống"):
        rake(blank, blank="refuse")


def test_a_group_of_the_list_with_no_answers_is_refused(case, form):
    with pytest.raises(weight.WeightError, match="nhóm Không nhưng không có phiếu nào.*merge"):
        rake((case[0][case[0]["dung"] == "Có"], case[1], [form["dung"]]))


def test_an_empty_group_is_merged_with_its_neighbour_and_this_is_told(case, form):
    people = pd.DataFrame({"y1": ["1", "2", "3", "kyk"], COUNT: [30, 20, 40, 10]})
    goals, notes = weight.targets(case[0], people, [form["y1"]], count=COUNT, empty="merge")
    assert goals["y1"] == {"Không đồng ý": 0.3, "Đồng ý": 0.7}
    assert notes["option"].tolist() == ["Phân vân", "Không có ý kiến"] and notes["n"].tolist() == [20, 10]
    assert notes["note"].eq("không có phiếu; gộp vào nhóm “Đồng ý”").all()


def test_an_empty_group_can_be_dropped_from_every_margin(case, form):
    people = pd.DataFrame({"dung": ["co", "khong", "co"], "y1": ["1", "3", "2"], COUNT: [30, 50, 20]})
    goals, notes = weight.targets(case[0], people, case[2], count=COUNT, empty="drop")
    assert goals == {"dung": {"Có": 0.375, "Không": 0.625}, "y1": {"Không đồng ý": 0.375, "Đồng ý": 0.625}}
    assert notes.iloc[0].tolist() == ["y1", "Phân vân", 20, "không có phiếu; bỏ khỏi danh sách khi gia quyền"]


def test_a_list_nobody_answered_cannot_be_merged(case, form):
    nobody = case[0].assign(dung=case[0]["dung"].where([False] * 8))
    with pytest.raises(weight.WeightError, match="nhóm Có, Không nhưng không có phiếu"):
        rake((nobody, case[1], [form["dung"]]), empty="merge")


@pytest.mark.parametrize("method", ["rake", "post"])
def test_labels_in_the_list_where_codes_belong_are_answered_with_the_code(case, method):
    answers, people, questions = case
    people = people.assign(dung=people["dung"].map({"co": "Có", "khong": "Không"}))
    with pytest.raises(weight.WeightError, match="cột dung: «Có» không phải mã của lựa chọn nào. Có phải «co»?"):
        rake((answers, people, questions), method=method)


def test_answers_of_a_group_that_is_not_on_the_list_are_refused(case, form):
    with pytest.raises(weight.WeightError, match="có phiếu của nhóm Không nhưng danh sách không có ai"):
        rake((case[0], case[1].iloc[:2], [form["dung"]]), empty="merge")


def test_empty_combinations_are_told(case):
    answers, people, questions = case
    notes = weight.targets(
        answers[answers["y1"].ne("Đồng ý") | answers["dung"].eq("Có")], people, questions, count=COUNT
    )[1]
    assert notes[["margin", "n"]].values.tolist() == [["dung × y1", 10]]
    assert notes["note"].iloc[0].startswith("1 tổ hợp có người trong danh sách mà không có phiếu")


def test_effective_size_is_kishs():
    # Kish: (1+1+2)^2 / (1+1+4) = 16/6
    measures = weight.effective(pd.Series([1.0, 1.0, 2.0])).set_index("measure")["value"]
    assert measures["Số phiếu hiệu dụng (Kish)"] == pytest.approx(16 / 6)
    assert measures["Hiệu ứng thiết kế do gia quyền"] == pytest.approx(3 * 6 / 16)


def test_before_and_after_stand_beside_the_list(case):
    answers, people, questions = case
    table = weight.margins(answers.assign(weight=rake(case)), people, questions, weight="weight", count=COUNT)
    assert table["weighted"].tolist() == pytest.approx(table["population"].tolist())
    assert table["sample"].tolist() == [75, 25, 50, 50] and table["n"].tolist() == [6, 2, 4, 4]


def test_what_weighting_did_to_a_result_is_in_points(case, form):
    answers = case[0].assign(weight=rake(case), y2=pd.Categorical(["Đồng ý"] * 3 + [None] + ["Phân vân"] * 4))
    row = weight.effect(answers, [form["y2"]], weight="weight").set_index("option").loc["Đồng ý"]
    mass = answers.loc[answers["y2"].notna(), "weight"]
    assert row["base"] == 7 and row["percent_unweighted"] == pytest.approx(300 / 7)
    assert row["difference"] == pytest.approx(100 * mass.iloc[:3].sum() / mass.sum() - 300 / 7)
