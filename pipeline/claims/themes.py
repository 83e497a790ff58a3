"""Claims on what people wrote in their own words: the themes named most often."""

from dataclasses import replace
from functools import partial

from pipeline import wording
from pipeline.claims import given, names, printed, scale, tones
from pipeline.claims.model import Claim, tidy
from pipeline.claims.printed import TOTAL, word
from pipeline.wording import parts, say

NONE, APART = "0", ("0", "khac", "chua")  # no opinion; the same, small codes folded together, not coded
NET = "nhóm lớn"
MOST, FEW = 3, 100  # themes told where one leads; answers drawn at random under which an estimate is called rough
OF_WRITERS = "trong {people} ghi ý kiến về {topic}, được nêu nhiều nhất (ước lượng) là {listed}{more}."
ESTIMATED = (
    "{topic}, được nêu nhiều nhất theo ước lượng: {listed}{more}{end}",
    "về {topic}, được nêu nhiều nhất, theo ước lượng, là {listed}{more}{end}",
)
BRIEFLY = "về {topic}, được nêu nhiều nhất (ước lượng) là {listed}."
EVEN = "về {topic}, được nêu nhiều nhất (ước lượng) là các nội dung có tỷ lệ từ {low} đến {high}."  # each may be first
THESE = "Đó là {listed}."
COUNTED = "{topic} được nêu {most}: {listed}{more}{end}", "về {topic}, {most} là {listed}{more}{end}"
OF_CODED = "trong {people} có ghi ý kiến về {topic}, nêu {most}: {listed}{more}."
OTHERS = "Ý khác được nêu: {listed}."
INSIDE, SINGLY = ", trong đó nhiều nhất là {listed}", "; tính từng ý, nhiều nhất là {listed}"
OF = "Tỷ lệ tính trên {people} có ghi ý kiến{silent}."
SILENT = ", gồm {people} không nêu ý kiến cụ thể"
SOME = "về {topic}, {counted} {listed}."  # where others are hidden none of them is known to be the first
HIDDEN = "Còn {lost} nội dung không nêu được số liệu, có thể được nêu nhiều hơn."
ROUGH = "Ước lượng mới dựa trên {drawn} do người mã hóa, nên còn thô."
GUESSED = "Tỷ lệ gồm câu do máy gợi ý, chưa kiểm chứng."


def claims(tables):
    """A claim an open question whose themes have printed shares: estimated ones where there are, else lower bounds.

    Told are the groups of themes, and themes of no group, whose intervals meet that of the first; then the theme named
    most often, where its interval lies over those of all others; where some are hidden, the largest of the others, none
    of them as the first. The sentiment of a question is told likewise.
    """
    rows, estimates = tables.rows("open_answers"), tables.rows("open_shares", by=TOTAL)
    found = []
    for name, part in rows.groupby("question", sort=False):
        own = _told(estimates[estimates["question"].eq(name)])
        claim = _estimated(tables, name, own, part) if own else _counted(tables, name, part)
        if claim and tones.is_tone(tables, name):
            claim = replace(claim, kind="tone", key_figure=())
        found += [claim] if claim else []
    return found


def _told(rows):
    """The groups and themes with printed shares, the largest first, as dicts."""
    told = rows[~rows["code"].map(word).isin(APART)].dropna(subset=["percent"])
    return given.ranked(told.to_dict("records"))


def _outer(told):
    """The groups, and the themes that are in none of them."""
    groups = {row["name"] for row in told if row["level"] == NET}
    return [row for row in told if word(row["net"]) not in groups]


def _lost(told, rows):
    """How many groups of a question's ``rows``, and themes of no group, have no printed share."""
    themes = rows[~rows["code"].map(word).isin(APART)].to_dict("records")
    return len({row["name"] for row in _outer(themes)} - {row["name"] for row in told})


def _all_told(told, rows):
    """The printed rows, without themes where one of the question's is hidden: none is known to be the first then."""
    themes = rows[rows["level"].ne(NET) & ~rows["code"].map(word).isin(APART)]["name"]
    return told if {*themes} <= {row["name"] for row in told} else [row for row in told if row["level"] == NET]


def _first(rows):
    """Those that may be named most often: their intervals meet that of the first."""
    return [row for row in rows if row is rows[0] or _limits(row)[1] >= _limits(rows[0])[0]]


def _limits(row):
    return (row["low"], row["high"]) if row.get("low") == row.get("low") is not None else scale.around(row)


def _singly(told, first, listed):
    """Behind the groups, the theme that is surely named most often: of the first group, or of all where several are
    first; nothing where there are no groups or no such theme."""
    is_one = len(first) == 1 and first[0]["level"] == NET
    themes = [row for row in told if row["level"] != NET and (not is_one or word(row["net"]) == first[0]["name"])]
    if not any(row["level"] == NET for row in first) or not themes or len(_first(themes)) > 1 or themes[0] in first:
        return ()
    return parts(INSIDE if is_one else SINGLY, listed=listed(themes[:1]))


def _estimated(tables, name, told, rows):
    """Shares of all who wrote, each with its interval."""
    topic, outer = names.topic(tables.form, name), _outer(told)
    people, first = printed.people("open_shares", told[0]), _first(outer)
    written = {"people": people, "silent": _silent(rows)}
    end = parts(", trên {people} có ghi ý kiến{silent}; khoảng tin cậy 95%.", **written)
    if tones.is_tone(tables, name):
        form = parts("{topic}, theo ước lượng: {listed}{end}", topic=topic, listed=_intervals(told[:MOST]), end=end)
        return Claim("tone", "open_shares", (name,), (form,), label=f"question:{name}")
    rough = [printed.figure("open_shares", told[0], "n", unit=say("câu"), digits=0)] if told[0]["n"] < FEW else []
    warning = parts(ROUGH, drawn=rough) if rough else ()
    if lost := _lost(told, rows):
        return _some(tables, name, outer, lost, [parts(OF, **written), warning], say("theo ước lượng có"))
    told = _all_told(told, rows)
    about, more = {"topic": topic, "people": people}, _singly(told, first, _intervals)
    forms = tuple(parts(way, **about, listed=_intervals(first), more=more, end=end) for way in ESTIMATED)
    inside = _singly(told, first, _shares) if len(first) == 1 else ()
    brief = parts(OF_WRITERS, **about, listed=_shares(first), more=inside)
    shorter = _shorter(first, about, [_beside(told, outer, first), parts(OF, **written), warning])
    key = (_share(first[0]), say("{named} (ước lượng)", named=_naming(first[0]))) if len(first) == 1 else ()
    return Claim("theme", "open_shares", (name,), forms, label=f"question:{name}", brief=brief, rest=warning,
                 shorter=shorter, key_figure=key)  # fmt: skip


def _beside(told, outer, first):
    """The sentence after those named most often: the theme that leads, else, where one leads, the next ones."""
    singly = _singly(told, first, _shares)
    if singly:
        start, *rest = singly
        return (*tidy((start.lstrip(",; "), *rest)), ".")
    others = outer[1:MOST] if len(first) == 1 else ()
    return parts(OTHERS, listed=_shares(others)) if others else ()


def _some(tables, name, outer, lost, after, counted, before=""):
    """Of groups and themes some of which are hidden, the largest of the others, and how many are hidden."""
    told = {"topic": names.topic(tables.form, name), "counted": counted, "listed": _shares(outer[:MOST], before)}
    beside = [parts(HIDDEN, lost=str(lost)), *after]
    brief = parts(SOME, **told)
    table = "open_answers" if outer[0].get("low") is None else "open_shares"
    return Claim("theme", table, (name,), (_sentences([brief, *beside]),), label=f"question:{name}", brief=brief,
                 rest=_sentences(beside))  # fmt: skip


def _silent(rows):
    """How many wrote no opinion, behind how many wrote, where that is printed."""
    silent = rows[rows["code"].map(word).eq(NONE) & rows["n"].gt(0)].to_dict("records")
    return [part for row in silent for part in parts(SILENT, people=printed.people("open_answers", row, "n"))]


def _shorter(first, about, after):
    """The first in one sentence, or how many they are and then which; what stands after: (first sentence, rest)."""
    ways = [(parts(BRIEFLY, **about, listed=_shares(first)), ())]
    if len(first) > 1:
        ends = {"low": _share(first[-1]), "high": _share(first[0])}
        ways.append((parts(EVEN, **about, **ends), parts(THESE, listed=_shares(first))))
    return [(bold, _sentences([rest, *after])) for bold, rest in ways]


def _sentences(said):
    """Sentences one after the other, a blank between them."""
    return tuple(part for at, one in enumerate(filter(None, said)) for part in (*([" "] if at else []), *one))


def _called(row):
    """A group of themes or a theme by its quoted name."""
    return say("nhóm “{theme}”" if row["level"] == NET else "“{theme}”", theme=wording.label(row["name"]))


def _naming(row):
    """What people did who named it."""
    told = "nêu ý thuộc nhóm “{theme}”" if row["level"] == NET else "nêu “{theme}”"
    return say(told, theme=wording.label(row["name"]))


def _share(row):
    is_estimate = row.get("low") is not None
    if not is_estimate:
        return printed.share("open_answers", row)
    return printed.share("open_shares", row, limits=(row["low"], row["high"]))


def _shares(rows, before=""):
    """“A” (a), “B” (b) và “C” (c); ``before`` stands before every figure."""
    return names.in_turn([(f"{_called(row)} ({before}", _share(row), ")") for row in rows])


def _intervals(rows):
    """The same with their intervals, semicolons between them."""
    listed = []
    for at, row in enumerate(rows):
        low, high = (printed.figure("open_shares", row, end, unit=u) for end, u in (("low", ""), ("high", "%")))
        told = {"theme": _called(row), "share": _share(row), "low": low, "high": high}
        listed += ["; "] * bool(at) + [*parts("{theme} ({share}, khoảng {low}–{high})", **told)]
    return listed


def is_guessed(coding):
    """Do the counted shares of a question hold guesses of the machine that nobody verified? Then they are no lower
    bounds. ``coding``: its row of ``open_coding``; how many few guesses are is hidden there."""
    return bool(coding["guess"].ne(0).any())


def _counted(tables, name, rows):
    """Shares of the answers that are coded; at least so many where some are not, unless the machine guessed others."""
    told = _told(rows)
    if not told:
        return None
    coding, outer = tables.rows("open_coding", question=name), _outer(told)
    has_guesses, is_least = len(coding) > 0 and is_guessed(coding), rows["code"].map(word).eq("chua").any()
    least = say("máy gợi ý ") if has_guesses else say("ít nhất ") if is_least else ""
    shares, people, first = partial(_shares, before=least), printed.people("open_answers", told[0]), _first(outer)
    about = {"topic": names.topic(tables.form, name), "most": say(_most(rows)), "people": people}
    about |= {"listed": shares(first), "more": _singly(_all_told(told, rows), first, shares)}
    written = {"people": people, "silent": _silent(rows)}
    end = parts(", trong {people} có ghi ý kiến{silent}.", **written)
    forms = tuple(parts(way, **about, end=end) for way in COUNTED)
    warning = (say(GUESSED),) if has_guesses else ()
    if lost := _lost(told, rows):
        return _some(tables, name, outer, lost, [parts(OF, **written), warning], say("được nêu có"), least)
    shorter = [(parts(COUNTED[1], **about, end="."), _sentences([parts(OF, **written), warning]))]
    of = "{named} (máy gợi ý)" if has_guesses else "{named} (ít nhất)" if least else "{named}"
    key = _share(first[0]), say(of, named=_naming(first[0]))
    return Claim("theme", "open_answers", (name,), forms, label=f"question:{name}", rest=warning, shorter=shorter,
                 brief=parts(OF_CODED, **about), key_figure=key)  # fmt: skip


def _most(rows):
    """That some were named most often; of groups that a machine made and nobody has approved, so."""
    states = {word(state) for state in rows["status"]} - {""} if "status" in rows else set()
    return "nhiều nhất trong các nhóm do máy gợi ý" if states and "đã duyệt" not in states else "nhiều nhất"
