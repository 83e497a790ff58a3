"""Principal components turned by varimax, as theses report them after SPSS."""

import numpy as np
import pandas as pd

from pipeline.infer.scale.factors import complete
from pipeline.infer.scale.minres import positive, varimax
from pipeline.infer.scale.parallel import eigenvalues
from pipeline.infer.scale.scales import sets_of
from pipeline.infer.variables import rounded

LEAST = 1.0  # eigenvalue above which a component is kept (Kaiser 1960), the rule of SPSS
EIGENVALUES = ["battery", "factor", "n", "eigenvalue", "variance", "cumulative", "kept", "rotated", "rotated_variance"]
EIGENVALUES += ["note"]
LOADINGS = ["battery", "item", "label", "factor", "n", "loading", "communality", "method", "note"]


def components(answers, batteries, *, turned=(), least=0):
    """Principal components of every battery and, with more than one, of all their items together: two frames.

    Of the correlations of people who answered every item, unweighted; components with an eigenvalue over 1, turned by
    varimax with Kaiser's normalisation (R: psych::principal(x, m, rotate = "varimax")). First frame, a row a component:
    ``eigenvalue``, ``variance`` and ``cumulative`` in percent, ``kept``, ``rotated`` sum of squared loadings and its
    percent. Second, a row an item and component: ``loading``, ``communality``; items sorted by the component they load
    on most, the largest first. Where nothing can be computed, or fewer than ``least`` people answered, each has one row
    with the reason in ``note``.
    """
    found = [_one(answers, *named, turned, least) for named in sets_of(batteries).items()]
    roots, loaded = zip(*found, strict=True) if found else ((), ())
    return _stacked(roots, EIGENVALUES), _stacked(loaded, LOADINGS)


def _one(answers, name, questions, turned, least):
    items, reason = complete(answers, questions, turned=turned, least=least)
    if reason:
        n = len(items) if len(items) >= least else np.nan
        said = pd.DataFrame([{"battery": name, "n": n, "kept": False, "note": reason}])
        return said, said
    matrix = items.corr().to_numpy()
    roots = eigenvalues(matrix)
    pattern = turned_components(matrix, max(int((roots > LEAST).sum()), 1))
    common = {"battery": name, "n": rounded(len(items), answers, [q.name for q in questions]), "note": ""}
    return _roots(roots, pattern).assign(**common), _loadings(questions, pattern).assign(**common)


def turned_components(correlations, kept):
    """Loadings of so many components, items × components, after varimax; the one that carries most first."""
    values, vectors = np.linalg.eigh(np.asarray(correlations))
    plain = (vectors * np.sqrt(np.maximum(values, 0)))[:, ::-1][:, :kept]
    pattern = plain @ varimax(plain) if kept > 1 else plain
    return positive(pattern[:, np.argsort(-(pattern**2).sum(axis=0), kind="stable")])


def _roots(roots, pattern):
    k, carried = len(roots), (pattern**2).sum(axis=0)
    table = pd.DataFrame({"factor": np.arange(1, k + 1), "eigenvalue": roots, "variance": 100 * roots / k})
    table["rotated"] = pd.Series(carried)
    table["cumulative"], table["rotated_variance"] = table["variance"].cumsum(), 100 * table["rotated"] / k
    return table.assign(kept=table["factor"] <= len(carried))


def _loadings(questions, pattern):
    size, own = np.abs(pattern), np.abs(pattern).argmax(axis=1)
    order = sorted(range(len(questions)), key=lambda i: (own[i], -size[i, own[i]]))
    turned = "xoay varimax (chuẩn hóa Kaiser)" if pattern.shape[1] > 1 else "một thành phần nên không xoay"
    rows = [
        {"item": questions[i].name, "label": questions[i].label, "factor": at + 1, "loading": pattern[i, at]}
        | {"communality": (pattern[i] ** 2).sum()}
        for i in order
        for at in range(pattern.shape[1])
    ]
    return pd.DataFrame(rows).assign(method=f"thành phần chính, giá trị riêng trên 1, {turned}, không gia quyền")


def _stacked(tables, columns):
    rows = [row for table in tables for row in table.to_dict("records")]
    return pd.DataFrame(rows, columns=columns)
