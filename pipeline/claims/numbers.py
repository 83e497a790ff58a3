"""Claims on numbers and rankings that everybody gave: means, NPS, mean ranks, with their intervals."""

from dataclasses import replace

import pandas as pd

from pipeline import vi
from pipeline.claims import given, names, printed
from pipeline.claims.asked import asked_of
from pipeline.claims.model import NAN
from pipeline.wording import parts, say

MOST = 3
MEAN, MEDIAN = "{topic}: trung bình {mean}{interval}{more}", "{topic}: trung vị {median}{interval}{more}"
SKEWED = "; phân bố rất lệch, trung bình là {mean}"
LIMITS = {"mean": ("low", "high"), "median": ("median_low", "median_high")}
BEST = "về {topic}, xếp cao nhất theo thứ hạng trung bình (1 là đầu): {listed}"
UNORDERED = "về {topic}, chưa đủ căn cứ nói phương án nào có thứ hạng trung bình (1 là đầu) cao nhất: {listed}"

UNSURE = "về {topic}, chưa đủ căn cứ nói phương án nào được xếp cao nhất."
MOST_FIRST = "được xếp thứ nhất nhiều nhất: {listed}{end}"
NPS = "Đó là tỷ lệ ủng hộ (9–10) trừ tỷ lệ không ủng hộ (0–6){interval}."
NPS_KEY = "NPS (tỷ lệ cho 9–10 trừ tỷ lệ cho 0–6) – {topic}"
PLACED = "Thứ hạng trung bình (1 là đầu): {listed}."


def number(tables, question, *_):
    """Mean, middle half and people of a number question; the median where the mean ``is_pulled``."""
    rows = tables.records("numbers", "mean", question=question.name)
    if not rows:
        return None
    row, whom, digits = _told(rows[0]), asked_of(tables.form, question), printed.decimals(rows[0])
    centre, topic = "median" if is_pulled(row) else "mean", names.topic(tables.form, question.name)
    low, high = (row[end] for end in LIMITS[centre])
    middle = printed.figure("numbers", row, centre, unit=names.unit(question), digits=digits, low=low, high=high)
    quartiles = [
        printed.figure("numbers", row, c, digits=vi.held(row[c], digits)) for c in ("q1", "q3") if row[c] == row[c]
    ]
    half = "; một nửa số người ở giữa nằm trong khoảng từ {low} đến {high}"
    more = parts(half, low=quartiles[0], high=quartiles[1]) if len(quartiles) == 2 else ()
    pulled = parts(SKEWED, mean=printed.figure("numbers", row, "mean", digits=digits)) if centre == "median" else ()
    way, of = (MEAN, "trung bình của {topic}") if centre == "mean" else (MEDIAN, "trung vị của {topic}")
    told, end = {"topic": topic, centre: middle}, given.answered(printed.people("numbers", row, "n"), whom)
    interval, more = _interval("numbers", row, digits, LIMITS[centre]), [*more, *pulled, *end, "."]
    form, brief = (parts(way, **told, interval=i, more=m) for i, m in ((interval, more), ("", ".")))
    return given.claim("number", "numbers", question, [form], brief, (middle, say(of, topic=topic)))


def _told(row):
    """A row of ``numbers`` without limits of the median that do not enclose it (``describe.medians_told``)."""
    is_between = row["median_low"] < row["median"] < row["median_high"]
    return row if is_between else row | dict.fromkeys(LIMITS["median"], NAN)


def is_pulled(row):
    """Whether a mean (a row of ``numbers``) is no middle: it lies outside the middle half, or its interval reaches 0
    though no answer does (where the least is hidden: though three quarters do not). Then the median is told, as the
    field does for incomes."""
    least = row["q1"] if pd.isna(row["min"]) else row["min"]
    is_far = row["mean"] < row["q1"] or row["mean"] > row["q3"] or row["low"] <= 0 < least
    return bool(is_far and pd.notna(row["median"]))


def nps(tables, question):
    """The NPS of a question that has one."""
    rows = tables.records("means", "mean", question=question.name, row="nps", by=printed.TOTAL)
    if not rows:
        return None
    nps = printed.figure("means", rows[0], "mean", unit=say("điểm"), low=rows[0]["low"], high=rows[0]["high"])
    told = "{topic}: tỷ lệ ủng hộ (9–10) trừ tỷ lệ không ủng hộ (0–6), tức NPS, là {nps}{interval}."
    topic = names.topic(tables.form, question.name)
    interval = _interval("means", rows[0])
    brief, rest = parts("{topic}: điểm ủng hộ (NPS) là {nps}.", topic=topic, nps=nps), parts(NPS, interval=interval)
    forms = [parts(told, topic=topic, nps=nps, interval=interval)]
    return replace(given.claim("nps", "means", question, forms, brief, (nps, say(NPS_KEY, topic=topic))), rest=rest)


def _interval(name, row, digits=1, ends=("low", "high")):
    """The printed interval of a mean or a median, behind it; nothing where there is none."""
    if pd.isna(row[ends[0]]) or pd.isna(row[ends[1]]):
        return ()
    low, high = (printed.figure(name, row, end, digits=digits) for end in ends)
    return parts(" (khoảng tin cậy 95%: {low} đến {high})", low=low, high=high)


def rank(tables, question, rows, *_):
    """The best mean ranks, and which option most people put first."""
    means = sorted(tables.records("ranks", "mean_rank", question=question.name), key=lambda row: row["mean_rank"])
    topic, listed = names.topic(tables.form, question.name), _all_placed(tables, means) if means else ()
    made = parts(BEST if _is_best(means) else UNORDERED, topic=topic, listed=listed) if means else ()
    if rows:
        ordered = given.ranked(rows)
        first = given.tied(tables, ordered)
        way = "xếp thứ nhất: {listed}{end}" if 1 < len(first) == len(rows) else MOST_FIRST
        listed_first = [*given.one_of(tables, ordered, first), *given.bracketed(tables, first)]
        told = {"topic": topic, "listed": listed_first, "end": given.base(tables, question, first[0])}
        made = (*made, "; ", *parts(way, **told)) if made else parts(f"về {{topic}}, {way}", **told)
    if not made:
        return None
    told = _highest(tables, topic, means, listed) if means else ()
    return given.claim("order", "ranks", question, [(*made, ".")], *told)


def _highest(tables, topic, means, listed):
    """(brief, key figure, shorter ways): the option with the highest mean rank, where its interval stands alone."""
    mean, option = _mean_rank(means[0]), given.option(tables, means[0])
    if _is_best(means):
        best = "“{option}” có thứ hạng trung bình cao nhất về {topic} ({mean})."
        key = say("thứ hạng trung bình của “{option}”, cao nhất về {topic}", option=option, topic=topic)
        return parts(best, option=option, topic=topic, mean=mean), (mean, key), ()
    key = say("thứ hạng trung bình của “{option}” về {topic}", option=option, topic=topic)
    brief = (*parts(UNORDERED, topic=topic, listed=listed), ".")
    return brief, (mean, key), [(parts(UNSURE, topic=topic), parts(PLACED, listed=listed))]


def _all_placed(tables, means):
    """The options that surely come first, in order; where none does, those with the best mean ranks and the last one,
    so that a reader sees how far apart all lie, but one alone is not passed over."""
    if _is_best(means):
        rows = means[: given.first([(-row["high"], -row["low"]) for row in means], MOST) or 1]
        return [part for at, row in enumerate(rows) for part in (", " if at else "", *_placed(tables, row))]
    few = given.untied([_mean_rank(row) for row in means], MOST)
    few = few if len(means) > few + 2 else len(means)
    rows, found = [*means[:few], *means[few:][-1:]], []
    for at, row in enumerate(rows):
        found += ["" if at == 0 else ", …, " if at == few else ", ", *_placed(tables, row)]
    return found


def _is_best(means):
    """Whether the interval of the highest mean rank stands alone; without intervals nothing says it does not."""
    high = means[0]["high"]
    return pd.isna(high) or not any(row["low"] <= high for row in means[1:])


def _mean_rank(row):
    return printed.figure("ranks", row, "mean_rank", digits=2)


def _placed(tables, row):
    return f"“{given.option(tables, row)}” (", _mean_rank(row), ")"
