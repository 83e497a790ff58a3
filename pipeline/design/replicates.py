"""Replicate weights: those that the file brings, and those made from strata and PSUs (R: as.svrepdesign)."""

from fnmatch import fnmatchcase

import numpy as np
import pandas as pd

from pipeline.design.model import DesignError, column

DRAWS, SEED = 500, 2022  # of the bootstrap
MOST = 2000  # PSUs that a jackknife leaves out one by one


def given(answers, rules):
    """People × R weights of the columns, and what their squared deviations are multiplied by."""
    names = [name for pattern in rules.columns for name in _named(answers, pattern)]
    held = np.column_stack([pd.to_numeric(column(answers, n), errors="coerce").to_numpy(float) for n in names])
    if np.isnan(held).any() or (held < 0).any():
        raise DesignError("Cột trọng số lặp (design › replicates) có ô trống hoặc số âm; mỗi ô cần một số từ 0.")
    r = held.shape[1]
    if rules.rscales and len(rules.rscales) != r:
        raise DesignError(f"design › replicates › rscales có {len(rules.rscales)} số, mà có {r} cột trọng số lặp.")
    usual = {"brr": 1 / r, "fay": 1 / (r * (1 - rules.rho) ** 2), "bootstrap": 1 / max(r - 1, 1)}
    usual |= dict.fromkeys(("jk1", ""), (r - 1) / r)
    scale = rules.scale or usual.get(rules.kind, 1.0)
    return held, scale * (np.array(rules.rscales, float) if rules.rscales else np.ones(r))


def _named(answers, pattern):
    found = [c for c in answers.columns if fnmatchcase(c, pattern)] if "*" in pattern else [pattern]
    if not found:
        raise DesignError(f"Bảng trả lời không có cột nào tên «{pattern}» mà design › replicates › columns cần.")
    return found


def made(sample, rules):
    """People × R weights made from the design, and their multipliers.

    "jk1", "jkn": every PSU left out once, the others of its stratum weighing n/(n − 1) (R: as.svrepdesign, types JK1
    and JKn). "bootstrap": n − 1 of the n PSUs of every stratum drawn with replacement, ``number`` times from a fixed
    seed, rescaled (Rao & Wu 1988; R: subbootstrap without fpc). Finite populations count.
    """
    if (sample.sizes == 1).any():
        raise DesignError(
            f"{(sample.sizes == 1).sum()} tầng chỉ có một đơn vị mẫu, không lập được trọng số lặp; cần ít nhất hai đơn"
            " vị mỗi tầng. Gộp tầng, hoặc bỏ design › replicates."
        )
    if rules.kind != "bootstrap" and len(sample.stratum) > MOST:
        raise DesignError(
            f"design › replicates › kind: {rules.kind} lập một cột trọng số cho mỗi đơn vị mẫu ({len(sample.stratum)}"
            " đơn vị). Dùng bootstrap, hoặc bỏ replicates."
        )
    factors, multipliers = (_bootstrap if rules.kind == "bootstrap" else _jackknife)(sample, rules)
    psu = np.arange(len(sample.weight)) if sample.psu is None else sample.psu
    return factors[psu] * sample.weight[:, None], multipliers


def _jackknife(sample, rules):
    n = sample.sizes[sample.stratum]
    together = np.equal.outer(sample.stratum, sample.stratum)
    factors = np.where(together, (n / (n - 1))[None, :], 1.0)
    np.fill_diagonal(factors, 0.0)
    return factors, (sample.left * (sample.sizes - 1) / sample.sizes)[sample.stratum]


def _bootstrap(sample, rules):
    number, draw = rules.number or DRAWS, np.random.default_rng(SEED)
    factors = np.empty((len(sample.stratum), number))
    for stratum, n in enumerate(sample.sizes):
        times = draw.multinomial(n - 1, np.full(n, 1 / n), size=number).T
        pull = np.sqrt(sample.left[stratum])
        factors[sample.stratum == stratum] = 1 - pull + pull * n / (n - 1) * times
    return factors, np.full(number, 1 / max(number - 1, 1))
