"""Holm's adjustment over a family of tests, and the verdict that ends each sentence."""

import numpy as np

from pipeline.infer import effects
from pipeline.infer.sentences import number

ALPHA = 0.05
JOINS = ("ρ Spearman", "τ-b Kendall", "γ Goodman–Kruskal", "r xu hướng")  # effects that join two orders


def family(rows, *, negligible=None):
    """Adjust the p of one family of tests together and complete its sentences.

    ``rows`` are those of ``compare`` that belong together, concatenated. Returns them with ``p_adjusted`` by Holm's
    method over the p that exist (a test that could not be computed does not count; R: p.adjust), ``size`` of the
    effect in a word (``effects.size`` under the thresholds of ``negligible``) and sentences that end in a verdict by
    adjusted p at 0,05 and size. Index starts at 0. ValueError when a row has been adjusted already.
    """
    if rows["p_adjusted"].notna().any():
        raise ValueError("Các kiểm định này đã được hiệu chỉnh; hãy gộp kết quả của compare rồi gọi family một lần.")
    adjusted = rows.reset_index(drop=True)
    adjusted["p_adjusted"] = holm(adjusted["p"].to_numpy(float))
    adjusted["size"] = [
        effects.size(row.effect, row.effect_name, negligible) if row.p == row.p else "" for row in adjusted.itertuples()
    ]
    adjusted["sentence"] = [
        conclude(row.sentence, row.p_adjusted, row.effect, row.effect_name, negligible) for row in adjusted.itertuples()
    ]
    return adjusted


def holm(p):
    """Holm-adjusted p of one family; those that are not numbers stay so and do not count."""
    if np.isnan(p).all():
        return p
    import pingouin

    return pingouin.multicomp(p, method="holm")[1]


def conclude(finding, p_adjusted, effect, effect_name, negligible=None):
    """A finding with its verdict; as it is where there is no p (it then says why)."""
    if np.isnan(p_adjusted):
        return finding
    p = "< 0,001" if p_adjusted < 0.001 else f"= {number(p_adjusted, 3)}"
    symbol, size = effects.symbol(effect_name), effects.size(effect, effect_name, negligible)
    told = f"{symbol} = {number(effect)}"
    if p_adjusted >= ALPHA:
        trivial = f", {size}" if size == effects.WORDS[0] else ""
        return f"Chưa đủ bằng chứng rằng {finding}: p hiệu chỉnh {p}, {told}{trivial}."
    noun = "mối liên hệ" if effect_name in JOINS else "khác biệt"
    link = " nhưng" if size == effects.WORDS[0] else ","
    finding = finding[0].upper() + finding[1:]
    return f"{finding}; {noun} có ý nghĩa thống kê (p hiệu chỉnh {p}){link} mức độ {size} ({told})."
