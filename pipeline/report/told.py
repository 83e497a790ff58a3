"""Claims as the report prints them: their words and figures, with the number of the table that bears each."""

from pipeline import claims, vi, wording
from pipeline.claims import Estimate, Gap, names
from pipeline.claims.asked import asked_of
from pipeline.report import length
from pipeline.report.model import Ref, Strong
from pipeline.wording import say

ANSWERS = ("share", "order", "scale", "number", "nps")


def sentence(claim, parts=None):
    """The parts of the sentence of a claim, or these of it, with the place of its table."""
    told = claims.tidy(parts or claim.parts)
    if not claim.label:
        return told
    *before, last = told if isinstance(told[-1], str) else (*told, ".")
    last = last.removesuffix(".")
    if last.endswith(")"):  # the table goes into the bracket that is there
        return (*before, last[:-1], Ref(claim.label, "; "), ").")
    return (*before, last, Ref(claim.label, " (", ")"), ".")


def again(form, claim, name):
    """The parts of a claim without the topic that was said before, where it is of the question ``name``."""
    parts, topic = claims.tidy(claim.parts), names.topic(form, name) if name else ""
    starts = [_capital(say("về {topic}, ", topic=topic))]
    starts += [f"{_capital(topic)}: "] if wording.language() == wording.EN else []
    for start in starts if topic and isinstance(parts[0], str) else []:
        if parts[0].startswith(start):
            return (parts[0].removeprefix(start), *parts[1:])
    return parts


def finding(claim):
    """(what was found, in as many words as a finding may have; what belongs to it in a sentence of its own), without
    its table."""
    ways = [(claim.brief, claim.rest), *claim.shorter, *((form, ()) for form in claim.forms)]
    ways = [(claims.tidy(bold), rest) for bold, rest in ways if bold]
    fit = next((way for way in ways if length.fits(way[0])), None)
    bold, rest = fit or min(ways, key=lambda way: length.words(way[0]))
    return bold, rest


def whole(claim, first, rest):
    """The parts of a sentence and of what belongs to it in one of its own, the place of the table last."""
    return (*claims.tidy(first), " ", *sentence(claim, rest)) if rest else sentence(claim, first)


def verdict(claim, bold, rest):
    """The same, the first sentence in bold; there alone, long labels lose their ends."""
    bold = length.fitting(bold)
    if not rest:
        return (Strong(sentence(claim, bold)),)
    return (Strong(claims.tidy(bold)), " ", *sentence(claim, rest))


def title(claim):
    """What a chart of it shows, without a full stop; names in it stay whole."""
    told, _ = finding(claim)
    figure, of = claim.key_figure or ("", "")
    if of and not of.startswith(("“", "trung bình", "thứ hạng", "NPS", "the mean", "mean rank")):  # "30,9% “Từ …”"
        told = claims.tidy((figure, f" {of}"))
    return (*told[:-1], told[-1].removesuffix(".")) if isinstance(told[-1], str) else told


def asked(form, claim, parts=None):
    """The parts of the sentence of a claim, or these of it, with whom its question was asked, where not everybody."""
    told, whom = claims.tidy(parts or claim.parts), asked_of(form, form[claim.questions[0].partition("/")[0]])
    if not whom:
        return told
    *before, last = told
    last = last.removesuffix(".")
    return (*before, f"{last[:-1]}; {whom})." if last.endswith(")") else f"{last} ({whom}).")


OTHER, SOME = "Còn khác biệt khác theo {groups}", "Có khác biệt theo {groups}"


def beyond(form, left, way):
    """That there are other differences than those that are told, by which groups, and the tables that hold them."""
    by = dict.fromkeys(names.plainly(form, claim.groups[0]) for claim in left)
    return placed(say(way, groups=vi.listing([*by])), left)


def placed(words, left):
    """Words on several claims, and the tables that hold them."""
    labels = dict.fromkeys(claim.label for claim in left if claim.label)
    if not labels:
        return words, "."
    *before, last = labels
    refs = [Ref(label, "; " if at else " (") for at, label in enumerate(before)]
    return words, *refs, Ref(last, "; " if before else " (", ")"), "."


def once(said):
    """Sentences one after the other; of neighbours that rest on the same table the last names it."""
    places = [[part.label for part in parts if isinstance(part, Ref)] for parts in said]
    told = [
        tuple(part for part in parts if own != after or not isinstance(part, Ref))
        for parts, own, after in zip(said, places, [*places[1:], []], strict=False)
    ]
    return tuple(part for at, parts in enumerate(told) for part in (*([" "] if at else []), *parts))


def of_question(found, name):
    """Claims on what everybody answered to one question."""
    return [c for c in found if c.kind in ANSWERS and c.questions == (name,)]


def of_items(found, names):
    """Claims on the highest and the lowest item of a battery."""
    return [c for c in found if c.kind == "items" and c.questions[0] in names]


def _capital(text):
    return f"{text[:1].upper()}{text[1:]}"


def figures_of(parts):
    """Every figure in some parts, both of a gap, however deep."""
    found = []
    for part in parts:
        inner = getattr(part, "parts", None)
        found += [part] if isinstance(part, Estimate) else [part.high, part.low] if isinstance(part, Gap) else []
        found += figures_of(inner) if inner else []
    return found
