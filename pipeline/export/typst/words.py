"""Parts of a sentence → typst: words escaped, numbers and places linked to what they stand for."""

import re
from dataclasses import dataclass

from pipeline.claims.model import Estimate, Gap
from pipeline.export.typst.letters import BREAK, printable
from pipeline.report.model import Emph, Ref, Strong
from pipeline.report.numbering import key_of

NBSP = "\u00a0"
# names such as "Welfare.IncomeExpenditure.IncomeSources.OtherIncome", which no line may hold
LONG = re.compile(rf"[^\s{BREAK}]{{25,}}")
_JOINTS = re.compile(r"(?<=[._/])(?=\w)|(?<=[a-zđ])(?=[A-ZĐ])")
_WHOLE = re.compile(rf"[^{BREAK}]{{30}}(?=[^{BREAK}])")
_SPECIAL = re.compile(r"""[\\#$*_`<>@\[\]~"'=+\-/]|(?<=\d)\.(?=\s|$)|\.(?=\.)|(?<=\.)\.""")


@dataclass(frozen=True)
class Here:
    """What can be linked to: ``anchors`` of blocks of the document, ``rows``: row key → anchor of the row.

    ``moved``: anchors of the figures and tables that go to the next page.
    """

    anchors: frozenset[str]
    rows: dict[str, str]
    moved: frozenset[str] = frozenset()


def words(text):
    """Text as markup that prints it as it is; "\\n" breaks the line."""
    return _SPECIAL.sub(r"\\\g<0>", LONG.sub(_loosened, printable(text))).replace("\n", " \\ ")


def _loosened(word):
    """A very long word with places to break: after its dots, before its capitals, else anywhere."""
    return _WHOLE.sub(rf"\g<0>{BREAK}", _JOINTS.sub(BREAK, word[0]))


def string(text):
    """Text as a string of typst's code."""
    text = printable(text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{text}"'


def inline(parts, here, shape=str):
    """Parts as markup; a lone text counts as one part. ``shape``: done to every text before it is escaped."""
    return "".join(_part(part, here, shape) for part in ((parts,) if isinstance(parts, str) else parts))


def _part(part, here, shape):
    if isinstance(part, str):
        return words(shape(part))
    if isinstance(part, (Strong, Emph)):
        return f"#{'strong' if isinstance(part, Strong) else 'emph'}[{inline(part.parts, here, shape)}];"
    if isinstance(part, Ref):
        return words(part.before) + _place(part, here) + words(part.after)
    return linked(words(shape(part.text)), _row(part, here))


def _place(ref, here):
    text = words(", ".join(name.replace(" ", NBSP) for name in ref.text.split(", ")))
    if ref.file:
        to = f"#nameddest={ref.anchor}" if ref.anchor else ""
        return f"#link({string(f'{ref.file}.pdf{to}')})[{text}];"
    return linked(text, ref.anchor if ref.anchor in here.anchors else "")


def _row(figure, here):
    """Anchor of the row that a figure of a claim is printed in; "" where this document does not print it."""
    figure = figure.high if isinstance(figure, Gap) else figure
    return here.rows.get(key_of(figure), "") if isinstance(figure, Estimate) else ""


def linked(text, anchor):
    """Markup as a link to a place of the document; as it is without one."""
    return f"#link(label({string(anchor)}))[{text}];" if anchor else text


def figures(parts):
    """Every figure of a claim among the parts, those inside others included."""
    for part in () if isinstance(parts, str) else parts:
        if isinstance(part, (Strong, Emph)):
            yield from figures(part.parts)
        elif isinstance(part, Gap):
            yield part.high
        elif isinstance(part, Estimate):
            yield part
