"""The part of a pattern that says which characters may stand in one place: escapes and ``[…]``."""

import re

from pipeline.rules.regex import signs

DEEPEST = 50
CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "a": "\a", "e": "\x1b"}
CODES = re.compile(r"x\{([0-9A-Fa-f]+)\}|x([0-9A-Fa-f]{2})|u([0-9A-Fa-f]{4})|0([0-3]?[0-7]{1,2})|c([@-_])")


class PatternError(ValueError):
    """A pattern that is wrong in Java, or cannot be served; the message is in Vietnamese."""


class SetReader:
    """A pattern being read: where it is, and the flags that hold there."""

    def __init__(self, pattern):
        self.pattern, self.at, self.flags, self.depth = pattern, 0, frozenset(), 0

    def wrong(self, what):
        return PatternError(f"{what}, ở ký tự {self.at + 1}")

    def peek(self, text):
        return self.pattern.startswith(text, self.at)

    def take(self, text):
        found = self.peek(text)
        self.at += len(text) * found
        return found

    def next(self):
        if self.at >= len(self.pattern):
            raise self.wrong("mẫu dừng giữa chừng")
        self.at += 1
        return self.pattern[self.at - 1]

    def found(self, expression):
        match = expression.match(self.pattern, self.at)
        self.at = match.end() if match else self.at
        return match

    def alone(self, sign):
        return signs.folded(((ord(sign), ord(sign)),), self.flags)

    def one(self):
        """The characters of an escape, behind its backslash."""
        if code := self.found(CODES):
            return signs.folded(((_code(code),) * 2,), self.flags)
        sign = self.next()
        if sign in "pP":
            found = self.property()
            return signs.complement(found) if sign == "P" else found
        if sign.lower() in signs.ESCAPES:
            found = self.short(sign.lower())
            return signs.complement(found) if sign.isupper() else found
        if sign.isascii() and sign.isalnum() and sign not in CONTROLS:
            raise self.wrong(f"không có ký hiệu «\\{sign}»")
        return self.alone(CONTROLS.get(sign, sign))

    def short(self, sign):
        wide = {"d": "Nd", "w": "IsAlphabetic", "s": "IsWhite_Space"}
        if "U" not in self.flags or sign not in wide:
            return signs.ESCAPES[sign]
        return signs.union(
            signs.named(wide[sign]), *((signs.named("M"), signs.named("N"), ((95, 95),)) * (sign == "w"))
        )

    def property(self):
        name = self.next()
        if name == "{":
            end = self.pattern.find("}", self.at)
            name, self.at = self.pattern[self.at : end], max(end + 1, self.at)
        found = signs.named(name)
        if not found:
            raise self.wrong(f"không có lớp ký tự «\\p{{{name}}}»")
        return signs.folded(found, self.flags & {"i", "u", "U"}) if name in ("Lu", "Ll", "Lt") else found

    def set(self):
        """The characters of a ``[…]`` whose bracket is open."""
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.wrong("mẫu lồng nhau quá sâu")
        is_other, found, limits = self.take("^"), self.item(), []
        while not self.take("]"):
            if self.take("&&"):
                limits.append(found)
                found = self.item()
            else:
                found = signs.union(found, self.item())
        self.depth -= 1
        for limit in limits:
            found = signs.intersection(found, limit)
        return signs.complement(found) if is_other else found

    def item(self):
        """One character, range, escape or set inside of a set."""
        if self.take("["):
            return self.set()
        low = self.member()
        is_range = self.peek("-") and not self.pattern.startswith(("-]", "-["), self.at)
        if len(low) != 1 or low[0][0] != low[0][1] or not is_range:
            return signs.folded(low, self.flags)
        self.at += 1
        high = self.member()
        if len(high) != 1 or high[0][0] != high[0][1] or high < low:
            raise self.wrong("khoảng ký tự sai trong «[…]»")
        return signs.folded(((low[0][0], high[0][0]),), self.flags)

    def member(self):
        flags, self.flags = self.flags, self.flags - {"i"}
        found = self.one() if self.take("\\") else ((ord(self.next()),) * 2,)
        self.flags = flags
        return found


def _code(found):
    long, short, unicode, octal, control = found.groups()
    if control:
        return ord(control) ^ 64
    code = int(octal, 8) if octal else int(long or short or unicode, 16)
    if code > signs.LAST:
        raise PatternError(f"không có ký tự mã «{found[0]}»")
    return code
