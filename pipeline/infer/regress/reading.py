"""How the tables of regressions are read: one model at a time, how strong each term is, what its form leaves open."""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.infer.regress.terms import TIMES
from pipeline.infer.verdict import ALPHA

PICTURES = {"odds_ratio": "ty_so_chenh", "b": "he_so_b", "ame": "ame"}
CAVEATS = {
    "Brant": (
        "Giả định một OR cho mọi ngưỡng của thang không giữ được (Brant, {p}): đọc OR này như trung bình qua các"
        " ngưỡng, ở từng ngưỡng có thể khác."
    ),
    "Breusch–Pagan": (
        "Phương sai phần dư không đều (Breusch–Pagan, {p}): đọc cùng khoảng tin cậy HC3 (các cột robust của tệp"
        " regressions.csv)."
    ),
    "Hosmer–Lemeshow": (
        "Tỷ lệ dự báo lệch tỷ lệ thật (Hosmer–Lemeshow, {p}): mô hình có thể thiếu yếu tố hay tương tác."
    ),
    "Archer–Lemeshow (F)": (
        "Tỷ lệ dự báo lệch tỷ lệ thật (Archer–Lemeshow, {p}): mô hình có thể thiếu yếu tố hay tương tác."
    ),
}


FIRTH = "Ước lượng Firth, vì câu trả lời tách hẳn hai phía của kết quả."


class Read(NamedTuple):
    """One model: its rows, the row of its fit, its caveat; ``pictures``: what of it is drawn → name of the picture."""

    outcome: str
    rows: pd.DataFrame
    fit: dict
    caveat: str
    pictures: dict


def by_model(regressions, fit):
    """The models of both frames of ``regressions`` that have rows, in their order.

    The row of a product has no reference: it is a difference of differences, no difference from one group.
    """
    products = regressions["term"].astype(str).str.contains(TIMES, regex=False)
    regressions = regressions.assign(reference=regressions["reference"].mask(products, ""))
    found, counted = [], {}
    for row in fit.to_dict("records"):
        counted[row["outcome"]] = counted.get(row["outcome"], 0) + 1
        name = row["outcome"] if counted[row["outcome"]] == 1 else f"{row['outcome']}_{counted[row['outcome']]}"
        rows = regressions[regressions["outcome"].eq(row["outcome"]) & regressions["event"].eq(row["event"])]
        drawn = ["b"] if rows["b"].notna().any() else ["odds_ratio", *(["ame"] if rows["ame"].notna().any() else [])]
        pictures = {measure: f"{name}_{PICTURES[measure]}" for measure in drawn}
        found.append(Read(row["outcome"], rows.reset_index(drop=True), row, caveat(row), pictures))
    return [model for model in found if len(model.rows)]


def caveat(fit):
    """What the failed check of a model's form, or Firth's estimate, asks its reader to bear in mind; else ""."""
    p, name = fit.get("check_p"), str(fit.get("check"))
    if "Firth" in str(fit.get("model")):
        return FIRTH
    return CAVEATS[name].format(p=vi.p_value(p)) if name in CAVEATS and p < ALPHA else ""


def strengths(rows):
    """The rows with effect, effect_name, effect_low, effect_high, which no unit of a question changes.

    Odds ratios ("OR") as they are, of a number per standard deviation; of a linear model the difference in standard
    deviations of the outcome ("d Cohen"), along a number standardised on both sides ("β chuẩn hóa").
    """
    step = rows["sd"].astype(float).fillna(1)
    linear = rows["b"].notna()
    unit, found = step / rows["outcome_sd"].astype(float), {}
    for name, ratio, slope in (
        ("effect", "odds_ratio", "b"),
        ("effect_low", "low", "low"),
        ("effect_high", "high", "high"),
    ):
        found[name] = np.where(linear, rows[slope].astype(float) * unit, rows[ratio].astype(float) ** step)
    names = np.where(rows["sd"].notna(), "β chuẩn hóa", "d Cohen")
    return rows.assign(**found, effect_name=np.where(linear, names, "OR"))
