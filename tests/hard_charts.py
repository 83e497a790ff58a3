"""The hardest charts, drawn once for all who look at them."""

from functools import cache

import pandas as pd

from pipeline import charts
from tests.figures import APART, INTERVAL, LONG, POINTS, battery, compared, frequencies, odds_ratios, residual

SHAPES = ["bar", "likert", "dots", "dots of blocks", "dots of options", "dots of 73 units", "heat", "heat of 73 units"]
SHAPES += ["residuals", "forest", "dumbbell", "histogram"]


def hard_case(shape):
    """The worst tables a report may hold: long options, items, groups and reasons, many groups, all 73 units."""
    options = {f"{LONG[: 30 + 5 * i]} {i}": 90.0 - 7 * i for i in range(12)}
    groups = compared([10.0 * i for i in range(1, 7)], [50 * i for i in range(1, 7)])
    groups["group"] = [f"{LONG[: 20 + 10 * i]} {i}" for i in range(6)]
    units = pd.concat([compared([50.0], [60]).assign(group=f"Cơ quan quản lý nhà nước số {i:02}") for i in range(73)])
    residuals = residual([[12.3, -8.8, 0.1, None]] * 9, LONG)
    odds = odds_ratios((1.52, 1.2, 1.93), f"Không tính được: {LONG}.", (0.01, 0.001, 990)).assign(reference=LONG)
    shares = groups.assign(sample=20, population=30)
    style = {"title": f"{LONG} {LONG}", "synthetic": True}
    drawn = {
        "bar": lambda: charts.bar(
            frequencies(options),
            sums=((LONG, tuple(options)[-2:], 99.9, 1000),),
            weighted=True,
            **style,
        ),
        "likert": lambda: charts.likert(
            battery(*([4.0, 21, 15 + i, 30, 25 - i, 5] for i in range(7))),
            points=POINTS,
            apart=APART,
            ends={f"q{i}": (99.9, 1000) for i in range(6)},
            named="Hoàn toàn đồng ý hoặc tuyệt đối đồng ý",
            **style,
        ),
        "dots": lambda: charts.dots(groups, interval=INTERVAL, **style),
        "dots of blocks": lambda: charts.dots(
            pd.concat([groups, groups.assign(by="tuoi")]), interval=INTERVAL, names={"tuoi": LONG}, **style
        ),
        "dots of options": lambda: charts.dots(repeated(groups, options), interval=INTERVAL, **style),
        "dots of 73 units": lambda: charts.dots(units, interval=INTERVAL, weighted=False, **style),
        "heat": lambda: charts.heat(repeated(groups, options), **style),
        "heat of 73 units": lambda: charts.heat(repeated(units, [*options][:3]), **style),
        "residuals": lambda: charts.residuals(residuals, weighted=True, **style),
        "forest": lambda: charts.forest(odds, names={"nhom": LONG}, **style),
        "dumbbell": lambda: charts.dumbbell(
            shares,
            series={"population": LONG[:40], "sample": LONG[:50], "percent": LONG[:60]},
            rows="group",
            blocks="by",
            names={"nhom": LONG},
            base=4812,
            **style,
        ),
        "histogram": lambda: charts.histogram(pd.Series(range(60)), label=LONG[:60], **style),
    }
    return drawn[shape]()


seen = cache(hard_case)  # for all who look at a figure and change nothing


def repeated(table, options):
    return pd.concat([table.assign(option=name) for name in options])
