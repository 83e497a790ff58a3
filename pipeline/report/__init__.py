"""Claims, printed tables and the authors' words → Documents, which every face prints."""

from pipeline.report.documents import documents
from pipeline.report.model import Document
from pipeline.report.numbering import key_of, places, row_key
from pipeline.report.remarks import claims_of, read

__all__ = ["Document", "claims_of", "documents", "key_of", "places", "read", "row_key"]
