"""Vietnamese clauses of what tests found, from labels and levels given, and the verdict that ends them.

No function here reads a table: what may be quoted is decided in ``said``.
"""

from textwrap import shorten

from pipeline import vi
from pipeline.infer import effects
from pipeline.infer.verdict import ALPHA

BORDERING = "mức độ sát ngưỡng đáng kể: ước lượng dưới ngưỡng, khoảng tin cậy còn vượt ngưỡng"
CONTRASTS = ("r hạng–nhị phân", "g Hedges")  # effects of the group that the questionnaire has first
JOINS = ("ρ Spearman", "τ-b Kendall", "γ Goodman–Kruskal", "r xu hướng", "β chuẩn hóa")  # effects that join two orders


def differs(start, group, what="câu trả lời"):
    """Clause without figures."""
    return f"{start}, {what} khác nhau giữa các nhóm của “{group}”"


def at(question, group):
    """Which question, and which question makes the groups: a bare “Có” or “Không” tells nobody of what."""
    return f"ở câu “{question}”, xét theo “{shorten(group, 60, placeholder=' …')}”"


def without(verb, groups):
    """The groups that have no printed figure, to be named before a finding; "" where there are none."""
    listed = ", ".join(f"“{name}”" for name in groups)
    return f" ({verb} nhóm không có số liệu in ra: {listed})" if listed else ""


def chosen(start, option, percents, bases, high, low, verb="chọn"):
    """Clause on an option that two groups choose unlike often; ``percents`` and people by group."""
    most, least = (vi.share_of(percents[name], bases[name]) for name in (high, low))
    if len(percents) == 2 or (high, low) != (percents.idxmax(), percents.idxmin()):
        return f"{start}, nhóm “{high}” {verb} “{option}” nhiều hơn nhóm “{low}” ({most} so với {least})"
    return f"{start}, “{option}” được {verb} nhiều nhất ở nhóm “{high}” ({most}), ít nhất ở nhóm “{low}” ({least})"


def placed(start, option, best, worst):
    """Clause on the groups that place an option highest and lowest: (group, mean rank) each."""
    told = f"“{option}” được xếp cao nhất ở nhóm “{best[0]}” (thứ hạng trung bình {best[1]})"
    return f"{start}, {told}, thấp nhất ở nhóm “{worst[0]}” ({worst[1]}; 1 là đầu)"


def placed_higher(start, option, best, worst, figures=()):
    """Clause on two groups, one placing an option higher; ``figures``: both mean ranks where they are printed."""
    quoted = f" (thứ hạng trung bình {' so với '.join(figures)}; 1 là đầu)" if figures else ""
    return f"{start}, nhóm “{best}” xếp “{option}” cao hơn nhóm “{worst}”{quoted}"


def placed_with(question, option, other, rho):
    """Clause on an option of a rank question that is placed higher where a number is higher, or lower."""
    return f"ở câu “{question}”, “{option}” được xếp càng cao thì “{other}” càng {'cao' if rho > 0 else 'thấp'}"


def higher(start, high, low, quoted=""):
    """Clause on two groups, one at a higher level than the other."""
    return f"{start}, nhóm “{high}” ở mức cao hơn nhóm “{low}”{quoted}"


def pair(level, high, low):
    """The two levels of ``higher``, in brackets."""
    return f" ({level.word} {level.text(high)} so với {level.text(low)}{level.scale})"


def ends(start, level, levels):
    """Clause on the groups with the highest and the lowest level, with figures where it has a text."""
    high, low = levels.idxmax(), levels.idxmin()
    most, least = (f" ({level.text(levels[name])})" if level.text else "" for name in (high, low))
    scale = level.scale if level.text else ""
    return f"{start}, {level.word} cao nhất ở nhóm “{high}”{most}, thấp nhất ở nhóm “{low}”{least}{scale}"


def rising(start, what, level, levels, way):
    """Clause on a level, called ``what``, that goes one way from the first of the ordered groups to the last."""
    low, high = levels.index[0], levels.index[-1]
    figures = [f" ({level.text(levels[name])})" if level.text else "" for name in (low, high)]
    scale = f"; {level.word}{level.scale}" if level.text and level.word != what else ""
    last = figures[1][:-1] + scale + ")" if scale else figures[1]
    return f"{start}, {what} có xu hướng {way} dần từ nhóm “{low}”{figures[0]} đến nhóm “{high}”{last}"


def inclined(start, what, groups, way):
    """The same without figures, where some group has none: which way the test's slope goes."""
    return f"{start}, {what} có xu hướng {way} từ nhóm “{groups[0]}” đến nhóm “{groups[-1]}”"


def trend(effect, effect_name, p_adjusted):
    """What is told beside the test of the groups: how strong the trend is, its p adjusted over those of the family."""
    p = vi.p_value(p_adjusted).removeprefix("p ")
    return f" (xu hướng: {effects.symbol(effect_name)} = {effects.text(effect, effect_name)}, p hiệu chỉnh {p})"


def together(one, other, rho):
    """Clause on two measures that rise together or against each other."""
    return f"“{one}” càng cao thì “{other}” càng {'cao' if rho > 0 else 'thấp'}"


def items(name, highest, lowest, *, options):
    """Clause on the highest and the lowest item of a battery, or option, (label, figure) each."""
    most, least = ("được chọn nhiều nhất", "ít nhất") if options else ("mức cao nhất", "thấp nhất")
    two = [f"“{label}” ({figure})" for label, figure in (highest, lowest)]
    return f"ở “{name}”, {most} là {two[0]}, {least} là {two[1]} (không gia quyền)"


def odds(question, event, term, row, negligible=None):
    """Clause on the odds of an outcome in a level against its reference, or along a number (``term``: its label)."""
    more = "nhiều hơn" if row["odds_ratio"] > 1 else "ít hơn"
    level = "ở mức cao hơn" if row["odds_ratio"] > 1 else "ở mức thấp hơn"
    done = f"chọn {event} {more}" if event else level
    low, high = (effects.text(row[end], "OR", negligible) for end in ("low", "high"))
    limits = f"khoảng tin cậy 95{vi.NBSP}% của OR từ {low} đến {high}"
    start = alike(question, row.get("within", ""))
    if not row["reference"]:
        step = f"mỗi độ lệch chuẩn, {vi.number(row['sd'], 2)} đơn vị; " if row["sd"] == row["sd"] else ""
        return f"{start}“{term}” càng cao thì càng {done.removesuffix(' hơn')} ({step}{limits})"
    return f"{start}nhóm “{row['level']}” {done} nhóm “{row['reference']}” ({limits})"


def alike(question, within=""):
    """The beginning of what is said of a term of a regression; ``within``: where, when it is part of an interaction."""
    return f"ở câu “{question}”, với các yếu tố khác trong mô hình như nhau{f' và {within}' if within else ''}, "


def agreed(finding, p_adjusted, gap, w):
    """A finding on items with its verdict: how far the highest is from the lowest, and how alike people order them."""
    p = vi.p_value(p_adjusted).removeprefix("p ")
    told = f"chênh nhau {gap}; mức thống nhất giữa người trả lời về thứ tự các mục: W = {effects.text(w, 'W Kendall')}"
    if p_adjusted >= ALPHA:
        return f"Chưa đủ bằng chứng rằng các mục khác nhau: {finding}, {told}; p hiệu chỉnh {p}."
    return f"{finding[0].upper()}{finding[1:]}, {told}; các mục khác nhau có ý nghĩa thống kê (p hiệu chỉnh {p})."


def bordering(named, count):
    """What stands after a list of what matters: the neighbours just under the threshold, ``count`` in all."""
    if not count:
        return ""
    more = f" và {count - len(named)} phép khác" if count > len(named) else ""
    return (
        "Sát ngưỡng (có ý nghĩa thống kê, độ mạnh ước lượng dưới ngưỡng đáng kể nhưng khoảng tin cậy còn vượt ngưỡng):"
        f" {'; '.join(named)}{more}."
    )


def conclude(finding, p_adjusted, effect, effect_name, negligible=None, side=float("nan"), limits=()):
    """A finding with its verdict by adjusted p at 0,05 and the size of the effect.

    What was not found is called negligible only where both its 95 % ``limits`` are: few people show no absence. What
    was found under the threshold, with a limit over it, is told with both: its neighbours over it are told too.
    """
    p = vi.p_value(p_adjusted).removeprefix("p ")
    symbol, size = effects.symbol(effect_name), effects.size(effect, effect_name, negligible, side)
    if effect_name in CONTRASTS and effect < 0:  # the sentence names the higher group first, the sign another
        symbol, effect, limits = f"|{symbol}|", -effect, tuple(-end for end in limits)
    told = f"{symbol} = {effects.text(effect, effect_name, negligible, side)}"
    if p_adjusted >= ALPHA:
        sizes = {effects.size(limit, effect_name, negligible, side) for limit in limits}
        trivial = f", {size}" if sizes == {effects.WORDS[0]} else ""
        return f"Chưa đủ bằng chứng rằng {finding}: p hiệu chỉnh {p}, {told}{trivial}."
    noun = "mối liên hệ" if effect_name in JOINS else "khác biệt"
    finding = f"{finding[0].upper()}{finding[1:]}; {noun} có ý nghĩa thống kê (p hiệu chỉnh {p})"
    if effects.borders(effect, limits, effect_name, negligible, side):
        return f"{finding}, {BORDERING} ({told})."
    link = " nhưng" if size == effects.WORDS[0] else ","
    return f"{finding}{link} mức độ {size} ({told})."
