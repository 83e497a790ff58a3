"""The planned regressions: odds ratios of every term, and how well each model fits."""

import numpy as np
import pandas as pd
from scipy import stats

from pipeline.infer import design, effects
from pipeline.infer.regress import few, terms
from pipeline.infer.regress.calibration import calibration
from pipeline.infer.regress.estimate import estimate
from pipeline.infer.variables import FEWEST, CannotTest
from pipeline.infer.verdict import adjusted

COLUMNS = ["outcome", "event", "term", "level", "reference", "n", "base", "odds_ratio", "low", "high", "sd"]
COLUMNS += ["statistic", "df", "p", "p_adjusted", "note"]
FIT = ["outcome", "event", "model", "base", "mcfadden", "nagelkerke", "test", "statistic", "df", "df2", "p"]
FIT += ["check", "check_statistic", "check_df", "check_p", "note"]
NUMBERS = {"n", "sd", "base", "odds_ratio", "low", "high", "statistic", "df", "df2", "p", "p_adjusted", "mcfadden"}
NUMBERS |= {"nagelkerke", "check_statistic", "check_df", "check_p"}
HIGHER = "mức cao hơn"


def regressions(answers, outcomes, form, *, weight=None, adjust="holm"):
    """Odds ratios of every planned outcome, and the fit of its model: two frames.

    The first has a row a level but the reference, which is the first level in questionnaire order (SPSS takes the
    last): ``n`` people in the level, ``base`` in the model (they answered the outcome and every term; choices apart
    from a scale count as blank; a level under FEWEST people leaves with its people, and says so), ``odds_ratio`` of
    the event, or of a higher point of the scale (proportional odds), with its 95 % Wald interval, ``sd`` of a number
    among those people (OR**sd is that of a step of one sd), ``statistic`` z (t on ``df`` when weighted), ``p``,
    ``p_adjusted`` within the outcome (``adjust``: see ``verdict.adjusted``). A separated, collinear or too rare term
    has no number and a ``note``. The second frame has a row an outcome: McFadden's and Nagelkerke's R², the test of
    all terms (likelihood ratio; design-based Wald when weighted) and the ``check`` of ``calibration``.

    Unweighted: R's glm and MASS::polr. Weighted: survey::svyglm(quasibinomial) and svyolr.
    """
    found = [_planned(answers, o, form, design.weights(answers, weight), adjust) for o in outcomes]
    return _frame([row for rows, _ in found for row in rows], COLUMNS), _frame([fit for _, fit in found], FIT)


def _frame(rows, columns):
    table = pd.DataFrame(rows, columns=columns)
    return table.astype(dict.fromkeys(NUMBERS.intersection(columns), float)).fillna({"note": ""})


def _planned(answers, planned, form, weights, adjust):
    """Rows of the terms and the row of the fit of one outcome."""
    question, questions = form[planned.question], [form[name] for name in planned.by]
    y, event = terms.outcome(answers, planned, question)
    used = terms.answered(answers, questions, y >= 0)
    weight = np.ones(used.sum()) if weights is None else weights[used].to_numpy() / weights[used].mean()
    head = {"outcome": question.name, "event": event or HIGHER}
    try:
        categories = _categories(y[used], event, question)
        given = terms.terms(answers, questions, used)
        model = estimate(given, categories, weight, None if weights is None else len(answers))
    except CannotTest as refusal:
        return [], head | {"base": int(used.sum()), "note": f"Không tính được: {refusal}"}
    head |= {"base": len(model.y)}
    rows = [head | row for row in _rows(given, model, categories if event else None)]
    return _adjusted(rows, adjust), head | _quality(model)


def _categories(y, event, question):
    """Categories 0..k that are used; refused where they are one, or where too few people stand on a side of it."""
    sizes = np.bincount(y) if len(y) else np.zeros(1)
    if (sizes > 0).sum() < 2:
        raise CannotTest(f"mọi người trả lời “{question.label}” giống hệt nhau.", len(y))
    if event and sizes.min() < FEWEST:
        raise CannotTest(f"ở “{question.label}” chưa đến {FEWEST} người ở một trong hai phía của kết quả.", len(y))
    return np.unique(y, return_inverse=True)[1]


def _rows(given, model, sides):
    """One row a term: numbers where the model has them and they rest on enough people."""
    rows = []
    for place, term in enumerate(given):
        row = {"term": term.question, "level": term.level, "reference": term.reference}
        note = term.note or model.notes.get(place, "") or (sides is not None and _few(given, term, sides)) or ""
        row |= {"n": term.n or np.nan, "note": note, "sd": np.nan if term.reference else np.std(term.column, ddof=1)}
        rows.append(row if note else row | _numbers(model, model.kept.index(place)))
    return rows


def _few(given, term, sides):
    """Why a level's odds may not be printed: they, or those of its reference, rest on fewer than FEWEST people."""
    if not term.reference:
        return ""
    others = [t.column for t in given if t.question == term.question and t.column is not None]
    for people in (term.column > 0, np.sum(others, axis=0) == 0):
        if min((people & (sides == side)).sum() for side in (0, 1)) < FEWEST:
            return f"Không nêu: có phía của kết quả dưới {FEWEST} người ở nhóm này hoặc nhóm đối chiếu."
    return ""


def _numbers(model, place):
    b, se, df = model.fit.beta[place], np.sqrt(model.covariance[place, place]), model.df
    reach = (stats.norm if np.isinf(df) else stats.t(df)).ppf(effects.TAILS[0]) * se
    found = {"odds_ratio": np.exp(b), "low": np.exp(b - reach), "high": np.exp(b + reach), "statistic": b / se}
    tail = (stats.norm if np.isinf(df) else stats.t(df)).sf(abs(b / se))
    return found | {"df": np.nan if np.isinf(df) else df, "p": 2 * tail}


def _adjusted(rows, adjust):
    """The rows with adjusted p."""
    found = adjusted(np.array([row.get("p", np.nan) for row in rows], float), adjust)
    return [row | {"p_adjusted": p} for row, p in zip(rows, found, strict=True)]


def _quality(model):
    """Pseudo R², the test of all terms together, and the check of the model's form."""
    fit, k, n = model.fit, len(model.fit.beta), len(model.y)
    snell = 1 - np.exp(2 * (fit.null - fit.loglik) / n)
    row = {"mcfadden": 1 - fit.loglik / fit.null, "nagelkerke": snell / (1 - np.exp(2 * fit.null / n))}
    row |= {"model": "logit nhị phân" if len(fit.theta) == 1 else "logit thứ bậc (tỷ số chênh tỷ lệ)"}
    if np.isinf(model.df):
        ratio = 2 * (fit.loglik - fit.null)
        row |= {"test": "tỷ số hợp lý", "statistic": ratio, "df": k, "p": stats.chi2.sf(ratio, k)}
    else:
        f = fit.beta @ np.linalg.solve(model.covariance, fit.beta) / k
        row |= {"test": "Wald theo thiết kế (F)", "statistic": f, "df": k, "df2": model.df}
        row |= {"p": stats.f.sf(f, k, model.df)}
    if few.is_small(model.y, k):
        plain = np.isinf(model.df)
        row |= {"df2": np.nan} | few.score_test(model.x, model.y, None if plain else model.weight)
    lost = "; ".join(dict.fromkeys(model.notes.values()))
    return row | calibration(model) | {"note": lost}
