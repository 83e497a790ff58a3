"""Part II: by the sections of the questionnaire, what was found – a sentence, a figure, who differs, a quote."""

import re

from pipeline import claims, wording
from pipeline.claims import names, printed
from pipeline.claims.asked import asked_of
from pipeline.report import figures, remarks, told
from pipeline.report.coded import estimated, under_groups
from pipeline.report.findings import leads, set_apart
from pipeline.report.grid import split, take, words
from pipeline.report.model import Figure, Heading, Items, Paragraph, Quote
from pipeline.wording import parts, say

FIGURES = 16  # of the whole report, so that it stays within sixteen pages
DIFFERENCES, MORE, THEMES = 3, 4, 12  # sentences on who differs; questions told in a line each
LETTER = re.compile(r"^\s*(?:[A-ZĐ]|[IVX]+|\d+)[.)]\s+")
WHOLE = "Kết quả chung"
CLOSE = "Hai câu hỏi này gắn liền nhau về nội dung."
IDEAS = "Các ý được nêu về {topic} (theo mã hiện có)"
MORE_IN = "Phụ lục 1 nêu {left} câu còn lại của phần này."


def results(source):
    """The blocks of the part: a heading and findings a section; sections with nothing to tell are left out."""
    parts = {}
    for section in source.form.sections:
        if own := units(source, section):
            parts.setdefault(_title(source, section), []).append((section, own))
    budgets, blocks = _budgets([sum(len(own) for _, own in held) for held in parts.values()]), []
    for at, ((title, held), budget) in enumerate(zip(parts.items(), budgets, strict=True), start=1):
        blocks.append(Heading(2, title, f"phan-{at}", f"{at}."))
        blocks += [block for section, _ in held for block in remarks.under(source, section.label)]
        blocks += _section(source, [unit for _, own in held for unit in own], budget)
    return blocks or [Paragraph(("Chưa có bảng kết quả nào.",))]


def _title(source, section):
    """What a section is called: its label without letter; those without one of their own are told together."""
    title = LETTER.sub("", wording.label(section.label)).strip().rstrip(":")
    return title if title not in ("", source.survey.title, source.form.title) else say(WHOLE)


def _budgets(sizes):
    """How many figures each section gets: in turns one each, as long as it has more to show; at least one."""
    given = [1 for _ in sizes]
    while sum(given) < FIGURES and any(has < size for has, size in zip(given, sizes, strict=True)):
        for at, size in enumerate(sizes):
            given[at] += given[at] < size and sum(given) < FIGURES
    return given


def units(source, section):
    """What a section tells: its batteries and questions that have a claim, but those that only say who answered."""
    found = []
    for question in section.variables:
        unit = next((b for b in source.form.batteries if question in b), (question,))
        if unit not in found and not _is_background(source, question) and _main(source, unit):
            found.append(unit)
    return found


def _is_background(source, question):
    survey = source.survey
    who = {*survey.banners, *survey.weighting.margins, *survey.privacy.quasi_identifiers, survey.population.unit}
    return question.name in who or question.group in who - {""}


def _section(source, units, budget):
    """The most telling units with figures, others that lead in words, the rest in a list of a line each."""
    lead = leads(source.survey, source.tables)
    bases = take(source.tables, "frequencies").groupby("question")["base"].max().fillna(0)
    # leads, then batteries, then what most people answered
    first = sorted(units, key=lambda unit: (unit[0] not in lead, len(unit) == 1, -bases.get(unit[0].name, 0)))
    made, used = {}, 0
    for unit in first:
        if used < budget or unit[0] in lead or unit[0].kind == "text":
            made[unit[0].name] = _finding(source, unit, draw=used < budget)
            used += len([block for block in made[unit[0].name] if isinstance(block, Figure)])
    blocks = [block for unit in units for block in made.get(unit[0].name, [])]
    return [*blocks, *_others(source, [unit for unit in units if unit[0].name not in made])]


def _finding(source, unit, *, draw):
    """A sentence in bold, a quote of an open question, its figure, who differs."""
    claim = _main(source, unit)
    if claim is None:
        return []
    picture = _figure(source, unit, claim) if draw else None
    asked, quote = () if picture else _asked_of(source, unit, claim), _quote(source, unit)
    head = Paragraph(claims.tidy((*told.verdict(claim, *told.finding(claim)), " ", *asked)))
    beside = _beside(source, unit, claim, apart=bool(picture or quote))
    blocks = [head, quote, picture, Paragraph(claims.tidy(beside)) if beside else None]
    return [block for block in blocks if block]


def _beside(source, unit, claim, *, apart):
    """Wanted answers, then who differs and that there are others; where a figure or a quote stands ``apart`` from the
    finding, the question is named again."""
    differences, others = _differences(source, unit)
    topic, said = unit[0].name if len(unit) == 1 else "", []
    for c in (*_wanted(source, unit, claim), *differences):
        known = topic if said or not apart else ""
        said.append(told.sentence(c, told.again(source.form, c, known)))
        said += [(say(CLOSE),)] if c.is_near else []
    said += [told.beyond(source.form, others, told.OTHER if differences else told.SOME)] if others else []
    return told.once(said)


def _asked_of(source, unit, claim):
    """Of how many people the figures of a question are that not everybody was asked, where no figure says it."""
    whom, shown = asked_of(source.form, unit[0]), told.figures_of(claim.parts)
    people = printed.people_of(shown[0], source.tables) if whom and shown else None
    return parts("Tính trên {people} trả lời ({whom}). ", people=people, whom=whom) if people else ()


def _wanted(source, unit, claim):
    """Claims on a wanted option, or several options as one, that the finding does not tell; of a scale it tells the
    other end."""
    known, found = {*told.figures_of(part for way in told.finding(claim) for part in way)}, source.claims
    own = [c for c in found if c.kind == "wanted" and c.questions == (unit[0].name,) and c.groups[0]]
    return [c for c in own if not {*c.estimates} & known]


def _main(source, unit):
    """The claim that a unit is told by: of a battery its highest and lowest item, else the first item's answers; of
    any other question its answers or its themes."""
    held = [q.name for q in unit]
    if len(unit) > 1:
        answers = [c for name in held for c in told.of_question(source.claims, name)]
        return next(iter([*told.of_items(source.claims, held), *answers]), None)
    themes = [c for c in source.claims if c.kind == "theme" and c.questions[0] == held[0]]
    return next(iter([*told.of_question(source.claims, held[0]), *themes]), None)


def _figure(source, unit, claim):
    question, title = unit[0], told.title(claim)
    if len(unit) > 1:
        return figures.scale(source, unit, title, _stem(unit))
    if question.kind == "text":
        rows = take(source.tables, "open_answers", question=question.name)
        title = title if claim.table == "open_shares" else say(IDEAS, topic=names.topic(source.form, question.name))
        return figures.ideas(source, question, _named_most(source, question, rows), title)
    if question.kind == "number":
        return figures.numbers(source, question, title)
    if question.kind == "rank" and (drawn := figures.ranks(source, question, title)):
        return drawn
    rows = take(source.tables, "frequencies", question=question.name)
    if len(rows) < 3:  # two answers are told by a sentence
        return None
    is_scale = question.points and question.apart and figures.on_scales(source, title)
    return (figures.levels(source, question, title) if is_scale else None) or figures.answers(
        source, question, rows, title
    )


def _named_most(source, question, rows):
    """The groups named most often, each with its codes under it, and codes of no group, as many as half a page holds:
    by their estimated shares where there are any, without the number of coded people, which is another share."""
    codes, known = rows[~set_apart(rows["code"])], estimated(source.tables, question.name)
    if known:
        codes = codes[codes["code"].map(words).isin(known)]
        told = [known[words(code)] for code in codes["code"]]
        codes = codes.assign(**{name: [row[name] for row in told] for name in ("percent", "low", "high")})
        codes = codes.drop(columns=["n", "person", "by_rule", "by_model"])
    return under_groups(codes.sort_values("percent", ascending=False, kind="stable")).head(THEMES)


def _stem(battery):
    return split(names.stem(battery[0]))[1].rstrip("?: ") or say("Các mục cùng một thang đo")


def _differences(source, unit):
    """(up to three claims on who differs, the greatest first; the others); where there are none but near-tautologies,
    one of these. Of an open question also those without figures, after the others: their words tell which theme."""
    held = {q.name for q in unit}
    own = [c for c in source.claims if c.table in ("tests", "open_tests") and c.questions[0].partition("/")[0] in held]
    own = claims.strongest(own)
    fit = [c for c in own if (c.shown if c.estimates else c.table == "open_tests")]
    fit = sorted(fit, key=lambda claim: not claim.estimates)
    chosen = [c for c in fit if not c.is_near][:DIFFERENCES] or fit[:1]
    return chosen, [c for c in own if c not in chosen]


def _quote(source, unit):
    """The first approved quote of the theme named most often."""
    rows = take(source.tables, "quotes", question=unit[0].name)
    rows = rows[rows["approved"].map(words).ne("")]
    themes = take(source.tables, "open_answers", question=unit[0].name).dropna(subset=["n"])
    order = themes.sort_values("n", ascending=False, kind="stable")["name"].tolist()
    for name in order:
        for quote in rows.loc[rows["name"].eq(name), "quote"]:
            return Quote(words(quote), wording.label(words(name)))
    return None


def _differ(source, unit):
    """The greatest difference, and by which groups there are others, where no figure is drawn."""
    chosen, others = _differences(source, unit)
    first, left = chosen[:1], [*chosen[1:], *others]
    said = [told.sentence(c, told.again(source.form, c, unit[0].name)) for c in first]
    return told.once([*said, *([told.beyond(source.form, left, told.OTHER if said else told.SOME)] if left else [])])


def _others(source, units):
    """The other questions of a section, a line each; of many the first, and where the rest stands."""
    made = [(unit, claim) for unit in units if (claim := _main(source, unit))]
    lines = tuple(
        claims.tidy(
            (
                *told.whole(claim, *told.finding(claim)),
                " ",
                *_asked_of(source, unit, claim),
                " ",
                *_differ(source, unit),
            )
        )
        for unit, claim in (made if len(made) == MORE + 1 else made[:MORE])
    )
    if not lines:
        return []
    left = len(made) - len(lines)
    return [Items(lines), *([Paragraph((say(MORE_IN, left=left),))] if left else [])]
