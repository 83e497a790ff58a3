"""What the tests found, said from the printed tables alone: a figure that no table prints is in no sentence."""

from typing import NamedTuple

import pandas as pd

from pipeline import vi
from pipeline.describe.rows import PLACE
from pipeline.export import sentences
from pipeline.export.grid import take, words
from pipeline.infer.regress.planned import HIGHER

TREND, TWO = ("r xu hướng", "τ-b Kendall"), ("r hạng–nhị phân", "g Hedges")
SAID = ["table", "question", "by", "sentence"]


class Level(NamedTuple):
    """What is compared between groups: how it is called, how its figure is written (None: not at all), its scale."""

    word: str
    text: object
    scale: str = ""


def said(survey, tables):
    """The tables with a ``sentence`` in tests, open_tests, batteries and regressions; the input is not changed.

    Figures come from ``banners``, ``compared``, ``open_crosstabs``, ``ranking`` and ``frequencies`` as they are
    printed, with what privacy hides hidden; where a figure it needs is hidden, a sentence names none. What was not
    computed has its ``note``.
    """
    written = {"tests": _tests, "open_tests": _open_tests, "batteries": _batteries, "regressions": _regressions}
    found = {name: take(tables, name) for name in written if name in tables}
    return tables | {name: rows.assign(sentence=written[name](survey, tables, rows)) for name, rows in found.items()}


def spoken(tables):
    """Every sentence of ``said`` in one table: table, question, by, sentence."""
    keys = {"tests": ("question", "by"), "open_tests": ("question", "by"), "batteries": ("battery", "method")}
    keys["regressions"] = ("outcome", "term")
    found = [_listed(name, tables[name], *pair) for name, pair in keys.items() if name in tables]
    return pd.concat(found, ignore_index=True) if found else pd.DataFrame(columns=SAID)


def _listed(name, rows, question, by):
    told = rows[rows["sentence"].ne("")].rename(columns={question: "question", by: "by"})
    return told.assign(table=name)[SAID]


def _tests(survey, tables, rows):
    shown = pd.concat([take(tables, name) for name in ("banners", "compared")], ignore_index=True)
    printed = dict(list(shown.groupby(["question", "by"], sort=False)))
    empty = shown.iloc[:0]
    found = [printed.get((_of(row), row["by"]), empty) for row in rows.to_dict("records")]
    return _concluded(survey, rows, [_finding(survey.form, *pair) for pair in _with(rows, found)])


def _open_tests(survey, tables, rows):
    names = take(tables, "open_answers").set_index(["question", "code"])["name"].to_dict()
    shown = take(tables, "open_crosstabs").assign(row="option")
    printed = dict(list(shown.groupby(["question", "by", "option"], sort=False)))
    empty, findings = shown.iloc[:0], []
    for row in rows.to_dict("records"):
        option = names.get(tuple(row["question"].split("/", 1)), "")
        cells = printed.get((_of(row), row["by"], option), empty)
        findings.append(_finding(survey.form, row, cells, option=option, verb="nêu"))
    return _concluded(survey, rows, findings)


def _of(row):
    return row["question"].partition("/")[0]


def _with(rows, found):
    return zip(rows.to_dict("records"), found, strict=True)


def _concluded(survey, rows, findings, *, effect="effect", name="effect_name"):
    limits = survey.inference.negligible
    return [
        words(row["note"])
        or (sentences.conclude(told, row["p_adjusted"], row[effect], row[name], limits) if told else "")
        for row, told in _with(rows, findings)
    ]


def _label(form, name):
    question, _, choice = name.partition("/")
    label = " ".join(form[question].label.split()) if question in form else question
    chosen = next((c.label for c in form[question].choices if c.name == choice), "") if question in form else ""
    return f"{label} – {chosen}" if chosen else label


def _finding(form, row, shown, option="", verb="chọn"):
    """Clause of one test from the ``shown`` cells of its question and groups; "" where nothing was computed."""
    question, group = _label(form, _of(row)), _label(form, row["by"])
    start, kind = sentences.at(question, group), words(row["effect_name"])
    if not kind:
        return ""
    option = option or _label(form, row["question"])[len(question) + 3 :]
    if _of(row) in form and form[_of(row)].kind == "rank":
        if kind == "ρ Spearman":
            return sentences.placed_with(question, option, group, row["effect"])
        return _placed(start, group, row["effect"], shown, option, two=kind in TWO)
    what = f"tỷ lệ {verb} “{option}”" if option else "câu trả lời"
    if shown.empty:
        joined = kind in TREND or kind == "ρ Spearman"
        alike = joined and not option
        return sentences.together(question, group, row["effect"]) if alike else sentences.differs(start, group, what)
    if kind == "V Cramér":
        return _chosen(start, group, what, shown, [option] if option else list(_options(shown)), verb)
    if kind in TREND:
        return _trend(form[_of(row)], start, group, what, row["effect"], shown, option)
    return _means(form[_of(row)], start, group, row["effect"], shown, two=kind in TWO)


def _placed(start, group, effect, shown, option, *, two):
    """Clause on an option of a rank question: where it is placed higher, by its printed mean ranks (1 is first)."""
    cells = shown[shown["option"].eq(PLACE + option)]
    cells = cells.assign(base=cells["group"].map(shown.groupby("group")["base"].max()))  # a hidden mean has none
    levels, lost, small = _levels(cells, "mean")
    groups = [name for name in cells["group"] if name in {*levels.index, *lost}]
    left = start + sentences.without("không xét", small)
    if two and len(groups) == 2:
        best, worst = groups if effect > 0 else groups[::-1]
        agrees = not lost and levels[best] < levels[worst]
        figures = [vi.number(levels[name], 2) for name in (best, worst)] if agrees else []
        return sentences.placed_higher(left, option, best, worst, figures)
    if two or lost or len(levels) < 2 or levels.min() == levels.max():
        return sentences.differs(start, group, f"thứ hạng của “{option}”")
    ends = [(name, vi.number(levels[name], 2)) for name in (levels.idxmin(), levels.idxmax())]
    return sentences.placed(left, option, *ends)


def _options(shown):
    return dict.fromkeys(shown.loc[shown["row"].isin(["option", "apart"]), "option"])


def _levels(cells, value):
    """Printed levels by group; groups without one although their size is printed; groups too small for a size."""
    held = cells[cells["base"].ne(0)].set_index("group")
    gone = held[value].isna()
    return held[value].dropna(), list(held.index[gone & held["base"].notna()]), list(held.index[held["base"].isna()])


def _chosen(start, group, what, shown, options, verb):
    """The option whose share differs most, of those that are printed in every group whose size is."""
    levels = {option: _levels(shown[shown["option"].eq(option)], "percent") for option in options}
    whole = {option: known for option, (known, lost, _) in levels.items() if len(known) > 1 and not lost}
    gaps = {option: known.max() - known.min() for option, known in whole.items()}
    option = max(gaps, key=gaps.get, default=None)
    if option is None or gaps[option] <= 0:
        return sentences.differs(start, group, what)
    return sentences.chosen(start + sentences.without("không nêu", levels[option][2]), option, whole[option], verb)


def _scores(question, shown):
    """(level, *_levels) of a scale or a number: its printed means; of bands the mean point, which is not quoted."""
    means = shown[shown["row"].eq("mean")]
    if len(means):
        sizes = shown.groupby("group")["base"].max().fillna(1 if question.kind == "number" else float("nan"))
        means = means.assign(base=means["group"].map(sizes))  # a hidden mean has no base of its own
        word, scale = (
            ("điểm trung bình", f" trên thang 1–{len(question.points)}") if question.points else ("trung bình", "")
        )
        return Level(word, lambda value: vi.number(value, 2), scale), *_levels(means, "mean")
    names = {c.name: c.label for c in question.choices}
    point = {names[name]: at for at, name in enumerate(question.points, start=1)}
    cells = shown[shown["option"].isin(point)]
    groups = cells.groupby("group", sort=False)["percent"]
    weight = cells["percent"].where(~cells["group"].map(groups.apply(lambda p: p.isna().any())).astype(bool))
    sums = cells.assign(mean=weight * cells["option"].map(point), share=weight, base=cells["base"])
    whole = sums.groupby("group", sort=False)[["mean", "share", "base"]].sum(min_count=1).reset_index()
    return Level("mức trả lời", None), *_levels(whole.assign(mean=whole["mean"] / whole["share"]), "mean")


def _means(question, start, group, effect, shown, *, two):
    """The highest and the lowest mean where every mean is printed; of two groups at least which is higher."""
    level, levels, lost, small = _scores(question, shown)
    left, told = start + sentences.without("không xét", small), len(levels) > 1 and not lost
    if two and len(levels) + len(lost) == 2 and not (told and levels.max() == levels.min()):
        high, low = [g for g in dict.fromkeys(shown["group"]) if g in {*levels.index, *lost}][
            :: 1 if effect > 0 else -1
        ]
        agrees = told and level.text and levels[high] > levels[low]
        return sentences.higher(left, high, low, sentences.pair(level, levels[high], levels[low]) if agrees else "")
    if two or not told or levels.max() == levels.min():
        return sentences.differs(start, group)
    return sentences.ends(left, level, levels)


def _trend(question, start, group, what, effect, shown, option):
    """What rises or falls from every group to the next is said to do so; else the highest and the lowest are named."""
    option = option or ("" if question.points or question.kind == "number" else question.choices[0].label)
    way = "tăng" if effect > 0 else "giảm"
    if option:
        level = Level(what if what != "câu trả lời" else f"tỷ lệ chọn “{option}”", vi.percent)
        levels, lost, small = _levels(shown[shown["option"].eq(option)], "percent")
    else:
        level, levels, lost, small = _scores(question, shown)
    what, left = level.word if option else "mức trả lời", start + sentences.without("không xét", small)
    if lost or len(levels) < 2:
        groups = [g for g in dict.fromkeys(shown["group"]) if g in {*lost, *small, *levels.index}]
        return sentences.inclined(start, what, groups, way)
    if (levels.diff().iloc[1:] * effect > 0).all():
        return sentences.rising(left, what, level, levels, way)
    if len(levels) == 2 or levels.max() == levels.min():
        return sentences.differs(start, group)
    return f"{sentences.ends(left, level, levels)}, không {way} đều qua các nhóm"


def _batteries(survey, tables, rows):
    """The highest and the lowest item after each test of all items; pairs of items have no sentence."""
    findings = [_items(survey.form, tables, row) if not words(row["item_a"]) else "" for row in rows.to_dict("records")]
    return _concluded(survey, rows.assign(effect_name="W Kendall"), findings)


def _items(form, tables, row):
    question = form[row["battery"]]
    if question.kind == "multiple":
        shown = take(tables, "frequencies", question=question.name).dropna(subset=["n"])
        told = [(r["option"], vi.percent(100 * r["n"] / r["base"])) for r in shown.sort_values("n").to_dict("records")]
    else:
        ranked = take(tables, "ranking", battery=question.name).sort_values("mean")
        told = [(_label(form, r.item), f"điểm trung bình {vi.number(r.mean, 2)}") for r in ranked.itertuples()]
    name = question.block or question.label
    return sentences.items(name, told[-1], told[0], options=question.kind == "multiple") if len(told) > 1 else ""


def _regressions(survey, tables, rows):
    told = []
    for row in rows.to_dict("records"):
        event, given = words(row["event"]), row | {"reference": words(row["reference"])}
        labels = _label(survey.form, row["outcome"]), "" if event == HIGHER else event, _label(survey.form, row["term"])
        told.append(sentences.odds(*labels, given) if pd.notna(row["odds_ratio"]) else "")
    return _concluded(survey, rows.assign(effect_name="OR"), told, effect="odds_ratio")
