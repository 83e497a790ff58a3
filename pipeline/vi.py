"""Numbers, percentages, p values and dates as Vietnamese readers write them, or English ones where that is spoken."""

import math
from datetime import datetime

import numpy as np
import pandas as pd

from pipeline import wording

MISSING = "–"
CAPITALS = "".join(filter(str.isupper, map(chr, range(0x1F00))))  # of a pattern: "À-Ỹ" holds small letters as well
TIED = 2  # values more than asked for that a tie may add
NBSP = "\u00a0"  # keeps a number and its sign on one line
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
          "December"]  # fmt: skip
QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'"})


HALF = 0.5 + 1e-9  # and what the binary digits of a half may lack


def number(value, digits=0):
    """``1234.5`` with ``digits=1`` → "1.234,5": dot for thousands, comma for decimals, "−" for negative; halves as
    :func:`rounded` does.

    A missing or infinite value gives "–", never "nan".
    """
    if pd.isna(value) or math.isinf(value):
        return MISSING
    text = f"{math.floor(abs(value) * 10**digits + HALF) / 10**digits:,.{digits}f}"
    text = text if wording.language() == wording.EN else text.translate(str.maketrans(",.", ".,"))
    return f"−{text}" if value < 0 and any(d in text for d in "123456789") else text


MOST = 6  # decimals


def decimals(*spreads, least=1):
    """How many decimals numbers with this spread – standard deviation, range of the middle half – have: so many that a
    step of the last one is at most a tenth of the smallest spread, at least ``least``. Spreads of 0 and missing ones
    tell nothing.
    """
    known = [spread for spread in spreads if spread > 0]
    return min(max(least, math.ceil(1 - math.log10(min(known)) - 1e-9)), MOST) if known else least


def given(value, digits=1):
    """A number that people gave, with the decimals that it has, up to ``digits``: "15", "305,5"; "–" for a missing
    one."""
    return number(value, held(value, digits))


def held(value, digits):
    """How many decimals a number has when it is rounded to ``digits``; 0 of a missing one."""
    if pd.isna(value):
        return 0
    return next(d for d in range(digits + 1) if abs(rounded(value, digits) - rounded(value, d)) < 1e-9)


def read(text):
    """The number that :func:`number` wrote in the language that is spoken: "1.234,5" → 1234.5."""
    thousands, point = ",." if wording.language() == wording.EN else ".,"
    return float(text.replace(thousands, "").replace(point, ".").replace("−", "-"))


def rounded(values, digits=0):
    """Numbers or a table of them to so many decimals, halves away from zero: by hand, in Excel and in SPSS 101 of 400
    are 25,3%. (R's sprintf goes by the binary digits: 25.2.) Missing stays missing."""
    return np.sign(values) * np.floor(np.abs(values) * 10**digits + HALF) / 10**digits


def percent(value, digits=1):
    """A share on 0–100 as it stands in prose, ``68.2`` → "68,2%"; missing gives "–"."""
    text = number(value, digits)
    return text if text == MISSING else f"{text}%"


def at_least(value):
    """A lower bound on 0–100 in whole percent, cut and not rounded, so that no more is promised: 92.6 → "92%"; missing
    gives "–"."""
    return percent(value if pd.isna(value) else math.floor(value + 1e-9), 0)


EXACT = 1000  # people under which a percentage with a decimal is that of one number of them
SURE = 100  # people from which on a decimal of a percentage is less than one of them


def share(value, base):
    """A share on 0–100 of ``base`` people without its sign: under SURE people a whole number, for a decimal would be
    less than a person; a missing base counts as few."""
    if pd.isna(value):
        return MISSING
    return number(value, 1) if base >= SURE else number(unrounded(value, base))


def unrounded(value, base):
    """A share on 0–100 that may have been rounded to a decimal – 45,5 of 11 people – as that of the people it counts,
    45,4545…, so that it is not rounded up a second time; a share of no whole number of people, as with weights, stays,
    and so does a missing one.
    """
    if pd.isna(value) or not 0 < base < (EXACT if _in_tenths(value) else SURE):
        return value
    people = 100 * round(value * base / 100) / base
    return people if abs(people - value) <= 0.05 else value


def coarse(shares, bases):
    """Shares on 0–100 of so many people (Series) to one decimal: of few people to the tenth that is the same in whole
    numbers, for 24,46 made 24,5 would be printed as 25."""
    tenths = rounded(shares.astype(float), 1)
    for row in np.flatnonzero(~bases.ge(SURE) & tenths.notna() & rounded(tenths).ne(rounded(shares))):
        value, tenth = shares.iloc[row], tenths.iloc[row]
        if rounded(unrounded(tenth, bases.iloc[row])) != rounded(value):
            tenths.iloc[row] = rounded(tenth - np.sign(value) / 10, 1)
    return tenths


def share_of(value, base):
    """``share`` with its sign: "68,2%", of few people "68%"; missing gives "–"."""
    text = share(value, base)
    return text if text == MISSING else f"{text}%"


def _in_tenths(value):
    """Whether a share may have been rounded to a decimal; weighted shares seldom look so."""
    return abs(10 * value - round(10 * value)) < 1e-6


def beside(value, *bounds, digits=2):
    """The number with ``digits`` decimals, or as many more, up to six, as it takes that what is written stands where
    the value does: under, at or above each of the ``bounds`` that it is judged by."""
    return number(value, needed(value, *bounds, digits=digits))


def needed(value, *bounds, digits=2):
    """How many decimals ``beside`` writes the number with."""
    if pd.isna(value) or math.isinf(value):
        return digits
    where = _sides(value, bounds)
    fits = (d for d in range(digits, MOST + 1) if _sides(rounded(value, d), bounds) == where)
    return next(fits, digits)


def _sides(value, bounds):
    return [(value > bound, value < bound) for bound in bounds]


def p_value(value, threshold=0.05):
    """``0.0316`` → "p = 0,032"; under a thousandth → "p < 0,001"; 0,0498 keeps what tells it from the ``threshold``;
    missing gives "–"."""
    if pd.isna(value):
        return MISSING
    if value < 0.001:
        return f"p < {number(0.001, 3)}"
    return f"p = {beside(value, threshold, digits=3)}"


def date(value):
    """A date, datetime or ISO text as decrees write it, → "28/3/2022", "01/02/2022": days under 10 and the first two
    months have a zero; missing or empty gives "–"."""
    day = pd.to_datetime(value or None)
    if wording.language() == wording.EN:
        return MISSING if pd.isna(day) else f"{day.day} {MONTHS[day.month - 1]} {day.year}"
    return MISSING if pd.isna(day) else f"{day:%d}/{day.month:0{1 + (day.month < 3)}}/{day:%Y}"


def moment(value):
    """A datetime → "08 giờ 00 ngày 28/3/2022"; missing gives "–"."""
    is_known = isinstance(value, datetime) and not pd.isna(value)
    if is_known and wording.language() == wording.EN:
        return f"{value:%H:%M} on {date(value)}"
    return f"{value:%H} giờ {value:%M} ngày {date(value)}".replace(" giờ ", f"{NBSP}giờ{NBSP}") if is_known else MISSING


def listing(items, last="và"):
    """["a", "b", "c"] → "a, b và c"."""
    items = [str(i) for i in items]
    return f" {wording.say(last)} ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def untied(values, most):
    """How many of the first values, ``most`` or so, are told so that no two alike are parted: those before a tie that
    they would part, where these are several, else those up to its end, where it is short."""
    ends = [n for n in range(1, len(values) + 1) if n == len(values) or values[n] != values[n - 1]]
    before = max((n for n in ends if n <= most), default=0)
    after = next((n for n in ends if n >= most), before)
    is_short = after <= most + TIED
    return before if before > 1 or before and not is_short else after


def straight(text):
    """The text with straight quotes, as XLSForm programs write it."""
    return text.translate(QUOTES)
