"""The report as two Documents: what is signed, and its annex."""

from pipeline.claims import mark, names
from pipeline.clean.flags import LAST_DAY
from pipeline.report import (
    appendix,
    bygroup,
    compare,
    figures,
    glossary,
    head,
    method,
    models,
    opinions,
    tested,
    topline,
    weighting,
)
from pipeline.report import remarks as authors
from pipeline.report.assessment import assessment, proposals
from pipeline.report.grid import take
from pipeline.report.model import BOX, Box, Contents, Document, Figure, Heading, PageBreak, Paragraph, Strong, Table
from pipeline.report.numbering import numbered
from pipeline.report.results import results
from pipeline.report.source import Source
from pipeline.report.speaking import spoken, written
from pipeline.report.summary import summary
from pipeline.survey.model import ISSUED
from pipeline.wording import say

SIGNED, ANNEX = "bao-cao", "phu-luc"
MARK, DRAFT = "DỮ LIỆU MÔ PHỎNG", "DỰ THẢO"
COMPOSITION = "Cơ cấu phiếu trước và sau gia quyền so với danh sách"
DRIFTED = (
    "Báo cáo đã phát hành, nhưng số liệu hiện nay khác bản phát hành: không dùng bản này thay bản đã ký. Muốn phát hành"
    " lại, sửa dấu số liệu ở survey.yaml (report › issued)."
)
NOTHING = "Cuộc điều tra này không khai báo phép so sánh nào giữa các nhóm."


def documents(survey, tables, claims, remarks=None):
    """[the signed report, its annex], numbered, with every reference resolved.

    ``tables``: tidy tables by name, what privacy hides missing (see ``grid.COLUMNS``); one that is missing or empty is
    left out, or its part says why. ``claims``: what these bear, the authors' paragraphs among them; ``remarks``: their
    blocks by place. Every number, and every place in a chart, comes from the tables.
    """
    with names.spoken(survey):
        source = Source(written(survey), tables, tuple(claims), remarks or {})
        report, other = say("Báo cáo"), say("Phụ lục")
        signed = _document(source, SIGNED, report, _signed(source), (ANNEX, other))
        annex = _document(source, ANNEX, other, _annex(source), (SIGNED, report), say("PL"))
    return numbered([signed, annex])


def _document(source, name, called, blocks, other, series=""):
    survey = source.survey
    layout = head.head(survey)["layout"]
    state = "" if survey.report.state == ISSUED else say(DRAFT)
    mark = say(MARK) if survey.synthetic else ""
    blocks = tuple(spoken(block) for block in blocks if block is not None)
    title = f"{called}: {survey.title}"
    about = {"date": _date(source), "language": survey.report.language, "words": names.labels(survey)}
    about |= {"other": other, "series": series}
    return Document(name, title, called, blocks, layout, mark, state, **about)


def _date(source):
    """The day the document says of itself: of its last state, else of the last answer; "" where neither is known."""
    days = [step.day for step in source.survey.report.states if step.day]
    told = dict(take(source.tables, "collection").itertuples(index=False, name=None))
    return days[-1].isoformat() if days else str(told.get(LAST_DAY) or "")


def _signed(source):
    survey, purpose = source.survey, authors.under(source, "Mục đích")
    return [
        head.block(survey),
        *_drifted(source),
        Paragraph((head.opening(survey),)),
        *summary(source),
        Heading(1, "MỤC ĐÍCH, ĐỐI TƯỢNG, PHƯƠNG PHÁP" if purpose else "ĐỐI TƯỢNG, PHƯƠNG PHÁP", "phuong-phap", "I."),
        *purpose,
        Box(method.box(survey, source.tables), "", BOX),
        Heading(1, "KẾT QUẢ", "ket-qua", "II."),
        *results(source),
        Heading(1, "ĐÁNH GIÁ CHUNG", "danh-gia", "III."),
        *assessment(source),
        Heading(1, "KIẾN NGHỊ", "kien-nghi", "IV."),
        *proposals(source),
        head.closing(survey),
        head.signature(survey),
    ]


def _drifted(source):
    """That an issued report no longer follows from its data, where survey.yaml holds the mark it was issued with."""
    issued = source.survey.report.issued
    return [] if issued in ("", mark(source.claims)) else [Box(((DRIFTED,),), "Chú ý")]


def _annex(source):
    parts = [
        ("Phiếu hỏi và kết quả chung", topline.topline(source)),
        ("Kết quả theo nhóm", bygroup.groups(source)),
        ("Phương pháp", _method(source)),
        _compared(source),
        ("Tham gia, cơ cấu phiếu", _response(source)),
        ("Ý kiến trả lời câu hỏi mở", opinions.open_questions(source)),
        ("Cách đọc số liệu, thuật ngữ", _guide(source)),
    ]
    title = Paragraph((Strong((say("PHỤ LỤC BÁO CÁO “{title}”", title=source.survey.title),)),))
    held = [(title, made) for title, made in parts if made]
    kinds = {type(block) for _, made in held for block in made}
    lists = [("Bảng", Table, "Danh mục bảng"), ("Hình", Figure, "Danh mục hình")]
    blocks = [
        title,
        Contents("headings", "Mục lục"),
        *(Contents(of, named) for of, kind, named in lists if kind in kinds),
    ]
    for at, (title, made) in enumerate(held, start=1):
        blocks += [PageBreak(), Heading(1, title, f"phu-luc-{at}", say("Phụ lục {at}.", at=at)), *made]
    return blocks


def _method(source):
    blocks = []
    for at, (item, terms) in enumerate(method.disclosed(source.survey, source.tables), start=1):
        blocks.append(Heading(2, item, "", f"{at}."))
        for term, lines in terms:
            start = (Strong((f"{term}:",)), " ") if term and term != item else ()
            blocks += [Paragraph((*start, lines[0])), *(Paragraph((line,)) for line in lines[1:])]
    return [
        *blocks,
        *_kept([make(source.survey, source.tables) for make in (appendix.quality_table, appendix.sensitivity_table)]),
    ]


def _compared(source):
    """(title, blocks) of what was compared: it names related factors only where a regression stands there."""
    groups = [*tested.tables(source), *compare.families(source)]
    factors = models.regressions(source)
    if groups and factors:
        return BOTH, [*groups, *factors]
    return (FACTORS if factors else compare.ALONE), groups or factors or [Paragraph((NOTHING,))]


BOTH, FACTORS = "So sánh giữa các nhóm, các yếu tố liên quan", "Các yếu tố liên quan"


def _response(source):
    survey, tables = source.survey, source.tables
    return _kept([
        *weighting.response_tables(survey, tables),
        weighting.bias_table(survey, tables),
        figures.composition(source, COMPOSITION),
        appendix.weights_table(survey, tables),
        appendix.units_table(survey, tables),
    ])  # fmt: skip


def _guide(source):
    told = glossary.guide(source.survey, source.tables, is_sized=len(compare.families(source)) > 0)
    terms = [Paragraph((Strong((f"{word}:",)), f" {lines[0]}")) for word, lines in told]
    return [*_kept([glossary.words_table(source), glossary.wanted_table(source)]), *terms]


def _kept(blocks):
    return [block for block in blocks if block is not None]
