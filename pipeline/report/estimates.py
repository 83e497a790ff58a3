"""Means, NPS, ratios, differences and worths with their intervals: tables of part III and of the appendix."""

import pandas as pd

from pipeline import vi, weight, wording
from pipeline.claims import names, printed
from pipeline.describe import promoters
from pipeline.describe.groups import TOTAL, WITHIN
from pipeline.describe.numbers import encloses
from pipeline.report.grid import (
    about,
    average,
    cell,
    counts_note,
    decimals,
    even,
    hidden_note,
    name_of,
    share,
    table,
    take,
    words,
)
from pipeline.survey import sampling
from pipeline.wording import say
from pipeline.wording.english_notes import noted

ROUNDED = "Chênh lệch tính từ tỷ lệ chưa làm tròn, nên có thể khác 0,1 so với hiệu của hai tỷ lệ đã in."
UNSURE_MEDIAN = (
    "; của trung vị không nêu, vì nhiều người ghi đúng số ở trung vị, khoảng tính được khi ấy không phủ đủ 95%"
)
PLACES = (
    "Hạng trên mọi người được hỏi: người không xếp gì không đặt phương án nào trước phương án nào, nên mọi phương án ở"
    " hạng giữa. Điểm Borda: hạng nhất được số phương án trừ 1, hạng cuối 0; phương án không xếp chia đều điểm còn lại;"
    " trung bình trên người có xếp hạng."
)
MODEL = (
    "Giá trị (mô hình Plackett–Luce): xác suất được chọn thứ nhất trong mọi phương án, cộng lại bằng 100%, ước lượng"
    " từ mọi thứ hạng đã xếp; xếp một phần thì chỉ dùng thứ tự các phương án đã xếp, đứng trước phương án không xếp."
)


def tables_of(survey, tables):
    """What is estimated → its table in the appendix, of those that have something to show."""
    return {name: shown for name, make in MADE.items() if (shown := make(survey, tables))}


def how(survey):
    """What the intervals are and how they were computed: by a declared design, or else by the model of all others."""
    drawn = sampling.is_declared(survey)
    way = say("trọng số lặp" if survey.design.replicates.kind else "tuyến tính hóa Taylor")
    degrees = say(" trên số bậc tự do của thiết kế") if drawn else ""
    name = wording.label(weight.interval_name(weighted=False, drawn=drawn).split(",")[0])
    return say("{name}: {way}, t của Student{degrees}.", name=f"{name[0].upper()}{name[1:]}", way=way, degrees=degrees)


def interval(low, high, digits=2, show=cell):
    """Both limits as text; a dash where one is missing."""
    is_known = pd.notna(low) and pd.notna(high)
    return say("{low} đến {high}", low=show(low, digits), high=show(high, digits)) if is_known else vi.MISSING


def means_table(survey, tables):
    """Mean and interval of every number question and scored scale, of everybody, hidden ones as dashes; None where
    none is shown."""
    kinds = ("number", "ordinal")
    rows = take(tables, "means", row="mean", by=TOTAL)
    rows = rows[[survey.form[name].kind in kinds for name in rows["question"]]]
    if rows.empty or rows["mean"].isna().all():
        return None
    body = []
    for block, r in zip((survey.form[name].block for name in rows["question"]), rows.itertuples(), strict=True):
        body += [[words(block)]] if block and [words(block)] not in body else []
        digits = decimals(tables, r.question, printed.OF_MEANS)
        body.append([words(r.label), cell(r.mean, digits), interval(r.low, r.high, digits), cell(r.n, 0)])
    titles = [average(tables, "Trung bình"), "Khoảng 95%", "Số người"]
    notes = [how(survey), "Thang đo: điểm từ 1 là mức thấp nhất.", counts_note(tables), _hidden(rows, "mean", survey)]
    return _table(say("{mean} và khoảng 95%", mean=average(tables, "Trung bình")), "Câu hỏi", titles, body, notes)


def nps_table(source, question):
    """Parts and NPS of one question, of everybody; None where it is not asked for."""
    rows = take(source.tables, "banners", question=question.name, by=TOTAL)
    told = take(source.tables, "means", question=question.name, row="nps", by=TOTAL)
    if told.empty:
        return None
    parts = rows[rows["option"].isin(promoters.PARTS)]
    body = [[words(r.option), cell(r.n, 0), cell(r.percent), ""] for r in parts.itertuples()]
    nps = told.iloc[0]
    body.append(["NPS", cell(nps["n"], 0), cell(nps["mean"]), interval(nps["low"], nps["high"], 1)])
    titles = ["Số người", f"{share(source.tables).capitalize()} (%); NPS", "Khoảng 95%"]
    notes = [NPS_NOTE, how(source.survey), counts_note(source.tables), hidden_note(parts, source.survey)]
    return _table(say("{about}: điểm ủng hộ (NPS)", about=about(question)), "Nhóm", titles, body, notes)


NPS_NOTE = "NPS: tỷ lệ người ủng hộ (9–10) trừ tỷ lệ người không ủng hộ (0–6), từ −100 đến 100 điểm."


def nps_by_group(survey, tables):
    """NPS and interval in every group; None without one."""
    rows = take(tables, "means", row="nps")
    body = _grouped(survey, rows, lambda r: [cell(r["mean"]), interval(r["low"], r["high"], 1), cell(r["n"], 0)])
    notes = [NPS_NOTE, how(survey), counts_note(tables), _hidden(rows, "mean", survey)]
    title = say("{nps} theo nhóm", nps=average(tables, "Điểm ủng hộ (NPS)"))
    return _table(title, "Nhóm", ["NPS", "Khoảng 95%", "Số người"], body, notes)


def ratio_table(survey, tables):
    """Ratios of two numbers in every group; None without one."""
    rows = take(tables, "ratios")
    body = _grouped(survey, rows, lambda r: [cell(r["ratio"], 3), interval(r["low"], r["high"], 3), cell(r["n"], 0)])
    notes = [
        "Tỷ số của hai tổng, trên người ghi cả hai số; không phải trung bình của các tỷ số từng người.",
        how(survey),
        counts_note(tables),
        _hidden(rows, "ratio", survey),
    ]
    caption = say("{ratio} của hai số", ratio=average(tables, "Tỷ số"))
    return _table(caption, "Nhóm", ["Tỷ số", "Khoảng 95%", "Số người ghi cả hai"], body, notes)


def contrast_table(survey, tables):
    """Differences of two options in every group; None without one."""
    rows = take(tables, "contrasts")
    pairs = [_pair(survey.form, r) for r in rows.itertuples()]
    rows, together = rows.assign(label=pairs), "Hai phương án của cùng những người, nên có tính hiệp phương sai."
    body = _grouped(survey, rows, lambda r: [*_gap(r["difference"], r["low"], r["high"]), cell(r["base"], 0)])
    notes = [how(survey), together, ROUNDED, counts_note(tables), _hidden(rows, "difference", survey)]
    caption = say("Chênh lệch {share} giữa hai phương án (điểm %)", share=share(tables))
    return _table(caption, "Nhóm", ["Chênh lệch", "Khoảng 95%", "Cơ sở"], body, notes)


def _pair(form, row):
    one, other = (names.option(form, row.question, option) for option in (row.option, row.against))
    return say("{asked}: “{one}” trừ “{other}”", asked=name_of(form, row.question), one=one, other=other)


def worth_table(source, question, rows):
    """Mean rank of all asked, Borda points and worth of every option; None where nothing is shown."""
    if rows[["mean_rank_asked", "borda", "worth"]].isna().all(axis=None):
        return None
    rows = rows.sort_values("worth", ascending=False, kind="stable", na_position="last")
    body = [
        [words(r.option), *(cell(x, 2) for x in (r.mean_rank_asked, r.borda)), *_worth(r)] for r in rows.itertuples()
    ]
    asked = rows["asked"].max()
    body.append(["Số người được hỏi; có xếp hạng", cell(asked, 0), *[cell(rows["base"].max(), 0)] * 2, ""])
    notes = [
        PLACES,
        MODEL,
        how(source.survey),
        *(f"{wording.label(words(r.option))}: {noted(words(r.note))}." for r in rows.itertuples() if words(r.note)),
    ]
    notes += [counts_note(source.tables), _hidden(rows, "worth", source.survey)]
    titles = ["Hạng trung bình, mọi người được hỏi", "Điểm Borda", "Giá trị (%)", "Khoảng 95%"]
    columns = [("Phương án", 36, "chu"), *even(titles, first=36)]
    worths = average(source.tables, "điểm Borda, giá trị")
    title = say("{about}: {worths} của từng phương án", about=about(question), worths=worths)
    return table(title, columns, body, base=True, notes=notes)


def _worth(row):
    return cell(row.worth), interval(row.worth_low, row.worth_high, 1)


def numbers_interval(row):
    """Foot note of a summary of numbers: the intervals of mean and median; empty where there are none."""
    if pd.isna(row["low"]):
        return ""
    middle = ""
    if row[["median_low", "median_high"]].notna().all():
        ends = {end: vi.given(row[f"median_{end}"], printed.decimals(row)) for end in ("low", "high")}
        middle = say("; của trung vị: {low} đến {high} (Woodruff)" if encloses(row) else UNSURE_MEDIAN, **ends)
    told = "Khoảng tin cậy 95% của trung bình: {interval}{middle}."
    mean = interval(row["low"], row["high"], printed.decimals(row, printed.OF_MEANS))
    return say(told, interval=mean, middle=middle)


def _grouped(survey, rows, figures):
    """A heading a question and banner variable, then its groups; nested groups are left to the table book."""
    body = []
    rows = rows[~rows["by"].astype(str).str.contains(WITHIN, regex=False)]
    for (label, by), part in rows.groupby(["label", "by"], sort=False):
        body.append([words(label) if by == TOTAL else say("– theo {groups}", groups=names.plainly(survey.form, by))])
        body += [[names.option(survey.form, by, words(r["group"])), *figures(r)] for r in part.to_dict("records")]
    return body


def _table(caption, first, titles, body, notes):
    if not body:
        return None
    return table(caption, [(first, 46, "chu"), *even(titles, first=46)], body, notes=notes, long=True)


def _hidden(rows, column, survey):
    return hidden_note(rows.assign(percent=rows[column]), survey)


def _gap(value, low, high):
    """A difference and its interval, with signs."""
    return _signed(value, 1), interval(low, high, 1, _signed)


def _signed(value, digits):
    text = cell(value, digits)
    return f"+{text}" if value > 0 and any(d in text for d in "123456789") else text


MADE = {
    "trung bình": means_table,
    "điểm ủng hộ (NPS)": nps_by_group,
    "tỷ số": ratio_table,
    "chênh lệch": contrast_table,
}


def sums(source):
    """Intervals of options taken together, by question and name."""
    return take(source.tables, "sums").set_index(["question", "option"])


def between(limits, key, base):
    """The printed interval of a share, as a cell: "52,2–55,1"."""
    known = limits.loc[[key]].iloc[0] if key in limits.index else {}
    ends = [vi.share(known[end], base) if len(known) else vi.MISSING for end in ("low", "high")]
    return "–".join(ends) if vi.MISSING not in ends else vi.MISSING
