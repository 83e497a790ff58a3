"""Conditions of questions: those of the groups above them, and the ones that a single answer decides."""

import re

CODE = r"""(?P<quote>['"])(?P<code>[^'"]*)(?P=quote)"""
IS = re.compile(rf"\s*\$\{{(?P<name>[\w.-]+)\}}\s*=\s*{CODE}\s*")
TICKED = re.compile(rf"\s*selected\(\s*\$\{{(?P<name>[\w.-]+)\}}\s*,\s*{CODE}\s*\)\s*")


def gate(condition):
    """(question, choice name) of a condition that holds for those who gave one answer; None for any other."""
    found = IS.fullmatch(condition) or TICKED.fullmatch(condition)
    return (found["name"], found["code"]) if found and found["code"] else None


def joined(above, own):
    """Conditions that must all hold, as one expression."""
    pieces = [*filter(None, map(str.strip, (*above, own)))]
    return pieces[0] if len(pieces) == 1 else " and ".join(f"({p})" if " or " in p else p for p in pieces)


def without_implied(above, own, known):
    """The conditions ``above`` that the others do not imply.

    Who gave an answer was asked that question, so that its conditions hold: ``known`` names them by question.
    """
    left = list(above)
    for piece in (*above, own):
        asked = gate(piece)
        held = known.get(asked[0], ()) if asked else ()
        left = [p for p in left if p is piece or p not in held]
    return tuple(left)
