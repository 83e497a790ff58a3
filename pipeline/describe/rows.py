"""Rows of a banner table: the options of a question, those apart from its scale, nets, top and bottom two, scores."""

import pandas as pd

from pipeline import questionnaire
from pipeline.describe import promoters
from pipeline.describe.frequencies import indicators, labels

KEYS = ["row", "option"]
PLACE = "Thứ hạng trung bình: "
TOP2, BOTTOM2 = "Hai mức cao nhất", "Hai mức thấp nhất"
FEWEST = 4  # points of a scale whose two ends may be told apart from its middle


def shares(answers, question, plan):
    """People × rows: 1 chosen, 0 not, NaN outside the row's base, under (row, option).

    ``row`` is "option", "apart" (a choice outside the scale), "net", "top2" or "bottom2". The base is whoever answered;
    that of top2 and bottom2, and of the options too where ``plan.no_opinion`` is "out", is whoever chose a point of
    the scale. A net counts a person once, however many of its choices were ticked. Of a rank question the options are
    first places. A number question has no rows, one of ``plan.nps`` its three parts as options.
    """
    if question.kind == "number":
        found = promoters.parts(answers[question.name], question) if question.name in plan.nps else {}
        return _framed([("option", label, part) for label, part in found.items()], answers.index)
    chosen = indicators(answers, question)
    apart = labels(question, question.apart)
    held = chosen.drop(columns=apart).where(chosen[apart].sum(axis=1).eq(0))  # NaN for those without an opinion
    inside = held if plan.no_opinion == "out" else chosen
    found = [("option", label, inside[label]) for label in chosen if label not in apart]
    found += [("apart", label, chosen[label]) for label in apart]
    found += _boxes(held, question, plan)
    found += [("net", net, _any(held, question, names)) for net, names in _promoters(question, plan).items()]
    found += [("net", net, _any(chosen if set(map(str, names)) & set(question.apart) else inside, question, names))
              for net, names in plan.nets.get(question.name, {}).items()]  # fmt: skip
    return _framed(found, answers.index)


def together(answers, questions, plan):
    """Question name → what of its ``shares`` is several options together: nets, the two ends of a scale."""
    tables = {q.name: shares(answers, q, plan) for q in questions if q.choices}
    kept = {name: table.loc[:, ~table.columns.get_level_values("row").isin(["option", "apart"])]
            for name, table in tables.items()}  # fmt: skip
    return {name: table for name, table in kept.items() if table.shape[1]}


def _boxes(held, question, plan):
    if not has_ends(question, plan):
        return []
    return [(row, text, _any(held, question, names)) for row, text, names in _ends(question)]


def sums(form, plan):
    """Question → {name of a sum: [choice names]}: the nets of ``plan``, and top and bottom two of scored scales."""
    found = {name: dict(nets) for name, nets in plan.nets.items()}
    for question in (q for q in form.variables if has_ends(q, plan)):
        found.setdefault(question.name, {}).update({text: names for _, text, names in _ends(question)})
    for question in (q for q in form.questions if _promoters(q, plan)):
        found.setdefault(question.name, {}).update(_promoters(question, plan))
    return found


def _promoters(question, plan):
    """{name of a part: [choice names]} of a scale that ``plan.nps`` names."""
    return promoters.choices(question) if question.points and question.name in plan.nps else {}


def parts(form, plan):
    """Number question → the names of the parts its numbers are counted in: those of ``plan.nps``."""
    return {name: list(promoters.PARTS) for name in plan.nps if form[name].kind == "number"}


def _ends(question):
    low, high = question.points[:2], question.points[-2:]
    named = (("top2", TOP2, high), ("bottom2", BOTTOM2, low))
    return [(row, f"{text} ({' + '.join(labels(question, names))})", names) for row, text, names in named]


def _any(chosen, question, names):
    return chosen[labels(question, [str(name) for name in names])].max(axis=1)


def has_ends(question, plan):
    """Whether the two highest points of a question are counted together, and the two lowest."""
    return is_scored(question, plan) and len(question.points) >= FEWEST


def is_scored(question, plan):
    """Whether the points of a question are scores that can be averaged, and not bands such as age groups."""
    return bool(question.points) and question.name not in plan.unscored


def scores(answers, question, plan):
    """People × rows of numbers under ("mean", name): the number given, the score 1..k on a scale, the places of a rank
    question (options left out share those left); under ("nps", name) 100, 0 or −100, so that their mean is the NPS; no
    columns for other questions. NaN: not answered, or no opinion."""
    if question.kind == "number":
        found = {"Trung bình": answers[question.name]}
    elif question.kind == "rank":
        found = {f"{PLACE}{label}": place for label, place in questionnaire.all_places(answers, question).items()}
    elif is_scored(question, plan):
        points = f"Điểm trung bình (1–{len(question.points)})"
        found = {points: questionnaire.scores(answers[question.name], question)}
    else:
        found = {}
    told = [("mean", label, column) for label, column in found.items()]
    if question.name in plan.nps:
        told.append(("nps", promoters.NPS, promoters.score(answers[question.name], question)))
    return _framed(told, answers.index)


def _framed(found, index):
    keys = pd.MultiIndex.from_tuples([(row, option) for row, option, _ in found], names=KEYS) if found else None
    table = pd.DataFrame({i: column for i, (_, _, column) in enumerate(found)}, index=index, dtype=float)
    return table if keys is None else table.set_axis(keys, axis=1)
