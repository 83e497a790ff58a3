"""The report as one self-contained HTML page; the PDF is made from the same page."""

from dataclasses import dataclass
from itertools import count
from pathlib import Path

import jinja2

from pipeline import claims
from pipeline.export import appendix, compare, method, models, opinions, results, summary, told
from pipeline.export.figures import figure
from pipeline.export.head import head

TEMPLATES = Path(__file__).parent / "templates"
WEIGHTS = {"co_cau": "Cơ cấu phiếu trước và sau gia quyền so với danh sách", "trong_so": "Phân bố trọng số"}


@dataclass(frozen=True)
class Source:
    """What one report is made from: the survey, its tidy tables, the folder of figures and their alternative texts, and
    the claims that the tables bear."""

    survey: object
    tables: dict
    figures: Path | None
    alts: dict
    claims: tuple = ()


def report_html(survey, tables, figures=None, alts=None, known=None):
    """The Vietnamese report as one HTML text: styles and figures inside, no script, nothing fetched.

    ``tables``: tidy tables by name (see ``grid.COLUMNS``); one that is missing or empty is left out, or its part says
    why. ``figures``: folder of PNG files named ``<question>.png``, ``<first item>_thang.png``,
    ``<question>_theo_<by>.png``, ``<question>_phan_du_<by>.png``, ``<question>_ty_so_chenh.png``, ``co_cau.png``,
    ``trong_so.png``; ``alts``: file name → alternative text; ``known``: the claims, where they were found
    already. Every number on the page comes from the tables; missing and suppressed values are shown as "–". ValueError
    for a figure that is no PNG.
    """
    found = claims.found(survey, tables) if known is None else known
    source = Source(survey, tables, figures, alts or {}, tuple(found))
    return render("report.html.j2", **_front(source), **_body(source))


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
        "weights_figures": [figure(source, name, caption) for name, caption in WEIGHTS.items()],
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
