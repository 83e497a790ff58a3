"""Holm's adjustment over a family of tests, and how large each effect is."""

import numpy as np

from pipeline.infer import effects

ALPHA = 0.05


def family(rows, *, negligible=None):
    """Adjust the p of one family of tests together.

    ``rows`` are those of ``compare`` that belong together, concatenated. Returns them with ``p_adjusted`` by Holm's
    method over the p that exist (a test that could not be computed does not count; R: p.adjust) and ``size`` of the
    effect in a word (``effects.size`` under the thresholds of ``negligible``). Index starts at 0. A trend along ordered
    groups is no member of the family: its ``trend_p_adjusted`` is Holm's over the trends of the family, and never under
    the ``p_adjusted`` of the test it stands beside, so that no trend is told where no difference is. ValueError when a
    row has been adjusted already.
    """
    if rows["p_adjusted"].notna().any():
        raise ValueError("Các kiểm định này đã được hiệu chỉnh; hãy gộp kết quả của compare rồi gọi family một lần.")
    adjusted = rows.reset_index(drop=True)
    adjusted["p_adjusted"] = holm(adjusted["p"].to_numpy(float))
    adjusted["trend_p_adjusted"] = np.maximum(holm(adjusted["trend_p"].to_numpy(float)), adjusted["p_adjusted"])
    adjusted["size"] = [
        effects.size(row.effect, row.effect_name, negligible, side=row.side) if row.p == row.p else ""
        for row in adjusted.itertuples()
    ]
    return adjusted


def holm(p):
    """Holm-adjusted p of one family; those that are not numbers stay so and do not count."""
    if np.isnan(p).all():
        return p
    import pingouin

    return pingouin.multicomp(p, method="holm")[1]
