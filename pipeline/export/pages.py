"""The first page of the outputs: what was made, what it holds, how large it is; and the report's two files."""

import csv
import json
from pathlib import Path

import pandas as pd

from pipeline import claims, files, vi
from pipeline.export import docx, html, pdf, pptx
from pipeline.export.templating import filled
from pipeline.infer.classical.planned import TITLES
from pipeline.report.model import Figure

HELD = {
    "frequencies": "Từng câu đóng: số người, tỷ lệ, cơ sở",
    "distributions": "Câu ghi số: bao nhiêu người ghi mỗi giá trị; giá trị quá ít người được gộp với giá trị kề",
    "crosstabs": "Từng câu theo nhóm: tỷ lệ trong nhóm, cơ sở; ô ít người được ẩn",
    "banners": "Mọi câu theo mọi nhóm: % cột, % hàng, cơ sở hiệu dụng, trung bình, chữ cái so sánh; ô ít người được ẩn",
    "three_way": "Phân tích đa chiều: câu hỏi theo nhóm, trong từng mức của biến thứ ba",
    "compared": "Các phép so sánh đã khai báo theo biến không phải biến nhóm: % cột, trung bình; ô ít người được ẩn",
    "tests": "Mọi phép so sánh: kiểm định, độ mạnh, p hiệu chỉnh",
    "claims": "Mọi nhận định của báo cáo: câu chữ, từng con số trong câu và ô của bảng mà nó lấy ra",
    "families": "Mỗi phép so sánh thuộc họ nào",
    "pairs": "Từng cặp nhóm sau phép so sánh nhiều nhóm",
    "batteries": "Các mục, phương án do cùng người trả lời: kiểm định chung và từng cặp; không và có gia quyền",
    "correlations": "Tương quan của các thang đo, không và có gia quyền",
    "open_answers": "Câu mở: mã và nhóm lớn, số người, tỷ lệ, mã hóa bằng cách nào",
    "open_shares": "Câu mở: tỷ lệ mỗi ý ước lượng trên mọi người có ghi, khoảng tin cậy 95%, số câu rút ngẫu nhiên",
    "open_phrases": "Câu mở: cụm từ khóa của mã đã duyệt đúng đến đâu, đo trên câu rút ngẫu nhiên",
    "open_coding": "Câu mở: bao nhiêu câu do người, quy tắc, máy mã hóa; bao nhiêu chưa mã hóa",
    "open_crosstabs": "Câu mở: tỷ lệ nêu từng ý theo nhóm; ô ít người được ẩn",
    "open_tests": "Câu mở: so sánh tỷ lệ nêu từng ý giữa các nhóm",
    "open_pairs": "Câu mở: hai nhóm nào nêu một ý nhiều ít khác nhau",
    "agreement": "Câu mở: mức thống nhất giữa những người mã hóa (κ, α)",
    "quotes": "Câu mở: trích nguyên văn theo nhóm ý kiến",
    "means": "Trung bình, NPS của mọi người và từng nhóm: sai số chuẩn, khoảng tin cậy 95%",
    "ratios": "Tỷ số của hai câu ghi số, của mọi người và từng nhóm, với khoảng tin cậy 95%",
    "differences": "Tỷ lệ trong nhóm trừ tỷ lệ ở phần còn lại của biến nhóm, với khoảng tin cậy 95%",
    "contrasts": "Tỷ lệ một phương án trừ tỷ lệ một phương án khác, với khoảng tin cậy 95%",
    "numbers": "Câu ghi số: trung bình, trung vị, tứ phân vị, khoảng tin cậy 95%",
    "ranks": "Câu xếp hạng: thứ hạng trung bình, hạng đầu, điểm Borda, giá trị Plackett–Luce",
    "scales": "Bảng thang đo: điểm trung bình, hai mức cao nhất",
    "reliability": "Bảng thang đo: độ tin cậy (Cronbach α, McDonald ω), từng mục",
    "factor_adequacy": "Bảng thang đo: KMO và kiểm định Bartlett",
    "factor_eigenvalues": "Bảng thang đo: giá trị riêng và mức của số liệu ngẫu nhiên (phân tích song song)",
    "factor_loadings": "Bảng thang đo: hệ số tải nhân tố",
    "factor_correlations": "Bảng thang đo: tương quan giữa các nhân tố",
    "polychoric": "Bảng thang đo: tương quan Pearson và đa chuỗi (polychoric) giữa các mục",
    **TITLES,
    "nonresponse": "Mỗi câu bao nhiêu người được hỏi, trả lời, bỏ trống",
    "reading": "Khi đọc tệp đã quyết định những gì: sheet, bảng mã, dòng bỏ qua, câu không có cột",
    "columns": "Cột của tệp gốc khớp với câu hỏi nào",
    "decisions": "Đính chính bằng tay (dinh-chinh.csv), phiếu trùng ở hai tệp, bước nhảy bỏ nhiều câu trả lời",
    "collection": "Ngày có phiếu đầu tiên, phiếu cuối cùng",
    "case_flow": "Từ phiếu nhận được đến phiếu phân tích",
    "quality": "Cờ chất lượng phiếu",
    "sensitivity": "Kết quả khi giữ và khi loại phiếu có cờ",
    "units": "Số phiếu và tỷ lệ tham gia theo đơn vị",
    "weights": "Cơ cấu theo danh sách, theo phiếu và sau gia quyền",
    "response": "Tỷ lệ trả lời so với danh sách (AAPOR RR1, RR2)",
    "response_by": "Tỷ lệ trả lời theo từng biến của danh sách",
    "nonresponse_bias": "Người trả lời so với danh sách: chênh lệch, độ chệch tương đối",
    "early_late": "Phiếu sớm so với phiếu muộn: mọi câu đóng, một họ kiểm định",
    "convergence": "Gia quyền: số vòng, độ lệch còn lại của từng biên",
    "weighting_notes": "Gia quyền: nhóm gộp hoặc bỏ, phiếu bỏ trống, tổ hợp không có phiếu",
    "design_effect": "Gia quyền: số phiếu hiệu dụng, hiệu ứng thiết kế (Kish)",
    "sampling": "Thiết kế mẫu: số tầng, số cụm, bậc tự do",
    "weight_effect": "Kết quả các câu chính trước và sau gia quyền",
    "estimates": "Từng câu đóng: tỷ lệ, sai số chuẩn, khoảng tin cậy 95%, hiệu ứng thiết kế",
    "cleaning_log": "Nhật ký làm sạch: quy tắc nào đổi bao nhiêu ô",
    "codebook": "Sổ mã: câu hỏi, lựa chọn, mã",
}
KINDS = {
    ".html": " xem trên máy tính, điện thoại",
    ".pdf": ", bản in khổ A4",
    ".docx": ", bản sửa được (Word, LibreOffice)",
    ".pptx": ", bản trình chiếu: mỗi phát hiện một trang, biểu đồ sửa được",
    ".json": ": mọi nhận định, từng con số kèm bảng và dòng của nó",
    ".xlsx": "Mọi câu hỏi theo mọi nhóm, có mục lục (Excel, LibreOffice, Google Sheets)",
    ".sav": "Số liệu có nhãn (SPSS)",
}


def write_report(documents, told, folder, figures):
    """Writes every document of the report as HTML, PDF and DOCX, the first as slides, and what it claims as
    ``claims.json`` to ``folder``; every chart of theirs as SVG, with its printed figures as CSV, to ``figures``.

    Returns the paths: the pages, claims.json, then the charts.
    """
    folder, figures, mark = Path(folder), Path(figures), claims.mark(told)
    with files.together(folder) as aside:
        for document in documents:
            (aside / f"{document.name}.html").write_text(html.page(document, documents), encoding="utf-8")
            pdf.write(document, aside / f"{document.name}.pdf")
            docx.write(document, aside / f"{document.name}.docx", mark=mark)
        pptx.write(documents[0], documents, aside / f"{documents[0].name}.pptx")
        ledger = json.dumps(claims.records(told), ensure_ascii=False, indent=1)
        (aside / "claims.json").write_text(f"{ledger}\n", encoding="utf-8")
    drawn = {figure.name: figure for document in documents for figure in document.of(Figure)}
    with files.together(figures) as aside:
        for figure in drawn.values():
            (aside / f"{figure.name}.svg").write_text(figure.svg, encoding="utf-8")
            figure.rows.to_csv(aside / f"{figure.name}.csv", index=False, encoding="utf-8-sig")
    pages = [folder / f"{document.name}.{kind}" for document in documents for kind in ("html", "pdf", "docx")]
    pages.append(folder / f"{documents[0].name}.pptx")
    return [*pages, folder / "claims.json", *(figures / f"{name}.{kind}" for name in drawn for kind in ("svg", "csv"))]


def inventory(tables):
    """The tables there are: name, what it holds, rows – under Vietnamese headings, for a reader."""
    rows = [(name, HELD.get(name, ""), len(frame)) for name, frame in tables.items()]
    return pd.DataFrame(rows, columns=["Bảng", "Nội dung", "Số dòng"])


def index_html(survey, outputs, titles):
    """The page that lists what lies in ``outputs``: report, notebooks, tables, cleaning log, charts.

    ``titles``: name of a notebook → what it does, in order. Only files that are there are listed, by relative links.
    """
    outputs = Path(outputs)
    log = [_table(outputs, p) for p in [outputs / "tables" / "cleaning_log.csv"] if p.is_file()]
    tables = [_table(outputs, p) for p in _held(outputs) if p.stem != "cleaning_log"]
    reports = [p for kind in KINDS for p in sorted((outputs / "report").glob(f"*{kind}"))]
    parts = [
        ("Báo cáo", [_file(outputs, p, _called(p)) for p in reports]),
        ("Sổ tay: từng bước đã làm", _notebooks(outputs, titles)),
        ("Sổ bảng số liệu", [_file(outputs, p, KINDS[p.suffix]) for p in sorted((outputs / "tables").glob("*.xlsx"))]),
        ("Bảng số liệu (CSV, mở được bằng Excel)", tables),
        ("Nhật ký làm sạch", log),
        ("Hình và hồ sơ", _others(outputs)),
    ]
    held = [(title, found) for title, found in parts if found]
    return filled("index.html.j2", survey=survey, parts=held)


def _called(path):
    """Which of the report's files it is, and what for."""
    return f"{'Phụ lục' if path.stem == 'phu-luc' else 'Báo cáo'}{KINDS[path.suffix]}"


def _held(outputs):
    """Tables in the order of HELD, others after them by name."""
    order = list(HELD)
    found = sorted((outputs / "tables").glob("*.csv"))
    return sorted(found, key=lambda p: order.index(p.stem) if p.stem in order else len(order))


def _notebooks(outputs, titles):
    pages = [(outputs / "notebooks" / f"{name}.html", f"{name[:2]} · {title}") for name, title in titles.items()]
    return [_file(outputs, path, title) for path, title in pages if path.is_file()]


def _others(outputs):
    figures = len(list((outputs / "figures").glob("*.svg")))
    found = [{"href": "figures/", "name": "Hình", "note": f"{figures} hình SVG"}] if figures else []
    run = outputs / "run.json"
    about = "Hồ sơ lần chạy: tệp gốc, phiên bản phiếu và phần mềm"
    return found + ([_file(outputs, run, about)] if run.is_file() else [])


def _file(outputs, path, name):
    size = path.stat().st_size
    text = f"{vi.number(size / 2**20, 1)} MB" if size >= 2**20 else f"{vi.number(max(size / 2**10, 1))} KB"
    return {"href": path.relative_to(outputs).as_posix(), "name": name, "note": f"{path.name}, {text}"}


def _table(outputs, path):
    with path.open(encoding="utf-8-sig", newline="") as lines:
        rows = max(sum(1 for _ in csv.reader(lines)) - 1, 0)
    name = HELD.get(path.stem, path.stem)
    return {"href": path.relative_to(outputs).as_posix(), "name": name, "note": f"{path.name}, {vi.number(rows)} dòng"}
