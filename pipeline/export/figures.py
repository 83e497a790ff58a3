"""The charts of the report: each drawn once, where a page shows it, from the printed tables and nothing else."""

import re

import numpy as np
import pandas as pd
from markupsafe import Markup

from pipeline import charts, weight
from pipeline.export.grid import is_weighted, take, topic, words

SIZE = re.compile(r' width="([\d.]+)pt" height="([\d.]+)pt"')
SERIES = {"population": "Danh sách", "sample": "Phiếu, trước gia quyền", "weighted": "Phiếu, sau gia quyền"}
ANSWERED = "Số phiếu phân tích"  # of the design effect


def answers(source, question, rows, caption):
    """Bars of one question, or of the first places of a ranked one; None where every share is hidden."""
    if not charts.tells(rows):
        return None
    title = question.counted if question.kind == "rank" else question.label
    chart = charts.bar(rows, title=title, ordered=question.kind == "ordinal", **_marks(source))
    return _figure(source, question.name, caption, chart, charts.alt(rows))


def scale(source, battery, points, apart, caption):
    """The items of a battery on their scale; None where no item has all of its shares."""
    rows = take(source.tables, "frequencies")
    rows, first = rows[rows["question"].isin([q.name for q in battery])], battery[0]
    if not charts.tells(rows, whole=True):
        return None
    shape = {"points": tuple(points), "apart": tuple(apart)}
    chart = charts.likert(rows, title=first.block or first.label, **shape, **_marks(source))
    return _figure(source, f"{first.name}_thang", caption, chart, charts.alt_likert(rows, **shape))


def numbers(source, question, caption):
    """How many people gave which number; None where too few gave any to show it."""
    rows = take(source.tables, "distributions", question=question.name)
    if rows.empty:
        return None
    values = pd.Series(np.repeat(rows["given"], rows["n"].astype(int)), name=question.name)
    middle = take(source.tables, "numbers", question=question.name)[["q1", "median", "q3"]].iloc[0].dropna()
    about = {"title": question.label, "label": "Giá trị (giá trị quá ít người được gộp)"}
    chart = charts.histogram(
        values, middle=middle.get("median"), minimum=source.survey.privacy.min_cell, **about, **_mark(source)
    )
    return _figure(source, question.name, caption, chart, charts.alt(values, quartiles=middle))


def worths(source, question, rows, caption):
    """The worths of ranked options; None where they are hidden."""
    if not rows["worth"].notna().any():
        return None
    chart = charts.worths(rows, title=f"{question.label} – giá trị Plackett–Luce", **_marks(source))
    return _figure(source, f"{question.name}_gia_tri", caption, chart, charts.alt_worths(rows))


def by_group(source, question, by, caption):
    """A question in the groups of one variable with intervals; None where every share is hidden."""
    rows = take(source.tables, "intervals", question=question.name, by=by)
    if rows.empty or not charts.tells(rows):
        return None
    title = f"{question.counted} – theo: {source.survey.form[by].label}"
    said = take(source.tables, "estimates")["note"].dropna()
    interval = said.iloc[0] if len(said) else weight.interval_name(weighted=is_weighted(source.tables))
    chart = charts.compare(rows, title=title, interval=interval, **_marks(source))
    return _figure(source, f"{question.name}_theo_{by}", caption, chart, charts.alt(rows))


def residuals(source, question, by, caption):
    """Adjusted residuals of a question by a variable; None where there are none."""
    rows = take(source.tables, "residuals", question=question.name, by=by)
    if not charts.tells(rows):
        return None
    chart = charts.residuals(rows, title=f"{question.label} – theo: {source.survey.form[by].label}", **_marks(source))
    return _figure(source, f"{question.name}_phan_du_{by}", caption, chart, charts.alt(rows))


def regression(source, model, caption):
    """The first measure of one model with intervals."""
    form, (measure, name) = source.survey.form, next(iter(model.pictures.items()))
    about = {"title": form[model.outcome].label, "names": {q.name: q.label for q in form.questions}}
    chart = charts.forest(model.rows, measure=measure, caveat=model.caveat, **about, **_marks(source))
    return _figure(source, name, caption, chart, charts.alt_forest(model.rows, measure=measure))


def ideas(source, question, rows, caption):
    """Codes of an open question with their nets; None where every share is hidden."""
    if not charts.tells(rows):
        return None
    rows = rows.assign(net=rows["net"].map(words), level=rows["level"].map(words).replace("", "mã"))
    chart = charts.ranked(rows, title=question.label, **_marks(source))
    return _figure(
        source, f"{question.name}_y_kien", caption, chart, charts.alt(rows.assign(label="", option=rows["name"]))
    )


def composition(source, caption):
    """Who is on the list, who answered, and how weights make up for it; None without weights fitted to a list."""
    rows = take(source.tables, "weights")
    series = {name: title for name, title in SERIES.items() if rows[name].notna().any()}
    if len(series) < 2:
        return None
    people = take(source.tables, "design_effect", measure=ANSWERED)["value"].to_numpy(float)
    names = {margin: topic(source.survey.form, margin) for margin in rows["margin"].unique()}
    shape = {"series": series, "rows": "option", "base": people}
    chart = charts.dumbbell(rows, title="Cơ cấu theo danh sách và theo phiếu", blocks="margin", names=names, **shape,
                            **_mark(source))  # fmt: skip
    return _figure(source, "co_cau", caption, chart, charts.alt_dumbbell(rows, **shape))


def _mark(source):
    return {"synthetic": source.survey.synthetic}


def _marks(source):
    return _mark(source) | {"weighted": is_weighted(source.tables)}


def _figure(source, name, caption, chart, alt):
    """A chart for a page, noted under its name among what is drawn: SVG, caption, alternative text, size in points."""
    picture = charts.svg(chart, name=name, title=caption, alt=alt)
    source.drawn[name] = picture
    wide, high = map(float, SIZE.search(picture).groups())
    return {"svg": Markup(picture), "alt": alt, "caption": caption, "width": wide, "height": high}
