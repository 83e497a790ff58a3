"""A coder's sitting in a real browser, played from known labels: keys and server time a decision.

The page, its queue, its files and its learning beside are those of ``python3 run.py code``. The coder reads the truth
from the labels and presses the fewest keys that say it.
"""

import importlib.util
import tempfile
import threading
import time
from contextlib import closing, contextmanager

import numpy as np
import pandas as pd
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wsgi import ClosingIterator

from pipeline import vi
from pipeline.bench import labelled, queue
from pipeline.coding import desk as desks
from pipeline.coding import page
from pipeline.coding.hand import CAUGHT, DRAWN, marked
from pipeline.paths import ROOT
from pipeline.project import ProjectError

DROPPED = 0.35  # words left out of a copy, where more answers are wanted than the file has
WRITTEN = "chữ "  # before a sign that is typed into the filter of codes
KEYS, MILLISECONDS = 1.3, {3_000: 100, 50_000: 300}  # asked of the page
OTHERS = {
    "theo mã": "danh-sach", "theo độ giống": "danh-sach?giong={key}", "bảng mã": "bang-ma", "tìm chữ": "?tim=a",
    "đề nghị tách": "nen-tach", "trích dẫn": "trich-dan",
}  # fmt: skip
ASKED = """(() => ({key: document.querySelector('[name=khoa]').value,
  suggested: document.querySelector('[name=goi_y]').value, one: document.getElementById('ngay').checked,
  ticked: [...document.querySelectorAll('[name=ma]:checked')].map((one) => one.value),
  digits: Object.fromEntries([...document.querySelectorAll('[data-key]')].map((one) => [one.value, one.dataset.key]))
  }))()"""


def bench(rows, *, several, size, decisions, seed=0):
    """Yields the lines of the report, in Vietnamese; ``rows`` as ``labelled.read`` gives them."""
    rows, _ = labelled.usable(rows)
    codes, _ = labelled.code_table(rows["codes"], several=several)
    texts, truth = _sized(rows["text"], codes, size, seed)
    with tempfile.TemporaryDirectory() as folder:
        desk = queue.opened(folder, texts, truth, several=several, seed=seed)
        told = played(desk, truth, decisions, folder)
        if desk.learning:
            desk.learning.join()
        others = _other_pages(desk)
    yield (
        f"TRANG MÃ HÓA: {vi.number(len(texts))} câu, {truth.shape[1]} mã, {len(told)} quyết định trong trình duyệt thật"
    )
    yield from _keys(told, several)
    yield _seconds(told, len(texts), len(desk.gains) - 1)
    yield f"  các trang khác, giây của máy chủ, lần đầu / lần sau: {'; '.join(others)}"


def _keys(told, several):
    asked = "câu nhiều mã: mỗi mã một phím, rồi Enter" if several else f"cần ≤ {vi.number(KEYS, 1)}"
    yield f"  phím một quyết định: {vi.number(told['keys'].mean(), 2)} ({asked})"
    for is_drawn, part in told.groupby("drawn"):
        said = "rút ngẫu nhiên, máy không gợi ý" if is_drawn else "máy chọn, có gợi ý"
        keys, codes = (vi.number(part[column].mean(), 2) for column in ("keys", "codes"))
        yield f"    {said}: {keys} phím, {codes} mã một câu ({vi.number(len(part))} câu)"
    ways = told["way"].value_counts(normalize=True)
    yield "  nói bằng: " + ", ".join(f"{way} {vi.percent(100 * share, 0)}" for way, share in ways.items())


def _seconds(told, size, lessons):
    took = told["seconds"] * 1000
    figures = [took.mean(), took.median(), took.quantile(0.95), took.max()]
    limit = next((most for n, most in MILLISECONDS.items() if size <= n), max(MILLISECONDS.values()))
    return (
        f"  máy chủ một quyết định (lưu, rồi trang của câu sau; máy học bên cạnh {lessons} lần):"
        f" trung bình {vi.number(figures[0])}, giữa {vi.number(figures[1])}, 95 % dưới {vi.number(figures[2])},"
        f" lâu nhất {vi.number(figures[3])} mili giây (cần ≤ {limit}); riêng việc của bộ xử lý: trung bình"
        f" {vi.number(1000 * told['work'].mean())}, lâu nhất {vi.number(1000 * told['work'].max())}"
    )


def _other_pages(desk):
    """Seconds of the other pages: name, first time / again."""
    app, told = page.create_app(desk, token="do", port=0), []
    app.extensions["hosts"], client = {"localhost"}, app.test_client()
    for name, address in OTHERS.items():
        spent = []
        for _ in range(2):
            began = time.perf_counter()
            answer = client.get(f"/do/{address.format(key=desk.order[0])}")
            spent.append(vi.number(time.perf_counter() - began, 2))
            if answer.status_code != 200:
                raise AssertionError(f"{name}: {answer.status}")
        told.append(f"{name} {' / '.join(spent)}")
    return told


def _sized(texts, codes, size, seed):
    """So many answers with their codes: a random part, or copies that lack some words each."""
    draw = np.random.default_rng(seed)
    some = draw.permutation(len(texts))[:size]
    if size > len(texts):
        some = np.r_[some, draw.integers(0, len(texts), size - len(texts))]
    told = texts.iloc[some].reset_index(drop=True)
    told.iloc[len(texts) :] = [_shortened(text, draw) for text in told.iloc[len(texts) :]]
    return told, codes.iloc[some].reset_index(drop=True)


def _shortened(text, draw):
    words = text.split()
    return " ".join(word for word in words if draw.random() > DROPPED) or words[0]


def played(desk, truth, decisions, folder):
    """A row a decision: ``keys`` pressed, ``codes`` said, ``way`` (how they were said), ``drawn`` (was the answer drawn
    at random, and so nothing suggested), ``seconds`` of the server, ``work``: those in which its processor was at it.
    """
    row_of = pd.Series(np.arange(len(truth)), desk.prepared["key"]).groupby(level=0).first()
    names, rows = dict(zip(desk.frame["code"], desk.frame["name"], strict=True)), []
    with _served(desk) as (address, spent), _tab(folder) as tab:
        tab.open(address)
        while len(rows) < decisions and tab.evaluate("!!document.querySelector('[name=khoa]')"):
            asked, before = tab.evaluate(ASKED), len(spent)
            own = truth.iloc[row_of[asked["key"]]]
            wanted = own.index[own.to_numpy(bool)].tolist()
            way, keys = _fewest(asked, wanted, names)
            tab.follow(_press, tab, keys)
            seconds, work = sum(spent[before:])
            said = {"keys": len(keys), "codes": len(wanted), "way": way, "key": asked["key"]}
            rows.append(said | {"seconds": seconds, "work": work})
    drawn = marked(desks.mine(desk), DRAWN, CAUGHT)
    rows = [row | {"drawn": row["key"] in drawn} for row in rows]
    if len(desks.mine(desk)) != len(rows):
        raise AssertionError(f"{len(rows)} decisions were played, {len(desks.mine(desk))} are on the disk")
    return pd.DataFrame(rows)


def _fewest(asked, wanted, names):
    """How the coder says these codes in the fewest keys."""
    ticked, digits = set(asked["ticked"]), asked["digits"]
    if (ticked or set(asked["suggested"].split(";"))) == set(wanted):
        return "đánh dấu sẵn" if ticked else "gợi ý", ["Enter"]
    if len(wanted) == 1 and wanted[0] in digits and asked["one"]:
        return "phím của mã", [digits[wanted[0]]]
    turned = [code for code in digits if code in ticked.symmetric_difference(wanted)]
    if ticked <= set(digits) and set(wanted) <= set(digits):
        return "sửa mã đánh dấu sẵn" if ticked else "phím của từng mã", [*(digits[code] for code in turned), "Enter"]
    typed = [part for code in wanted for part in ("/", *(f"{WRITTEN}{sign}" for sign in names[code]), "Enter")]
    return "lọc", typed + ["Enter"] * (len(wanted) > 1)


def _press(tab, keys):
    for key in keys:
        tab.write(key.removeprefix(WRITTEN)) if key.startswith(WRITTEN) else tab.press(key)


@contextmanager
def _served(desk):
    """The page on a port of this machine; yields its address, and seconds and work of each request."""
    app, spent = page.create_app(desk, token="do", port=0), []
    server = make_server("127.0.0.1", 0, _timed(app, spent), threaded=True, request_handler=_Quiet)
    app.extensions["hosts"] = {f"127.0.0.1:{server.port}"}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/do/", spent
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Quiet(WSGIRequestHandler):
    def log(self, *anything):
        """Says nothing about requests."""


def _timed(app, spent):
    def answer(environment, start):
        began, worked = time.perf_counter(), time.thread_time()
        with closing(ClosingIterator(app(environment, start))) as parts:
            body = b"".join(parts)
        is_file = "/tinh/" in environment["PATH_INFO"] or "/chung/" in environment["PATH_INFO"]
        told = np.array([time.perf_counter() - began, time.thread_time() - worked])
        spent.append(told * (not is_file))
        return [body]

    return answer


@contextmanager
def _tab(folder):
    """A tab of a headless Chromium, driven as the browser tests of this project drive theirs."""
    plan = importlib.util.spec_from_file_location("browser", ROOT / "tests" / "browser.py")
    browser = importlib.util.module_from_spec(plan)
    plan.loader.exec_module(browser)
    if not browser.PROGRAM:
        raise ProjectError("Phép đo này cần Chromium hoặc Google Chrome trên máy; cài rồi chạy lại.")
    with browser.chromium(f"{folder}/trinh-duyet") as opened, opened() as tab:
        yield tab.width(1280)
