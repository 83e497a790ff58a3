"""A Document → a Word file that a clerk can edit: real styles, captions, references, lists and repeated heads."""

from pipeline.export.docx.package import write

__all__ = ["face", "write"]


def face(documents, folder, mark):
    """Every document as DOCX in ``folder``, with the ``mark`` of what is claimed; returns the paths."""
    return [write(document, folder / f"{document.name}.docx", mark=mark) for document in documents]
