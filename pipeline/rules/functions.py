"""OpenRosa's functions on choices, conditions, text and paths (https://getodk.github.io/xforms-spec/#xpath-functions)."""

import math
import re
import uuid

import elementpath

from pipeline.rules.xpath import RuleError, function, number, spread, text, truth, value


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
    return text([context.here]) or text(value(fresh, context))


@function("regex", nargs=2)
def _regex(answer, pattern):
    pattern = text(pattern)
    try:
        if r"\p{" in pattern:  # Unicode classes such as \p{L}, which Java has and Python has not
            pattern = elementpath.translate_pattern(pattern, back_references=False, lazy_quantifiers=True)
        return re.fullmatch(pattern, text(answer)) is not None
    except (re.error, elementpath.RegexError) as error:
        raise RuleError(f"mẫu regex «{pattern}» sai ({error})") from error


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
    written, start, end = text(written), number(start), number(end)
    return written[int(start) : len(written) if math.isinf(end) else int(end)]


@function("ends-with", nargs=2)
def _ends_with(written, end):
    return text(written).endswith(text(end))


@function("count-non-empty", nargs=1)
def _count_non_empty(nodes):
    return float(sum(text(node) != "" for node in spread(nodes)))


@function("uuid", nargs=(0, 1))
def _uuid(length=36.0):
    return str(uuid.uuid4())[: int(number(length))]


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


@function("randomize", nargs=(1, 2))
def _randomize(nodes, seed=""):
    return nodes


@function("choice-name", nargs=2, contextual=True)
def _choice_name(context, code, path):
    """Label of the chosen option(s); ``path`` is text holding the path of the question, as pyxform writes it."""
    name = text(value(path, context)).strip().rsplit("/", 1)[-1]
    labels = {c.name: c.label for c in context.form[name].choices} if name in context.form else {}
    return ", ".join(labels.get(c, c) for c in text(value(code, context)).split())


@function("version", nargs=0, contextual=True)
def _version(context):
    return context.form.version
