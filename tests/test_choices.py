"""Several choices in one cell, whatever parts them: learnt from the whole column, or read with the form's own."""

import pytest

from tests.conftest import FORM
from tests.files import drafted, table, with_form

HEAD = "Kênh? (chọn nhiều)"
WAYS = [(0,), (1,), (0, 1), (2,), (1, 2), (0, 2), (0, 1, 2), (3,), (0, 3), (2, 3)]
COMMAS = ["Facebook", "Zalo", "Báo, đài", "Truyền hình (VTV, HTV)"]


def counted(options, joint, folder, tail="", ways=WAYS, head=HEAD):
    """Counts by draft, and the counts that were laid in."""
    ticked = [[options[i] for i in way if i < len(options)] for way in ways * 6]
    ticked = [t for t in ticked if t]
    rows = [["Giới", head], *(["Nam", joint.join(t) + tail] for t in ticked)]
    laid = {option: sum(option in t for t in ticked) for option in options}
    return drafted(table(rows), folder).by[head], laid


@pytest.mark.parametrize(
    ("options", "joint", "tail"),
    [
        (COMMAS, ", ", ""), (COMMAS, ";", ""), (COMMAS, "; ", ";"), (COMMAS, "\n", ""), (COMMAS, " | ", ""),
        (["Facebook", "Zalo", "Báo", "Loa xã"], ",", ""), (["fb", "zalo", "bao_giay", "tv"], " ", ""),
        (list("1234"), " ", ""), (list("1234"), ",", ""), (["1", "2", "10", "12"], ", ", ""),
        (["Đọc tin, Nghe nhạc", "Đọc tin, Xem video", "Mua hàng", "Chơi"], ", ", ""),
        (["Tin tức, trong nước", "Thể thao, trong nước", "Giải trí", "Sức khỏe"], ", ", ""),
        (COMMAS, "/", ""), (COMMAS, " + ", ""), (COMMAS, " - ", ""), (COMMAS, " và ", ""), (COMMAS, "；", ""),
        (["Zalo", "Loa xã", "Báo"], " & ", ""), (["Zalo", "Loa xã", "Báo"], " ,", ""),
        (["Zalo", "Loa xã", "Báo"], ", ", ","), (["Báo", "đài", "Báo, đài"], ";", ""),
        (["Cuộc thi “Trẻ”", "Ngày hội ‘Sách’", "Hội trại"], ", ", ""),
        ([f"Tôi cho rằng cơ quan cần công khai {w}, " + "rất cụ thể " * 9 for w in "abcd"], ";", ""),
    ],
)  # fmt: skip
def test_ticks_are_counted_whatever_parts_them(options, joint, tail, tmp_path):
    found, laid = counted([o.strip() for o in options], joint, tmp_path, tail)
    assert found == laid


def test_ticks_typed_with_whatever_came_to_hand_are_ticks(tmp_path):
    rows = [["Nam", mark.join(["Zalo", "Báo", "Loa xã"][: n + 1])] for mark in (", ", ";", "/", ",") for n in range(3)]
    alone = [["Nữ", "Báo"], ["Nữ", "Loa xã"], ["Nữ", "Báo; Zalo"]]
    found = drafted(table([["Giới", HEAD], *rows * 3, *alone * 3]), tmp_path)
    assert found.by[HEAD] == {"Zalo": 39, "Báo": 30, "Loa xã": 15}


@pytest.mark.parametrize("joint", [", ", ";"])
def test_few_people_who_ticked_two_make_a_checkbox_question(joint, tmp_path):
    found, laid = counted(["Zalo", "Báo", "Loa"], joint, tmp_path, ways=[(0,)] * 9 + [(1,)] * 8 + [(2,)] * 7 + [(0, 1)])
    assert found == laid


@pytest.mark.parametrize(
    "options",
    [["Có, thường xuyên", "Có, thỉnh thoảng", "Không"], ["1 - Kém", "2 - Vừa", "3 - Tốt"],
     ["Nam/nữ", "Xã/phường"], ["Đồng ý", "Đồng ý, một phần", "Không"],
     ["Hà Nội, Việt Nam", "Huế, Việt Nam", "Paris, Pháp"]],
)  # fmt: skip
def test_one_choice_with_a_comma_stays_one_choice(options, tmp_path):
    found, laid = counted(options, ", ", tmp_path, ways=[(0,), (1,), (2,), (0,)], head="Ý kiến?")
    assert found == laid


@pytest.mark.parametrize("people", [24, 120])
def test_what_people_write_in_costs_no_option_and_is_other(people, tmp_path):
    ticked = [["Facebook", "Zalo"], ["Zalo", "YouTube"], ["Facebook"], ["YouTube"]] * (people // 4)
    rows = [["Giới", HEAD], *(["Nam", ", ".join(t)] for t in ticked), *(["Nữ", f"Zalo, kênh {w}"] for w in "abc")]
    found = drafted(table(rows), tmp_path)
    assert found.by[HEAD] == {"Facebook": people // 2, "Zalo": people // 2 + 3, "YouTube": people // 2, "Khác": 3}


@pytest.mark.parametrize(
    ("cell", "codes", "written"),
    [
        ("Facebook, Messenger Zalo", ["fb", "zalo"], None), ("zalo fb", ["zalo", "fb"], None),
        ("Zalo\nFacebook, Messenger", ["zalo", "fb"], None), ("ZALO;Facebook, Messenger;", ["zalo", "fb"], None),
        ("Zalo, Lotus", ["zalo", "khac"], "Lotus"), ("zalo|Khác", ["zalo", "khac"], None),
        ("Zalo/Facebook, Messenger", ["zalo", "fb"], None), ("Zalo + Facebook, Messenger", ["zalo", "fb"], None),
        ("Facebook, Messenger và Zalo", ["zalo", "fb"], None), ("Zalo + Lotus/Gapo", ["zalo", "khac"], "Lotus/Gapo"),
    ],
)  # fmt: skip
def test_a_cell_is_read_with_the_forms_own_choices(cell, codes, written, write_survey):
    plan = write_survey()
    found = with_form(table([["dung", "mang"], ["co", cell]]), plan)
    labels = {c.name: c.label for c in plan.form["mang"].choices}
    assert set(found.by["mang"]) == {labels[code] for code in codes}
    assert (found.log["rule"] == "Phương án tự ghi").any() == bool(written)


def test_a_code_the_form_lacks_costs_neither_the_codes_beside_it_nor_counts_as_other(write_survey):
    rows = [["dung", "mang"], ["co", "zalo fb"], ["co", "zalo tiktok"], ["co", "fb zalo"]]
    found = with_form(table(rows), write_survey())
    assert found.by["mang"] == {"Zalo": 3, "Facebook, Messenger": 2}
    assert found.log[["rule", "rows", "before"]].values.tolist()[-1] == ["Mã không có trong phiếu", 1, "tiktok"]


@pytest.mark.parametrize("written", ["“Có”, tôi dùng", '"Có", tôi dùng'])
def test_quotes_are_the_same_curly_or_straight_and_stay_as_written(written, write_survey):
    plan = write_survey(FORM.replace("| co | Có |", f"| co | {written} |").replace("Có dùng không?", "Dùng ‘mạng’?"))
    for quotes in ("“Có”, tôi dùng", '"Có", tôi dùng'):
        found = with_form(table([["Dùng 'mạng'?", "tuoi"], [quotes, "20"]]), plan)
        assert found.by["Dùng 'mạng'?"] == {written: 1}
    assert plan.form["dung"].label == "Dùng ‘mạng’?"
