"""What a pattern asks of a place without taking a character: edges of text, line and word, and looking around."""

from pipeline.rules.regex.walk import walk

BREAKS = "\n\r\x85\u2028\u2029"


def start(text, place):
    """The first place of the text."""
    return place == 0


def end(text, place):
    """The last place of the text."""
    return place == len(text)


def last_end(text, place):
    """The end, or before the line break at the end."""
    rest = text[place : place + 3]
    return rest == "" or rest == "\r\n" or (len(rest) == 1 and rest in BREAKS)


def line_start(text, place):
    """The first place, or behind a line break that is not the last character."""
    return place == 0 or (place < len(text) and text[place - 1] in BREAKS and text[place - 1 : place + 1] != "\r\n")


def line_end(text, place):
    """The last place, or before a line break."""
    return place == len(text) or (text[place] in BREAKS and text[place - 1 : place + 1] != "\r\n")


def boundary(text, place):
    """The edge of a word."""
    return _is_word(text[place - 1 : place]) != _is_word(text[place : place + 1])


def no_boundary(text, place):
    """Within a word, or between other signs."""
    return not boundary(text, place)


def ahead(program, is_there):
    """Whether the program can be walked from a place on."""
    return lambda text, place: (walk(program, text, place, is_whole=False) is not None) == is_there


def behind(program, width, is_there):
    """Whether the program can be walked up to a place, over at most ``width`` characters."""

    def check(text, place):
        starts = range(max(0, place - width), place + 1)
        return any(walk(program, text[:place], start, is_whole=True) is not None for start in starts) == is_there

    return check


def _is_word(sign):
    return sign.isalnum() or sign == "_"
