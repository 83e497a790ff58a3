"""XPath 1.0 as OpenRosa means it: elementpath's parser with JavaRosa's conversions between text, numbers and dates.

What differs from plain XPath 1.0, and why: ``${a}`` alone is true when it was answered (a blank node would be true in
XPath), and ISO dates count as days since 1970-01-01, so that ``. <= today()`` compares.
"""

import math
import operator
import re
from copy import copy
from datetime import date, datetime, time

from elementpath import ElementPathError, XPathNode
from elementpath.xpath1 import XPath1Parser

from pipeline.rules import regex

EPOCH = date(1970, 1, 1).toordinal()
UNKNOWN_FUNCTION = re.compile(r"unknown function:? '?([\w:.-]+)")
# texts, and operators in any case, as JavaRosa takes them: «${a} = 1 AND ${b} = 2»
CAPITALS = re.compile(r"""('[^']*'|"[^"]*")|(?<=[\w)\]'".])(\s+(?:and|or|div|mod)(?=[\s(]))""", re.IGNORECASE)
COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


class RuleError(ValueError):
    """An expression that cannot be parsed or evaluated; the message is in Vietnamese."""


class Unserved(RuleError):
    """A function of ODK that needs what there is not: files beside the form, repeats, maps."""


class OpenRosaParser(XPath1Parser):
    """XPath 1.0 with OpenRosa's functions."""


def compiled(expression):
    """The parsed expression, ready for ``token.evaluate(context)``; RuleError when the syntax is wrong."""
    source = CAPITALS.sub(lambda found: found[1] or found[2].lower(), expression.strip())
    source = re.sub(r"\bjr:(?=[\w-]+\s*\()", "", source)
    try:
        token = OpenRosaParser().parse(source)
    except ElementPathError as error:
        raise RuleError(_in_vietnamese(error)) from error
    except RecursionError as error:
        raise RuleError("biểu thức lồng nhau quá sâu") from error
    for pattern in (call[1].value for call in token.iter("regex") if call[1].label == "literal"):
        _read(pattern)
    return token


def _read(pattern):
    try:
        regex.read(pattern)
    except regex.PatternError as error:
        raise RuleError(f"mẫu regex «{pattern}»: {error}") from error


def function(name, *, nargs, contextual=False):
    """Decorator: makes a Python function of plain values (text, float, bool, list of nodes) an XPath function."""

    def register(call):
        def evaluate(self, context=None):
            if not contextual:
                return call(*(value(argument, context) for argument in self))
            if context is None:
                raise self.missing_context()
            context.spot = f"{context.path} {self.parser.source} {self.span[0]}"  # one draw for each place in a rule
            return call(context, *self)

        OpenRosaParser.symbol_table.pop(name, None)  # elementpath's own class must stay as it is
        OpenRosaParser.function(name, nargs=nargs).evaluate = evaluate
        return call

    return register


def value(token, context):
    """What a token yields: text, float, bool, or a list of nodes."""
    result = token.evaluate(copy(context))
    if isinstance(result, XPathNode):
        return [result]
    is_number = not isinstance(result, (bool, str, list))
    return float(result) if is_number else result


def text(anything):
    """As text: the first node's, ``true``/``false``, whole numbers without a decimal point."""
    if isinstance(anything, list):
        return text(anything[0]) if anything else ""
    if isinstance(anything, XPathNode):
        return anything.compat_string_value
    if isinstance(anything, bool):
        return "true" if anything else "false"
    if isinstance(anything, float):
        return _written(anything)
    return anything


def number(anything):
    """As a float: NaN where it is no number; ISO dates and times as days since 1970-01-01."""
    if isinstance(anything, (bool, float)):
        return float(anything)
    written = text(anything).strip()
    if re.fullmatch(r"-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", written, re.IGNORECASE | re.ASCII):
        return float(written)
    return days(written)


def truth(anything):
    """As a condition: answered text, a number other than 0 and NaN."""
    if isinstance(anything, bool):
        return anything
    if isinstance(anything, float):
        return not math.isnan(anything) and anything != 0
    return text(anything) != ""


def spread(anything):
    """An argument as a list: the nodes of a node set, or the one value."""
    return anything if isinstance(anything, list) else [anything]


def days(written):
    """Days since 1970-01-01 of an ISO date, date with time, or time alone (a fraction of a day); NaN otherwise."""
    if not re.match(r"\d{4}-\d\d-\d\d|\d\d:\d\d", written, re.ASCII):
        return math.nan
    try:
        if ":" in written[:3]:
            moment = time.fromisoformat(written)
            return _fraction(moment)
        moment = datetime.fromisoformat(written)
        return moment.toordinal() - EPOCH + _fraction(moment)
    except ValueError:
        return math.nan


def _fraction(moment):
    return (moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6) / 86400


def _written(figure):
    if math.isnan(figure):
        return "NaN"
    if math.isinf(figure):
        return "Infinity" if figure > 0 else "-Infinity"
    return str(int(figure)) if figure == int(figure) and abs(figure) < 1e15 else repr(figure)


def _in_vietnamese(error):
    plain = str(error)
    if unknown := UNKNOWN_FUNCTION.search(plain):
        return f"không có hàm «{unknown[1]}()»"
    place = re.search(r"column (\d+)", plain)
    where = f" ở ký tự {place[1]}" if place else ""
    if "end of source" in plain:
        return "biểu thức dừng giữa chừng: thiếu vế hoặc dấu đóng ngoặc"
    if isinstance(error, TypeError) or "argument" in plain:
        return f"sai số lượng tham số của hàm{where}"
    quoted = re.search(r"'([^']+)'|\"([^\"]+)\"", plain)
    return f"không hiểu «{quoted[1] or quoted[2]}»{where}" if quoted else f"không hiểu biểu thức{where}"


def _compare(self, context=None):
    left, right = value(self[0], context), value(self[1], context)
    return any(_pair(self.symbol, a, b) for a in _items(left) for b in _items(right))


def _items(anything):
    return [text(node) for node in anything] if isinstance(anything, list) else [anything]


def _pair(symbol, left, right):
    kinds = (type(left), type(right))
    if symbol not in ("=", "!="):
        convert = number
    elif bool in kinds:
        convert = truth
    else:
        convert = number if float in kinds else text
    return COMPARE[symbol](convert(left), convert(right))


def _divide(left, right):
    if right:
        return left / right
    return math.nan if not left or math.isnan(left) else math.copysign(math.inf, left)


def _remainder(left, right):
    return math.fmod(left, right) if right and not math.isinf(left) else math.nan


def _arithmetic(calculate):
    def evaluate(self, context=None):
        figures = [number(value(operand, context)) for operand in self]
        return calculate(*figures)

    return evaluate


def _plus(left, right=None):
    return left if right is None else left + right


def _minus(left, right=None):
    return -left if right is None else left - right


def _times(self, context=None):
    if not len(self):  # "*" as a step of a path, not as an operator
        return list(self.select(context))
    return number(value(self[0], context)) * number(value(self[1], context))


def _either(self, context=None):
    return truth(value(self[0], context)) or truth(value(self[1], context))


def _both(self, context=None):
    return truth(value(self[0], context)) and truth(value(self[1], context))


def _step(self, left):
    """Lets a path start at a function: ``instance('x')/root``, ``current()/../a``."""
    if left.label != "function":
        return XPath1Parser.symbol_table["/"].led(self, left)
    self[:] = left, self.parser.expression(75)
    return self


def _redefine(symbol, **methods):
    base = OpenRosaParser.symbol_table[symbol]
    OpenRosaParser.symbol_table[symbol] = type(base.__name__, (base,), methods)


for _symbol in COMPARE:
    _redefine(_symbol, evaluate=_compare)
for _symbol, _evaluate in {
    "or": _either,
    "and": _both,
    "+": _arithmetic(_plus),
    "-": _arithmetic(_minus),
    "div": _arithmetic(_divide),
    "mod": _arithmetic(_remainder),
    "*": _times,
}.items():
    _redefine(_symbol, evaluate=_evaluate)
_redefine("/", led=_step)
