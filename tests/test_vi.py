"""Numbers, percentages, p values and dates in Vietnamese writing."""

from datetime import date, datetime

import pandas as pd
import pytest

from pipeline import vi, wording


@pytest.mark.parametrize(
    ("value", "digits", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (0.125, 2, "0,13"),  # halves go up, as by hand and in Excel; sprintf("%.2f", 0.125) gives 0.12
        (25.25, 1, "25,3"),
        (-25.25, 1, "−25,3"),
        (57.05, 1, "57,1"),  # 57.04999… in binary digits
        (100 * 23 / 80, 1, "28,8"),
        (-3.2, 1, "−3,2"),
        (-0.04, 1, "0,0"),
        (float("nan"), 1, "–"),
        (None, 1, "–"),
        (pd.NA, 0, "–"),
        (float("inf"), 0, "–"),
    ],
)
def test_numbers_have_dots_for_thousands_and_a_decimal_comma(value, digits, text):
    assert vi.number(value, digits) == text


@pytest.mark.parametrize(
    ("spreads", "digits"),
    [
        ((17.96, 30), 1),
        ((1, 1), 1),
        ((0.99, 2), 2),
        ((0.33, 0.66), 2),
        ((0.0901, 0), 3),  # a middle half without width tells nothing
        ((1.99, 0.15), 2),  # one wild number does not hide how close the others lie
        ((float("nan"), 0), 1),
        ((1e-12, 0), 6),
    ],
)
def test_numbers_have_decimals_until_a_step_is_a_tenth_of_their_spread(spreads, digits):
    assert vi.decimals(*spreads) == digits and vi.decimals(*spreads, least=2) == max(digits, 2)


def test_a_number_beside_a_bound_has_the_decimals_that_keep_it_on_its_side():
    assert [vi.needed(value, 0, digits=1) for value in (-0.0286, 0.33, 0, float("nan"))] == [2, 1, 1, 1]
    assert vi.beside(-0.0286, 0, digits=1) == "−0,03" and vi.beside(float("inf"), 0) == "–"


def test_numbers_that_people_gave_keep_the_decimals_they_have():
    texts = [vi.given(value, 2) for value in (15, 0.95, 37.1, 0.8475, 0.999, -0.2, float("nan"))]
    assert texts == ["15", "0,95", "37,1", "0,85", "1", "−0,2", "–"] and vi.given(305.55) == "305,6"


def test_a_percentage_keeps_its_sign_on_the_same_line():
    assert vi.percent(68.2) == "68,2%"
    assert vi.percent(float("nan")) == "–"
    assert [vi.at_least(share) for share in (92.516, 90.0, 100 * 0.29, float("nan"))] == ["92%", "90%", "29%", "–"]


@pytest.mark.parametrize(
    ("p", "text"),
    [
        (0.0316, "p = 0,032"),
        (0.0004, "p < 0,001"),
        (0.0498, "p = 0,0498"),
        (0.0503, "p = 0,0503"),
        (1, "p = 1,000"),
        (float("nan"), "–"),
    ],
)
def test_p_values_are_given_to_three_digits(p, text):
    assert vi.p_value(p) == text


def test_days_come_before_months():
    assert vi.date("2022-03-28") == vi.date(date(2022, 3, 28)) == "28/3/2022"
    assert (vi.date("2022-01-05"), vi.date("2022-12-31")) == ("05/01/2022", "31/12/2022")
    assert vi.date("") == vi.date(None) == vi.date(pd.NaT) == "–"


def test_a_moment_names_hour_and_day():
    assert vi.moment(datetime(2022, 3, 28, 8)) == "08\u00a0giờ\u00a000 ngày 28/3/2022"
    assert vi.moment(None) == "–"


def test_a_list_ends_with_a_word():
    assert vi.listing(["a", "b", "c"]) == "a, b và c"
    assert vi.listing(["a"]) == "a"
    assert vi.listing([]) == ""


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([9, 8, 7, 6], 3),
        ([9, 8, 7, 7, 5], 2),  # before the tie
        ([9, 7, 7, 7, 5], 4),  # with it, where one alone would be told
        ([9, 7, 7, 7, 7, 7, 5], 1),  # but one that is long
        ([7, 7, 7, 7, 7, 7], 6),
        ([9, 8], 2),
        ([], 0),
    ],
)
def test_no_two_values_alike_are_parted_by_the_end_of_a_list(values, told):
    assert vi.untied(values, 3) == told


def test_text_that_is_no_date_is_refused():
    with pytest.raises(ValueError):
        vi.date("29/02/2022 sáng")


@pytest.mark.parametrize(
    ("value", "bounds", "text"),
    [
        (0.697, (0.7,), "0,697"),
        (0.7, (0.7,), "0,70"),
        (0.64, (0.7,), "0,64"),
        (-0.004, (0,), "−0,004"),
        (2, (), "2,00"),
    ],
)
def test_a_figure_is_written_on_the_side_of_its_threshold_where_it_is(value, bounds, text):
    assert vi.beside(value, *bounds) == text


@pytest.mark.parametrize(
    ("value", "base", "text"),
    [
        (58.33, 12, "58%"),
        (62.5, 8, "63%"),
        (58.33, 100, "58,3%"),
        (45.5, 11, "45%"),  # 5 of 11, rounded to a decimal beside hidden cells
        (45.5, 99, "45%"),  # 45 of 99
        (45.5, 30, "46%"),  # weighted
        (58.33, None, "58%"),
        (None, 9, "–"),
    ],
)
def test_a_share_of_few_people_has_no_decimal(value, base, text):
    assert vi.share_of(value, float("nan") if base is None else base) == text


@pytest.mark.parametrize(
    ("share", "base", "kept", "text"),
    [
        (24.4618, 32, 24.4, "24"),  # weighted: as 24,5 it would be printed as 25
        (22.4727, 55, 22.4, "22"),
        (24.5, 32, 24.5, "25"),
        (58.6264, 70, 58.6, "59"),
        (500 / 11, 11, 45.5, "45"),  # 5 of 11 people are known again
        (24.4618, 132, 24.5, "24,5"),
        (24.4618, float("nan"), 24.4, "24"),
    ],
)
def test_a_share_cut_to_a_decimal_is_printed_as_the_whole_number_it_is(share, base, kept, text):
    cut = vi.coarse(pd.Series([share, float("nan")]), pd.Series([base, base]))
    assert cut[0] == kept and pd.isna(cut[1]) and vi.share(cut[0], base) == text


@pytest.mark.parametrize("language", [wording.VI, wording.EN])
def test_a_number_is_read_as_it_was_written(language):
    with wording.spoken(language):
        assert [vi.read(vi.number(value, 1)) for value in (45.67, -0.3, 12345.6)] == [45.7, -0.3, 12345.6]


@pytest.mark.parametrize(
    ("share", "base", "exact"),
    [
        (33.5, 481, 161 / 4.81),
        (5.4, 578, 31 / 5.78),
        (33.5, 5000, 33.5),
        (33.47219, 481, 33.47219),
        (45.5, 11, 500 / 11),
    ],
)
def test_a_share_of_a_decimal_is_that_of_the_people_it_counts(share, base, exact):
    assert vi.unrounded(share, base) == pytest.approx(exact, abs=1e-12)
