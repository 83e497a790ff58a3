"""The whole project on the shipped sample, in a copied folder: every notebook under nbval, then its tables against
the truth that the sample was drawn from."""

import json
import re
import shutil
import subprocess

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from pipeline import questionnaire as forms
from pipeline import survey as surveys
from pipeline import vi
from pipeline.infer import effects
from pipeline.run import NOTEBOOKS
from tests import filled, readback, reports, sample
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def project(request, tmp_path_factory):
    """A copy of the project in which nbval has executed the six notebooks in order, and what nbval printed."""
    begun = getattr(request.config, "workerinput", {}).get("sample")
    folder = begun or tmp_path_factory.mktemp("mau")
    if not begun:
        sample.started(folder).wait()
    return sample.result(folder)


@pytest.fixture(scope="module")
def tables(project):
    """The tables that the notebooks wrote."""
    folder = project[0] / "outputs" / "tables"
    return {p.stem: pd.read_csv(p, encoding="utf-8-sig") for p in folder.glob("*.csv")}


@pytest.fixture(scope="module")
def truth():
    """What the sample was drawn from."""
    return json.loads((ROOT / "data" / "raw" / "mau_mo_phong_su_that.json").read_text(encoding="utf-8"))


def test_every_notebook_runs_from_its_defaults_and_its_check_cell_holds(project):
    assert project[1].returncode == 0, project[1].stdout[-3000:]


def test_every_notebook_has_a_check_cell_with_the_output_it_compares():
    for name in NOTEBOOKS:
        cells = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4).cells
        checked = [c for c in cells if "nbval-check-output" in c.metadata.get("tags", [])]
        assert checked and all(c.outputs for c in checked)
        assert not any(c.outputs for c in cells if c.cell_type == "code" and c not in checked)


def test_the_planted_dirt_is_flagged_and_the_case_flow_adds_up(tables, truth):
    flags = tables["quality"].set_index("flag")["n"]
    for name in ("too_fast", "straight_line", "duplicate", "outside_window"):
        assert flags[name] == len(truth["rows"][name])
    assert flags["contradiction"] >= len(truth["rows"]["contradiction"])
    received, blank, valid, dropped, kept = tables["case_flow"]["n"]
    assert (received, valid, kept) == (5000, received - blank, valid - dropped)


def percent(tables, question, option):
    rows = tables["frequencies"]
    return rows[rows["question"] == question].set_index("option").loc[option, "percent"]


def test_weighted_percentages_give_back_the_population(tables, truth, shipped):
    errors = []
    for name, options in truth["percent"].items():
        question = shipped.form[name]
        labels = {c.name: c.label for c in question.choices}
        if question.kind in ("nominal", "ordinal", "multiple") and name != "don_vi" and not question.relevant:
            errors += [abs(percent(tables, name, labels[o]) - p) for o, p in options.items() if o not in question.apart]
    assert len(errors) > 100
    assert max(errors) < 3.5 and sum(errors) / len(errors) < 1


def test_weighting_removes_the_bias_of_who_answered(tables, truth):
    told = truth["percent"]["ly_luan"]["chua"]
    rows = tables["frequencies"].query("question == 'ly_luan'").set_index("option").loc["Chưa qua đào tạo"]
    unweighted = 100 * rows["n"] / rows["base"]
    assert abs(unweighted - told) > 2
    assert abs(rows["percent"] - told) < abs(unweighted - told) / 2


def planned(tables, effect):
    """The test of one planted effect, with its declared family's adjusted p; an empty frame when it was not planned."""
    name = effect["question"] if effect["option"] is None else f"{effect['question']}/{effect['option']}"
    tests = tables["tests"]
    return tests[(tests["question"] == name) & (tests["by"] == effect["by"])]


def test_planted_differences_are_found(tables, truth):
    found = [planned(tables, e)["p_adjusted"].iloc[0] for e in truth["differences"] if len(planned(tables, e))]
    assert len(found) >= 10
    assert max(found) < 0.05


def test_planted_nulls_are_not_reported(tables, truth):
    rows = [planned(tables, null).iloc[0] for null in truth["nulls"] if len(planned(tables, null))]
    assert len(rows) == len(truth["nulls"])
    assert all(row["p_adjusted"] > 0.05 for row in rows)
    said = tables["claims"].query("of == 'tests'").set_index(["question", "by"])["sentence"].to_dict()
    assert all("hưa đủ căn cứ" in said[row["question"], row["by"]] for row in rows)


def test_percentages_of_a_group_match_the_planted_ones(tables, truth, shipped):
    effects = {(e["question"], e["option"], e["by"]): e["values"] for e in truth["differences"]}
    planted = effects["nen_tang", "tiktok", "nhom_tuoi"]
    labels = {c.name: c.label for c in shipped.form["nhom_tuoi"].choices}
    rows = tables["crosstabs"].query("question == 'nen_tang' and option == 'TikTok' and by == 'nhom_tuoi'")
    got = rows.set_index("group")["percent"]
    assert all(abs(got[labels[group]] - value) < 5 for group, value in planted.items())


def test_no_hidden_count_can_be_told_from_the_printed_tables(tables, shipped):
    from pipeline import export

    found = export.audited(shipped, tables)
    assert len(found) > 100 and found["safe"].all()


def test_themes_of_the_open_answers_come_back(project, truth):
    """Of 1,000 people: the more answers there are, the easier it is."""
    from sklearn.metrics import adjusted_mutual_info_score

    from pipeline import cluster

    responses = pd.read_parquet(project[0] / "data" / "processed" / "responses.parquet").iloc[:1000]
    for name, planted in truth["open_answers"].items():
        labels = cluster.groups(cluster.prepare(responses[name]), seed=1)[0].dropna()
        one = {i: themes[0] for i, themes in enumerate(planted["themes"]) if len(themes) == 1}
        rows = [i for i in labels.index if i in one]
        assert adjusted_mutual_info_score([one[i] for i in rows], labels[rows]) > 0.55


def test_every_page_says_that_the_data_are_synthetic(project):
    folder = project[0] / "outputs" / "report"
    for name, least in (("bao-cao", 8), ("phu-luc", 20)):
        assert "DỮ LIỆU MÔ PHỎNG" in (folder / f"{name}.html").read_text(encoding="utf-8")
        if pdftotext := shutil.which("pdftotext"):
            line = [pdftotext, folder / f"{name}.pdf", "-"]
            pages = subprocess.run(line, capture_output=True, text=True, check=True).stdout.split("\f")
            assert len(pages) > least and all("DỮ LIỆU MÔ PHỎNG" in page for page in pages if page.strip())


def test_the_report_is_short_and_says_nothing_that_no_claim_holds(project, tables, shipped):
    from pipeline import claims, report
    from pipeline.report import model

    text = (ROOT / "questionnaire" / "nhan-dinh.md").read_text(encoding="utf-8")
    remarks = report.read(text, shipped, tables)
    found = [*claims.found(shipped, tables), *report.claims_of(remarks)]
    signed, annex = report.documents(shipped, tables, found, remarks)
    findings = reports.findings(signed)
    assert len(findings) > 20 and max(len(text.split()) for text in findings) <= reports.SYLLABLES
    parts = [" ".join(reports.said(block).split()) for block in signed.of(model.Paragraph)]
    alone, tied = r"Đó là tỷ lệ cao nhất trong 6 mục", r"Trong 6 mục của .*, cao nhất là mục vừa nêu và mục"
    told = rf"\. ({alone}|{tied}).*"
    both = [text for text in parts if re.search(told, text)]
    assert len(both) == 3
    assert len(signed.of(model.Figure)) <= 16
    assert reports.loose((signed, annex), found) == set()
    assert "Tuyệt đại đa số" in reports.checked(signed, annex)


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not here")
def test_the_summary_stands_on_the_first_page(project):
    line = ["pdftotext", "-l", "1", project[0] / "outputs" / "report" / "bao-cao.pdf", "-"]
    page = " ".join(subprocess.run(line, capture_output=True, text=True, check=True).stdout.split())
    assert "TÓM TẮT" in page and "Phạm vi và độ tin cậy của số liệu" in page and "không cho biết nguyên nhân." in page


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="pdftoppm (poppler-utils) is not here")
@pytest.mark.parametrize("name", ["bao-cao", "phu-luc"])
def test_no_page_but_the_last_ends_before_it_is_seven_tenths_full(project, tmp_path, name):
    *pages, _ = filled.pages(project[0] / "outputs" / "report" / f"{name}.pdf", tmp_path)
    short = [(at, round(full)) for at, full in enumerate(pages, start=1) if full < 70]
    assert len(pages) > 10 and short == []


def counts_of(survey, tables):
    """Counts that the box on the method prints: of answers, of the list, of the groups, of flags, of comparisons, and
    of the items from which on a battery counts for a flag."""
    flow, tests = tables["case_flow"]["n"], tables["tests"].dropna(subset=["p_adjusted"])
    held = [*flow, flow.iloc[0] - flow.iloc[-1], *tables["response"]["n"], *tables["quality"]["n"], len(tests)]
    groups = tables["frequencies"]["question"].isin(survey.banners)
    held += [*tables["frequencies"].loc[groups, "n"], survey.quality.straight_line_items]
    found = tests[tests["p_adjusted"].lt(0.05)]
    least = found["effect_name"].map(lambda name: effects.threshold(name, survey.inference.negligible))
    trivial = (found[["effect", "effect_low", "effect_high"]].abs().max(axis=1) < least).sum()
    return {vi.number(n) for n in [*held, len(tests) - len(found), trivial] if n == n} | {
        vi.percent(r) for r in tables["response"]["rate"].dropna()
    }


def test_every_number_of_the_report_is_one_of_a_claim_or_a_count_of_its_table(project, tables, shipped):
    folder = project[0] / "outputs" / "report"
    told = json.loads((folder / "claims.json").read_text(encoding="utf-8"))
    known = {figure["text"] for claim in told for figure in claim["figures"]}
    known |= {part["text"] for claim in told for part in claim["parts"] if "gap" in part}
    figures, beside = readback.results(folder / "bao-cao.html")
    assert len(figures) > 100 and set(figures) <= {" ".join(text.split()) for text in known}
    assert {number for number, _ in beside} <= counts_of(shipped, tables)
    print(len(figures), "figures of claims,", len(beside), "counts beside them, 0 differ")


@pytest.mark.skipif(not shutil.which("pdfinfo"), reason="pdfinfo (poppler-utils) is not here")
def test_the_tags_on_paper_are_read_here_as_poppler_reads_them(project):
    report = project[0] / "outputs" / "report" / "bao-cao.pdf"
    words = readback.of_paper(report, [])
    assert words == readback.paper_by_poppler(report) and len(words) > 10000


@pytest.mark.parametrize(("name", "least"), [("bao-cao", 250), ("phu-luc", 4000)])
def test_page_and_paper_hold_the_same_numbers_in_the_same_order(project, name, least):
    """On paper a chart may stand behind a table that it would fall into; charts keep their own order."""
    folder = project[0] / "outputs" / "report"
    words, notes = readback.of_page(folder / f"{name}.html")
    drawn, paper = readback.figures_of_page(folder / f"{name}.html"), readback.of_paper(folder / f"{name}.pdf", notes)
    (words, _), (paper, places) = (readback.without(text, drawn) for text in (words, paper))
    numbers = readback.NUMBER.findall(words)
    assert numbers == readback.NUMBER.findall(paper) and places == sorted(places)
    assert len(numbers) > least and len(drawn) > 10


@pytest.mark.parametrize("name", ["bao-cao", "phu-luc"])
def test_the_word_file_holds_the_numbers_of_the_page_in_the_same_order(project, name):
    folder = project[0] / "outputs" / "report"
    words, _ = readback.of_page(folder / f"{name}.html", "h1, h2, h3, h4, .dau")
    numbers = readback.NUMBER.findall(readback.of_word(folder / f"{name}.docx"))
    assert numbers == readback.NUMBER.findall(words) and len(numbers) > 200
    print(name, len(numbers), "numbers in Word, 0 differ")


def test_the_workbooks_of_the_slides_hold_numbers_of_the_report_alone(project):
    folder = project[0] / "outputs" / "report"
    page = BeautifulSoup((folder / "bao-cao.html").read_text(encoding="utf-8"), "html.parser").main.get_text(" ")
    printed = {number.rstrip("%").lstrip("−") for number in readback.NUMBER.findall(page)}
    charts = readback.of_slides(folder / "bao-cao.pptx")
    shown = [number for chart in charts for number in chart]
    lacking = [n for n in shown if not printed & {vi.number(abs(n), digits) for digits in (0, 1, 2)}]
    assert lacking == [] and len(charts) > 7 and len(shown) > 60
    print(len(shown), "numbers in", len(charts), "charts of slides, 0 differ")


def test_the_book_holds_the_figures_of_the_claims(project, shipped):
    outputs = project[0] / "outputs"
    told = json.loads((outputs / "report" / "claims.json").read_text(encoding="utf-8"))
    book = readback.of_book(outputs / "tables" / "bang-so-lieu.xlsx")
    same, differ = readback.beside_claims(book, told, shipped.form)
    assert differ == [] and len(same) > 200
    print(len(same), "figures of claims in the book of", len(book), "numbers, 0 differ")


def test_answers_keep_the_types_the_architecture_promises(project, shipped):
    answers = pd.read_parquet(project[0] / "data" / "processed" / "answers.parquet")
    assert answers["gio_ngay"].cat.ordered and not answers["vi_tri"].cat.ordered
    assert answers["vi_tri"].cat.categories.tolist() == shipped.form["vi_tri"].option_labels
    assert str(answers["nen_tang/zalo"].dtype) == "boolean"
    assert answers.loc[answers["analysed"], "weight"].mean() == pytest.approx(1)
    assert not answers.loc[answers["su_dung"] == "Không", "asked.nen_tang"].any()


def test_scores_of_the_planted_scale_have_the_planted_reliability(tables):
    alpha = tables["reliability"].set_index("item").loc["tc_thong_tin", "alpha"]
    assert 0.7 < alpha < 0.9


def test_the_truth_belongs_to_the_shipped_questionnaire(truth):
    shipped = surveys.read(ROOT / "questionnaire" / "survey.yaml")
    assert truth["questionnaire"]["version"] == shipped.form.version
    assert set(truth["percent"]) <= {q.name for q in forms.read(ROOT / "questionnaire" / "questionnaire.md").questions}
