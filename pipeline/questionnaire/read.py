"""Reads an XLSForm file into a Questionnaire; pyxform parses it, our checks say in Vietnamese what is wrong where."""

import csv
import warnings
from dataclasses import asdict, replace
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import Definition, SupportedFileTypes, get_xlsform
from pyxform.xls2xform import convert

from pipeline import plain_text, rules
from pipeline.questionnaire import raw_texts, short
from pipeline.questionnaire.beyond import cells_beyond
from pipeline.questionnaire.check import is_xlsform, problems
from pipeline.questionnaire.model import Questionnaire, QuestionnaireError
from pipeline.questionnaire.notes import notes
from pipeline.questionnaire.refused import in_vietnamese, unreadable
from pipeline.questionnaire.rows import (
    composed,
    rows,
    survey_rows,
    with_plain_blanks,
    with_zero_to_ten,
    without_columns,
    without_control_characters,
    without_headless_cells,
    without_own_columns,
    without_repeats,
)
from pipeline.questionnaire.syntax import syntax_problems
from pipeline.questionnaire.tree import Tree
from pipeline.questionnaire.written import as_written

FORMATS = (".md", ".xlsx", ".xls", ".csv")
TEXTS = (".md", ".csv")
MOST = 20_000_000  # bytes; the longest XLSForms of others have two million
OTHER_FILE = (
    "không phải phiếu hỏi (XLSForm): phiếu cần sheet «survey» với cột type, name, label, và sheet «choices»."
    " Nếu là tệp câu trả lời, dùng lệnh draft để soạn phiếu từ nó."
)
MAX_SHOWN = 20


def read(path):
    """Questionnaire of an XLSForm file (.md, .xlsx, .xls or .csv), in its default language.

    Takes what pyxform takes. Raises QuestionnaireError listing every problem found, each with sheet, row, column and
    the mend.
    """
    path = Path(path)
    found, had_control_characters = without_control_characters(_sheets(path))
    whole, repeated = without_repeats(with_plain_blanks(found))
    found = without_columns(whole, (*short.COLUMNS, raw_texts.COLUMN))
    _refuse(path, problems(found))
    form = _converted(path, found)
    survey = survey_rows(found)
    numbers = {row["name"]: row.number for row in survey} | {row.path: row.number for row in survey}
    _refuse(path, syntax_problems(form.xform, numbers))
    written = {(row["list name"], row["name"]) for row in rows(found, "choices")}
    tree = Tree(form._pyxform, rules.question_names(form.xform), numbers, written)
    made = Questionnaire(
        title=tree.root["title"],
        form_id=tree.root["id_string"],
        version=str(tree.root.get("version", "")),
        languages=tree.languages,
        sections=tree.sections(),
        xform=form.xform,
    )
    said = notes(found, made.questions, had_control_characters=had_control_characters, repeated=repeated)
    named = short.with_shorts(raw_texts.with_raw_texts(replace(made, notes=said), whole), whole)
    return as_written(named, found)


def sheets(path):
    """The raw sheets of an XLSForm file: ``{"survey": [row dicts], "choices": …, "settings": …}``."""
    found, _ = without_control_characters(_sheets(Path(path)))
    return {name: [row for row in getattr(found, name) or [] if row] for name in ("survey", "choices", "settings")}


def _sheets(path):
    if path.is_dir():
        raise QuestionnaireError(f"{path} là thư mục, không phải phiếu hỏi; ghi rõ tên tệp.")
    if path.suffix.lower() not in FORMATS:
        raise QuestionnaireError(
            f"{path.name}: không đọc được đuôi «{path.suffix}»; phiếu phải là {', '.join(FORMATS)}."
        )
    if not path.is_file():
        raise QuestionnaireError(f"Không tìm thấy phiếu hỏi {path}; kiểm tra lại đường dẫn.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of Excel extensions that hold no survey content
            found = get_xlsform(_definition(path))
    except plain_text.TextError as error:
        raise QuestionnaireError(f"{error} Phiếu hỏi phải là {', '.join(FORMATS)}.") from error
    except PyXFormError as error:
        raise QuestionnaireError(f"{path.name}: {unreadable(error) or OTHER_FILE}") from error
    except (TypeError, LookupError, csv.Error) as error:  # what pyxform says of tables that are no XLSForm
        _refuse(path, _beyond(path))
        raise QuestionnaireError(f"{path.name}: {OTHER_FILE}") from error
    found = composed(without_headless_cells(found))
    if not is_xlsform(found):
        raise QuestionnaireError(f"{path.name}: {OTHER_FILE}")
    _refuse(path, _beyond(path))
    return found


def _beyond(path):
    suffix = path.suffix.lower()
    return cells_beyond(_text(path), suffix) if suffix in TEXTS else []


def _text(path):
    return plain_text.decoded(plain_text.content(path, most=MOST), path.name)


def _definition(path):
    """The file's content for pyxform, which reads UTF-8 without a mark only."""
    is_text = path.suffix.lower() in TEXTS
    content = _text(path).encode() if is_text else plain_text.content(path, most=MOST)
    return Definition(BytesIO(content), SupportedFileTypes(path.suffix.lower()), path.stem)


def _refuse(path, found):
    if found:
        shown = [f"  - {line}" for line in found[:MAX_SHOWN]]
        more = [f"  … và {len(found) - MAX_SHOWN} lỗi nữa"] if len(found) > MAX_SHOWN else []
        raise QuestionnaireError("\n".join([f"{path.name}: phiếu có {len(found)} lỗi:", *shown, *more]))


def _converted(path, found):
    """pyxform's result; whatever it says against the form, and wherever it fails, becomes one Vietnamese line."""
    try:
        form = convert(asdict(with_zero_to_ten(without_own_columns(found))))
        ElementTree.fromstring(form.xform)
    except RecursionError as error:
        raise QuestionnaireError(f"{path.name}: các nhóm lồng nhau quá sâu. Bỏ bớt bậc nhóm.") from error
    except (PyXFormError, ElementTree.ParseError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise QuestionnaireError(
            f"{path.name}: phiếu có 1 lỗi:\n  - {in_vietnamese(error, survey_rows(found))}"
        ) from error
    return form
