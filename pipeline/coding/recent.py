"""The last decisions of a coder: seen, mended, taken back one after the other."""

from pipeline.coding import desk as desks
from pipeline.coding.hand import LISTED, WITHDRAWN, parted

SHOWN = 10


def last(desk, most=SHOWN):
    """The last answers this coder decided, the latest first: key, text, names of its codes."""
    known, found = desks.facts(desk), {}
    for key, *_ in reversed(_rows(desk)):
        if key in known.given and key not in found and key in desk.answers.index and len(found) < most:
            said = ", ".join(known.names.get(code, code) for code in parted(known.given[key][0]))
            found[key] = desk.answers.at[key, "text"], said
    return [(key, *told) for key, told in found.items()]


def undo(desk):
    """Takes this coder's last step back, a whole list at once; returns [(key, the codes taken back)], [] for none.

    An answer that was decided before the step has its former codes again.
    """
    desks.reread(desk)
    standing = _standing(desk)
    step = _last_step(standing)
    if not step:
        return []
    before = {key: codes for key, codes, _ in standing[: len(standing) - len(step)]}
    desks.note(desk, [(key, parted(before.get(key, "")), WITHDRAWN, "") for key, _, _ in reversed(step)])
    return [(key, parted(codes)) for key, codes, _ in step]


def _rows(desk):
    """(key, codes, how) of each row of this coder, in their order."""
    own = desk.hand[desk.hand["coder"].eq(desk.coder)]
    return list(zip(*(own[name].tolist() for name in ("key", "codes", "how")), strict=True))


def _standing(desk):
    """(key, codes, how) of the decisions that were not taken back, in their order."""
    kept = []
    for one in _rows(desk):
        if one[2] == WITHDRAWN:
            kept[-1:] = []
        elif one[0] in desk.answers.index:
            kept.append(one)
    return kept


def _last_step(standing):
    how = standing[-1][2] if standing else ""
    if not how.startswith(LISTED):
        return standing[-1:]
    first = next((at for at in range(len(standing), 0, -1) if standing[at - 1][2] != how), 0)
    return standing[first:]
