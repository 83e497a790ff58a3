"""One filled-in form as XPath sees it: the rules of an XForm, and the answers they are evaluated on."""

from dataclasses import dataclass, field
from functools import lru_cache
from re import findall
from typing import NamedTuple
from xml.etree import ElementTree

from elementpath import ElementPathError, XPathContext, get_node_tree

import pipeline.rules.arithmetic
import pipeline.rules.functions  # noqa: F401  importing these two registers OpenRosa's functions
from pipeline.rules.names import unique_names
from pipeline.rules.person import Person, now
from pipeline.rules.reads import is_fleeting, is_pure, reads
from pipeline.rules.xpath import RuleError, compiled

XFORMS = "{http://www.w3.org/2002/xforms}"
JAVAROSA = "{http://openrosa.org/javarosa}"
COLUMNS = ("relevant", "constraint", "calculate", "required")


@dataclass(frozen=True, eq=False)
class Rule:
    """One expression of the node at ``path``: parsed, the paths whose answers it reads, and ``known``, its results by
    those answers (None when it has other sources than answers, such as the clock).
    """

    path: str
    token: object
    reads: tuple[str, ...]
    known: dict | None


class Step(NamedTuple):
    """A group or question in document order, and the rules that decide whether it is shown and what it holds."""

    path: str
    above: str
    name: str
    is_group: bool
    relevant: Rule | None
    calculate: Rule | None
    preload: str


@dataclass(frozen=True)
class Rules:
    """The rules of one XForm. ``paths`` lists groups and questions in document order, ``named`` gives their names and
    ``names`` the paths of names; ``binds`` the rules of each by column, ``codes`` the codes each question offers,
    ``places`` the place of each item in its list, ``fixed`` the default answers; ``lasting`` names the calculations
    that are not worked out again where their result is known, ``once`` those that a person keeps, and ``fleeting``
    those that may not be stored; ``blanks`` are trees without answers, lent to one evaluation at a time.
    """

    data: ElementTree.Element
    paths: tuple[str, ...]
    named: dict[str, str]
    names: dict[str, str]
    types: dict[str, str]
    binds: dict[str, dict[str, Rule]]
    required_messages: dict[str, str]
    itemsets: dict[str, Rule]
    codes: dict[str, frozenset]
    instances: dict[str, object]
    places: dict[int, int]
    fixed: dict[str, str]
    steps: tuple[Step, ...]
    lasting: frozenset[str]
    once: frozenset[str]
    fleeting: frozenset[str]
    is_in_order: bool
    blanks: list


@dataclass
class Sheet:
    """One person's answers being worked on; made for one call and then dropped."""

    form: object
    rules: Rules
    answers: dict[str, str]
    shown: dict[str, bool] = field(default_factory=dict)
    person: Person | None = None


@lru_cache(maxsize=16)
def rules_of(xform):
    """Rules of an XForm text; RuleError when an expression cannot be parsed."""
    root = ElementTree.fromstring(xform)
    model = next(root.iter(f"{XFORMS}model"))
    main, *others = model.findall(f"{XFORMS}instance")
    data = _plain(main[0])
    leaves = {path: not len(node) for path, node in _walk(data, f"/{data.tag}")}
    found = {bind.get("nodeset"): bind for bind in model.iter(f"{XFORMS}bind")}
    binds = {path: _written(bind, path, leaves) for path, bind in found.items()}
    sources = {e.get("ref"): s.get("nodeset") for e in root.iter() for s in e.findall(f"{XFORMS}itemset")}
    named = _named(data.tag, leaves)
    preloads = {path: _preload(bind) for path, bind in found.items()}
    steps = tuple(_step(path, leaves, named, binds.get(path, {}), preloads.get(path, "")) for path in leaves)
    instances = {o.get("id"): get_node_tree(_plain(o)) for o in others if len(o)}
    return Rules(
        data=data,
        paths=tuple(leaves),
        named=named,
        names={named[path]: path for path in sorted(leaves, key=leaves.get)},  # a question's name before a group's
        types={path: bind.get("type", "string") for path, bind in found.items()},
        binds=binds,
        required_messages={path: bind.get(f"{JAVAROSA}requiredMsg", "") for path, bind in found.items()},
        itemsets={path: _rule(source, path, leaves) for path, source in sources.items() if _is_worked_out(source)},
        codes={path: _codes(source, others) for path, source in sources.items()},
        instances=instances,
        places={id(item): place for tree in instances.values() for place, item in enumerate(_items(tree))},
        fixed={path: node.text.strip() for path, node in _walk(data, f"/{data.tag}") if not len(node) and node.text},
        steps=steps,
        lasting=frozenset(s.name for s in steps if s.calculate and s.calculate.known is None),
        once=frozenset(s.name for s in steps if s.calculate and any(True for _ in s.calculate.token.iter("once"))),
        fleeting=_fleeting(steps),
        is_in_order=_is_in_order(steps),
        blanks=[],
    )


@lru_cache(maxsize=16)
def starts_of(xform):
    """Rules for the defaults that are expressions, which pyxform writes as <setvalue>; RuleError as above."""
    found = ElementTree.fromstring(xform).iter(f"{XFORMS}setvalue")
    leaves = {step.path: not step.is_group for step in rules_of(xform).steps}
    first = {e.get("ref"): e.get("value") for e in found if "odk-instance-first-load" in e.get("event", "")}
    return tuple(_start(source, path, leaves) for path, source in first.items() if path in leaves)


def question_names(xform):
    """Path → name of every question of an XForm, as ``unique_names`` gives them; paths without the form's root."""
    main = next(ElementTree.fromstring(xform).iter(f"{XFORMS}instance"))
    data = _plain(main[0])
    leaves = [path.split("/", 2)[2] for path, node in _walk(data, f"/{data.tag}") if not len(node)]
    return unique_names(leaves)


def sheet(form, person=None):
    """A blank sheet of a questionnaire, for a ``person`` with draws and a clock of her own or for nobody."""
    rules = rules_of(form.xform)
    return Sheet(form, rules, {step.path: "" for step in rules.steps if not step.is_group}, person=person)


def evaluate(page, token, path, plain):
    """``plain`` of what a parsed expression gives, seen from the node at ``path``; RuleError naming the question when
    it fails.
    """
    tree, nodes = _borrowed(page.rules)
    given = [(nodes[other].value, answer) for other, answer in page.answers.items() if answer]
    try:
        for element, answer in given:
            element.text = answer
        return plain(_value(page, token, tree, nodes[path], path))
    except RuleError as error:
        raise type(error)(f"{page.rules.named[path]}: {error}") from error
    finally:
        for element, _ in given:
            element.text = None
        page.rules.blanks.append((tree, nodes))


def rule_of(page, path, column):
    """The rule of a node ("relevant", "constraint", "calculate", "required"), or None."""
    return page.rules.binds.get(path, {}).get(column)


def _borrowed(rules):
    try:
        return rules.blanks.pop()
    except IndexError:  # every one is lent to another thread, or this is the first
        data = _plain(rules.data)
        tree = get_node_tree(ElementTree.ElementTree(data))
        return tree, {path: tree.tree.elements[element] for path, element in _walk(data, f"/{data.tag}")}


def _value(page, token, tree, node, path):
    context = XPathContext(tree, item=node)
    context.here, context.path, context.instances = node, path, page.rules.instances
    context.form, context.person, context.clock = page.form, page.person, now(page.person)
    try:
        result = token.evaluate(context)
    except RuleError:
        raise
    except (ElementPathError, ArithmeticError, TypeError, IndexError, ValueError) as error:
        raise RuleError(f"không tính được biểu thức ({error})") from error
    return result if isinstance(result, (bool, str, list)) else _single(result)


def _single(result):
    return [result] if hasattr(result, "compat_string_value") else float(result)


def _written(bind, path, leaves):
    return {column: _rule(bind.get(column), path, leaves) for column in COLUMNS if bind.get(column, "").strip()}


def _rule(source, path, leaves):
    token = compiled(source)
    return Rule(path, token, reads(source, token, path, leaves), {} if is_pure(token) else None)


def _start(source, path, leaves):
    try:
        return _rule(source, path, leaves)
    except RuleError as error:
        raise RuleError(f"{path.rsplit('/', 1)[-1]}: {error}") from error


def _step(path, leaves, named, rules, preload):
    above = path.rsplit("/", 1)[0]
    return Step(path, above, named[path], not leaves[path], rules.get("relevant"), rules.get("calculate"), preload)


def _named(root, leaves):
    questions = unique_names([path.split("/", 2)[2] for path, is_leaf in leaves.items() if is_leaf])
    groups = {path: path.rsplit("/", 1)[-1] for path in leaves}
    return groups | {f"/{root}/{path}": name for path, name in questions.items()}


def _preload(bind):
    """What a device would fill in: "today", "start", "end", "uid", or "property" of the device and its owner."""
    kind = bind.get(f"{JAVAROSA}preload", "")
    return bind.get(f"{JAVAROSA}preloadParams", kind) if kind in ("date", "timestamp") else kind


def _fleeting(steps):
    """Names of what may never be stored: moments, uuids, and all that is calculated from them."""
    found = {step.path for step in steps if step.preload in ("start", "end")}  # all else a device fills in stays blank
    while True:
        more = {
            s.path for s in steps if s.calculate and (is_fleeting(s.calculate.token) or found & set(s.calculate.reads))
        } - found
        if not more:
            return frozenset(step.name for step in steps if step.path in found)
        found |= more


def _is_worked_out(source):
    return "[" in source or "randomize(" in source


def _items(tree):
    """The items of a list, in document order."""
    return [node for node in tree.iter() if getattr(node, "name", None) == "item"]


def _is_in_order(steps):
    """Whether every rule reads only what stands before it, so that one pass from top to bottom settles them all."""
    place = {step.path: number for number, step in enumerate(steps)}
    rules = [rule for step in steps for rule in (step.relevant, step.calculate) if rule]
    return all(place[read] < place[rule.path] for rule in rules for read in rule.reads)


def _codes(source, instances):
    lists = set(findall(r"instance\('([^']+)'\)", source))
    return frozenset(name.text for o in instances if o.get("id") in lists for name in o.iter(f"{XFORMS}name"))


def _plain(element):
    """A copy without namespaces, so that paths need no prefixes."""
    copy = ElementTree.Element(element.tag.rsplit("}", 1)[-1])
    copy.text = element.text if not len(element) else None
    copy.extend(_plain(child) for child in element)
    return copy


def _walk(element, path):
    for child in element:
        yield f"{path}/{child.tag}", child
        yield from _walk(child, f"{path}/{child.tag}")
