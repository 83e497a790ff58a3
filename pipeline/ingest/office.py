"""OpenDocument (.ods), Excel of before 2007 (.xls) and tables in HTML → rows of text, notes, and merged cells."""

import io
import zipfile
from datetime import time
from html.parser import HTMLParser
from xml.etree import ElementTree

import xlrd

from pipeline.ingest import sheets
from pipeline.ingest.raw import IngestError

OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
MOST_CELLS = 20_000_000


def read_ods(content, name):
    """The sheet of answers of an OpenDocument spreadsheet, as ``raw.table`` takes it: rows, notes, no merged cells."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        if archive.getinfo("content.xml").file_size > 2**30:
            raise IngestError(f"{name}: nội dung lớn hơn 1 GB khi giải nén. Lưu lại thành .csv (UTF-8).")
        root = ElementTree.fromstring(archive.read("content.xml"))
    except (ElementTree.ParseError, zipfile.BadZipFile, KeyError, RuntimeError) as error:
        raise IngestError(f"{name}: tệp .ods hỏng hoặc có mật khẩu. Mở bằng LibreOffice, lưu lại .ods.") from error
    unseen = {
        s.get(f"{STYLE}name") for s in root.iter(f"{STYLE}style") for p in s if p.get(f"{TABLE}display") == "false"
    }
    found, hidden, left = {}, [], [MOST_CELLS]
    for sheet in root.iter(f"{TABLE}table"):
        if sheet.get(f"{TABLE}style-name") in unseen:
            hidden.append(sheet.get(f"{TABLE}name", ""))
        else:
            found[sheet.get(f"{TABLE}name", "")] = list(_ods_rows(sheet, left, name))
    if not found:
        raise IngestError(f"{name}: tệp .ods không có bảng tính nào hiện ra. Chọn tệp câu trả lời.")
    best, notes = sheets.chosen(found, hidden)
    return sheets.even(found[best]), notes, ()


def _ods_rows(sheet, left, name):
    """Rows of a sheet; what is said to be repeated is written out, blank ends are not (they fill a million rows)."""
    number = 0
    for row in sheet.iter(f"{TABLE}table-row"):
        times = int(row.get(f"{TABLE}number-rows-repeated", 1))
        cells = _ods_cells(row)
        left[0] -= len(cells) * times
        if left[0] < 0:
            raise IngestError(f"{name}: quá {MOST_CELLS:,} ô có chữ. Lưu lại thành .csv (UTF-8).".replace(",", "."))
        if cells:
            yield from ((number + n, cells) for n in range(1, times + 1))
        number += times


def _ods_cells(row):
    cells, blanks = [], 0
    for cell in row:
        if cell.tag not in (f"{TABLE}table-cell", f"{TABLE}covered-table-cell"):
            continue
        times, text = int(cell.get(f"{TABLE}number-columns-repeated", 1)), _ods_text(cell)
        if not text:
            blanks += times
            continue
        if blanks + times + len(cells) > 2**14:
            return cells
        cells += [""] * blanks + [text] * times
        blanks = 0
    return cells


def _ods_text(cell):
    """A cell as a person reads it: plain numbers by their value, percentages and all else as shown, dates as ISO."""
    kind = cell.get(f"{OFFICE}value-type")
    if kind in ("float", "currency"):
        return _number(float(cell.get(f"{OFFICE}value")))
    if kind == "date":
        return cell.get(f"{OFFICE}date-value").removesuffix("T00:00:00").replace("T", " ")
    if kind == "boolean":
        return cell.get(f"{OFFICE}boolean-value").upper()
    return "\n".join("".join(_spelt(p)) for p in cell.findall(f"{TEXT}p"))


def _spelt(part):
    yield part.text or ""
    for child in part:
        if child.tag == f"{TEXT}s":
            yield " " * int(child.get(f"{TEXT}c", 1))
        elif child.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
            yield "\n" if child.tag.endswith("break") else "\t"
        else:
            yield from _spelt(child)
        yield child.tail or ""


def _number(value):
    return str(int(value)) if value.is_integer() else format(value, ".15g")


def read_xls(content, name):
    """The sheet of answers of an .xls workbook, as ``raw.table`` takes it: rows, notes, merged cells."""
    try:
        book = xlrd.open_workbook(file_contents=content, formatting_info=True)
    except Exception as error:  # xlrd lets through XLRDError, struct and assertion errors alike
        raise IngestError(
            f"{name}: tệp .xls có mật khẩu, hỏng hoặc của chương trình khác. Mở bằng Excel, «Lưu thành» .xlsx."
        ) from error
    shown = [s for s in book.sheets() if not s.visibility] or book.sheets()
    found = {s.name: [(r + 1, [_xls_text(book, c) for c in s.row(r)]) for r in range(s.nrows)] for s in shown}
    best, notes = sheets.chosen(found, [s.name for s in book.sheets() if s.name not in found])
    spans = [s for s in book.sheet_by_name(best).merged_cells if s[3] - s[2] == 1]
    return sheets.even(found[best]), notes, [(top + 1, end, at) for top, end, at, _ in spans]


def _xls_text(book, cell):
    if cell.ctype == xlrd.XL_CELL_DATE:
        when = xlrd.xldate_as_datetime(cell.value, book.datemode)
        if cell.value < 1:
            return when.time().isoformat()
        return when.date().isoformat() if when.time() == time() else when.isoformat(" ", "seconds")
    if cell.ctype == xlrd.XL_CELL_NUMBER:
        form = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
        if form.endswith("%"):
            return _number(float(format(100 * cell.value, ".12g"))) + "%"
        text = _number(cell.value)
        return text.zfill(len(form)) if form and set(form) == {"0"} else text
    if cell.ctype == xlrd.XL_CELL_BOOLEAN:
        return "TRUE" if cell.value else "FALSE"
    if cell.ctype == xlrd.XL_CELL_ERROR:
        return xlrd.error_text_from_code.get(cell.value, "#N/A")
    return str(cell.value)


def read_html(text, notes, name):
    """The largest table of an HTML page, as portals give it under the name .xls: rows, notes, merged cells."""
    page = _Tables()
    page.feed(text)
    largest = max(page.tables, key=lambda rows: sum(map(len, rows)), default=[])
    rows, merged = _spread(largest)
    more = [f"Trang có {len(page.tables)} bảng; đọc bảng lớn nhất."] if len(page.tables) > 1 else []
    notes = [*notes, "Tệp là trang HTML mang tên bảng tính; đọc bảng trong trang.", *more]
    return list(enumerate(rows, start=1)), notes, merged


def _spread(rows):
    """Rows of texts and the cells that span rows; such a cell stands in its first place, the others are blank."""
    taken, found, merged = {}, [], []
    for number, row in enumerate(rows):
        cells = []
        for text, wide, high in row:
            while taken.pop((number, len(cells)), False):
                cells.append("")
            merged += [(number + 1, number + high, len(cells))] if high > 1 and wide == 1 else []
            taken |= {(number + below, len(cells) + n): True for below in range(1, high) for n in range(wide)}
            cells += [text] + [""] * (wide - 1)
        found.append(cells)
    return found, merged


class _Tables(HTMLParser):
    """Every table of a page: rows of (text, columns spanned, rows spanned)."""

    def __init__(self):
        super().__init__()
        self.tables, self.open, self.cell = [], [], None

    def handle_starttag(self, tag, attrs):
        """Opens a table, a row or a cell."""
        if tag in ("table", "tr", "td", "th"):
            self._close()
        if tag == "table":
            self.tables.append([])
            self.open.append(self.tables[-1])
        elif tag == "tr" and self.open:
            self.open[-1].append([])
        elif tag in ("td", "th") and self.open and self.open[-1]:
            self.cell, self.spans = [], dict(attrs)
        elif tag == "br" and self.cell is not None:
            self.cell.append("\n")

    def handle_data(self, data):
        """Text of the open cell."""
        if self.cell is not None:
            self.cell.append(data)

    def handle_endtag(self, tag):
        """Closes a cell or a table."""
        if tag in ("td", "th", "tr", "table"):
            self._close()
        if tag == "table" and self.open:
            self.open.pop()

    def _close(self):
        if self.cell is not None:
            lines = [" ".join(line.split()) for line in "".join(self.cell).split("\n")]
            wide, high = (self._span(key) for key in ("colspan", "rowspan"))
            self.open[-1][-1].append(("\n".join(lines).strip(), wide, high))
            self.cell = None

    def _span(self, key):
        said = self.spans.get(key) or "1"
        return min(max(int(said), 1), 500) if said.isdigit() else 1
