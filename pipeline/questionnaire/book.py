"""A questionnaire written for others: XLSForm workbook, Markdown tables, and a code book."""

from io import BytesIO

import pandas as pd
import xlsxwriter

SHEETS = ("survey", "choices", "settings")
SAFE = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def xlsx(sheets):
    """``{sheet: list of row dicts}`` as the bytes of an XLSForm workbook that Kobo, ODK and Excel open."""
    stream = BytesIO()
    with xlsxwriter.Workbook(stream, SAFE) as workbook:
        bold = workbook.add_format({"bold": True, "bg_color": "#e8eef4"})
        wrap = workbook.add_format({"text_wrap": True, "valign": "top"})
        for name in SHEETS:
            rows = sheets.get(name) or []
            columns = _columns(rows)
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, columns, bold)
            for number, row in enumerate(rows, start=1):
                sheet.write_row(number, 0, [row.get(c, "") for c in columns], wrap)
            sheet.freeze_panes(1, 0)
            sheet.set_column(0, max(len(columns) - 1, 0), 28)
    return stream.getvalue()


def markdown(sheets):
    """The same sheets as Markdown tables in the form pyxform reads; ``|`` is escaped, a sheet without rows left out."""
    blocks = []
    for name in (n for n in SHEETS if sheets.get(n)):
        rows = sheets[name]
        columns = _columns(rows)
        lines = [columns, *([row.get(c, "") for c in columns] for row in rows)]
        body = ["| | " + " | ".join(_cell(value) for value in line) + " |" for line in lines]
        blocks.append("\n".join([f"| {name} |", *body]))
    return "\n\n".join(blocks) + "\n"


def codebook(form):
    """One row an answer option (or a question without options).

    Columns: section, question, label, type, required, relevant, code, option, score (1..k on a scale, else blank).
    """
    rows = []
    for section in form.sections:
        for q in (q for q in section.questions if q.kind != "none"):
            about = [section.label, q.name, q.label, q.type, "có" if q.required else "không", q.condition]
            scores = {name: score for score, name in enumerate(q.points, start=1)}
            options = [(c.name, c.label, scores.get(c.name, "")) for c in q.choices] or [("", "", "")]
            rows += [[*about, *option] for option in options]
    columns = ["section", "question", "label", "type", "required", "relevant", "code", "option", "score"]
    return pd.DataFrame(rows, columns=columns)


def _columns(rows):
    return list(dict.fromkeys(column for row in rows for column in row))


def _cell(value):
    return " ".join(str(value).split()).replace("|", r"\|")
