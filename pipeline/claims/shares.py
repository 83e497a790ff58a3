"""Claims on what everybody answered: one a question, from its printed shares, nets, means and ranks."""

import math
from dataclasses import replace

import pandas as pd

from pipeline.claims import names, printed, scale
from pipeline.claims.model import Claim

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
    return (" (", printed.people("frequencies", row), f" trả lời{f'; {whom}' if whom else ''})")


def _share(tables, row):
    return printed.share("frequencies", row, limits=tables.limits.get((row["question"], row["option"]), ()))


def _word(tables, figure):
    return scale.word(figure.value, figure.low, figure.high, tables.survey.report.words or None)


def _listed(tables, rows):
    """“A” a, “B” b và “C” c."""
    parts = []
    for at, row in enumerate(rows):
        between = "" if at == 0 else " và " if at == len(rows) - 1 else ", "
        parts += [f"{between}“{row['option']}” ", _share(tables, row)]
    return parts


def _bracketed(tables, rows):
    """“A” (a), “B” (b) và “C” (c)."""
    return names.listed([(row["option"], _share(tables, row)) for row in rows])


def _nets(tables, question):
    """The declared nets that are printed, behind the options: "; tính gộp: “…” 53,0%"."""
    rows = tables.whole.get(question.name)
    rows = rows[rows["row"].eq("net")].dropna(subset=["percent"]).to_dict("records") if rows is not None else []
    found = []
    for at, row in enumerate(rows):
        found += ["; tính gộp: " if at == 0 else ", ", f"“{row['option']}” ", printed.share("banners", row)]
    return found


def _hidden(lost):
    return "trong các phương án nêu được số liệu, " if lost else ""


def _single(tables, question, rows, lost):
    top, *rest = sorted(rows, key=lambda row: -row["percent"])
    rest = rest[: FEW - 1] if len(rows) <= FEW else rest[: MOST - 1]
    figure, topic, start = _share(tables, top), names.topic(tables.form, question.name), _hidden(lost)
    more = ["; ", *_listed(tables, rest)] if rest else []
    end = [*more, *_nets(tables, question), *_base(tables, question, top), "."]
    if question.name in {*tables.survey.banners, *tables.survey.weighting.margins}:
        return _claim("share", "frequencies", question, [(f"{start}về {topic}: “{top['option']}” ", figure, *end)])
    did = f"trả lời “{top['option']}”"
    if names.is_clear(tables.form, question.name, [top["option"]]):
        did = names.did(tables.form, question.name, [top["option"]], "trả lời")
        forms = [(f"{start}{_word(tables, figure)} (", figure, f") {did}", *end)]
    else:
        forms = [
            (f"{start}{_word(tables, figure)} (", figure, f") {did} về {topic}", *end),
            (f"{start}về {topic}, {_word(tables, figure)} (", figure, f") {did}", *end),
        ]
    brief = (*forms[-1][:2], f"{forms[-1][2]}.")
    if rest and _share(tables, rest[0]).high >= figure.low:  # intervals meet: which is first is not sure
        brief = (f"{start}về {topic}: ", *_listed(tables, [top, *rest]), ".")
    return _claim("share", "frequencies", question, forms, brief, (figure, forms[0][2].removeprefix(") ")))


def _multiple(tables, question, rows, lost):
    ranked = sorted(rows, key=lambda row: -row["percent"])
    top, rest = ranked[0], ranked[1 : FEW if len(rows) <= FEW else MOST]
    topic, start, figure = names.topic(tables.form, question.name), _hidden(lost), _share(tables, top)
    is_shared = bool(rest) and _share(tables, rest[0]).high >= figure.low  # intervals meet: which is first is not sure
    whom = names.whom(tables.form, question)
    people = (", trong ", printed.people("frequencies", top), f" trả lời{f' ({whom})' if whom else ''}")
    end = [*_nets(tables, question), *people, "."]
    if is_shared:
        forms = [(f"{start}về {topic}, nhiều nhất là ", *_bracketed(tables, [top, *rest]), *end)]
    else:
        more = [", tiếp theo là ", *_bracketed(tables, rest)] if rest else []
        forms = [
            (f"{start}“{top['option']}” được chọn nhiều nhất về {topic} (", figure, ")", *more, *end),
            (f"{start}về {topic}, nhiều nhất là “{top['option']}” (", figure, ")", *more, *end),
        ]
    first = _bracketed(tables, ranked[: 2 if is_shared else 1])
    briefs = (
        (f"{start}được chọn nhiều nhất về {topic}: ", *first, "."),
        (f"{start}về {topic}, nhiều nhất là ", *first, "."),
        (start, *first, f" được chọn nhiều nhất về {topic}."),
    )
    key = f"chọn “{top['option']}” về {topic}"
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
        beside = [
            part for row in apart for part in (f"; “{row['option']}”: ", _share(tables, row), " số người trả lời")
        ]
        end = (" (", printed.people("banners", ends[first]), " chọn một mức của thang", *beside, ")")
    forms = [
        (f"{lead}{word} (", a, f") {one}, còn ", b, f" {other}", *nets, *end, "."),
        (lead, a, f" {one} ({word}), ", b, f" {other}", *nets, *end, "."),
    ]
    key = (a, one if not lead else f"{one} ({names.topic(tables.form, question.name)})")
    return _claim("scale", "banners", question, forms, (f"{lead}{word} (", a, f") {one}."), key)


def _around(row):
    """The 95 % interval of a share by its effective base: which word it gets, no figure of any sentence."""
    share, people = row["percent"] / 100, row.get("effective_base", row["base"])
    reach = 196 * math.sqrt(max(share * (1 - share), 0) / people) if people > 0 else 0
    return {"low": row["percent"] - reach, "high": row["percent"] + reach}


def _bands(tables, question, rows, lost):
    most, topic = max(rows, key=lambda row: row["percent"]), names.topic(tables.form, question.name)
    nets, end, start = _nets(tables, question), [*_base(tables, question, rows[0]), "."], _hidden(lost)
    if len(rows) <= FEW:
        told = (f"{start}về {topic}: ", *_listed(tables, rows), *nets, *end)
    else:
        told = (f"{start}về {topic}, nhiều nhất là “{most['option']}” (", _share(tables, most), ")", *nets, *end)
    if nets:
        brief, key = [f"về {topic}: ", *nets[1:], "."], (nets[-1], f"{nets[-2].strip()} – {topic}")
    else:
        brief, key = [*told[: -len(end)], "."], (_share(tables, most), f"“{most['option']}” – {topic}")
    return _claim("scale", "frequencies", question, [told], brief, key)


def _number(tables, question, rows, lost):
    rows = tables.records("numbers", "mean", question=question.name)
    if not rows:
        return None
    row, whom = rows[0], names.whom(tables.form, question)
    mean = printed.figure(
        "numbers", row, "mean", digits=1, low=row.get("low", float("nan")), high=row.get("high", float("nan"))
    )
    told = [f"{names.topic(tables.form, question.name)}: trung bình ", mean, *_interval("numbers", row)]
    quartiles = [
        printed.figure("numbers", row, c, digits=int(bool(row[c] % 1))) for c in ("q1", "q3") if row[c] == row[c]
    ]
    told += (
        ["; một nửa số người ở giữa nằm trong khoảng từ ", quartiles[0], " đến ", quartiles[1]]
        if len(quartiles) == 2
        else []
    )
    people = printed.figure("numbers", row, "n", unit="người", digits=0)
    key = (mean, f"trung bình của {names.topic(tables.form, question.name)}")
    brief = [*told[:2], "."]
    told += [" (", people, f" trả lời{f'; {whom}' if whom else ''})."]
    return _claim("number", "numbers", question, [tuple(told)], brief, key)


def _nps(tables, question):
    rows = tables.records("means", "mean", question=question.name, row="nps", by=printed.TOTAL)
    if not rows:
        return None
    nps = printed.figure("means", rows[0], "mean", unit="điểm", low=rows[0]["low"], high=rows[0]["high"])
    start = f"{names.topic(tables.form, question.name)}: tỷ lệ ủng hộ (9–10) trừ tỷ lệ không ủng hộ (0–6), tức NPS, là "
    told = (start, nps, *_interval("means", rows[0]), ".")
    return _claim("nps", "means", question, [told], (), (nps, f"NPS – {names.topic(tables.form, question.name)}"))


def _interval(name, row, digits=1):
    """The printed interval of a mean, behind it; nothing where there is none."""
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return ()
    low, high = (printed.figure(name, row, end, digits=digits) for end in ("low", "high"))
    return (" (khoảng tin cậy 95%: ", low, " đến ", high, ")")


def _rank(tables, question, rows, lost):
    means = sorted(tables.records("ranks", "mean_rank", question=question.name), key=lambda row: row["mean_rank"])
    topic, told = names.topic(tables.form, question.name), []
    for at, row in enumerate(means[:MOST]):
        told += [f"{', ' if at else ''}“{row['option']}” (", printed.figure("ranks", row, "mean_rank", digits=2), ")"]
    parts = [f"về {topic}, xếp cao nhất theo thứ hạng trung bình (1 là đầu): ", *told] if told else []
    first = max(rows, key=lambda row: row["percent"], default=None)
    if first:
        start = "; " if parts else f"về {topic}, "
        parts += [
            f"{start}“{first['option']}” được xếp thứ nhất nhiều nhất: ",
            _share(tables, first),
            *_base(tables, question, first),
        ]
    if not parts:
        return None
    mean = told[1] if told else None
    brief = (f"“{means[0]['option']}” có thứ hạng trung bình cao nhất về {topic} (", mean, ").") if mean else ()
    key = (mean, f"thứ hạng trung bình của “{means[0]['option']}”, cao nhất về {topic}") if mean else ()
    return _claim("order", "ranks", question, [(*parts, ".")], brief, key)
