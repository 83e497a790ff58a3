"""OpenRosa's functions on numbers, dates and times; a date is its ISO text, or its days since 1970-01-01."""

import math
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal, localcontext

from pipeline.rules.xpath import days, function, number, spread, text

EPOCH = datetime(1970, 1, 1)
FIRST, LAST = (datetime.min - EPOCH).days, (datetime.max - EPOCH).days
FORMATS = {"%e": "{0.day}", "%n": "{0.month}", "%3": "{1:03d}"}


@function("int", nargs=1)
def _int(anything):
    figure = number(anything)
    return float(int(figure)) if math.isfinite(figure) else figure


@function("number", nargs=1)
def _number(anything):
    return number(anything)


@function("round", nargs=(1, 2))
def _round(anything, places=0.0):
    figure, places = number(anything), number(places)
    if not math.isfinite(figure) or not abs(places) < 20:
        return figure if math.isfinite(places) else math.nan
    step = Decimal(1).scaleb(-int(places))
    with localcontext(prec=400):  # the largest float has 309 digits
        return float(Decimal(repr(figure)).quantize(step, ROUND_HALF_UP))  # halves away from zero, as ODK rounds


@function("floor", nargs=1)
def _floor(anything):
    return _whole(math.floor, number(anything))


@function("ceiling", nargs=1)
def _ceiling(anything):
    return _whole(math.ceil, number(anything))


@function("abs", nargs=1)
def _abs(anything):
    return abs(number(anything))


@function("pow", nargs=2)
def _pow(base, exponent):
    try:
        return math.pow(number(base), number(exponent))
    except (ValueError, OverflowError):
        return math.nan


@function("sqrt", nargs=1)
def _sqrt(anything):
    figure = number(anything)
    return math.sqrt(figure) if figure >= 0 else math.nan


@function("pi", nargs=0)
def _pi():
    return math.pi


def _transform(calculate):
    def transformed(anything):
        try:
            return calculate(number(anything))
        except (ValueError, OverflowError):
            return math.nan

    function(calculate.__name__, nargs=1)(transformed)


def exp10(power):
    """Ten to a power."""
    return 10.0**power


for _each in (exp10, math.exp, math.log, math.log10, math.sin, math.cos, math.tan, math.asin, math.acos, math.atan):
    _transform(_each)


@function("atan2", nargs=2)
def _atan2(y, x):
    return math.atan2(number(y), number(x))


@function("sum", nargs=(1, None))
def _sum(*parts):
    try:
        return math.fsum(number(piece) for part in parts for piece in spread(part))
    except (ValueError, OverflowError):  # infinities of both signs
        return math.nan


@function("min", nargs=(1, None))
def _min(*parts):
    return min(_figures(parts), default=math.nan)


@function("max", nargs=(1, None))
def _max(*parts):
    return max(_figures(parts), default=math.nan)


@function("date", nargs=1)
def _date(anything):
    moment = _moment(anything)
    return moment.date().isoformat() if moment else ""


@function("date-time", nargs=1)
def _date_time(anything):
    moment = _moment(anything)
    return moment.isoformat() if moment else ""


@function("decimal-date-time", nargs=1)
def _decimal_date_time(anything):
    return number(anything)


@function("decimal-time", nargs=1)
def _decimal_time(anything):
    return number(anything) % 1


@function("format-date", nargs=2)
def _format_date(anything, layout):
    moment = _moment(anything)
    if not moment:
        return ""
    layout = text(layout)
    for code, form in FORMATS.items():  # ODK's own codes, which strftime lacks
        layout = layout.replace(code, form.format(moment, moment.microsecond // 1000))
    return moment.strftime(layout)


@function("format-date-time", nargs=2)
def _format_date_time(anything, layout):
    return _format_date(anything, layout)


def _figures(parts):
    found = [number(piece) for part in parts for piece in spread(part) if text(piece) != ""]
    return [math.nan] if any(math.isnan(figure) for figure in found) else found


def _whole(rounded, figure):
    return float(rounded(figure)) if math.isfinite(figure) else figure


def _moment(anything):
    since = anything if isinstance(anything, float) else number(anything)
    if math.isnan(since):
        since = days(text(anything))
    return EPOCH + timedelta(days=since) if FIRST <= since < LAST else None  # no year before 1 or after 9999
