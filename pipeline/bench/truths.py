"""What is known to be true, and whether our statistics say so: coverage, Holm under the null, the planted truth."""

import json

from pipeline import project, vi
from pipeline.bench import clustered, coverage, nulls, within
from pipeline.rehearse import verdict

SIZES = [(2, 15), (5, 15), (5, 60), (20, 15), (20, 60), (60, 15)]  # groups, people in each
# word of a kind → groups → how small a part of the draws is made of what takes longest: 190 and 1.770 pairs, 59 terms
SLOW = {"từng cặp": {20: 5, 60: 20}, "hồi quy": {60: 5}}
EXACT = {("năm phương án", 5, 15): 5}  # Fisher's p is exact there, and takes half a second
TRUTH = "_su_that.json"  # beside the file of simulated answers, under its name


def bench(work, *, replicates=1000):
    """Yields the lines of the report, in Vietnamese; all seeded."""
    yield from coverage.bench(replicates=replicates)
    # design-based tests are made for larger samples, and cost ten times as much
    for weight, times, people in ((False, replicates, nulls.PEOPLE), (True, max(replicates // 5, 10), 300)):
        found = nulls.family_error(replicates=times, weight=weight, people=people)
        limits = " – ".join(vi.percent(100 * found[end]) for end in ("low", "high"))
        kind = "có trọng số" if weight else "không trọng số"
        yield (
            f"Họ kiểm định {kind} khi không có khác biệt nào ({vi.number(times)} lần lặp, {people} người): báo nhầm"
            f" {vi.percent(100 * found['error'])} (khoảng 95 %: {limits}); Holm hứa không quá 5 %"
        )
    yield from small_groups(max(replicates // 5, 10))
    yield from same_people(max(replicates // 5, 10))
    yield from clustered.bench(replicates=max(replicates // 5, 2))
    yield from planted(work)


def small_groups(replicates):
    """Lines on how often each test finds a difference where there is none, by number and size of groups."""
    yield f"Báo nhầm ở p < 0,05 khi không nhóm nào khác ({replicates} lần lặp; không / có trọng số; –: không tính):"
    for kind in nulls.TESTS:
        times = [_times(kind, *size, replicates) for size in SIZES]
        found = [[nulls.false_alarms(kind, groups=g, people=n, weighted=w, replicates=t) for w in (False, True)]
                 for (g, n), t in zip(SIZES, times, strict=True)]  # fmt: skip
        for name in found[0][0]:
            told = [" / ".join(_error(one[name]) for one in both) for both in found]
            told = [text + (f" ({t} lần)" if t < replicates else "") for text, t in zip(told, times, strict=True)]
            shown = "; ".join(f"{g} × {n}: {text}" for (g, n), text in zip(SIZES, told, strict=True))
            yield f"  {', '.join(filter(None, [kind, name]))} – {shown}"


def _times(kind, groups, people, replicates):
    """How many draws: fewer where one takes longest."""
    parts = [of.get(groups, 1) for word, of in SLOW.items() if word in kind]
    return max(replicates // max(*parts, EXACT.get((kind, groups, people), 1), 1), 10)


def _error(found):
    """Share of false alarms in percent; "–" where fewer than half of the tests were given."""
    given = found["replicates"] - found["refused"]
    return vi.number(100 * found["error"], 1) if given * 2 >= found["replicates"] else vi.MISSING


def same_people(replicates):
    """Lines on how often comparisons of items, and correlations, find something where there is nothing."""
    yield f"Báo nhầm ở p < 0,05 khi các mục như nhau và không liên hệ ({replicates} lần lặp; không / có trọng số):"
    for people in (15, 60, 300):
        found = [within.false_alarms(people=people, weighted=w, replicates=replicates) for w in (False, True)]
        for name, plain in found[0].items():
            shown = [vi.percent(100 * f["error"]) for f in (plain, found[1].get(name)) if f]
            yield f"  {name}, {people} người: {' / '.join(shown)}"


def planted(work):
    """Lines on the differences planted in simulated answers and on the planted nulls; none without a known truth."""
    file = work.raw.with_name(work.raw.stem + TRUTH) if work.raw else None
    if file is None or not file.is_file():
        return
    truth = json.loads(file.read_text(encoding="utf-8"))
    for check in verdict.checks(project.tables(work), truth, work.survey):
        yield f"{check.what}: {check.seen} – {'ĐÚNG' if check.holds else 'SAI'}"
