"""Annex: weights, response by unit, quality flags and what dropping them moved."""

from pipeline import vi
from pipeline.claims import names
from pipeline.clean.flags import REJECTED
from pipeline.report import handling, weighting
from pipeline.report.grid import cell, even, name_of, table, take, words
from pipeline.wording import say

MOVED = 10  # shares told that taking answers out moved most


def weights_table(survey, tables):
    """Every margin in the staff list, in the answers and after weighting, percent; None when nothing was weighted."""
    rows = take(tables, "weights")
    if rows.empty:
        return None
    columns = [("Đặc điểm", 46, "chu"), *even(["Danh sách", "Phiếu", "Sau gia quyền"], first=46)]
    body = []
    for margin, part in rows.groupby("margin", sort=False):
        body.append([name_of(survey.form, margin)])
        body += [
            [names.option(survey.form, margin, words(r.option)), cell(r.population), cell(r.sample), cell(r.weighted)]
            for r in part.itertuples()
        ]
    made = [say("Gia quyền: {method}.", method=words(rows["method"].iloc[0]))] if rows["method"].notna().all() else []
    return table("Cơ cấu theo danh sách và theo phiếu, trước và sau gia quyền (%)", columns, body, notes=made)


def units_table(survey, tables):
    """Unit, headcount, answers, rate of response; of a drawn sample, whose list is the population, the part of it that
    answered. None without a staff list."""
    rows = take(tables, "units")
    if rows.empty:
        return None
    body = [[words(r.label), cell(r.headcount, 0), cell(r.n, 0), cell(r.rate), words(r.note)] for r in _named(rows)]
    columns = [
        ("Đơn vị", 36, "chu"),
        ("Số người trong danh sách", 15, "so"),
        ("Số phiếu", 12, "so"),
        ("% danh sách" if survey.brought else "Tỷ lệ (%)", 12, "so"),
        ("Ghi chú", 25, "chu"),
    ]
    caption = "Số phiếu theo đơn vị, so với danh sách" if survey.brought else "Tỷ lệ trả lời (RR2) theo đơn vị"
    note = weighting.NO_RATE if survey.brought else LOWER if weighting.name_no_unit(tables) else ""
    return table(caption, columns, body, base=words(rows["unit"].iloc[-1]) == "", notes=[note])


LOWER = "Tỷ lệ của từng đơn vị là cận dưới: có phiếu không ghi đơn vị."


def _named(rows):
    return rows.rename(columns={"name": "label"}).itertuples()


def quality_table(survey, tables):
    """Flags with people, percent of the valid answers, and whether they take an answer out."""
    rows = take(tables, "quality")
    if rows.empty:
        return None
    body = [[handling.flag(survey, r), cell(r.n, 0), cell(r.percent), _yes(r.dropped)] for r in rows.itertuples()]
    columns = [("Cờ", 52, "chu"), ("Số phiếu", 16, "so"), ("Tỷ lệ (%)", 16, "so"), ("Loại khỏi phân tích", 16, "chu")]
    hidden = say(FLAGGED_FEW, least=survey.privacy.min_cell) if rows["n"].isna().any() else ""
    return table("Cờ chất lượng", columns, body, notes=["Một phiếu có thể mang nhiều cờ.", hidden])


FLAGGED_FEW = "– : có phiếu, nhưng dưới {least} phiếu nên không nêu."


def _yes(value):
    return "có" if words(value).lower() in ("có", "true", "1") else "không"


def sensitivity_table(survey, tables):
    """The ten options or so that taking answers out moved most, and how many were taken out: not all that have a flag;
    None when nothing was moved."""
    rows = take(tables, "sensitivity").dropna(subset=["difference"])
    rows = rows[rows["question"].ne(survey.population.unit)]
    moved = rows["difference"].abs().sort_values(ascending=False, kind="stable")
    rows = rows.reindex(moved.index).head(vi.untied(vi.rounded(moved, 1).tolist(), MOVED))
    if rows.empty or not rows["difference"].abs().max() > 0:
        return None
    body = [
        [_asked(survey.form, r), cell(r.percent_all), cell(r.percent_clean), _signed(r.difference)]
        for r in rows.itertuples()
    ]
    titles = ["Giữ mọi phiếu (%)", "Sau khi loại (%)", "Chênh lệch (điểm %)"]
    columns = [("Câu hỏi và phương án", 52, "chu"), *((t, 16, "so") for t in titles)]
    flow = take(tables, "case_flow", step=REJECTED)["n"].dropna()
    lost = say("{n} phiếu", n=cell(flow.iloc[0], 0)) if len(flow) else say("phiếu")
    caption = say("{n} tỷ lệ thay đổi nhiều nhất khi loại {lost} (không gia quyền)", n=len(body), lost=lost)
    return table(caption, columns, body, notes=[weighting.ROUNDED])


def _signed(value):
    text = vi.number(value, 1)
    return f"+{text}" if value > 0 and text not in ("0,0", "0.0") else text


def _asked(form, row):
    """Question and option as the report calls them."""
    label = names.labelled(form[row.question]) if row.question in form else words(row.label)
    return f"{label} – {names.option(form, row.question, words(row.option))}"
