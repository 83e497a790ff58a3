"""Annex: the questionnaire as it was asked, with what everybody answered at each option."""

from itertools import groupby

from pipeline import vi, wording
from pipeline.claims import names, printed
from pipeline.claims.asked import asked_of, several
from pipeline.report import batteries, estimates, rounding
from pipeline.report.grid import (
    average,
    base_name,
    captioned,
    cell,
    counts_note,
    even,
    few,
    hidden_note,
    is_weighted,
    keyed,
    numbers_note,
    share,
    split,
    table,
    take,
    words,
)
from pipeline.report.model import Heading
from pipeline.report.models import options_note
from pipeline.report.numbering import row_key
from pipeline.wording import say

TOGETHER = {"top2": "Hai mức cao nhất", "bottom2": "Hai mức thấp nhất"}
WRITTEN_IN = ("text", "date")
SIDE_BY_SIDE = ("nominal", "ordinal", "multiple", *WRITTEN_IN)
LONG = 30  # options beyond which a table lists those chosen most, 30 or so
SUMMARY = ("n", "mean", "sd", "min", "q1", "median", "q3", "max")
TITLES = (
    "Số người",
    "Trung bình",
    "Độ lệch chuẩn",
    "Thấp nhất",
    "Tứ phân vị 1",
    "Trung vị",
    "Tứ phân vị 3",
    "Cao nhất",
)


def topline(source):
    """The sections of the questionnaire with a table or more each; sections with nothing to show are left out."""
    blocks = []
    for section in source.form.sections:
        tables = [shown for run in _runs(source.form, section) for shown in _tables(source, section, run) if shown]
        blocks += (
            [Heading(2, wording.label(section.label).strip()), *tables] if tables and section.label.strip() else tables
        )
    return blocks


def _runs(form, section):
    """Questions in order, in runs that one table holds: a battery; closed and written ones side by side; any other
    alone."""

    def held(question):
        battery = next((b for b in form.batteries if question in b), None)
        return (battery[0].name if battery else "", question.kind in SIDE_BY_SIDE)

    for (battery, closed), run in groupby(section.variables, key=held):
        questions = tuple(run)
        yield from [questions] if battery or closed else [(q,) for q in questions]


def _tables(source, section, run):
    first = run[0]
    if any(first in battery for battery in source.form.batteries):
        return [batteries.table_of(source, run)]
    if first.kind == "number":
        return [number_table(source, first), estimates.nps_table(source, first)]
    if first.kind == "rank":
        rows = take(source.tables, "ranks", question=first.name)
        return [rank_table(source, first, rows), estimates.worth_table(source, first, rows)] if len(rows) else []
    shown = [closed_table(source, section, run)]
    return [*shown, *(estimates.nps_table(source, q) for q in run)]


def closed_table(source, section, questions):
    """Closed questions of a section: under each its options with people, percent and interval, and its base; written
    ones without codes with how many wrote."""
    limits = take(source.tables, "estimates").set_index(["question", "option"])
    told = [(q, *made) for q in questions if (made := _wrote(source, q) or _chose(source, q, limits))]
    if not told:
        return None
    asked = [question for question, *_ in told]
    body, hidden = [row for _, rows, _ in told for row in rows], dict.fromkeys(note for *_, note in told)
    if all(question.kind in WRITTEN_IN for question in asked):
        columns, body, notes = WRITTEN, [row[:2] for row in body], hidden
    else:
        columns = [("Câu hỏi, phương án", 56, "chu"), ("Số người", 12, "so")]
        columns += [(f"{share(source.tables).capitalize()} (%)", 14, "so"), ("Khoảng 95%", 18, "so")]
        levels = say(NO_LIMITS) if any(_levels(source, question) for question in asked) else ""
        notes = [_interval_note(limits), levels, counts_note(source.tables), rounding.sentence(source, asked), *hidden]
    labels = [f"question:{question.name}" for question in asked]
    caption = _caption(source, section, asked)
    return table(caption, columns, body, notes=notes, long=True, labels=labels, source="frequencies")


NO_LIMITS = "Từng mức tính trong người chọn một mức: không tính khoảng tin cậy."
WRITTEN = [("Câu hỏi", 80, "chu"), ("Số người", 20, "so")]  # of which no share is told


def _caption(source, section, asked):
    """From which question to which a table goes, by their numbers, else its section; and what it shows."""
    is_closed = any(question.kind not in WRITTEN_IN for question in asked)
    numbers = [split(names.labelled(q))[0] for q in asked]
    numbers = [
        n for n, q in zip(numbers, asked, strict=True) if n or not (q.of or q.kind in WRITTEN_IN)
    ]  # "(xin ghi rõ)" and groups of a number have none
    ends = list(dict.fromkeys((numbers[0], numbers[-1]))) if numbers and all(numbers) else [_title(section)]
    named = say("{first} đến {last}", first=ends[0], last=ends[-1]) if len(ends) > 1 else ends[0]
    what = "{named}: {share}, tính trên người trả lời từng câu" if is_closed else "{named}: số người có ghi bằng lời"
    return say(what if named else "Kết quả chung", named=named, share=share(source.tables))


def _title(section):
    return wording.label(section.label).strip().rstrip(":")


def _chose(source, question, limits):
    """(rows of a closed question, the note on its hidden cells); None of one without a table, or of the unit, which
    has its own."""
    rows = take(source.tables, "frequencies", question=question.name)
    if rows.empty or question.name == source.survey.population.unit:
        return None
    body, listed = [[_asked_as(source.form, question)]], _most_chosen(rows) if len(rows) > LONG else rows
    note = hidden_note(listed, source.survey)
    if not rows["base"].max() > 0:
        return [*body, [_untold(source, rows["base"])]], note
    base = [base_name(source.form, question), cell(rows["base"].max(), 0), "", ""]
    options = [*_options(source.form, question, listed, limits), *_unlisted(len(rows) - len(listed))]
    return [*body, *options, *_together(source, question), base], note


def _most_chosen(rows):
    """Of a long list the options that somebody chose and that may be told, LONG or so, most chosen first; none of those
    chosen equally often is listed alone."""
    told = rows[rows["n"].gt(0)].sort_values("percent", ascending=False, kind="stable")
    return told.head(vi.untied(vi.rounded(told["percent"], 1).tolist(), LONG))


def _unlisted(options):
    """The row that says how many options of a long list have none; none where all are listed."""
    told = "– {n} phương án khác không liệt kê (ít hoặc không có người chọn, hay không được nêu)"
    return [[say(told, n=options), "", "", ""]] if options else []


WROTE = {
    "text": "Số người có ghi bằng lời (không nêu nội dung)",
    "date": "Số người có trả lời (không nêu ngày, giờ)",
}


def _wrote(source, question):
    """(rows of a written question of which no code is told, the note on its hidden cells); None of any other."""
    is_coded = question.kind not in WRITTEN_IN or len(take(source.tables, "open_answers", question=question.name)) > 0
    rows = take(source.tables, "nonresponse", question="" if is_coded else question.name)
    if rows.empty:
        return None
    people = [say(WROTE[question.kind]), cell(rows["answered"].iloc[0], 0), "", ""]
    note = hidden_note(rows.assign(n=rows["answered"], percent=rows["answered"]), source.survey)
    return [[_asked_as(source.form, question)], people], note


def _asked_as(form, question):
    """A question as it was asked, with its hint and whom it was asked."""
    made = say("chia từ {place}", place=names.place(form, question.of)) if question.of else ""
    more = "; ".join(filter(None, [names.hinted(question).strip().rstrip("."), made, asked_of(form, question)]))
    is_told = say("nhiều") in more or question.kind != "multiple"
    more = "; ".join(filter(None, [more, "" if is_told else several(question)]))
    return f"{names.labelled(question).strip()}{f' ({more})' if more else ''}"


def _options(form, question, rows, limits):
    if question.kind == "multiple":
        rows = rows.sort_values("percent", ascending=False, kind="stable", na_position="last")
    body = []
    for r in rows.to_dict("records"):
        between = estimates.between(limits, (r["question"], r["option"]), r["base"])
        option = names.option(form, question.name, words(r["option"]))
        cells = [option, cell(r["n"], 0), vi.share(r["percent"], r["base"]), between]
        body.append(keyed(cells, row_key(question.name, r["option"])))
    return body


def _together(source, question):
    """Rows of options taken together: the two highest and lowest points of a scale, declared nets."""
    limits = estimates.sums(source)
    body = _levels(source, question)
    for r in (r for r in source.together(question.name) if r["row"] in (*TOGETHER, "net")):
        is_net = r["row"] == "net"
        name = _net(source, question, r["option"]) if is_net else say(TOGETHER[r["row"]])
        key = r["option"] if is_net else r["row"]
        on_scale = say(", trong người chọn một mức") if r["row"] in TOGETHER and question.apart else ""
        between = estimates.between(limits, (question.name, r["option"]), r["base"])
        cells = [f"– {name}{on_scale}", cell(r["n"], 0), vi.share(r["percent"], r["base"]), between]
        body.append(keyed(cells, row_key(question.name, key)))
    return body


def _net(source, question, net):
    """How a declared net is called: by its name, and the options that it holds where this does not tell them."""
    codes = {str(code) for code in source.survey.tables.nets.get(question.name, {}).get(net, ())}
    held = [names.option(source.form, question.name, c.label) for c in question.choices if c.name in codes]
    called, listed = names.option(source.form, question.name, net), ", ".join(f"“{option}”" for option in held)
    listed = "" if all(option in called for option in held) else f" ({listed})"
    return say("Gộp {n} phương án: {net}{listed}", n=len(held), net=called, listed=listed)


def _levels(source, question):
    """Rows of the points of a scale in percent of whoever chose one, which its chart shows; none where nothing stands
    outside it, or an answer is hidden."""
    rows = take(source.tables, "on_scale", question=question.name, row="option").dropna(subset=["percent"])
    body = []
    for r in rows.to_dict("records"):
        level = say(
            "– {option}, trong người chọn một mức", option=names.option(source.form, question.name, r["option"])
        )
        body.append([level, cell(r["n"], 0), vi.share(r["percent"], r["base"]), vi.MISSING])
    return body


def _interval_note(limits):
    notes = limits["note"].map(words)
    first = wording.label(next((note for note in notes if note), ""))
    return f"{first[0].upper()}{first[1:]}." if first else ""


def _untold(source, bases):
    """Why a question has no figures: nobody answered it, or so few did, or chose an option, that none may be told."""
    told = "Có {few} trả lời hoặc chọn một phương án, nên không nêu số liệu."
    told = say(told, few=few(source.survey))
    return told if bases.isna().all() else "Chưa có câu trả lời."


def number_table(source, question):
    """The summary of the numbers given; None where nobody gave any."""
    rows = take(source.tables, "numbers", question=question.name)
    if rows.empty or not rows["n"].max() > 0:
        return None
    row = rows.iloc[0]
    fine, digits = printed.decimals(row, printed.OF_MEANS), printed.decimals(row)
    means = [cell(row["n"], 0), *(cell(row[column], fine) for column in SUMMARY[1:3])]
    body = [keyed([*means, *(vi.given(row[column], digits) for column in SUMMARY[3:])], row_key(question.name))]
    titles = [average(source.tables, t) if t in ("Trung bình", "Độ lệch chuẩn") else t for t in TITLES]
    columns = [(title, 100 / len(TITLES), "so") for title in titles]
    notes = [estimates.numbers_interval(row), numbers_note(source.tables)]
    shape = {"wide": True, "labels": [f"question:{question.name}"], "source": "numbers"}
    return table(captioned(_asked_as(source.form, question)), columns, body, notes=notes, **shape)


def rank_table(source, question, rows):
    """Option, mean rank, first places and places among the first few; the best mean first; the base as last row."""
    base = rows["base"].max()
    if not base > 0:
        return table(captioned(_asked_as(source.form, question)), [("", 100, "chu")], [[_untold(source, rows["base"])]])
    body = []
    for r in rows.itertuples():
        cells = [words(r.option), cell(r.mean_rank, 2), cell(r.n, 0)]
        cells += [vi.share(p, base) for p in (r.percent, r.percent_top)]
        body.append(keyed(cells, row_key(question.name, r.option)))
    body.append([base_name(source.form, question), "", cell(base, 0), "", ""])
    first = cell(rows["top"].iloc[0], 0)
    heads = [average(source.tables, "Thứ hạng trung bình"), "Xếp thứ nhất (người)"]
    is_by_weight = is_weighted(source.tables)
    heads.append(say("Xếp thứ nhất (%, gia quyền)" if is_by_weight else "Xếp thứ nhất (%)"))
    among = "Trong {first} hạng đầu (%, gia quyền)" if is_by_weight else "Trong {first} hạng đầu (%)"
    heads.append(say(among, first=first))
    hidden = rows.rename(columns={"percent": "first", "mean_rank": "percent"})
    notes = [
        say("Thứ hạng 1 là đầu, {last} là cuối; trung bình trên mọi người có xếp hạng.", last=len(question.choices)),
        _partial(rows["partial"].iloc[0]),
        options_note(source.tables, question),
        counts_note(source.tables),
        hidden_note(hidden, source.survey),
    ]
    columns = [("Phương án", 40, "chu"), *even(heads, first=40)]
    shape = {"base": True, "labels": [f"question:{question.name}"], "source": "ranks"}
    return table(captioned(_asked_as(source.form, question)), columns, body, notes=notes, **shape)


def _partial(people):
    told = "{people} người không xếp hết: phương án không xếp nhận trung bình các hạng còn lại."
    return say(told, people=cell(people, 0)) if people != 0 else ""
