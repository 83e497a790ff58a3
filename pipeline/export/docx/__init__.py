"""A Document → a Word file that a clerk can edit: real styles, captions, references, lists and repeated heads."""

from pipeline.export.docx.package import write

__all__ = ["write"]
