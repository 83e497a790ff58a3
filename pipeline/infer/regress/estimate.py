"""One regression estimated, after what cannot be: collinear terms, and terms that separate the answers."""

from typing import NamedTuple

import numpy as np

from pipeline.infer.regress import logistic
from pipeline.infer.variables import CannotTest

COLLINEAR = "Không tính được: trùng hoàn toàn với các mục đứng trước (cộng tuyến)."
SEPARATED = "Không tính được: mục này tách hẳn hai phía của kết quả (separation), tỷ số chênh không có giới hạn."


class Model(NamedTuple):
    """A fit on the terms ``kept`` (places among all), why the others were not, and what its tests need."""

    fit: logistic.Fit
    kept: list
    notes: dict
    covariance: np.ndarray
    df: float  # infinite where the tests are normal
    x: np.ndarray
    y: np.ndarray
    weight: np.ndarray
    people: int | None  # in the design; None when unweighted


def estimate(terms, y, weight, people):
    """Model of categories ``y`` on the columns of ``terms``; CannotTest when nothing is left to estimate.

    Terms that separate the answers have no finite odds ratio; the others are estimated on the people whose category
    is not certain, which is their maximum likelihood too. Degrees of freedom are those of survey::svyglm.
    """
    kept, notes = [place for place, term in enumerate(terms) if term.column is not None], {}
    x = np.column_stack([terms[place].column for place in kept])
    while True:
        reason, lost, certain = _obstacle(x, y)
        if not lost.any():
            return _model(kept, notes, x, y, weight, people)
        notes |= dict.fromkeys(_of(kept, lost), reason)
        kept, x, weight = _of(kept, ~lost), x[~certain][:, ~lost], weight[~certain]
        y = np.unique(y[~certain], return_inverse=True)[1]
        if not kept or not len(y) or y.max() == 0:
            raise CannotTest("các mục của mô hình tách hẳn hai phía của kết quả (complete separation).", len(certain))


def _obstacle(x, y):
    """What forbids an estimate: the reason, the columns, the people whose category they make certain."""
    lost = logistic.aliased(x)
    if lost.any():
        return COLLINEAR, lost, np.zeros(len(y), dtype=bool)
    return SEPARATED, *logistic.separated(x, y)


def _of(places, chosen):
    return [place for place, yes in zip(places, chosen, strict=True) if yes]


def _model(kept, notes, x, y, weight, people):
    try:
        found = logistic.fit(x, y, weight)
    except (ArithmeticError, np.linalg.LinAlgError) as error:
        raise CannotTest("ước lượng hợp lý cực đại không hội tụ.", len(y)) from error
    df = np.inf if people is None else len(y) - 1 - len(kept)
    return Model(found, kept, notes, logistic.covariance(found, people), df, x, y, weight, people)
