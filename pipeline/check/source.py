"""What a run's report says, sentence by sentence: what an edited file is held against."""

import re
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.check import tokens
from pipeline.check.read import clean
from pipeline.claims import names as people
from pipeline.claims.scale import HALF, SHARES
from pipeline.export.html_text import plain
from pipeline.report import model
from pipeline.vi import CAPITALS
from pipeline.wording import label, say

ENDS = re.compile(rf"(?<=[.!?])\s+(?=[{CAPITALS}“\"(0-9])")
OPEN = "chưa kết luận được"  # in the heading of what the report leaves open


@dataclass(frozen=True)
class Said:
    """One sentence of the report; ``place``: the heading or chart before it; ``is_joined``: of two sentences."""

    text: str
    place: str = ""
    is_caveat: bool = False
    is_joined: bool = False

    @cached_property
    def plain(self):
        """The sentence as it is compared."""
        return tokens.plain(self.text)


@dataclass(frozen=True)
class Source:
    """All that a file may say.

    ``sentences`` of the document, ``more``: of its other file and of the claims; ``groups``: name of a group → its
    variable; ``hidden``: place → names whose people are too few to be told there; ``least``: people from
    which on a group is named; ``words``: for shares → (from, up to).
    """

    document: object
    sentences: tuple
    more: tuple = ()
    groups: dict = field(default_factory=dict)
    options: frozenset = frozenset()
    hidden: dict = field(default_factory=dict)
    least: int = 5
    words: dict = field(default_factory=dict)

    @cached_property
    def places(self):
        """The headings and charts in their order, as sentences call what stands before them."""
        named = [
            block.text if isinstance(block, model.Heading) else plain(block.title)
            for block in self.document.blocks
            if isinstance(block, (model.Heading, model.Figure))
        ]
        return [place_of(text) for text in named]

    @cached_property
    def pool(self):
        """What a sentence of a file can have been: one of the document, or two of one place that a clerk joined."""
        both = zip(self.sentences, self.sentences[1:], strict=False)
        joined = (
            Said(f"{one.text} {after.text}", one.place, is_joined=True)
            for one, after in both
            if one.place == after.place
        )
        return [*self.sentences, *joined]


def sources(survey, tables, claims, documents):
    """A Source for every document of the report."""
    with people.spoken(survey):
        return _sources(survey, tables, claims, documents)


def _sources(survey, tables, claims, documents):
    groups = _groups(survey)
    options = frozenset(tokens.plain(label(c.label)) for q in survey.form.variables for c in q.choices)
    options |= {tokens.plain(item) for battery in survey.form.batteries for item in _items(survey.form, battery)}
    told = tuple(Said(clean(plain(form))) for claim in claims for form in claim.forms)
    said = {document.name: tuple(_sentences(document)) for document in documents}
    made = []
    for document in documents:
        others = tuple(one for name, found in said.items() if name != document.name for one in found)
        more = (*(Said(one.text) for one in others), *told)
        hidden = _hidden(survey, tables, document, groups)
        least, words = survey.privacy.min_cell, shares(survey.report.words or SHARES)
        made.append(Source(document, said[document.name], more, groups, options, hidden, least, words))
    return made


def _items(form, battery):
    """The items of a battery as a sentence calls them, without marks of quotation."""
    named = people.alike([people.topic(form, question.name) for question in battery])
    return [item.strip("“”").removeprefix("việc ") for item in named]


def split(text):
    """The sentences of a paragraph."""
    return [one for one in map(str.strip, ENDS.split(text)) if one]


def shares(scale):
    """Words for shares → (from, up to) percent, those that clerks like among them."""
    more = {
        "hầu hết": (90, 100), "gần như tất cả": (95, 100), "tất cả": (100, 100), "toàn bộ": (100, 100),
        "phần lớn": (50, 100), "số đông": (50, 100), "quá nửa": (50, 60), "hơn một nửa": (50, 60),
        "hơn nửa": (50, 60), "gần một nửa": (45, 50), "gần nửa": (45, 50), HALF: (45, 55), "một nửa": (48, 52),
        "thiểu số": (0, 50), "ít người": (0, 30), "rất ít": (0, 10), "rất nhiều": (50, 100), "không ai": (0, 0),
        "nhiều người": (30, 100), "một số người": (10, 30), "một số ít": (0, 10),
    }  # fmt: skip
    at = sorted(scale)
    own = {
        scale[low]: (low, high if low < 30 else 100) for low, high in zip(at, [*at[1:], 100], strict=True) if scale[low]
    }
    return more | {word.lower(): ends for word, ends in own.items()}


def _groups(survey):
    """Every name of a group of people → its question."""
    found = {}
    for by in dict.fromkeys([*survey.banners, *(m for c in survey.comparisons for m in c.by)]):
        for choice in survey.form[by].choices if by in survey.form else ():
            for name in (people.group(survey.form, by, choice.label), label(choice.label)):
                found[tokens.plain(name).strip('"')] = by
    return {name: by for name, by in found.items() if name not in ("có", "không", "không biết")}


def _sentences(document):
    place, is_open = "", False
    for block in document.blocks:
        if isinstance(block, model.Heading):
            place, is_open = place_of(block.text), say(OPEN) in block.text
        if isinstance(block, model.Figure):
            place = place_of(plain(block.title))
        is_caveat = is_open or _is_caveat(block)
        for text in texts(block):
            yield from (Said(one, place, is_caveat) for one in split(clean(text)))


def place_of(text):
    """How a heading or a chart is called where sentences say what stands before them."""
    return tokens.plain(clean(text))


def _is_caveat(block):
    return (isinstance(block, model.Box) and block.kind == model.BOX) or getattr(block, "kind", "") == model.NOTE


def texts(block):
    """The texts of a block in prose, of a table its notes; headings apart."""
    if isinstance(block, model.Figure):
        return [plain(block.title), plain(block.measure)]
    if isinstance(block, model.Paragraph):
        return [plain(block.parts)]
    if isinstance(block, model.Items):
        return [plain(parts) for parts in block.items]
    if isinstance(block, model.Box):
        if block.kind == model.FIGURES:
            return [f"{plain(parts[:1])} {plain(parts[1:])}" for parts in block.paragraphs]
        return [plain(parts) for parts in block.paragraphs]
    if isinstance(block, model.Table):
        return list(block.notes)
    if isinstance(block, model.Quote):
        return [f"“{block.text.strip()}”{f' – {block.of}' if block.of else ''}"]
    return []


def _hidden(survey, tables, document, groups):
    """Place → names of answers and groups that no table shows there."""
    found, asked = {}, {}
    for name in ("frequencies", "crosstabs", "open_answers"):
        if name in tables:
            rows = tables[name]
            column = "option" if "option" in rows else "name"
            for row in rows[rows["n"].isna()].to_dict("records"):
                found.setdefault(row["question"], set()).add((tokens.plain(label(row[column])), _people(survey, row)))
    place = ""
    for block in document.blocks:
        if isinstance(block, model.Heading):
            place = place_of(block.text)
        if isinstance(block, model.Figure):
            place, before = place_of(plain(block.title)), place
            if block.rows is not None and "question" in block.rows:
                for at in (before, place):
                    asked.setdefault(at, set()).update(block.rows["question"].unique())
    hidden = {at: {one for q in questions for one in found.get(q, ())} for at, questions in asked.items()}
    units = tables.get("units")
    if units is not None:
        few = units[units["n"].isna() | (units["n"] < survey.privacy.min_cell)]["name"].dropna()
        hidden[""] = {(tokens.plain(name), "") for name in few}
    return hidden


def _people(survey, row):
    group = row.get("group")
    return tokens.plain(people.group(survey.form, row["by"], group)).strip('"') if group else ""
