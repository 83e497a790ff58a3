"""What an expression depends on: which answers it reads, and whether it reads anything else."""

import re

NAME = r"[^\W\d][\w.\-]*"
PATH = rf"/{NAME}(?:/{NAME})*"
IMPURE = ("now", "today", "random", "uuid", "once", "randomize")
FLEETING = ("now", "uuid")  # what tells a moment or a single answer
# steps to nodes that are not named: whoever takes one may read any answer
ANYWHERE = re.compile(r"\.\.|//|::|@|\b(?:node|text|comment|position|last)\s*\(")


def is_pure(token):
    """Whether equal answers always give an equal result: no clock, no chance, no earlier result of its own."""
    return not any(True for _ in token.iter(*IMPURE))


def is_fleeting(token):
    """Whether an expression gives what could tell one answer from all others: a moment, a uuid."""
    return any(True for _ in token.iter(*FLEETING))


def reads(source, token, here, leaves):
    """Paths of the questions whose answers an expression of the node ``here`` may read, in document order.

    ``leaves`` tells of every path whether it is a question (or a group). Paths count as written, and names wherever
    they stand; a step to nodes without a name counts as reading everything.
    """
    plain = re.sub(r"'[^']*'|\"[^\"]*\"|\bposition\(\s*\.\.\s*\)", " ", source)  # a place is no answer
    written = set(re.findall(PATH, plain))
    rest = re.sub(PATH, lambda found: " " if found[0] in leaves else found[0], plain)
    rest = re.sub(rf"(?:\.\./)+(?={NAME})", "", rest)
    root = here.split("/", 2)[1]
    if ANYWHERE.search(rest) or f"/{root}" in written or any(not len(star) for star in token.iter("*")):
        return tuple(path for path, is_leaf in leaves.items() if is_leaf)
    words = set(re.findall(NAME, rest))
    named = {path for path in leaves if path in written or path.rsplit("/", 1)[-1] in words}
    named |= {here} if any(True for _ in token.iter(".", "current")) else set()
    return tuple(p for p, is_leaf in leaves.items() if is_leaf and any(p == n or p.startswith(f"{n}/") for n in named))
