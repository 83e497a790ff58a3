"""Words for how many people a share is: one printed scale for the whole report."""

import math

from pipeline import vi
from pipeline.wording import say

SHARES = {90: "tuyệt đại đa số", 75: "đại đa số", 50: "đa số"}  # of less no word is beyond dispute: the number alone
HALF, AROUND = "khoảng một nửa", 5  # points on either side of 50
Z = 1.96
ALL, NONE = "tất cả người trả lời", "không ai"


def word(value, low=float("nan"), high=float("nan"), scale=None):
    """The word for a share; "" where the scale has none for so few. Where the interval goes over a threshold the weaker
    word, near 50 "khoảng một nửa"; of all who answered, and of none of them, that it is they."""
    if value in (0, 100):
        return say(ALL if value else NONE)
    scale = scale or SHARES
    low, high = (value if math.isnan(end) else end for end in (low, high))
    if 50 in scale and low <= 50 < high and abs(value - 50) <= AROUND:
        return say(HALF)
    return say(_word(min(low, value), scale))


def around(row):
    """The 95 % interval of a share by its effective base, so that 0 of 8 people is no sure nothing (Wilson 1927): which
    word it gets, whether it stands apart from another; printed beside it where no other table has one."""
    people = row.get("effective_base")
    people = row["base"] if people is None or math.isnan(people) else people
    if not people > 0:
        return row["percent"], row["percent"]
    share = (vi.unrounded(row["percent"], row["base"]) if people == row["base"] else row["percent"]) / 100
    spread = Z * math.sqrt(max(share * (1 - share), 0) / people + Z**2 / (4 * people**2))
    middle, whole = share + Z**2 / (2 * people), 1 + Z**2 / people
    return 100 * (middle - spread) / whole, 100 * (middle + spread) / whole


def _word(value, scale):
    over = [at for at in scale if value > at or (value == at and at != 50)]
    return scale[max(over)] if over else ""


def told(scale=None):
    """The scale as it is printed: (from which share on, word) downwards."""
    scale = scale or SHARES
    names = {0: "thấp hơn", 50: "trên {at}%"}
    near = say(NEAR, least=50 - AROUND, most=50 + AROUND)
    rows = [
        ("100%", say(ALL)),
        *((say(names.get(at, "từ {at}%"), at=at), say(scale[at])) for at in sorted(scale)[::-1]),
    ]
    rows.append(("0%", say(NONE)))
    return [*rows, (near, say(HALF))] if 50 in scale else rows


NEAR = "từ {least}% đến {most}%, khoảng tin cậy chứa 50%"
