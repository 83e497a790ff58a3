"""The command line: Vietnamese in every word, errors with the right mend, whole files, one writer, a quiet Ctrl+C."""

import errno
import os
import re
import shlex
import socket
import subprocess
import sys
from pathlib import Path

import click
import pytest

from pipeline import files, lock, terminal
from pipeline.__main__ import cli
from pipeline.export import microdata
from pipeline.form import store
from tests import runs, warm
from tests.commands import process, typed
from tests.conftest import FORM, ROOT, SURVEY
from tests.test_microdata import PRIVATE, answers

ANSWERS = "dung,y1\n" + "Có,Đồng ý\nKhông,Phân vân\n" * 20
ENGLISH = re.compile(r"\b(the|this|usage|options?|commands?|show|exit|error|default|required|integer|try|for)\b", re.I)
ALL = list(terminal.commands(cli))


@pytest.fixture
def folder(tmp_path):
    """The small survey and a few answers."""
    tmp_path = tmp_path / "phiếu"
    tmp_path.mkdir()
    (tmp_path / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(SURVEY, encoding="utf-8")
    (tmp_path / "phieu.csv").write_text(ANSWERS, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("command", ALL, ids=lambda command: command.name)
def test_the_help_of_every_command_is_in_vietnamese(command):
    shown = command.get_help(click.Context(command, info_name="lệnh"))
    told = re.sub(r"--?[a-z-]+|\S+\.\S+|^  [a-z]+ ", " ", shown, flags=re.M)
    assert not ENGLISH.findall(told) and "TEXT" not in shown and "Tùy chọn:" in shown


@pytest.mark.parametrize("part", ["core", "decorators", "exceptions", "formatting", "parser", "termui", "types"])
def test_all_that_click_can_say_to_a_user_is_translated(part):
    source = (Path(click.__file__).parent / f"{part}.py").read_text(encoding="utf-8")
    english = re.findall(r"""(?<!\w)_\(\s*("(?:[^"\\]|\\.)+")\s*\)""", source)
    programmers = (
        "Deprecat",
        "Bool",
        "Name '",
        "Could not determine",
        "No options defined",
        "Arguments take",
        "Inval",
        "Unkn",
    )
    assert [
        said for said in map(eval, english) if said not in terminal.WORDS and not said.startswith(programmers)
    ] == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("rnu", "Lỗi: Không có lệnh 'rnu'. Có phải 'run'?"),
        ("form statu", "Không có lệnh 'statu'. Có phải 'status'?"),
        ("run --otu x", "Không có tùy chọn '--otu'. Có phải '--out'?"),
        ("draft", "Thiếu tham số 'TỆP'."),
        ("draft a.csv", "Thiếu tùy chọn '--to'."),
        ("run a b", "Thừa các tham số (a b)"),
        ("run --raw", "Tùy chọn '--raw' cần một giá trị đi kèm."),
        ("form --pilot=1", "Tùy chọn '--pilot' không kèm giá trị."),
        ("simulate -n năm", "Giá trị sai ở '-n': 'năm' không phải số hợp lệ"),
        ("simulate -n 0", "0 nằm ngoài khoảng x>=1."),
        ("code a --precision 2", "2.0 nằm ngoài khoảng"),
        ("form --port 70000", "70000 nằm ngoài khoảng 1<=x<=65535."),
    ],
)
def test_a_wrong_word_is_named_in_vietnamese_with_the_right_one(words, said):
    ended = typed(*words.split())
    assert ended.returncode == 2 and said in ended.stderr and not ENGLISH.findall(ended.stderr.split("Lỗi:")[1])


def test_a_password_typed_twice_differently_is_told_in_vietnamese():
    ended = process("form", "password", input="mật khẩu dài 1\nmật khẩu dài 2\n")
    assert "hai lần nhập không giống nhau" in ended.stdout + ended.stderr and "Traceback" not in ended.stderr


@pytest.mark.parametrize("where", ["before", "behind"])
def test_the_survey_of_a_form_is_named_before_or_behind_the_subcommand(folder, monkeypatch, where):
    monkeypatch.setenv("FORM_DATABASE_URL", str(folder / "kho.sqlite"))
    store.connect(folder / "kho.sqlite").dispose()
    survey = ("--survey", str(folder / "survey.yaml"))
    for word in ("status", "close", "reopen", "backup"):
        ended = (
            typed("form", *survey, word, folder=folder)
            if where == "before"
            else typed("form", word, *survey, folder=folder)
        )
        assert ended.returncode == 0, ended.stderr
        assert word != "close" or f"form reopen --survey {shlex.quote(survey[1])}" in ended.stdout
    assert typed("form", "status", "--survey", "khong-co.yaml").returncode == 1
    assert list(folder.glob("sao-luu-live-*.sqlite"))


def test_the_next_command_can_be_typed_as_it_is_printed(folder):
    names = {"raw": folder / "phiếu thu về; $(x) 'a'.csv", "to": folder / "bản nháp & phiếu"}
    names["raw"].write_text(ANSWERS, encoding="utf-8")
    ended = typed("draft", names["raw"], "--to", names["to"], folder=folder)
    printed = ended.stdout.split("Chạy tiếp: ")[1].strip()
    told = subprocess.run(["sh", "-c", f'for word in {printed}; do echo "$word"; done'], capture_output=True, text=True)
    words = ["run", "--survey", str(names["to"] / "survey.yaml"), "--out"]
    assert told.stdout.splitlines()[:-1] == ["python3", str(ROOT / "run.py"), *words]


def test_the_next_command_is_quoted_for_windows(monkeypatch):
    monkeypatch.setattr(terminal, "WINDOWS", True)
    assert terminal.again("run", "--raw", "C:\\phiếu thu.csv").endswith(' run --raw "C:\\phiếu thu.csv"')
    assert "'" not in terminal.again("run", "--out", "a&b") and '"a&b"' in terminal.again("run", "--out", "a&b")


@pytest.fixture
def full(tmp_path):
    """Gives a file system of its own with so many free pages of 4 kB, each call a fresh one."""
    place = tmp_path / "đĩa"
    place.mkdir()
    mounted = []

    def fresh(pages):
        if mounted:
            subprocess.run(["umount", place], check=True)
        line = ["mount", "-t", "tmpfs", "-o", f"size={4 * (pages + 1)}k", "none", place]
        if subprocess.run(line, capture_output=True).returncode:
            pytest.skip("a small file system can be mounted by root only")
        mounted.append(True)
        (place / "day").write_bytes(b"x" * 4096)
        return place

    yield fresh
    if mounted:
        subprocess.run(["umount", place], check=True)


def writers(folder):
    """Commands that write files, by name: words, with TO for the folder."""
    survey = ("--survey", folder / "survey.yaml")
    return {
        "draft": ("draft", folder / "phieu.csv", "--to", "TO"),
        "questionnaire": ("questionnaire", folder / "questionnaire.md", "--to", "TO"),
        "simulate": ("simulate", "-n", "60", *survey, "--to", "TO"),
        "backup": ("form", "backup", "TO/sao-luu.sqlite", *survey),
    }


@pytest.mark.parametrize("name", ["draft", "questionnaire", "simulate", "backup"])
def test_a_full_disk_leaves_all_files_or_none(folder, full, monkeypatch, name):
    monkeypatch.setenv("FORM_DATABASE_URL", str(folder / "kho.sqlite"))
    store.connect(folder / "kho.sqlite").dispose()
    counts = []
    for pages in range(0, 40):
        to = full(pages)
        ended = typed(*(str(word).replace("TO", str(to)) for word in writers(folder)[name]))
        counts.append(len([path for path in to.rglob("*") if path.name != "day"]))
        assert "Traceback" not in ended.stderr and (ended.returncode == 0 or "đĩa đầy" in ended.stderr)
        if ended.returncode == 0:
            break
    whole = 1 if name == "backup" else 2
    assert len(counts) > 2 and set(counts[:-1]) == {0} and counts[-1] == whole


def test_a_full_disk_leaves_no_half_microdata(write_survey, full):
    survey = write_survey(yaml=PRIVATE)
    made = microdata.anonymous(answers(survey), survey)
    for pages in (0, 1, 2, 3, 4):
        to = full(pages)
        with pytest.raises(OSError) as error:
            microdata.write(*made, survey, to)
        assert "đĩa đầy" in files.in_vietnamese(error.value) and [p.name for p in to.iterdir()] == ["day"]


def test_a_limit_on_the_size_of_files_is_told_and_leaves_nothing(folder):
    import resource

    limits = {"preexec_fn": lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (500, 500))}
    limits["env"] = os.environ | {"GIT_DIR": str(folder)}  # git here has larger files to write
    ended = process("draft", folder / "phieu.csv", "--to", folder / "ra", **limits)
    assert ended.returncode == 1 and "vượt cỡ lớn nhất" in ended.stderr
    assert not list((folder / "ra").iterdir())


HOLD = """
import sys
from pathlib import Path
from pipeline import lock
with lock.alone(Path(sys.argv[1]), "run"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def held(folder):
    """A folder that another process holds."""
    line = [sys.executable, "-c", HOLD, folder / "ra"]
    with subprocess.Popen(line, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout.readline()
        yield other
        other.kill()


@pytest.mark.parametrize("name", ["draft", "questionnaire", "simulate", "run", "rehearse", "export"])
def test_a_second_command_in_one_folder_is_told_who_holds_it(folder, held, name):
    options = ("--survey", folder / "survey.yaml", "--out", "TO")
    more = {"run": ("run", *options, "--raw", folder / "phieu.csv"), "rehearse": ("rehearse", *options)}
    words = (writers(folder) | more | {"export": ("export", "data", *options)})[name]
    before = sorted((folder / "ra").iterdir())
    ended = typed(*(str(word).replace("TO", str(folder / "ra")) for word in words))
    assert ended.returncode == 1 and f"lệnh «run» (tiến trình số {held.pid}) đang ghi vào đây từ" in ended.stderr
    assert sorted((folder / "ra").iterdir()) == before


def test_the_lock_of_a_killed_command_is_taken_over(folder, held):
    held.kill()
    held.wait()
    ended = typed("draft", folder / "phieu.csv", "--to", folder / "ra")
    assert ended.returncode == 0 and not list((folder / "ra").glob(".khoa*"))


def test_a_lock_may_be_taken_again_by_the_command_that_holds_it(tmp_path):
    with lock.alone(tmp_path, "rehearse"), lock.alone(tmp_path, "run"):
        assert "rehearse" in (tmp_path / lock.HOLDER).read_text(encoding="utf-8")
    assert not list(tmp_path.iterdir())


def refusal(number, **more):
    """An OSError as the operating system raises it."""
    error = OSError(number, os.strerror(number), "phieu.csv")
    for name, value in more.items():
        setattr(error, name, value)
    return error


@pytest.mark.parametrize(
    ("number", "said"),
    [
        ("EACCES", "đang mở trong Excel"), ("EPERM", "đang mở trong Excel"), ("ETXTBSY", "đóng tệp đó"),
        ("EBUSY", "đóng tệp đó"), ("ENAMETOOLONG", "quá dài"), ("EFBIG", "vượt cỡ"), ("EDQUOT", "hạn mức"),
        ("EMFILE", "quá nhiều tệp"), ("ELOOP", "trỏ vòng"), ("ENOENT", "không có tệp"), ("EADDRINUSE", "--port"),
        ("EADDRNOTAVAIL", "--host"), ("ENOSPC", "đĩa đầy"), ("EROFS", "chỉ cho đọc"),
    ],
)  # fmt: skip
def test_what_the_system_refuses_is_told_in_vietnamese_with_the_mend(number, said):
    told = files.in_vietnamese(refusal(getattr(errno, number)))
    assert said in told and told.endswith(".") and not re.search("Errno|thư mục khác ở --out", told)


def test_windows_says_a_file_is_open_by_a_number_of_its_own():
    assert files.in_vietnamese(refusal(errno.EACCES, winerror=32)) == files.IN_USE


@pytest.fixture
def nobody(tmp_path):
    """This process has the rights of an ordinary user, once asked."""
    if not hasattr(os, "geteuid"):
        pytest.skip("Windows has other rights")
    before = os.geteuid()
    closed = [path for path in (tmp_path, *tmp_path.parents) if path.stat().st_mode & 0o777 == 0o700]
    for path in closed:  # pytest's own folders
        path.chmod(0o755)
    yield lambda: os.seteuid(65534) if before == 0 else None
    os.seteuid(before)


def test_a_closed_folder_sends_elsewhere_and_a_closed_file_to_its_owner(folder, nobody):
    assert typed("draft", folder / "phieu.csv", "--to", folder / "trước").returncode == 0  # all modules are loaded
    (folder / "ra").mkdir(mode=0o555)
    nobody()
    told = typed("draft", folder / "phieu.csv", "--to", folder / "ra").stderr
    assert "không có quyền ghi vào thư mục này; chọn thư mục khác" in told and ".moi-" not in told


def test_a_file_that_may_not_be_read_is_its_owners_to_open(folder, nobody):
    assert typed("draft", folder / "phieu.csv", "--to", folder / "trước").returncode == 0
    (folder / "phieu.csv").chmod(0)
    folder.chmod(0o777)
    nobody()
    told = typed("draft", folder / "phieu.csv", "--to", folder / "ra").stderr
    assert "phieu.csv: không mở được: tệp đang mở trong Excel" in told and "thư mục khác" not in told


def test_a_file_below_a_closed_folder_is_told_without_a_traceback(folder, nobody):
    assert typed("draft", folder / "phieu.csv", "--to", folder / "trước").returncode == 0
    folder.chmod(0)
    nobody()
    told = typed("draft", folder / "phieu.csv", "--to", folder / "ra").stderr
    assert "phieu.csv: không có quyền vào thư mục này; xin quyền" in told and "Traceback" not in told


def test_a_port_in_use_and_an_unknown_host_name_the_option(folder):
    def refused(*options):
        ended = warm.command(["form", "--survey", str(folder / "survey.yaml"), *options], dict(os.environ), log)
        return ended.wait(), log.read_text(encoding="utf-8")

    log = folder / "log"
    with socket.create_server(("127.0.0.1", 0)) as taken:
        code, told = refused("--port", str(taken.getsockname()[1]))
    assert code == 1 and "đã có chương trình khác dùng" in told
    assert "không tìm thấy máy có tên này" in refused("--host", "khong.invalid")[1]


@pytest.mark.parametrize("module", ["click", "pandas"])
def test_ctrl_c_while_modules_load_is_quiet(tmp_path, monkeypatch, module):
    (tmp_path / f"{module}.py").write_text("import time\nprint('loads', flush=True)\ntime.sleep(600)\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    ended = runs.interrupted([sys.executable, "-m", "pipeline", "run", "--force"], "loads", cwd=ROOT, text=True)
    assert ended.returncode == 130 and ended.stdout.replace("Đã dừng theo Ctrl+C.", "").split() == ["loads"]


def test_ctrl_c_in_the_first_step_leaves_no_kernel_no_half_results_and_no_lock(folder):
    options = ("--survey", folder / "survey.yaml", "--raw", folder / "phieu.csv", "--out", folder / "ra")
    line = [*map(str, (sys.executable, "-m", "pipeline", "run", *options))]
    ended = runs.interrupted(line, "01 Đọc dữ liệu", env=os.environ | {runs.OF: str(folder)}, cwd=ROOT, text=True)
    assert ended.returncode == 130 and "Đã dừng theo Ctrl+C." in ended.stdout
    assert not re.search("Traceback|Kernel died", ended.stdout)
    assert [path.name for path in (folder / "ra").iterdir()] == [".gitignore"] and not runs.stayed(folder)
