"""What must not leave the project: small counts of tables, people of the microdata, personal data in open answers."""

from pipeline.privacy.anonymity import anonymised, k_anonymity, level_weights, top_coded
from pipeline.privacy.asked import asked, counts
from pipeline.privacy.audit import audit, refuse_leaks
from pipeline.privacy.printed import Known, known
from pipeline.privacy.small import binned, dropped, few, keeps_shape, means, numbers, parted, ranking, ranks
from pipeline.privacy.suppress import suppress, withheld
from pipeline.privacy.words import scrub

__all__ = [
    "Known",
    "anonymised",
    "asked",
    "audit",
    "binned",
    "counts",
    "dropped",
    "few",
    "keeps_shape",
    "k_anonymity",
    "known",
    "level_weights",
    "means",
    "numbers",
    "parted",
    "ranking",
    "ranks",
    "refuse_leaks",
    "scrub",
    "suppress",
    "withheld",
    "top_coded",
]
