"""Documents and tables → what others open: the report as HTML, PDF, DOCX and slides, notebooks as HTML, the index."""

from pipeline.export.attack import audited
from pipeline.export.faces import write_book, write_report
from pipeline.export.held import inventory
from pipeline.export.kept import keep
from pipeline.export.ledger import write_claims
from pipeline.export.notebook import notebook_html
from pipeline.export.pages import index_html

__all__ = ["audited", "index_html", "inventory", "keep", "notebook_html", "write_book", "write_claims", "write_report"]
