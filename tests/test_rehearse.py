"""The rehearsal: simulated people answer the real form in a process of its own; what went wrong is in the record."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from datetime import date

import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline import run
from pipeline.__main__ import cli
from pipeline.form import database, store
from pipeline.rehearse import acceptance, compare, judge, load, record, respondent, server, verdict
from pipeline.rehearse.browser import Browser
from pipeline.simulate import sample
from tests.conftest import FORM, ROOT, SURVEY

N = 40


@pytest.fixture(scope="module")
def answers(shipped):
    """Answers of the shipped survey's people; the truth of the whole population, slow to work out, is not needed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sample, "population", lambda *_: {})
        return acceptance.drawn(shipped, n=N, seed=5)[0]


@pytest.fixture(scope="module")
def rehearsed(shipped, answers, tmp_path_factory):
    """The Load of the shipped survey, and its store."""
    address = tmp_path_factory.mktemp("diễn tập") / "kho.sqlite"
    return acceptance.collect(shipped, answers, address), address


@pytest.fixture
def coded(write_survey):
    """The small survey with one-time codes and fewer places than people."""
    return write_survey(yaml=SURVEY + "collection: {mode: codes, target: 15}\n")


def outcomes(found):
    return Counter((r.kind, r.outcome) for r in found.results)


def compared(form, rehearsed, answers):
    found, address = rehearsed
    return compare.compare(form, acceptance.sent(found, answers), address)


def spoilt(rehearsed, folder, statement):
    """A copy of the store on which an SQL statement was run."""
    source, target = sqlite3.connect(rehearsed[1]), sqlite3.connect(folder / "hong.sqlite")
    source.backup(target)
    target.execute(statement)
    target.commit()
    source.close()
    target.close()
    return rehearsed[0], folder / "hong.sqlite"


def page_of(shipped, rehearsed, comparison):
    parts = {
        "conduct": judge.conduct(rehearsed[0].results, N),
        "stored": judge.stored(comparison, N),
        "analysis": [judge.Check("Sáu sổ tay chạy trọn", "không lỗi", "không lỗi", True)],
    }
    lines = record.about(shipped, N, 5, date(2022, 3, 24))
    return record.page(shipped, lines, rehearsed[0], parts, stored=comparison.stored), record.passed(parts)


def test_every_behaviour_is_met_as_planned(rehearsed):
    planned = {"honest": 34, "double": 2, "reload": 2, "mistaken": 2}
    expected = {(kind, "stored"): count for kind, count in planned.items()}
    expected |= {("left", "left"): 2, ("token", "rejected"): 2, ("forged", "rejected"): 2}
    assert outcomes(rehearsed[0]) == expected | {("slow", "full"): 2, ("late", "full"): 2}
    assert all(check.holds for check in judge.conduct(rehearsed[0].results, N))


def test_what_was_sent_is_what_is_stored_once(shipped, rehearsed, answers):
    assert compared(shipped.form, rehearsed, answers) == (N, N, N, 0, 0, 0)


def test_the_store_is_a_rehearsal_that_nobody_takes_for_answers(rehearsed):
    assert store.kind_of(rehearsed[1]) == "rehearsal"
    with store.opened(rehearsed[1]) as engine:
        assert store.state(engine).closed == "target"


def test_a_lost_answer_is_seen(shipped, rehearsed, answers, tmp_path):
    broken = spoilt(rehearsed, tmp_path, "delete from answers where id = (select min(id) from answers)")
    comparison = compared(shipped.form, broken, answers)
    assert (comparison.stored, comparison.counted, comparison.missing, comparison.surplus) == (N - 1, N, 1, 0)
    page, passed = page_of(shipped, rehearsed, comparison)
    assert not passed and "✗ CHƯA ĐẠT" in page and "Phiếu đã cảm ơn mà không có trong kho</p>" in page


@pytest.mark.parametrize(
    "change",
    [
        "insert into answers select 'x', day, version, too_fast, content from answers limit 1",
        'update answers set content = replace(content, \'"su_dung": "co"\', \'"su_dung": "khong"\')'
        ' where id = (select min(id) from answers where content like \'%"su_dung": "co"%\')',
    ],
)
def test_an_answer_stored_twice_or_changed_is_seen(shipped, rehearsed, answers, tmp_path, change):
    comparison = compared(shipped.form, spoilt(rehearsed, tmp_path, change), answers)
    assert comparison.surplus == 1
    assert not all(check.holds for check in judge.stored(comparison, N))


def test_the_record_says_what_was_done_and_that_all_is_simulated(shipped, rehearsed, answers):
    page, passed = page_of(shipped, rehearsed, compared(shipped.form, rehearsed, answers))
    assert passed and "✓ ĐẠT" in page and "CHƯA ĐẠT" not in page
    for text in ("DIỄN TẬP – DỮ LIỆU MÔ PHỎNG", "24/3/2022", database.version_of(shipped.form), "5.000 phiếu"):
        assert text in page
    assert "34 lượt: ghi nhận" in page and "Ký, ghi rõ họ tên" in page
    assert socket.gethostname() not in page


def test_with_codes_and_too_few_places_the_right_people_get_in(coded, tmp_path):
    answers = acceptance.drawn(coded, n=20, seed=5)[0]
    found = acceptance.collect(coded, answers, tmp_path / "kho.sqlite")
    assert outcomes(found)["honest", "full"] == 5
    doors = {kind: outcomes(found)[kind, "code"] for kind in ("mistyped", "unknown", "used")}
    assert doors == {"mistyped": 2, "unknown": 2, "used": 2}
    assert all(check.holds for check in judge.conduct(found.results, 15))
    assert compared(coded.form, (found, tmp_path / "kho.sqlite"), answers) == (15, 15, 15, 0, 0, 0)


def test_a_refused_answer_is_told_with_its_question_and_the_form_ends_even_when_the_rehearsal_is_killed(
    survey, tmp_path
):
    secret, _ = server.fresh_store(tmp_path / "kho.sqlite")
    script = (
        "import sys, time; from pipeline import survey; from pipeline.rehearse import server\n"
        "with server.serving(survey.read(sys.argv[1]), sys.argv[2], target=None, secret=sys.argv[3]) as port:\n"
        "    print(port, flush=True); time.sleep(60)"
    )
    line = [sys.executable, "-c", script, survey.path, tmp_path / "kho.sqlite", secret]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        port = int(process.stdout.readline())
        browser = Browser(server.HOST, port)
        visit = respondent.visit(
            browser, respondent.sheet(survey.form, {"dung": "co", "mang": "zalo fb", "tuoi": "17"})
        )
        browser.close()
        os.kill(process.pid, signal.SIGTERM)
    assert (visit.outcome, list(visit.said)) == ("refused", ["tuoi"])
    assert store.responses(tmp_path / "kho.sqlite").empty and _refuses_soon(port)


def _refuses_soon(port):
    for _ in range(100):
        try:
            socket.create_connection((server.HOST, port), 5).close()
        except ConnectionRefusedError:
            return True
        time.sleep(0.1)
    return False


def test_a_store_of_real_answers_is_never_replaced(tmp_path):
    database.connect(tmp_path / "kho.sqlite", kind="live").dispose()
    with pytest.raises(server.RehearseError, match="không phải kho của lần diễn tập"):
        server.fresh_store(tmp_path / "kho.sqlite")


def test_a_folder_with_other_peoples_files_is_refused_before_anything_is_sent(tmp_path):
    (tmp_path / "report").mkdir()
    with pytest.raises(run.RunError, match="Chọn một thư mục trống"):
        acceptance.rehearse("", tmp_path, n=N, seed=1)
    assert [p.name for p in tmp_path.iterdir()] == ["report"]


def test_mistakes_are_planted_only_where_the_rules_forbid_them(shipped, answers):
    waves = load.crowd(shipped.form, answers, N, [])
    mistaken = [p for p in waves[0] if p.kind == "mistaken"]
    assert [p.wrong for p in mistaken] == [("so_tai_khoan", "&q.so_tai_khoan=-1")] * 2
    assert all(p.kind == "honest" for p in waves[1])


SHARES = {"dung": {"co": 60.0, "khong": 40.0}, "y1": {"1": 30.0, "2": 30.0, "3": 40.0, "kyk": 0.0}}
TRUTH = {
    "n": 5000,
    "percent": SHARES,
    "respondents": {"percent": SHARES},
    "differences": [{"question": "y1", "option": None, "by": "dung", "values": {"co": 2.4, "khong": 1.8}}],
    "nulls": [{"question": "mang", "option": "zalo", "by": "dung"}],
}


def found_tables(*, co=60.0, difference=0.001, null=0.5):
    frequencies = [("dung", "Có", co, 4000), ("dung", "Không", 100 - co, 4000)]
    tests = [("y1", "dung", difference), ("mang/zalo", "dung", null)]
    return {
        "frequencies": pd.DataFrame(frequencies, columns=["question", "option", "percent", "base"]),
        "tests": pd.DataFrame(tests, columns=["question", "by", "p_adjusted"]),
    }


@pytest.mark.parametrize(
    ("found", "holds"),
    [
        ({}, [True, True, True]),
        ({"co": 64.6}, [True, True, True]),  # 1 + 4 * sqrt(1.5 * 60 * 40 / 4000) = 4.79 points are allowed
        ({"co": 65.0}, [False, True, True]),
        ({"difference": 0.06}, [True, False, True]),
        ({"difference": float("nan")}, [True, False, True]),
        ({"null": 0.04}, [True, True, False]),
    ],
)
def test_the_truth_is_given_back_or_the_record_says_what_is_not(survey, found, holds):
    assert [check.holds for check in verdict.checks(found_tables(**found), TRUTH, survey)] == holds


def test_a_difference_too_small_for_so_few_answers_is_not_judged(survey):
    checks = verdict.checks(found_tables(difference=0.9), {**TRUTH, "n": 100}, survey)
    assert [check.holds for check in checks] == [True, None, True]
    assert record.passed({"analysis": checks})


def test_strength_is_the_root_of_the_noncentrality(survey):
    # means 2.4 and 1.8 with weights 0.6 and 0.4: variance between 0.0864; of the scale 0.69; n / 1.5 people
    assert verdict.strength(TRUTH["differences"][0], TRUTH, survey) == pytest.approx(
        (5000 / 1.5 * 0.0864 / 0.69) ** 0.5
    )
    percent = {"option": "co", "question": "dung", "by": "dung", "values": {"co": 60.0, "khong": 50.0}}
    assert verdict.strength(percent, TRUTH, survey) == pytest.approx((5000 / 1.5 * 24 / (56 * 44)) ** 0.5)


def test_the_command_ends_with_1_when_something_fails(monkeypatch, tmp_path):
    monkeypatch.setattr(acceptance, "rehearse", lambda *_, **__: (tmp_path / "nghiem-thu.html", False, ["✗ Số phiếu"]))
    said = CliRunner().invoke(cli, ["rehearse", "-n", "20", "--out", str(tmp_path)])
    assert said.exit_code == 1 and "CHƯA ĐẠT" in said.output and "✗ Số phiếu" in said.output


def test_analysis_without_planted_truth_gets_a_note(write_survey, rehearsed):
    survey = write_survey(FORM)
    page = record.page(survey, [], rehearsed[0], {"conduct": [], "stored": [], "analysis": []}, stored=0)
    assert "không có truth.yaml" in page
