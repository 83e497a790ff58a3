"""Annex: the table of a battery, an item a row, the points of its scale in columns."""

from pipeline import vi
from pipeline.claims import names
from pipeline.claims.asked import asked_of
from pipeline.report import estimates, rounding
from pipeline.report.grid import (
    about,
    average,
    captioned,
    cell,
    counts_note,
    even,
    hidden_note,
    is_on_scale,
    keyed,
    share,
    split,
    table,
    take,
    words,
)
from pipeline.report.models import items_note
from pipeline.report.numbering import row_key
from pipeline.wording import say

ITEM, BETWEEN = 25, 11  # percent of the table's width: an item, an interval
ENDS = ("bottom2", "top2")  # rows of the two lowest, the two highest points of a scale


def table_of(source, battery):
    """Items × points in percent, "không có ý kiến" apart, the two highest with their interval, the mean with the people
    that both rest on, base of every item. The points are of whoever chose one, where every item shows them so."""
    rows = [take(source.tables, "frequencies", question=q.name) for q in battery]
    if not any(map(len, rows)):
        return None
    on_scale = is_on_scale(source.tables, battery)
    scales = [take(source.tables, "on_scale", question=q.name) for q in battery]
    options = list(dict.fromkeys(o for q in battery for o in _ordered(q)))
    items = zip(battery, scales if on_scale else rows, strict=True)
    body = [_item(source, question, shown, options) for question, shown in items]
    caption = captioned(names.stem(battery[0])) or say("{items}: các mục cùng một thang đo", items=_numbers(battery))
    hidden = dict.fromkeys(hidden_note(shown, source.survey) for shown in rows)
    rounded = rounding.sentence(source, battery) if on_scale or not battery[0].apart else ""
    tested = items_note(source.tables, battery[0])
    notes = [_reading(battery, on_scale), *_whom(source.form, battery), counts_note(source.tables), rounded, tested]
    notes += hidden
    return table(
        f"{caption} – {share(source.tables)} (%)",
        _columns(source, battery[0], options),
        body,
        wide=True,
        notes=notes,
        labels=[f"question:{q.name}" for q in battery],
        source="scales",
    )


def _columns(source, first, options):
    points = [*(names.option(source.form, first.name, o) for o in options), "Hai mức thấp nhất", "Hai mức cao nhất"]
    ends = [average(source.tables, "Điểm trung bình"), "Số người có điểm", "Số người trả lời"]
    columns = even([*points, *ends], first=ITEM + BETWEEN)
    columns.insert(len(points), ("Khoảng 95%", BETWEEN, "so"))
    return [("Nội dung", ITEM, "chu"), *columns]


def _whom(form, battery):
    """Whom the items were asked: once where it is the same people, else of each item that not everybody was asked."""
    said = [asked_of(form, question) for question in battery]
    if said[0] and len({*said}) == 1:
        return [f"{said[0][0].upper()}{said[0][1:]}."]
    return [f"{about(question)}: {whom}." for question, whom in zip(battery, said, strict=True) if whom]


def _item(source, question, rows, options):
    shares = {o: vi.share(p, base) for o, p, base in zip(rows["option"], rows["percent"], rows["base"], strict=True)}
    mean = take(source.tables, "scales", item=question.name)["mean"]
    points = rows[rows["option"].isin(_points(question))]
    is_of_them = points["base"].max() < rows["base"].max()  # of whoever chose a point, and not of all who answered
    scored = points["base"].max() if is_of_them else points["n"].sum(skipna=False) if len(points) else None
    limits, two = estimates.sums(source), {r["row"]: r for r in source.together(question.name)}
    lowest, highest = (vi.share(r["percent"], r["base"]) if (r := two.get(row)) else vi.MISSING for row in ENDS)
    key = (question.name, two["top2"]["option"]) if "top2" in two else ()
    between = estimates.between(limits, key, two["top2"]["base"]) if key else vi.MISSING
    ends = [
        lowest,
        highest,
        between,
        cell(mean.iloc[0] if len(mean) else None, 2),
        cell(scored, 0),
        cell(rows["base"].max(), 0),
    ]
    cells = [words(names.labelled(question)), *(shares.get(o, vi.MISSING) for o in options), *ends]
    keys = [row_key(question.name, o) for o in (*options, "top2", "bottom2", "mean")]
    return keyed(cells, *keys, row_key(first_of(source.form, question), question.name))


def first_of(form, question):
    """The name of the battery of an item: of its first item."""
    return next((b[0].name for b in form.batteries if question in b), question.name)


def _numbers(battery):
    numbers = [split(names.labelled(q))[0] for q in battery]
    return ", ".join(numbers) if all(numbers) else say("Các mục cùng một thang đo")


def _ordered(question):
    return [*_points(question), *(c.label for name in question.apart for c in question.choices if c.name == name)]


def _points(question):
    labels = {c.name: c.label for c in question.choices}
    return [labels[name] for name in question.points]


def _reading(battery, on_scale):
    told = "Điểm từ 1 (mức thấp nhất) đến {highest} (mức cao nhất), hai mức cao nhất{apart}."
    told = ON_SCALE if on_scale else told
    apart = say(", không tính người chọn phương án ngoài thang") if battery[0].apart else ""
    return say(told, highest=len(battery[0].points), apart=apart, outside=names.apart(battery[0]))


ON_SCALE = (
    "Điểm từ 1 (mức thấp nhất) đến {highest} (mức cao nhất). Từng mức, hai mức cao nhất, điểm: trong người chọn một"
    " mức; {outside}: trong mọi người trả lời."
)
