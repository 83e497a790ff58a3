"""Part IV and appendix: planned regressions, correlations of scales, rankings of batteries, pairs of groups."""

import pandas as pd
from markupsafe import Markup

from pipeline import claims, vi
from pipeline.export import figures, regressed, told
from pipeline.export.grid import (
    about,
    average,
    brief,
    cell,
    effects_note,
    even,
    name_of,
    split,
    table,
    take,
    tests_note,
    words,
)
from pipeline.infer import effects, verdict
from pipeline.infer.regress import reading
from pipeline.infer.verdict import ALPHA

MEANS = (("mean", "Điểm trung bình"), ("mean_rank", "Hạng trung bình"))


def regressions(source):
    """A record a planned outcome, in order: title, summary, sentences of the terms that matter, picture and table."""
    rows, fits = (take(source.tables, name) for name in ("regressions", "regression_fit"))
    rows, fits = (frame.assign(event=frame["event"].map(words)) for frame in (rows, fits))
    read = {(model.outcome, model.fit["event"]): model for model in reading.by_model(rows, fits)}
    return [_regression(source, fit, read.get((fit["outcome"], fit["event"]))) for fit in fits.to_dict("records")]


def _regression(source, fit, model):
    survey, question = source.survey, source.survey.form[fit["outcome"]]
    title = f"{about(question)}: {fit['event']}"
    if model is None:
        return {"title": title, "summary": words(fit["note"]), "sentences": [], "figure": None, "table": None}
    rows, own = reading.strengths(model.rows), _own(source.claims, fit)
    factors = [c for c in own if c.kind == "factor"]
    caveat = reading.caveat(fit) if factors else ""
    said = [*(told.sentence(c) for c in own), *([caveat] if caveat else [])]
    measure = next(iter(model.pictures))
    named = average(source.tables, "hệ số" if measure == "b" else "tỷ số chênh")
    caption = f"{title}: {named} của từng yếu tố"
    shown = regressed.table_of(survey, caption, rows, model) | {"labels": [f"model:{fit['outcome']}:{fit['event']}"]}
    summary = "" if any(c.sure == claims.SURE for c in factors) else _none_told(rows["p_adjusted"], factors)
    return {"title": title, "summary": summary, "sentences": said, "table": shown,
            "figure": figures.regression(source, model, caption)}  # fmt: skip


def _own(found, fit):
    """The claims of one model."""
    own = [c for c in found if c.table in ("regressions", "regression_fit")]
    return [c for c in own if (c.questions[0], c.family) == (fit["outcome"], fit["event"])]


def _none_told(p, near):
    """What may be said where no factor is told: that none matters only where every level differs and none borders."""
    if p.isna().all():
        return "Không mức nào nêu được số liệu."
    lost = f" {p.isna().sum()} mức không nêu được số liệu." if p.isna().any() else ""
    if p.lt(ALPHA).all() and not near:
        return "Không yếu tố nào có liên hệ đáng kể."
    return f"Chưa đủ căn cứ nói yếu tố nào có liên hệ đáng kể; không thấy không có nghĩa là không có.{lost}"


def correlation_table(survey, tables):
    """Spearman's ρ of every pair of scales, lower triangle; weighted there are the unweighted above the diagonal.

    None when there are none.
    """
    rows = take(tables, "correlations")
    rows = rows[rows["measure"].eq("ρ Spearman")]
    if rows.empty:
        return None
    names = list(dict.fromkeys([*rows["question"], *rows["other"]]))
    below, above = _triangles(rows)
    tops, sides = (names, names) if above else (names[:-1], names[1:])
    heads = [split(name_of(survey.form, name))[0] or brief(survey.form, name, 14) for name in tops]
    body = [
        [brief(survey.form, name), *(below.get((name, other)) or above.get((name, other), "") for other in tops)]
        for name in sides
    ]
    how = "dưới đường chéo có gia quyền, trên đường chéo không gia quyền" if above else "không gia quyền"
    notes = [f"ρ Spearman, {how}; chữ đậm: p hiệu chỉnh dưới 0,05. τ-b, γ và r Pearson ở các bảng số liệu kèm theo."]
    people = " đến ".join(dict.fromkeys(cell(n, 0) for n in (rows["n"].min(), rows["n"].max())))
    notes += [f"Mỗi hệ số trên {people} người trả lời cả hai câu; khoảng tin cậy cũng ở đó."]
    caption = "Tương quan hạng giữa các thang đo"
    return table(caption, [("Câu hỏi", 34, "chu"), *even(heads, first=34)], body, notes=notes, wide=True)


def _triangles(rows):
    """(row, column) → cell below the diagonal and above it; above stands nothing where there are no weighted ones."""
    weighted = rows["value_weighted"].notna().any()
    low = ("value_weighted", "p_adjusted_weighted") if weighted else ("value", "p_adjusted")
    below = {(r["other"], r["question"]): _rho(r[low[0]], r[low[1]]) for r in rows.to_dict("records")}
    above = {(r["question"], r["other"]): _rho(r["value"], r["p_adjusted"]) for r in rows.to_dict("records")}
    return below, above if weighted else {}


def _rho(value, p):
    told = effects.text(value, "ρ Spearman")
    return Markup("<b>{}</b>").format(told) if p < ALPHA else told


def ranking_tables(survey, tables):
    """Items of every scale battery from the highest mean down, with the verdict of Friedman's test below."""
    tests, found = take(tables, "batteries"), []
    for battery, rows in take(tables, "ranking").groupby("battery", sort=False):
        whole = tests[tests["battery"].eq(battery) & tests["item_a"].map(words).eq("")]
        shown, first = dict(MEANS), 68
        if rows["mean_weighted"].notna().any():
            shown, first = shown | {f"{c}_weighted": f"{title}, có gia quyền" for c, title in MEANS}, 54
        body = [
            [cell(r["place"], 0), name_of(survey.form, r["item"]), *(cell(r[c], 2) for c in shown)]
            for r in rows.to_dict("records")
        ]
        columns = [("Thứ tự", 10, "so"), ("Mục", first - 10, "chu"), *even(shown.values(), first=first)]
        block = split(survey.form[battery].block)[1].rstrip("?: ") or "Các câu cùng thang đo"
        notes = [f"{cell(rows['n'].max(), 0)} người trả lời đủ mọi mục.", _left_out(survey, battery, rows)]
        notes += [_by_weight(row) for row in whole.to_dict("records")]
        caption = f"{block}: xếp hạng các mục (không gia quyền, chỉ người trả lời đủ mọi mục)"
        found.append(table(caption, columns, body, notes=notes))
    return found


def _left_out(survey, battery, rows):
    """That the places are only those among the items that are shown; empty where all are."""
    items = next((len(items) for items in survey.form.batteries if battery in [q.name for q in items]), 0)
    return f"Thứ tự trong {len(rows)} mục nêu được số liệu, của {items} mục." if len(rows) < items else ""


def options_note(tables, question):
    """The test of the options of one ranked question by the people who ranked them, and the same by weight."""
    whole = take(tables, "batteries", battery=question.name)
    whole = whole[whole["item_a"].map(words).eq("") & whole["p_adjusted"].notna()].to_dict("records")
    if not whole:
        return ""
    row = whole[0]
    told = f"χ² = {cell(row['statistic'], 2)}, bậc tự do {cell(row['df'], 0)}, {vi.p_value(row['p_adjusted'])}"
    same = f"So các phương án do cùng người xếp, {words(row['method'])}: {told}; W = {cell(row['effect'], 2)}."
    return f"{same} {_by_weight(row)}".strip()


def _by_weight(row):
    """The same test of all items by the design of the survey; empty without weights."""
    if pd.isna(row["p_adjusted_weighted"]):
        return ""
    second = f"; {cell(row['df2_weighted'], 0)}" if row["df2_weighted"] == row["df2_weighted"] else ""
    told = f"{words(row['method_weighted'])} = {cell(row['statistic_weighted'], 2)}"
    told += f", bậc tự do {cell(row['df_weighted'], 0)}{second}, {vi.p_value(row['p_adjusted_weighted'])}"
    return f"Có gia quyền: {told}; W = {cell(row['effect_weighted'], 2)}."


def pairs_table(survey, tables):
    """Pairs of groups that differ and matter; None when there are none."""
    rows = take(tables, "pairs")
    rows = rows[rows["option"].map(words).eq("")]  # shares: told by the letters of the tables
    limits = survey.inference.negligible
    keep = [
        r.p_adjusted < ALPHA and effects.size(r.effect, r.effect_name, limits) != effects.WORDS[0]
        for r in rows.itertuples()
    ]
    if not any(keep):
        return None
    body = [_pair(survey, row) for row in rows[keep].itertuples()]
    columns = [("Câu hỏi", 26, "chu"), ("Nhóm theo", 19, "chu"), ("Hai nhóm", 24, "chu")]
    columns += [("Độ mạnh (khoảng tin cậy 95%)", 19, "so"), ("p hiệu chỉnh", 12, "so")]
    methods = "; ".join(sorted(set(rows["method"].map(words))))
    notes = [
        f"{methods}. Mọi cặp có ở các bảng số liệu kèm theo báo cáo.",
        f"p đã hiệu chỉnh ({verdict.name_of(survey.inference.adjust)}; Games–Howell tự hiệu chỉnh)"
        " trong từng cặp “câu hỏi – nhóm theo”, không qua mọi cặp.",
        _near(rows, limits),
        effects_note(rows[keep]["effect_name"], limits),
        tests_note(tables),
    ]
    return table("Các cặp nhóm khác nhau ở mức đáng kể", columns, body, notes=notes, long=True)


def _near(rows, limits):
    """How many pairs differ by p and are estimated just under the threshold, so not in the table."""
    differ = rows[rows["p_adjusted"].lt(ALPHA)].itertuples()
    count = sum(effects.borders(r.effect, (r.effect_low, r.effect_high), r.effect_name, limits) for r in differ)
    return f"{count} cặp sát ngưỡng (ước lượng dưới, khoảng tin cậy còn vượt) không nêu ở bảng." if count else ""


def _pair(survey, row):
    judged = row.effect_name, survey.inference.negligible
    told = effects.text(row.effect, *judged), effects.limits(row._asdict(), *judged)
    size = " ".join(part.replace(" ", vi.NBSP) for part in (f"{effects.symbol(row.effect_name)} = {told[0]}", told[1]))
    names = brief(survey.form, row.question), brief(survey.form, row.by)
    return [*names, f"{row.group_a} – {row.group_b}", size, vi.p_value(row.p_adjusted)]
