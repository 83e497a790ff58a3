"""The method: how the survey was done – the disclosure items of AAPOR, and the limits."""

from pipeline import claims, vi
from pipeline.claims import names
from pipeline.report import drawn, fieldwork, handling, weighting
from pipeline.report.findings import set_apart
from pipeline.report.grid import cell, few, is_weighted, take, words
from pipeline.report.model import Strong
from pipeline.wording import say
from pipeline.wording.english_notes import noted

UNSAID = "Không ghi trong hồ sơ cuộc điều tra."
WHO = {
    fieldwork.OWN: "Người trả lời tự nguyện, không phải mẫu chọn ngẫu nhiên",
    fieldwork.UNKNOWN: "Hồ sơ cuộc điều tra không ghi người trả lời được chọn thế nào",
}
LIMITS = (
    "{who}; kết quả là ý kiến của những người đã trả lời. Khoảng tin cậy và giá trị p vì vậy là theo mô hình: giả định"
    " người không trả lời giống người trả lời{within}. Số liệu của cuộc điều tra không kiểm được giả định này, nên chỉ"
    " để tham khảo. Câu trả lời do người trả lời tự khai, không được kiểm chứng; khác biệt giữa các nhóm không cho biết"
    " nguyên nhân."
)
OF_A_SAMPLE = (
    "Kết quả là ý kiến của những người đã trả lời. Khoảng tin cậy và giá trị p tính theo thiết kế"
    " mẫu, giả định người không trả lời giống người trả lời trong cùng nhóm gia quyền; số liệu của cuộc điều tra không"
    " kiểm được giả định này. Câu trả lời do người trả lời tự khai, không được kiểm chứng; khác biệt giữa các nhóm"
    " không cho biết nguyên nhân."
)
AAPOR = (  # what its Transparency Initiative asks to be told (2021), and the terms of ``items`` that tell it
    ("Cách thu thập số liệu", ("Cách thu thập", "Cách thu phiếu")),
    ("Ai tiến hành, kinh phí", ("Cơ quan chủ trì", "Kinh phí")),
    ("Công cụ", ("Công cụ",)),
    ("Đối tượng, danh sách", ("Đối tượng", "Danh sách")),
    ("Chọn người trả lời", ("Cách mời trả lời", "Thiết kế mẫu")),
    ("Hình thức thu phiếu", ("Hình thức",)),
    ("Thời gian", ("Thời gian thu phiếu", "Hiệu đính kế hoạch")),
    ("Số phiếu, sai số", ("Chỉ tiêu", "Số phiếu", "Tỷ lệ trả lời", "Theo đơn vị", "Khoảng tin cậy")),
    ("Gia quyền", ("Gia quyền", "Người trả lời so với danh sách", "Phiếu sớm và phiếu muộn")),
    ("Xử lý, kiểm tra số liệu", ("Đọc tệp phiếu", "Kiểm tra chất lượng", "Làm sạch số liệu",
                                  "Đính chính, phiếu trùng, bước nhảy", "Phép kiểm định", "Bảo vệ người trả lời")),
    ("Giới hạn", ("Giới hạn",)),
)  # fmt: skip


def disclosed(survey, tables):
    """AAPOR's eleven items in order: (item, [(term, [text])]); an item of which nothing is known says so."""
    told, found = dict(items(survey, tables)), []
    for item, terms in AAPOR:
        lines = [(term, told[term]) for term in terms if term in told]
        found.append((_named(item, told), lines or [("", [UNSAID])]))
    return found


def _named(item, told):
    """An item without what its second half names where nothing is told of it."""
    first, term = HALVES.get(item, (item, ""))
    return item if not term or term in told else first


HALVES = {"Đối tượng, danh sách": ("Đối tượng", "Danh sách"), "Số phiếu, sai số": ("Số phiếu", "Khoảng tin cậy")}


def items(survey, tables):
    """The terms of the method in order: (what, [text])."""
    found = [
        ("Cơ quan chủ trì", _owner(survey)),
        ("Kinh phí", f"{survey.owner.funding.rstrip('.')}." if survey.owner.funding else UNSAID),
        ("Đối tượng", f"{survey.subject}." if survey.subject else UNSAID),
        ("Công cụ", fieldwork.instrument(survey)),
        ("Cách mời trả lời", f"{survey.collection.access.rstrip('.')}." if survey.collection.access else UNSAID),
        ("Hình thức", fieldwork.access(survey)),
        ("Thời gian thu phiếu", fieldwork.when(survey, tables)),
        ("Chỉ tiêu", fieldwork.target(survey, tables)),
        ("Số phiếu", fieldwork.counts(tables)),
        ("Cách thu thập", fieldwork.collected(survey, tables)),
        ("Cách thu phiếu", fieldwork.modes(tables)),
        ("Đọc tệp phiếu", handling.reading(survey, tables)),
        ("Tỷ lệ trả lời", weighting.response(tables, drawn=bool(survey.brought))),
        ("Theo đơn vị", fieldwork.units(survey, tables)),
        ("Người trả lời so với danh sách", weighting.bias(survey, tables)),
        ("Phiếu sớm và phiếu muộn", weighting.waves(tables)),
        ("Gia quyền", weighting.weighting(survey, tables)),
        ("Thiết kế mẫu", drawn.sample(survey, tables)),
        ("Khoảng tin cậy", weighting.intervals(survey, tables)),
        ("Kiểm tra chất lượng", handling.quality(survey, tables)),
        ("Làm sạch số liệu", handling.cleaning(survey, tables)),
        ("Đính chính, phiếu trùng, bước nhảy", [noted(words(note)) for note in take(tables, "decisions")["note"]]),
        ("Phép kiểm định", handling.analysis(survey, tables)),
        ("Bảo vệ người trả lời", handling.protection(survey, tables)),
        (
            "Hiệu đính kế hoạch",
            [say("Mục {item}: {note}", item=s.item, note=s.note) for s in survey.schedule if s.note],
        ),
        ("Danh sách", survey.population.note),
        ("Giới hạn", _limits(survey, tables)),
    ]
    return [(term, text if isinstance(text, list) else [text]) for term, text in found if text]


def box(survey, tables):
    """The method in at most twelve lines, for the second page: paragraphs of parts."""
    held = dict(items(survey, tables))
    lines = [
        ("Đối tượng", held["Đối tượng"][0]),
        ("Phiếu hỏi", held["Công cụ"][0]),
        ("Thời gian", fieldwork.when(survey, tables)),
        (
            "Cách tham gia",
            f"{held['Cách mời trả lời'][0]} " * bool(survey.collection.access) + fieldwork.access(survey),
        ),
        ("Số phiếu", " ".join(filter(None, [_kept(tables), _rate(survey, tables)]))),
        ("Người trả lời", _who(survey, tables)),
        ("Gia quyền", _weighted(survey, tables)),
        ("Kiểm tra chất lượng", handling.dropped(survey, tables)),
        ("Ý kiến bằng lời", _opinions(tables)),
        ("So sánh", COMPARED if len(take(tables, "tests")) else ""),
        ("Bảo vệ người trả lời", say(KEPT, few=few(survey))),
        ("Giới hạn", _briefly(survey, tables)),
    ]
    return tuple((Strong((f"{term}:",)), " ", text) for term, text in lines if text)


def _briefly(survey, tables):
    doubt = fieldwork.doubt(survey, tables)
    return f"{doubt} {say(TOLD_BY_SELF)}" if doubt else say(BRIEFLY[fieldwork.chosen(survey, tables)])


TOLD_BY_SELF = "Câu trả lời do người trả lời tự khai."
KEPT = "Không nêu câu trả lời của {few} hay số liệu để suy ra; số người bỏ trống một câu vẫn nêu."
COMPARED = (
    "Chỉ nêu khác biệt có ý nghĩa thống kê (đã tính đến việc so sánh nhiều lần) và ở mức đáng kể (chưa chắc đáng kể"
    " thì nêu riêng ở mục III); không nói lên nguyên nhân."
)
BRIEFLY = {
    fieldwork.OWN: "Người trả lời tự nguyện, không phải mẫu ngẫu nhiên; câu trả lời do người trả lời tự khai.",
    fieldwork.DRAWN: "Là ý kiến của người được chọn vào mẫu và đã trả lời; câu trả lời do người trả lời tự khai.",
    fieldwork.UNKNOWN: "Hồ sơ không ghi người trả lời được chọn thế nào; câu trả lời do người trả lời tự khai.",
}


def _opinions(tables):
    """What the shares of open answers are, in the words that stand beside them; "" without any."""
    estimated = take(tables, "open_shares")["percent"].notna().any()
    codes, coding = take(tables, "open_answers"), take(tables, "open_coding")
    if codes.loc[~set_apart(codes["code"]), "percent"].isna().all():  # no theme is told
        return ""
    has_guesses, is_part = coding["guess"].ne(0).any(), coding["uncoded"].ne(0).any()
    if not estimated and has_guesses:
        return say(GUESSED, guessed=claims.guessed(coding))
    told = ESTIMATED if estimated else LEAST if is_part else ""
    return say(told) if told else ""


ESTIMATED = (
    "Tỷ lệ ghi “ước lượng” là tỷ lệ do máy mã hóa, đã hiệu chỉnh theo các câu rút ngẫu nhiên do người mã hóa; khoảng"
    " tin cậy 95% in kèm chỉ kể sai số mã hóa."
)
GUESSED = "Tỷ lệ theo mã hiện có, {guessed}."
COMPLETE = (
    "Số phiếu trả lời đầy đủ (trên 80% số câu) bằng {rate} số người thuộc diện hỏi ({listed} người, theo danh sách)."
)
LEAST = "Tỷ lệ ghi “ít nhất” chỉ tính câu đã mã hóa."


def _kept(tables):
    """Answers received, taken out and kept, in one sentence."""
    flow = take(tables, "case_flow").dropna(subset=["n"])
    flow = flow[~flow["step"].map(words).str.startswith("–")]
    if flow.empty:
        return ""
    received, kept = flow["n"].iloc[0], flow["n"].iloc[-1]
    told = "Nhận {received} phiếu, loại {lost}, phân tích {kept}."
    told = told if received > kept else "Nhận {received} phiếu, phân tích {kept}."
    return say(told, received=cell(received, 0), lost=cell(received - kept, 0), kept=cell(kept, 0))


def _who(survey, tables):
    """How many people of each group that the report compares answered, and which groups are not told; "" without any
    that is."""
    told, counted = [], take(tables, "frequencies")
    for name in survey.banners:
        rows = counted[counted["question"].eq(name)]
        held = [f"{names.option(survey.form, name, r.option)}: {cell(r.n, 0)}" for r in rows.itertuples() if r.n == r.n]
        lost = ", ".join(names.option(survey.form, name, r.option) for r in rows.itertuples() if r.n != r.n)
        listed = "; ".join([*held, *([say("{groups}: không nêu", groups=lost)] if lost else [])])
        told += [f"{names.plainly(survey.form, name)} – {listed}."] if held else []
    return " ".join(f"{one[:1].upper()}{one[1:]}" for one in told)


def _rate(survey, tables):
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty or survey.brought:
        return ""
    row = rows[rows["measure"].str.contains("RR1")].iloc[0]
    return say(COMPLETE, rate=vi.percent(row["rate"]), listed=cell(rows["n"].iloc[0], 0))


def _weighted(survey, tables):
    if not is_weighted(tables):
        return ""
    margins = "; ".join(names.plainly(survey.form, m) for m in survey.weighting.margins)
    fitted = "Tỷ lệ đã hiệu chỉnh cho khớp danh sách theo {margins}; số người không gia quyền."
    return say(fitted if margins else "Tỷ lệ đã gia quyền; số người không gia quyền.", margins=margins)


def _limits(survey, tables):
    way = fieldwork.chosen(survey, tables)
    if way == fieldwork.DRAWN:
        return " ".join(filter(None, [fieldwork.doubt(survey, tables), say(OF_A_SAMPLE)]))
    return say(
        LIMITS, who=say(WHO[way]), within="" if take(tables, "weights").empty else say(" trong cùng nhóm gia quyền")
    )


def _owner(survey):
    return f"{', '.join(filter(None, [survey.owner.name, survey.owner.superior]))}." if survey.owner.name else UNSAID
