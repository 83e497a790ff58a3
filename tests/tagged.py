"""A PDF of ours in the order in which it is read aloud: what ``pdfinfo -struct-text`` tells, in a fraction of its time.

poppler goes through the whole page again for each of its elements: half a minute for an annex of eighty pages.
"""

import re
import zlib

OBJECT = re.compile(rb"\n(\d+) 0 obj\s(.*?)endobj", re.S)
KIDS = re.compile(rb"/K\s*(\[.*?\]|\d+ 0 R|\d+)")
KID = re.compile(rb"<</Type/MCR/MCID (\d+)/Pg (\d+) 0 R>>|<</Type/OBJR[^>]*>>|(\d+) 0 R|(\d+)")
# letters of a string: parentheses in pairs are written as they are
PLAIN = rb"(?:[^\\()]|\\.)"
INNER = rb"\((?:%s|\((?:%s|\(%s*\))*\))*\)" % (PLAIN, PLAIN, PLAIN)
# of a page: where marked content begins and ends, a font, a string in hexadecimal digits or in letters
STEP = re.compile(
    rb"/\w+\s*(?:<<(?P<about>.*?)>>\s*)?(?P<begin>B[DM]C)|(?P<end>EMC)|/(?P<font>\w+) [\d.]+ Tf"
    rb"|<(?P<digits>[0-9A-Fa-f]+)>|\((?P<letters>(?:%s|%s)*)\)" % (PLAIN, INNER),
    re.S,
)
ESCAPED = re.compile(rb"\\([0-7]{1,3}|.)", re.S)
NAMED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def elements(path):
    """(depth, kind of an element) and (depth, its words in quotes), in the order of the tags."""
    objects = {int(found[1]): found[2] for found in OBJECT.finditer(path.read_bytes())}
    root = next(held for held in objects.values() if held.startswith(b"<</Type/StructTreeRoot"))
    roles = dict(re.findall(rb"/(\w+)/(\w+)", re.search(rb"/RoleMap<<(.*?)>>", root)[1]))
    pages = {n: _marked(held, objects) for n, held in objects.items() if held.startswith(b"<</Type/Page/")}
    for kid in KID.finditer(KIDS.search(root)[1]):
        yield from _within(int(kid[3]), 0, (objects, pages, roles))


def _within(number, depth, document):
    objects, pages, roles = document
    held = objects[number]
    kind, kids, page = (re.search(of, held) for of in (rb"/S/(\w+)", KIDS, rb"/Pg (\d+) 0 R[^\]]*$"))
    yield depth, roles.get(kind[1], kind[1]).decode()
    for elsewhere, its_page, element, here in KID.findall(kids[1]) if kids else ():
        if element:
            yield from _within(int(element), depth + 1, document)
        elif mark := elsewhere or here:
            yield depth + 1, f'"{pages[int(its_page or page[1])].get(int(mark), "")}"'


def _marked(page, objects):
    """{number of marked content: its words} of one page; what is drawn beside the text has no number."""
    contents, about = (objects[int(re.search(rb"/%s (\d+) 0 R" % of, page)[1])] for of in (b"Contents", b"Resources"))
    fonts = re.findall(rb"/(\w+) (\d+)", (re.search(rb"/Font<<(.*?)>>", about) or [b"", b""])[1])
    letters = {name: _letters(objects[int(font)], objects) for name, font in fonts}
    words, within, font = {}, [(None, False)], {}
    for step in STEP.finditer(_unpacked(contents)):
        if step["begin"]:
            within.append(_begun(step["about"] or b"", *within[-1], words))
        elif step["end"]:
            within.pop()
        elif step["font"]:
            font = letters[step["font"]]
        elif within[-1][0] is not None and not within[-1][1]:
            words[within[-1][0]] = words.get(within[-1][0], "") + _read(step, font)
    return words


def _begun(about, mark, said, words):
    """(number of the marked content that is within, whether other words are said in the place of what is drawn)."""
    number, instead = re.search(rb"/MCID (\d+)", about), re.search(rb"/ActualText<FEFF(\w*)>", about)
    mark = int(number[1]) if number else mark
    if instead and mark is not None:
        words[mark] = words.get(mark, "") + bytes.fromhex(instead[1].decode()).decode("utf-16-be")
    return mark, said or bool(instead)


def _read(step, font):
    codes = ESCAPED.sub(_byte, step["letters"]) if step["letters"] else bytes.fromhex((step["digits"] or b"").decode())
    return "".join(font[codes[at : at + 2]] for at in range(0, len(codes), 2))


def _byte(escaped):
    held = escaped[1]
    return bytes([int(held, 8)]) if held.isdigit() else NAMED.get(held, held)


def _letters(font, objects):
    """{two bytes of a string: what they stand for}."""
    table = _unpacked(objects[int(re.search(rb"/ToUnicode (\d+)", font)[1])]).decode()
    pairs = re.findall(r"<([0-9A-Fa-f]{4})> <([0-9A-Fa-f]+)>$", table, re.M)
    return {bytes.fromhex(code): bytes.fromhex(text).decode("utf-16-be") for code, text in pairs}


def _unpacked(held):
    return zlib.decompressobj().decompress(held[held.index(b"stream\n") + 7 :])
