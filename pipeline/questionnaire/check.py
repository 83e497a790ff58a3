"""What is wrong with an XLSForm's sheets: one Vietnamese line a problem, with sheet, row, column and the mend."""

import re
from collections import Counter
from difflib import get_close_matches

from pyxform import aliases
from pyxform.parsing.expression import is_xml_tag
from pyxform.xls2json import RE_BEGIN_CONTROL, RE_END_CONTROL, RE_SELECT

from pipeline.questionnaire.rows import KNOWN, headings, is_known, rows, setting, survey_rows
from pipeline.questionnaire.types import MEDIA, RETIRED, is_asked, is_known_type, known_types, type_mend

DIALECT = {"showif": "relevant", "optional": "required", "class": "appearance", "explanations": "hint"}
WORDS = ("label", "hint", *MEDIA)
REFERENCE = re.compile(r"\$\{\s*(?:last-saved#)?([^}]+?)\s*\}")
ELSEWHERE = re.compile(r"\.(csv|xml|geojson)$|\$\{")  # lists that are no list of the choices sheet


def is_xlsform(sheets):
    """Whether sheets are meant as a questionnaire; what is in others, raw answers say, stands in no message."""
    is_beside = bool({"choices", "settings"} & {name.lower() for name in sheets.sheet_names})
    if not sheets.survey:
        return is_beside or bool(_near_survey(sheets))
    plain = set(headings(sheets, "survey").values())
    kinds = {row.type for row in rows(sheets, "survey") if row.type}
    is_typed = is_beside or "type" not in plain or any(map(_near_type, kinds))
    return len(plain & {"type", "name", "label"}) > 1 and is_typed


def _near_type(kind):
    first = kind.split()[0].lower()
    is_known = is_known_type(kind) or first in RETIRED
    return is_known or bool(get_close_matches(first, known_types(), n=1, cutoff=0.7))


def _near_survey(sheets):
    return get_close_matches("survey", [name.lower() for name in sheets.sheet_names], n=1, cutoff=0.5)


def problems(sheets):
    """Lines naming every problem in the raw sheets that pyxform read; an empty list when there is none."""
    survey = [row for row in survey_rows(sheets) if not row.is_passed_over]
    if not survey:
        return [_no_survey(_near_survey(sheets))]
    heads = {plain: heading for heading, plain in reversed(headings(sheets, "survey").items())}
    if missing := _column_problems(sheets, heads):
        return missing
    choices = rows(sheets, "choices")
    lists = {row["list name"] for row in choices} | {row.get("list_name") for row in sheets.external_choices or []}
    names = Counter(row["name"] for row in survey if row["name"] and not RE_END_CONTROL.search(row.type))
    found = []
    for row in survey:
        found += _row_problems(row, lists, heads)
        found += _reference_problems(row, names, heads)
    found += _double_names(survey, heads) + _group_problems(survey, heads) + _loop_problems(survey, heads)
    return found + _no_choices(sheets, survey) + _choice_problems(sheets, choices, _several(survey))


def where(row, column, heads=None):
    """The place of a cell in the survey sheet, as messages name it."""
    return f"sheet survey, dòng {row.number}, cột {(heads or {}).get(column, column)}"


def _no_survey(near):
    renamed = near and near[0] != "survey"
    mend = (
        f"Đổi tên sheet «{near[0]}» thành «survey»."
        if renamed
        else "Ghi câu hỏi vào sheet «survey» với cột type, name, label."
    )
    return f"không có sheet «survey» hoặc sheet rỗng. {mend}"


def _no_choices(sheets, survey):
    """The sheet that was meant for the choices, where questions want some and there are none."""
    near = get_close_matches("choices", [name.lower() for name in sheets.sheet_names], n=1, cutoff=0.8)
    if sheets.choices or near in ([], ["choices"]) or not any(RE_SELECT.search(row.type) for row in survey):
        return []
    return [f"không có sheet «choices». Đổi tên sheet «{near[0]}» thành «choices»."]


def _column_problems(sheets, heads):
    columns = headings(sheets, "survey")
    is_dialect = "showif" in heads or any(re.fullmatch(r"choice\d+", plain) for plain in heads)
    known, found = {*KNOWN["survey"][0], *KNOWN["survey"][1]}, []
    for heading, plain in columns.items():
        name = re.split("::?", heading)[0].strip().lower()
        if is_dialect and (name in DIALECT or re.fullmatch(r"choice\d+", name)):
            mend = DIALECT.get(name, "sheet choices")
            found.append(
                f"sheet survey, dòng 1, cột {heading}: cột của dạng phiếu khác (formr); XLSForm dùng «{mend}»."
            )
        elif plain == heading and name not in known and plain not in known:
            near = [c for c in get_close_matches(name, known, n=1, cutoff=0.8) if c not in heads and c != "name"]
            near += [c for c in ("name",) if get_close_matches(name, [c], cutoff=0.8) and c not in heads]
            found += [f"sheet survey, dòng 1, cột {heading}: không có cột này; có phải «{c}»?" for c in near[:1]]
    missing = [need for need in ("type", "name") if need not in heads]
    is_silent = all(_is_silent(row) for row in survey_rows(sheets) if not row.is_passed_over)
    missing += [] if is_silent or any(column in heads for column in WORDS) else ["label"]
    found += [f"sheet survey, dòng 1: thiếu cột «{need}» (có: {', '.join(columns)}). Thêm cột này." for need in missing]
    return found + (_dialect_types(sheets) if is_dialect else [])


def _dialect_types(sheets):
    wrong = [row for row in survey_rows(sheets) if row.type and not is_known_type(row.type)]
    return [f"{where(row, 'type')}: không có loại «{row.type}». {type_mend(row.type)}" for row in wrong]


def _row_problems(row, lists, heads):
    if not row.type:
        return [f"{where(row, 'type', heads)}: trống. Ghi loại câu hỏi (text, select_one DANH_SÁCH, …)."]
    if row.type in aliases.settings_header:
        return []
    found = []
    if row.type in aliases.select:
        found.append(f"{where(row, 'type')}: «{row.type}» thiếu tên danh sách. Viết «{row.type} TÊN_DANH_SÁCH».")
    elif not is_known_type(row.type):
        found.append(f"{where(row, 'type')}: không có loại «{row.type}». {type_mend(row.type)}")
    else:
        found += _list_problems(row, lists) + _parameter_problems(row, heads)
    return found + (_name_problems(row, heads) if not RE_END_CONTROL.search(row.type) else [])


def _list_problems(row, lists):
    parts = RE_SELECT.search(row.type) or RE_BEGIN_CONTROL.search(row.type)
    name = parts and parts["list_name"]
    if not name or name in lists or ELSEWHERE.search(name):
        return []
    near = get_close_matches(name, [other for other in lists if other], n=1)
    mend = f"Có phải «{near[0]}»?" if near else "Thêm danh sách này vào sheet choices, cột list_name."
    return [f"{where(row, 'type')}: danh sách «{name}» không có trong sheet choices. {mend}"]


def _parameter_problems(row, heads):
    written = row["parameters"].lower() if RE_SELECT.search(row.type) else ""  # as pyxform reads them
    given = dict(re.findall(r"(\w+)\s*=\s*([^\s,;]+)", written))
    place, is_shuffled = where(row, "parameters", heads), given.get("randomize", "false")
    if is_shuffled not in ("true", "false"):
        return [f"{place}: randomize phải là true hoặc false, không là «{is_shuffled}»."]
    seed = given.get("seed", "0")
    if "seed" in given and is_shuffled != "true":
        return [f"{place}: seed chỉ dùng cùng randomize=true."]
    if not re.fullmatch(r"\$\{[^}]+\}|[+-]?\d+(\.\d+)?", seed):
        return [f"{place}: seed phải là một số hoặc ${{tên_câu_hỏi}}, không là «{seed}»."]
    return []


def _name_problems(row, heads):
    name = row["name"]
    if not name and row.type not in ("note", "audit"):
        return [f"{where(row, 'name', heads)}: trống. Đặt tên không dấu, không khoảng trắng."]
    if name and not (is_xml_tag(name) and re.fullmatch(r"[^\W\d][\w.\-]*", name)):
        return [f"{where(row, 'name', heads)}: «{name}» không hợp lệ. Bắt đầu bằng chữ, chỉ gồm chữ, số, gạch dưới."]
    if name == "meta":
        return [f"{where(row, 'name', heads)}: «meta» là tên dành riêng của XLSForm. Đặt tên khác."]
    if not _is_silent(row) and not any(row[column] for column in WORDS):
        return [f"{where(row, 'label', heads)}: câu hỏi «{name}» không có nhãn. Ghi lời câu hỏi."]
    return []


def _is_silent(row):
    """Whether nobody sees it, so that it needs no words."""
    return not is_asked(row.type) or bool(row["calculate"] or row["trigger"])


def _double_names(survey, heads):
    named = [row for row in survey if row["name"] and not RE_END_CONTROL.search(row.type)]
    times = Counter(row.path for row in named)
    return [
        f"{where(row, 'name', heads)}: «{row['name']}» dùng {times[row.path]} lần trong cùng một nhóm. Mỗi câu hỏi cần"
        " một tên riêng."
        for row in named
        if times[row.path] > 1
    ]


def _reference_problems(row, names, heads):
    found = []
    for column, text in row.cells.items():
        is_read = column not in ("type", "name", "trigger") and is_known(heads[column], column)
        for name in REFERENCE.findall(text) if is_read else ():
            if names[name] > 1:
                found.append(
                    f"{where(row, column, heads)}: ${{{name}}} là tên của {names[name]} câu hỏi hay nhóm, không rõ câu"
                    " nào. Đặt cho câu được nhắc một tên riêng."
                )
            elif name not in names and name != "instanceID":
                near = get_close_matches(name, list(names), n=1)
                mend = f"Có phải «{near[0]}»?" if near else "Sửa tên câu hỏi trong ngoặc."
                found.append(f"{where(row, column, heads)}: ${{{name}}} không phải tên câu hỏi nào. {mend}")
    return found


def _group_problems(survey, heads):
    found, open_groups = [], []
    for row in survey:
        begins, ends = RE_BEGIN_CONTROL.search(row.type), RE_END_CONTROL.search(row.type)
        if begins:
            open_groups.append((row, begins["type"]))
        elif ends:
            kinds = {aliases.control[kind] for _, kind in open_groups[-1:]}
            if aliases.control[ends["type"]] not in kinds:
                found.append(f"{where(row, 'type', heads)}: «{row.type}» không khớp nhóm nào đang mở.")
            else:
                open_groups.pop()
    return found + [
        f"{where(row, 'type', heads)}: nhóm «{row['name']}» không có «end_{kind}». Thêm dòng đóng nhóm."
        for row, kind in open_groups
    ]


def _loop_problems(survey, heads):
    """A per cent sign in a loop begins %(label)s or %(name)s; alone it is written twice."""
    loops = {row["name"] for row in survey if (begins := RE_BEGIN_CONTROL.search(row.type)) and begins["list_name"]}
    return [
        f"{where(row, column, heads)}: trong vòng lặp (loop), dấu % viết là %% (trừ %(label)s và %(name)s)."
        for row in survey
        for column, text in row.cells.items()
        if loops & set(row.groups) and re.search(r"%(?!\((label|name)\)s)", text.replace("%%", ""))
    ]


def _several(survey):
    """Names of the lists whose codes stand together in one answer: those codes hold no blanks."""
    parts = [found for row in survey if (found := RE_SELECT.search(row.type))]
    several = ("select all that apply", "rank")
    return {found["list_name"] for found in parts if aliases.select[found["select_command"]] in several}


def _choice_problems(sheets, choices, several):
    found, seen = [], {}
    may_repeat = aliases.yes_no.get(setting(sheets, "allow_choice_duplicates"), False)
    for row in (row for row in choices if row["list name"]):
        key, place = (row["list name"], row["name"]), f"sheet choices, dòng {row.number}, cột name"
        if not row["name"]:
            found.append(f"{place}: trống. Ghi mã của lựa chọn.")
        elif key in seen and not may_repeat:
            found.append(
                f"{place}: mã «{key[1]}» của danh sách «{key[0]}» đã có ở dòng {seen[key]}. Đổi mã; nếu cố ý, ghi"
                " allow_choice_duplicates = yes ở sheet settings."
            )
        elif key[0] in several and len(row["name"].split()) > 1:
            found.append(
                f"{place}: mã «{row['name']}» có khoảng trắng; câu chọn nhiều hay xếp hạng không tách được. Bỏ khoảng"
                " trắng trong mã."
            )
        seen.setdefault(key, row.number)
    return found
