"""A small survey with every kind of question, its printed tables, and the words of the documents made of them."""

import re

import pandas as pd

from pipeline import claims, report
from pipeline import survey as surveys
from pipeline.claims import Estimate, Gap
from pipeline.export import drawing
from pipeline.report import grid, model, told

FORM = """
| survey |
| | type | name | label |
| | begin_group | a | A. Chung |
| | select_one sex | sex | Câu 1. Giới tính? |
| | select_multiple net | net | Câu 2. Dùng mạng nào? |
| | integer | hours | Câu 3. Bao nhiêu giờ? |
| | begin_group | b | Câu 4. Đồng ý không? |
| | select_one agree | i1 | a) Nhanh |
| | select_one agree | i2 | b) Vui |
| | end_group | | |
| | text | say | Câu 5. Kiến nghị? |
| | end_group | | |
| choices |
| | list_name | name | label |
| | sex | m | Nam |
| | sex | f | Nữ |
| | net | z | Zalo |
| | net | f | Facebook & bạn |
| | agree | 1 | Rất không |
| | agree | 2 | Không |
| | agree | 3 | Có |
| | agree | 4 | Rất có |
| | agree | kyk | Không có ý kiến |
| settings |
| | form_title | form_id |
| | Phiếu thử | thu |
"""
YAML = """
title: Dùng mạng
questionnaire: q.md
synthetic: {synthetic}
owner: {{name: Ban Tuyên giáo, superior: Đảng ủy, place: Thái Nguyên}}
scales: {{agree: {{apart: [kyk]}}}}
banners: [sex]
comparisons: [{{name: Mức độ, questions: [net], by: [sex]}}]
inference: {{outcomes: [{{question: i1, by: [sex]}}]}}
report: {{layout: {layout}, lead: [{lead}]}}
"""


def survey(folder, synthetic="true", layout="party", lead="net, i1, hours", more=""):
    """The survey as its files in a folder say it; ``more``: further lines of survey.yaml."""
    (folder / "q.md").write_text(FORM, encoding="utf-8")
    (folder / "s.yaml").write_text(YAML.format(synthetic=synthetic, layout=layout, lead=lead) + more, encoding="utf-8")
    return surveys.read(folder / "s.yaml")


FAILED = "Không tính được: một nhóm."


def frame(name, *rows):
    """Rows of a printed table, its last columns left out."""
    return pd.DataFrame(rows, columns=grid.COLUMNS[name].split()[: len(rows[0])])


def tables():
    """What the notebooks print of the survey: a hidden count, a difference that matters and one that does not."""
    nan = float("nan")
    agree = [("Rất không", 10, 10), ("Không", 20, 20), ("Có", 40, 40), ("Rất có", 25, 25), ("Không có ý kiến", 5, 5)]
    verdict = ("χ² Pearson", 100, 9.0, 1, 0.003)
    return {
        "frequencies": frame(
            "frequencies",
            ("net", "Câu 2", "Zalo", 3412, 68.24, 5000),
            ("net", "Câu 2", "Facebook & bạn", 1000, 20.0, 5000),
            *(("i1", "a) Nhanh", option, n, p, 100) for option, n, p in agree),
        ),
        "on_scale": frame(
            "on_scale",
            *(("i1", "a) Nhanh", "option", option, n, p / 0.95, 95) for option, n, p in agree[:4]),
            ("i1", "a) Nhanh", "apart", *agree[4], 100),
        ),
        "crosstabs": frame(
            "crosstabs",
            ("net", "Zalo", "sex", "Nam", 300, 61.5, 488),
            ("net", "Zalo", "sex", "Nữ", nan, nan, 512),
            ("net", "Facebook & bạn", "sex", "Nam", 12, 2.4, 488),
            ("net", "Facebook & bạn", "sex", "Nữ", nan, nan, 512),
        ),
        "banners": frame(
            "banners",
            ("net", "option", "Zalo", "sex", "Nam", 300, 61.5, 488),
            ("net", "option", "Zalo", "sex", "Nữ", 415, 81.0, 512),
            *(("i1", row, "", "(tổng số)", "Tổng số", n, n / 0.95, 95) for row, n in (("top2", 65), ("bottom2", 30))),
        ),
        "tests": frame(
            "tests",
            ("net/z", "sex", *verdict, 0.01, 0.35, "V Cramér", 0.2, 0.5, "Mức độ", "", ""),
            ("net/f", "sex", *verdict, 0.04, 0.02, "V Cramér", 0, 0.09, "Mức độ", "", ""),
            ("hours", "sex", "", nan, nan, nan, nan, nan, nan, "", nan, nan, "Mức độ", "", FAILED),
        ),
        "intervals": frame(
            "intervals",
            *(
                ("net", o, "sex", g, 30, p, p - 5, p + 5, 488)
                for o, p in (("Zalo", 61.5), ("Facebook & bạn", 2.4))
                for g in ("Nam", "Nữ")
            ),
            *(("i1", "Có", "sex", g, 20, 40.0, 30.0, 50.0, 50) for g in ("Nam", "Nữ")),
        ),
        "residuals": frame("residuals", *((q, "Zalo", "sex", "Nam", 300, 488, 2.5) for q in ("net", "hours"))),
        "distributions": frame("distributions", ("hours", 1.0, 30), ("hours", 2.0, 60)),
        "numbers": frame("numbers", ("hours", "Câu 3", 90, 2.5, nan, 2, 1, 3.5, *[nan] * 6)),
        "open_answers": frame(
            "open_answers", ("say", "0", "Không nêu ý kiến", 60, 60.0, 100), ("say", "1", "Tập huấn", 40, 40.0, 100)
        ),
        "quotes": frame("quotes", ("say", "1", "Tập huấn", "mở lớp <b>ngắn</b>")),
    }


def coded():
    """The same with codes under a net, how they were decided, their tests and how far coders agree."""
    codes = [
        ("say", "net A", "Học tập", 50, 50.0, 100, "", "nhóm lớn", "", 10, 20, 20),
        ("say", "K1", "Tập huấn", 40, 40.0, 100, "Học tập", "mã", "đã duyệt", 10, 15, 15),
        ("say", "K2", "Tài liệu", 12, 12.0, 100, "Học tập", "mã", "đề xuất", 0, 5, 7),
        ("say", "chua", "Chưa mã hóa", 50, 50.0, 100, "", "ngoài", "", 0, 0, 0),
    ]
    verdict = ("χ² Pearson", 100, 0.01, 0.35, "V Cramér", "")
    return tables() | {
        "open_answers": frame("open_answers", *codes),
        "open_coding": frame("open_coding", ("say", 100, 0, 10, 20, 20, 0, 50, 90.0, 93.0, 88.0, 61.0, 60)),
        "open_tests": frame("open_tests", ("say/K1", "sex", *verdict)),
        "open_crosstabs": frame(
            "open_crosstabs",
            ("say", "Tập huấn", "sex", "Nam", 20, 31.5, 60),
            ("say", "Tập huấn", "sex", "Nữ", 20, 50.0, 40),
        ),  # fmt: skip
        "agreement": frame("agreement", ("say", "", "Mọi mã", 30, 90.0, 0.81, 0.8)),
    }


def made(survey, tables, remarks=""):
    """(signed report, annex) of these tables and the authors' words."""
    written = report.read(remarks, survey, tables)
    told = [*claims.found(survey, tables), *report.claims_of(written)]
    return report.documents(survey, tables, told, written)


SYLLABLES = 28  # of a finding in bold: 20 Vietnamese words


def findings(document):
    """The text of every finding in bold, without the place of its table."""
    lines = [block.parts for block in document.of(model.Paragraph)]
    lines += [parts for block in document.of(model.Items) for parts in block.items]
    bold = [part for parts in lines for part in parts if isinstance(part, model.Strong)]
    return [claims.said([part for part in strong.parts if not isinstance(part, model.Ref)]) for strong in bold]


def drawn(documents):
    """The documents with their charts drawn."""
    return drawing.drawn(documents)


def words(*documents):
    """Every word of these documents in their order, a block a line."""
    return "\n".join(said(block) for document in documents for block in document.blocks)


def said(block):
    """The words of one block: of a table caption, heads, cells and notes; of a chart title, measure and its text."""
    found = []
    for texts in texts_of(block):
        found.append("".join(map(_text, texts)) if isinstance(texts, tuple) else str(texts))
    return "\n".join(found).replace("\u00a0", " ")


def texts_of(block):
    """What a block says: strings, and tuples of parts."""
    kind = type(block).__name__
    if kind == "Table":
        cells = [cell for row in block.rows for cell in row.cells]
        heads = [column.title for column in block.columns] + [title for title, _ in block.spans]
        return [f"{block.number} {block.caption}", *heads, *cells, *block.notes]
    return {
        "Heading": lambda: [f"{block.number} {block.text}".strip()],
        "Paragraph": lambda: [block.parts],
        "Items": lambda: list(block.items),
        "Box": lambda: [block.title, *block.paragraphs],
        "Figure": lambda: [block.number, block.title, block.measure, block.alt],
        "Quote": lambda: [block.text, block.of],
        "Head": lambda: [*block.title, *(" ".join(v) if isinstance(v, list) else v for v in block.texts.values())],
        "Signature": lambda: [*block.receivers, *block.signer, block.name],
        "Contents": lambda: [block.title],
        "PageBreak": list,
    }[kind]()


def parts_of(block):
    """Every part of a block, however deep: words, figures, references."""
    return [part for texts in texts_of(block) if isinstance(texts, tuple) for part in _deep(texts)]


def under(document, title):
    """The blocks after the heading that has these words, up to the next of its level or higher."""
    blocks = list(document.blocks)
    at = next(n for n, b in enumerate(blocks) if isinstance(b, model.Heading) and title in b.text)
    level, found = blocks[at].level, []
    for block in blocks[at + 1 :]:
        if isinstance(block, model.Heading) and block.level <= level:
            break
        found.append(block)
    return found


def text_under(document, title):
    """The words of these blocks."""
    return "\n".join(map(said, under(document, title)))


def table_of(document, label):
    """The table that bears a label, its cells as text."""
    (found,) = [table for table in document.of(model.Table) if label in table.labels]
    return found


def rows_of(table):
    """The cells of a table as text, blanks as blanks."""
    return [["".join(map(_text, c)) if isinstance(c, tuple) else c.replace("\u00a0", " ") for c in row.cells]
            for row in table.rows]  # fmt: skip


def loose(documents, found):
    """Figures that the documents print and no claim holds: (table, column, value)."""
    known = {(e.table, e.column, e.value) for claim in found for e in claim.estimates}
    parts = [part for document in documents for block in document.blocks for part in parts_of(block)]
    return {(e.table, e.column, e.value) for e in told.figures_of(parts)} - known


def _deep(parts):
    for part in parts:
        inner = getattr(part, "parts", None)
        yield from _deep(inner) if inner is not None else [part]


def _text(part):
    if isinstance(part, str):
        return part
    if isinstance(part, (Estimate, Gap)):
        return part.text
    if isinstance(part, model.Ref):
        return f"{part.before}{part.text}{part.after}"
    return "".join(map(_text, part.parts))


def checked(*documents):
    """Checks that no heading is empty, no paragraph blank and no missing value printed, and returns all words."""
    for document in documents:
        blocks = [*document.blocks, model.Heading(0, "hết")]
        for block, after in zip(blocks, blocks[1:], strict=False):
            if isinstance(block, model.Heading):
                assert (
                    not isinstance(after, (model.Heading, model.PageBreak)) or getattr(after, "level", 0) > block.level
                )
            for texts in texts_of(block) if isinstance(block, (model.Paragraph, model.Items)) else []:
                assert said(model.Paragraph(texts)).strip()
    text = words(*documents)
    assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b|<NA>|\(\)| ,| \.|  |\.\.(?!\.)|“”", text)
    return text
