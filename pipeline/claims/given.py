"""What claims on everybody's answers are made of: a share, a word for it, options in a row, who answered."""

from pipeline.claims import names, printed, scale
from pipeline.claims.asked import asked_of
from pipeline.claims.model import Claim
from pipeline.wording import parts, say

NEXT = "Tiếp theo là {listed}."


def claim(kind, table, question, forms, brief=(), key=(), shorter=()):
    """A claim on what everybody answered to one question."""
    told = {"brief": tuple(brief), "key_figure": tuple(key), "shorter": tuple(shorter)}
    return Claim(kind, table, (question.name,), tuple(forms), label=f"question:{question.name}", **told)


def base(tables, question, row):
    """How many answered, and whom it was asked, behind a sentence."""
    whom = asked_of(tables.form, question)
    return answered(printed.people("frequencies", row), whom)


def answered(people, whom):
    """So many answered, in brackets, and whom it was asked."""
    told = " ({people} trả lời; {whom})" if whom else " ({people} trả lời)"
    return parts(told, people=people, whom=whom)


def share(tables, row):
    """The share of an option, with its printed interval."""
    return printed.of_all(tables, "frequencies", row)


def word(tables, figure):
    """The word for a share."""
    return scale.word(figure.value, figure.low, figure.high, tables.survey.report.words or None)


def listed(tables, rows):
    """“A” a, “B” b và “C” c."""
    listed = []
    for at, row in enumerate(rows):
        between = "" if at == 0 else say(" và ") if at == len(rows) - 1 else ", "
        listed += [f"{between}“{option(tables, row)}” ", share(tables, row)]
    return listed


def option(tables, row):
    """An option as a sentence calls it."""
    return names.option(tables.form, row["question"], row["option"])


def bracketed(tables, rows):
    """“A” (a), “B” (b) và “C” (c)."""
    return names.listed([(option(tables, row), share(tables, row)) for row in rows])


def shorter(listed, way, rows, *, start="", next_are=NEXT, **told):
    """Ways to list fewer and fewer of ``rows`` in the sentence ``way``, the others in one of their own; then the same
    with what ``start`` says behind it: (first sentence, rest)."""
    ways = []
    for before in dict.fromkeys((start, "")):
        after = [say(" Các phương án khác không nêu được số liệu.")] if start and not before else []
        for n in range(len(rows), 0, -1):
            more = parts(next_are, listed=listed(rows[n:])) if n < len(rows) else ()
            ways.append((parts(way, start=before, listed=listed(rows[:n]), **told), (*more, *after)))
    return ways


def nets(tables, question):
    """The declared nets that are printed, behind the options: "; tính gộp: “…” 53,0%"."""
    rows = tables.whole.get(question.name)
    rows = rows[rows["row"].eq("net")].dropna(subset=["percent"]).to_dict("records") if rows is not None else []
    found = []
    for at, row in enumerate(rows):
        name = option(tables, row)
        found += [say("; tính gộp: ") if at == 0 else ", ", f"“{name}” ", printed.of_all(tables, "banners", row)]
    return found


def of_printed(lost):
    """That only some options have figures, where some are hidden."""
    return say("trong các phương án nêu được số liệu, ") if lost else ""


def is_most(rows, lost):
    """Whether the largest printed share of one answer each is the largest of all, whatever is hidden."""
    shares = [row["percent"] for row in rows]
    return not lost or max(shares) > 100 - sum(shares)


def tied(tables, ranked):
    """The options that may be the one chosen most: their intervals meet that of the first."""
    least = share(tables, ranked[0]).low
    return [row for row in ranked if row is ranked[0] or share(tables, row).high >= least]
