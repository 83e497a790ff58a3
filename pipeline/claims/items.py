"""Claims on what the same people answered side by side: the highest and the lowest items, as their intervals tell."""

from functools import partial

import numpy as np

from pipeline.claims import given, names, printed
from pipeline.claims.model import NAN, UNSURE, Claim, Gap
from pipeline.claims.printed import TOTAL, word
from pipeline.infer.verdict import ALPHA
from pipeline.wording import parts, say

MOST = 3  # items that are told together at an end
NAMED_LOST = 2  # items without figures that are named
FORMS = "trong {n} {several} {where}, {said} {ends}.", "{said} trong {n} {several} {where}: {ends}."
NOT_FOUND = "Chưa đủ căn cứ nói {said} khác nhau giữa {n} {several} {where}."
DONE, SHORT = "{high} {done}, cao nhất trong {n} {several}.", "{high} {done}."
HIGHEST, NAMED = "{said} cao nhất ở {best} ({high}{unit}).", "{said} ở {best}: {high}{unit}."
REST = "Trong {n} {several} {where}, {ends}."
PLACED = (
    "Đó là tỷ lệ cao nhất trong {n} {several} {where}; {rest}.",
    "Trong {n} {several} {where}, cao nhất là {this} và {same}; {rest}.",
)  # after a share alone: of one, of several at the top
LOWEST = "Thấp nhất trong {n} {several} {where} là {lowest}."


def claims(tables):
    """A claim a test of all items of a battery, or of all options of a question, that was computed."""
    rows = [row for row in tables.records("batteries") if not word(row["item_a"])]
    return [claim for row in rows if row["p_adjusted"] == row["p_adjusted"] and (claim := _claim(tables, row))]


def _claim(tables, row):
    question = tables.form[row["battery"]]
    told = (_options if question.kind in ("multiple", "rank") else _items)(tables, question)
    if len(told["figures"]) < 2:
        return None
    weighted = row.get("p_adjusted_weighted", NAN)
    p = weighted if weighted == weighted else row["p_adjusted"]
    made = _found(tables, told) if p < ALPHA else {"forms": (parts(NOT_FOUND, **told),), "sure": UNSURE}
    (_, high, _), *_, (_, low, _) = told["figures"]
    shown = tuple((name, figure) for name, figure, _ in told["figures"])
    return Claim("items", "batteries", (question.name,), shown=shown, what=told["said"], tested=row,
                 strength=abs(high.value - low.value), label=f"question:{question.name}", **made)  # fmt: skip


def _found(tables, told):
    """The sentences where the test found a difference: the highest and the lowest items, as their intervals tell."""
    figures, unit = told["figures"], told["unit"]
    tops, bottoms = _apart(figures), _apart(figures[::-1])
    best, high, _ = figures[0]
    done = _whole(tables, told["did"], best) if told["did"] else ""
    told = told | {"best": _called(best), "high": high, "done": done}
    forms = tuple(parts(way, **told, ends=_ends(figures, tops, bottoms, unit, told["is_rank"])) for way in FORMS)
    ways = [(parts(HIGHEST if tops == 1 else NAMED, **told), _rest(figures, tops, bottoms, told))]
    if done:
        ways = [(parts(SHORT, **told), _placed(figures, tops, bottoms, told)), *ways]
    if done and tops == 1:
        ways = [(parts(DONE, **told), _rest(figures, tops, bottoms, told)), *ways]
    (brief, rest), *shorter = ways
    lowest = tuple(_listed(figures[::-1][:bottoms], unit))
    return {"forms": forms, "brief": brief, "rest": rest, "ends": lowest, "shorter": tuple(shorter)}


def _placed(figures, tops, bottoms, told):
    """The sentence after a share alone, which says that it is the highest, and what is the lowest."""
    if not tops:
        return _rest(figures, tops, bottoms, told)
    lowest = parts("thấp nhất là {lowest}", lowest=_listed(figures[::-1][:bottoms], told["unit"]))
    rest = lowest if bottoms else _range(figures, tops, bottoms, told["unit"])
    return parts(PLACED[tops > 1], **told, same=_listed(figures[1:tops], told["unit"]), rest=rest)


def _told(figures, **told):
    """What the sentences on some items are made of."""
    return {
        "figures": figures,
        "n": str(len(figures)),
        "did": "",
        "is_rank": False,
        "unit": "",
        "this": say("phương án vừa nêu"),
    } | told


def _apart(figures):
    """How many items at the beginning stand apart from all others by their intervals, each of several meeting that of
    the first; 0 where none do up to MOST."""
    low, high = figures[0][2]

    def is_apart(at):
        (first, last), others = _span(figures[:at]), _span(figures[at:])
        is_one = all(ends[0] <= high and ends[1] >= low for *_, ends in figures[:at])
        return is_one and (first > others[1] or last < others[0])

    return next((at for at in range(1, min(MOST, len(figures) // 2) + 1) if is_apart(at)), 0)


def _span(figures):
    """(lowest, highest) limit of some items; where one has none, nothing stands apart from it."""
    ends = np.array([limits for *_, limits in figures])
    return ends[:, 0].min(), ends[:, 1].max()


def _ends(figures, tops, bottoms, unit, is_rank):
    """Which items are highest, which lowest, as far as their intervals tell; how far two single ones lie apart."""
    highest = parts("cao nhất ở {listed}", listed=_listed(figures[:tops], unit))
    lowest = parts("thấp nhất ở {listed}", listed=_listed(figures[::-1][:bottoms], unit))
    if not tops or not bottoms:
        known = [highest] * bool(tops) + [lowest] * bool(bottoms)
        return [*(part for one in known for part in (*one, "; ")), *_range(figures, tops, bottoms, unit)]
    (_, high, _), (_, low, _) = figures[0], figures[-1]
    gap = Gap(low, high) if is_rank else Gap(high, low)
    apart = parts(", cách nhau {gap}{unit}", gap=gap, unit=unit) if tops == bottoms == 1 else ()
    return [*highest, ", ", *lowest, *apart]


def _rest(figures, tops, bottoms, told):
    """The sentence on the others beside the highest."""
    unit, same = told["unit"], _listed(figures[1:tops], told["unit"])
    lowest = _listed(figures[::-1][:bottoms], unit)
    if same:
        return _placed(figures, tops, bottoms, told)
    if tops and bottoms:
        return parts(LOWEST, **told, lowest=lowest)
    if not tops and not bottoms:
        return parts(REST, **told, ends=[f"{told['said']} ", *_range(figures, 0, 0, unit)])
    known = parts("thấp nhất là {listed}; ", listed=lowest) if bottoms else ()
    return parts(REST, **told, ends=[*known, *_range(figures, tops, bottoms, unit)])


def _range(figures, tops, bottoms, unit):
    """From which to which item those lie that are neither highest nor lowest; named are those of no known end."""
    (best, high, _), *_, (worst, low, _) = figures[tops : len(figures) - bottoms]
    told = {"low": low, "high": high, "unit": unit, "best": _called(best), "worst": _called(worst)}
    return parts(RANGES[bool(tops), bool(bottoms)], **told)


RANGES = {
    (False, False): "từ {low}{unit} ({worst}) đến {high}{unit} ({best})",
    (True, False): "còn lại từ {low}{unit} ({worst}) đến {high}{unit}",
    (False, True): "còn lại từ {low}{unit} đến {high}{unit} ({best})",
}


def _listed(figures, unit):
    """Items with their figures, one after the other."""
    found = []
    for at, (name, figure, _) in enumerate(figures):
        between = "" if at == 0 else say(" và ") if at == len(figures) - 1 else ", "
        found += [f"{between}{_called(name)} (", figure, f"{unit})"]
    return found


def _called(item):
    """An item within a sentence: by its short name "mục …", of options and where it has none by its quoted label."""
    return item if item.startswith("“") else say("mục {item}", item=item.removeprefix("việc "))


def _whole(tables, done, item):
    """What was done to an item, in the words of its own short name, of which ``item`` is the end; "" without one."""
    topics = [names.topic(tables.form, q.name) for q in tables.form.questions if q.block]
    return next((whole for t in topics if t.endswith(item) and (whole := names.done_to(done, t))), "")


def _options(tables, question):
    """Options of one question by the share that chose them, most first, without the one for all others; of a ranking by
    their mean ranks."""
    named = partial(names.option, tables.form, question.name)
    where = say("về {topic}", topic=names.topic(tables.form, question.name))
    if question.kind == "rank":
        ranked = sorted(tables.records("ranks", "mean_rank", question=question.name), key=lambda r: r["mean_rank"])
        figures = [
            (f"“{named(r['option'])}”", printed.figure("ranks", r, "mean_rank", digits=2), (r["low"], r["high"]))
            for r in ranked
        ]
        several = _options_told(question, named, len(figures), [])
        said = say("thứ hạng trung bình (1 là đầu)")
        return _told(figures, where=where, said=said, several=several, is_rank=True)
    rows = given.ranked(tables.records("frequencies", "percent", question=question.name))
    others = [r["option"] for r in rows if names.is_other(tables.form, question.name, r["option"])]
    figures = [
        (f"“{named(r['option'])}”", printed.of_all(tables, "frequencies", r), printed.around(tables, r))
        for r in rows
        if r["option"] not in others
    ]
    several = _options_told(question, named, len(figures), others)
    return _told(figures, where=where, said=say("tỷ lệ chọn"), several=several, did=say("chọn"))


def _options_told(question, named, shown, others):
    """How options are called: those with figures, where some are hidden; without the one for all others."""
    told = say("phương án" if shown + len(others) == len(question.choices) else "phương án nêu được số liệu")
    return told + (say(" (không kể “{other}”)", other=named(others[0])) if others else "")


def _items(tables, question):
    """Items of a battery by the share of their two highest points, else by their printed means, highest first."""
    items = next((run for run in tables.form.batteries if question in run), ())
    called = [*zip(items, names.alike([names.topic(tables.form, q.name) for q in items]), strict=True)]
    labels = {c.name: c.label for c in question.choices}
    did = names.did(tables.form, question.name, [labels[p] for p in question.points[-2:]], "trả lời")
    told, this = {"said": say("tỷ lệ {did}", did=did), "did": did}, say("tỷ lệ này")
    figures = [
        (name, printed.of_all(tables, "banners", row), printed.around(tables, row))
        for q, name in called
        if (row := _highest(tables, q))
    ]
    if len(figures) < 2:
        told, figures = {"said": say("điểm trung bình"), "unit": say(" điểm")}, _means(tables, question, called)
        this = say("điểm này")
    several, lost = several_of(len(figures), len(items), this), _lost(figures, called)
    of = say("của {battery}", battery=names.battery(question)) if question.block else say("cùng một thang đo")
    figures = sorted(figures, key=lambda told: -told[1].value)
    where = of + names.merged(lost, names.without(question))
    return _told(figures, where=where, several=several, this=say("mục vừa nêu"), **told)


def several_of(shown, items, this=""):
    """How so many items with these figures are called, of all items of their battery."""
    told = "mục nêu được {this} trên tổng số {all} mục"
    return say(told, this=this or say("số liệu này"), all=items) if shown < items else say("mục")


def _lost(figures, called):
    """In brackets, the items that have no such figure, where these are few; else ""."""
    lost = [(_called(name),) for _, name in called if name not in [told for told, *_ in figures]]
    listed = "".join(names.in_turn(lost))
    return say(" (không nêu được của {listed})", listed=listed) if 0 < len(lost) <= NAMED_LOST else ""


def _means(tables, question, called):
    """The printed means of a battery's items: (item, figure, interval)."""
    own = {q.name: name for q, name in called}
    ends = {r["question"]: (r["low"], r["high"]) for r in tables.records("means", "low", row="mean", by=TOTAL)}
    return [
        (own[r["item"]], printed.figure("ranking", r, "mean", digits=2), ends.get(r["item"], (NAN, NAN)))
        for r in tables.records("ranking", "mean", battery=question.name)
        if r["item"] in own
    ]


def _highest(tables, question):
    rows = tables.whole.get(question.name)
    rows = rows[rows["row"].eq("top2")].dropna(subset=["percent"]).to_dict("records") if rows is not None else []
    return rows[0] if rows else None
