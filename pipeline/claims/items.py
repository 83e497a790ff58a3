"""Claims on what the same people answered side by side: the highest and the lowest item, and how far they lie apart."""

from functools import partial

from pipeline.claims import names, printed
from pipeline.claims.model import SURE, UNSURE, Claim, Gap
from pipeline.claims.printed import word
from pipeline.infer.verdict import ALPHA
from pipeline.wording import parts, say

FORMS = (
    "trong {n} {several} {where}, {said} cao nhất ở {best} ({high}{unit}), thấp nhất ở {worst} ({low}{unit}), cách nhau"
    " {gap}.",
    "{best} có {said} cao nhất ({high}{unit}), {worst} thấp nhất ({low}{unit}; cách nhau {gap}; {n} {several}"
    " {where}).",
)
DONE = "{high} {done}, cao nhất trong {n} {several}."
HIGHEST = "{said} cao nhất ở {best} ({high}{unit})."
LOWEST = "Thấp nhất trong {n} {several} {where} là {worst} ({low}{unit})."


def claims(tables):
    """A claim a test of all items of a battery, or of all options of a question, that was computed."""
    rows = [row for row in tables.records("batteries") if not word(row["item_a"])]
    return [claim for row in rows if row["p_adjusted"] == row["p_adjusted"] and (claim := _claim(tables, row))]


def _claim(tables, row):
    question = tables.form[row["battery"]]
    found = (_options if question.kind in ("multiple", "rank") else _items)(tables, question)
    if not found:
        return None
    where, figures, said, several, did, is_rank = found
    weighted = row.get("p_adjusted_weighted", float("nan"))
    p = weighted if weighted == weighted else row["p_adjusted"]
    sure = SURE if p < ALPHA else UNSURE
    (best, high), (worst, low) = figures[0], figures[-1]
    unit = "" if high.unit == "%" or is_rank else say(" điểm")
    told = {"n": str(len(figures)), "several": several, "where": where, "said": said, "unit": unit}
    told |= {"best": _called(best), "high": high, "worst": _called(worst), "low": low}
    told["gap"] = (Gap(low, high) if is_rank else Gap(high, low), unit)
    whole = _whole(tables, did, best) if did else ""
    highest, rest = parts(HIGHEST, **told), parts(LOWEST, **told)
    brief, forms = parts(DONE, **told, done=whole) if whole else highest, tuple(parts(form, **told) for form in FORMS)
    shorter = ((highest, rest),)
    if sure == UNSURE:
        brief = rest = shorter = ()
        forms = (parts("Chưa đủ căn cứ nói {said} khác nhau giữa {n} {several} {where}.", **told),)
    return Claim("items", "batteries", (question.name,), forms, sure=sure, shown=tuple(figures), what=said,
                 strength=abs(high.value - low.value), label=f"question:{question.name}", tested=row,
                 brief=brief, rest=rest, shorter=shorter)  # fmt: skip


def _called(item):
    """An item within a sentence: by its short name "mục …", of options and where it has none by its quoted label."""
    return item if item.startswith("“") else say("mục {item}", item=item.removeprefix("việc "))


def _whole(tables, done, item):
    """What was done to an item, in the words of its own short name, of which ``item`` is the end; "" without one."""
    topics = [names.topic(tables.form, q.name) for q in tables.form.questions if q.block]
    return next((whole for t in topics if t.endswith(item) and (whole := names.done_to(done, t))), "")


def _options(tables, question):
    """Options of one question by the share that chose them, most first; the one for all others is no lowest.

    (of what, figures, measure, how they are called, what people did, whether the measure is a rank)."""
    named = partial(names.option, tables.form, question.name)
    rows = tables.records("frequencies", "percent", question=question.name)
    others = [r["option"] for r in rows if names.is_other(tables.form, question.name, r["option"])]
    is_rank = question.kind == "rank"
    if is_rank:
        ranked = sorted(tables.records("ranks", "mean_rank", question=question.name), key=lambda r: r["mean_rank"])
        figures = [(f"“{named(r['option'])}”", printed.figure("ranks", r, "mean_rank", digits=2)) for r in ranked]
        said, did = say("thứ hạng trung bình (1 là đầu)"), ""
    else:
        told = sorted((r for r in rows if r["option"] not in others), key=lambda r: -r["percent"])
        figures = [(f"“{named(r['option'])}”", printed.share("frequencies", r)) for r in told]
        said, did = say("tỷ lệ chọn"), say("chọn")
    where = say("về {topic}", topic=names.topic(tables.form, question.name))
    several = _options_told(question, named, len(figures), [] if is_rank else others)
    return (where, figures, said, several, did, is_rank) if len(figures) > 1 else None


def _options_told(question, named, shown, others):
    """How options are called: those with figures, where some are hidden; without the one for all others."""
    told = say("phương án" if shown + len(others) == len(question.choices) else "phương án nêu được số liệu")
    return told + (say(" (không kể “{other}”)", other=named(others[0])) if others else "")


def _items(tables, question):
    """Items of a battery by the share of their two highest points, else by their printed means, highest first."""
    items = next((run for run in tables.form.batteries if question in run), ())
    called = names.alike([names.topic(tables.form, q.name) for q in items])
    shares = zip(called, (_highest(tables, q) for q in items), strict=True)
    figures = [(name, printed.share("banners", row)) for name, row in shares if row]
    labels = {c.name: c.label for c in question.choices}
    did = names.did(tables.form, question.name, [labels[p] for p in question.points[-2:]], "trả lời")
    said = say("tỷ lệ {did}", did=did)
    if len(figures) < 2:
        rows = tables.records("ranking", "mean", battery=question.name)
        own = dict(zip((q.name for q in items), called, strict=True))
        figures = [(own[r["item"]], printed.figure("ranking", r, "mean", digits=2)) for r in rows if r["item"] in own]
        said, did = say("điểm trung bình"), ""
    figures = sorted(figures, key=lambda pair: -pair[1].value)
    several = say("mục nêu được số liệu (của {all} mục)", all=len(items)) if len(figures) < len(items) else say("mục")
    where = say("của {battery}", battery=names.battery(question))
    return (where, figures, said, several, did, False) if len(figures) > 1 else None


def _highest(tables, question):
    rows = tables.whole.get(question.name)
    rows = rows[rows["row"].eq("top2")].dropna(subset=["percent"]).to_dict("records") if rows is not None else []
    return rows[0] if rows else None
