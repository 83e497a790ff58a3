"""What rises or falls along ordered groups: judged by intervals, never by the sign of a hundredth."""

from pipeline.claims import levels as levels_of
from pipeline.claims import verdicts
from pipeline.claims.levels import SURELY
from pipeline.claims.measures import measures
from pipeline.wording import parts, say

FORMS = (
    "{lead}{measured} {go} từ {one} ({a}{unit}) đến {other} ({b}{unit}{inside})",
    "{lead}{first}{measured} {go} từ {one} ({a}{unit}) đến {other} ({b}{unit}{without})",
)


def found(what, question, where, cells, effect, option, verb):
    """What is told of a trend along three groups or more that a test found, or None where its printed figures do not
    bear it out.

    "cao dần", "thấp dần" – from group to group, not in time – only where the intervals of every two neighbours stand
    apart; "nhìn chung" where every printed step goes that way and it does so without its largest step, too. Else the
    highest and the lowest group are told. Where a figure is hidden, no direction is told.
    """
    if len({cell["group"] for cell in cells if cell["base"] != 0}) < 3:
        return None
    shown = _measures(what, question, where, cells, option, verb)
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
    steps, labels = sign * levels.steps(), list(levels.figures)
    if (steps < -SURELY).any() or sign * levels.apart(labels[0], labels[-1]) < SURELY:
        return None
    out = [group for group in (labels[0], labels[-1]) if levels.stands_out(group)]
    rest = [group for group in labels if group not in out]
    if len(out) == 1 < len(steps) and abs(levels.apart(rest[0], rest[-1])) < SURELY:  # no slope among the others
        return verdicts.alone(what, levels, out[0], "trend")
    go = _how(levels, sign)
    return _rising(what, levels, say(go)) if go else verdicts.difference(what, levels, *levels.ends())


def _how(levels, sign):
    """Which way and how evenly: on the whole where the intervals of two neighbours meet; "" where a printed step is
    flat or goes back, or nothing but the largest one is borne out."""
    way, labels = "cao dần" if sign > 0 else "thấp dần", list(levels.figures)
    pairs = list(zip(labels, labels[1:], strict=False))
    if not any(levels.meet(*pair) for pair in pairs):
        return way
    steps = [sign * (levels.figures[b].printed - levels.figures[a].printed) for a, b in pairs]
    largest = steps.index(max(steps)) + 1
    others = [(part[0], part[-1]) for part in (labels[:largest], labels[largest:]) if len(part) > 1]
    is_even = min(steps) > 0 and any(not levels.meet(*pair) for pair in others)
    return f"nhìn chung {way}" if is_even else ""


def _rising(what, levels, go):
    (first, a), *_, (last, b) = levels.figures.items()
    told = {"go": go, "one": what.group(first), "a": a, "other": what.group(last), "b": b}
    ends = verdicts.side_by_side(what, levels, *_ends(what, levels))
    return verdicts.told("trend", what, levels, FORMS, told, [first, last], ends)


def _ends(what, levels):
    """The end that is higher, and the other with its figure."""
    (first, a), *_, (last, b) = levels.figures.items()
    high, low = (first, last) if a.value > b.value else (last, first)
    return high, parts(verdicts.AT, b=levels.figures[low], other=what.group(low), unit=verdicts.point(levels))
