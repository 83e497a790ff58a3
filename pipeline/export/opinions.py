"""Part V: themes of the open answers with people, percent and quotes."""

import pandas as pd

from pipeline.export.findings import reviewed, set_apart
from pipeline.export.grid import about, cell, hidden_note, table, take, words

QUOTES = 3


def open_questions(survey, tables):
    """A record an open question: its label, the table of themes, quotes by theme."""
    rows, quotes = take(tables, "open_answers"), take(tables, "quotes")
    return [_question(survey, name, part, quotes) for name, part in rows.groupby("question", sort=False)]


def _question(survey, name, rows, quotes):
    question = survey.form[name]
    said = quotes[quotes["question"].eq(name)]
    themes = [(words(n), said.loc[said["name"].eq(n), "quote"].map(words).head(QUOTES).tolist()) for n in rows["name"]]
    return {
        "label": question.label,
        "table": themes_table(survey, question, rows),
        "quotes": [(theme, list(filter(None, lines))) for theme, lines in themes if any(lines)],
    }


def themes_table(survey, question, rows):
    """Theme, people, percent of those who wrote an answer; largest first, then what is no theme, then the base."""
    ranked = rows.sort_values("n", ascending=False, kind="stable", na_position="last")
    rows = pd.concat([ranked[~set_apart(ranked["code"])], ranked[set_apart(ranked["code"])]])
    body = [[words(r["name"]), cell(r["n"], 0), cell(r["percent"])] for r in rows.to_dict("records")]
    body.append(["Số người có ghi ý kiến (cơ sở)", cell(rows["base"].max(), 0), ""])
    several = "Một ý kiến có thể thuộc nhiều nhóm." if rows["n"].sum() > rows["base"].max() else ""
    return table(
        f"{about(question)}: các nhóm ý kiến",
        [("Nhóm ý kiến", 66, "chu"), ("Số người", 17, "so"), ("Tỷ lệ (%)", 17, "so")],
        body,
        base=True,
        notes=[several, "Tỷ lệ không gia quyền. " + reviewed(survey, question.name), hidden_note(rows, survey)],
    )
