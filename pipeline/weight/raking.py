"""Raking to shares of the staff list: iterative proportional fitting."""

import numpy as np
import pandas as pd

from pipeline import vi
from pipeline.weight.errors import UNWEIGHTED, WeightError

TOLERANCE = 1e-8  # greatest relative deviation from a target share
SWEEPS = 500


def raked(weights, table, goals):
    """Weights (mean 1) raked from those given by ``svy``, and the sweeps over all margins that it took to 1e-8.

    ``table``: name → category of each person, ``goals``: name → shares. All people of one combination of the margins
    get the same factor, so the sweeps work on the combinations. WeightError where it does not converge.
    """
    import polars as pl
    import svy

    people = pd.DataFrame(table)
    place = people.groupby([*table]).ngroup().to_numpy()
    cells = people.assign(place=place).drop_duplicates("place").sort_values("place")
    frame = pl.DataFrame({name: cells[name].tolist() for name in table})
    start = mass = np.bincount(place, weights=weights)
    for sweep in range(1, SWEEPS + 1):
        sample = svy.Sample(frame.with_columns(start=pl.Series(mass)), svy.Design(wgt="start"))
        rules = {"max_iter": 1, "tol": TOLERANCE, "on_nonconvergence": "ignore", "update_design_wgts": False}
        mass = sample.weighting.rake(shares=goals, wgt_name="raked", **rules).data["raked"].to_numpy().copy()
        if all(_relative(mass, cells[m], goal).max() <= TOLERANCE for m, goal in goals.items()):
            weights = weights * (mass / start)[place]
            return weights / weights.mean(), sweep
    raise _not_converged(mass, cells, goals)


def gaps(weights, column, goal):
    """Achieved less target share (0–1) of every category."""
    achieved = {option: weights[(column == option).to_numpy()].sum() / weights.sum() for option in goal}
    return pd.Series(achieved) - pd.Series(goal)


def _relative(weights, column, goal):
    return (gaps(weights, column, goal) / pd.Series(goal)).abs()


def _not_converged(weights, table, goals):
    worst = {m: _relative(weights, table[m], goal).max() for m, goal in goals.items()}
    margin = max(worst, key=worst.get)
    off = gaps(weights, table[margin], goals[margin])
    option = off.abs().idxmax()
    left, wanted = vi.number(100 * off[option], 2), vi.number(100 * goals[margin][option], 2)
    return WeightError(
        f"Gia quyền không hội tụ sau {SWEEPS} vòng: biên {margin}, nhóm “{option}” còn lệch {left} điểm %"
        f" (cần {wanted} %). Các biên {', '.join(goals)} mâu thuẫn với nhau trong số phiếu hiện có: gộp nhóm ít phiếu,"
        f" hoặc bỏ bớt một câu khỏi weighting › margins.{UNWEIGHTED}"
    )
