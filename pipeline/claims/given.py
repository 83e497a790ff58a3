"""What claims on everybody's answers are made of: a share, a word for it, options in a row, who answered."""

from pipeline import vi
from pipeline.claims import names, printed, scale
from pipeline.claims.asked import asked_of
from pipeline.claims.model import Claim
from pipeline.wording import parts, say

NEXT = "Cùng với đó là {listed}."


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


def is_even(tables, one, other):
    """Whether the printed shares of two options are the same."""
    return share(tables, one).printed == share(tables, other).printed


def is_alone(tables, ranked):
    """Whether the first option's printed share is that of no other."""
    return len(ranked) < 2 or not is_even(tables, *ranked[:2])


def many(tables, figure, around=None):
    """A share with the word for it as parts, "đa số (65,9%)"; "có 32,9%" where the scale has no word for so few.

    ``around``: the interval that decides the word, where the figure holds none."""
    low, high = around or (figure.low, figure.high)
    word = scale.word(figure.value, low, high, tables.survey.report.words or None)
    return parts("{word} ({figure})" if word else "có {figure}", word=word, figure=figure)


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


def shorter(tables, listed, way, rows, *, start="", next_are=NEXT, **told):
    """Ways to list fewer and fewer of ``rows`` in the sentence ``way``, the others in one of their own, no two of equal
    printed shares apart; then the same with what ``start`` says behind it: (first sentence, rest)."""
    ways = []
    for before in dict.fromkeys((start, "")):
        after = [say(" Có phương án khác không nêu được số liệu.")] if start and not before else []
        for n in range(len(rows), 0, -1):
            if n < len(rows) and is_even(tables, *rows[n - 1 : n + 1]):
                continue
            more = parts(next_are, listed=listed(tables, rows[n:])) if n < len(rows) else ()
            ways.append((parts(way, start=before, listed=listed(tables, rows[:n]), **told), (*more, *after)))
    return ways


def net_rows(tables, question):
    """The rows of the declared nets of a question that are printed, of everybody."""
    rows = tables.whole.get(question.name)
    return rows[rows["row"].eq("net")].dropna(subset=["percent"]).to_dict("records") if rows is not None else []


def nets(tables, question):
    """The printed nets behind the options: "; tính gộp: “…” 53,0%", of several choices that one of them was chosen."""
    rows = net_rows(tables, question)
    start = "; chọn ít nhất một phương án thuộc nhóm: " if question.kind == "multiple" else "; tính gộp: "
    return [say(start), *listed_net(tables, rows)] if rows else []


def listed_net(tables, rows):
    """“A” a, “B” b: nets with their shares."""
    found = []
    for at, row in enumerate(rows):
        found += [f"{', ' if at else ''}“{option(tables, row)}” ", printed.of_all(tables, "banners", row)]
    return found


def of_printed(lost):
    """That only some options have figures, where some are hidden."""
    return say("trong các phương án nêu được số liệu, ") if lost else ""


def is_most(rows, lost):
    """Whether the largest printed share of one answer each is the largest of all, whatever is hidden."""
    shares = [row["percent"] for row in rows]
    return not lost or max(shares) > 100 - sum(shares)


def ranked(rows):
    """The rows with the largest share first."""
    return sorted(rows, key=lambda row: -row["percent"])


def tied(tables, ranked):
    """The options that may be the one chosen most: their intervals meet that of the first."""
    least, _ = printed.around(tables, ranked[0])
    return [row for row in ranked if row is ranked[0] or printed.around(tables, row)[1] >= least]


def leading(tables, ranked, most):
    """How many of the first options, ``most`` at best, surely come before all others; 0 where none do."""
    return first([printed.around(tables, row) for row in ranked], most)


def untied(figures, most):
    """How many of the first figures, ``most`` or so, no printed one of which is that of the next."""
    return vi.untied([figure.printed for figure in figures], most)


def is_apart(tables, ranked, at):
    """Whether the intervals of the first so many options lie over those of all others."""
    limits = [printed.around(tables, row) for row in ranked]
    return min(low for low, _ in limits[:at]) > max((high for _, high in limits[at:]), default=-1)


def one_of(tables, ranked, first):
    """What stands before several first options of which each may be the one chosen most, where another may be as many
    as one of these."""
    is_known = len(first) == 1 or is_apart(tables, ranked, len(first))
    return [] if is_known else [say("một trong các phương án ")]


def first(limits, most):
    """How many intervals from the first on, ``most`` at best, lie over all that follow; all of no more than that."""
    if len(limits) <= most:
        return len(limits)
    lows, highs = zip(*limits, strict=True)
    return max((at for at in range(1, most + 1) if min(lows[:at]) > max(highs[at:])), default=0)
