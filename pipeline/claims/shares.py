"""Claims on what everybody answered: one a question, from its printed shares, nets, means and ranks."""

from dataclasses import replace
from functools import partial

import pandas as pd

from pipeline.claims import given, names, numbers, printed
from pipeline.claims.asked import asked_of
from pipeline.wording import parts, say

SPREAD = (
    "{start}về {topic}, chưa đủ căn cứ nói phương án nào được chọn nhiều nhất: từ {low} (“{last}”) đến {high}"
    " (“{first}”){end}",
    "{start}chưa đủ căn cứ nói phương án nào được chọn nhiều nhất về {topic}: từ {low} (“{last}”) đến {high}"
    " (“{first}”){end}",
)
MOST_CHOSEN = (
    "{start}được chọn nhiều nhất về {topic}: {listed}.",
    "{start}về {topic}, nhiều nhất là {listed}.",
    "{start}{listed} được chọn nhiều nhất về {topic}.",
)
UNSURE = "{start}về {topic}, chưa đủ căn cứ nói phương án nào nhiều nhất."
RANGE = "Các tỷ lệ từ {low} (“{last}”) đến {high} (“{first}”)."
LISTED = "{start}về {topic}: {listed}{end}"
LEVELS, NETS = "Các mức khác: {listed}.", "Nhóm gộp khác: {listed}."
LEFT_OUT = "Tỷ lệ này không tính người trả lời {whom}."
FEW = 4  # options of which every one is told
MOST = 3


def claims(tables):
    """A claim a closed question, number or ranking that has printed figures, in questionnaire order; NPS beside it.

    What nobody chose is told as no answer; where nothing else is printed there is no claim.
    """
    counted = {name: list(rows.to_dict("records")) for name, rows in _by_question(tables, "frequencies")}
    makes = {"number": numbers.number, "rank": numbers.rank, "ordinal": _ordinal}
    found = []
    for question in tables.form.questions:
        rows = [row for row in counted.get(question.name, ()) if pd.notna(row["percent"])]
        lost = len(counted.get(question.name, ())) - len(rows)
        rows = [row for row in rows if given.share(tables, row).printed > 0]
        make = makes.get(question.kind, _multiple if question.kind == "multiple" else _single)
        if question.kind in ("number", "rank") or rows:
            found += [make(tables, question, rows, lost), numbers.nps(tables, question)]
    return [claim for claim in found if claim]


def _by_question(tables, name):
    rows = tables.rows(name)
    return rows.groupby("question", sort=False) if len(rows) else ()


def _single(tables, question, rows, lost):
    top, *rest = sorted(rows, key=lambda row: -row["percent"])
    start = "" if given.is_most(rows, lost) else given.of_printed(lost)
    rest = rest[: FEW - 1] if len(rows) <= FEW else rest[: MOST - 1]
    figure, topic = given.share(tables, top), names.topic(tables.form, question.name)
    more = ["; ", *given.listed(tables, rest)] if rest else []
    end = [*more, *given.nets(tables, question), *given.base(tables, question, top), "."]
    if question.name in {*tables.survey.banners, *tables.survey.weighting.margins}:
        told = {"start": start, "topic": topic, "option": given.option(tables, top), "figure": figure, "end": end}
        return given.claim(
            "share", "frequencies", question, [parts("{start}về {topic}: “{option}” {figure}{end}", **told)]
        )
    did, word = say("trả lời {options}", options=f"“{given.option(tables, top)}”"), given.word(tables, figure)
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
    shorter = ()
    if rest and given.share(tables, rest[0]).high >= figure.low:  # intervals meet: which is first is not sure
        told = {"start": start, "topic": topic, "end": "."}
        shorter = given.shorter(partial(given.listed, tables), LISTED, [top, *rest], **told)
        brief = shorter[0][0]
    return given.claim("share", "frequencies", question, forms, brief, (figure, key), shorter)


def _multiple(tables, question, rows, lost):
    ranked = sorted(rows, key=lambda row: -row["percent"])
    tied, whom = given.tied(tables, ranked), asked_of(tables.form, question)
    people = ", trong {people} trả lời ({whom})" if whom else ", trong {people} trả lời"
    people = parts(people, people=printed.people("frequencies", ranked[0]), whom=whom)
    topic, end = names.topic(tables.form, question.name), [*given.nets(tables, question), *people, "."]
    is_all = len(tied) == len(ranked) == len(question.choices) - lost > 2  # and none that nobody chose
    is_even = given.share(tables, ranked[0]).printed == given.share(tables, ranked[-1]).printed
    make = _spread if is_all and not is_even else _foremost
    forms, briefs, shorter = make(tables, {"start": given.of_printed(lost), "topic": topic}, ranked, tied, end)
    option = given.option(tables, ranked[0])
    key = say("chọn “{option}” về {topic}", option=option, topic=topic)
    if names.is_clear(tables.form, question.name, [ranked[0]["option"]]):
        key = names.did(tables.form, question.name, [ranked[0]["option"]])
    key = (given.share(tables, ranked[0]), key)
    return replace(given.claim("order", "frequencies", question, forms, briefs[0], key, shorter), briefs=briefs)


def _foremost(tables, told, ranked, tied, end):
    """(forms, briefs, shorter ways): the option chosen most, or those of which each may be it, then the next."""
    first = tied[:MOST]
    rest = ranked[len(first) : FEW if len(ranked) <= FEW else max(MOST, len(first))]
    more = parts(", tiếp theo là {listed}", listed=given.bracketed(tables, rest)) if rest else ()
    briefs = tuple(parts(way, **told, listed=given.bracketed(tables, first)) for way in MOST_CHOSEN)
    way = LISTED if len(first) > 1 else MOST_CHOSEN[1]
    shorter = given.shorter(partial(given.bracketed, tables), way, first, **told, end=".")
    told = told | {"more": more, "end": end}
    if len(first) > 1:
        most = "{start}về {topic}, nhiều nhất là {listed}{more}{end}"
        return [parts(most, **told, listed=given.bracketed(tables, first))], briefs, shorter
    told |= {"option": given.option(tables, first[0]), "figure": given.share(tables, first[0])}
    forms = (
        "{start}“{option}” được chọn nhiều nhất về {topic} ({figure}){more}{end}",
        "{start}về {topic}, nhiều nhất là “{option}” ({figure}){more}{end}",
    )
    return [parts(form, **told) for form in forms], briefs, shorter


def _spread(tables, told, ranked, tied, end):
    """(forms, briefs, shorter ways) where every option may be the one chosen most: the lowest and highest share."""
    told = told | {"first": given.option(tables, ranked[0]), "high": given.share(tables, ranked[0])}
    told |= {"last": given.option(tables, ranked[-1]), "low": given.share(tables, ranked[-1])}
    forms, briefs = ([parts(way, **told, end=last) for way in SPREAD] for last in (end, "."))
    return forms, tuple(briefs), [(parts(UNSURE, **told), parts(RANGE, **told))]


def _ordinal(tables, question, rows, lost):
    """The two ends of the scale, of those on it; of a scale of bands its nets and the answer given most."""
    whole = tables.whole.get(question.name, pd.DataFrame(columns=["row", "percent"]))
    ends = {row["row"]: row for row in whole.dropna(subset=["percent"]).to_dict("records") if row["row"][-1:] == "2"}
    if len(question.points) < FEW or set(ends) != {"top2", "bottom2"} or lost:
        return _bands(tables, question, rows, lost)
    labels = {c.name: c.label for c in question.choices}
    points = {"top2": question.points[-2:], "bottom2": question.points[:2]}
    first, second = sorted(ends, key=lambda end: -ends[end]["percent"])
    a, b = (printed.of_all(tables, "banners", ends[end]) for end in (first, second))
    named = {end: [labels[p] for p in points[end]] for end in points}
    one, other = (names.did(tables.form, question.name, named[end], "trả lời") for end in (first, second))
    lead = names.lead(tables.form, question.name, question.option_labels)
    around = printed.around(tables, ends[first])
    word, nets = given.word(tables, replace(a, low=around[0], high=around[1])), given.nets(tables, question)
    end = given.base(tables, question, rows[0])
    apart = [row for row in rows if row["option"] in {labels[name] for name in question.apart}]
    if apart:
        own = "; “{option}”: {figure} số người trả lời"
        beside = [p for r in apart for p in parts(own, option=given.option(tables, r), figure=given.share(tables, r))]
        people = printed.people("banners", ends[first])
        end = parts(" ({people} chọn một mức của thang{beside})", people=people, beside=beside)
    told = {"lead": lead, "word": word, "a": a, "one": one, "b": b, "other": other, "nets": nets, "end": end}
    forms = [
        parts("{lead}{word} ({a}) {one}, còn {b} {other}{nets}{end}.", **told),
        parts("{lead}{a} {one} ({word}), {b} {other}{nets}{end}.", **told),
    ]
    key = (a, one if not lead else f"{one} ({names.topic(tables.form, question.name)})")
    brief = parts("{lead}{word} ({a}) {one}.", lead=lead, word=word, a=a, one=one)
    rest = parts(LEFT_OUT, whom=names.apart(question)) if apart else ()
    return replace(given.claim("scale", "banners", question, forms, brief, key), rest=rest)


def _bands(tables, question, rows, lost):
    most, topic = max(rows, key=lambda row: row["percent"]), names.topic(tables.form, question.name)
    nets, end, start = (
        given.nets(tables, question),
        [*given.base(tables, question, rows[0]), "."],
        given.of_printed(lost),
    )
    start = "" if len(rows) > FEW and given.is_most(rows, lost) else start
    if len(rows) <= FEW:
        way, told = LISTED, {"listed": given.listed(tables, rows)}
    else:
        way = "{start}về {topic}, nhiều nhất là “{option}”: {figure}{more}{end}"
        told = {"option": given.option(tables, most), "figure": given.share(tables, most), "more": ()}
    told |= {"start": start, "topic": topic}
    if nets:
        brief = parts("về {topic}: {listed}.", topic=topic, listed=nets[1:])
        key = (nets[-1], f"{nets[-2].strip()} – {topic}")
        more = parts(NETS, listed=nets[4:]) if nets[4:] else ()
        shorter = [(parts("về {topic}: {listed}.", topic=topic, listed=nets[1:3]), more)]
    else:
        brief, shorter = parts(way, **told, end="."), ()
        if "listed" in told:
            about = {"start": start, "topic": topic, "end": "."}
            shorter = given.shorter(partial(given.listed, tables), LISTED, rows, next_are=LEVELS, **about)
        key = (given.share(tables, most), f"“{given.option(tables, most)}” – {topic}")
    form = parts(way, **told, end=[*nets, *end])
    return given.claim("scale", "frequencies", question, [form], brief, key, shorter)
