"""Holm's adjustment over a family of tests, and the verdict that ends each sentence."""

import numpy as np

from pipeline.infer import effects
from pipeline.infer.sentences import number

ALPHA = 0.05


def family(rows):
    """Adjust the p of one family of tests together and complete its sentences.

    ``rows`` are those of ``compare`` that belong together, concatenated. Returns them with ``p_adjusted`` by Holm's
    method over the p that exist (a test that could not be computed does not count; R: p.adjust) and sentences that
    end in a verdict by adjusted p at 0,05 and by size of the effect (``effects.BANDS``). Index starts at 0.
    ValueError when a row has been adjusted already.
    """
    if rows["p_adjusted"].notna().any():
        raise ValueError("Các kiểm định này đã được hiệu chỉnh; hãy gộp kết quả của compare rồi gọi family một lần.")
    adjusted = rows.reset_index(drop=True)
    adjusted["p_adjusted"] = _holm(adjusted["p"].to_numpy(float))
    adjusted["sentence"] = [_sentence(row) for row in adjusted.to_dict("records")]
    return adjusted


def _holm(p):
    if np.isnan(p).all():
        return p
    import pingouin

    return pingouin.multicomp(p, method="holm")[1]


def _sentence(row):
    if np.isnan(row["p_adjusted"]):
        return row["sentence"]
    p = "< 0,001" if row["p_adjusted"] < 0.001 else f"= {number(row['p_adjusted'], 3)}"
    symbol, size = row["effect_name"].split()[0], effects.size(row["effect"], row["effect_name"])
    effect = f"{symbol} = {number(row['effect'])}"
    if row["p_adjusted"] >= ALPHA:
        trivial = f", {size}" if size == effects.WORDS[0] else ""
        return f"Chưa đủ bằng chứng rằng {row['sentence']}: p hiệu chỉnh {p}, {effect}{trivial}."
    noun = "mối liên hệ" if symbol == "ρ" else "khác biệt"
    link = " nhưng" if size == effects.WORDS[0] else ","
    finding = row["sentence"][0].upper() + row["sentence"][1:]
    return f"{finding}; {noun} có ý nghĩa thống kê (p hiệu chỉnh {p}){link} mức độ {size} ({effect})."
