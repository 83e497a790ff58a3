"""What of a questionnaire the form reads but does not do as a phone would: said once, when the form is started."""

import re
from xml.etree import ElementTree

from pipeline import rules
from pipeline.form.unserved import NOT_COLLECTED, XFORMS

USABLE = ("start", "end", "today")  # filled in for the rules of others
MORE = 6


def limits(form):
    """Vietnamese sentences for whoever runs the form; none when all is served as it stands."""
    device = [q for q in form.questions if q.type in NOT_COLLECTED]
    found = _line("chỉ dùng trong quy tắc, không lưu", [q for q in device if q.type in USABLE])
    found += _line("dữ liệu thiết bị không thu thập, luôn để trống", [q for q in device if q.type not in USABLE])
    moments = [form[name] for name in rules.fleeting(form) if form[name].type not in NOT_COLLECTED]
    found += _line("tính từ giờ phút hoặc uuid(): hiện được, không bao giờ lưu (cần lưu ngày: today())", moments)
    chance = [q for q in form.questions if "random()" in q.condition]
    found += _line("bước nhảy dùng random() trực tiếp, khi phân tích không biết ai được hỏi; dùng calculate", chance)
    found += _line("readonly có điều kiện không phục vụ, ô vẫn sửa được", _conditionally_fixed(form))
    parts = [q for q in form.questions if q.type == "date" and {"year", "month-year"} & set(q.appearance.split())]
    found += _line("ô ngày luôn đủ ngày, tháng, năm (appearance year, month-year không phục vụ)", parts)
    if "last-saved" in form.xform:
        found.append("${last-saved#…}: phiếu không giữ câu trả lời lần trước, coi là trống.")
    return tuple(found)


def _line(what, questions):
    names = ", ".join(f"«{q.name}» (dòng {q.row})" for q in questions[:MORE])
    return [f"{names}{', …' if len(questions) > MORE else ''}: {what}."] if questions else []


def _conditionally_fixed(form):
    binds = ElementTree.fromstring(form.xform).iter(f"{XFORMS}bind")
    rules_by_path = {bind.get("nodeset").split("/", 2)[-1]: bind.get("readonly", "") for bind in binds}
    paths = {path for path, rule in rules_by_path.items() if not re.fullmatch(r"(true|false)\(\)|", rule)}
    return [q for q in form.questions if q.path in paths]
