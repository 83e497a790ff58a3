"""The signed report → slides: the finding as title, one native chart each, notes for who speaks."""

from pipeline.export.pptx.slides import write

__all__ = ["face", "write"]


def face(documents, folder, mark):
    """Slides of the first document in ``folder``; returns their path. ``mark`` of the claims: not for this face."""
    return [write(documents[0], documents, folder / f"{documents[0].name}.pptx")]
