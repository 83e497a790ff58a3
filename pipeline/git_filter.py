"""Clean filter of git for notebooks: `git add` stores no output, so no answer of anybody, but those of check cells.

Run as a file with any Python (standard library only), from stdin to stdout. What the six notebooks hold in git passes
unchanged, so a notebook run in place is no change. `set_up` tells the clone in which it stands to use it.
"""

import json
import re
import subprocess
import sys
from pathlib import Path

NAME = "so-tay"
KEPT = "nbval-check-output"
CELL = ("tags", "keep_output")
LANGUAGE = {"language_info": {"name": "python"}}
KERNEL = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}} | LANGUAGE


def cleaned(text):
    """A notebook's JSON without outputs, counts, timings, machine; check cells keep their outputs and the count 1."""
    book = json.loads(text)
    if book["metadata"].get("kernelspec", {}).get("language", "python") == "python":
        book["metadata"] = KERNEL
    for cell in book["cells"]:
        cell["metadata"] = {key: cell["metadata"][key] for key in CELL if cell["metadata"].get(key)}
        if cell["cell_type"] == "code":
            is_kept = KEPT in cell["metadata"].get("tags", [])
            cell["outputs"] = [_bare(output) for output in cell["outputs"]] if is_kept else []
            cell["execution_count"] = 1 if is_kept else None
    return json.dumps(book, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _bare(output):
    return output | {"execution_count": 1} if "execution_count" in output else output


def set_up(root):
    """Tells git in ``root`` to use the filter, and to refuse a notebook rather than store it where the filter fails.

    Such settings are not cloned, so every command and every notebook does this. Without git it does nothing.
    """
    if not (root / ".gitattributes").is_file():
        return
    python = Path(getattr(sys, "_base_executable", None) or sys.executable)  # it stays when .venv is made anew
    script = Path(__file__).resolve()
    wanted = {"clean": f'"{python.as_posix()}" "{script.as_posix()}"', "smudge": "cat", "required": "true"}
    for key, value in wanted.items():
        if _git(root, "config", "--local", f"filter.{NAME}.{key}").strip() != value:
            _git(root, "config", "--local", f"filter.{NAME}.{key}", value)
    _forget_sizes(root)


def would_store(path):
    """Whether git has a file, or would take it with ``git add --all``."""
    return bool(
        _git(path.parent, "ls-files", "--cached", "--others", "--exclude-standard", "--", f":(literal){path.name}")
    )


def _forget_sizes(root):
    """git takes a file of another size for changed without asking the filter; of one whose size it forgot, it asks."""
    if re.search(r"size: [1-9]", _git(root, "ls-files", "--debug", "*.ipynb")):
        _git(root, "update-index", "-z", "--index-info", input=_git(root, "ls-files", "--stage", "-z", "*.ipynb"))


def _git(root, *words, **settings):
    """What git prints; "" without git, without a clone, or where another git is at work."""
    try:
        done = subprocess.run(["git", "-C", str(root), *words], capture_output=True, encoding="utf-8", **settings)
    except OSError:
        return ""
    return done.stdout if done.returncode == 0 else ""


if __name__ == "__main__":
    sys.stdout.buffer.write(cleaned(sys.stdin.buffer.read().decode("utf-8")).encode("utf-8"))
