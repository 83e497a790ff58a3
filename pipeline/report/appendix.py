"""Annex: reading guide, weights, response by unit, quality flags and what dropping them moved."""

from pipeline import vi
from pipeline.claims import names, scale
from pipeline.clean.flags import REJECTED
from pipeline.infer.verdict import ADJUSTMENTS
from pipeline.report import weighting
from pipeline.report.grid import cell, effects_note, even, few, is_weighted, name_of, table, take, words
from pipeline.wording import say

MOVED = 10  # shares told that taking answers out moved most
GUIDE = (
    (
        "always",
        "Tỷ lệ (%)",
        "tính trong số người trả lời câu đó, trừ nơi ghi là của người chọn một mức của thang. Do làm tròn, các tỷ lệ"
        " cộng lại có thể khác 100 một ít.",
    ),
    (
        "always",
        "Chữ chỉ tỷ lệ",
        "{words}. Khi khoảng tin cậy vượt qua một ngưỡng thì dùng chữ của mức thấp hơn; dưới mức thấp nhất chỉ ghi số.",
    ),
    ("always", "Cơ sở", "số người trả lời câu đó (số đếm). Người không được hỏi hoặc bỏ trống không tính vào cơ sở."),
    (
        "always",
        "Ba trường hợp khác nhau",
        "“không trả lời” là được hỏi nhưng bỏ trống; “không áp dụng” là phiếu không hỏi câu đó; “không có ý kiến” là đã"
        " chọn phương án này, có tính vào cơ sở, trừ nơi ghi là của người chọn một mức của thang.",
    ),
    (
        "weights",
        "Gia quyền",
        "mỗi phiếu được nhân với một trọng số {weighted}; trọng số trung bình bằng 1. Tỷ lệ và điểm trung bình đã gia"
        " quyền, số người thì không.",
    ),
    (
        "scales",
        "Điểm trung bình",
        "điểm của thang, 1 là mức thấp nhất; không tính người không có ý kiến.",
    ),
    (
        "nps",
        "NPS (điểm ủng hộ)",
        "tỷ lệ người cho điểm 9–10 (ủng hộ) trừ tỷ lệ người cho 0–6 (không ủng hộ), từ −100 đến 100 điểm; người cho 7–8"
        " là trung lập, có tính vào cơ sở.",
    ),
    (
        "tests",
        "Giá trị p",
        "khả năng gặp khác biệt lớn như vậy hoặc lớn hơn nếu thực ra các nhóm như nhau. Trong mỗi họ so sánh, p được"
        " hiệu chỉnh theo cách {adjust} vì làm nhiều phép cùng lúc (giữ ở 5%: {kept}); dưới 0,05"
        " thì coi là có ý nghĩa thống kê.",
    ),
    (
        "tests",
        "Độ mạnh",
        "khác biệt lớn đến đâu, không phụ thuộc số phiếu: không đáng kể, nhỏ, vừa hoặc lớn. Khi có hàng nghìn phiếu,"
        " khác biệt rất nhỏ cũng có thể có ý nghĩa thống kê, nên cần xem cả hai. Trong ngoặc là khoảng tin cậy 95%,"
        " chưa hiệu chỉnh cho nhiều phép so sánh; số lẻ nhiều hơn ở nơi làm tròn thì sang bên kia ngưỡng. {thresholds}",
    ),
    (
        "always",
        "Nhiều nhất, cao nhất, thấp nhất; tiếp theo",
        "chỉ nói khi khoảng tin cậy 95% của phương án (mục, nhóm) tách khỏi mọi phương án (mục, nhóm) còn lại; khoảng"
        " của vài phương án (mục) chạm nhau thì nêu cùng nhau.",
    ),
    (
        "tests",
        "Cao dần, thấp dần",
        "so các nhóm xếp theo thứ tự, không phải theo thời gian: khoảng tin cậy 95% của hai nhóm liền nhau nào cũng"
        " tách nhau; “nhìn chung”: số in bước nào cũng đi cùng chiều, không kể bước lớn nhất vẫn có hai khoảng tách"
        " nhau.",
    ),
    (
        "regressions",
        "Tỷ số chênh (OR)",
        "so sánh khả năng xảy ra kết quả của một nhóm với nhóm đối chiếu khi các yếu tố khác trong mô hình như nhau:"
        " lớn hơn 1 là cao hơn, nhỏ hơn 1 là thấp hơn. Đây"
        " không phải tỷ lệ phần trăm, và không nói lên nguyên nhân.",
    ),
    (
        "always",
        "Dấu “–”",
        "không có số liệu, hoặc không nêu vì có {few} hay để không suy ra được ô như vậy.",
    ),
)


def guide(survey, tables):
    """How to read the figures: (word, [meaning]), only for what this report holds."""
    held = {
        "always": True,
        "weights": is_weighted(tables),
        "tests": not take(tables, "tests").empty,
        "regressions": take(tables, "regressions")["odds_ratio"].notna().any(),
        "scales": not take(tables, "scales").empty,
        "nps": take(tables, "means")["row"].eq("nps").any(),
    }
    name, _, kept = ADJUSTMENTS[survey.inference.adjust]
    told = {"few": few(survey), "adjust": name, "kept": say(kept)}
    told["words"] = "; ".join(f"{word}: {share}" for share, word in scale.told(survey.report.words or None))
    told["weighted"] = weighting.purpose(survey, tables)
    told["thresholds"] = effects_note(_effects(tables), survey.inference.negligible)
    return [(say(word), [say(meaning, **told)]) for when, word, meaning in GUIDE if held[when]]


def _effects(tables):
    """Names of the effects that the annex prints."""
    tested = [take(tables, name)["effect_name"].dropna() for name in ("tests", "open_tests")]
    return list(dict.fromkeys(name for names_of in tested for name in names_of))


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
    body = [[words(r.label), cell(r.n, 0), cell(r.percent), _yes(r.dropped)] for r in rows.itertuples()]
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
