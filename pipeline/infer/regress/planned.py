"""The planned regressions: every term of each model, and how well the model fits."""

import numpy as np
import pandas as pd

from pipeline.infer.design import drawn
from pipeline.infer.regress import estimate, rows, terms
from pipeline.infer.regress.quality import quality
from pipeline.infer.variables import FEWEST, LEAST, CannotTest

JOINT = ["joint_statistic", "joint_df", "joint_df2", "joint_p", "joint_p_adjusted"]
COLUMNS = ["outcome", "event", "term", "level", "reference", "n", "base", "odds_ratio", "b", "low", "high", "sd"]
COLUMNS += ["outcome_sd", "beta", "ame", "ame_low", "ame_high", "robust_low", "robust_high", "robust_p"]
COLUMNS += ["statistic", "df", "p", "p_adjusted", *JOINT, "note"]
FIT = ["outcome", "event", "model", "base", "mcfadden", "nagelkerke", "r2", "adjusted_r2"]
FIT += ["test", "statistic", "df", "df2", "p", "check", "check_statistic", "check_df", "check_p", "note"]
WORDS = {"outcome", "event", "term", "level", "reference", "model", "test", "check", "note"}
HIGHER, MEAN = "mức cao hơn", "giá trị trung bình"


def regressions(answers, outcomes, form, *, weight=None, adjust="holm"):
    """Every term of every planned outcome, and the fit of its model: two frames.

    An outcome is a ``pipeline.survey.Outcome``, as ``work.survey.inference.outcomes`` has them:
    ``Outcome(question="trust", by=("sex", "age"))``, and, where they are not the usual ones, ``event`` (choices: binary
    logit), ``model`` ("linear" for a scale; without: ordinal logit, a number is always linear) and ``interactions``
    (pairs of ``by``). ``weight``: a column, or a ``Design``.

    The first frame has a row a level but the reference, which is the first level in questionnaire order (SPSS takes
    the last), and a row a product of two levels ("a × b"): ``n`` people in it, ``base`` in the model (they answered
    the outcome and every term; choices apart from a scale count as blank; a level or a cell of an interaction under
    FEWEST people leaves with its people, and says so). ``odds_ratio`` of the event, or of a higher point of the scale
    (proportional odds), of a product the ratio of two odds ratios; ``b``: coefficient of a linear model, ``beta`` the
    standardised one, ``outcome_sd`` the sd of the outcome. ``low``, ``high``: 95 % Wald limits of whichever it is;
    ``sd`` of a number among those people (OR**sd is that of a step of one sd); ``ame``: see ``margins``;
    ``robust_…``: HC3 beside the plain linear model. ``statistic`` z, or t on ``df``; ``p``, ``p_adjusted`` within
    the outcome (``adjust``: see ``verdict.adjusted``); ``joint_…``: test of all rows of the term, see ``joint``,
    adjusted over the terms of the outcome. A collinear, too rare or (ordinal, weighted) separated term has
    no number and a ``note``; separated binary answers have Firth's estimates, which the note names.

    The second frame has a row an outcome: McFadden's and Nagelkerke's R² or R² and adjusted R², the test of all terms
    (likelihood ratio; F; design-based Wald when weighted) and the ``check`` of ``calibration``.

    Unweighted: R's glm, MASS::polr, lm, logistf. Weighted: survey::svyglm and svyolr.
    """
    sample = drawn(answers, weight) if outcomes else None
    found = [_planned(answers, o, form, sample, adjust) for o in outcomes]
    return _frame([row for told, _ in found for row in told], COLUMNS), _frame([fit for _, fit in found], FIT)


def factor_tests(regressions):
    """One row a question or interaction of ``regressions``: outcome, event, term and its joint test."""
    told = regressions.dropna(subset=["joint_p"]).drop_duplicates(["outcome", "event", "term"])
    return told[["outcome", "event", "term", *JOINT]].reset_index(drop=True)


def _frame(rows, columns):
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(set(columns) - WORDS, float)).fillna({"note": ""})


def _planned(answers, planned, form, sample, adjust):
    """Rows of the terms and the row of the fit of one outcome."""
    question, questions = form[planned.question], [form[name] for name in planned.by]
    crossed = getattr(planned, "interactions", ())
    linear = question.kind == "number" or getattr(planned, "model", "") == "linear"
    y, event = terms.outcome(answers, planned, question, linear)
    told = terms.answered(answers, questions, ~np.isnan(y))
    used = terms.answered(answers, questions, told, crossed)
    few = 0 < told.sum() - used.sum() < FEWEST or _leaves_few(answers, question, questions, crossed, used)
    dim = _dimmed if few else dict
    head = {"outcome": question.name, "event": event or (MEAN if linear else HIGHER)}
    try:
        y = _varying(y[used], question) if linear else _categories(y[used].astype(int), event, question)
        given = terms.terms(answers, questions, used, crossed)
        model = estimate.estimate("linear" if linear else "logit", given, y, used, sample)
        found, fit = rows.rows(given, model, y, event, adjust), quality(model)
    except CannotTest as refusal:
        return [], dim(head | {"base": int(used.sum()), "note": f"Không tính được: {refusal}"})
    head |= {"base": len(model.y)}
    return [dim(head | row) for row in found], dim(head | fit)


def _leaves_few(answers, question, questions, crossed, used):
    """Whether of some level, or cell of two crossed ones, 1 to FEWEST − 1 people stand outside a scale of the model:
    beside the printed answers of the level the exact number in the model would tell how many."""
    if not any(q.apart for q in (question, *questions)):
        return False
    asked = answers[question.name].notna() if question.name in answers else pd.Series(True, answers.index)
    named = [q.name for q in questions if q.kind != "number"]
    cells = [[name] for name in named] + [list(pair) for pair in crossed if {*pair} <= {*named}]
    left = (asked & ~used).groupby
    return any(
        left([answers[name] for name in cell], observed=True).sum().between(1, FEWEST - 1).any() for cell in cells
    )


def _varying(y, question):
    """The outcome of those in the model; refused of fewer than LEAST people, and where they all gave one answer."""
    who = f"trả lời đủ mọi câu của mô hình và không thuộc mức dưới {FEWEST} người"
    if len(y) < LEAST:
        raise CannotTest(f"chưa đến {LEAST} người {who}.", len(y))
    if np.ptp(y) == 0:
        raise CannotTest(f"những người {who} trả lời “{question.label}” giống hệt nhau.", len(y))
    return y


def _categories(y, event, question):
    """Categories 0..k that are used; refused where they are one, or where too few people stand on a side of it."""
    sizes = np.bincount(_varying(y, question))
    if event and sizes.min() < FEWEST:
        raise CannotTest(f"ở “{question.label}” chưa đến {FEWEST} người ở một trong hai phía của kết quả.", len(y))
    return np.unique(y, return_inverse=True)[1]


def _dimmed(row):
    """Numbers of people rounded down to ten: exact, they would tell how many were left out with a small cell."""
    return row | {key: row[key] // 10 * 10 for key in ("n", "base") if key in row}
