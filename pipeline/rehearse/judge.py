"""Whether the form did what it must: one line a behaviour, one line a property of the store."""

from collections import Counter
from typing import NamedTuple

import numpy as np

from pipeline import vi
from pipeline.rehearse.behaviour import KINDS
from pipeline.rehearse.browser import OPEN, POST, SEND

OUTCOMES = {
    "stored": "ghi nhận",
    "full": "từ chối vì đủ chỉ tiêu",
    "closed": "từ chối vì đã đóng",
    "refused": "báo lỗi",
    "busy": "máy chủ bận",
    "code": "từ chối ở cửa",
    "left": "bỏ dở",
    "rejected": "từ chối",
    "lost": "không tới được trang cuối",
    "stored twice": "GHI HAI LẦN",
    "changed": "tải lại thấy trang khác",
}


class Check(NamedTuple):
    """One line of the record: what is checked, expected, seen, and whether it holds (None: not judged)."""

    what: str
    expected: str
    seen: str
    holds: bool | None


class Speed(NamedTuple):
    """Requests of one kind: how many, and milliseconds that half, 95 and 99 in a hundred of them took at most."""

    kind: str
    count: int
    p50: float
    p95: float
    p99: float
    longest: float


def conduct(results, places):
    """A Check for each behaviour that occurred, in the order of KINDS; ``places`` is how many answers fit in."""
    seen = {kind: Counter(r.outcome for r in results if r.kind == kind) for kind in KINDS}
    stored = sum(KINDS[r.kind].outcome == "stored" and r.kind != "honest" for r in results)
    return [_conduct(kind, seen[kind], places - stored) for kind in KINDS if seen[kind]]


def stored(comparison, places):
    """The Checks of the store against what the respondents sent."""
    all_there = comparison.stored == comparison.counted == places
    n = vi.number
    return [
        Check("Số phiếu trong kho", f"{n(places)} phiếu", f"{n(comparison.stored)} phiếu; kho tự đếm"
              f" {n(comparison.counted)}", all_there),
        Check("Người thấy lời cảm ơn", f"{n(places)} người", f"{n(comparison.thanked)} người",
              comparison.thanked == places),
        Check("Phiếu đã cảm ơn mà không có trong kho", "0", n(comparison.missing), comparison.missing == 0),
        Check("Phiếu trong kho mà không ai gửi, ghi hai lần hoặc bị đổi nội dung", "0", n(comparison.surplus),
              comparison.surplus == 0),
    ]  # fmt: skip


def speeds(times):
    """A Speed for opening pages, sending pages, sending the whole answer, and all together."""
    kinds = {kind: [seconds for found, seconds in times if found == kind] for kind in (OPEN, POST, SEND)}
    kinds["tất cả"] = [seconds for _, seconds in times]
    return [_speed(kind, seconds) for kind, seconds in kinds.items() if seconds]


def _conduct(kind, seen, left):
    meant = KINDS[kind]
    planned = seen.total()
    expected = {"stored": min(planned, left), "full": max(0, planned - left)} if kind == "honest" else {}
    expected = {k: v for k, v in (expected or {meant.outcome: planned}).items() if v}
    told = meant.expected if len(expected) == 1 else _told(expected)
    return Check(meant.label, f"{vi.number(planned)} lượt: {told}", _told(seen), dict(seen) == expected)


def _told(counts):
    return "; ".join(f"{vi.number(count)} {OUTCOMES.get(outcome, outcome)}" for outcome, count in counts.items())


def _speed(kind, seconds):
    marks = 1000 * np.percentile(seconds, [50, 95, 99, 100])
    return Speed(kind, len(seconds), *map(float, marks))
