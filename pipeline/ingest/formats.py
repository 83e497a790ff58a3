"""Bytes of a raw file → RawTable: CSV in any sound encoding, Excel, SPSS; anything else refused with the mend."""

import csv
import io
import re
import unicodedata
import zipfile
from datetime import date, datetime, time
from pathlib import PurePath

from openpyxl import load_workbook

from pipeline.ingest.raw import IngestError, RawTable, table
from pipeline.ingest.spss import read_spss

SUFFIXES = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
    ".sav": "sav",
    ".zsav": "sav",
}
WORDS = {"csv": "CSV", "xlsx": "Excel (.xlsx)", "sav": "SPSS (.sav)"}
SIGNATURES = [
    (b"$FL2", "sav"), (b"$FL3", "sav"), (b"PK\x03\x04", "zip"), (b"PK\x05\x06", "zip"),
    (b"\xd0\xcf\x11\xe0", "Excel đời cũ (.xls) hoặc Excel có mật khẩu"), (b"%PDF", "PDF"), (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"), (b"GIF8", "ảnh GIF"), (b"Rar!", "tệp nén RAR"), (b"7z\xbc\xaf", "tệp nén 7z"),
    (b"\x1f\x8b", "tệp nén gzip"), (b"{\\rtf", "văn bản RTF"), (b"PAR1", "Parquet"),
    (b"SQLite", "cơ sở dữ liệu SQLite"),
]  # fmt: skip
MENDS = {
    "Excel đời cũ (.xls) hoặc Excel có mật khẩu": "Mở bằng Excel, bỏ mật khẩu nếu có, «Lưu thành» .xlsx.",
    "tệp zip": "Giải nén rồi chọn tệp .csv hoặc .xlsx bên trong.",
    "tài liệu Word (.docx)": "Chép bảng sang Excel, lưu thành .xlsx.",
}
DELIMITERS = ",;\t|"
csv.field_size_limit(2**31 - 1)  # an answer of a million characters is an answer, not an open quote
VIETNAMESE = set("ăâđêôơưĂÂĐÊÔƠƯàèìòùỳÀÈÌÒÙỲáéíóúýÁÉÍÓÚÝãẽĩõũỹÃẼĨÕŨỸ“”‘’–—…•€°\u00a0")


def read(content: bytes, name: str) -> RawTable:
    """The answers in a raw file, every cell as text exactly as it came; NaN only for empty cells.

    ``name`` is the file's name: its suffix must agree with what the bytes are. Real answers such as "N/A" stay.
    Raises IngestError (a ValueError) in Vietnamese: what was found, what was expected, how to mend it.
    """
    if not content.strip():
        raise IngestError(f"{name}: tệp rỗng ({len(content)} byte). Xuất lại tệp câu trả lời.")
    found, wanted = _nature(content), SUFFIXES.get(PurePath(name).suffix.lower())
    if found not in WORDS:
        mend = MENDS.get(found, "Chọn tệp câu trả lời xuất từ Google Forms, Kobo hoặc SPSS.")
        raise IngestError(f"{name}: nội dung là {found}, không phải CSV, Excel (.xlsx) hay SPSS (.sav). {mend}")
    if found != wanted:
        fitting = next(s for s, kind in SUFFIXES.items() if kind == found)
        raise IngestError(
            f"{name}: tên tệp có đuôi «{PurePath(name).suffix}» nhưng nội dung là {WORDS[found]}."
            f" Đổi đuôi thành {fitting}."
        )
    return {"csv": _read_csv, "xlsx": _read_xlsx, "sav": read_spss}[found](content, name)


def _nature(content):
    """csv, xlsx or sav; else Vietnamese words for what it is."""
    kind = next((kind for mark, kind in SIGNATURES if content.startswith(mark)), None)
    start = content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    if kind == "zip":
        return _zip_nature(content)
    if start.startswith((b"<!doctype", b"<html", b"<?xml")):
        return "trang web (HTML/XML)"
    if kind is None and b"\0" in content[:4000] and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
        return "dữ liệu nhị phân hoặc UTF-16 thiếu BOM"
    return kind or "csv"


def _zip_nature(content):
    try:
        inside = zipfile.ZipFile(io.BytesIO(content)).namelist()
    except zipfile.BadZipFile:
        return "tệp Excel hoặc zip bị cụt, hỏng (có thể tải về chưa xong)"
    if "xl/workbook.xml" in inside:
        return "xlsx"
    return "tài liệu Word (.docx)" if "word/document.xml" in inside else "tệp zip"


def _read_csv(content, name):
    text, notes = _decoded(content, name)
    marked = re.match(r"sep=(.)\r?\n", text)
    text = text[marked.end() :] if marked else text
    delimiter = marked[1] if marked else _delimiter(text)
    try:
        return table(list(_records(text, delimiter, 1 + bool(marked))), name, notes=notes)
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


def _decoded(content, name):
    """The text and a note on its encoding. Broken UTF-8 is refused: a wrong letter is worse than no letter."""
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        try:
            return content.decode("utf-16"), ["Bảng mã: UTF-16."]
        except UnicodeDecodeError as error:
            raise IngestError(f"{name}: tệp UTF-16 hỏng ở byte {error.start + 1}. Xuất lại tệp bằng UTF-8.") from error
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        text = _windows_1258(content)
        if text is None:
            raise IngestError(_broken(content, error, name)) from error
        return text, ["Bảng mã: Windows-1258 (không phải UTF-8) – xem lại vài chữ có dấu."]
    if "\0" in text:
        place = text.index("\0") + 1
        raise IngestError(f"{name}: có ký tự NUL ở vị trí {place}; không phải tệp văn bản. Xuất lại tệp.")
    return text, []


def _broken(content, error, name):
    line = content.count(b"\n", 0, error.start) + 1
    seen = " ".join(f"0x{b:02X}" for b in content[error.start : error.start + 3])
    return (
        f"{name}: dòng {line}, byte thứ {error.start + 1}: gặp {seen}, không phải UTF-8."
        " Tệp hỏng hoặc dùng bảng mã cũ (TCVN3, VNI, Windows-1252…). Xuất lại thành «CSV UTF-8»."
    )


def _windows_1258(content):
    """The text when it is Vietnamese in Windows-1258 beyond doubt, else None: tones all compose, no foreign letter."""
    if re.search(rb"[\xc3-\xf4][\x80-\xbf]+", content):
        return None
    try:
        spelt = content.decode("cp1258")
    except UnicodeDecodeError:
        return None
    text = unicodedata.normalize("NFC", spelt)
    toned = sum(bool(unicodedata.combining(c)) for c in spelt)
    strange = [c for c in text if not c.isascii() and c not in VIETNAMESE and not "\u1ea0" <= c <= "\u1ef9"]
    return text if toned >= 5 and not strange else None


def _read_xlsx(content, name):
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheets = {s.title: list(_sheet_rows(s)) for s in book.worksheets}
        pending = _pending_formula(content) if _has_formulas(content) else None
    except IngestError:
        raise
    except Exception as error:  # openpyxl lets through KeyError, ValueError, XML and zip errors alike
        raise IngestError(f"{name}: tệp Excel hỏng, không mở được ({error}). Mở bằng Excel, lưu lại .xlsx.") from error
    if pending:
        raise IngestError(f"{name}: ô {pending} là công thức chưa có kết quả. Mở bằng Excel rồi lưu lại tệp.")
    filled = {title: rows for title, rows in sheets.items() if sum(any(cells) for _, cells in rows) > 1}
    chosen = next(iter(filled or sheets))
    others = [title for title in filled if title != chosen]
    notes = [f"Đọc sheet «{chosen}»; không đọc: {', '.join(others)}."] if others else []
    return table(sheets[chosen], name, notes=notes)


def _sheet_rows(sheet):
    sheet.reset_dimensions()
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, [_cell(c) for c in cells]


def _cell(cell):
    """A cell as a person reads it: whole numbers without ".0", dates as ISO, codes with their leading zeros."""
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
