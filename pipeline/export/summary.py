"""The first page: five findings with a verdict, six key figures, and a box that says how sure and of whom."""

from markupsafe import escape

from pipeline import claims
from pipeline.claims import names, said
from pipeline.export import drawn, told
from pipeline.export.findings import leads
from pipeline.export.grid import is_weighted, take

FINDINGS, FIGURES, BESIDE = 5, 6, 1
ANSWERS = ("share", "order", "scale", "number")


def summary(survey, tables, found):
    """``findings``: (verdict, sentences beside it); ``figures``: (number, of what); ``box``: sentences."""
    lead = [question.name for question in leads(survey, tables)]
    chosen = [claim for name in lead for claim in _answers(found, name)]
    figures = [c.key_figure for c in chosen if c.key_figure][:FIGURES]
    return {
        "findings": _findings(survey.form, chosen, found)[:FINDINGS],
        "figures": [(figure.text, of) for figure, of in figures],
        "box": _box(survey, tables, found) if chosen else [],
    }


def _answers(found, name):
    """What everybody answered to one question: its NPS where it has one."""
    own = [c for c in found if c.questions == (name,)]
    return [c for c in own if c.kind == "nps"] or [c for c in own if c.kind in ANSWERS]


def _findings(form, chosen, found):
    """One finding a section of the questionnaire that holds a lead question or a battery; without sections, one each
    lead question."""
    items = [c for c in found if c.kind == "items" and form[c.questions[0]].points]
    sections = [s for s in form.sections if any(_is_in(s, claim) for claim in (*chosen, *items))]
    if len(sections) < 2:
        themes = [c for c in found if c.kind == "theme"]
        return [
            _finding(form, [c], _strongest(found, c.questions))
            for c in (*chosen[: FINDINGS - len(themes[:1])], *themes[:1])
        ]
    made = []
    for section in sections:
        heads = [c for c in chosen if _is_in(section, c)] or [c for c in items if _is_in(section, c)]
        names = tuple(question.name for question in section.questions)
        made.append(_finding(form, heads, [*_strongest(found, names), *_themes(found, names)]))
    return made


def _is_in(section, claim):
    return claim.questions[0] in [question.name for question in section.questions]


def _strongest(found, names):
    """The strongest difference in some questions, if it is no near-tautology."""
    own = [c for c in found if c.table == "tests" and c.shown and c.questions[0].partition("/")[0] in names]
    return [c for c in claims.strongest(own) if not c.is_near or len({*names}) == 1][:1]


def _themes(found, names):
    return [c for c in found if c.kind == "theme" and c.questions[0] in names][-1:]


def _finding(form, heads, more):
    """The first as the verdict and one thing beside it: another, unless the key figures tell it, else what is found."""
    first, *rest = heads
    beside = [*(claim for claim in rest if not claim.key_figure), *more]
    return _headline(first), [_beside(form, first, claim) for claim in beside[:BESIDE]]


def _beside(form, first, claim):
    """What stands beside a verdict; on the same question its topic is not said again."""
    words, again = claim.headline, f"Về {names.topic(form, first.questions[0])}, "
    if claim.questions[0].partition("/")[0] == first.questions[0] and words.startswith(again):
        words = said(words.removeprefix(again))
    return told.sentence(claim, words)


def _headline(claim):
    return told.sentence(claim, claim.headline)


def _box(survey, tables, found):
    said = [_headline(c) for c in found if c.kind in ("scope", "interval")]
    if is_weighted(tables):
        listed = " theo cơ cấu danh sách" if survey.weighting.margins else ""
        said.append(f"Tỷ lệ đã gia quyền{listed}.")
    if drawn.is_drawn(survey, tables):
        said.append("Là ý kiến của người được chọn vào mẫu và đã trả lời.")
    else:
        said.append("Là ý kiến của người tự nguyện trả lời, không phải mẫu chọn ngẫu nhiên.")
    if not take(tables, "tests").empty:
        said.append("Khác biệt giữa các nhóm chỉ nêu khi có ý nghĩa thống kê; không cho biết nguyên nhân.")
    return [escape(sentence) for sentence in said]
