"""The rows of one regression: every term with its numbers where they rest on enough people, p adjusted."""

import numpy as np
from scipy import stats

from pipeline.infer import effects
from pipeline.infer.regress import estimate, firth, linear, terms
from pipeline.infer.regress.joint import joint
from pipeline.infer.regress.margins import margins
from pipeline.infer.variables import FEWEST
from pipeline.infer.verdict import adjusted

FEW = f"Không nêu: có phía của kết quả dưới {FEWEST} người ở nhóm này hoặc nhóm đối chiếu."
FEW_ON_TOP = (
    f"Không nêu AME: dưới {FEWEST} người ở mức cao nhất của thang hoặc ở các mức khác, trong nhóm này hoặc nhóm đối"
    " chiếu."
)


def rows(given, model, y, event, adjust="holm"):
    """One row a term, with p and the joint tests adjusted over the model.

    ``given``: the terms on the people before any left for their certain category, ``y`` their outcome.
    """
    found, tests = [], joint(model)
    average = {} if model.kind == "linear" else margins(model)
    for place, term in enumerate(given):
        row = {"term": term.question, "level": term.level, "reference": term.reference}
        few = "" if model.kind == "linear" else _few(given, term, y == y.max(), model)
        note = term.note or model.notes.get(place, "") or (few if event else "")
        number = not term.reference and not term.of
        row |= {"n": term.n or np.nan, "note": note, "sd": np.std(term.column, ddof=1) if number else np.nan}
        if not note:
            row |= _numbers(model, model.kept.index(place)) | ({} if few else average.get(place, {}))
            row |= {"note": f"{estimate.FIRTH}."} if model.kind == "firth" else {"note": FEW_ON_TOP} if few else {}
        found.append(row)
    silent = {row["term"] for row in found if row["note"] == FEW}
    return _adjusted([row | ({} if row["term"] in silent else tests.get(row["term"], {})) for row in found], adjust)


def _few(given, term, side, model):
    """Why a level's odds may not be printed: they, or those of its reference, rest on fewer than FEWEST people.

    Of separated answers everybody is told that a side is empty; Firth's odds say no more. But where FEWEST people would
    not be expected on that side, one to four would have been hidden: told alone, the empty ones would look too often
    like a difference.
    """
    if not term.reference or term.column is None:
        return ""
    for people in terms.groups(given, term):
        for sided in (side, ~side):
            size, expected = (people & sided).sum(), people.sum() * sided.mean()
            if size < FEWEST and (size or model.kind != "firth" or expected < FEWEST):
                return FEW
    return ""


def _numbers(model, place):
    b, se, df = model.fit.beta[place], np.sqrt(model.of_beta[place, place]), model.df
    curve = stats.norm if np.isinf(df) else stats.t(df)
    reach = curve.ppf(effects.TAILS[0])
    found = {"statistic": b / se, "df": np.nan if np.isinf(df) else df, "p": 2 * curve.sf(abs(b / se))}
    if model.kind == "linear":
        found |= {"b": b, "low": b - reach * se, "high": b + reach * se} | linear.standardised(model, place)
        return found | (_robust(model, place, curve) if model.sample is None else {})
    limits = b - reach * se, b + reach * se
    if model.kind == "firth":
        chi2, *limits = firth.profile(model.fit, model.x, model.y, place)
        found |= {"statistic": np.sign(b) * np.sqrt(max(chi2, 0)), "p": stats.chi2.sf(chi2, 1)}
    with np.errstate(over="ignore"):
        return found | {"odds_ratio": np.exp(b), "low": np.exp(limits[0]), "high": np.exp(limits[1])}


def _robust(model, place, curve):
    b, se = model.fit.beta[place], np.sqrt(model.fit.robust[place, place])
    reach = curve.ppf(effects.TAILS[0]) * se
    return {"robust_low": b - reach, "robust_high": b + reach, "robust_p": 2 * curve.sf(abs(b / se))}


def _adjusted(rows, adjust):
    """The rows with adjusted p of every term, and of the joint test of every question."""
    own = adjusted(np.array([row.get("p", np.nan) for row in rows], float), adjust)
    tests = {row["term"]: row.get("joint_p", np.nan) for row in rows}
    joint_of = dict(zip(tests, adjusted(np.array(list(tests.values()), float), adjust), strict=True))
    return [
        row | {"p_adjusted": p, "joint_p_adjusted": joint_of[row["term"]]} for row, p in zip(rows, own, strict=True)
    ]
