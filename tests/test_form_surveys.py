"""Surveys never mix: each has its own store, key and slips, and another's store is refused by name."""

import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from pipeline import form, run
from pipeline import survey as surveys
from pipeline.__main__ import cli
from pipeline.form import codes, figures, secret, store, whose
from pipeline.form.database import OWNER, connect
from tests import servers, warm
from tests.conftest import FORM, ROOT, SURVEY
from tests.respondents import Distant, Person, walked

KEY = "a key for tests only, never used"
OLD = ROOT / "tests" / "kho-cu"  # stores as version 0.1.0 made them: 3 answers, target 5, 6 codes, 3 of them used
CODES = OLD.joinpath("sqlite.sql").read_text(encoding="utf-8").split("Codes: ")[1].split("\n")[0].split()
OTHER = FORM.replace("Phiếu thử | thu |", "Phiếu khác | khac |")
OLD_YAML = "title: Cuộc hỏi thử\ncollection: {mode: codes, target: 5}\n"


@pytest.fixture(autouse=True)
def _alone(monkeypatch):
    for name in ("FORM_DATABASE_URL", "FORM_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)


def written(folder, form=FORM, yaml=SURVEY, name="survey.yaml"):
    """A survey of a folder, read from its two files."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "questionnaire.md").write_text(form, encoding="utf-8")
    (folder / name).write_text(yaml, encoding="utf-8")
    return surveys.read(folder / name)


def answered(survey, text):
    """The form of a survey as it starts by itself, after one person sent an answer."""
    app = form.create_app(survey)
    assert "cảm ơn" in walked(app, dung="khong", tuoi="40", gop_y=text)[0].text()
    app.extensions["survey"].engine.dispose()


def texts(address, survey=None):
    return sorted(store.responses(address, survey)["gop_y"])


def owner(address):
    engine = connect(address)
    with engine.connect() as connection:
        found = connection.execute(sa.select(OWNER)).one()
    engine.dispose()
    return found


def test_neighbours_share_neither_store_nor_counter_nor_key(tmp_path):
    for name in "ab":
        answered(written(tmp_path / name), f"của {name}")
    kept = {name: tmp_path / name / "data" / "raw" / "form.sqlite" for name in "ab"}
    assert {name: texts(path) for name, path in kept.items()} == {"a": ["của a"], "b": ["của b"]}
    keys = [(tmp_path / name / "data" / "form_secret.key").read_text() for name in "ab"]
    assert keys[0] != keys[1] and not (tmp_path / "data").exists()
    said = [CliRunner().invoke(cli, ["form", "--survey", str(tmp_path / n / "survey.yaml"), "status"]) for n in "ab"]
    assert ["Số phiếu: 1" in result.output for result in said] == [True, True]


def test_two_surveys_in_one_folder_share_nothing_either(tmp_path):
    one, two = written(tmp_path / "c"), written(tmp_path / "c", yaml=SURVEY, name="dot-2.yaml")
    answered(one, "đợt một")
    answered(two, "đợt hai")
    assert texts(tmp_path / "c" / "data" / "raw" / "form.sqlite") == ["đợt một"]
    assert texts(tmp_path / "c" / "data-dot-2" / "raw" / "form.sqlite") == ["đợt hai"]


@pytest.mark.parametrize("has_own", [True, False], ids=["which has its own store", "which never started"])
def test_a_form_refuses_another_surveys_store_by_name(tmp_path, database, monkeypatch, has_own):
    a, b = written(tmp_path / "a"), written(tmp_path / "b", yaml=SURVEY.replace("Cuộc hỏi thử", "Cuộc hỏi khác"))
    if has_own:
        answered(b, "của b")
    monkeypatch.setenv("FORM_DATABASE_URL", str(database))
    answered(a, "của a")
    with pytest.raises(form.StoreError, match="cuộc điều tra khác: «Cuộc hỏi thử».*«Cuộc hỏi khác».*FORM_DATABASE_URL"):
        form.create_app(b)
    with pytest.raises(form.StoreError, match="«Cuộc hỏi thử»"):
        CliRunner().invoke(cli, ["form", "--survey", str(b.path), "status"], catch_exceptions=False)
    assert texts(database) == ["của a"] and owner(database).title == "Cuộc hỏi thử"


def test_a_store_of_the_same_questionnaire_under_another_id_is_refused(tmp_path, monkeypatch):
    a, b = written(tmp_path / "a"), written(tmp_path / "b")
    answered(a, "của a")
    answered(b, "của b")
    monkeypatch.setenv("FORM_DATABASE_URL", str(tmp_path / "a" / "data" / "raw" / "form.sqlite"))
    with pytest.raises(form.StoreError, match="cùng form_id thu, mã khác.*xóa tệp .*survey.id"):
        form.create_app(b)


@pytest.mark.parametrize("where", ["--raw", "raw:"])
def test_a_run_refuses_another_surveys_store_by_name(tmp_path, where):
    a = written(tmp_path / "a")
    answered(a, "của a")
    kept = tmp_path / "a" / "data" / "raw" / "form.sqlite"
    raw, more = (str(kept), "") if where == "--raw" else ("", f"raw: {kept}\n")
    b = written(tmp_path / "b", OTHER, SURVEY.replace("hỏi thử", "hỏi khác") + more)
    warm.context()
    with pytest.raises(form.StoreError, match="«Cuộc hỏi thử».*--raw"):
        run.run(str(b.path), raw, str(tmp_path / "ra"))


def test_a_moved_folder_a_restored_backup_and_an_analysts_machine_open_the_store(tmp_path):
    survey = written(tmp_path / "a")
    answered(survey, "một")
    CliRunner().invoke(cli, ["form", "--survey", str(survey.path), "backup", str(tmp_path / "sao.sqlite")])
    (tmp_path / "a").rename(tmp_path / "moved")
    moved = surveys.read(tmp_path / "moved" / "survey.yaml")
    answered(moved, "hai")
    restored = tmp_path / "moved" / "data" / "raw" / "form.sqlite"
    assert texts(restored) == ["hai", "một"]
    shutil.copy(tmp_path / "sao.sqlite", restored)
    answered(moved, "ba")
    assert texts(restored) == ["ba", "một"]
    analyst = written(tmp_path / "analyst")
    assert texts(restored, analyst) == ["ba", "một"] and not whose.file_of(analyst).exists()
    shutil.copytree(tmp_path / "moved" / "data", tmp_path / "analyst" / "data")
    answered(analyst, "bốn")
    assert whose.file_of(analyst).read_text() == whose.file_of(moved).read_text()


def test_an_id_that_was_copied_beside_another_questionnaire_is_noticed(tmp_path):
    answered(written(tmp_path / "a"), "của a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    b = written(tmp_path / "b", OTHER)
    with pytest.raises(form.StoreError, match="form_id thu.*form_id khac.*xóa tệp này và thư mục data"):
        form.create_app(b)
    whose.file_of(b).unlink()
    with pytest.raises(form.StoreError, match="«Cuộc hỏi thử» .form_id thu"):
        form.create_app(b)
    shutil.rmtree(tmp_path / "b" / "data")
    answered(b, "của b")
    assert texts(tmp_path / "b" / "data" / "raw" / "form.sqlite") == ["của b"]


def test_a_copied_store_is_noticed_under_new_questions_even_when_the_form_id_stayed(tmp_path):
    answered(written(tmp_path / "a"), "của a")
    shutil.copytree(tmp_path / "a", tmp_path / "b")
    other = "| survey |\n| | type | name | label |\n| | text | mon_an | Món ăn |\n| | text | do_uong | Đồ uống |\n"
    b = written(tmp_path / "b", other + "| settings |\n| | form_id |\n| | thu |\n", "title: Cuộc hỏi thử\n")
    with pytest.raises(form.StoreError, match="cùng form_id thu, câu hỏi khác"):
        form.create_app(b)


def test_a_changed_wording_and_a_question_more_are_the_same_survey(tmp_path):
    answered(written(tmp_path / "a"), "trước")
    more = "| | text | gop_y | Ý kiến khác |\n| | text | them | Thêm | |"
    answered(written(tmp_path / "a", FORM.replace("| | text | gop_y | Góp ý |", more)), "sau")
    assert texts(tmp_path / "a" / "data" / "raw" / "form.sqlite") == ["sau", "trước"]


def test_where_no_file_can_be_written_beside_the_survey_the_store_alone_carries_the_id(tmp_path):
    survey = written(tmp_path / "a", name="x" * 245 + ".yaml")  # a name too long for any file beside it
    answered(survey, "một")
    answered(survey, "hai")
    assert not whose.file_of(survey).exists()


def test_an_unreadable_id_file_is_named_with_its_mend(tmp_path):
    survey = written(tmp_path / "a")
    whose.file_of(survey).write_text("", encoding="utf-8")
    with pytest.raises(form.StoreError, match="survey.id: cần hai dòng"):
        form.create_app(survey)


# stores of an older version, in the middle of a collection


def older(kind, address, postgres_server=None):
    """Fills a store from the dump kept with the tests; returns its address."""
    script = (OLD / f"{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        connection = sqlite3.connect(address)
        connection.executescript(script)
        connection.close()
    else:
        engine = sa.create_engine(address.replace("postgresql://", "postgresql+psycopg://"))
        with engine.begin() as connection:
            connection.connection.driver_connection.execute(script)
        engine.dispose()
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def old_store(request, tmp_path):
    if request.param == "sqlite":
        return older("sqlite", tmp_path / "kho.sqlite")
    return older("postgresql", request.getfixturevalue("postgres"))


def test_a_collection_goes_on_when_two_processes_of_the_new_version_open_an_older_store(tmp_path, old_store, compiled):
    survey = written(tmp_path / "a", yaml=OLD_YAML)
    starting = [(survey.path, old_store, tmp_path / f"log-{n}") for n in "ab"]
    with ThreadPoolExecutor(2) as pool:
        both = list(pool.map(lambda words: servers.FormServer(*words, FORM_SECRET_KEY=KEY, **compiled), starting))
    try:
        said = [_with_code(both[n % 2].address, code, f"mới {n}") for n, code in enumerate(CODES[2:])]
    finally:
        [server.kill() for server in both]
    assert ["đã được dùng" in said[0], "cảm ơn" in said[1], "cảm ơn" in said[2], "đủ số phiếu" in said[3]] == [True] * 4
    assert texts(old_store, survey) == ["mới 1", "mới 2", *(f"Ý kiến cũ số {n}" for n in (1, 2, 3))]
    assert owner(old_store)[2:] == ("thu", "Cuộc hỏi thử")
    assert owner(old_store).id in whose.file_of(survey).read_text()


def _with_code(address, code, text):
    person = Person(Distant(address), "/ma")
    if not person.page.form:
        return person.text()
    data = {"ma": code, "csrf_token": person.page.find("input", {"name": "csrf_token"})["value"]}
    person.take(person.client.post("/ma", data=data))
    while person.page.form and "q." in str(person.page) and person.response.status_code == 200:
        person.press(**{k: v for k, v in {"dung": "khong", "tuoi": "40", "gop_y": text}.items() if k in person.names()})
    return person.text()


def test_what_an_older_store_knows_of_marks_and_codes_holds_on(tmp_path, old_store):
    survey = written(tmp_path / "a", yaml=OLD_YAML)
    engine = connect(old_store, kind="live", check=whose.claim(survey, "live"))
    about = {"version": "1", "day": "2022-03-30", "too_fast": False, "now": datetime.now(UTC)}
    assert store.accept(engine, {}, mark=secret.mark(KEY, "nonce0"), **about) == "repeated"
    found = [codes.status(engine, codes.typed(code, KEY)) for code in CODES]
    assert found == ["used"] * 3 + ["free"] * 3 and store.accepted(engine) == 3
    engine.dispose()


def test_an_older_store_of_another_questionnaire_is_refused_and_left_as_it_is(tmp_path, old_store, monkeypatch):
    monkeypatch.setenv("FORM_DATABASE_URL", str(old_store))
    with pytest.raises(form.StoreError, match=r"form_id thu \(3 phiếu\)"):
        form.create_app(written(tmp_path / "b", OTHER))
    engine = sa.create_engine(f"sqlite:///{old_store}" if os.path.exists(str(old_store)) else _driver(old_store))
    assert "survey" not in sa.inspect(engine).get_table_names()  # nothing of the upgrade was kept
    engine.dispose()


def _driver(address):
    return address.replace("postgresql://", "postgresql+psycopg://")


def test_an_older_store_is_found_at_its_old_place_with_its_key_by_its_own_survey_only(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    kept = older("sqlite", tmp_path / "data" / "raw" / "form.sqlite")
    (tmp_path / "data" / "form_secret.key").write_text(KEY, encoding="ascii")
    answered(written(tmp_path / "b", OTHER), "của b")
    app = form.create_app(written(tmp_path / "a", yaml=OLD_YAML))
    assert app.secret_key == KEY and store.accepted(app.extensions["survey"].engine) == 3
    assert texts(tmp_path / "b" / "data" / "raw" / "form.sqlite") == ["của b"] and len(texts(kept)) == 3
    assert (tmp_path / "b" / "data" / "form_secret.key").read_text() != KEY


def test_an_older_database_keeps_the_key_that_its_codes_were_made_with(tmp_path, old_store, monkeypatch):
    monkeypatch.setenv("FORM_DATABASE_URL", str(old_store))
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "form_secret.key").write_text(KEY, encoding="ascii")
    assert form.create_app(written(tmp_path / "a", yaml=OLD_YAML)).secret_key == KEY
    assert (tmp_path / "a" / "data" / "form_secret.key").stat().st_mode & 0o777 == 0o600


def test_of_an_older_store_that_neighbours_shared_each_analysis_reads_its_own_answers(tmp_path):
    kept = older("sqlite", tmp_path / "kho.sqlite")
    a, b = written(tmp_path / "a", yaml=OLD_YAML), written(tmp_path / "b", OTHER, SURVEY.replace("thử", "khác"))
    engine = connect(kept)  # as an older version did, which asked nobody
    form.register(engine, b.form)
    about = {"version": form.version_of(b.form), "day": "2022-04-09", "too_fast": False, "now": datetime.now(UTC)}
    store.accept(engine, {"gop_y": "của b"}, mark="x", **about)
    engine.dispose()
    with pytest.raises(form.StoreError, match=r"form_id thu \(3 phiếu\), form_id khac \(1 phiếu\)"):
        form.create_app(b, database=kept)
    served = form.create_app(a, database=kept).extensions["survey"]
    told, polled = figures.exact(served), figures.figures(served)
    assert (told.total, [row.shown for row in told.days], polled.total) == (3, [2, 1], 0)
    assert [row.name for row in polled.days] == [row.name for row in told.days]
    assert texts(kept, b) == ["của b"] and texts(kept, a) == [f"Ý kiến cũ số {n}" for n in (1, 2, 3)]


def test_the_neighbour_with_fewer_answers_in_a_shared_store_begins_its_own_and_hears_where_the_others_lie(tmp_path):
    (tmp_path / "data" / "raw").mkdir(parents=True)
    kept = older("sqlite", tmp_path / "data" / "raw" / "form.sqlite")
    b = written(tmp_path / "b", OTHER, SURVEY.replace("thử", "khác"))
    engine = connect(kept)  # as an older version did, which asked nobody
    form.register(engine, b.form)
    about = {"version": form.version_of(b.form), "day": "2022-04-09", "too_fast": False, "now": datetime.now(UTC)}
    store.accept(engine, {"gop_y": "của b"}, mark="x", **about)
    engine.dispose()
    answered(b, "mới của b")
    assert texts(tmp_path / "b" / "data" / "raw" / "form.sqlite", b) == ["mới của b"] and texts(kept, b) == ["của b"]
    assert form.places.left_behind(b, "live") == kept
    assert form.places.left_behind(written(tmp_path / "a", yaml=OLD_YAML), "live") is None
