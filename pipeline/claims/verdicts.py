"""The sentences on groups: the answer first; how sure and how large it is in plain words, no test in any of them."""

from dataclasses import dataclass, replace

from pipeline.claims import names
from pipeline.claims.model import BORDER, SURE, UNSURE
from pipeline.infer import effects
from pipeline.infer.verdict import ALPHA
from pipeline.wording import parts, say

TRIVIAL = effects.WORDS[0]
AFTER = {BORDER: "; mức khác nhau nhỏ, sát ngưỡng đáng kể", TRIVIAL: "; mức khác nhau không đáng kể"}


@dataclass(frozen=True)
class What:
    """What is compared: a question, the question that makes the groups, options of the first, what is done to them."""

    form: object
    name: str
    by: str
    options: list
    verb: str = "chọn"

    @property
    def topic(self):
        """The question as a noun."""
        return names.topic(self.form, self.name)

    @property
    def measured(self):
        """What may differ: the share of an option, or the answers."""
        did = names.did(self.form, self.name, self.options, self.verb) if self.options else ""
        return say("tỷ lệ {did}", did=did) if did else self.topic

    @property
    def start(self):
        """Of what the compared option is one, where that is not clear; "" where the answers are compared."""
        return self.lead(self.options) if self.options else ""

    @property
    def differs(self):
        """What a test would have to show."""
        return say("{measured} khác nhau theo {groups}", measured=self.measured, groups=self.groups)

    def lead(self, options):
        """Of what the options are answers, where that is not clear: the beginning of a sentence."""
        return names.lead(self.form, self.name, options)

    def group(self, label):
        """The people of a group."""
        return names.group(self.form, self.by, label)

    @property
    def groups(self):
        """By which question the groups are."""
        return names.topic(self.form, self.by)


@dataclass(frozen=True)
class Found:
    """What a test found: ``forms`` where it is sure; ``unsure``: what would have to be shown; ``lead``: its beginning;
    ``shown`` and ``what``: every group's figure and what they are; ``ends``: two of them side by side."""

    kind: str
    forms: tuple
    unsure: str
    shown: tuple = ()
    what: str = ""
    lead: str = ""
    ends: tuple = ()


def judged(claim, row, found, negligible):
    """The claim with its sentences, by adjusted p at 0,05 and the size of the effect."""
    effect, name, side = row["effect"], row["effect_name"], row.get("side", float("nan"))
    limits = [row.get(end, float("nan")) for end in ("effect_low", "effect_high")]
    limits = [end for end in limits if end == end]
    size, strength = effects.size(effect, name, negligible, side), effects.standing(effect, name, side)
    if row["p_adjusted"] >= ALPHA:
        is_small = bool(limits) and {effects.size(end, name, negligible, side) for end in limits} == {TRIVIAL}
        return replace(claim, sure=UNSURE, size=size, strength=strength, forms=_unsure(found, is_small))
    if row.get("trend_p_adjusted", 1) < ALPHA and found.kind == "trend":
        strength = max(strength, effects.standing(row["trend_effect"], row["trend_effect_name"]))
    is_border = effects.borders(effect, limits, name, negligible, side)
    after = say(AFTER.get(BORDER if is_border else size, ""))
    forms = tuple((*form, f"{after}.") for form in found.forms)
    return replace(claim, sure=BORDER if is_border else SURE, size=size, strength=strength, forms=forms)


def _unsure(found, is_small):
    """That a test showed nothing; few people show no absence, so a difference is called small only where both limits
    of its interval are."""
    after = say("; nếu có thì cũng không đáng kể") if is_small else ""
    told = {"start": found.lead, "what": found.unsure, "after": after}
    forms = "{start}chưa đủ căn cứ nói {what}{after}.", "{start}số liệu chưa đủ căn cứ để nói {what}{after}."
    return tuple(parts(form, **told) for form in forms)


def bare(what):
    """That the groups differ, without figures."""
    start = what.start
    forms = (
        parts("{start}{differs}", start=start, differs=what.differs),
        parts("{start}theo {groups}, {measured} khác nhau", start=start, groups=what.groups, measured=what.measured),
    )
    return Found("difference", forms, what.differs, what=f"{start}{what.measured}", lead=start)


def difference(what, levels, high, low):
    """Two groups of which one has the higher figure; of three or more the highest and the lowest, where the intervals
    of both stand apart from all others', or one of them beside all others, where its own does."""
    is_ends = len(levels.figures) > 2 and not levels.lost and (high, low) == levels.ends()
    out = [group for group in (high, low) if is_ends and levels.stands_out(group)]
    if len(out) == 1:
        return alone(what, levels, out[0], "difference")
    a, b = levels.figures[high], levels.figures[low]
    pairs = (what.group(high), a), (what.group(low), b)
    left = left_out(what, levels)
    tail = names.merged(left, names.grouped(what.form, what.by, [high, low]))
    by = {"groups": what.groups, "left": left}
    lead = what.lead(levels.options) if levels.done else ""
    if levels.done:
        forms = _of_shares(levels.done, lead, *pairs, tail, by if out else None)
        measured = say("tỷ lệ {did}", did=levels.done)
    else:
        forms = _of_means(what.topic, levels.scale, *pairs, tail, by if out else None)
        measured = "trung bình của {topic} ({scale})" if levels.scale else "trung bình của {topic}"
        measured = say(measured, topic=what.topic, scale=levels.scale)
    ends = side_by_side(what, levels, high, parts(AT, b=b, other=what.group(low), unit=point(levels)))
    return Found("difference", forms, what.differs, shown(levels), f"{lead}{measured}", what.start, ends)


def side_by_side(what, levels, group, rest):
    """The figure of one group beside that of the ``rest``, as parts."""
    told = {"one": what.group(group), "a": levels.figures[group], "rest": rest, "left": left_out(what, levels)}
    if levels.done:
        about = names.aside(what.form, what.name) if what.lead(levels.options) else ""
        return parts("{a} {one} {did}{about}, so với {rest}{left}", **told, did=levels.done, about=about)
    told |= {"topic": what.topic, "unit": point(levels), "where": f" ({levels.scale})" if levels.scale else ""}
    return parts("trung bình của {topic}{where}: {a}{unit} ở {one}, so với {rest}{left}", **told)


def point(levels):
    """The unit behind a mean of a scale."""
    return say(" điểm") if levels.scale else ""


def alone(what, levels, group, kind):
    """One group beside the range of all others, from which its interval stands apart."""
    rest = sorted((f for g, f in levels.figures.items() if g != group), key=lambda figure: figure.value)
    figures = {"one": what.group(group), "a": levels.figures[group], "low": rest[0], "high": rest[-1]}
    others = parts(OTHERS, low=rest[0], high=rest[-1], unit=point(levels))
    return told(kind, what, levels, ALONE, figures, [group], side_by_side(what, levels, group, others))


def told(kind, what, levels, ways, figures, groups, ends):
    """What was found of a measure along its groups, in these ways."""
    left, lead = left_out(what, levels), what.lead(levels.options) if levels.done else ""
    measured = say("tỷ lệ {did}", did=levels.done) if levels.done else say("trung bình của {topic}", topic=what.topic)
    scale = f" ({levels.scale})" if levels.scale else ""
    figures |= {"lead": lead, "measured": measured, "groups": what.groups, "unit": point(levels)}
    figures |= {"left": names.merged(scale, left)}
    tail = names.merged(scale, left, names.grouped(what.form, what.by, groups))
    figures |= {"inside": _inside(tail), "without": _inside(names.merged(scale, left))}
    made = tuple(parts(way, **figures) for way in ways)
    return Found(kind, made, what.differs, shown(levels), f"{lead}{measured}{scale}", what.start, ends)


ALONE = (
    "{lead}{measured} ở {one} là {a}{unit}, ở các nhóm khác theo {groups} từ {low}{unit} đến {high}{unit}{left}",
    "{lead}theo {groups}, {measured} là {a}{unit} ở {one}, từ {low}{unit} đến {high}{unit} ở các nhóm khác{left}",
)
OTHERS = "từ {low}{unit} đến {high}{unit} ở các nhóm khác"
AT = "{b}{unit} ở {other}"
SHARES = (
    "{lead}{one} {did} nhiều hơn: {a} so với {b} ở {other}{tail}",
    "{lead}tỷ lệ {did} ở {one} là {a}, cao hơn {other} ({b}{inside})",
    "{lead}tỷ lệ {did} theo {groups}: cao nhất ở {one} ({a}), thấp nhất ở {other} ({b}{without})",
    "{lead}tỷ lệ {did} ở {one} cao hơn: {a} so với {b} ở {other}{tail}",
)
MEANS = (
    "{topic} ở {one} cao hơn: trung bình {a}{point} so với {b}{point} ở {other}{tail}",
    "trung bình của {topic} là {a}{point} ở {one}, {b}{point} ở {other}{tail}",
    "{topic} theo {groups}: cao nhất ở {one} (trung bình {a}{point}), thấp nhất ở {other} ({b}{point}{inside})",
)


def _of_shares(done, lead, high, low, tail, ends):
    (one, a), (other, b) = high, low
    told = {"lead": lead, "did": done, "one": one, "a": a, "other": other, "b": b, "tail": tail}
    told |= {"inside": _inside(tail), "groups": "", "without": ""}
    told |= {"groups": ends["groups"], "without": _inside(ends["left"])} if ends else {}
    first, second, of_all, plain = (parts(form, **told) for form in SHARES)
    is_quoted = done.startswith(tuple(say(f"{verb} {{options}}", options="") for verb in ("chọn", "trả lời", "nêu")))
    if lead and not is_quoted:  # "về …, công chức đã đọc nhiều hơn" says too much
        first = plain
    return (of_all, first) if ends else (first, second)


def _of_means(topic, scale, high, low, tail, ends):
    (one, a), (other, b) = high, low
    point, of = (say(" điểm"), f" ({scale})") if scale else ("", "")
    told = {"topic": topic, "one": one, "a": a, "other": other, "b": b, "tail": names.merged(of, tail)}
    told |= ends or {"groups": "", "left": ""}
    inside = _inside(names.merged(of, told["left"]))
    first, second, of_all = (parts(form, **told, point=point, inside=inside) for form in MEANS)
    return (of_all, first) if ends else (first, second)


def _inside(bracket):
    """What stands in a bracket, to stand behind something in another."""
    return bracket.replace(" (", "; ", 1).removesuffix(")")


def order(what, high, low):
    """Which of two groups is higher, without figures: one of them is hidden, or the scale has none."""
    one, other = what.group(high), what.group(low)
    tail = names.grouped(what.form, what.by, [high, low])
    told = {"topic": what.topic, "one": one, "other": other, "tail": tail}
    forms = (
        parts("{topic} ở {one} cao hơn {other}{tail}", **told),
        parts("so với {other}, {topic} ở {one} cao hơn{tail}", **told),
    )
    return Found("difference", forms, what.differs, what=what.topic)


def together(what, rho):
    """Two measures that rise together or against each other."""
    way, words = ("cao", "cùng chiều") if rho > 0 else ("thấp", "ngược chiều")
    told = {"topic": what.topic, "groups": what.groups}
    forms = (
        parts(f"nhìn chung, {{topic}} càng cao thì {{groups}} càng {way}", **told),
        parts(f"{{topic}} và {{groups}} đi {words} với nhau", **told),
    )
    return Found("together", forms, say("{topic} liên quan đến {groups}", **told), what=what.topic)


def left_out(what, levels):
    """Whom the figures leave out, and the groups without a printed size, to be named beside a finding; "" where there
    are none."""
    listed = ", ".join(f"“{names.option(what.form, what.by, label)}”" for label in levels.small)
    small = say(" (không xét nhóm không nêu số liệu: {listed})", listed=listed) if listed else ""
    return names.merged(levels.without, small)


def shown(levels):
    """The groups in their order, each with its figure."""
    return tuple(levels.figures.items())
