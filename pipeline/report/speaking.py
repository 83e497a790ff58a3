"""The words of a Document in the language of its report: titles, notes and cells that stand in the code or the
questionnaire; what authors and respondents wrote stays as they wrote it."""

from dataclasses import replace

from pipeline import wording
from pipeline.questionnaire.short import unmarked
from pipeline.report.model import AUTHORS, Box, Contents, Emph, Figure, Head, Heading, Items, Paragraph, Strong, Table


def spoken(block):
    """The block with its own words in the language that is spoken, without the marks of bold of a label."""
    if getattr(block, "kind", "") == AUTHORS and not isinstance(block, Table):
        return block
    change = CHANGES.get(type(block))
    return replace(block, **change(block)) if change else block


def written(survey):
    """The survey with what its authors wrote in the language that is spoken, where they say how (``report ›
    english``)."""
    report, steps = survey.report, tuple(replace(step, note=wording.label(step.note)) for step in survey.schedule)
    return replace(
        survey,
        title=wording.label(survey.title),
        subject=wording.label(survey.subject),
        owner=_labelled(survey.owner, "name", "superior", "place", "funding"),
        collection=_labelled(survey.collection, "access"),
        population=_labelled(survey.population, "note"),
        plan=_labelled(survey.plan, "date"),
        schedule=steps,
        report=replace(report, signer=_each(report.signer), receivers=_each(report.receivers)),
    )


def _labelled(part, *names):
    return replace(part, **{name: wording.label(getattr(part, name)) for name in names})


def _each(texts):
    return tuple(map(wording.label, texts))


def text(words):
    """A text in the language that is spoken; of a term its colon stays."""
    told = wording.label(words)
    return unmarked(f"{wording.label(words[:-1])}:" if told == words and words.endswith(":") else told)


def _parts(parts):
    return tuple(
        text(part)
        if isinstance(part, str)
        else replace(part, parts=_parts(part.parts))
        if isinstance(part, (Strong, Emph))
        else part
        for part in parts
    )


def _cell(cell):
    return text(cell) if isinstance(cell, str) else _parts(cell)


def _row(row):
    return replace(row, cells=tuple(map(_cell, row.cells)))


def _table(block):
    return {
        "caption": text(block.caption),
        "columns": tuple(replace(column, title=text(column.title)) for column in block.columns),
        "rows": block.rows if block.kind == AUTHORS else tuple(map(_row, block.rows)),
        "spans": tuple((text(title), width) for title, width in block.spans),
        "notes": tuple(map(text, block.notes)),
    }


CHANGES = {
    Heading: lambda block: {"text": text(block.text)},
    Paragraph: lambda block: {"parts": _parts(block.parts)},
    Items: lambda block: {"items": tuple(map(_parts, block.items))},
    Box: lambda block: {"title": text(block.title), "paragraphs": tuple(map(_parts, block.paragraphs))},
    Figure: lambda block: {"title": _parts(block.title), "measure": _parts(block.measure)},
    Contents: lambda block: {"title": text(block.title)},
    Head: lambda block: {"title": tuple(map(text, block.title))},
    Table: _table,
}
