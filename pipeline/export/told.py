"""Claims as the report prints them: their sentences, with the number of the table that bears each."""

import re

from markupsafe import Markup

from pipeline import vi
from pipeline.export.grid import is_weighted, table

PLACE = "\ue000{}\ue001"  # stands for the number of a table that the page has not counted yet
PLACES = re.compile(r"( \(|; )\ue000([^\ue001]*)\ue001(\)?)")


def sentence(claim, words=None):
    """The sentence of a claim, or these words of it, with the place of its table."""
    text, place = (words or claim.sentence).removesuffix("."), PLACE.format(claim.label)
    if not claim.label:
        return Markup("{}.").format(text)
    if text.endswith(")"):  # the table goes into the bracket that is there
        return Markup("{}; {}).").format(text[:-1], place)
    return Markup("{} ({}).").format(text, place)


def placed(page, numbers):
    """The page with every place as a link to its table; without it where the page has no such table."""

    def link(found):
        start, label, end = found.groups()
        number = numbers.get(_plain(label))
        return f'{start}<a href="#{anchor(number)}">{number}</a>{end}' if number else end if start == "; " else ""

    return PLACES.sub(link, page)


def _plain(text):
    return str(Markup(text).unescape())


def anchor(number):
    """The name of a table's place on the page: "Bảng 14" → "bang-14"."""
    return f"bang-{number.split()[-1]}"


def of_question(claims, name):
    """Sentences on what everybody answered to one question."""
    kinds = ("share", "order", "scale", "number", "nps")
    return [sentence(c) for c in claims if c.kind in kinds and c.questions == (name,)]


def of_items(claims, names):
    """Sentences on the highest and the lowest item of a battery."""
    return [sentence(c) for c in claims if c.kind == "items" and c.questions[0] in names]


def figures_table(caption, claims, label, tested, tables):
    """What claims rest on: a row a claim with the figure of every group and its test; None where none is printed."""
    body = [[_capital(c.what), _groups(c), tested(c)] for c in claims if c.shown]
    if not body:
        return None
    weighted = "Tỷ lệ, trung bình: gia quyền; số người: không gia quyền." if is_weighted(tables) else ""
    columns = [("So sánh", 32, "chu"), ("Từng nhóm (số người)", 46, "chu"), ("Độ mạnh, p hiệu chỉnh", 22, "so")]
    notes = ["Độ mạnh kèm khoảng tin cậy 95%; các phép so sánh đầy đủ ở Phụ lục.", weighted]
    return table(caption, columns, body, long=True, notes=notes) | {"labels": [label]}


def _capital(text):
    return f"{text[:1].upper()}{text[1:]}"


def _groups(claim):
    return "; ".join(f"{group}: {figure.text} ({vi.number(figure.base)})" for group, figure in claim.shown)
