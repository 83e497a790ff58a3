"""A page's questions: which a person is asked, what was typed into them, and what is wrong with it."""

import unicodedata

from pipeline import rules
from pipeline.form.layout import said
from pipeline.form.words import message, number, two_ways, words

TEXT_LIMIT = 2000  # characters as Unicode composes them (NFC), whatever the keyboard sent
ANSWERLESS = ("note",)


def visible(page, seen):
    """The fields of a page that this person is asked; a question whose choices are all filtered away is not."""
    return [f for f in page.fields if seen.asked[f.question.name] and _has_choices(f, seen)]


def is_visible(page, seen):
    """Whether a page holds anything for this person."""
    return any(seen.asked[f.question.name] and _has_choices(f, seen) for f in page.fields)


def typed(page, posted):
    """Name → answer for the fields of a page that were on the screen, as typed; several codes joined by spaces."""
    on_screen, given = set(posted.get("hien", "").split()), posted.to_dict(flat=False)
    fields = [f for f in page.fields if f.question.name in on_screen and f.control not in ANSWERLESS]
    return {f.question.name: _typed(f, given) for f in fields}


def problems(fields, seen, answers, layout, language):
    """Name → message for the fields among ``fields`` that are wrong, in the form's language."""
    found = {f.question.name: _problem(f, seen, answers, layout, language) for f in fields}
    return {name: text for name, text in found.items() if text}


def _has_choices(field, seen):
    if not field.question.choice_filter:  # a list that nothing filters is never left empty
        return True
    return field.control not in ("radio", "likert", "menu", "check", "rank") or seen.choices[field.question.name]


def _typed(field, given):
    name = f"q.{field.question.name}"
    if field.control == "rank":
        return _ranked({c.name: given.get(f"{name}.{c.name}", [""])[0] for c in field.question.offered})
    if field.control == "check":
        return " ".join(dict.fromkeys(given.get(name, ())))
    return _clean(given[name][0]) if name in given else ""


def _ranked(places):
    """Codes in order; ``code=place`` pairs where the places do not make an order, so that they can be shown again."""
    given = {code: place for code, place in places.items() if place}
    if sorted(given.values(), key=_place) == [str(n) for n in range(1, len(given) + 1)]:
        return " ".join(sorted(given, key=lambda code: int(given[code])))
    return " ".join(f"{code}={place}" for code, place in given.items())


def _place(text):
    return (len(text), text)


def _clean(text):
    """A text as typed, composed, without control characters: those that part words (a tab of Excel) become a blank."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    text = "".join(" " if c != "\n" and c.isspace() and unicodedata.category(c) == "Cc" else c for c in text)
    return "".join(c for c in text if c == "\n" or unicodedata.category(c) != "Cc").strip()


def _problem(field, seen, answers, layout, language):
    question = field.question
    if (length := len(answers.get(question.name, ""))) > TEXT_LIMIT:
        return words(language)["too_long"].format(length=number(length, language), limit=number(TEXT_LIMIT, language))
    if field.control == "decimal" and (readings := rules.readings(answers.get(question.name, ""))):
        return two_ways(answers[question.name], readings, language)
    text = seen.message(question)
    if not text:
        return ""
    kind = "constraintMsg" if text == question.constraint_message else "requiredMsg"
    is_own = text == question.constraint_message or not seen.answers[question.name]
    own = said(layout.texts, f"/{layout.root}/{question.path}:jr:{kind}", language, "") if is_own else ""
    return own or message(text, language)
