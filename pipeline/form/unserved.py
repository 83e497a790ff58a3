"""Which questions the form serves, and what of a questionnaire it refuses: by sheet, row, column, with the mend."""

import re
from xml.etree import ElementTree

from pipeline import rules

XFORMS = "{http://www.w3.org/2002/xforms}"
CONTROLS = {
    "select one": "radio",
    "select all that apply": "check",
    "rank": "rank",
    "integer": "integer",
    "decimal": "decimal",
    "range": "range",
    "text": "text",
    "date": "date",
    "time": "time",
    "datetime": "datetime-local",
    "note": "note",
    "acknowledge": "acknowledge",
    "trigger": "acknowledge",
}
SILENT = {"calculate", "hidden"}
# what a device reports of its owner is never collected: an answer must not be traceable
NOT_COLLECTED = {
    *("start", "end", "today", "deviceid", "subscriberid", "simserial", "phonenumber", "username"),
    *("email", "audit", "start-geopoint", "background-geopoint", "background-audio"),
}
SELECTS = ("select one", "select all that apply", "rank")
KINDS = "select_one, select_multiple, rank, integer, decimal, text, date, time, range, note, calculate"


class FormError(ValueError):
    """A questionnaire the form cannot serve; the message names row and type."""


def refuse_unserved(form):
    """FormError naming every question, group and rule that the form cannot serve; None when there is none."""
    repeats = set(re.findall(r'<repeat nodeset="/[^/"]+/([^"]+)"', form.xform))
    found = [*_types(form, repeats), *_repeats(form, repeats), *_lists(form), *_triggered(form)]
    found += [*_last_saved(form), *_functions(form)]
    if found:
        raise FormError("\n".join(["Biểu mẫu không phục vụ:", *(f"  - sheet survey, {line}" for line in found)]))
    try:
        rules.defaults(form)
    except rules.RuleError as error:
        raise FormError(f"Giá trị mặc định (cột default) không tính được – {error}. Sửa cột default.") from error


def _types(form, repeats):
    served = {*CONTROLS, *SILENT, *NOT_COLLECTED}
    for q in form.questions:
        if q.type not in served and not any(q.path.startswith(f"{path}/") for path in repeats):
            yield f"dòng {q.row}, cột type: câu hỏi «{q.name}» loại «{q.type}». Bỏ câu này hoặc dùng loại: {KINDS}."


def _repeats(form, repeats):
    for path in sorted(repeats):
        inside = [q.row for q in form.questions if q.path.startswith(f"{path}/") and q.row]
        place = f"trước dòng {min(inside)}, cột type" if inside else "cột type"
        yield f"{place}: nhóm «{path}» loại «begin_repeat». Hỏi mỗi lần bằng câu hỏi riêng."


def _lists(form):
    for q in form.questions:
        if q.type in SELECTS and (not q.choices or q.appearance.lstrip().startswith("search(")):
            yield (
                f"dòng {q.row}, cột type: câu hỏi «{q.name}» lấy lựa chọn từ tệp ngoài hoặc câu khác"
                " (select_…_from_file, search()). Chép danh sách vào sheet choices."
            )


def _triggered(form):
    """What is to be worked out when another question changes."""
    events = [e for e in ElementTree.fromstring(form.xform).iter(f"{XFORMS}setvalue") if "changed" in e.get("event")]
    paths = {e.get("ref").split("/", 2)[-1] for e in events}
    for q in form.questions:
        if q.path in paths:
            yield f"dòng {q.row}, cột trigger: câu «{q.name}» tính lại khi câu khác đổi. Bỏ trigger, dùng calculation."


def _last_saved(form):
    """Conditions on the answers of the last time: there are none, so that no answer would ever be right."""
    for bind in ElementTree.fromstring(form.xform).iter(f"{XFORMS}bind"):
        if "__last-saved" in bind.get("constraint", ""):
            question = next(q for q in form.questions if q.path == bind.get("nodeset").split("/", 2)[-1])
            yield (
                f"dòng {question.row}, cột constraint: «{question.name}» dùng ${{last-saved#…}}, phiếu không giữ câu"
                " trả lời lần trước. Bỏ điều kiện này."
            )


def _functions(form):
    for name, column, function in rules.unserved(form):
        row = form[name].row if name in form else "?"
        yield f"dòng {row}, cột {column}: «{name}» dùng {function}(). Viết lại biểu thức không cần hàm này."
