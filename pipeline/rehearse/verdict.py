"""What the analysis found against the truth that the simulated people were drawn from."""

import math
from typing import NamedTuple

import pandas as pd

from pipeline import vi
from pipeline.rehearse.judge import Check

LEVEL = 0.05
ERRORS = 4  # standard errors a percentage may be off: among 200 of them chance passes that about once in 80 surveys
DESIGN = 1.5  # what weighting adds to the variance
MARGIN = 1.0  # points: the truth itself comes from 20,000 drawn people
STRONG = 7.0  # root of the noncentrality from which a difference is found even after Holm's correction (over 99 %)


class Share(NamedTuple):
    """One planted percentage: question, option, planted, found, and how far off it may be."""

    question: str
    option: str
    planted: float
    found: float
    allowed: float


def checks(tables, truth, survey):
    """The Checks of percentages, planted differences and planted nulls, from the tidy tables of a run."""
    found = shares(tables, truth, survey)
    off = [s for s in found if abs(s.planted - s.found) > s.allowed]
    return [c for c in (_shares(found, off), _differences(tables, truth, survey), _nulls(tables, truth)) if c]


def shares(tables, truth, survey):
    """Every planted Share of a question that everybody is asked; cells hidden for privacy are left out.

    A weighted survey must give back the population, an unweighted one those who answered.
    """
    told = truth["percent"] if survey.weighting.margins else truth["respondents"]["percent"]
    asked = [q for q in survey.form.questions if _is_compared(q, told, survey)]
    return [share for question in asked for share in _of_question(question, told[question.name], tables)]


def _is_compared(question, told, survey):
    is_counted = question.kind in ("nominal", "ordinal", "multiple") and question.name in told
    return is_counted and question.name != survey.population.unit and not question.condition


def _of_question(question, told, tables):
    rows = tables["frequencies"]
    rows = rows[rows["question"] == question.name].set_index("option")
    for choice in question.choices:
        planted = told[choice.name]
        if choice.name in question.apart or planted is None or choice.label not in rows.index:
            continue
        percent, base = rows.loc[choice.label, ["percent", "base"]].astype(float)
        if not pd.isna(percent):
            yield Share(question.name, choice.label, planted, percent, _allowed(planted, base))


def _allowed(planted, base):
    return MARGIN + ERRORS * math.sqrt(DESIGN * max(planted * (100 - planted), 100) / base)


def _shares(found, off):
    if not found:
        return None
    worst = max(found, key=lambda s: abs(s.planted - s.found))
    mean = sum(abs(s.planted - s.found) for s in found) / len(found)
    seen = (
        f"{vi.number(len(found) - len(off))}/{vi.number(len(found))} trong giới hạn; lệch trung bình"
        f" {vi.number(mean, 2)} điểm, lớn nhất {vi.number(abs(worst.planted - worst.found), 2)} điểm"
        f" ({worst.question}, «{worst.option}»: cài {vi.percent(worst.planted)}, thấy {vi.percent(worst.found)})"
    )
    limit = f"mọi tỷ lệ lệch không quá {ERRORS} sai số chuẩn + {vi.number(MARGIN)} điểm"
    return Check("Tỷ lệ đã cài của các câu hỏi mọi người", limit, seen, not off)


def _differences(tables, truth, survey):
    strong = [effect for effect in truth["differences"] if strength(effect, truth, survey) >= STRONG]
    found = [test for effect in strong if (test := _test(tables, effect)) is not None]
    weak = sum(_test(tables, effect) is not None for effect in truth["differences"]) - len(found)
    if not found and not weak:
        return None
    missed = [_named(t) for t in found if not t["p_adjusted"] < LEVEL]
    seen = f"{len(found) - len(missed)}/{len(found)} được tìm thấy" + (f"; sót {vi.listing(missed)}" if missed else "")
    seen += f"; {weak} khác biệt quá nhỏ so với số phiếu, không xét" if weak else ""
    expected = f"mọi khác biệt đã cài đủ lớn và có trong kế hoạch so sánh được tìm thấy (p hiệu chỉnh < {LEVEL})"
    return Check("Khác biệt đã cài", expected.replace(".", ","), seen, not missed if found else None)


def strength(effect, truth, survey):
    """How far a planted difference stands out of chance in a survey of this size: the root of the noncentrality, with
    the groups' planted shares as weights. The spread of a scale is that of its planted shares, of a number its mean.
    """
    groups = {g: v for g, v in effect["values"].items() if truth["percent"][effect["by"]].get(g)}
    weights = {g: truth["percent"][effect["by"]][g] for g in groups}
    mean = sum(weights[g] * v for g, v in groups.items()) / sum(weights.values())
    between = sum(weights[g] * (v - mean) ** 2 for g, v in groups.items()) / sum(weights.values())
    variance = mean * (100 - mean) if effect["option"] else _variance(survey.form[effect["question"]], truth)
    return math.sqrt(truth["n"] / DESIGN * between / variance) if variance else 0.0


def _variance(question, truth):
    shares = [truth["percent"].get(question.name, {}).get(point) or 0 for point in question.points]
    if not sum(shares):
        return truth["mean"][question.name] ** 2
    mean = sum(score * share for score, share in enumerate(shares)) / sum(shares)
    return sum(share * (score - mean) ** 2 for score, share in enumerate(shares)) / sum(shares)


def _nulls(tables, truth):
    found = [test for null in truth["nulls"] if (test := _test(tables, null)) is not None]
    if not found:
        return None
    false = [_named(t) for t in found if t["p_adjusted"] < LEVEL]
    seen = f"{len(found) - len(false)}/{len(found)} không bị báo" + (f"; báo nhầm {vi.listing(false)}" if false else "")
    return Check("Không khác biệt (đã cài)", "không phép so sánh nào báo có khác biệt", seen, not false)


def _named(test):
    return f"{test['question']} theo {test['by']}"


def _test(tables, effect):
    """The planned test of one planted effect, or None when it was not planned."""
    name = effect["question"] if effect["option"] is None else f"{effect['question']}/{effect['option']}"
    tests = tables.get("tests")
    rows = tests[(tests["question"] == name) & (tests["by"] == effect["by"])] if tests is not None else []
    return rows.iloc[0] if len(rows) else None
