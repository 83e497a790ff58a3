"""Documents and tables → what others open: the report as HTML, PDF, DOCX and slides, notebooks as HTML, the index."""

from pipeline.export.attack import audited
from pipeline.export.book import write_book
from pipeline.export.notebook import notebook_html
from pipeline.export.pages import index_html, inventory, write_report

__all__ = ["audited", "index_html", "inventory", "notebook_html", "write_book", "write_report"]
