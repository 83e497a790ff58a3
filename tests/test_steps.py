"""Weighted shares tell no hidden cell: whoever has the published tables alone solves for whole people."""

from dataclasses import replace
from unittest import mock

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline import describe, export, privacy, run, weight
from pipeline import survey as surveys
from pipeline.describe import steps
from pipeline.questionnaire import Question, Questionnaire, Section
from tests import whole
from tests.test_banners import OPINION, SEX

AGES, OFTEN = ("Dưới 30 tuổi", "30–49 tuổi", "Từ 50 tuổi"), ("Hằng ngày", "Hằng tuần", "Ít khi", "Không bao giờ")
FORM = """
| survey |
| | type | name | label |
| | select_one gioi | gioi | Câu 1. Giới tính? |
| | select_one tuoi | tuoi | Câu 2. Nhóm tuổi? |
| | select_one muc | q1 | Câu 3. Dùng thường xuyên không? |
| | select_one muc | q2 | Câu 4. Đọc thường xuyên không? |
| | select_one muc | q3 | Câu 5. Viết thường xuyên không? |

| choices |
| | list_name | name | label |
| | gioi | nam | Nam |
| | gioi | nu | Nữ |
| | tuoi | tre | Dưới 30 tuổi |
| | tuoi | vua | 30–49 tuổi |
| | tuoi | gia | Từ 50 tuổi |
| | muc | a | Hằng ngày |
| | muc | b | Hằng tuần |
| | muc | c | Ít khi |
| | muc | d | Không bao giờ |

| settings |
| | form_title | form_id |
| | Phiếu thử | thu |
"""
YAML = """
title: Cuộc hỏi thử
raw: phieu.csv
scales: {muc: {}}
banners: [gioi, tuoi]
population: {file: ds.csv}
weighting: {margins: [tuoi]}
"""


def written(folder, n):
    rng = np.random.default_rng(n)
    people = {"gioi": rng.choice(["Nam", "Nữ"], n), "tuoi": rng.choice(AGES, n, p=[0.5, 0.3, 0.2])}
    people |= {q: rng.choice(OFTEN, n, p=[0.42, 0.32, 0.17, 0.09]) for q in ("q1", "q2")}
    people["q3"] = rng.choice(OFTEN, n, p=[0.6, 0.25, 0.14, 0.01])  # too few for a share of everybody
    pd.DataFrame(people).to_csv(folder / "phieu.csv", index=False)
    (folder / "ds.csv").write_text("tuoi,so_nguoi\ntre,1431\nvua,1207\ngia,1018\n", encoding="utf-8")
    (folder / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (folder / "survey.yaml").write_text(YAML, encoding="utf-8")
    return folder / "survey.yaml", pd.DataFrame(people)


def ranges(tables, question):
    """Least and greatest whole number of people of every hidden cell by age: {(option, age): (low, high)}.

    From weights.csv the weight of every age, from crosstabs.csv and frequencies.csv the counts, and the weighted shares
    and means of everybody, within half a point where they are whole points.
    """
    ages, cells = tables["weights"].set_index("option"), tables["crosstabs"].query("question == @question")
    n, each = ages["n"].reindex(AGES), (ages["weighted"] / ages["sample"]).reindex(AGES)
    at = pd.MultiIndex.from_product([OFTEN, AGES])
    mass, rows = np.tile(each.to_numpy(), len(OFTEN)), [(at.get_level_values(1) == age, n[age], 0) for age in AGES]
    known = cells[cells["by"].eq("tuoi")].set_index(["option", "group"])["n"]
    rows += [(at == cell, people, 0) for cell, people in known.dropna().items()]
    unit, printed = 5 if n.sum() < 100 else 1, tables["frequencies"].query("question == @question").set_index("option")
    for option, people in printed["n"].dropna().items():
        rows.append((at.get_level_values(0) == option, people, 0))
    for option, share in printed["percent"].dropna().items():
        is_option = at.get_level_values(0) == option
        rows.append((is_option * mass, share * n.sum() / 100, _half(share, unit) * n.sum() / 100))
    means = tables["banners"].query("question == @question and row == 'mean' and group == 'Tổng số'")["mean"].dropna()
    points = np.repeat(np.arange(1, 5), len(AGES)) * mass
    rows += [(points, mean * n.sum(), _half(mean, unit / 100) * n.sum()) for mean in means]
    lines, middle, half = (np.array(list(of), float) for of in zip(*rows, strict=True))
    limits = LinearConstraint(lines, middle - half, middle + half)
    hidden = cells[cells["by"].eq("tuoi") & cells["percent"].isna()].set_index(["option", "group"]).index
    return {cell: _ends(at == cell, limits) for cell in hidden}


def _half(value, unit):
    """How far a printed number may lie from the exact one: beside a hidden cell a table keeps a decimal."""
    widths = [s for s in (unit, 0.1, 0.01) if abs(value / s - round(value / s)) < 1e-6]
    return max(widths, default=2e-7) / 2


def _ends(cell, limits):
    found = [
        milp(sign * cell, constraints=limits, integrality=np.ones(len(cell)), bounds=Bounds(0)) for sign in (1, -1)
    ]
    return round(found[0].fun), round(-found[1].fun)


def attacked(folder, n):
    """(low, high, truth) of every hidden cell by age of a survey that the notebooks 01–03 ran."""
    survey, people = written(folder, n)
    with mock.patch.object(run, "NOTEBOOKS", run.NOTEBOOKS[:3]):
        tables = whole.notebooks(survey, folder / "ra")
    privacy.refuse_leaks(export.audited(surveys.read(survey), tables))  # blank counts are none of its hidden cells
    return [
        (*ends, int((people[q].eq(option) & people["tuoi"].eq(age)).sum()))
        for q in ("q1", "q2", "q3")
        for (option, age), ends in ranges(tables, q).items()
    ]


@pytest.mark.parametrize("n", [90, 240])
def test_no_hidden_cell_comes_back_through_weighted_shares(tmp_path, n):
    found = attacked(tmp_path, n)
    assert len(found) > 5 and all(low <= truth <= high for low, high, truth in found)
    assert [ends for *ends, _ in found if ends[1] - ends[0] <= 2] == []


def test_without_steps_hidden_cells_come_back_to_a_person(tmp_path):
    with mock.patch.object(describe, "coarsening", lambda *_, **__: lambda table: table):
        found = attacked(tmp_path, 240)
    assert sum(low == high == truth for low, high, truth in found) > len(found) / 2


FORM_OF_TWO = Questionnaire("", "", "", (), (Section("p", "", (SEX, OPINION)),))


def shown(weights, lost="1", minimum=5, n=400, form=FORM_OF_TWO, with_answers=False):
    """Frequencies, estimates and banner table of n people whose opinions follow their order, before and after, where
    ``lost`` is hidden among men; ``weights``: of every person from the sex."""
    sex = np.where(np.arange(n) % 5 < 2, "Nam", "Nữ")
    frame = pd.DataFrame({"gioi": pd.Categorical(sex, ["Nam", "Nữ"]), "weight": weights(sex)})
    points = pd.Categorical(np.resize([*"12345", "kyk", "4"], n), [*"12345", "kyk"])
    frame = frame.assign(y=points, weight=frame["weight"] / frame["weight"].mean())
    table = describe.banner(frame, OPINION, describe.columns(frame, [SEX]), weight="weight").astype({"n": float})
    gone = table["option"].isin(list(lost)) & table["by"].eq("gioi")
    table["n"] = table["n"].mask(gone)
    table["percent"] = table["percent"].mask(gone)
    before = {"frequencies": describe.frequencies(frame, OPINION, weight="weight"), "banners": table}
    before["estimates"] = weight.estimates(frame, [OPINION], weight="weight")
    cut = describe.coarsening(before, frame, form, minimum=minimum, weight="weight")
    after = {name: cut(table) for name, table in before.items()}
    return (frame, before, after) if with_answers else (before, after)


def by_sex(sex):
    return np.where(sex == "Nam", 1.2, 0.9)


def test_only_lines_with_a_hidden_option_stand_in_steps_and_limits_hold_the_exact_ones():
    before, after = shown(by_sex, n=800)
    exact, coarse = (of["estimates"].set_index("option") for of in (before, after))
    assert coarse.drop("1").equals(exact.drop("1"))
    assert coarse.loc["1", "percent"] == round(exact.loc["1", "percent"]) != exact.loc["1", "percent"]
    assert coarse.loc["1", "low"] <= exact.loc["1", "low"] < exact.loc["1", "high"] <= coarse.loc["1", "high"]
    means = (of["banners"].query("row == 'mean' and group == 'Tổng số'")["mean"].item() for of in (before, after))
    assert [round(100 * mean, 6) % 1 == 0 for mean in means] == [False, True]


def test_groups_of_a_number_are_groups_like_any_other():
    asked = Question("so", "integer", "Số?"), OPINION
    of_number = Questionnaire("", "", "", (), (Section("p", "", asked, groups=(replace(SEX, of="so"),)),))
    (_, one), (_, other) = shown(by_sex, n=280), shown(by_sex, n=280, form=of_number)
    assert all(other[name].equals(table) for name, table in one.items()) and one["estimates"]["n"].isna().any()


def test_an_option_of_too_few_in_all_keeps_the_counts_that_are_shown():
    frame, before, _ = shown(by_sex, lost=["1", "2"], n=140, with_answers=True)
    rare = {name: table["option"].eq("1") for name, table in before.items()}
    everybody = {
        name: rare[name] & table.get("by", pd.Series("(tổng số)", table.index)).eq("(tổng số)")
        for name, table in before.items()
    }
    before = {
        name: table.assign(**{c: table[c].astype(float).mask(everybody[name]) for c in ("n", "percent")})
        for name, table in before.items()
    }
    women = before["banners"]["option"].eq("1") & before["banners"]["group"].eq("Nữ")
    before["banners"].loc[women, ["n", "percent"]] = 0.0
    after = describe.coarsening(before, frame, FORM_OF_TWO, minimum=5, weight="weight")(before["banners"])
    assert after.loc[women, "n"].tolist() == [0] and after.loc[after["option"].eq("2"), "n"].isna().all()


def test_people_of_one_weight_have_exact_shares():
    before, after = shown(by_sex, n=800)
    exact, left = (of["banners"].query("by == 'gioi' and row == 'option'")["percent"] for of in (before, after))
    assert left.equals(exact)


@pytest.mark.parametrize("weights", [np.ones_like, lambda sex: np.resize([0.8, 1.1, 1.1], len(sex))])
def test_weights_that_do_not_go_with_the_groups_tell_nothing_and_change_nothing(weights):
    before, after = shown(lambda sex: weights(np.arange(len(sex), dtype=float)))
    assert all(after[name].equals(table) for name, table in before.items())


@pytest.mark.parametrize("room", [0, 2])
def test_where_people_who_change_places_would_be_seen_nobody_is_told_how_many_they_are(room):
    with mock.patch.object(steps, "ROOM", room):
        tables = shown(by_sex, lost=["1", "2"], n=140)[1]
    line = tables["estimates"].set_index("option").loc["1"]
    assert line["percent"] == round(line["percent"]) and np.isnan(line["n"]) == (room > 0)
    others = tables["frequencies"].set_index("option").loc[["3", "4", "5"], "n"]
    assert others.notna().all()
