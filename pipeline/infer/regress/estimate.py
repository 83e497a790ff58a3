"""One regression estimated, after what cannot be: collinear terms, and terms that separate the answers."""

from typing import NamedTuple

import numpy as np

from pipeline import design
from pipeline.design.variance import spread_of
from pipeline.infer.regress import firth, linear, logistic
from pipeline.infer.variables import CannotTest

COLLINEAR = "Không tính được: trùng hoàn toàn với các mục đứng trước (cộng tuyến)."
SEPARATED = (
    "Không tính được: mục này tách hẳn hai phía của kết quả (separation), tỷ số chênh không có giới hạn; ước lượng"
    " Firth chỉ có cho kết quả hai phía, không gia quyền (hợp lý phạt cần hợp lý thật, có trọng số chỉ là giả hợp lý)."
)
FIRTH = "Ước lượng Firth"
SETTINGS = {"logit": logistic.fit, "linear": linear.fit, "firth": lambda x, y, weight, start=None: firth.fit(x, y)}


class Model(NamedTuple):
    """A fit on the terms ``kept`` (places among all), why the others were not, and what its tests need.

    ``kind``: "logit", "linear" or "firth". ``covariance`` is of (beta, theta); ``df`` is infinite where the tests are
    normal; ``sample`` is the design, None when unweighted, and ``used`` says who of it is in the model. ``terms`` are
    all of them on these people.
    """

    kind: str
    fit: logistic.Fit | linear.Fit
    kept: list
    notes: dict
    terms: list
    covariance: np.ndarray
    df: float
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray
    sample: design.Sample | None
    used: np.ndarray

    @property
    def of_beta(self):
        """Covariance of the terms alone."""
        k = len(self.fit.beta)
        return self.covariance[:k, :k]


def estimate(kind, terms, y, used, sample):
    """Model of ``y`` on the columns of ``terms`` among the ``used`` people; CannotTest when nothing can be estimated.

    Of a logit of two categories whose terms separate the answers, unweighted, the whole is estimated by Firth's
    penalised likelihood. Else such terms have no number; the others are estimated on the people whose category is not
    certain, which is their maximum likelihood too.
    """
    kept, notes = [place for place, term in enumerate(terms) if term.column is not None], {}
    while kept:
        lost, certain, reason = logistic.aliased(columns(terms, kept)), np.zeros(len(y), dtype=bool), COLLINEAR
        if not lost.any() and kind == "logit":
            (lost, certain), reason = logistic.separated(columns(terms, kept), y), SEPARATED
        if lost.any() and reason == SEPARATED and sample is None and y.max() == 1:
            return model("firth", terms, kept, notes, y, used, sample)
        if not lost.any():
            return model(kind, terms, kept, notes, y, used, sample)
        notes |= dict.fromkeys(_of(kept, lost), reason)
        kept = _of(kept, ~lost)
        if certain.any():
            terms, used = _among(terms, ~certain), _within(used, ~certain)
            y = np.unique(y[~certain], return_inverse=True)[1]
        if not len(y) or y.max() == y.min():
            break
    if reason == COLLINEAR:
        raise CannotTest("mọi mục của mô hình không thay đổi giữa người này và người khác.", len(y))
    raise CannotTest("các mục của mô hình tách hẳn hai phía của kết quả (complete separation).", int(used.sum()))


def columns(terms, kept):
    """The columns of the terms ``kept``, one row a person."""
    people = next(len(term.column) for term in terms if term.column is not None)
    return np.column_stack([np.zeros((people, 0)), *(terms[place].column for place in kept)])


def model(kind, terms, kept, notes, y, used, sample, start=None):
    """The model of exactly the terms ``kept``, which can be estimated; ``start``: (beta, theta) to begin at."""
    x, weight = columns(terms, kept), np.ones(len(y))
    if sample is not None:
        weight = sample.weight[used] / sample.weight[used].mean()
    try:
        found = SETTINGS[kind](x, y, weight, start)
        covariance = _covariance(kind, found, x, y, used, sample)
    except (ArithmeticError, np.linalg.LinAlgError) as error:
        raise CannotTest("ước lượng hợp lý cực đại không hội tụ.", len(y)) from error
    df = _df(kind, sample, used, len(y), len(kept))
    return Model(kind, found, kept, notes, terms, covariance, df, x, y, weight, sample, used)


def influence(found, used, sample):
    """What each person of the design adds to (beta, theta) for a unit of weight; 0 outside the model."""
    whole = np.zeros((len(used), len(found.information)))
    whole[used] = found.scores @ np.linalg.inv(found.information) / sample.weight[used][:, None]
    return whole


def _covariance(kind, found, x, y, used, sample):
    """Of (beta, theta): inverse information; of a design the sandwich, or the spread of refits on its replicates.

    R: vcov of glm, polr, lm; of svyglm and svyolr, whose replicate designs refit the model, too.
    """
    if sample is None:
        inverse = np.linalg.inv(found.information)
        return inverse * found.rss / (len(y) - len(inverse)) if kind == "linear" else inverse
    if sample.replicates is None:
        return design.covariance(sample, influence(found, used, sample), used)
    start = np.append(found.beta, found.theta)
    fits = [SETTINGS[kind](x, y, weight, start) for weight in sample.replicates[used].T]
    spread = spread_of(sample, np.array([np.append(one.beta, one.theta) for one in fits]))
    return spread.T @ spread


def _df(kind, sample, used, people, k):
    """Degrees of freedom: infinite of an unweighted logit; of a design degf + 1 − p as R's svyglm and svyolr."""
    if sample is None:
        df = people - k - 1 if kind == "linear" else np.inf
    else:
        df = design.degf(sample, None if sample.replicates is not None else used) - k
    if df <= 0:
        why = "số người" if sample is None else "số đơn vị mẫu trừ số tầng của thiết kế"
        raise CannotTest(f"{why} không đủ cho {k} mục của mô hình (không còn bậc tự do).", people)
    return df


def _among(terms, people):
    return [term if term.column is None else term._replace(column=term.column[people]) for term in terms]


def _within(used, kept):
    found = used.copy()
    found[used] = kept
    return found


def _of(places, chosen):
    return [place for place, yes in zip(places, chosen, strict=True) if yes]
