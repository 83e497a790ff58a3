"""Part I: the answers that matter, each sentence computed from the tables."""

import numpy as np
import pandas as pd
from markupsafe import Markup

from pipeline import vi
from pipeline.export.grid import asked, cell, is_weighted, plain, split, take, topic, words
from pipeline.infer import effects

STRONGEST = 6
THEMES = 3
APART = ("0", "khac", "chua")
PEOPLE = "người trả lời"


def leads(survey, tables):
    """Questions of the first page: those survey.yaml names, else the first six closed ones that are no background."""
    form = survey.form
    if survey.report.lead:
        return [form[name] for name in survey.report.lead]
    counted = set(take(tables, "frequencies")["question"]) | set(take(tables, "numbers")["question"])
    background = {*survey.banners, *survey.weighting.margins, survey.population.unit}
    return [q for q in form.questions if q.name in counted - background and len(q.choices) <= 15][:6]


def lead_findings(survey, tables):
    """One sentence a lead question: number and text of the question, then what was answered, with base."""
    found = []
    for question in leads(survey, tables):
        number, text = split(question.label)
        people = "; ".join(filter(None, [PEOPLE, asked(survey.form, question)]))
        said = {"number": _number, "rank": _rank}.get(question.kind, _closed)(question, tables, people)
        said = said and Markup(" ").join(filter(None, [said, _nps(question, tables)]))
        stem = split(question.block)[1] if question.block else ""
        found.append({"number": number, "question": " ".join(filter(None, [stem, text])), "text": said})
    return [f for f in found if f["text"]]


def _closed(question, tables, people):
    rows = take(tables, "frequencies", question=question.name)
    if rows.empty or not rows["base"].max() > 0:
        return ""
    shown = rows.dropna(subset=["percent"])
    if shown.empty:
        return "Không nêu số liệu vì có phương án quá ít người chọn."
    if question.kind == "ordinal":
        said = _ordinal(question, shown, take(tables, "banners", question=question.name, by="(tổng số)"))
    else:
        said = (_multiple if question.kind == "multiple" else _single)(shown)
    if len(shown) < len(rows):
        said = Markup("Trong các phương án nêu được số liệu: {}{}").format(said[0].lower(), said[1:])
    return Markup("{} ({} {}).").format(said, cell(rows["base"].max(), 0), people)


def _top(shown, count):
    return list(shown.sort_values("percent", ascending=False, kind="stable").head(count).itertuples())


def _chosen(row):
    return Markup("“{}” <b>{}</b>").format(row.option, vi.share_of(row.percent, row.base))


def _joined(rows):
    return Markup("; ").join(_chosen(r) for r in rows)


def _single(shown):
    return _joined(_top(shown, 4 if len(shown) <= 4 else 3))


def _multiple(shown):
    if len(shown) <= 4:
        return _joined(_top(shown, 4))
    last = shown.loc[shown["percent"].idxmin()]
    return Markup("Được chọn nhiều nhất: {}; ít nhất: {}").format(_joined(_top(shown, 3)), _chosen(last))


def _ordinal(question, shown, boxes):
    """The option chosen most, of everybody; the two ends of the scale, of those on the scale (as the table book)."""
    if len(question.points) < 4:
        return _joined(shown.itertuples())
    labels = {c.name: c.label for c in question.choices}
    scale = shown[shown["option"].isin([labels[p] for p in question.points])]
    ends = [("top2", question.points[-2:]), ("bottom2", question.points[:2])]
    told = [_end([labels[p] for p in points], scale, boxes[boxes["row"].eq(row)], question) for row, points in ends]
    most = Markup("Nhiều nhất là {}" if len(shown) > 1 else "{}").format(_chosen(_top(shown, 1)[0]))
    told = [end for end in told if end]
    if not question.apart or not told:
        return Markup("; ").join([most, *told])
    people = boxes.loc[boxes["row"].eq("top2"), "base"].max() if boxes["row"].eq("top2").any() else scale["n"].sum()
    start = Markup("Trong {} người chọn một mức của thang: ").format(cell(people, 0))
    return start + Markup("; ").join(told) + Markup(". Trong mọi người trả lời: n") + most[1:]


def _end(labels, scale, box, question):
    """Share of two points of the scale: of the book where it has one, else of the scale where all of it is shown."""
    base = box["base"].iloc[0] if len(box) else scale["base"].max()
    if len(box):
        share = box["percent"].iloc[0]
    else:
        whole = len(scale) == len(question.points)
        share = 100 * scale.loc[scale["option"].isin(labels), "percent"].sum() / scale["percent"].sum()
        share = share if whole else np.nan
    return "" if pd.isna(share) else Markup("“{}” và “{}” cộng lại <b>{}</b>").format(*labels, vi.share_of(share, base))


def _number(question, tables, people):
    rows = take(tables, "numbers", question=question.name).dropna(subset=["mean"])
    if rows.empty:
        return ""
    row = rows.iloc[0]
    middle = [plain(v) for v in (row["median"], row["q1"], row["q3"])]
    weighted = " (gia quyền)" if is_weighted(tables) else ""
    sure = f"khoảng tin cậy 95 %: {cell(row['low'])} đến {cell(row['high'])}" if pd.notna(row["low"]) else ""
    text = "Trung bình{} <b>{}</b>{}, trung vị {}; một nửa số người{} ở giữa nằm trong khoảng {} đến {} ({} {})."
    told = cell(row["mean"]), f" ({sure})" if sure else ""
    return Markup(text).format(weighted, *told, middle[0], weighted, *middle[1:], cell(row["n"], 0), people)


def _nps(question, tables):
    """NPS of a question with its interval; empty where it has none."""
    rows = take(tables, "means", question=question.name, row="nps", by="(tổng số)").dropna(subset=["mean"])
    if rows.empty:
        return ""
    row = rows.iloc[0]
    sure = f" (khoảng tin cậy 95 %: {cell(row['low'])} đến {cell(row['high'])})" if pd.notna(row["low"]) else ""
    text = "NPS, tỷ lệ ủng hộ (9–10) trừ tỷ lệ không ủng hộ (0–6): <b>{}</b> điểm{}."
    return Markup(text).format(cell(row["mean"]), sure)


def _rank(question, tables, people):
    """Mean ranks of the first options, and which was placed first most often."""
    rows = take(tables, "ranks", question=question.name)
    if rows.empty or rows["base"].max() == 0:
        return ""
    means, first = rows.dropna(subset=["mean_rank"]), rows.dropna(subset=["percent"])
    told = [Markup("“{}” <b>{}</b>").format(r.option, cell(r.mean_rank, 2)) for r in means.head(4).itertuples()]
    parts = (
        [Markup("Thứ hạng trung bình trong những người có xếp hạng (1 là đầu): {}").format(Markup("; ").join(told))]
        if told
        else []
    )
    if len(first):
        parts.append(Markup("Được xếp thứ nhất nhiều nhất: {}").format(_chosen(_top(first, 1)[0])))
    if not parts:
        return "Không nêu số liệu vì có phương án quá ít người chọn."
    return Markup("{} ({} {}).").format(Markup(". ").join(parts), cell(rows["base"].max(), 0), people)


def differing(tests):
    """The tests that found a difference worth telling – adjusted p under 0,05, effect not negligible – strongest first.

    ``size`` says what is negligible (the thresholds of survey.yaml), where the table has it.
    Adds ``strength``: where the effect stands between "không đáng kể" (0–1) and "lớn" (3–4) on its own scale.
    """
    sides = tests["side"] if "side" in tests else [np.nan] * len(tests)
    told = zip(tests["effect"], tests["effect_name"], sides, strict=True)
    graded = tests.assign(strength=[effects.standing(*row) for row in told])
    said = graded["size"].map(words) if "size" in graded else pd.Series("", index=graded.index)
    matters = said.ne(effects.WORDS[0]).where(said.ne(""), graded["strength"].ge(1)).astype(bool)
    told = graded[graded["p_adjusted"].lt(0.05) & matters]
    return told.sort_values("strength", ascending=False, kind="stable")


def strongest(tables):
    """Sentences of the strongest differences, one a question, so that one topic does not fill the page."""
    told = differing(take(tables, "tests"))
    first = told.assign(topic=told["question"].str.split("/").str[0]).drop_duplicates("topic")
    return [words(s) for s in first["sentence"].head(STRONGEST)]


def themes(survey, tables):
    """One sentence an open question: its most frequent themes with percent and base."""
    found = []
    for name, rows in take(tables, "open_answers").groupby("question", sort=False):
        told = rows[~set_apart(rows["code"]) & rows["level"].ne("nhóm lớn")].dropna(subset=["percent"])
        named = "; ".join(f"“{r.name_}” ({vi.share_of(r.percent, r.base)})" for r in _named(told))
        if named:
            base = cell(rows["base"].max(), 0)
            found.append(
                {
                    "question": topic(survey.form, name),
                    "text": f"{named} (trong {base} người có ghi ý kiến). {reviewed(rows)}",
                }
            )
    return found


def reviewed(rows):
    """Says how many of a question's codes a person has approved."""
    approved = rows["status"].map(words).eq("đã duyệt").sum()
    proposed = rows["status"].map(words).eq("đề xuất").sum()
    if approved and proposed:
        counts = cell(approved, 0), cell(proposed, 0)
        return "{} nhóm đã được người phân tích duyệt, {} nhóm còn là đề xuất của máy.".format(*counts)
    return "Nhóm đã được người phân tích duyệt." if approved else "Nhóm do máy gợi ý, chưa có người gộp và duyệt."


def _named(rows):
    return list(rows.rename(columns={"name": "name_"}).sort_values("n", ascending=False).head(THEMES).itertuples())


def set_apart(codes):
    """Which codes hold no theme: no opinion ("0"), small codes folded together ("khac"), not coded ("chua")."""
    return codes.map(words).isin(APART)
