"""The signed report → slides: the finding as title, one native chart each, notes for who speaks."""

from pipeline.export.pptx.slides import write

__all__ = ["write"]
