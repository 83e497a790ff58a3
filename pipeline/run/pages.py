"""The pages of the notebooks and the index of all results."""

import json
import platform
from importlib.metadata import version

from pipeline import files
from pipeline.run import kernel, place, plan
from pipeline.run.inputs import checksum
from pipeline.run.steps import NOTEBOOKS, TITLES

EVIDENCE = ("pandas", "numpy", "scipy", "pingouin", "svy", "underthesea", "scikit-learn", "matplotlib", "papermill")


def written(todo, fresh, results, held):
    """The record of the pages of all notebooks in ``results``: those of notebooks that did not run are taken over."""
    now, last, made = plan.step_inputs(todo, plan.PAGES, results, held), held[-1], []
    before = last.found["steps"].get(plan.PAGES, {"inputs": {}, "outputs": {}})
    same = before["inputs"].get("mã") == now["mã"] and before["inputs"].get("tệp") == now["tệp"]
    keys = [key for key in (f"notebooks/{name}.ipynb" for name in NOTEBOOKS) if key in results]
    found = {key: key.replace(".ipynb", ".html") for key in keys}
    for key, page in found.items():
        is_same = same and before["inputs"]["bước trước"].get(key) == now["bước trước"][key]
        if is_same and checksum(last.place(page)) == before["outputs"].get(page):
            place.link(last.place(page), fresh / page)
        elif not (fresh / page).exists():
            made.append(fresh / key)
    kernel.aside(_write_pages, todo, fresh, made) if made else None  # the warm process has loaded what pages need
    return {"inputs": now, "outputs": {page: checksum(fresh / page) for page in found.values()}}


def project_of(todo, fresh):
    """The Project whose results are the ones just written."""
    from pipeline import project

    return project.at(str(todo.survey), out=str(fresh))


def _write_pages(todo, fresh, notebooks):
    from pipeline import export

    synthetic = project_of(todo, fresh).survey.synthetic
    for path in notebooks:
        path.with_suffix(".html").write_text(export.notebook_html(path, synthetic=synthetic), encoding="utf-8")


def write_index(todo, fresh):
    """Writes the index of all results and the evidence by which the run can be repeated."""
    from pipeline import export

    work = project_of(todo, fresh)
    evidence = json.dumps(_evidence(work), ensure_ascii=False, indent=1)
    files.whole(fresh / "run.json", evidence.encode())
    (fresh / "index.html").write_text(export.index_html(work.survey, fresh, TITLES), encoding="utf-8")


def _evidence(work):
    """What is needed to repeat the run: the raw file's checksum, the questionnaire's version, the software."""
    from pipeline import project

    return {
        "source": project.source(work),
        "survey": work.survey.title,
        "questionnaire_version": work.survey.form.version,
        "python": platform.python_version(),
        "packages": {name: version(name) for name in EVIDENCE},
    }
