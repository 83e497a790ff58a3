"""What a report prints, read back: its words and numbers as a page and as pages on paper hold them."""

import re
import subprocess

from bs4 import BeautifulSoup

NUMBER = re.compile(r"\d+(?:[.,/]\d+)*%?")
ASIDE = "svg, details, script, nav, [aria-hidden=true], .trang-thai, .nguon"  # what paper does not have
# numbers that are no result: of questions, tables, parts, plans, days and hours, of the interval, the least people told
NO_RESULT = re.compile(
    r"“[^“”]*”|\bCâu \d+|\b(?:Bảng|Hình|Phụ lục) \d+|ngày [\d…]+/\d+/\d+|\d+ giờ \d+|[Kk]hoảng tin cậy 95%|\bRR1\b"
    r"|phiên bản \d+|\d+ câu hỏi và mục, trong đó \d+ mục|(?<=trong )\d+ mục|nêu \d+ câu|dưới \d+ người\b"
    r"|(?:dưới|từ|đến|trên) \d+ (?:tuổi|giờ)(?: \d+)?|đến \d+ tuổi|^\d+\. |Quý [IV]+/\d+"
)


def page(path):
    """The page of a document without what paper does not have."""
    main = BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser").main
    for element in main.select(ASIDE):
        element.decompose()
    return main


def of_page(path):
    """(words of a page in their order, its notes of tables)."""
    main = page(path)
    notes = [_plain(note.get_text()) for note in main.select(".bang .chu-thich")]
    for note in main.select(".bang .chu-thich"):
        note.decompose()
    return _plain(main.get_text(" ")), notes


def of_paper(path, notes):
    """Words of a PDF in the order in which they are read aloud, without its contents, charts and these notes."""
    told = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True).stdout
    found, within = [], None
    for line in told.decode("utf-8", "replace").splitlines():
        deep, text = len(line) - len(line.lstrip()), line.strip()
        if within is not None and deep > within:
            continue
        within = deep if text.startswith(("Lbl", "TOC", "Figure")) else None
        if text.startswith('"'):
            found.append(text[1:-1])
        elif text.startswith(("P ", "TD", "TH", "H", "LI", "Caption")):
            found.append(" ")
    words = _plain("".join(found))
    for note in notes:
        words = words.replace(note, " ", 1)
    return words


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
