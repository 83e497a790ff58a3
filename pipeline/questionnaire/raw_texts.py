"""The column ``raw_text`` of an XLSForm: the head of a question's column, the words of a choice, as files have them.

With it a label can be worded anew and the file still finds its question and its choice.
"""

from collections import defaultdict
from dataclasses import replace

from pipeline.questionnaire.rows import rows, survey_rows

COLUMN = "raw_text"


def with_raw_texts(form, sheets):
    """The questionnaire with what this column of its file says; a code in several rows has the texts of all of them."""
    heads, words = {row.number: _spaced(row[COLUMN]) for row in survey_rows(sheets)}, defaultdict(list)
    for row in (row for row in rows(sheets, "choices") if row[COLUMN]):
        words[row["list name"], row["name"]].append(_spaced(row[COLUMN]))
    sections = tuple(
        replace(s, questions=tuple(_question(q, heads.get(q.row, ""), words) for q in s.questions))
        for s in form.sections
    )
    return replace(form, sections=sections)


def _question(question, head, words):
    choices, listed = (
        tuple(replace(c, raw=tuple(words.get((question.list_name, c.name), ()))) for c in group)
        for group in (question.choices, question.listed)
    )
    return replace(question, raw=head, choices=choices, listed=listed)


def _spaced(text):
    return " ".join(text.split())
