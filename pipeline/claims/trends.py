"""What rises or falls along ordered groups: judged by intervals, never by the sign of a hundredth."""

from pipeline.claims import levels as levels_of
from pipeline.claims import names, verdicts
from pipeline.claims.levels import SURELY
from pipeline.claims.measures import measures


def found(what, question, where, cells, effect, option, verb):
    """What is told of a trend that a test found, or None where its printed figures do not bear it out.

    "dần" only where every step is one by itself; without it where no step goes the other way by itself and the ends lie
    apart. Where a figure is hidden, none is named.
    """
    shown = _measures(what, question, where, cells, option, verb)
    if not shown:
        hidden = list(dict.fromkeys(cell["group"] for cell in cells if cell["base"] != 0))
        return _inclined(what, hidden, effect) if len(hidden) > 1 else None
    return next((told for levels in shown if (told := _risen(what, levels, effect))), None)


def _measures(what, question, where, cells, option, verb):
    is_scale = question is not None and (question.points or question.kind == "number")
    if option or not is_scale:
        option = option or question.choices[0].label
        known = levels_of.of_option(where, cells, what.form, what.name, option, verb)
        return [known] if len(known.figures) > 1 and not known.lost else []
    return measures(what, question, where, cells)


def _risen(what, levels, effect):
    sign = 1 if effect > 0 else -1
    steps, names_of = sign * levels.steps(), list(levels.figures)
    if (steps < -SURELY).any() or sign * levels.apart(names_of[0], names_of[-1]) < SURELY:
        return None
    way = ("tăng", "lên") if sign > 0 else ("giảm", "xuống")
    evenly = " dần" if (steps > SURELY).all() else ""
    return _rising(what, levels, way, evenly)


def _rising(what, levels, way, evenly):
    (first, a), *_, (last, b) = levels.figures.items()
    one, other = what.group(first), what.group(last)
    left = verdicts.left_out(what, levels)
    tail = left + names.grouped(what.form, what.by, [first, last])
    lead = what.lead(levels.options) if levels.done else ""
    measured = f"tỷ lệ {levels.done}" if levels.done else f"trung bình của {what.topic}"
    unit, scale = (" điểm", f" ({levels.scale})") if levels.scale else ("", "")
    go, to = way
    forms = (
        (f"{lead}{measured} {go}{evenly} theo {what.groups}: từ ", a, f"{unit} ở {one} {to} ", b,
         f"{unit} ở {other}{scale}{left}"),
        (f"{lead}từ {one} đến {other}, {measured} {go}{evenly} từ ", a, f"{unit} {to} ", b, f"{unit}{scale}{tail}"),
    )  # fmt: skip
    shown = tuple(levels.figures.items())
    return verdicts.Found("trend", forms, what.differs, shown, f"{lead}{measured}{scale}", what.start)


def _inclined(what, labels, effect):
    """The same without figures, where some group has none: which way the test's slope goes."""
    way = "tăng" if effect > 0 else "giảm"
    one, other = what.group(labels[0]), what.group(labels[-1])
    forms = (
        (f"{what.measured} có xu hướng {way} từ {one} đến {other}",),
        (f"theo {what.groups}, {what.measured} có xu hướng {way}",),
    )
    return verdicts.Found("trend", forms, what.differs, what=what.measured, lead=what.start)
