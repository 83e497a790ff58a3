"""Codes as a question with several answers: counts with nets, by banner with tests, and how they were decided."""

from dataclasses import replace

import numpy as np
import pandas as pd

from pipeline import describe, infer, privacy, vi
from pipeline.coding import deciding
from pipeline.coding.frame import APART, NO_OPINION, OTHER, UNCODED, live, names
from pipeline.coding.hand import joined, parted
from pipeline.infer.choose import COLUMNS as TESTS
from pipeline.questionnaire import Choice

NET, CODE, ASIDE = "nhóm lớn", "mã", "ngoài"
DECIDED_BY = ["person", "by_rule", "by_model"]
COUNTS = ["question", "code", "name", "n", "percent", "base", "net", "level", "status", *DECIDED_BY]
COVERAGE = ["question", "answered", "silent", "person", "by_rule", "by_model", "guess", "uncoded"]
COVERAGE += ["precision", "expected_precision", "held_out", "found", "hand", "several"]
WAYS = {"person": deciding.PERSON, "by_rule": deciding.RULE, "by_model": deciding.MODEL, "guess": deciding.GUESS}


def folded(coded, *, minimum):
    """The coded answers with codes of fewer than ``minimum`` people folded into "Ý kiến khác", uncoded ones named.

    So few people could tell who wrote it; nets are counted afterwards, so that none of them gives the number away.
    """
    long = coded["codes"].map(parted).explode()
    people = long.value_counts()
    small = {code for code in people.index if people[code] < minimum and code not in APART}
    codes = [joined(OTHER if code in small else code for code in parted(text)) or UNCODED for text in coded["codes"]]
    return coded.assign(codes=pd.Series(codes, coded.index, dtype="str"))  # text of nobody, too


def several(question, coded, frame):
    """The open question as one where several answers may be ticked: its choices are nets, codes and the rest.

    ``coded`` as :func:`folded` gives it; codes nobody was given are left out, and nets of a single code. Order: nets
    and codes without a net by people, a net's codes right after it; then "Ý kiến khác", "không có ý kiến", "chưa mã
    hóa". A code's ``filter`` names its net.
    """
    codes, labels = coded["codes"].map(parted), names(frame)
    people = codes.explode().value_counts()
    given = sorted((c for c in people.index if c not in APART), key=lambda c: (-people[c], len(c), c))
    nets = _nets(frame, given)
    size = {net: sum(any(nets[c] == net for c in row if c in nets) for row in codes) for net in set(nets.values())}
    heads = [(-size[net], 0, net) for net in size if net] + [(-people[c], 1, c) for c in given if not nets[c]]
    choices = []
    for _, is_code, head in sorted(heads):
        inside = [head] if is_code else [c for c in given if nets[c] == head]
        choices += [] if is_code else [Choice(net_choice(head), head)]
        choices += [Choice(c, labels[c], filter={"net": nets[c]}) for c in inside]
    choices += [Choice(c, APART[c]) for c in (OTHER, NO_OPINION, UNCODED) if c in people.index]
    return replace(question, type="select all that apply", choices=tuple(choices), points=())


def _nets(frame, given):
    """Code → its net, "" for a code without one or alone in it."""
    own = live(frame).set_index("code")["net"].reindex(given)
    return own.where(own.map(own.value_counts()).gt(1), "").to_dict()


def net_choice(name):
    """The choice that stands for a net of this name."""
    return f"net {name}"


def _within(question):
    """Code → its net, of the choices of :func:`several`."""
    return {choice.name: choice.filter.get("net", "") for choice in question.choices}


def ticked(answers, question, coded):
    """The answers with a column ``question/code`` a choice of :func:`several`: missing for people who wrote nothing."""
    nets = _within(question)
    sets = coded["codes"].map(lambda text: {*parted(text), *(net_choice(nets[c]) for c in parted(text) if nets[c])})
    columns = {f"{question.name}/{c.name}": sets.map(lambda found, c=c: c.name in found) for c in question.choices}
    found = pd.DataFrame(columns, index=coded.index).reindex(answers.index).astype("boolean")
    return pd.concat([answers.drop(columns=[c for c in found if c in answers]), found], axis=1)


def counts(answers, question, coded, frame, *, weight=None):
    """People and percent of every code and net: the columns of ``COUNTS``, in the order of :func:`several`.

    ``n``, ``base``: people, of those who wrote anything ("không có ý kiến" and "chưa mã hóa" among them); ``percent``
    0-100, weighted when ``weight`` names a column; ``person``, ``by_rule``, ``by_model``: of ``n``, who decided.
    ``level``: "nhóm lớn", "mã" or "ngoài"; ``status`` of a code: "đề xuất" or "đã duyệt".
    """
    if not question.choices:  # nobody wrote anything
        return pd.DataFrame(columns=COUNTS)
    table = describe.frequencies(ticked(answers, question, coded), question, weight=weight)
    nets, states = _within(question), live(frame).set_index("code")["status"]
    code = [choice.name for choice in question.choices]
    table = table.assign(code=code, name=table["option"], net=[nets[c] for c in code])
    table["status"] = states.reindex(code).fillna("").to_numpy()
    table["level"] = [NET if c.startswith("net ") else ASIDE if c in APART else CODE for c in code]
    how = coded["how"].replace({deciding.GUESS: deciding.MODEL, deciding.BOTH: deciding.RULE})
    for column in DECIDED_BY:
        table[column] = [int((how.eq(WAYS[column]) & _has(coded, c, nets)).sum()) for c in code]
    return table[COUNTS]


def _has(coded, code, nets):
    inside = {c for c, net in nets.items() if net_choice(net) == code} or {code}
    return coded["codes"].map(lambda text: bool(inside & set(parted(text))))


def coverage(question, coded, quality, counted):
    """One row on how the answers of a question were coded; ``coded`` as :func:`folded` gives it.

    ``answered``, ``silent`` (no opinion), ``person``, ``by_rule``, ``by_model``, ``guess``, ``uncoded`` (people);
    ``precision`` asked for, ``expected_precision``, ``held_out`` (agreement) and ``found`` (``cluster.threshold``;
    0-100, missing where it cannot be told), ``hand`` (hand-coded answers it rests on), ``several``: does an answer
    carry several codes. Where ``counted``, the question's lines as :func:`hidden` leaves them, hides how many had no
    opinion, or are not coded, their number is missing, and with it the largest of the others, from which it would be
    told; where it hides how many answered, everything is.
    """
    silent = coded["codes"].eq(NO_OPINION)
    how = coded["how"].replace(deciding.BOTH, deciding.RULE)
    people = {way: int((how.eq(word) & ~silent).sum()) for way, word in WAYS.items()}
    told = {"answered": len(coded), "silent": int(silent.sum()), **people}
    told["uncoded"] = int(coded["codes"].isin(["", UNCODED]).sum())
    lost = set(counted.loc[counted["n"].isna(), "code"])
    if counted["base"].isna().any():
        told |= dict.fromkeys(told, np.nan)
    elif gone := [c for c, code in (("silent", NO_OPINION), ("uncoded", UNCODED)) if code in lost]:
        told |= dict.fromkeys([*gone, max(WAYS, key=told.get)], np.nan)
    told["precision"] = 100 * quality["asked"]
    told |= {"expected_precision": 100 * quality["expected"], "held_out": 100 * quality["agreement"]}
    told["found"] = 100 * quality["found"] if np.isfinite(quality["threshold"]) else np.nan
    several = bool(coded["codes"].str.contains(";").any())
    return pd.DataFrame([{"question": question, **told, "hand": quality["base"], "several": several}])


def crosstabs(answers, question, banners, *, weight=None):
    """Codes and nets within the groups of every banner question: the columns of ``describe.crosstab``."""
    by = [banner for banner in banners if banner.name in answers and banner.name != question.name]
    return describe.all_crosstabs(answers, [question] if question.choices else [], by, weight=weight)


def hidden(counted, crossed, *, minimum, people):
    """``counts`` and ``crosstabs`` of all questions without small cells: two frames, NaN where hidden.

    Both are hidden at once, so that no sum over groups, no net of codes and, where every answer carries one code, no
    sum over codes gives a cell away. ``people``: how many there are in all, whatever they wrote. Who decided is missing
    for all codes of a question with a hidden one, whose number would be told by how many each decided in all; percent
    keeps one decimal where a cell of the question is hidden in either table (``privacy.suppress`` says why).
    """
    tables, known = printed(counted, crossed, people=people, one_each=one_each(counted))
    shown = privacy.suppress(tables, minimum=minimum, known=known)
    few = counted["base"].between(1, minimum - 1)
    kept = counted.assign(**{c: shown["open_answers"][c].mask(few) for c in ("n", "percent", "base")})
    lost, holed = (kept["question"].isin(t.loc[t["n"].isna(), "question"]) for t in (kept, shown["open_crosstabs"]))
    kept = kept.assign(**{c: kept[c].astype(float).mask(lost) for c in DECIDED_BY})
    return kept.assign(percent=kept["percent"].mask(holed, vi.rounded(kept["percent"], 1))), shown["open_crosstabs"]


def stepped(counted, crossed, answers, form, *, minimum, weight=None):
    """Both tables of :func:`hidden` with weighted percents that tell no hidden cell: ``describe.coarsening`` of codes.
    How many are not coded or have no opinion is told of the coding, and stays."""
    nets = {*counted.loc[counted["level"].eq(NET), ["question", "name"]].itertuples(index=False, name=None)}
    tables = {"frequencies": counted.assign(option=counted["name"]), "crosstabs": crossed}
    rows = {n: ["net" if of in nets else "option" for of in zip(t["question"], t["option"], strict=True)]
            for n, t in tables.items()}  # fmt: skip
    tables = {
        name: table.assign(row=pd.Series(rows[name], table.index, dtype=object)) for name, table in tables.items()
    }
    cut = describe.coarsening(tables, answers, form, minimum=minimum, weight=weight)
    coarse = {name: cut(table) for name, table in tables.items()}
    aside = {*counted.loc[counted["level"].eq(ASIDE), ["question", "name"]].itertuples(index=False, name=None)}
    told, cells = (_counted_aside(coarse[name], table, aside) for name, table in tables.items())
    told = told.assign(**{c: told[c].mask(told["n"].isna()) for c in DECIDED_BY})
    return told[counted.columns], cells[crossed.columns]


def _counted_aside(coarse, table, aside):
    is_aside = np.array([of in aside for of in zip(table["question"], table["option"], strict=True)], bool)
    return coarse.assign(n=coarse["n"].mask(is_aside, table["n"]))


def one_each(counted):
    """The questions of which every answer carries one code: all codes of ``counts`` add up to who wrote anything.

    Whoever sees that takes them for parts of a whole, whether or not an answer may carry several codes.
    """
    codes = counted[counted["level"].ne(NET)].groupby("question")
    added = codes["n"].sum().eq(codes["base"].max())
    return frozenset(added.index[added])


def printed(counted, crossed, *, people, one_each=()):
    """The two tables as ``privacy`` reads them, and what everybody knows of the codes: nets, several a person – but one
    in the questions of ``one_each``."""
    is_net, inside = counted["level"].eq(NET), counted["net"].astype(object).fillna("").ne("")
    known = privacy.Known(
        options=counted[~is_net].groupby("question")["name"].agg(list).to_dict(),
        several=frozenset(counted["question"]) - frozenset(one_each),
        nets={name: _parts(rows) for name, rows in counted[~is_net & inside].groupby("question")},
        people=people,
    )
    told = counted.rename(columns={"name": "option"})[["question", "option", "n", "percent", "base"]]
    return {"open_answers": told, "open_crosstabs": crossed}, known


def _parts(codes):
    """Net → names of its codes."""
    return codes.groupby("net")["name"].agg(list).to_dict()


def tests(answers, question, banners, *, weight=None, seed=0, adjust="holm"):
    """Every code and net against every banner question, one family: the columns of ``infer.compare``."""
    told = replace(question, choices=tuple(c for c in question.choices if c.name != UNCODED))
    by = [banner for banner in banners if banner.name in answers and banner.name != question.name]
    rows = [infer.compare(answers, told, banner, weight=weight, seed=seed) for banner in by if told.choices]
    if not rows:
        return pd.DataFrame(columns=TESTS)
    return infer.family(pd.concat(rows, ignore_index=True), adjust=adjust)
