"""The report, its PDF, notebooks as pages and the index, on a tiny survey."""

import base64
import io
import json
import re
import shutil
import subprocess
from html import unescape

import pandas as pd
import pytest
from fontTools.ttLib import TTFont
from markupsafe import escape

from pipeline import claims, export, survey
from pipeline.export import grid, opinions, pdf, report, results, told
from pipeline.questionnaire import Question
from pipeline.survey import Survey
from tests.test_claims import form

MARK = "DỮ LIỆU MÔ PHỎNG"
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
FORM = """
| survey |
| | type | name | label |
| | begin_group | a | A. Chung |
| | select_one sex | sex | Câu 1. Giới tính? |
| | select_multiple net | net | Câu 2. Dùng mạng nào? |
| | integer | hours | Câu 3. Bao nhiêu giờ? |
| | begin_group | b | Câu 4. Đồng ý không? |
| | select_one agree | i1 | a) Nhanh |
| | select_one agree | i2 | b) Vui |
| | end_group | | |
| | text | say | Câu 5. Kiến nghị? |
| | end_group | | |
| choices |
| | list_name | name | label |
| | sex | m | Nam |
| | sex | f | Nữ |
| | net | z | Zalo |
| | net | f | Facebook & bạn |
| | agree | 1 | Rất không |
| | agree | 2 | Không |
| | agree | 3 | Có |
| | agree | 4 | Rất có |
| | agree | kyk | Không có ý kiến |
| settings |
| | form_title | form_id |
| | Phiếu thử | thu |
"""
YAML = """
title: Dùng mạng
questionnaire: q.md
synthetic: {synthetic}
owner: {{name: Ban Tuyên giáo, superior: Đảng ủy, place: Thái Nguyên}}
scales: {{agree: {{apart: [kyk]}}}}
banners: [sex]
comparisons: [{{name: Mức độ, questions: [net], by: [sex]}}]
inference: {{outcomes: [{{question: i1, by: [sex]}}]}}
report: {{layout: {layout}, lead: [{lead}]}}
"""


def _survey(folder, synthetic="true", layout="party", lead="net, i1, hours"):
    (folder / "q.md").write_text(FORM, encoding="utf-8")
    (folder / "s.yaml").write_text(YAML.format(synthetic=synthetic, layout=layout, lead=lead), encoding="utf-8")
    return survey.read(folder / "s.yaml")


FAILED = "Không tính được: một nhóm."


def _frame(name, *rows):
    return pd.DataFrame(rows, columns=grid.COLUMNS[name].split()[: len(rows[0])])


def _tables():
    nan = float("nan")
    agree = [("Rất không", 10, 10), ("Không", 20, 20), ("Có", 40, 40), ("Rất có", 25, 25), ("Không có ý kiến", 5, 5)]
    verdict = ("χ² Pearson", 100, 9.0, 1, 0.003)
    return {
        "frequencies": _frame(
            "frequencies",
            ("net", "Câu 2", "Zalo", 3412, 68.24, 5000),
            ("net", "Câu 2", "Facebook & bạn", 1000, 20.0, 5000),
            *(("i1", "a) Nhanh", option, n, p, 100) for option, n, p in agree),
        ),
        "crosstabs": _frame(
            "crosstabs",
            ("net", "Zalo", "sex", "Nam", 300, 61.5, 488),
            ("net", "Zalo", "sex", "Nữ", nan, nan, 512),
            ("net", "Facebook & bạn", "sex", "Nam", 12, 2.4, 488),
            ("net", "Facebook & bạn", "sex", "Nữ", nan, nan, 512),
        ),
        "banners": _frame(
            "banners",
            ("net", "option", "Zalo", "sex", "Nam", 300, 61.5, 488),
            ("net", "option", "Zalo", "sex", "Nữ", 415, 81.0, 512),
            *(("i1", row, "", "(tổng số)", "Tổng số", n, n / 0.95, 95) for row, n in (("top2", 65), ("bottom2", 30))),
        ),
        "tests": _frame(
            "tests",
            ("net/z", "sex", *verdict, 0.01, 0.35, "V Cramér", 0.2, 0.5, "Mức độ", "", ""),
            ("net/f", "sex", *verdict, 0.04, 0.02, "V Cramér", 0, 0.09, "Mức độ", "", ""),
            ("hours", "sex", "", nan, nan, nan, nan, nan, nan, "", nan, nan, "Mức độ", "", FAILED),
        ),
        "intervals": _frame(
            "intervals",
            *(
                ("net", o, "sex", g, 30, p, p - 5, p + 5, 488)
                for o, p in (("Zalo", 61.5), ("Facebook & bạn", 2.4))
                for g in ("Nam", "Nữ")
            ),
            *(("i1", "Có", "sex", g, 20, 40.0, 30.0, 50.0, 50) for g in ("Nam", "Nữ")),
        ),
        "residuals": _frame("residuals", *((q, "Zalo", "sex", "Nam", 300, 488, 2.5) for q in ("net", "hours"))),
        "distributions": _frame("distributions", ("hours", 1.0, 30), ("hours", 2.0, 60)),
        "numbers": _frame("numbers", ("hours", "Câu 3", 90, 2.5, nan, 2, 1, 3.5, *[nan] * 6)),
        "open_answers": _frame(
            "open_answers", ("say", "0", "Không nêu ý kiến", 60, 60.0, 100), ("say", "1", "Tập huấn", 40, 40.0, 100)
        ),
        "quotes": _frame("quotes", ("say", "1", "Tập huấn", "mở lớp <b>ngắn</b>")),
    }


def _words(html):
    return re.sub(r"<[^>]+>", " ", html.split("</style>")[1]).replace("\u00a0", " ")


@pytest.fixture(scope="module")
def drawn():
    """The charts of ``full`` by name."""
    return {}


@pytest.fixture(scope="module")
def full(tmp_path_factory, drawn):
    return export.report_html(_survey(tmp_path_factory.mktemp("survey")), _tables(), drawn)


def test_percent_and_base_come_from_the_table(full):
    said = _words(full)
    assert "“Zalo” được chọn nhiều nhất về “Dùng mạng nào” (68,2%), tiếp theo là “Facebook &amp; bạn” 20,0%" in said
    assert "Về “Nhanh”, đa số (68%) trả lời “Có” hoặc “Rất có”" in said
    assert "trung bình 2,5; một nửa số người ở giữa nằm trong khoảng từ 1 đến 3,5 (90 người trả lời; " in said


def test_the_page_is_vietnamese_and_fetches_nothing(full):
    assert '<html lang="vi">' in full
    assert not re.search(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//|url\((?!data:font)|@import|<script""", full)


def test_what_the_report_says_is_what_the_ledger_of_claims_holds(full, tmp_path):
    made = claims.found(_survey(tmp_path), _tables())
    kept = [c for c in made if claims.matters(c) or c.kind in ("order", "items", "theme")]
    assert len(kept) > 2 and all(str(escape(c.sentence)).rstrip(".)") in full for c in kept)


def test_the_first_page_gives_verdicts_key_figures_and_of_whom_they_are(full):
    first = full[full.index('id="ket-qua-chinh"') : full.index('id="cach-lam"')]
    assert first.count("<li>") == first.count("<li><b>") == 4  # three lead questions, one theme
    assert "<b>68%</b> trả lời “Có” hoặc “Rất có” (“Nhanh”)" in first and "<b>2,5</b> trung bình của" in first
    assert "không phải mẫu chọn ngẫu nhiên" in first and "survey.yaml" not in full and ".csv" not in _words(full)


def test_what_stands_beside_a_verdict_does_not_say_its_topic_again(full):
    first = full[full.index('id="ket-qua-chinh"') : full.index('id="cach-lam"')]
    findings = [re.sub("<[^>]*>", "", item) for item in re.findall("<li>(.*?)</li>", first, re.DOTALL)]
    assert [item.count("(Bảng") + item.count("; Bảng") for item in findings] == [2, 1, 1, 1]
    assert "Nhóm “Nữ” chọn “Zalo” nhiều hơn hẳn" in first


def test_the_words_for_shares_are_printed(full):
    assert "tuyệt đại đa số: từ 90%; đại đa số: từ 75%; đa số: trên 50%" in full.split('id="phu-luc"')[1]


def test_only_differences_that_matter_are_told(full):
    main, rest = full.split('id="phu-luc"')
    assert main.lower().count("nhóm “nữ” chọn “zalo” nhiều hơn hẳn: 81,0% so với 61,5%") == 2  # parts I and IV
    assert "tỷ lệ chọn “Facebook" not in full
    assert "Trong 2 phép so sánh, 1 phép cho thấy khác biệt" in main
    assert "1 phép so sánh không tính được" in main and "Không tính được: một nhóm." in rest
    assert "p\u00a0=\u00a00,040" in rest


def test_a_figure_by_group_stands_only_where_the_groups_differ(full, drawn):
    assert "net_theo_sex" in drawn and "i1_theo_sex" not in drawn
    assert "Câu 2 theo nhóm: Giới tính (tỷ lệ chọn, %)" in full


def test_every_chart_of_the_page_is_drawn_once_and_can_be_heard(full, drawn):
    pictures = re.findall(r"<svg.*?</svg>", full, re.S)
    assert sorted(pictures) == sorted(drawn.values()) and len(pictures) == 6
    ids = [found for picture in pictures for found in re.findall(r' id="([^"]*)"', picture)]
    assert ids and len(ids) == len(set(ids))
    for picture in pictures:
        assert 'role="img"' in picture and re.search(r"<title>(Câu|Hình)[^<]+</title>", picture)
        assert re.search(r'aria-label="Biểu đồ[^"]+|aria-label="Bản đồ[^"]+', picture)
    assert 'aria-label="Biểu đồ thanh: cao nhất là Zalo (68,2\u00a0%), Facebook &amp; bạn (20,0' in drawn["net"]


def test_on_a_telephone_a_chart_is_as_wide_as_the_page_and_none_is_cropped(full):
    style = full.split("</style>")[0]
    assert "figure svg { display: block; width: 100%; height: auto; }" in style and "figure {" in style
    assert not re.search(r"figure( svg)? \{[^}]*(overflow|min-width)", style)


def test_the_page_brings_the_letters_of_its_charts_and_no_others(full, drawn):
    faces = re.findall(r"@font-face \{([^}]*)\}", full)
    assert ["700" in face for face in faces] == [False, True]
    fonts = [TTFont(io.BytesIO(base64.b64decode(re.search(r"base64,([^)]*)", face)[1]))) for face in faces]
    words = [set(map(ord, unescape("".join(re.findall(pattern, "".join(drawn.values())))))) for pattern in (
        r"<text(?! style=\"font-weight)[^>]*>([^<]*)", r"<text style=\"font-weight[^>]*>([^<]*)")]  # fmt: skip
    assert [set(font.getBestCmap()) for font in fonts] == words


def test_residuals_stand_with_the_family_whose_groups_differ(tmp_path):
    html = export.report_html(_survey(tmp_path), _tables())
    part = html[html.index('id="so-sanh"') : html.index('id="y-kien"')]
    assert part.count("<svg") == 1  # hours do not differ
    assert part.index("nhiều hơn hẳn") < part.index("Câu 2 theo nhóm: Giới tính – phần dư hiệu chỉnh")


def test_answers_that_say_nothing_are_no_main_theme(full):
    assert "“Tập huấn” (40,0%) (trong 100\u00a0người có ghi ý kiến" in full
    assert "“Không nêu ý kiến”" not in full.split('id="cach-lam"')[0]
    assert full.index(">Tập huấn</th>") < full.index(">Không nêu ý kiến</th>")


def test_a_quote_cannot_bring_markup_into_the_page(full):
    assert "mở lớp &lt;b&gt;ngắn&lt;/b&gt;" in full


def test_suppressed_cells_are_dashes_with_a_note(full):
    row = next(line for line in full.splitlines() if "<td" in line and "61,5" in line and "68,2" in line)
    assert re.findall(r"<td[^>]*>([^<]*)</td>", row) == ["68,2", "61,5", "–"]
    assert "– : không nêu, vì có dưới 5 người" in full


@pytest.mark.parametrize(("people", "said"), [(None, "Có dưới 5 người trả lời"), (0, "Chưa có câu trả lời.")])
def test_a_question_too_few_answered_is_not_said_to_have_no_answer(tmp_path, people, said):
    untold = _tables()["frequencies"].head(2).assign(n=people, percent=None, base=people)
    source = report.Source(_survey(tmp_path), {"frequencies": untold})
    ((_, (block,)),) = results.sections(source)
    assert said in block["text"] and not block["tables"]


def test_a_picture_where_every_figure_is_hidden_is_left_out(tmp_path):
    hidden = {"frequencies": _tables()["frequencies"].head(2).assign(n=None, percent=None)}
    assert "<svg" not in export.report_html(_survey(tmp_path), hidden)


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ((None, None, None, None, None, None, None), "Ít người ghi, nên không nêu số liệu."),
        ((20, 8, 0, 0, None, 12, None), "máy gợi ý, chưa kiểm chứng 12 và còn lại là máy hoặc chưa mã hóa."),
    ],
)
def test_how_few_open_answers_were_coded_is_said_in_one_sentence(tmp_path, ways, said):
    coding = {"open_coding": _frame("open_coding", ("say", *ways, *[None] * 5)).fillna(float("nan"))}
    assert opinions.coded_how(coding, "say").endswith(said)


def test_nothing_is_said_of_when_the_thresholds_were_set_for_nothing_shows_it(full):
    said = _words(full)
    assert "các ngưỡng này ghi trong hồ sơ cuộc điều tra" in said and "ấn định trước" not in said


def test_missing_values_are_never_printed(full, tmp_path):
    bare = export.report_html(_survey(tmp_path, "false", "plain", ""), {})
    for text in map(_words, (full, bare)):
        assert not re.search(r"\bnan\b|\bNaN\b|\bNone\b|\bNaT\b|<NA>|\(\)", text)


def test_a_survey_without_tables_says_so(tmp_path):
    text = _words(export.report_html(_survey(tmp_path, "false", "plain", ""), {}))
    for said in ("Chưa có câu hỏi nào đủ số liệu", "Chưa có bảng kết quả", "không khai báo phép so sánh"):
        assert said in text
    assert "Không khai báo thời gian mở và đóng phiếu" in text and "Không gia quyền" in text


def _lead(folder, lead, tables):
    made = _survey(folder, lead=lead)
    return told.of_question(claims.found(made, tables), lead)


def test_the_most_chosen_is_not_claimed_where_an_answer_is_hidden(tmp_path):
    hidden = _tables()["frequencies"].head(2).assign(n=[None, 1000.0], percent=[None, 20.0])
    (found,) = _lead(tmp_path, "net", {"frequencies": hidden})
    assert found.startswith("Trong các phương án nêu được số liệu, “Facebook")


def test_of_a_scale_with_a_hidden_answer_no_two_ends_are_told(tmp_path):
    hidden = _tables()["frequencies"].query("question == 'i1'")
    hidden = hidden.assign(percent=hidden["percent"].where(hidden["percent"] > 5))
    (found,) = _lead(tmp_path, "i1", {"frequencies": hidden, "banners": _tables()["banners"]})
    assert found.startswith("Trong các phương án nêu được số liệu, về “Nhanh”: “Rất không” 10,0%")


@pytest.mark.parametrize(("top", "bottom"), [(68.9, None), (None, 31.1)])
def test_the_ends_of_a_scale_are_those_of_the_table_book_and_with_a_hidden_one_none_is_told(tmp_path, top, bottom):
    boxes = [("i1", row, "", "(tổng số)", "", 60, share, 95) for row, share in (("top2", top), ("bottom2", bottom))]
    boxes = {"banners": _frame("banners", *boxes).astype({"percent": float})}
    (found,) = _lead(tmp_path, "i1", _tables() | boxes)
    assert found.startswith("Về “Nhanh”, nhiều nhất là “Có” (40,0%) (100\u00a0người trả lời")


@pytest.mark.parametrize(("synthetic", "times"), [("true", 1), ("false", 0)])
def test_simulated_data_are_marked_and_real_data_are_not(tmp_path, synthetic, times):
    made = _survey(tmp_path, synthetic)
    assert export.report_html(made, {}).count(f"<b>{MARK}</b>") == times
    assert export.index_html(made, tmp_path, {}).count(MARK) == times
    assert (f'let mark = "{MARK}"' in pdf.typst_source(export.report_html(made, {}), tmp_path)) is bool(times)


@pytest.mark.parametrize(
    ("layout", "head"),
    [("party", "ĐẢNG CỘNG SẢN VIỆT NAM"), ("state", "Độc lập - Tự do - Hạnh phúc"), ("plain", "kết quả cuộc điều tra")],
)
def test_the_head_follows_the_layout(tmp_path, layout, head):
    text = _words(export.report_html(_survey(tmp_path, layout=layout), {}))
    assert head in text
    assert ("BAN TUYÊN GIÁO" in text) is (layout != "plain")


def test_the_charts_lie_beside_the_report_as_files_of_the_same_bytes_every_time(tmp_path, full, drawn):
    made = export.write_report(_survey(tmp_path), _tables(), tmp_path / "report", tmp_path / "figures")
    assert [path.name for path in made[:2]] == ["bao-cao.html", "bao-cao.pdf"]
    assert {path.stem: path.read_text(encoding="utf-8") for path in made[2:]} == drawn
    assert made[0].read_text(encoding="utf-8") == full


def test_the_composition_of_list_and_answers_is_drawn_where_weights_are_fitted_to_a_list(tmp_path):
    rows = _frame(
        "weights", ("sex", "Nam", 40, 50.0, 40.0, 50.0, "raking"), ("sex", "Nữ", 60, 50.0, 60.0, 50.0, "raking")
    )
    told = {"Số phiếu phân tích": 100.0, "Số phiếu hiệu dụng": 96, "Hiệu ứng": 1.04, "Nhỏ nhất": 0.8, "Lớn nhất": 1.2}
    size = _frame("design_effect", *((measure, value, "raking") for measure, value in told.items()))
    html = export.report_html(_survey(tmp_path), _tables() | {"weights": rows, "design_effect": size}, found := {})
    assert "co_cau" in found and html.index("Cơ cấu phiếu trước và sau gia quyền") > html.index('id="gia-quyen"')
    assert "Danh sách 50,0" in found["co_cau"] and "n = 100 người" in found["co_cau"]


def test_every_page_of_the_pdf_carries_the_mark(full, tmp_path):
    first, again = (export.report_pdf(full, tmp_path / name).read_bytes() for name in ("a.pdf", "b.pdf"))
    assert first.startswith(b"%PDF") and first == again and b"CreationDate" not in first
    if not shutil.which("pdftotext"):
        pytest.skip("máy này không có pdftotext để đọc chữ trong PDF")
    text = subprocess.run(["pdftotext", tmp_path / "a.pdf", "-"], capture_output=True, check=True).stdout.decode()
    pages = text.rstrip("\f").split("\f")
    assert len(pages) > 2 and all(MARK in page for page in pages)
    assert "Câu 2. Dùng mạng nào?" in text and "68,2" in text and "5.000" in text


def test_the_pdf_keeps_alternative_texts_and_drops_screen_parts(full, drawn, tmp_path):
    source = pdf.typst_source(full, tmp_path)
    assert re.search(r'image\("001.svg", width: \S+, alt: "Biểu đồ thanh: cao nhất là Zalo \(68,2', source)
    assert (tmp_path / "001.svg").read_text(encoding="utf-8") == drawn["net"]
    assert "I. Tóm tắt" in full and "I. Tóm tắt" not in source and "không phải kết quả" not in source


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not here")
def test_a_word_that_its_column_holds_is_not_broken_and_figures_stay_in_their_cell(tmp_path):
    columns = "".join(f'<col style="width: {w}%">' for w in (46, 24, 19, 7, 4))
    size = "r_hb\u00a0=\u00a0−0,57 (−0,526;\u00a0−0,632)"
    cells = (
        "Câu 19. Ông/Bà biết đến Bộ Quy tắc ứng xử trên mạng xã hội (874/QĐ-BTTTT) ở mức",
        "a – b",
        size,
        "Không",
        "1",
    )
    body = f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
    page = f"<html><head><title>t</title></head><body><table><colgroup>{columns}</colgroup>{body}</table></body></html>"
    line = ["pdftotext", "-bbox", export.report_pdf(page, tmp_path / "a.pdf"), "-"]
    found = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert ">(874/QĐ-BTTTT)<" in found and ">Không<" in found
    left = {word: float(x) for x, word in re.findall(r'xMin="([\d.]+)".*?>(.*?)</word>', found)}
    assert left["(−0,526;"] >= 85 + 0.7 * 467


@pytest.mark.skipif(not shutil.which("pdftotext"), reason="pdftotext (poppler-utils) is not here")
def test_long_names_in_narrow_heads_stay_on_the_page(tmp_path):
    heads = "".join(f"<th>Welfare.HousingExpenditures{n}.InformalPossession</th>" for n in range(7))
    table = f"<table><thead><tr>{heads}</tr></thead><tbody><tr>{'<td>1,5</td>' * 7}</tr></tbody></table>"
    page = f"<html><head><title>t</title></head><body>{table}</body></html>"
    line = ["pdftotext", "-bbox", export.report_pdf(page, tmp_path / "a.pdf"), "-"]
    found = subprocess.run(line, capture_output=True, text=True, check=True).stdout
    assert max(float(x) for x in re.findall(r'xMax="([\d.]+)"', found)) < 595 - 15 / 25.4 * 72 + 1


def test_text_that_looks_like_typst_stays_text(tmp_path):
    said = _frame("quotes", ("say", "1", "Tập huấn", '#panic("x") $a$ @b'))
    html = export.report_html(_survey(tmp_path), _tables() | {"quotes": said})
    path = export.report_pdf(html, tmp_path / "a.pdf")
    assert path.stat().st_size > 10_000


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


def _coded():
    codes = [
        ("say", "net A", "Học tập", 50, 50.0, 100, "", "nhóm lớn", "", 10, 20, 20),
        ("say", "K1", "Tập huấn", 40, 40.0, 100, "Học tập", "mã", "đã duyệt", 10, 15, 15),
        ("say", "K2", "Tài liệu", 12, 12.0, 100, "Học tập", "mã", "đề xuất", 0, 5, 7),
        ("say", "chua", "Chưa mã hóa", 50, 50.0, 100, "", "ngoài", "", 0, 0, 0),
    ]
    verdict = ("χ² Pearson", 100, 0.01, 0.35, "V Cramér", "")
    return _tables() | {
        "open_answers": _frame("open_answers", *codes),
        "open_coding": _frame("open_coding", ("say", 100, 0, 10, 20, 20, 0, 50, 90.0, 93.0, 88.0, 61.0, 60)),
        "open_tests": _frame("open_tests", ("say/K1", "sex", *verdict)),
        "open_crosstabs": _frame(
            "open_crosstabs",
            ("say", "Tập huấn", "sex", "Nam", 20, 31.5, 60),
            ("say", "Tập huấn", "sex", "Nữ", 20, 50.0, 40),
        ),  # fmt: skip
        "agreement": _frame("agreement", ("say", "", "Mọi mã", 30, 90.0, 0.81, 0.8)),
    }


def test_codes_stand_under_their_net_with_how_they_were_decided_and_how_far_coders_agree(tmp_path):
    html = re.sub("<svg.*?</svg>", "", export.report_html(_survey(tmp_path), _coded()), flags=re.S)
    part = html[html.index('id="y-kien"') :]
    assert part.index("Học tập") < part.index("– Tập huấn") < part.index("– Tài liệu") < part.index("Chưa mã hóa")
    assert "người mã hóa 10, quy tắc và cụm từ khóa 20, máy 20 và chưa mã hóa 50." in part
    assert "độ chính xác 90%; đo trên 60 câu mã hóa tay: 93%" in part
    assert "giống hệt nhau 90%." in part and ": κ = 0,81, α Krippendorff = 0,80." in part
    assert "nhóm “Nữ” nêu “Tập huấn” nhiều hơn hẳn: 50% so với 32% ở nhóm “Nam”" in part and ">32<" in part
    assert "1 nhóm đã được người phân tích duyệt, 1 nhóm còn là đề xuất của máy." in part
    assert "Học tập" not in html[: html.index('id="cach-lam"')]  # the first page names codes, not their nets


def test_codes_that_no_group_names_more_often_are_said_to_be_alike(tmp_path):
    alike = ("χ² Pearson", 100, 0.9, 0.01, "V Cramér", "")
    tables = _coded() | {"open_tests": _frame("open_tests", ("say/K1", "sex", *alike))}
    html = export.report_html(_survey(tmp_path), tables)
    assert "Chưa đủ căn cứ nói các nhóm khác nhau đáng kể (1 phép so sánh" in html and "nhiều hơn." not in html


def test_a_notebook_becomes_a_small_page_without_scripts(tmp_path):
    page = export.notebook_html(_notebook(tmp_path / "03.ipynb"), synthetic=True)
    assert '<html lang="vi">' in page and "<title>03 · Mô tả</title>" in page and MARK in page
    assert "<summary>Tham số</summary>" in page and "<summary>Mã lệnh</summary>" in page
    assert "<script" not in page and "cdn." not in page and len(page) < 30_000
    assert '<td data-so="">1.234,5</td><td>Nam</td>' in page and 'alt="03 · Mô tả"' in page


def test_a_notebook_of_real_data_carries_no_mark(tmp_path):
    assert MARK not in export.notebook_html(_notebook(tmp_path / "03.ipynb"))


def test_the_index_lists_what_is_there_with_rows(tmp_path):
    made = _survey(tmp_path)
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


def test_a_mean_stands_beside_its_quartiles_and_keeps_its_interval():
    row = {"question": "amount", "n": 90, "mean": 2.5, "low": 2.1, "high": 2.9, "median": 2, "q1": 1, "q3": 3.5}
    tables = {"numbers": pd.DataFrame([row]), "weights": pd.DataFrame({"margin": ["sex"], "option": ["Nam"]})}
    (found,) = claims.found(Survey("T", form=form(Question("amount", "integer", "Số giờ"))), tables)
    assert found.sentence.startswith(
        "“Số giờ”: trung bình 2,5 (khoảng tin cậy 95%: 2,1 đến 2,9); một nửa số người ở giữa nằm"
    )
    assert found.estimates[0].low == 2.1 and "gia quyền" not in found.sentence


def test_numbered_labels_are_parted_and_others_kept():
    assert grid.split("Câu 9. Trong 3 tháng?") == ("Câu 9", "Trong 3 tháng?")
    assert grid.split("3) Học ở đâu?") == ("Câu 3", "Học ở đâu?")
    assert grid.split("3–4 buổi?") == ("", "3–4 buổi?") and grid.split(None) == ("", "")


def _results(folder, tables):
    made = report.Source(_survey(folder, lead="net"), tables)
    return [shown for _, blocks in results.sections(made) for block in blocks for shown in block["tables"]]


def test_weighted_percents_are_called_so_and_unweighted_ones_are_not(tmp_path):
    weights = {"weights": _frame("weights", ("sex", "Nam", 1, 50, 40, 50))}
    for tables, name, said in ((_tables() | weights, "tỷ lệ gia quyền", 1), (_tables(), "tỷ lệ", 0)):
        counted, groups, battery = (t for t in _results(tmp_path, tables) if "tóm tắt" not in t["caption"])
        assert counted["columns"][2]["title"] == f"{name.capitalize()} (%)"
        assert f": {name} trong từng nhóm (%)" in groups["caption"] and f": {name} chọn từng mức" in battery["caption"]
        assert all(t["notes"].count("Số người: không gia quyền.") == said for t in (counted, groups, battery))


def test_a_mean_stands_beside_the_people_it_rests_on_and_says_whether_it_is_weighted(tmp_path):
    weights = {"weights": _frame("weights", ("sex", "Nam", 1, 50, 40, 50))}
    for tables, said in ((_tables() | weights, " gia quyền"), (_tables(), "")):
        (battery,) = (t for t in _results(tmp_path, tables) if "chọn từng mức" in t["caption"] and t["wide"])
        mean, scored, base = (column["title"] for column in battery["columns"][-3:])
        assert (mean, scored, base) == (f"Điểm trung bình{said}", "Số người có điểm", "Số người trả lời")
        assert battery["rows"][0][-2:] == ["95", "100"]


def test_a_filtered_base_says_whom_the_question_was_asked(survey):
    asked = survey.form
    assert grid.asked(asked, asked["mang"]) == "hỏi người trả lời “Có” ở câu “Có dùng không”"
    assert grid.asked(asked, asked["mang_khac"]) == "hỏi tùy câu trả lời ở câu “Dùng mạng nào”"
    assert grid.base_name(asked, asked["dung"]) == "Số người trả lời (cơ sở)"
    counts = {"frequencies": _frame("frequencies", ("mang", "Mạng", "Zalo", 30, 60.0, 50))}
    (found,) = told.of_question(claims.found(survey, counts), "mang")
    assert "người trả lời; hỏi người trả lời “Có” ở câu “Có dùng không”" in found


def test_a_filter_names_the_question_by_its_number(shipped):
    assert grid.asked(shipped.form, shipped.form["nen_tang"]) == "hỏi người trả lời “Có” ở Câu 9"
