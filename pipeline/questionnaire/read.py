"""Reads an XLSForm file into a Questionnaire; pyxform parses it, our checks say in Vietnamese what is wrong where."""

import csv
import re
import warnings
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pyxform.errors import PyXFormError
from pyxform.xls2json_backends import Definition, SupportedFileTypes, get_xlsform
from pyxform.xls2xform import convert

from pipeline import plain_text
from pipeline.questionnaire.check import is_xlsform, problems, syntax_problems
from pipeline.questionnaire.model import Choice, Question, Questionnaire, QuestionnaireError, Section

FORMATS = (".md", ".xlsx", ".xls", ".csv")
TEXTS = (".md", ".csv")
MOST = 20_000_000  # bytes; the longest XLSForms of others have two million
OTHER_FILE = (
    "không phải phiếu hỏi (XLSForm): phiếu cần sheet «survey» với cột type, name, label, và sheet «choices»."
    " Nếu là tệp câu trả lời, dùng lệnh draft để soạn phiếu từ nó."
)
MAX_SHOWN = 20
STEM, HEADINGS = "generated_table_list_label", "reserved_name_for_field_list_labels"  # pyxform's, for table-list


def read(path):
    """Questionnaire of an XLSForm file (.md, .xlsx, .xls or .csv), in its default language.

    Raises QuestionnaireError listing every problem found, each with sheet, row, column and the mend.
    """
    path = Path(path)
    sheets = _sheets(path)
    _refuse(path, problems(sheets))
    try:
        form = convert(_definition(path))
    except RecursionError as error:
        raise QuestionnaireError(f"{path.name}: các nhóm lồng nhau quá sâu. Bỏ bớt bậc nhóm.") from error
    except PyXFormError as error:
        raise QuestionnaireError(f"{path.name}: pyxform không nhận phiếu này – {_in_vietnamese(error)}") from error
    rows = {row["name"]: number for number, row in enumerate(sheets.survey, start=2) if row.get("name")}
    _refuse(path, syntax_problems(form.xform, rows))
    return _questionnaire(form, rows)


def sheets(path):
    """The raw sheets of an XLSForm file: ``{"survey": [row dicts], "choices": …, "settings": …}``."""
    found = _sheets(Path(path))
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
    except (PyXFormError, TypeError, KeyError, csv.Error) as error:  # what pyxform says of tables that are no XLSForm
        raise QuestionnaireError(f"{path.name}: {OTHER_FILE}") from error
    if not is_xlsform(found):
        raise QuestionnaireError(f"{path.name}: {OTHER_FILE}")
    return found


def _definition(path):
    """The file's content for pyxform, which reads UTF-8 without a mark only."""
    content = plain_text.content(path, most=MOST)
    if path.suffix.lower() in TEXTS:
        content = plain_text.decoded(content, path.name).encode()
    return Definition(BytesIO(content), SupportedFileTypes(path.suffix.lower()), path.stem)


def _refuse(path, found):
    if found:
        shown = [f"  - {line}" for line in found[:MAX_SHOWN]]
        more = [f"  … và {len(found) - MAX_SHOWN} lỗi nữa"] if len(found) > MAX_SHOWN else []
        raise QuestionnaireError("\n".join([f"{path.name}: phiếu có {len(found)} lỗi:", *shown, *more]))


def _in_vietnamese(error):
    text = str(error)
    row = re.match(r"\[row : (\d+)\]\s*", text)
    return f"dòng {row[1]}: {text[row.end() :]}" if row else text


def _questionnaire(form, rows):
    tree = form._pyxform
    language = tree["default_language"]
    top = [child for child in tree["children"] if child["name"] != "meta"]
    sections = []
    for node in top:
        if node["type"] in ("group", "repeat"):
            sections.append(_section(node, node["name"], language, rows))
        elif sections and sections[-1].name == "":
            sections[-1] = _extended(sections[-1], _question(node, "", "", language, rows))
        else:
            sections.append(Section("", "", (_question(node, "", "", language, rows),)))
    return Questionnaire(
        title=tree["title"],
        form_id=tree["id_string"],
        version=str(tree.get("version", "")),
        languages=_languages(tree, language),
        sections=tuple(sections),
        xform=form.xform,
    )


def _extended(section, question):
    return Section(section.name, section.label, (*section.questions, question))


def _section(node, name, language, rows):
    questions = tuple(_walk(node, name, node["name"], "", language, rows))
    return Section(name, _text(node.get("label", ""), language), questions)


def _walk(node, section, path, block, language, rows):
    for child in node.get("children", []):
        if child["name"].startswith(STEM):
            block = _text(child.get("label", ""), language)
        elif child["name"].startswith(HEADINGS):
            continue
        elif child["type"] in ("group", "repeat"):
            inner = _text(child.get("label", ""), language) or block
            yield from _walk(child, section, f"{path}/{child['name']}", inner, language, rows)
        else:
            yield replace(_question(child, section, path, language, rows), block=block)


def _question(node, section, path, language, rows):
    bind = node.get("bind", {})
    return Question(
        name=node["name"],
        type=node["type"],
        label=_text(node.get("label", ""), language),
        labels=_by_language(node.get("label", ""), language),
        path=f"{path}/{node['name']}".lstrip("/"),
        section=section,
        choices=tuple(_choice(c, language) for c in node.get("choices", [])),
        list_name=node.get("list_name", ""),
        required=str(bind.get("required", "")).lower() in ("yes", "true", "true()"),
        relevant=bind.get("relevant", ""),
        constraint=bind.get("constraint", ""),
        constraint_message=_text(bind.get("jr:constraintMsg", ""), language),
        hint=_text(node.get("hint", ""), language),
        appearance=node.get("control", {}).get("appearance", ""),
        default=str(node.get("default", "")),
        calculation=bind.get("calculate", ""),
        choice_filter=node.get("choice_filter", ""),
        parameters=dict(node.get("parameters", {})),
        row=rows.get(node["name"], 0),
    )


def _choice(node, language):
    labels = _by_language(node.get("label", node["name"]), language)
    extra = {k: str(v) for k, v in node.items() if k not in ("name", "label", "list_name")}
    return Choice(node["name"], _text(node.get("label", node["name"]), language), labels, extra)


def _text(label, language):
    if isinstance(label, dict):
        label = label.get(language) or next(iter(label.values()), "")
    return " ".join(str(label).split()) if "\n" not in str(label) else str(label).strip()


def _by_language(label, language):
    return {k: str(v) for k, v in label.items()} if isinstance(label, dict) else {language: str(label)}


def _languages(tree, language):
    found = [language]
    for child in tree["children"]:
        label = child.get("label")
        found += [name for name in (label if isinstance(label, dict) else {}) if name not in found]
    return tuple(found)
