"""Where the files of one run are, and the reading and writing the notebooks do."""

import hashlib
import json
import os
import sys
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from pipeline import files, git_filter
from pipeline import survey as surveys
from pipeline.files import in_vietnamese
from pipeline.survey import Survey

ROOT = Path(__file__).resolve().parent.parent
SURVEY = "questionnaire/survey.yaml"
STORES = (".sqlite", ".sqlite3", ".db")
STEPS = {
    "responses.parquet": "01_ingest",
    "source.json": "01_ingest",
    "answers.parquet": "02_clean",
    "frequencies.csv": "03_describe",
}


class ProjectError(ValueError):
    """A file of the run that is missing or cannot be used; the message says which and what to do."""


@dataclass(frozen=True)
class Project:
    """One survey and its folders: the raw file, the processed data, and the outputs.

    ``survey`` carries the marks of the data that its last run read; ``declared`` is what survey.yaml says.
    """

    survey: Survey
    raw: Path | None
    out: Path
    processed: Path
    declared: Survey | None = None

    @property
    def tables(self):
        """Folder of the tidy tables."""
        return self.out / "tables"

    @property
    def figures(self):
        """Folder of the charts."""
        return self.out / "figures"


def needs_folder():
    """ProjectError where pip installed the package alone: notebooks and the sample are in the project's folder."""
    if not (ROOT / "notebooks").is_dir():
        raise ProjectError(
            "Bản cài bằng pip không có sổ tay, phiếu mẫu và dữ liệu mẫu; chúng nằm trong thư mục dự án. Tải cả thư mục"
            " (git clone, hoặc tệp .zip), vào đó rồi chạy: python3 run.py"
        )


def at(survey="", raw="", out=""):
    """The Project of a survey.yaml (default: the shipped one). Relative paths are relative to the project folder.

    ``raw`` overrides the file named in survey.yaml; ``out`` (or the variable PIPELINE_OUT) overrides outputs/, and
    then the processed data go to a folder inside it. Raises ProjectError, SurveyError or QuestionnaireError.
    """
    if "ipykernel" in sys.modules:  # a notebook, which is about to hold answers
        git_filter.set_up(ROOT)
    found = survey_of(survey)
    named = path_of(raw) if raw else found.raw and (found.path.parent / found.raw).resolve()
    folder = path_of(out or os.environ.get("PIPELINE_OUT") or "outputs")
    processed = ROOT / "data" / "processed" if folder == ROOT / "outputs" else folder / "processed"
    return Project(_marked(found, processed), named or None, folder, processed, found)


def survey_of(text=""):
    """The Survey of a survey.yaml (default: the shipped one) as it says itself, whatever was run before.

    Relative paths are relative to the project folder. Raises SurveyError or QuestionnaireError.
    """
    if not text:
        needs_folder()
    return surveys.read(path_of(text or SURVEY))


def path_of(text):
    """An absolute path; relative ones are taken from the project folder, wherever a notebook runs."""
    return (ROOT / Path(text).expanduser()).resolve()


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


def raw_bytes(project):
    """Content of the raw file. Raises ProjectError when none is named, it is missing, or it is empty."""
    if project.raw is None:
        raise ProjectError("Chưa có tệp phiếu trả lời: ghi «raw:» trong survey.yaml, hoặc dùng --raw TỆP.")
    if project.raw.is_dir():
        raise ProjectError(f"{project.raw} là thư mục, không phải tệp phiếu trả lời; ghi rõ tên tệp.")
    if not project.raw.is_file():
        raise ProjectError(f"Không tìm thấy tệp phiếu trả lời {project.raw}; kiểm tra «raw:» hoặc --raw.")
    content = project.raw.read_bytes()
    if not content:
        raise ProjectError(f"Tệp {project.raw.name} rỗng (0 byte); xuất lại tệp từ nơi thu phiếu.")
    return content


def raw_table(project):
    """The raw file as ``ingest.read`` gives it; a form's store (.sqlite) is read through the form."""
    from pipeline import ingest

    if project.raw is None or project.raw.suffix not in STORES:
        return ingest.read(raw_bytes(project), project.raw.name)
    from sqlalchemy.exc import DatabaseError

    from pipeline.form import store

    try:
        kind, answers = store.kind_of(project.raw), store.responses(project.raw, project.survey)
    except DatabaseError as error:
        raise ProjectError(f"{project.raw.name} không phải kho phiếu của biểu mẫu; chọn đúng tệp .sqlite.") from error
    _refuse_mixing(project, kind)
    return ingest.RawTable(answers, "rehearsal" if kind == "rehearsal" else "store", {}, {})


def _refuse_mixing(project, kind):
    """Trial answers are never taken for real ones: the store says what it holds, survey.yaml what is wanted."""
    is_pilot = project.survey.collection.pilot
    if (kind == "pilot") != is_pilot and kind != "rehearsal":
        found, wanted = ("chạy thử", "phiếu thật") if kind == "pilot" else ("phiếu thật", "phiếu chạy thử")
        said = f"collection › pilot: {str(is_pilot).lower()}"
        raise ProjectError(
            f"{project.raw.name} giữ {found}, còn survey.yaml ({said}) cần {wanted}."
            " Hai loại không được trộn: chọn đúng kho ở «raw:», hoặc sửa pilot."
        )


def save_source(project, *, kind, rows, synthetic):
    """Writes what was read – file name, SHA-256, kind, rows, synthetic or not – beside the responses; returns it."""
    source = {
        "file": project.raw.name,
        "sha256": hashlib.sha256(raw_bytes(project)).hexdigest(),
        "kind": kind,
        "rows": rows,
        "synthetic": bool(synthetic or (project.declared or project.survey).synthetic or kind == "rehearsal"),
        "of": _name(project.survey),
    }
    _write(project.processed / "source.json", json.dumps(source, ensure_ascii=False, indent=1).encode())
    return source


def source(project):
    """What ``save_source`` wrote, as a dict."""
    return json.loads(_needed(project.processed / "source.json").read_text(encoding="utf-8"))


def save_data(project, name, frame):
    """Writes a frame of respondents as ``name``.parquet in the processed folder, whole or not at all."""
    _write(project.processed / f"{name}.parquet", frame.to_parquet(index=False))


def data(project, name):
    """A frame of respondents written by an earlier step; ProjectError names the step to run when it is missing."""
    path = _needed(project.processed / f"{name}.parquet")
    _refuse_another_survey(project)
    return pd.read_parquet(path)


def analysed(project):
    """The answers that are in the analysis, one row a person."""
    answers = data(project, "answers")
    return answers[answers["analysed"]].reset_index(drop=True)


def valid(project):
    """The answers that are not blank, those dropped for their quality among them."""
    answers = data(project, "answers")
    return answers[~answers["blank"]].reset_index(drop=True)


def save_table(project, name, frame):
    """Writes a tidy table as UTF-8 CSV with BOM, so that Excel shows Vietnamese; returns the frame for display.

    Numbers keep ten digits: what processors add otherwise lies behind them, so that two machines write the same bytes.
    """
    floats = frame.select_dtypes("float").apply(lambda column: column.map(_ten_digits, na_action="ignore"))
    _write(project.tables / f"{name}.csv", frame.assign(**floats).to_csv(index=False).encode("utf-8-sig"))
    return frame


def _ten_digits(number):
    return float(f"{number:.10g}")


def tables(project):
    """Every tidy table written so far: name → frame. ProjectError when the frequencies are not among them."""
    found = sorted(_needed(project.tables / "frequencies.csv").parent.glob("*.csv"))
    _refuse_another_survey(project)
    return {path.stem: pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False, na_values=[""]) for path in found}


def source_kind(project):
    """What kind of file the answers came from ("rehearsal", "store", …); "" before anything was read."""
    return _last_source(project.processed).get("kind", "")


def last_data(project, name):
    """A frame of respondents as this survey's last finished run left it, or None; a run works in its own folder."""
    is_running = project.out.name.startswith(".dang-chay-")
    folder = at(str(project.survey.path), out=str(project.out.parent)).processed if is_running else project.processed
    path = folder / f"{name}.parquet"
    is_ours = _last_source(folder).get("of", _name(project.survey)) == _name(project.survey)
    return pd.read_parquet(path) if path.is_file() and is_ours else None


def report_tables(project):
    """The tables as the report wants them: the tests with their family, the scales with their reliability."""
    found = tables(project)
    if "families" in found:
        found["tests"] = found["tests"].assign(family=found["families"]["family"])
    if "reliability" in found and "scales" in found:
        extra = found["reliability"][["item", "alpha", "item_rest"]]
        found["scales"] = found["scales"].merge(extra, on="item", how="left")
    return found


def save_figure(project, name, figure, alt):
    """Writes a chart as PNG with its alternative text beside it; returns the picture for a notebook to show."""
    from IPython.display import Image

    from pipeline import charts

    picture = charts.png(figure)
    _write(project.figures / f"{name}.png", picture)
    _write(project.figures / f"{name}.txt", alt.encode())
    return Image(picture, width=760, alt=alt)


def alts(project):
    """Alternative texts of the charts: file name → text."""
    return {f"{p.stem}.png": p.read_text(encoding="utf-8") for p in sorted(project.figures.glob("*.txt"))}


def _needed(path):
    if not path.exists():
        step = STEPS.get(path.name, "bước trước")
        raise ProjectError(
            f"Chưa có {path.name} trong {path.parent}: chạy {step} trước (hoặc `python3 run.py` để chạy cả chuỗi)."
            " Kết quả nằm ở thư mục khác: thêm --out THƯ_MỤC như khi chạy."
        )
    return path


def _write(path, content):
    """A new file beside, then a rename: a full disk or a killed process never leaves half a file."""
    try:
        files.whole(path, content)
    except OSError as error:
        raise ProjectError(f"Không ghi được {path.name}: {in_vietnamese(error)} Tệp cũ (nếu có) còn nguyên.") from error


write = _write  # also for the files a person keeps beside survey.yaml
