"""The report as one self-contained HTML page; the PDF is made from the same page."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import jinja2

from pipeline import claims
from pipeline.export import appendix, compare, figures, lettering, method, models, opinions, results, summary, told
from pipeline.export.head import head

TEMPLATES = Path(__file__).parent / "templates"
COMPOSITION = "Cơ cấu phiếu trước và sau gia quyền so với danh sách"


@dataclass(frozen=True)
class Source:
    """What one report is made from: the survey, its tidy tables and the claims that these bear; ``drawn`` notes the
    charts: name → SVG."""

    survey: object
    tables: dict
    claims: tuple = ()
    drawn: dict = field(default_factory=dict)


def report_html(survey, tables, drawn=None, known=None):
    """The Vietnamese report as one HTML text: styles and charts inside, no script, nothing fetched.

    ``tables``: tidy tables by name (see ``grid.COLUMNS``); one that is missing or empty is left out, or its part says
    why. ``drawn``: a dict that takes every chart of the page as SVG, by its name; ``known``: the claims, where they
    were found already. Every number on the page, and every place in a chart, comes from the tables; missing and
    suppressed values are shown as "–".
    """
    found = claims.found(survey, tables) if known is None else known
    source = Source(survey, tables, tuple(found), {} if drawn is None else drawn)
    parts = _front(source) | _body(source)
    return render("report.html.j2", lettering=lettering.faces(source.drawn.values()), **parts)


def render(template, **context):
    """A template of this package filled in; ``numbered("Bảng")`` gives "Bảng 1", "Bảng 2" … in order of the page.

    ``numbered("Bảng", labels)`` also says which table bears these labels, for the sentences that name it.
    """
    counters, places = {}, {}

    def numbered(word, labels=()):
        number = f"{word} {next(counters.setdefault(word, count(1)))}"
        places.update({label: number for label in labels or () if label not in places})
        return number

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {"numbered": numbered, "anchor": told.anchor}
    return told.placed(environment.get_template(template).render(**context), places)


def _front(source):
    survey, tables = source.survey, source.tables
    return {
        "survey": survey,
        "head": head(survey),
        "summary": summary.summary(survey, tables, source.claims),
        "method": method.items(survey, tables),
        "composition": figures.composition(source, COMPOSITION),
    }


def _body(source):
    return {
        "sections": results.sections(source),
        "families": compare.families(source),
        "regressions": models.regressions(source),
        "open_questions": opinions.open_questions(source),
        "guide": appendix.guide(source.survey, source.tables),
        "appendices": appendix.appendices(source.survey, source.tables),
    }
