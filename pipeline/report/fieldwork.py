"""The method, how the survey was carried out: how and when people answered, how many, by unit."""

from pipeline import vi, wording
from pipeline.clean.flags import FIRST_DAY, LAST_DAY
from pipeline.report import drawn
from pipeline.report.grid import cell, take, words
from pipeline.report.handling import is_dropped, many
from pipeline.report.head import window
from pipeline.survey.model import Collection
from pipeline.wording import say

MODE = "Người trả lời tự điền phiếu điện tử trên điện thoại hoặc máy tính"
UNTOLD = "Hồ sơ cuộc điều tra không ghi phiếu do người trả lời tự điền hay do người phỏng vấn ghi"
ACCESS = {
    "open": "ai có đường dẫn đều trả lời được, nên một người có thể gửi nhiều phiếu",
    "codes": "mỗi phiếu cần một mã dùng một lần",
}


def is_told(survey):
    """Whether survey.yaml says anything of how answers were collected: of a file from elsewhere nobody else knows."""
    return survey.collection != Collection()


def chosen(survey, tables):
    """How those who answered came to do so: DRAWN into a sample, OWN accord, or UNKNOWN where survey.yaml tells nothing
    of the collection."""
    if drawn.is_drawn(survey, tables):
        return DRAWN
    return OWN if is_told(survey) else UNKNOWN


DRAWN, OWN, UNKNOWN = "drawn", "own", "unknown"
ANY_LINK = (
    "Hồ sơ khai mẫu chọn từ tổng thể, nhưng ai có đường dẫn cũng trả lời được, nên không chắc mọi người trả lời là"
    " người được chọn."
)


def doubt(survey, tables):
    """That those who answered need not be those who were drawn, where anybody with the link could; else ""."""
    is_open = is_told(survey) and survey.collection.mode == "open"
    return say(ANY_LINK) if is_open and chosen(survey, tables) == DRAWN else ""


def collected(survey, tables):
    """How the answers were got, in a sentence: by whom the form was filled in, and whether people were chosen."""
    how = say("Người trả lời tự điền phiếu" if is_told(survey) else UNTOLD)
    listed, way = take(tables, "response").dropna(subset=["rate"]), chosen(survey, tables)
    if way == DRAWN:
        return say("{how}; theo hồ sơ, hỏi một mẫu chọn từ tổng thể.", how=how)
    if way == UNKNOWN:
        return say("{how}, cũng không ghi người trả lời được chọn thế nào.", how=how)
    if len(listed):
        told = "{how}; mời mọi người trong danh sách ({listed} người), không chọn mẫu."
        return say(told, how=how, listed=cell(listed["n"].iloc[0], 0))
    return say("{how}; người trả lời tự tham gia, không chọn mẫu, không có danh sách người được mời.", how=how)


def access(survey):
    """How the form was filled in, and who could; that nothing says it where survey.yaml has no collection."""
    if not is_told(survey):
        return f"{say(UNTOLD)}."
    return f"{say(MODE)}; {say(ACCESS[survey.collection.mode])}."


def when(survey, tables):
    """When the form was open, the days of the first and the last answer, and why it closed."""
    days = dict(take(tables, "collection").dropna(subset=["value"]).itertuples(index=False, name=None))
    first, last = (days.get(name) for name in (FIRST_DAY, LAST_DAY))
    told = " Phiếu đầu tiên ngày {first}, phiếu cuối cùng ngày {last}"
    real = say(told, first=vi.date(first), last=vi.date(last)) if first else ""
    flow, target = take(tables, "case_flow"), survey.collection.target
    received = flow["n"].iloc[0] if len(flow) else 0
    closed = (
        say("; đã đủ {target} phiếu theo kế hoạch", target=cell(target, 0)) if target and received >= target else ""
    )
    return f"{window(survey)}{real}{closed if first else ''}{'.' if first else ''}{_outside(tables)}"


def _outside(tables):
    """That answers of other days were kept, where some were."""
    kept = take(tables, "quality", flag="outside_window")
    kept = kept[kept["n"].ne(0) & ~is_dropped(kept)]
    told = " Phiếu ngoài thời gian này{many} không bị loại vì lý do ấy."
    return say(told, many=many(kept["n"].iloc[0])) if len(kept) else ""


def instrument(survey):
    """The questionnaire: title, how many questions, how many of them open, version, languages; that it was a web form
    where survey.yaml tells of the collection."""
    form = survey.form
    asked = [q for q in form.questions if q.kind != "none"]
    open_ones = sum(q.kind == "text" for q in asked)
    written = ", trong đó {open} mục ghi bằng lời" if open_ones else ", không có mục ghi bằng lời"
    written = say(written, open=open_ones)
    title = f"“{wording.label(form.title)}”, " if form.title else ""
    version = say("; phiên bản {version}", version=form.version) if form.version else ""
    kind = say("Phiếu điện tử ") if is_told(survey) else ""
    told = say("{kind}{title}{asked} câu hỏi và mục", kind=kind, title=title, asked=len(asked))
    return f"{told}{written}{version}."


def target(survey, tables):
    """How many answers were aimed at and received, in a sentence; "" without a target."""
    target, flow = survey.collection.target, take(tables, "case_flow")
    if not target:
        return ""
    received = flow["n"].iloc[0] if len(flow) else None
    if not received:
        return say("{target} phiếu.", target=cell(target, 0))
    told = "{target} phiếu; nhận được {received} phiếu, bằng {share} chỉ tiêu."
    share = vi.percent(100 * received / target)
    return say(told, target=cell(target, 0), received=cell(received, 0), share=share)


def counts(tables):
    """From answers received to answers analysed; "" where that was not counted."""
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


def units(survey, tables):
    """Response by unit in one sentence: how many units answered, range and median of their rates; of a drawn sample, of
    the parts of their people that answered."""
    rows = take(tables, "units")
    listed = rows[rows["unit"].map(words).ne("") & rows["headcount"].notna()]
    rates = listed["rate"].dropna().astype(float)
    if not rates.any():
        return ""
    silent, few = int((listed["n"] == 0).sum()), int(listed["rate"].isna().sum())
    none = say("; {silent} đơn vị không có phiếu nào ghi tên", silent=silent) if silent else ""
    none += say("; {few} đơn vị có quá ít phiếu, không nêu", few=few) if few else ""
    low, middle, high = (vi.percent(rate) for rate in (rates.min(), rates.median(), rates.max()))
    told = {"listed": len(listed), "none": none, "low": low, "middle": middle, "high": high}
    told["of"] = say(" của các đơn vị nêu được") if few else ""
    return say(UNITS_DRAWN if survey.brought else UNITS, **told)


UNITS = (
    "{listed} đơn vị có tên trong danh sách{none}. Tỷ lệ trả lời (RR2){of} thấp nhất {low}, trung vị {middle}, cao nhất"
    " {high} (bảng đầy đủ ở phần “Tham gia, cơ cấu phiếu”)."
)
UNITS_DRAWN = (
    "{listed} đơn vị có tên trong danh sách{none}. Số phiếu so với số người trong danh sách{of}: thấp nhất {low}, trung"
    " vị {middle}, cao nhất {high} (bảng đầy đủ ở phần “Tham gia, cơ cấu phiếu”)."
)
