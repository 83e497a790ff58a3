"""Whatever suppression hides in the cells is hidden in every figure worked out from them."""

import numpy as np
import pandas as pd
import pytest

from pipeline import describe, privacy
from pipeline.questionnaire import Questionnaire, Section
from pipeline.survey import Tables
from tests.test_banners import AGE, AMOUNT, NETWORKS, OPINION, SEX, asked


def people(cells):
    """Answers of ``{(sex, opinion): how many}``."""
    rows = [pair for pair, n in cells.items() for _ in range(n)]
    frame = pd.DataFrame(rows, columns=["gioi", "y"])
    return frame.assign(
        gioi=pd.Categorical(frame["gioi"], ["Nam", "Nữ"]), y=pd.Categorical(frame["y"], [*"12345", "kyk"])
    )


CROWD = {("Nam", "1"): 3, ("Nam", "2"): 20, ("Nam", "4"): 30, ("Nam", "5"): 47, ("Nam", "kyk"): 10,
         ("Nữ", "1"): 30, ("Nữ", "2"): 20, ("Nữ", "4"): 30, ("Nữ", "5"): 15, ("Nữ", "kyk"): 10}  # fmt: skip


def hidden(answers, question=OPINION, banners=(SEX,), nested=(), minimum=5, **plan):
    """The banner table before and after suppression."""
    columns = describe.columns(answers, list(banners), list(nested))
    table = describe.banner(answers, question, columns, plan=Tables(**plan))
    return table, without(table, minimum, question, plan.get("nets", {}))


def without(table, minimum=5, question=OPINION, nets=()):
    """The banner table after suppression."""
    known = what_is_known(question, nets)
    shown = privacy.suppress({"banners": describe.cells(table)}, minimum=minimum, known=known)["banners"]
    return describe.hide(table, shown, nets=known.nets, minimum=minimum)


def what_is_known(question=OPINION, nets=()):
    """What the questionnaire tells of a question and of its sums."""
    form = Questionnaire("", "", "", (), (Section("p", "", (question,)),))
    return privacy.known(form, describe.sums(form, Tables(nets=dict(nets))))


def one(table, option, group="Nam"):
    """The cell of a row whose name begins so."""
    return table[table["option"].str.startswith(option) & table["group"].eq(group)].iloc[0]


def test_every_figure_of_a_hidden_cell_is_blank():
    cell = one(hidden(people(CROWD))[1], "1")
    assert cell[["n", "percent", "row_percent"]].isna().all() and cell["letters"] == "" and cell["base"] == 110


def test_nets_and_ends_that_hold_a_hidden_cell_and_means_beside_one_are_blank():
    _, shown = hidden(people(CROWD), nets={"y": {"Có ý kiến rõ": ["1", "2", "4", "5"]}})
    derived = shown[shown["row"].isin(["net", "bottom2", "mean"]) & shown["by"].eq("gioi")]
    assert len(derived) == 6
    assert derived[["n", "percent", "mean", "sd", "median", "base", "effective_base"]].isna().all(axis=None)
    assert one(shown, "Điểm trung bình", "Tổng số")[["n", "mean"]].notna().all()


def test_an_end_of_a_scale_is_shown_where_the_cells_it_is_added_up_from_are():
    """4 and 5 and who has no opinion are printed: 77 of 160 − 60 men, whatever is hidden of 1 and 2."""
    _, shown = hidden(people(CROWD | {("Nam", "kyk"): 60, ("Nữ", "kyk"): 60}))
    assert shown.query("option in ['1', '2'] and by == 'gioi'")["n"].isna().all()
    assert one(shown, "Hai mức cao nhất")[["n", "percent", "base"]].tolist() == [77, 77.0, 100]
    told = privacy.audit({"banners": shown}, minimum=5, known=what_is_known())
    assert len(told) and told["safe"].all()
    outside = hidden(people(CROWD))[1]  # the base would tell how many stand outside
    assert one(outside, "Hai mức cao nhất")[["n", "percent", "base"]].isna().all()


def test_letters_that_point_at_a_hidden_cell_are_taken_out():
    ticked = [n for group in (3, 10, 40, 80) for n in [True] * group + [False] * (100 - group)]
    ticks = {"mang/zalo": ticked, "mang/fb": ticked, "mang/mes": [True] * 400}
    frame = pd.DataFrame({name: pd.array(column, dtype="boolean") for name, column in ticks.items()})
    frame["gioi"] = pd.Categorical([g for g in "abcd" for _ in range(100)])
    before, shown = hidden(frame, NETWORKS, (asked("gioi", "select one", "abcd"),))
    assert [one(before, "zalo", g)["letters"] for g in "abcd"] == ["", "", "A B", "A B C"]
    assert [one(shown, "zalo", g)["letters"] for g in "abcd"] == ["", "", "", "C"]
    assert shown.query("option == 'zalo' and by == 'gioi'")["n"].isna().tolist() == [True, True, False, False]


def test_a_letter_between_shown_cells_stays():
    frame = people({("Nam", "1"): 50, ("Nam", "5"): 50, ("Nữ", "1"): 20, ("Nữ", "5"): 80})
    assert one(hidden(frame)[1], "5", "Nữ")["letters"] == "A"


def test_a_hidden_no_opinion_takes_the_bases_that_leave_it_out_along():
    few = CROWD | {("Nam", "1"): 30, ("Nam", "kyk"): 2}
    shown = hidden(people(few), no_opinion="out")[1].query("group == 'Nam' and row == 'option'")
    assert shown[["base", "effective_base", "percent"]].isna().all(axis=None)
    assert shown["n"].notna().any()


def test_percentages_beside_hidden_cells_are_no_second_equation():
    shown = hidden(people(CROWD))[1].query("by == 'gioi'")["percent"].dropna()
    assert shown.tolist() == shown.round(1).tolist()
    whole = hidden(people(CROWD))[1].query("by == '(tổng số)' and option == '1'")["percent"].iloc[0]
    assert whole == pytest.approx(100 * 33 / 215, abs=1e-12)


def test_the_ticks_of_a_column_do_not_give_its_hidden_cell_away():
    zalo, fb = [True] * 3 + [False] * 97 + [True] * 50 + [False] * 50, [True] * 60 + [False] * 140
    ticks = {"mang/zalo": zalo, "mang/fb": fb, "mang/mes": [False] * 40 + [True] * 160}
    frame = pd.DataFrame({k: pd.array(v, dtype="boolean") for k, v in ticks.items()})
    frame["gioi"] = pd.Categorical(["Nam"] * 100 + ["Nữ"] * 100)
    shown = hidden(frame, NETWORKS)[1]
    assert np.isnan(one(shown, "zalo")["n"]) and shown.query("group == 'Nam'")["responses_percent"].isna().all()


def test_a_net_of_several_choices_is_protected_as_a_cell():
    fb, mes = [True] * 60 + [False] * 80 + [True] * 60, [False] * 60 + [True] * 38 + [False] * 42 + [True] * 60
    ticks = {"mang/zalo": [True] * 200, "mang/fb": fb, "mang/mes": mes}
    frame = pd.DataFrame({k: pd.array(v, dtype="boolean") for k, v in ticks.items()})
    frame["gioi"] = pd.Categorical(["Nam"] * 100 + ["Nữ"] * 100)
    shown = hidden(frame, NETWORKS, nets={"mang": {"Meta": ["fb", "mes"]}})[1]
    nets = shown.query("row == 'net'").set_index("group")["n"]
    assert np.isnan(nets["Nam"]) and nets[["Nữ", "Tổng số"]].isna().any()
    known = privacy.Known(several=frozenset({"mang"}), nets={"mang": {"Meta": ["fb", "mes"]}})
    assert privacy.audit({"banners": describe.cells(shown)}, minimum=5, known=known)["safe"].all()


def test_a_mean_of_few_people_is_hidden_with_one_more_group():
    frame = pd.DataFrame({"so": range(50), "gioi": ["Nam"] * 3 + ["Nữ"] * 47})
    frame["gioi"] = pd.Categorical(frame["gioi"], ["Nam", "Nữ"])
    shown = hidden(frame, AMOUNT)[1].set_index("group")
    assert shown.loc[["Nam", "Nữ"], ["n", "mean", "sd", "median", "base"]].isna().all(axis=None)
    assert shown.loc["Tổng số", "n"] == 50


def test_a_plan_without_tables_has_nothing_to_hide(form):
    none = describe.all_three_way(people(CROWD), form, Tables())
    assert without(none).empty


def test_nothing_is_lost_where_nothing_is_small():
    frame = people({pair: n + 10 for pair, n in CROWD.items()})
    before, shown = hidden(frame)
    pd.testing.assert_frame_equal(shown, before.astype({"n": float, "base": float}))


def test_the_cells_have_one_base_a_column_whatever_the_plan():
    table, _ = hidden(people(CROWD), no_opinion="out")
    cells = describe.cells(table)
    assert cells.groupby(["by", "group"])["base"].nunique().eq(1).all()
    assert cells.query("group == 'Nam'")["base"].iloc[0] == 110


def test_no_shown_figure_tells_a_hidden_count():
    """Some exchange of one person between two opinions of two groups must leave all that is shown as it is."""
    frame = people(CROWD)
    _, shown = hidden(frame)
    for at in shown.index[shown["n"].isna() & shown["row"].eq("option")]:
        option, group = shown.loc[at, ["option", "group"]]
        assert any(_same(shown, swapped, option, group) for swapped in _swaps(CROWD, option))


def _swaps(cells, option):
    for other in (o for o in [*"12345", "kyk"] if o != option):
        for step in (1, -1):
            moved = dict(cells)
            for group, sign in (("Nam", step), ("Nữ", -step)):
                moved[group, option] = moved.get((group, option), 0) + sign
                moved[group, other] = moved.get((group, other), 0) - sign
            if min(moved.values()) >= 0:
                yield moved


def _same(shown, cells, option, group):
    """Whether other answers would give the same shown figures."""
    columns = describe.columns(people(cells), [SEX])
    table = describe.banner(people(cells), OPINION, columns)
    figures = ["n", "percent", "row_percent", "mean", "sd", "median", "base", "effective_base"]
    seen, other = shown[figures].astype(float), table[figures].astype(float)
    percent, mean = ["percent", "row_percent"], ["mean", "sd"]
    other = other.assign(**other[percent].round(1), **other[mean].round(2))
    seen = seen.assign(**seen[percent].round(1), **seen[mean].round(2))
    return bool((seen.isna() | np.isclose(seen, other, equal_nan=True)).all(axis=None))


def test_nested_means_of_few_people_are_hidden_with_those_that_would_tell_them():
    frame = pd.DataFrame(
        {"so": range(80), "gioi": ["Nam"] * 40 + ["Nữ"] * 40, "tuoi": ["trẻ"] * 3 + ["già"] * 57 + ["trẻ"] * 20}
    )
    frame = frame.assign(gioi=pd.Categorical(frame["gioi"]), tuoi=pd.Categorical(frame["tuoi"], ["trẻ", "già"]))
    shown = hidden(frame, AMOUNT, (SEX,), [(SEX, AGE)])[1]
    assert shown.query("by == 'gioi › tuoi'")["n"].isna().tolist() == [True, True, False, False]
    assert shown.query("by == 'gioi'")["n"].notna().all()
    both = hidden(frame, AMOUNT, (SEX, AGE), [(SEX, AGE)])[1]  # the ages add up too
    assert both.query("by == 'gioi › tuoi'")[["n", "mean"]].isna().all(axis=None)


def nested_crowd(few=3):
    """Opinions by sex and age; young men who say "1" are few."""
    sizes = {
        ("Nam", "trẻ"): (few, 30, 40),
        ("Nam", "già"): (20, 35, 30),
        ("Nữ", "trẻ"): (25, 30, 50),
        ("Nữ", "già"): (20, 20, 20),
    }
    rows = [
        (*group, y) for group, counts in sizes.items() for y, n in zip("123", counts, strict=True) for _ in range(n)
    ]
    frame = pd.DataFrame(rows, columns=["gioi", "tuoi", "y"])
    kinds = {"gioi": ["Nam", "Nữ"], "tuoi": ["trẻ", "già"], "y": [*"12345", "kyk"]}
    return frame.assign(**{name: pd.Categorical(frame[name], values) for name, values in kinds.items()})


def test_an_option_small_in_a_nested_group_cannot_be_told_from_the_other_columns():
    shown = hidden(nested_crowd(), banners=(SEX, AGE), nested=[(SEX, AGE)])[1]
    assert np.isnan(one(shown, "1", "Nam › trẻ")["n"])
    assert privacy.audit({"banners": describe.cells(shown)}, minimum=5)["safe"].all()


def test_nested_groups_without_small_cells_are_shown():
    shown = hidden(nested_crowd(few=15), banners=(SEX, AGE), nested=[(SEX, AGE)])[1]
    assert shown["n"].notna().all()


def test_a_small_nested_group_cannot_be_told_from_the_other_columns():
    frame = nested_crowd()
    frame = frame[~(frame["gioi"].eq("Nam") & frame["tuoi"].eq("trẻ") & frame["y"].ne("1"))]
    shown = hidden(frame, banners=(SEX, AGE), nested=[(SEX, AGE)])[1]
    assert shown.query("group == 'Nam › trẻ'")[["base", "effective_base", "n"]].isna().all(axis=None)
    assert privacy.audit({"banners": describe.cells(shown)}, minimum=5)["safe"].all()


def test_a_letter_points_at_no_hidden_cell_of_a_column_that_shares_people():
    frame = people({("Nam", "1"): 60, ("Nam", "5"): 60, ("Nữ", "1"): 3, ("Nữ", "5"): 97})
    both = [True] * 110 + [False] * 10 + [False] * 100
    ticks = {
        "mang/zalo": [True] * 120 + [False] * 100,
        "mang/fb": both,
        "mang/mes": [False] * 60 + [True] * 60 + [True] * 100,
    }
    frame = frame.assign(**{name: pd.array(told, dtype="boolean") for name, told in ticks.items()})
    table = describe.banner(frame, OPINION, describe.columns(frame, [NETWORKS]))
    known = privacy.Known(several=frozenset({"mang"}))
    cells = privacy.suppress({"b": describe.cells(table)}, minimum=5, known=known)["b"]
    shown = describe.hide(table, cells, nets={}, minimum=5)
    assert one(table, "1", "zalo")["letters"] == "C" and np.isnan(one(shown, "1", "mes")["n"])
    assert "C" not in one(shown, "1", "zalo")["letters"] and one(shown, "1", "mes")["letters"] == ""
