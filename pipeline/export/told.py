"""Claims as the report prints them: their sentences, with the number of the table that bears each."""

import re

from markupsafe import Markup

from pipeline import vi
from pipeline.export.grid import even, is_weighted, table

PLACE = "\ue000{}\ue001"  # stands for the number of a table that the page has not counted yet
PLACES = re.compile(r"( \(|; )\ue000([^\ue001]*)\ue001(\)?)")


def sentence(claim):
    """The sentence of a claim with the place of its table."""
    text, place = claim.sentence.removesuffix("."), PLACE.format(claim.label)
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
    """What the claims rest on: the figures of every group of each, with its test; None where no figure is printed."""
    body = []
    for claim in claims:
        if claim.shown:
            body.append([f"{claim.what[:1].upper()}{claim.what[1:]}{tested(claim)}"])
            body += [[group, figure.text, vi.number(figure.base)] for group, figure in claim.shown]
    columns = [("Nhóm", 60, "chu"), *even(["Số liệu", "Số người"], first=60)]
    weighted = "Tỷ lệ, trung bình: gia quyền; số người: không gia quyền." if is_weighted(tables) else ""
    return table(caption, columns, body, long=True, notes=[weighted]) | {"labels": [label]} if body else None
