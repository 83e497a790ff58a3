"""What a report prints, read back: its words and numbers as a page and as pages on paper hold them."""

import io
import re
import subprocess
import zipfile

import openpyxl
from bs4 import BeautifulSoup

from pipeline import check
from pipeline.check.read import Line
from tests import tagged

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?")
LISTED = ("toc", "table of figures", "contents")
ASIDE = "svg, details, script, nav, [aria-hidden=true], .trang-thai, .nguon"  # what paper does not have
# numbers that are no result: of questions, tables, parts, plans, decisions, days, hours, of the interval, the least
NO_RESULT = re.compile(
    r"“[^“”]*”|\bCâu \d+|\b(?:Bảng|Hình|Phụ lục) (?:PL)?\d+|các bảng PL\d+(?:(?:, | đến )PL\d+)+|ngày [\d…]+/\d+/\d+"
    r"|\d+ giờ \d+|[Kk]hoảng (?:tin cậy )?95%"
    r"|phiên bản \d+|\d+ câu hỏi và mục, trong đó \d+ mục"
    r"|\(tối đa \d+(?: giải pháp)?\)|ít nhất một trong \d+ phương án|có thể lệch \d+,\d điểm %"
    r"|trong \d+ tháng qua|(?<=[Tt]rong )\d+ mục|(?<=ở điểm )\d+(?:(?:, | và )\d+)*|nêu \d+ câu|từ \d+ phương án"
    r"|số \d+/QĐ|\d+ nội dung được nêu|một trong \d+ nội dung"
    r"|từ 1 đến \d+ người|\(trên 80% số câu\)"
    r"|(?:[Dd]ưới|[Tt]ừ|đến|trên) \d+ (?:tuổi|giờ|đến)(?: \d+)?|đến \d+ tuổi|^\d+\. |Quý [IV]+/\d+"
)

WEIGHTED = " (tỷ lệ, trung bình: gia quyền)"
BASES = ("Số người trả lời", "Số người chọn một mức")


def page(path):
    """The page of a document without what paper does not have."""
    main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main
    for element in main.select(ASIDE):
        element.decompose()
    return main


def of_page(path, without=""):
    """(words of a page in their order, its notes of tables); ``without`` these of its elements."""
    main = page(path)
    for element in main.select(without) if without else []:
        element.decompose()
    notes = [_plain(note.get_text()) for note in main.select(".bang .chu-thich")]
    for note in main.select(".bang .chu-thich"):
        note.decompose()
    return _plain(main.get_text(" ")), notes


def figures_of_page(path):
    """The titles of the charts of a page with what they measure, in their order."""
    return [_plain(figure.get_text(" ")) for figure in page(path).select("figure.hinh")]


def without(words, texts):
    """(the words without these texts, whatever blanks they have; where each began)."""
    places = []
    for text in texts:
        found = re.search(r"\s*".join(map(re.escape, "".join(text.split()))), words)
        places.append(found.start())
        words = f"{words[: found.start()]} {words[found.end() :]}"
    return words, places


def of_paper(path, notes):
    """Words of a PDF in the order in which they are read aloud, without its contents, charts and these notes."""
    words = _plain(_aloud(tagged.elements(path)))
    for note in notes:
        words = words.replace(note, " ", 1)
    return words


def _aloud(elements):
    found, within = [], None
    for deep, text in elements:
        if within is not None and deep > within:
            continue
        within = deep if text.startswith(("Lbl", "TOC", "Figure")) else None
        if text.startswith('"'):
            found.append(text[1:-1])
        elif text == "P" or text.startswith(("P ", "TD", "TH", "H", "LI", "Caption")):
            found.append(" ")
    return "".join(found)


def paper_by_poppler(path):
    """The same words, notes among them, as poppler reads them: it takes half a minute for an annex of eighty pages."""
    told = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True).stdout
    lines = told.decode("utf-8", "replace").splitlines()
    return _plain(_aloud((len(line) - len(line.lstrip()), line.strip()) for line in lines))


def results(path):
    """(figures that the prose of a page links to their rows, numbers that it prints beside them, without NO_RESULT)."""
    main, beside = page(path), []
    for table in main.select(".bang, .ky, .dau"):
        table.decompose()
    figures = [_plain(link.extract().get_text()) for link in main.select("a.so-lieu")]
    for block in main.select("p, li"):
        beside += [(n, _plain(block.get_text())) for n in NUMBER.findall(NO_RESULT.sub(" ", _plain(block.get_text())))]
    return figures, beside


def _plain(text):
    return " ".join(text.replace("\u200b", "").split())


def of_word(path):
    """Words of a DOCX in their order, without its contents, headings and notes of tables."""
    left = (*LISTED, "note", "head", "title")
    blocks = check.read(path.read_bytes()).blocks
    texts = [
        block.text if isinstance(block, Line) else " ".join(cell for row in block.rows for cell in row)
        for block in blocks
        if not block.style.startswith(left)
    ]
    return _plain(" ".join(texts))


def of_slides(path):
    """Numbers of the workbooks of the charts of a PPTX, a set a chart."""
    with zipfile.ZipFile(path) as held:
        books = [openpyxl.load_workbook(io.BytesIO(held.read(n))).active for n in sorted(held.namelist()) if
                 n.endswith(".xlsx")]  # fmt: skip
    return [[c for row in b.iter_rows(values_only=True) for c in row if isinstance(c, (int, float))] for b in books]


STATISTICS = {"percent": "% cột", "mean": "Trung bình", "base": "n"}


def of_book(path):
    """{(title of a table, name of a row, statistic, head of a column): number} of every table of a workbook."""
    found = {}
    for sheet in openpyxl.load_workbook(path).worksheets:
        for table in sheet.tables.values():
            head, *rows = ([cell.value for cell in row] for row in sheet[table.ref])
            first = sheet[table.ref][0][0].row - 1
            above = [sheet.cell(row, 1) for row in range(first, 0, -1)]
            title = next((cell.value for cell in above if cell.value and cell.font.b), "")
            for row in rows:
                found |= {
                    (title, row[0], row[1], name): value
                    for name, value in zip(head[2:], row[2:], strict=True)
                    if isinstance(value, (int, float))
                }
    return found


def beside_claims(book, claims, form):
    """(figures of claims that the book of ``of_book`` has, those that are another number there): by question, option,
    group."""
    titles, held, told, differ = {_called(q): q.name for q in form.questions}, {}, [], []
    for (title, label, statistic, head), value in book.items():
        group = re.sub(r" \([A-Z]+\)$", "", head.rpartition(": ")[2])
        held.setdefault((titles.get(title.removesuffix(WEIGHTED)), statistic, group), []).append((label, value))
    for figure in (figure for claim in claims for figure in claim["figures"]):
        row, statistic = figure["row"], STATISTICS.get(figure["column"])
        group = row.get("group", "Tổng số").replace("(tổng số)", "Tổng số")
        near = held.get((row.get("question"), statistic, group), [])
        same = [v for label, v in near if (label.startswith(BASES) if statistic == "n" else label == row.get("option"))]
        told += same[:1]
        differ += [figure] if same and not any(abs(value - figure["value"]) < 1e-6 for value in same) else []
    return told, differ


def _called(question):
    return " – ".join(" ".join(text.split()) for text in (question.block, question.label) if text)
