"""Claims on what people wrote in their own words: the themes named most often."""

from dataclasses import replace
from functools import partial

from pipeline import wording
from pipeline.claims import given, names, printed, tones
from pipeline.claims.model import Claim
from pipeline.claims.printed import TOTAL, word
from pipeline.wording import parts, say

APART = ("0", "khac", "chua")  # no opinion, small codes folded together, not coded
NET = "nhóm lớn"
MOST, BRIEF = 3, 2
OF_WRITERS = "trong {people} có ghi ý kiến về {topic}, điều được nêu nhiều nhất, theo ước lượng, là {listed}."
BESIDE = "trong {people} có ghi ý kiến về {topic}, theo ước lượng: {listed}."
ESTIMATED = (
    "{topic} được nêu nhiều nhất, theo ước lượng: {listed}{end}",
    "Về {topic}, ước lượng nhiều nhất là {listed}{end}",
)
EVEN = "Về {topic}, theo ước lượng: {listed}{end}"  # none is surely the first
NEXT = "Cũng hay được nêu: {listed}."  # in what order is not sure
OF = "Tỷ lệ tính trên {people} có ghi ý kiến."
OF_CODED = "trong {people} có ghi ý kiến về {topic}, nêu {most}: {listed}."


def claims(tables):
    """A claim an open question whose themes have printed shares: estimated ones where there are, else lower bounds.

    The sentiment of a question is told likewise.
    """
    rows, estimates = tables.rows("open_answers"), tables.rows("open_shares", by=TOTAL)
    found = []
    for name, part in rows.groupby("question", sort=False):
        own = _themes(estimates[estimates["question"].eq(name)])
        claim = _estimated(tables, name, own) if own else _counted(tables, name, part)
        if claim and tones.is_tone(tables, name):
            claim = replace(claim, kind="tone", key_figure=())
        found += [claim] if claim else []
    return found


def _themes(rows):
    """The themes with the largest printed shares, as dicts."""
    told = rows[~rows["code"].map(word).isin(APART) & rows["level"].ne(NET)].dropna(subset=["percent"])
    return told.sort_values("percent", ascending=False, kind="stable").head(MOST).to_dict("records")


def _topic(tables, name):
    """What was written on; where codes are gathered into larger groups, that it is not these."""
    rows = tables.rows("open_answers")
    has_nets = rows["level"].eq(NET)[rows["question"].eq(name)].any()
    return names.topic(tables.form, name) + (say(" (từng ý chi tiết)") if has_nets else "")


def _first(told, most):
    """How many themes may be said to be named most often, ``most`` of them at best: the last place up to there after
    which the next one is surely named less often (their intervals are apart); 0 where there is none."""
    places = range(1, min(len(told) - 1, most) + 1)
    return max((at for at in places if told[at - 1]["low"] > told[at]["high"]), default=1 if len(told) == 1 else 0)


def _estimated(tables, name, told):
    """Shares of all who wrote, each with its interval."""
    listed, topic = _in_turn([_themed(row) for row in told]), _topic(tables, name)
    people = printed.people("open_shares", told[0])
    end = parts(", trên {people} có ghi ý kiến; khoảng tin cậy 95%.", people=people)
    if tones.is_tone(tables, name):
        form = parts("{topic}, theo ước lượng: {listed}{end}", topic=topic, listed=listed, end=end)
        return Claim("tone", "open_shares", (name,), (form,), label=f"question:{name}")
    forms = tuple(parts(way, topic=topic, listed=listed, end=end) for way in ESTIMATED)
    brief, shorter = _in_brief(told, topic, people)
    key = (printed.share("open_shares", told[0], limits=(told[0]["low"], told[0]["high"])),
           say("nêu “{theme}” (ước lượng)", theme=wording.label(told[0]["name"])))  # fmt: skip
    return Claim("theme", "open_shares", (name,), forms, label=f"question:{name}", brief=brief, shorter=shorter,
                 key_figure=key)  # fmt: skip


def _in_brief(told, topic, people):
    """(brief, shorter ways): the themes that surely lead; where none does, the first ones side by side."""
    shares = [
        (wording.label(row["name"]), printed.share("open_shares", row, limits=(row["low"], row["high"])))
        for row in told
    ]
    first, leads = _first(told, BRIEF), _first(told, 1)
    brief = parts(
        OF_WRITERS if first else BESIDE, people=people, topic=topic, listed=names.listed(shares[: first or MOST])
    )
    named = BRIEF if first == BRIEF else MOST  # two, or three where the third may be as large as the second
    return brief, _shorter(ESTIMATED[1] if leads else EVEN, shares[:named], people, topic=topic, end=".")


def _themed(row):
    """A theme with its estimated share and its interval."""
    low, high = (printed.figure("open_shares", row, end, unit=u) for end, u in (("low", ""), ("high", "%")))
    share = printed.share("open_shares", row, limits=(row["low"], row["high"]))
    theme = wording.label(row["name"])
    return parts("“{theme}” ({share}, khoảng {low}–{high})", theme=theme, share=share, low=low, high=high)


def _in_turn(listed):
    """Lists of parts one after the other, a semicolon between them."""
    return [part for at, own in enumerate(listed) for part in (*(["; "] if at else []), *own)]


def is_guessed(coding):
    """Do the counted shares of a question hold guesses of the machine that nobody verified? Then they are no lower
    bounds. ``coding``: its row of ``open_coding``; how many few guesses are is hidden there."""
    return bool(coding["guess"].ne(0).any())


def _counted(tables, name, rows):
    """Shares of the answers that are coded; at least so many where some are not, unless the machine guessed others."""
    told = _themes(rows)
    if not told:
        return None
    known = tables.rows("open_coding", question=name)
    has_guesses, is_least = len(known) and is_guessed(known), rows["code"].map(word).eq("chua").any()
    least = say("máy gợi ý ") if has_guesses else say("ít nhất ") if is_least else ""
    listed = [(wording.label(row["name"]), printed.share("open_answers", row)) for row in told]
    topic, most = _topic(tables, name), say(_most(rows))
    wrote = printed.people("open_answers", told[0])
    people = parts(", trong {people} có ghi ý kiến.", people=wrote)
    about = {"topic": topic, "most": most}
    way, all_of = "Về {topic}, {most} là {listed}{end}", names.listed(listed, least)
    forms = (
        parts("{topic} được nêu {most}: {listed}{end}", **about, listed=all_of, end=people),
        parts(way, **about, listed=all_of, end=people),
    )
    first = listed[:BRIEF]
    brief = parts(OF_CODED, **about, people=wrote, listed=names.listed(first, least))
    shorter = _shorter(way, first, wrote, least, **about, end=".")
    counted = "nêu “{theme}” (ít nhất)" if least else "nêu “{theme}”"
    said = "nêu “{theme}” (máy gợi ý)" if has_guesses else counted
    key = (listed[0][1], say(said, theme=wording.label(told[0]["name"])))
    return Claim("theme", "open_answers", (name,), forms, label=f"question:{name}", brief=brief, shorter=shorter,
                 key_figure=key)  # fmt: skip


def _shorter(way, listed, people, least="", **told):
    """Ways to list fewer and fewer themes, then how many people wrote: (first sentence, rest)."""
    ways = given.shorter(partial(names.listed, before=least), way, listed, next_are=NEXT, **told)
    return [(first, (*rest, " " * bool(rest), *parts(OF, people=people))) for first, rest in ways]


def _most(rows):
    """That some were named most often; of groups that a machine made and nobody has approved, so."""
    states = {word(state) for state in rows["status"]} - {""} if "status" in rows else set()
    return "nhiều nhất trong các nhóm do máy gợi ý" if states and "đã duyệt" not in states else "nhiều nhất"
