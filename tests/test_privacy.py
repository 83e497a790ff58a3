"""What is hidden stays hidden, and personal data in open answers is masked."""

import itertools
import unicodedata

import numpy as np
import pandas as pd
import pytest

from pipeline import privacy


def crosstab(counts, base=None, question="q1", by="gioi_tinh"):
    """Tidy rows of an options × groups matrix of counts."""
    counts = np.asarray(counts)
    base = counts.sum(axis=0) if base is None else np.asarray(base)
    rows = [
        (question, f"o{i}", by, f"g{j}", int(counts[i, j]), 100 * counts[i, j] / max(base[j], 1), int(base[j]))
        for i, j in np.ndindex(counts.shape)
    ]
    return pd.DataFrame(rows, columns=["question", "option", "by", "group", "n", "percent", "base"])


def hidden(table):
    """Options × groups, True where n is hidden."""
    return table.assign(hidden=table["n"].isna()).pivot(index="option", columns="group", values="hidden").to_numpy()


# --- small cells ---------------------------------------------------------------------------------------------------


def test_a_small_cell_takes_the_cheapest_rectangle_with_it():
    # 3 is small; with it the smallest exchange: line neighbour 20, column neighbour 30, corner 25 (75) against
    # 20 + 40 + 60, 50 + 30 + 70 and 50 + 40 + 80
    table = crosstab([[3, 20, 50], [30, 25, 70], [40, 60, 80]])
    assert hidden(privacy.suppress(table, minimum=5)).tolist() == [
        [True, True, False],
        [True, True, False],
        [False, False, False],
    ]


def test_hidden_cells_lose_n_and_percent_and_the_rest_is_untouched():
    table = crosstab([[3, 20, 50], [30, 25, 70], [40, 60, 80]])
    shown = privacy.suppress(table, minimum=5)
    assert list(shown.columns) == list(table.columns)
    assert shown["percent"].isna().equals(shown["n"].isna())
    assert shown["base"].tolist() == table["base"].tolist()
    kept = shown["n"].notna()
    assert shown.loc[kept, "n"].tolist() == table.loc[kept, "n"].tolist()
    assert table["n"].notna().all(), "the input must not change"


def test_zero_and_minimum_itself_are_shown():
    assert not hidden(privacy.suppress(crosstab([[0, 5], [20, 30]]), minimum=5)).any()


def test_a_group_below_the_minimum_is_hidden_whole_with_its_base():
    shown = privacy.suppress(crosstab([[4, 30, 40], [0, 20, 30]]), minimum=5)
    assert shown.loc[shown["group"] == "g0", ["n", "percent", "base"]].isna().all(axis=None)
    assert shown.loc[shown["group"] == "g2", "base"].tolist() == [70, 70]
    assert hidden(shown).sum(axis=1).tolist() == [2, 2]


def test_of_several_choices_few_who_did_not_tick_are_hidden_like_few_who_did():
    # 97 of 100 ticked: 3 did not; partner is the other group's 60; o1 has nothing small and stays
    shown = privacy.suppress(crosstab([[97, 60, 70], [50, 40, 30]], base=[100, 90, 80]), minimum=5)
    assert hidden(shown).tolist() == [[True, True, False], [False, False, False]]


def test_an_option_of_several_choices_does_not_drag_other_options_in():
    shown = privacy.suppress(crosstab([[2, 30, 12], [50, 40, 30]], base=[60, 60, 60]), minimum=5)
    assert hidden(shown).tolist() == [[True, False, True], [False, False, False]]


def test_zero_is_hidden_only_where_nothing_else_serves():
    with_choice = privacy.suppress(crosstab([[2, 0, 9], [30, 40, 50]], base=[40, 40, 60]), minimum=5)
    assert hidden(with_choice)[0].tolist() == [True, False, True]
    without = privacy.suppress(crosstab([[2, 0], [30, 40]], base=[40, 45]), minimum=5)
    assert hidden(without)[0].tolist() == [True, True]


def test_suppressing_twice_changes_nothing():
    rng = np.random.default_rng(7)
    table = crosstab(rng.poisson(6, (5, 9)))
    once = privacy.suppress(table, minimum=5)
    pd.testing.assert_frame_equal(privacy.suppress(once, minimum=5), once)


@pytest.mark.parametrize("minimum", [0, 1])
def test_without_a_minimum_the_table_comes_back_equal_but_not_the_same(minimum):
    table = crosstab([[1, 2], [3, 4]])
    shown = privacy.suppress(table, minimum=minimum)
    pd.testing.assert_frame_equal(shown, table)
    assert shown is not table


def test_questions_and_groupings_are_protected_separately_and_order_and_index_stay():
    small, large = crosstab([[3, 20], [30, 25]]), crosstab([[50, 60], [70, 80]], question="q2")
    mixed = pd.concat([small, large]).sample(frac=1, random_state=1)
    shown = privacy.suppress(mixed, minimum=5)
    assert shown.index.tolist() == mixed.index.tolist()
    assert shown[["question", "option", "group"]].equals(mixed[["question", "option", "group"]])
    assert shown.groupby("question")["n"].apply(lambda n: n.isna().sum()).to_dict() == {"q1": 4, "q2": 0}


def test_categorical_labels_and_other_column_names_are_taken():
    table = crosstab([[3, 20], [30, 25]]).astype({"option": "category", "group": "category"})
    renamed = table.rename(columns={"option": "code", "group": "unit"})
    shown = privacy.suppress(renamed, minimum=5, rows="code", columns="unit")
    assert shown["n"].isna().all() and shown["code"].dtype == "category"


def test_a_group_nobody_answered_in_is_no_partner():
    shown = privacy.suppress(crosstab([[2, 0, 30], [9, 0, 40]]), minimum=5)
    assert hidden(shown).tolist() == [[True, False, True], [True, False, True]]


# --- the attack ----------------------------------------------------------------------------------------------------


def lines(total, caps):
    """Every way to spread ``total`` people over groups of at most ``caps``."""
    if len(caps) == 1:
        yield from [(total,)] if total <= caps[0] else []
        return
    for first in range(min(total, caps[0]) + 1):
        for rest in lines(total - first, caps[1:]):
            yield (first, *rest)


def worlds(counts, base, secret, *, single):
    """Every table that agrees with the shown cells, the options' totals and the groups' bases, by brute force."""
    choices = [
        [line for line in lines(sum(row), base) if all(s or a == b for s, a, b in zip(gaps, line, row, strict=True))]
        for row, gaps in zip(counts.tolist(), secret.tolist(), strict=True)
    ]
    sums = (np.array(world) for world in itertools.product(*choices))
    fits = np.equal if single else np.greater_equal  # of several choices, who answered ticked at least one
    return np.array([world for world in sums if fits(world.sum(axis=0), base).all()])


def fixed(tables):
    return (tables == tables[0]).all(axis=0)


@pytest.mark.parametrize("single", [True, False], ids=["one choice", "several choices"])
def test_no_hidden_cell_can_be_worked_out_from_totals_and_shown_cells(single):
    rng = np.random.default_rng(42)
    attacked = 0
    for _ in range(150):
        shape = rng.integers(2, 4), rng.integers(2, 4)
        counts = rng.integers(0, 5, shape) * rng.integers(0, 2, shape) + rng.integers(0, 3, shape)
        base = counts.sum(axis=0)
        base = base if single else np.minimum(base, counts.max(axis=0) + rng.integers(0, 3, shape[1]))
        secret = hidden(privacy.suppress(crosstab(counts, base), minimum=3))
        known = secret & fixed(worlds(counts, base.tolist(), secret, single=single))
        if known.any():  # then the totals alone, with nothing shown at all, must give it away
            known &= ~fixed(worlds(counts, base.tolist(), np.ones(shape, bool), single=single))
        assert not known.any(), (counts, base, secret)
        attacked += secret.sum()
    assert attacked > 300


def test_no_row_or_column_of_a_single_choice_has_one_hidden_cell():
    rng = np.random.default_rng(11)
    for _ in range(60):
        table = crosstab(rng.poisson(rng.choice([4, 15, 40], (5, 1)), (5, 8)))
        gaps = hidden(privacy.suppress(table, minimum=5))
        assert 1 not in gaps.sum(axis=0) and 1 not in gaps.sum(axis=1)


def test_seventy_units_lose_few_cells_beyond_the_small_ones():
    rng = np.random.default_rng(3)
    sizes = rng.multinomial(5000, rng.dirichlet(np.full(73, 2)))
    counts = np.array([rng.multinomial(size, [0.03, 0.07, 0.2, 0.4, 0.25, 0.05]) for size in sizes]).T
    base = counts.sum(axis=0)
    small = ((counts > 0) & (counts < 5)) | ((base - counts > 0) & (base - counts < 5)) | (base < 5)
    extra = hidden(privacy.suppress(crosstab(counts), minimum=5)).sum() - small.sum()
    assert 0 <= extra <= 0.15 * small.sum()


# --- refusals ------------------------------------------------------------------------------------------------------


def test_a_table_without_its_base_is_refused_by_name():
    with pytest.raises(ValueError, match=r"thiếu cột \['base'\]; cần .*'percent'.* bảng có \['question'"):
        privacy.suppress(crosstab([[1, 2], [3, 4]]).drop(columns="base"), minimum=5)


def test_repeated_cells_are_refused():
    table = crosstab([[1, 2], [3, 4]])
    with pytest.raises(ValueError, match="2 dòng trùng ô"):
        privacy.suppress(pd.concat([table, table.head(1)]), minimum=5)


def test_a_base_that_differs_within_a_group_is_refused():
    table = crosstab([[10, 20], [30, 40]])
    table.loc[0, "base"] = 99
    with pytest.raises(ValueError, match="Cơ sở không thống nhất"):
        privacy.suppress(table, minimum=5)


def test_more_people_than_the_base_are_refused():
    with pytest.raises(ValueError, match="n âm hoặc lớn hơn cơ sở"):
        privacy.suppress(crosstab([[10, 20], [30, 40]], base=[20, 60]), minimum=5)


def test_hiding_more_in_a_table_already_hidden_is_refused():
    once = privacy.suppress(crosstab([[3, 20, 50], [30, 25, 8], [40, 60, 80]]), minimum=5)
    with pytest.raises(ValueError, match="bảng gốc"):
        privacy.suppress(once, minimum=10)


# --- k-anonymity ---------------------------------------------------------------------------------------------------


def test_k_anonymity_counts_people_by_the_size_of_their_class():
    answers = pd.DataFrame({"sex": list("mmmff") + [None], "age": [1, 1, 1, 1, 2, 2]})
    # m1: 3 people; f1, f2, (missing, 2): one person each
    assert privacy.k_anonymity(answers, ["sex", "age"]).to_dict("list") == {"k": [1, 3], "people": [3, 3]}


def test_k_anonymity_refuses_unknown_questions():
    with pytest.raises(ValueError, match=r"Không có câu hỏi \['unit'\]"):
        privacy.k_anonymity(pd.DataFrame({"sex": ["m"]}), ["unit"])


# --- open answers --------------------------------------------------------------------------------------------------

PHONE, MAIL, LINK = "[số điện thoại]", "[thư điện tử]", "[đường dẫn]"
PAPER, ACCOUNT, PERSON = "[số giấy tờ]", "[tài khoản]", "[tên người]"


def scrubbed(text):
    return privacy.scrub(pd.Series([text], dtype="str")).iloc[0]


@pytest.mark.parametrize(
    "number",
    ["0912345678", "0912.345.678", "0912 345 678", "091-234-5678", "+84 912 345 678", "+84912345678", "84912345678"]
    + ["0084 912 345 678", "(+84) 912.345.678", "0208.3855.123", "(0208) 3855 123", "01688 123 456"],
)
def test_phone_numbers_are_masked_however_they_are_spaced(number):
    assert scrubbed(f"gọi {number} nhé.") == f"gọi {PHONE} nhé."


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("0912345678 0987654321", f"{PHONE} {PHONE}"),
        ("SĐT: 3855123", f"SĐT: {PHONE}"),
        ("gửi nguyen.van-a@thainguyen.gov.vn.", f"gửi {MAIL}."),
        ("gửi nguyenvana @ gmail.com nhé", f"gửi {MAIL} nhé"),
        ("xem https://www.facebook.com/abc?x=1, hay lắm", f"xem {LINK}, hay lắm"),
        ("kết bạn zalo.me/0912345678", f"kết bạn {LINK}"),
        ("trang dukcq.thainguyen.dcs.vn rất hay", f"trang {LINK} rất hay"),
        ("CCCD 019085001234; số 019 085 001 234", f"CCCD {PAPER}; số {PAPER}"),
        ("cmnd số 090123000, khác: 090123456", f"cmnd số {PAPER}, khác: {PAPER}"),
        ("thẻ đảng viên: 12.345678", f"thẻ đảng viên: {PAPER}"),
        ("STK 12345678, hoặc 1903456789012", f"STK {ACCOUNT}, hoặc {ACCOUNT}"),
        ("thẻ 9704 1234 5678 9012", f"thẻ {ACCOUNT}"),
        ("theo dõi @nguyen.vana và @abc.", f"theo dõi {ACCOUNT} và {ACCOUNT}."),
    ],
)
def test_addresses_papers_and_accounts_are_masked(text, expected):
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("đồng chí Nguyễn Văn A, Bí thư chi bộ", f"đồng chí {PERSON}, Bí thư chi bộ"),
        ("anh Nguyễn Văn B và chị Thu Hà phòng tổ chức", f"anh {PERSON} và chị {PERSON} phòng tổ chức"),
        ("Ông Lê Văn Tám, bà Ma Thị Na.", f"Ông {PERSON}, bà {PERSON}."),
        ("Đ/c Hoàng Thị Thu Hà chỉ đạo", f"Đ/c {PERSON} chỉ đạo"),
        ("đồng chí Phó Bí thư Đảng ủy Khối Trần Thị Bích Ngọc", f"đồng chí Phó Bí thư Đảng ủy Khối {PERSON}"),
        ("giám đốc Trần Hùng", f"giám đốc {PERSON}"),
        ("ĐỒNG CHÍ NGUYỄN VĂN AN", f"ĐỒNG CHÍ {PERSON}"),
        ("anh nguyễn văn hùng làm kém", f"anh {PERSON} làm kém"),
        ("dong chi Nguyen Van A", f"dong chi {PERSON}"),
        ("Tôi tên là Trần Văn B", f"Tôi tên là {PERSON}"),
    ],
)
def test_names_after_a_title_are_masked_and_the_title_stays(text, expected):
    assert scrubbed(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "5000 người, 1.234.567.890 đồng, 500000000 đồng, 76,95 triệu, 100 200 300 400",
        "Luật 24/2018/QH14, 874/QĐ-BTTTT, 11-ĐA/TU, 36-HD/VPTW, Nghị định 13/2023/NĐ-CP",
        "từ 01/01/2020 đến 31.12.2021, 08.02.2022 09.03.2022, 8h30-11h30, 2019 - 2025, 2019 2020 2021 2022",
        "tỷ lệ 0.912345678 và 3.14159265358",
        "tư tưởng Hồ Chí Minh; Bác Hồ; Chủ tịch Hồ Chí Minh; đường Nguyễn Huệ; Bà Rịa - Vũng Tàu",
        "đồng chí Đảng viên, các bạn Đoàn Thanh niên, tiếng Anh Việt Pháp, anh chị em Zalo Facebook",
        "ĐỀ NGHỊ ĐỒNG CHÍ LÃNH ĐẠO QUAN TÂM",
        "tôi là Đảng viên. Tốt.Co quan nên làm",
        "",
    ],
)
def test_ordinary_words_and_numbers_are_left_alone(text):
    assert scrubbed(text) == text


def test_missing_answers_stay_missing_and_index_and_name_stay():
    texts = pd.Series(["gọi 0912345678", None, "ổn"], index=[5, 7, 7], name="de_xuat", dtype="str")
    expected = pd.Series([f"gọi {PHONE}", None, "ổn"], index=[5, 7, 7], name="de_xuat", dtype="str")
    pd.testing.assert_series_equal(privacy.scrub(texts), expected)
    assert privacy.scrub(texts.iloc[[1]]).isna().all()


def test_decomposed_letters_are_read_as_composed_ones():
    assert scrubbed(unicodedata.normalize("NFD", "đồng chí Nguyễn Văn Ánh")) == f"đồng chí {PERSON}"


def test_percentages_beside_hidden_cells_are_rounded_and_others_left():
    rows = [("q", "g", None, None), ("q", "g", 40, 12.3456), ("q", "h", 50, 65.4321)]
    table = pd.DataFrame(rows, columns=["question", "by", "n", "percent"])
    assert privacy.coarse(table)["percent"].tolist()[1:] == [12.3, 65.4321]
