"""Exploratory factor analysis of scale items: is it fit, how many factors, which item loads on which."""

import numpy as np
import pandas as pd

from pipeline.infer.scale import parallel
from pipeline.infer.scale.adequacy import bartlett, kaiser, kmo
from pipeline.infer.scale.items import FEWEST, indefinite, scored, unfit
from pipeline.infer.scale.minres import minres, promax, varimax
from pipeline.infer.scale.polychoric import polychoric

ADEQUACY = ["battery", "item", "label", "n", "kmo", "statistic", "df", "p", "note"]
EIGENVALUES = ["battery", "factor", "n", "eigenvalue", "variance", "cumulative", "by_chance", "kept", "note"]
LOADINGS = ["battery", "item", "label", "factor", "n", "loading", "communality", "method", "note"]
RELATED = ["battery", "factor", "other", "n", "correlation", "method"]
POLYCHORIC = ["battery", "item", "other", "n", "pearson", "polychoric", "note"]
ROTATIONS = {"varimax": varimax, "promax": promax}
KINDS = ("pearson", "polychoric")
PEOPLE, EACH = 50, 5  # least people of a factor analysis, in all and for each item: Hair et al. 2010


def complete(answers, questions, *, turned=(), least=0):
    """Scores of the people who answered every item, and why factors cannot be sought in them ("" when they can)."""
    items = scored(answers, questions, turned).dropna()
    reason = unfit(items, questions, least)
    if not reason and len(questions) < FEWEST:
        reason = f"Không tính được: {len(questions)} mục; phân tích nhân tố cần ít nhất {FEWEST} mục."
    needed = max(PEOPLE, EACH * len(questions))
    if not reason and len(items) < needed:
        reason = (
            f"Không tính: {len(items)} người trả lời đủ {len(questions)} mục; phân tích nhân tố cần ít nhất {PEOPLE}"
            f" người và {EACH} người mỗi mục (Hair và cộng sự, 2010), ở đây là {needed}."
        )
    return items, reason or indefinite(items.corr())


def adequacy(items, questions):
    """KMO and Bartlett's test of complete scores (Pearson): a row for the whole scale, then ``kmo`` of every item."""
    correlations, n = items.corr(), len(items)
    overall, each = kmo(correlations)
    test = dict(zip(["statistic", "df", "p"], bartlett(correlations, n), strict=True))
    rows = [{"item": "", "label": "Cả bảng", "kmo": overall, "note": f"KMO {kaiser(overall)}", **test}]
    for question, measure in zip(questions, each, strict=True):
        note = "MSA dưới 0,5: cân nhắc bỏ mục" if measure < 0.5 else ""
        rows.append({"item": question.name, "label": question.label, "kmo": measure, "note": note})
    return pd.DataFrame(rows).assign(n=n)


def eigenvalues(items, *, seed=0):
    """Eigenvalues of Pearson's correlations beside those of chance: one row a factor.

    ``variance`` and ``cumulative`` are percent of the items' variance, ``by_chance`` the 95th percentile of random
    scores (see ``parallel.chance``), ``kept`` whether parallel analysis keeps the factor.
    """
    found, reference = parallel.eigenvalues(items.corr()), parallel.chance(*items.shape, seed)
    table = pd.DataFrame({"factor": np.arange(1, len(found) + 1), "n": len(items), "eigenvalue": found})
    table["variance"] = 100 * found / len(found)
    table["cumulative"] = table["variance"].cumsum()
    return table.assign(by_chance=reference, kept=table["factor"] <= parallel.kept(found, reference), note="")


def loadings(items, questions, factors, *, rotation="promax", kind="pearson"):
    """Rotated minres loadings, one row an item and factor, and the correlations of the factors: two frames.

    ``loading`` (pattern), ``communality``; factors in order of the variance they carry, turned so that loadings add up
    to more than 0. ``note``: a Heywood case, no convergence, or why there is no solution. ``kind``: correlations the
    factors are sought in. ValueError for another rotation or kind.
    """
    if rotation not in ROTATIONS or kind not in KINDS:
        wanted = f"{', '.join(ROTATIONS)}; {', '.join(KINDS)}"
        raise ValueError(f"Phép xoay «{rotation}», tương quan «{kind}»: chỉ có {wanted}.")
    correlations = items.corr() if kind == "pearson" else polychoric(items)
    if reason := _unsolvable(correlations, factors):
        return pd.DataFrame([{"n": len(items), "note": reason}]), pd.DataFrame(columns=RELATED)
    found = minres(correlations, factors)
    pattern, related = rotated(found.loadings, rotation)
    method = _named(rotation if factors > 1 else "", kind)
    rows = [
        {"item": q.name, "label": q.label, "factor": at + 1, "loading": row[at], "communality": 1 - unique}
        for q, row, unique in zip(questions, pattern, found.uniqueness, strict=True)
        for at in range(factors)
    ]
    table = pd.DataFrame(rows).assign(n=len(items), method=method, note=doubts(found, questions))
    pairs = [(i + 1, j + 1, related[i, j]) for i in range(factors) for j in range(i)]
    between = pd.DataFrame(pairs, columns=["factor", "other", "correlation"])
    return table, between.assign(n=len(items), method=method)


def rotated(unrotated, rotation):
    """(pattern, correlations of factors) after rotation, the factor that carries most first."""
    turn = ROTATIONS[rotation](unrotated) if unrotated.shape[1] > 1 else np.eye(1)
    pattern, inverse = unrotated @ turn, np.linalg.inv(turn)
    related = inverse @ inverse.T
    order = np.argsort(-np.diag(related @ pattern.T @ pattern), kind="stable")
    pattern, related = pattern[:, order], related[np.ix_(order, order)]
    signs = np.where(pattern.sum(axis=0) < 0, -1, 1)
    return pattern * signs, related * np.outer(signs, signs)


def _unsolvable(correlations, factors):
    items = len(correlations)
    if factors == 0:
        return "Không tính được: không giá trị riêng nào vượt mức ngẫu nhiên, các mục không có nhân tố chung."
    if (items - factors) ** 2 < items + factors:
        return f"Không tính được: {items} mục không đủ để xác định {factors} nhân tố."
    return indefinite(correlations)


def _named(rotation, kind):
    turned = f", xoay {rotation}" if rotation else ", một nhân tố nên không xoay"
    return f"minres{turned}, tương quan {'Pearson' if kind == 'pearson' else 'đa chuỗi'}, không gia quyền"


def doubts(found, questions):
    """What makes a solution doubtful, in Vietnamese: Heywood cases, a search that did not come to rest; or nothing."""
    labels = [f"“{q.label}”" for q, over in zip(questions, found.heywood, strict=True) if over]
    doubts = [f"Trường hợp Heywood ở {', '.join(labels)}: nghiệm không đáng tin."] if labels else []
    return " ".join(doubts + ([] if found.converged else ["Phép tìm nghiệm không hội tụ."]))


def polychorics(items, questions, *, least=0):
    """Pearson's and polychoric correlation of every pair of items, one row a pair; or one row that says why not."""
    if reason := unfit(items, questions, least):
        return pd.DataFrame([{"n": len(items) if len(items) >= least else None, "note": reason}])
    straight, latent = items.corr(), polychoric(items)
    names = [q.name for q in questions]
    rows = [
        {"item": one, "other": other, "pearson": straight.loc[one, other], "polychoric": latent.loc[one, other]}
        for at, other in enumerate(names)
        for one in names[at + 1 :]
    ]
    return pd.DataFrame(rows).assign(n=len(items), note="")
