"""A Document as typst markup: a call of the preamble ``templates/document.typ`` for every block, all words escaped."""

from pipeline.export.typst.blocks import files, markup
from pipeline.export.typst.floats import settled

__all__ = ["files", "markup", "settled"]
