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
THINGS = (
    "{start}{topic} được chọn nhiều nhất là {listed}.",
    MOST_CHOSEN[1],
    "{start}{listed} là {topic} được chọn nhiều nhất.",
)  # of a topic that is what one may choose
UNSURE = "{start}về {topic}, chưa đủ căn cứ nói phương án nào nhiều nhất."
RANGE = "Các tỷ lệ từ {low} (“{last}”) đến {high} (“{first}”)."
LISTED = "{start}về {topic}: {listed}{end}"
AMONG = "{start}về {topic}, trong số phương án được chọn nhiều có {listed}{end}"  # not all that may be as much
FIRST = "{start}về {topic}, nhiều nhất là {listed}{more}{end}"
NEXT, OTHER = ", tiếp theo là {listed}", "; phương án khác: {listed}"
LEVELS = "Các mức khác: {listed}."
NET, CLEAR, ALSO = "về {topic}, {listed}.", "{listed}.", "{figure} thuộc nhóm “{net}”"
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
    for question in tables.form.variables:
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
    """The answer that most people gave, and the next; side by side where which of them is the first is not sure."""
    ranked = given.ranked(rows)
    told = _about(tables, question, "" if given.is_most(rows, lost) else given.of_printed(lost))
    told_of = len(rows) if len(rows) <= FEW else given.leading(tables, ranked, MOST)
    beside = ranked[1 : max(told_of, len(given.tied(tables, ranked)))]
    more = ["; ", *given.listed(tables, beside)] if beside else []
    end = [*more, *given.nets(tables, question), *given.base(tables, question, ranked[0]), "."]
    if question.name in {*tables.survey.banners, *tables.survey.weighting.margins}:
        top = {"option": given.option(tables, ranked[0]), "figure": given.share(tables, ranked[0])}
        form = parts("{start}về {topic}: “{option}” {figure}{end}", **told, **top, end=end)
        return given.claim("share", "frequencies", question, [form])
    forms, brief, key = _answered(tables, question, ranked[0], told, end)
    shorter = ()
    if len(given.tied(tables, ranked)) > 1:
        listed = [ranked[0], *beside]
        shorter = given.shorter(tables, given.listed, _those(listed, ranked), listed, **told, end=".")
        brief, key = shorter[0][0], ()
    return given.claim("share", "frequencies", question, forms, brief, key, shorter)


def _about(tables, question, start):
    return {"start": start, "topic": names.topic(tables.form, question.name)}


def _answered(tables, question, top, told, end):
    """(forms, brief, key figure) of one answer: how many gave it, and on what where that does not say it."""
    is_clear = names.is_clear(tables.form, question.name, [top["option"]])
    did = say("trả lời {options}", options=f"“{given.option(tables, top)}”")
    did = names.did(tables.form, question.name, [top["option"]], "trả lời") if is_clear else did
    ways = ["{start}{many} {did} về {topic}{end}", "{start}về {topic}, {many} {did}{end}"]
    ways = ["{start}{many} {did}{end}"] if is_clear else ways
    figure = given.share(tables, top)
    told = told | {"many": given.many(tables, figure), "did": did}
    key = did if is_clear else say("{did} về {topic}", did=did, topic=told["topic"])
    return [parts(way, **told, end=end) for way in ways], parts(ways[-1], **told, end="."), (figure, key)


def _multiple(tables, question, rows, lost):
    """The options that most people chose; where every one may be it, that none is known to be."""
    ranked = given.ranked(rows)
    tied, told = given.tied(tables, ranked), _about(tables, question, given.of_printed(lost))
    end = [*given.nets(tables, question), *_of_whom(tables, question, ranked[0]), "."]
    is_all = len(tied) == len(ranked) == len(question.choices) - lost > 2  # and none that nobody chose
    is_even = given.is_even(tables, ranked[0], ranked[-1])
    make = _spread if is_all and not is_even else _foremost
    forms, briefs, shorter = make(tables, told, ranked, tied, end)
    key = _chosen(tables, question, ranked[0], told["topic"]) if len(tied) == 1 else ()
    return replace(given.claim("order", "frequencies", question, forms, briefs[0], key, shorter), briefs=briefs)


def _of_whom(tables, question, row):
    whom = asked_of(tables.form, question)
    people = ", trong {people} trả lời ({whom})" if whom else ", trong {people} trả lời"
    return parts(people, people=printed.people("frequencies", row), whom=whom)


def _chosen(tables, question, row, topic):
    """(share of an option, what people did who chose it)."""
    is_clear = names.is_clear(tables.form, question.name, [row["option"]])
    key = say("chọn “{option}” về {topic}", option=given.option(tables, row), topic=topic)
    return given.share(tables, row), names.did(tables.form, question.name, [row["option"]]) if is_clear else key


def _foremost(tables, told, ranked, first, end):
    """(forms, briefs, shorter ways): the option chosen most, or those of which each may be it, then the next; one alone
    of which figures are printed is not called it."""
    is_next, is_few = given.is_apart(tables, ranked, len(first)), len(ranked) <= FEW
    known = len(ranked) if is_few else given.leading(tables, ranked, MOST) if is_next else 0
    rest = ranked[len(first) : known]
    more = parts(NEXT if is_next else OTHER, listed=given.bracketed(tables, rest)) if rest else ()
    those = [*given.one_of(tables, ranked, first), *given.bracketed(tables, first)]
    is_thing = not told["topic"].startswith("“")
    briefs = tuple(parts(way, **told, listed=those) for way in (THINGS if is_thing else MOST_CHOSEN))
    way = _those(first, ranked) if len(first) > 1 or told["start"] else MOST_CHOSEN[1]  # else none is first of all
    shorter = given.shorter(tables, given.bracketed, way, first, **told, end=".")
    listed = {"listed": those, "more": more, "end": end}
    if len(ranked) == 1 and told["start"]:
        return [parts(LISTED, **told, **listed)], (parts(LISTED, **told, **listed | {"end": "."}),), shorter
    if len(first) > 1:
        return [parts(FIRST, **told, **listed)], briefs, shorter
    top = {"option": given.option(tables, first[0]), "figure": given.share(tables, first[0])}
    forms = ONE[is_thing], FIRST
    return [parts(form, **told, **listed, **top) for form in forms], briefs, shorter


def _those(first, ranked):
    """The sentence that lists the first of some options: as all there are, or as some of those chosen often."""
    return LISTED if len(first) in (1, len(ranked)) else AMONG


ONE = (
    "{start}“{option}” được chọn nhiều nhất về {topic} ({figure}){more}{end}",
    "{start}{topic} được chọn nhiều nhất là “{option}” ({figure}){more}{end}",
)


def _spread(tables, told, ranked, tied, end):
    """(forms, briefs, shorter ways) where every option may be the one chosen most: the lowest and highest share."""
    top, bottom = ([given.option(tables, r) for r in ranked if given.is_even(tables, r, ranked[at])] for at in (0, -1))
    told = told | {"first": "”, “".join(top), "high": given.share(tables, ranked[0])}
    told |= {"last": "”, “".join(bottom), "low": given.share(tables, ranked[-1])}
    forms, briefs = ([parts(way, **told, end=last) for way in SPREAD] for last in (end, "."))
    return forms, tuple(briefs), [(parts(UNSURE, **told), parts(RANGE, **told))]


def _ordinal(tables, question, rows, lost):
    """The two ends of the scale, of those on it; of a scale of bands its nets and the answer given most."""
    whole = tables.whole.get(question.name, pd.DataFrame(columns=["row", "percent"]))
    ends = [row for row in whole.dropna(subset=["percent"]).to_dict("records") if row["row"] in ENDS]
    if len(question.points) < FEW or len(ends) < len(ENDS) or lost:
        return _bands(tables, question, rows, lost)
    high, low = given.ranked(ends)
    one, other = (_chose_end(tables, question, row) for row in (high, low))
    lead = names.lead(tables.form, question.name, question.option_labels)
    a, b = (printed.of_all(tables, "banners", row) for row in (high, low))
    many = given.many(tables, a, printed.around(tables, high))
    told = {"lead": lead, "many": many, "one": one, "b": b, "other": other, "nets": given.nets(tables, question)}
    end = _beside(tables, question, rows, high)
    forms = [parts(way, **told, end=end) for way in TWO_ENDS]
    key = (a, one if not lead else f"{one} ({names.topic(tables.form, question.name)})")
    rest = parts(LEFT_OUT, whom=names.apart(question)) if question.apart else ()
    brief, shorter = parts(ONE_END, **told), ()
    if printed.around(tables, high)[0] <= HALF:  # no end of it is what most people said
        shorter = [(brief, (*parts(OTHER_END, **told), *([" "] if rest else []), *rest))]
        brief = parts(BOTH_ENDS, **told)
    return replace(given.claim("scale", "banners", question, forms, brief, key, shorter), rest=rest)


HALF = 50
ONE_END, BOTH_ENDS, OTHER_END = "{lead}{many} {one}.", "{lead}{many} {one}, {b} {other}.", "{b} {other}."
TWO_ENDS = "{lead}{many} {one}, còn {b} {other}{nets}{end}.", "{lead}{many} {one}, {b} {other}{nets}{end}."
ENDS = {"top2": slice(-2, None), "bottom2": slice(None, 2)}  # rows of a scale's ends → which of its points


def _chose_end(tables, question, row):
    """What people did who chose one of the two points at an end of the scale."""
    labels = {c.name: c.label for c in question.choices}
    points = [labels[point] for point in question.points[ENDS[row["row"]]]]
    return names.did(tables.form, question.name, points, "trả lời")


def _beside(tables, question, rows, end):
    """Of how many people the ends of a scale are, and how many stand outside it; of a scale without such answers, how
    many answered."""
    labels = {c.label for c in question.choices if c.name in question.apart}
    apart = [row for row in rows if row["option"] in labels]
    if not apart:
        return given.base(tables, question, rows[0])
    own = "; “{option}”: {figure} số người trả lời"
    beside = [p for r in apart for p in parts(own, option=given.option(tables, r), figure=given.share(tables, r))]
    people = printed.people("banners", end)
    return parts(" ({people} chọn một mức của thang{beside})", people=people, beside=beside)


def _bands(tables, question, rows, lost):
    """A scale of bands by its nets, else every one of few bands, else those that most people gave; where there is
    no room for all, the band that most people gave stands first."""
    is_sure = len(rows) > FEW and given.is_most(rows, lost)
    told = _about(tables, question, "" if is_sure else given.of_printed(lost))
    nets, end = given.nets(tables, question), [*given.base(tables, question, rows[0]), "."]
    ranked, few = given.ranked(rows), len(rows) <= FEW
    first = rows if few else given.tied(tables, ranked)
    those = [*([] if few else given.one_of(tables, ranked, first)), *given.listed(tables, first)]
    way = partial(parts, LISTED if few else FIRST, **told, listed=those, more=())
    brief, shorter = way(end="."), ()
    key = (given.share(tables, ranked[0]), f"“{given.option(tables, ranked[0])}” – {told['topic']}")
    key = key if given.is_alone(tables, ranked) else ()
    if nets:
        brief, key, shorter = _net(tables, question, told["topic"])
    elif few:
        shorter = given.shorter(tables, given.listed, LISTED, ranked, next_are=LEVELS, **told, end=".")
    return given.claim("scale", "frequencies", question, [way(end=[*nets, *end])], brief, key, shorter)


def _net(tables, question, topic):
    """(brief, key figure, shorter ways) of the declared nets of a scale."""
    rows, own = given.net_rows(tables, question), partial(printed.of_all, tables, "banners")
    dids = [names.in_net(tables.form, question.name, row["option"]) for row in rows]
    is_clear = names.is_clear(tables.form, question.name, [row["option"] for row in rows])
    first, way = (own(rows[0]), f" {dids[0]}"), partial(parts, CLEAR if is_clear else NET, topic=topic)
    others = [
        (own(row), f" {did}") if is_clear else parts(ALSO, figure=own(row), net=given.option(tables, row))
        for row, did in zip(rows[1:], dids[1:], strict=True)
    ]
    beside = [part for at, also in enumerate(others) for part in (*([", "] if at else []), *also)]
    key = (own(rows[-1]), dids[-1] if is_clear else f"{dids[-1]} ({topic})")
    brief = way(listed=(*first, ", ", *beside) if beside else first)
    return brief, key, [(way(listed=first), (*beside, ".") if beside else ())]
