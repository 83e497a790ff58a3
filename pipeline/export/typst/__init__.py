"""A Document as typst markup: a call of the preamble ``templates/document.typ`` for every block, all words escaped."""

from pipeline.export.typst.document import apart, files, markup
from pipeline.export.typst.pages import settled

__all__ = ["apart", "files", "markup", "settled"]
