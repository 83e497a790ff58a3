"""What the tests found, said from the printed tables alone: a figure that no table prints is in no sentence."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.describe.rows import PLACE
from pipeline.export import regressed, sentences
from pipeline.export.grid import take, words
from pipeline.infer.regress import reading
from pipeline.infer.regress.terms import TIMES
from pipeline.infer.verdict import ALPHA

TWO = sentences.CONTRASTS
SAID = ["table", "question", "by", "sentence"]


class Level(NamedTuple):
    """What is compared between groups: how it is called, how its figure is written (None: not at all), its scale."""

    word: str
    text: object
    scale: str = ""


def said(survey, tables):
    """The tables with a ``sentence`` in tests, open_tests, batteries and regressions; the input is not changed.

    Figures come from ``banners``, ``compared``, ``open_crosstabs``, ``ranking`` and ``frequencies`` as they are
    printed, with what privacy hides hidden; where a figure it needs is hidden, a sentence names none. Of three or more
    groups, or options, two groups are named only where ``pairs`` (``open_pairs``) tells them apart; a trend only where
    it is one. What was not computed has its ``note``.
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
    printed, apart = dict(list(shown.groupby(["question", "by"], sort=False))), _apart(take(tables, "pairs"))
    empty = shown.iloc[:0]
    found = [printed.get((_of(row), row["by"]), empty) for row in rows.to_dict("records")]
    return _concluded(survey, rows, [_finding(survey.form, *pair, apart) for pair in _with(rows, found)])


def _open_tests(survey, tables, rows):
    names = take(tables, "open_answers").set_index(["question", "code"])["name"].to_dict()
    shown, apart = take(tables, "open_crosstabs").assign(row="option"), _apart(take(tables, "open_pairs"))
    printed = dict(list(shown.groupby(["question", "by", "option"], sort=False)))
    empty, findings = shown.iloc[:0], []
    for row in rows.to_dict("records"):
        option = names.get(tuple(row["question"].split("/", 1)), "")
        cells = printed.get((_of(row), row["by"], option), empty)
        findings.append(_finding(survey.form, row, cells, apart, option=option, verb="nêu"))
    return _concluded(survey, rows, findings)


def _apart(rows):
    """(question, by) → (option, higher group, lower group) of every two groups that differ by themselves."""
    rows, found = rows[rows["p_adjusted"].lt(ALPHA)], {}
    for row in rows.to_dict("records"):
        turned = "effect" in row and row["effect"] < 0
        names = (row["group_b"], row["group_a"]) if turned else (row["group_a"], row["group_b"])
        found.setdefault((row["question"], row["by"]), set()).add((words(row["option"]), *names))
    return found


def _of(row):
    return row["question"].partition("/")[0]


def _with(rows, found):
    return zip(rows.to_dict("records"), found, strict=True)


def _concluded(survey, rows, findings, *, effect="effect", name="effect_name"):
    found = []
    for row, told in _with(rows, findings):
        limits = tuple(end for end in (row.get("effect_low"), row.get("effect_high")) if pd.notna(end))
        given = row["p_adjusted"], row[effect], row[name], survey.inference.negligible, row.get("side"), limits
        found.append(words(row["note"]) or (sentences.conclude(told, *given) if told else ""))
    return found


def _label(form, name):
    question, _, choice = name.partition("/")
    label = " ".join(form[question].label.split()) if question in form else question
    chosen = next((c.label for c in form[question].choices if c.name == choice), "") if question in form else ""
    return f"{label} – {chosen}" if chosen else label


def _finding(form, row, shown, apart, option="", verb="chọn"):
    """Clause of one test from the ``shown`` cells of its question and groups; "" where nothing was computed."""
    question, group = _label(form, _of(row)), _label(form, row["by"])
    start, kind = sentences.at(question, group), words(row["effect_name"])
    if not kind:
        return ""
    option = option or _label(form, row["question"])[len(question) + 3 :]
    apart = apart.get((row["question"], row["by"]), set())
    if _of(row) in form and form[_of(row)].kind == "rank":
        if kind == "ρ Spearman":
            return sentences.placed_with(question, option, group, row["effect"])
        return _placed(start, group, row["effect"], shown, option, apart, two=kind in TWO)
    what = f"tỷ lệ {verb} “{option}”" if option else "câu trả lời"
    if shown.empty:
        alike = kind in sentences.JOINS and not option
        return sentences.together(question, group, row["effect"]) if alike else sentences.differs(start, group, what)
    if row.get("trend_p_adjusted", 1) < ALPHA:
        told = _trend(form[_of(row)], start, what, row["trend_effect"], shown, option)
        if told:
            return told + sentences.trend(row["trend_effect"], row["trend_effect_name"], row["trend_p_adjusted"])
    if kind == "V Cramér":
        return _chosen(start, group, what, shown, [option] if option else list(_options(shown)), verb, apart)
    return _means(form[_of(row)], start, group, row["effect"], shown, apart, two=kind in TWO)


def _placed(start, group, effect, shown, option, apart, *, two):
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
    best, worst = (None, None) if two or lost else _two_apart(-levels, "", apart)
    if best is None:
        return sentences.differs(start, group, f"thứ hạng của “{option}”")
    figures = [vi.number(levels[name], 2) for name in (best, worst)]
    if (best, worst) == (levels.idxmin(), levels.idxmax()):
        return sentences.placed(left, option, (best, figures[0]), (worst, figures[1]))
    return sentences.placed_higher(left, option, best, worst, figures)


def _two_apart(levels, option, apart):
    """The two groups, higher first, that lie farthest apart of those that differ by themselves; (None, None)."""
    told = [(a, b) for of, a, b in apart if of == option and {a, b} <= {*levels.index} and levels[a] > levels[b]]
    return max(told, key=lambda pair: (levels[pair[0]] - levels[pair[1]], pair), default=(None, None))


def _options(shown):
    return dict.fromkeys(shown.loc[shown["row"].isin(["option", "apart"]), "option"])


def _levels(cells, value):
    """Printed levels by group; groups without one although their size is printed; groups too small for a size."""
    held = cells[cells["base"].ne(0)].set_index("group")
    gone = held[value].isna()
    return held[value].dropna(), list(held.index[gone & held["base"].notna()]), list(held.index[held["base"].isna()])


def _chosen(start, group, what, shown, options, verb, apart):
    """The option and the two groups that differ most by themselves, of the options printed in every group."""
    levels = {option: _levels(shown[shown["option"].eq(option)], "percent") for option in options}
    whole = {option: known for option, (known, lost, _) in levels.items() if len(known) > 1 and not lost}
    if len(set(shown.loc[shown["base"].ne(0), "group"])) == 2 and len(_chosen_ever(shown, options)) <= 2:
        apart = {(option, p.idxmax(), p.idxmin()) for option, p in whole.items() if p.max() > p.min()}
    found = {option: _two_apart(known, option, apart) for option, known in whole.items()}
    gaps = {option: whole[option][a] - whole[option][b] for option, (a, b) in found.items() if a is not None}
    option = max(gaps, key=gaps.get, default=None)
    if option is None:
        return sentences.differs(start, group, what)
    left = start + sentences.without("không nêu", levels[option][2])
    bases = shown[shown["option"].eq(option)].set_index("group")["base"]
    return sentences.chosen(left, option, whole[option], bases, *found[option], verb)


def _chosen_ever(shown, options):
    """The options whose share is not printed as 0 in every group."""
    return [option for option in options if shown.loc[shown["option"].eq(option), "percent"].ne(0).any()]


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


def _means(question, start, group, effect, shown, apart, *, two):
    """Two groups that differ by themselves where every mean is printed; of two in all at least which is higher."""
    level, levels, lost, small = _scores(question, shown)
    left, told = start + sentences.without("không xét", small), len(levels) > 1 and not lost
    if two and len(levels) + len(lost) == 2 and not (told and levels.max() == levels.min()):
        high, low = [g for g in dict.fromkeys(shown["group"]) if g in {*levels.index, *lost}][
            :: 1 if effect > 0 else -1
        ]
        agrees = told and level.text and levels[high] > levels[low]
        return sentences.higher(left, high, low, sentences.pair(level, levels[high], levels[low]) if agrees else "")
    high, low = (None, None) if two or not told else _two_apart(levels, "", apart)
    if high is None:
        return sentences.differs(start, group)
    if (high, low) == (levels.idxmax(), levels.idxmin()):
        return sentences.ends(left, level, levels)
    return sentences.higher(left, high, low, sentences.pair(level, levels[high], levels[low]) if level.text else "")


def _trend(question, start, what, effect, shown, option):
    """What rises or falls from every group to the next is said to do so; "" where the printed levels do not."""
    option = option or ("" if question.points or question.kind == "number" else question.choices[0].label)
    way = "tăng" if effect > 0 else "giảm"
    if option:
        cells = shown[shown["option"].eq(option)]
        few = cells["base"].min()  # both ends alike, as few people as either has
        level = Level(what if what != "câu trả lời" else f"tỷ lệ chọn “{option}”", lambda p: vi.share_of(p, few))
        levels, lost, small = _levels(cells, "percent")
    else:
        level, levels, lost, small = _scores(question, shown)
    what, left = level.word if option else "mức trả lời", start + sentences.without("không xét", small)
    if lost or len(levels) < 2:
        groups = [g for g in dict.fromkeys(shown["group"]) if g in {*lost, *small, *levels.index}]
        return sentences.inclined(start, what, groups, way)
    rising = (levels.diff().iloc[1:] * effect > 0).all()
    return sentences.rising(left, what, level, levels, way) if rising else ""


def _batteries(survey, tables, rows):
    """The highest and the lowest item after each test of all items; pairs of items have no sentence."""
    return [
        words(row["note"]) or ("" if words(row["item_a"]) else _items(survey.form, tables, row))
        for row in rows.to_dict("records")
    ]


def _items(form, tables, row):
    question = form[row["battery"]]
    if question.kind == "multiple":
        shown = take(tables, "frequencies", question=question.name).dropna(subset=["n"])
        level, unit = 100 * shown["n"] / shown["base"], "điểm phần trăm"
        shown = shown.assign(level=level).sort_values("level")
        told = [(r["option"], vi.share_of(r["level"], r["base"])) for r in shown.to_dict("records")]
        gap = vi.number(np.ptp(shown["level"].round(1)), 1) if len(shown) else ""
    else:
        ranked = take(tables, "ranking", battery=question.name).sort_values("mean")
        told = [(_label(form, r.item), f"điểm trung bình {vi.number(r.mean, 2)}") for r in ranked.itertuples()]
        gap, unit = vi.number(np.ptp(ranked["mean"].round(2)), 2) if len(ranked) else "", "điểm"
    if len(told) < 2:
        return ""
    name = question.block or question.label
    finding = sentences.items(name, told[-1], told[0], options=question.kind == "multiple")
    return sentences.agreed(finding, row["p_adjusted"], f"{gap} {unit}", row["effect"])


def _regressions(survey, tables, rows):
    rows, told, unsure = reading.strengths(rows), [], _unsure(take(tables, "regression_fit"))
    for row in rows.to_dict("records"):
        labels = [_label(survey.form, part) for part in (row["outcome"], *str(row["term"]).split(TIMES))]
        given = row | {"reference": words(row["reference"]), "event": words(row["event"])}
        given |= {"within": regressed.within(survey.form, rows, row)}
        told.append(regressed.clause(labels, given, survey.inference.negligible) if pd.notna(row["effect"]) else "")
    silent = rows["note"].where(rows["effect"].isna(), "")  # Firth's note is no reason for silence
    found = _concluded(survey, rows.assign(note=silent), told)
    keys = zip(rows["outcome"], rows["event"].map(words), told, found, strict=True)
    added = [unsure.get((outcome, event), "") if clause else "" for outcome, event, clause, _ in keys]
    return [f"{said} {more}".rstrip() for said, more in zip(found, added, strict=True)]


def _unsure(fits):
    """(outcome, event) → what to add where the check of a model, or its estimate, leaves something open."""
    return {(row["outcome"], words(row["event"])): reading.caveat(row) for row in fits.to_dict("records")}
