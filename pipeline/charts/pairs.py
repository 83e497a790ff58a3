"""The right picture of one question by one variable."""

import pandas as pd
from matplotlib.figure import Figure

from pipeline.charts.groups import dots
from pipeline.charts.heatmap import heat
from pipeline.charts.options import MARKS

_PAGE = 60  # dots that fit on a printed page


def compare(
    table: pd.DataFrame, *, title: str, interval: str, synthetic: bool = False, weighted: bool | None = None
) -> Figure:
    """``dots`` with intervals where the groups can be told apart and a page holds them, else ``heat``."""
    style = {"title": title, "synthetic": synthetic, "weighted": weighted}
    if table["group"].nunique() <= len(MARKS) and len(table) <= _PAGE:
        return dots(table, interval=interval, **style)
    return heat(table, **style)
