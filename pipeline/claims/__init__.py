"""From printed tables to claims: what may be said, every number of it with its table and its row."""

from pipeline.claims.groups import greatest, matters, points, reach, strongest
from pipeline.claims.ledger import cells, found, mark, records, rows
from pipeline.claims.model import BORDER, SURE, UNSURE, Claim, Estimate, Gap, said, tidy, told
from pipeline.claims.printed import Printed, again, is_by_hand
from pipeline.claims.themes import BY_MACHINE, by_codes, guessed, held, is_guessed

__all__ = [
    "BORDER",
    "BY_MACHINE",
    "SURE",
    "UNSURE",
    "Claim",
    "Estimate",
    "Gap",
    "Printed",
    "again",
    "by_codes",
    "cells",
    "found",
    "greatest",
    "guessed",
    "held",
    "is_by_hand",
    "is_guessed",
    "mark",
    "matters",
    "points",
    "reach",
    "records",
    "rows",
    "said",
    "strongest",
    "tidy",
    "told",
]
