"""Runs the notebooks whose code, data or settings changed, and puts their results in place only when all is well."""

from pipeline.run.place import refuse_foreign
from pipeline.run.plan import explained, forced, job, known_parameters, pending, touched
from pipeline.run.preload import warm_up_for
from pipeline.run.record import NAME
from pipeline.run.steps import FOLDER, NOTEBOOKS, PRODUCTS, TITLES, RunError

__all__ = [
    "FOLDER",
    "NOTEBOOKS",
    "PRODUCTS",
    "TITLES",
    "RunError",
    "carried_out",
    "explained",
    "forced",
    "job",
    "known_parameters",
    "pending",
    "refuse_foreign",
    "run",
]


def run(survey="", raw="", out="", parameters=(), encoding="", *, force=False, since="", only=""):
    """Runs what changed since the last run; returns the Path of outputs/index.html.

    ``raw`` is a path or several; ``encoding`` that of text files; ``parameters`` are "name=value" texts for the
    notebooks' parameter cells. A step runs when its notebook, parameters, code, files or the environment changed, by
    content; ``force`` runs all of them, ``since`` ("04") that one and those after it, ``only`` ("03") that one alone.
    When a step fails the last good outputs stay as they were, the failed notebook is kept in ``OUT/loi``, and the steps
    that were finished are not run again by the next run.
    Raises RunError (unknown parameter, missing file, failed notebook), LockError (another run writes into the folder),
    SurveyError, QuestionnaireError, ProjectError; KeyboardInterrupt after Ctrl+C, when the kernels have ended.
    """
    todo = job(survey, raw, out, parameters, encoding)
    carried_out(todo, forced(force, since, only), only)
    return todo.out / "index.html"


def carried_out(todo, again=(), only=""):
    """The same of a ``Job``, ``again`` and ``only`` as ``forced`` knows them; returns whether any step had to run."""
    from pipeline import lock

    refuse_foreign(todo.out)
    with lock.alone(todo.out, "run"):
        sure = {*again} | touched(todo) if (todo.out / NAME).is_file() else {*NOTEBOOKS}
        if sure:
            warm_up_for(sure)  # it will be needed: it loads while the rest is decided
        must = {name for name, _ in pending(todo, again)}
        if must or not (todo.out / "index.html").is_file():
            from pipeline.run import work

            work.run(todo, must, again, only)
            return True
    return False
