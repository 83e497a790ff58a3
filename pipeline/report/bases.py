"""Of how many people a figure of the first page is, where these are not all whose answers were analysed."""

from pipeline import claims
from pipeline.claims import Estimate, names, printed
from pipeline.claims.asked import asked_of, most_of
from pipeline.report import figures, length, told
from pipeline.report.grid import take
from pipeline.wording import parts, say

ALL = "Số liệu chính (tính trên mọi phiếu phân tích)"
ANSWERED, ON_SCALE = "Tính trên {people} trả lời{picks}.", "Tính trên {people} chọn một mức của thang."
OTHERS = "Số liệu chính (nếu không ghi khác, tính trên mọi phiếu phân tích)"


def key_figures(source, keys):
    """(title, key figures): each (figure, of what) with the people that it is of, where these are others, and
    whom it leaves out."""
    based = tuple(_based(source, *key) for key in keys)
    others = [len(one) > 2 for one in based]
    return say("Số liệu chính") if all(others) else say(OTHERS) if any(others) else say(ALL), based


def _based(source, figure, of):
    people = printed.people_of(figure, source.tables)
    if people is None or people.value == _analysed(source):
        return figure, of
    apart = [whom for question in figures.on_scales(source, (figure,)) if (whom := names.apart(question))]
    left = say(", không kể người trả lời {whom}", whom=apart[0]) if apart else ""
    return claims.tidy((figure, of, *parts(", trong {people}{left}", people=people, left=left)))


def finding(source, claim):
    """(what was found, what belongs to it) as a finding of the first page: with the people in the first, or, where that
    were too long by them, in a sentence of its own."""
    bold, rest = told.finding(claim)
    based, people = of_whom(source, claim, bold), _people(source, claim, (*bold, *rest))
    if people is None or based != bold and length.fits(based):
        return based, rest
    question = source.form[claim.questions[0]]
    way = ON_SCALE if claim.table == "banners" and question.apart else ANSWERED
    most = most_of(question) if question.kind == "multiple" else 0
    picks = say(", mỗi người chọn tối đa {most}", most=most) if most else ""
    return bold, (*rest, " " * bool(rest), *parts(way, people=people, picks=picks))


def _people(source, claim, said):
    """Of how many people the first share of some parts is, where it has to be said: of the ends of a scale only where
    its question was not asked of all; None else."""
    figure = next((part for part in said if isinstance(part, Estimate)), None)
    people = printed.people_of(figure, source.tables) if figure is not None and figure.unit == "%" else None
    is_whole = people is None or claim.kind != "order" and people.value == _analysed(source)
    is_gated = claim.table == "banners" and asked_of(source.form, source.form[claim.questions[0]])
    return people if not is_whole and (claim.table == "frequencies" or is_gated) else None


def of_whom(source, claim, said):
    """The same parts with the people that its first share is of: of a question with several answers always, of one
    answer where not all gave one; as they are where the sentence says it."""
    people = _people(source, claim, said)
    at = next((n for n, part in enumerate(said, 1) if isinstance(part, Estimate)), len(said))
    if people is None or claim.table != "frequencies" or not str(said[at]).startswith(")"):
        return said
    return claims.tidy((*said[:at], *parts(" của {people} trả lời", people=people), *said[at:]))


def _analysed(source):
    """How many people's answers were analysed; None where it is not printed."""
    counted = take(source.tables, "case_flow").dropna(subset=["n"])["n"]
    return float(counted.iloc[-1]) if len(counted) else None
