"""The rules of a questionnaire: skip logic, constraints, calculations, choice filters."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from pipeline import questionnaire, rules
from pipeline.rules.sheet import rules_of

SHARED = Path(__file__).parents[2] / "shared/data/xlsforms"
FORM = """
| survey |
| | type | name | label | relevant | constraint | constraint_message | choice_filter | calculation | required |
| | begin_group | ban_than | Bản thân | | | | | | |
| | select_one co_khong | dung | Có dùng mạng xã hội? | | | | | | yes |
| | select_multiple kenh | kenh | Kênh nào? | ${dung}='co' | count-selected(.) <= 2 | Nhiều nhất 2 | | | ${dung}='co' |
| | end_group | | | | | | | | |
| | begin_group | chi_tiet | Chi tiết | selected(${kenh}, 'zalo') | | | | | |
| | integer | gio | Mấy giờ? | | . >= 0 and . <= 24 | | | | |
| | text | vi_sao | Vì sao? | ${gio} > 5 | | | | | |
| | end_group | | | | | | | | |
| | select_one huyen | huyen | Nơi ở | | | | vung=${dung} | | |
| | date | ngay | Ngày | | . <= today() | | | | |
| | decimal | tien | Tiền | | . > 0.5 | | | | |
| | range | diem | Điểm | | | | | | |
| | rank co_khong | hang | Xếp hạng | | | | | | |
| | calculate | gap_doi | | | | | | if(${gio} > 5, ${gio} * 2, 0) | |
| | calculate | ten | | | | | | jr:choice-name(${dung}, '${dung}') | |
| choices |
| | list_name | name | label | vung |
| | co_khong | co | Có | |
| | co_khong | khong | Không | |
| | kenh | zalo | Zalo | |
| | kenh | fb | Facebook | |
| | kenh | yt | YouTube | |
| | huyen | a | A | co |
| | huyen | b | B | khong |
"""
ALL = {"dung": "co", "kenh": "zalo fb", "gio": "8", "vi_sao": "x"}


@pytest.fixture(scope="module")
def form(tmp_path_factory):
    return written(tmp_path_factory.mktemp("form"), FORM)


def written(folder, text):
    path = folder / "phieu.md"
    path.write_text(text, encoding="utf-8")
    return questionnaire.read(path)


def calculated(folder, expression, answers=None):
    """What one calculate gives on questions a and b (text) and n (integer)."""
    rows = [("text", "a", ""), ("text", "b", ""), ("integer", "n", ""), ("calculate", "kq", expression)]
    lines = [f"| | {kind} | {name} | {name} | {formula} |" for kind, name, formula in rows]
    form = written(folder, "\n".join(["| survey |", "| | type | name | label | calculation |", *lines]))
    return rules.calculate(form, answers or {})["kq"]


@pytest.mark.parametrize(
    ("expression", "answers", "expected"),
    [
        ("selected(${a}, 'x')", {"a": "y x"}, "true"),
        ("selected(${a}, 'x')", {"a": "xx"}, "false"),
        ("selected(${a}, 'x')", {}, "false"),
        ("count-selected(${a})", {"a": "y x"}, "2"),
        ("count-selected(${a})", {}, "0"),
        ("selected-at(${a}, 1)", {"a": "y x"}, "x"),
        ("selected-at(${a}, 5)", {"a": "y x"}, ""),
        ("if(${n} > 3, 'to', 'nhỏ')", {"n": "10"}, "to"),
        ("if(${n} > 3, 'to', 'nhỏ')", {}, "nhỏ"),
        ("coalesce(${a}, ${b})", {"b": "x"}, "x"),
        ("regex(${a}, '[0-9]{2}')", {"a": "12"}, "true"),
        ("regex(${a}, '[0-9]{2}')", {"a": "123"}, "false"),
        ("regex(${a}, '\\p{L}+')", {"a": "Hoà"}, "true"),
        ("string-length(${a})", {"a": "đảng"}, "4"),
        ("int(-2.7)", {}, "-2"),
        ("round(2.5)", {}, "3"),
        ("round(1.005, 2)", {}, "1.01"),
        ("round(1250, -2)", {}, "1300"),
        ("pow(2, 10) + sqrt(9) - abs(-1)", {}, "1026"),
        ("7 mod 3 + 7 div 2", {}, "4.5"),
        ("-7 mod 3", {}, "-1"),
        ("1 div 0", {}, "Infinity"),
        ("${n} + 1", {}, ""),
        ("min(${n}, 4) + max(3, 9)", {"n": "2"}, "11"),
        ("concat(${a}, '-', 1.50)", {"a": "x"}, "x-1.5"),
        ("join(', ', ${a}, ${b})", {"a": "x", "b": "y"}, "x, y"),
        ("substr('Thái Nguyên', 0, 4)", {}, "Thái"),
        ("contains(${a}, 'b') and not(starts-with(${a}, 'b'))", {"a": "ab"}, "true"),
        ("boolean-from-string('true') and true() and not(false())", {}, "true"),
        ("date('2025-12-31') > date('2025-01-01')", {}, "true"),
        ("date(date('2024-02-28') + 2)", {}, "2024-03-01"),
        ("format-date('2025-03-07', '%d/%m/%Y %e/%n')", {}, "07/03/2025 7/3"),
        ("today() = date(now()) and decimal-time('12:00') = 0.5", {}, "true"),
        ("count-non-empty(../*[name() != 'kq'])", {"a": "1", "n": "2"}, "2"),
        ("${a} = 1.0", {"a": "1"}, "true"),
        ("${a} = '1.0'", {"a": "1"}, "false"),
        ("${a} != 'x'", {}, "true"),
        ("boolean(${a}) or false()", {"a": "0"}, "true"),
        ("string-length(uuid(8))", {}, "8"),
        ("position(..)", {}, "1"),
        ("concat(current()/../a, '!')", {"a": "x"}, "x!"),
        ("round(decimal-date-time('1970-01-02T00:00:00.5') * 86400, 1)", {}, "86400.5"),
        ("round(pi() * 100) + exp(0) + log10(100) + atan2(0, 1)", {}, "317"),
        ("log(-1)", {}, ""),
        ("digest(${a}, 'MD5', 'hex')", {"a": "x"}, "9dd4e461268c8034f5c8564e155c67a6"),
        ("base64-decode('xJHGsOG7nW5n')", {}, "đường"),
        ("checklist(2, 2, ${a} = 'x', true(), false())", {"a": "x"}, "true"),
        ("checklist(-1, 0, ${a} = 'x')", {"a": "x"}, "false"),
        ("weighted-checklist(2, -1, true(), 1.5, true(), 1, false(), 9)", {}, "true"),
        ("substr('abc', ${n})", {}, "abc"),
        ("number('１２') > 0", {}, "false"),
    ],
)
def test_expressions_give_what_the_openrosa_specification_says(tmp_path, expression, answers, expected):
    assert calculated(tmp_path, expression, answers) == expected


def test_once_keeps_what_was_calculated_before(tmp_path):
    assert calculated(tmp_path, "once(random())", {"kq": "0.25"}) == "0.25"
    assert calculated(tmp_path, "if(true(), 1, 2)", {"kq": "0.25"}) == "1"


HOSTILE = [
    "",
    "abc",
    "1e308",
    "-1e308",
    "999999999999999.99999999999999999",
    "9999-12-31",
    "2024-02-30",
    "25:61",
    "NaN",
    "(",
]


@pytest.mark.parametrize(
    "expression",
    [
        "round(${a}, ${b})", "substr(${a}, ${b}, ${b})", "substr(${a}, 1 div 0)", "date(${a})", "date(${a} * 1e9)",
        "date-time(${a})", "format-date(${a}, '%Y %3 %H')", "format-date(date(${a}), ${b})", "decimal-time(${a})",
        "uuid(${b})", "sum(${a} * 9, ${b} * 9, -9 * ${a})", "int(${a})", "pow(${a}, ${b})", "${a} mod ${b}",
        "${a} div ${b}", "min(${a}, ${b}) - max(${a}, ${b})", "cos(${a} * 9)", "regex(${a}, ${b})",
        "digest(${a}, ${b})",
        "base64-decode(${a})", "jr:choice-name(${a}, '${b}')", "selected-at(${a}, ${b})", "checklist(${a}, ${b}, ${a})",
        "concat(${a} * 10, ceiling(${a} * 10), floor(${b} * 10), abs(${a}))", "random() + ${a}",
    ],
)  # fmt: skip
def test_no_answer_makes_a_rule_fail(tmp_path, expression):
    rows = [("text", "a", ""), ("text", "b", ""), ("calculate", "kq", expression)]
    lines = [f"| | {kind} | {name} | {name} | {formula} |" for kind, name, formula in rows]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | calculation |", *lines]))
    for one in HOSTILE:
        for other in HOSTILE:
            assert isinstance(rules.calculate(form, {"a": one, "b": other})["kq"], str)


@pytest.mark.parametrize("good", ["", " ", ". > 3 and . < 5", "selected(/d/a, 'x')", "instance('x')/r/item[name='1']"])
def test_good_syntax_parses(good):
    assert rules.parse(good) is None


@pytest.mark.parametrize(
    ("bad", "message"),
    [
        ("lachon(/d/a, 'x')", "không có hàm «lachon"),
        (". > ", "dừng giữa chừng"),
        ("selected(/d/a, 'x'", "dừng giữa chừng"),
        (". > 3)", "ký tự 6"),
        ("selected(/d/a)", "số lượng tham số"),
        ("if(1, 2)", "số lượng tham số"),
        ("/d/a ==", "^(?!.*số lượng)"),
        ("/d/a # 2", "^(?!.*số lượng)"),
        (". = 'x", "ký tự 5"),
        (". = = 2", "ký tự 5"),
        ("regex('a', '(')", "mẫu regex"),
    ],
)
def test_bad_syntax_is_refused_with_the_place(bad, message):
    with pytest.raises(rules.RuleError, match=message):
        rules.parse(bad)


def test_everything_is_asked_when_the_rules_hold(form):
    assert all(rules.asked(form, ALL).values())
    assert set(rules.asked(form, ALL)) == {q.name for q in form.questions}


def test_hidden_answers_count_as_blank_all_the_way_down(form):
    asked = rules.asked(form, {**ALL, "dung": "khong"})
    assert [asked[name] for name in ("dung", "kenh", "gio", "vi_sao")] == [True, False, False, False]


def test_nothing_answered_hides_what_depends_on_answers(form):
    assert not any(rules.asked(form, {})[name] for name in ("kenh", "gio", "vi_sao"))


def test_rules_that_look_at_later_questions_settle(tmp_path):
    rows = ["| | text | a | A | ${b} = 'x' |", "| | text | b | B | ${c} = 'x' |", "| | text | c | C | |"]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | relevant |", *rows]))
    assert rules.asked(form, {"a": "1", "b": "x"}) == {"a": False, "b": False, "c": True}
    assert rules.asked(form, {"b": "x", "c": "x"})["a"]


def test_a_table_agrees_with_asking_one_by_one_and_keeps_its_index(form):
    people = [ALL, {**ALL, "dung": "khong"}, {**ALL, "gio": "2"}, {**ALL, "kenh": None}, {}]
    table = pd.DataFrame(people, index=[9, 9, 3, 1, 0], dtype="str")
    found = rules.asked_frame(form, table)
    assert list(found.columns) == ["kenh", "gio", "vi_sao"] and list(found.index) == [9, 9, 3, 1, 0]
    for person, row in zip(people, found.to_dict("records"), strict=True):
        asked = rules.asked(form, {k: v for k, v in person.items() if v})
        assert row == {name: asked[name] for name in row}


def test_a_table_without_the_questions_counts_them_as_blank(form):
    found = rules.asked_frame(form, pd.DataFrame({"khac": ["1", "2"]}))
    assert found.shape == (2, 3) and not found.any().any()


@pytest.mark.parametrize(
    ("name", "answer", "message"),
    [
        ("kenh", "zalo fb yt", "Nhiều nhất 2"),
        ("kenh", "tiktok", "Mời chọn lại"),
        ("kenh", "zalo zalo", "Mời chọn lại"),
        ("kenh", "", "Vui lòng trả lời"),
        ("dung", "", "Vui lòng trả lời"),
        ("dung", "co khong", "Mời chọn lại"),
        ("gio", "25", "chưa hợp lệ"),
        ("gio", "hai", "số nguyên"),
        ("gio", "2,5", "số nguyên"),
        ("tien", "0,4", "chưa hợp lệ"),
        ("tien", "nhiều", "Mời ghi một số"),
        ("ngay", "31/02/2025", "ngày có thật"),
        ("ngay", "01/01/2999", "chưa hợp lệ"),
        ("diem", "11", "từ 0 đến 10"),
        ("diem", "2.5", "từ 0 đến 10"),
        ("diem", "nhiều", "từ 0 đến 10"),
        ("diem", "NaN", "từ 0 đến 10"),
        ("gio", "१२", "số nguyên"),
        ("hang", "co", "đủ 2 mục"),
        ("huyen", "b", "Mời chọn lại"),
    ],
)
def test_a_wrong_answer_gets_a_message(form, name, answer, message):
    found = rules.violations(form, {**ALL, name: answer})
    assert list(found) == [name] and message in found[name]


SELF = """
| survey |
| | type | name | label | relevant | constraint |
| | integer | tuoi | Tuổi | | . >= 18 and . <= 99 |
| | decimal | luong | Lương | ${tuoi} > 20 | . > 0.5 |
| | integer | con | Số con | not(${con} = 7) | . < ${tuoi} or . < 12 |
"""


@pytest.mark.parametrize("name", ["tuoi", "luong", "con"])
def test_values_that_are_wrong_alone_are_those_of_people_who_gave_no_other_answer(tmp_path, name):
    form = written(tmp_path, SELF)
    values = ["17", "18", "99", "100", "0,4", "0.6", "7", "12", "1e3", "x", ""]
    one_by_one = {v for v in values if rules.examine(form, {name: v}).message(form[name])}
    found = rules.wrong_alone(form, form[name], values)
    assert found == one_by_one and (len(found) > 3 if name != "luong" else not found)


@pytest.mark.parametrize(("answer", "is_right"), [("1", True), ("5", True), ("4", False), ("9", True), ("8", False)])
def test_points_of_a_range_are_counted_from_its_start(tmp_path, answer, is_right):
    row = "| survey |\n| | type | name | label | parameters |\n| | range | d | D | start=1 end=9 step=4 |"
    assert (rules.violations(written(tmp_path, row), {"d": answer}) == {}) is is_right


def test_a_group_may_have_the_name_of_a_question_of_another_group(tmp_path):
    rows = [
        "| | begin_group | nha_o | Nhà ở | |",
        "| | integer | so_phong | Số phòng | . > 0 |",
        "| | end_group | | | |",
    ]
    rows += ["| | begin_group | can | Cần gì | |", "| | integer | nha_o | Nhà ở | . < 9 |", "| | end_group | | | |"]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | constraint |", *rows]))
    assert list(rules.violations(form, {"so_phong": "2", "nha_o": "9"})) == ["nha_o"]


def test_a_table_whose_rules_read_calculations_has_the_same_columns(tmp_path):
    rows = ["| | integer | n | N | | |", "| | calculate | k | | | ${n} * 2 |", "| | text | a | A | ${k} > 4 | |"]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | relevant | calculation |", *rows]))
    found = rules.asked_frame(form, pd.DataFrame({"n": ["3", "1"]}, dtype="str"))
    assert found.to_dict("list") == {"a": [True, False]}


def test_what_chance_or_a_clock_gave_is_not_worked_out_again(tmp_path):
    assert calculated(tmp_path, "random()", {"kq": "0.25"}) == "0.25"
    assert calculated(tmp_path, "today()", {"kq": "2022-03-28"}) == "2022-03-28"


def test_good_answers_in_vietnamese_writing_pass(form):
    good = {"tien": "1.234,5", "ngay": "5/3/2025", "diem": "10", "hang": "khong co", "huyen": "a", "gio": " 24 "}
    assert rules.violations(form, {**ALL, **good}) == {}


def test_hidden_questions_are_not_checked(form):
    assert rules.violations(form, {"dung": "khong", "kenh": "tiktok", "gio": "99"}) == {}


def test_answers_are_stored_in_one_spelling(form):
    spelled = {"tien": "1.234,5", "ngay": "5/3/2025", "gio": "1 000", "dung": " co "}
    found = {name: rules.normal(form[name], answer) for name, answer in spelled.items()}
    assert found == {"tien": "1234.5", "ngay": "2025-03-05", "gio": "1000", "dung": "co"}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        *(("1.234.567,8", "1234567.8"), ("1.000.000", "1000000"), ("1,000,000", "1000000"), ("-0,5", "-0.5")),
        *(("1.2,5", "1.2,5"), ("1,2,3", "1,2,3"), ("1,234.5", "1,234.5"), ("1.5", "1.5"), ("1.125", "1.125")),
    ],
)
def test_marks_part_thousands_where_they_stand_as_thousands_do(form, typed, kept):
    assert rules.normal(form["tien"], typed) == kept


@pytest.mark.parametrize(
    ("typed", "both"),
    [
        *(("1.000", ("1000", "1.0")), ("1,250", ("1250", "1.25")), ("-12.000", ("-12000", "-12.0"))),
        *(("1,125", ("1125", "1.1250")), ("1,234.5", ("1234.5", "1.2345")), ("20,000.5", ("20000.5", "20.0005"))),
        *((text, ()) for text in ("1.000,00", "0,125", "1234,567", "1.1250", "1,5", "1000", "1.000.000", "nhiều", "")),
    ],
)
def test_both_readings_of_a_number_are_told_and_none_of_them_has_two(typed, both):
    assert rules.readings(typed) == both
    assert [rules.readings(one) for one in both] == [()] * len(both)


@pytest.mark.parametrize("typed", ["+12", "１２", "12\u200b", "\ufeff12", "\u00a012 ", "＋１２", "+ 12"])
def test_a_number_is_read_as_it_was_plainly_meant(form, typed):
    assert rules.normal(form["gio"], typed) == "12" and "gio" not in rules.violations(form, {**ALL, "gio": typed})


def test_wide_signs_and_signs_of_no_width_part_numbers_and_days_as_theirs_do(form):
    assert rules.normal(form["tien"], "－１.２３４，５") == "-1234.5" == rules.normal(form["tien"], "\u22121234,5")
    assert rules.normal(form["ngay"], "５／３／2025\u200e") == "2025-03-05"
    assert rules.readings("１.０００") == ("1000", "1.0")


@pytest.mark.parametrize(("name", "typed"), [("gio", "9" * 21), ("tien", "9" * 16 + ",5"), ("tien", "1," + "3" * 18)])
def test_a_number_too_long_is_called_so(form, name, typed):
    assert "quá nhiều chữ số" in rules.violations(form, {**ALL, name: typed})[name]


@pytest.mark.parametrize("typed", ["²", "12 người", "१२", "0x1F", "1e3", "\u202e12"])
def test_what_is_no_number_of_ours_is_asked_for_in_digits(form, typed):
    assert "chữ số 0–9" in rules.violations(form, {**ALL, "gio": typed})["gio"]


def test_choice_filter_leaves_only_the_fitting_choices(form):
    assert [c.name for c in rules.choices(form, form["huyen"], {"dung": "khong"})] == ["b"]
    assert rules.choices(form, form["huyen"], {}) == ()
    assert len(rules.choices(form, form["kenh"], {})) == 3


def test_calculates_are_filled_in_and_blank_input_gives_no_nan(form):
    assert rules.calculate(form, ALL) == {**ALL, "gap_doi": "16", "ten": "Có"}
    assert rules.calculate(form, {})["gap_doi"] == "0"


def test_a_rule_that_fails_names_its_question(tmp_path):
    with pytest.raises(rules.RuleError, match="a: không có indexed-repeat"):
        row = "| | text | a | A | indexed-repeat(., ., 1) = 2 |"
        rules.asked(written(tmp_path, f"| survey |\n| | type | name | label | relevant |\n{row}"), {})


def test_answers_are_not_changed(form):
    given = dict(ALL)
    rules.asked(form, given), rules.calculate(form, given), rules.violations(form, given)
    assert given == ALL


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared XLSForms lie beside the project, not in it")
@pytest.mark.filterwarnings("ignore:Unknown extension")
def test_the_forms_of_others_parse_and_can_be_asked():
    accepted = [path for path in SHARED.glob("*.xlsx") if path.stem != "formr_satisfaction"]
    forms = [questionnaire.read(path) for path in accepted]
    assert forms and all(rules.asked(form, {}) for form in forms)


def test_examining_gives_all_of_it_at_once(form):
    seen = rules.examine(form, {**ALL, "dung": "khong", "kenh": "tiktok", "tien": "1,5"})
    assert seen.answers["kenh"] == "" and seen.answers["tien"] == "1.5" and seen.answers["ten"] == "Không"
    assert not seen.asked["kenh"] and seen.messages == {}
    assert [c.name for c in seen.choices["huyen"]] == ["b"]


def test_a_condition_holds_for_each_person_and_blank_counts_as_empty(form):
    table = pd.DataFrame({"dung": ["co", "khong", None]}, index=[5, 5, 2])
    found = rules.holds(form, table, "${dung} = 'co' or ${dung} = ''")
    assert list(found) == [True, False, True] and list(found.index) == [5, 5, 2]
    with pytest.raises(rules.RuleError, match="khac"):
        rules.holds(form, table, "${khac} = 1")


def remembering(form):
    """Every rule of a questionnaire."""
    found = rules_of(form.xform)
    return [rule for columns in found.binds.values() for rule in columns.values()] + list(found.itemsets.values())


def guesses(form, chance):
    """Some answer to every question: blank, codes, numbers good and bad, free text."""
    loose = ["", "0", "3", "1000000", "không rõ", "2022-03-28"]
    return {
        q.name: " ".join(chance.sample([c.name for c in q.choices], k=chance.randint(0, min(3, len(q.choices)))))
        if q.choices
        else chance.choice(loose)
        for q in form.questions
    }


def everything(form, person):
    """All that the rules say of one person."""
    seen = rules.examine(form, person)
    return seen.answers, seen.asked, seen.messages, {q.name: seen.choices[q.name] for q in form.questions}


def test_remembered_results_are_what_a_fresh_evaluation_gives(shipped):
    chance = random.Random(20220328)
    people = [guesses(shipped.form, chance) for _ in range(60)]
    remembered = [everything(shipped.form, person) for person in people * 2][60:]
    for person, seen in zip(people, remembered, strict=True):
        [rule.known.clear() for rule in remembering(shipped.form)]
        assert everything(shipped.form, person) == seen


def test_many_people_at_once_get_what_each_would_get_alone(shipped):
    chance = random.Random(874)
    people = [guesses(shipped.form, chance) for _ in range(60)]
    alone = [everything(shipped.form, person) for person in people]
    [rule.known.clear() for rule in remembering(shipped.form)]
    with ThreadPoolExecutor(8) as together:
        assert list(together.map(lambda person: everything(shipped.form, person), people)) == alone


@pytest.mark.parametrize("clock", ["now()", "today()", "random()", "uuid()", "once(1)", "if(${n} > 1, random(), 2)"])
def test_results_that_depend_on_more_than_answers_are_never_remembered(tmp_path, clock):
    rows = ["| | integer | n | N | |", f"| | calculate | kq | | {clock} |", "| | calculate | sau | | ${kq} |"]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | calculation |", *rows]))
    rules.calculate(form, {"n": "5"})
    assert [rule.known for rule in remembering(form)] == [None, {}]


def test_what_a_person_wrote_is_never_remembered(tmp_path):
    rows = ["| | text | ten | Tên | |", "| | text | b | B | ${ten} != 'secret' |", "| | integer | n | N | ${n} > 1 |"]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | relevant |", *rows]))
    rules.examine(form, {"ten": "Nguyễn Văn A", "n": "0912345678"})
    assert [rule.known for rule in remembering(form)] == [{}, {}]
    rules.examine(form, {"n": "2"})
    assert [rule.known for rule in remembering(form)] == [{("",): True}, {("2",): True}]


@pytest.mark.parametrize("rule", ["count-non-empty(../*)", "string(..)", "//a", "count-non-empty(/data/*)", "../a"])
def test_rules_that_walk_to_other_answers_see_them_change(tmp_path, rule):
    before = calculated(tmp_path, rule, {"b": "x"})
    assert before != calculated(tmp_path, rule, {"a": "1", "b": "x"}) and before == calculated(
        tmp_path, rule, {"b": "x"}
    )


def test_defaults_are_worked_out_when_an_answer_begins(tmp_path):
    rows = ["| | text | a | A | Thái Nguyên |", "| | date | ngay | Ngày | today() |"]
    rows += ["| | text | b | B | concat(${a}, ' – ', string-length(${a})) |", "| | text | c | C | |"]
    form = written(tmp_path, "\n".join(["| survey |", "| | type | name | label | default |", *rows]))
    found = rules.defaults(form)
    assert found == {"a": "Thái Nguyên", "ngay": date.today().isoformat(), "b": "Thái Nguyên – 11"}


def test_a_default_that_cannot_be_worked_out_names_its_question(tmp_path):
    rows = "| survey |\n| | type | name | label | default |\n| | text | a | A | lachon(1) |"
    with pytest.raises(questionnaire.QuestionnaireError, match="cột default: không có hàm «lachon.*của «a»"):
        written(tmp_path, rows)
