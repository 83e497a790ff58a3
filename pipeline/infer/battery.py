"""Questions answered by the same people: which items of a battery, or options of one question, stand higher."""

from itertools import combinations

import numpy as np
import pandas as pd

from pipeline import questionnaire
from pipeline.infer import weighted, within, within_weighted
from pipeline.infer.variables import FEWEST, LEAST, rounded
from pipeline.infer.verdict import ALPHA, STEPS, adjusted, name_of

COLUMNS = ["battery", "method", "item_a", "item_b", "n", "statistic", "df", "p", "p_adjusted"]
COLUMNS += ["effect", "effect_name", "effect_low", "effect_high"]
STUDENT = ["t", "t_df", "t_p", "t_p_adjusted", "d_z", "d_z_low", "d_z_high"]
MEANS = ["difference", "difference_low", "difference_high"]
TOLD = ["battery", "method", "item_a", "item_b", "effect_name", "method_weighted", "note"]
RANKING = ["battery", "place", "item", "n", "mean", "mean_rank"]
ALIKE = f"Không tính được: chưa đến {FEWEST} người trả lời hai mục khác nhau."


def battery(answers, questions, *, weight=None, seed=0, adjust="holm"):
    """Test whether the items of one battery are answered alike by the same people.

    ``questions`` are two or more scale or number questions of one scale, or one question of several answers or of
    ranks, its options being the items. Used are people who answered every item (listwise; "không có ý kiến" counts as
    blank; of ranks all who ranked, options they left out sharing the places left). Returns first the test of all items
    (``item_a`` empty), then every pair, p adjusted over the pairs (see ``verdict.adjusted``); unweighted:

    * scales, numbers, ranks (the first place highest): Friedman with ties (R: friedman.test), Kendall's W with
      percentile bootstrap limits of ``seed``; pairs by Wilcoxon's signed ranks, and Cliff's paired d; beside it for
      scales and numbers the paired ``t``, the mean ``difference`` and ``d_z`` (see ``within.paired_t``)
    * options: Cochran's Q (R: friedman.test of 0/1) with W; pairs by McNemar with Cohen's g

    With ``weight`` (a column or a ``Design``) the columns "…_weighted" stand beside: see ``within_weighted``.
    ``statistic``, p, effect and difference are of item a against b. What cannot be computed has no numbers and says
    why.
    """
    items, labels, kind = _items(answers, questions)
    sample, used = weighted.sample_of(answers, weight), answers.index.isin(items.index)
    head = {"battery": questions[0].name, "item_a": "", "item_b": "", "n": len(items), "note": ""}
    reason = _unfit(items, labels)
    if reason:
        return _table([head | {"method": "", "effect_name": "", "note": f"Không tính được: {reason}"}], sample)
    overall = head | within.together(items, kind == "multiple", seed)
    overall |= {} if sample is None else within_weighted.together(items, sample, used)
    overall |= {f"p_adjusted{end}": overall.get(f"p{end}", np.nan) for end in ("", "_weighted")}
    rows = []
    for a, b in combinations(items, 2):
        row = head | {"item_a": a, "item_b": b} | _two(items[a], items[b], kind)
        rows.append(
            row if sample is None else row | within_weighted.two(items[a], items[b], row["effect_name"], sample, used)
        )
    return _table([overall, *_adjusted(rows, adjust)], sample)


def all_batteries(answers, batteries, *, weight=None, seed=0, adjust="holm"):
    """``battery`` of every battery, one below the other, as it may be printed.

    Of options and ranks only the pairs that differ, the higher item first, without numbers but an adjusted p rounded up
    to one of STEPS: from exact ones a share, or a mean rank, that a table hides could be worked out. So could a mean by
    mean differences: there are none, and ``n`` rounded down to ten where it would tell how few gave no opinion.
    """
    found = []
    for questions in batteries:
        rows = battery(answers, list(questions), weight=weight, seed=seed, adjust=adjust)
        rows["n"] = rows["n"].map(lambda n, given=questions: rounded(n, answers, [q.name for q in given]))
        rows = rows.drop(columns=[c for c in rows if c.startswith("difference")])
        found.append(_dimmed(rows) if questions[0].kind in ("multiple", "rank") else rows)
    empty = _table([], None).drop(columns=MEANS)
    return pd.concat([empty, *found], ignore_index=True) if found else empty


def sets(form, answers):
    """What ``all_batteries`` compares: the scale batteries of a form, its questions of several answers and of ranks.

    Of two ranked options the first places say all there is.
    """
    several = [(q,) for q in form.questions if len(q.choices) > {"multiple": 1, "rank": 2}.get(q.kind, np.inf)]
    asked = [q for q in several if f"{q[0].name}/{q[0].choices[0].name}" in answers]
    return [*form.batteries, *asked]


def ranking(answers, batteries, *, weight=None):
    """Items of every scale battery from the highest mean down.

    Returns ``place``, ``item``, ``n`` people who answered every item of the battery (see ``rounded``), their ``mean``
    and ``mean_rank`` within people (k is the best), unweighted over those people, as Friedman's test takes them; with
    ``weight`` ``mean_weighted`` and ``mean_rank_weighted`` beside.
    """
    rows, sample = [], weighted.sample_of(answers, weight)
    for questions in batteries:
        items, _, _ = _items(answers, list(questions))
        found = pd.DataFrame({"mean": items.mean(), "mean_rank": items.rank(axis=1).mean()})
        if sample is not None:
            mass = sample.weight[answers.index.isin(items.index)]
            found["mean_weighted"] = mass @ items.to_numpy() / mass.sum()
            found["mean_rank_weighted"] = mass @ items.rank(axis=1).to_numpy() / mass.sum()
        found = found.sort_values("mean", ascending=False, kind="stable").rename_axis("item").reset_index()
        n = rounded(len(items), answers, [q.name for q in questions])
        rows.append(found.assign(battery=questions[0].name, place=range(1, len(found) + 1), n=n))
    columns = [*RANKING, *([] if sample is None else ["mean_weighted", "mean_rank_weighted"])]
    return pd.concat(rows, ignore_index=True)[columns] if rows else pd.DataFrame(columns=columns)


def _table(rows, sample):
    numbers = [c for c in (*COLUMNS, *STUDENT, *MEANS) if c not in TOLD]
    beside = [] if sample is None else within_weighted.COLUMNS
    order = [*COLUMNS, *STUDENT, *MEANS, *beside, "note"]
    numbers += [c for c in beside if c not in TOLD]
    return pd.DataFrame(rows, columns=order).astype(dict.fromkeys(numbers, float))


def _items(answers, questions):
    """Answers of complete people, one column an item; labels of the items; the kind of the questions."""
    question, kind = questions[0], questions[0].kind
    if kind in ("multiple", "rank"):
        names = {f"{question.name}/{c.name}": c.label for c in question.choices}
        if kind == "multiple":
            return answers[list(names)].astype("boolean").dropna().astype(float), names, kind
        places = questionnaire.all_places(answers, question).set_axis(list(names), axis=1)
        return (len(names) + 1 - places).dropna(), names, kind
    if len(questions) < 2:
        raise ValueError(f"So sánh các mục cần ít nhất hai câu hỏi; nhận được {len(questions)}.")
    scores = {q.name: _scores(answers[q.name], q) for q in questions}
    return pd.DataFrame(scores, index=answers.index).dropna(), {q.name: q.label for q in questions}, kind


def _scores(values, question):
    return pd.to_numeric(values).astype(float) if question.kind == "number" else questionnaire.scores(values, question)


def _unfit(items, labels):
    if len(items) < LEAST:
        return f"chưa đến {LEAST} người trả lời đủ mọi mục ({', '.join(f'“{label}”' for label in labels.values())})."
    if items.eq(items.iloc[:, 0], axis=0).all(axis=None):
        return "mỗi người trả lời mọi mục giống hệt nhau."
    return ""


def _two(a, b, kind):
    if kind == "multiple":
        return within.mcnemar(a, b)
    return within.wilcoxon(a, b) | (within.paired_t(a, b) if kind != "rank" else {})


def _adjusted(rows, adjust):
    """The pairs with adjusted p, each kind of p by itself."""
    for p, told in (("p", "p_adjusted"), ("p_weighted", "p_adjusted_weighted"), ("t_p", "t_p_adjusted")):
        found = adjusted(np.array([row.get(p, np.nan) for row in rows], float), adjust)
        rows = [row | {told: value} for row, value in zip(rows, found, strict=True)]
    name = name_of(adjust)
    return [row | {"note": ALIKE if np.isnan(row["p"]) else "", "method": f"{row['method']} ({name})"} for row in rows]


def _dimmed(rows):
    """Pairs that differ, the higher item first, with nothing but a rounded p; the test of all items as it is."""
    ends = [end for end in ("", "_weighted") if f"p_adjusted{end}" in rows]
    of_pair = rows["item_a"].ne("")
    kept = rows[~of_pair | rows[[f"p_adjusted{end}" for end in ends]].lt(ALPHA).any(axis=1)].copy()
    of_pair, turned = kept["item_a"].ne(""), kept["item_a"].ne("") & kept["effect"].lt(0)
    kept.loc[turned, ["item_a", "item_b"]] = kept.loc[turned, ["item_b", "item_a"]].to_numpy()
    told = [f"p_adjusted{end}" for end in ends]
    for column in told:
        steps = np.array([*STEPS, np.nan])[np.searchsorted(STEPS, kept[column], side="left")]
        kept[column] = kept[column].mask(of_pair, steps)
    numbers = [c for c in kept if c not in (*TOLD, *told, "n")]
    kept.loc[of_pair, numbers] = np.nan
    return kept
