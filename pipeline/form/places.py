"""Where a survey keeps its store, its secret key and its slips: a folder ``data`` of its own."""

import os

import sqlalchemy as sa

from pipeline.form import whose
from pipeline.form.database import StoreError

SHIPPED = "questionnaire"  # the project's own survey keeps its data beside this folder, every other inside its own


def data_folder(survey):
    """Where a survey's data belong: two surveys share it neither in neighbouring folders nor in one."""
    folder, name = survey.path.parent, survey.path.stem
    if not survey.path.name:
        return folder.cwd() / "data"
    if name != "survey":
        return folder / f"data-{name}"
    return (folder.parent if folder.name == SHIPPED else folder) / "data"


def older_folder(survey):
    """Where an older version kept them: beside the folder that holds survey.yaml, neighbours together."""
    return survey.path.parent.parent / "data" if survey.path.name else data_folder(survey)


def folder(survey, kind):
    """The data folder in use: the survey's own, or the older one while only that holds a store of this survey.

    A store that neighbours shared goes on with the one that has the most answers in it; the others begin their own.
    """
    own, older = data_folder(survey), older_folder(survey)
    if older == own or default_store(own, kind).exists() or not _holds(default_store(older, kind), whose.own(survey)):
        return own
    return older


def left_behind(survey, kind):
    """The older store that neighbours shared and another goes on with, where answers of this survey lie in it; None."""
    store = default_store(older_folder(survey), kind)
    is_left = folder(survey, kind) != older_folder(survey) and _holds(store, whose.readable(survey))
    return store if is_left else None


def address(survey, kind):
    """The store in use: FORM_DATABASE_URL, or the file in the data folder."""
    return os.environ.get("FORM_DATABASE_URL") or default_store(folder(survey, kind), kind)


def default_store(folder, kind):
    """The embedded store of a kind: raw/form.sqlite, form-pilot.sqlite or form-rehearsal.sqlite of a data folder."""
    return folder / "raw" / ("form.sqlite" if kind == "live" else f"form-{kind}.sqlite")


def _holds(path, check):
    """Whether a file is a store that a check of ``whose`` lets pass; it is only read."""
    if not path.is_file():
        return False
    engine = sa.create_engine(sa.URL.create("sqlite", database=str(path)))
    try:
        with engine.connect() as connection:
            check(connection)
    except (StoreError, sa.exc.DatabaseError):
        return False
    finally:
        engine.dispose()
    return True
