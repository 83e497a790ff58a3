"""How a questionnaire is laid out on pages: which control a question gets, under which heading, in which language."""

import re
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

from pipeline.form.unserved import CONTROLS, XFORMS, FormError, refuse_unserved

GENERATED = "/generated_table_list_label_"  # pyxform moves the label of a table-list group to a note of this name
LONG_LIST = 25  # more choices than this are offered as a menu
SCALE_POINTS = 11  # a range of at most so many points is offered as buttons


@dataclass(frozen=True, eq=False)
class Field:
    """One question on a page: its control, the path of the group (inside the section) it stands in, and the codes a
    person can choose, none where answers are written.
    """

    question: object
    control: str
    group: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Page:
    """One section: its labels by language, its fields in order, and whether a text on it repeats an answer (${…})."""

    labels: dict[str, str]
    fields: tuple[Field, ...]
    is_piped: bool


@dataclass(frozen=True)
class Layout:
    """The pages of a form, its texts by language (``groups`` by path, ``texts`` by the XForm's text id), and the names
    of the questions that ``watched`` rules look at.
    """

    root: str
    pages: tuple[Page, ...]
    groups: dict[str, dict[str, str]]
    texts: dict[str, dict[str, str]]
    watched: frozenset[str]


def layout(form):
    """The pages of a questionnaire; FormError when a question is of a type the form does not serve, or its default
    cannot be worked out.
    """
    refuse_unserved(form)
    xform = ElementTree.fromstring(form.xform)
    root = next(xform.iter(f"{XFORMS}instance"))[0].tag.rsplit("}", 1)[-1]
    texts = _texts(xform)
    groups = {g.get("ref", ""): _label(g, texts) for g in xform.iter(f"{XFORMS}group")}
    stems = [e for e in xform.iter(f"{XFORMS}input") if GENERATED in e.get("ref")]
    groups |= {e.get("ref").rsplit("/", 1)[0]: _label(e, texts) for e in stems}
    fixed = {b.get("nodeset") for b in xform.iter(f"{XFORMS}bind") if b.get("readonly") == "true()"}
    pages = [_page(section, root, groups, texts, fixed) for section in form.sections]
    pages = tuple(page for page in pages if page.fields)
    if not pages:
        raise FormError("Phiếu không có câu hỏi nào để hiện trên biểu mẫu.")
    return Layout(root, pages, groups, texts, _watched(form, xform))


def said(texts, name, language, otherwise):
    """A text of the XForm (label, hint, message) in a language; ``otherwise`` where there is none."""
    return texts.get(name, {}).get(language) or otherwise


def _watched(form, xform):
    """Questions that a rule, a filter or a label mentions: when one of them changes, the page may look different."""
    rules = [
        bind.get(kind, "") for bind in xform.iter(f"{XFORMS}bind") for kind in ("relevant", "calculate", "required")
    ]
    filters = [itemset.get("nodeset") for itemset in xform.iter(f"{XFORMS}itemset")]
    outputs = [output.get("value") for output in xform.iter(f"{XFORMS}output")]
    mentioned = set(re.findall(r"[^\W\d][\w.\-]*", " ".join([*rules, *filters, *outputs])))
    return frozenset(q.name for q in form.questions if q.path.rsplit("/", 1)[-1] in mentioned)


def _page(section, root, groups, texts, fixed):
    fields = [_field(q, section, root, fixed) for q in section.questions]
    fields = tuple(field for field in fields if field.control)
    labels = groups.get(f"/{root}/{section.name}", {}) if section.name else {}
    own = [(f.question.label, f.question.labels, f.question.hint, groups.get(f.group)) for f in fields]
    own += [choice.labels for f in fields for choice in f.question.offered]
    hints = [texts.get(f"/{root}/{f.question.path}:hint") for f in fields]
    return Page(labels, fields, "${" in str((labels, own, hints)))


def _field(question, section, root, fixed):
    parent = f"/{root}/{question.path}".rsplit("/", 1)[0]
    is_inner = parent not in (f"/{root}", f"/{root}/{section.name}")
    control = _control(question)
    if f"/{root}/{question.path}" in fixed and control:
        control = "note"
    return Field(question, control, parent if is_inner else "", _codes(question, control))


def _codes(question, control):
    if control == "scale":
        return _points(question)
    return ("OK",) if control == "acknowledge" else tuple(dict.fromkeys(c.name for c in question.offered))


def _points(question):
    start, end, step = _range(question)
    step = abs(step) if end >= start else -abs(step)
    return tuple(f"{(start + n * step).normalize():f}" for n in range(int((end - start) / step) + 1))


def _range(question):
    return tuple(Decimal(question.parameters[key]) for key in ("start", "end", "step"))


def _control(question):
    looks = question.appearance.split()
    control = CONTROLS.get(question.type, "")
    if question.is_head:
        return "note"
    if question.type == "select one":
        return _select_one(question, looks)
    if control == "text" and ("multiline" in looks or "rows" in question.parameters):
        return "multiline"
    if control == "range":
        start, end, step = _range(question)
        return "scale" if abs((end - start) / step) < SCALE_POINTS else "decimal"
    return control


def _select_one(question, looks):
    if {"likert", "list-nolabel", "horizontal", "horizontal-compact"} & set(looks):
        return "likert"
    is_menu = {"minimal", "autocomplete"} & set(looks) or len({c.name for c in question.offered}) > LONG_LIST
    return "menu" if is_menu else "radio"


def _texts(xform):
    found = {}
    for translation in xform.iter(f"{XFORMS}translation"):
        for entry in translation:
            plain = [v for v in entry if not v.get("form")]  # the others are pictures and sounds
            found.setdefault(entry.get("id"), {})[translation.get("lang")] = _words(plain[0]) if plain else ""
    return found


def _label(element, texts):
    label = element.find(f"{XFORMS}label")
    if label is None:
        return {}
    reference = re.fullmatch(r"jr:itext\('(.+)'\)", label.get("ref", ""))
    return texts.get(reference[1], {}) if reference else {"": _words(label)}


def _words(element):
    """The text of an element, with ``<output>`` written back as ``${name}``."""
    pieces = [element.text or ""]
    for child in element:
        name = child.get("value", "").strip().rsplit("/", 1)[-1]
        pieces += [f"${{{name}}}", child.tail or ""]
    return "".join(pieces).strip()
