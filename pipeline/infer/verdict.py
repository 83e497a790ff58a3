"""The p of a family of tests adjusted together, and how large each effect is."""

import numpy as np

from pipeline.infer import effects

ALPHA = 0.05
STEPS = (0.001, 0.01, ALPHA)  # an adjusted p that could tell a hidden share is kept as the least of these above it
# key of survey.yaml › inference › adjust → name, what pingouin calls it, what it keeps at 5 %
ADJUSTMENTS = {
    "holm": ("Holm", "holm", "xác suất báo nhầm dù chỉ một phép trong cả họ"),
    "bh": ("Benjamini–Hochberg", "fdr_bh", "tỷ lệ trung bình của báo nhầm trong số các phép được báo"),
    "by": ("Benjamini–Yekutieli", "fdr_by",
           "tỷ lệ trung bình của báo nhầm trong số các phép được báo, dù các phép phụ thuộc nhau thế nào"),
}  # fmt: skip


def family(rows, *, negligible=None, adjust="holm"):
    """Adjust the p of one family of tests together.

    ``rows`` are those of ``compare`` that belong together, concatenated. Returns them with ``p_adjusted`` by the method
    of ``adjust`` (see ``adjusted``) over the p that exist, and ``size`` of the effect in a word (``effects.size`` under
    the thresholds of ``negligible``). Index starts at 0. A trend along ordered groups is no member of the family: its
    ``trend_p_adjusted`` is adjusted over the trends of the family, and never under the ``p_adjusted`` of the test it
    stands beside, so that no trend is told where no difference is. ValueError when a row has been adjusted already.
    """
    if rows["p_adjusted"].notna().any():
        raise ValueError("Các kiểm định này đã được hiệu chỉnh; hãy gộp kết quả của compare rồi gọi family một lần.")
    found = rows.reset_index(drop=True)
    found["p_adjusted"] = adjusted(found["p"].to_numpy(float), adjust)
    found["trend_p_adjusted"] = np.maximum(adjusted(found["trend_p"].to_numpy(float), adjust), found["p_adjusted"])
    return sized(found, negligible)


def sized(rows, negligible=None):
    """The rows with ``size``, the word for how large the effect is; "" where there is no p."""
    told = [(r.effect, r.effect_name, negligible, r.side) if r.p == r.p else () for r in rows.itertuples()]
    return rows.assign(size=[effects.size(*one) if one else "" for one in told])


def adjusted(p, adjust="holm"):
    """Adjusted p of one family; those that are not numbers stay so and do not count (R: p.adjust).

    ``adjust``: "holm" (1979) keeps the chance of any false alarm, "bh" (Benjamini & Hochberg 1995) the false discovery
    rate of independent or positively dependent tests, "by" (Benjamini & Yekutieli 2001) that of any. ValueError for
    another.
    """
    name_of(adjust)
    if np.isnan(p).all():
        return p
    import pingouin

    return pingouin.multicomp(p, method=ADJUSTMENTS[adjust][1])[1]


def name_of(adjust):
    """How a method of adjustment is called in tables and sentences; ValueError for one that is none."""
    if adjust not in ADJUSTMENTS:
        raise ValueError(f"Cách hiệu chỉnh p «{adjust}»: chỉ có {', '.join(ADJUSTMENTS)}.")
    return ADJUSTMENTS[adjust][0]
