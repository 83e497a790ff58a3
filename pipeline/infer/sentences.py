"""The finding of one test as a Vietnamese clause: what is higher where, and by how much."""

from textwrap import shorten


def number(value, decimals=2):
    """A number as Vietnamese readers write it: 1.234,5."""
    return f"{round(value, decimals) + 0.0:,.{decimals}f}".translate(str.maketrans(",.-", ".,−"))


def f_ratio(df1, df2):
    """The two degrees of freedom of an F test: F(1,83; 360,2)."""
    return f"F({number(df1, 0 if float(df1).is_integer() else 2)}; {number(df2, 1)})"


def differs(answer, group):
    """Clause without figures, where every figure would rest on too few people."""
    what = f"tỷ lệ chọn “{answer.option}”" if answer.option else "câu trả lời"
    return f"ở câu “{answer.label}”, {what} khác nhau giữa các nhóm của “{group.label}”"


def chosen(answer, option, percents, group, unquoted):
    """Clause on the option whose share differs most; ``percents`` by group, ``unquoted`` groups too small for it."""
    high, low = percents.idxmax(), percents.idxmin()
    most, least = (f"{number(percents[name], 1)} %" for name in (high, low))
    start = f"ở câu “{answer.label}”{_by(group)}{_small_groups('không nêu', group, unquoted)}, "
    if len(percents) == 2:
        return f"{start}nhóm “{high}” chọn “{option}” nhiều hơn nhóm “{low}” ({most} so với {least})"
    return f"{start}“{option}” được chọn nhiều nhất ở nhóm “{high}” ({most}), ít nhất ở nhóm “{low}” ({least})"


def means(measure, group, values, dropped, effect):
    """Clause on the groups with the highest and lowest mean; groups left out are named first.

    With two groups the sign of ``effect`` says which is higher; means that say otherwise (ranks and means can
    disagree) are not quoted.
    """
    start = f"ở câu “{measure.label}”{_by(group)}{_small_groups('không xét', group, dropped)}, "
    if values.max() == values.min():
        return f"{start}câu trả lời khác nhau giữa các nhóm của “{group.label}”"
    if len(values) > 2:
        return start + _ends(measure, "", values, quoted=measure.scored)
    high, low = values.index if effect > 0 else values.index[::-1]
    word, scale = _mean_of(measure)
    quoted = f" ({word} {number(values[high])} so với {number(values[low])}{scale})"
    is_said = measure.scored and values[high] > values[low]
    return f"{start}nhóm “{high}” ở mức cao hơn nhóm “{low}”{quoted if is_said else ''}"


def _mean_of(measure):
    return ("điểm trung bình", f" trên thang 1–{measure.points}") if measure.points else ("trung bình", "")


def _ends(measure, option, levels, *, quoted):
    """The groups with the highest and the lowest level, with figures where they may be quoted."""
    word, scale = (f"tỷ lệ chọn “{option}”", "") if option else _mean_of(measure)
    high, low = levels.idxmax(), levels.idxmin()
    if not quoted:
        return f"{word if option else 'mức trả lời'} cao nhất ở nhóm “{high}”, thấp nhất ở nhóm “{low}”"
    most, least = (f"{number(100 * v, 1)} %" if option else number(v) for v in (levels[high], levels[low]))
    return f"{word} cao nhất ở nhóm “{high}” ({most}), thấp nhất ở nhóm “{low}” ({least}){scale}"


def trend(measure, group, option, levels, dropped, effect, *, quoted):
    """Clause on what rises or falls along ordered groups; ``levels`` are means (shares 0–1 of an ``option``).

    Only what rises or falls from every group to the next is said to do so; else the highest and the lowest are named,
    and nothing but a difference where two groups or equal ones stand against the ``effect``.
    """
    what = f"tỷ lệ chọn “{option}”" if option else "mức trả lời"
    start = f"ở câu “{measure.label}”{_by(group)}{_small_groups('không xét', group, dropped)}, "
    low, high = levels.index[0], levels.index[-1]
    way = "tăng" if effect > 0 else "giảm"
    if not (levels.diff().iloc[1:] * effect > 0).all():
        if len(levels) == 2 or levels.max() == levels.min():
            return f"{start}câu trả lời khác nhau giữa các nhóm của “{group.label}”"
        return f"{start}{_ends(measure, option, levels, quoted=quoted)}, không {way} đều qua các nhóm"
    if not quoted:
        return f"{start}{what} có xu hướng {way} dần từ nhóm “{low}” đến nhóm “{high}”"
    ends = [f"{number(100 * v, 1)} %" if option else number(v) for v in (levels[low], levels[high])]
    scale = f"; điểm trung bình trên thang 1–{measure.points}" if measure.points else ""
    return f"{start}{what} có xu hướng {way} dần từ nhóm “{low}” ({ends[0]}) đến nhóm “{high}” ({ends[1]}{scale})"


def items(name, options, highest, lowest):
    """Clause on the highest and the lowest item of a battery or option, (label, figure or nothing) each."""
    most, least = ("được chọn nhiều nhất", "ít nhất") if options else ("mức cao nhất", "thấp nhất")
    ends = [f"“{label}”{f' ({figure})' if figure else ''}" for label, figure in (highest, lowest)]
    return f"ở “{name}”, {most} là {ends[0]}, {least} là {ends[1]} (không gia quyền)"


def together(one, other, rho):
    """Clause on two measures that rise together or against each other."""
    return f"“{one.label}” càng cao thì “{other.label}” càng {'cao' if rho > 0 else 'thấp'}"


def odds(question, event, term):
    """Clause on the odds of an outcome in a level against its reference, or along a number."""
    more = "nhiều hơn" if term["odds_ratio"] > 1 else "ít hơn"
    higher = "ở mức cao hơn" if term["odds_ratio"] > 1 else "ở mức thấp hơn"
    done = f"chọn {event} {more}" if event else higher
    limits = f"khoảng tin cậy 95 % của OR từ {number(term['low'])} đến {number(term['high'])}"
    start = f"ở câu “{question.label}”, với các yếu tố khác trong mô hình như nhau, "
    if not term["reference"]:
        return f"{start}“{term['label']}” càng cao thì càng {done.removesuffix(' hơn')} ({limits})"
    return f"{start}nhóm “{term['level']}” {done} nhóm “{term['reference']}” ({limits})"


def _by(group):
    """Which question makes the groups: a bare “Có” or “Không” tells nobody of what."""
    return f", xét theo “{shorten(group.label, 60, placeholder=' …')}”"


def _small_groups(verb, group, names):
    listed = ", ".join(f"“{name}”" for name in names)
    return f" ({verb} nhóm quá ít người của “{group.label}”: {listed})" if listed else ""
