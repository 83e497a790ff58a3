"""Any raw file (Google Forms, Kobo, SPSS, CSV, Excel) → one table of text, a column a question; or a drafted form."""

from pipeline.ingest.draft import Draft, draft
from pipeline.ingest.formats import read
from pipeline.ingest.match import Matched, match
from pipeline.ingest.raw import IngestError, RawTable
from pipeline.ingest.several import gathered

__all__ = ["Draft", "IngestError", "Matched", "RawTable", "draft", "gathered", "match", "read"]
