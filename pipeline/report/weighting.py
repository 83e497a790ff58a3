"""Response, non-response and weighting as the report tells them: sentences for part II, tables for the appendix."""

import re

from pipeline import vi, weight, wording
from pipeline.claims import names
from pipeline.report.grid import cell, even, is_weighted, keyed, name_of, table, take, topic, words
from pipeline.report.numbering import row_key
from pipeline.wording import say

SMALL_PART = 5  # percent of the population up to which the finite population correction is left out (Cochran 1977, 2.6)

HOW = {
    "rake": "hiệu chỉnh đồng thời theo các biên",
    "post": "hiệu chỉnh theo từng ô chéo của các biên",
    "greg": "thay đổi trọng số ít nhất để khớp các biên",
}
STEPS = {"rake": ("Raking", "vòng"), "post": ("Phân tầng sau", "bước"), "greg": ("Hiệu chỉnh tuyến tính", "bước")}


def response(tables, drawn=False):
    """Response rates in AAPOR's terms in one paragraph; of a sample that was drawn, why none; empty without a list."""
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty:
        return ""
    if drawn:
        return say(OF_A_SAMPLE, listed=cell(rows["n"].iloc[0], 0))
    by_unit = "; tỷ lệ theo đơn vị chỉ tính trên phiếu có ghi đơn vị, nên là cận dưới"
    lower = say(by_unit) if name_no_unit(tables) else ""
    first, second = (rows[rows["measure"].str.contains(name)].iloc[0]["rate"] for name in ("RR1", "RR2"))
    rates = {"first": vi.percent(first), "second": vi.percent(second)}
    return say(RATES, listed=cell(rows["n"].iloc[0], 0), **rates, lower=lower)


def name_no_unit(tables):
    """Whether some answers name no unit, so that the rate of every unit is a lower bound: they have a row of their own
    beside that of all."""
    return take(tables, "units")["unit"].map(words).eq("").sum() > 1


OF_A_SAMPLE = (
    "Danh sách có {listed} người là tổng thể mà mẫu được chọn ra, không phải số người được mời trả lời, nên không nêu"
    " tỷ lệ trả lời."
)
NO_RATE = "Danh sách là tổng thể mà mẫu được chọn ra, nên đây không phải tỷ lệ trả lời."
RATES = (
    "Danh sách có {listed} người; coi mọi người trong danh sách, và chỉ những người đó, đều thuộc diện hỏi, mỗi phiếu"
    " là của một người. Theo định nghĩa của AAPOR (2023), tỷ lệ trả lời RR1 (phiếu hoàn thành: trả lời trên 80% số câu"
    " được hỏi) là {first}; RR2 (kể cả phiếu trả lời 50–80% số câu) là {second}. Phiếu loại khi kiểm tra chất lượng"
    " không tính là trả lời. Tỷ lệ theo nhóm là RR2{lower}."
)


def bias(survey, tables):
    """The category whose share among the respondents is farthest from the list; empty without a list."""
    rows = take(tables, "nonresponse_bias").dropna(subset=["difference"])
    if rows.empty:
        return ""
    most = rows.loc[rows["difference"].abs().idxmax()]
    option = names.option(survey.form, most["question"], words(most["option"]))
    where, gap = f"{name_of(survey.form, most['question'])} – “{option}”", cell(abs(most["difference"]))
    shares = {"sample": vi.percent(most["sample"]), "listed": vi.percent(most["population"])}
    return say(BIAS, by=say(LISTED if take(tables, "weights").empty else FITTED_BY), gap=gap, where=where, **shares)


FITTED_BY = "Trước gia quyền, theo các đặc điểm dùng để gia quyền"
LISTED = "Chưa gia quyền, theo các đặc điểm có trong danh sách"
BIAS = (
    "{by}, cơ cấu người trả lời lệch khỏi danh sách nhiều nhất {gap}\u00a0điểm\u00a0% ({where}: {sample} người trả lời,"
    " {listed} trong danh sách). Bảng đầy đủ ở phần “Tham gia, cơ cấu phiếu”."
)


def waves(tables):
    """Whether late answers differ from early ones, or that nobody can tell; empty when it was not looked at."""
    if "early_late" not in tables:
        return ""
    said = weight.early_late_said(take(tables, "early_late"))
    if not said:
        return say("Không so sánh được phiếu sớm với phiếu muộn: phiếu không ghi ngày, hoặc chỉ có một ngày.")
    told = "So sánh nửa đầu với nửa sau của đợt thu phiếu ở mọi câu đóng (theo ngày, không gia quyền): {said}"
    return say(told, said=said)


DRAWN = "trọng số chọn mẫu (số đơn vị trong tổng thể chia cho số đơn vị đã chọn của từng tầng)"


def weighting(survey, tables):
    """How the answers were weighted – base weight, method, margins, convergence, bounds, groups, cost – or not."""
    if not is_weighted(tables):
        return say("Không gia quyền: mỗi phiếu được tính như nhau.")
    told = {"made": _made(survey, tables), "converged": _converged(survey, tables), "bounds": _bounds(survey)}
    last = say("Gia quyền không sửa được những khác biệt khác giữa người trả lời và người không trả lời.")
    cost = " ".join(filter(None, [_cost(tables), _moved(survey, tables), last]))
    return [say(WEIGHTED, **told), *_notes(survey, tables), cost]


WEIGHTED = "Tỷ lệ đã được gia quyền {made}.{converged}{bounds} Số người (n, cơ sở) luôn là số đếm, không gia quyền."


def purpose(survey, tables):
    """What the weights are there for, in the reading guide: to fit the list only where they were fitted to it."""
    if not take(tables, "weights").empty:
        return say("để cơ cấu phiếu khớp danh sách")
    brought = say("mà tệp phiếu mang theo" if survey.base_weight else "theo thiết kế mẫu")
    return say("{brought}, không hiệu chỉnh theo danh sách", brought=brought)


def _made(survey, tables):
    """By which weights: of the file, and fitted to which margins how."""
    column, rows = survey.base_weight, take(tables, "weights")
    brought = say(BROUGHT, column=column) if column else say(DRAWN)
    if rows.empty:
        return say("bằng {brought}, đưa về trung bình bằng 1, không hiệu chỉnh theo danh sách", brought=brought)
    margins = ", ".join(f"“{topic(survey.form, m)}”" for m in survey.weighting.margins)
    start = say(", bắt đầu từ {brought}", brought=brought) if column else ""
    name = _method(weight.method_name(method=survey.weighting.method, based=bool(column)))
    return say(FITTED, name=name, how=say(HOW[survey.weighting.method]), start=start, margins=margins)


BROUGHT = "trọng số gốc mà tệp phiếu mang theo (cột “{column}”)"
FITTED = "({name}: {how}{start}) để cơ cấu phiếu khớp với danh sách ở các câu {margins}"


def _method(name):
    return " × ".join(map(say, name.split(" × ")))


def _converged(survey, tables):
    rows = take(tables, "convergence")
    if rows.empty:
        return ""
    cycles = int(rows["cycles"].max())
    cut = say(" và {cycles} lần cắt trọng số", cycles=cycles) if cycles else ""
    name, steps = map(say, STEPS[survey.weighting.method])
    if survey.weighting.method == "post" and not cycles:
        return ""
    most = rows["deviation"].max()
    fitted = "cơ cấu còn lệch nhiều nhất {most}\u00a0điểm\u00a0%" if most >= 0.005 else "cơ cấu đã khớp danh sách"
    told = {"name": name, "swept": cell(rows["sweeps"].max(), 0), "steps": steps, "cut": cut}
    return say(" {name} hội tụ sau {swept} {steps}{cut}; {left}.", **told, left=say(fitted, most=cell(most, 2)))


def _bounds(survey):
    rules = survey.weighting
    if rules.bounds:
        kept, ends = " Tỷ số so với trọng số ban đầu được giữ trong khoảng {low}–{high}.", rules.bounds
    elif rules.percentile:
        kept, ends = " Trọng số được giữ giữa phân vị {low} và {high} của trọng số chưa cắt.", rules.percentile
        low, high = ((f"{v:g}" if wording.language() == wording.EN else f"{v:g}".replace(".", ",")) for v in ends)
        return say(kept, low=low, high=high)
    elif rules.trim:
        kept, ends = " Trọng số được giữ trong khoảng {low}–{high} (trung bình bằng 1).", rules.trim
    else:
        return ""
    low, high = (cell(v, 2) for v in ends)
    return say(kept, low=low, high=high)


def _notes(survey, tables):
    """What was done with groups and people without an answer, a sentence each."""
    for row in take(tables, "weighting_notes").itertuples():
        names = " × ".join(topic(survey.form, name) for name in words(row.margin).split(" × "))
        option = _crossed(words(row.option))
        option = say(", nhóm “{option}”", option=option) if option else ""
        told = "{names}{option} ({n} người): {note}."
        yield say(told, names=names, option=option, n=cell(row.n, 0), note=_noted(words(row.note)))


MERGED = re.compile("(.* )“(.*)”$")


def _noted(note):
    """A note of the weighting in the language that is spoken; of one that names a group, that group too."""
    merged = MERGED.match(note)
    return say(f"{merged[1]}“{{group}}”", group=_crossed(merged[2])) if merged else say(note)


def _crossed(option):
    """A group, or a cell of several margins, in the language that is spoken."""
    return " × ".join(map(wording.label, option.split(" × ")))


def _cost(tables):
    found = take(tables, "design_effect")
    if found.empty:
        return ""
    everyone, effective, effect, low, high, *base = found["value"]
    told = {"low": cell(low, 2), "high": cell(high, 2), "n": cell(everyone, 0), "effective": cell(effective, 0)}
    own = say("; riêng trọng số gốc: {base}", base=cell(base[0], 2)) if base else ""
    return say(COST, **told, effect=cell(effect, 2), own=own)


COST = (
    "Trọng số từ {low} đến {high}; {n} phiếu có độ chính xác của {effective} phiếu không gia quyền (hiệu ứng thiết kế"
    " Kish {effect}{own})."
)


def _moved(survey, tables):
    """Of which printed share weighting changed most, and by how much; "" without weights. Questions that weights are
    fitted to change by what they are; items of a battery may be printed of another base."""
    rows = take(tables, "frequencies").dropna(subset=["n", "percent"])
    apart = {q.name for battery in survey.form.batteries for q in battery} | {*survey.weighting.margins}
    rows = rows[rows["base"].gt(0) & ~rows["question"].isin(apart)]
    if not is_weighted(tables) or rows.empty:
        return ""
    rows = rows.assign(before=(100 * rows["n"] / rows["base"]).round(1), after=rows["percent"].astype(float).round(1))
    row = rows.loc[(rows["after"] - rows["before"]).abs().idxmax()]
    told = {"place": names.place(survey.form, row["question"]), "but": say(BUT) if apart else ""}
    told |= {"option": names.option(survey.form, row["question"], row["option"])}
    most, before, after = cell(abs(row["after"] - row["before"])), vi.percent(row["before"]), vi.percent(row["after"])
    return say(MOVED, most=most, before=before, after=after, **told)


MOVED = (
    "Gia quyền làm tỷ lệ của một phương án thay đổi nhiều nhất {most}\u00a0điểm\u00a0% ({place}, “{option}”: {before}"
    " trước, {after} sau gia quyền{but})."
)
BUT = "; không kể câu dùng để gia quyền và mục của bảng thang đo"


def intervals(survey, tables):
    """What the 95% intervals are, how they were computed and what they leave out; empty when there are none."""
    rows = take(tables, "estimates")
    if rows.empty:
        return ""
    note = words(rows["note"].iloc[0])
    of_replicates = survey.design.replicates.kind and "thiết kế mẫu" in note
    told = OF_REPLICATES if of_replicates else INTERVALS
    return f"{say(told, note=wording.label(note))}{_raked(survey, tables)}{_uncorrected(survey, tables)}"


INTERVALS = (
    "Khoảng nêu trong bảng là {note}. Sai số chuẩn tính bằng tuyến tính hóa Taylor; khoảng tính trên thang logit; tỷ lệ"
    " 0% và 100% dùng khoảng Clopper–Pearson trên số phiếu hiệu dụng."
)
OF_REPLICATES = (
    "Khoảng nêu trong bảng là {note}. Các khoảng tính trên thang logit; tỷ lệ 0% và 100% dùng khoảng Clopper–Pearson"
    " trên số phiếu hiệu dụng."
)


def _uncorrected(survey, tables):
    """That the finite population is left out of account, where its part that answered is no small one."""
    rates = take(tables, "response").dropna(subset=["rate"])
    rates = rates.loc[rates["measure"].str.contains("RR2"), "rate"]
    if survey.weighting.fpc or survey.design.fpc or not rates.gt(SMALL_PART).any():
        return ""
    told = (
        " Không hiệu chỉnh tổng thể hữu hạn (số phiếu bằng {answered} số người trong danh sách), nên khoảng rộng hơn."
    )
    return say(told, answered=vi.percent(rates.max()))


def _raked(survey, tables):
    """That the intervals heed the weighting, by its margins; "" where nothing was fitted to a list."""
    margins = [f"“{topic(survey.form, name)}”" for name in take(tables, "weights")["margin"].unique()]
    method = say(weight.METHODS[survey.weighting.method])
    return say(RAKED, method=method, margins=vi.listing(margins)) if margins else ""


RAKED = (
    " Khoảng có tính đến {method} theo {margins}; tỷ lệ của chính các câu này khớp danh sách nên khoảng gần như bằng"
    " không."
)


def response_tables(survey, tables):
    """Dispositions and rates; rates by category of the list; without a list nothing."""
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty:
        return []
    if survey.brought:  # the list is of the population, not of whom was asked
        return []
    body = [keyed([words(r.measure), cell(r.n, 0), cell(r.rate)], row_key(r.measure)) for r in rows.itertuples()]
    columns = [("Trường hợp", 66, "chu"), ("Số phiếu / số người", 17, "so"), ("% danh sách", 17, "so")]
    overall = table("Tỷ lệ trả lời so với danh sách (định nghĩa của AAPOR)", columns, body)
    by = _grouped(survey, take(tables, "response_by"), "margin", ["headcount", "n", "rate"])
    columns = [("Đặc điểm", 46, "chu"), *even(["Danh sách", "Số phiếu", "Tỷ lệ (%)"], first=46)]
    return [overall, table("Tỷ lệ trả lời (RR2) theo đặc điểm trong danh sách", columns, by) if by else None]


def bias_table(survey, tables):
    """Share in the list and among the respondents, difference, relative bias; None without a list."""
    columns = ["population", "sample", "difference", "relative"]
    body = _grouped(survey, take(tables, "nonresponse_bias"), "question", columns)
    titles = ["Danh sách (%)", "Người trả lời (%)", "Chênh lệch (điểm %)", "Chệch tương đối (%)"]
    is_before = is_weighted(tables)
    caption = "Người trả lời so với danh sách, trước gia quyền" if is_before else "Người trả lời so với danh sách"
    told = take(tables, "nonresponse_bias")[columns[:3]].astype(float)
    listed, sample, gap = (vi.rounded(told[name], 1) for name in columns[:3])
    notes = [ROUNDED] if (sample - listed - gap).abs().gt(0.05).any() else []
    return table(caption, [("Đặc điểm", 36, "chu"), *even(titles, first=36)], body, notes=notes) if body else None


ROUNDED = "Chênh lệch tính trước khi làm tròn."


def _grouped(survey, rows, by, columns):
    """A heading row for every question, then its options with figures; counts without decimals."""
    body = []
    for question, part in rows.groupby(by, sort=False):
        body.append([name_of(survey.form, question)])
        for row in part.to_dict("records"):
            body.append(
                [
                    names.option(survey.form, question, words(row["option"])),
                    *(_figure(row, column) for column in columns),
                ]
            )
    return body


def _figure(row, column):
    """A cell: counts without decimals, shares with their limits as exact as their base allows."""
    if "base" in row and column in ("percent", "low", "high"):
        return vi.share(row[column], row["base"])
    return cell(row[column], {"headcount": 0, "n": 0, "base": 0}.get(column, 1))
