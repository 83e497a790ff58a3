"""Checks of survey.yaml › groups: numbers that can be put in groups, and what may not stand beside them."""

import re
from collections import Counter

from pipeline.questionnaire.model import KIND_WORDS
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.tones import tone_name
from pipeline.survey.model import SurveyError

RESERVED = ("weight", "analysed", "blank", "all", "meta")  # columns of the answers, words of survey.yaml


def check(survey):
    """SurveyError with everything in ``groups`` that cannot be carried out; nothing where all can."""
    found = [told for name, group in survey.groups.items() for told in _problems(survey, name, group)]
    counts = Counter(group.of for group in survey.groups.values())
    found += [
        f"groups: «{of}» chia thành {n} cách; một câu số chỉ chia một cách. Chia nhỏ nhất ở groups, rồi gộp lại ở"
        " tables › nets."
        for of, n in counts.items() if n > 1
    ]  # fmt: skip
    if found := [*found, *_tautologies(survey)]:
        raise SurveyError("\n".join(found))


def _problems(survey, name, group):
    where, form = f"groups › {name}", survey.form
    taken = {*RESERVED, *map(tone_name, survey.open_questions)}
    if not re.fullmatch(r"[^\W\d]\w*", name) or name in taken:
        yield f"{where}: tên này không dùng được; đặt tên khác bằng chữ, số, gạch dưới, như nhom_tuoi."
    if name in {q.name for q in form.questions}:
        yield f"{where}: phiếu đã có câu hỏi «{name}». Đặt tên khác cho nhóm."
    numbers = {q.name: q.label for q in form.questions if q.kind == "number"}
    if group.of not in {q.name for q in form.questions}:
        yield f"{where} › of: phiếu không có câu hỏi «{group.of}». {hint(group.of, numbers or form.by_name, numbers)}"
    elif group.of not in numbers:
        known = f"Câu ghi số: {', '.join(numbers)}." if numbers else "Phiếu không có câu ghi số nào: bỏ khóa này."
        yield f"{where} › of: «{group.of}» không phải câu ghi số (là {KIND_WORDS[form[group.of].kind]}). {known}"
    elif group.of in survey.tables.nps:
        yield f"{where} › of: «{group.of}» ở tables › nps đã chia ba phần; hai cách chia để lộ nhóm ít người. Bỏ một."
    yield from _of_cuts(where, group, is_whole=group.of in numbers and form[group.of].type == "integer")


def _of_cuts(where, group, *, is_whole):
    cuts = group.cuts
    if not cuts or any(low >= high for low, high in zip(cuts, cuts[1:], strict=False)):
        yield f"{where} › from: {_shown(cuts)}; cần các số tăng dần, như [30, 40, 50]."
    elif not all(abs(cut) < float("inf") for cut in cuts):
        yield f"{where} › from: {_shown(cuts)}; cần các con số hữu hạn, như [30, 40, 50]."
    elif is_whole and any(cut != int(cut) for cut in cuts):
        yield f"{where} › from: {_shown(cuts)}; «{group.of}» ghi số nguyên, nên nhóm bắt đầu từ số nguyên."
    if group.labels and len(group.labels) != len(cuts) + 1:
        yield f"{where} › labels: có {len(group.labels)} nhãn cho {len(cuts) + 1} nhóm; ghi một nhãn mỗi nhóm."
    if len({*group.labels}) < len(group.labels) or not all(label.strip() for label in group.labels):
        yield f"{where} › labels: nhãn trùng nhau hoặc để trống. Mỗi nhóm một nhãn riêng."


def _shown(cuts):
    return str([int(cut) if cut == cut and abs(cut) < 1e15 and cut == int(cut) else cut for cut in cuts])


def _tautologies(survey):
    """Where a number stands against its own groups, or in a table that would tell their hidden people."""
    made = {group.of: name for name, group in survey.groups.items()}
    pairs = [(f"comparisons › {f.name}", q, f.by) for f in survey.comparisons for q in f.questions]
    pairs += [(f"inference › outcomes › {o.question} › by", o.question, o.by) for o in survey.inference.outcomes]
    pairs += [("tables › three_way", names[0], names[1:]) for names in survey.tables.three_way if names]
    for where, question, by in pairs:
        if made.get(question, "") in by:
            yield f"{where}: «{made[question]}» chia từ chính «{question}»; so hai câu này không nói thêm gì. Bỏ một."
        if one := next((n for n, g in survey.groups.items() if n == question and g.of in by), ""):
            yield f"{where}: «{one}» chia từ chính «{survey.groups[one].of}»; so hai câu này không nói thêm gì. Bỏ một."
    for names in survey.tables.three_way:
        if names and names[0] in made:
            yield (
                f"tables › three_way: trung bình của «{names[0]}» trong từng ô để lộ nhóm ít người của"
                f" «{made[names[0]]}». Viết «{made[names[0]]}» thay «{names[0]}»."
            )
