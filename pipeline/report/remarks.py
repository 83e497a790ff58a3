"""The authors' words (nhan-dinh.md): where they stand in the report, their numbers taken from the printed tables.

A heading names the place ("# Ưu điểm", "# D. Hiểu biết và ứng xử …"); under it paragraphs, lists with dashes, tables.
``{nen_tang/zalo}`` stands for the printed share of an option, ``{nen_tang/zalo@nhom_tuoi/duoi_30}`` for that of a
group, ``{so_tai_khoan}`` for a mean: so the words follow the data, and no number is typed.
"""

import math
import re
from dataclasses import replace

import mistune

from pipeline.claims import Printed, names, reference
from pipeline.claims.model import Claim
from pipeline.questionnaire.names import hint
from pipeline.report import told
from pipeline.report.grid import table
from pipeline.report.model import AUTHORS, Emph, Items, Paragraph, Strong
from pipeline.survey.model import SurveyError

PLACES = ("Tóm tắt", "Mục đích", "Ưu điểm", "Hạn chế", "Nguyên nhân", "Chưa kết luận được", "Kiến nghị")
REFERENCE = re.compile(r"\{([^{}]+)\}")
LETTER = re.compile(r"^\s*(?:[A-ZĐ]|[IVX]+|\d+)[.)]\s+")
HIDDEN = "(không nêu được số liệu)"


def read(text, survey, tables):
    """Place → blocks, of the words of nhan-dinh.md; SurveyError names what is no place or no printed number."""
    places = {_key(name): name for name in (*PLACES, *(s.label for s in survey.form.sections if s.label))}
    held, place, wrong = {}, None, []
    for token in mistune.create_markdown(renderer="ast", plugins=["table"])(text or ""):
        if token["type"] == "heading":
            place = places.get(_key(_words(token)))
            wrong += [] if place else [f"không có chỗ «{_words(token)}». {hint(_words(token), places.values())}"]
        elif place:
            held.setdefault(place, []).append(token)
        elif token["type"] not in ("blank_line", "block_html") and not wrong:
            wrong.append("chữ đứng trước mọi tiêu đề; viết dưới một tiêu đề như «# Ưu điểm».")
    tables = Printed(survey, tables)
    with names.spoken(survey):
        found = {
            place: [b for token in tokens for b in _block(token, lambda text: _figures(text, tables, wrong), wrong)]
            for place, tokens in held.items()
        }
    if wrong:
        raise SurveyError("\n".join(f"nhan-dinh.md: {line}" for line in dict.fromkeys(wrong)))
    return found


def under(source, place):
    """The authors' blocks at a place; none where they wrote nothing there."""
    held = {_key(name): blocks for name, blocks in source.remarks.items()}
    return held.get(_key(place), [])


def claims_of(remarks):
    """A claim a paragraph of the authors that names figures, so that these are kept and audited as all others are."""
    found = []
    for place, blocks in remarks.items():
        for parts in (p for block in blocks for p in _paragraphs(block)):
            if told.figures_of(parts):
                found.append(Claim("authors", "remarks", (place,), (tuple(_flat(parts)),)))
    return found


def _flat(parts):
    for part in parts:
        yield from _flat(part.parts) if isinstance(part, (Strong, Emph)) else [part]


def _paragraphs(block):
    if isinstance(block, Items):
        return block.items
    return [block.parts] if isinstance(block, Paragraph) else [c for r in block.rows for c in r.cells if c]


def _key(name):
    return LETTER.sub("", name).strip().casefold()


def _words(token):
    return "".join(child.get("raw", "") or _words(child) for child in token.get("children", ()))


def _block(token, numbers, wrong):
    """The blocks of one token; what no face can print is added to ``wrong``."""
    kind = token["type"]
    if kind in ("paragraph", "block_text"):
        return [Paragraph(_parts(token, numbers), AUTHORS)]
    if kind == "list":
        return [Items(tuple(_items(token, numbers)), token["attrs"]["ordered"], AUTHORS)]
    if kind == "table":
        return [_table(token, numbers)]
    if kind not in ("blank_line", "thematic_break") and not token.get("raw", "").lstrip().startswith("<!--"):
        start = (token.get("raw") or _words(token)).strip()[:40]
        wrong.append(f"không in được «{start}»; chỉ viết đoạn văn, danh sách, bảng.")
    return []


def _items(token, numbers):
    """The lines of a list, those of a list in it after their own."""
    for line in (line for item in token["children"] for line in item["children"]):
        if line["type"] == "list":
            yield from _items(line, numbers)
        elif line["type"] != "blank_line":
            yield _parts(line, numbers)


def _table(token, numbers):
    head, body = token["children"][0], token["children"][1:]
    titles = [_words(cell) for cell in head["children"]]
    written = [row["children"] for part in body for row in part["children"]]
    rows = [[_parts(cell, numbers) for cell in row] for row in written]
    roots = [math.sqrt(sum(map(_letters, column))) for column in zip(head["children"], *written, strict=True)]
    columns = [(title, 100 * root / sum(roots), "chu") for title, root in zip(titles, roots, strict=True)]
    return replace(table("", columns, rows), kind=AUTHORS)


def _letters(cell):
    """About how many letters a cell prints, and one for its edges."""
    return len(REFERENCE.sub("00,0%", _words(cell))) + 1


def _parts(token, numbers):
    found = []
    for child in token.get("children", ()):
        if child["type"] in ("strong", "emphasis"):
            found.append((Strong if child["type"] == "strong" else Emph)(_parts(child, numbers)))
        elif "children" in child:
            found += _parts(child, numbers)
        else:
            found += numbers(child.get("raw", " "))
    return tuple(found)


def _figures(text, tables, wrong):
    """Words and figures of a text with references in braces; what is no printed number is added to ``wrong``."""
    pieces, found = REFERENCE.split(text), []
    for at, piece in enumerate(pieces):
        if at % 2 == 0:
            found += [piece] if piece else []
        elif (figure := reference.figure(tables, piece)) is not None:
            found.append(figure)
        elif reference.is_known(tables, piece):
            found.append(HIDDEN)  # too few people, as in a trial: the report says so and is made all the same
        else:
            wrong.append(_lost(piece, tables.form))
    return found


def _lost(piece, form):
    name = piece.partition("@")[0].partition("/")[0].strip()
    if name not in form:
        return f"{{{piece}}}: không có câu «{name}». {hint(name, [q.name for q in form.variables])}"
    return f"{{{piece}}}: không bảng nào in số ấy (không có phương án, nhóm gộp hoặc nhóm ấy)."
