"""Claims on what people wrote in their own words: the themes named most often."""

from dataclasses import replace

import numpy as np

from pipeline import vi, wording
from pipeline.claims import given, names, printed, tones
from pipeline.claims.levels import SURELY
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
EVEN = (
    "về {topic}, {n} nội dung được nêu nhiều nhất có tỷ lệ ước lượng từ {low} đến {high}.",
    "về {topic}, được nêu nhiều nhất (ước lượng) là một trong {n} nội dung có tỷ lệ từ {low} đến {high}.",
)
THESE = "Đó là {listed}."
COUNTED = "{which} về {topic} ({by}): {listed}{end}", "về {topic}, {which} ({by}): {listed}{end}"
TONES = "{topic} ({by}): {listed}{end}"
THOSE, SOME_OF, PRINTED = "các ý được nêu", "một số ý được nêu", "các ý nêu được số liệu"
BY_CODES = "theo mã hiện có"
OTHERS = "Ý khác được nêu: {listed}."
INSIDE, SINGLY = ", trong đó nhiều nhất là {listed}", "; tính từng ý, nhiều nhất là {listed}"
OF = "Tỷ lệ tính trên {people} có ghi ý kiến{silent}."
UNCODED, BY_MACHINE = "chua", " (tính theo máy)"
HELD = {"khac": "{people} nêu ý kiến khác", "0": "{people} không nêu ý kiến cụ thể", "chua": "{people} chưa mã hóa"}
FEW_HELD = {"chua": "một số người chưa mã hóa"}  # the same, how many hidden
OF_SOME = "về {topic}, một số ý được nêu (ước lượng): {listed}."
SOME = "về {topic}, theo ước lượng có {listed}."  # where others are hidden none of them is known to be the first
HIDDEN = "Còn {lost} nội dung không nêu được số liệu, có thể được nêu nhiều hơn."
ROUGH = "Ước lượng mới dựa trên {drawn} do người mã hóa, nên còn thô."
ALL_GUESSED, SOME_GUESSED = "do máy gợi ý, chưa kiểm chứng", "gồm câu do máy gợi ý, chưa kiểm chứng"


def claims(tables):
    """A claim an open question whose themes have printed shares: estimated ones where there are, else counted ones.

    Told are the groups of themes, and themes of no group, whose intervals meet that of the first; then the theme named
    most often, where its interval lies over those of all others; where some are hidden, the largest of the others, none
    of them as the first. Counted shares have no intervals: some are told, in no order. The sentiment of a question is
    told likewise.
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


def _foremost(told):
    """The first MOST or so, none of which is as large in print as the next."""
    return told[: given.untied([printed.share("open_shares", row) for row in told], MOST)]


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


def _one_of(first, outer):
    """What stands before several of which each may be named most often, where another may be as often as one of
    these."""
    others = [_limits(row)[1] for row in outer[len(first) :]]
    is_apart = min(_limits(row)[0] for row in first) > max(others, default=-1)
    return "" if len(first) == 1 or is_apart else say("một trong ")


def _limits(row):
    """The interval that decides an order: as the printed one, of what coding may err, and of who happened to answer."""
    share, sampled = row["percent"], SURELY * np.sqrt(row["percent"] * (100 - row["percent"]) / row["base"])
    return share - np.hypot(share - row["low"], sampled), share + np.hypot(row["high"] - share, sampled)


def _singly(told, first, listed):
    """Behind the groups, the theme that is surely named most often: of the first group, or of all where several are
    first; nothing where there are no groups or no such theme."""
    is_one = len(first) == 1 and first[0]["level"] == NET
    themes = [row for row in told if row["level"] != NET and (not is_one or word(row["net"]) == first[0]["name"])]
    if not any(row["level"] == NET for row in first) or not themes or len(_first(themes)) > 1:
        return ()
    return parts(INSIDE if is_one else SINGLY, listed=listed(themes[:1]))


def _estimated(tables, name, told, rows):
    """Shares of all who wrote, each with its interval."""
    topic, outer = names.topic(tables.form, name), _outer(told)
    people, first = printed.people("open_shares", told[0]), _first(outer)
    written = {"people": people, "silent": held(rows, NONE, UNCODED, how=say(BY_MACHINE))}
    end = parts(", trên {people} có ghi ý kiến{silent}; khoảng 95% chỉ kể sai số mã hóa.", **written)
    if tones.is_tone(tables, name):
        form = parts("{topic}, theo ước lượng: {listed}{end}", topic=topic, listed=_intervals(_foremost(told)), end=end)
        return Claim("tone", "open_shares", (name,), (form,), label=f"question:{name}")
    rough = [printed.figure("open_shares", told[0], "n", unit=say("câu"), digits=0)] if told[0]["n"] < FEW else []
    warning = parts(ROUGH, drawn=rough) if rough else ()
    if lost := _lost(told, rows):
        return _some(tables, name, outer, lost, [parts(OF, **written), warning])
    told = _all_told(told, rows)
    about = {"topic": topic, "people": people, "one": _one_of(first, outer)}
    listed, more = [*_those(about), *_intervals(first)], _singly(told, first, _intervals)
    forms = tuple(parts(way, **about, listed=listed, more=more, end=end) for way in ESTIMATED)
    inside = _singly(told, first, _intervals) if len(first) == 1 else ()
    brief = parts(OF_WRITERS, **about, listed=[*_those(about), *_bold(first)], more=inside)
    shorter = _shorter(first, about, [_beside(told, outer, first), parts(OF, **written), warning])
    key = (_share(first[0]), _named(first[0])) if len(first) == 1 else ()
    return Claim("theme", "open_shares", (name,), forms, label=f"question:{name}", brief=brief, rest=warning,
                 shorter=shorter, key_figure=key)  # fmt: skip


def _those(about):
    return [about["one"], say("các nội dung ")] if about["one"] else []


def _beside(told, outer, first):
    """The sentence after those named most often: the theme that leads, else, where one leads, the next ones."""
    singly = _singly(told, first, _intervals)
    if singly:
        start, *rest = singly
        return (*tidy((start.lstrip(",; "), *rest)), ".")
    few = len(outer) <= MOST + 1  # where all are named, none is said to be more than one left out
    most = len(outer) if few else given.first([_limits(row) for row in outer], MOST)
    others = outer[1:most] if len(first) == 1 else ()
    return parts(OTHERS, listed=_intervals(others)) if others else ()


def _some(tables, name, outer, lost, after):
    """Of estimated groups and themes some of which are hidden, the largest of the others, and how many are hidden."""
    beside = [parts(HIDDEN, lost=str(lost)), *after]
    some = _foremost(outer)
    way = OF_SOME if len(outer) > len(some) else SOME
    brief = parts(way, topic=names.topic(tables.form, name), listed=_bold(some))
    return Claim("theme", "open_shares", (name,), (_sentences([brief, *beside]),), label=f"question:{name}",
                 brief=brief, rest=_sentences(beside))  # fmt: skip


def held(rows, *codes, how=""):
    """Of some codes that are no theme ("khac": small ones together, "0": no opinion, "chua": not coded), behind how
    many wrote, how many of these have them; nothing where nobody has. ``how``: what an estimate does with those that
    are not coded."""
    told = []
    for row in rows[rows["code"].map(word).isin(codes) & rows["n"].ne(0)].to_dict("records"):
        code, is_known = word(row["code"]), row["n"] == row["n"]
        if is_known or code in FEW_HELD:
            people = printed.people("open_answers", row, "n") if is_known else ""
            way = parts(HELD[code] if is_known else FEW_HELD[code], people=people)
            told.append((*way, how) if code == UNCODED else way)
    return parts(", gồm {listed}", listed=names.in_turn(told)) if told else ()


def _shorter(first, about, after):
    """The first in one sentence, or how many they are and then which; what stands after: (first sentence, rest)."""
    ways = [(parts(BRIEFLY, **about, listed=[*_those(about), *_bold(first)]), ())]
    if len(first) > 1:
        ends = {"low": _share(first[-1]), "high": _share(first[0]), "n": str(len(first))}
        ways.append((parts(EVEN[bool(about["one"])], **about, **ends), parts(THESE, listed=_intervals(first))))
    return [(bold, _sentences([rest, *after])) for bold, rest in ways]


def _sentences(said):
    """Sentences one after the other, a blank between them."""
    return tuple(part for at, one in enumerate(filter(None, said)) for part in (*([" "] if at else []), *one))


def _called(row):
    """A group of themes or a theme by its quoted name."""
    return say("nhóm ý “{theme}”" if row["level"] == NET else "“{theme}”", theme=wording.label(row["name"]))


def _naming(row):
    """What people did who named it."""
    told = "nêu ý thuộc nhóm “{theme}”" if row["level"] == NET else "nêu “{theme}”"
    return say(told, theme=wording.label(row["name"]))


def _named(row):
    """The same with the interval of its share."""
    low, high = (vi.share(row[end], row["base"]) for end in ("low", "high"))
    return say("{named} (ước lượng, khoảng {low}–{high}%)", named=_naming(row), low=low, high=high)


def _share(row):
    return printed.share("open_shares", row, limits=(row["low"], row["high"]))


def _bold(rows):
    """One with its interval, several with shares alone, for a finding has few words."""
    return _intervals(rows) if len(rows) == 1 else _shares(rows)


def _shares(rows):
    """“A” (khoảng a), “B” (khoảng b) và “C” (khoảng c)."""
    return names.in_turn([parts("{theme} (khoảng {share})", theme=_called(row), share=_share(row)) for row in rows])


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


def guessed(coding):
    """That these are guesses of the machine, or some of them are; "" where none is."""
    others = coding.reindex(columns=["person", "by_rule", "by_model"]).ne(0).any(axis=None)
    return say(SOME_GUESSED if others else ALL_GUESSED) if is_guessed(coding) else ""


def by_codes(coding):
    """What counted shares are: by the codes so far, and how far these are guesses of the machine."""
    return ", ".join(filter(None, [say(BY_CODES), guessed(coding)]))


def _counted(tables, name, rows):
    """Some of the shares of all who wrote by their codes so far, in no order, for they have no intervals; at least so
    many where some are not coded, unless the machine guessed others."""
    told, coding = _told(rows), tables.rows("open_coding", question=name)
    if not told:
        return None
    outer, lost, people = _outer(told), _lost(told, rows), printed.people("open_answers", told[0])
    least = say("ít nhất ") if rows["code"].map(word).eq("chua").any() and not is_guessed(coding) else ""
    some = outer if len(outer) == MOST + 1 else _foremost(outer)  # one alone is not left out
    listed = [(f"{_called(row)} ({least}", printed.share("open_answers", row), ")") for row in some]
    which = SOME_OF if len(outer) > len(some) else PRINTED if lost else THOSE
    told_of = {"topic": names.topic(tables.form, name), "which": say(which), "by": by_codes(coding)}
    told_of |= {"listed": names.in_turn(listed)}
    written = {"people": people, "silent": held(rows, *HELD)}
    end = parts(", trong {people} có ghi ý kiến{silent}.", **written)
    ways = (TONES,) if tones.is_tone(tables, name) else COUNTED
    rest = _sentences([parts(OF, **written), parts(HIDDEN, lost=str(lost)) if lost else ()])
    return Claim("theme", "open_answers", (name,), tuple(parts(way, **told_of, end=end) for way in ways),
                 label=f"question:{name}", brief=parts(ways[-1], **told_of, end="."), rest=rest)  # fmt: skip
