"""Printed codes: as many slips as people, every one opens the form, and no plain code is anywhere but on paper."""

import io
import re
import subprocess
from collections import Counter
from pathlib import Path
from shutil import which

import pytest
import segno
from click.testing import CliRunner

from pipeline import form
from pipeline.__main__ import cli
from pipeline.form import codes, slips, store
from tests.conftest import FORM, SURVEY

SECRET = "a key for tests only, never used"
URL = "https://phieu.example.vn"
CODE = re.compile(r"\b(?:[2-9A-HJKMNP-Z]{4}-){2}[2-9A-HJKMNP-Z]{4}\b")
UNITS = """
collection: {mode: codes, url: URL, opens: "08:00 28/03/2022", closes: "08:00 10/04/2022"}
population: {file: population.csv, unit: dung}
owner: {superior: Đảng ủy Khối, name: Ban Tuyên giáo}
""".replace("URL", URL)
STAFF = "dung,tuoi,so_nguoi\nco,tre,9\nco,gia,20\nkhong,tre,3\n"

needs_pdftotext = pytest.mark.skipif(not which("pdftotext"), reason="reading the PDF back needs pdftotext (poppler)")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A project with a staff list of 29 and 3 people."""
    monkeypatch.setenv("FORM_SECRET_KEY", SECRET)
    monkeypatch.delenv("FORM_DATABASE_URL", raising=False)
    (tmp_path / "questionnaire").mkdir()
    (tmp_path / "questionnaire" / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "questionnaire" / "population.csv").write_text(STAFF, encoding="utf-8")
    write(tmp_path, SURVEY + UNITS)
    return tmp_path


def write(folder, yaml):
    (folder / "questionnaire" / "survey.yaml").write_text(yaml, encoding="utf-8")


def run(folder, *options):
    return CliRunner().invoke(cli, ["codes", "--survey", str(folder / "questionnaire" / "survey.yaml"), *options])


def printed(folder):
    """Text of each page of the only PDF there."""
    (path,) = Path(folder).glob("*.pdf")
    text = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    return text.split("\f")[:-1]


@needs_pdftotext
def test_every_unit_has_as_many_slips_as_people_and_begins_on_a_new_page(folder):
    assert run(folder, "--per-unit").exit_code == 0
    pages = printed(folder / "data" / "ma")
    heads = [re.search(r"^ *(.+?) – \d+ phiếu mã +trang (\d+)/(\d+) của xấp này", page).groups() for page in pages]
    assert heads == [("Có", "1", "3"), ("Có", "2", "3"), ("Có", "3", "3"), ("Không", "1", "1")]
    assert [len(CODE.findall(page)) for page in pages] == [12, 14, 3, 3]
    assert set(Counter(CODE.findall("".join(pages))).values()) == {1}


@needs_pdftotext
def test_a_slip_says_what_a_person_needs_and_the_first_page_how_to_hand_out(folder):
    run(folder, "-n", "13")
    first, second = (" ".join(page.split()) for page in printed(folder / "data" / "ma"))
    assert "Phiếu thử" in second and "Đảng ủy Khối – Ban Tuyên giáo" in second
    assert f"Quét mã hoặc vào {URL}" in second and "08 giờ 00 ngày 28/3/2022 – 08 giờ 00 ngày 10/4/2022" in second
    assert "Mã chỉ để mỗi người gửi một phiếu; không ghi lại mã phát cho ai." in second
    assert "mỗi người tự rút một phiếu; không lập danh sách ai nhận mã nào" in first
    assert "Cắt rời" not in second


@needs_pdftotext
def test_every_printed_code_opens_the_form_and_no_byte_of_the_database_holds_it(folder):
    run(folder, "--per-unit")
    made = CODE.findall("".join(printed(folder / "data" / "ma")))
    database = folder / "data" / "raw" / "form.sqlite"
    with store.opened(database) as engine:
        assert {codes.status(engine, codes.typed(code, SECRET)) for code in made} == {"free"}
        held = b"".join(path.read_bytes() for path in database.parent.iterdir())
    spellings = [text.encode() for code in made for text in (code, code.replace("-", ""), code.lower())]
    assert len(made) == 32 and not [text for text in spellings if text in held]


def test_no_unit_is_stored_with_a_code(folder):
    run(folder, "--per-unit")
    with store.opened(folder / "data" / "raw" / "form.sqlite") as engine, engine.connect() as connection:
        assert list(connection.exec_driver_sql("SELECT * FROM codes").keys()) == ["digest", "place"]
        order = [d for (d,) in connection.exec_driver_sql("SELECT digest FROM codes ORDER BY place")]
    assert order != sorted(order) and len(order) == 32


def test_a_picture_code_holds_the_address_and_after_the_hash_the_code():
    (page,) = slips._pages("Có", ["K7PM-X2QD-9WTA"], URL)
    wanted = io.BytesIO()
    made = segno.make(f"{URL}/ma#K7PM-X2QD-9WTA", error="m", boost_error=False)
    made.save(wanted, kind="svg", border=4, omitsize=True)
    assert page["slips"][0]["qr"] == wanted.getvalue().decode() and made.symbol_size(border=0) == (29, 29)


def test_the_pdf_is_its_owners_alone_and_an_older_one_stays(folder):
    for _ in range(2):
        assert run(folder, "-n", "1").exit_code == 0
    found = sorted((folder / "data" / "ma").iterdir())
    assert [oct(path.stat().st_mode)[-3:] for path in found] == ["600", "600"]
    assert "Kho hiện có 3 mã" in run(folder, "-n", "1").output and len(set(p.read_bytes() for p in found)) == 2


def test_a_run_that_fails_leaves_no_pdf(folder, monkeypatch):
    monkeypatch.setattr(codes, "add", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert isinstance(run(folder, "-n", "5").exception, OSError)
    assert list((folder / "data" / "ma").iterdir()) == []


def test_no_code_is_stored_when_its_pdf_cannot_be_written(folder):
    (folder / "data" / "ma").mkdir(parents=True)
    (folder / "data" / "ma" / slips.UNFINISHED).touch()
    assert "Một lần tạo mã khác đang chạy" in str(run(folder, "-n", "5").exception)
    with store.opened(folder / "data" / "raw" / "form.sqlite") as engine, engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM codes").scalar() == 0


@needs_pdftotext
def test_trial_slips_say_so_and_are_kept_apart_from_real_ones(folder):
    run(folder, "-n", "2", "--pilot")
    (page,) = printed(folder / "data" / "ma")
    assert page.count("BẢN CHẠY THỬ") == 3  # the page and both slips
    assert store.kind_of(folder / "data" / "raw" / "form-pilot.sqlite") == "pilot"


@pytest.mark.parametrize(
    ("yaml", "options", "said"),
    [
        (SURVEY, ["-n", "5"], "Ghi «mode: codes»"),
        (SURVEY + "collection: {mode: codes}", ["-n", "5"], "Thiếu collection › url"),
        (SURVEY + f"collection: {{mode: codes, url: '{URL}'}}", ["--per-unit"], "Chưa có danh sách đơn vị"),
        (SURVEY + UNITS, [], "Chọn một trong hai"),
        (SURVEY + UNITS, ["-n", "5", "--per-unit"], "Chọn một trong hai"),
    ],
)
def test_what_is_missing_is_said_with_the_mend(folder, yaml, options, said):
    write(folder, yaml)
    found = run(folder, *options)
    assert isinstance(found.exception, ValueError) and said in str(found.exception)
    assert not (folder / "data").exists()


def test_the_default_folder_of_the_slips_is_never_committed():
    project = Path(form.__file__).parents[2]
    assert "data/ma/" in (project / ".gitignore").read_text(encoding="utf-8").split()
