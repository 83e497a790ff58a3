"""A section of the form as a page: its frame, kept for the next person, with the questions as they are for this one."""

from flask import current_app, make_response, render_template

from pipeline.form import draft as drafts
from pipeline.form import fields, fragments
from pipeline.form.words import code, words

# what stands in a kept frame where a draft's token, the place to go to and the questions come
TOKEN, HERE, QUESTIONS = "@token@", "@here@", "@questions@"
KEPT = 1500  # frames, of a few kilobytes each


def served():
    """The form that this application serves."""
    return current_app.extensions["survey"]


def page(number):
    """A section of the form by its number, from 1."""
    return served().layout.pages[number - 1]


def visible_after(number, seen):
    """The number of the next section that holds anything for this person, or None."""
    following = enumerate(served().layout.pages[number:], start=number + 1)
    return next((n for n, one in following if fields.is_visible(one, seen)), None)


def visible_before(number, seen):
    """The number of the section before that holds anything for this person, or None."""
    return next((n for n in range(number - 1, 0, -1) if fields.is_visible(page(n), seen)), None)


def rendered(number, draft, seen, *, wrong=None, note="", here="", status=200):
    """A page of questions: its frame, kept for the next person unless something is wrong, filled with the questions."""
    form, language, shown = served().survey.form, draft.language, fields.visible(page(number), seen)
    views = fragments.views(shown, seen, draft.answers, wrong or {}, served().layout, language, form)
    ends = (visible_before(number, seen) is None, visible_after(number, seen) is None)
    key = (number, language, note, ends, tuple(view.name for view in views))
    frame = served().frames.get(key) if not wrong else None
    frame = frame or _frame(number, draft, seen, views, wrong or {}, note, ends)
    if not wrong and not page(number).is_piped and len(served().frames) < KEPT:
        served().frames[key] = frame
    block = fragments.block(views, seen, form, language)
    for mark, text in ((TOKEN, drafts.token(draft)), (HERE, here), (QUESTIONS, block)):  # what people wrote comes last
        frame = frame.replace(mark, text)
    return make_response(frame, status)


def _frame(number, draft, seen, views, wrong, note, ends):
    survey, layout, language = served().survey, served().layout, draft.language
    return render_template(
        "page.html",
        token=TOKEN,
        here=HERE,
        questions=QUESTIONS,
        survey=survey,
        kind=served().kind,
        number=number,
        total=len(layout.pages),
        heading=page(number).labels.get(language) or next(iter(page(number).labels.values()), ""),
        fields=views,
        wrong=wrong,
        note={"them": "new_questions", "cuoi": "last", "ban": "busy", "dai": "too_much"}.get(note, ""),
        is_first=ends[0],
        is_last=ends[1],
        language=language,
        lang=code(language),
        own_language=code(survey.form.languages[0]),
        words=words(language),
        code=code,
        filled=lambda text: fragments.filled(text, seen, survey.form, language),
    )
