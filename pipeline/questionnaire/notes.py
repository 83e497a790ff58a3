"""What a reader is told of a form that is read: what was passed over, and what was read otherwise than it stands."""

import re
from collections import Counter, defaultdict

from pyxform import aliases
from pyxform.xls2json import RE_SELECT

from pipeline.questionnaire.rows import SCORE, headings, is_known, rows, setting, survey_rows
from pipeline.questionnaire.types import MEDIA

FEW = 6
GUESSES = "note"  # the column of a drafted questionnaire in which guesses are marked
TEXT = re.compile(r"""'[^']*'|"[^"]*"|\$\{[^}]*\}""")
COLUMN = re.compile(r"(?<![\w/@$.:\-])[^\W\d][\w.\-]*(?![\w.\-]*\s*[(:/])")
OPERATORS = ("and", "or", "div", "mod")
UNUSED_SETTINGS = ("public_key", "submission_url", "auto_send", "auto_delete", "instance_name")
UNUSED_SHEETS = ("entities", "osm", "external_choices")


def notes(sheets, questions, *, had_control_characters, repeated):
    """Vietnamese sentences, each with sheet, rows and what was done."""
    survey, choices = survey_rows(sheets), rows(sheets, "choices")
    found = _passed_over(survey, choices) + _pictures("survey", survey) + _pictures("choices", choices)
    found += _labels(sheets, choices) + _names(questions) + _ranges(survey) + _filters(sheets, survey)
    found += _own_columns(sheets) + _of_themselves(questions)
    if had_control_characters:
        found.append("Phiếu có ký tự điều khiển không in được: đã bỏ (ngắt dòng dọc đổi thành xuống dòng).")
    if repeated:
        found.append(f"sheet choices, {lines(repeated)}: trùng nguyên dòng đã có ở trên, bỏ qua.")
    unused = [name for name in UNUSED_SETTINGS if setting(sheets, name)]
    found += [f"sheet settings: {', '.join(unused)} không dùng đến."] if unused else []
    found += [f"sheet {name}: không dùng đến." for name in UNUSED_SHEETS if getattr(sheets, name)]
    return tuple(found)


def _passed_over(survey, choices):
    skipped = [row for row in survey if row.is_passed_over]
    loose = [row for row in choices if not row["list name"]]
    found = [f"sheet survey, {_lines(skipped)}: dòng chú thích hoặc đã tắt (disabled), bỏ qua."] if skipped else []
    return found + ([f"sheet choices, {_lines(loose)}: không có list_name, bỏ qua."] if loose else [])


def _pictures(sheet, found):
    used = {column: [row for row in found if row[column]] for column in MEDIA}
    return [
        f"sheet {sheet}, {_lines(each)}, cột {column}: hình, tiếng không hiện trên biểu mẫu; chỉ còn nhãn chữ."
        for column, each in used.items()
        if each
    ]


def _labels(sheets, choices):
    listed = [row for row in choices if row["list name"] and row["name"]]
    bare = [row for row in listed if not row["label"]]
    found = [f"sheet choices, {_lines(bare)}: lựa chọn không có nhãn, hiện bằng mã."] if bare else []
    alike, times = defaultdict(dict), Counter((row["list name"], row["name"]) for row in listed)
    for row in listed:
        alike[row["list name"], " ".join(row["label"].split()) or row["name"]].setdefault(row["name"], row)
    found += _few(
        f"sheet choices, {_lines(each.values())}: danh sách «{name}» có {len(each)} mã cùng nhãn «{label}»; bảng ghi"
        f" kèm mã («{label} [{next(iter(each))}]»), tệp trả lời phải chứa mã chứ không phải nhãn."
        for (name, label), each in alike.items()
        if len(each) > 1
    )
    if not aliases.yes_no.get(setting(sheets, "allow_choice_duplicates")):
        return found
    return found + _few(
        f"sheet choices: mã «{code}» của danh sách «{name}» có {n} dòng (allow_choice_duplicates); tính là một."
        for (name, code), n in times.items()
        if n > 1
    )


def _names(questions):
    return _few(
        f"sheet survey, dòng {q.row}: tên «{q.path.rsplit('/', 1)[-1]}» có ở nhiều nhóm; câu này gọi là «{q.name}»."
        for q in questions
        if q.path.rsplit("/", 1)[-1] != q.name
    )


def _few(sentences):
    """The first few sentences of a kind, and how many more there are."""
    found = list(sentences)
    return [*found[:FEW], f"… và {len(found) - FEW} điều như vậy nữa."] if len(found) > FEW + 1 else found


def _ranges(survey):
    """pyxform's 1 and 10 stand where one end is given; where none is, 0 and 10 lose no answer of either scale."""
    ranges = [row for row in survey if row.type == "range" and not row.is_passed_over]
    bare = [row for row in ranges if not row["parameters"]]
    said = f"range không ghi parameters, dùng thang 0–10; nên ghi rõ «{SCORE}» (XLSForm nơi khác hiểu là 1–10)"
    found = [f"sheet survey, {_lines(bare)}: {said}."] if bare else []
    half = [row for row in ranges if row["parameters"] and not {"start", "end"} <= _keys(row["parameters"])]
    said = "range không ghi đủ start và end, chỗ thiếu theo XLSForm là start=1, end=10"
    found += [f"sheet survey, {_lines(half)}: {said}."] if half else []
    ticks = [row for row in ranges if "tick_" in row["parameters"].lower()]
    said = (
        "vạch và nhãn vạch (tick_interval, tick_labelset) của range không hiện; ghi ý nghĩa các điểm vào nhãn hay gợi ý"
    )
    return found + ([f"sheet survey, {_lines(ticks)}: {said}."] if ticks else [])


def _own_columns(sheets):
    """Columns of the survey sheet that no XLSForm has: notes of its authors, or a heading that is misspelt."""
    own = [h for h, plain in headings(sheets, "survey").items() if not is_known(h, plain) and h.lower() != GUESSES]
    used = [h for h in own if any(str(row.get(h) or "").strip() for row in sheets.survey or [])]
    return [f"sheet survey, cột {', '.join(f'«{h}»' for h in used)}: không thuộc XLSForm, bỏ qua."] if used else []


def _of_themselves(questions):
    found = [q for q in questions if re.search(rf"\$\{{\s*{re.escape(q.name)}\s*\}}", q.relevant)]
    return _few(
        f"sheet survey, dòng {q.row}, cột relevant: điều kiện hỏi của «{q.name}» xét chính câu ấy; chưa hỏi thì chưa có"
        " câu trả lời để xét. Ghi tên câu đứng trước."
        for q in found
    )


def _keys(parameters):
    return set(re.findall(r"(\w+)\s*=", parameters.lower()))


def _filters(sheets, survey):
    """Filters by a column that the choices have not: with it blank in every row, most leave nothing to choose."""
    columns = {*headings(sheets, "choices"), *headings(sheets, "choices").values()}
    lists = {row["list name"] for row in rows(sheets, "choices")}
    filtered = [row for row in survey if (kind := RE_SELECT.search(row.type)) and kind["list_name"] in lists]
    return [
        f"sheet survey, dòng {row.number}, cột choice_filter: sheet choices không có cột «{name}», coi như trống ở mọi"
        " dòng; câu không còn lựa chọn nào thì không hỏi."
        for row in filtered
        for name in dict.fromkeys(COLUMN.findall(TEXT.sub(" ", row["choice_filter"])))
        if name not in columns and name.lower() not in OPERATORS and not row.is_passed_over
    ]


def _lines(found):
    return lines([row.number for row in found])


def lines(numbers):
    """«dòng 2, 5, 7», the first few of them."""
    numbers = [str(number) for number in numbers]
    return f"dòng {', '.join(numbers[:FEW])}{', …' if len(numbers) > FEW else ''}"
