"""Tests of pipeline.infer.coarse: from printed tests nobody reckons how few gave no opinion or are in a small group."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from pipeline import infer
from pipeline.infer import coarse, effects
from pipeline.questionnaire import Choice, Question
from pipeline.survey.model import Comparison

POINTS, APART, GROUPS = ("kém", "vừa", "tốt", "rất tốt"), "không có ý kiến", ("A", "B", "C")
NO_NUMBER = ["statistic", "df", "df2", "t", "t_df", "t_p", "d_z_low", "levene_mean", "joint_statistic", "joint_df2"]


def one(name, *labels, points=()):
    return Question(name, "select one", name, choices=tuple(Choice(c, c) for c in labels), points=tuple(points))


ITEMS = tuple(one(f"i{at}", *POINTS, APART, points=POINTS) for at in range(1, 5))
GROUP = one("g", *GROUPS)
FORM = {q.name: q for q in (*ITEMS, GROUP)}


def answers(people, apart, seed=1):
    """A battery of four items that go together, by three groups; ``apart`` people have no opinion of the first."""
    chance = np.random.default_rng(seed)
    group, common = chance.integers(0, 3, people), chance.normal(size=people)
    scores = {q.name: 1.4 + 0.15 * at + 0.6 * common + 0.4 * group + 0.7 * chance.normal(size=people)
              for at, q in enumerate(ITEMS)}  # fmt: skip
    frame = pd.DataFrame({k: np.array(POINTS, object)[np.clip(v.round(), 0, 3).astype(int)] for k, v in scores.items()})
    frame.loc[chance.choice(people, apart, replace=False), "i1"] = APART
    return frame.assign(g=np.array(GROUPS)[group])


def printed(frame):
    """Every table of tests that is printed, by name."""
    about = [Comparison("họ", tuple(q.name for q in ITEMS), ("g",))]
    tests = infer.families(frame, about, FORM)
    planned = [SimpleNamespace(question="i1", by=("g", "i2"), model="linear")]
    found = infer.regressions(frame, planned, FORM)
    form = type("Form", (), {"batteries": [ITEMS], "__getitem__": lambda _, name: FORM[name]})()
    return (
        {"tests": tests, "pairs": infer.all_pairs(frame, tests, FORM), "regressions": found[0], "fit": found[1]}
        | {"batteries": infer.all_batteries(frame, [ITEMS]), "ranking": infer.ranking(frame, [ITEMS])}
        | {"correlations": infer.correlations(frame, ITEMS), "reliability": infer.all_reliability(frame, [ITEMS])}
        | infer.factor_analysis(frame, [ITEMS])._asdict()
        | infer.classical(frame, about, form)._asdict()
    )


def rounds_to(told, exact):
    """Whether a printed figure may be the rounding of this one."""
    digits = len(np.format_float_positional(told, trim="-").partition(".")[2])
    return abs(told - exact) <= 0.5 * 10**-digits + 1e-9


def near(told):
    """Every figure, finely enough, that a printed one may stand for."""
    digits = len(np.format_float_positional(told, trim="-").partition(".")[2])
    return told + np.linspace(-0.5, 0.5, 41) * 10**-digits


def fishers(r, n):
    return np.tanh(np.arctanh(r) + np.array([-1, 1]) * stats.norm.ppf(0.975) / np.sqrt(n - 3))


def feldts(alpha, n, k=4):
    return 1 - (1 - alpha) * stats.f.ppf([0.975, 0.025], n - 1, (n - 1) * (k - 1))


def fits(row, n, limits, names):
    """Whether some estimate that the printed one may stand for has the printed limits with ``n`` people."""
    found = (limits(exact, n) for exact in near(row[names[0]]))
    return any(all(rounds_to(row[name], end) for name, end in zip(names[1:], ends, strict=True)) for ends in found)


@pytest.mark.parametrize("people", [120, 300, 5000])
def test_where_few_gave_no_opinion_every_number_of_them_fits_what_is_printed(people):
    for apart in (1, 2, 3, 4):
        tables, left = printed(answers(people, apart)), range(people - 4, people)
        for name, table in tables.items():
            column = "base" if "base" in table else "n"
            assert not table[column].isin([*left]).any(), (name, apart)
        r = tables["correlations"].query("measure == 'r Pearson' and question == 'i1'").to_dict("records")
        whole = tables["reliability"].iloc[0]
        means = tables["ranking"]["mean"]
        for n in left:
            assert all(fits(row, n, fishers, ("value", "low", "high")) for row in r)
            assert fits(whole, n, feldts, ("alpha", "alpha_low", "alpha_high"))
            assert all(
                any(rounds_to(mean, total / n) for total in [int(mean * n), int(mean * n) + 1]) for mean in means
            )


def test_no_statistic_stands_in_a_row_that_would_tell_of_few():
    exact, coarsed = printed(answers(300, 0)), printed(answers(300, 3))
    for table in (t for name, t in coarsed.items() if not name.endswith("pairs")):
        asked = table[table.columns.intersection(["question", "other"])]
        of_few = asked.eq("i1").any(axis=1) if len(asked.columns) else pd.Series(True, table.index)
        assert table.loc[of_few, table.columns.intersection(NO_NUMBER)].isna().all(axis=None)
    assert {"statistic", "t", "levene_mean", "joint_statistic"} <= {c for t in exact.values() for c in t}


def test_many_without_an_opinion_are_no_secret():
    tables = printed(answers(300, 40))
    assert tables["batteries"]["n"].eq(260).all() and tables["batteries"]["t_df"].iloc[1] == 259
    assert tables["tests"]["n"].tolist() == [260, 300, 300, 300] and tables["tests"]["statistic"].notna().all()


def test_not_what_all_left_out_but_what_one_choice_hides_is_asked():
    frame = answers(300, 3)
    frame.loc[frame.index[frame["i1"].ne(APART)][:40], "i2"] = APART  # beside 40 that are printed, 43 tell of 3
    assert infer.correlations(frame, ITEMS[:2])["n"].eq(250).all()
    assert infer.correlations(frame, ITEMS[1:3])["n"].eq(260).all()


def test_of_pairs_of_groups_those_with_few_are_coarse():
    frame = answers(300, 0)
    frame.loc[frame.index[frame["g"].eq("A")][:3], "i1"] = APART
    frame.loc[frame.index[frame["g"].eq("B")][:9], "i1"] = APART
    tests = infer.families(frame, [Comparison("họ", ("i1",), ("g",))], FORM)
    rows = infer.all_pairs(frame, tests, FORM).set_index(["group_a", "group_b"])
    sizes = frame[frame["i1"].ne(APART)]["g"].value_counts()
    assert rows.loc[("B", "C"), "n"] == sizes["B"] + sizes["C"] and rows.loc[("B", "C"), "statistic"] != 0
    for pair in [("A", "B"), ("A", "C")]:
        assert rows.loc[pair, "n"] == sizes[[*pair]].sum() // 10 * 10 and np.isnan(rows.loc[pair, "statistic"])


def test_a_weighted_test_does_not_tell_the_people_by_its_second_degrees_of_freedom():
    frame, two = answers(300, 3).assign(w=np.tile([0.5, 1.5, 1.0], 100), h=np.tile(["x", "y"], 150)), one("h", "x", "y")
    about = [Comparison("họ", ("h",), ("i1",))]
    assert infer.compare(frame, two, ITEMS[0], weight="w")["method"].item() == "χ² Rao–Scott, F(2,99; 895,4)"
    assert infer.families(frame, about, FORM | {"h": two}, weight="w")["method"].item() == "χ² Rao–Scott"
    rows = infer.all_batteries(frame, [ITEMS], weight="w")
    assert rows[["df_weighted", "df2_weighted", "statistic_weighted"]].isna().all(axis=None)
    assert rows["p_adjusted_weighted"].notna().all() and rows["effect_weighted"].notna().all()


@pytest.mark.parametrize("name", ["V Cramér", "ε² Kruskal–Wallis", "W Kendall", "g Hedges"])
def test_rounding_moves_no_effect_over_a_band_and_no_p_over_its_threshold(name):
    chance = np.random.default_rng(5)
    at, p = chance.uniform(0, 0.6, 400), 10 ** chance.uniform(-6, 0, 400)
    p[:3], at[:2] = (0.0496, 0.0504, 1e-30), effects.BANDS[name][0] + np.array([-1e-4, 1e-4])
    rows = pd.DataFrame({"n": 200, "p": p, "p_adjusted": p, "effect": at, "effect_name": name, "effect_low": at - 0.05,
                         "effect_high": at + 0.05, "side": np.nan, "method": ""})  # fmt: skip
    told = coarse.coarse(rows, True)
    for column in ("effect", "effect_low", "effect_high"):
        assert [effects.size(x, name) for x in told[column]] == [effects.size(x, name) for x in rows[column]]
        assert (np.sign(told[column]) == np.sign(rows[column])).all()
    assert (told["p"].lt(0.05) == rows["p"].lt(0.05)).all() and (told["p"].lt(0.001) == rows["p"].lt(0.001)).all()
    assert told["p"].min() == 0.0009 and told["n"].dtype == rows["n"].dtype
    assert coarse.coarse(rows, False) is rows
