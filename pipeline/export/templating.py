"""The templates of this package, filled in: what is put into one is escaped unless it is markup."""

from pathlib import Path

import jinja2

TEMPLATES = Path(__file__).parent / "templates"
_ENVIRONMENT = jinja2.Environment(
    loader=jinja2.FileSystemLoader(TEMPLATES), autoescape=True, trim_blocks=True, lstrip_blocks=True
)


def filled(template, **context):
    """The text of a template with these values."""
    return _ENVIRONMENT.get_template(template).render(**context)


def macros(template, **context):
    """The macros of a template by name; every macro sees these values."""
    return vars(_ENVIRONMENT.get_template(template).make_module(context))
