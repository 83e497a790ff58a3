"""Checks of survey.yaml › tables: what tables are asked for can be made."""

from pipeline.questionnaire.names import choice_hint
from pipeline.survey.model import SurveyError

ALLOWED = {"letters": ("bonferroni", "bh", "none"), "no_opinion": ("in", "out")}


def check(survey):
    """SurveyError names the first value of ``tables`` that no table can be made from, and the mend."""
    for key, allowed in ALLOWED.items():
        if (found := getattr(survey.tables, key)) not in allowed:
            raise SurveyError(f"tables › {key}: «{found}»; dùng một trong {', '.join(allowed)}.")
    for names in survey.tables.nested:
        if len(names) < 2:
            raise SurveyError(f"tables › nested: {list(names)} cần ít nhất hai câu hỏi, câu ngoài viết trước.")
    for names in survey.tables.three_way:
        if len(names) != 3:
            raise SurveyError(f"tables › three_way: {list(names)}; cần ba câu [câu hỏi, theo, trong từng mức của].")
        _distinct(names)
    for name, nets in survey.tables.nets.items():
        _nets(survey.form[name], nets)
    _estimates(survey)


def _estimates(survey):
    for names in survey.tables.ratios:
        if len(names) != 2:
            raise SurveyError(f"tables › ratios: {list(names)}; cần hai câu ghi số [tử, mẫu].")
    for names in survey.tables.contrasts:
        _contrast(survey.form, names)
    for name in survey.tables.nps:
        _eleven(survey.form[name])


def _distinct(names):
    if len(set(names)) < len(names):
        raise SurveyError(f"tables › three_way: {list(names)} nêu một câu hai lần. Bỏ bớt một.")


def _contrast(form, names):
    if len(names) != 3 or names[1] == names[2]:
        raise SurveyError(f"tables › contrasts: {list(names)}; cần [câu hỏi, lựa chọn, lựa chọn khác].")
    question = form[names[0]]
    known = {c.name: c.label for c in question.choices}
    for choice in (c for c in names[1:] if c not in known):
        mend = choice_hint(choice, question, known, known)
        raise SurveyError(f"tables › contrasts › {names[0]}: câu này không có lựa chọn «{choice}». {mend}")


def _eleven(question):
    if question.type == "decimal":
        raise SurveyError(
            f"tables › nps › {question.name}: là câu ghi số lẻ (decimal); NPS cần số nguyên từ 0 đến 10. Bỏ câu này,"
            " hoặc ghi loại integer ở phiếu nếu câu hỏi 0–10."
        )
    if question.points and len(question.points) != 11:
        raise SurveyError(
            f"tables › nps › {question.name}: thang có {len(question.points)} mức; NPS cần thang 11 mức (0–10) hoặc câu"
            " ghi số từ 0 đến 10. Bỏ câu này, hoặc khai báo đủ 11 mức ở scales."
        )


def _nets(question, nets):
    where = f"tables › nets › {question.name}"
    if not isinstance(nets, dict) or not all(isinstance(choices, list) and choices for choices in nets.values()):
        raise SurveyError(f"{where}: cần các dòng «tên nhóm gộp: [lựa chọn, …]».")
    known = {c.name: c.label for c in question.choices}
    for net, choices in nets.items():
        if net in known.values():
            raise SurveyError(f"{where}: «{net}» trùng tên một phương án. Đặt tên khác cho nhóm gộp.")
        for choice in (c for c in choices if str(c) not in known):
            quote = "" if isinstance(choice, str) else " Mã bằng chữ số viết trong dấu nháy."
            mend = choice_hint(choice, question, known, known)
            raise SurveyError(f"{where} › {net}: câu này không có lựa chọn «{choice}». {mend}{quote}")
