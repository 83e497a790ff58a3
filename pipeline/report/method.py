"""The method: how the survey was done – the disclosure items of AAPOR, and the limits."""

import re

from pipeline import privacy, vi, wording
from pipeline.claims import names
from pipeline.clean.flags import FIRST_DAY, LAST_DAY
from pipeline.infer import verdict
from pipeline.report import drawn, weighting
from pipeline.report.grid import cell, is_weighted, name_of, take, words
from pipeline.report.head import window
from pipeline.report.model import Strong
from pipeline.wording import say
from pipeline.wording.english_notes import noted

FIXED = (
    " Phép kiểm định và hồi quy dùng trọng số theo thiết kế điều tra; kiểm định, hồi quy và chữ so sánh coi trọng số là"
    " cố định (không tính đến raking như khoảng tin cậy)."
)
UNSAID = "Không ghi trong hồ sơ cuộc điều tra."
DESIGNED = " Phép kiểm định, hồi quy và chữ so sánh tính theo thiết kế mẫu, bậc tự do của thiết kế."
LIMITS = (
    "Người trả lời tự nguyện, không phải mẫu chọn ngẫu nhiên; kết quả là ý kiến của những người đã trả lời. Khoảng tin"
    " cậy và giá trị p vì vậy là theo mô hình: giả định người không trả lời giống người trả lời{within}. Số liệu của"
    " cuộc điều tra không kiểm được giả định này, nên chỉ để tham khảo. Câu trả lời do người trả lời tự khai, không"
    " được kiểm chứng; khác biệt giữa các nhóm không cho biết nguyên nhân."
)
OF_A_SAMPLE = (
    "Kết quả là ý kiến của những người được chọn vào mẫu và đã trả lời. Khoảng tin cậy và giá trị p tính theo thiết kế"
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
MODE = "Phiếu điện tử người trả lời tự điền trên điện thoại hoặc máy tính"
ACCESS = {
    "open": "ai có đường dẫn đều trả lời được, nên một người có thể gửi nhiều phiếu",
    "codes": "mỗi phiếu cần một mã dùng một lần",
}


def disclosed(survey, tables):
    """AAPOR's eleven items in order: (item, [(term, [text])]); an item of which nothing is known says so."""
    told = dict(items(survey, tables))
    return [(item, [(term, told[term]) for term in terms if term in told] or [("", [UNSAID])]) for item, terms in AAPOR]


def items(survey, tables):
    """The terms of the method in order: (what, [text])."""
    found = [
        ("Cơ quan chủ trì", _owner(survey)),
        ("Kinh phí", f"{survey.owner.funding.rstrip('.')}." if survey.owner.funding else UNSAID),
        ("Đối tượng", f"{survey.subject}." if survey.subject else UNSAID),
        ("Công cụ", instrument(survey.form)),
        ("Cách mời trả lời", f"{survey.collection.access.rstrip('.')}." if survey.collection.access else UNSAID),
        ("Hình thức", access(survey)),
        ("Thời gian thu phiếu", when(survey, tables)),
        ("Chỉ tiêu", _target(survey, tables)),
        ("Số phiếu", _counts(tables)),
        ("Cách thu thập", collected(survey, tables)),
        ("Cách thu phiếu", modes(tables)),
        ("Đọc tệp phiếu", reading(survey, tables)),
        ("Tỷ lệ trả lời", weighting.response(tables, drawn=bool(survey.brought))),
        ("Theo đơn vị", units(tables)),
        ("Người trả lời so với danh sách", weighting.bias(survey, tables)),
        ("Phiếu sớm và phiếu muộn", weighting.waves(tables)),
        ("Gia quyền", weighting.weighting(survey, tables)),
        ("Thiết kế mẫu", drawn.sample(survey, tables)),
        ("Khoảng tin cậy", weighting.intervals(survey, tables)),
        ("Kiểm tra chất lượng", quality(survey, tables)),
        ("Làm sạch số liệu", _cleaning(tables)),
        ("Đính chính, phiếu trùng, bước nhảy", [noted(words(note)) for note in take(tables, "decisions")["note"]]),
        ("Phép kiểm định", _analysis(survey, tables)),
        ("Bảo vệ người trả lời", _privacy(survey, tables)),
        (
            "Hiệu đính kế hoạch",
            [say("Mục {item}: {note}", item=s.item, note=s.note) for s in survey.schedule if s.note],
        ),
        ("Danh sách", survey.population.note),
        ("Giới hạn", OF_A_SAMPLE if drawn.is_drawn(survey, tables) else _limits(tables)),
    ]
    return [(term, text if isinstance(text, list) else [text]) for term, text in found if text]


def box(survey, tables):
    """The method in at most twelve lines, for the second page: paragraphs of parts."""
    held = dict(items(survey, tables))
    lines = [
        ("Đối tượng", held["Đối tượng"][0]),
        ("Phiếu hỏi", held["Công cụ"][0]),
        ("Thời gian", when(survey, tables)),
        ("Cách tham gia", f"{held['Cách mời trả lời'][0]} " * bool(survey.collection.access) + access(survey)),
        ("Số phiếu", _kept(tables)),
        ("Tỷ lệ trả lời", _rate(survey, tables)),
        ("Gia quyền", _weighted(survey, tables)),
        ("Kiểm tra chất lượng", _dropped(tables)),
        ("So sánh", COMPARED if len(take(tables, "tests")) else ""),
        ("Bảo vệ người trả lời", say(KEPT, least=survey.privacy.min_cell)),
        ("Giới hạn", DRAWN if drawn.is_drawn(survey, tables) else VOLUNTEERS),
    ]
    return tuple((Strong((f"{term}:",)), " ", text) for term, text in lines if text)


KEPT = "Không nêu số liệu dưới {least} người hay làm suy ra nó."
COMPARED = (
    "Chỉ nêu khác biệt có ý nghĩa thống kê (đã tính đến việc so sánh nhiều lần) và ở mức đáng kể; không nói lên nguyên"
    " nhân."
)
VOLUNTEERS = "Người trả lời tự nguyện, không phải mẫu ngẫu nhiên; câu trả lời do người trả lời tự khai."
DRAWN = "Là ý kiến của người được chọn vào mẫu và đã trả lời; câu trả lời do người trả lời tự khai."


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


def _rate(survey, tables):
    rows = take(tables, "response").dropna(subset=["rate"])
    if rows.empty or survey.brought:
        return ""
    row = rows[rows["measure"].str.contains("RR1")].iloc[0]
    told = "{rate} của {listed} người trong danh sách (RR1 của AAPOR)."
    return say(told, rate=vi.percent(row["rate"]), listed=cell(rows["n"].iloc[0], 0))


def _weighted(survey, tables):
    if not is_weighted(tables):
        return ""
    margins = "; ".join(names.topic(survey.form, m).strip("“”") for m in survey.weighting.margins)
    fitted = "Tỷ lệ đã hiệu chỉnh cho khớp danh sách theo {margins}; số người là số đếm."
    return say(fitted if margins else "Tỷ lệ đã gia quyền; số người là số đếm.", margins=margins)


def _dropped(tables):
    rows = take(tables, "quality")
    out = rows[_is_dropped(rows)]
    flags = [f"{_small(wording.label(words(r.label)))}{_many(r.n)}" for r in out.itertuples()]
    return say("Loại phiếu {flags}.", flags=vi.listing(flags)) if flags else ""


def _is_dropped(rows):
    """Which flags took answers out; of few no number is told."""
    return rows["dropped"].map(words).isin(["có", "True", "1"]) & rows["n"].ne(0)


def _many(people):
    """How many, in brackets; nothing where so few are not told."""
    return f" ({cell(people, 0)})" if people == people else ""


def _small(text):
    return f"{text[:1].lower()}{text[1:]}"


def collected(survey, tables):
    """How the answers were got, in a sentence: by whom the form was filled in, and whether people were chosen."""
    how = say("Người trả lời tự điền phiếu, không có người phỏng vấn")
    listed = take(tables, "response").dropna(subset=["rate"])
    if drawn.is_drawn(survey, tables):
        return say("{how}; hỏi một mẫu chọn từ tổng thể.", how=how)
    if len(listed):
        told = "{how}; mời mọi người trong danh sách ({listed} người), không chọn mẫu."
        return say(told, how=how, listed=cell(listed["n"].iloc[0], 0))
    return say("{how}; người trả lời tự tham gia, không chọn mẫu, không có danh sách người được mời.", how=how)


def access(survey):
    """How the form was filled in, and who could."""
    return f"{say(MODE)}; {say(ACCESS[survey.collection.mode])}."


def when(survey, tables):
    """When the form was open, the days of the first and the last answer, and why it closed."""
    days = dict(take(tables, "collection").dropna(subset=["value"]).itertuples(index=False, name=None))
    first, last = (days.get(name) for name in (FIRST_DAY, LAST_DAY))
    told = " Phiếu đầu tiên ngày {first}, phiếu cuối cùng ngày {last}"
    real = say(told, first=_day(first), last=_day(last)) if first else ""
    flow, target = take(tables, "case_flow"), survey.collection.target
    received = flow["n"].iloc[0] if len(flow) else 0
    closed = say("; đã đủ {target} phiếu", target=cell(target, 0)) if target and received >= target else ""
    return f"{window(survey)}{real}{closed if first else ''}{'.' if first else ''}{_outside(tables)}"


def _outside(tables):
    """That answers of other days were kept, where some were."""
    kept = take(tables, "quality", flag="outside_window")
    kept = kept[kept["n"].ne(0) & ~_is_dropped(kept)]
    return (
        say(" Phiếu ngoài thời gian này{many} vẫn được phân tích.", many=_many(kept["n"].iloc[0])) if len(kept) else ""
    )


def _day(text):
    if wording.language() == wording.EN:
        return vi.date(text)
    year, month, day = map(int, str(text).split("-"))
    return f"{day}/{month}/{year}"


def _limits(tables):
    return say(LIMITS, within="" if take(tables, "weights").empty else say(" trong cùng nhóm gia quyền"))


def _owner(survey):
    return f"{', '.join(filter(None, [survey.owner.name, survey.owner.superior]))}." if survey.owner.name else UNSAID


def instrument(form):
    """The questionnaire: title, how many questions, how many of them open, version, languages."""
    asked = [q for q in form.questions if q.kind != "none"]
    open_ones = sum(q.kind == "text" for q in asked)
    written = ", trong đó {open} mục ghi bằng lời" if open_ones else ", không có mục ghi bằng lời"
    written = say(written, open=open_ones)
    title = f"“{wording.label(form.title)}”, " if form.title else ""
    version = say("; phiên bản {version}", version=form.version) if form.version else ""
    told = say("Phiếu điện tử {title}{asked} câu hỏi và mục", title=title, asked=len(asked))
    return f"{told}{written}{version}."


def _target(survey, tables):
    target, flow = survey.collection.target, take(tables, "case_flow")
    if not target:
        return ""
    received = flow["n"].iloc[0] if len(flow) else None
    if not received:
        return say("{target} phiếu.", target=cell(target, 0))
    told = "{target} phiếu; nhận được {received} phiếu, bằng {share} chỉ tiêu."
    share = vi.percent(100 * received / target)
    return say(told, target=cell(target, 0), received=cell(received, 0), share=share)


def _counts(tables):
    flow = take(tables, "case_flow")
    return (
        "; ".join(f"{wording.label(words(r.step))}: {cell(r.n, 0)}" for r in flow.itertuples()) + "."
        if len(flow)
        else ""
    )


def modes(tables):
    """How many answers came in each way, where there was more than one; "" otherwise."""
    flow = take(tables, "case_flow")
    found = flow[flow["step"].map(words).str.startswith("– ")]
    return (
        "; ".join(say("{way}: {n} phiếu", way=words(r.step)[2:], n=cell(r.n, 0)) for r in found.itertuples()) + "."
        if len(found)
        else ""
    )


def reading(survey, tables):
    """What was decided while the files were read; counts under ``privacy › min_cell`` are not given."""
    least = survey.privacy.min_cell
    return [
        re.sub(r"× (\d+)", lambda n: n[0] if int(n[1]) >= least else say("× dưới {least}", least=least), _read(note))
        for note in take(tables, "reading")["note"]
    ]


def _read(note):
    return noted(words(note))


def units(tables):
    """Response by unit in one sentence: how many units answered, range and median of their rates."""
    rows = take(tables, "units")
    listed = rows[rows["unit"].map(words).ne("") & rows["headcount"].notna()]
    rates = listed["rate"].dropna().astype(float)
    if not rates.any():
        return ""
    silent, few = int((listed["n"] == 0).sum()), int(listed["rate"].isna().sum())
    none = say("; {silent} đơn vị không có phiếu nào ghi tên", silent=silent) if silent else ""
    none += say("; {few} đơn vị có quá ít phiếu, không nêu", few=few) if few else ""
    low, middle, high = (vi.percent(rate) for rate in (rates.min(), rates.median(), rates.max()))
    return say(UNITS, listed=len(listed), none=none, low=low, middle=middle, high=high)


UNITS = (
    "{listed} đơn vị có tên trong danh sách{none}. Tỷ lệ tham gia thấp nhất {low}, trung vị {middle}, cao nhất {high}"
    " (phiếu ghi đơn vị so với số người trong danh sách; bảng đầy đủ ở phần “Tham gia, cơ cấu phiếu”)."
)


def quality(survey, tables):
    """Which flags took answers out, and how much that moved the results at most."""
    rows = take(tables, "quality")
    if rows.empty:
        return ""
    dropped = rows[_is_dropped(rows)]
    named = [(wording.label(words(r.label)), cell(r.n, 0)) for r in dropped.itertuples()]
    flags = "; ".join(say("{flag} ({n} phiếu)", flag=flag, n=n) for flag, n in named)
    if not flags:
        return say("Không loại phiếu nào theo cờ chất lượng. Bảng các cờ ở cuối phần này.")
    told = "Loại khỏi phân tích: {flags}.{moved} Bảng các cờ ở cuối phần này."
    return say(told, flags=flags, moved=_sensitivity(survey, tables))


def _sensitivity(survey, tables):
    rows = take(tables, "sensitivity").dropna(subset=["difference"])
    rows = rows[rows["question"].ne(survey.population.unit)]
    if rows.empty:
        return ""
    most = rows.loc[rows["difference"].abs().idxmax()]
    kept, dropped = vi.percent(most["percent_all"]), vi.percent(most["percent_clean"])
    option = names.option(survey.form, most["question"], words(most["option"]))
    where, most = f"{name_of(survey.form, most['question'])} – “{option}”", cell(abs(most["difference"]))
    return say(MOVED, most=most, where=where, kept=kept, dropped=dropped)


MOVED = (
    " Nếu giữ lại các phiếu đó, tỷ lệ thay đổi nhiều nhất là {most}\u00a0điểm\u00a0% ({where}: {kept} khi giữ,"
    " {dropped} khi loại)."
)


def _cleaning(tables):
    log = take(tables, "cleaning_log")
    cells = log["rows"].sum()
    told = "Chuẩn hóa hoặc bỏ {cells} ô; từng quy tắc ghi ở nhật ký làm sạch kèm theo."
    return say(told, cells=cell(cells, 0)) if cells else ""


def _analysis(survey, tables):
    """How tests were chosen and adjusted, and whether they heed the weights; nothing where none was made."""
    tests = take(tables, "tests")
    if tests.empty:
        return ""
    weighted = say(FIXED) if is_weighted(tables) else ""
    weighted = say(DESIGNED) if drawn.is_drawn(survey, tables) else weighted
    within, held = "", [take(tables, name) for name in ("batteries", "correlations")]
    if not all(rows.empty for rows in held):
        within = " So sánh các mục do cùng người trả lời và hệ số tương quan không gia quyền"
        beside = held[0]["p_adjusted_weighted"].notna().any() or held[1]["value_weighted"].notna().any()
        within = say(f"{within}; kết quả có gia quyền đứng bên cạnh." if beside else f"{within}.")
    adjusted = wording.label(verdict.name_of(survey.inference.adjust))
    return f"{say(TESTED, adjusted=adjusted)}{weighted}{within}"


TESTED = (
    "Phép kiểm định của từng cặp câu hỏi tùy loại câu: chọn một hay nhiều phương án, thang đo, ghi số. Các phép so sánh"
    " khai báo trước được gộp thành họ; giá trị p hiệu chỉnh {adjusted} trong từng họ. Khác biệt có độ mạnh dưới ngưỡng"
    " là không đáng kể, dù p nhỏ đến đâu."
)


def _privacy(survey, tables):
    least, quotes = survey.privacy.min_cell, survey.privacy.min_quote_group
    return say(PRIVATE, least=least, quotes=quotes, withheld=_withheld(tables, least))


PRIVATE = (
    "Không nêu số liệu dưới {least} người (ghi “–”), cùng những ô làm suy ra nó; trước khi xuất báo cáo, chương trình"
    " thử suy ra từng ô đã ẩn từ mọi số đã in và chỉ xuất khi khoảng có thể có rộng ít nhất {least} người; câu chữ chỉ"
    " nêu số liệu có trong các bảng đã ẩn; không nêu điểm trung bình cạnh phương án đã ẩn; ý kiến ghi bằng lời không"
    " tách theo biến có nhóm dưới {least} người; không trích ý kiến của nhóm dưới {quotes} người; các ngưỡng này ghi"
    " trong hồ sơ cuộc điều tra.{withheld}"
)


def _withheld(tables, least):
    """How many tables by group are not printed at all."""
    lost = len(privacy.withheld({"crosstabs": take(tables, "crosstabs")}))
    told = " {lost} bảng theo nhóm không in, vì bình quân dưới {least} người một ô hoặc in ra thì suy được số ít người."
    return say(told, lost=vi.number(lost), least=least) if lost else ""
