"""One filled-in form as XPath sees it: the rules of an XForm, and the tree of its answers."""

from dataclasses import dataclass, field
from functools import lru_cache
from re import findall, sub
from xml.etree import ElementTree

from elementpath import ElementPathError, XPathContext, get_node_tree

import pipeline.rules.arithmetic
import pipeline.rules.functions  # noqa: F401  importing these two registers OpenRosa's functions
from pipeline.rules.xpath import RuleError, compiled

XFORMS = "{http://www.w3.org/2002/xforms}"
NAME = r"[^\W\d][\w.\-]*"


@dataclass(frozen=True)
class Bind:
    """What the XForm says of one node: its type, its expressions as written, and the same parsed."""

    type: str
    written: dict[str, str]
    parsed: dict[str, object]


@dataclass(frozen=True)
class Rules:
    """The rules of one XForm. ``paths`` lists groups and questions in document order, ``names`` gives their paths."""

    data: ElementTree.Element
    paths: tuple[str, ...]
    names: dict[str, str]
    binds: dict[str, Bind]
    itemsets: dict[str, object]
    instances: dict[str, object]
    needs: dict[str, frozenset]


@dataclass
class Sheet:
    """One person's answers being worked on; made for one call and then dropped."""

    rules: Rules
    labels: dict[str, dict[str, str]]
    version: str
    tree: object
    nodes: dict[str, object]
    shown: dict[str, bool] = field(default_factory=dict)


@lru_cache(maxsize=16)
def rules_of(xform):
    """Rules of an XForm text; RuleError when an expression cannot be parsed."""
    root = ElementTree.fromstring(xform)
    model = next(root.iter(f"{XFORMS}model"))
    main, *others = model.findall(f"{XFORMS}instance")
    data = _plain(main[0])
    paths = tuple(path for path, _ in _walk(data, f"/{data.tag}"))
    names = {path.rsplit("/", 1)[-1]: path for path in paths}
    binds = {bind.get("nodeset"): _bind(bind) for bind in model.iter(f"{XFORMS}bind")}
    sources = {e.get("ref"): s.get("nodeset") for e in root.iter() for s in e.findall(f"{XFORMS}itemset")}
    sources = {path: source for path, source in sources.items() if "[" in source}
    return Rules(
        data=data,
        paths=paths,
        names=names,
        binds=binds,
        itemsets={path: compiled(source) for path, source in sources.items()},
        instances={o.get("id"): get_node_tree(_plain(o)) for o in others if len(o)},
        needs={path: _needs(bind, names, paths) for path, bind in binds.items()},
    )


def sheet(form):
    """A blank sheet of a questionnaire."""
    rules = rules_of(form.xform)
    data = _plain(rules.data)
    tree = get_node_tree(ElementTree.ElementTree(data))
    elements = dict(_walk(data, f"/{data.tag}"))
    nodes = {path: tree.tree.elements[element] for path, element in elements.items()}
    labels = {q.name: {c.name: c.label for c in q.choices} for q in form.questions if q.choices}
    return Sheet(rules, labels, form.version, tree, nodes)


def write(page, path, answer):
    """Puts an answer (text, "" for none) at a path."""
    page.nodes[path].value.text = answer or None


def read(page, path):
    """The answer at a path, "" for none."""
    return page.nodes[path].value.text or ""


def evaluate(page, token, path):
    """Value of a parsed expression seen from the node at ``path``; RuleError naming the question when it fails."""
    context = XPathContext(page.tree, item=page.nodes[path])
    context.here, context.instances = page.nodes[path], page.rules.instances
    context.labels, context.version = page.labels, page.version
    name = path.rsplit("/", 1)[-1]
    try:
        result = token.evaluate(context)
    except RuleError as error:
        raise RuleError(f"{name}: {error}") from error
    except (ElementPathError, ArithmeticError, TypeError, IndexError, ValueError) as error:
        raise RuleError(f"{name}: không tính được biểu thức ({error})") from error
    return result if isinstance(result, (bool, str, list)) else _single(result)


def expression(page, path, column):
    """The parsed expression of a node ("relevant", "constraint", "calculate", "required"), or None."""
    bind = page.rules.binds.get(path)
    return bind.parsed.get(column) if bind else None


def _single(result):
    return [result] if hasattr(result, "compat_string_value") else float(result)


def _bind(bind):
    written = {c: bind.get(c) for c in ("relevant", "constraint", "calculate", "required") if bind.get(c, "").strip()}
    parsed = {column: compiled(source) for column, source in written.items()}
    written["required_message"] = bind.get("{http://openrosa.org/javarosa}requiredMsg", "")
    return Bind(bind.get("type", "string"), written, parsed)


def _needs(bind, names, paths):
    """Paths that the relevance or calculation of a node may read: whole paths as written, names elsewhere; groups with
    their content."""
    source = " ".join(bind.written.get(column, "") for column in ("relevant", "calculate"))
    whole = [path for path in findall(rf"/{NAME}(?:/{NAME})*", source) if path in paths]
    rest = sub(rf"/{NAME}(?:/{NAME})*", lambda found: " " if found[0] in paths else found[0], source)
    found = {*whole, *(names[word] for word in findall(NAME, rest) if word in names)}
    return frozenset(path for path in paths if any(path == f or path.startswith(f"{f}/") for f in found))


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
