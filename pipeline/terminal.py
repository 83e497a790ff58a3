"""What the command line says, all of it in Vietnamese: click's own words, errors, and commands to type next."""

import gettext
import os
import re
import shlex
import signal
import subprocess
import sys
from pathlib import Path

import click

from pipeline import files
from pipeline.paths import ROOT

WINDOWS = os.name == "nt"
STOPPED = 130  # exit code after Ctrl+C, as shells give it
WORDS = {
    "Usage:": "Cách dùng:",
    "Options": "Tùy chọn",
    "Commands": "Các lệnh",
    "Positional arguments": "Tham số",
    "Show this message and exit.": "In hướng dẫn này.",
    "Show the version and exit.": "In số phiên bản.",
    "%(prog)s, version %(version)s": "%(prog)s, phiên bản %(version)s",
    "Error: {message}": "Lỗi: {message}",
    "Try '{command} {option}' for help.": "Xem hướng dẫn: {command} {option}",
    "Aborted!": "Đã dừng.",
    "required": "bắt buộc",
    "default: {default}": "mặc định: {default}",
    "(dynamic)": "(tùy lúc chạy)",
    "env var: {var}": "biến môi trường: {var}",
    "deprecated": "sẽ bỏ",
    "Missing command.": "Thiếu tên lệnh.",
    "Missing argument": "Thiếu tham số",
    "Missing option": "Thiếu tùy chọn",
    "Missing parameter": "Thiếu tham số",
    "Missing {param_type}": "Thiếu {param_type}",
    "Missing parameter: {param_name}": "Thiếu tham số: {param_name}",
    "Choose from:\n\t{choices}": "Chọn một trong:\n\t{choices}",
    "Choice({choices})": "Một trong {choices}",
    "No such option {name!r}.": "Không có tùy chọn {name!r}.",
    "No such command {name!r}.": "Không có lệnh {name!r}.",
    "Did you mean {possibility}?": "Có phải {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Có phải một trong: {possibilities}?",
    "Got unexpected extra argument ({args})": "Thừa tham số ({args}); tên có dấu cách thì đặt trong ngoặc kép.",
    "Got unexpected extra arguments ({args})": "Thừa các tham số ({args}); tên có dấu cách thì đặt trong ngoặc kép.",
    "Invalid value: {message}": "Giá trị sai: {message}",
    "Invalid value for {param_hint}: {message}": "Giá trị sai ở {param_hint}: {message}",
    "Could not open file {filename!r}: {message}": "Không mở được tệp {filename!r}: {message}",
    "unknown error": "không rõ lý do",
    "Option {name!r} does not take a value.": "Tùy chọn {name!r} không kèm giá trị.",
    "Option {name!r} requires an argument.": "Tùy chọn {name!r} cần một giá trị đi kèm.",
    "Option {name!r} requires {nargs} arguments.": "Tùy chọn {name!r} cần {nargs} giá trị đi kèm.",
    "Argument {name!r} takes {nargs} values.": "Tham số {name!r} cần {nargs} giá trị.",
    "Takes {nargs} values but 1 was given.": "Cần {nargs} giá trị, mới có 1.",
    "Takes {nargs} values but {len} were given.": "Cần {nargs} giá trị, đang có {len}.",
    "{len_type} values are required, but {len_value} was given.": "Cần {len_type} giá trị, đang có {len_value}.",
    "{len_type} values are required, but {len_value} were given.": "Cần {len_type} giá trị, đang có {len_value}.",
    "Value must be an iterable.": "Cần một danh sách giá trị.",
    "{value!r} is not {choice}.": "{value!r} không phải {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} không có trong {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} không phải số hợp lệ (viết liền, dấu chấm thập phân).",
    "{value} is not in the range {range}.": "{value} nằm ngoài khoảng {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": "{value!r} không phải có/không; dùng: {states}",
    "{value!r} is not a valid UUID.": "{value!r} không phải UUID.",
    "{value!r} does not match the format {format}.": "{value!r} không đúng dạng {format}.",
    "{value!r} does not match the formats {formats}.": "{value!r} không đúng dạng nào trong {formats}.",
    "file": "tệp",
    "directory": "thư mục",
    "path": "đường dẫn",
    "{name} {filename!r} does not exist.": "Không có {name} {filename!r}.",
    "{name} {filename!r} is a file.": "{filename!r} là tệp.",
    "{name} {filename!r} is a directory.": "{filename!r} là thư mục.",
    "{name} {filename!r} is not readable.": "Không đọc được {name} {filename!r}.",
    "{name} {filename!r} is not writable.": "Không ghi được {name} {filename!r}.",
    "{name} {filename!r} is not executable.": "Không chạy được {name} {filename!r}.",
    "Repeat for confirmation": "Nhập lại để xác nhận",
    "Error: The two entered values do not match.": "Lỗi: hai lần nhập không giống nhau.",
    "Error: invalid input": "Lỗi: không nhận được giá trị này.",
    "Do you want to continue?": "Làm tiếp?",
    "Confirm the action without prompting.": "Không hỏi lại.",
    "Press any key to continue...": "Nhấn một phím để tiếp tục…",
}
OTHERS = {  # what libraries say
    "Invalid host/port specified.": "không tìm thấy máy có tên này; kiểm tra tên, địa chỉ ở --host.",
}
STORE = {  # what SQLite and PostgreSQL say of a store that they cannot use
    "full": "đĩa đầy; giải phóng chỗ rồi chạy lại.",
    "locked": "chương trình khác đang ghi vào kho; đợi một lát rồi chạy lại.",
    "readonly": "kho chỉ cho đọc; xin quyền ghi tệp và thư mục.",
    "unable to open": "không mở được tệp; kiểm tra đường dẫn và quyền.",
    "malformed": "tệp kho hỏng; dùng bản sao lưu.",
    "not a database": "tệp không phải kho phiếu.",
    "disk i/o": "đĩa đầy, hoặc ổ đĩa đọc, ghi bị lỗi; giải phóng chỗ, kiểm tra ổ đĩa rồi chạy lại.",
    "": "không dùng được; kiểm tra địa chỉ, quyền, và máy chủ có đang chạy không.",
}


def in_vietnamese(group):
    """Gives click its words in Vietnamese (it asks gettext for them), and every command of ``group`` its usage line."""
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            if getattr(module, "_", None) is gettext.gettext:
                module._ = _word
            if getattr(module, "ngettext", None) is gettext.ngettext:
                module.ngettext = lambda one, many, n: _word(one if n == 1 else many)
    for command in commands(group):
        command.options_metavar = "[TÙY CHỌN]"
        if isinstance(command, click.Group):
            command.subcommand_metavar = "LỆNH [THAM SỐ]…"
        for parameter in command.params:
            is_number = isinstance(parameter.type, click.types.IntParamType | click.types.FloatParamType)
            parameter.metavar = parameter.metavar or (is_number and "SỐ") or "CHỮ"


def commands(group):
    """A command and all below it."""
    yield group
    for command in getattr(group, "commands", {}).values():
        yield from commands(command)


def _word(english):
    return WORDS.get(english, english)


def leave(run):
    """Runs a command and ends the program: what the user can mend is said in Vietnamese with exit code 1.

    A wrong word on the command line gives 2, Ctrl+C 130; neither shows a traceback.
    """
    pressed = []

    def stop(*_):
        pressed.append(True)
        raise KeyboardInterrupt

    signal.signal(signal.SIGINT, stop)
    try:
        sys.exit(run() or 0)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _say_stopped()
    except Exception as error:
        if pressed:  # whatever Ctrl+C became on its way through other people's code
            _say_stopped()
        said = reason(error)
        if said is None:
            raise
        sys.exit(f"Lỗi: {said}")


def _say_stopped():
    click.echo("Đã dừng theo Ctrl+C.", err=True)
    sys.exit(STOPPED)


def reason(error):
    """What went wrong and the mend, in Vietnamese; None for an error that is ours to mend."""
    if isinstance(error, OSError):
        place = f"{error.filename}: " if error.filename else ""
        return place + files.in_vietnamese(error)
    if isinstance(error, RecursionError):
        return "một tệp hoặc biểu thức có các dấu ngoặc, nhóm lồng nhau quá sâu; bỏ bớt bậc."
    if isinstance(error, MemoryError):
        return "máy hết bộ nhớ; đóng bớt chương trình, hoặc dùng tệp nhỏ hơn."
    if type(error).__module__.startswith(("sqlite3", "sqlalchemy")):
        return "kho phiếu: " + next(mend for mark, mend in STORE.items() if mark in str(error).splitlines()[0].lower())
    return OTHERS.get(str(error), str(error)) if isinstance(error, ValueError) else None


def again(*words):
    """A command of ours for the user to type next, quoted for the shell of this system, from the folder they are in."""
    script = ROOT / "run.py"
    is_folder = script.is_file()  # not where pip installed the package
    program = [str(near(script))] if is_folder else ["-m", "pipeline"]
    return quoted("python" if WINDOWS else "python3", *program, *words)


def near(path):
    """A path as the user would type it from the folder they are in."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def stored_by_git(work):
    """A sentence for each file with answers of real people that git stores, or would: some are named like the sample's.

    ``work``: a Project.
    """
    from pipeline import git_filter, sources

    beside = [work.survey.path.parent / sources.CORRECTIONS, *work.survey.path.parent.glob("ma-hoa-*.csv")]
    held = () if work.declared.synthetic else [*(raw.path for raw in work.sources), *beside]
    return [
        f"Cảnh báo: git lưu {near(path)}, tệp có câu trả lời của người thật. Để git bỏ qua: thêm tên tệp vào"
        f" .gitignore, rồi gõ: git rm --cached --ignore-unmatch {quoted(near(path))}"
        for path in held
        if git_filter.would_store(path)
    ]


def quoted(*words):
    """Words as they are typed in the shell of this system."""
    line = list(map(str, words))
    if not WINDOWS:
        return shlex.join(line)
    return " ".join(word if re.fullmatch(r"[\w.:\\/=-]+", word) else f'"{word}"' for word in line)


def handed_over(line, env):
    """Lets another program take the place of this one, so that Ctrl+C and kill are its own to answer.

    On Windows it is waited for, and its exit code returned.
    """
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(line[0], line, env)
    with subprocess.Popen(line, env=env) as process:
        while True:
            try:
                return process.wait()
            except KeyboardInterrupt:
                continue


def say_notes(notes):
    """What was decided while the file was read, and corrected by hand; nothing where there is nothing to say."""
    for note in notes:
        click.echo(f"  • {note}")
