"""What a step rests on: notebook, parameters, code, files, environment – by content, found without running anything."""

import hashlib
import platform
import re
from functools import cache, lru_cache
from importlib.metadata import distributions
from pathlib import Path

from pipeline import plain_text, yaml_text
from pipeline.paths import ROOT
from pipeline.run import code
from pipeline.run.steps import BESIDE, CLAIMS, FOLDER, NOTEBOOKS, READS, SPOKEN

MOST = 1_000_000  # bytes of a survey.yaml that is read for its keys


def of_step(name, survey, parameters, results, known=None):
    """Everything that decides what a step writes: kind → {name: checksum}.

    ``survey``: path of survey.yaml; ``parameters``: those of the whole run; ``results``: what earlier steps wrote, as
    key ("tables/tests.csv") → checksum; ``known``: what this gave at the last run.
    """
    book = {f"{name}.ipynb": code.digest((FOLDER / f"{name}.ipynb").read_bytes())}
    same = known["mã"] if known and known["sổ tay"] == book else None
    own = {key: code.digest(repr(value)) for key, value in parameters.items() if key in _parameters(name)}
    return {
        "sổ tay": book,
        "tham số": own,
        "mã": code.of_notebook(name, same),
        "tệp": of_files(name, survey, parameters),
        "bước trước": {key: results[key] for key in read(name, results)},
        "môi trường": {"gói": environment()},
    }


def of_files(name, survey, parameters):
    """The same of the files that a notebook reads beside the results of others."""
    return of_survey(survey, name) | _beside(survey, name) | _raw(name, survey, parameters)


def read(name, results):
    """Keys of the results that a step reads; nobody reads the claims again."""
    patterns = READS[name]
    return [key for key in sorted(results) if key != CLAIMS and any(Path(key).match(pattern) for pattern in patterns)]


def _parameters(name):
    text = (FOLDER / f"{name}.ipynb").read_text(encoding="utf-8")
    return set(re.findall(r'"(\w+) = ', text))


def of_survey(survey, name=""):
    """What survey.yaml says to a step, key by key, and the questionnaire and staff list it names.

    A file that is not there counts as such. Comments and blanks in survey.yaml say nothing; a key that only the report
    prints (``SPOKEN``) says nothing to the steps before it.
    """
    said = _mapping(survey)
    if said:
        heard = {key: said[key] for key in said if not name or name in SPOKEN.get(key, NOTEBOOKS)}
        own = {f"{survey.name} › {key}": code.digest(repr(value)) for key, value in heard.items()}
    else:
        own = {survey.name: checksum(survey)}
    named = [said.get("questionnaire") or "questionnaire.md"]
    population = said.get("population")
    named += [population["file"]] if isinstance(population, dict) and population.get("file") else []
    return own | {str(name): checksum(survey.parent / str(name)) for name in named}


def _mapping(survey):
    """survey.yaml as the survey reads it, without a judgement: what is wrong in it is said when it is read."""
    try:
        said = _parsed(plain_text.read(survey, most=MOST))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


@lru_cache(maxsize=8)
def _parsed(text):  # the same text is asked for by every step
    return yaml_text.parsed(text)


def _beside(survey, name):
    found = [path for pattern in BESIDE.get(name, ()) for path in survey.parent.glob(pattern)]
    return {path.name: checksum(path) for path in sorted(found) if path.is_file()}


def _raw(name, survey, parameters):
    if name != NOTEBOOKS[0]:
        return {}
    given = parameters.get("raw") or _mapping(survey).get("raw") or []
    given = given if isinstance(given, list) else [given]
    base = ROOT if parameters.get("raw") else survey.parent
    files = [base / str(one["file"] if isinstance(one, dict) else one) for one in given]
    return {f"phiếu {n}: {path.name}": _answers(path) for n, path in enumerate(files, start=1)}


def _answers(path):
    """Of a store in use, its log too: what was answered last may stand there."""
    log = path.with_name(f"{path.name}-wal")
    return checksum(path) + (checksum(log) if log.is_file() and log.stat().st_size else "")


def checksum(path):
    """Checksum of a file; "" where there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]


@cache
def environment():
    """Checksum of the lock, of Python and of what is installed."""
    lock = ROOT / "requirements.lock"
    installed = sorted(Path(str(d._path)).name for d in distributions() if hasattr(d, "_path"))
    return code.digest(f"{checksum(lock)} {platform.python_version()} {installed}")
