"""Whole small surveys: they pass the audit at any size, and no text of any output holds what a table hides."""

import json
import random
import re
import shutil
import subprocess
import sys
import zipfile
from contextlib import contextmanager
from html import unescape
from unittest import mock

import pandas as pd
import pytest

from pipeline import claims, describe, export, project
from pipeline.run import NOTEBOOKS, code
from tests import whole
from tests.conftest import ROOT

FORM = """
| survey |
| | type | name | label | relevant |
| | select_one gioi | gioi | Câu 1. Giới tính? | |
| | select_one tuoi | tuoi | Câu 2. Nhóm tuổi? | |
| | begin_group | p2 | Phần 2 | |
| | select_one dung | dung | Câu 3. Có dùng mạng không? | |
| | select_multiple mang | mang | Câu 4. Dùng mạng nào? | ${dung} = 'co' |
| | rank mang | chuong | Câu 4b. Thích mạng nào nhất? | |
| | integer | gio | Câu 5. Mấy giờ mỗi ngày? | |
| | select_one dong_y | y1 | Câu 6a. Có ích | |
| | select_one dong_y | y2 | Câu 6b. Tốn thời gian | |
| | select_one dong_y | y3 | Câu 6c. Nên dùng | |
| | text | gop_y | Câu 7. Góp ý | |
| | integer | con | Câu 8. Mấy con (không ai được hỏi)? | ${gio} > 20 |
| | end_group | | | |

| choices |
| | list_name | name | label |
| | gioi | nam | Nam |
| | gioi | nu | Nữ |
| | tuoi | tre | Dưới 30 tuổi |
| | tuoi | vua | 30–49 tuổi |
| | tuoi | gia | Từ 50 tuổi |
| | dung | co | Có |
| | dung | khong | Không |
| | mang | zalo | Zalo |
| | mang | fb | Facebook |
| | mang | khac | Khác |
| | dong_y | 1 | Rất không đồng ý |
| | dong_y | 2 | Không đồng ý |
| | dong_y | 3 | Phân vân |
| | dong_y | 4 | Đồng ý |
| | dong_y | 5 | Rất đồng ý |
| | dong_y | kyk | Không có ý kiến |

| settings |
| | form_title | form_id |
| | Phiếu thử | thu |
"""
YAML = """
title: Cuộc hỏi thử
raw: phieu.csv
scales: {dong_y: {apart: [kyk]}, tuoi: {}}
open_questions: [gop_y]
banners: [gioi, tuoi]
comparisons: [{name: So sánh, questions: [mang, gio, y1, y2], by: [gioi, tuoi, dung]}]
tables:
  unscored: [tuoi]
  nets: {y1: {Đồng tình: ["4", "5"]}}
  nps: [gio]
  ratios: [[gio, con], [con, gio]]
  contrasts: [[y1, "4", "5"], [mang, zalo, fb]]
quality: {min_seconds: 60, drop: [too_fast]}
"""
WEIGHTED = YAML + "population: {file: ds.csv}\nweighting: {margins: [gioi]}\n"
WEIGHTED += "inference: {classical: true, adjust: bh, correlations: [y1, y2, y3]}\n"
TEXTS = ["cần tập huấn kỹ năng", "mạng chậm quá", "không", "nên có quy định rõ ràng", "tin giả nhiều quá", "bận việc"]


def written(folder, n, yaml=YAML):
    """A survey of ``n`` answers, drawn at random, in a folder; returns its survey.yaml."""
    draw, folder = random.Random(n), folder / f"phiếu {n}"
    folder.mkdir()
    lines = ["gioi,tuoi,dung,mang,chuong,gio,y1,y2,y3,gop_y,_seconds,_day"]
    for at in range(n):
        uses = "co" if draw.random() < 0.8 else "khong"
        ticked = " ".join(x for x in ("zalo", "fb", "khac") if draw.random() < 0.5) if uses == "co" else ""
        points = [draw.choices(["1", "2", "3", "4", "5", "kyk", ""], [1, 2, 3, 5, 3, 1, 0.3])[0] for _ in range(3)]
        who = draw.choice(["nam", "nu"]), draw.choices(["tre", "vua", "gia"], [3, 5, 2])[0]
        rest = (
            draw.randint(0, 8) if draw.random() < 0.9 else "",
            *points,
            draw.choice(TEXTS),
            30 if at % 40 == 9 else 300,
        )
        liked = " ".join(random.Random(at).sample(["zalo", "fb", "khac"], 3)) if at % 7 < 6 else ""
        lines.append(",".join(map(str, (*who, uses, ticked, liked, *rest, f"2022-03-{28 + at % 3}"))))
    files = {"questionnaire.md": FORM, "survey.yaml": yaml, "phieu.csv": "\n".join(lines) + "\n"}
    files["ds.csv"] = "gioi,so_nguoi\nnam,300\nnu,700\n"
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "survey.yaml"


@pytest.mark.parametrize("n", [1, 12, 30])
def test_what_the_notebooks_make_of_few_answers_passes_their_own_audit(tmp_path, n):
    tables = whole.notebooks(written(tmp_path, n), tmp_path / "ra")
    assert (tmp_path / "ra" / "report" / "bao-cao.pdf").is_file() and tables["case_flow"]["n"].iloc[0] == n
    hidden = tables["frequencies"]["n"].isna()
    assert hidden.any() and (n == 1 or not hidden.all())
    assert tables["columns"].select_dtypes("number").empty  # a column an option would count its ticks
    assert said_weighted(tmp_path / "ra") == []


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A weighted survey, its outputs and tables, and which code each notebook ran, but for what prints the report."""
    folder, called = tmp_path_factory.mktemp("hoàng yến"), {}
    survey, out, printed = written(folder, 120, WEIGHTED), folder / "ra", export.write_report

    @contextmanager
    def watched(name):
        codes = called.setdefault(name, set())
        sys.settrace(lambda frame, *_: codes.add(frame.f_code))  # of calls alone: it asks for no lines
        try:
            yield
        finally:
            sys.settrace(None)

    with mock.patch.object(export, "write_report", lambda *about: sys.settrace(None) or printed(*about)):
        tables = whole.notebooks(survey, out, around=watched)
    return survey, out, tables, called


@pytest.fixture(scope="module")
def canary(ran):
    """What its tables hide: (outputs, fine strings, short strings)."""
    survey, out, tables, _ = ran
    work = project.at(str(survey), out=str(out))
    found = [pair for name, true in unhidden(work).items() for pair in secrets(true, tables[name])]
    return out, {f"{v:.10g}" for v, _ in found} - exact(tables), short(found) - shown(tables)


def unhidden(work):
    """The tables before anything was hidden, cell by cell as those in print."""
    form, plan, answers = work.survey.form, work.survey.tables, project.analysed(work)
    questions, banners = describe.tabulated(answers, form), [form[name] for name in work.survey.banners]
    made = {"plan": plan, "weight": "weight"}
    found = {"banners": describe.all_banners(answers, questions, banners, **made)}
    found["crosstabs"] = describe.all_crosstabs(answers, describe.closed(answers, form), banners, weight="weight")
    planned = work.survey.comparisons
    found["compared"] = describe.compared(answers, questions, planned, form, but=work.survey.banners, **made)
    found["means"] = describe.all_means(answers, questions, banners, **made)
    found["differences"] = describe.all_differences(answers, questions, banners, **made)
    found["contrasts"] = describe.all_contrasts(answers, form, banners, **made)
    return found


def secrets(true, printed):
    """(value, decimals in print) of every hidden percentage and mean."""
    rounds = {"percent": 1, "mean": 2, "difference": 1, "rest": 1}
    for column in (c for c in rounds if c in true):
        gone = printed[column].isna().to_numpy() & true[column].between(1e-9, 1e9).to_numpy()
        yield from ((value, rounds[column]) for value in true[column][gone] if value != 100)


def short(found):
    """Values as texts print them, in both notations."""
    return {f"{v:.{d}f}".replace(".", mark) for v, d in found for mark in ".,"}


def shown(tables):
    """Every number that is printed on purpose, as texts would print it."""
    numbers = [v for t in tables.values() for c in t.select_dtypes("number") for v in t[c].dropna().abs()]
    return short([(v, d) for v in numbers for d in (1, 2)])


def exact(tables):
    """The same to the last digit, as tables hold them."""
    return {f"{v:.10g}" for t in tables.values() for c in t.select_dtypes("number") for v in t[c].dropna()}


def texts(out):
    """(file, text) of everything an output tells in words: pages, books, PDF, alternative texts, tables, workbook."""
    for path in sorted(p for p in out.rglob("*") if p.suffix in (".html", ".ipynb", ".csv", ".txt", ".svg", ".json")):
        text = re.sub(r"base64,[A-Za-z0-9+/=]+|<style.*?</style>", "", path.read_text(encoding="utf-8"), flags=re.S)
        heard = re.findall(r'(?:alt|aria-label)="([^"]*)"', text)
        yield path, unescape(re.sub(r"<[^>]+>", " ", text) + " ".join(heard))
    for path in out.rglob("*.xlsx"):
        with zipfile.ZipFile(path) as book:
            yield path, " ".join(re.sub(r"<[^>]+>", " ", book.read(n).decode()) for n in book.namelist() if "xml" in n)
    if program := shutil.which("pdftotext"):
        for pdf in sorted((out / "report").glob("*.pdf")):
            yield pdf, subprocess.run([program, pdf, "-"], capture_output=True, text=True, check=True).stdout


def told(out, fine, brief):
    """Hidden values that stand in some text: (file, value). Cells of tables have points, their words have commas."""
    found, words = [], {value for value in brief if "," in value}
    for path, text in texts(out):
        tokens = set(re.findall(r"(?<![\d.,])\d+[.,]\d+(?![\d]|[.,]\d)", text))
        sought = fine | (words if path.suffix in (".csv", ".xlsx") else brief)
        found += [(path.name, value) for value in sorted(tokens & sought)]
    return found


def test_no_hidden_percentage_or_mean_stands_in_any_output(canary):
    out, fine, brief = canary
    assert len(fine) > 60 and len(brief) > 20
    assert told(out, fine, brief) == []


def test_what_survey_yaml_asks_of_inference_is_in_every_output_and_classical_tests_in_no_sentence(canary):
    out = canary[0]
    tables = {p.stem: pd.read_csv(p, encoding="utf-8-sig") for p in (out / "tables").glob("*.csv")}
    assert {"t Student (không gia quyền)", "ANOVA một yếu tố (không gia quyền)"} <= set(
        tables["classical_tests"]["method"].dropna()
    )
    assert tables["pca_loadings"]["loading"].notna().any() and len(tables["pca_eigenvalues"]) == 3
    pairs = tables["batteries"].query("item_a.notna() and item_a.str.contains('/')", engine="python")
    assert pairs[["statistic", "effect", "statistic_weighted"]].isna().all(axis=None)  # options of one question
    for name in ("correlations", "batteries", "reliability"):
        assert any(c.endswith("_weighted") and tables[name][c].notna().any() for c in tables[name])
    page = "".join(path.read_text(encoding="utf-8") for path in sorted((out / "report").glob("*.html")))
    assert "hiệu chỉnh Benjamini–Hochberg" in page and "Holm" not in page
    assert "t Student" not in page and "t Student" in (out / "notebooks" / "04_infer.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report/them.html", "figures/them.txt", "tables/them.csv", "notebooks/them.ipynb"])
def test_a_hidden_value_that_is_written_anywhere_is_found(canary, name):
    out, fine, brief = canary
    (out / name).write_text(f"trung bình {max(fine if name.endswith('csv') else brief)} ở nhóm", encoding="utf-8")
    try:
        assert told(out, fine, brief)
    finally:
        (out / name).unlink()


def test_sentences_quote_figures_where_they_are_printed_and_only_there(canary):
    tables = {p.stem: pd.read_csv(p, encoding="utf-8-sig") for p in (canary[0] / "tables").glob("*.csv")}
    assert tables["claims"]["sentence"].str.contains("%").any() and "compared" in tables
    assert tables["claims"].query("of == 'tests'")["sentence"].str.contains("hưa đủ căn cứ").all()  # drawn at random
    assert (
        not tables["tests"].astype(str).apply(lambda column: column.str.contains("trung bình|\u00a0%")).any(axis=None)
    )
    assert export.audited(project.at(str(next(canary[0].parent.glob("*/survey.yaml")))).survey, tables)["safe"].all()


TYPED = re.compile(r"“[^”]*”|Câu \d+\w?|thang 1–\d|khoảng tin cậy 95%|\(9–10\)|\(0–6\)|1 là đầu|\d+ (?:mục|phương án)")


def test_every_number_of_every_claim_is_read_back_from_the_csv_it_names(canary):
    out = canary[0]
    tables = project.tables(project.at(str(next(out.parent.glob("*/survey.yaml"))), out=str(out)))
    told_of = json.loads((out / "report" / "claims.json").read_text(encoding="utf-8"))
    assert len({claim["key"] for claim in told_of}) == len(told_of) > 25
    for claim in told_of:
        for figure in claim["figures"]:
            text, row = figure.pop("text"), tuple(figure.pop("row").items())
            assert claims.again(claims.Estimate(key=row, **figure), tables).text == text
        words = TYPED.sub("", "".join(part if isinstance(part, str) else "…" for part in claim["parts"]))
        assert not re.search(r"\d", words), words


FIGURES = re.compile(r"%|Tỷ lệ|[Tt]rung bình|Độ lệch chuẩn")
UNWEIGHTED = re.compile(
    r"không gia quyền|chưa gia quyền|trước gia quyền|Loại khỏi phân tích|% danh sách|Số phiếu|Phương sai"
)
WEIGHTED_SAID = re.compile(r"\(gia quyền\)|(tỷ lệ|trung bình|độ mạnh|tỷ số chênh) gia quyền|đã gia quyền|: gia quyền")


def tables_of(page):
    """Text of every table of a page: heads and caption (of a chart's table the chart's), foot notes with them."""
    page = re.sub(r"<style.*?</style>", "", page, flags=re.S)
    captioned = r"<figure\b(?:(?!</figure>).)*?<figcaption>(.*?)</figcaption>.*?</figure>"
    page = re.sub(captioned, lambda f: f[0].replace("</table>", f"<caption>{f[1]}</caption></table>"), page, flags=re.S)
    parts = re.findall(r"<table.*?</table>(?:\s*<div class=\"t-chu-thich.*?</div>)?", page, re.S)
    heads = ["".join(re.findall(r"<caption.*?</caption>|<th\b.*?</th>|<div.*?</div>", part, re.S)) for part in parts]
    return [unescape(re.sub(r"<[^>]+>", " ", head)) for head in heads]


def unsaid(out):
    """Tables of report, notebooks and book with percentages or means that do not say how they are weighted."""
    pages = [*sorted((out / "report").glob("*.html")), *sorted((out / "notebooks").glob("0[345]*.html"))]
    heads = [(page.name, head) for page in pages for head in tables_of(page.read_text(encoding="utf-8"))]
    return [(name, head[:150]) for name, head in heads if FIGURES.search(head) and "gia quyền" not in head
            and not UNWEIGHTED.search(head)]  # fmt: skip


def test_every_table_of_a_weighted_survey_says_that_it_is_weighted(canary):
    assert unsaid(canary[0]) == []
    with zipfile.ZipFile(canary[0] / "tables" / "bang-so-lieu.xlsx") as book:
        words = book.read("xl/sharedStrings.xml").decode()
    assert words.count("(tỷ lệ, trung bình: gia quyền)") >= 9  # a title a table


def said_weighted(out):
    """Tables of report and notebooks that say that they are weighted."""
    pages = [*sorted((out / "report").glob("*.html")), *sorted((out / "notebooks").glob("0[345]*.html"))]
    return [
        head for page in pages for head in tables_of(page.read_text(encoding="utf-8")) if WEIGHTED_SAID.search(head)
    ]


@pytest.fixture(scope="module")
def executed(ran):
    """Which functions each notebook really ran: notebook → {(file, name)}."""
    return {name: {(c.co_filename, c.co_name) for c in called if _is_ours(c)} for name, called in ran[3].items()}


def _is_ours(called):
    path = called.co_filename
    return path.startswith(f"{ROOT}/pipeline/") and path.endswith(".py")


def test_twenty_random_edits_skip_nothing_that_ran(executed):
    picked = random.Random(2022).sample(sorted({where for ran in executed.values() for where in ran}), 20)
    reached = {name: set(code.of_notebook(name)) for name in NOTEBOOKS}
    for file, function in picked:
        path = file.removeprefix(f"{ROOT}/")
        ran = {name for name, found in executed.items() if (file, function) in found}
        assert ran <= {name for name in NOTEBOOKS if path in reached[name]}, (path, function)
