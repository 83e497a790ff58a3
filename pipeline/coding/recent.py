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
    """Takes this coder's last step back, a whole list at once: returns what was taken back, [(key, codes, sentiment)].

    An answer that was decided before the step has its former codes and sentiment again. The codes returned are those
    that count now, after merges.
    """
    desks.reread(desk)
    standing = _standing(desk)
    step = _last_step(standing)
    if not step:
        return []
    before = {key: (codes, tone) for key, codes, _, tone in standing[: len(standing) - len(step)]}
    former = [(key, *before.get(key, ("", ""))) for key, *_ in reversed(step)]
    desks.note(desk, [(key, parted(codes), WITHDRAWN, "", tone) for key, codes, tone in former])
    ends = desks.facts(desk).ends
    return [(key, [ends[code] for code in parted(codes)], tone) for key, codes, _, tone in step]


def _rows(desk):
    """(key, codes, how, sentiment) of each row of this coder, in their order."""
    own = desk.hand[desk.hand["coder"].eq(desk.coder)]
    return list(zip(*(own[name].tolist() for name in ("key", "codes", "how", "tone")), strict=True))


def _standing(desk):
    """(key, codes, how, sentiment) of the decisions that were not taken back, in their order; a decision that says
    nothing of the sentiment leaves it as it was."""
    kept = []
    for key, codes, how, tone in _rows(desk):
        if how == WITHDRAWN:
            kept[-1:] = []
        elif key in desk.answers.index:
            known = tone or next((own for other, _, _, own in reversed(kept) if other == key and own), "")
            kept.append((key, codes, how, known))
    return kept


def _last_step(standing):
    how = standing[-1][2] if standing else ""
    if not how.startswith(LISTED):
        return standing[-1:]
    first = next((at for at in range(len(standing), 0, -1) if standing[at - 1][2] != how), 0)
    return standing[first:]
