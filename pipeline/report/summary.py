"""The first page: findings with a verdict, key figures, and a box that says how sure and of whom."""

from dataclasses import replace
from itertools import pairwise
from typing import NamedTuple

from pipeline import claims, vi
from pipeline.claims import names
from pipeline.report import bases, fieldwork, remarks, told
from pipeline.report.findings import leads
from pipeline.report.grid import is_weighted, take
from pipeline.report.model import FIGURES, Box, Heading, Items, Paragraph, Ref, Strong
from pipeline.wording import say

MOST, KEY, BESIDE = 5, 6, 1
POINTS = 5  # that shares of groups lie apart at least which the first page tells
PLACE, NEXT = 20, 4  # letters of the place of a table in the annex, of another right behind it
ROOM = 3270  # letters of findings, key figures and the box on how sure they are that the first page has room for
BUT = " (trừ {but})"
CLOSE, OPEN = "những câu gắn liền nhau", "câu trả lời bằng lời"
GREATEST = "một trong những khác biệt lớn nhất được nêu giữa các nhóm{aside}: "
BY = "trong các khác biệt được nêu, lớn nhất{aside} là theo {groups}, nổi bật là "
WHO = {
    fieldwork.DRAWN: "Người trả lời là người được chọn vào mẫu.",
    fieldwork.OWN: "Người trả lời tự nguyện tham gia, không phải mẫu chọn ngẫu nhiên.",
    fieldwork.UNKNOWN: "Kết quả là ý kiến của người đã trả lời; hồ sơ không ghi họ được chọn thế nào.",
}
FITTED = "Tỷ lệ đã gia quyền, tức tính lại cho khớp danh sách theo {margins}."
GIVEN = "Tỷ lệ đã gia quyền, tức mỗi phiếu được tính theo trọng số đã khai báo của nó."
MADE_UP = "Số liệu mô phỏng, không phải ý kiến của người thật."
TESTED = (
    "Khác biệt giữa các nhóm chỉ được nêu khi có ý nghĩa thống kê (ít khả năng do ngẫu nhiên); số liệu không cho biết"
    " nguyên nhân."
)
PLACES = "Bảng ghi “PL” ở phụ lục kèm theo."
NOTHING = "Chưa có câu hỏi nào đủ số liệu để nêu kết quả."


def summary(source):
    """The blocks of the summary."""
    lead = [question.name for question in leads(source.survey, source.tables)]
    chosen = [claim for name in lead for claim in _answers(source.claims, name)]
    keys = tuple(key for c in chosen if (key := _key_figure(source, c)))[:KEY]
    title, figures_of_all = bases.key_figures(source, keys)
    made = _findings(source, chosen)[:MOST]
    untold = (c for c in _greatest(source.claims) if not any({*c.estimates} <= {*item.whole[1:]} for item in made))
    made += [_Finding(_called(source, claim)) for claim in untold]
    found = _on_one_page(made, ROOM - _letters((*figures_of_all, *_sure(source))))
    return [
        Heading(1, "TÓM TẮT", "tom-tat", whole=True),
        *remarks.under(source, "Tóm tắt"),
        Items(tuple(found), is_numbered=True) if found else Paragraph((NOTHING,)),
        *([Box(figures_of_all, title, FIGURES)] if keys else []),
        *([Box(_sure(source), "Phạm vi và độ tin cậy của số liệu")] if chosen else []),
    ]


class _Finding(NamedTuple):
    """A finding and what stands beside it; ``is_kept``: that this is not left out where the page is full."""

    verdict: tuple
    beside: tuple = ()
    is_kept: bool = False

    @property
    def whole(self):
        return (*self.verdict, *self.beside)


def _letters(texts):
    """About how many letters these parts have, with the places of their tables."""
    return sum(_length(part, before) for parts in texts for before, part in pairwise(("", *parts)))


def _length(part, before):
    if isinstance(part, Strong):
        return _letters([part.parts])
    if isinstance(part, Ref):
        return NEXT if isinstance(before, Ref) else PLACE
    return len(part if isinstance(part, str) else part.text)


def _on_one_page(made, room):
    """The findings in about ``room`` letters: of the longest that has something beside it this is left out, again and
    again."""
    while _letters(one.whole for one in made) > room:
        open_to = [one for one in made if one.beside and not one.is_kept]
        if not open_to:
            break
        longest = max(open_to, key=lambda one: _letters([one.whole]))
        made = [one._replace(beside=()) if one is longest else one for one in made]
    return [one.whole for one in made]


def _key_figure(source, claim):
    """(figure, of what): of a question with one wanted answer that answer's share."""
    wanted = [c for c in source.claims if c.kind == "wanted" and c.questions == claim.questions]
    if len(wanted) != 1:
        return claim.key_figure
    (figure, did), (name,) = wanted[0].key_figure, claim.questions
    return figure, f"{did} ({names.topic(source.form, name)})" if wanted[0].what else did


def _answers(found, name):
    """What everybody answered to one question: its NPS where it has one."""
    own = told.of_question(found, name)
    return [c for c in own if c.kind == "nps"] or own


def _findings(source, chosen):
    """One finding a section of the questionnaire that holds a lead question or a battery; without sections, one each
    lead question."""
    form, found = source.form, source.claims
    items = [c for c in found if c.kind == "items" and form[c.questions[0]].points]
    sections = [s for s in form.sections if any(_is_in(s, claim) for claim in (*chosen, *items))]
    if len(sections) < 2:
        themes = [c for c in found if c.kind == "theme"]
        heads = (*chosen[: MOST - len(themes[:1])], *themes[:1])
        return [_finding(source, [c], _strongest(found, c.questions)) for c in heads]
    made = []
    for section in sections:
        heads = [c for c in chosen if _is_in(section, c)] or [c for c in items if _is_in(section, c)]
        held = tuple(question.name for question in section.variables)
        made.append(_finding(source, heads, [*_strongest(found, held), *_themes(found, held)]))
    return made


def _is_in(section, claim):
    return claim.questions[0] in [question.name for question in section.variables]


def _strongest(found, held):
    """The greatest difference in some questions, if it is no near-tautology, nor told by shares that hardly differ
    because others are hidden."""
    own = [c for c in found if c.questions[0].partition("/")[0] in held]
    own = [c for c in _differences(own) if not claims.points(c) or claims.points(c) >= POINTS]
    return [c for c in own if not c.is_near or len({*held}) == 1][:1]


def _differences(found):
    """The differences between groups that matter and are told with figures, the greatest first."""
    return claims.strongest([c for c in found if c.table == "tests" and c.shown and c.estimates])


def _greatest(found):
    """The difference in shares of the whole survey that is the greatest in points and no near-tautology; none where no
    shares differ."""
    return [c for c in _differences(found) if claims.points(c) and not c.is_near][:1]


def but(found, claim):
    """Of the differences told as shares, in brackets, the kinds that have a greater one."""
    groups = [c for c in found if c.table in ("tests", "open_tests") and claims.matters(c)]
    kinds = [CLOSE if c.is_near else OPEN for c in groups if claims.points(c) > claims.points(claim)]
    told_of = [say(kind) for kind in (CLOSE, OPEN) if kind in kinds]
    return say(BUT, but=vi.listing(told_of)) if told_of else ""


def _called(source, claim, after=""):
    """The greatest difference, which says of which it is, by its two ends; its topic not again after that question."""
    form, name = source.form, claim.questions[0].partition("/")[0]
    aside = names.aside(form, name) if after == name else ""
    said = [part.replace(aside, "") if isinstance(part, str) else part for part in claim.ends]
    groups = [dict(estimate.key)["group"] for estimate in claim.estimates]
    asides, by = (say(" (tính theo điểm %)"), but(source.claims, claim)), names.plainly(form, claim.groups[0])
    if _is_by_alone(source.claims, claim):
        start = say(BY, groups=by, aside=names.merged(*asides))
    else:
        start = say(GREATEST, aside=names.merged(*asides, names.grouped(form, claim.groups[0], groups)))
    whole = told.sentence(claim, told.asked(form, claim, (start, *said, ".")))
    return _of_all_tables(source.claims, claim, whole) if _is_by_alone(source.claims, claim) else whole


def _of_all_tables(found, claim, said):
    """The sentence with the places of all tables of differences: of one of them alone no greatest is known."""
    at = next((n for n, part in enumerate(said, 1) if isinstance(part, Ref)), len(said))
    others = dict.fromkeys(c.label for c in _differences(found) if claims.points(c) and c.label != claim.label)
    return (*said[:at], *(Ref(label, "; ") for label in others), *said[at:])


def _is_by_alone(found, claim):
    """Whether no difference between groups of another kind reaches as far as this one by its interval goes at least."""
    others = [c for c in _differences(found) if claims.points(c) and c.groups != claim.groups and not c.is_near]
    return all(claims.reach(c)[1] < claims.reach(claim)[0] for c in others)


def _few(source):
    """A warning where hardly anybody answered."""
    kept = take(source.tables, "case_flow").dropna(subset=["n"])["n"]
    is_few = len(kept) > 0 and kept.iloc[-1] < source.survey.tables.small_base
    return [say("Số phiếu quá ít: chỉ tả những người đã trả lời, không suy ra cho người khác.")] if is_few else []


def _themes(found, held):
    return [c for c in found if c.kind == "theme" and c.questions[0] in held][-1:]


def _finding(source, heads, more):
    """The first as the verdict and one thing beside it: the greatest difference of all if it is of here, else another
    answer, unless the key figures tell it, else what is found."""
    (first, *rest), greatest = heads, _greatest(source.claims)
    own = [claim for claim in more if claim in greatest]
    beside = [*own, *(claim for claim in rest if not claim.key_figure), *more][:BESIDE]
    said = [
        part
        for c in beside
        for part in (" ", *(_called(source, c, first.questions[0]) if c in own else _beside(source, first, c)))
    ]
    is_kept = any(claim in own for claim in beside)
    return _Finding(told.verdict(first, *bases.finding(source, first)), tuple(said), is_kept)


def _beside(source, first, claim):
    """What stands beside a verdict; on the same question its topic is not said again, of items the highest alone."""
    if claim.kind == "items" and claim.brief:
        *before, last = claim.brief
        left_out = names.without(source.form[claim.questions[0]])
        return told.sentence(claim, (*before, last.removesuffix("."), left_out, "."))
    short = bases.of_whom(source, claim, claim.brief or claim.parts)
    short = told.asked(source.form, claim, short) if claim.table == "tests" else short
    again = told.again(source.form, replace(claim, forms=(short,), form=0), first.questions[0])
    return told.whole(claim, again, claim.rest if claim.brief else ())


def _sure(source):
    """Paragraphs on whose answers the figures are and how sure they are."""
    asked = source.survey, source.tables
    who = fieldwork.doubt(*asked) or say(WHO[fieldwork.chosen(*asked)])
    made_up = [say(MADE_UP)] if source.survey.synthetic else []
    margins = vi.listing([names.plainly(source.form, name) for name in source.survey.weighting.margins])
    weighted = [say(FITTED if margins else GIVEN, margins=margins)] if is_weighted(source.tables) else []
    tested = [] if take(source.tables, "tests").empty else [say(TESTED)]
    said = [
        ("Phạm vi", [*made_up, *_scope(source, "scope"), who, *weighted, say(PLACES)]),
        ("Mức độ tin cậy", [*_few(source), *_scope(source, "interval"), *tested]),
    ]
    return tuple((Strong((f"{say(term)}:",)), *_in_turn(lines)) for term, lines in said if lines)


def _scope(source, kind):
    return [told.sentence(claim) for claim in source.claims if claim.kind == kind]


def _in_turn(lines):
    """Sentences, each words or parts, a blank before every one."""
    return [part for line in lines for part in (" ", *((line,) if isinstance(line, str) else line))]
