"""What a question looks like: its HTML, kept for the next person where it holds nothing but codes."""

import re
from dataclasses import dataclass
from functools import lru_cache

from flask import current_app
from markupsafe import Markup

from pipeline.form import marks
from pipeline.form.fields import TEXT_LIMIT
from pipeline.form.layout import said
from pipeline.form.words import words

KEPT = 8000  # pieces of HTML, of a kilobyte or so
SHAPES = {
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d(:\d\d)?",
    "datetime-local": r"\d{4}-\d\d-\d\dT\d\d:\d\d.*",
}


@dataclass(frozen=True, slots=True)
class View:
    """A question as the page shows it: ``label`` and ``hint`` are HTML; ``offered`` are the choices its filter leaves,
    in this person's order (None: all, as listed), ``said`` the answers their labels repeat; ``is_private`` when
    something of one person is in it.
    """

    field: object
    language: str
    name: str
    required: bool
    watched: bool
    group: str
    label: Markup
    hint: Markup
    answer: str
    error: str
    offered: tuple[object, ...] | None
    said: tuple[tuple[str, str], ...]
    is_private: bool


def views(fields, seen, answers, wrong, layout, language, form):
    """The views of some fields, in order."""
    return [_view(f, seen, answers, wrong, layout, language, form) for f in fields]


def block(views, seen, form, language):
    """The questions of a page as HTML, each group under its label; the cursor goes to the first that is wrong."""
    parts, group, is_placed = [], "", False
    for view in views:
        if view.group and view.group != group:
            parts.append(f"<h2>{filled(view.group, seen, form, language)}</h2>")
        group, focus = view.group, bool(view.error) and not is_placed
        parts.append(html(view, focus))
        is_placed = is_placed or focus
    return "\n".join(parts)


def html(view, focus):
    """The HTML of a question; ``focus`` puts the cursor there."""
    make = _html.__wrapped__ if view.is_private else _html
    about = (
        view.field,
        view.language,
        view.watched,
        view.label,
        view.hint,
        view.answer,
        view.error,
        view.offered,
        view.said,
    )
    return make(*about, bool(focus))


def filled(text, seen, form, language):
    """A label as HTML, with ``${name}`` replaced by that answer (by its label where it was chosen from a list)."""
    return marks.filled(text, lambda name: _spoken(name, seen, form, language))


def _view(field, seen, answers, wrong, layout, language, form):
    question, name = field.question, field.question.name
    label = question.labels.get(language) or question.label
    hint = said(layout.texts, f"/{layout.root}/{question.path}:hint", language, question.hint)
    group = layout.groups.get(field.group, {})
    answer, choices, mentioned = answers.get(name, ""), seen.choices[name], _mentioned(field, language)
    return View(
        field=field,
        language=language,
        name=name,
        required=question.required,
        watched=name in layout.watched,
        group=group.get(language) or next(iter(group.values()), ""),
        label=filled(label, seen, form, language),
        hint=filled(hint, seen, form, language) if hint != label else Markup(""),
        answer=answer,
        error=wrong.get(name, ""),
        offered=None if choices is question.offered else choices,
        said=tuple((other, _spoken(other, seen, form, language)) for other in mentioned),
        is_private=_is_private(field, answer) or bool(marks.names(label) or marks.names(hint) or mentioned),
    )


@lru_cache(maxsize=1024)
def _mentioned(field, language):
    """Names of the questions whose answers the labels of its choices repeat."""
    return marks.names(" ".join(c.labels.get(language) or c.label for c in field.question.offered))


def _is_private(field, answer):
    is_shuffled = field.question.parameters.get("randomize") == "true"
    return is_shuffled or not _is_chosen(answer, field.codes)


def _is_chosen(answer, codes):
    """Whether an answer is blank or made of codes of the list, each once: all that may be kept."""
    chosen = answer.split()
    return answer == " ".join(chosen) and len(set(chosen)) == len(chosen) and set(chosen) <= set(codes)


@lru_cache(maxsize=KEPT)
def _html(field, language, watched, label, hint, answer, error, offered, said, focus):
    template = current_app.jinja_env.get_template("field.html")
    item = {
        "name": field.question.name,
        "control": _readable(field.control, answer),
        "label": label,
        "hint": hint,
        "required": field.question.required,
        "answer": answer,
        "options": _options(field, answer, offered, language, dict(said)),
        "error": error,
        "watched": watched,
        "limit": TEXT_LIMIT,
    }
    return Markup(template.render(item=item, focus=focus, words=words(language)))


def _readable(control, answer):
    """A date that is no ISO date would vanish from a date control: it is shown as text."""
    shape = SHAPES.get(control)
    return "text" if shape and answer and not re.fullmatch(shape, answer) else control


def _options(field, answer, offered, language, said):
    if field.control == "scale":
        return [{"code": point, "label": point.replace(".", ","), "on": point == answer} for point in field.codes]
    chosen = answer.split() if field.control in ("check", "rank") else [answer]  # one code may hold blanks
    places = _places(chosen)
    return [
        {
            "code": c.name,
            "label": marks.filled(c.labels.get(language) or c.label, lambda name: said.get(name, "")),
            "on": c.name in chosen,
            "place": places.get(c.name, ""),
        }
        for c in (field.question.offered if offered is None else offered)
    ]


def _places(chosen):
    if any("=" in code for code in chosen):
        return dict(code.split("=", 1) for code in chosen if "=" in code)
    return {code: str(place) for place, code in enumerate(chosen, start=1)}


def _spoken(name, seen, form, language):
    answer = seen.answers.get(name, "")
    labels = {c.name: c.labels.get(language) or c.label for c in form[name].offered} if name in form else {}
    if not labels or answer in labels:
        return labels.get(answer, answer)
    return ", ".join(labels.get(code, code) for code in answer.split())
