"""Part III: every section of the questionnaire – figures, compact tables, and the lead questions by group."""

from itertools import groupby

from pipeline import vi
from pipeline.export import estimates, figures, told
from pipeline.export.bygroup import by_group, means_by_group
from pipeline.export.grid import (
    about,
    asked,
    average,
    base_name,
    cell,
    counts_note,
    even,
    hidden_note,
    numbers_note,
    plain,
    share,
    split,
    table,
    take,
    words,
)
from pipeline.export.models import options_note

LONG = 30  # options beyond which a question is no table of this part
SUMMARY = {
    "n": "Số người",
    "mean": "Trung bình",
    "sd": "Độ lệch chuẩn",
    "min": "Thấp nhất",
    "q1": "Tứ phân vị 1",
    "median": "Trung vị",
    "q3": "Tứ phân vị 3",
    "max": "Cao nhất",
}
DIGITS = {"n": 0, "mean": 2, "sd": 2}
GIVEN = ("min", "q1", "median", "q3", "max")  # numbers of people's own: 15, but 305,5


def sections(source):
    """Sections in questionnaire order: (label, blocks); sections with nothing to show are left out."""
    found = []
    for section in source.survey.form.sections:
        blocks = []
        for battery, run in groupby(section.questions, key=lambda q: _battery(source.survey.form, q)):
            blocks += _battery_blocks(source, battery) if battery else [_question(source, q) for q in run]
        if any(blocks):
            found.append((section.label.strip(), [b for b in blocks if b]))
    return found


def _battery(form, question):
    return next((b for b in form.batteries if question in b), None)


def _block(title, *, figures=(), tables=(), text="", said=()):
    shown = {"figures": [f for f in figures if f], "tables": [t for t in tables if t]}
    return {"title": title, "text": text, "said": list(said)} | shown


def _question(source, question):
    if question.kind in ("number", "rank"):
        return (_number if question.kind == "number" else _rank)(source, question)
    rows = take(source.tables, "frequencies", question=question.name)
    if rows.empty:
        return None
    if question.name == source.survey.population.unit or len(rows) > LONG:
        units = not take(source.tables, "units").empty
        return _block(question.label, text="Số phiếu theo từng đơn vị nêu ở Phụ lục.") if units else None
    if not rows["base"].max() > 0:
        return _block(question.label, text=_untold(source, rows["base"]))
    caption = f"{about(question)}: {share(source.tables)} chọn từng phương án (%)"
    picture = figures.answers(source, question, rows, caption)
    pictures, tables = by_group(source, question)
    counted, nps = frequency_table(source, question, rows), estimates.nps_table(source, question)
    return _block(
        question.label, figures=[picture, *pictures], tables=[counted, nps, *tables], said=_said(source, question)
    )


def _said(source, question):
    return told.of_question(source.claims, question.name)


def _labelled(shown, *questions):
    return shown | {"labels": [f"question:{question.name}" for question in questions]}


def _untold(source, bases):
    """Why a question has no figures: nobody answered it, or so few did, or chose an option, that none may be told."""
    few = f"Có dưới {source.survey.privacy.min_cell} người trả lời hoặc chọn một phương án, nên không nêu số liệu."
    return few if bases.isna().all() else "Chưa có câu trả lời."


def frequency_table(source, question, rows):
    """Option, people, percent; most chosen first when several may be chosen; the base as last row."""
    if question.kind == "multiple":
        rows = rows.sort_values("percent", ascending=False, kind="stable", na_position="last")
    base = rows["base"].max()
    body = [[words(r.option), cell(r.n, 0), vi.share(r.percent, base)] for r in rows.itertuples()]
    body.append([base_name(source.survey.form, question), cell(rows["base"].max(), 0), ""])
    several = "Chọn được nhiều phương án, nên các tỷ lệ cộng lại có thể lớn hơn 100%."
    shown = table(
        f"{about(question)}: số người và {share(source.tables)} chọn từng phương án",
        [("Phương án", 66, "chu"), ("Số người", 17, "so"), (f"{share(source.tables).capitalize()} (%)", 17, "so")],
        body,
        base=True,
        notes=[
            several if question.kind == "multiple" else "",
            counts_note(source.tables),
            hidden_note(rows, source.survey),
        ],
    )
    return _labelled(shown, question)


def _number(source, question):
    rows = take(source.tables, "numbers", question=question.name)
    if rows.empty or not rows["n"].max() > 0:
        return None
    body = [[plain(rows[c].iloc[0]) if c in GIVEN else cell(rows[c].iloc[0], DIGITS[c]) for c in SUMMARY]]
    weighed = SUMMARY | {name: average(source.tables, SUMMARY[name]) for name in ("mean", "sd")}
    columns = [(title, 100 / len(SUMMARY), "so") for title in weighed.values()]
    whom = asked(source.survey.form, question)
    limits = estimates.numbers_interval(rows.iloc[0])
    notes = [f"{whom[0].upper()}{whom[1:]}." if whom else "", limits, numbers_note(source.tables)]
    summary = table(f"{about(question)}: tóm tắt các số đã ghi", columns, body, wide=True, notes=notes)
    summary = _labelled(summary, question)
    picture = figures.numbers(source, question, f"{about(question)}: phân bố các số đã ghi")
    nps = estimates.nps_table(source, question)
    return _block(
        question.label,
        figures=[picture],
        tables=[summary, nps, *means_by_group(source, question)],
        said=_said(source, question),
    )


def _rank(source, question):
    rows = take(source.tables, "ranks", question=question.name)
    if rows.empty:
        return None
    if not rows["base"].max() > 0:
        return _block(question.label, text=_untold(source, rows["base"]))
    caption = f"{about(question)}: {share(source.tables)} xếp từng phương án ở hạng nhất (%)"
    firsts = take(source.tables, "frequencies", question=question.name)
    picture = figures.answers(source, question, firsts, caption) if len(firsts) else None
    valued = f"{about(question)}: giá trị từng phương án (Plackett–Luce, %)"
    worth = figures.worths(source, question, rows, valued)
    pictures, tables = by_group(source, question)
    counted = [rank_table(source, question, rows), estimates.worth_table(source, question, rows)]
    return _block(
        question.label, figures=[picture, worth, *pictures], tables=[*counted, *tables], said=_said(source, question)
    )


def rank_table(source, question, rows):
    """Option, mean rank, first places and places among the first few; the best mean first; the base as last row."""
    base = rows["base"].max()
    body = [
        [words(r.option), cell(r.mean_rank, 2), cell(r.n, 0), *(vi.share(p, base) for p in (r.percent, r.percent_top))]
        for r in rows.itertuples()
    ]
    body.append([base_name(source.survey.form, question), "", cell(rows["base"].max(), 0), "", ""])
    partial, first = rows["partial"].iloc[0], cell(rows["top"].iloc[0], 0)
    left = f"{cell(partial, 0)} người không xếp hết: phương án không xếp nhận trung bình các hạng còn lại."
    share_of = share(source.tables)
    heads = [average(source.tables, "Thứ hạng trung bình"), "Xếp thứ nhất (người)", "Xếp thứ nhất (%)"]
    heads.append(f"Trong {first} hạng đầu (%)")
    shown = table(
        f"{about(question)}: thứ hạng trung bình, {share_of} xếp thứ nhất và xếp trong {first} hạng đầu",
        [("Phương án", 40, "chu"), *even(heads, first=40)],
        body,
        base=True,
        notes=[
            f"Thứ hạng 1 là đầu, {len(question.choices)} là cuối; trung bình trên mọi người có xếp hạng.",
            left if partial != 0 else "",
            options_note(source.tables, question),
            counts_note(source.tables),
            hidden_note(rows.rename(columns={"percent": "first", "mean_rank": "percent"}), source.survey),
        ],
    )  # fmt: skip
    return _labelled(shown, question)


def _battery_blocks(source, battery):
    """One figure and one table for the whole battery, then its lead questions by group."""
    names = [q.name for q in battery]
    rows = take(source.tables, "frequencies")
    if not rows["question"].isin(names).any():
        return []
    short = split(battery[0].block)[0] or _numbers(battery)
    shape = _points(battery[0]), _ordered(battery[0])[len(battery[0].points) :]
    picture = figures.scale(source, battery, *shape, f"{short}: {share(source.tables)} chọn từng mức (%)")
    counted = _labelled(battery_table(source, battery, short), *battery)
    said = told.of_items(source.claims, names)
    blocks = [_block(battery[0].block or short, figures=[picture], tables=[counted], said=said)]
    for question in battery:
        pictures, tables = by_group(source, question)
        blocks += [_block(f"{question.label} – theo nhóm", figures=pictures, tables=tables)] if tables else []
    return blocks


def _numbers(battery):
    numbers = [split(q.label)[0] for q in battery]
    return ", ".join(numbers) if all(numbers) else "Các mục cùng một thang đo"


def battery_table(source, battery, short):
    """Items × points in percent, "không có ý kiến" apart, mean with the people it rests on, base of every item."""
    options = list(dict.fromkeys(label for q in battery for label in _ordered(q)))
    body, hidden, whom, mean_of = [], [], [], average(source.tables, "Điểm trung bình")
    for question in battery:
        rows = take(source.tables, "frequencies", question=question.name)
        shares = dict(zip(rows["option"], rows["percent"], strict=True))
        mean = take(source.tables, "scales", item=question.name)["mean"]
        scored = rows.loc[rows["option"].isin(_points(question)), "n"].sum(skipna=False)
        ends = [cell(mean.iloc[0] if len(mean) else None, 2), cell(scored, 0), cell(rows["base"].max(), 0)]
        body.append([words(question.label), *(vi.share(shares.get(o), rows["base"].max()) for o in options), *ends])
        hidden.append(hidden_note(rows, source.survey))
        said = asked(source.survey.form, question)
        whom.append(f"{about(question)}: {said}." if said else "")
    return table(
        f"{short}: {share(source.tables)} chọn từng mức (%), {average(source.tables, 'điểm trung bình')} và số người",
        [("Nội dung", 30, "chu"), *even([*options, mean_of, "Số người có điểm", "Số người trả lời"], first=30)],
        body,
        wide=True,
        notes=[_reading(source.tables, battery), *whom, counts_note(source.tables), *dict.fromkeys(hidden)],
    )


def _ordered(question):
    return [*_points(question), *(c.label for name in question.apart for c in question.choices if c.name == name)]


def _points(question):
    labels = {c.name: c.label for c in question.choices}
    return [labels[name] for name in question.points]


def _alpha(row):
    """α with its 95% interval: of few people it is wide."""
    alpha, *limits = (vi.beside(row[name], 0.7) for name in ("alpha", "alpha_low", "alpha_high"))
    return f"{alpha} ({'–'.join(limits)}; {cell(row['n'], 0)} người)"


def _reading(tables, battery):
    apart = ", không tính người chọn phương án ngoài thang" if battery[0].apart else ""
    known = take(tables, "reliability", battery=battery[0].name).dropna(subset=["alpha"]).head(1)
    reliable = "".join(f" Độ tin cậy của thang: Cronbach α = {_alpha(row)}." for row in known.to_dict("records"))
    return f"Điểm từ 1 (mức thấp nhất) đến {len(battery[0].points)} (mức cao nhất){apart}.{reliable}"
