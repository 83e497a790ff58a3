"""The command that runs everything: results in place when all is well, nothing touched when it is not."""

import io
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from multiprocessing import forkserver
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from pipeline import files, run, vi
from pipeline.run import inputs, place, plan, preload, record, work
from tests import warm
from tests.commands import typed
from tests.conftest import ROOT
from tests.runs import HEADER, ROWS

forked = pytest.mark.skipif(not preload.CAN_FORK, reason="kernels are forked on Linux alone")


@pytest.fixture
def folder(small_run):
    """The small survey: its folder."""
    return small_run[1]


@pytest.fixture
def done(small_run):
    """The finished command and its output folder."""
    return small_run[2]["finished"][0], small_run[0] / "ra"


def command(done, folder, *words):
    """Runs ``run`` on the small survey once more; returns what it printed and its exit code."""
    raw = [] if "--raw" in words else ["--raw", folder / "phieu.csv", "--raw", folder / "giay.csv"]
    return typed("run", "--survey", folder / "survey.yaml", "--out", done[1], *raw, *words)


def test_the_command_ends_well_and_prints_a_case_flow_that_adds_up(done):
    ended, _ = done
    assert ended.returncode == 0, ended.stderr
    assert "Phiếu nhận được: 48" in ended.stdout
    assert "Phiếu loại khi kiểm tra chất lượng: 12" in ended.stdout
    assert "Phiếu đưa vào phân tích: 36" in ended.stdout


def test_modes_corrections_and_what_was_decided_are_on_the_screen_and_in_the_report(done):
    ended, out = done
    report = (out / "report" / "phu-luc.html").read_text(encoding="utf-8")
    assert "– phieu: 40" in ended.stdout and "phieu: 40 phiếu; giay: 8 phiếu." in report
    for note in (
        "phieu.csv: 1 câu của phiếu không có cột nào trong tệp: «mang_khac – Mạng khác».",
        "Đã đính chính 1 câu trả lời của 1 phiếu theo dinh-chinh.csv.",
        "1 đính chính không còn khớp phiếu nào: dòng 3 của dinh-chinh.csv.",
        "8 phiếu trùng hoàn toàn với một phiếu ở tệp khác: vẫn giữ cả hai; ghi «duplicates_across: drop»",
    ):
        assert note in ended.stdout and note in report
    assert "phieu.csv: 1 câu của phiếu" in (out / "notebooks" / "01_ingest.html").read_text(encoding="utf-8")


def test_everything_promised_is_there(done):
    _, out = done
    assert {p.name for p in (out / "report").iterdir()} == {
        *(f"{name}.{kind}" for name in ("bao-cao", "phu-luc") for kind in ("html", "pdf", "docx")), "bao-cao.pptx",
        "claims.json",
    }  # fmt: skip
    assert {p.stem for p in (out / "notebooks").glob("*.html")} == set(run.NOTEBOOKS)
    assert (out / "processed" / "answers.parquet").is_file()
    assert [path.name for path in out.glob(".*")] == [".gitignore"]


NUMBER = re.compile(r"(?<![\w.,])\d+(?:\.\d{3})*(?:,\d+)?(?![\w,])")


def numbers_of_slides(path):
    """The numbers of the workbooks of all charts, written as the report writes them."""
    with zipfile.ZipFile(path) as held:
        for name in held.namelist():
            if name.endswith(".xlsx"):
                sheet = openpyxl.load_workbook(io.BytesIO(held.read(name))).active
                cells = [cell for row in sheet.iter_rows(values_only=True) for cell in row]
                yield from (vi.number(c, 0 if c == int(c) else 1) for c in cells if isinstance(c, (int, float)))


def test_word_file_and_slides_hold_no_number_that_the_page_does_not(done):
    _, out = done
    for name in ("bao-cao", "phu-luc"):
        page = (out / "report" / f"{name}.html").read_text(encoding="utf-8")
        page = NUMBER.findall(re.sub(r"<[^>]+>|\bPL(?=\d)", " ", page))  # in Word the letters stand before a field
        with zipfile.ZipFile(out / "report" / f"{name}.docx") as held:
            word = NUMBER.findall(re.sub("<[^>]+>", " ", held.read("word/document.xml").decode()))
        slides = [*numbers_of_slides(out / "report" / "bao-cao.pptx")] if name == "bao-cao" else []
        held = {*page} | {f"{number},0" for number in page} | {number.removesuffix(",0") for number in page}
        print(f"{name}: {len(word)} số trong tệp Word, {len(slides)} số trong biểu đồ trình chiếu")
        assert len(word) > 20 and [number for number in (*word, *slides) if number not in held] == []


def kept_csv(out):
    """The tables of the last good run, not those of one that failed."""
    return {p: p.read_bytes() for p in out.rglob("*.csv") if not {"loi", ".do-dang"} & set(p.parts)}


COLUMNS = {
    "frequencies": "question label option n percent base",
    "crosstabs": "question option by group n percent base",
    "tests": "question by method n statistic df p p_adjusted effect effect_name effect_low effect_high side size note"
    " trend_method trend_statistic trend_p trend_p_adjusted trend_effect trend_effect_name",
    "open_answers": "question code name n percent base net level status person by_rule by_model",
    "cleaning_log": "rule question rows before after",
}


@pytest.mark.parametrize("name", COLUMNS)
def test_the_tidy_tables_have_the_agreed_columns(done, name):
    table = pd.read_csv(done[1] / "tables" / f"{name}.csv", encoding="utf-8-sig")
    assert table.columns.tolist() == COLUMNS[name].split()
    assert name == "cleaning_log" or len(table)


def test_a_number_of_the_table_is_that_of_the_answers(done):
    table = pd.read_csv(done[1] / "tables" / "frequencies.csv", encoding="utf-8-sig")
    zalo = table.query("question == 'mang' and option == 'Zalo'").iloc[0]
    assert zalo[["n", "base"]].tolist() == [24, 36]
    assert zalo["percent"] == pytest.approx(100 * 24 / 36)


def test_without_a_weight_column_nothing_is_weighted_and_captions_say_so(done):
    tables = {n: pd.read_csv(done[1] / "tables" / f"{n}.csv", encoding="utf-8-sig") for n in ("weights", "frequencies")}
    assert tables["weights"]["weighted"].tolist() != tables["weights"]["sample"].tolist()
    rows = tables["frequencies"]
    assert (rows["percent"] - 100 * rows["n"] / rows["base"]).abs().max() < 1e-6
    report = "".join(page.read_text(encoding="utf-8") for page in sorted((done[1] / "report").glob("*.html")))
    assert "Không gia quyền: mỗi phiếu được tính như nhau." in report
    assert "gia quyền trong" not in report and "tỷ lệ gia quyền" not in report.lower()


def test_the_run_can_be_repeated_from_its_record(done, folder):
    record = json.loads((done[1] / "run.json").read_text(encoding="utf-8"))
    assert record["source"]["file"] == "phieu.csv; giay.csv" and record["source"]["rows"] == 48
    assert record["packages"]["pandas"] == pd.__version__


def test_the_index_links_only_to_files_that_exist(done):
    import re

    links = re.findall(r'href="([^"#]+)"', (done[1] / "index.html").read_text(encoding="utf-8"))
    assert len(links) > 20
    assert [link for link in links if not (done[1] / link).exists()] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-p", "sed=7"], "không sổ tay nào có tham số «sed». Có phải «seed»?"),
        (["-p", "seed"], "tên=giá_trị"),
        (["--raw", "khong_co.csv"], "Không tìm thấy tệp phiếu trả lời"),
        (["--raw", "EMPTY.csv"], "rỗng"),
        (["--raw", "HEADER.csv"], "tiêu đề"),
    ],
)
def test_a_run_that_cannot_be_says_why_and_leaves_the_last_good_results(done, folder, words, said):
    (folder / "EMPTY.csv").write_text("")
    (folder / "HEADER.csv").write_text(HEADER, encoding="utf-8")
    before = kept_csv(done[1])
    ended = command(done, folder, *(str(folder / w) if w[0].isupper() else w for w in words))
    assert ended.returncode == 1
    assert said in ended.stderr and "Sổ tay" not in ended.stderr  # no fault of a notebook's
    assert not (done[1] / "loi" / "01_ingest.ipynb").exists()
    assert kept_csv(done[1]) == before


def test_a_failed_notebook_is_kept_apart_and_named_with_its_cell(done, folder):
    (folder / "CODES.csv").write_text(HEADER + ROWS.replace(",1,2,3,", ",8,2,3,") * 12, encoding="utf-8")
    report = done[1] / "report" / "bao-cao.html"
    before = kept_csv(done[1]), report.read_bytes()
    ended = command(done, folder, "--raw", str(folder / "CODES.csv"))
    assert ended.returncode == 1 and (kept_csv(done[1]), report.read_bytes()) == before
    assert "Sổ tay 02_clean dừng ở ô" in ended.stderr
    assert "y1: 12 câu trả lời mang mã không có trong phiếu: [8]" in ended.stderr
    assert (done[1] / "loi" / "02_clean.ipynb").is_file()
    keys = pd.read_csv(
        done[1] / "loi" / "khoa-phieu.csv", encoding="utf-8-sig", dtype=str
    )  # to correct what stopped it
    assert keys["_row"].tolist() == [str(n) for n in range(2, 50)] and keys["_key"].is_unique
    assert "CleanError" not in (done[1] / "notebooks" / "02_clean.ipynb").read_text(encoding="utf-8")


def test_results_are_put_in_place_over_old_ones(tmp_path):
    work, out = tmp_path / "moi", tmp_path / "ra"
    (work / "tables").mkdir(parents=True)
    (work / "tables" / "a.csv").write_text("mới")
    (out / "tables").mkdir(parents=True)
    (out / "tables" / "b.csv").write_text("cũ")
    place.put_in_place(work, out, out / "processed")
    assert [p.name for p in out.rglob("*.*")] == ["a.csv"]


def results(folder, text, *names):
    for name in names:
        (folder / name).mkdir(parents=True)
        (folder / name / "a.csv").write_text(text)
    return folder


def test_results_stay_together_the_old_ones_where_one_cannot_be_moved(tmp_path):
    names = ("bang", "t" * 252)  # the second has no room for the name of what is put aside
    work, out = results(tmp_path / "moi", "mới", *names), results(tmp_path / "ra", "cũ", *names)
    with pytest.raises(OSError, match="too long"):
        place.put_in_place(work, out, out / "processed")
    assert {path.relative_to(out).as_posix(): path.read_text() for path in out.rglob("*.csv")} == {
        f"{name}/a.csv": "cũ" for name in names
    }


def test_processed_answers_may_lie_on_another_disk(tmp_path):
    with TemporaryDirectory(dir="/dev/shm" if os.path.ismount("/dev/shm") else None) as other:
        old = results(Path(other), "cũ", "processed")
        place.put_in_place(results(tmp_path / "moi", "mới", "processed", "tables"), tmp_path / "ra", old / "processed")
        assert [path.name for path in old.iterdir()] == ["processed"]
        assert (old / "processed" / "a.csv").read_text() == (tmp_path / "ra/tables/a.csv").read_text() == "mới"


@pytest.mark.skipif(not os.path.ismount("/dev/shm"), reason="no disk of its own that anybody may write to")
def test_a_place_that_is_a_disk_of_its_own_stays_and_its_files_are_exchanged(tmp_path):
    name = f"ket-qua-{os.getpid()}.csv"
    (tmp_path / "moi" / "processed").mkdir(parents=True)
    (tmp_path / "moi" / "processed" / name).write_text("mới")
    own = Path("/dev/shm") / name
    own.write_text("cũ")
    try:
        place.put_in_place(tmp_path / "moi", tmp_path / "ra", own.parent)
        assert own.read_text() == "mới" and not own.with_name(f".cu-{name}").exists()
    finally:
        own.unlink()


def test_what_people_wrote_among_the_results_stays_and_what_they_wrote_into_them_is_put_aside(tmp_path):
    fresh, out = tmp_path / "moi", tmp_path / "ra"
    old = {"bao-cao.docx": "cũ", "cu.docx": "cũ", "phu-luc.docx": "cũ", "bang.csv": "cũ"}
    for folder, texts in ((fresh, {"bao-cao.docx": "mới", "phu-luc.docx": "mới", "bang.csv": "mới"}), (out, old)):
        for name, text in texts.items():
            (path := folder / "report" / name).parent.mkdir(parents=True, exist_ok=True)
            files.whole(path, text.encode())
    steps = {"docx": {"outputs": {f"report/{name}": inputs.checksum(out / "report" / name) for name in old}}}
    (out / "report" / "bao-cao.docx").write_text("sửa")
    (out / "report" / "bang.csv").write_text("mở ở Excel")
    (out / "report" / "ban-ky.docx").write_text("của tôi")
    (out / "report" / ".~lock.bao-cao.docx#").write_text("Word")
    for _ in range(2):
        edited = place.keep_own(fresh, out, steps)
    place.put_in_place(fresh, out, out / "processed")
    assert [path.relative_to(out).as_posix() for path in edited] == ["ban-da-sua/report/bao-cao-2.docx"]
    assert edited[0].read_text() == "sửa" and edited[0].with_stem("bao-cao").read_text() == "sửa"
    left = {path.name: path.read_text() for path in (out / "report").iterdir()}
    assert left == {"bao-cao.docx": "mới", "phu-luc.docx": "mới", "bang.csv": "mới", "ban-ky.docx": "của tôi"}


def exported(folder, *names):
    for name in names:
        (path := folder / "data" / name).parent.mkdir(exist_ok=True, parents=True)
        path.write_text(f"của {name}")


def test_what_was_exported_of_other_answers_does_not_stand_beside_new_tables_and_is_not_lost(tmp_path):
    names = ["loi-van-q4.csv", "loi-van-q4.sav", "du-lieu.csv", "bang-ma.csv", "cua-toi.csv"]
    exported(tmp_path, *names)
    before = {
        "02": {"outputs": {"processed/answers.parquet": "a"}},
        "05": {"outputs": {"processed/ma_hoa.parquet": "m"}},
    }
    codes = before | {"05": {"outputs": {"processed/ma_hoa.parquet": "n"}}}
    answers = codes | {"02": {"outputs": {"processed/answers.parquet": "b"}}}
    assert place.put_exports_aside(tmp_path, before, before) == place.put_exports_aside(tmp_path, {}, before) == []
    moved = place.put_exports_aside(tmp_path, before, codes)
    assert [path.name for path in moved] == names[:2] and moved[0].read_text() == "của loi-van-q4.csv"
    exported(tmp_path, names[0])
    moved = place.put_exports_aside(tmp_path, before, answers)
    assert [path.name for path in moved] == ["bang-ma.csv", "du-lieu.csv", "loi-van-q4-2.csv"]
    assert sorted(path.name for path in (tmp_path / "data").iterdir()) == ["cua-toi.csv", place.OLD]


def test_the_working_folder_of_a_killed_run_is_cleared(tmp_path):
    (tmp_path / ".dang-chay-7" / "tables").mkdir(parents=True)
    place.clear_killed_runs(tmp_path)
    assert not list(tmp_path.iterdir())


def test_what_other_steps_were_writing_is_gone_before_finished_steps_are_kept_on_a_disk_that_is_full(
    tmp_path, monkeypatch
):
    fresh, half = tmp_path / ".dang-chay-1", tmp_path / ".do-dang"
    for name in (".dang-chay-1/tables/a.csv", ".dang-chay-1/pages/06.html", ".dang-chay-1-06_export/figures/h.svg"):
        (tmp_path / name).parent.mkdir(parents=True)
        (tmp_path / name).touch()

    def written(folder, done, last):
        left = {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.is_file()}
        assert (left, set(done)) == ({".dang-chay-1/tables/a.csv"}, {"03_describe"})

    monkeypatch.setattr(record, "write", written)
    step = {"inputs": {}, "outputs": {"tables/a.csv": ""}}
    work._keep_half(SimpleNamespace(out=tmp_path), fresh, {"03_describe": step, plan.PAGES: step})
    assert {path.name for path in half.rglob("*") if path.is_file()} == {"a.csv", ".gitignore"}


def test_other_peoples_files_are_never_written_over(folder, tmp_path):
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "cua_toi.csv").write_text("a")
    with pytest.raises(run.RunError, match="đã có tables mà không phải kết quả của lần chạy trước"):
        run.run(str(folder / "survey.yaml"), str(folder / "phieu.csv"), str(tmp_path))
    with pytest.raises(run.RunError, match="notebooks"):
        run.run(out=str(ROOT))
    assert (tmp_path / "tables" / "cua_toi.csv").read_text() == "a"


def test_a_frame_of_simulated_answers_is_put_away_when_the_answers_have_been_read(folder, tmp_path, capsys):
    row = "mã,tên,nhóm lớn,cụm từ khóa,mô tả,ví dụ,tình trạng,gộp vào,nguồn\nK1,Máy,,máy,,,đề xuất,,mô phỏng\n"
    shutil.copytree(folder, tmp_path / "phiếu", ignore=shutil.ignore_patterns("codeframe*"))
    frame = tmp_path / "phiếu" / "codeframe-gop_y.csv"
    frame.write_text(row, encoding="utf-8-sig")
    (wrong := tmp_path / "phiếu" / "CODES.csv").write_text(
        HEADER + ROWS.replace(",1,2,3,", ",8,2,3,"), encoding="utf-8"
    )
    with pytest.raises(run.RunError, match="Sổ tay 02_clean"):
        run.run(str(frame.with_name("survey.yaml")), str(wrong), str(tmp_path / "ra"))
    assert "codeframe-gop_y.csv lập từ câu trả lời mô phỏng" in capsys.readouterr().err
    assert not frame.exists() and frame.with_name("codeframe-gop_y.mo-phong.csv").is_file()


@forked
def test_small_tables_are_summed_by_one_thread_whatever_the_machine_has():
    code = (
        "from threadpoolctl import threadpool_info; from pipeline.run import kernel, preload; preload.warm_up('numpy')"
    )
    code += "; print({one['num_threads'] for one in kernel.aside(threadpool_info)})"
    plain = {name: value for name, value in os.environ.items() if name not in preload.THREADS}
    line = [sys.executable, "-c", code]
    assert subprocess.check_output(line, cwd=ROOT, env=plain, text=True) == "{1}\n"


@forked
def test_the_first_notebook_is_forked_while_the_rest_still_loads():
    code = "import time; from pipeline.run import kernel, preload; preload.warm_up_for({'01_ingest'})\n"
    code += "loaded = lambda: kernel.aside(eval, '{*__import__(\"sys\").modules}')\n"
    code += "print(sorted({'pipeline.ingest', 'pipeline.export.pdf'} & loaded()))\n"
    code += "while 'pipeline.export.pdf' not in loaded(): time.sleep(0.2)"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "['pipeline.ingest']\n"


def test_the_process_that_plans_and_waits_loads_no_pandas():
    code = "import sys, pipeline.__main__; from pipeline.run import work; work.execute.get_ready()"
    code += "; print({'pandas', 'pyarrow'} & {*sys.modules})"
    assert subprocess.check_output([sys.executable, "-c", code], cwd=ROOT, text=True) == "set()\n"


@forked
def test_no_thread_is_at_work_where_kernels_are_forked_from():
    warm.process(print).wait()  # the warm process has loaded everything
    tasks = Path(f"/proc/{forkserver._forkserver._forkserver_pid}/task")
    names = [(task / "comm").read_text().strip() for task in tasks.iterdir()]
    assert len([name for name in names if name != "jemalloc_bg_thd"]) == 1  # pyarrow's memory is let go beside
