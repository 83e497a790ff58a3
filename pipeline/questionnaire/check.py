"""What is wrong with an XLSForm's sheets: one Vietnamese line a problem, with sheet, row, column and the mend."""

import re
from collections import Counter
from difflib import get_close_matches
from xml.etree import ElementTree

from pyxform.question_type_dictionary import QUESTION_TYPE_DICT

from pipeline import rules

TYPES = {
    *QUESTION_TYPE_DICT,
    *("select_one", "select_multiple", "select_one_from_file", "select_multiple_from_file", "select_one_external"),
    *(f"{edge}{joint}{kind}" for edge in ("begin", "end") for joint in "_ " for kind in ("group", "repeat")),
}
COLUMNS = {
    *("type", "name", "label", "hint", "required", "required_message", "relevant", "constraint", "constraint_message"),
    *("calculation", "choice_filter", "appearance", "default", "readonly", "parameters", "repeat_count", "note"),
    *(
        "guidance_hint",
        "trigger",
        "image",
        "audio",
        "video",
        "media",
        "bind",
        "body",
        "instance",
        "control",
        "disabled",
    ),
    *("calculate", "caption", "relevance", "read_only", "autoplay", "big-image", "save_to", "intent", "count"),
}
DIALECT = {"showif": "relevant", "optional": "required", "class": "appearance", "explanations": "note"}
EXPRESSIONS = ("relevant", "constraint", "calculation", "choice_filter")
LIST_TYPES = ("select_one", "select_multiple", "rank")


def is_xlsform(sheets):
    """Whether sheets are meant as a questionnaire; what is in others, raw answers say, stands in no message."""
    if not sheets.survey:
        return bool({"choices", "settings"} & {name.lower() for name in sheets.sheet_names} or _near_survey(sheets))
    plain = {re.split(r"::?", column)[0].strip().lower() for row in sheets.survey_header or [] for column in row}
    words = {str(row["type"]).split()[0] for row in sheets.survey if str(row.get("type", "")).strip()}
    return len(plain & {"type", "name", "label"}) > 1 and ("type" not in plain or any(map(_near_type, words)))


def _near_type(word):
    return word in TYPES or bool(get_close_matches(word, TYPES, n=1, cutoff=0.7))


def _near_survey(sheets):
    return get_close_matches("survey", [name.lower() for name in sheets.sheet_names], n=1, cutoff=0.5)


def problems(sheets):
    """Lines naming every problem in the raw sheets that pyxform read; an empty list when there is none."""
    if not sheets.survey:
        return [_no_survey(_near_survey(sheets))]
    found = _column_problems(sheets)
    lists = Counter(row.get("list_name", row.get("list name", "")) for row in sheets.choices or [])
    names = [row["name"] for row in sheets.survey if row.get("name") and not _closes(row)]
    for number, row in enumerate(sheets.survey, start=2):
        if row:
            found += _row_problems(number, row, set(lists), names)
    return found + _group_problems(sheets.survey) + _choice_problems(sheets.choices or [])


def syntax_problems(xform, rows):
    """Lines naming the expressions of an XForm that are not valid XPath; ``rows`` gives the sheet row of a name."""
    found = []
    for bind in ElementTree.fromstring(xform).iter("{http://www.w3.org/2002/xforms}bind"):
        name = bind.get("nodeset").rsplit("/", 1)[-1]
        for column in ("relevant", "constraint", "calculate"):
            try:
                rules.parse(bind.get(column, ""))
            except rules.RuleError as error:
                where = f"sheet survey, dòng {rows.get(name, '?')}, cột {column}"
                found.append(f"{where}: biểu thức của «{name}» sai cú pháp XPath ({error}). Sửa lại biểu thức.")
    return found


def _closes(row):
    return str(row.get("type", "")).startswith("end") and str(row["type"]) != "end"


def _no_survey(near):
    renamed = near and near[0] != "survey"
    mend = (
        f"Đổi tên sheet «{near[0]}» thành «survey»."
        if renamed
        else "Ghi câu hỏi vào sheet «survey» với cột type, name, label."
    )
    return f"không có sheet «survey» hoặc sheet rỗng. {mend}"


def _column_problems(sheets):
    columns = list(dict.fromkeys(c for row in sheets.survey_header or [] for c in row if c))
    found = []
    for column in columns:
        plain = re.split(r"::?", column)[0].strip().lower().removeprefix("#")
        if plain in DIALECT or re.fullmatch(r"choice\d+", plain):
            mend = DIALECT.get(plain, "sheet choices")
            found.append(f"sheet survey, dòng 1, cột {column}: cột của dạng phiếu khác (formr); XLSForm dùng «{mend}».")
        elif plain not in COLUMNS and (near := get_close_matches(plain, COLUMNS, n=1, cutoff=0.8)):
            found.append(f"sheet survey, dòng 1, cột {column}: không có cột này; có phải «{near[0]}»?")
    plain = {re.split(r"::?", c)[0].strip().lower() for c in columns}
    found += [
        f"sheet survey, dòng 1: thiếu cột «{need}» (có: {', '.join(columns)}). Thêm cột này."
        for need in ("type", "name", "label")
        if need not in plain
    ]
    return found


def _row_problems(number, row, lists, names):
    where = f"sheet survey, dòng {number}, cột"
    kind = " ".join(str(row.get("type", "")).split())
    if not kind:
        return [f"{where} type: trống. Ghi loại câu hỏi (text, select_one DANH_SÁCH, …)."]
    word = kind if kind in TYPES else kind.split()[0]
    found = []
    if word not in TYPES:
        near = get_close_matches(word, TYPES, n=1, cutoff=0.7)
        mend = f"Có phải «{near[0]}»?" if near else "Dùng loại của XLSForm: text, integer, select_one, select_multiple…"
        found.append(f"{where} type: không có loại «{kind}». {mend}")
    elif word in LIST_TYPES:
        found += _list_problems(where, kind, lists)
    if word in TYPES and not _closes(row):
        found += _name_problems(where, row, kind, names)
    return found + _reference_problems(where, row, names)


def _list_problems(where, kind, lists):
    parts = kind.split()
    if len(parts) < 2:
        return [f"{where} type: «{kind}» thiếu tên danh sách. Viết «{parts[0]} TÊN_DANH_SÁCH»."]
    if parts[1] in lists:
        return []
    near = get_close_matches(parts[1], [name for name in lists if name], n=1)
    mend = f"Có phải «{near[0]}»?" if near else "Thêm danh sách này vào sheet choices, cột list_name."
    return [f"{where} type: danh sách «{parts[1]}» không có trong sheet choices. {mend}"]


def _name_problems(where, row, kind, names):
    name = row.get("name", "")
    if not name and kind not in ("begin_group", "begin group", "audit"):
        return [f"{where} name: trống. Đặt tên không dấu, không khoảng trắng."]
    if name and not re.fullmatch(r"[^\W\d][\w.\-]*", name):
        return [f"{where} name: «{name}» không hợp lệ. Bắt đầu bằng chữ, chỉ gồm chữ, số, gạch dưới."]
    if names.count(name) > 1:
        return [f"{where} name: «{name}» dùng {names.count(name)} lần. Mỗi câu hỏi cần một tên riêng."]
    asked = kind.split()[0] in (*LIST_TYPES, "integer", "decimal", "text", "date", "time", "note", "range")
    if asked and not any(str(v).strip() for k, v in row.items() if k.split("::")[0].split(":")[0] in ("label", "hint")):
        return [f"{where} label: câu hỏi «{name}» không có nhãn. Ghi lời câu hỏi."]
    return []


def _reference_problems(where, row, names):
    found = []
    for column in EXPRESSIONS:
        for name in re.findall(r"\$\{\s*([^}]+?)\s*\}", str(row.get(column, ""))):
            if name.removeprefix("last-saved#") not in names:
                near = get_close_matches(name, names, n=1)
                mend = f"Có phải «{near[0]}»?" if near else "Sửa tên câu hỏi trong ngoặc."
                found.append(f"{where} {column}: ${{{name}}} không phải tên câu hỏi nào. {mend}")
    return found


def _group_problems(survey):
    found, open_groups = [], []
    for number, row in enumerate(survey, start=2):
        kind = str(row.get("type", "")).replace("_", " ")
        if kind.startswith("begin "):
            open_groups.append((number, kind.removeprefix("begin "), row.get("name", "")))
        elif kind.startswith("end "):
            if not open_groups or open_groups[-1][1] != kind.removeprefix("end "):
                found.append(f"sheet survey, dòng {number}, cột type: «{row['type']}» không khớp nhóm nào đang mở.")
            else:
                open_groups.pop()
    return found + [
        f"sheet survey, dòng {number}, cột type: nhóm «{name}» không có «end_{kind}». Thêm dòng đóng nhóm."
        for number, kind, name in open_groups
    ]


def _choice_problems(choices):
    found, seen = [], {}
    for number, row in enumerate(choices, start=2):
        key = (row.get("list_name", row.get("list name", "")), row.get("name", ""))
        if not row:
            continue
        if not all(key):
            found.append(f"sheet choices, dòng {number}, cột list_name/name: trống. Mỗi lựa chọn cần cả hai.")
        elif key in seen:
            found.append(
                f"sheet choices, dòng {number}, cột name: mã «{key[1]}» của danh sách «{key[0]}»"
                f" đã có ở dòng {seen[key]}. Đổi mã."
            )
        seen.setdefault(key, number)
        found += _label_problems(number, row, key, seen)
    return found


def _label_problems(number, row, key, seen):
    labels = {k: v for k, v in row.items() if k.split("::")[0].split(":")[0] == "label" and str(v).strip()}
    if not labels:
        return [f"sheet choices, dòng {number}, cột label: lựa chọn «{key[1]}» không có nhãn. Ghi nhãn."]
    column, label = next(iter(labels.items()))
    same = (key[0], column, " ".join(str(label).split()))
    if same in seen:
        return [f"sheet choices, dòng {number}, cột {column}: nhãn «{label}» trùng dòng {seen[same]}. Đổi nhãn."]
    seen[same] = number
    return []
