"""A page's questions: reading what was typed into them, and preparing them for the template."""

import re
import unicodedata

from pipeline.form.layout import said
from pipeline.form.words import message, words

TEXT_LIMIT = 2000
ANSWERLESS = ("note",)


def visible(page, seen):
    """The fields of a page that this person is asked; a question whose choices are all filtered away is not."""
    return [f for f in page.fields if seen.asked[f.question.name] and _has_choices(f, seen)]


def typed(page, posted):
    """Name → answer for the fields of a page that were on the screen, as typed; several codes joined by spaces."""
    on_screen = set(posted.get("hien", "").split())
    fields = [f for f in page.fields if f.question.name in on_screen and f.control not in ANSWERLESS]
    return {f.question.name: _typed(f, posted) for f in fields}


def problems(fields, seen, answers, layout, language):
    """Name → message for the fields among ``fields`` that are wrong, in the form's language."""
    found = {f.question.name: _problem(f, seen, answers, layout, language) for f in fields}
    return {name: text for name, text in found.items() if text}


def views(fields, seen, answers, wrong, layout, language):
    """What the template needs of each field, in order."""
    return [_view(f, seen, answers, wrong, layout, language) for f in fields]


def filled(text, seen, form):
    """A label with ``${name}`` replaced by that answer (by its label where it was chosen from a list)."""
    return re.sub(r"\$\{\s*([^}]+?)\s*\}", lambda found: _spoken(found[1], seen, form), text)


def _has_choices(field, seen):
    return field.control not in ("radio", "likert", "menu", "check", "rank") or seen.choices[field.question.name]


def _typed(field, posted):
    name = f"q.{field.question.name}"
    if field.control == "rank":
        return _ranked({c.name: posted.get(f"{name}.{c.name}", "") for c in field.question.choices})
    if field.control == "check":
        return " ".join(posted.getlist(name))
    return _clean(posted.get(name, ""))


def _ranked(places):
    """Codes in order; ``code=place`` pairs where the places do not make an order, so that they can be shown again."""
    given = {code: place for code, place in places.items() if place}
    if sorted(given.values(), key=_place) == [str(n) for n in range(1, len(given) + 1)]:
        return " ".join(sorted(given, key=lambda code: int(given[code])))
    return " ".join(f"{code}={place}" for code, place in given.items())


def _place(text):
    return (len(text), text)


def _clean(text):
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n"))
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc").strip()


def _problem(field, seen, answers, layout, language):
    question = field.question
    if len(answers.get(question.name, "")) > TEXT_LIMIT:
        return words(language)["too_long"].format(limit=TEXT_LIMIT)
    text = seen.messages.get(question.name, "")
    if not text:
        return ""
    kind = "constraintMsg" if text == question.constraint_message else "requiredMsg"
    is_own = text == question.constraint_message or not seen.answers[question.name]
    own = said(layout.texts, f"/{layout.root}/{question.path}:jr:{kind}", language, "") if is_own else ""
    return own or message(text, language)


def _view(field, seen, answers, wrong, layout, language):
    question, control = field.question, field.control
    answer = answers.get(question.name, "")
    label = question.labels.get(language) or question.label
    return {
        "name": question.name,
        "control": _readable(control, answer),
        "label": label,
        "hint": said(layout.texts, f"/{layout.root}/{question.path}:hint", language, question.hint),
        "required": question.required,
        "answer": answer,
        "options": _options(field, seen, answer, language),
        "error": wrong.get(question.name, ""),
        "group": layout.groups.get(field.group, {}).get(language) or _first(layout.groups.get(field.group, {})),
        "watched": question.name in layout.watched,
        "limit": TEXT_LIMIT,
    }


def _first(labels):
    return next(iter(labels.values()), "")


def _readable(control, answer):
    """A date that is no ISO date would vanish from a date control: it is shown as text."""
    shapes = {
        "date": r"\d{4}-\d\d-\d\d",
        "time": r"\d\d:\d\d(:\d\d)?",
        "datetime-local": r"\d{4}-\d\d-\d\dT\d\d:\d\d.*",
    }
    shape = shapes.get(control)
    return "text" if shape and answer and not re.fullmatch(shape, answer) else control


def _options(field, seen, answer, language):
    if field.control == "scale":
        return [{"code": point, "label": point.replace(".", ","), "on": point == answer} for point in _points(field)]
    chosen = answer.split()
    places = _places(chosen)
    choices = seen.choices[field.question.name]
    return [
        {
            "code": c.name,
            "label": c.labels.get(language) or c.label,
            "on": c.name in chosen,
            "place": places.get(c.name, ""),
        }
        for c in choices
    ]


def _points(field):
    start, end, step = (float(field.question.parameters[key]) for key in ("start", "end", "step"))
    count = int(abs((end - start) / step))
    return [f"{start + n * step * (1 if end >= start else -1):g}" for n in range(count + 1)]


def _places(chosen):
    if any("=" in code for code in chosen):
        return dict(code.split("=", 1) for code in chosen if "=" in code)
    return {code: str(place) for place, code in enumerate(chosen, start=1)}


def _spoken(name, seen, form):
    answer = seen.answers.get(name, "")
    labels = {c.name: c.label for c in form[name].choices} if name in form else {}
    return ", ".join(labels.get(code, code) for code in answer.split()) if labels else answer
