"""What a claim is: figures taken from printed tables, and sentences whose every number is one of them."""

import re
from dataclasses import dataclass, field, replace
from functools import cached_property

from pipeline import vi, wording
from pipeline.wording import say

NAN = float("nan")
POINTS = "điểm %"
SURE, UNSURE, BORDER = "có căn cứ", "chưa đủ căn cứ", "chưa chắc đáng kể"


@dataclass(frozen=True)
class Estimate:
    """One figure of a printed table: ``column`` of the row of ``table`` that has all pairs of ``key``.

    ``unit`` stands behind the number ("%" without a blank); of few people a share has no decimal, so ``base`` is known;
    ``low`` and ``high`` are its interval where a table prints one. ``is_size``: written without its sign;
    ``language``: that of the report it was made for.
    """

    table: str
    key: tuple[tuple[str, str], ...]
    column: str
    value: float
    unit: str = ""
    digits: int = 1
    base: float = NAN
    low: float = NAN
    high: float = NAN
    is_size: bool = False
    language: str = field(default_factory=wording.language)

    def __eq__(self, other):
        """Field by field as tuples compare: the same missing number is equal (since Python 3.13 it would not be)."""
        return isinstance(other, Estimate) and (*vars(self).values(),) == (*vars(other).values(),)

    @property
    def number(self):
        """The figure as it is printed, without its unit."""
        value = abs(self.value) if self.is_size else self.value
        is_share = self.unit == "%" and self.base == self.base
        with wording.spoken(self.language):
            return vi.share(value, self.base) if is_share else vi.number(value, self.digits)

    @property
    def text(self):
        """The figure as it is printed in a sentence."""
        blank = "" if self.unit in ("", "%") else vi.NBSP
        return f"{self.number}{blank}{self.unit.replace(' ', vi.NBSP)}"

    @property
    def ends(self):
        """Both ends of its interval, as exact as the figure; () where it has none."""
        if self.low != self.low or self.high != self.high:
            return ()
        digits = int(self.base >= vi.SURE) if self.unit == "%" and self.base == self.base else self.digits
        with wording.spoken(self.language):
            return vi.number(self.low, digits), vi.number(self.high, digits)

    @property
    def printed(self):
        """The number that a reader reads: what every further figure is reckoned from."""
        with wording.spoken(self.language):
            return vi.read(self.number)


@dataclass(frozen=True)
class Gap:
    """How far one printed figure is over another: the difference of the two numbers that are read."""

    high: Estimate
    low: Estimate

    @property
    def value(self):
        """The difference of what is read."""
        return round(self.high.printed - self.low.printed, 6)

    @property
    def text(self):
        """The difference as it is printed: of two shares in points."""
        point = "." if self.high.language == wording.EN else ","
        digits = max(len(e.number.partition(point)[2]) for e in (self.high, self.low))
        with wording.spoken(self.high.language):
            number = vi.number(self.value, digits)
        return f"{number}{vi.NBSP if self.unit else ''}{self.unit.replace(' ', vi.NBSP)}"

    @property
    def unit(self):
        """Its unit: of two shares points."""
        with wording.spoken(self.high.language):
            return say(POINTS) if self.high.unit == "%" else self.high.unit


@dataclass(frozen=True)
class Claim:
    """One thing that the tables bear.

    ``kind``: "share", "scale", "order", "number", "rank", "difference", "trend", "together", "items", "factor", "fit",
    "theme", "tone". ``table``: of whose row it is (``questions`` and ``groups`` name the row); ``family``: of a
    comparison.
    ``forms``: ways to say it, each a tuple of words and figures; ``form`` is the one that is told. ``sure``: one of
    SURE, UNSURE, BORDER; ``size``: the effect in a word; ``strength``: by which findings are put in order; ``is_near``:
    of two questions of one part of the questionnaire, or one of which asks for the other. ``shown``: the figures of
    every group, as far as they are printed, for the table beside it; ``label``: the name of that table.
    ``brief``: the same in its figures that matter most, for a summary, one of ``briefs`` where there are several, and
    ``rest`` what belongs to it in a sentence of its own; ``shorter``: in fewer words, as pairs of the two;
    ``key_figure``: one of them, and of what; ``ends``: of a difference the figures of its two ends side by side.
    """

    kind: str
    table: str
    questions: tuple[str, ...]
    forms: tuple[tuple, ...]
    groups: tuple[str, ...] = ()
    family: str = ""
    sure: str = SURE
    size: str = ""
    strength: float = 0.0
    is_near: bool = False
    shown: tuple[tuple[str, Estimate], ...] = ()
    what: str = ""
    label: str = ""
    brief: tuple = ()
    briefs: tuple = ()
    rest: tuple = ()
    shorter: tuple = ()
    key_figure: tuple = ()
    ends: tuple = ()
    form: int = 0
    again: int = 0
    tested: dict = field(default_factory=dict, compare=False)

    @cached_property
    def key(self):
        """A name that stays the same from run to run."""
        names = (*self.questions, *self.groups)
        more = f"#{self.again}" if self.again else ""
        return f"{self.kind}:{self.table}:{' × '.join(names)}{more}"

    @property
    def parts(self):
        """The words and figures of the form that is told."""
        return self.forms[self.form % len(self.forms)]

    @property
    def estimates(self):
        """Every figure of its sentence, in order, both figures of a gap."""
        found = []
        for part in self.parts:
            found += [part.high, part.low] if isinstance(part, Gap) else [part] if isinstance(part, Estimate) else []
        return list(dict.fromkeys(found))

    @property
    def headline(self):
        """The sentence as a summary has it."""
        return said(self.brief or self.parts)

    @property
    def gaps(self):
        """Every difference of its sentence, in order."""
        return [part for part in self.parts if isinstance(part, Gap)]

    @property
    def sentence(self):
        """The sentence."""
        return said(self.parts)


def said(parts):
    """Words and figures as text, its first letter a capital."""
    return "".join(part if isinstance(part, str) else part.text for part in tidy(parts))


def tidy(parts):
    """The same words and figures, each two words one blank apart, words that follow words as one; the first letter is a
    capital."""
    found = []
    for part in parts:
        if isinstance(part, str) and found and isinstance(found[-1], str):
            part = found.pop() + part
        found.append(part)
    single = [re.sub(" +", " ", part) if isinstance(part, str) else part for part in found]
    single[:1] = [_capital(part.lstrip(" ")) if isinstance(part, str) else part for part in single[:1]]
    single[-1:] = [part.rstrip(" ") if isinstance(part, str) else part for part in single[-1:]]
    return tuple(part for part in single if part != "")


def _capital(text):
    return f"{text[:1].upper()}{text[1:]}"


def told(claims):
    """The claims, each in a form that is not the form of the one of its kind told before it."""
    last, found = {}, []
    for claim in claims:
        most = len(claim.forms)
        at = (last[claim.kind, most] + 1) % most if (claim.kind, most) in last else 0
        last[claim.kind, most] = at
        if claim.briefs:
            last["briefs"] = last.get("briefs", -1) + 1
            claim = replace(claim, brief=claim.briefs[last["briefs"] % len(claim.briefs)])
        found.append(replace(claim, form=at))
    return found


def numbered(claims):
    """The claims with ``again`` counting those of one name, so that every key is of one claim."""
    times, found = {}, []
    for claim in claims:
        name = (claim.kind, claim.table, claim.questions, claim.groups)
        found.append(replace(claim, again=times.get(name, 0)))
        times[name] = times.get(name, 0) + 1
    return found
