"""How fast the form is beside a bare Flask app, how long people wait, and whether the last places are given exactly."""

import json
import multiprocessing
import random
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

from pipeline import vi
from pipeline.bench import postgres
from pipeline.bench.race import PEOPLE, PLACES, race
from pipeline.rehearse import acceptance, respondent, server
from pipeline.rehearse.browser import OPEN, Browser

WORKERS, CROWD = 16, 100  # people at a time: for the ratio, and for the waiting times
THINK = 1.0  # seconds the hundred think before they send a page: a tenth of what a quick reader needs
ROUNDS, EACH = 16, 100  # short rounds in turn, the first of each pair changing: a machine that slows down slows both
HANDS = 4  # processes that play the respondents


class Load(NamedTuple):
    """Pages answered, seconds, and the seconds that each request took."""

    pages: int
    seconds: float
    times: list

    @property
    def rate(self):
        """Pages answered per second."""
        return self.pages / self.seconds


def bench(survey, *, n=400):
    """Yields the lines of the report, in Vietnamese; ``n`` different questionnaires."""
    answers, _ = acceptance.drawn(survey, n=n + 1, seed=2022)
    sheets = [respondent.sheet(survey.form, given) for given in answers]
    # the crowd comes from several processes: the threads of one would wait for each other more than for the server
    hands = ProcessPoolExecutor(HANDS, mp_context=multiprocessing.get_context("spawn"))
    with tempfile.TemporaryDirectory() as folder, hands:
        yield from _beside_bare(survey, sheets, Path(folder), hands)
        yield from _races(Path(folder))


def _beside_bare(survey, sheets, folder, hands):
    secret, _ = server.fresh_store(folder / "form.sqlite")
    with server.serving(survey, folder / "form.sqlite", target=None, secret=secret) as ours:
        pages = _walked(ours, sheets[0])
        with server.running("pipeline.bench.bare", survey.path, folder / "bare.sqlite", json.dumps(pages)) as bare:
            _crowd(hands, ours, sheets[:100]), _crowd(hands, bare, sheets[:100])  # all are warm
            rounds = [_round(hands, ours, bare, sheets[1:], n) for n in range(ROUNDS)]
            yield _ratio(rounds)
            sizes = [size for _, size in pages]
            yield f"  {len(pages)} trang, từ {vi.number(min(sizes))} đến {vi.number(max(sizes))} byte"
            yield f"{WORKERS} người gửi liên tục, không nghỉ: {_waits([t for mine, _ in rounds for t in mine.times])}"
            people = (sheets[1:] * CROWD)[: 2 * CROWD]
            calm = _crowd(hands, ours, people, workers=CROWD, think=THINK)
            yield f"{CROWD} người cùng lúc, nghỉ {THINK:g} s trước mỗi lần gửi: {_waits(calm.times)}; cần p99 < 250 ms"
            mine, plain = (_crowd(hands, port, people, workers=CROWD) for port in (ours, bare))
            yield f"{CROWD} người cùng lúc, không nghỉ chút nào: {_waits(mine.times)} (trần: {_waits(plain.times)})"


def _round(hands, ours, bare, sheets, n):
    few = [sheets[(n * EACH + m) % len(sheets)] for m in range(EACH)]
    ports = (ours, bare) if n % 2 else (bare, ours)
    loads = {port: _crowd(hands, port, few) for port in ports}
    return loads[ours], loads[bare]


def _walked(port, sheet):
    """Names shown and bytes of each page that one respondent meets."""
    browser, found = Browser(server.HOST, port), []
    reply = respondent.enter(browser)
    while respondent.is_page(reply):
        found.append((respondent.shown(reply), len(reply.page)))
        reply = respondent.advance(browser, reply, sheet)
    browser.close()
    return found


def _crowd(hands, port, sheets, *, workers=WORKERS, think=0.0):
    """Everybody fills in a whole questionnaire, ``workers`` at a time."""
    start = time.perf_counter()
    few = [[port] * HANDS, [sheets[n::HANDS] for n in range(HANDS)], [workers // HANDS] * HANDS, [think] * HANDS]
    times = [t for found in hands.map(_hand, *few) for t in found]
    return Load(sum(kind != OPEN for kind, _ in times), time.perf_counter() - start, [t for _, t in times])


def _hand(port, sheets, workers, think):
    with ThreadPoolExecutor(workers) as pool:
        return [t for found in pool.map(lambda sheet: _one(port, sheet, think), sheets) for t in found]


def _one(port, sheet, think):
    time.sleep(random.uniform(0, think))  # nobody begins at the same moment as everybody else
    browser = Browser(server.HOST, port, think=think)
    visit = respondent.visit(browser, sheet)
    browser.close()
    if visit.outcome != "stored":
        raise RuntimeError(f"một phiếu không gửi được: {visit.outcome} {visit.said}")
    return visit.times


def _ratio(rounds):
    shares = [100 * mine.rate / bare.rate for mine, bare in rounds]
    mine, bare = (statistics.median(load.rate for load in side) for side in zip(*rounds, strict=True))
    share = f"{statistics.median(shares):.0f} % (các lượt {', '.join(f'{s:.0f}' for s in shares)})"
    return (
        f"Trang được trả lời mỗi giây: biểu mẫu {mine:.0f}, ứng dụng Flask trần {bare:.0f}; tỷ lệ {share}; cần ≥ 60 %"
    )


def _waits(times):
    cuts = statistics.quantiles(times, n=100)
    return f"p50 {1000 * cuts[49]:.0f} ms, p95 {1000 * cuts[94]:.0f} ms, p99 {1000 * cuts[98]:.0f} ms"


def _races(folder):
    yield _race("SQLite", folder / "dua.sqlite")
    programs = postgres.programs_of_postgres()
    if programs is None:
        yield "PostgreSQL: không có trên máy này (Debian: apt-get install postgresql)"
        return
    home = Path(tempfile.mkdtemp(prefix="pg-"))
    database = postgres.Postgres(programs, home)
    try:
        yield _race("PostgreSQL", database.new_database())
    finally:
        database.stop()
        shutil.rmtree(home)


def _race(name, address):
    found, stored, counted = race(address)
    exact = "ĐÚNG" if stored == counted == found["stored"] == PLACES else "SAI"
    told = f"{found['stored']} được ghi, {found['full']} được báo đã đủ"
    return f"{name}: {PEOPLE} người, 4 tiến trình, {PLACES} chỗ: {told}; trong kho {stored} – {exact}"
