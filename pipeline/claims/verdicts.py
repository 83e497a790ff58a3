"""The sentences on groups: the answer first; how sure and how large it is in plain words, no test in any of them."""

from dataclasses import dataclass, replace
from functools import partial

from pipeline.claims import names
from pipeline.claims.model import BORDER, SURE, UNSURE
from pipeline.infer import effects
from pipeline.infer.verdict import ALPHA
from pipeline.wording import parts, say

TRIVIAL = effects.WORDS[0]
AFTER = {BORDER: "; {whole}mức khác nhau chưa chắc đáng kể", TRIVIAL: "; {whole}mức khác nhau không đáng kể"}
# where a test is of more than the shares that are told
SCALE, OPTIONS = "xét cả thang đo thì ", "xét mọi phương án thì "


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


def judged(claim, row, found, survey):
    """The claim with its sentences, by adjusted p at 0,05 and the size of the effect."""
    negligible = survey.inference.negligible
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
    after = say(AFTER.get(BORDER if is_border else size, ""), whole=say(_whole(claim, survey.form)))
    forms = tuple((*form, f"{after}.") for form in found.forms)
    return replace(claim, sure=BORDER if is_border else SURE, size=size, strength=strength, forms=forms)


def _whole(claim, form):
    """That a test is of all answers to a question, where the claim tells shares of some of them."""
    question = form.by_name.get(claim.questions[0])
    is_part = question is not None and len(question.choices) > 2 and any(f.unit == "%" for _, f in claim.shown)
    return (SCALE if question.points else OPTIONS) if is_part else ""


def _unsure(found, is_small):
    """That a test showed nothing; few people show no absence, so a difference is called small only where both limits
    of its interval are."""
    after = say("; nếu có thì cũng không đáng kể") if is_small else ""
    told = {"start": found.lead, "what": found.unsure, "after": after}
    forms = "{start}chưa đủ căn cứ nói {what}{after}.", "{start}số liệu chưa đủ căn cứ để nói {what}{after}."
    return tuple(parts(form, **told) for form in forms)


def bare(what, *, hidden=False):
    """That the groups differ, without figures; whether that is because some are hidden."""
    start, left = what.start, say("; có nhóm không nêu được số liệu") if hidden else ""
    told = {"start": start, "groups": what.groups, "measured": what.measured, "left": left}
    forms = (
        parts("{start}{differs}{left}", differs=what.differs, **told),
        parts("{start}theo {groups}, {measured} khác nhau{left}", **told),
    )
    return Found("difference", forms, what.differs, what=f"{start}{what.measured}", lead=start)


def difference(what, levels, high, low):
    """Two groups of which one has the higher figure; of three or more the highest and the lowest, where the intervals
    of both stand apart from all others', one of them beside all others, where its own does, else every other, too."""
    outer = levels.ends() if len(levels.figures) > 2 and not levels.lost else ()
    out = [group for group in (high, low) if group in outer and levels.stands_out(group)]
    if len(out) == 1:
        return alone(what, levels, out[0], "difference")
    all_of_them = ALL[:1] if levels.meet(high, low) else ALL
    ways = ENDS if out else all_of_them if len(levels.figures) > 2 else _of_two(what, levels)
    a, b = levels.figures[high], levels.figures[low]
    figures = {"one": what.group(high), "a": a, "other": what.group(low), "b": b}
    rest = _rest(what, levels, [high, low])
    figures |= {"rest": rest}
    beside = parts(AT, b=b, other=what.group(low), unit=point(levels))
    beside = (*beside, "; ", *rest) if ways is all_of_them else beside
    ends = side_by_side(what, levels, high, beside)
    return told("difference", what, levels, ways, figures, [high, low], ends)


def _rest(what, levels, named):
    """The figures of all other groups: of one its own, of several the lowest and the highest."""
    left = {group: figure for group, figure in levels.figures.items() if group not in named}
    if len(left) == 1:
        ((group, figure),) = left.items()
        return parts(AT, b=figure, other=what.group(group), unit=point(levels))
    ranked = sorted(left.values(), key=lambda figure: figure.value)
    return parts(OTHERS, low=ranked[0], high=ranked[-1], unit=point(levels)) if ranked else ()


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
    by = partial(names.along, what.form, what.by, list(levels.figures))
    figures |= {"along": by(), "first": by("theo {topic}, ")}
    figures |= {"did": levels.done, "topic": what.topic, "left": names.merged(scale, left)}
    tail = names.merged(scale, left, names.grouped(what.form, what.by, groups))
    figures |= {"tail": tail, "inside": _inside(tail), "without": _inside(names.merged(scale, left))}
    made = tuple(parts(way, **figures) for way in ways)
    whole = f"{lead}{measured}{names.merged(scale, levels.without)}"
    return Found(kind, made, what.differs, shown(levels), whole, what.start, ends)


ALONE = (
    "{lead}{measured} ở {one} là {a}{unit}, ở các nhóm khác{along} từ {low}{unit} đến {high}{unit}{left}",
    "{lead}{first}{measured} là {a}{unit} ở {one}, từ {low}{unit} đến {high}{unit} ở các nhóm khác{left}",
)
OTHERS = "từ {low}{unit} đến {high}{unit} ở các nhóm khác"
AT = "{b}{unit} ở {other}"
ENDS = (
    "{lead}{measured} theo {groups}: cao nhất ở {one} ({a}{unit}), thấp nhất ở {other} ({b}{unit}{without})",
    "{lead}theo {groups}, {measured} cao nhất ở {one} ({a}{unit}) và thấp nhất ở {other} ({b}{unit}{without})",
)
ALL = (
    "{lead}{measured}{along}: {a}{unit} ở {one}, {b}{unit} ở {other}, {rest}{left}",
    "{lead}{first}{measured} ở {one} là {a}{unit}, cao hơn so với {other} ({b}{unit}); {rest}{left}",
)
DID_MORE = "{lead}{one} {did} nhiều hơn: {a} so với {b} ở {other}{tail}"
ARE_MORE = "{lead}{measured} ở {one} cao hơn: {a} so với {b} ở {other}{tail}"
IS_MORE = "{lead}{measured} ở {one} là {a}, cao hơn so với {other} ({b}{inside})"
MEANS = (
    "{topic} ở {one} cao hơn: trung bình {a}{unit} so với {b}{unit} ở {other}{tail}",
    "{measured} là {a}{unit} ở {one}, {b}{unit} ở {other}{tail}",
)


def _of_two(what, levels):
    """How two groups are told that are all there are."""
    if not levels.done:
        return MEANS
    verbs = tuple(say(f"{verb} {{options}}", options="") for verb in ("chọn", "trả lời", "nêu"))
    verbs += (say(names.SPOKE, tone=""),)
    is_said = not what.lead(levels.options) or levels.done.startswith(verbs)
    return (DID_MORE if is_said else ARE_MORE), IS_MORE  # "về …, công chức đã đọc nhiều hơn" says too much


def _inside(bracket):
    """What stands in a bracket, to stand behind something in another."""
    return bracket.replace(" (", "; ", 1).removesuffix(")")


def order(what, high, low):
    """Which of two groups is higher, without figures: one of them is hidden, or the scale has none."""
    one, other = what.group(high), what.group(low)
    tail = names.grouped(what.form, what.by, [high, low])
    told = {"topic": what.topic, "one": one, "other": other, "tail": tail}
    forms = (
        parts("{topic} ở {one} cao hơn ở {other}{tail}", **told),
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
    """Whom the figures leave out, and the groups without a printed figure, to be named beside a finding; "" where there
    are none."""
    gone = [names.option(what.form, what.by, label) for label in (*levels.lost, *levels.small)]
    listed = ", ".join(f"“{label}”" for label in gone)
    none = say(" (không xét nhóm không nêu số liệu: {listed})", listed=listed) if listed else ""
    return names.merged(levels.without, none)


def shown(levels):
    """The groups in their order, each with its figure."""
    return tuple(levels.figures.items())
