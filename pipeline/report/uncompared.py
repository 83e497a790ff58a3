"""What no comparison tells of: which questions were not compared between groups, and why."""

import re

from pipeline import vi, wording
from pipeline.claims import names
from pipeline.report.grid import take, words
from pipeline.report.results import units
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
    """One sentence on the questions with results that stand in no comparison, and those of which none could be
    computed, each with its reason; "" where there are none."""
    held = {_of(name) for table, column in TABLES for name in take(source.tables, table)[column]}
    if not held:
        return say(NONE)
    told_of = [unit for section in source.form.sections for unit in units(source, section, of_all=True)]
    left = [called for unit in told_of for called in _called(source.form, unit, held)]
    told = [say(UNDECLARED, questions=_few(left))] if left else []
    told += [say("{pairs}, vì {why}", pairs=_few(pairs), why=why) for why, pairs in _failed(source).items()]
    return say(SOME, listed="; ".join(told)) if told else ""


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
