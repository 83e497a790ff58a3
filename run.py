"""Sets everything up and runs the pipeline: `python3 run.py` [--nghia] [test | lab | form | …]. Standard library only.

`--nghia` adds, once, the optional package by which open answers are read by their meaning too.
"""

import hashlib
import os
import re
import shutil
import signal
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
LOCK = ROOT / "requirements.lock"
EXTRA, NGHIA = ROOT / "requirements-nghia.lock", "--nghia"
STAMP = VENV / "installed.txt"
WINDOWS = os.name == "nt"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
EXACTLY = ["--quiet", "--no-deps", "--require-hashes"]
WITH_PIP = ["install", "--disable-pip-version-check", *EXACTLY, *([] if sys.dont_write_bytecode else ["--no-compile"])]
# the whole suite: a worker a processor, beside which the sample is run in what time they leave; a file on one of them,
# and in our order, so that what takes longest starts first
WHOLE_SUITE = ["-n", "2", "--dist", "loadfile", "--no-loadscope-reorder", "--durations=10"]


def main(words):
    """Makes .venv when missing or stale, then hands over: no word = run, `test` = pytest, else python -m pipeline."""
    if not (3, 11) <= sys.version_info[:2] <= (3, 13):
        sys.exit(
            f"Lỗi: cần Python 3.11–3.13, đang dùng {sys.version.split()[0]}. Cài Python 3.11 trở lên rồi chạy lại."
        )
    wanted = words[:1] == [NGHIA]
    words = words[wanted:]
    if stale():
        install(wanted or (STAMP.exists() and NGHIA in STAMP.read_text()))
    elif wanted and NGHIA not in STAMP.read_text():
        add_extra()
    put_on_path()
    if words[:1] == ["test"]:
        os.chdir(ROOT)
        return handed_over([str(PYTHON), "-m", "pytest", *(words[1:] or WHOLE_SUITE)], os.environ)
    line = [str(PYTHON), "-P", "-m", "pipeline"]  # -P: not the pipeline of a folder the user happens to be in
    return handed_over([*line, *(words or ["run"])], environment())


def handed_over(line, env):
    """Lets a program take the place of this one, so that what is sent to it – Ctrl+C, kill, a hang-up – is its own.

    Windows knows no such thing: there the program is waited for, and Ctrl+C reaches it too; its exit code is returned.
    """
    if not WINDOWS:
        sys.stdout.flush()
        os.execve(line[0], line, env)
    with subprocess.Popen(line, env=env) as process:
        # not as an exception: one that comes while the exit code is fetched loses it
        signal.signal(signal.SIGINT, lambda *_: None)
        code = process.wait()
        return 128 - code if code < 0 else code


def environment():
    """The project on the path, so that commands work from any folder."""
    paths = [str(ROOT), os.environ.get("PYTHONPATH")]
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths)), "PYTHONUTF8": "1"}


def fingerprint(extra=False):
    """What .venv must have been made from: this lock and this Python, and the extra's lock where it is there."""
    own = hashlib.sha256(LOCK.read_bytes()).hexdigest() + f" {sys.version_info[0]}.{sys.version_info[1]}"
    return f"{own} {NGHIA} {hashlib.sha256(EXTRA.read_bytes()).hexdigest()}" if extra else own


def stale():
    """Whether .venv is missing, half made, or made from another lock or Python."""
    made = STAMP.read_text() if PYTHON.exists() and STAMP.exists() else ""
    return made != fingerprint() and not (EXTRA.is_file() and made == fingerprint(True))


def install(extra=False):
    """A fresh .venv with exactly the locked packages, hashes checked: by uv where it is installed, else by pip."""
    print("Cài đặt môi trường lần đầu (vài phút)…", file=sys.stderr, flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    venv.create(VENV, symlinks=not WINDOWS)
    if not shutil.which("uv") and bring_pip() or put(LOCK):
        sys.exit("Lỗi: không cài được các gói trong requirements.lock; kiểm tra kết nối mạng rồi chạy lại.")
    STAMP.write_text(fingerprint())
    if extra:
        add_extra()


def bring_pip():
    """The locked pip into .venv, which finds all others in half the time of an older one; whether that failed.

    By the pip of this Python; where it has none, or a very old one, by that which Python holds ready for a .venv.
    """
    own = VENV / "goi-pip.txt"
    own.write_text("".join(pin for pin in pins(LOCK) if pin.startswith("pip==")), encoding="utf-8")
    line = [sys.executable, "-m", "pip", "--python", str(PYTHON), *WITH_PIP, "-r", str(own)]
    if subprocess.run(line, stderr=subprocess.DEVNULL).returncode == 0:
        return False
    venv.create(VENV, symlinks=not WINDOWS, with_pip=True)
    return subprocess.run([str(PYTHON), "-m", "pip", *WITH_PIP, "-r", str(own)]).returncode != 0


def add_extra():
    """The optional package, by its own lock; as it was built, never compiled here. All else works without it."""
    if put(EXTRA, "--only-binary", ":all:"):
        sys.exit(
            "Lỗi: không cài được phần thêm (requirements-nghia.lock). Phần này có cho Linux và macOS (Apple), không có"
            " cho Windows. Mọi thứ vẫn chạy khi không có nó: gọi lại run.py không kèm --nghia."
        )
    STAMP.write_text(fingerprint(True))


def put(lock, *settings):
    """Installs what a lock names into .venv; whether that failed. pip in two halves at once: unpacking takes longest.

    The lock names every package, so that no half looks for more. Only what is imported is compiled, when it is – but at
    once where Python is told to keep nothing of that, for then each start would do it anew.
    """
    if uv := shutil.which("uv"):
        command = [uv, "pip", "install", "--python", str(PYTHON), *EXACTLY]
        command += ["--compile-bytecode"] if sys.dont_write_bytecode else []
    else:
        command = [str(PYTHON), "-m", "pip", *WITH_PIP]
    lines = [[*command, *settings, "-r", str(part)] for part in ([lock] if uv else halves(lock))]
    return any([process.wait() for process in [subprocess.Popen(line) for line in lines]])


def halves(lock):
    """Files in .venv, each with every other package of a lock: one for a lock of one package."""
    named = pins(lock)
    for at in range(min(2, len(named))):
        half = VENV / f"goi-{at + 1}.txt"
        half.write_text("".join(named[at::2]), encoding="utf-8")
        yield half


def pins(lock):
    """What a lock says of each package: its version and hashes."""
    return re.split(r"^(?=\w)", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)[1:]


def put_on_path():
    """Lets every program of .venv, JupyterLab's kernels too, import the pipeline from this folder.

    Said from where .venv lies, in plain letters: Python before 3.13 reads this file in the system's code page, and does
    not start at all from a folder such as "Đề tài". The programs of .venv name the folder whole: in one that was moved
    or copied with its .venv they would go on with the old one.
    """
    packages = VENV / ("Lib/site-packages" if WINDOWS else f"lib/python3.{sys.version_info[1]}/site-packages")
    record = VENV / "folder.txt"
    before = record.read_text(encoding="utf-8") if record.is_file() else ""
    if before == str(ROOT):
        return
    for script in (VENV / "bin").iterdir() if before and not WINDOWS else ():
        if script.is_file() and not script.is_symlink() and (old := f"{before}/.venv".encode()) in script.read_bytes():
            replace(script, script.read_bytes().replace(old, str(VENV).encode()))
    replace(packages / "pipeline.pth", f"{os.path.relpath(ROOT, packages)}\n".encode("ascii"))
    replace(record, str(ROOT).encode())


def replace(path, content):
    """A new file in place of an old one, which another folder may share (cp --link)."""
    fresh = path.with_name(f".{path.name}.moi")
    fresh.write_bytes(content)
    if path.exists():
        shutil.copymode(path, fresh)
    os.replace(fresh, path)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
