"""``regex()`` as JavaRosa means it: Java's dialect, the whole text must match, and no text can keep a thread busy."""

from pipeline.rules.regex.read import read
from pipeline.rules.regex.sets import PatternError
from pipeline.rules.regex.walk import matches

__all__ = ["PatternError", "matches", "read"]
