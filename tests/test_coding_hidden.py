"""Hidden cells of coded open questions do not come back: by codes that add up, by who decided, by digits."""

from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import Bounds, LinearConstraint, milp

from pipeline import coding, export, privacy
from pipeline.coding import results
from pipeline.coding.hand import empty
from pipeline.questionnaire import Choice, Questionnaire, Section
from tests.test_coding import FRAME, read

ONE_CODE = "K1", "K2", "K3", "khac", "0", ""


def study(form, rows, codes):
    """(answers, banners, study) of answers (codes, how, group of each banner …)."""
    people = pd.DataFrame(rows, columns=["codes", "how", *(f"by{n}" for n in range(len(rows[0]) - 2))])
    coded = results.folded(people[["codes", "how"]], minimum=5)
    question = results.several(form["gop_y"], coded, codes)
    banners = [_banner(form, name, people[name]) for name in people.columns[2:]]
    answers = people[people.columns[2:]].astype("category").assign(gop_y="x", weight=np.linspace(0.5, 2, len(people)))
    prepared, hand = pd.DataFrame({"key": [], "kind": []}), empty()  # nobody is left to be coded by a person
    return answers, banners, SimpleNamespace(question=question, shown=coded, frame=codes, prepared=prepared, hand=hand)


def tables(form, rows, codes, weight=None):
    """(counts, crosstabs) in full of such answers."""
    answers, banners, one = study(form, rows, codes)
    found = {"gop_y": one}
    crossed = coding.all_crosstabs(answers, found, banners, weight=weight)
    return coding.all_counts(answers, found, weight=weight), crossed


def _banner(form, name, groups):
    choices = tuple(Choice(group, group) for group in sorted(set(groups)))
    return replace(form["dung"], name=name, label=name, choices=choices)


def drawn(draw, sizes, banners=((0.7, 0.2, 0.1), (0.45, 0.55))):
    """Answers with one code, so many of each, in groups drawn at random."""
    codes = [code for code, n in zip(ONE_CODE, sizes, strict=True) for _ in range(n)]
    groups = [draw.choice(list("ABC"[: len(shares)]), len(codes), p=shares) for shares in banners]
    how = ["quy tắc" if code == "0" else "chưa mã hóa" if code == "" else "máy" for code in codes]
    return list(zip(codes, how, *groups, strict=True))


def narrowest(counts, crossed):
    """How wide the narrowest range of a hidden cell is to who knows that every answer carries one code: whole people,
    two programs a cell."""
    told = counts.rename(columns={"name": "option"}).assign(by="", group="")
    cells = pd.concat([told, crossed], ignore_index=True)[["by", "group", "option", "n", "base"]]
    is_net = cells["option"].isin(counts.loc[counts["level"].eq("nhóm lớn"), "name"])
    rows = [(of.index, 1.0, of["base"].iloc[0]) for _, of in cells[~is_net].groupby(["by", "group"])]
    for _, own in cells.groupby("option"):
        whole = own.index[own["by"].eq("")]
        rows += [(whole.append(of.index), [-1.0] + [1.0] * len(of), 0) for by, of in own.groupby("by") if by]
    for net, parts in counts[counts["net"].fillna("").ne("")].groupby("net")["name"]:
        for _, of in cells[cells["option"].isin([net, *parts])].groupby(["by", "group"]):
            rows.append((of.index, np.where(of["option"].eq(net), -1.0, 1.0), 0))
    matrix = np.zeros((len(rows), len(cells)))
    for at, (columns, factors, _) in enumerate(rows):
        matrix[at, columns] = factors
    sums = LinearConstraint(matrix, *([total for *_, total in rows],) * 2)
    limits = Bounds(cells["n"].fillna(0), cells["n"].fillna(cells["base"]))
    found = []
    for cell in cells.index[cells["n"].isna()]:
        cost = np.eye(len(cells))[cell]
        ends = [milp(s * cost, constraints=sums, bounds=limits, integrality=np.ones(len(cells))).fun for s in (1, -1)]
        found.append(round(-sum(ends)))
    return min(found, default=np.inf)


def hidden(full):
    counted, crossed = full
    return coding.hidden(counted, crossed, minimum=5, people=int(counted["base"].max()))


def test_others_are_not_what_is_left_of_all_where_every_answer_carries_one_code(form, survey):
    sizes = 2069, 352, 93, 3, 229, 29
    full = tables(form, drawn(np.random.default_rng(0), sizes), read(FRAME))
    assert full[0]["n"].sum() == 2775 and results.one_each(full[0]) == {"gop_y"}
    counts, crossed = hidden(full)
    n = counts.set_index("code")["n"]
    assert n[["K1", "K2", "K3", "0"]].tolist() == [2069, 352, 93, 229] and n[["khac", "chua"]].isna().all()
    assert narrowest(counts, crossed) >= 5
    singly = {"open_coding": pd.DataFrame({"question": ["gop_y"], "several": False})}
    told = {"open_answers": counts, "open_crosstabs": crossed}
    assert export.audited(survey, told | singly)["safe"].all()
    # of what was hidden without that knowledge both attacks get the three people, and more
    told, known = coding.printed(*full, people=2775)
    shown = privacy.suppress(told, minimum=5, known=known)
    loose = full[0].assign(**{c: shown["open_answers"][c] for c in ("n", "percent")})
    assert loose["n"].isna().sum() == 1 and narrowest(loose, shown["open_crosstabs"]) == 0
    told = {"open_answers": loose, "open_crosstabs": shown["open_crosstabs"]}
    assert not export.audited(survey, told | singly)["safe"].all()
    assert export.audited(survey, told)["safe"].all()  # to who does not know it


@pytest.mark.parametrize("seed", range(4))
def test_no_hidden_cell_of_an_answer_with_one_code_is_known_within_five_people(form, seed):
    draw = np.random.default_rng(seed)
    sizes = draw.integers((60, 10, 5, 0, 0, 0), (160, 60, 12, 9, 30, 30))
    for codes in (read(FRAME), read(FRAME.replace("tập huấn,,tập", "tập huấn,Thông tin,tập"))):  # K1 and K3 in a net
        counts, crossed = hidden(tables(form, drawn(draw, sizes), codes))
        assert crossed["n"].isna().any() and narrowest(counts, crossed) >= 5


def test_who_decided_is_not_told_beside_a_hidden_code(form):
    ways = {"K1": (37, 74), "K2": (14, 13), "K3": (5, 1), "khac": (4, 0)}  # by a person, by the machine
    rows = [(code, how, "A") for code, of in ways.items() for how, n in zip(("người", "máy"), of, strict=True)
            for _ in range(n)]  # fmt: skip
    rows += [("0", "quy tắc", "A")] * 13
    some = [*rows, *[("", "chưa mã hóa", "A")] * 5]
    counts, _ = hidden(tables(form, some, read(FRAME)))
    # 60 by a person in all, less 37, 14 and 5 of the codes that are shown, would be the four others
    assert np.isnan(counts.set_index("code")["n"]["khac"]) and counts[results.DECIDED_BY].isna().all(axis=None)
    shown = pd.DataFrame(some, columns=["codes", "how", "by"])
    quality = dict.fromkeys(("asked", "expected", "agreement", "found", "threshold"), 0.9) | {"base": 50}
    row = results.coverage("gop_y", shown, quality, counts).iloc[0]
    assert row[["answered", "silent", "person", "several"]].tolist() == [166, 13, 60, False]
    assert row[["uncoded", "by_model"]].isna().all()  # with all others the 5 that are not coded would leave the four
    plenty = tables(form, rows + [("khac", "người", "A")] * 5, read(FRAME))
    kept = hidden(plenty)[0].set_index("code")
    assert kept["n"].notna().all() and kept["person"].to_dict() == {"K1": 37, "K2": 14, "K3": 5, "khac": 9, "0": 0}


def test_a_weighted_percent_beside_hidden_cells_keeps_one_decimal(form):
    draw = np.random.default_rng(0)
    for sizes, few in (((90, 40, 20, 6, 20, 20), True), ((900, 800, 800, 900, 900, 900), False)):
        full = tables(form, drawn(draw, sizes), read(FRAME), weight="weight")
        counts, crossed = hidden(full)
        assert counts["n"].notna().all() and crossed["n"].isna().any() == few
        # with ten digits the weighted sum would be a second equation beside the counts of the groups
        assert (counts["percent"] == counts["percent"].round(1)).all() == few
        assert counts["percent"].tolist() == pytest.approx(full[0]["percent"].tolist(), abs=0.0501)


def test_no_test_is_told_of_a_code_whose_people_are_hidden(form):
    rows = drawn(np.random.default_rng(0), (90, 40, 20, 3, 20, 20))
    answers, banners, one = study(form, rows, read(FRAME))
    counts, _ = hidden(tables(form, rows, read(FRAME)))
    got = coding.all_tests(answers, {"gop_y": one}, banners, counts)
    shown = counts.loc[counts["n"].notna() & counts["code"].ne("chua"), "code"]
    assert counts.set_index("code")["n"].isna()["khac"] and {*got["question"]} == {f"gop_y/{code}" for code in shown}


def test_weighted_percents_stand_in_steps_where_weights_go_with_the_groups(form):
    rows = drawn(np.random.default_rng(0), (190, 140, 120, 6, 120, 120), ((0.5, 0.4, 0.1),))
    answers, banners, one = study(form, rows, read(FRAME))
    answers["weight"] = answers["by0"].map({"A": 0.8, "B": 1.2, "C": 1.3}).astype(float)
    found, asked = {"gop_y": one}, Questionnaire("", "", "", (), (Section("p", "", tuple(banners)),))
    full = (
        coding.all_counts(answers, found, weight="weight"),
        coding.all_crosstabs(answers, found, banners, weight="weight"),
    )
    counts, crossed = hidden(full)
    coarse, _ = coding.stepped(counts, crossed, answers, asked, minimum=5, weight="weight")
    lost = coarse["name"].isin(crossed.loc[crossed["n"].isna(), "option"])
    assert 0 < lost.sum() < len(lost) and coarse["n"].equals(counts["n"])
    assert (coarse["percent"] % 1)[lost].isin([0]).all() and coarse["percent"][~lost].equals(counts["percent"][~lost])
    same, _ = coding.stepped(counts, crossed, answers, asked, minimum=5)
    assert same is counts or same.equals(counts)
    aside = crossed["option"].isin(counts.loc[counts["level"].eq("ngoài"), "name"])
    few, cells = coding.stepped(counts.assign(base=100), crossed, answers, asked, minimum=5, weight="weight")
    kept = few["level"].eq("ngoài") | ~lost
    assert few["n"].isna().equals(~kept | counts["n"].isna()) and few.loc[~kept, "person"].isna().all()
    assert cells["n"].isna()[aside].equals(crossed["n"].isna()[aside])
    toned = crossed.assign(by="gop_y_sac_thai", group="Tích cực")  # sentiments are no column of the answers
    coding.stepped(counts, pd.concat([crossed, toned], ignore_index=True), answers, asked, minimum=5, weight="weight")
    none = coding.stepped(counts[:0], crossed[:0], answers, asked, minimum=5, weight="weight")
    assert [len(table) for table in none] == [0, 0]
