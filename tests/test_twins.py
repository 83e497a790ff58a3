"""Tests of pipeline.infer.twins: from printed tests nobody reckons how few gave no opinion or are in a small group."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from pipeline import infer, weight
from pipeline.questionnaire import Choice, Question
from pipeline.survey.model import Comparison

POINTS, APART, GROUPS = ("kém", "vừa", "tốt", "rất tốt"), "không có ý kiến", ("A", "B", "C", "D")


def one(name, *labels, points=()):
    return Question(name, "select one", name, choices=tuple(Choice(c, c) for c in labels), points=tuple(points))


ITEMS = tuple(one(f"i{at}", *POINTS, APART, points=POINTS) for at in range(1, 4))
FORM = {q.name: q for q in (*ITEMS, one("g", *GROUPS), one("s", "nam", "nữ"))}
ABOUT = [Comparison("họ", tuple(q.name for q in ITEMS), ("g", "s"))]
OUTCOMES = [SimpleNamespace(question="i1", by=("s", "i2"), model="linear")]
SURVEY = SimpleNamespace(
    form=SimpleNamespace(variables=tuple(FORM.values())), banners=("s",), comparisons=ABOUT,
    inference=SimpleNamespace(outcomes=OUTCOMES),
)  # fmt: skip
CLASSICAL = type("Form", (), {"batteries": [ITEMS], "__getitem__": lambda _, name: FORM[name]})()


def answers(people, apart, small=0, seed=1):
    """A battery of three items that go together, by groups; ``apart`` have no opinion of i1, ``small`` are group D."""
    chance = np.random.default_rng(seed)
    group, common = chance.integers(0, 3, people), chance.normal(size=people)
    scores = {q.name: 1.4 + 0.15 * at + 0.6 * common + 0.4 * group + 0.7 * chance.normal(size=people)
              for at, q in enumerate(ITEMS)}  # fmt: skip
    frame = pd.DataFrame({k: np.array(POINTS, object)[np.clip(v.round(), 0, 3).astype(int)] for k, v in scores.items()})
    frame = frame.assign(g=np.array(GROUPS, object)[group], s=np.tile(["nam", "nữ"], people // 2))
    frame.loc[chance.choice(people, 4, replace=False)[:apart], "i1"] = APART
    frame.loc[chance.choice(people, 4, replace=False)[:small], "g"] = "D"
    return frame


def printed(frame):
    """Every table of tests that is printed, by name."""
    twins = infer.twins(frame, SURVEY)
    tests = infer.told(twins, infer.families, ABOUT, FORM)
    found = infer.told(twins, infer.regressions, OUTCOMES, FORM)
    return (
        {"tests": tests, "pairs": infer.told(twins, infer.all_pairs, tests, FORM)}
        | {"regressions": found[0], "fit": found[1], "ranking": infer.told(twins, infer.ranking, [ITEMS])}
        | {"batteries": infer.told(twins, infer.all_batteries, [ITEMS])}
        | {"correlations": infer.told(twins, infer.correlations, ITEMS)}
        | {"reliability": infer.told(twins, infer.all_reliability, [ITEMS])}
        | infer.told(twins, infer.factor_analysis, [ITEMS])._asdict()
        | infer.told(twins, infer.classical, ABOUT, CLASSICAL)._asdict()
    )


def test_twins_differ_only_in_how_many_the_few_are():
    frame = answers(300, 3)
    twins = infer.twins(frame, SURVEY)
    rarest = frame["i1"].value_counts().idxmin() if frame["i1"].value_counts().min() > 4 else "kém"
    assert [t["i1"].eq(APART).sum() for t in twins] == [1, 2, 3, 4] and twins[2].equals(frame)
    for twin in twins:
        moved = twin["i1"] != frame["i1"]
        assert twin.drop(columns="i1").equals(frame.drop(columns="i1"))
        assert {*twin.loc[moved, "i1"], *frame.loc[moved, "i1"]} <= {APART, rarest}
    joined = frame.index[twins[3]["i1"].eq(APART) & frame["i1"].ne(APART)].item()
    few = frame[frame["i1"].eq(APART)]
    assert (few[["g", "s"]] == frame.loc[joined, ["g", "s"]]).all(axis=1).any()


def test_answers_without_few_are_tested_as_they_are():
    frame = answers(300, 0)
    (twin,) = infer.twins(frame, SURVEY)
    assert twin is frame
    told = infer.told([twin], infer.families, ABOUT, FORM)
    pd.testing.assert_frame_equal(told, infer.families(frame, ABOUT, FORM))
    many = answers(300, 0)
    many.loc[many.index[:40], "i1"] = APART
    assert len(infer.twins(many, SURVEY)) == 1 and infer.all_batteries(many, [ITEMS])["t_df"].iloc[1] == 259


def numbers_of(tables):
    """What tells a number of people by itself: n, base, degrees of freedom; and (t / d_z)²."""
    of_groups = ("pairs", "classical_pairs", "regressions")  # of these tables tell, too, whether nobody is left out
    columns = {t: ("base", "df2", "t_df", "df", *("n" * (t not in of_groups))) for t in tables}
    told = {(t, c): tables[t][c].tolist() for t in tables for c in columns[t] if c in tables[t]}
    pairs = tables["batteries"].iloc[1:]
    return told, ((pairs["t"] / pairs["d_z"]) ** 2).to_numpy()


def test_numbers_of_people_are_printed_alike_whatever_the_number_of_few(people=120):
    found = [numbers_of(printed(answers(people, apart))) for apart in (1, 4)]
    for name, numbers in found[0][0].items():
        for other, _ in found[1:]:
            np.testing.assert_array_equal(numbers, other[name], str(name))
    exact = np.array([people - 1, people - 4])
    squares = np.array([one[1] for one in found]).T
    assert not any((np.abs(each - exact) < 0.5).all() for each in squares)
    plain = infer.all_batteries(answers(people, 3), [ITEMS]).iloc[1:]
    assert ((plain["t"] / plain["d_z"]) ** 2).to_numpy() == pytest.approx(people - 3)  # which is how it was told


def test_of_many_people_next_to_nothing_is_lost():
    frame = answers(5000, 3)
    exact, told = (
        infer.families(frame, ABOUT, FORM),
        infer.told(infer.twins(frame, SURVEY), infer.families, ABOUT, FORM),
    )
    off = (told["effect"] - exact["effect"]).abs()
    assert off.max() < 0.002 and told["size"].tolist() == exact["size"].tolist()
    assert (told["p_adjusted"].lt(0.05) == exact["p_adjusted"].lt(0.05)).all()
    others = exact["question"].ne("i1")
    pd.testing.assert_frame_equal(told[others].drop(columns="p_adjusted"), exact[others].drop(columns="p_adjusted"))


def test_a_small_group_is_not_told_by_the_tests_that_leave_it_out():
    twins, about = infer.twins(answers(300, 0, small=1), SURVEY), [Comparison("họ", ("i1",), ("g", "s"))]
    tests = infer.told(twins, infer.families, about, FORM).set_index("by")
    assert tests.loc["g", "n"] == 290 and tests.loc["s", "n"] == 300
    classical = infer.told(twins, infer.classical, about, CLASSICAL).classical_tests.set_index("by")
    assert classical.loc["g", "df2"] in (294, 295)  # exact: 296 down to 293


def test_of_pairs_of_groups_those_of_whom_few_have_no_opinion_are_told_coarsely():
    frame = answers(300, 0)
    frame.loc[frame.index[frame["g"].eq("A")][:3], "i1"] = APART
    frame.loc[frame.index[frame["g"].eq("B")][:9], "i1"] = APART  # twelve in all: they are no secret, three are
    tests = infer.families(frame, [Comparison("họ", ("i1",), ("g",))], FORM)
    rows = infer.all_pairs(frame, tests, FORM).set_index(["group_a", "group_b"])
    sizes = frame[frame["i1"].ne(APART)]["g"].value_counts()
    assert rows.loc[("B", "C"), "n"] == sizes["B"] + sizes["C"] and np.isfinite(rows.loc[("B", "C"), "statistic"])
    for pair in [("A", "B"), ("A", "C")]:
        assert rows.loc[pair, "n"] == sizes[[*pair]].sum() // 10 * 10 and np.isnan(rows.loc[pair, "statistic"])
        assert rows.loc[pair, "effect"] == round(rows.loc[pair, "effect"], 2)


def test_of_a_scale_whose_rarest_point_is_chosen_by_few_only_the_choice_apart_moves():
    frame = answers(300, 2)
    rarest = frame.loc[frame["i1"].ne(APART), "i1"].value_counts().idxmin()
    frame.loc[frame.index[frame["i1"].eq(rarest)][4:], "i1"] = "tốt"
    twins = infer.twins(frame, SURVEY)
    assert [t["i1"].eq(rarest).sum() for t in twins] == [5, 4, 3, 2]


def test_words_of_twins_tell_no_degrees_of_freedom():
    frame = answers(300, 3).assign(w=np.tile([0.5, 1.5, 1.0], 100))
    about = [Comparison("họ", ("s",), ("i1",))]
    assert infer.families(frame, about, FORM, weight="w")["method"].item() == "χ² Rao–Scott, F(3,00; 895,7)"
    told = infer.told(infer.twins(frame, SURVEY), infer.families, about, FORM, weight="w")
    assert told["method"].item() == "χ² Rao–Scott"


def test_with_weights_and_by_days_the_few_are_not_told_either():
    frame = answers(300, 3).assign(w=np.tile([0.5, 1.5, 1.0], 100))
    twins = infer.twins(frame, SURVEY)
    batteries = infer.told(twins, infer.all_batteries, [ITEMS], weight="w")
    assert batteries["n"].eq(290).all() and batteries["df_weighted"].iloc[0] == 2
    wave = weight.waves(pd.Series(["2022-03-28"] * 150 + ["2022-03-29"] * 150))
    told = infer.told(twins, weight.early_late, list(ITEMS), wave)
    assert told["n"].tolist() == [290, 300, 300]


def test_a_row_that_a_twin_lacks_is_left_out_and_the_greatest_p_is_told():
    def test(frame):
        n = int(frame["i1"].eq(APART).sum())
        kept = pd.DataFrame(
            {"item": ["a", "b"], "n": [300 - n] * 2, "p": [0.04 + n / 1000, 1e-9 * n], "mean": [2 + n / 100] * 2}
        )
        return kept.iloc[: 1 if n == 4 else 2]

    told = infer.told(infer.twins(answers(300, 2), SURVEY), test)
    assert told.to_dict("records") == [{"item": "a", "n": 290, "p": 0.044, "mean": 2.03}]
