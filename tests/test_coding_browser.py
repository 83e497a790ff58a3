"""The coder's page in a real browser: accessible, by keyboard alone, without scripts, asking nobody else."""

import re
import threading
from contextlib import contextmanager
from dataclasses import replace

import pandas as pd
import pytest
from werkzeug.serving import make_server

from pipeline.bench import sitting
from pipeline.coding import desk as desks
from pipeline.coding import files, page
from tests import browser
from tests.test_coding_page import FRAME, answers, desk, on_disk, opened, work  # noqa: F401 – fixtures
from tests.test_form_browser import Quiet, faults, tab, violations  # noqa: F401 – fixtures

pytestmark = pytest.mark.skipif(
    not browser.PROGRAM, reason="no chromium, chromium-browser or google-chrome on the PATH"
)


@contextmanager
def served(desk):  # noqa: F811
    """The page of a desk on a port of this machine; yields its address."""
    app = page.create_app(desk, token="bi-mat", port=0)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    app.extensions["hosts"] = {f"127.0.0.1:{server.port}"}
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/bi-mat/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def site(desk):  # noqa: F811
    with served(desk) as address:
        yield address


def ticked(tab):  # noqa: F811
    return tab.evaluate("[...document.querySelectorAll('[name=ma]:checked')].map((e) => e.value)")


def asked(tab):  # noqa: F811
    return tab.evaluate("document.querySelector('blockquote').innerText")


PAGES = ("", "?tim=tin", "danh-sach?ma=K1", "danh-sach?ma=chua", "bang-ma", "nen-tach", "tach?ma=K1", "trich-dan")


def test_no_page_has_an_accessibility_fault_on_light_or_dark_screens(tab, site, desk):  # noqa: F811
    desks.keep(desk, desks.upcoming(desk)[0], ["K1"])
    for path in PAGES:
        tab.media(prefers_color_scheme="light").open(f"{site}{path}")
        tab.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")
        assert (path, faults(tab)) == (path, [])
        tab.media(prefers_color_scheme="dark")
        assert (path, violations(tab, runOnly=["color-contrast"])) == (path, [])


def test_saving_is_in_view_on_a_screen_and_on_a_phone(tab, site):  # noqa: F811
    for width, height in ((1280, 720), (360, 640)):
        tab.width(width, height).open(site)
        inside = "(() => { const box = document.querySelector('button.main').getBoundingClientRect();"
        assert tab.evaluate(inside + " return box.top >= 0 && box.bottom <= innerHeight; })()")
        tab.follow(tab.click, "button.main")
        assert "⚠" in tab.evaluate("document.title")


def chosen(desk):  # noqa: F811
    """The query of an answer that is not drawn at random, for which the machine suggests a code."""
    return f"?khoa={desks.upcoming(desk)[1]}"


def test_one_key_decides_and_undo_gives_back_the_ticks(tab, site, work, desk):  # noqa: F811
    tab.open(site + chosen(desk))
    first, suggested = asked(tab), tab.evaluate("document.querySelector('[name=goi_y]').value")
    tab.follow(tab.press, "Enter")
    assert asked(tab) != first and on_disk(work)["mã"].tolist() == [suggested]
    tab.follow(tab.press, "2")
    assert on_disk(work)["mã"].tolist() == [suggested, "K2"]
    tab.follow(tab.press, "u")
    assert ticked(tab) == ["K2"] and on_disk(work)["mã"].tolist()[-1] == ""
    tab.follow(tab.press, "3")
    assert on_disk(work)["mã"].tolist()[-1] == "K3"
    tab.press("n").write("Mạng chậm")
    tab.follow(tab.press, "Enter")
    assert on_disk(work)["mã"].tolist()[-1] == "K4"


def test_the_sentiment_has_keys_of_its_own(tab, desk, work):  # noqa: F811
    desk.work = replace(work, survey=replace(work.survey, sentiment=("gop_y",)))
    with served(desk) as address:
        tab.open(address)
        tab.press("-")
        assert tab.evaluate("document.querySelector('[name=sac_thai]:checked').value") == "tieu_cuc"
        assert faults(tab) == []
        tab.follow(tab.press, "1")
    assert on_disk(work)[["mã", "sắc thái"]].values.tolist() == [["K1", "tiêu cực"]]


def test_a_code_keeps_its_digit_and_several_are_chosen_with_shift(tab, site, work):  # noqa: F811
    digits = "Object.fromEntries([...document.querySelectorAll('[data-key]')].map((e) => [e.value, e.dataset.key]))"
    before = tab.open(site).evaluate(digits)
    tab.press_shifted("1").press_shifted("3")
    assert ticked(tab) == ["K1", "K3"] and on_disk(work).empty
    tab.follow(tab.press, "Enter")
    assert on_disk(work)["mã"].tolist() == ["K1; K3"]
    assert tab.evaluate(digits) == before == {"K1": "1", "K2": "2", "K3": "3", "0": "0", "khac": "k"}


def test_where_an_answer_bears_one_code_a_second_takes_the_place_of_the_first(tab, desk, work):  # noqa: F811
    desk.work = replace(work, survey=replace(work.survey, several_codes={"gop_y": False}))
    with served(desk) as address:
        tab.open(address).press_shifted("1").press_shifted("3")
        assert ticked(tab) == ["K3"] and faults(tab) == []
        tab.follow(tab.press, "2")
        tab.press_shifted("1").press("n").write("Mạng chậm")
        tab.follow(tab.press, "Enter")
    assert on_disk(work)["mã"].tolist() == ["K2", "K4"]


def test_codes_beyond_nine_bear_letters(tab, work, answers):  # noqa: F811
    longer = "".join(f"K{n},Mã số {n},,,,,đã duyệt,\n" for n in range(4, 13))
    files.frame_path(work, "gop_y").write_text(FRAME + longer, encoding="utf-8-sig")
    with served(desks.open_desk(work, answers, "gop_y", "An")) as address:
        tab.open(address)
        assert tab.evaluate("document.querySelector('[value=K12]').dataset.key") == "e"
        order = tab.evaluate("[...document.querySelectorAll('.options [name=ma]')].map((e) => e.value).join()")
        assert order == ",".join(f"K{n}" for n in range(1, 13)) + ",khac,0"
        tab.follow(tab.press, "e")
        tab.follow(tab.press, "E")  # caps lock
        assert on_disk(work)["mã"].tolist() == ["K12", "K12"]


def test_sixty_codes_one_named_like_html_and_endless_answers_fit_a_phone(tab, work):  # noqa: F811
    bad = "<script>document.title = 1</script><b>"
    longer = "".join(f"K{n},Mã số {n} có tên dài hơn nhiều mã khác,,,,,đã duyệt,\n" for n in range(4, 60))
    files.frame_path(work, "gop_y").write_text(f"{FRAME}{longer}K60,{bad},,,,,đã duyệt,\n", encoding="utf-8-sig")
    texts = ["tin giả " * 900, "tingiả" * 900, "😀😀", bad, *(f"tin giả số {n}" for n in range(12))]
    desk = desks.open_desk(work, pd.DataFrame({"gop_y": texts}), "gop_y", "An")  # noqa: F811
    keys = [f"?khoa={key}" for key, text in desk.answers["text"].items() if "số" not in text]
    in_view = "document.querySelector('button.main').getBoundingClientRect().bottom <= innerHeight"
    with served(desk) as address:
        for path in (*keys, "danh-sach?ma=K60", "danh-sach?ma=chua", "bang-ma"):
            tab.width(360, 640).open(address + path)
            assert (path, tab.evaluate("document.documentElement.scrollWidth")) == (path, 360)
            assert tab.evaluate("document.title") != "1" and (
                path == "bang-ma" or tab.evaluate(f"!document.querySelector('button.main') || {in_view}")
            )


def test_reload_and_the_back_button_show_what_is_still_to_be_decided(tab, site, work):  # noqa: F811
    first = asked(tab.open(site))
    tab.follow(tab.press, "1")
    second = asked(tab.follow(tab.evaluate, "history.back()"))
    assert second != first and asked(tab.follow(tab.evaluate, "location.reload()")) == second
    tab.follow(tab.press, "2")
    assert on_disk(work)["mã"].tolist() == ["K1", "K2"] and on_disk(work)["khóa"].is_unique


def test_the_last_decisions_are_seen_and_mended(tab, site, work):  # noqa: F811
    first = asked(tab.open(site))
    tab.follow(tab.press, "1")
    assert first in tab.evaluate("document.querySelector('.last').innerText")
    tab.follow(tab.click, ".last a")
    assert asked(tab) == first and ticked(tab) == ["K1"]
    tab.follow(tab.press, "2")
    assert (
        on_disk(work)["mã"].tolist() == ["K1", "K2"]
        and tab.evaluate("document.querySelectorAll('.last li').length") == 1
    )


def test_a_span_of_a_list_is_ticked_with_shift_and_moved(tab, site, work):  # noqa: F811
    tab.width(1000).open(f"{site}danh-sach?ma=K1")
    tab.click("li:nth-child(1) [name=khoa]").click_shifted("li:nth-child(3) [name=khoa]")
    assert tab.evaluate("document.getElementById('so-chon').innerText") == "3 câu được chọn"
    tab.evaluate("document.getElementById('toi').value = 'K2'")
    tab.follow(tab.click, "button[value=chuyen]")
    assert on_disk(work)["mã"].tolist() == ["K2"] * 3
    tab.click("[data-all]")
    assert tab.evaluate("document.querySelectorAll('[name=khoa]:checked').length") == 1
    assert "Việc cuối: 3 câu: «Mất thời gian»" in tab.evaluate("document.querySelector('main').innerText")
    tab.follow(tab.click, "button[value=hoan-tac]")
    told = "Đã hoàn tác 3 câu: «Mất thời gian». Nay trở lại: chưa mã hóa."
    assert told in tab.evaluate("document.querySelector('main').innerText") and set(on_disk(work)["mã"].tail(3)) == {""}


def test_phrases_are_counted_while_they_are_typed(tab, site):  # noqa: F811
    tab.width(1000).open(f"{site}bang-ma")
    tab.evaluate("document.querySelector('.card').open = true")
    tab.click("#cum-K1").write("; trên facebook")
    tab.wait("document.getElementById('dem-K1').innerText.startsWith('4 câu có')")


def test_single_keys_can_be_switched_off_and_stay_off(tab, site, work):  # noqa: F811
    tab.open(site)
    tab.evaluate("document.querySelector('.tools').open = true")
    tab.click("#phim").open(site)
    tab.press("1").press("Enter")
    assert ticked(tab) == [] and tab.evaluate("!document.querySelector('#phim').checked") and on_disk(work).empty


def test_codes_are_filtered_as_typed_without_marks(tab, site, work):  # noqa: F811
    visible = "[...document.querySelectorAll('.options .option')].filter((e) => !e.hidden).length"
    tab.open(site).press("/").write("y kien khac")
    assert tab.evaluate(visible) == 1
    tab.follow(tab.press, "Enter")
    assert on_disk(work)["mã"].tolist() == ["khac"]


def test_what_a_search_finds_is_in_view(tab, site):  # noqa: F811
    tab.width(360, 640).open(site).evaluate("document.querySelector('.tools').open = true")
    tab.click("#tim").write("tin gia")
    tab.follow(tab.click, "[role=search] button")
    top = tab.evaluate("document.querySelector('.found').getBoundingClientRect().top")
    assert 0 < top < tab.evaluate("document.querySelector('.bar').getBoundingClientRect().top")


def test_everything_works_without_scripts(tab, site, work, desk):  # noqa: F811
    tab.scripts(False).open(site)
    assert tab.evaluate("typeof narrow") == "undefined"
    tab.click("[name=ma]").follow(tab.click, "button.main")
    tab.open(site + chosen(desk))
    tab.follow(tab.click, "button.suggest")
    assert len(on_disk(work)) == 2
    tab.open(f"{site}danh-sach?ma=K1").follow(tab.click, "noscript a")
    tab.follow(tab.click, "button[value=dung]")
    assert len(on_disk(work)) > 3


def test_the_page_asks_nobody_but_this_machine(tab, site):  # noqa: F811
    tab.open(site).follow(tab.click, "button.main")
    assert tab.requests and all(url.startswith(site) for url in tab.requests)


def test_a_sitting_is_played_and_its_keys_and_time_are_told():
    rows = pd.DataFrame({"text": [f"{text} {n}" for n in range(15) for text in ("tin giả", "mất thời gian")]})
    told = "\n".join(sitting.bench(rows.assign(codes=["A", "B"] * 15), several=False, size=30, decisions=3))
    assert "30 câu, 2 mã, 3 quyết định trong trình duyệt thật" in told and "phím một quyết định: 1,00" in told
    assert re.search(r"trung bình \d+, giữa \d+", told) and re.search(r"theo mã \d,\d\d / \d,\d\d; theo độ giống", told)


SCROLLED = """(to) => [document.scrollingElement, document.querySelector(".page")]
  .filter(Boolean).forEach((e) => { e.scrollTop = to * (e.scrollHeight - e.clientHeight); })"""
SIDEWAYS = "[document.scrollingElement, document.querySelector('.page')].some((e) => e.scrollWidth > innerWidth)"


def test_wherever_a_page_is_scrolled_nothing_lies_beneath_the_buttons(tab, work):  # noqa: F811
    longer = "".join(f"K{n},Mã số {n},,,,,đã duyệt,\n" for n in range(4, 25))
    files.frame_path(work, "gop_y").write_text(FRAME + longer, encoding="utf-8-sig")
    texts = [f"{text} số {n}" for n in range(12) for text in ("tin giả nhiều", "mất thời gian", "tập huấn ít")]
    survey = replace(work.survey, several_codes={"gop_y": False}, sentiment=("gop_y",))
    desk = desks.open_desk(replace(work, survey=survey), pd.DataFrame({"gop_y": texts}), "gop_y", "An")  # noqa: F811
    with served(desk) as address:
        for path in PAGES:
            tab.open(address + path)
            for width, height, letters in ((320, 568, "200%"), (360, 640, ""), (1280, 560, "")):
                tab.width(width, height).evaluate(f"document.documentElement.style.fontSize = '{letters}'")
                for to in (0.35, 1):
                    tab.evaluate(f"({SCROLLED})({to})")
                    found = violations(tab, runOnly=["target-size"])
                    assert (path, width, to, found, tab.evaluate(SIDEWAYS)) == (path, width, to, [], False)


def test_the_keyboard_scrolls_an_answer_and_its_codes_from_the_start(tab, site):  # noqa: F811
    tab.width(360, 480).open(site).press("PageDown")
    tab.wait("document.querySelector('.page').scrollTop > 0")
