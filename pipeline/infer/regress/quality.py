"""How well one regression fits: R² or pseudo R², the test of all terms together, the check of its form."""

import numpy as np
from scipy import stats

from pipeline.infer.regress import linear
from pipeline.infer.regress.calibration import calibration

PENALISED = (
    "Ước lượng Firth (hợp lý phạt; Heinze & Schemper 2002) vì câu trả lời tách hẳn hai phía: khoảng tin cậy và p theo"
    " hợp lý phạt, không có R² và kiểm tra dạng mô hình."
)
WALD = "Wald theo thiết kế (F)"


def quality(model):
    """The model's name, its R² (of a logit McFadden's and Nagelkerke's), test, ``calibration``, note of what lacks."""
    lost = [*model.notes.values(), *([PENALISED] if model.kind == "firth" else [])]
    found = linear.quality(model) if model.kind == "linear" else _logit(model)
    return found | _all_terms(model) | calibration(model) | {"note": "; ".join(dict.fromkeys(lost))}


def _logit(model):
    fit, n = model.fit, len(model.y)
    if model.kind == "firth":
        return {"model": "logit nhị phân, ước lượng Firth"}
    snell = 1 - np.exp(2 * (fit.null - fit.loglik) / n)
    row = {"mcfadden": 1 - fit.loglik / fit.null, "nagelkerke": snell / (1 - np.exp(2 * fit.null / n))}
    return row | {"model": "logit nhị phân" if len(fit.theta) == 1 else "logit thứ bậc (tỷ số chênh tỷ lệ)"}


def _all_terms(model):
    """Likelihood ratio; F of a linear model; design-based Wald when weighted."""
    fit, k = model.fit, len(model.fit.beta)
    if model.sample is None and model.kind != "linear":
        ratio, name = 2 * (fit.loglik - fit.null), "tỷ số hợp lý phạt" if model.kind == "firth" else "tỷ số hợp lý"
        return {"test": name, "statistic": ratio, "df": k, "p": stats.chi2.sf(ratio, k)}
    f = fit.beta @ np.linalg.solve(model.of_beta, fit.beta) / k
    row = {"test": "F" if model.sample is None else WALD, "statistic": f, "df": k, "df2": model.df}
    return row | {"p": stats.f.sf(f, k, model.df)}
