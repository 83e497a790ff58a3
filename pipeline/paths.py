"""Where the project is and how its relative paths are taken; imports nothing, so that a command begins at once."""

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SURVEY = "questionnaire/survey.yaml"


def path_of(text):
    """An absolute path; relative ones are taken from the project folder, wherever a notebook runs."""
    return (ROOT / Path(text).expanduser()).resolve()


def relative(text):
    """A path as it is written down: inside the project relative to it, so that nothing written names a machine."""
    path = path_of(text) if text else None
    return str(path.relative_to(ROOT) if path and path.is_relative_to(ROOT) else path or "")
