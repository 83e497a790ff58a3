"""What no comparison tells of: which questions were not compared between groups, and why."""

import re

import pandas as pd

from pipeline import vi, wording
from pipeline.claims import names
from pipeline.report.grid import take, words
from pipeline.wording import say

NONE = "Chưa so sánh giữa các nhóm, vì cuộc điều tra không khai báo phép so sánh nào."
SOME = (
    "Chưa so sánh giữa các nhóm (không kể câu dùng để chia nhóm): {listed}; câu đóng khác chỉ so sánh theo các cách"
    " chia nhóm đã khai báo."
)
UNDECLARED = "{questions}, vì không thuộc phép so sánh nào đã khai báo"
UNTOLD = "không tính được (lý do ở sổ bảng số liệu)"
REASON = re.compile("^[^:]*: (.*?)[.]?$")  # of a note of the table: "… : chưa đủ người."
NAMES, MOST, REASONS = 15, 6, 2  # questions by name; pairs of them, and reasons, that are told
TABLES = ("tests", "question"), ("tests", "by"), ("open_tests", "question"), ("regressions", "outcome")


def uncompared(source):
    """One sentence on the questions that were counted and stand in no comparison, shown or hidden, and those of which
    none could be computed, each with its reason; "" where there are none. Questions that part the groups of tables or
    of comparisons are left out, as the sentence says."""
    held = {_of(name) for table, column in TABLES for name in take(source.tables, table)[column]}
    if not held:
        return say(NONE)
    left = [called for unit in _counted(source) for called in _called(source.form, unit, held)]
    told = [say(UNDECLARED, questions=_few(left))] if left else []
    told += [say("{pairs}, vì {why}", pairs=_few(pairs), why=why) for why, pairs in _failed(source).items()]
    return say(SOME, listed="; ".join(told)) if told else ""


def _counted(source):
    """The batteries and questions whose answers are counted, but the unit and what parts groups."""
    found = [take(source.tables, name)["question"] for name in ("frequencies", "numbers", "ranks")]
    parting = {*source.survey.banners, *(name for planned in source.survey.comparisons for name in planned.by)}
    parting |= {group.of for group in source.form.groups if group.name in parting}
    counted = {*pd.concat(found)} - {*parting, source.survey.population.unit}
    batteries = [tuple(battery) for battery in source.form.batteries]
    units = [next((b for b in batteries if q in b), (q,)) for q in source.form.variables if q.name in counted]
    return list({unit[0].name: unit for unit in units}.values())


def _of(name):
    return str(name).partition("/")[0]


def _called(form, unit, held):
    """The questions of a unit that no comparison holds and nobody wrote; of a battery itself, or how many items."""
    left = [q for q in unit if q.name not in held and q.kind != "text"]
    if len(unit) == 1 or not unit[0].block:
        return [names.place(form, q.name) for q in left]
    whole = "{battery}" if len(left) == len(unit) else "{n} mục của {battery}"
    return [say(whole, n=len(left), battery=names.battery(unit[0]))] if left else []


def _failed(source):
    """Why comparisons could not be computed → of which question by which; of many reasons where they stand."""
    tests = take(source.tables, "tests")
    tests = tests.assign(of=tests["question"].map(_of))
    done, failed = {}, {}
    for row in tests.itertuples():
        done[row.of, row.by] = done.get((row.of, row.by), False) or row.p_adjusted == row.p_adjusted
    for row in tests.drop_duplicates(["of", "by"]).itertuples():
        if not done[row.of, row.by]:
            why = reason(words(row.note)) or say(UNTOLD)
            told = {"one": names.place(source.form, row.of), "other": names.topic(source.form, row.by)}
            failed.setdefault(why, []).append(say("{one} theo {other}", **told))
    if len(failed) > REASONS:  # of few answers every comparison fails in its own way
        pairs = [pair for pairs in failed.values() for pair in pairs]
        return {say(UNTOLD): pairs if len(pairs) <= MOST else [say(PAIRS, n=len(pairs))]}
    return failed


PAIRS = "{n} cặp câu hỏi và cách chia nhóm"


def reason(note):
    """The reason that a note gives, "" where it gives none; notes are Vietnamese alone."""
    given = REASON.match(note) if wording.language() == wording.VI else None
    return given[1] if given else ""


def _few(listed):
    """The first names of a list, and how many more there are."""
    more = len(listed) - NAMES
    return vi.listing([*listed[:NAMES], say("{more} câu, mục khác", more=more)] if more > 1 else listed)
