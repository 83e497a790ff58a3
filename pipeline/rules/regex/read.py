"""Java's regular expressions, read into a program for ``walk``; what cannot be served is refused by name."""

import math
import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.rules.regex import checks, signs
from pipeline.rules.regex.sets import DEEPEST, SetReader

LARGEST = 5000  # steps; a larger program would take too long
CHECKS = {"b": checks.boundary, "B": checks.no_boundary, "A": checks.start, "z": checks.end, "Z": checks.last_end}
TIMES = re.compile(r"\{(\d+)(?:(,)(\d*))?\}")
QUOTED = re.compile(r"\\Q(.*?)(?:\\E|\Z)|\\.", re.DOTALL)
FLAGS = re.compile(r"([a-zA-Z]*)(?:-([a-zA-Z]+))?([:)])")


class Piece(NamedTuple):
    """Part of a program, and the most characters it takes."""

    steps: tuple
    width: float


NOTHING = Piece((), 0)


@lru_cache(maxsize=256)
def read(pattern):
    """The program of a pattern; PatternError says what is wrong in it and where."""
    reader = _Reader(QUOTED.sub(_unquoted, pattern))
    piece = reader.either()
    if reader.at < len(reader.pattern):
        raise reader.wrong("dấu «)» thừa")
    return piece.steps


class _Reader(SetReader):
    """A pattern being read into a program."""

    def either(self):
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong("mẫu lồng nhau quá sâu")
        branches = [self.sequence()]
        while self.take("|"):
            branches.append(self.sequence())
        self.depth -= 1
        whole = branches.pop()
        for branch in reversed(branches):
            whole = _either(branch, whole)
        return whole

    def sequence(self):
        whole = NOTHING
        while self.at < len(self.pattern) and not self.peek("|") and not self.peek(")"):
            whole = _joined(whole, self.repeated(self.atom()))
            if len(whole.steps) > LARGEST:
                raise self.wrong("mẫu quá dài khi kể hết các lần lặp")
        return whole

    def repeated(self, piece):
        if times := self.found(TIMES):
            least = int(times[1])
            return self.times(piece, least, least if not times[2] else int(times[3]) if times[3] else math.inf)
        if self.at < len(self.pattern) and self.pattern[self.at] in "?*+":
            return self.times(piece, *{"?": (0, 1), "*": (0, math.inf), "+": (1, math.inf)}[self.next()])
        return piece

    def times(self, piece, least, most):
        if most < least or max(least, most if most < math.inf else 0) * max(len(piece.steps), 1) > LARGEST:
            raise self.wrong("số lần lặp sai hoặc quá lớn")
        is_lazy, is_possessive = self.take("?"), self.take("+")
        whole = _times(piece, least, most, is_lazy)
        return Piece((("atomic", whole.steps, None),), whole.width) if is_possessive else whole

    def atom(self):
        sign = self.next()
        if sign == "(":
            return self.group()
        if sign == "[":
            return _char(self.set())
        if sign == "\\":
            return self.escape()
        if sign == ".":
            breaks = () if "s" in self.flags else ((10, 10),) if "d" in self.flags else signs.BREAKS_OF_DOT
            return _char(signs.complement(breaks))
        if sign in "^$":
            is_line = "m" in self.flags
            starts = checks.line_start if is_line else checks.start
            return _check(starts if sign == "^" else checks.line_end if is_line else checks.last_end)
        if sign in "*+?{":
            self.at -= 1
            raise self.wrong(f"dấu «{sign}» không đứng sau gì để lặp; nếu là chính dấu đó thì viết «\\{sign}»")
        return _char(self.alone(sign))

    def group(self):
        flags = self.flags
        if not self.take("?"):
            return self.inside(flags)
        for mark, is_there in (("=", True), ("!", False)):
            if self.take(mark):
                return _check(checks.ahead(self.inside(flags).steps, is_there))
            if self.take(f"<{mark}"):
                return _check(self.looking_back(self.inside(flags), is_there))
        if self.take(">"):
            piece = self.inside(flags)
            return Piece((("atomic", piece.steps, None),), piece.width)
        if self.found(re.compile(r"<[a-zA-Z][a-zA-Z0-9]*>")):
            return self.inside(flags)
        return self.flagged(flags)

    def flagged(self, outside):
        given = self.found(FLAGS)
        if not given or not set(given[1] + (given[2] or "")) <= set("imsduU"):
            raise self.wrong("nhóm «(?…» này không dùng được (chỉ dùng các cờ i, m, s, d, u, U)")
        self.flags = (self.flags | set(given[1])) - set(given[2] or "")
        return self.inside(outside) if given[3] == ":" else NOTHING

    def inside(self, flags):
        """What stands in the group now open; after it ``flags`` hold again."""
        piece = self.either()
        if not self.take(")"):
            raise self.wrong("thiếu dấu «)»")
        self.flags = flags
        return piece

    def looking_back(self, piece, is_there):
        if piece.width > 255:
            raise self.wrong("nhìn lại «(?<…)» cần độ dài có hạn (không dùng * hay +)")
        return checks.behind(piece.steps, int(piece.width), is_there)

    def escape(self):
        sign = self.next()
        if sign in CHECKS:
            return _check(CHECKS[sign])
        if sign == "R":
            pair = _joined(_char(((13, 13),)), _char(((10, 10),)))
            return _either(pair, _char(signs.BREAKS))
        if sign in "kGXN" or sign in "123456789":
            raise self.wrong(f"«\\{sign}» (tham chiếu ngược, \\G, \\X, \\N) không phục vụ được")
        self.at -= 1
        return _char(self.one())


def _unquoted(found):
    r"""``\Q…\E`` as single escapes, other escapes as they are."""
    if found[1] is None:
        return found[0]
    return "".join(sign if sign.isalnum() else f"\\{sign}" for sign in found[1])


def _char(found):
    return Piece((("char", signs.tester(found), None),), 1)


def _check(call):
    return Piece((("check", call, None),), 0)


def _joined(first, second):
    return Piece(first.steps + second.steps, first.width + second.width)


def _either(first, second):
    n, m = len(first.steps), len(second.steps)
    steps = (("split", 1, n + 2), *first.steps, ("jump", m + 1, None), *second.steps)
    return Piece(steps, max(first.width, second.width))


def _times(piece, least, most, is_lazy):
    n = len(piece.steps)
    steps = piece.steps * least
    if most == math.inf:
        steps += (_way(1, n + 2, is_lazy), *piece.steps, ("jump", -(n + 1), None))
    else:
        for left in range(most - least, 0, -1):
            steps += (_way(1, left * (n + 1), is_lazy), *piece.steps)
    return Piece(steps, piece.width * most if piece.width else 0)


def _way(on, out, is_lazy):
    return ("split", out, on) if is_lazy else ("split", on, out)
