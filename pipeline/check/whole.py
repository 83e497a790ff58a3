"""A whole edited file against the report of its run."""

import re
from dataclasses import replace
from difflib import SequenceMatcher

from pipeline import wording
from pipeline.check import sentence, tables, tokens
from pipeline.check.found import Finding
from pipeline.check.read import Line, Sheet, clean
from pipeline.check.source import place_of, split
from pipeline.export.html_text import plain
from pipeline.report import model

LISTED = (
    "toc",
    "table of figures",
    "contents",
    "index",
    "user index",
    "illustration index",
    "figure index",
    "table index",
    "object index",
)  # lists of contents, as Word and LibreOffice call their lines
HEAD = ("head", "title")
RESULTS = ("%", "điểm", "người", "phiếu")  # units of what a survey finds
PAGE = re.compile(r"[\s.…]+\d{1,4}$")  # behind a line of contents
LEAST_KEPT = 0.6
NEXT = 0.3  # how much more a heading is like the one that is due


def check(read, sources):
    """(document that the file is an edited copy of, what is wrong in it)."""
    with wording.spoken(sources[0].document.language):
        return _check(read, sources)


def _check(read, sources):
    source = max(sources, key=lambda one: _shared(read, one))
    called = _called(source.document)
    blocks = [one for block in read.blocks if not _is_skipped(one := _unlisted(block, called), called)]
    said = list(_told(blocks, source))
    kept = {place for _, place, _ in said}
    found = [one for text, place, around in said for one in _sentence(text, place, source, kept, around)]
    found += _lost([text for text, *_ in said], source)
    found += tables.findings(_sheets(blocks), source)
    return source.document, [*found, *_marks(read, source.document)]


def counted(read):
    """How many numbers the prose and the tables of a file have."""
    texts = [
        [block.text] if isinstance(block, Line) else [c for row in block.rows for c in row] for block in read.blocks
    ]
    return sum(len(tokens.numbers(tokens.plain(text))) for found in texts for text in found)


def _shared(read, source):
    own = {tokens.plain(h.text) for h in source.document.of(model.Heading)}
    lines = {tokens.plain(block.text) for block in read.blocks if isinstance(block, Line)}
    return len(own & lines) / max(len(own), 1) + len({s.plain for s in source.sentences} & lines) / 1000


def _called(document):
    """How the lists of contents call headings, tables and charts."""
    named = [f"{b.number}. {plain(b.caption if isinstance(b, model.Table) else b.title)}" for b in
             (*document.of(model.Table), *document.of(model.Figure))]  # fmt: skip
    heads = [f"{h.number} {h.text}".strip() for h in document.of(model.Heading)]
    heads += [h.text.strip() for h in document.of(model.Heading)]
    return {tokens.plain(clean(text)) for text in [*named, *heads]}


def _unlisted(block, called):
    """A line of a list of contents without the number of its page."""
    is_listed = isinstance(block, Line) and block.style.startswith(LISTED)
    if not is_listed or tokens.plain(block.text) in called:
        return block
    return replace(block, text=PAGE.sub("", block.text))


def _is_skipped(block, called):
    """Whether a block is nothing to check: a line of contents that says what it leads to, a head without results."""
    if not isinstance(block, Line):
        return False
    if block.style.startswith(LISTED):
        return not block.text or tokens.plain(block.text) in called
    return not block.text or (block.style in HEAD and not _has_results(block.text))


def _has_results(text):
    return any(number.unit in RESULTS for number in tokens.numbers(tokens.plain(text)))


def _told(blocks, source):
    """(sentence, place, paragraph) of the prose of a file, the places called as the report calls them."""
    known = source.places
    place, after_caption = "", False
    for block in blocks:
        if isinstance(block, Line):
            text = _unnumbered(block.text)
            if block.style.startswith("heading"):
                place = _nearest(place_of(text), known, place) or place
                continue
            if block.style == "caption":
                after_caption = tokens.plain(block.text).startswith(("bảng", "table"))
                if after_caption:
                    continue
                place = _nearest(place_of(text), known, place) or place
            for one in split(text):
                yield one, place, text
        elif not after_caption:
            tells = _has_results if block.style in HEAD else lambda cell: tokens.numbers(tokens.plain(cell))
            yield from ((cell, place, cell) for row in block.rows for cell in row if tells(cell))
        after_caption = after_caption and isinstance(block, Line)


def _unnumbered(text):
    """A caption or heading without its number."""
    start, dot, rest = text.partition(". ")
    return rest if dot and len(start) <= 10 and any(c.isdigit() for c in start) and " " in start else text


def _nearest(place, known, before):
    """The place of the report that a heading or chart of the file is: called so, or else the one most like it, the next
    after the place before rather than another."""
    if place in known:
        return place
    due = known[known.index(before) + 1 :][:1] if before in known else known[:1]
    ranked = sorted(
        ((SequenceMatcher(None, place, one).ratio() + NEXT * (one in due), one) for one in known), reverse=True
    )
    return ranked[0][1] if ranked and ranked[0][0] > 0.5 else ""


def _sentence(text, place, source, kept, around):
    one = tokens.plain(text)
    same = [said for said in source.sentences if said.plain == one]
    if same:
        claims = tokens.numbers(one) or tokens.directions(one)
        if claims and place not in _where(same, source, kept):
            yield Finding("moved", text, f"câu này vốn ở dưới «{same[0].place}»", same[0].text)
        return
    found = sentence.matched(one, place, source.pool)
    best = sentence.findings(text, place, found, source, around)
    if best and found is None or best and found.share < sentence.SAME:
        other = sentence.matched(one, "", source.more)
        again = sentence.findings(text, place, other, source, around) if other else best
        best, found = (again, None) if len(again) < len(best) else (best, found)
    yield from best
    is_moved = found and not best and tokens.numbers(one) and place not in _where([found.said], source, kept)
    if is_moved and not any(s.place == place and _is_near(one, s.plain, found.share) for s in source.pool):
        yield Finding("moved", text, f"câu này vốn ở dưới «{found.said.place}»", found.said.text)


def _is_near(one, other, share):
    """Whether a sentence may be this one: nearly as like it as the most like, or like it with all of its numbers."""
    alike = sentence.likeness(one, other)
    told = {n.value for n in tokens.numbers(one)} <= {n.value for n in tokens.numbers(other)}
    return alike > share - 0.15 or (told and alike >= sentence.ALIKE)


def _where(same, source, kept):
    """The places where a sentence may stand: its own, or the last one before it that the file still has."""
    order = source.places
    found = set()
    for said in same:
        at = order.index(said.place) if said.place in order else -1
        while at >= 0 and order[at] not in kept:
            at -= 1
        found |= {said.place, order[at] if at >= 0 else ""}
    return found


def _lost(said, source):
    """Caveats that the file lost, whole or one of their clauses."""
    held, own = [tokens.plain(text) for text in said], {one.plain for one in source.sentences}
    words, whole = [set(tokens.bag(text)) for text in held if text not in own], " ".join(held)
    for one in dict.fromkeys(s for s in source.sentences if s.is_caveat and s.plain not in whole):
        for clause in filter(None, map(tokens.bag, one.plain.split(";"))):
            if max((len(set(clause) & text) for text in words), default=0) < LEAST_KEPT * len(set(clause)):
                yield Finding("caveat", one.text, "lời dè dặt, ghi chú này không còn đủ trong tệp", one.text)
                break


def _marks(read, document):
    """Marks that the head of the pages lost, results that head or foot were given."""
    for number in tokens.numbers(tokens.plain(clean(read.headers))):
        if number.unit in RESULTS:
            yield Finding("number", number.text, "đầu, chân trang của báo cáo không có số này")
    for mark in filter(None, (document.mark,)):
        if mark not in read.headers:
            yield Finding("caveat", mark, "đầu trang không còn dấu này", mark)


def _sheets(blocks):
    """(caption, Sheet, notes) of the tables that have a caption."""
    caption = ""
    for at, block in enumerate(blocks):
        if isinstance(block, Line) and block.style == "caption":
            caption = block.text if tokens.plain(block.text).startswith(("bảng", "table")) else ""
        elif isinstance(block, Sheet) and caption:
            notes = []
            for after in blocks[at + 1 :]:
                if not isinstance(after, Line) or after.style != "note":
                    break
                notes.append(after.text)
            yield caption, block, notes
            caption = ""
