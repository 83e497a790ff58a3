"""JSON records and zip files of ODK → a table; repeats are left out and said."""

import io
import json
import zipfile
from pathlib import PurePath

from pipeline.ingest.raw import IngestError
from pipeline.ingest.sheets import is_repeat

HOLDERS = ("results", "value", "data", "submissions", "responses", "records")
LARGEST = 2**30
OWN = {
    "__id": "instanceID",
    "__system/submissionDate": "SubmissionDate",
}  # of ODK Central; its other own keys tell people


def answers(content, name):
    """Bytes and name of the one table of answers inside a zip, and a note on what was not read.

    Of several CSV files the repeats (``PARENT_KEY`` …) are no answers. IngestError where not exactly one is left, or
    where it would fill more than 1 GB.
    """
    archive = zipfile.ZipFile(io.BytesIO(content))
    files = [i for i in archive.infolist() if not i.is_dir() and not i.filename.startswith(("__MACOSX", "."))]
    tables = [i for i in files if PurePath(i.filename).suffix.lower() in (".csv", ".tsv", ".xlsx", ".sav", ".json")]
    if any(i.file_size > LARGEST for i in tables):
        raise IngestError(f"{name}: tệp bên trong lớn hơn 1 GB khi giải nén. Giải nén, xem lại rồi chọn tệp.")
    main = [i for i in tables if not _is_repeat(archive, i)]
    if len(main) != 1:
        inside = ", ".join(f"«{i.filename}»" for i in (main or files)[:8])
        raise IngestError(f"{name}: tệp zip có {len(main)} bảng câu trả lời ({inside}). Giải nén rồi chọn một tệp.")
    others = [f"«{i.filename}»" for i in files if i is not main[0]]
    note = f"Đọc «{main[0].filename}» trong tệp zip" + (f"; không đọc: {', '.join(others[:8])}." if others else ".")
    try:
        return archive.read(main[0]), PurePath(main[0].filename).name, note
    except (RuntimeError, zipfile.BadZipFile) as error:
        raise IngestError(f"{name}: tệp zip có mật khẩu hoặc bị hỏng. Giải nén rồi chọn tệp bên trong.") from error


def _is_repeat(archive, info):
    if not info.filename.lower().endswith(".csv") or info.flag_bits & 1:
        return False
    header = archive.read(info).partition(b"\n")[0].decode("utf-8-sig", errors="replace").strip()
    mark = max(",;\t", key=header.count)
    return is_repeat([(1, [cell.strip('" ') for cell in header.split(mark)])])


def read_json(content, name):
    """Rows and notes of JSON records (a list, or one under ``results``, ``value`` …); groups become ``group/question``.

    Lists of records (repeats) are left out and said; blanks and ``null`` are missing.
    """
    try:
        found = _loaded(content.decode("utf-8-sig"))
    except (UnicodeDecodeError, json.JSONDecodeError) as error:
        place = f"dòng {error.lineno}, cột {error.colno}" if isinstance(error, json.JSONDecodeError) else "mã chữ"
        raise IngestError(f"{name}: không phải JSON hợp lệ ({place}). Xuất lại tệp, hoặc xuất .csv.") from error
    if isinstance(found, dict):
        found = next((found[k] for k in HOLDERS if isinstance(found.get(k), list)), None)
    if not isinstance(found, list) or not found or not all(isinstance(r, dict) for r in found):
        raise IngestError(
            f"{name}: JSON không phải danh sách phiếu [{{câu: trả lời}}, …]. Xuất câu trả lời thành .csv hoặc .xlsx."
        )
    people, repeats = [], {}
    for record in found:
        flat = {OWN.get(key, key): text for key, text in _flat(record, "", repeats)}
        people.append({key: text for key, text in flat.items() if not key.startswith("__")})
    columns = list(dict.fromkeys(key for person in people for key in person))
    rows = [(1, columns)] + [(n, [p.get(c, "") for c in columns]) for n, p in enumerate(people, start=1)]
    notes = [f"Nhóm lặp không đọc: {', '.join(f'«{r}»' for r in list(repeats)[:8])}."] if repeats else []
    return rows, notes, ()


def _loaded(text):
    """A JSON document, or one record a line."""
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2 or not lines[0].lstrip().startswith("{"):
            raise
        return [json.loads(line) for line in lines]


def _flat(record, above, repeats):
    for key, value in record.items():
        path = f"{above}/{key}" if above else str(key)
        if isinstance(value, dict):
            yield from _flat(value, path, repeats)
        elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
            repeats[path] = True
        else:
            yield path, _text(value)


def _text(value):
    if value is None or value != value:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(value, ".15g")
    if isinstance(value, list):
        return "; ".join(_text(item) for item in value if item is not None)
    return str(value)
