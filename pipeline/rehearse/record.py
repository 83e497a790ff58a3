"""The acceptance record: one Vietnamese page, computed from the checks; only the signatures are left blank."""

import os
import platform
import sqlite3
from importlib.metadata import version
from pathlib import Path

import jinja2

from pipeline import vi
from pipeline.form.database import version_of
from pipeline.rehearse.judge import speeds
from pipeline.rehearse.load import WORKERS
from pipeline.report.head import head

TEMPLATES = Path(__file__).parent / "templates"
SOFTWARE = ("flask", "waitress", "sqlalchemy", "pandas", "papermill")


def about(survey, n, seed, day):
    """What was rehearsed, when and on what, as (name, text) lines; nothing names the machine or its user."""
    target = survey.collection.target
    mode = "mã dùng một lần" if survey.collection.mode == "codes" else "mở (ai có đường dẫn đều trả lời được)"
    packages = ", ".join(f"{name} {version(name)}" for name in SOFTWARE)
    return [
        ("Cuộc điều tra", survey.title),
        ("Ngày chạy", vi.date(day)),
        ("Phiên bản phiếu hỏi", version_of(survey.form)),
        ("Hình thức thu phiếu", mode),
        ("Chỉ tiêu của cuộc điều tra", _target(target, n) if target else "không đặt"),
        ("Số người trả lời mô phỏng", f"{vi.number(n)} (hạt giống ngẫu nhiên {seed})"),
        ("Phần mềm", f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}"),
        ("Máy", f"{os.cpu_count()} nhân xử lý, {platform.system()} {platform.machine()}; biểu mẫu và người trả lời"
                " mô phỏng chạy chung máy này"),
    ]  # fmt: skip


def passed(parts):
    """Whether every judged check of every part holds."""
    return all(check.holds is not False for checks in parts.values() for check in checks)


def summary(found, parts, *, stored):
    """Lines for the terminal: how fast, and every check that does not hold."""
    rate, forms = _rates(found, stored)
    missed = [c for checks in parts.values() for c in checks if c.holds is False]
    lines = [f"Đã ghi {vi.number(stored)} phiếu trong {_minutes(found.seconds)}: {rate} trang/giây, {forms} phiếu/phút"]
    return lines + [f"✗ {c.what}: cần {c.expected}; thấy {c.seen}" for c in missed]


def page(survey, lines, found, parts, *, stored):
    """The record as one self-contained HTML text: ``lines`` from ``about``, the Load, and the Checks by part."""
    rate, forms = _rates(found, stored)
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters.update(number=vi.number)
    return environment.get_template("nghiem-thu.html.j2").render(
        survey=survey,
        head=head(survey),
        lines=lines,
        speeds=speeds(found.times),
        rate=rate,
        forms=forms,
        duration=_minutes(found.seconds),
        workers=WORKERS,
        parts=parts,
        has_truth=any(c.what.startswith("Tỷ lệ đã cài") for c in parts.get("analysis", ())),
        passed=passed(parts),
        checks=[c for checks in parts.values() for c in checks],
    )


def _target(target, n):
    lowered = f" (diễn tập: đóng khi đủ {vi.number(n)})" if n < target else ""
    return f"{vi.number(target)} phiếu{lowered}"


def _rates(found, stored):
    return vi.number(len(found.times) / found.seconds, 1), vi.number(60 * stored / found.seconds)


def _minutes(seconds):
    whole = round(seconds)
    return f"{whole // 60} phút {whole % 60} giây" if whole >= 60 else f"{vi.number(seconds, 1)} giây"
