"""The first page of the outputs: what was made, what it holds, how large it is."""

import csv
from pathlib import Path

from pipeline import vi
from pipeline.export.held import HELD, told
from pipeline.export.templating import filled

KINDS = {
    ".html": " xem trên máy tính, điện thoại",
    ".pdf": ", bản in khổ A4",
    ".docx": ", bản sửa được (Word, LibreOffice)",
    ".pptx": ", bản trình chiếu: mỗi phát hiện một trang, biểu đồ sửa được",
    ".json": ": mọi nhận định, từng con số kèm bảng và dòng của nó",
    ".xlsx": "Mọi câu hỏi theo mọi nhóm, có mục lục (Excel, LibreOffice, Google Sheets)",
    ".sav": "Số liệu có nhãn (SPSS)",
}


def index_html(survey, outputs, titles):
    """The page that lists what lies in ``outputs``: report, notebooks, tables, cleaning log, charts.

    ``titles``: name of a notebook → what it does, in order. Only files that are there are listed, by relative links.
    """
    outputs = Path(outputs)
    log = [_table(outputs, p) for p in [outputs / "tables" / "cleaning_log.csv"] if p.is_file()]
    tables = [_table(outputs, p) for p in _held(outputs) if p.stem != "cleaning_log"]
    reports = [p for kind in KINDS for p in sorted((outputs / "report").glob(f"*{kind}"))]
    parts = [
        ("Báo cáo", [_file(outputs, p, _called(p)) for p in reports]),
        ("Sổ tay: từng bước đã làm", _notebooks(outputs, titles)),
        ("Sổ bảng số liệu", [_file(outputs, p, KINDS[p.suffix]) for p in sorted((outputs / "tables").glob("*.xlsx"))]),
        ("Bảng số liệu (CSV, mở được bằng Excel)", tables),
        ("Nhật ký làm sạch", log),
        ("Hình và hồ sơ", _others(outputs)),
    ]
    held = [(title, found) for title, found in parts if found]
    return filled("index.html.j2", survey=survey, parts=held)


def _called(path):
    """Which of the report's files it is, and what for."""
    return f"{'Phụ lục' if path.stem == 'phu-luc' else 'Báo cáo'}{KINDS[path.suffix]}"


def _held(outputs):
    """Tables in the order of HELD, others after them by name."""
    order = list(HELD)
    found = sorted((outputs / "tables").glob("*.csv"))
    return sorted(found, key=lambda p: order.index(p.stem) if p.stem in order else len(order))


def _notebooks(outputs, titles):
    pages = [(outputs / "notebooks" / f"{name}.html", f"{name[:2]} · {title}") for name, title in titles.items()]
    return [_file(outputs, path, title) for path, title in pages if path.is_file()]


def _others(outputs):
    figures = len(list((outputs / "figures").glob("*.svg")))
    found = [{"href": "figures/", "name": "Hình", "note": f"{figures} hình SVG"}] if figures else []
    run = outputs / "run.json"
    about = "Hồ sơ lần chạy: tệp gốc, phiên bản phiếu và phần mềm"
    return found + ([_file(outputs, run, about)] if run.is_file() else [])


def _file(outputs, path, name):
    size = path.stat().st_size
    text = f"{vi.number(size / 2**20, 1)} MB" if size >= 2**20 else f"{vi.number(max(size / 2**10, 1))} KB"
    return {"href": path.relative_to(outputs).as_posix(), "name": name, "note": f"{path.name}, {text}"}


def _table(outputs, path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = max(sum(1 for _ in csv.reader(lines)) - 1, 0)
    name = told(path.stem) or path.stem
    return {"href": path.relative_to(outputs).as_posix(), "name": name, "note": f"{path.name}, {vi.number(rows)} dòng"}
