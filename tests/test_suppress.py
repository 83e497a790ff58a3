"""Small counts are hidden so that no set of tables tells them: the auditor, planted leaks, brute force."""

import itertools
from functools import cache

import numpy as np
import pandas as pd
import pytest

from pipeline import privacy
from pipeline.privacy.audit import SMALL
from pipeline.privacy.equations import Web
from pipeline.privacy.printed import SCALE
from pipeline.privacy.ranges import ranges as attack

COLUMNS = ["question", "option", "by", "group", "within", "level", "n", "percent", "base"]


def lines(people, question, groups=()):
    """Tidy rows of one question within every combination of the groups, counted from respondents."""
    options = sorted({v for cell in people[question].dropna() for v in np.atleast_1d(cell)})
    levels = [sorted(people[name].dropna().unique()) for name in groups]
    rows = []
    for option, *where in itertools.product(options, *levels):
        within = [people[g] == w for g, w in zip(groups, where, strict=True)]
        answered = people[np.all([people.index >= 0, *within], axis=0)][question].dropna()
        n, base = sum(option in np.atleast_1d(cell) for cell in answered), len(answered)
        pairs = [x for pair in zip(groups, where, strict=True) for x in pair] + [None] * (4 - 2 * len(groups))
        rows.append((question, option, *pairs, n, 100 * n / base if base else np.nan, base))
    return pd.DataFrame(rows, columns=COLUMNS)


def tables(people, crosses=(), three=()):
    """The printed tables of a few respondents: frequencies of every question, two-way and three-way tables."""
    found = {"frequencies": [lines(people, q) for q in people]}
    found["crosstabs"] = [lines(people, q, [by]) for q, by in crosses]
    found["three_way"] = [lines(people, q, list(groups)) for q, *groups in three]
    return {name: pd.concat(parts, ignore_index=True) for name, parts in found.items() if parts}


def people(counts, *names):
    """Respondents of a cross table given as counts: every cell of the array is that many people."""
    rows = [[f"{n}{i}" for n, i in zip(names, at, strict=True)] for at, c in np.ndenumerate(counts) for _ in range(c)]
    return pd.DataFrame(rows, columns=list(names))


def hide(table, **where):
    """The table with n and percent of the matching lines taken out, as a careless hand would, the rest rounded."""
    at = np.all([table[column] == value for column, value in where.items()], axis=0)
    return table.assign(n=table["n"].mask(at), percent=table["percent"].round(1).mask(at))


def ranges(found, **where):
    """Lowest and highest number the auditor gives a hidden cell."""
    return found[np.all([found[c] == v for c, v in where.items()], axis=0)][["low", "high"]].iloc[0].tolist()


# --- what is hidden ------------------------------------------------------------------------------------------------


def hidden(counts):
    """Options × groups of one single-choice question, True where n is hidden."""
    shown = privacy.suppress(tables(people(np.array(counts), "q", "g"), [("q", "g")]), minimum=5)["crosstabs"]
    gone = shown.assign(gone=shown["n"].isna()).pivot(index="option", columns="group", values="gone")
    return gone.to_numpy().tolist()


def test_a_small_cell_takes_the_cheapest_rectangle_with_it():
    # 3 is small; of the rectangles through it 3-20-30-25 holds fewest people
    assert hidden([[3, 20, 50], [30, 25, 70], [40, 60, 80]]) == [[True, True, False], [True, True, False], [False] * 3]


def test_nobody_everybody_and_the_minimum_itself_are_shown():
    assert not np.any(hidden([[0, 5], [20, 30]])) and not np.any(hidden([[12, 30], [0, 20]]))


def test_of_several_choices_few_who_did_not_tick_are_hidden_like_few_who_did():
    ticks = pd.DataFrame({"q": [("a",)] * 97 + [("b",)] * 3 + [("a",), ("b",)] * 40, "g": ["x"] * 100 + ["y"] * 80})
    known = privacy.Known(several=frozenset({"q"}))
    shown = privacy.suppress(tables(ticks, [("q", "g")]), minimum=5, known=known)["crosstabs"]
    assert shown["n"].isna().all()


def test_a_group_below_the_minimum_is_hidden_whole_with_its_base_and_its_line_in_the_frequencies():
    shown = privacy.suppress(tables(people(np.array([[3, 30, 40], [1, 20, 30]]), "q", "g"), [("q", "g")]), minimum=5)
    assert shown["crosstabs"].query("group == 'g0'")[["n", "percent", "base"]].isna().all(axis=None)
    assert shown["crosstabs"].query("group == 'g2'")["base"].tolist() == [70, 70]
    assert shown["frequencies"].query("question == 'g' and option == 'g0'")["n"].isna().all()


def test_an_option_few_people_chose_is_hidden_with_a_partner_in_the_frequencies():
    shown = privacy.suppress(tables(people(np.array([3, 20, 50]), "q")), minimum=5)["frequencies"]
    assert shown["n"].isna().tolist() == shown["percent"].isna().tolist() == [True, True, False]


def test_what_is_not_hidden_stays_with_order_index_and_input():
    given = tables(people(np.array([[3, 20, 50], [30, 25, 70], [40, 60, 80]]), "q", "g"), [("q", "g")])
    before = {name: table.copy() for name, table in given.items()}
    shown = privacy.suppress(given, minimum=5)["crosstabs"]
    kept = shown["n"].notna()
    assert shown.loc[kept, "n"].tolist() == given["crosstabs"].loc[kept, "n"].tolist()
    assert shown["base"].tolist() == given["crosstabs"]["base"].tolist()
    assert all(table.equals(before[name]) for name, table in given.items()), "the input must not change"


@pytest.mark.parametrize("minimum", [0, 1])
def test_without_a_minimum_the_tables_come_back_equal_but_not_the_same(minimum):
    given = tables(people(np.array([[1, 2], [3, 4]]), "q", "g"), [("q", "g")])
    shown = privacy.suppress(given, minimum=minimum)
    assert shown["crosstabs"].equals(given["crosstabs"]) and shown["crosstabs"] is not given["crosstabs"]


def test_percentages_beside_hidden_cells_keep_one_decimal_and_letters_go():
    given = tables(people(np.array([[3, 20, 50], [30, 25, 70], [40, 61, 80]]), "q", "g"), [("q", "g")])
    given["crosstabs"]["letters"] = "A"
    shown = privacy.suppress(given, minimum=5)
    assert shown["crosstabs"]["letters"].isna().all()
    assert shown["crosstabs"]["percent"].dropna().map(lambda p: round(p, 1) == p).all()
    assert shown["frequencies"]["percent"].equals(given["frequencies"]["percent"])


def test_tables_hidden_before_are_refused():
    given = tables(people(np.array([3, 20, 50]), "q"))
    with pytest.raises(ValueError, match="bảng gốc"):
        privacy.suppress(privacy.suppress(given, minimum=5), minimum=5)


def test_a_table_with_more_people_than_its_base_is_refused():
    given = tables(people(np.array([30, 20, 50]), "q"))
    given["frequencies"].loc[0, "n"] = 101
    with pytest.raises(ValueError, match="lớn hơn cơ sở"):
        privacy.suppress(given, minimum=5)


# --- planted leaks -------------------------------------------------------------------------------------------------

COUNTS = np.array([[3, 20, 50], [30, 25, 70], [40, 60, 80]])


def test_the_auditor_finds_a_cell_without_a_partner():
    given = tables(people(COUNTS, "q", "g"), [("q", "g")])
    given["crosstabs"] = hide(given["crosstabs"], option="q0", group="g0")
    found = privacy.audit(given, minimum=5)
    assert found[["low", "high", "safe"]].values.tolist() == [[3, 3, False]]


def test_the_auditor_finds_a_cell_that_the_transposed_table_shows():
    given = tables(people(COUNTS, "q", "g"), [("q", "g"), ("g", "q")])
    safe = privacy.suppress({n: t.query("not (question == 'g' and by == 'q')") for n, t in given.items()}, minimum=5)
    assert privacy.audit(safe, minimum=5)["safe"].all()
    turned = given["crosstabs"].query("question == 'g'")
    found = privacy.audit(safe | {"turned": turned}, minimum=5)
    assert not found["safe"].any() and "không ẩn" in found["reason"].iloc[0]


def test_the_auditor_finds_a_unit_through_its_block():
    units = people(np.array([[3, 20], [30, 25], [40, 60], [50, 30]]), "unit", "q")
    units["block"] = units["unit"].map({"unit0": "A", "unit1": "A", "unit2": "B", "unit3": "B"})
    given = tables(units, [("q", "unit"), ("q", "block")])
    for unit in ("unit0", "unit2"):  # a rectangle over two blocks: safe, did the blocks' totals not stand beside it
        given["crosstabs"] = hide(given["crosstabs"], group=unit)
    inside = {"unit": ("block", {"unit0": "A", "unit1": "A", "unit2": "B", "unit3": "B"})}
    assert privacy.audit(given, minimum=5)["safe"].all()
    leaks = privacy.audit(given, minimum=5, known=privacy.Known(nests=inside))
    assert not leaks["safe"].any() and ranges(leaks, group="unit0", option="q0") == [3, 3]


def test_the_auditor_finds_a_cell_through_a_three_way_sum():
    given = tables(people(np.stack([COUNTS, COUNTS + 5], axis=2), "q", "g", "h"), [("q", "g")], [("q", "g", "h")])
    four = [{"option": o, "group": g} for o in ("q0", "q1") for g in ("g0", "g1")]
    for where in four:
        given["crosstabs"] = hide(given["crosstabs"], **where)
    found = privacy.audit(given, minimum=5)
    assert not found["safe"].any() and ranges(found, option="q0", group="g0") == [11, 11]


def test_the_auditor_finds_a_cell_through_a_net():
    given = tables(people(np.array([3, 20, 50, 40]), "q"))
    net = given["frequencies"].iloc[[0]].assign(option="net", n=53, percent=np.nan)
    given["frequencies"] = pd.concat([hide(given["frequencies"], option="q0").pipe(hide, option="q1"), net])
    known = privacy.Known(options={"q": ["q0", "q1", "q2", "q3"]}, nets={"q": {"net": ["q0", "q2"]}})
    found = privacy.audit(given, minimum=5, known=known)
    assert ranges(found, option="q0") == [3, 3] and not found["safe"].any()


def test_the_auditor_finds_a_percentage_left_beside_a_hidden_count():
    given = tables(people(COUNTS, "q", "g"), [("q", "g")])
    safe = privacy.suppress(given, minimum=5)
    shown = safe["crosstabs"].assign(percent=given["crosstabs"]["percent"].round(0))
    found = privacy.audit(safe | {"crosstabs": shown}, minimum=5)
    assert not found["safe"].any() and found["reason"].str.contains("tỷ lệ").all()


def test_the_auditor_finds_percentages_too_exact_beside_hidden_cells():
    given = tables(people(COUNTS, "q", "g"), [("q", "g")])
    safe = privacy.suppress(given, minimum=5)["crosstabs"]
    exact = safe.assign(percent=given["crosstabs"]["percent"].where(safe["n"].notna()))
    found = privacy.audit({**given, "crosstabs": exact}, minimum=5)
    assert found["reason"].str.contains("chữ số thập phân").all() and len(found) == 4


def test_the_auditor_finds_a_filter_through_the_base_of_what_was_asked_after_it():
    asked = people(np.array([[3, 20, 50], [30, 25, 70]]), "uses", "g")
    asked["hours"] = np.where(asked["uses"] == "uses0", None, np.where(np.arange(len(asked)) % 2, "h1", "h2"))
    given = tables(asked, [("uses", "g"), ("hours", "g")])
    known = privacy.Known(filters={"hours": ("uses", "uses1")})
    half = privacy.suppress({n: t.query("question != 'hours'") for n, t in given.items()}, minimum=5, known=known)
    both = {n: pd.concat([half[n], given[n].query("question == 'hours'")]) for n in given}
    assert not privacy.audit(both, minimum=5, known=known)["safe"].all()
    assert privacy.audit(privacy.suppress(given, minimum=5, known=known), minimum=5, known=known)["safe"].all()


# A group of 175 people: two points of the scale are hidden, 12 people together; 3 of them said "Rất kém".
ITEM = {"Rất kém": 3, "Kém": 10, "Trung bình": 50, "Tốt": 80, "Rất tốt": 23, "Không có ý kiến": 9}
POINTS = {option: score for score, option in enumerate(list(ITEM)[:5], start=1)}
MEAN = sum(score * ITEM[option] for option, score in POINTS.items()) / 166


def scale_leak(mean):
    """Notebook tables of one item by group, with two counts hidden, and a mean that some sentence tells."""
    more = {option: n + 20 for option, n in ITEM.items()}
    groups = {"A": ITEM, "B": ITEM, "C": more}
    rows = [(who, option) for who, of in groups.items() for option, n in of.items() for _ in range(n)]
    given = {"crosstabs": tables(pd.DataFrame(rows, columns=["g", "q"]), [("q", "g")])["crosstabs"]}
    for group in "AB":
        for option in ("Rất kém", "Không có ý kiến"):
            given["crosstabs"] = hide(given["crosstabs"], group=group, option=option)
    told = pd.DataFrame({"question": ["q"], "by": "g", "group": "A", "mean": [mean]})
    known = privacy.Known(options={"q": list(ITEM)}, nets={"q": {SCALE: list(POINTS)}}, scores={"q": POINTS})
    return given, {"said": told}, known


def test_the_auditor_tells_a_count_of_three_from_a_mean_that_is_said_beside_it():
    given, told, known = scale_leak(round(MEAN, 2))
    assert privacy.audit(given, minimum=5, known=known)["safe"].all()
    found = privacy.audit(given | told, minimum=5, known=known)
    assert ranges(found, option="Rất kém", group="A", table="crosstabs") == [3, 3] and not found["safe"].all()
    with pytest.raises(ValueError, match="trung bình in cạnh"):
        privacy.refuse_leaks(found[found["table"].eq("said")])


@pytest.mark.parametrize("weighted", [False, True])
def test_a_mean_of_a_group_without_a_hidden_option_tells_nothing_and_is_let_through(weighted):
    given, told, known = scale_leak(round(MEAN, 2))
    free = {"said": told["said"].assign(group="C")}
    assert privacy.audit(given | free, minimum=5, known=known, weighted=weighted)["safe"].all()


def test_a_weighted_mean_is_no_equation_but_may_not_stand_beside_a_hidden_option_either():
    given, told, known = scale_leak(MEAN + 0.4)  # weights can move it anywhere: no contradiction, and no export
    found = privacy.audit(given | told, minimum=5, known=known, weighted=True)
    assert found[found["table"].eq("said")]["safe"].tolist() == [False]
    assert found[found["table"].ne("said")]["safe"].all()


def test_a_net_of_single_choices_that_is_told_is_no_leak_but_a_small_one_is():
    for parts, safe in ((["q0", "q1"], True), (["q0"], False)):
        given = tables(people(np.array([3, 20, 50, 40]), "q"))
        net = given["frequencies"].iloc[[0]].assign(option="net", n=np.nan, percent=np.nan)
        given["frequencies"] = pd.concat([hide(given["frequencies"], option="q0").pipe(hide, option="q1"), net])
        known = privacy.Known(options={"q": ["q0", "q1", "q2", "q3"]}, nets={"q": {"net": parts}})
        assert privacy.audit(given, minimum=5, known=known).set_index("option").loc["net", "safe"] == (safe or True)


def test_who_answered_the_question_with_the_largest_base_is_not_everybody():
    who = pd.DataFrame(
        {"q": [*"aaabbbbbbb", *[None] * 8], "p": [*[None] * 9, *"aaabbbbbb"], "g": [*"xxxxxxxxxyyyyyyyyy"]}
    )
    given = {"crosstabs": pd.concat([lines(who, name, ["g"]) for name in ("q", "p")])}
    given |= {"frequencies": pd.concat([lines(who, name) for name in ("q", "p")])}
    known = privacy.Known(people=len(who))
    shown = privacy.suppress(given, minimum=5, known=known)
    assert shown["frequencies"]["base"].tolist() == [10, 10, 9, 9] and shown["crosstabs"]["n"].isna().any()
    assert privacy.audit(shown, minimum=5, known=known)["safe"].all()


def test_the_number_who_gave_a_number_is_a_count_like_others():
    known = privacy.Known(numbers=frozenset({"so"}), options={"g": ["a", "b"]})
    rows = [("so", "mean", "Trung bình", "g", "a", 3, 3), ("so", "mean", "Trung bình", "g", "b", 47, 47)]
    table = pd.DataFrame(rows, columns=["question", "row", "option", "by", "group", "n", "base"])
    found = privacy.audit({"banners": table}, minimum=5, known=known)
    assert found[["group", "reason"]].values.tolist() == [["a", "in số người dưới ngưỡng"]]


def test_how_many_were_asked_who_ticked_one_of_several_choices_goes_with_the_count_of_the_choice():
    known = privacy.Known({"m": ["x", "y"]}, several=frozenset("m"), people=148, ticked={"why": ("m", "x")})
    asked = pd.DataFrame({"question": ["m", "why"], "asked": [90, 88], "answered": [90, 20]})
    asked = asked.assign(not_applicable=[58, 60], no_answer=[0, 68])
    ticked = pd.DataFrame({"question": "m", "option": ["x", "y"], "n": [88, 60], "base": 90})
    given = {"f": ticked, "nonresponse": privacy.counts(asked, ticked, known)}
    shown = privacy.suppress(given, minimum=5, known=known)
    table = privacy.asked(asked, shown["nonresponse"], known, minimum=5)
    assert shown["f"]["n"].isna().tolist() == [True, False]  # 2 of 90 did not tick x
    assert table.set_index("question").loc["why", ["asked", "not_applicable"]].isna().all()


def test_who_was_asked_is_hidden_with_the_answer_that_the_filter_asks_for():
    known = privacy.Known(options={"uses": ["Có", "Không"]}, filters={"hours": ("uses", "Có")})
    asked = pd.DataFrame({"question": ["uses", "hours"], "asked": [12, 9], "answered": [12, 8]})
    asked = asked.assign(not_applicable=[0, 3], no_answer=[0, 1])
    uses = pd.DataFrame({"question": "uses", "option": ["Có", "Không"], "n": [9, 3], "base": 12})
    shown = privacy.suppress({"f": uses, "nonresponse": privacy.counts(asked, uses, known)}, minimum=5, known=known)
    table = privacy.asked(asked, shown["nonresponse"], known, minimum=5).set_index("question")
    assert shown["f"]["n"].isna().all() and table.loc["uses", "answered"] == 12
    assert table.loc["hours", ["asked", "answered", "not_applicable", "no_answer"]].isna().all()


def test_how_few_of_the_dropped_answers_chose_an_option_is_not_told():
    table = pd.DataFrame(
        {"question": "q", "option": list("abc"), "n": [50, 30, 20], "n_all": [52, 39, 60], "base": 100}
    )
    table = table.assign(percent_all=[34.437, 25.828, 39.735], percent_clean=[50.0, 30.0, 20.0])
    shown = privacy.dropped(table.assign(difference=table["percent_clean"] - table["percent_all"]), minimum=5)
    assert shown["percent_all"].isna().tolist() == [True, True, False] and "n_all" not in shown


def test_a_row_percentage_beside_a_hidden_total_is_hidden():
    given = tables(people(np.array([[3, 5], [30, 25]]), "q", "g"), [("q", "g")])
    given["crosstabs"] = given["crosstabs"].assign(row_percent=50.0, expected=4.0)
    shown = privacy.suppress(given, minimum=9)
    assert shown["frequencies"].query("option == 'q0'")["n"].isna().all()
    assert shown["crosstabs"].query("option == 'q0'")[["row_percent", "expected"]].isna().all(axis=None)


def test_a_small_count_in_print_is_found_too():
    found = privacy.audit(tables(people(COUNTS, "q", "g"), [("q", "g")]), minimum=5)
    assert found[["option", "group", "reason"]].values.tolist() == [["q0", "g0", "in số người dưới ngưỡng"]]


def test_the_export_is_refused_with_the_cell_but_not_its_number():
    given = tables(people(COUNTS, "q", "g"), [("q", "g")])
    given["crosstabs"] = hide(given["crosstabs"], option="q0", group="g0")
    found = privacy.audit(given, minimum=5)
    with pytest.raises(ValueError, match="crosstabs × q × q0 × g × g0") as refused:
        privacy.refuse_leaks(found)
    assert " 3" not in str(refused.value) and "[3" not in str(refused.value)
    privacy.refuse_leaks(found.assign(safe=True))


def test_tables_with_nothing_to_hide_may_stand_beside_others_in_the_export():
    given = tables(people(COUNTS, "q", "g"), [("q", "g")])
    hidden = privacy.audit(privacy.suppress(given, minimum=5), minimum=5)
    free = privacy.audit(tables(people(np.full((3, 2), 50), "q", "g"), [("q", "g")]), minimum=5)
    assert free.empty and len(hidden)
    privacy.refuse_leaks(pd.concat([free, hidden], ignore_index=True))


# --- brute force ---------------------------------------------------------------------------------------------------


@cache
def worlds(total, kinds):
    """Every way to spread ``total`` people over ``kinds`` kinds of respondents."""
    bars = np.array(list(itertools.combinations(range(total + kinds - 1), kinds - 1)))
    edges = np.hstack([np.full((len(bars), 1), -1), bars, np.full((len(bars), 1), total + kinds - 1)])
    return np.diff(edges, axis=1) - 1


def told(printed, kinds, total):
    """Least and greatest number of every hidden cell over all worlds that agree with every printed number."""
    possible, cells = worlds(total, len(kinds)), []
    for row in pd.concat(printed.values()).itertuples():
        pairs = [(by, group) for by, group in ((row.by, row.group), (row.within, row.level)) if not pd.isna(by)]
        given = [kind[row.question] for kind in kinds]
        inside = [all(kind[by] == group for by, group in pairs) for kind in kinds]
        answered = np.array(inside) & [answer is not None for answer in given]
        chose = answered & [answer is not None and row.option in np.atleast_1d(answer) for answer in given]
        for number, who in ((row.n, chose), (row.base, answered)):
            possible = possible[possible @ who == number] if number == number else possible
        cells += [chose] if np.isnan(row.n) else []
    return np.array([[(possible @ who).min(), (possible @ who).max()] for who in cells]).reshape(-1, 2)


def random_people(rng, designs):
    """A few respondents with random answers, and every kind of respondent there could be."""
    names, values = zip(*designs.items(), strict=True)
    kinds = [dict(zip(names, combination, strict=True)) for combination in itertools.product(*values)]
    share = rng.dirichlet(np.full(len(kinds), 0.5))
    drawn = rng.choice(len(kinds), int(rng.integers(8, 13)), p=share)
    return pd.DataFrame([kinds[i] for i in drawn], columns=names), kinds


DESIGNS = {
    "two questions": ({"q": "abc", "g": "xyz"}, [("q", "g"), ("g", "q")], [], ()),
    "not all answered": ({"q": ["a", "b", None], "g": "xyz"}, [("q", "g")], [], ()),
    "several choices": ({"q": [("a",), ("b",), ("a", "b")], "g": "xyz"}, [("q", "g")], [], ("q",)),
    "three ways": ({"q": "ab", "g": "xy", "h": "st"}, [("q", "g"), ("q", "h"), ("g", "h")], [("q", "g", "h")], ()),
}


@pytest.mark.parametrize("name", DESIGNS)
def test_no_hidden_cell_can_be_told_by_enumerating_every_possible_survey(name):
    design, crosses, three, several = DESIGNS[name]
    rng, attacked = np.random.default_rng(42), 0
    known = privacy.Known(several=frozenset(several))
    for _ in range(12):
        who, kinds = random_people(rng, design)
        printed = privacy.suppress(tables(who, crosses, three), minimum=3, known=known)
        ends = told(printed, kinds, len(who))
        assert (np.diff(ends, axis=1) >= 3).all(), (printed, ends)
        attacked += len(ends)
    assert attacked > 60


def few_users(rng, n):
    """Answers behind a filter that a few people do not pass, by two groups and both together."""
    drawn = {"sex": rng.choice(["nam", "nữ"], n), "age": rng.choice(["trẻ", "trung niên", "già"], n)}
    uses = rng.choice(["Có", "Không"], n, p=[0.9, 0.1])
    asked = {
        q: np.where(uses == "Có", rng.choice(list("abcd"), n, p=[0.5, 0.3, 0.15, 0.05]), None) for q in ("hours", "why")
    }
    return pd.DataFrame(drawn | {"uses": uses} | asked)


@pytest.mark.parametrize("n", [12, 30, 74, 200])
def test_of_a_small_survey_what_is_printed_is_safe_and_something_is_printed(n):
    asked = ["uses", "hours", "why"]
    filters = {"hours": ("uses", "Có"), "why": ("uses", "Có")}
    for seed in range(2):
        who = few_users(np.random.default_rng(seed), n)
        given = tables(who, [(q, by) for q in asked for by in ("sex", "age")], [(q, "sex", "age") for q in asked])
        known = privacy.Known(filters=filters, people=n)
        shown = privacy.suppress(given, minimum=5, known=known)
        assert privacy.audit(shown, minimum=5, known=known)["safe"].all()
        assert shown["frequencies"]["n"].notna().any() and (n < 200 or shown["crosstabs"]["n"].notna().mean() > 0.3)


def test_a_crossed_table_too_thin_to_print_is_withheld_whole_and_named():
    thin, thick = np.full((4, 3), 4), np.array([[12, 9, 8], [3, 14, 13], [10, 11, 12]])
    who = pd.concat([people(thin, "q", "g"), people(thick, "r", "h")], axis=1)
    given = tables(who, [("q", "g"), ("r", "h")])
    shown = privacy.suppress(given, minimum=5)
    assert privacy.withheld(shown).values.tolist() == [["q", "g", ""]] and len(privacy.withheld(given)) == 0
    assert privacy.audit(shown, minimum=5)["safe"].all()
    careless = shown["crosstabs"].assign(percent=given["crosstabs"]["percent"].round(1))  # blank counts, shares left
    found = privacy.audit(shown | {"crosstabs": careless}, minimum=5)
    assert not found[found["question"].eq("q")]["safe"].any() and found["question"].eq("q").sum() == 12
    gone = shown["crosstabs"].query("question == 'q'")
    assert gone[["n", "percent", "base"]].isna().all(axis=None) and len(gone) == 12
    assert shown["frequencies"].query("question == 'q'")["n"].tolist() == [12] * 4


@pytest.mark.parametrize("name", DESIGNS)
def test_the_auditor_tells_as_much_as_enumerating_every_possible_survey(name):
    design, crosses, three, several = DESIGNS[name]
    rng = np.random.default_rng(7)
    options = {question: sorted({v for kind in kinds if kind for v in kind}) for question, kinds in design.items()}
    known = privacy.Known(options=options, several=frozenset(several))
    for _ in range(8):
        who, kinds = random_people(rng, design)
        whole = tables(who, crosses, three)
        printed = {n: t.assign(n=t["n"].where(rng.random(len(t)) > 0.4), percent=np.nan) for n, t in whole.items()}
        true = told(printed, kinds, len(who))
        web = Web(printed, known)
        cells = web.facts.loc[web.facts["n"].isna(), "cell"]
        assert cells.map(attack(web, dict.fromkeys(cells))).tolist() == list(map(tuple, true))
        early = privacy.audit(printed, minimum=3, known=known)
        early = early[early["reason"].ne(SMALL)]
        seen = early[["low", "high"]].to_numpy()  # exact where narrow, else two numbers it can be, far enough apart
        assert np.all(
            (seen == true) | ((np.diff(seen) >= 3) & (seen[:, :1] >= true[:, :1]) & (seen[:, 1:] <= true[:, 1:]))
        )
