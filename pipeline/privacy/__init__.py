"""What must not leave the project: small cells of tables, and personal data in open answers."""

from pipeline.privacy.cells import coarse, k_anonymity, suppress
from pipeline.privacy.words import scrub

__all__ = ["coarse", "k_anonymity", "scrub", "suppress"]
