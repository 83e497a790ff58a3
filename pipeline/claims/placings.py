"""The sentences on the options of a rank question: who places one higher, and with what its place goes."""

from pipeline.claims import names
from pipeline.claims.verdicts import Found, left_out, shown
from pipeline.wording import parts, say


def together(what, option, rho):
    """An option of a rank question that is placed higher where a number is higher, or lower."""
    way = "cao" if rho > 0 else "thấp"
    told = {"topic": what.topic, "groups": what.groups, "option": names.option(what.form, what.name, option)}
    forms = (parts(f"về {{topic}}, nhìn chung “{{option}}” được xếp càng cao thì {{groups}} càng {way}", **told),)
    return Found("together", forms, say("thứ hạng của “{option}” về {topic} liên quan đến {groups}", **told))


def difference(what, option, levels, best, worst):
    """Two groups, one placing an option of a rank question higher, with both mean ranks where they are printed."""
    one, other = what.group(best), what.group(worst)
    tail = left_out(what, levels) + names.grouped(what.form, what.by, [best, worst])
    is_known = not levels.lost and levels.is_over(worst, best)
    told = {"topic": what.topic, "groups": what.groups, "option": names.option(what.form, what.name, option)}
    unsure = say("thứ hạng của “{option}” về {topic} khác nhau theo {groups}", **told)
    start = say("về {topic}, {one} xếp “{option}” cao hơn {other}", **told, one=one, other=other)
    if not is_known:
        return Found("difference", ((f"{start}{tail}",),), unsure)
    a, b = levels.figures[best], levels.figures[worst]
    tail = names.merged(say(" (1 là đầu)"), tail)  # no bracket behind another
    form = parts("{start}: thứ hạng trung bình {a} so với {b}{tail}", start=start, a=a, b=b, tail=tail)
    return Found(
        "difference", (form,), unsure, shown(levels), say("thứ hạng trung bình của “{option}” (1 là đầu)", **told)
    )
