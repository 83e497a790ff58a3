"""A pattern's program walked over a text: every (step, place) at most once, so the time is bounded by their product.

A program is a tuple of steps ``(kind, x, y)``; jumps are relative, so that a piece can be repeated as it stands:
``char`` takes one character for which ``x`` is true, ``split`` tries ``x`` and then ``y``, ``jump`` goes to ``x``,
``check`` goes on where ``x(text, place)`` is true, ``atomic`` takes what the program ``x`` takes first and never less.
"""

LONGEST = 10_000  # characters; a longer text matches nothing


def matches(program, text):
    """Whether the whole text matches."""
    return len(text) <= LONGEST and walk(program, text, 0, is_whole=True) is not None


def walk(program, text, start, *, is_whole):
    """Where the preferred way through the program ends (with ``is_whole``: with the text); None where there is none."""
    seen, waiting, width = set(), [(0, start)], len(text) + 1
    while waiting:
        step, place = waiting.pop()
        if step * width + place in seen:
            continue
        seen.add(step * width + place)
        if step == len(program):
            if place == len(text) or not is_whole:
                return place
            continue
        waiting += _onward(program[step], step, text, place)
    return None


def _onward(instruction, step, text, place):
    """The states that follow one, the preferred last."""
    kind, x, y = instruction
    if kind == "char":
        return [(step + 1, place + 1)] if place < len(text) and x(text[place]) else []
    if kind == "split":
        return [(step + y, place), (step + x, place)]
    if kind == "jump":
        return [(step + x, place)]
    if kind == "check":
        return [(step + 1, place)] if x(text, place) else []
    end = walk(x, text, place, is_whole=False)
    return [] if end is None else [(step + 1, end)]
