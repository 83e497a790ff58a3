"""Small-cell suppression of cross tables.

The attacker it holds against knows every shown cell, how many people chose each option over all groups (the
frequencies table) and how many people each group has. A hidden cell is safe when people could be exchanged between
hidden cells without changing anything the attacker sees: it then has at least two possible values. The exchange is
the smallest cycle of the network method for complementary suppression (Cox 1995, Journal of the American Statistical
Association 90, "Network models for complementary cell suppression"): two options and two groups.

Known by design: the sum of hidden cells of a row or column; zeros, and groups that answered with one voice. Each
question × by is protected by itself: two groupings nested in each other (unit within block) give further sums.
"""

import numpy as np
import pandas as pd

_MEASURES = ["n", "percent", "base"]


def suppress(table: pd.DataFrame, *, minimum: int, rows: str = "option", columns: str = "group") -> pd.DataFrame:
    """Hide the small cells of cross tables, and as many others as keep them from being worked out.

    Takes tidy rows ``question, by, rows, columns, n, percent, base``; each question × by is one table.
    Returns the same rows and columns in the same order; ``n``, ``percent``, ``base`` are floats, NaN where hidden.

    * hidden: cells where fewer than ``minimum`` people (but not nobody) chose the option, or did not choose it
      (``base - n``: of 100 people 97 shown is the same news as 3 shown);
    * groups of fewer than ``minimum`` people are hidden whole, their base too;
    * then complementary cells: the smallest that make every hidden cell movable, zeros only where nothing else will.

    A table whose options add up to the base in every group is protected as single-choice (rows and columns add up);
    any other as several-choices: each option stands alone as "ticked / not ticked".
    Cells already hidden stay hidden, so a second call changes nothing. ``minimum`` 0 or 1 returns an equal copy.
    What the totals alone give away (a single group, an option nobody chose elsewhere) cannot be protected.
    ValueError when columns are missing, cells repeat, or a base is not one number a group.
    """
    keys = ["question", "by", rows, columns]
    _check(table, keys)
    shown = table.copy()
    if minimum <= 1:
        return shown
    shown[_MEASURES] = shown[_MEASURES].astype("float64")
    cells, groups = np.zeros(len(shown), bool), np.zeros(len(shown), bool)
    for at in shown.groupby(["question", "by"], sort=False, observed=True).indices.values():
        cells[at], groups[at] = _hidden(shown.iloc[at], minimum, rows, columns)
    shown.loc[cells, ["n", "percent"]] = np.nan
    shown.loc[groups, "base"] = np.nan
    return shown


def coarse(table):
    """The crosstabs with percent to one decimal wherever a question × by has hidden cells; the rest is unchanged.

    Weighted percentages at full precision are a second equation beside the counts: with the totals and the weights
    they would tell hidden cells that the counts alone do not.
    """
    hidden = table["n"].isna().groupby([table["question"], table["by"]]).transform("any")
    return table.assign(percent=table["percent"].mask(hidden, table["percent"].round(1)))


def k_anonymity(answers: pd.DataFrame, quasi_identifiers: list[str]) -> pd.DataFrame:
    """How many people share their combination of ``quasi_identifiers`` with how many others.

    Returns ``k`` (people with the same combination, ascending) and ``people`` (how many are in combinations of
    that size); ``people`` adds up to the rows given. A missing answer counts as a value of its own.
    """
    absent = [name for name in quasi_identifiers if name not in answers.columns]
    if absent:
        raise ValueError(f"Không có câu hỏi {absent} trong bảng trả lời; bảng có {list(answers.columns)}.")
    sizes = answers.groupby(quasi_identifiers, dropna=False, observed=True).size().rename("k")
    return sizes.groupby(sizes).sum().rename("people").reset_index().astype("int64")


def _check(table, keys):
    expected = [*keys, *_MEASURES]
    absent = [name for name in expected if name not in table.columns]
    if absent:
        raise ValueError(f"Bảng chéo thiếu cột {absent}; cần {expected}, bảng có {list(table.columns)}.")
    repeated = table[table.duplicated(keys, keep=False)]
    if len(repeated):
        first = repeated[keys].iloc[0].tolist()
        raise ValueError(f"Bảng chéo có {len(repeated)} dòng trùng ô, ví dụ {first}; mỗi ô chỉ được một dòng.")
    uneven = table.groupby([*keys[:2], keys[3]], observed=True)["base"].nunique()
    if (uneven > 1).any():
        raise ValueError(f"Cơ sở không thống nhất trong nhóm {uneven[uneven > 1].index[0]}: cần một số cho mỗi nhóm.")
    wrong = table[(table["n"] < 0) | (table["n"] > table["base"])]
    if len(wrong):
        raise ValueError(f"{len(wrong)} ô có n âm hoặc lớn hơn cơ sở, ví dụ {wrong[keys].iloc[0].tolist()}.")


def _hidden(block, minimum, rows, columns):
    """Which lines of one question × by lose their cell, and which their base."""
    option, _ = pd.factorize(block[rows], use_na_sentinel=False)
    group, _ = pd.factorize(block[columns], use_na_sentinel=False)
    n, absent, base = _matrices(block, option, group)
    before, tiny = np.isnan(n), np.isnan(base) | ((base > 0) & (base < minimum))
    small = _between(n, minimum) | _between(base - n, minimum) | before | tiny
    hidden = small & ~absent
    if (hidden & ~before).any():  # otherwise the table was made safe earlier, or needs nothing
        _refuse_half_hidden(block, before, minimum)
        hidden = _protect(n, base, hidden, absent)
    return hidden[option, group], tiny[group]


def _matrices(block, option, group):
    n = np.zeros((option.max() + 1, group.max() + 1))
    absent, base = np.ones(n.shape, bool), np.zeros(n.shape[1])
    n[option, group], absent[option, group], base[group] = block["n"], False, block["base"]
    return n, absent, base


def _refuse_half_hidden(block, before, minimum):
    if before.any():
        name = " × ".join(block.iloc[0][["question", "by"]].astype(str))
        raise ValueError(
            f"{name}: bảng đã ẩn {before.sum()} ô từ trước mà vẫn còn ô dưới {minimum} người; "
            "ẩn thêm trên bảng đã ẩn thì không kiểm được. Hãy gọi suppress trên bảng gốc."
        )


def _between(count, minimum):
    return (count > 0) & (count < minimum)


def _protect(n, base, hidden, absent):
    """Give every hidden cell hidden partners to exchange a person with, the cheapest there are; largest cells first."""
    price = np.where(absent, np.inf, np.where(n > 0, n, n.max()))
    find = _rectangle if (n.sum(axis=0) == base).all() else _pair
    cells = np.argwhere(hidden)
    for row, column in cells[np.argsort(-price[tuple(cells.T)], kind="stable")]:
        for partner in find(np.where(hidden, 0, price), n, base, row, column):
            hidden[partner] = True
    return hidden


def _pair(price, n, base, row, column):
    """Several choices: one tick more in this group, one less in another, or the reverse.

    Where the ticks of a group add up to its base everybody ticked exactly one, and the attacker knows that a tick
    less would leave somebody without an answer; then ticks must move between options as in a single choice.
    """
    gains, loses = n[row] < base, (n[row] > 0) & (n.sum(axis=0) != base)
    fits = (gains[column] & loses) | (loses[column] & gains)
    fits[column] = False
    cost = np.where(fits, price[row], np.inf)
    best = cost.argmin()
    return [(row, best)] if np.isfinite(cost[best]) else _rectangle(price, n, base, row, column)


def _rectangle(price, n, base, row, column):
    """Two options, two groups: one person moves from option to option in each group, in opposite directions."""
    gains, loses = n < base, n > 0
    gain = gains[row, column] & loses[row] & loses[:, [column]] & gains
    lose = loses[row, column] & gains[row] & gains[:, [column]] & loses
    cost = np.where(gain | lose, price + price[row] + price[:, [column]], np.inf)
    cost[row, :] = cost[:, column] = np.inf
    i, j = np.unravel_index(cost.argmin(), cost.shape)
    return [(row, j), (i, column), (i, j)] if np.isfinite(cost[i, j]) else []
