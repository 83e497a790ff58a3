"""Every code's share over all who answered, with its interval: what was drawn at random puts the machine right.

The shares of the answers that are surely coded (``results.counts``) are lower bounds: what is not coded is not like the
rest.
"""

from typing import NamedTuple

import numpy as np
import pandas as pd

from pipeline import cluster
from pipeline.cluster import shares
from pipeline.coding import deciding
from pipeline.coding.frame import APART, NO_OPINION, OTHER, UNCODED
from pipeline.coding.hand import decided, parted
from pipeline.coding.results import CODE, NET, net_choice
from pipeline.describe.groups import WIDEST
from pipeline.design import Design

COLUMNS = ["question", "code", "name", "net", "level", "by", "group", "percent", "low", "high", "width", "n", "base"]
ALONE = ["alone", "alone_low", "alone_high", "alone_width"]
COLUMNS += ALONE
TOTAL = "(tổng số)"


class Known(NamedTuple):
    """``said``: the machine's probabilities (answers × codes; ``cluster.Unseen.even``); ``given``: codes by a person,
    missing for none; ``drawn``: which of these answers were drawn at random. All on the answers of a study."""

    said: pd.DataFrame
    given: pd.Series
    drawn: np.ndarray


def estimated(answers, one, banners=(), *, weight=None, minimum=0):
    """Estimated shares of the codes and nets of a study, over all who answered and by the groups of each banner.

    ``percent``, ``low``, ``high`` (95 % interval), ``width`` (of it, in points): 0-100, weighted where ``weight`` names
    a column; ``n``: answers drawn at random that the interval rests on; ``base``: people who wrote anything; ``alone``
    and the rest: the same without the machine. ``by`` is "(tổng số)" for everybody. No row of a group of fewer than
    ``minimum`` people, of too few answers drawn (``cluster.shares.FEWEST``) or with an interval over ``WIDEST``; none
    at all without such a sample, nor where a person coded every answer: then the shares are counted.
    """
    rows = answers.loc[one.coded.index]
    weights, found, made = people(rows, weight), known(one), []
    if is_counted(one):
        return pd.DataFrame(columns=COLUMNS)
    had = [(choice, *having(one, choice, found)) for choice in one.question.choices if choice.name != UNCODED]
    for by, group, inside in _groups(rows, banners):
        few = len(rows[inside]) < minimum or (found.drawn & inside).sum() < shares.FEWEST
        for choice, chance, has in had if not few else ():
            told = _estimate(choice, chance, has, found, inside, weights, one)
            net = choice.filter.get("net", "")
            level = NET if choice.name.startswith("net ") else "ngoài" if choice.name in APART else CODE
            figures = [100 * told[name] for name in ("share", "low", "high")]
            alone = [100 * told[name] for name in ("alone", "alone_low", "alone_high")]
            made.append([one.question.name, choice.name, choice.label, net, level, by, group, *figures,
                         figures[2] - figures[1], int((found.drawn & inside).sum()), int(inside.sum()), *alone,
                         alone[2] - alone[1]])  # fmt: skip
    return borne(pd.DataFrame(made, columns=COLUMNS))


def borne(table):
    """The estimates of everybody, and of the groups of which no interval is wider than ``WIDEST``."""
    widest = table.groupby(["question", "by", "group"])["width"].transform("max")
    return table[table["by"].eq(TOTAL) | (widest <= WIDEST)].reset_index(drop=True)


def printable(table, counts, crossed):
    """The estimates without those whose number of people is hidden in the printed tables: their figures missing.

    What the drawn answers alone give is left out: with their number it is a count, often of fewer than may be told.
    """
    whole = counts.set_index(["question", "code"])["n"]
    cells = crossed.set_index(["question", "option", "by", "group"])["n"]
    keys = table[["question", "code"]].apply(tuple, axis=1)
    at = table[["question", "name", "by", "group"]].apply(tuple, axis=1)
    is_whole = table["by"].eq(TOTAL)
    shown = pd.Series([whole.get(k) if all_ else cells.get(c) for k, c, all_ in zip(keys, at, is_whole, strict=True)])
    figures = [c for c in COLUMNS if c not in ("question", "code", "name", "net", "level", "by", "group", "n", "base")]
    hidden = pd.to_numeric(shown, errors="coerce").isna().to_numpy() if len(table) else np.zeros(0, bool)
    return table.assign(**{c: table[c].mask(hidden) for c in figures}).drop(columns=ALONE)


def people(rows, weight):
    """How many people each answer stands for: its weight; 1 without weights."""
    column = weight.weight if isinstance(weight, Design) else weight
    return rows[column].astype(float).fillna(0).to_numpy() if column else np.ones(len(rows))


def _groups(rows, banners):
    yield TOTAL, TOTAL, np.ones(len(rows), bool)
    for banner in (b for b in banners if b.name in rows):
        for choice in banner.choices:
            yield banner.name, choice.label, rows[banner.name].eq(choice.label).fillna(False).to_numpy(bool)


def known(one):
    """What is :class:`Known` of the answers of a study."""
    codes = decided(one.hand, one.frame).set_index("key")["codes"]
    keys = one.coded["key"]
    out = one.quality.get("out")
    said = pd.DataFrame(index=keys) if out is None else out.reindex(keys)
    content = one.prepared.loc[one.coded.index, "kind"].eq("content").to_numpy()
    given = keys.map(codes).where(content)
    drawn = one.coded.index.isin(one.quality["sample"]) & given.notna().to_numpy()
    return Known(said.set_axis(one.coded.index), given.map(parted, na_action="ignore"), drawn)


def is_counted(one):
    """Did a person code every answer of a study that says something?"""
    return not set(one.prepared.loc[one.prepared["kind"].eq("content"), "key"]) - set(
        decided(one.hand, one.frame)["key"]
    )


def by_person(one):
    """The ``shown`` answers of a study that may be compared between groups, for nothing in them hangs on what the
    machine could code: all, where a person coded each; else a random sample of all who wrote – those drawn that a
    person coded, and of those who said nothing as large a part, by the same chance."""
    if is_counted(one):
        return one.shown
    sample = one.quality["sample"]
    asked = one.shown.loc[one.shown.index.isin(sample) & one.shown["how"].eq(deciding.PERSON)]
    return one.shown.loc[asked.index.union(cluster.beside(one.prepared, sample))]


def having(one, choice, found):
    """Of each answer of a study: the machine's probability that it has a choice, and whether (0/1) a person gave it."""
    codes = _codes(one.question, choice.name, {*found.said, *found.given.dropna().explode()})
    own = found.said[[c for c in codes if c in found.said]].fillna(0)
    chance = 1 - (1 - own).prod(axis=1) if one.quality.get("several") else own.sum(axis=1)
    has = found.given.map(lambda given: bool(set(codes) & set(given)), na_action="ignore").eq(True)  # of nobody too
    return chance.to_numpy(float), has.to_numpy(float)


def _codes(question, name, known):
    """The codes that count for a choice: a net's own; of those ``known`` what was folded into "ý kiến khác"."""
    choices = {c.name: c for c in question.choices}
    if name.startswith("net "):
        return [c for c, choice in choices.items() if net_choice(choice.filter.get("net", "")) == name]
    return [OTHER, *(c for c in known if c not in choices)] if name == OTHER else [name]


def _estimate(choice, chance, has, found, inside, people, one):
    """The share of all in a group, from those with content, estimated, and those who said nothing, known; what persons
    coded, drawn or not, bounds it on both sides."""
    content, drawn = one.prepared.loc[one.coded.index, "kind"].eq("content").to_numpy(), found.drawn
    asked, silent = inside & content, inside & ~content
    told = shares.estimate(chance[asked], people[asked], np.flatnonzero(drawn[asked]), has[asked & drawn])
    coded = asked & found.given.notna().to_numpy()
    bounds = [people[coded & (has > 0)].sum(), people[asked].sum() - people[coded & (has == 0)].sum()]
    told = {name: float(np.clip(share, *np.divide(bounds, people[asked].sum()))) for name, share in told.items()}
    part = people[asked].sum() / people[inside].sum()
    known = people[silent].sum() / people[inside].sum() if choice.name == NO_OPINION else 0.0
    return {name: part * share + known for name, share in told.items()}
