"""A questionnaire and a survey.yaml drafted from a raw table; every guess is marked for a person to check."""

import re
from itertools import groupby
from typing import NamedTuple

from pipeline.ingest import missing, plan, ranked
from pipeline.ingest.guess import guesses
from pipeline.ingest.raw import IngestError
from pipeline.ingest.text import RESERVED, lower, slug, spaced, unique
from pipeline.questionnaire import short

SHORT_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,30}")
LONG_LIST = 12
OTHER = "Khác"
SHORT = "đoán: tên ngắn (short_vi)"
PEOPLE = "đoán: tên gọi người chọn từng phương án (short_vi, sheet choices)"


class Draft(NamedTuple):
    """``sheets``: XLSForm rows by sheet (survey, choices, settings). ``survey_yaml``: text of a survey.yaml.

    ``asked``: Vietnamese sentences on what the file leaves open, by question.
    """

    sheets: dict
    survey_yaml: str
    asked: tuple = ()


def draft(raw, *, title, source=None):
    """A questionnaire guessed from a raw table, with a plan of analysis that reads ``source`` (what ``raw`` of
    survey.yaml says).

    Types, options, scales and banners are guesses, said in the column ``note`` and by "# đoán". Columns that tell the
    person, times and blank columns make no question; survey.yaml lists them. Missing cells count for nothing.
    Raises IngestError when no column is left to ask.
    """
    markers = missing.markers(raw.frame)
    raw = raw._replace(frame=missing.without(raw.frame, markers))
    found = guesses(raw)
    asked = [g for g in found if g.type]
    if not asked:
        raise IngestError(_nothing_asked(found))
    names = _question_names(asked, raw.kind == "kobo")
    lists, choices = _lists([g for g in asked if g.labels], names)
    sections = [(_section(g.column, raw.kind, title), g) for g in asked]
    rows = [
        row for listed, labels in choices.items() for row in _choice_rows(listed, labels, _asked_with(lists, listed))
    ]
    sheets = {
        "survey": _survey_rows(
            sections, names, lists, choices, raw.labels, {r["list_name"] for r in rows if r["short_vi"]}
        ),
        "choices": rows,
        "settings": [{"form_title": _words(title), "form_id": slug(title) or "phieu"}],
    }
    doubts = [f"{names[g.column]} («{spaced(g.column)[:60]}»): {said}" for g in asked for said in g.asked]
    if markers:
        doubts.insert(0, f"mọi câu: coi là không trả lời {missing.shown(markers)}; nếu là câu trả lời, xóa ở missing")
    doubts += plan.not_compared_said(asked, names)
    return Draft(sheets, plan.survey_yaml(title, found, names, lists, choices, markers, source), tuple(doubts))


def _asked_with(lists, listed):
    """The one question that has this list of options; "" where several share it."""
    columns = [column for column, name in lists.items() if name == listed]
    return columns[0] if len(columns) == 1 else ""


def _choice_rows(listed, labels, question):
    """Rows of the sheet choices, with the words of the file where the code is not these, and whom an option means where
    its words leave no doubt; marked beside the question, since a column of notes would be taken for one that choices
    are filtered by."""
    for label, name in labels.items():
        own = label if label not in (name, OTHER) else ""
        named = {"raw_text": own, "short_vi": short.people(label, question)}
        yield {"list_name": listed, "name": name, "label": _words(label), **named}


def _survey_rows(sections, names, lists, choices, labels, named):
    """Rows of the sheet survey: one group a run of questions of one section."""
    rows, taken = [], set(names.values())
    for heading, run in groupby(sections, key=lambda pair: pair[0]):
        rows.append(_row("begin_group", unique(slug(heading) or "phan", taken), heading, "đoán: tên phần"))
        taken.add(rows[-1]["name"])
        for _, guess in run:
            asked = _question_rows(guess, names[guess.column], lists, choices, labels, taken)
            if lists.get(guess.column) in named:
                asked[0]["note"] = "; ".join(filter(None, [asked[0]["note"], PEOPLE]))
            rows += asked
        rows.append(_row("end_group"))
    return rows


def _nothing_asked(found):
    why = "; ".join(f"«{spaced(g.column)[:40]}»: {g.note}" for g in found[:6])
    return f"Không cột nào của tệp thành câu hỏi được ({why}). Chọn tệp có câu trả lời của phiếu."


def _row(kind, name="", label="", note="", **more):
    return {"type": kind, "name": name, "label": _words(label), "relevant": "", "appearance": "", "note": note, **more}


def _words(label):
    """The label with every ``${x}`` kept words: a word joiner keeps XLSForm programs from reading it as a question."""
    return label.replace("${", "$\u2060{")


def _section(column, kind, title):
    """Heading of the section: the first part of a Kobo path, else the title for all."""
    parts = re.split(r"[/.:]", column)
    return parts[0] if kind == "kobo" and len(parts) > 1 and " " not in column else title


def _question_names(asked, kobo):
    """Column → question name: the header where it is a short ASCII name, else q1, q2 … that are no other's header."""
    own = {g.column: _last_part(g.column) if kobo else g.column.strip() for g in asked}
    own |= {g.column: ranked.name(g) for g in asked if g.head}
    names, taken, headers = {}, set(RESERVED), {name.lower() for name in own.values()}
    for number, (column, name) in enumerate(own.items(), start=1):
        short = SHORT_NAME.fullmatch(name) and name.lower() not in taken
        names[column] = name if short else unique(f"q{number}", taken | headers)
        taken.add(names[column].lower())
    return names


def _last_part(column):
    return column.strip() if " " in column.strip() else re.split(r"[/.:]", column.strip())[-1]


def _lists(closed, names):
    """Column → list name, and list name → {label: choice name}; questions with the same options share a list."""
    lists, choices, by_labels = {}, {}, {}
    for guess in closed:
        key = (guess.labels, guess.type == "select_multiple" and guess.column)
        if key not in by_labels:
            by_labels[key] = unique(_list_name(guess, names), choices)
            choices[by_labels[key]] = _choice_names(guess.labels)
        lists[guess.column] = by_labels[key]
        if guess.written_in:
            _with_other(choices[lists[guess.column]])
    return lists, choices


def _list_name(guess, names):
    if guess.scale.startswith("thang "):
        return slug(guess.scale)
    known = {("có", "không"): "co_khong", ("yes", "no"): "yes_no"}
    return known.get(tuple(map(lower, guess.labels)), names[guess.column].lower())


def _choice_names(labels):
    named = {}
    for number, label in enumerate(labels, start=1):
        named[label] = unique(slug(label) or f"c{number}", named.values())
    return named


def _with_other(labels):
    if not {"khac", "other"} & set(labels.values()):
        labels[OTHER] = "khac"


def _question_rows(guess, name, lists, choices, labels, taken):
    """The row of one question, and of the text that people wrote in beside its options."""
    label = guess.head or spaced(labels.get(guess.column, guess.column))
    own = "" if name in (guess.column.strip(), _last_part(guess.column)) else label
    named = {"raw_text": own, "short_vi": short.proposed(label)}
    note = "; ".join(filter(None, [guess.note, SHORT * bool(named["short_vi"])]))
    if not guess.labels:
        return [_row(guess.type, name, label, note, **named)]
    listed = lists[guess.column]
    long = guess.type == "select_one" and len(choices[listed]) > LONG_LIST
    rows = [_row(f"{guess.type} {listed}", name, label, note, appearance="minimal" if long else "", **named)]
    if guess.written_in:
        other = next(code for code in choices[listed].values() if code in ("khac", "other"))
        rows += _written_row(f"{name}_{other}", f"{label} – ghi rõ", f"selected(${{{name}}}, '{other}')", taken)
    return rows


def _written_row(name, label, relevant, taken):
    """The text question beside an "other" option, unless a column of the file has that name already."""
    if name in taken:
        return []
    taken.add(name)
    return [_row("text", name, label, "đoán: phần tự ghi của câu trên", relevant=relevant)]
