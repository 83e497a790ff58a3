"""Tables with bases: who answered what, weighted where a weight is given, counted always."""

import pandas as pd

from pipeline import questionnaire

FREQUENCIES = ["question", "label", "option", "n", "percent", "base"]
CROSSTABS = ["question", "option", "by", "group", "n", "percent", "base"]
CLOSED = ("nominal", "ordinal", "multiple")


def indicators(answers, question):
    """One float column an option (1 chosen, 0 not, NaN not answered), named by label, in questionnaire order."""
    if question.kind == "multiple":
        columns = {c.label: answers[f"{question.name}/{c.name}"].astype("Float64") for c in question.choices}
        return pd.DataFrame(columns, index=answers.index).astype(float)
    column = answers[question.name]
    chosen = {label: column.eq(label).astype(float).where(column.notna()) for label in column.cat.categories}
    return pd.DataFrame(chosen, index=answers.index)


def frequencies(answers, question, *, weight=None):
    """Every option of one closed question, in questionnaire order: question, label, option, n, percent, base.

    ``n`` and ``base`` are people (unweighted); base = those who answered, "không có ý kiến" among them; percent
    (0-100) is weighted when ``weight`` names a column. Skipped and unanswered people are outside the base.
    """
    chosen = indicators(answers, question).dropna(how="all")
    weights = _weights(answers, weight).loc[chosen.index]
    table = pd.DataFrame({"option": chosen.columns, "n": chosen.sum().astype(int).to_numpy()})
    percent = 100 * chosen.mul(weights, axis=0).sum() / weights.sum() if len(chosen) else float("nan")
    table = table.assign(percent=getattr(percent, "to_numpy", lambda: percent)(), base=len(chosen))
    return table.assign(question=question.name, label=question.label)[FREQUENCIES]


def _weights(answers, weight):
    return answers[weight] if weight else pd.Series(1.0, index=answers.index)


def all_frequencies(answers, questions, *, weight=None):
    """``frequencies`` of every question given, one below the other."""
    tables = [frequencies(answers, q, weight=weight) for q in questions]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=FREQUENCIES)


def closed(answers, form, *, but=()):
    """The closed questions of the form whose columns are in the answers, in order, without those named in ``but``."""
    held = {column.split("/")[0] for column in answers.columns}
    return [q for q in form.questions if q.kind in CLOSED and q.name in held and q.name not in but]


def labels(question, names):
    """Labels of the choices named, in the order given."""
    known = {c.name: c.label for c in question.choices}
    return [known[name] for name in names]


def crosstab(answers, question, by, *, weight=None):
    """One closed question within the groups of another: question, option, by, group, n, percent, base.

    Percent (0-100) is of the group (column percent), weighted when ``weight`` names a column; base = people of the
    group who answered the question (unweighted). People who left ``by`` blank are in no group. When ``by`` is a
    several-choices question its groups overlap.
    """
    chosen, groups = indicators(answers, question), indicators(answers, by).fillna(0)
    weighted = groups.mul(_weights(answers, weight), axis=0)
    answered = chosen.notna().any(axis=1).astype(float)
    table = (
        (chosen.fillna(0).T @ groups).rename_axis(index="option", columns="group").T.stack().rename("n").reset_index()
    )
    share = 100 * (chosen.fillna(0).T @ weighted) / (answered @ weighted).where(lambda s: s > 0)
    base = table["group"].map(answered @ groups).astype(int)
    table = table.assign(n=table["n"].astype(int), percent=share.T.to_numpy().ravel(), base=base)
    return table.assign(question=question.name, by=by.name)[CROSSTABS]


def all_crosstabs(answers, questions, banners, *, weight=None):
    """``crosstab`` of every question by every banner variable but itself."""
    tables = [crosstab(answers, q, by, weight=weight) for q in questions for by in banners if q.name != by.name]
    return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=CROSSTABS)


def numbers(answers, questions, *, weight=None):
    """Summary of number questions: question, label, n, mean, sd, median, q1, q3, min, max.

    Mean and sd are weighted when ``weight`` names a column (sd with n−1); quantiles are unweighted, type 7 as in R.
    Missing answers are left out; a question nobody answered has n = 0 and blanks.
    """
    rows = []
    for question in questions:
        values = answers[question.name].dropna()
        weights = _weights(answers, weight).loc[values.index]
        mean = (values * weights).sum() / weights.sum() if len(values) else float("nan")
        spread = (weights * (values - mean) ** 2).sum() / weights.sum() if len(values) > 1 else float("nan")
        sd = (spread * len(values) / (len(values) - 1)) ** 0.5 if len(values) > 1 else float("nan")
        quantiles = values.quantile([0.5, 0.25, 0.75, 0, 1]).tolist()
        rows.append((question.name, question.label, len(values), mean, sd, *quantiles))
    return pd.DataFrame(rows, columns=["question", "label", "n", "mean", "sd", "median", "q1", "q3", "min", "max"])


def scales(answers, batteries, *, weight=None):
    """Items of every battery: battery (first item's name), item, label, n, mean, sd, top2, no_opinion.

    ``n`` = people who chose a point of the scale; mean and sd of scores 1..k over them; top2 = percent of them on the
    two highest points; no_opinion = percent of all who answered who chose an option apart from the scale.
    """
    rows = []
    for battery in batteries:
        for item in battery:
            score = questionnaire.scores(answers[item.name], item)
            scored = answers.assign(**{item.name: score})
            summary = numbers(scored, [item], weight=weight).iloc[0]
            answered = answers[item.name].notna()
            top2 = _share(score.ge(len(item.points) - 1), score.notna(), _weights(answers, weight))
            apart = _share(score.isna(), answered, _weights(answers, weight))
            about = (battery[0].name, item.name, item.label, summary["n"], summary["mean"], summary["sd"])
            rows.append((*about, top2, apart))
    return pd.DataFrame(rows, columns=["battery", "item", "label", "n", "mean", "sd", "top2", "no_opinion"])


def _share(chosen, base, weights):
    return 100 * weights[chosen & base].sum() / weights[base].sum() if base.any() else float("nan")


def nonresponse(answers, form):
    """What is missing and why: question, label, asked, answered, not_applicable, no_answer (people).

    not_applicable = not asked by skip logic; no_answer = asked and left blank.
    """
    rows = []
    for question in (q for q in form.questions if q.kind != "none"):
        columns = [c for c in answers if c == question.name or c.startswith(f"{question.name}/")]
        if not columns:
            continue
        given = answers[columns].notna().any(axis=1)
        asked = answers.get(f"asked.{question.name}", pd.Series(True, index=answers.index)) | given
        rows.append((question.name, question.label, *map(int, (asked.sum(), given.sum(), (~asked).sum(),
                                                               (asked & ~given).sum()))))  # fmt: skip
    return pd.DataFrame(rows, columns=["question", "label", "asked", "answered", "not_applicable", "no_answer"])


def sensitivity(everyone, kept, questions):
    """Closed answers with and without the dropped answers: question, label, option, percent_all, percent_clean,
    difference (percentage points). Both unweighted, so that the difference is that of the dropping alone."""
    key = ["question", "label", "option"]
    both = all_frequencies(everyone, questions).merge(
        all_frequencies(kept, questions), on=key, suffixes=("_all", "_clean")
    )
    table = both[[*key, "percent_all", "percent_clean"]]
    return table.assign(difference=table["percent_clean"] - table["percent_all"])
