"""Texts of a questionnaire as its author wrote them: pyxform straightens curly quotes and reads ${x} in a label."""

from dataclasses import replace

from pipeline import vi

JOINER = "\u2060"  # between "$" and "{": what a drafted label holds so that pyxform takes "${x}" for words


def as_written(form, sheets):
    """The questionnaire with the quotes of its file back in every label and hint, and ``${x}`` where that is meant."""
    texts = [str(v) for s in (sheets.survey, sheets.choices, sheets.settings) for row in s or [] for v in row.values()]
    curly = {vi.straight(text): text for text in map(_spaced, texts) if vi.straight(text) != text}
    plain = {vi.straight(text) for text in map(_spaced, texts) if vi.straight(text) == text}

    def back(text):
        known = text in curly and text not in plain
        return (curly[text] if known else text).replace(f"${JOINER}{{", "${")

    sections = tuple(
        replace(s, label=back(s.label), questions=tuple(_question(q, back) for q in s.questions)) for s in form.sections
    )
    return replace(form, title=back(form.title), sections=sections)


def _question(question, back):
    choices, listed = (
        tuple(replace(c, label=back(c.label), labels={k: back(v) for k, v in c.labels.items()}) for c in rows)
        for rows in (question.choices, question.listed)
    )
    labels = {k: back(v) for k, v in question.labels.items()}
    about = {name: back(getattr(question, name)) for name in ("label", "block", "hint", "constraint_message")}
    return replace(question, choices=choices, listed=listed, labels=labels, **about)


def _spaced(text):
    return " ".join(text.split())
