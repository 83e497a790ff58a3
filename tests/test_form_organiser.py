"""The organiser's page and commands, on real stores; counts must not tell who answered what."""

import csv
import io
import random
import sqlite3
import subprocess
import sys
from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pandas as pd
import pytest
from click.testing import CliRunner
from werkzeug.security import generate_password_hash

from pipeline import form
from pipeline.__main__ import cli
from pipeline.form import database, entry, shown, store
from pipeline.form.database import backup, connect
from pipeline.survey.model import Population
from tests.conftest import ROOT, SURVEY
from tests.respondents import walked

PASSWORD = "mật khẩu dài cho thử"
HASH = generate_password_hash(PASSWORD, method="pbkdf2:sha256:1000")


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    for name in ("FORM_DATABASE_URL", "FORM_PASSWORD_HASH"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(form.organiser, "LIMITER", type(entry.LIMITER)(type(entry.LIMITER.storage)()))


@pytest.fixture
def watched(tmp_path, survey):
    """A survey with a password and a staff list by the question «dung», and the store of its form."""
    people = pd.DataFrame({"dung": ["co", "khong"], "so_nguoi": [20, 40]})
    collection = replace(survey.collection, target=50, password_hash=HASH)
    changed = replace(survey, collection=collection, headcount=people, population=Population("x.csv", "dung"))
    return form.create_app(changed, database=tmp_path / "kho.sqlite")


def fill(engine, answers, *, day="2022-03-30", start=0):
    about = {"version": "1", "day": day, "too_fast": False, "now": datetime.now(UTC), "target": 50}
    return [store.accept(engine, given, mark=f"{day}{n}", **about) for n, given in enumerate(answers, start=start)]


def ask(app, path="/theo-doi", password=PASSWORD):
    sign = b64encode(f"ban:{password}".encode()).decode()
    return app.test_client().get(path, headers={"Authorization": f"Basic {sign}"})


def test_the_page_opens_with_the_password_only(watched):
    bare = watched.test_client().get("/theo-doi")
    assert bare.status_code == 401 and bare.headers["WWW-Authenticate"].startswith("Basic")
    assert ask(watched, password="sai").status_code == 401
    assert ask(watched).status_code == 200


def test_without_a_password_set_there_is_no_page(tmp_path, survey):
    app = form.create_app(survey, database=tmp_path / "kho.sqlite")
    assert ask(app, password="").status_code == 404


def test_after_ten_wrong_passwords_a_minute_the_next_is_refused_at_once(watched):
    assert [ask(watched, password=f"sai {n}").status_code for n in range(11)] == [401] * 10 + [429]
    later = ask(watched, password="sai")
    assert 1 <= int(later.headers["Retry-After"]) <= 61 and "giây" in later.text


def from_browser(client, password=PASSWORD, path="/theo-doi"):
    sign = b64encode(f"ban:{password}".encode()).decode()
    return client.get(path, headers={"Authorization": f"Basic {sign}"})


@pytest.mark.parametrize("path", ["/theo-doi", "/theo-doi.csv"])
def test_no_attacker_locks_out_the_browser_that_once_had_the_right_password(watched, path):
    organiser = watched.test_client()
    assert from_browser(organiser, path=path).status_code == 200
    assert [ask(watched, password=f"sai {n}").status_code for n in range(30)][10:] == [429] * 20
    assert from_browser(organiser, path=path).status_code == 200
    assert from_browser(organiser, "sai").status_code == 401 and organiser.get(path).status_code == 401


def test_a_browser_that_is_known_still_guesses_no_faster_than_others(watched):
    client = watched.test_client()
    from_browser(client)
    assert [from_browser(client, f"sai {n}").status_code for n in range(12)] == [401] * 10 + [429] * 2
    assert ask(watched).status_code == 200  # and locks nobody else out


def test_a_forged_mark_or_one_of_another_password_makes_no_browser_known(watched, monkeypatch):
    client, forger = watched.test_client(), watched.test_client()
    from_browser(client)
    (known,) = [cookie for cookie in client._cookies.values() if cookie.key.startswith("to_chuc")]
    forger.set_cookie(known.key, known.value[:-2] + "xx")
    monkeypatch.setenv("FORM_PASSWORD_HASH", generate_password_hash("mật khẩu mới", method="pbkdf2:sha256:1000"))
    for n in range(10):
        ask(watched, password=f"sai {n}")
    assert from_browser(client, "mật khẩu mới").status_code == from_browser(forger, "mật khẩu mới").status_code == 429


def test_who_sends_no_password_is_asked_for_it_even_while_others_guess(watched):
    for n in range(12):
        ask(watched, password=f"sai {n}")
    asked = watched.test_client().get("/theo-doi")
    assert asked.status_code == 401 and asked.headers["WWW-Authenticate"].startswith("Basic")


def test_only_one_thread_checks_passwords_of_strangers(watched):
    organiser = watched.test_client()
    assert from_browser(organiser).status_code == 200
    with form.organiser.CHECKING:  # as while another's is being checked
        assert ask(watched, password="sai").status_code == 429 and ask(watched).status_code == 429
        assert from_browser(organiser).status_code == 200
    assert ask(watched).status_code == 200


def test_a_hash_that_is_none_opens_nothing_and_is_said(watched, monkeypatch, caplog):
    monkeypatch.setenv("FORM_PASSWORD_HASH", "md5:0$x$y")
    assert ask(watched).status_code == 401 and "form password" in caplog.text


def test_counts_by_unit_and_day_move_in_steps_of_the_threshold(watched):
    engine = watched.extensions["survey"].engine
    fill(engine, [{"dung": "co"}] * 11 + [{"dung": "khong"}] * 4 + [{}])
    rows = list(csv.DictReader(io.StringIO(ask(watched, "/theo-doi.csv").data.decode("utf-8-sig"))))
    assert [(r["nhom"], r["ten"], r["so_nguoi"], r["tu"], r["den"]) for r in rows] == [
        ("tổng", "Số phiếu đã nhận", "50", "15", "19"),
        ("ngày", "30/03/2022", "", "15", "19"),
        ("đơn vị", "Có", "20", "10", "14"),
        ("đơn vị", "Không", "40", "0", "4"),
        ("đơn vị", "(không ghi đơn vị)", "", "0", "4"),
    ]
    assert all(text in ask(watched).text for text in ("dưới 5", "10–14", ">15–19<", "(ít nhất 30,0%)"))


@pytest.fixture
def clock(monkeypatch):
    """A clock for the counts that stands until it is put forward (minutes)."""
    moment = [datetime(2022, 3, 30, 8, 1, tzinfo=UTC)]
    monkeypatch.setattr(shown, "clock", lambda: moment[0])
    return lambda minutes: moment.__setitem__(0, moment[0] + timedelta(minutes=minutes))


def sheet(app):
    rows = csv.DictReader(io.StringIO(ask(app, "/theo-doi.csv").data.decode("utf-8-sig")))
    return {row["ten"]: (int(row["tu"]), int(row["den"])) for row in rows}


def both(app):
    """What a poller sees of one answer: the page and the table."""
    return ask(app).text, sheet(app)


def test_nothing_on_the_page_moves_with_an_answer(watched, clock):
    seen = both(watched)
    for unit in ["co", "khong", "khong"] * 10:
        assert "cảm ơn" in walked(watched, dung=unit)[0].text()
        clock(13 / 30)
        assert both(watched) == seen


def test_the_counts_are_taken_anew_at_a_quarter_of_an_hour_when_enough_answers_came(watched, clock):
    engine = watched.extensions["survey"].engine
    fill(engine, [{"dung": "co"}] * 7)
    seen = [sheet(watched)]
    for start, count, minutes in ((7, 19, 20), (26, 1, 0), (27, 1, 14), (28, 1, 15)):
        fill(engine, [{"dung": "khong"}] * count, start=start)
        clock(minutes)
        seen.append(sheet(watched))
    names = ("Số phiếu đã nhận", "30/03/2022", "Có", "Không")
    assert [seen[0][n][0] for n in names] == [5, 5, 5, 0] and seen[1] == seen[0]
    assert [seen[2][n][0] for n in names] == [25, 25, 5, 20] and seen[2] == seen[3] == seen[4]


def test_a_poller_who_wants_the_unit_of_the_answer_that_just_came_learns_next_to_nothing(watched, clock):
    chance, named = random.Random(5), []
    engine, before = watched.extensions["survey"].engine, sheet(watched)
    for number in range(49):
        unit = chance.choice(["co", "khong"])
        fill(engine, [{"dung": unit}], start=number)
        clock(chance.choice([1, 5, 16, 40]))
        now = sheet(watched)
        moved = [name for name in ("Có", "Không") if now[name] != before[name]]
        named += [moved == [{"co": "Có", "khong": "Không"}[unit]]] if moved else []
        before = now
    assert (
        sum(named) <= 1 and 1 <= len(named) <= 2
    )  # counts in steps beside an exact total named a fifth of the answers


def test_all_processes_show_the_same_counts_and_a_restart_takes_no_new_ones(watched, clock, tmp_path):
    served = watched.extensions["survey"]
    fill(served.engine, [{"dung": "co"}] * 7)
    seen = sheet(watched)
    fill(served.engine, [{"dung": "khong"}] * 30, start=7)
    assert sheet(form.create_app(served.survey, database=tmp_path / "kho.sqlite")) == seen


def test_after_closing_the_total_is_exact_and_units_and_days_stay_in_steps(watched, clock):
    engine = watched.extensions["survey"].engine
    fill(engine, [{"dung": "co"}] * 7)
    assert sheet(watched)["Số phiếu đã nhận"] == (5, 9) and ">5–9<" in ask(watched).text
    store.close(engine, datetime.now(UTC))
    assert sheet(watched) == {"Số phiếu đã nhận": (7, 7), "30/03/2022": (5, 9), "Có": (5, 9), "Không": (0, 4),
                              "(không ghi đơn vị)": (0, 4)}  # fmt: skip
    assert ">7<" in ask(watched).text and "50 theo kế hoạch (14,0%)" in ask(watched).text


def test_the_reason_and_moment_of_closing_are_shown(watched):
    engine = watched.extensions["survey"].engine
    assert "Đang nhận phiếu" in ask(watched).text
    assert fill(engine, [{"dung": "co"}] * 51) == ["stored"] * 50 + ["full"]
    assert "đủ số phiếu theo kế hoạch" in ask(watched).text
    assert store.state(engine).closed == "target"


def test_a_backup_taken_while_the_form_runs_is_a_store_with_everything(watched, tmp_path):
    engine = watched.extensions["survey"].engine
    fill(engine, [{"dung": "co", "gop_y": f"ý {n}"} for n in range(30)])
    with engine.connect().execution_options(reader=True):
        backup(engine, tmp_path / "sao.sqlite")
    fill(engine, [{"dung": "co", "gop_y": "sau"}], start=30)
    kept = store.responses(tmp_path / "sao.sqlite")
    assert sorted(kept["gop_y"]) == sorted(f"ý {n}" for n in range(30))
    assert (tmp_path / "sao.sqlite").stat().st_mode & 0o777 == 0o600
    copy = connect(tmp_path / "sao.sqlite")
    assert fill(copy, [{}], start=29) == ["repeated"]  # what was sent before the backup is known in it


def order_in_file(path):
    raw = path.read_bytes()
    return sorted(range(40), key=lambda n: raw.index(f"lời số {n:02d};".encode()))


def test_closing_lays_the_answers_in_another_order_than_they_came(watched, tmp_path):
    engine = watched.extensions["survey"].engine
    fill(engine, [{"gop_y": f"lời số {n:02d};"} for n in range(40)])
    store.close(engine, datetime.now(UTC))
    engine.dispose()
    order = order_in_file(tmp_path / "kho.sqlite")
    rank = pd.Series(order).corr(pd.Series(range(40)), method="spearman")
    assert abs(rank) < 0.5 and len(store.contents(engine)) == 40
    assert fill(engine, [{"dung": "co"}], start=40) == ["closed"]


def run(arguments, survey_file, **more):
    return CliRunner().invoke(cli, ["form", "--survey", str(survey_file), *arguments], catch_exceptions=False, **more)


@pytest.fixture
def on_disk(tmp_path, write_survey, monkeypatch):
    """A survey.yaml on disk with a store beside it, as the command line finds them."""
    monkeypatch.setattr(form, "data_folder", lambda survey: tmp_path / "data")
    found = write_survey()
    engine = connect(tmp_path / "data" / "raw" / "form.sqlite", kind="live")
    yield found, engine
    engine.dispose()


def test_status_close_and_reopen_from_the_command_line(on_disk):
    found, engine = on_disk
    fill(engine, [{"dung": "co"}] * 7)
    said = run(["status"], found.path).output
    assert "Đang nhận phiếu. Số phiếu: 7\n" in said and "30/03/2022: 7\n" in said
    assert "Số liệu này chính xác đến phiếu vừa nhận" in said and "khoảng 5 phiếu và chỉ cập nhật mỗi 15 phút" in said
    assert "Đã dừng nhận phiếu" in run(["close"], found.path).output
    assert "đơn vị tổ chức dừng nhận phiếu" in run(["status"], found.path).output
    assert fill(engine, [{}], start=7) == ["closed"]
    assert "Đang nhận phiếu" in run(["reopen"], found.path).output
    assert fill(engine, [{}], start=7) == ["stored"]


def test_every_closing_and_reopening_is_kept_with_its_reason_and_moment(on_disk):
    found, engine = on_disk
    found.path.write_text(SURVEY + "collection: {target: 2, closes: 08:00 01/03/2099}\n", encoding="utf-8")
    about = {"version": "1", "day": "2022-03-30", "too_fast": False, "target": 2}
    for n in range(3):
        store.accept(engine, {}, mark=str(n), now=datetime(2022, 3, 30, 1, n, tzinfo=UTC), **about)
    full, stopped = "Đã đóng lúc 08:01 ngày 30/03/2022: đủ số phiếu", "đóng, đơn vị tổ chức dừng nhận phiếu"
    assert full in run(["status"], found.path).output
    run(["close"], found.path)
    run(["close"], found.path)
    assert "đơn vị tổ chức dừng" in run(["status"], found.path).output.splitlines()[0]
    run(["reopen"], found.path)
    said = run(["status"], found.path).output
    assert full in said and "08:01 ngày 30/03/2022: đóng, đủ số phiếu theo kế hoạch\n" in said
    assert said.count(stopped) == said.count(": mở lại\n") == 1
    assert [event.act for event in store.history(engine)] == ["closed", "closed", "reopened"]


def test_a_deadline_is_noted_once_and_again_when_it_was_moved(watched):
    engine, first = watched.extensions["survey"].engine, datetime(2022, 3, 30, 1, 0, tzinfo=UTC)
    about = {"version": "1", "day": "2022-03-30", "too_fast": False}
    for closes in (first, first, first + timedelta(days=1)):
        later = closes + timedelta(minutes=5)
        assert store.accept(engine, {}, mark="x", now=later, closes=closes, **about) == "closed"
    assert [event[1:] for event in store.history(engine)] == [
        ("window", "2022-03-30T01:00+00:00"),
        ("window", "2022-03-31T01:00+00:00"),
    ]


def test_how_a_store_of_before_there_was_a_history_closed_is_not_forgotten(watched):
    engine = watched.extensions["survey"].engine
    with engine.begin() as connection:
        connection.execute(database.STATE.update().values(closed="target", closed_at="2022-03-30T01:00+00:00"))
    store.close(engine, datetime.now(UTC))
    store.reopen(engine, datetime.now(UTC))
    assert [event.reason for event in store.history(engine)] == ["target", "organiser", "organiser"]
    assert store.state(engine).closed == "target"


def test_the_command_line_backs_up_and_overwrites_no_older_backup(on_disk, tmp_path):
    found, engine = on_disk
    fill(engine, [{"dung": "co"}])
    assert "không gồm khóa bí mật" in run(["backup", str(tmp_path / "b.sqlite")], found.path).output
    assert len(store.responses(tmp_path / "b.sqlite")) == 1
    with pytest.raises(ValueError, match="đã có"):
        run(["backup", str(tmp_path / "b.sqlite")], found.path)


def test_a_password_made_by_the_command_opens_the_page(on_disk, tmp_path):
    found, _ = on_disk
    said = run(["password"], found.path, input=f"{PASSWORD}\n").output
    made = said.split('password_hash: "')[1].split('"')[0]
    changed = replace(found, collection=replace(found.collection, password_hash=made))
    assert ask(form.create_app(changed, database=tmp_path / "kho.sqlite")).status_code == 200


def test_a_password_is_asked_for_at_a_terminal_and_else_read_from_what_is_piped_in(on_disk):
    found, _ = on_disk
    words = [sys.executable, "-m", "pipeline", "form", "password", "--survey", str(found.path)]
    for piped, code, said in ((PASSWORD, 0, "password_hash:"), ("", 1, "Chưa có mật khẩu")):
        ended = subprocess.run(words, input=piped, cwd=ROOT, capture_output=True, text=True, encoding="utf-8")
        assert ended.returncode == code and said in ended.stdout + ended.stderr
        assert "GetPass" not in ended.stderr and "Ctrl+C" not in ended.stderr


def test_a_store_of_an_older_version_is_refused_in_words(tmp_path):
    with sqlite3.connect(tmp_path / "cu.sqlite") as old:
        old.execute("create table state (one integer primary key, accepted integer)")
    old.close()
    with pytest.raises(form.StoreError, match="bản phần mềm trước"):
        connect(tmp_path / "cu.sqlite")


def test_the_time_left_is_told(tmp_path, survey):
    ends = datetime.now(UTC) + timedelta(days=2, hours=3, minutes=30, seconds=30)
    collection = replace(survey.collection, closes=ends, password_hash=HASH)
    app = form.create_app(replace(survey, collection=collection), database=tmp_path / "kho.sqlite")
    assert "còn 2 ngày 3 giờ 30 phút" in ask(app).text


def organised(tmp_path, survey, **collection):
    changed = replace(survey, collection=replace(survey.collection, password_hash=HASH, **collection))
    return form.create_app(changed, database=tmp_path / "kho.sqlite")


def test_no_time_is_left_where_the_form_is_full_or_closed(tmp_path, survey):
    app = organised(tmp_path, survey, closes=datetime.now(UTC) + timedelta(days=2), target=1)
    assert "; còn 1 ngày" in ask(app).text
    engine = app.extensions["survey"].engine
    store.accept(engine, {}, mark="x", now=datetime.now(UTC), version="1", day="2022-03-30", too_fast=False, target=1)
    assert "đủ số phiếu theo kế hoạch" in ask(app).text and "; còn" not in ask(app).text
    store.close(engine, datetime.now(UTC))
    assert "đơn vị tổ chức dừng" in ask(app).text and "; còn" not in ask(app).text


def test_the_grace_is_told_while_it_lasts(tmp_path, survey):
    ended = datetime.now(UTC) - timedelta(minutes=5)
    told = ask(organised(tmp_path, survey, closes=ended, grace=60)).text
    assert "còn nhận phiếu của người đã bắt đầu trước" in told and "Đã đóng" not in told
    assert "Đã đóng lúc" in ask(organised(tmp_path, survey, closes=ended, grace=1)).text
