"""The tables of coded open questions that notebook 05 saves: all questions one below the other."""

from dataclasses import replace

import pandas as pd

from pipeline import infer
from pipeline.coding import agree, estimates, results, summaries, tones
from pipeline.coding.drift import drift
from pipeline.coding.frame import names
from pipeline.coding.hand import counted
from pipeline.coding.openended import shown_names, themes, with_codes
from pipeline.coding.quotes import COLUMNS as QUOTES
from pipeline.coding.quotes import quotes
from pipeline.describe.crosstabs import CROSSTABS
from pipeline.infer.pairs import COLUMNS as PAIRS

AGREEMENT = ["question", *agree.COLUMNS]
PHRASES = ["question", "code", "name", "caught", "tried", "right", "low", "state"]


def all_counts(answers, found, *, weight=None):
    """``results.counts`` of every study, one below the other."""
    tables = [results.counts(answers, s.question, s.shown, s.frame, weight=weight) for s in found.values()]
    return _stacked(tables, results.COUNTS)


def all_coverage(found, counted):
    """``results.coverage`` of every study: how the answers were coded; what ``counted`` (``results.hidden``) hides is
    missing."""
    own = {name: counted[counted["question"].eq(name)] for name in found}
    tables = [results.coverage(name, s.shown, s.quality, own[name]) for name, s in found.items()]
    return _stacked(tables, results.COVERAGE)


def all_shares(answers, found, banners, *, weight=None, minimum=0):
    """``estimates.estimated`` of every study: shares over all who answered, with their intervals."""
    told = {"weight": weight, "minimum": minimum}
    tables = [estimates.estimated(answers, s, _beside(banners, s), **told) for s in found.values()]
    return _stacked(tables, estimates.COLUMNS)


def all_phrases(found, *, minimum):
    """``deciding.measured`` of every study, of phrases that at least ``minimum`` people used; ``low`` 0-100."""
    tables = [
        s.quality["phrases"].assign(question=name, name=s.quality["phrases"]["code"].map(names(s.frame)))
        for name, s in found.items()
    ]
    table = _stacked(tables, PHRASES)[PHRASES]
    return table.assign(low=100 * table["low"].astype(float))[table["caught"].ge(minimum)].reset_index(drop=True)


def _beside(banners, one):
    return [banner for banner in banners if banner.name != one.question.name]


def all_crosstabs(answers, found, banners, *, weight=None):
    """``results.crosstabs`` of every study, by its own sentiment too."""
    tables = []
    for name, s in found.items():
        rows, by = with_codes(answers, s), list(banners)
        if own := tones.of(found, name):
            rows, banner = tones.beside(rows, own)
            by += [banner] if banner else []
        tables.append(results.crosstabs(rows, s.question, by, weight=weight))
    return _stacked(tables, CROSSTABS)


def all_tones(answers, found, crossed, *, weight=None):
    """``tones.table`` of every study whose sentiment was coded; ``crossed``: the crosstabs as they are printed."""
    pairs = [(s, own) for name, s in found.items() if (own := tones.of(found, name))]
    tables = [tones.table(with_codes(answers, s), s, own, crossed, weight=weight) for s, own in pairs]
    return _stacked(tables, tones.COLUMNS)


def all_tests(answers, found, banners, counted, *, weight=None, seed=0, adjust="holm", minimum=0):
    """``results.tests`` of every study, of the answers that a person coded (:func:`compared`), none where there are
    none; p adjusted within each question. None of a code whose people ``counted`` (``results.hidden``) hides: from an
    exact statistic few people are found by trying."""
    settings = {"weight": weight, "seed": seed, "adjust": adjust}
    rows = {name: compared(answers, s, banners, minimum=minimum) for name, s in found.items()}
    asked = {name: _shown(s.question, counted[counted["question"].eq(name)]) for name, s in found.items()}
    told = [results.tests(rows[name], asked[name], banners, **settings) for name in found if len(rows[name])]
    return _stacked(told, results.TESTS)


def _shown(question, counted):
    """The question with those of its choices whose people are printed."""
    codes = set(counted.loc[counted["n"].notna(), "code"])
    return replace(question, choices=tuple(choice for choice in question.choices if choice.name in codes))


def compared(answers, one, banners, *, minimum=0):
    """The answers with the codes of a study that groups are compared by (``estimates.by_person``), missing for all
    others; groups of which fewer than ``minimum`` were drawn are missing, too. No rows where nobody was drawn."""
    asked = estimates.by_person(one)
    rows = results.ticked(answers, one.question, asked)
    for banner in () if estimates.is_counted(one) else (b for b in banners if b.name in rows and b.choices):
        people = rows.loc[asked.index, banner.name].value_counts()
        rows[banner.name] = rows[banner.name].mask(rows[banner.name].isin(people.index[people < minimum]))
    return rows if len(asked) else rows.iloc[:0]


def all_pairs(answers, found, tests, banners, *, weight=None, adjust="holm", minimum=0):
    """``infer.all_pairs`` after the tests of every study: which two groups differ in naming a code."""
    by_name = {banner.name: banner for banner in banners}
    told = [
        infer.all_pairs(
            compared(answers, s, banners, minimum=minimum),
            tests[tests["question"].str.startswith(f"{s.question.name}/")],
            by_name | {s.question.name: s.question},
            weight=weight,
            adjust=adjust,
        )
        for s in found.values()
    ]
    return _stacked(told, PAIRS)


def all_quotes(found, *, minimum):
    """``quotes`` of every study."""
    tables = [
        quotes(s.shown, s.prepared, shown_names(s), minimum=minimum).assign(question=name)
        for name, s in themes(found).items()
    ]
    return _stacked(tables, QUOTES)[QUOTES]


def all_summaries(found, *, minimum):
    """The sentences that a person approved for codes of at least ``minimum`` people: question, code, name, summary."""
    rows = [(name, *told) for name, s in found.items() for told in summaries.approved(s, minimum=minimum)]
    return pd.DataFrame(rows, columns=["question", "code", "name", "summary"])


def all_agreement(found):
    """``agree.table`` of every study that two persons or more have coded."""
    tables = [agree.table(counted(s.hand, s.frame), names(s.frame)).assign(question=name) for name, s in found.items()]
    return _stacked(tables, AGREEMENT)[AGREEMENT]


def last_codes(found):
    """Every answer's codes, which the next run compares its own with.

    ``question``, ``row`` (of the answers), ``key``, ``codes``, ``how``, ``probability``.
    """
    columns = ["question", "row", "key", "codes", "how", "probability"]
    tables = [s.coded.rename_axis("row").reset_index().assign(question=name)[columns] for name, s in found.items()]
    return _stacked(tables, columns)


def all_drift(found, last, *, minimum):
    """Name → ``drift`` of its answers against the codes of the last run (None: this is the first)."""
    return {
        name: drift(s.coded, None if last is None else last[last["question"].eq(name)], names(s.frame), minimum=minimum)
        for name, s in found.items()
    }


def _stacked(tables, columns):
    kept = [table for table in tables if len(table)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=columns)
