"""Our table book and tests beside those of R survey in the same run: seconds, and how far they lie apart."""

import shutil
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd

from pipeline import describe, infer, project, vi, weight
from pipeline.design import Design
from pipeline.export.book import book
from pipeline.infer.variables import variables

SCRIPT = Path(__file__).with_name("stats.R")
PEOPLE, STRATA, MOST = 20, 3, 12  # a cluster, strata, and questions looked at as if drawn in clusters
KINDS = {"ordinal": "rank", "nominal": "share"}


def bench(work):
    """Yields the lines of the report, in Vietnamese; ProjectError before the first run of the notebooks."""
    answers, form = project.analysed(work), work.survey.form
    questions = describe.closed(answers, form, but=[work.survey.population.unit])
    groups = [replace(form[name], points=()) for name in work.survey.banners]  # scales that group serve as plain groups
    seconds, banners, tests = _ours(work, answers, questions, groups)
    yield f"{len(answers)} phiếu, {len(questions)} câu đóng × {len(groups)} biến nhóm"
    yield (
        f"Ta: bảng {vi.number(seconds[0], 1)} giây ({len(banners)} ô, có chữ cái, cơ sở hiệu dụng),"
        f" sổ Excel {vi.number(seconds[1], 1)} giây, {len(tests)} kiểm định {vi.number(seconds[2], 1)} giây"
    )
    if not has_survey():
        yield "R: không có trên máy này (Debian: apt-get install r-base-core r-cran-survey)"
        return
    theirs, cells, tested = of_r(answers, questions, groups)
    took = [f"{vi.number(of, 1)} giây" for of in theirs]
    yield f"R survey: bảng {took[0]} ({len(cells)} ô), {len(tested)} kiểm định {took[1]}"
    yield f"Thời gian ta/R: bảng {_ratio(seconds[0], theirs[0])}, kiểm định {_ratio(seconds[2], theirs[1])}"
    shares, p = differences(banners, tests, cells, tested, questions, groups)
    yield f"Lệch lớn nhất: {shares.max():.1e} điểm % trên {len(shares)} tỷ lệ; {p.max():.1e} trên {p.count()} giá trị p"
    yield _clustered_line(*clustered(answers, questions[:MOST], groups))


def _clustered_line(seconds, errors, p):
    took = f"thời gian ta/R {_ratio(seconds[0], seconds[1])}"
    far = f"{errors.max():.1e} điểm % trên {len(errors)} sai số chuẩn; {p.max():.1e} trên {p.count()} giá trị p"
    return f"Cùng phiếu, coi như mẫu phân tầng chọn cụm: lệch lớn nhất {far}; {took}"


def clustered(answers, questions, groups):
    """The answers as if drawn in clusters within strata: seconds (ours, R's) and how far every standard error of a
    share in a group, in points of percent, and every p lies from R's (two Series)."""
    place = pd.Series(range(len(answers)), index=answers.index)
    answers = answers.assign(stratum=place % STRATA, cluster=place // PEOPLE)
    start, plan = time.perf_counter(), Design("weight", "stratum", "cluster")
    shares = pd.concat([weight.estimates(answers, questions, weight=plan, by=by) for by in groups])
    pairs = [(q, by) for q in questions for by in groups if q.name != by.name]
    tests = pd.concat([infer.compare(answers, q, by, weight=plan) for q, by in pairs], ignore_index=True)
    took = time.perf_counter() - start
    theirs, cells, tested = of_r(answers, questions, groups)
    shares = shares[shares["base"].gt(1)].assign(row="option")
    errors, p = differences(shares, tests, cells, tested, questions, groups, figure="se")
    return (took, sum(theirs)), errors, p


def _ours(work, answers, questions, groups):
    """Seconds of tables, book and tests; the banner table; the tests."""
    start = time.perf_counter()
    banners = describe.all_banners(answers, questions, groups, plan=work.survey.tables, weight="weight")
    tabulated = time.perf_counter()
    book(work.survey, {"banners": banners, "three_way": banners.iloc[:0]})
    booked = time.perf_counter()
    pairs = [(q, by) for q in questions for by in groups if q.name != by.name]
    tests = pd.concat([infer.compare(answers, q, by, weight="weight") for q, by in pairs], ignore_index=True)
    return (tabulated - start, booked - tabulated, time.perf_counter() - booked), banners, tests


def has_survey():
    """Whether R and its package survey are on this machine."""
    program = shutil.which("Rscript")
    found = program and subprocess.run([program, "-e", "library(survey)"], capture_output=True)
    return bool(found and found.returncode == 0)


def of_r(answers, questions, groups):
    """Seconds of tables and tests in R, its cells and its tests."""
    frame, pairs = _as_numbers(answers, questions, groups)
    with tempfile.TemporaryDirectory() as folder:
        files = [str(Path(folder, f"{name}.csv")) for name in ("answers", "pairs", "cells", "tests")]
        frame.to_csv(files[0], index=False, float_format="%.17g")
        pairs.to_csv(files[1], index=False)
        done = subprocess.run(["Rscript", str(SCRIPT), *files], capture_output=True, text=True, check=True)
        cells, tests = (pd.read_csv(file) for file in files[2:])
    return [float(word) for word in done.stdout.split()[-2:]], cells, tests


def _as_numbers(answers, questions, groups):
    """Variables as whole numbers in questionnaire order (blank = missing), and the pairs to look at."""
    drawn = answers.filter(["weight", "stratum", "cluster"]).to_dict("series")
    columns, pairs = drawn | {g.name: _codes(answers[g.name]) for g in groups}, []
    for question in questions:
        for one in variables(answers, question):
            if one.kind == "ordinal":
                columns[f"score:{one.name}"] = one.values
            columns[one.name] = _codes(one.values if one.option else answers[one.name])
            pairs += [(one.name, g.name, KINDS[one.kind]) for g in groups if g.name != question.name]
    return pd.DataFrame(columns), pd.DataFrame(pairs, columns=["answer", "group", "kind"])


def _codes(column):
    codes = pd.Series(column.cat.codes + 1, index=column.index, dtype=float)
    return codes.where(codes > 0)


def differences(banners, tests, cells, tested, questions, groups, figure="percent"):
    """How far every percentage (or "se") and every p that R has in the same form lies from R's: two Series."""
    ours = _cells(banners, questions, groups, figure)
    both = ours.merge(cells, on=["answer", "option", "group", "column"], suffixes=("", "_r"))
    pairs = tests.merge(tested, left_on=["question", "by"], right_on=["answer", "group"], suffixes=("", "_r"))
    pairs = pairs[~pairs["method"].str.contains("dạng điểm số")]
    return (both[figure] - both[f"{figure}_r"]).abs().dropna(), (pairs["p"] - pairs["p_r"]).abs()


def _cells(banners, questions, groups, figure):
    """Our figures under the numbers R knows the cells by."""
    kept = banners[banners["row"].isin(["option", "apart"]) & banners["base"].gt(0)]
    codes = {(g.name, c.label): n for g in groups for n, c in enumerate(g.choices, start=1)}
    names = {(q.name, c.label): (f"{q.name}/{c.name}", 1) if q.kind == "multiple" else (q.name, n)
             for q in questions for n, c in enumerate(q.choices, start=1)}  # fmt: skip
    rows = [
        (*names[r.question, r.option], r.by, codes[r.by, r.group], getattr(r, figure))
        for r in kept.itertuples()
        if (r.by, r.group) in codes
    ]
    return pd.DataFrame(rows, columns=["answer", "option", "group", "column", figure])


def _ratio(ours, theirs):
    return vi.number(ours / theirs, 2)
