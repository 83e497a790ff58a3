"""Files as people have them: every format a library of the lock reads, and the way out for those that none does."""

import io
import json
import zipfile
from pathlib import Path

import openpyxl
import pandas as pd
import pyreadstat
import pytest

from pipeline import ingest
from pipeline.ingest import legacy
from tests.files import drafted, table

SHARED = Path(__file__).parents[2] / "shared/data"
TCVN3 = "Giíi tÝnh,Møc ®é hµi lßng\nN÷,B×nh th­êng\nNam,RÊt hµi lßng\nN÷,Kh«ng hµi lßng\n"
VNI = "Giôùi tính,YÙ kieán\nNöõ,Khoâng coù yù kieán\nNam,Caàn taêng löông\nNöõ,Bình thöôøng\n"
UNICODE = "Giới tính,Mức độ hài lòng\nNữ,Bình thường\nNam,Rất hài lòng\nNữ,Không hài lòng\n"


def zipped(files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return out.getvalue()


def workbook(sheets, hidden=()):
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        sheet.sheet_state = "hidden" if name in hidden else "visible"
        for row in rows:
            sheet.append(row)
    book.save(out)
    return out.getvalue()


def ods(*sheets):
    """An OpenDocument spreadsheet of sheets (name, style, rows as XML)."""
    tables = "".join(
        f'<table:table table:name="{n}" table:style-name="{s}">{rows}</table:table>' for n, s, rows in sheets
    )
    spaces = " ".join(
        f'xmlns:{k}="urn:oasis:names:tc:opendocument:xmlns:{k}:1.0"' for k in ("office", "table", "text", "style")
    )
    hide = '<style:style style:name="an"><style:table-properties table:display="false"/></style:style>'
    content = f"<office:document-content {spaces}>{hide}<office:body>{tables}</office:body></office:document-content>"
    return zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": content})


def row(*cells, times=1):
    return f'<table:table-row table:number-rows-repeated="{times}">{"".join(cells)}</table:table-row>'


def said(text, times=1):
    paragraphs = "".join(f"<text:p>{line}</text:p>" for line in text.split("\n"))
    head = f'office:value-type="string" table:number-columns-repeated="{times}"'
    return f"<table:table-cell {head}>{paragraphs}</table:table-cell>"


def given(kind, attribute, shown=""):
    return f'<table:table-cell office:value-type="{kind}" {attribute}><text:p>{shown}</text:p></table:table-cell>'


def test_an_ods_sheet_is_read_as_it_is_shown_and_its_million_blank_rows_are_not():
    number, percent = given("float", 'office:value="3"', "3,00"), given("percentage", 'office:value="0.45"', "45%")
    day = given("date", 'office:date-value="2022-03-01"', "01/03/22")
    rows = row(said("a"), said("b"), said("c"), said("d")) + row(number, percent, day, said("dòng 1\ndòng 2"), times=2)
    blank = row('<table:table-cell table:number-columns-repeated="16384"/>', times=1048570)
    raw = ingest.read(ods(("ẩn", "an", rows), ("Phiếu", "x", rows + blank)), "a.ods")
    assert raw.frame.values.tolist() == [["3", "45%", "2022-03-01", "dòng 1\ndòng 2"]] * 2
    assert raw.notes == ("Sheet ẩn không đọc: «ẩn».",)


def test_an_ods_bomb_and_a_damaged_ods_are_refused():
    bomb = ods(("x", "x", row(said("a")) + row(said("b", times=9000), times=1048576)))
    for content, why in [(bomb, "quá 20.000.000 ô"), (zipped({"content.xml": "<a>"}), "hỏng hoặc có mật khẩu")]:
        with pytest.raises(ingest.IngestError, match=why):
            ingest.read(content, "a.ods")


def test_an_xls_workbook_of_before_2007_is_read():
    path = SHARED / "surveys/kobo_export_form.xls"
    if not path.is_file():
        pytest.skip(f"không có {path}: tệp thật chỉ nằm cạnh dự án, không nằm trong dự án")
    raw = ingest.read(path.read_bytes(), path.name)
    assert {"type", "name"} <= set(raw.frame) and "Đọc sheet «survey»; không đọc: «choices»" in raw.notes[0]


def test_html_under_the_name_xls_is_read_though_its_cells_are_not_closed():
    page = (
        "<html><meta charset=utf-8><table><tr><th>Giới tính<th>Ý kiến<tr><td>Nam<td>a<br>b<tr><td rowspan=2>Nữ<td>c"
        "<tr><td>d</table></html>"
    )
    raw = ingest.read(page.encode(), "xuat.xls")
    assert raw.frame.fillna("–").values.tolist() == [["Nam", "a\nb"], ["Nữ", "c"], ["Nữ", "d"]]


@pytest.mark.parametrize("holder", ["results", "value", None])
def test_json_of_an_api_is_read_with_its_groups_and_its_repeats_are_said(holder):
    people = [{"nhom": {"tuoi": 20, "x": None}, "kenh": ["a", "b"], "con": [{"t": 1}]}, {"nhom": {"tuoi": 1.5}}]
    raw = ingest.read(json.dumps({holder: people} if holder else people).encode(), "a.json")
    assert raw.frame.fillna("–").values.tolist() == [["20", "–", "a; b"], ["1.5", "–", "–"]]
    assert raw.frame.columns.tolist() == ["nhom/tuoi", "nhom/x", "kenh"] and raw.notes == (
        "Nhóm lặp không đọc: «con».",
    )


def test_a_zip_of_odk_gives_the_answers_and_not_the_repeat():
    files = {"phieu.csv": "q1,KEY\na,u1\n", "phieu-con.csv": '"ten","PARENT_KEY"\nb,u1\n', "media/a.jpg": "x"}
    raw = ingest.read(zipped(files), "phieu.zip")
    assert raw.frame["q1"].tolist() == ["a"] and "«phieu-con.csv»" in raw.notes[0]
    with pytest.raises(ingest.IngestError, match="có 2 bảng câu trả lời"):
        ingest.read(zipped({"a.csv": "q\n1\n", "b.csv": "q\n2\n"}), "a.zip")


def test_stata_is_read_with_its_labels_and_its_missing_letters_are_counted(tmp_path):
    data = pd.DataFrame({"hl": [1, 2, "a"], "s": ["x", "", "y"]})
    words = {"hl": {1: "Thấp", 2: "Cao", "a": "Từ chối"}}
    about = {"variable_value_labels": words, "missing_user_values": {"hl": ["a"]}, "column_labels": ["Hài lòng", "S"]}
    pyreadstat.write_dta(data, str(tmp_path / "a.dta"), version=15, **about)
    raw = ingest.read((tmp_path / "a.dta").read_bytes(), "a.dta")
    assert raw.frame["hl"].fillna("–").tolist() == ["Thấp", "Cao", "–"] and raw.labels["hl"] == "Hài lòng"
    assert raw.values == {"hl": ["Thấp", "Cao"]} and "a «Từ chối» × 1" in raw.notes[0]


@pytest.mark.parametrize(("suffix", "write"), [("por", pyreadstat.write_por), ("xpt", pyreadstat.write_xport)])
def test_old_spss_and_sas_transport_files_are_read(tmp_path, suffix, write):
    write(pd.DataFrame({"TUOI": [20.0, 31.5], "KY": ["a", "b"]}), str(tmp_path / f"a.{suffix}"))
    raw = ingest.read((tmp_path / f"a.{suffix}").read_bytes(), f"a.{suffix}")
    assert raw.frame.values.tolist() == [["20", "a"], ["31.5", "b"]]


def test_a_blank_value_label_leaves_the_number(tmp_path):
    about = {"variable_value_labels": {"v": {1: "Có", 2: ""}}}
    pyreadstat.write_sav(pd.DataFrame({"v": [1.0, 2.0]}), str(tmp_path / "a.sav"), **about)
    raw = ingest.read((tmp_path / "a.sav").read_bytes(), "a.sav")
    assert raw.frame["v"].tolist() == ["Có", "2"] and raw.values == {"v": ["Có"]}


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-16"])
def test_utf_16_is_read_with_and_without_a_mark(encoding):
    raw = ingest.read(UNICODE.encode(encoding), "a.csv")
    assert raw.frame["Giới tính"].tolist() == ["Nữ", "Nam", "Nữ"] and "UTF-16" in raw.notes[0]


@pytest.mark.parametrize(("text", "font"), [(TCVN3, "TCVN3"), (VNI, "VNI")])
def test_bytes_of_the_old_fonts_are_read_where_their_words_leave_no_doubt(text, font):
    raw = ingest.read(text.encode("latin-1"), "a.csv")
    assert raw.frame.columns[0] == "Giới tính" and raw.frame.iloc[0, 0] == "Nữ"
    assert font in raw.notes[0]
    assert ingest.read(text.encode("latin-1"), "a.csv", font.lower()).frame.equals(raw.frame)


def test_old_fonts_in_a_workbook_are_put_into_unicode_column_by_column():
    old = [line.split(",") for line in TCVN3.splitlines()]
    rows = [[*cells, new] for cells, new in zip(old, ["Xã", "Đồng Tâm", "Hà Nội", "Mỹ Đức"], strict=True)]
    raw = ingest.read(workbook({"a": rows}), "a.xlsx")
    assert raw.frame.columns.tolist() == ["Giới tính", "Mức độ hài lòng", "Xã"]
    assert raw.frame.iloc[0].tolist() == ["Nữ", "Bình thường", "Đồng Tâm"] and "2 cột" in raw.notes[0]


def test_utf_8_that_was_once_read_as_ansi_is_put_right():
    holes = b"\x81\x8d\x8f\x90\x9d"  # bytes that ANSI has no letter for
    wrong = "".join(chr(b) if b in holes else bytes([b]).decode("cp1252") for b in UNICODE.encode())
    rows = [row.split(",") for row in wrong.split("\n")]
    raw = ingest.read(workbook({"a": rows}), "a.xlsx")
    assert raw.frame["Giới tính"].tolist() == ["Nữ", "Nam", "Nữ"] and "đọc nhầm là ANSI" in raw.notes[0]


@pytest.mark.parametrize("text", ["Grüße,Öl\nfür,schön\nmöglich,Äpfel\n", "café,déjà\nêtre,là\n", "中文,日本\nö,ß\n"])
def test_other_languages_are_never_taken_for_old_vietnamese(text):
    assert legacy.font_of(text * 3) == "" and ingest.read(text.encode(), "a.csv").notes == ()


def test_an_encoding_that_is_said_is_used_and_a_wrong_one_refused():
    assert ingest.read("Größe\nfür\n".encode("latin-1"), "a.csv", "latin-1").frame["Größe"].tolist() == ["für"]
    for encoding, why in [("utf-9", "không có bảng mã «utf-9»"), ("utf-8", "dòng 1, byte thứ 3: không đọc được")]:
        with pytest.raises(ingest.IngestError, match=why):
            ingest.read("Größe\nfür\n".encode("latin-1"), "a.csv", encoding)


DATA = [["Dấu thời gian", "Giới tính"], *[["01/03/2022", "Nam"]] * 4]
LIST = [["Mã", "Tên"], *[[n, f"x{n}"] for n in range(40)]]


@pytest.mark.parametrize(
    ("sheets", "hidden"),
    [
        ({"Hướng dẫn": [["Bước 1"], ["Bước 2"]], "Câu trả lời": DATA}, ()),
        ({"danh mục": LIST, "Câu trả lời": DATA}, ("danh mục",)),
        ({"Danh mục đơn vị": LIST, "Câu trả lời": DATA}, ()),
        ({"con": [["ten", "_parent_index"], *[["a", "1"]] * 9], "Câu trả lời": DATA}, ()),
        ({"Sheet1": [["Ghi chú chung"], ["x"]], "Câu trả lời": DATA * 3}, ()),
        ({"Thống kê": [["Nam", "Nữ"], ["4", "0"], ["x", "y"]], "Câu trả lời": DATA}, ()),
    ],
)
def test_a_guide_a_hidden_list_and_a_repeat_are_not_the_answers(sheets, hidden):
    raw = ingest.read(workbook(sheets, hidden), "a.xlsx")
    assert raw.frame.columns.tolist() == DATA[0]
    other = next(iter(sheets))
    assert f"«{other}»" in raw.notes[0]


def test_a_sheet_with_the_same_head_that_was_not_read_is_said_loudly():
    raw = ingest.read(workbook({"Xã A": DATA, "Xã B": DATA}), "a.xlsx")
    assert "«Xã B» (CÙNG TIÊU ĐỀ: nếu là phiếu của cùng cuộc điều tra" in raw.notes[0]


def test_the_json_of_odk_central_gives_answers_and_day_and_nobody_s_name():
    system = {"submissionDate": "2022-03-28T08:00:00Z", "submitterName": "An", "deviceId": "x"}
    records = {"value": [{"__id": "uuid:1", "__system": system, "meta": {}, "q": "a"}]}
    raw = ingest.read(json.dumps(records).encode(), "a.json")
    assert raw.frame.columns.tolist() == ["instanceID", "SubmissionDate", "q"]


def test_a_font_that_is_said_is_applied_once():
    assert ingest.read("Cã,la\nKh«ng cã,1\n".encode("latin-1"), "a.csv", "tcvn3").frame.columns[0] == "Có"


@pytest.mark.parametrize(
    ("content", "name", "way"),
    [
        (zipped({"Index/Document.iwa": "x"}), "a.numbers", "Numbers.*«Xuất sang» Excel"),
        (zipped({"word/document.xml": "x"}), "a.docx", r"Word \(.docx\).*chép bảng"),
        (zipped({"xl/workbook.bin": "x"}), "a.xlsb", r"\.xlsb.*«Lưu thành» .xlsx"),
        (b"\xd0\xcf\x11\xe0" + "WordDocument".encode("utf-16-le"), "a.doc", r"Word \(.doc\)"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "có mật khẩu.*bỏ mật khẩu"),
        (b"%PDF-1.7 ...", "a.pdf", "PDF.*tệp số liệu gốc"),
        (b"\x89PNG....", "a.png", "ảnh PNG.*tệp số liệu gốc"),
        (b'<?xml?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "a.xls", "Excel 2003"),
        (b'{"a": 1}', "a.json", "không phải danh sách phiếu"),
        (b'[{"a": 1}', "a.json", "dòng 1, cột"),
        (zipped({"a.csv": "q\n1\n"}), "a.xlsx", "Giải nén, hoặc đổi đuôi thành .zip"),
    ],
)  # fmt: skip
def test_what_no_library_reads_is_named_with_the_way_out(content, name, way):
    with pytest.raises(ingest.IngestError, match=way):
        ingest.read(content, name)


def test_a_cell_merged_over_several_persons_holds_for_each_of_them(tmp_path):
    rows = [["Xã", "Giới tính", "Tuổi"], *([None, "Nam", 20 + n] for n in range(12))]
    rows[1][0], rows[7][0] = "Xã A", "Xã B"
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for place in ("A2:A7", "A8:A13"):
        book.active.merge_cells(place)
    book.save(tmp_path / "a.xlsx")
    raw = ingest.read((tmp_path / "a.xlsx").read_bytes(), "a.xlsx")
    assert raw.frame["Xã"].tolist() == ["Xã A"] * 6 + ["Xã B"] * 6 and "ô gộp" in raw.notes[-1]


@pytest.mark.parametrize("cells", ['["Báo, đài", "Zalo"]', "['Báo, đài', 'Zalo']"])
def test_a_list_as_programs_write_it_is_several_choices(cells, tmp_path):
    rows = [["Giới", "Kênh"], *([["Nam", cells], ["Nữ", '["Zalo"]'], ["Nữ", "[]"], ["Nam", '["Báo, đài"]']] * 6)]
    found = drafted(table(rows), tmp_path)
    assert found.by["Kênh"] == {"Báo, đài": 12, "Zalo": 12} and "ngoặc vuông" in found.raw.notes[-1]


def test_a_cell_of_html_over_several_rows_holds_for_each_person():
    rows = "".join(
        f"<tr>{'<td rowspan=6>X</td>' if n == 0 else ''}<td>Nam</td><td>{20 + n}</td></tr>" for n in range(6)
    )
    raw = ingest.read(f"<table><tr><td>Xã</td><td>Giới</td><td>Tuổi</td></tr>{rows}</table>".encode(), "a.xls")
    assert raw.frame["Xã"].tolist() == ["X"] * 6
