"""The slides: one finding and one native chart each, every number of their workbooks the report's own."""

import io
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest
from lxml import etree
from pptx import Presentation

from pipeline import wording
from pipeline.export import pptx
from pipeline.export.pptx.charts import shown
from pipeline.report import model, numbering
from tests import documents

NAN = float("nan")
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
TITLE, WHO = ("Zalo dẫn đầu",), ("Tỷ lệ, % của 5.000 người",)


def _figure(kind, rows, name="net"):
    return model.Figure(name, TITLE, WHO, documents.SVG.format(""), "Biểu đồ", 453.6, 60, kind, rows)


def _frame(columns, *rows):
    return pd.DataFrame(rows, columns=columns.split())


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    """(the documents, the slides' file) of the hand-made report."""
    made = documents.report()
    return made, pptx.write(made[0], made, tmp_path_factory.mktemp("slides") / "a.pptx")


def _books(path):
    """The numbers of every workbook in the file, a chart a set."""
    with zipfile.ZipFile(path) as held:
        for name in sorted(held.namelist()):
            if name.endswith(".xlsx"):
                sheet = openpyxl.load_workbook(io.BytesIO(held.read(name))).active
                yield [
                    cell for row in sheet.iter_rows(values_only=True) for cell in row if isinstance(cell, (int, float))
                ]


def _charts(slide):
    return [shape for shape in slide.shapes if shape.has_chart]


def test_a_finding_is_a_title_over_one_native_chart_with_its_notes(written):
    slides = Presentation(written[1]).slides
    (slide,) = [slide for slide in slides if _charts(slide)]
    (frame,) = _charts(slide)
    assert slide.shapes.title.text_frame.text == "Zalo dẫn đầu với 68,2%"
    assert frame._element.nvGraphicFramePr.cNvPr.get("descr") == "Biểu đồ thanh"
    notes = slide.notes_slide.notes_text_frame.text
    assert (
        "Cơ sở: Tỷ lệ, % của 5.000 người" in notes
        and "Hình: Báo cáo, Hình 1." in notes
        and "Lưu ý: Cơ sở <5.000>." in notes
    )


def test_the_workbook_holds_the_printed_numbers_and_no_hidden_one(written):
    assert list(_books(written[1])) == [[68.2]]


def test_every_slide_says_that_data_are_simulated(written):
    for slide in Presentation(written[1]).slides:
        assert any("DỮ LIỆU MÔ PHỎNG" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_the_same_documents_give_the_same_bytes(written, tmp_path):
    made, path = written
    assert pptx.write(made[0], made, tmp_path / "b.pptx").read_bytes() == path.read_bytes()


@pytest.mark.parametrize(("kind", "rows", "categories", "series"), [
    ("bars", _frame("option percent base", ("a", 68.24, 500), ("b", NAN, 500)), ("a", "b"),
     [("Tỷ lệ (%)", (68.2, None))]),
    ("bars", _frame("option percent base", ("a", 45.5, 11)), ("a",), [("Tỷ lệ (%)", (45.0,))]),
    ("bars", _frame("row option percent base", ("option", "a", 40.0, 500), ("top2", "A hoặc b", 60.1, 500)),
     ("a", "Tính gộp: A hoặc b"), [("Tỷ lệ (%)", (40.0, 60.1))]),
    ("themes", _frame("name percent base", ("a", 16.11, 2602)), ("a",), [("Tỷ lệ (%)", (16.1,))]),
    ("scale", _frame("label option percent base", ("x", "kém", 40.0, 500), ("x", "tốt", 60.0, 500)), ("x",),
     [("kém", (40.0,)), ("tốt", (60.0,))]),
    ("groups", _frame("option group percent base", ("a", "Nam", 1.25, 500), ("a", "Nữ", NAN, 500)), ("a",),
     [("Nam", (1.3,)), ("Nữ", (None,))]),
    ("histogram", _frame("given n", (1.0, 30), (2.0, 60)), ("1", "2"), [("Số người", (30.0, 60.0))]),
    ("ranks", _frame("option mean_rank", ("a", 2.345)), ("a",), [("Thứ hạng trung bình", (2.35,))]),
    ("margins", _frame("option population sample weighted", ("Nam", 50.89, 47.35, NAN)), ("Nam",),
     [("Danh sách", (50.9,)), ("Trước gia quyền", (47.4,))]),
    ("odds", _frame("level reference odds_ratio b", ("Nữ", "Nam", 1.834, NAN)), ("Nữ (so với Nam)",),
     [("Tỷ số chênh", (1.83,))]),
    ("odds", _frame("level reference ame b", ("Nữ", "Nam", 11.78, NAN)), ("Nữ (so với Nam)",), [("Điểm %", (11.8,))]),
])  # fmt: skip
def test_a_chart_of_every_kind_shows_what_is_printed(kind, rows, categories, series):
    held = shown(_figure(kind, rows))
    assert held.categories == categories
    assert [(name, values) for name, values in held.series] == [
        (name, tuple(pytest.approx(v) if v is not None else None for v in values)) for name, values in series
    ]
    with wording.spoken(wording.EN):
        assert [values for _, values in shown(_figure(kind, rows)).series] == [values for _, values in held.series]


def test_items_of_a_scale_bear_the_printed_share_of_their_two_highest_points():
    rows = [("x", "option", "kém", 40.0, 500), ("x", "option", "tốt", 60.0, 500), ("x", "apart", "kyk", 9.0, 550)]
    rows += [("x", "top2", "Tốt hoặc rất tốt", 59.9, 500), ("y", "option", "kém", 10.0, 400)]
    held = shown(_figure("scale", _frame("label row option percent base", *rows)))
    assert held.categories == ("x (59,9%)", "y") and held.beside == "Tốt hoặc rất tốt"
    assert held.series == (("kém", (40.0, 10.0)), ("tốt", (60.0, None)))


def test_small_shares_of_themes_are_not_drawn_on_a_scale_of_the_whole():
    rows = ("a", 16.1, 2602)
    assert not shown(_figure("themes", _frame("name percent base", rows))).whole
    assert shown(_figure("bars", _frame("option percent base", rows))).whole


def test_bars_stand_in_the_order_of_the_report_s_chart():
    rows = _frame("option percent base", ("a", 10.0, 500), ("b & c", 60.0, 500), ("b", NAN, 500), ("d", 30.0, 500))
    svg = (
        "<svg><title>b &amp; c dẫn đầu</title><title>b &amp; c: 60,0%</title><title>d: 30,0%</title><title>a: 1</title>"
    )
    held = shown(replace(_figure("bars", rows), svg=svg))
    assert (held.categories, held.series[0][1]) == (("b & c", "d", "a", "b"), (60.0, 30.0, 10.0, None))


def test_numbers_have_the_decimal_sign_of_the_report(written):
    (label,) = {
        form.get("formatCode") for form in _chart_xml(written[1]).iter(f"{C}numFmt") if "%" in form.get("formatCode")
    }
    assert label == '[$-42A]0.0"%"'


def test_bars_begin_at_zero(written):
    (least,) = _chart_xml(written[1]).iter(f"{C}min")
    assert float(least.get("val")) == 0


def test_bars_of_a_scale_take_half_of_their_chart_however_long_their_labels(tmp_path):
    rows = _frame("label option percent base", *(("mục dài " * 9, o, 50.0, 500) for o in ("kém", "tốt")))
    document = replace(documents.report()[0], blocks=(model.Heading(2, "1. Một"), _figure("scale", rows)))
    xml = _chart_xml(pptx.write(document, [document], tmp_path / "a.pptx"))
    (width,) = xml.find(f".//{C}plotArea/{C}layout").iter(f"{C}w")
    assert float(width.get("val")) > 0.5 and len(xml.findall(f".//{C}plotArea/{C}layout")) == 1


def test_the_columns_of_a_histogram_keep_their_order():
    svg = "<svg><title>1: 60</title><title>0: 30</title></svg>"
    assert shown(replace(_figure("histogram", _frame("given n", (0.0, 30), (1.0, 60))), svg=svg)).categories == (
        "0",
        "1",
    )


def _chart_xml(path):
    with zipfile.ZipFile(path) as held:
        (name,) = [one for one in held.namelist() if one.startswith("ppt/charts/chart") and one.endswith(".xml")]
        return etree.fromstring(held.read(name))


def test_after_the_first_of_every_part_scales_and_open_answers_are_shown(tmp_path):
    rows = _frame("option percent base", ("a", 68.24, 500))
    items = _frame("label option percent base", ("x", "kém", 40.0, 500), ("x", "tốt", 60.0, 500))
    blocks = []
    for part in range(8):
        last = _figure("scale", items, f"thang{part}") if part == 6 else _figure("bars", rows, f"cuoi{part}")
        blocks += [model.Heading(2, f"Phần {part}"), _figure("bars", rows, f"dau{part}"), last]
    (document,) = numbering.numbered([replace(documents.report()[0], blocks=tuple(blocks))])
    deck = Presentation(pptx.write(document, [document], tmp_path / "a.pptx"))
    said = " ".join(slide.notes_slide.notes_text_frame.text for slide in deck.slides if _charts(slide))
    assert "Hình 14." in said and "Hình 2." not in said


def test_of_many_charts_every_part_keeps_its_first_and_nine_are_shown(tmp_path):
    rows = _frame("option percent base", ("a", 68.24, 500))
    blocks = []
    for part in range(4):
        blocks += [model.Heading(2, f"Phần {part}"), *(_figure("bars", rows, f"h{part}{n}") for n in range(5 - part))]
    (document,) = numbering.numbered([replace(documents.report()[0], blocks=tuple(blocks))])
    deck = Presentation(pptx.write(document, [document], tmp_path / "a.pptx"))
    shown_ = [slide for slide in deck.slides if _charts(slide)]
    assert len(shown_) == 9 and len(deck.slides) == 10
    said = " ".join(slide.notes_slide.notes_text_frame.text for slide in shown_)
    assert all(f"Hình {first}." in said for first in (1, 6, 10, 13))


def test_a_report_without_charts_has_slides_too(tmp_path):
    (document,) = numbering.numbered([replace(documents.report()[0], blocks=(model.Heading(1, "A"),))])
    assert len(Presentation(pptx.write(document, [document], tmp_path / "a.pptx")).slides) == 1
