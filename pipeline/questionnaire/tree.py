"""pyxform's tree of a form → sections, questions and choices."""

import re
from collections import Counter, defaultdict
from dataclasses import replace

from pyxform.builder import SurveyElementBuilder
from pyxform.parsing.parameters import parse
from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from pipeline.questionnaire.gates import without_implied
from pipeline.questionnaire.model import Choice, Question, Section
from pipeline.questionnaire.types import plain_type

STEM, HEADINGS = "generated_table_list_label", "reserved_name_for_field_list_labels"  # pyxform's, for table-list
SELECTS = ("select one", "select all that apply", "rank")
OTHER, SPECIFY = "Khác", "Xin ghi rõ:"  # pyxform's or_other adds «Other» and «Specify other.» in every language


class Tree:
    """A form as pyxform read it: ``names`` of paths, sheet ``numbers`` of paths and names, ``written`` choices."""

    def __init__(self, root, names, numbers, written):
        self.root, self.names, self.numbers, self.written = root, names, numbers, written
        spoken_ones = tuple(dict.fromkeys(_languages(root)))
        declared = root["default_language"]
        self.language = declared if declared in spoken_ones or not spoken_ones else spoken_ones[0]
        self.languages = tuple(dict.fromkeys([self.language, *spoken_ones]))

    def sections(self):
        """The sections: each group at the top is one, and so are questions in a row outside of groups."""
        found = []
        for node in self.root["children"]:
            if node["name"] == "meta":
                continue
            if node["type"] in ("group", "repeat", "loop"):
                relevant = _relevant(node)
                questions = tuple(self._walk(node, node["name"], node["name"], above=(relevant,)))
                label = node.get("label", "")
                labels = by_language(label, self.language)
                found.append(Section(node["name"], spoken(label, self.language), questions, labels, relevant))
            elif found and found[-1].name == "":
                found[-1] = replace(found[-1], questions=(*found[-1].questions, self._question(node, "", "")))
            else:
                found.append(Section("", "", (self._question(node, "", ""),)))
        return _each_own_conditions(found)

    def _walk(self, node, section, path, block="", above=()):
        outer, is_grid = block, False
        for child in _children(node):
            if child["name"].startswith(STEM):
                block = child.get("label", "")
            elif child["name"].startswith(HEADINGS):
                continue
            elif child["type"] in ("group", "repeat", "loop"):
                inner = child.get("label", "") if spoken(child.get("label", ""), self.language) else block
                yield from self._walk(child, section, f"{path}/{child['name']}", inner, (*above, _relevant(child)))
            else:
                question = self._question(child, section, path)
                if question.is_head:  # what it asks is asked of each row below it
                    block, is_grid = child.get("label", "") or block, True
                elif is_grid and "list-nolabel" not in question.appearance:
                    block, is_grid = outer, False
                told = "" if question.is_head else block
                named = {"block": spoken(told, self.language), "block_labels": by_language(told, self.language)}
                yield replace(question, above=tuple(filter(None, above)), **named)

    def _question(self, node, section, above):
        bind, path = node.get("bind", {}), f"{above}/{node['name']}".lstrip("/")
        listed, label = self._listed(node), self._label(node, path)
        hint = spoken(node.get("hint", ""), self.language)
        choices = _each_once(listed)
        return Question(
            name=self.names.get(path, node["name"]),
            type=plain_type(node["type"]),
            label=spoken(label, self.language) or hint or node["name"],
            labels=by_language(label, self.language),
            path=path,
            section=section,
            choices=choices,
            listed=_unlike(listed) if len(choices) < len(listed) else (),
            list_name=(node.get("list_name") or node.get("itemset", "")) if listed else "",
            required=str(bind.get("required", "")).lower() in ("yes", "true", "true()"),
            relevant=_relevant(node),
            constraint=bind.get("constraint") or _built_in(node["type"]),
            constraint_message=spoken(bind.get("jr:constraintMsg", ""), self.language),
            hint=hint,
            appearance=node.get("control", {}).get("appearance", ""),
            default=str(node.get("default", "")),
            calculation=bind.get("calculate", ""),
            choice_filter=node.get("choice_filter", ""),
            parameters=_parameters(node.get("parameters") or {}),
            row=self.numbers.get(path) or self.numbers.get(node["name"], 0),
        )

    def _label(self, node, path):
        """Its label by language, or one for all; pyxform's own words for or_other's text in Vietnamese."""
        label = node.get("label", "")
        is_own = label == "Specify other." and not self.numbers.get(path)
        return {name: label if _is_english(name) else SPECIFY for name in self.languages} if is_own else label

    def _listed(self, node):
        if node["type"] not in SELECTS:
            return ()
        name = node.get("itemset", "")
        found = (self.root.get("choices") or {}).get(name) or node.get("choices", [])
        return tuple(self._choice(each, name) for each in found)

    def _choice(self, node, list_name):
        label = node.get("label") or node["name"]
        if node["name"] == "other" and (list_name, "other") not in self.written:
            label = {name: "Other" if _is_english(name) else OTHER for name in self.languages}
        extra = {k: str(v) for k, v in node.items() if k not in ("name", "label", "list_name", "media")}
        return Choice(node["name"], spoken(label, self.language), by_language(label, self.language), extra)


def _relevant(node):
    """A condition with its questions named as people name them; pyxform writes or_other's as a relative path."""
    return re.sub(r"(?<![\w/.])\.\./([\w.-]+)", r"${\1}", node.get("bind", {}).get("relevant", "")).strip()


def _each_own_conditions(sections):
    """Sections whose questions keep of the conditions above them those that their own do not imply."""
    known = {q.name: (*q.above, q.relevant) for section in sections for q in section.questions}
    return tuple(
        replace(s, questions=tuple(replace(q, above=without_implied(q.above, q.relevant, known)) for q in s.questions))
        for s in sections
    )


def _languages(node):
    """The languages that labels are written in, in order; groups, questions and choices."""
    label = node.get("label")
    yield from label if isinstance(label, dict) else ()
    lists = node["choices"].values() if isinstance(node.get("choices"), dict) else ()
    for child in (*node.get("children", ()), *(choice for each in lists for choice in each)):
        yield from _languages(child)


def spoken(label, language):
    """A label in a language, or in the first that it has."""
    if isinstance(label, dict):
        label = label.get(language) or next(iter(label.values()), "")
    return " ".join(str(label).split()) if "\n" not in str(label) else str(label).strip()


def by_language(label, language):
    """Language → label."""
    return {k: str(v) for k, v in label.items()} if isinstance(label, dict) else {language: str(label)}


def _children(node):
    """The children of a group; a loop's are one group for each choice of its list, as pyxform unfolds it."""
    children = node.get("children", [])
    if node["type"] != "loop":
        return children
    named = SurveyElementBuilder._name_and_label_substitutions
    return [
        {"type": "group", "name": each["name"], "label": each["label"], "children": [named(c, each) for c in children]}
        for each in node.get("columns", ())
        if each["name"] != "none"
    ]


def _parameters(given):
    """Name → value; pyxform leaves those of text and picture questions as the cell was written."""
    return parse(given, 0) if isinstance(given, str) else dict(given)


def _built_in(kind):
    return QUESTION_TYPE_DICT.get(kind, {}).get("bind", {}).get("constraint", "")


def _each_once(listed):
    """Each code once, wordings of a repeated code joined by « / », and no two codes with one label."""
    rows = defaultdict(list)
    for choice in listed:
        rows[choice.name].append(choice)
    return _apart(tuple(first if not more else _joined((first, *more)) for first, *more in rows.values()))


def _joined(twins):
    words = {language: dict.fromkeys(t.labels.get(language, t.label) for t in twins) for language in twins[0].labels}
    label = " / ".join(dict.fromkeys(twin.label for twin in twins))
    return replace(twins[0], label=label, labels={language: " / ".join(each) for language, each in words.items()})


def _apart(choices):
    times = Counter(choice.label for choice in choices)
    return tuple(
        replace(choice, label=f"{choice.label} [{choice.name}]") if times[choice.label] > 1 else choice
        for choice in choices
    )


def _unlike(listed):
    """The rows of a list without those that repeat another in all that is shown or filtered by."""
    return tuple({(c.name, str(c.labels), str(c.filter)): c for c in listed[::-1]}.values())[::-1]


def _is_english(language):
    return language.lower().startswith("en") or language.lower().endswith("(en)")
