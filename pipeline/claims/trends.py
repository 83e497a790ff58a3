"""What rises or falls along ordered groups: judged by intervals, never by the sign of a hundredth."""

import numpy as np

from pipeline.claims import levels as levels_of
from pipeline.claims import names, verdicts
from pipeline.claims.levels import SURELY
from pipeline.claims.measures import measures
from pipeline.wording import parts, say

FORMS = (
    "{lead}{measured} {go}{evenly} theo {groups}: từ {a}{unit} ở {one} {to} {b}{unit} ở {other}{left}",
    "{lead}ở {one}, {measured} là {a}{unit}, {go}{evenly} {to} {b}{unit} ở {other}{tail}",
)


ALONE = (
    "{lead}{measured} ở {one} là {a}{unit}, ở các nhóm khác theo {groups} từ {low}{unit} đến {high}{unit}{left}",
    "{lead}theo {groups}, {measured} là {a}{unit} ở {one}, từ {low}{unit} đến {high}{unit} ở các nhóm khác{left}",
)
OTHERS = "từ {low}{unit} đến {high}{unit} ở các nhóm khác"


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
    sure = np.flatnonzero(steps > SURELY)
    if len(sure) == 1 < len(steps) and sure[0] in (0, len(steps) - 1):
        group, *rest = names_of if sure[0] == 0 else names_of[::-1]
        if abs(levels.apart(rest[0], rest[-1])) < SURELY:  # one group apart, and no slope among the others
            return _alone(what, levels, group)
    way = (say("tăng"), say("lên")) if sign > 0 else (say("giảm"), say("xuống"))
    evenly = say(" dần") if len(steps) > 1 and (steps > SURELY).all() else ""
    return _rising(what, levels, way, evenly)


def _rising(what, levels, way, evenly):
    (first, a), *_, (last, b) = levels.figures.items()
    go, to = way
    told = {"go": go, "to": to, "evenly": evenly, "one": what.group(first), "a": a, "other": what.group(last), "b": b}
    ends = verdicts.side_by_side(what, levels, *_ends(what, levels))
    return _told(what, levels, FORMS, told, [first, last], ends)


def _ends(what, levels):
    """The end that is higher, and the other with its figure."""
    (first, a), *_, (last, b) = levels.figures.items()
    high, low = (first, last) if a.value > b.value else (last, first)
    return high, parts(verdicts.AT, b=levels.figures[low], other=what.group(low), unit=verdicts.point(levels))


def _alone(what, levels, group):
    """That one end stands apart from all others, of which none is told from the next."""
    rest = sorted((f for g, f in levels.figures.items() if g != group), key=lambda figure: figure.value)
    told = {"one": what.group(group), "a": levels.figures[group], "low": rest[0], "high": rest[-1]}
    others = parts(OTHERS, low=rest[0], high=rest[-1], unit=verdicts.point(levels))
    return _told(what, levels, ALONE, told, [group], verdicts.side_by_side(what, levels, group, others))


def _told(what, levels, forms, told, groups, ends):
    left = verdicts.left_out(what, levels)
    lead = what.lead(levels.options) if levels.done else ""
    measured = say("tỷ lệ {did}", did=levels.done) if levels.done else say("trung bình của {topic}", topic=what.topic)
    unit, scale = (say(" điểm"), f" ({levels.scale})") if levels.scale else ("", "")
    told |= {"lead": lead, "measured": measured, "groups": what.groups, "unit": unit, "left": names.merged(scale, left)}
    told |= {"tail": names.merged(scale, left, names.grouped(what.form, what.by, groups))}
    made, shown = tuple(parts(form, **told) for form in forms), tuple(levels.figures.items())
    return verdicts.Found("trend", made, what.differs, shown, f"{lead}{measured}{scale}", what.start, ends)


def _inclined(what, labels, effect):
    """The same without figures, where some group has none: which way the test's slope goes."""
    way = "tăng" if effect > 0 else "giảm"
    told = {"measured": what.measured, "groups": what.groups}
    told |= {"one": what.group(labels[0]), "other": what.group(labels[-1])}
    forms = (
        parts(f"{{measured}} có xu hướng {way} từ {{one}} đến {{other}}", **told),
        parts(f"theo {{groups}}, {{measured}} có xu hướng {way}", **told),
    )
    return verdicts.Found("trend", forms, what.differs, what=what.measured, lead=what.start)
