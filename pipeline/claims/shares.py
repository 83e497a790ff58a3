"""Claims on what everybody answered: one a question, from its printed shares, nets, means and ranks."""

from dataclasses import replace

import pandas as pd

from pipeline.claims import names, printed, scale
from pipeline.claims.model import Claim
from pipeline.wording import parts, say

MOST_CHOSEN = (
    "{start}được chọn nhiều nhất về {topic}: {listed}.",
    "{start}về {topic}, nhiều nhất là {listed}.",
    "{start}{listed} được chọn nhiều nhất về {topic}.",
)
FEW = 4  # options of which every one is told
MOST = 3


def claims(tables):
    """A claim a closed question, number or ranking that has printed figures, in questionnaire order; NPS beside it."""
    counted = {name: list(rows.to_dict("records")) for name, rows in _by_question(tables, "frequencies")}
    makes = {"number": _number, "rank": _rank, "ordinal": _ordinal}
    found = []
    for question in tables.form.questions:
        rows = [row for row in counted.get(question.name, ()) if pd.notna(row["percent"])]
        make = makes.get(question.kind, _multiple if question.kind == "multiple" else _single)
        if question.kind in ("number", "rank") or rows:
            found += [
                make(tables, question, rows, len(counted.get(question.name, ())) - len(rows)),
                _nps(tables, question),
            ]
    return [claim for claim in found if claim]


def _by_question(tables, name):
    rows = tables.rows(name)
    return rows.groupby("question", sort=False) if len(rows) else ()


def _claim(kind, table, question, forms, brief=(), key=()):
    label = f"question:{question.name}"
    return Claim(kind, table, (question.name,), tuple(forms), label=label, brief=tuple(brief), key_figure=tuple(key))


def _base(tables, question, row):
    """How many answered, and whom it was asked, behind a sentence."""
    whom = names.whom(tables.form, question)
    return answered(printed.people("frequencies", row), whom)


def answered(people, whom):
    """So many answered, in brackets, and whom it was asked."""
    told = " ({people} trả lời; {whom})" if whom else " ({people} trả lời)"
    return parts(told, people=people, whom=whom)


def _share(tables, row):
    return printed.share("frequencies", row, limits=tables.limits.get((row["question"], row["option"]), ()))


def _word(tables, figure):
    return scale.word(figure.value, figure.low, figure.high, tables.survey.report.words or None)


def _listed(tables, rows):
    """“A” a, “B” b và “C” c."""
    listed = []
    for at, row in enumerate(rows):
        between = "" if at == 0 else say(" và ") if at == len(rows) - 1 else ", "
        listed += [f"{between}“{_option(tables, row)}” ", _share(tables, row)]
    return listed


def _option(tables, row):
    return names.option(tables.form, row["question"], row["option"])


def _bracketed(tables, rows):
    """“A” (a), “B” (b) và “C” (c)."""
    return names.listed([(_option(tables, row), _share(tables, row)) for row in rows])


def _nets(tables, question):
    """The declared nets that are printed, behind the options: "; tính gộp: “…” 53,0%"."""
    rows = tables.whole.get(question.name)
    rows = rows[rows["row"].eq("net")].dropna(subset=["percent"]).to_dict("records") if rows is not None else []
    found = []
    for at, row in enumerate(rows):
        name = _option(tables, row)
        found += [say("; tính gộp: ") if at == 0 else ", ", f"“{name}” ", printed.share("banners", row)]
    return found


def _hidden(lost):
    return say("trong các phương án nêu được số liệu, ") if lost else ""


def _single(tables, question, rows, lost):
    top, *rest = sorted(rows, key=lambda row: -row["percent"])
    rest = rest[: FEW - 1] if len(rows) <= FEW else rest[: MOST - 1]
    figure, topic, start = _share(tables, top), names.topic(tables.form, question.name), _hidden(lost)
    more = ["; ", *_listed(tables, rest)] if rest else []
    end = [*more, *_nets(tables, question), *_base(tables, question, top), "."]
    if question.name in {*tables.survey.banners, *tables.survey.weighting.margins}:
        told = {"start": start, "topic": topic, "option": _option(tables, top), "figure": figure, "end": end}
        return _claim("share", "frequencies", question, [parts("{start}về {topic}: “{option}” {figure}{end}", **told)])
    did, word = say("trả lời {options}", options=f"“{_option(tables, top)}”"), _word(tables, figure)
    if names.is_clear(tables.form, question.name, [top["option"]]):
        did = names.did(tables.form, question.name, [top["option"]], "trả lời")
        ways, key = ["{start}{word} ({figure}) {did}{end}"], did
    else:
        ways = [
            "{start}{word} ({figure}) {did} về {topic}{end}",
            "{start}về {topic}, {word} ({figure}) {did}{end}",
        ]
        key = say("{did} về {topic}", did=did, topic=topic)
    told = {"start": start, "word": word, "figure": figure, "did": did, "topic": topic}
    forms, brief = [parts(way, **told, end=end) for way in ways], parts(ways[-1], **told, end=".")
    if rest and _share(tables, rest[0]).high >= figure.low:  # intervals meet: which is first is not sure
        listed = _listed(tables, [top, *rest])
        brief = parts("{start}về {topic}: {listed}{end}", start=start, topic=topic, listed=listed, end=".")
    return _claim("share", "frequencies", question, forms, brief, (figure, key))


def _multiple(tables, question, rows, lost):
    ranked = sorted(rows, key=lambda row: -row["percent"])
    top, rest = ranked[0], ranked[1 : FEW if len(rows) <= FEW else MOST]
    topic, start, figure = names.topic(tables.form, question.name), _hidden(lost), _share(tables, top)
    is_shared = bool(rest) and _share(tables, rest[0]).high >= figure.low  # intervals meet: which is first is not sure
    whom = names.whom(tables.form, question)
    people = ", trong {people} trả lời ({whom})" if whom else ", trong {people} trả lời"
    people = parts(people, people=printed.people("frequencies", top), whom=whom)
    end = [*_nets(tables, question), *people, "."]
    if is_shared:
        most = "{start}về {topic}, nhiều nhất là {listed}{end}"
        forms = [parts(most, start=start, topic=topic, listed=_bracketed(tables, [top, *rest]), end=end)]
    else:
        more = parts(", tiếp theo là {listed}", listed=_bracketed(tables, rest)) if rest else ()
        told = {"start": start, "topic": topic, "option": _option(tables, top), "figure": figure}
        forms = [
            parts(
                "{start}“{option}” được chọn nhiều nhất về {topic} ({figure}){more}{end}", **told, more=more, end=end
            ),
            parts("{start}về {topic}, nhiều nhất là “{option}” ({figure}){more}{end}", **told, more=more, end=end),
        ]
    told = {"start": start, "topic": topic, "listed": _bracketed(tables, ranked[: 2 if is_shared else 1])}
    briefs = tuple(parts(way, **told) for way in MOST_CHOSEN)
    key = say("chọn “{option}” về {topic}", option=_option(tables, top), topic=topic)
    if names.is_clear(tables.form, question.name, [top["option"]]):
        key = names.did(tables.form, question.name, [top["option"]])
    return replace(_claim("order", "frequencies", question, forms, briefs[0], (figure, key)), briefs=briefs)


def _ordinal(tables, question, rows, lost):
    """The two ends of the scale, of those on it; of a scale of bands its nets and the answer given most."""
    whole = tables.whole.get(question.name, pd.DataFrame(columns=["row", "percent"]))
    ends = {row["row"]: row for row in whole.dropna(subset=["percent"]).to_dict("records") if row["row"][-1:] == "2"}
    if len(question.points) < FEW or set(ends) != {"top2", "bottom2"} or lost:
        return _bands(tables, question, rows, lost)
    labels = {c.name: c.label for c in question.choices}
    points = {"top2": question.points[-2:], "bottom2": question.points[:2]}
    first, second = sorted(ends, key=lambda end: -ends[end]["percent"])
    a, b = (printed.share("banners", ends[end]) for end in (first, second))
    named = {end: [labels[p] for p in points[end]] for end in points}
    one, other = (names.did(tables.form, question.name, named[end], "trả lời") for end in (first, second))
    lead = names.lead(tables.form, question.name, question.option_labels)
    word, nets = _word(tables, replace(a, **_around(ends[first]))), _nets(tables, question)
    end = _base(tables, question, rows[0])
    apart = [row for row in rows if row["option"] in {labels[name] for name in question.apart}]
    if apart:
        own = "; “{option}”: {figure} số người trả lời"
        beside = [p for r in apart for p in parts(own, option=_option(tables, r), figure=_share(tables, r))]
        people = printed.people("banners", ends[first])
        end = parts(" ({people} chọn một mức của thang{beside})", people=people, beside=beside)
    told = {"lead": lead, "word": word, "a": a, "one": one, "b": b, "other": other, "nets": nets, "end": end}
    forms = [
        parts("{lead}{word} ({a}) {one}, còn {b} {other}{nets}{end}.", **told),
        parts("{lead}{a} {one} ({word}), {b} {other}{nets}{end}.", **told),
    ]
    key = (a, one if not lead else f"{one} ({names.topic(tables.form, question.name)})")
    brief = parts("{lead}{word} ({a}) {one}.", lead=lead, word=word, a=a, one=one)
    return _claim("scale", "banners", question, forms, brief, key)


def _around(row):
    low, high = scale.around(row)
    return {"low": low, "high": high}


def _bands(tables, question, rows, lost):
    most, topic = max(rows, key=lambda row: row["percent"]), names.topic(tables.form, question.name)
    nets, end, start = _nets(tables, question), [*_base(tables, question, rows[0]), "."], _hidden(lost)
    if len(rows) <= FEW:
        way, told = "{start}về {topic}: {listed}{end}", {"listed": _listed(tables, rows)}
    else:
        way = "{start}về {topic}, nhiều nhất là “{option}” ({figure}){more}{end}"
        told = {"option": _option(tables, most), "figure": _share(tables, most), "more": ()}
    told |= {"start": start, "topic": topic}
    if nets:
        brief = parts("về {topic}: {listed}.", topic=topic, listed=nets[1:])
        key = (nets[-1], f"{nets[-2].strip()} – {topic}")
    else:
        brief, key = parts(way, **told, end="."), (_share(tables, most), f"“{_option(tables, most)}” – {topic}")
    return _claim("scale", "frequencies", question, [parts(way, **told, end=[*nets, *end])], brief, key)


def _number(tables, question, rows, lost):
    rows = tables.records("numbers", "mean", question=question.name)
    if not rows:
        return None
    row, whom = rows[0], names.whom(tables.form, question)
    mean = printed.figure(
        "numbers", row, "mean", digits=1, low=row.get("low", float("nan")), high=row.get("high", float("nan"))
    )
    topic = names.topic(tables.form, question.name)
    quartiles = [
        printed.figure("numbers", row, c, digits=int(bool(row[c] % 1))) for c in ("q1", "q3") if row[c] == row[c]
    ]
    half = "; một nửa số người ở giữa nằm trong khoảng từ {low} đến {high}"
    more = parts(half, low=quartiles[0], high=quartiles[1]) if len(quartiles) == 2 else ()
    people = printed.people("numbers", row, "n")
    key = (mean, say("trung bình của {topic}", topic=topic))
    way, told = "{topic}: trung bình {mean}{interval}{more}", {"topic": topic, "mean": mean}
    end = [*more, *answered(people, whom), "."]
    form = parts(way, **told, interval=_interval("numbers", row), more=end)
    return _claim("number", "numbers", question, [form], parts(way, **told, interval="", more="."), key)


def _nps(tables, question):
    rows = tables.records("means", "mean", question=question.name, row="nps", by=printed.TOTAL)
    if not rows:
        return None
    nps = printed.figure("means", rows[0], "mean", unit=say("điểm"), low=rows[0]["low"], high=rows[0]["high"])
    told = "{topic}: tỷ lệ ủng hộ (9–10) trừ tỷ lệ không ủng hộ (0–6), tức NPS, là {nps}{interval}."
    topic = names.topic(tables.form, question.name)
    forms = [parts(told, topic=topic, nps=nps, interval=_interval("means", rows[0]))]
    return _claim("nps", "means", question, forms, (), (nps, f"NPS – {topic}"))


def _interval(name, row, digits=1):
    """The printed interval of a mean, behind it; nothing where there is none."""
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return ()
    low, high = (printed.figure(name, row, end, digits=digits) for end in ("low", "high"))
    return parts(" (khoảng tin cậy 95%: {low} đến {high})", low=low, high=high)


def _rank(tables, question, rows, lost):
    means = sorted(tables.records("ranks", "mean_rank", question=question.name), key=lambda row: row["mean_rank"])
    topic, told = names.topic(tables.form, question.name), []
    for at, row in enumerate(means[:MOST]):
        start = f"{', ' if at else ''}“{_option(tables, row)}” ("
        told += [start, printed.figure("ranks", row, "mean_rank", digits=2), ")"]
    best = "về {topic}, xếp cao nhất theo thứ hạng trung bình (1 là đầu): {listed}"
    made = [*parts(best, topic=topic, listed=told), "; "] if told else []
    first = max(rows, key=lambda row: row["percent"], default=None)
    if first:
        way = "“{option}” được xếp thứ nhất nhiều nhất: {figure}{end}"
        way = way if made else f"về {{topic}}, {way}"
        end = _base(tables, question, first)
        option, figure = _option(tables, first), _share(tables, first)
        made += parts(way, topic=topic, option=option, figure=figure, end=end)
    elif made:
        made.pop()
    if not made:
        return None
    if not told:
        return _claim("order", "ranks", question, [(*made, ".")])
    about = {"topic": topic, "option": _option(tables, means[0])}
    brief = parts("“{option}” có thứ hạng trung bình cao nhất về {topic} ({mean}).", **about, mean=told[1])
    key = (told[1], say("thứ hạng trung bình của “{option}”, cao nhất về {topic}", **about))
    return _claim("order", "ranks", question, [(*made, ".")], brief, key)
