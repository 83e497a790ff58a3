"""Groups of a number: their labels, who is in which, what survey.yaml may say, and that nothing hidden comes back."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import linprog

from pipeline import clean, describe, infer, privacy, weight
from pipeline import survey as surveys
from pipeline.export.microdata import anonymous
from pipeline.questionnaire import QuestionnaireError
from pipeline.survey import SurveyError
from tests.files import drafted, table

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | relevant |
| | begin_group | p1 | Phần 1 | Part 1 | |
| | select_one gioi | gioi | Giới tính | Sex | |
| | select_one vung | vung | Vùng | Region | |
| | integer | tuoi | Năm nay bao nhiêu tuổi? | How old are you? | |
| | decimal | luong | Thu nhập (triệu đồng) | Income | ${gioi} = 'nu' |
| | end_group | | | | |
| | begin_group | p2 | Phần 2 | Part 2 | |
| | select_one tin | tin | Có tin không? | Do you trust it? | |
| | integer | gio | Số giờ mỗi ngày | Hours a day | |
| | end_group | | | | |

| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) |
| | gioi | nam | Nam | Male |
| | gioi | nu | Nữ | Female |
| | vung | b | Bắc | North |
| | vung | t | Trung | Centre |
| | vung | n | Nam bộ | South |
| | tin | 1 | Không | No |
| | tin | 2 | Ít | Little |
| | tin | 3 | Nhiều | Much |

| settings |
| | form_title | form_id | default_language |
| | Phiếu thử | thu | Tiếng Việt (vi) |
"""
AGE = "  nhom_tuoi: {of: tuoi, label: Nhóm tuổi, label_en: Age group, from: [30, 40, 50]}\n"
YAML = f"""
title: Thử
scales: {{tin: {{}}}}
groups:
{AGE}  nhom_luong: {{of: luong, label: Nhóm thu nhập, from: [7.5, 1000]}}
banners: [gioi, vung, nhom_tuoi]
privacy: {{min_cell: 5, quasi_identifiers: [gioi, nhom_tuoi], k: 3}}
"""


@pytest.fixture
def survey(write_survey):
    return write_survey(FORM, YAML)


def labels(write_survey, spec, yaml=YAML):
    return write_survey(FORM, yaml.replace(AGE, f"  nhom_tuoi: {spec}\n")).form["nhom_tuoi"]


def test_a_group_is_a_scale_named_by_its_lower_ends(survey):
    age, income = survey.form["nhom_tuoi"], survey.form["nhom_luong"]
    assert age.kind == "ordinal" and age.points == ("duoi_30", "30", "40", "50") and age.short == "nhóm tuổi"
    assert age.option_labels == ["Dưới 30", "30–39", "40–49", "Từ 50"]
    assert [c.labels["en"] for c in age.choices] == ["Under 30", "30–39", "40–49", "50 and over"]
    assert income.option_labels == ["Dưới 7,5", "7,5 đến dưới 1.000", "Từ 1.000"]
    assert [c.labels["en"] for c in income.choices] == ["Under 7.5", "7.5 to under 1,000", "1,000 and over"]
    assert income.points == ("duoi_7.5", "7.5", "1000") and income.condition == survey.form["luong"].condition


def test_labels_of_ones_own_a_unit_and_single_numbers_read_as_they_should(write_survey):
    one = "{of: tuoi, label: Nhóm tuổi, from: [1, 2, 5], unit: năm}"
    assert labels(write_survey, one).option_labels == ["Dưới 1 năm", "1 năm", "2–4 năm", "Từ 5 năm"]
    own = labels(write_survey, "{of: tuoi, label: Nhóm tuổi, from: [35], labels: [Trẻ, Già]}")
    assert own.option_labels == ["Trẻ", "Già"] and own.points == ("duoi_35", "35")


def test_it_stands_behind_its_number_and_nobody_is_asked_it(survey):
    asked = [q.name for q in survey.form.questions]
    assert asked == ["gioi", "vung", "tuoi", "luong", "tin", "gio"]
    names = ["gioi", "vung", "tuoi", "nhom_tuoi", "luong", "nhom_luong", "tin", "gio"]
    assert [q.name for q in survey.form.variables] == names
    assert survey.tables.unscored == ("nhom_tuoi", "nhom_luong")


def test_a_bound_is_in_the_group_above_it_and_who_gave_no_number_in_none(survey):
    """R: cut(c(29, 29.9, 30, 39, 40, 49, 50, 99, NA), c(-Inf, 30, 40, 50, Inf), right = FALSE) → 1 1 2 2 3 3 4 4 NA."""
    answers = pd.DataFrame({"tuoi": [29, 29.9, 30, 39, 40, 49, 50, 99, None], "luong": [None] * 9})
    made = clean.grouped(answers, survey.form)["nhom_tuoi"]
    assert made.cat.codes.tolist() == [0, 0, 1, 1, 2, 2, 3, 3, -1] and made.cat.ordered
    assert list(made.cat.categories) == survey.form["nhom_tuoi"].option_labels and "nhom_tuoi" not in answers


def test_how_many_are_in_each_group_is_said_but_not_where_they_are_few(survey):
    answers = pd.DataFrame({"tuoi": [20.0] * 9 + [35] * 8 + [45] * 7 + [55] * 6 + [None] * 5})
    (said,) = clean.grouped_said(clean.grouped(answers, survey.form), survey.form, minimum=5)
    assert "Dưới 30: 9 người; 30–39: 8 người" in said and said.endswith("không thuộc nhóm nào: 5.")
    (said,) = clean.grouped_said(clean.grouped(answers[:-9], survey.form), survey.form, minimum=5)
    assert "người; 3" not in said and "có nhóm dưới 5 người" in said


@pytest.mark.parametrize(
    ("spec", "said"),
    [
        ("{of: tuoii, label: A, from: [30]}", "of: phiếu không có câu hỏi «tuoii». Có phải «tuoi»"),
        ("{of: gioi, label: A, from: [30]}", "«gioi» không phải câu ghi số .là câu chọn một.*Câu ghi số: tuoi, luong"),
        ("{of: tuoi, label: A, from: [40, 30]}", r"from: \[40, 30\]; cần các số tăng dần"),
        ("{of: tuoi, label: A, from: [30, 30]}", "cần các số tăng dần"),
        ("{of: tuoi, label: A, from: []}", "cần các số tăng dần"),
        ("{of: tuoi, label: A, from: [30.5]}", "ghi số nguyên"),
        ("{of: tuoi, label: A, from: [.inf]}", "hữu hạn"),
        ("{of: tuoi, label: A, from: [ba]}", "cần một con số"),
        ("{of: tuoi, label: A}", "thiếu khóa «from»"),
        ("{of: tuoi, from: [30]}", "thiếu khóa «label»"),
        ("{of: tuoi, label: A, from: [30], lable: B}", "không có khóa «lable».*«label»"),
        ("{of: tuoi, label: A, from: [30], labels: [x]}", "có 1 nhãn cho 2 nhóm"),
        ("{of: tuoi, label: A, from: [30], labels: [x, x]}", "nhãn trùng nhau"),
        ("{of: luong, label: A, from: [30]}", "«luong» chia thành 2 cách"),
    ],
)
def test_groups_that_cannot_be_made_are_refused_with_the_mend(write_survey, spec, said):
    with pytest.raises(SurveyError, match=said):
        labels(write_survey, spec)


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("tables: {nps: [tuoi]}", "tables › nps đã chia"),
        ("tables: {three_way: [[tuoi, gioi, vung]]}", "Viết «nhom_tuoi» thay «tuoi»"),
        ("comparisons: [{name: A, questions: [tuoi], by: [nhom_tuoi]}]", "«nhom_tuoi» chia từ chính «tuoi»"),
        ("comparisons: [{name: A, questions: [nhom_tuoi], by: [tuoi]}]", "«nhom_tuoi» chia từ chính «tuoi»"),
        ("inference: {outcomes: [{question: tuoi, by: [nhom_tuoi]}]}", "«nhom_tuoi» chia từ chính «tuoi»"),
        ("inference: {outcomes: [{question: nhom_tuoi, by: [gioi], model: linear}]}", "unscored"),
    ],
)
def test_what_may_not_stand_beside_a_group_is_refused(write_survey, yaml, said):
    with pytest.raises(SurveyError, match=said):
        write_survey(FORM, YAML + yaml + "\n")


def test_a_name_that_is_taken_is_refused_and_everything_wrong_is_told_at_once(write_survey):
    wrong = YAML.replace("nhom_tuoi: {", "gio: {").replace("of: luong", "of: tin").replace("nhom_luong", "weight")
    with pytest.raises(SurveyError) as told:
        write_survey(FORM, wrong)
    lines = str(told.value).splitlines()
    for said in ("groups › gio: phiếu đã có", "groups › weight: tên này", "weight › of: «tin»", "«nhom_tuoi»"):
        assert any(said in line for line in lines), said


def test_a_number_asked_as_a_banner_is_told_of_groups(write_survey, survey):
    with pytest.raises(SurveyError, match="«gio» .*là câu ghi số.*survey.yaml › groups, như nhom_gio: {of: gio"):
        write_survey(FORM, YAML.replace("[gioi, vung, nhom_tuoi]", "[gio]"))
    form = survey.form
    with pytest.raises(QuestionnaireError, match="«tuoi» là câu ghi số. Nhóm của câu này là «nhom_tuoi»"):
        describe.crosstab(clean.grouped(crowd(60), form), form["tin"], form["tuoi"])


def crowd(n, seed=0):
    """Typed answers of n people: few are old, few are young in the south, some left their age blank."""
    rng = np.random.default_rng(seed)
    drawn = {
        "gioi": pd.Categorical(rng.choice(["Nam", "Nữ"], n, p=[0.6, 0.4]), ["Nam", "Nữ"]),
        "vung": pd.Categorical(
            rng.choice(["Bắc", "Trung", "Nam bộ"], n, p=[0.5, 0.3, 0.2]), ["Bắc", "Trung", "Nam bộ"]
        ),
        "tin": pd.Categorical(rng.choice(["Không", "Ít", "Nhiều"], n), ["Không", "Ít", "Nhiều"], ordered=True),
        "tuoi": np.where(rng.random(n) < 0.1, np.nan, rng.choice([21, 25, 33, 38, 44, 48, 55], n, p=P)),
        "gio": rng.integers(0, 4, n).astype(float),
    }
    return pd.DataFrame(drawn).assign(luong=np.where(drawn["gioi"] == "Nữ", rng.choice([5.0, 8, 12], n), np.nan))


P = [0.2, 0.2, 0.2, 0.15, 0.12, 0.08, 0.05]


def test_it_is_crossed_tested_and_weighted_by_as_any_scale(survey):
    form, answers = survey.form, clean.grouped(crowd(300), survey.form)
    bands = pd.cut(answers["tuoi"], [-np.inf, 30, 40, 50, np.inf], right=False).cat.codes
    table = describe.crosstab(answers, form["tin"], form["nhom_tuoi"])
    by_hand = pd.crosstab(answers["tin"], bands[bands >= 0])
    young = table[table["group"].eq("Dưới 30")]
    assert young["n"].tolist() == by_hand[0].tolist() and young["base"].iloc[0] == by_hand[0].sum()
    test = infer.compare(answers, form["tin"], form["nhom_tuoi"])
    assert test["n"].item() == (bands >= 0).sum()
    people = pd.DataFrame({"nhom_tuoi": ["duoi_30", "30", "40", "50"], "so_nguoi": [100, 300, 400, 200]})
    given = answers[bands >= 0]
    weights, _ = weight.calibrate(given, people, [form["nhom_tuoi"]], count="so_nguoi")
    shares = weights.groupby(bands[bands >= 0]).sum() / weights.sum()
    assert shares.to_numpy() == pytest.approx([0.1, 0.3, 0.4, 0.2])


def test_a_number_has_no_mean_in_its_own_groups(survey):
    form, answers = survey.form, clean.grouped(crowd(100), survey.form)
    banners = [form[name] for name in survey.banners]
    table = describe.all_banners(answers, [form["tuoi"], form["gio"]], banners)
    assert {*table.loc[table["question"].eq("tuoi"), "by"]} == {"(tổng số)", "gioi", "vung"}
    assert "nhom_tuoi" in {*table.loc[table["question"].eq("gio"), "by"]}


def printed(answers, survey):
    """What notebook 03 prints of these answers that tells of numbers of people."""
    form, plan, limits = survey.form, survey.tables, {"minimum": survey.privacy.min_cell}
    banners, nested = [form[name] for name in survey.banners], [(form["gioi"], form["nhom_tuoi"])]
    questions, asked = describe.closed(answers, form), describe.tabulated(answers, form)
    known = privacy.known(form, describe.sums(form, plan), {}, len(answers))
    whole = describe.all_banners(answers, asked, banners, nested=nested, plan=plan)
    frequencies = describe.all_frequencies(answers, questions)
    counted = {
        "frequencies": frequencies,
        "nonresponse": privacy.counts(describe.nonresponse(answers, form), frequencies, known),
        "crosstabs": describe.all_crosstabs(answers, questions, banners), "banners": describe.cells(whole),
    }  # fmt: skip
    shown = privacy.suppress(counted, known=known, **limits)
    shown["banners"] = describe.hide(whole, shown["banners"], nets=known.nets, groups=known.groups, **limits)
    numbers = [form[name] for name in ("tuoi", "gio")]
    shown["numbers"] = privacy.numbers(describe.numbers(answers, numbers), answers, shown["banners"], **limits)
    return shown, known


REACH = {"tuoi": {"Dưới 30": (18, 29), "30–39": (30, 39), "40–49": (40, 49), "Từ 50": (50, 70)}}
CELL = ["gioi", "vung", "nhom_tuoi"]


def ranges(shown, of="tuoi"):
    """Least and greatest number of every hidden cell of a group question, for a reader who knows nothing of our ways:
    linear programs over how many people of every kind there are and the sum of the numbers that these gave."""
    reach = REACH[of]
    options = {"gioi": ["Nam", "Nữ"], "vung": ["Bắc", "Trung", "Nam bộ"], "nhom_tuoi": [*reach, "ẩn"]}
    kinds = pd.MultiIndex.from_product(options.values(), names=CELL).to_frame(index=False)
    low, high = (kinds["nhom_tuoi"].map(lambda g, end=end: reach.get(g, (0, 0))[end]).to_numpy() for end in (0, 1))
    has, zero, same, least = kinds["nhom_tuoi"].ne("ẩn").to_numpy(float), np.zeros(len(kinds)), [], []

    def inside(by, group):
        pairs = zip(str(by).split(" › "), str(group).split(" › "), strict=True)
        return np.prod(
            [kinds[b].eq(g).to_numpy(float) for b, g in pairs if b in kinds] or [np.ones(len(kinds))], axis=0
        )

    asked = []
    for row in pd.concat([shown["banners"], shown["crosstabs"], shown["frequencies"]]).itertuples():
        if row.question not in (*CELL, of):
            continue
        column = inside(*("", "") if pd.isna(row.by) else (row.by, row.group))
        whole = column * has if row.question in ("nhom_tuoi", of) else column
        if row.base == row.base:
            same.append((whole, zero, row.base))
        if row.question == of:
            asked += [(row, whole)] if row.n != row.n else []
        if row.question == of and row.mean == row.mean:
            half = 0.5e-9 if row.mean != round(row.mean, 2) else 0.005
            least += [(whole * -(row.mean + half), whole), (whole * (row.mean - half), -whole)]
            for end, side in ((low, 1), (high, -1)):  # the median has half of them on either side
                beyond = whole * (side * end <= side * row.median)
                least.append((whole / 2 - beyond, zero))
        if row.question in CELL:
            cell = column * kinds[row.question].eq(row.option).to_numpy(float)
            same += [(cell, zero, row.n)] if row.n == row.n else []
            asked += [(row, cell)] if row.n != row.n and row.question == "nhom_tuoi" else []
    limits = [(np.diag(low), -np.eye(len(kinds))), (-np.diag(high), np.eye(len(kinds)))]
    rows = [np.hstack(pair) for pair in (*least, *limits)]
    upper = np.vstack([np.atleast_2d(row) for row in rows])
    equal = np.array([np.concatenate([a, b]) for a, b, _ in same])
    told = {"A_ub": upper, "b_ub": np.full(len(upper), 1e-9), "A_eq": equal, "b_eq": [n for *_, n in same]}
    for row, cell in asked:
        ends = [linprog(sign * np.concatenate([cell, zero]), **told) for sign in (1, -1)]
        assert all(end.status in (0, 3) for end in ends), ends
        yield row, ends[0].fun, -ends[1].fun if ends[1].status == 0 else np.inf


@pytest.mark.parametrize(("n", "silent"), [(60, False), (150, False), (150, True), (400, True)])
def test_no_hidden_group_comes_back_from_the_number_beside_it(survey, n, silent):
    """``silent``: of one region three people gave their age."""
    hidden = 0
    for seed in range(2):
        answers = crowd(n, seed)
        south = answers["vung"].eq("Nam bộ") & answers["tuoi"].notna()
        answers["tuoi"] = answers["tuoi"].mask(south & (south.cumsum() > 3) & silent)
        shown, known = printed(clean.grouped(answers, survey.form), survey)
        assert privacy.audit({k: t for k, t in shown.items() if k != "numbers"}, minimum=5, known=known)["safe"].all()
        for row, low, high in ranges(shown):
            is_many = row.question == "tuoi" and low >= 5  # how many left their age blank is no secret
            assert high - low >= 5 - 1e-6 or is_many, (row, low, high)
            hidden += 1
    assert hidden > 10 or n == 400


def test_the_auditor_knows_that_who_gave_the_number_is_who_is_in_a_group(survey):
    """Three of one region gave their age; a second region is hidden with them, and then told as the base of groups."""
    by = pd.DataFrame({"by": ["vung"] * 3, "group": ["Bắc", "Trung", "Nam bộ"]})
    nan, whole = float("nan"), pd.DataFrame({"by": ["(tổng số)"], "group": ["Tổng số"], "n": [63.0], "base": [63.0]})
    given = by.assign(n=[40.0, nan, nan], base=[40.0, nan, nan])
    given = pd.concat([given, whole]).assign(question="tuoi", option="*")
    bands = by.assign(question="nhom_tuoi", option="Dưới 30", n=[20.0, 10.0, nan], base=[40.0, 20.0, nan])
    known = privacy.known(survey.form, people=90)
    safe = privacy.audit({"banners": given, "crosstabs": bands}, minimum=5, known=known)["safe"]
    assert not safe.any() and len(safe)
    bands[["n", "base"]] = bands[["n", "base"]].mask(bands["group"].ne("Bắc"))
    assert privacy.audit({"banners": given, "crosstabs": bands}, minimum=5, known=known)["safe"].all()


def test_of_a_number_and_its_groups_one_leaves_with_the_microdata(survey, write_survey):
    answers = clean.grouped(crowd(120), survey.form).assign(weight=1.0)
    data, variables, *_ = anonymous(answers, survey)
    assert "nhom_tuoi" in data and "tuoi" not in data and "luong" in data and "nhom_luong" not in data
    assert set(variables.loc[variables["variable"].eq("nhom_tuoi"), "value"]) >= {"Dưới 30", "Từ 50"}
    groups = data.groupby(["gioi", "nhom_tuoi"]).size()
    assert groups.min() >= 3
    home = write_survey(FORM, YAML.replace("quasi_identifiers: [gioi, nhom_tuoi]", "quasi_identifiers: [gioi]"))
    data, *_ = anonymous(answers, home)
    assert "tuoi" in data and "nhom_tuoi" not in data


def test_a_group_of_few_makes_twins_of_the_answers(write_survey):
    survey = write_survey(FORM, YAML + "comparisons: [{name: A, questions: [tin], by: [nhom_tuoi]}]\n")
    answers = crowd(80)
    answers["tuoi"] = answers["tuoi"].mask(answers["tuoi"].ge(50), 45).where(answers.index > 2, 60)
    twins = infer.twins(clean.grouped(answers, survey.form), survey)
    assert [int(twin["nhom_tuoi"].eq("Từ 50").sum()) for twin in twins] == [1, 2, 3, 4]


def test_a_draft_proposes_groups_of_an_age_as_a_remark(tmp_path):
    rows = [["tuoi", "Giới tính"], *([str(18 + n % 50), "Nam" if n % 3 else "Nữ"] for n in range(60))]
    drafted(table(rows), tmp_path)  # reads the survey.yaml, too
    text = (tmp_path / "survey.yaml").read_text(encoding="utf-8")
    assert "# groups:  # đoán: câu hỏi tuổi\n" in text
    assert "#   nhom_tuoi: {of: tuoi, label: Nhóm tuổi, from: [30, 40, 50, 60]}\n" in text
    (tmp_path / "survey.yaml").write_text(text.replace("# groups:", "groups:").replace("#   nhom", "  nhom"), "utf-8")
    assert surveys.read(tmp_path / "survey.yaml").form["nhom_tuoi"].of == "tuoi"
