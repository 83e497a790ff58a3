"""How well one regression fits: R² or pseudo R², the test of all terms together, the check of its form."""

import numpy as np
from scipy import stats

from pipeline import design
from pipeline.infer.regress import few, linear
from pipeline.infer.regress.calibration import calibration, units

PENALISED = (
    "Ước lượng Firth (hợp lý phạt; Heinze & Schemper 2002) vì câu trả lời tách hẳn hai phía: khoảng tin cậy và p theo"
    " hợp lý phạt, không có R² và kiểm tra dạng mô hình."
)
CAUTION = "Đọc dè dặt"
UNITS = 20  # units a term, under which Wald's test of a design rejects 8 to 15 % of true nulls
WALD = "Wald theo thiết kế (F)"


def quality(model):
    """The model's name, its R² (of a logit McFadden's and Nagelkerke's), test, ``calibration``, note of what lacks."""
    lost = [*model.notes.values(), *([PENALISED] if model.kind == "firth" else []), *_cautions(model)]
    found = linear.quality(model) if model.kind == "linear" else _logit(model)
    return found | _all_terms(model) | calibration(model) | {"note": "; ".join(dict.fromkeys(lost))}


def _cautions(model):
    """That joint tests of few units a term find too much; the limits and p of single terms hold."""
    if model.sample is not None and units(model) < UNITS * len(model.kept):
        yield (
            f"{CAUTION} kiểm định toàn mô hình và kiểm định chung của yếu tố: dưới {UNITS} đơn vị mẫu (người, cụm) cho"
            " mỗi mục thì kiểm định Wald theo thiết kế dễ báo nhầm (8–15% thay vì 5% trong mô phỏng)."
        )


def _logit(model):
    fit, n = model.fit, len(model.y)
    if model.kind == "firth":
        return {"model": "logit nhị phân, ước lượng Firth"}
    snell = 1 - np.exp(2 * (fit.null - fit.loglik) / n)
    row = {"mcfadden": 1 - fit.loglik / fit.null, "nagelkerke": snell / (1 - np.exp(2 * fit.null / n))}
    return row | {"model": "logit nhị phân" if len(fit.theta) == 1 else "logit thứ bậc (tỷ số chênh tỷ lệ)"}


def _all_terms(model):
    """Likelihood ratio, of few people their scores; F of a linear model; design-based Wald when weighted."""
    fit, k = model.fit, len(model.fit.beta)
    one_by_one = model.sample is None or design.is_plain(model.sample)
    if one_by_one and model.kind == "logit" and few.is_small(model.y, k):
        return few.score_test(model.x, model.y, None if model.sample is None else model.weight)
    if model.sample is None and model.kind != "linear":
        ratio, name = 2 * (fit.loglik - fit.null), "tỷ số hợp lý phạt" if model.kind == "firth" else "tỷ số hợp lý"
        return {"test": name, "statistic": ratio, "df": k, "p": stats.chi2.sf(ratio, k)}
    f = fit.beta @ np.linalg.solve(model.of_beta, fit.beta) / k
    row = {"test": "F" if model.sample is None else WALD, "statistic": f, "df": k, "df2": model.df}
    return row | {"p": stats.f.sf(f, k, model.df)}
