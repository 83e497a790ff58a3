"""The questionnaire on paper, as a Document: boxes to tick, who skips what in words, a sheet for comments."""

import re
from dataclasses import replace
from itertools import groupby

from pipeline.claims import names
from pipeline.claims.asked import asked_of
from pipeline.report import head
from pipeline.report.model import NOTE, Column, Document, Emph, Head, Heading, PageBreak, Paragraph, Row, Table
from pipeline.report.numbering import numbered

NAME, COMMENTS = "phieu-xin-y-kien", "GÓP Ý CHO PHIẾU HỎI"
BOX, DOTS = "☐", "…" * 28
MANY, LINES = 20, 12  # choices, over which a name is written instead; empty lines of the sheet for comments
HOW = {
    "nominal": "Chọn một phương án.",
    "ordinal": "Chọn một phương án.",
    "multiple": "Có thể chọn nhiều phương án.",
    "rank": "Ghi 1 vào ô của phương án xếp thứ nhất, 2 vào ô xếp thứ hai …",
}
TEST = re.compile(
    r"""\s*(?:selected\(\s*\$\{(?P<of>[\w-]+)\}\s*,\s*(?P<q>['"])(?P<code>[^'"]*)(?P=q)\s*\)"""
    r"""|\$\{(?P<name>[\w-]+)\}\s*(?P<sign>!?=)\s*(?P<r>['"])(?P<value>[^'"]*)(?P=r))\s*"""
)
BACK = "Phiếu không ghi họ tên. Xin đánh dấu × vào ô chọn; mỗi câu làm theo lời dặn ở đầu câu."


def paper(form, survey=None):
    """The Document of a questionnaire (``form``); with its ``survey`` it has the head of the survey's papers.

    Every question that can be answered is there in its order: choices with boxes, grids as a table, lines to write on,
    and above them the heading of their group. A condition is said in words, that of a part under its heading; one too
    long for words names the questions it asks for.
    """
    blocks = [_head(form, survey), Paragraph((BACK,), NOTE)]
    for section in form.sections:
        blocks += [Heading(1, section.label)] if section.label else []
        blocks += _part(form, section)
        questions = [_without(question, section.relevant) for question in section.questions]
        for block, group in groupby(questions, key=lambda q: q.block):
            blocks += [Heading(2, block)] if block else []
            for _, run in groupby(group, key=_grid):
                blocks += _run(form, [*run])
    layout = head.head(survey)["layout"] if survey else "plain"
    (made,) = numbered([Document(NAME, form.title, "Phiếu", (*blocks, *_comments()), layout)])
    plain = (replace(block, number="") if isinstance(block, Table) else block for block in made.blocks)
    return replace(made, blocks=tuple(plain))


def _part(form, section):
    """Who answers a part of the questionnaire."""
    asked = replace(section.questions[0], above=(), relevant=section.relevant) if section.questions else None
    said = skip(form, asked).replace("Câu này", "Phần này") if asked else ""
    return [Paragraph((Emph((said,)),), NOTE)] if said else []


def _without(question, condition):
    """A question with its conditions but the one that its part says."""
    return replace(question, above=tuple(each for each in question.above if each != condition))


def _grid(question):
    """The grid it may be a row of: its scale, or under a group's heading its list of choices."""
    is_row = question.points or question.block and question.kind == "nominal"
    return (question.list_name, question.condition, question.choice_filter) if is_row else question.name


def _run(form, run):
    """Questions that share their choices: a table, where they are two under a heading or three without one."""
    if len(run) > (1 if run[0].block else 2):
        return _battery(form, run)
    return [block for question in run for block in _question(form, question)]


def _head(form, survey):
    texts = head.head(survey) | {"number": "", "place": ""} if survey else {"layout": "plain"}
    kind, _, about = form.title.partition(" ") if form.title.isupper() else ("PHIẾU XIN Ý KIẾN", "", form.title)
    return Head(texts, (kind, about.strip() or form.title))


def _question(form, question):
    if question.kind == "none":
        return [Paragraph((question.label,))] if question.type == "note" and question.label else []
    return [
        Heading(2, f"{question.label}{' *' if question.required else ''}"),
        Paragraph((*_told(form, question), _answer(question)), NOTE),
    ]


def _answer(question):
    """Boxes, or lines to write on."""
    if question.kind == "text":
        return f"Trả lời:\n{DOTS}\n{DOTS}"
    if question.kind in ("number", "date"):
        return f"Trả lời: {DOTS}"
    if len(question.offered) > MANY:
        return f"Ghi tên: {DOTS}"
    return "\n".join(f"{BOX} {choice.label}" for choice in question.offered)


def _told(form, question):
    """Who answers it and how."""
    hint = question.hint.strip()
    how = "" if hint and question.kind == "multiple" else HOW.get(question.kind, "")
    said = " ".join(filter(None, (skip(form, question), how, hint)))
    return [Emph((said,)), "\n"] if said else []


def _battery(form, run):
    first = run[0]
    labels = [choice.label for choice in first.offered]
    wide = 52 / max(len(labels), 1)
    columns = (Column("Nội dung", 48), *(Column(label, wide) for label in labels))
    rows = tuple(Row((q.label, *[BOX] * len(labels))) for q in run)
    said = " ".join(filter(None, (skip(form, first), "Mỗi dòng chọn một ô.")))
    return [Table(said, columns, rows)]


def skip(form, question):
    """Who answers a question, in words: "Chỉ trả lời nếu chọn “Có” ở Câu 9."; "" where everybody does."""
    rule = question.condition
    if not rule:
        return ""
    joint = " and " if " and " in rule else " or "
    tests = [TEST.fullmatch(piece) for piece in rule.split(joint)]
    if (" and " in rule and " or " in rule) or not all(tests):
        return f"Câu này {asked_of(form, question)}."
    said = [_condition(form, test) for test in tests]
    return f"Chỉ trả lời nếu {(' và ' if joint == ' and ' else ' hoặc ').join(dict.fromkeys(said))}."


def _condition(form, test):
    name, code = test["of"] or test["name"], test["code"] or test["value"] or ""
    place = (names.number(form[name].label) if name in form else "") or names.topic(form, name)
    if not code:
        return f"{'có trả lời' if test['sign'] == '!=' else 'không trả lời'} {place}"
    label = next((c.label for c in form[name].offered if c.name == code), code) if name in form else code
    return f"{'không ' if test['sign'] == '!=' else ''}chọn “{label}” ở {place}"


def _comments():
    """The sheet of the comment round."""
    columns = (Column("Câu", 10), Column("Ý kiến góp ý", 45), Column("Đề nghị sửa thành", 45))
    rows = tuple(Row(("\n", "", "")) for _ in range(LINES))
    return [
        PageBreak(),
        Heading(1, COMMENTS),
        Paragraph(("Dành cho vòng lấy ý kiến về phiếu; người trả lời phiếu không cần ghi trang này.",)),
        Table("Ý kiến đối với từng câu hỏi", columns, rows),
        Paragraph((f"Người, đơn vị góp ý:\n{DOTS}",)),
    ]
