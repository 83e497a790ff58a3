"""Shares of codes over all answers: exact where the machine is right or worth nothing, held by simulation between."""

import numpy as np
import pandas as pd
import pytest

from pipeline import coding, project
from pipeline.cluster.shares import estimate, wilson
from pipeline.coding import files
from tests.conftest import small_survey

EVEN = np.ones(1000)


def drawn_of(said, true, many, seed):
    rows = np.random.default_rng(seed).choice(len(true), many, replace=False)
    return estimate(said, np.ones(len(true)), rows, true[rows])


def test_a_machine_that_is_always_right_leaves_nothing_to_estimate():
    true = (np.arange(1000) % 5 == 0).astype(float)
    found = drawn_of(true, true, 100, 0)
    assert found["share"] == pytest.approx(0.2) and found["high"] - found["low"] < 0.04


def test_a_machine_that_says_the_same_of_all_is_worth_nothing():
    true = (np.arange(1000) % 5 == 0).astype(float)
    found = drawn_of(np.full(1000, 0.7), true, 100, 0)
    assert found["share"] == pytest.approx(found["alone"]) and found["low"] == pytest.approx(found["alone_low"])


def test_all_answers_coded_by_hand_are_counted():
    true = (np.arange(50) < 13).astype(float)
    found = estimate(np.full(50, 0.5), np.ones(50), np.arange(50), true)
    assert found["share"] == pytest.approx(0.26) and found["high"] - found["low"] < 1e-4


# R: binom::binom.confint(8, 40, methods = "wilson"), with z in place of t
def test_the_interval_is_wilsons():
    assert wilson(0.2, 40, 10**6) == pytest.approx((0.1050, 0.3476), abs=1e-4)
    low, high = wilson(0, 40, 39)
    assert low == 0 and 0.08 < high < 0.10


def test_weights_are_those_of_a_ratio_estimate():
    weight, true = np.where(np.arange(1000) < 500, 3.0, 1.0), (np.arange(1000) < 500).astype(float)
    rows = np.arange(0, 1000, 10)
    found = estimate(np.full(1000, 0.5), weight, rows, true[rows])
    assert found["share"] == pytest.approx(0.75) and found["high"] - found["low"] > 0.15


@pytest.mark.parametrize(("share", "many"), [(0.7, 60), (0.2, 60), (0.05, 60), (0.03, 150)])
def test_intervals_hold_the_truth_and_are_narrower_than_without_the_machine(share, many):
    draw = np.random.default_rng(5)
    true = (draw.random(2000) < share).astype(float)
    said = np.clip(0.1 + 0.7 * np.where(draw.random(2000) < 0.85, true, 1 - true) + draw.normal(0, 0.05, 2000), 0, 1)
    found = pd.DataFrame([drawn_of(said, true, many, seed) for seed in range(300)])
    held = found["low"].le(true.mean()) & found["high"].ge(true.mean())
    assert held.mean() > 0.93
    assert (found["high"] - found["low"]).mean() < (0.85 if share > 0.1 else 1.01) * (
        found["alone_high"] - found["alone_low"]
    ).mean()
    assert found["share"].mean() == pytest.approx(true.mean(), abs=0.012)


def test_a_machine_that_was_right_in_all_of_a_few_answers_is_not_believed_to_be_always_right():
    held = []
    for seed in range(300):  # it knows four of five answers with the code: often those drawn are all among them
        draw = np.random.default_rng(seed)
        true = (draw.random(2000) < 0.04).astype(float)
        found = drawn_of(0.02 + 0.9 * true * (draw.random(2000) < 0.8), true, 150, seed)
        held.append(found["low"] <= true.mean() <= found["high"])
    assert np.mean(held) > 0.93


@pytest.mark.parametrize(("heavy", "light"), [(0.5, 0.02), (0.3, 0.05)])
def test_intervals_hold_the_truth_where_those_of_great_weight_speak_otherwise(heavy, light):
    draw, weight = np.random.default_rng(7), np.where(np.arange(2000) < 200, 4.0, 0.667)
    true = (draw.random(2000) < np.where(weight > 1, heavy, light)).astype(float)
    said, truth, held = (
        np.clip(0.2 + 0.4 * true + draw.normal(0, 0.2, 2000), 0, 1),
        np.average(true, weights=weight),
        [],
    )
    for seed in range(400):
        rows = np.random.default_rng(seed).choice(2000, 150, replace=False)
        found = estimate(said, weight, rows, true[rows])
        held.append((found["low"] <= truth <= found["high"], found["alone_low"] <= truth <= found["alone_high"]))
    assert np.mean(held, axis=0).min() > 0.93  # Kish's number of answers alone: 0.87 to 0.90


def learned(word, true, drawn, folds):
    """What the drawn answers of the other folds – or of all, where there is one – teach of every answer by its word."""
    part, told = np.arange(len(drawn)) % folds, []
    for kept in (drawn[part != one] if folds > 1 else drawn for one in range(folds)):
        count, has = (np.bincount(word[kept], of, minlength=60) for of in (None, true[kept]))
        told.append(((has + true[kept].mean()) / (count + 1))[word])
    even = np.array(told) - np.mean(told, axis=1, keepdims=True) + np.mean(told)
    said = even.mean(axis=0)
    said[drawn] = even[part, drawn]
    return said


@pytest.mark.parametrize(("share", "many"), [(0.2, 50), (0.05, 150)])
def test_a_machine_that_learned_from_the_drawn_answers_misleads_only_where_it_saw_what_it_judges(share, many):
    held = {1: [], 5: []}
    for seed in range(400):
        draw = np.random.default_rng([seed, many])
        word = draw.integers(60, size=2000)
        true = (draw.random(2000) < np.where(word < 60 * share, 0.85, 0.1 * share)).astype(float)
        lot = draw.permutation(2000)[:many]
        for folds in held:
            found = estimate(learned(word, true, lot, folds), np.ones(2000), lot, true[lot])
            held[folds].append(found["low"] <= true.mean() <= found["high"])
    assert np.mean(held[1]) < 0.9 and 0.93 < np.mean(held[5]) < 0.98


FRAME = """mã,tên,nhóm lớn,cụm từ khóa,mô tả,ví dụ,tình trạng,gộp vào
K1,Tin giả,,,,,đã duyệt,
K2,Mất thời gian,,,,,đã duyệt,
"""


@pytest.fixture(scope="module")
def answers():
    texts = [f"tin giả lan truyền ở nơi {n}" if n % 4 else f"mất thời gian đọc tin nhắn {n}" for n in range(200)]
    return pd.DataFrame({"gop_y": [*texts, *["không"] * 50], "dung": pd.Categorical(["Có", "Không"] * 125)})


@pytest.fixture(scope="module")
def one(tmp_path_factory, answers):
    """A study whose first 40 answers in the random order are coded by hand."""
    survey = small_survey(folder := tmp_path_factory.mktemp("phiếu"))
    (folder / "codeframe-gop_y.csv").write_text(FRAME, encoding="utf-8-sig")
    work = project.Project(survey, None, folder / "ra", folder / "ra" / "processed")
    first = coding.study(work, answers, "gop_y")
    lot = coding.next_answers(first, 40)
    assert set(lot["cách chọn"]) == {"rút ngẫu nhiên từ mọi câu"} and set(lot["gợi ý"]) == {""}  # no machine leads
    codes = ["K1" if text.startswith("tin") else "K2" for text in lot["câu trả lời"]]
    coding.decide(work, first, dict(zip(lot["khóa"], codes, strict=True)), coder="An")
    assert files.read_hand(work, "gop_y", first.frame)["drawn"].eq("ngẫu nhiên").all()
    return coding.study(work, answers, "gop_y")


def test_shares_are_over_all_who_answered_and_by_group(one, answers, form):
    table = coding.all_shares(answers, {"gop_y": one}, [form["dung"]], minimum=5)
    whole = table[table["by"].eq("(tổng số)")].set_index("code")
    assert whole.loc["K1", "low"] < 60 < whole.loc["K1", "high"] and whole.loc["0", "percent"] == pytest.approx(20)
    assert whole["n"].eq(40).all() and whole["base"].eq(250).all()
    assert (whole["width"] <= whole["alone_width"] + 1e-9).all() and whole.loc["K1", "width"] < 20
    assert set(table["by"]) <= {"(tổng số)", "dung"}


def test_a_share_whose_people_are_hidden_is_hidden_too(one, answers):
    table = coding.all_shares(answers, {"gop_y": one}, [], minimum=5)
    counts = pd.DataFrame({"question": "gop_y", "code": ["K1", "K2", "0"], "n": [150, np.nan, 50]})
    crossed = pd.DataFrame(columns=["question", "option", "by", "group", "n"])
    shown = coding.printable(table, counts, crossed).set_index("code")
    assert shown.loc["K1", "percent"] > 50 and shown.loc["K2", ["percent", "low", "width"]].isna().all()
    assert not [column for column in shown if column.startswith("alone")]  # with the number drawn it is a count


def test_without_enough_answers_drawn_at_random_no_share_is_told(one, answers):
    few = one._replace(quality=one.quality | {"sample": one.quality["sample"][:10]})
    assert coding.all_shares(answers, {"gop_y": few}, []).empty


def test_shares_of_answers_that_a_person_coded_all_are_counted_and_not_estimated(one, answers):
    keys = one.prepared.loc[one.prepared["kind"].eq("content"), "key"].drop_duplicates()
    whole = one.hand.iloc[:1].reindex(one.hand.index[:1].repeat(len(keys))).assign(key=keys.to_numpy())
    assert coding.all_shares(answers, {"gop_y": one._replace(hand=whole)}, []).empty
    assert not coding.all_shares(answers, {"gop_y": one._replace(hand=whole.iloc[:-1])}, []).empty
