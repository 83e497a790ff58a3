"""The raw files of a run: which there are, what is in them, and what a person corrected in them."""

import csv
import hashlib
import io
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from pipeline import plain_text

STORES = (".sqlite", ".sqlite3", ".db")
MODES = {
    "store": "biểu mẫu của cuộc điều tra", "rehearsal": "biểu mẫu của cuộc điều tra", "google": "Google Forms",
    "kobo": "KoboToolbox, ODK", "spss": "tệp thống kê",
}  # fmt: skip
CORRECTIONS, MOST = "dinh-chinh.csv", 20_000_000
KEY, QUESTION, VALUE, WHY, WHO = "khóa", "câu hỏi", "giá trị mới", "lý do", "người sửa"


class ProjectError(ValueError):
    """A file of the run that is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class RawFile:
    """One raw file of the run: where it is, how its answers were collected, and its encoding ("": found out)."""

    path: Path
    mode: str = ""
    encoding: str = ""


def files(project):
    """The raw files of a run, in order. ProjectError when none is named."""
    if not project.sources and project.raw is None:
        said = "Chưa có tệp phiếu trả lời: ghi «raw:» trong survey.yaml, hoặc dùng --raw TỆP."
        raise ProjectError(said + _own(project))
    return project.sources or (RawFile(project.raw),)


def _own(project):
    """Where the form of this survey keeps its answers, if it was served here."""
    from pipeline.form import places

    kind = "pilot" if project.survey.collection.pilot else "live"
    path = places.default_store(places.folder(project.survey, kind), kind)
    return f" Biểu mẫu của cuộc điều tra này đã thu phiếu ở đây: --raw {path}" if path.is_file() else ""


def refuse_address(text):
    """ProjectError for a database's address in place of a file; it may hold a password, and is not repeated."""
    if "://" in str(text):
        raise ProjectError(
            "raw, --raw: cần một tệp, không phải địa chỉ máy chủ. Kho PostgreSQL của biểu mẫu: chép ra tệp bằng «form"
            " backup TỆP.sqlite» (với FORM_DATABASE_URL như khi chạy biểu mẫu), rồi --raw TỆP.sqlite."
        )


def raw_bytes(project):
    """Content of the (first) raw file. Raises ProjectError when none is named, it is missing, or it is empty."""
    return content_of(files(project)[0].path)


def content_of(path):
    """Bytes of one raw file; ProjectError when it is missing, a folder, or empty."""
    if path.is_dir():
        raise ProjectError(f"{path} là thư mục, không phải tệp phiếu trả lời; ghi rõ tên tệp.")
    if not path.is_file():
        raise ProjectError(f"Không tìm thấy tệp phiếu trả lời {path}; kiểm tra «raw:» hoặc --raw.")
    content = path.read_bytes()
    if not content:
        raise ProjectError(f"Tệp {path.name} rỗng (0 byte); xuất lại tệp từ nơi thu phiếu.")
    return content


def raw_table(project):
    """The (first) raw file as ``ingest.read`` gives it; a form's store (.sqlite) is read through the form."""
    return _table(project, files(project)[0])


def raw_tables(project):
    """Every raw file of the run: list of (name, mode, RawTable); the mode is said in survey.yaml or is the tool's name.

    ProjectError where two of them are the same file under two names.
    """
    found, seen = [], {}
    for source in files(project):
        digest = hashlib.sha256(content_of(source.path)).hexdigest()
        if digest in seen:
            raise ProjectError(f"{source.path.name} và {seen[digest]} là cùng một tệp; bỏ một tệp ở «raw:» hoặc --raw.")
        seen[digest] = source.path.name
        table = _table(project, source)
        found.append((source.path.name, source.mode or MODES.get(table.kind, source.path.stem), table))
    if len(found) > 1 and any(table.kind == "rehearsal" for _, _, table in found):
        raise ProjectError("Kho diễn tập không được đọc cùng tệp khác; bỏ kho diễn tập, hoặc chỉ đọc một mình nó.")
    return found


def _table(project, source):
    from pipeline import ingest

    if source.path.suffix not in STORES:
        return ingest.read(content_of(source.path), source.path.name, source.encoding)
    from sqlalchemy.exc import DatabaseError

    from pipeline.form import store

    try:
        kind, answers = store.kind_of(source.path), store.responses(source.path, project.survey)
        notes = _changed(*store.versions(source.path, project.survey), project.survey.form)
    except DatabaseError as error:
        raise ProjectError(f"{source.path.name} không phải kho phiếu của biểu mẫu; chọn đúng tệp .sqlite.") from error
    _refuse_mixing(project, source.path, kind)
    if answers.empty:
        raise ProjectError(
            f"Kho {source.path.name} chưa có câu trả lời nào. Xem bằng lệnh form status; chạy lại khi đã có phiếu."
        )
    return ingest.RawTable(answers, "rehearsal" if kind == "rehearsal" else "store", {}, {}, notes)


def _changed(versions, answered, form):
    """Notes on a questionnaire that was changed while its form collected: which questions are no longer in it."""
    gone = [name for name in answered if name not in form]
    notes = [f"Phiếu được sửa trong lúc thu: kho có câu trả lời của {versions} phiên bản."] if versions > 1 else []
    if gone:
        notes.append(f"{len(gone)} câu có người trả lời nay không còn trong phiếu, không phân tích: {', '.join(gone)}.")
    return tuple(notes)


def _refuse_mixing(project, path, kind):
    """Trial answers are never taken for real ones: the store says what it holds, survey.yaml what is wanted."""
    is_pilot = project.survey.collection.pilot
    if (kind == "pilot") != is_pilot and kind != "rehearsal":
        found, wanted = ("chạy thử", "phiếu thật") if kind == "pilot" else ("phiếu thật", "phiếu chạy thử")
        said = f"collection › pilot: {str(is_pilot).lower()}"
        raise ProjectError(
            f"{path.name} giữ {found}, còn survey.yaml ({said}) cần {wanted}."
            " Hai loại không được trộn: chọn đúng kho ở «raw:», hoặc sửa pilot."
        )


def described(project, *, kind, rows, synthetic):
    """What was read: file names, SHA-256, kind, rows, synthetic or not (several files: parted by "; ")."""
    paths = [source.path for source in files(project)]
    return {
        "file": "; ".join(path.name for path in paths),
        "sha256": "; ".join(hashlib.sha256(content_of(path)).hexdigest() for path in paths),
        "kind": kind,
        "rows": rows,
        "synthetic": bool(synthetic or (project.declared or project.survey).synthetic or kind == "rehearsal"),
    }


def corrections(project):
    """What a person corrected: the rows of ``dinh-chinh.csv`` beside survey.yaml, or an empty frame.

    Columns key, question, value, why, who (text, "" for blank), on the numbers of the lines in the file. ProjectError
    names a missing column, a line without key, question, reason or name, or corrections under another name that nobody
    would read (dinh-chinh.xlsx, dinh-chinh (1).csv).
    """
    path = project.survey.path.parent / CORRECTIONS
    columns = {KEY: "key", QUESTION: "question", VALUE: "value", WHY: "why", WHO: "who"}
    if not path.is_file():
        _refuse_unread(path)
        return pd.DataFrame(columns=list(columns.values()), dtype="str")
    frame = _read_corrections(path, columns)
    for column in (KEY, QUESTION, WHY, WHO):
        blank = frame.index[frame[columns[column]] == ""]
        if len(blank):
            raise ProjectError(f"{CORRECTIONS}, dòng {blank[0]}: cột «{column}» trống. Ghi rồi chạy lại.")
    return frame


def _refuse_unread(path):
    beside = path.parent.iterdir() if path.parent.is_dir() else []
    others = sorted(p.name for p in beside if re.fullmatch(r"(?:dinh|đính)[-_ ]?ch[iíỉ]nh.*", p.name.lower()))
    if others:
        raise ProjectError(
            f"Đính chính ở «{others[0]}» không được đọc: lưu thành {CORRECTIONS} (CSV UTF-8), cùng thư mục."
        )


def _read_corrections(path, columns):
    try:
        text = plain_text.read(path, most=MOST)
    except plain_text.TextError as error:
        raise ProjectError(str(error)) from error
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count))
    rows = [(reader.line_num, [" ".join(cell.split()) for cell in cells]) for cells in reader]
    header = [cell.lower() for cell in rows[0][1]] if rows else []
    if lacking := [c for c in columns if c not in header]:
        raise ProjectError(f"{CORRECTIONS}: thiếu cột {', '.join(lacking)}. Dòng đầu phải có: {', '.join(columns)}.")
    body = [(line, [*cells, *[""] * len(header)]) for line, cells in rows[1:] if any(cells)]
    picked = [{ours: cells[header.index(name)] for name, ours in columns.items()} for _, cells in body]
    return pd.DataFrame(picked, columns=list(columns.values()), index=[line for line, _ in body], dtype="str")
