"""The sentences on groups: the answer first; how sure and how large it is in plain words, no test in any of them."""

from dataclasses import dataclass, replace

from pipeline.claims import names
from pipeline.claims.model import BORDER, SURE, UNSURE
from pipeline.infer import effects
from pipeline.infer.verdict import ALPHA

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
        return f"tỷ lệ {names.did(self.form, self.name, self.options, self.verb)}" if self.options else self.topic

    @property
    def start(self):
        """Of what the compared option is one, where that is not clear; "" where the answers are compared."""
        return self.lead(self.options) if self.options else ""

    @property
    def differs(self):
        """What a test would have to show."""
        return f"{self.measured} khác nhau theo {self.groups}"

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
    ``shown`` and ``what``: every group's figure and what they are."""

    kind: str
    forms: tuple
    unsure: str
    shown: tuple = ()
    what: str = ""
    lead: str = ""


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
    after = AFTER.get(BORDER if is_border else size, "")
    degree = " hẳn" if size in effects.WORDS[2:] else ""
    forms = tuple(
        (*(p.replace("{hẳn}", degree) if isinstance(p, str) else p for p in f), f"{after}.") for f in found.forms
    )
    return replace(claim, sure=BORDER if is_border else SURE, size=size, strength=strength, forms=forms)


def _unsure(found, is_small):
    """That a test showed nothing; few people show no absence, so a difference is called small only where both limits
    of its interval are."""
    after = "; nếu có thì cũng không đáng kể" if is_small else ""
    start, what = found.lead, found.unsure
    return (f"{start}chưa đủ căn cứ nói {what}{after}.",), (f"{start}số liệu chưa đủ căn cứ để nói {what}{after}.",)


def bare(what):
    """That the groups differ, without figures."""
    start = what.start
    forms = ((f"{start}{what.differs}",), (f"{start}theo {what.groups}, {what.measured} khác nhau",))
    return Found("difference", forms, what.differs, what=f"{start}{what.measured}", lead=start)


def difference(what, levels, high, low):
    """Two groups of which one has the higher figure; of three or more the two ends where these are they."""
    a, b = levels.figures[high], levels.figures[low]
    pairs = (what.group(high), a), (what.group(low), b)
    tail = left_out(what, levels) + names.grouped(what.form, what.by, [high, low])
    is_ends = len(levels.figures) > 2 and not levels.lost and (high, low) == levels.ends()
    lead = what.lead(levels.options) if levels.done else ""
    if levels.done:
        forms, measured = _of_shares(levels.done, lead, *pairs, tail, is_ends=is_ends), f"tỷ lệ {levels.done}"
    else:
        forms = _of_means(what.topic, levels.scale, *pairs, tail, is_ends=is_ends)
        measured = f"trung bình của {what.topic}{f' ({levels.scale})' if levels.scale else ''}"
    return Found("difference", forms, what.differs, _shown(levels), f"{lead}{measured}", what.start)


def _of_shares(done, lead, high, low, tail, *, is_ends):
    (one, a), (other, b) = high, low
    first = (f"{lead}{one} {done} nhiều hơn{{hẳn}}: ", a, " so với ", b, f" ở {other}{tail}")
    if lead and not done.startswith(("chọn ", "trả lời ", "nêu ")):  # "về …, công chức đã đọc nhiều hơn" says too much
        first = (f"{lead}tỷ lệ {done} ở {one} cao hơn{{hẳn}}: ", a, " so với ", b, f" ở {other}{tail}")
    second = (f"{lead}tỷ lệ {done} ở {one} là ", a, f", cao hơn{{hẳn}} {other} (", b, f"){tail}")
    if is_ends:
        return (f"{lead}tỷ lệ {done} cao nhất ở {one} (", a, f"), thấp nhất ở {other} (", b, f"){tail}"), first
    return first, second


def _of_means(topic, scale, high, low, tail, *, is_ends):
    (one, a), (other, b) = high, low
    point, where = (" điểm", f" ({scale})") if scale else ("", "")
    first = (
        f"{topic} ở {one} cao hơn{{hẳn}}: trung bình ",
        a,
        f"{point} so với ",
        b,
        f"{point} ở {other}{where}{tail}",
    )
    second = (f"trung bình của {topic} là ", a, f"{point} ở {one}, ", b, f"{point} ở {other}{where}{tail}")
    if is_ends:
        ends = (
            f"{topic} cao nhất ở {one} (trung bình ",
            a,
            f"{point}), thấp nhất ở {other} (",
            b,
            f"{point}){where}{tail}",
        )
        return ends, first
    return first, second


def order(what, high, low):
    """Which of two groups is higher, without figures: one of them is hidden, or the scale has none."""
    one, other = what.group(high), what.group(low)
    tail = names.grouped(what.form, what.by, [high, low])
    forms = (
        (f"{what.topic} ở {one} cao hơn{{hẳn}} {other}{tail}",),
        (f"so với {other}, {what.topic} ở {one} cao hơn{{hẳn}}{tail}",),
    )
    return Found("difference", forms, what.differs, what=what.topic)


def together(what, rho):
    """Two measures that rise together or against each other."""
    way, words = ("cao", "cùng chiều") if rho > 0 else ("thấp", "ngược chiều")
    forms = (
        (f"{what.topic} càng cao thì {what.groups} càng {way}",),
        (f"{what.topic} và {what.groups} đi {words} với nhau",),
    )
    return Found("together", forms, f"{what.topic} liên quan đến {what.groups}", what=what.topic)


def placed_with(what, option, rho):
    """An option of a rank question that is placed higher where a number is higher, or lower."""
    way = "cao" if rho > 0 else "thấp"
    forms = ((f"về {what.topic}, “{option}” được xếp càng cao thì {what.groups} càng {way}",),)
    return Found("together", forms, f"thứ hạng của “{option}” về {what.topic} liên quan đến {what.groups}")


def placed(what, option, levels, best, worst):
    """Two groups, one placing an option of a rank question higher, with both mean ranks where they are printed."""
    one, other = what.group(best), what.group(worst)
    tail = left_out(what, levels) + names.grouped(what.form, what.by, [best, worst])
    is_known = not levels.lost and levels.is_over(worst, best)
    unsure = f"thứ hạng của “{option}” về {what.topic} khác nhau theo {what.groups}"
    start = f"về {what.topic}, {one} xếp “{option}” cao hơn{{hẳn}} {other}"
    if not is_known:
        return Found("difference", ((f"{start}{tail}",),), unsure)
    a, b = levels.figures[best], levels.figures[worst]
    told = (f"{start}: thứ hạng trung bình ", a, " so với ", b, f" (1 là đầu){tail}")
    return Found("difference", (told,), unsure, _shown(levels), f"thứ hạng trung bình của “{option}” (1 là đầu)")


def left_out(what, levels):
    """The groups without a printed size, to be named beside a finding; "" where there are none."""
    listed = ", ".join(f"“{label}”" for label in levels.small)
    return f" (không xét nhóm không nêu số liệu: {listed})" if listed else ""


def _shown(levels):
    return tuple(levels.figures.items())
