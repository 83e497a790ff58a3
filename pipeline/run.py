"""Runs the six notebooks in order into a folder beside the outputs, and puts them in place only when all is well."""

import asyncio
import json
import os
import platform
import shutil
import sys
from contextlib import contextmanager
from dataclasses import replace
from difflib import get_close_matches
from importlib.metadata import version
from pathlib import Path

from pipeline import ingest, lock, project, yaml_text

NOTEBOOKS = ("01_ingest", "02_clean", "03_describe", "04_infer", "05_cluster", "06_export")
TITLES = {
    "01_ingest": "Đọc dữ liệu",
    "02_clean": "Làm sạch, gia quyền",
    "03_describe": "Mô tả",
    "04_infer": "So sánh, kiểm định",
    "05_cluster": "Câu hỏi mở",
    "06_export": "Báo cáo",
}
PRODUCTS = ("figures", "notebooks", "processed", "report", "tables", "index.html")
FOLDER = project.ROOT / "notebooks"
EVIDENCE = ("pandas", "numpy", "scipy", "pingouin", "svy", "underthesea", "scikit-learn", "matplotlib", "papermill")


class RunError(ValueError):
    """A run that cannot start or did not end; the message says which notebook, which cell and why."""


def run(survey="", raw="", out="", parameters=(), encoding=""):
    """Runs the whole pipeline; returns the Path of outputs/index.html.

    ``raw`` is a path or several; ``encoding`` that of text files; ``parameters`` are "name=value" texts for the
    notebooks' parameter cells. Everything is made in a working folder: when a step fails the last good outputs stay as
    they were and the failed notebook is kept in ``OUT/loi``.
    Raises RunError (unknown parameter, missing file, failed notebook), LockError (another run writes into the folder),
    SurveyError, QuestionnaireError; KeyboardInterrupt after Ctrl+C, when the kernel has ended.
    """
    project.needs_folder()
    chosen = _parameters(parameters)
    target = project.at(survey, raw, out, encoding)
    refuse_foreign(target.out)
    paths = [_relative(path) for path in ([raw] if isinstance(raw, str) else raw)]
    given = {"survey": _relative(survey), "raw": paths if len(paths) > 1 else "".join(paths), "encoding": encoding}
    given = {name: value for name, value in given.items() if value}
    with lock.alone(target.out, "run"):
        return _run(target, given | chosen)


def _run(target, parameters):
    _clear_killed_runs(target.out)
    _keep_out_of_git(target.out)
    plan, raw_tables = target.survey, project.raw_tables(target)
    rules = {"across": plan.duplicates_across, "brought": plan.brought}
    ingest.gathered(raw_tables, plan.form, **rules)  # a file that cannot be read is said at once
    _put_simulated_frames_away(target, [table for _, _, table in raw_tables])
    work = target.out / f".dang-chay-{os.getpid()}"
    try:
        for name in NOTEBOOKS:
            _execute(name, work, target.out, parameters)
        _pages(project.at(str(target.survey.path), out=str(work)), work)
        _put_in_place(work, target)
        shutil.rmtree(target.out / "loi", ignore_errors=True)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target.out / "index.html"


def _put_simulated_frames_away(target, raw_tables):
    """Says which code frames of simulated answers are not used for these; the last run's mark says nothing of them."""
    from pipeline import coding
    from pipeline import survey as surveys

    is_made_up = any("_synthetic" in table.frame or table.kind == "rehearsal" for table in raw_tables)
    survey = replace(target.survey, synthetic=is_made_up or surveys.read(target.survey.path).synthetic)
    for told in coding.renewed(replace(target, survey=survey)):
        print(told, file=sys.stderr, flush=True)


def refuse_foreign(out):
    """RunError when a folder holds other people's files: results replace results only."""
    ours = out == project.ROOT / "outputs" or (out / "run.json").is_file()
    foreign = [name for name in PRODUCTS if (out / name).exists()]
    if foreign and not ours:
        raise RunError(
            f"{out} đã có {', '.join(foreign)} mà không phải kết quả của lần chạy trước (không có run.json)."
            " Chọn một thư mục trống ở --out."
        )


def _clear_killed_runs(out):
    """Deletes the working folders of runs that were killed: no other run is alive in a folder that is locked."""
    for folder in out.glob(".dang-chay-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _keep_out_of_git(out):
    """Results hold answers: git passes them over wherever the folder is; a person's own .gitignore stays as it is."""
    if not (out / ".gitignore").exists() and not out.is_relative_to(project.ROOT / "outputs"):
        names = (*PRODUCTS, "data", "loi", "run.json", ".dang-chay-*")
        project.write(out / ".gitignore", "".join(f"/{name}\n" for name in names).encode())


def _relative(text):
    """Paths inside the project are written relative to it, so that executed notebooks name no machine."""
    path = project.path_of(text) if text else None
    return str(path.relative_to(project.ROOT) if path and path.is_relative_to(project.ROOT) else path or "")


def known_parameters():
    """Parameters of every notebook: notebook name → {parameter: default as written}."""
    import papermill

    found = {name: papermill.inspect_notebook(str(FOLDER / f"{name}.ipynb")) for name in NOTEBOOKS}
    return {name: {key: p["default"] for key, p in parameters.items()} for name, parameters in found.items()}


def _parameters(texts):
    known = {key for names in known_parameters().values() for key in names} if texts else set()
    chosen = {}
    for text in texts:
        name, equals, value = text.partition("=")
        if not equals:
            raise RunError(f"-p {text}: viết theo dạng tên=giá_trị.")
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f"Có phải «{near[0]}»?" if near else f"Có: {', '.join(sorted(known))}."
            raise RunError(f"-p {text}: không sổ tay nào có tham số «{name}». {hint}")
        try:
            chosen[name] = yaml_text.parsed(value) if value else ""
        except yaml_text.YamlError as error:
            raise RunError(f"-p {name}=…: {error}") from error
    return chosen


def _execute(name, work, out, parameters):
    import papermill
    from papermill.exceptions import PapermillExecutionError

    source, done = FOLDER / f"{name}.ipynb", work / "notebooks" / f"{name}.ipynb"
    done.parent.mkdir(parents=True, exist_ok=True)
    wanted = {k: v for k, v in parameters.items() if k in papermill.inspect_notebook(str(source))}
    os.environ["PIPELINE_OUT"] = str(work)
    os.environ |= {name: os.environ.get(name, "1") for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS")}
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(project.ROOT), os.environ.get("PYTHONPATH")]))
    try:
        with _stopped_by_hand():
            papermill.execute_notebook(
                str(source), str(done), wanted, cwd=str(FOLDER), kernel_name="python3", language="python",
                progress_bar={"desc": f"{name} – {TITLES[name]}", "unit": "ô"}, extra_arguments=["--log-level=40"],
            )  # fmt: skip
    except PapermillExecutionError as error:
        kept, keys = _keep(done, out), work / "processed" / "khoa-phieu.csv"
        mend = f" Đính chính từng phiếu ở dinh-chinh.csv: khóa ở {_keep(keys, out)}." if keys.is_file() else ""
        reason = error.evalue if error.ename.endswith("Error") else f"{error.ename}: {error.evalue}"
        raise RunError(
            f"Sổ tay {name} dừng ở ô {error.cell_index + 1}: {reason}\n"
            f"Bản chạy hỏng giữ ở {kept}; kết quả có từ trước (nếu có) không bị thay đổi.{mend}"
        ) from error
    finally:
        os.environ.pop("PIPELINE_OUT", None)


@contextmanager
def _stopped_by_hand():
    """KeyboardInterrupt after Ctrl+C, the kernel ended: nbclient, which ends it, goes on with a kernel that died."""
    pressed, add = [], asyncio.SelectorEventLoop.add_signal_handler

    def noted(loop, number, callback, *words):
        return add(loop, number, lambda: (pressed.append(number), callback(*words)))

    asyncio.SelectorEventLoop.add_signal_handler = noted
    try:
        yield
    except Exception as error:
        raise KeyboardInterrupt if pressed else error from error
    finally:
        asyncio.SelectorEventLoop.add_signal_handler = add


def _keep(file, out):
    kept = out / "loi" / file.name
    project.write(kept, file.read_bytes())
    return kept


def _pages(work_project, work):
    from pipeline import export

    synthetic = work_project.survey.synthetic
    for name in NOTEBOOKS:
        page = export.notebook_html(work / "notebooks" / f"{name}.ipynb", synthetic=synthetic)
        (work / "notebooks" / f"{name}.html").write_text(page, encoding="utf-8")
    (work / "run.json").write_text(json.dumps(_evidence(work_project), ensure_ascii=False, indent=1), encoding="utf-8")
    (work / "index.html").write_text(export.index_html(work_project.survey, work, TITLES), encoding="utf-8")


def _evidence(work_project):
    """What is needed to repeat the run: the raw file's checksum, the questionnaire's version, the software."""
    return {
        "source": project.source(work_project),
        "survey": work_project.survey.title,
        "questionnaire_version": work_project.survey.form.version,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in EVIDENCE},
    }


def _put_in_place(work, target):
    """Old results are moved aside, the new ones in, then the old deleted: a kill in between loses neither."""
    for fresh in sorted(work.iterdir()):
        place = target.processed if fresh.name == "processed" else target.out / fresh.name
        old = place.with_name(f".cu-{place.name}")
        _remove(old)
        for kept in place.glob(".git*"):
            shutil.copy(kept, fresh)
        if place.exists():
            os.replace(place, old)
        place.parent.mkdir(parents=True, exist_ok=True)
        os.replace(fresh, place)
        _remove(old)


def _remove(path: Path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
