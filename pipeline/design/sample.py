"""The design with its columns looked up: one entry a person, ready to be summed."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline.design.model import Design, DesignError, column
from pipeline.design.replicates import given, made

BLANK = "(không trả lời)"


class Sample(NamedTuple):
    """Weights of everybody and what the variance needs; ``None`` where the design has no such thing.

    ``psu``: number of each person's PSU; ``stratum``: number of each PSU's stratum; ``sizes``: PSUs drawn a stratum;
    ``left``: share of each stratum not drawn (1 without fpc). ``basis``: orthonormal columns of the calibration, in the
    metric of ``root``. ``replicates``: people × R weights, with the multipliers of their squared deviations.
    """

    weight: np.ndarray
    psu: np.ndarray | None
    stratum: np.ndarray
    sizes: np.ndarray
    left: np.ndarray
    lonely: str
    basis: np.ndarray | None
    root: np.ndarray | None
    replicates: np.ndarray | None
    multipliers: np.ndarray | None


def sample(answers, weight=None):
    """The ``Sample`` of all the answers (those who skipped a question too: they belong to the design).

    ``weight``: a column of weights, a ``Design``, or nothing. DesignError, in Vietnamese, for a column that lacks, a
    weight that is not positive, a blank stratum or PSU, a list smaller than the sample.
    """
    plan = weight if isinstance(weight, Design) else Design(weight=weight or "")
    psu, stratum = _places(answers, plan)
    sizes = np.bincount(stratum)
    popsize = _population(answers, plan, psu, stratum, sizes)
    w = _weights(answers, plan, sizes[stratum] / popsize[stratum] if _weighs(plan) else None, psu)
    basis, root = _calibrated(answers, plan.calibration)
    left = 1 - sizes / popsize if popsize is not None else np.ones(len(sizes))
    found = Sample(w, psu if plan.psu else None, stratum, sizes, left, plan.lonely, basis, root, None, None)
    rules = plan.replicates
    if rules.columns:
        weights, multipliers = given(answers, rules)
    elif rules.kind:
        weights, multipliers = made(found, rules)
    else:
        return found
    return found._replace(replicates=weights, multipliers=multipliers)


def is_plain(found):
    """Whether people were drawn one by one, with nothing but weights to reckon with."""
    nothing = found.psu is None and found.basis is None and found.replicates is None
    return nothing and len(found.sizes) == 1 and bool((found.left == 1).all())


def positive(answers, name, what="giá trị"):
    """A column of numbers above 0; DesignError counts those that are not."""
    values = pd.to_numeric(column(answers, name), errors="coerce").to_numpy(dtype=float, na_value=np.nan)
    wrong = int((~(values > 0) | np.isinf(values)).sum())
    if wrong:
        raise DesignError(f"{name}: {wrong} {what} trống, bằng 0 hoặc âm; mỗi người phải có một {what} dương.")
    return values


def _weighs(plan):
    """Whether the weights are those of the draw, people of the stratum over people drawn (R: svydesign with fpc)."""
    return not plan.weight and plan.fpc is not None and bool(plan.strata)


def _weights(answers, plan, drawn, psu):
    if plan.weight:
        return positive(answers, plan.weight, "trọng số")
    return 1 / drawn[psu] if drawn is not None else np.ones(len(answers))


def _places(answers, plan):
    """Number of each person's PSU (nested in strata), and of each PSU's stratum."""
    stratum = _numbered(answers, plan.strata) if plan.strata else np.zeros(len(answers), int)
    if not plan.psu:
        return np.arange(len(answers)), stratum
    cluster = _numbered(answers, plan.psu)
    keys, psu = np.unique(np.column_stack([stratum, cluster]), axis=0, return_inverse=True)
    return psu.ravel(), keys[:, 0]


def _numbered(answers, name):
    codes, _ = pd.factorize(column(answers, name))
    if (codes < 0).any():
        raise DesignError(f"{name}: {int((codes < 0).sum())} phiếu trống; mỗi phiếu phải thuộc một tầng, một cụm.")
    return codes


def _population(answers, plan, psu, stratum, sizes):
    """PSUs in the population of every stratum, or None; a share of 1 or less is turned into it (R: as.fpc)."""
    if plan.fpc is None or plan.fpc == "":
        return None
    given = positive(answers, plan.fpc) if isinstance(plan.fpc, str) else np.full(len(answers), float(plan.fpc))
    per_psu = np.zeros(len(stratum))
    per_psu[psu] = given
    found = np.zeros(len(sizes))
    found[stratum] = per_psu
    if not np.allclose(found[stratum][psu], given):
        raise DesignError(
            f"{plan.fpc}: có tầng mang nhiều số khác nhau; mỗi tầng chỉ có một số đơn vị trong tổng thể."
            " Nêu cột ghi số cụm (không có psu: số người) của cả tầng, không phải số của từng cụm."
        )
    found = sizes / found if (given <= 1).all() else found
    small = found < sizes * (1 - 1e-9)
    if small.any():
        worst = np.argmax(sizes - found)
        raise DesignError(
            f"{plan.fpc}: ở {small.sum()} tầng số đơn vị trong tổng thể nhỏ hơn số đã lấy mẫu ({sizes[worst]} trong"
            f" mẫu, {found[worst]:.0f} trong tổng thể); hiệu chỉnh tổng thể hữu hạn cần số đủ lớn. Sửa số này hoặc"
            " bỏ fpc."
        )
    return found


def _calibrated(answers, plan):
    if not plan.columns:
        return None, None
    root = np.sqrt(positive(answers, plan.base)) if plan.base and plan.kind != "rake" else np.ones(len(answers))
    return _orthonormal(_known(answers, plan) * root[:, None]), root


def _orthonormal(columns):
    """An orthonormal basis of what the columns span, by their Gram matrix (a singular value decomposition is ten times
    slower), made orthonormal once more to the last digit."""
    scaled = columns / np.maximum(np.linalg.norm(columns, axis=0), 1e-300)
    values, vectors = np.linalg.eigh(scaled.T @ scaled)
    kept = values > values.max() * 1e-10
    basis = scaled @ (vectors[:, kept] / np.sqrt(values[kept]))
    return np.linalg.solve(np.linalg.cholesky(basis.T @ basis), basis.T).T


def _known(answers, plan):
    """The columns whose totals were known: an indicator a category, numbers as they are."""
    held = [column(answers, name) for name in plan.columns]
    if plan.kind == "post":
        levels = [one.astype(object).where(one.notna(), BLANK) for one in held]
        held = [pd.Series(list(zip(*levels, strict=True)), index=answers.index)]
    parts = [_columns(one) for one in held]
    return np.column_stack([np.ones(len(answers)), *parts])


def _columns(one):
    """A column a category; of a number itself, and whether it is blank."""
    if pd.api.types.is_numeric_dtype(one) and not pd.api.types.is_bool_dtype(one):
        return np.column_stack([one.fillna(0).to_numpy(float), one.isna().to_numpy(float)])
    codes, names = pd.factorize(one.astype(object).where(one.notna(), BLANK))
    return np.equal.outer(codes, np.arange(len(names))).astype(float)
