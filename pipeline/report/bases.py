"""Of how many people a figure of the first page is, where these are not all whose answers were analysed."""

from pipeline import claims
from pipeline.claims import Estimate, printed
from pipeline.report.grid import take
from pipeline.wording import parts, say

ALL, OTHERS = "Số liệu chính (của mọi phiếu phân tích)", "Số liệu chính (của mọi phiếu phân tích, trừ ô ghi số người)"


def key_figures(source, keys):
    """(title, key figures): each (figure, of what) with the people that it is of, where these are others."""
    based = tuple(_based(source, *key) for key in keys)
    others = [len(one) > 2 for one in based]
    return say("Số liệu chính") if all(others) else say(OTHERS) if any(others) else say(ALL), based


def _based(source, figure, of):
    people = printed.people_of(figure, source.tables)
    if people is None or people.value == _analysed(source):
        return figure, of
    return claims.tidy((figure, of, *parts(", trong {people}", people=people)))


def of_whom(source, claim, told):
    """The same parts with the people that its first share is of: of a question with several answers always, of one
    answer where not all gave one; as they are where the sentence says it."""
    figure = next((part for part in told if isinstance(part, Estimate)), None)
    people = printed.people_of(figure, source.tables) if figure is not None and figure.unit == "%" else None
    at = told.index(figure) + 1 if people is not None else len(told)
    if claim.table != "frequencies" or not told[at:] or not str(told[at]).startswith(")"):
        return told
    if claim.kind != "order" and people.value == _analysed(source):
        return told
    return claims.tidy((*told[:at], *parts(" của {people} trả lời", people=people), *told[at:]))


def _analysed(source):
    """How many people's answers were analysed; None where it is not printed."""
    counted = take(source.tables, "case_flow").dropna(subset=["n"])["n"]
    return float(counted.iloc[-1]) if len(counted) else None
