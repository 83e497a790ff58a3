"""Parts of a text as HTML: a figure is a link to the row of the table that shows it, a reference one to its table."""

from markupsafe import Markup, escape

from pipeline import vi
from pipeline.claims import Estimate, Gap
from pipeline.report import model, numbering
from pipeline.report.model import Emph, Ref, Strong

WORDS = {
    "vi": {"base": "cơ sở {} người", "interval": "khoảng tin cậy 95%: {} – {}"},
    "en": {"base": "base: {} respondents", "interval": "95% confidence interval: {} – {}"},
}


def rows(document, documents):
    """Row key → (address seen from ``document``, name of the table) of the row that shows it."""
    tables = {(d.name, table.anchor): (d, table) for d in documents for table in d.of(model.Table)}
    found = {}
    for key, (name, anchor) in numbering.places(documents).items():
        holder, table = tables[name, anchor.rpartition("-d")[0]]
        away = (f"{name}.html#{anchor}", numbering.named(holder, table))
        found[key] = away if name != document.name else (f"#{anchor}", table.number)
    return found


def marked(parts, rows, language="vi"):
    """The parts as markup; a figure without a row in ``rows`` and a plain text stay words."""
    parts = (parts,) if isinstance(parts, str) else parts
    return Markup().join(_part(part, rows, language) for part in parts)


def plain(parts):
    """The parts as words, for a name or a list of contents."""
    return "".join(_words(part) for part in ((parts,) if isinstance(parts, str) else parts))


def _part(part, rows, language):
    if isinstance(part, str):
        return Markup("<br>").join(map(escape, part.split("\n")))
    if isinstance(part, Ref) and not part.text:
        return Markup()
    if isinstance(part, Ref):
        away = f"{part.file}.html" if part.file else ""
        link = Markup('<a class="dan" href="{}#{}">{}</a>').format(away, part.anchor, part.text)
        return escape(part.before) + link + escape(part.after)
    if isinstance(part, (Strong, Emph)):
        tag = "b" if isinstance(part, Strong) else "i"
        return Markup(f"<{tag}>{{}}</{tag}>").format(marked(part.parts, rows, language))
    return _figure(part, rows, language)


def _figure(figure, rows, language):
    one = figure.high if isinstance(figure, Gap) else figure
    address, where = rows.get(numbering.key_of(one), ("", ""))
    if not address:
        return escape(figure.text)
    said = "; ".join([where, *(_known(one, WORDS[language]) if isinstance(figure, Estimate) else ())])
    return Markup('<a class="so-lieu" href="{}" title="{}">{}</a>').format(address, said, figure.text)


def _known(estimate, words):
    """How many people a figure rests on, and between which ends it lies, as far as its table prints that."""
    if estimate.base == estimate.base:
        yield words["base"].format(vi.number(estimate.base))
    if estimate.ends:
        yield words["interval"].format(*estimate.ends)


def _words(part):
    if isinstance(part, str):
        return part.replace("\n", " ")
    if isinstance(part, (Strong, Emph)):
        return plain(part.parts)
    return f"{part.before}{part.text}{part.after}" if isinstance(part, Ref) else part.text
