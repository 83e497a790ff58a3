"""The report as one self-contained HTML page; the PDF is made from the same page."""

from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import jinja2

from pipeline.export import appendix, compare, figures, findings, lettering, method, models, opinions, results
from pipeline.export.head import head

TEMPLATES = Path(__file__).parent / "templates"
COMPOSITION = "Cơ cấu phiếu trước và sau gia quyền so với danh sách"


@dataclass(frozen=True)
class Source:
    """What one report is made from: the survey and its tidy tables; ``drawn`` notes the charts: name → SVG."""

    survey: object
    tables: dict
    drawn: dict = field(default_factory=dict)


def report_html(survey, tables, drawn=None):
    """The Vietnamese report as one HTML text: styles and charts inside, no script, nothing fetched.

    ``tables``: tidy tables by name (see ``grid.COLUMNS``); one that is missing or empty is left out, or its part says
    why. ``drawn``: a dict that takes every chart of the page as SVG, by its name. Every number on the page, and every
    place in a chart, comes from the tables; missing and suppressed values are shown as "–".
    """
    source = Source(survey, tables, {} if drawn is None else drawn)
    parts = _front(source) | _body(source)
    return render("report.html.j2", lettering=lettering.faces(source.drawn.values()), **parts)


def render(template, **context):
    """A template of this package filled in; ``numbered("Bảng")`` gives "Bảng 1", "Bảng 2" … in order of the page."""
    counters = {}

    def numbered(word):
        return f"{word} {next(counters.setdefault(word, count(1)))}"

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals["numbered"] = numbered
    return environment.get_template(template).render(**context)


def _front(source):
    survey, tables = source.survey, source.tables
    return {
        "survey": survey,
        "head": head(survey),
        "leads": findings.lead_findings(survey, tables),
        "strongest": findings.strongest(tables),
        "themes": findings.themes(survey, tables),
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
