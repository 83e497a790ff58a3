"""What is known to be true, and whether our statistics say so: coverage, Holm under the null, the planted truth."""

import json

from pipeline import project, vi
from pipeline.bench import coverage, nulls, within
from pipeline.rehearse import verdict

KINDS = {"two": "hai phương án", "several": "năm phương án", "scale": "thang đo", "number": "con số"}
SIZES = [(groups, people) for groups in (2, 5, 20, 60) for people in (15, 60)]
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
    yield from small_groups(max(replicates * 3 // 10, 10))
    yield from same_people(max(replicates // 5, 10))
    yield from planted(work)


def small_groups(replicates):
    """Lines on how often each kind of test finds a difference where there is none, by number and size of groups."""
    yield f"Báo nhầm ở p < 0,05 khi không nhóm nào khác ({replicates} lần lặp; không / có trọng số):"
    for kind, name in KINDS.items():
        for groups, people in SIZES:
            found = [nulls.false_alarms(kind, groups=groups, people=people, weighted=w, replicates=replicates)
                     for w in (False, True)]  # fmt: skip
            shown = " / ".join(vi.percent(100 * f["error"]) if "error" in f else "không tính" for f in found)
            yield f"  {name}, {groups} nhóm × {people} người: {shown}"


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
