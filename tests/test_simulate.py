"""Simulated people obey any questionnaire, and in the shipped one carry the truth that was planted."""

import json
import re
import unicodedata
from collections import defaultdict

import numpy as np
import pandas as pd
import pytest

from pipeline import rules, simulate
from pipeline.simulate import people, sample, texts

OTHER = """
| survey |
| | type | name | label | required | relevant | constraint | choice_filter | calculation | parameters |
| | select_one mau | mau | Màu? | yes | | | | | |
| | select_one sac | sac | Sắc? | yes | | | mau = ${mau} | | |
| | rank mau | xep | Xếp hạng | yes | | | | | |
| | integer | tuoi | Tuổi? | yes | | . >= 18 and . <= 60 | | | |
| | decimal | diem | Điểm? | | ${tuoi} > 30 | . <= 9.5 | | | |
| | range | muc | Mức? | | | | | | start=1 end=5 step=1 |
| | calculate | gap_doi | | | | | | ${tuoi} * 2 | |
| | begin_group | nhom | Nhóm | | ${gap_doi} > 80 | | | | |
| | select_multiple mau | hai_mau | Hai màu? | yes | | count-selected(.) = 2 | | | |
| | date | ngay | Ngày? | yes | | . >= date('2020-01-01') | | | |
| | text | ten | Kể ra | yes | | | | | |
| | end_group | | | | | | | | |

| choices |
| | list_name | name | label | mau |
| | mau | do | Đỏ | |
| | mau | xanh | Xanh | |
| | mau | vang | Vàng | |
| | sac | son | Son | do |
| | sac | tham | Thắm | do |
| | sac | la | Lá | xanh |
| | sac | nghe | Nghệ | vang |

| settings |
| | form_title | form_id |
| | Thử | thu |
"""


@pytest.fixture(scope="module")
def drawn(shipped):
    return simulate.draw(shipped, n=1500, seed=2022)


@pytest.fixture(scope="module")
def honest(drawn):
    responses, told = drawn
    return responses.drop(index=[*told["rows"]["too_fast"], *told["rows"]["straight_line"]])


@pytest.fixture
def other(write_survey):
    return write_survey(OTHER, "title: Phiếu khác")


def ticked(answers, code):
    given = answers[answers != ""]
    return 100 * (" " + given + " ").str.contains(f" {code} ", regex=False)


def scored(answers):
    return pd.to_numeric(answers, errors="coerce").dropna()


def difference(values, groups, one, two):
    """Difference of two groups' means and its standard error."""
    a, b = values[groups.loc[values.index] == one], values[groups.loc[values.index] == two]
    return a.mean() - b.mean(), np.sqrt(a.var() / len(a) + b.var() / len(b))


def planted(told, question, by, option=None):
    wanted = {"question": question, "by": by, "option": option}
    return next(d["values"] for d in told["differences"] if wanted.items() <= d.items())


def test_the_same_seed_gives_the_same_answers_and_truth(shipped, monkeypatch):
    monkeypatch.setattr(sample, "population", lambda *_: {})  # as in the next test, and slow for this survey
    one, two = (simulate.draw(shipped, n=60, seed=7) for _ in range(2))
    pd.testing.assert_frame_equal(one[0], two[0])
    assert one[1] == two[1]


def test_another_seed_gives_other_answers(other):
    one, same, two = (simulate.draw(other, n=30, seed=seed) for seed in (1, 1, 2))
    assert one[1] == same[1]
    assert not one[0].equals(two[0])


def test_nothing_is_answered_where_skip_logic_hides_the_question(shipped, drawn):
    asked = rules.asked_frame(shipped.form, drawn[0])
    assert not (drawn[0][asked.columns].ne("") & ~asked).any(axis=None)


def test_required_questions_are_blank_only_where_they_are_not_asked(shipped, drawn):
    asked = rules.asked_frame(shipped.form, drawn[0]).reindex(columns=drawn[0].columns, fill_value=True)
    required = [q.name for q in shipped.form.questions if q.required]
    assert not (drawn[0][required].eq("") & asked[required]).any(axis=None)


def test_answers_break_no_rule_of_the_questionnaire(shipped, drawn):
    planted_rows = [rows[0] for kind, rows in drawn[1]["rows"].items() if "duplicate" not in kind]
    rows = drawn[0].iloc[[*planted_rows, *range(80)]].to_dict("records")
    assert [rules.violations(shipped.form, row) for row in rows] == [{}] * len(rows)


def test_questions_that_may_be_skipped_are_left_blank_as_often_as_planted(drawn):
    # blank with chance 0.12: standard error sqrt(0.12 * 0.88 / 1500) = 0.008
    assert (drawn[0]["don_vi"] == "").mean() == pytest.approx(0.12, abs=0.03)
    assert (drawn[0]["kho_khan"] == "").mean() == pytest.approx(0.45, abs=0.05)


def test_the_young_use_tiktok_more_as_planted(drawn, honest):
    told = planted(drawn[1], "nen_tang", "nhom_tuoi", "tiktok")
    found, error = difference(ticked(honest["nen_tang"], "tiktok"), honest["nhom_tuoi"], "duoi_30", "tu_50")
    assert found == pytest.approx(told["duoi_30"] - told["tu_50"], abs=4 * error)
    assert found > 8 * error


def test_leadership_is_rated_higher_where_rules_were_made_known(drawn, honest):
    told = planted(drawn[1], "dg_lanh_dao", "quan_triet")
    found, error = difference(scored(honest["dg_lanh_dao"]), honest["quan_triet"], "co", "khong")
    assert found == pytest.approx(told["co"] - told["khong"], abs=4 * error)
    assert found > 6 * error


@pytest.mark.parametrize(
    ("question", "by", "one", "two"),
    [("ti_suc_khoe", "gioi_tinh", "nam", "nu"), ("dg_kiem_tra", "loai_hinh", "nha_nuoc", "doanh_nghiep")],
)
def test_where_no_difference_is_planted_none_is_found(drawn, honest, question, by, one, two):
    told = next(d["values"] for d in drawn[1]["nulls"] if (d["question"], d["by"]) == (question, by))
    found, error = difference(scored(honest[question]), honest[by], one, two)
    assert abs(found) < 3.5 * error
    assert told[one] == pytest.approx(told[two], abs=0.08)


def test_weighting_to_the_staff_list_brings_the_sample_nearer_to_the_truth(shipped, drawn, honest):
    listed = shipped.headcount.groupby("dang_vien")["so_nguoi"].sum()
    never = ticked(honest["ly_luan"], "chua")
    by_group = never.groupby(honest["dang_vien"]).mean()
    weighted = (by_group * listed / listed.sum()).sum()
    told = drawn[1]["percent"]["ly_luan"]["chua"]
    assert abs(weighted - told) < abs(never.mean() - told)
    assert told - drawn[1]["respondents"]["percent"]["ly_luan"]["chua"] > 2


def test_statements_of_a_battery_go_together(honest):
    items = honest[[c for c in honest if c.startswith("ti_")]].apply(pd.to_numeric, errors="coerce").dropna()
    k = items.shape[1]
    alpha = k / (k - 1) * (1 - items.var().sum() / items.sum(axis=1).var())
    assert alpha == pytest.approx(0.8, abs=0.05)


def test_silent_units_have_nobody_and_the_others_differ_in_response(drawn):
    rates = {unit: told["percent"] for unit, told in drawn[1]["units"].items()}
    assert not drawn[0]["don_vi"].isin(["dv28", "dv66"]).any()
    assert rates["dv28"] == rates["dv66"] == 0
    assert max(rates.values()) > 2 * min(rate for rate in rates.values() if rate)


def test_planted_rows_are_what_the_truth_says(drawn):
    responses, rows = drawn[0], drawn[1]["rows"]
    assert responses.index[responses["_seconds"].astype(int) < 120].tolist() == rows["too_fast"]
    statements = [c for c in responses if c.startswith(("tc_", "ti_", "dg_"))]
    assert (responses.loc[rows["straight_line"], statements].nunique(axis=1) == 1).all()
    assert (responses.loc[rows["outside_window"], "_day"] == "2022-03-27").all()
    for source, copy in rows["duplicate"]:
        assert responses.loc[source].equals(responses.loc[copy])


def test_open_answers_are_decomposed_only_where_the_truth_says(drawn):
    told = drawn[1]["open_answers"]["de_xuat"]
    strange = [i for i, text in enumerate(drawn[0]["de_xuat"]) if not unicodedata.is_normalized("NFC", text)]
    assert strange == told["decomposed"]
    assert 5 < len(strange) < 60  # 3 % of about 830 answers


def test_every_written_answer_has_its_themes_and_a_blank_has_none(drawn):
    told = drawn[1]["open_answers"]["kho_khan"]
    assert [bool(themes) for themes in told["themes"]] == (drawn[0]["kho_khan"] != "").tolist()
    assert {code for themes in told["themes"] for code in themes} == {*told["names"], "khong_noi_gi"}


def test_contacts_in_open_answers_are_invented(drawn):
    written = " ".join(drawn[0]["kho_khan"])
    assert set(re.findall(r"\d{4}(?= ?\d{3})", written)) == {"0900"}
    assert set(re.findall(r"@[\w.]+", written)) <= {"@example.com"}


def test_any_other_questionnaire_can_be_simulated_without_a_truth(other):
    responses, told = simulate.draw(other, n=120, seed=1)
    assert [rules.violations(other.form, row) for row in responses.to_dict("records")] == [{}] * 120
    assert responses.columns.tolist()[:5] == ["mau", "sac", "xep", "tuoi", "diem"]
    assert responses["gap_doi"].astype(int).tolist() == (2 * responses["tuoi"].astype(int)).tolist()
    assert set(responses["_day"]) == {""}
    assert told["differences"] == []


def test_what_the_file_of_a_drawn_sample_brings_is_simulated_too(write_survey):
    plan = "title: Mẫu\ndesign: {{weight: w, {more}}}\n"
    drawn, _ = simulate.draw(write_survey(OTHER, plan.format(more="strata: tang, psu: cum")), n=100, seed=1)
    assert (set(drawn["w"]), set(drawn["tang"]), drawn["cum"].value_counts().tolist()) == ({"1"}, {"1"}, [5] * 20)
    more = "replicates: {columns: rep_*, kind: brr}"
    drawn, _ = simulate.draw(write_survey(OTHER, plan.format(more=more)), n=100, seed=1)
    halves = drawn.filter(regex=r"^rep_\d+$")
    assert halves.shape == (100, 20) and set(halves.to_numpy().ravel()) == {"0", "2"}


def test_a_constraint_with_a_code_far_from_its_range_is_met(write_survey):
    """Between the smallest and the largest number it names hardly any is allowed."""
    rows = "| survey |\n| | type | name | label | constraint | required |\n"
    rows += "| | integer | can | Cân nặng? | (. >= 2 and . <= 54) or . = 99999 | yes |\n"
    drawn, _ = simulate.draw(write_survey(rows, "title: Cân"), n=300, seed=1)
    assert {int(one) for one in drawn["can"]} <= {*range(2, 55), 99999}


def test_a_constraint_that_nothing_satisfies_is_refused_with_its_question(write_survey):
    survey = write_survey(OTHER.replace("count-selected(.) = 2", "count-selected(.) = 7"), "title: Phiếu khác")
    with pytest.raises(simulate.SimulateError, match="hai_mau: không tìm được .*truth.yaml"):
        simulate.draw(survey, n=40, seed=1)


def test_a_form_that_asks_nothing_is_refused(write_survey):
    asked = write_survey("| survey |\n| | type | name | label |\n| | note | a | A |\n", "title: X")
    with pytest.raises(simulate.SimulateError, match="không có câu nào để trả lời"):
        simulate.draw(asked, n=9, seed=1)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"questions": {"mauu": {}}}, "không có «mauu». Có phải «mau»"),
        ({"questions": {"mau": {"shares": {"tim": 5}}}}, "mau › shares: không có «tim»"),
        ({"questions": {"mau": {"shift": {"do": {"sac": {"song": 1}}}}}}, "mau › shift › sac: không có «song»"),
        ({"questions": {"mau": {"shift": {"do": {"sac": {"son": 1}}}}}}, "«sac» phải đứng trước"),
    ],
)
def test_a_truth_that_does_not_fit_the_questionnaire_is_refused(other, wrong, message):
    with pytest.raises(simulate.SimulateError, match=message):
        simulate.draw(other, n=10, seed=1, truth=wrong)


def test_the_sample_says_on_its_face_that_it_is_synthetic(other, tmp_path):
    data, told = simulate.write(other, tmp_path / "raw", n=20, seed=3)
    table = pd.read_csv(data, dtype=str, keep_default_na=False, encoding="utf-8")
    assert data.read_bytes().startswith(b"\xef\xbb\xbf")
    assert (data.name, set(table["_synthetic"])) == ("mau_mo_phong.csv", {"DỮ LIỆU MÔ PHỎNG"})
    assert json.loads(told.read_text(encoding="utf-8"))["n"] == len(table) == 20
    assert sorted(f.name for f in data.parent.iterdir()) == ["mau_mo_phong.csv", "mau_mo_phong_su_that.json"]


def test_chances_to_answer_add_up_to_the_number_of_answers():
    chances = people.chances(np.array([0.0, 1.0, 1.0, 2.0] * 10), 20)
    assert chances.sum() == pytest.approx(20)
    assert chances[0] == 0
    assert 1 - chances[3] == pytest.approx((1 - chances[1]) ** 2)  # twice the pace


def test_phrases_are_put_together_and_tone_marks_moved():
    rng = np.random.default_rng(1)
    assert {texts.expand("{rất|khá} khó {|, thật}", rng) for _ in range(60)} == {
        *("rất khó", "khá khó", "rất khó, thật", "khá khó, thật")
    }
    assert texts._new_tones("hòa khỏe thúy quý toàn") == "hoà khoẻ thuý quý toàn"
    assert texts.bare("Đề nghị") == "De nghi"


POOL = ["{một|hai|ba} việc {khó|dễ}", "{ai|họ|tôi} {nói|kể} {nhiều|ít|}", "không đổi", "{chỉ} một {lần|lượt}"]


def one_by_one(pool, used, rng):
    """A sentence unlike those before in two alternatives, by the plain way: one random number after the other."""
    for _ in range(texts.TRIES):
        phrase = pool[rng.integers(len(pool))]
        pieces = re.split(r"\{([^{}]*)\}", phrase)
        taken = [options[rng.integers(len(options))] for options in (p.split("|") for p in pieces[1::2])]
        slots = {(phrase, at, *taken[:at], *taken[at + 1 :]) for at in range(len(taken))}
        if not slots & used:
            used |= slots
            pieces[1::2] = taken
            return " ".join("".join(pieces).split())
    return texts.expand(pool[rng.integers(len(pool))], rng)


def test_sentences_looked_for_ahead_are_those_found_one_by_one():
    ahead, plain, before = np.random.default_rng(3), np.random.default_rng(3), defaultdict(lambda: (set(), set()))
    used, pool = set(), POOL[:2] + POOL[3:]
    for _ in range(60):
        assert texts._unlike_others(pool, before, ahead) == one_by_one(pool, used, plain)
    assert ahead.integers(1000) == plain.integers(1000)
    assert texts._unlike_others(POOL[2:3], before, ahead) == "không đổi"
