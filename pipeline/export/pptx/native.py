"""A chart as PowerPoint has it: bars that can be edited, their workbook, labels in the numbers of the report."""

from pipeline import wording
from pipeline.export.pptx.charts import DARK
from pipeline.export.pptx.parts import FONT, HIGH, WIDE, inches

HALF = {"layoutTarget": "inner", "xMode": "edge", "yMode": "edge", "x": 0.47, "y": 0.1, "w": 0.51, "h": 0.88}
LOCALE = {"vi": "[$-42A]", "en": "[$-809]"}  # whose decimal sign a number has, where a program heeds it


def draw(slide, figure, held):
    """Puts the chart of a figure on a slide, with the words that stand for it."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION

    data = CategoryChartData(number_format=_format(held))
    data.categories = held.categories
    for name, values in held.series:
        data.add_series(name, values)
    kind = XL_CHART_TYPE.BAR_STACKED if held.stacked else XL_CHART_TYPE.BAR_CLUSTERED
    kind = XL_CHART_TYPE.COLUMN_CLUSTERED if held.standing else kind
    place = [inches(n) for n in (0.5, 1.6, WIDE - 1.0, HIGH - 2.4)]
    frame = slide.shapes.add_chart(kind, *place, data)
    frame._element.nvGraphicFramePr.cNvPr.set("descr", figure.alt)
    chart = frame.chart
    chart.has_title, chart.has_legend = False, len(held.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.TOP, False
        _lettered(chart.legend.font, 13)
    _axes(chart, held)
    _plot(chart.plots[0], held)
    if held.stacked:
        _half(chart)


def _half(chart):
    """Bars of several parts take the right half of the chart: labels before them are broken to what is left."""
    from pptx.oxml import parse_xml
    from pptx.oxml.ns import nsdecls

    place = "".join(f'<c:{name} val="{value}"/>' for name, value in HALF.items())
    layout = parse_xml(f"<c:layout {nsdecls('c')}><c:manualLayout>{place}</c:manualLayout></c:layout>")
    area = chart._chartSpace.chart.plotArea
    for empty in area.xpath("c:layout"):
        area.remove(empty)
    area.insert(0, layout)


def _format(held):
    places = "0" if held.digits == 0 else f"0.{'0' * held.digits}"
    sign = f'"{held.sign}"' if held.sign else ""
    return f"{LOCALE[wording.language()]}{places}{sign}"


def _axes(chart, held):
    category, value = chart.category_axis, chart.value_axis
    category.reverse_order = not held.standing
    category.format.line.color.rgb, category.has_major_gridlines = _colour("999999"), False
    _lettered(category.tick_labels.font, 14 if len(held.categories) <= 10 else 11)
    value.visible, value.has_major_gridlines = False, False
    if all(number is None or number >= 0 for _, numbers in held.series for number in numbers):
        value.minimum_scale = 0  # a bar's length is its number
    if held.stacked or held.sign == "%" and held.whole:
        value.maximum_scale = 100  # one scale for every chart of shares but those of many small ones


def _plot(plot, held):
    plot.gap_width = 50
    if held.stacked:
        plot.overlap = 100
    plot.has_data_labels = True
    _labels(plot.data_labels, held, "1F1F1F")
    for series, colour in zip(plot.series, held.colours, strict=False):
        series.format.fill.solid()
        series.format.fill.fore_color.rgb = _colour(colour)
        series.invert_if_negative = False
        if held.stacked:
            series.data_labels.show_value = True
            _labels(series.data_labels, held, "FFFFFF" if colour in DARK else "1F1F1F")


def _labels(labels, held, colour):
    """The number of every bar; on one bar of several parts not those of the small ones, which would not fit."""
    form = _format(held)
    labels.number_format, labels.number_format_is_linked = (f'[>=6]{form};""' if held.stacked else form), False
    _lettered(labels.font, 14 if len(held.series) < 2 else 12 if len(held.series) < 4 else 11)
    labels.font.color.rgb = _colour(colour)


def _lettered(font, size):
    from pptx.util import Pt

    font.size, font.name = Pt(size), FONT


def _colour(text):
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(text)
