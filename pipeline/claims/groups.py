"""Claims on groups: who chose an answer more often, who stands higher, what rises or falls from group to group."""

from dataclasses import replace

import numpy as np

from pipeline.claims import levels as levels_of
from pipeline.claims import names, placings, trends, verdicts
from pipeline.claims.measures import measures, ordered
from pipeline.claims.model import BORDER, SURE, Claim
from pipeline.claims.printed import word
from pipeline.describe.rows import PLACE
from pipeline.infer.verdict import ALPHA

CONTRASTS = ("r hạng–nhị phân", "g Hedges")  # effects of the group that the questionnaire has first
JOINS = ("ρ Spearman", "τ-b Kendall", "γ Goodman–Kruskal", "r xu hướng", "β chuẩn hóa")  # that join two orders


def closed(printed):
    """A claim a test of a closed question that was computed, in the order of the table."""
    apart = _apart(printed.rows("pairs"))
    return [c for row in printed.rows("tests").to_dict("records") if (c := _claim(printed, row, apart, "tests"))]


def opened(printed):
    """A claim a test of a code of an open question that was computed."""
    apart, codes = _apart(printed.rows("open_pairs")), printed.rows("open_answers")
    named = codes.set_index(["question", "code"])["name"].to_dict() if len(codes) else {}
    found = []
    for row in printed.rows("open_tests").to_dict("records"):
        told = named.get(tuple(row["question"].split("/", 1)), "")
        found.append(_claim(printed, row, apart, "open_tests", option=told, verb="nêu"))
    return [claim for claim in found if claim]


def _apart(rows):
    """(question, by) → (option, higher group, lower group) of every two groups that differ by themselves."""
    found = {}
    for row in rows[rows["p_adjusted"].lt(ALPHA).astype(bool)].to_dict("records"):
        turned = "effect" in row and row["effect"] < 0
        pair = (row["group_b"], row["group_a"]) if turned else (row["group_a"], row["group_b"])
        found.setdefault((row["question"], row["by"]), set()).add((word(row["option"]), *pair))
    return found


def _claim(printed, row, apart, table, option="", verb="chọn"):
    kind = word(row.get("effect_name"))
    if not kind or row["p_adjusted"] != row["p_adjusted"]:
        return None
    name, _, choice = row["question"].partition("/")
    form, by = printed.form, row["by"]
    option = option or _label(form, name, choice)
    where, cells = (printed.codes_crossed if table == "open_tests" else printed.crossed)(name, by)
    found = _found(form, row, (where, cells), apart.get((row["question"], by), set()), option, verb)
    claim = Claim(found.kind, table, (row["question"],), (), (by,), family=word(row.get("family")), tested=row)
    of_codes = f"groups:{name}:{by}" if found.shown else ""  # a table of codes tells of groups what it has figures of
    label = f"family:{claim.family}" if table == "tests" else of_codes
    claim = replace(claim, label=label, shown=found.shown, what=found.what, ends=found.ends)
    claim = replace(claim, is_near=names.is_near(form, name, by))
    return verdicts.judged(claim, row, found, printed.survey)


def _label(form, name, choice):
    choices = form[name].choices if name in form else ()
    return next((c.label for c in choices if c.name == choice), choice)


def _found(form, row, place, apart, option, verb):
    """What one test found, from the printed ``cells`` of its question and groups."""
    (where, cells), by = place, row["by"]
    name, kind = row["question"].partition("/")[0], word(row["effect_name"])
    question = form.by_name.get(name)
    if question is not None and question.kind == "rank":
        return _placed(form, row, where, cells, option, apart)
    what = verdicts.What(form, name, by, [option] if option else [], verb)
    if not cells:
        return verdicts.together(what, row["effect"]) if kind in JOINS and not option else verdicts.bare(what)
    listed = dict.fromkeys(cell["option"] for cell in cells if cell["row"] in ("option", "apart"))
    options = [option] if option else list(listed)
    if row.get("trend_p_adjusted", 1) < ALPHA:
        told = trends.found(what, question, where, cells, row["trend_effect"], option, verb)
        if told:
            return told
    if kind == "V Cramér":
        return _chosen(what, where, cells, options, apart, verb)
    return _higher(what, question, where, cells, row["effect"], apart, two=kind in CONTRASTS)


def pair(levels, option, apart):
    """The two groups, higher first, that lie farthest apart of those that differ by themselves; (None, None)."""
    values = levels.values
    told = [(a, b) for of, a, b in apart if of == option and levels.is_over(a, b)]
    return max(told, key=lambda p: (values[p[0]] - values[p[1]], p), default=(None, None))


def _chosen(what, where, cells, options, apart, verb):
    """The option and the two groups that differ most by themselves, of the options printed in every group."""
    found = {o: levels_of.of_option(where, cells, what.form, what.name, o, verb) for o in options}
    whole = {o: known for o, known in found.items() if len(known.figures) > 1 and not known.lost}
    ever = {cell["option"] for cell in cells if cell["percent"] != 0} & {*options}
    if len({cell["group"] for cell in cells if cell["base"] != 0}) == 2 and len(ever) <= 2:
        ends = {o: known.ends() for o, known in whole.items()}
        apart = {(o, high, low) for o, (high, low) in ends.items() if whole[o].is_over(high, low)}
    pairs = {o: pair(known, o, apart) for o, known in whole.items()}
    gaps = {o: round(whole[o].values[a] - whole[o].values[b], 6) for o, (a, b) in pairs.items() if a is not None}
    option = max(gaps, key=gaps.get, default=None)
    if option is None:
        return verdicts.bare(what, hidden=_has_hidden(cells))
    return verdicts.difference(what, whole[option], *pairs[option])


def _higher(what, question, where, cells, effect, apart, *, two):
    """Two groups that differ by themselves where every mean is printed; of two in all at least which is higher."""
    order = ordered(question, where, cells)
    groups = [g for g in dict.fromkeys(cell["group"] for cell in cells) if g in order.groups]
    whole = len(order.figures) > 1 and not order.lost
    if two and len(groups) == 2 and not (whole and not order.is_over(*order.ends())):
        high, low = groups[:: 1 if effect > 0 else -1]
        told = [m for m in measures(what, question, where, cells) if whole and m.is_over(high, low)]
        return verdicts.difference(what, told[0], high, low) if told else verdicts.order(what, high, low)
    high, low = (None, None) if two or not whole else pair(order, "", apart)
    if high is None:
        is_hidden = _has_hidden(cells)
        return verdicts.bare(what, hidden=is_hidden) if two else _partly(what, question, where, cells, apart)
    told = [m for m in measures(what, question, where, cells) if m.is_over(high, low)]
    return verdicts.difference(what, told[0], high, low) if told else verdicts.order(what, high, low)


def _partly(what, question, where, cells, apart):
    """Where some group's mean is hidden: two of the others that differ by themselves, by a figure both have."""
    for levels in measures(what, question, where, cells, partly=True):
        high, low = pair(levels, "", apart)
        if high is not None:
            return verdicts.difference(what, levels, high, low)
    return verdicts.bare(what, hidden=_has_hidden(cells))


def _has_hidden(cells):
    """Whether a group that is there has a hidden share or mean."""
    figures = {"option": "percent", "mean": "mean"}
    held = [cell[figures[cell["row"]]] for cell in cells if cell["row"] in figures and cell["base"] != 0]
    return any(figure != figure for figure in held)


def _placed(form, row, where, cells, option, apart):
    """Where an option of a rank question is placed higher, by its printed mean ranks (1 is first)."""
    name, by, kind = row["question"].partition("/")[0], row["by"], word(row["effect_name"])
    what = verdicts.What(form, name, by, [option], "xếp")
    if kind == "ρ Spearman":
        return placings.together(what, option, row["effect"])
    levels = levels_of.of_ranks(where, cells, PLACE + option)
    groups = [g for g in dict.fromkeys(cell["group"] for cell in cells) if g in levels.groups]
    if kind in CONTRASTS and len(groups) == 2:
        best, worst = groups if row["effect"] > 0 else groups[::-1]
        return placings.difference(what, option, levels, best, worst)
    turned = replace(levels, figures={g: replace(f, value=-f.value) for g, f in levels.figures.items()})
    best, worst = (None, None) if kind in CONTRASTS or levels.lost else pair(turned, "", apart)
    return verdicts.bare(what) if best is None else placings.difference(what, option, levels, best, worst)


def points(claim):
    """How far apart the shares of groups lie that a claim tells, in points as they are printed; 0 where it tells none.

    By these differences are put in order, for it is what a reader sees of them; effects of tests are of several scales.
    """
    told = [figure.printed for figure in claim.estimates if figure.unit == "%"]
    return round(max(told) - min(told), 6) if len(told) > 1 else 0.0


def reach(claim):
    """(least, most) points that the shares lie apart which a claim tells, by their printed intervals (Newcombe 1998,
    Statistics in Medicine 17, method 10); no limits where one has no interval."""
    told = [figure for figure in claim.estimates if figure.unit == "%"]
    top, bottom = (pick(told, key=lambda figure: figure.printed) for pick in (max, min))
    if not (top.ends and bottom.ends):
        return -np.inf, np.inf
    apart = points(claim)
    least = apart - np.hypot(top.printed - top.low, bottom.high - bottom.printed)
    return least, apart + np.hypot(top.high - top.printed, bottom.printed - bottom.low)


def greatest(claims):
    """Claims on groups by what a reader sees of them: shares that lie farthest apart first, then those that tell none
    by their effects; those of two questions of one part of the questionnaire come last."""
    return sorted(claims, key=_standing)


def _standing(claim):
    return claim.is_near, -points(claim), -claim.strength


def strongest(claims):
    """The claims that matter, the greatest first."""
    return greatest(c for c in claims if matters(c))


def in_order(claims):
    """The claims as a report tells them: family by family, what matters from the greatest down – two questions of one
    part last – then what is just under the threshold, then what was not found."""
    families = list(dict.fromkeys(map(_family, claims)))

    def place(claim):
        rank = 0 if matters(claim) else 1 if claim.sure == BORDER else 2
        return families.index(_family(claim)), rank, _standing(claim) if rank < 2 else ()

    return sorted(claims, key=place)


def _family(claim):
    """The family of a test, or the open question that its codes answer."""
    return claim.family if claim.table == "tests" else claim.questions[0].partition("/")[0]


def matters(claim):
    """Whether a difference was found and is not negligible."""
    return claim.sure == SURE and claim.size not in ("", verdicts.TRIVIAL)
