"""What lies in the folder of outputs: notebooks as pages, files of the report, the index."""

import base64
import json

import nbformat
import pandas as pd
import pytest
from bs4 import BeautifulSoup

from pipeline import claims, export
from pipeline.export import notebook
from pipeline.report.model import Figure
from tests import reports

MARK = "DỮ LIỆU MÔ PHỎNG"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def _notebook(path, said="một dòng"):
    code = {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": []}
    html = '<script src="https://cdn.example/x.js"></script><table><tr><td>1.234,5</td><td>Nam</td></tr></table>'
    shown = {"output_type": "display_data", "metadata": {}, "data": {"text/html": html}}
    picture = {"output_type": "display_data", "metadata": {}, "data": {"image/png": base64.b64encode(DOT).decode()}}
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": "# 03 · Mô tả\n**Câu hỏi.** Gì?"},
        code | {"source": 'survey = ""', "metadata": {"tags": ["parameters"]}},
        code
        | {"source": "bang()", "outputs": [{"output_type": "stream", "name": "stdout", "text": said}, shown, picture]},
    ]
    book = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    path.write_text(json.dumps(book), encoding="utf-8")
    return path


def test_the_charts_lie_beside_the_report_with_their_figures_the_same_bytes_every_time(tmp_path):
    survey, tables = reports.survey(tmp_path), reports.tables()
    documents = reports.drawn(reports.made(survey, tables))
    written = []
    for again in ("mot", "hai"):
        made = export.write_report(documents, claims.found(survey, tables), tmp_path / again, tmp_path / again / "hinh")
        written.append({path.relative_to(tmp_path / again).as_posix(): path.read_bytes() for path in made})
    assert written[0] == written[1]
    drawn = {figure.name: figure.svg for document in documents for figure in document.of(Figure)}
    assert len(drawn) == 4 and {f"hinh/{name}.{kind}" for name in drawn for kind in ("svg", "csv")} < set(written[0])
    assert all(written[0][f"hinh/{name}.svg"].decode() == svg for name, svg in drawn.items())
    assert {"bao-cao.html", "bao-cao.pdf", "phu-luc.html", "phu-luc.pdf", "claims.json"} < set(written[0])
    assert "Zalo,61.5,56.5,66.5" in written[0]["hinh/net_theo_sex.csv"].decode().replace("sex,Nam,30,", "")


@pytest.mark.parametrize(("synthetic", "times"), [("true", 1), ("false", 0)])
def test_the_index_says_that_data_are_simulated(tmp_path, synthetic, times):
    assert export.index_html(reports.survey(tmp_path, synthetic), tmp_path, {}).count(MARK) == times


def test_a_notebook_becomes_a_small_page_without_scripts(tmp_path):
    page = export.notebook_html(_notebook(tmp_path / "03.ipynb"), synthetic=True)
    assert '<html lang="vi">' in page and "<title>03 · Mô tả</title>" in page and MARK in page
    assert "<summary>Tham số</summary>" in page and "<summary>Mã lệnh</summary>" in page
    assert "<script" not in page and "cdn." not in page and len(page) < 30_000
    assert "<td data-so>1.234,5</td><td>Nam</td>" in page and 'alt="03 · Mô tả"' in page


def test_a_page_is_the_document_that_nbconvert_itself_makes_of_our_template(tmp_path):
    path = _notebook(tmp_path / "03.ipynb", said="a < b & \x1b[31mđỏ\x1b[0m")
    book, words = notebook._prepared(path, synthetic=True)
    theirs, _ = notebook._exporter.__wrapped__().from_notebook_node(book, resources=words)
    assert str(BeautifulSoup(export.notebook_html(path, synthetic=True), "html.parser")) == theirs


def test_a_notebook_of_real_data_carries_no_mark(tmp_path):
    assert MARK not in export.notebook_html(_notebook(tmp_path / "03.ipynb"))


def test_the_page_of_a_notebook_does_not_tell_how_fast_its_kernel_printed_or_what_papermill_drew(tmp_path):
    pages = []
    for drawn, printed in (("a1", ["một\nhai\n"]), ("b2", ["một\n", "hai\n"])):
        code = nbformat.v4.new_code_cell("print()", id=drawn, metadata={"tags": ["injected-parameters"]})
        code.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text) for text in printed]
        nbformat.write(nbformat.v4.new_notebook(cells=[code]), tmp_path / "03.ipynb")
        pages.append(export.notebook_html(tmp_path / "03.ipynb"))
    assert "một\nhai\n" in pages[0] and pages[0] == pages[1]


def test_the_index_lists_what_is_there_with_rows(tmp_path):
    made = reports.survey(tmp_path)
    (tmp_path / "tables").mkdir()
    (tmp_path / "tables" / "quotes.csv").write_text('question,quote\nsay,"hai\ndòng"\n', encoding="utf-8-sig")
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "notebooks" / "03_describe.html").write_text("x" * 2048)
    page = export.index_html(made, tmp_path, {"01_ingest": "Đọc dữ liệu", "03_describe": "Mô tả"})
    assert 'href="tables/quotes.csv"' in page and "quotes.csv, 1 dòng" in page
    assert 'href="notebooks/03_describe.html">03 · Mô tả</a> <span>03_describe.html, 2 KB' in page
    assert "Đọc dữ liệu" not in page and "Báo cáo" not in page.split("<h1>")[1]


def test_the_inventory_says_what_each_table_holds():
    rows = export.inventory({"tests": pd.DataFrame({"p": [1, 2]}), "moi": pd.DataFrame()})
    assert rows["Bảng"].tolist() == ["tests", "moi"] and rows["Số dòng"].tolist() == [2, 0]
