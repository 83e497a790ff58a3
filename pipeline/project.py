"""Where the files of one run are, and the reading and writing the notebooks do."""

import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipeline import basis, files, git_filter, plain_text, sources
from pipeline import survey as surveys
from pipeline.basis import finished  # noqa: F401
from pipeline.files import in_vietnamese
from pipeline.paths import ROOT, SURVEY, path_of
from pipeline.questionnaire.names import nearest
from pipeline.sources import ProjectError, RawFile, corrections, raw_bytes, raw_table, raw_tables  # noqa: F401
from pipeline.survey import Survey, sampling

# Tables here are many and short: text held as Arrow costs a fifth of a whole run more, the same bytes come of both.
pd.options.mode.string_storage = "python"
WORKING = ".dang-chay-"  # a run makes its results in a folder of this name, beside those of the last one
STEPS = {
    "responses.parquet": "01_ingest",
    "source.json": "01_ingest",
    "columns.csv": "01_ingest",
    "answers.parquet": "02_clean",
    "frequencies.csv": "03_describe",
}


@dataclass(frozen=True)
class Project:
    """One survey and its folders: the raw file (``sources``: all of them), the processed data, and the outputs.

    ``survey`` carries the marks of the data that its last run read; ``declared`` is what survey.yaml says.
    """

    survey: Survey
    raw: Path | None
    out: Path
    processed: Path
    sources: tuple[RawFile, ...] = ()
    declared: Survey | None = None

    @property
    def tables(self):
        """Folder of the tidy tables."""
        return self.out / "tables"

    @property
    def figures(self):
        """Folder of the report's charts."""
        return self.out / "figures"


MOST_TEXT = 1_000_000  # bytes of what the authors wrote


def needs_folder():
    """ProjectError where pip installed the package alone: notebooks and the sample are in the project's folder."""
    if not (ROOT / "notebooks").is_dir():
        raise ProjectError(
            "Bản cài bằng pip không có sổ tay, phiếu mẫu và dữ liệu mẫu; chúng nằm trong thư mục dự án. Tải cả thư mục"
            " (git clone, hoặc tệp .zip), vào đó rồi chạy: python3 run.py"
        )


def at(survey="", raw="", out="", encoding=""):
    """The Project of a survey.yaml (default: the variable PIPELINE_SURVEY, then the shipped one).

    Relative paths are relative to the project folder. ``raw`` (a path, or several) overrides the files named in
    survey.yaml; ``encoding`` is that of text files; ``out`` (or the variable PIPELINE_OUT) overrides outputs/, and then
    the processed data go to a folder inside it. Raises ProjectError, SurveyError or QuestionnaireError.
    """
    if "ipykernel" in sys.modules:  # a notebook, which is about to hold answers
        git_filter.set_up(ROOT)
    found = survey_of(survey or os.environ.get("PIPELINE_SURVEY", ""))
    named = _sources(found, [raw] if isinstance(raw, (str, Path)) else raw, encoding)
    folder = path_of(out or os.environ.get("PIPELINE_OUT") or "outputs")
    processed = ROOT / "data" / "processed" if folder == ROOT / "outputs" else folder / "processed"
    return Project(_marked(found, processed), named[0].path if named else None, folder, processed, named, found)


def survey_of(text=""):
    """The Survey of a survey.yaml (default: the shipped one) as it says itself, whatever was run before.

    Relative paths are relative to the project folder. Raises SurveyError or QuestionnaireError.
    """
    if not text:
        needs_folder()
    return surveys.read(path_of(text or SURVEY))


def _sources(survey, given, encoding):
    """The raw files that were given, else those of survey.yaml; a given file that is named there keeps its mode."""
    named = {(survey.path.parent / source.file).resolve(): source for source in survey.raw}
    for source in (*given, *(source.file for source in survey.raw)):
        sources.refuse_address(source)
    paths = [path_of(path) for path in given if path] or list(named)
    own = [(path, named.get(path)) for path in paths]
    return tuple(RawFile(p, s.mode if s else "", encoding or (s.encoding if s else "")) for p, s in own)


def told(project):
    """Which survey a notebook works on, and where its results go.

    In a run without the title, which the index bears: a changed title alone then runs no step but the report's.
    """
    if project.out.name.startswith(WORKING):
        return f"Cuộc điều tra: {_near(project.survey.path)} → {_near(project.out.parent)}"
    return f"Cuộc điều tra: {project.survey.title}\n  {_near(project.survey.path)} → {_near(project.out)}"


def _near(path):
    return path.relative_to(ROOT).as_posix() if path.is_relative_to(ROOT) else path


def _marked(survey, processed):
    """Data of this survey's last run that say they are synthetic mark it, whatever survey.yaml says."""
    found = _last_source(processed)
    if found.get("of") != _name(survey):
        return survey
    if found["kind"] == "rehearsal":  # it was held before the survey opened, whenever that was
        survey = replace(survey, collection=replace(survey.collection, opens=None, closes=None))
    return replace(survey, synthetic=bool(survey.synthetic or found["synthetic"]))


def _last_source(processed):
    path = processed / "source.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}


def _name(survey):
    """Which survey a run was of: its file and folder, which name no machine, and its form id."""
    return {"survey": "/".join(survey.path.parts[-2:]), "form_id": survey.form.form_id}


def _refuse_another_survey(project):
    """ProjectError when the folder holds what was made of another survey."""
    found = project.survey and _last_source(project.processed)
    if found and found.get("of") != _name(project.survey):
        other = found.get("of", {}).get("survey", "không ghi tên")
        raise ProjectError(
            f"{project.processed} giữ dữ liệu của cuộc điều tra khác ({other}), không phải {project.survey.path.name} ở"
            f" {project.survey.path.parent}: chạy 01_ingest cho cuộc điều tra này, hoặc chỉ đúng --out THƯ_MỤC."
        )


def save_source(project, *, kind, rows, synthetic):
    """Writes what was read – file name, SHA-256, kind, rows, synthetic or not – beside the responses; returns it."""
    source = sources.described(project, kind=kind, rows=rows, synthetic=synthetic) | {"of": _name(project.survey)}
    _write(project.processed / "source.json", json.dumps(source, ensure_ascii=False, indent=1).encode())
    return source


def source(project):
    """What ``save_source`` wrote, as a dict."""
    return json.loads(_needed(project.processed / "source.json").read_text(encoding="utf-8"))


def save_data(project, name, frame):
    """Writes a frame of respondents as ``name``.parquet in the processed folder, whole or not at all; nobody but the
    owner and the group of the file may read it."""
    _write(project.processed / f"{name}.parquet", frame.to_parquet(index=False), files.PRIVATE)


def save_private(project, name, frame):
    """Writes rows about single people for the researcher's eye as ``name``.csv in the processed folder."""
    _write(project.processed / f"{name}.csv", frame.to_csv(index=False).encode("utf-8-sig"), files.PRIVATE)


def data(project, name):
    """A frame of respondents written by an earlier step; ProjectError names the step to run when it is missing, or made
    under another survey.yaml or questionnaire."""
    path = _needed(project.processed / f"{name}.parquet")
    _refuse_another_survey(project)
    basis.check(project, basis.MADE.get(name, ()))
    return pd.read_parquet(path)


def analysed(project):
    """The answers that are in the analysis, one row a person. ProjectError where there is none."""
    answers = data(project, "answers")
    if not answers["analysed"].any():
        raise ProjectError(
            f"Không phiếu nào được đưa vào phân tích ({len(answers)} phiếu nhận được): mọi phiếu đều trống hoặc bị loại"
            " theo quality › drop. Xem bảng cờ ở sổ tay 02, sửa ngưỡng hoặc chờ thêm phiếu."
        )
    return answers[answers["analysed"]].reset_index(drop=True)


def valid(project):
    """The answers that are not blank, those dropped for their quality among them."""
    answers = data(project, "answers")
    return answers[~answers["blank"]].reset_index(drop=True)


def design(project, weight, *, intervals=False):
    """What the functions of describe, weight and infer take as ``weight=``: the column of weights (None: no weights),
    or the ``Design`` that survey.yaml declares; for ``intervals`` what the weights were fitted to counts in any case.
    """
    fitted = len(table(project, "convergence")) > 0
    return sampling.design(project.survey, weight, calibrated=fitted, intervals=intervals)


def save_table(project, name, frame):
    """Writes a tidy table as UTF-8 CSV with BOM, so that Excel shows Vietnamese; returns the frame for display.

    Numbers keep ten digits: what processors add otherwise lies behind them, so that two machines write the same bytes.
    """
    floats = frame.select_dtypes("float").apply(lambda column: column.map(_ten_digits, na_action="ignore"))
    _write(project.tables / f"{name}.csv", frame.assign(**floats).to_csv(index=False).encode("utf-8-sig"))
    return frame


def _ten_digits(number):
    return float(f"{number:.10g}")


def table(project, name):
    """One tidy table that an earlier step wrote; ProjectError names the step to run when it is missing."""
    return _csv(_needed(project.tables / f"{name}.csv"))


def tables(project):
    """Every tidy table written so far: name → frame. ProjectError when the frequencies are not among them, or a
    notebook made its tables under another survey.yaml, of other answers or with other weights."""
    found = sorted(_needed(project.tables / "frequencies.csv").parent.glob("*.csv"))
    _refuse_another_survey(project)
    basis.check(project, tuple(basis.RESTS))
    return {path.stem: _csv(path) for path in found}


def _csv(path):
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""])


def remarks(project):
    """What the authors wrote for the report in nhan-dinh.md beside survey.yaml; "" where there is none."""
    path = project.survey.path.parent / "nhan-dinh.md"
    return plain_text.read(path, most=MOST_TEXT) if path.is_file() else ""


def source_kind(project):
    """What kind of file the answers came from ("rehearsal", "store", …); "" before anything was read."""
    return _last_source(project.processed).get("kind", "")


def last_data(project, name):
    """A frame of respondents as this survey's last finished run left it, or None; a run works in its own folder."""
    is_running = project.out.name.startswith(WORKING)
    folder = at(str(project.survey.path), out=str(project.out.parent)).processed if is_running else project.processed
    path = folder / f"{name}.parquet"
    is_ours = _last_source(folder).get("of", _name(project.survey)) == _name(project.survey)
    return pd.read_parquet(path) if path.is_file() and is_ours else None


def report_tables(project):
    """The tables as the report wants them: the tests with their family, the scales with their reliability, no weighted
    margins and no design where the tables were made without."""
    found = tables(project)
    from pipeline.weight.intervals import CLASSES, SAMPLE

    without = (CLASSES, ("weights", "design_effect")), (SAMPLE, ("sampling",))
    lost = [name for said, names in without if not _say(found, said) for name in names]
    found |= {name: found[name].iloc[:0] for name in lost if name in found}
    if "families" in found:
        found["tests"] = found["tests"].assign(family=found["families"]["family"])
    if "reliability" in found and "scales" in found:
        extra = found["reliability"][["item", "alpha", "item_rest"]]
        found["scales"] = found["scales"].merge(extra, on="item", how="left")
    return found


def _say(found, words):
    """Whether 03 worked with weights, with the design of the sample: it says so beside its estimates."""
    notes = found["estimates"]["note"].dropna() if "estimates" in found else pd.Series()
    return notes.empty or notes.str.contains(words).any()


def _needed(path):
    if not path.exists():
        step = STEPS.get(path.name, "bước trước")
        beside = [other.stem for other in path.parent.glob(f"*{path.suffix}")]
        near = nearest(path.stem, beside) if path.name not in STEPS else ""
        raise ProjectError(
            f"Chưa có {path.name} trong {path.parent}. {f'Có phải «{near}»? ' if near else ''}"
            f"Nếu chưa chạy: chạy {step} trước (hoặc lệnh run để chạy cả chuỗi)."
            " Kết quả nằm ở thư mục khác: thêm --out THƯ_MỤC như khi chạy."
        )
    return path


def _write(path, content, rights=files.ALL):
    """A new file beside, then a rename: a full disk or a killed process never leaves half a file."""
    try:
        files.whole(path, content, rights)
    except OSError as error:
        raise ProjectError(f"Không ghi được {path.name}: {in_vietnamese(error)} Tệp cũ (nếu có) còn nguyên.") from error


write = _write  # also for the files a person keeps beside survey.yaml
