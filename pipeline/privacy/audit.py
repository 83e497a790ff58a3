"""The attacker of our own: from everything printed, how closely can every hidden count be told?"""

import pandas as pd

from pipeline import vi
from pipeline.privacy.equations import Web
from pipeline.privacy.printed import ANY, Known, beside_hidden
from pipeline.privacy.ranges import ranges
from pipeline.privacy.suppress import BLANKED

TOTAL = "(tổng số)"  # the group variable of everybody
KEYS = ["question", "option", "by", "group", "within", "level"]
COLUMNS = ["table", *KEYS, "low", "high", "safe", "reason"]
SMALL, FINE, BESIDE, MEAN, ELSEWHERE, TOLD = (
    "in số người dưới ngưỡng",
    "tỷ lệ cạnh ô ẩn in quá một chữ số thập phân",
    "tỷ lệ vẫn in cạnh ô đã ẩn",
    "điểm trung bình in cạnh phương án đã ẩn",
    "cùng những người ấy được đếm ở một bảng không ẩn",
    "tính được từ các tổng và các ô còn lại",
)


def audit(tables, *, minimum, known=None, weighted=False):
    """Every hidden count of the printed tables and the range a reader can put it in.

    ``tables``: name → tidy frame as printed (NaN where hidden) with question, option (or code), n, base and by, group,
    within, level where it has them; other tables are passed over. Read as a reader would: no respondents, only the
    tables and what the questionnaire tells (``known``). Every hidden cell's least and greatest number come from linear
    programs over all relations between the printed counts (in whole people where the linear optimum is fractional) and
    over the printed means of scales, Σ score × n = mean × Σ n within half a printed digit. ``weighted`` means are no
    such equation, since the weights inside a cell are unknown; with weights or without, no mean may stand beside a
    hidden option.

    Returns a row a hidden cell, and a row a cell that should be hidden: table, question, option, by, group, within,
    level, low, high, safe, reason. Safe: the range is at least ``minimum`` wide, or as wide as the whole survey; and no
    percentage stands beside it, nor one with more than a decimal in its block. A cell printed although it counts, or
    leaves over, 1 to ``minimum`` − 1 people is not, nor a mean beside a hidden option. A sum of single choices (net,
    top two) is no secret of its own: it may be told where it cannot be, nor leave over, so few people; so may that
    nobody is in a cell. How many chose an option may be blank beside a share that is cut (``describe.coarsening``):
    where the shares of everybody stand so, the option's lines with a share hide nobody few.
    """
    web = Web(tables, known or Known(), weighted=weighted)
    everybody = max((n for n in web.values.values() if n == n), default=0)
    facts = web.facts
    untold = _uncounted(facts, tables) if weighted else set()
    gaps = facts[facts["n"].isna() & ~facts["cell"].isin(untold) | _small(facts, minimum)]
    found = ranges(web, dict.fromkeys(gaps["cell"]), enough=min(minimum, everybody))
    fine, rows = {name: _too_fine(tables[name]).tolist() for name in gaps["table"].unique()}, []
    lines = {key: line for name in fine for key, line in _lines(tables[name], name, gaps)}
    for table, at, cell in gaps[["table", "row", "cell"]].itertuples(index=False, name=None):
        line = lines[table, at]
        low, high = found[cell]
        wide = high - low >= min(minimum, everybody) or high <= 0 or _harmless(web, cell, low, high, minimum)
        reason = _reason(web, line, cell, wide) or FINE * bool(fine[table][at])
        rows.append((table, *(line.get(key, "") for key in KEYS), low, high, not reason, reason))
    rows += _beside(web, tables, untold)
    told = pd.DataFrame(rows, columns=COLUMNS).astype({"safe": bool})  # also when nothing is hidden
    return told.assign(option=lambda t: t["option"].replace("", None))


def _lines(table, name, gaps):
    """((name, row), line as a dict) of the lines of one table that have a gap."""
    rows = gaps.loc[gaps["table"].eq(name), "row"].tolist()
    return zip(((name, row) for row in rows), table.iloc[rows].to_dict("records"), strict=True)


def _harmless(web, cell, low, high, minimum):
    """Whether a cell is a sum of single choices that is nobody or ``minimum`` people, and leaves over as many."""
    sums = [(q, v) for q, v in cell if v in web.known.nets.get(q, {}) and q not in web.known.several]
    wholes = [web.values.get(web.spell((cell - {(q, v)}) | {(q, ANY)}), float("nan")) for q, v in sums]
    left = [_enough(n - high, n - low, minimum) for n in wholes if n == n]
    return bool(sums) and _enough(low, high, minimum) and all(left)


def _enough(low, high, minimum):
    return low >= minimum or high <= 0


def _uncounted(facts, tables):
    """Cells of options whose share stands, cut, of everybody and of a group, and not how many chose them."""
    found = [_told(tables[name]).iloc[part["row"]].set_axis(part.index) for name, part in facts.groupby("table")]
    lines = facts[facts["n"].isna()].join(pd.concat(found or [pd.DataFrame(columns=["is_cut", "is_all"])]))
    lines = lines[lines["is_cut"].eq(True)]
    return set(lines.loc[lines["own"].isin(set(lines.loc[lines["is_all"], "own"])), "cell"])


def _told(table):
    """Of every line: is its share cut as ``describe.coarsening`` does, and is it of everybody?"""
    share = table["percent"].astype(float) if "percent" in table else pd.Series(float("nan"), table.index)
    unit = table["base"].ge(vi.EXACT).map({True: 0.1, False: 1.0})
    is_all = table["by"].eq(TOTAL) if "by" in table else pd.Series(True, table.index)
    return pd.DataFrame({"is_cut": (share / unit - (share / unit).round()).abs() < 1e-6, "is_all": is_all})


def _beside(web, tables, untold):
    """A row a printed mean of a group and question in which an option is hidden."""
    nets, facts = web.known.nets, web.facts
    hidden = facts.loc[facts["n"].isna() & ~facts["cell"].isin(untold), "cell"]
    lost = {(cell - {(q, v)}, q) for cell in hidden for q, v in cell if v not in nets.get(q, {})}
    rows = []
    for table, at, cell, question in web.means[["table", "row", "cell", "question"]].itertuples(index=False):
        if (web.spell(cell), question) in lost:
            groups = [tables[table].iloc[at].get(key, "") for key in KEYS[2:]]
            rows.append((table, question, "", *groups, float("nan"), float("nan"), False, MEAN))
    return rows


def _small(facts, minimum):
    counts = (facts["n"], facts["base"].where(facts["n"].notna()), facts["base"] - facts["n"])
    return pd.concat([count.between(1, minimum - 1) for count in counts], axis=1).any(axis=1)


def _too_fine(table):
    """Lines of blocks with hidden cells where a percentage has more than one decimal."""
    shares = table[[c for c in ("percent", "row_percent") if c in table]]
    exact = (shares - shares.round(1)).abs().gt(1e-9).any(axis=1) & beside_hidden(table)
    return exact.groupby(
        [table[c].astype(object).fillna("") for c in ("question", "by", "within") if c in table]
    ).transform("any")


def _reason(web, line, cell, wide):
    if pd.notna(line["n"]):
        return SMALL
    if any(pd.notna(line.get(share)) and line.get(share) != "" for share in BLANKED[1:]):
        return BESIDE
    if wide:
        return ""
    return TOLD if web.values[cell] != web.values[cell] else ELSEWHERE


def refuse_leaks(found):
    """ValueError when ``audit`` found a hidden count that can be told too closely; names cells, never numbers."""
    leaks = found[~found["safe"]]
    if leaks.empty:
        return
    shown = "; ".join(
        " × ".join(str(v) for v in row[:-1] if isinstance(v, str) and v) + f" ({row[-1]})"
        for row in leaks[["table", *KEYS, "reason"]].head(5).itertuples(index=False, name=None)
    )
    raise ValueError(
        f"Chưa xuất báo cáo, để không lộ câu trả lời của ít người: {len(leaks)} số ít người vẫn có thể suy ra từ các"
        f" bảng đã in, gồm {shown}. Cách sửa: chạy lại cả chuỗi bằng lệnh run như lần trước (không sửa tay tệp nào"
        " trong outputs/tables); nếu vẫn gặp, bỏ bớt biến nhóm ở survey.yaml › banners, tables › nested hoặc three_way,"
        " hay tăng privacy › min_cell, rồi chạy lại."
    )
