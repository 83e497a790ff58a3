"""Bytes of a raw file → RawTable, by what the bytes are: text, Excel, OpenDocument, SPSS, Stata, SAS, JSON, zip."""

import csv
import io
import re
import zipfile
from datetime import date, datetime, time
from pathlib import PurePath

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string

from pipeline.ingest import encodings, legacy, office, packed, sheets
from pipeline.ingest.raw import IngestError, RawTable, table
from pipeline.ingest.spss import read_statistics

SUFFIXES = {
    "csv": (".csv", ".tsv", ".txt"), "xlsx": (".xlsx", ".xlsm"), "xls": (".xls",), "ods": (".ods",),
    "html": (".html", ".htm", ".xls"), "sav": (".sav", ".zsav"), "dta": (".dta",), "sas7bdat": (".sas7bdat",),
    "xpt": (".xpt",), "por": (".por",), "json": (".json", ".jsonl", ".geojson"), "zip": (".zip",),
}  # fmt: skip
WORDS = {
    "csv": "CSV", "xlsx": "Excel (.xlsx)", "xls": "Excel đời cũ (.xls)", "ods": "OpenDocument (.ods)",
    "html": "bảng HTML", "sav": "SPSS (.sav)", "dta": "Stata (.dta)", "sas7bdat": "SAS (.sas7bdat)",
    "xpt": "SAS (.xpt)", "por": "SPSS (.por)", "json": "JSON", "zip": "tệp zip",
}  # fmt: skip
SIGNATURES = [
    (b"$FL2", "sav"), (b"$FL3", "sav"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    (b"<stata_dta>", "dta"), (b"HEADER RECORD*******", "xpt"), (b"\0" * 12 + b"\xc2\xea\x81\x60", "sas7bdat"),
    (b"\xd0\xcf\x11\xe0", "ole"), (b"%PDF", "PDF"), (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"), (b"GIF8", "ảnh GIF"), (b"Rar!", "tệp nén RAR"), (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"), (b"{\\rtf", "văn bản RTF"), (b"PAR1", "Parquet"),
    (b"SQLite", "cơ sở dữ liệu SQLite"),
]  # fmt: skip
OLE = [("Workbook", "xls"), ("Book", "xls"), ("EncryptedPackage", "Excel có mật khẩu"),
       ("WordDocument", "tài liệu Word (.doc)"), ("PowerPoint", "trình chiếu PowerPoint (.ppt)")]  # fmt: skip
INSIDE = [
    ("xl/workbook.xml", "xlsx"), ("xl/workbook.bin", "Excel nhị phân (.xlsb)"),
    ("word/document.xml", "tài liệu Word (.docx)"), ("ppt/presentation.xml", "trình chiếu PowerPoint (.pptx)"),
    ("Index/Document.iwa", "bảng tính Numbers (.numbers)"), ("Index.zip", "bảng tính Numbers (.numbers)"),
    ("content.xml", "ods"),
]  # fmt: skip
TABLE = "Mở tệp, chép bảng câu trả lời sang Excel, lưu thành .xlsx."
PAPER = "Tìm tệp số liệu gốc (.xlsx, .csv); nếu chỉ còn bản này thì phải nhập lại vào Excel."
SAVE = "Mở bằng Excel, «Lưu thành» .xlsx."
UNPACK = "Giải nén rồi chọn tệp bên trong."
MENDS = {
    "Excel có mật khẩu": "Mở bằng Excel, bỏ mật khẩu, lưu thành .xlsx.",
    "Excel nhị phân (.xlsb)": SAVE, "bảng tính XML của Excel 2003": SAVE,
    "bảng tính Numbers (.numbers)": "Mở bằng Numbers, «Xuất sang» Excel (.xlsx) hoặc CSV.",
    "tài liệu Word (.docx)": TABLE, "tài liệu Word (.doc)": TABLE, "văn bản RTF": TABLE,
    "PDF": PAPER, "ảnh PNG": PAPER, "ảnh JPEG": PAPER, "ảnh GIF": PAPER,
    "tệp nén RAR": UNPACK, "tệp nén 7z": UNPACK, "tệp nén gzip": UNPACK,
    "Parquet": "Xuất lại thành .csv (UTF-8) bằng chương trình đã ghi tệp này.",
    "cơ sở dữ liệu SQLite": "Kho của biểu mẫu có đuôi .sqlite và đọc được bằng «run»; cơ sở dữ liệu khác: xuất .csv.",
}  # fmt: skip
READABLE = "CSV, Excel (.xlsx, .xls), OpenDocument (.ods), SPSS, Stata, SAS, JSON hay zip của ODK"
DELIMITERS = ",;\t|"
csv.field_size_limit(2**31 - 1)  # an answer of a million characters is an answer, not an open quote


def read(content: bytes, name: str, encoding: str = "", *, whole: bool = False) -> RawTable:
    """The answers in a raw file, every cell as text exactly as it came; NaN only for empty cells.

    ``name`` is the file's name: its suffix must agree with what the bytes are. Real answers such as "N/A" stay.
    ``encoding``: what a person said of the text ("tcvn3", "vni", "cp1258" …); "" to find out. Text typed in a font of
    before Unicode is put into Unicode where its words leave no doubt, and the notes say so. ``whole``: a table that a
    person keeps (:func:`raw.table`).
    Raises IngestError (a ValueError) in Vietnamese: what was found, what was expected, how to mend it.
    """
    if not content.strip():
        raise IngestError(f"{name}: tệp rỗng ({len(content)} byte). Xuất lại tệp câu trả lời.")
    found, suffix = _nature(content, PurePath(name).suffix.lower()), PurePath(name).suffix.lower()
    if found not in WORDS:
        mend = MENDS.get(found, "Chọn tệp câu trả lời xuất từ Google Forms, Kobo hoặc SPSS.")
        raise IngestError(f"{name}: nội dung là {found}, không phải {READABLE}. {mend}")
    if suffix not in SUFFIXES[found]:
        first = "Giải nén, hoặc đổi" if found == "zip" else "Đổi"
        raise IngestError(
            f"{name}: tên tệp có đuôi «{PurePath(name).suffix}» nhưng nội dung là {WORDS[found]}."
            f" {first} đuôi thành {SUFFIXES[found][0]}."
        )
    raw = _opened(found, content, name, encoding, whole)
    said = "" if found in ("csv", "html", "zip") else encodings.font_named(encoding)  # text is decoded by then
    return legacy.mended(raw, said)


def _opened(found, content, name, encoding, whole):
    if found in ("csv", "html"):
        text, notes = encodings.decoded(content, name, encoding)
        rows, notes, merged = (_read_csv if found == "csv" else office.read_html)(text, notes, name)
        return table(rows, name, notes=notes, merged=merged, whole=whole)
    if found == "zip":
        inside, member, note = packed.answers(content, name)
        read_inside = read(inside, member, encoding, whole=whole)
        return read_inside._replace(notes=(note, *read_inside.notes))
    if found in ("sav", "dta", "sas7bdat", "xpt", "por"):
        return read_statistics(found, content, name, encoding="" if encodings.font_named(encoding) else encoding)
    if encoding and not encodings.font_named(encoding):
        raise IngestError(f"{name}: {WORDS[found]} không cần --encoding (chỉ nhận tcvn3, vni). Bỏ --encoding.")
    readers = {"xlsx": _read_xlsx, "xls": office.read_xls, "ods": office.read_ods, "json": packed.read_json}
    rows, notes, merged = readers[found](content, name)
    return table(rows, name, notes=notes, merged=merged, whole=whole)


def _nature(content, suffix):
    """One of WORDS; else Vietnamese words for what it is."""
    kind = next((kind for mark, kind in SIGNATURES if content.startswith(mark)), None)
    start = content[:400].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if kind == "zip":
        return _zip_nature(content)
    if kind == "ole":
        named = [(word.encode("utf-16-le"), nature) for word, nature in OLE]
        return next(
            (nature for mark, nature in named if mark in content), "tệp Office đời cũ (.xls, .doc) bị cụt hoặc hỏng"
        )
    if start.startswith(b"<?xml") and b"office:spreadsheet" in content[:2000]:
        return "bảng tính XML của Excel 2003"
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table", b"<meta", b"<head")):
        return "html" if b"<table" in content.lower() else "trang web (HTML/XML)"
    if kind is None and suffix == ".dta" and content[:1] in b"\x69\x6c\x6e\x6f\x71\x72\x73":
        return "dta"
    if kind is None and b"ASCII SPSS PORT FILE" in content[:600]:
        return "por"
    if kind is None and not encodings.is_text(content):
        return "dữ liệu nhị phân"
    return kind or ("json" if start[:1] in (b"{", b"[") and suffix not in SUFFIXES["csv"] else "csv")


def _zip_nature(content):
    try:
        inside = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return "tệp Excel hoặc zip bị cụt, hỏng (có thể tải về chưa xong)"
    return next((nature for part, nature in INSIDE if part in inside), "zip")


def _read_csv(text, notes, name):
    marked = re.match(r"sep=(.)\r?\n", text)
    text = text[marked.end() :] if marked else text
    delimiter = marked[1] if marked else _delimiter(text)
    try:
        return list(_records(text, delimiter, 1 + bool(marked))), notes, ()
    except csv.Error as error:
        line = getattr(error, "line", "?")
        raise IngestError(
            f'{name}: dòng {line}: dấu ngoặc kép mở mà không đóng, hoặc đóng giữa chừng. Sửa dấu " ở dòng đó'
            ' (trong câu trả lời phải viết "" thay cho "), hoặc xuất lại tệp.'
        ) from error


def _records(text, delimiter, first=1):
    """Pairs (row number as a spreadsheet shows it, cells)."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 0
    try:
        for number, cells in enumerate(reader, start=first):
            line = reader.line_num
            yield number, cells
    except csv.Error as error:
        error.line = line + first  # where the faulty row begins: an open quote is only noticed at the end of the file
        raise


def _delimiter(text):
    """The delimiter under which most of the first rows have the header's number of cells."""
    head = "".join(text.splitlines(keepends=True)[:200])
    scores = {}
    for delimiter in DELIMITERS:
        rows = []
        try:
            rows.extend(cells for _, cells in _records(head, delimiter) if cells)
        except csv.Error:
            rows = rows[:1] if len(rows) < 2 else rows
        widths = [len(cells) for cells in rows] or [1]
        usual = max(set(widths), key=widths.count)
        scores[delimiter] = (usual > 1 and widths.count(usual) / len(widths), usual)
    return max(scores, key=scores.get)


def _read_xlsx(content, name):
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        shown = [s for s in book.worksheets if s.sheet_state == "visible"]
        hidden = [s.title for s in book.worksheets if s not in shown]
        read_sheets = {s.title: list(_sheet_rows(s)) for s in shown or book.worksheets}
        pending = _pending_formula(content) if _has_formulas(content) else None
        merged = _merged(content, shown or book.worksheets)
    except IngestError:
        raise
    except Exception as error:  # openpyxl lets through KeyError, ValueError, XML and zip errors alike
        raise IngestError(f"{name}: tệp Excel hỏng, không mở được ({error}). Mở bằng Excel, lưu lại .xlsx.") from error
    if pending:
        raise IngestError(f"{name}: ô {pending} là công thức chưa có kết quả. Mở bằng Excel rồi lưu lại tệp.")
    chosen, notes = sheets.chosen(read_sheets, hidden if shown else [])
    return sheets.even(read_sheets[chosen]), notes, merged[chosen]


def _merged(content, worksheets):
    """Title of each sheet → (first row, last row, place of the column) of its cells that span rows of one column."""
    archive, found = zipfile.ZipFile(io.BytesIO(content)), {}
    for sheet in worksheets:
        refs = re.findall(rb'<mergeCell ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"', archive.read(sheet._worksheet_path))
        found[sheet.title] = [
            (int(top), int(end), column_index_from_string(left.decode()) - 1)
            for left, top, right, end in refs
            if left == right
        ]
    return found


def _sheet_rows(sheet):
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [_cell(c) for c in cells]


def _cell(cell):
    """A cell as a person reads it: whole numbers without ".0", dates as ISO, percentages and leading zeros."""
    value = cell.value
    if value is None or isinstance(value, str):
        return (value or "").replace("_x000D_", "")
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, int | float):
        if cell.number_format.endswith("%"):
            return f"{format(100 * value, '.12g')}%"
        text = str(int(value)) if value == int(value) else format(value, ".15g")
        return text.zfill(len(cell.number_format)) if set(cell.number_format) == {"0"} else text
    return str(value)


def _has_formulas(content):
    book = zipfile.ZipFile(io.BytesIO(content))
    return any(b"<f" in book.read(n) for n in book.namelist() if n.startswith("xl/worksheets/sheet"))


def _pending_formula(content):
    """Place of the first formula that was saved without its result."""
    pair = [load_workbook(io.BytesIO(content), data_only=results) for results in (False, True)]
    for formulas, results in zip(pair[0].worksheets, pair[1].worksheets, strict=True):
        for row in formulas.iter_rows():
            for cell in row:
                if cell.data_type == "f" and results[cell.coordinate].value is None:
                    return f"{formulas.title}!{cell.coordinate}"
    return None
