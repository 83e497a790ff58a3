"""survey.yaml of a drafted questionnaire: scales, banners, open questions and comparisons, each marked as a guess."""

import json
import re
import textwrap

from pipeline.ingest.text import lower, spaced

MOST_BANNERS, MOST_TESTS, SMALL, SHOWN = 4, 40, 0.05, 12
YAML_WORDS = {"yes", "no", "on", "off", "true", "false", "null", "y", "n"}
DEMOGRAPHIC = re.compile(
    r"giới|\bgender\b|\bsex\b|gioi_?tinh|tuổi|\bage\b|học vấn|trình độ|\bedu|nghề|occupation|công tác|đơn vị"
    r"|chức vụ|vị trí|khu vực|nơi ở|tỉnh|huyện|hôn nhân|marital|relationship|dân tộc|tôn giáo|lớp|khoa|ngành|thu nhập"
    r"|income|status|\bres\b"
)

AGE = re.compile(r"\btuổi\b|\btuoi\b|\bage\b")


def survey_yaml(title, guesses, names, lists, choices, markers=None, source=None):
    """Text of a survey.yaml with Vietnamese remarks; only keys that hold for any survey, nothing on its population."""
    asked = [g for g in guesses if g.type]
    banners = _banners(asked)
    compared = [names[g.column] for g in _compared(asked, banners)]
    by = [names[g.column] for g in banners]
    texts = [names[g.column] for g in asked if g.type == "text"]
    parts = [
        (
            "Nháp tự động. Mọi dòng «# đoán» cần người am hiểu xem lại, sửa rồi xóa chữ «đoán».",
            _head_lines(title, source),
        ),
        ("Thang đo, xếp từ thấp đến cao; apart: lựa chọn đứng ngoài thang.", _scale_lines(asked, lists, choices)),
        (
            "Mã, chữ tính là không trả lời: theo câu hỏi, hoặc all cho mọi câu. Ô trống luôn là không trả lời.",
            _missing_lines(asked, names, markers or {}),
        ),
        (
            "Cách viết số: 1.234,5 (dấu chấm ngăn hàng nghìn) hoặc 1,234.5 (dấu phẩy ngăn hàng nghìn).",
            _number_lines(asked, names),
        ),
        ("Cần người quyết định:", _open_lines(asked, names)),
        (
            "Chia câu ghi số thành nhóm, để chia bảng, gia quyền, so sánh (bỏ dấu # nếu dùng).",
            _group_lines(asked, names),
        ),
        ("Câu hỏi dùng để chia nhóm trong các bảng chéo.", [f"banners: {_listed(by)}  # đoán"]),
        ("Câu trả lời bằng lời, được xếp thành nhóm ý kiến.", [f"open_questions: {_listed(texts)}  # đoán"]),
        ("Các phép so sánh được công bố trước khi tính.", _comparison_lines(compared, by, _left(asked, names))),
        ("Không nêu số liệu của nhóm ít người hơn mức này.", ["privacy: {min_cell: 5}"]),
        ("Cột không đưa vào phiếu:", _left_out_lines(guesses)),
    ]
    return "\n\n".join("\n".join([f"# {remark}", *lines]) for remark, lines in parts if lines) + "\n"


def _head_lines(title, source):
    raw = [f"raw: {json.dumps(source, ensure_ascii=False)}"] if source else []
    return [f"title: {_quoted(title)}  # đoán: tên tệp", "questionnaire: questionnaire.md", *raw]


def _quoted(text):
    return json.dumps(spaced(text), ensure_ascii=False)


def _listed(names):
    return "[" + ", ".join(_quoted(n) if n.lower() in YAML_WORDS else n for n in names) + "]"


def _scale_lines(asked, lists, choices):
    scales = {lists[g.column]: g for g in asked if g.scale}
    if not scales:
        return ["scales: {}"]
    lines = ["scales:"]
    for name, guess in scales.items():
        every = {label for g in asked if lists.get(g.column) == name for label in g.apart}
        codes = [code for label, code in choices[name].items() if label in every]
        lines.append(f"  {name}: {f'{{apart: {_codes(codes)}}}' if codes else '{}'}  # đoán: {guess.scale}")
    return lines


def _codes(codes):
    return "[" + ", ".join(map(_quoted, codes)) + "]"


def _missing_lines(asked, names, markers):
    lines = [f"  all: {_codes(markers)}  # đoán: {_counts(markers)} trong cả tệp"] if markers else []
    for guess in asked:
        said = "; ".join(guess.asked)
        if guess.missing:
            lines.append(f"  {names[guess.column]}: {_codes(guess.missing)}  # đoán: {said}")
    return ["missing:", *lines] if lines else ["missing: {}"]


def _open_lines(asked, names):
    """What a person must settle and no other line says."""
    return [f"#   {names[g.column]}: {said}" for g in asked if not g.missing for said in g.asked]


def _counts(markers):
    return ", ".join(f"«{text}» × {n}" for text, n in markers.items())


def _number_lines(asked, names):
    styled = [g for g in asked if g.numbers]
    lines = [f"  {names[g.column]}: {_quoted(g.numbers)}  # đoán" for g in styled]
    return ["numbers:", *lines] if lines else []


def _group_lines(asked, names):
    """Groups of an age, as a remark."""
    ages = [names[g.column] for g in asked if g.type in ("integer", "decimal") and AGE.search(lower(g.column))]
    groups = {f"nhom_{name}": name for name in ages[:1] if f"nhom_{name}" not in names.values()}
    lines = [f"#   {name}: {{of: {of}, label: Nhóm tuổi, from: [30, 40, 50, 60]}}" for name, of in groups.items()]
    return ["# groups:  # đoán: câu hỏi tuổi", *lines] if lines else []


def _banners(asked):
    """At most four one-choice questions of 2–7 groups of 5 % or more; those that look demographic come first."""
    fit = [g for g in asked if g.type == "select_one" and not g.scale.startswith("thang ") and _splits(g)]
    return sorted(fit, key=lambda g: (not _demographic(g), _scraps(g) > 0, asked.index(g)))[:MOST_BANNERS]


def _demographic(guess):
    return bool(DEMOGRAPHIC.search(lower(guess.column)))


def _splits(guess):
    large = [share for share in guess.share.values() if share >= SMALL]
    return 2 <= len(large) <= 7 and _scraps(guess) <= SMALL


def _scraps(guess):
    return sum(share for share in guess.share.values() if share < SMALL)


def _compared(asked, banners):
    """Scales and the fullest checkbox question, as many as the number of tests allows."""
    several = [g for g in asked if g.type == "select_multiple"][:1]
    ordered = [g for g in asked if g.scale and g not in banners]
    return (several + ordered)[: MOST_TESTS // max(len(banners), 1)]


def _left(asked, names):
    """Closed questions that are neither compared nor compared by, where any are."""
    banners = _banners(asked)
    taken = [*_compared(asked, banners), *banners]
    return [names[g.column] for g in asked if g.labels and g not in taken] if len(taken) > len(banners) > 0 else []


def not_compared_said(asked, names):
    """A sentence on the questions that the drafted comparisons leave out, none where there are none."""
    left = _left(asked, names)
    more = f" và {len(left) - SHOWN} câu nữa (ở survey.yaml)" if len(left) > SHOWN else ""
    said = f"comparisons: nháp chưa so sánh {', '.join(left[:SHOWN])}{more}; cần thì thêm vào questions"
    return [said] if left else []


def _comparison_lines(questions, by, left):
    if not questions or not by:
        return ["comparisons: []"]
    said = f"chưa so sánh (nháp lấy thang đo và một câu chọn nhiều, tối đa {MOST_TESTS} phép): {', '.join(left)}"
    return [
        "comparisons:  # đoán",
        '  - name: "So sánh theo nhóm"',
        f"    questions: {_listed(questions)}",
        f"    by: {_listed(by)}",
        *(f"    # {line}" for line in textwrap.wrap(said, 110) if left),
    ]


def _left_out_lines(guesses):
    return [f"#   «{spaced(g.column)[:80]}» – {g.note}" for g in guesses if not g.type]
