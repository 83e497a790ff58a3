"""OpenRosa's functions on choices, conditions, text and paths (https://getodk.github.io/xforms-spec/#xpath-functions)."""

import hashlib
import math
from base64 import b64decode, b64encode
from copy import copy

from pipeline.rules import regex
from pipeline.rules.person import drawn, identity, shuffled
from pipeline.rules.xpath import Unserved, function, number, spread, text, truth, value

UNSERVED = ("pulldata", "indexed-repeat", "area", "enclosed-area", "distance", "geofence", "intersects")


@function("selected", nargs=2)
def _selected(answers, code):
    return text(code).strip() in text(answers).split()


@function("selected-at", nargs=2)
def _selected_at(answers, place):
    codes, place = text(answers).split(), number(place)
    return codes[int(place)] if 0 <= place < len(codes) else ""


@function("count-selected", nargs=1)
def _count_selected(answers):
    return float(len(text(answers).split()))


@function("if", nargs=3, contextual=True)
def _if(context, condition, yes, no):
    return value(yes if truth(value(condition, context)) else no, context)


@function("coalesce", nargs=(1, None))
def _coalesce(*candidates):
    return next((text(c) for c in candidates if text(c) != ""), "")


@function("once", nargs=1, contextual=True)
def _once(context, fresh):
    """What the question holds already; else the value, worked out at the moment the person began."""
    first = copy(context)
    first.clock = context.person.began if context.person else context.clock
    return text([context.here]) or text(value(fresh, first))


@function("regex", nargs=2, contextual=True)
def _regex(context, answer, pattern):
    """Whether the whole answer matches; a pattern put together from answers that is no pattern matches nothing."""
    read = regex.read if pattern.label == "literal" else regex.read.__wrapped__  # what a person wrote is not kept
    try:
        return regex.matches(read(text(value(pattern, context))), text(value(answer, context)))
    except regex.PatternError:
        return False


@function("true", nargs=0)
def _true():
    return True


@function("false", nargs=0)
def _false():
    return False


@function("not", nargs=1)
def _not(anything):
    return not truth(anything)


@function("boolean", nargs=1)
def _boolean(anything):
    return truth(anything)


@function("boolean-from-string", nargs=1)
def _boolean_from_string(anything):
    return text(anything) in ("1", "true")


@function("string", nargs=1)
def _string(anything):
    return text(anything)


@function("concat", nargs=(1, None))
def _concat(*parts):
    return "".join(text(piece) for part in parts for piece in spread(part))


@function("join", nargs=(1, None))
def _join(separator, *parts):
    return text(separator).join(text(piece) for part in parts for piece in spread(part))


@function("substr", nargs=(2, 3))
def _substr(written, start, end=math.inf):
    written = text(written)
    return written[_place(number(start), written) : _place(number(end), written)]


@function("ends-with", nargs=2)
def _ends_with(written, end):
    return text(written).endswith(text(end))


@function("count-non-empty", nargs=1)
def _count_non_empty(nodes):
    return float(sum(text(node) != "" for node in spread(nodes)))


@function("random", nargs=0, contextual=True)
def _random(context):
    return drawn(context.person, context.spot)


@function("checklist", nargs=(2, None))
def _checklist(least, most, *answers):
    """Whether as many answers are true as said; -1 for no limit."""
    return _within(sum(truth(piece) for answer in answers for piece in spread(answer)), least, most)


@function("weighted-checklist", nargs=(4, None))
def _weighted_checklist(least, most, *pairs):
    """The same with a weight behind each answer."""
    given = zip(pairs[::2], pairs[1::2], strict=False)
    return _within(math.fsum(number(weight) for answer, weight in given if truth(answer)), least, most)


@function("digest", nargs=(2, 3))
def _digest(written, algorithm, encoding="base64"):
    """A hash by MD5, SHA-1, SHA-256, SHA-384 or SHA-512, as base64 or hex; "" for another algorithm."""
    name = text(algorithm).replace("-", "").lower()
    if name not in ("md5", "sha1", "sha256", "sha384", "sha512"):
        return ""
    found = hashlib.new(name, text(written).encode(), usedforsecurity=False).digest()
    return found.hex() if text(encoding) == "hex" else b64encode(found).decode()


@function("base64-decode", nargs=1)
def _base64_decode(written):
    try:
        return b64decode(text(written), validate=True).decode()
    except ValueError:
        return ""


@function("uuid", nargs=(0, 1), contextual=True)
def _uuid(context, length=None):
    whole = identity(context.person, context.spot)
    return whole if length is None else whole[: _place(number(value(length, context)), whole)]


@function("today", nargs=0, contextual=True)
def _today(context):
    return context.clock.date().isoformat()


@function("now", nargs=0, contextual=True)
def _now(context):
    return context.clock.isoformat(timespec="seconds")


@function("position", nargs=(0, 1), contextual=True)
def _position(context, node=None):
    found = value(node, context) if node is not None else []
    if not found:
        return float(context.position)
    twins = [n for n in found[0].parent.children if getattr(n, "name", None) == found[0].name]
    return float(twins.index(found[0]) + 1)


@function("current", nargs=0, contextual=True)
def _current(context):
    return [context.here]


@function("instance", nargs=1, contextual=True)
def _instance(context, name):
    found = context.instances.get(text(value(name, context)))
    return [found] if found is not None else []


@function("randomize", nargs=(1, 2), contextual=True)
def _randomize(context, nodes, seed=None):
    given = "" if seed is None else text(value(seed, context))
    return shuffled(spread(value(nodes, context)), context.person, context.spot, given)


@function("choice-name", nargs=2, contextual=True)
def _choice_name(context, code, path):
    """Label of the chosen option(s); ``path`` is text holding the path of the question, as pyxform writes it."""
    name = text(value(path, context)).strip().rsplit("/", 1)[-1]
    labels = {c.name: c.label for c in context.form[name].offered} if name in context.form else {}
    chosen = text(value(code, context))
    return labels[chosen] if chosen in labels else ", ".join(labels.get(c, c) for c in chosen.split())


@function("version", nargs=0, contextual=True)
def _version(context):
    return context.form.version


def _place(figure, written):
    """A figure as a place in a text; what is no number counts as 0, as it does in Java."""
    return 0 if math.isnan(figure) else int(max(-len(written), min(figure, len(written))))


def _within(count, least, most):
    least, most = number(least), number(most)
    return (least < 0 or count >= least) and (most < 0 or count <= most)


def _unserved(name):
    def refuse(*arguments):
        raise Unserved(f"không có {name}() ở đây")

    function(name, nargs=(0, None), contextual=True)(refuse)


for _name in UNSERVED:
    _unserved(_name)
