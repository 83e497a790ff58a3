"""The attacker of our own: from everything printed, how closely can every hidden count be told?"""

import pandas as pd

from pipeline.privacy.bounds import ranges
from pipeline.privacy.equations import Web
from pipeline.privacy.printed import Known, beside_hidden
from pipeline.privacy.suppress import BLANKED

KEYS = ["question", "option", "by", "group", "within", "level"]
COLUMNS = ["table", *KEYS, "low", "high", "safe", "reason"]
SMALL, FINE, BESIDE, ELSEWHERE, TOLD = (
    "in số người dưới ngưỡng",
    "tỷ lệ cạnh ô ẩn in quá một chữ số thập phân",
    "tỷ lệ vẫn in cạnh ô đã ẩn",
    "cùng những người ấy được đếm ở một bảng không ẩn",
    "tính được từ các tổng và các ô còn lại",
)


def audit(tables, *, minimum, known=None):
    """Every hidden count of the printed tables and the range a reader can put it in.

    ``tables``: name → tidy frame as printed (NaN where hidden) with question, option (or code), n, base and by, group,
    within, level where it has them; other tables are passed over. Read as a reader would: no respondents, only the
    tables and what the questionnaire tells (``known``). Every hidden cell's least and greatest number come from linear
    programs over all relations between the printed counts (in whole people where the linear optimum is fractional).

    Returns a row a hidden cell, and a row a cell that should be hidden: table, question, option, by, group, within,
    level, low, high, safe, reason. Safe: the range is at least ``minimum`` wide, or as wide as the whole survey; and no
    percentage stands beside it, nor one with more than a decimal in its block. A cell printed although it counts, or
    leaves over, 1 to ``minimum`` − 1 people is not.
    """
    web = Web(tables, known or Known())
    everybody = max((n for n in web.values.values() if n == n), default=0)
    facts = web.facts
    gaps = facts[facts["n"].isna() | _small(facts, minimum)]
    found = ranges(web, dict.fromkeys(gaps["cell"]))
    fine, rows = {name: _too_fine(tables[name]) for name in gaps["table"].unique()}, []
    for table, at, cell in gaps[["table", "row", "cell"]].itertuples(index=False, name=None):
        line = tables[table].iloc[at]
        low, high = found[cell]
        reason = _reason(web, line, cell, high - low >= min(minimum, everybody)) or FINE * bool(fine[table].iloc[at])
        rows.append((table, *(line.get(key, "") for key in KEYS), low, high, not reason, reason))
    told = pd.DataFrame(rows, columns=COLUMNS).astype({"safe": bool})  # also when nothing is hidden
    return told.assign(option=lambda t: t["option"].replace("", None))


def _small(facts, minimum):
    counts = (facts["n"], facts["base"].where(facts["n"].notna()), facts["base"] - facts["n"])
    return pd.concat([count.between(1, minimum - 1) for count in counts], axis=1).any(axis=1)


def _too_fine(table):
    """Lines of blocks with hidden cells where a percentage has more than one decimal."""
    shares = table[[c for c in ("percent", "row_percent") if c in table]]
    exact = (shares - shares.round(1)).abs().gt(1e-9).any(axis=1) & beside_hidden(table)
    return exact.groupby([table[c].fillna("") for c in ("question", "by", "within") if c in table]).transform("any")


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
        f"Không xuất báo cáo: {len(leaks)} ô đã ẩn vẫn có thể bị suy ra quá sát từ các số đã in, gồm {shown}."
        " Lập lại các bảng bằng privacy.suppress trên mọi bảng cùng một lúc, hoặc bỏ bớt bảng."
    )
