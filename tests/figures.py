"""Hand-made tables for the charts, and what can be read off a figure."""

import itertools

import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

POINTS = ("Rất không đồng ý", "Không đồng ý", "Bình thường", "Đồng ý", "Rất đồng ý")
APART = ("Không có ý kiến",)
LONG = "Mạng xã hội giúp cán bộ, đảng viên nắm bắt thông tin chính thống nhanh chóng, kịp thời, đầy đủ"
INTERVAL = "khoảng tin cậy 95%"


def frequencies(shares, base=1000, question="q1", label="Đồng chí dùng mạng nào?"):
    """Rows of one question; a share of None is suppressed."""
    share = pd.array(list(shares.values()), dtype="Float64").astype(float)
    rows = {"question": question, "label": label, "option": list(shares), "n": share * base / 100, "percent": share}
    return pd.DataFrame({**rows, "base": base})


def crosstab(shares, bases, option="Zalo"):
    """Rows of one option by group; a share of None is suppressed."""
    share = pd.array(shares, dtype="Float64").astype(float)
    group = [f"Nhóm {letter}" for letter in "ABCDEFGHIJKLMN"[: len(bases)]]
    rows = {"question": "q1", "option": option, "by": "nhom", "group": group, "n": share, "percent": share}
    return pd.DataFrame({**rows, "base": bases})


def compared(shares, bases, option="Zalo", by="nhom"):
    """As ``crosstab``, with Wilson's intervals."""
    table = crosstab(shares, bases, option).assign(by=by)
    base = table["base"].where(table["base"] > 0)
    low, high = proportion_confint(table["percent"] * base / 100, base, method="wilson")
    return table.assign(low=100 * low, high=100 * high)


def residual(cells, option="Zalo"):
    """Adjusted residuals of options × groups; None is suppressed."""
    found = pd.DataFrame(cells, dtype="Float64").astype(float)
    rows = [
        ("q1", f"{option} {i}", "nhom", f"Nhóm {'ABCDEF'[j]}", 50, 100 * (j + 1), found.iloc[i, j])
        for i, j in np.ndindex(found.shape)
    ]
    return pd.DataFrame(rows, columns=["question", "option", "by", "group", "n", "base", "residual"])


def odds_ratios(*found):
    """One variable's levels B, C, … against A as (odds ratio, low, high); a string is the reason why there is none."""
    rows = [(None, None, None, row) if isinstance(row, str) else (*row, "") for row in found]
    table = pd.DataFrame(rows, columns=["odds_ratio", "low", "high", "note"])
    table[["odds_ratio", "low", "high"]] = table[["odds_ratio", "low", "high"]].astype(float)
    head = {"outcome": "biet", "event": "“Đã đọc”", "term": "nhom", "reference": "Nhóm A", "n": 100, "base": 4400}
    return table.assign(**head, level=[f"Nhóm {letter}" for letter in "BCDEFG"[: len(table)]], p=0.01)


def battery(*rows):
    options = [*POINTS, *APART]
    return pd.concat(
        frequencies(dict(zip(options, row, strict=True)), base=1000 - i, question=f"q{i}", label=f"{LONG} {i}")
        for i, row in enumerate(rows)
    )


def texts(figure):
    found = [*figure.texts, *itertools.chain.from_iterable(axes.texts for axes in figure.axes)]
    for axes in figure.axes:
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            found += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            found += [tick.label2 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
            found.append(axis.label)
    return [text for text in found if text.get_visible() and text.get_text()]


def shape_of(mark):
    return mark.get_paths()[0].vertices.round(2).tolist()


def color_of(mark):
    return mark.get_facecolor().round(2).tolist()


def words(figure):
    return [" ".join(text.get_text().replace("\u00a0", " ").split()) for text in texts(figure)]


def rows_of(axes):
    return [label.get_text() for label in axes.get_yticklabels()]
