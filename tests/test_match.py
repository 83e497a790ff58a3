"""Columns find their questions; times become days and durations; nothing is dropped in silence."""

import unicodedata
from pathlib import Path

import pandas as pd
import pytest

from pipeline import ingest, questionnaire
from pipeline.ingest.times import MONTH_FIRST, moments, seconds_between

SHARED = Path(__file__).parents[2] / "shared/data"
FORM = """
| survey |
| | type | name | label | label::English (en) |
| | start | start | | |
| | begin_group | nhom | Nhóm | Group |
| | select_one gt | gioi_tinh | Câu 1. Giới tính của bạn? | 1. Your sex? |
| | select_multiple kenh | kenh | Bạn dùng kênh nào, ở đâu? | Which channels? |
| | text | kenh_khac | Kênh khác | Other channel |
| | integer | tuoi | Tuổi khi hoà nhập | Age |
| | end_group | | | |
| choices |
| | list_name | name | label | label::English (en) |
| | gt | nam | Nam | Male |
| | gt | nu | Nữ | Female |
| | kenh | zalo | Zalo | Zalo |
| | kenh | bao | Báo, tạp chí | Press |
"""


@pytest.fixture
def form(tmp_path):
    (tmp_path / "form.md").write_text(FORM, encoding="utf-8")
    return questionnaire.read(tmp_path / "form.md")


def csv_table(text, name="tep.csv"):
    return ingest.read(text.encode(), name)


def shared(place):
    path = SHARED / place
    if not path.is_file():
        pytest.skip(f"không có {path}: tệp thật chỉ nằm cạnh dự án, không nằm trong dự án")
    return ingest.read(path.read_bytes(), path.name)


def question(matched, column):
    return matched.columns.set_index("column").loc[column]


# ---------------------------------------------------------------- matching


@pytest.mark.parametrize(
    ("header", "how"),
    [
        ("gioi_tinh", "tên"),
        ("Gioi_Tinh", "tên"),
        ("nhom/gioi_tinh", "đường dẫn"),
        ("nhom.gioi_tinh", "đường dẫn"),
        ("nhom:gioi_tinh", "đường dẫn"),
        ("  câu 1.  Giới tính của BẠN? ", "nhãn"),
        (unicodedata.normalize("NFD", "Câu 1. Giới tính của bạn?"), "nhãn"),
        ("1. Your sex?", "nhãn"),
        ("Giới tính của bạn", "nhãn bỏ số thứ tự"),
        ("Thông tin chung [Giới tính của bạn?]", "nhãn trong ngoặc vuông"),
    ],
)
def test_a_column_finds_its_question_by_name_path_or_label(form, header, how):
    matched = ingest.match(csv_table(f"{header},khác nữa\nNam,x\n,y\n"), form)
    assert matched.responses["gioi_tinh"].fillna("").tolist() == ["Nam", ""]
    assert question(matched, header)[["question", "how", "filled"]].tolist() == ["gioi_tinh", how, True]


def test_old_and_new_tone_marks_are_the_same_label(form):
    matched = ingest.match(csv_table("Tuổi khi hòa nhập\n20\n"), form)
    assert matched.responses["tuoi"].tolist() == ["20"]


def test_nothing_is_dropped_in_silence(form):
    matched = ingest.match(csv_table("tuoi,cột lạ,Age\n20,x,21\n"), form)
    assert matched.responses.columns.tolist() == ["gioi_tinh", "kenh", "kenh_khac", "tuoi", "_row"]
    assert matched.responses["gioi_tinh"].isna().all() and matched.responses["_row"].tolist() == ["2"]
    assert question(matched, "cột lạ")["how"] == "không khớp câu hỏi nào"
    assert question(matched, "Age")["how"] == "không dùng – câu tuoi đã lấy từ cột «tuoi»"
    missing = matched.columns.loc[matched.columns["how"] == "thiếu", "question"]
    assert missing.tolist() == ["gioi_tinh", "kenh", "kenh_khac"]


BASES = ["kenh/", "kenh.", "nhom/kenh/", "nhom.kenh.", "nhom:kenh:", "Bạn dùng kênh nào, ở đâu?/"]


@pytest.mark.parametrize("base", BASES)
def test_option_columns_are_joined_into_one_column_of_codes(form, base):
    raw = csv_table(f'"{base}zalo","{base}Báo, tạp chí"\n1,TRUE\n0,True\nFALSE,0\n,\n1,\n')
    with_blank = ingest.match(raw, form).responses["kenh"].fillna("–").tolist()
    assert with_blank == ["zalo bao", "bao", "–", "zalo"]


@pytest.mark.parametrize(("yes", "no"), [("Y", "N"), ("Y", ""), ("Quoted", "Not quoted"), ("Checked", "Unchecked")])
def test_ticks_are_read_in_the_words_of_every_tool(form, yes, no):
    raw = csv_table(f"kenh[zalo],kenh[bao],tuoi\n{yes},{no},20\n{no},{yes},21\n")
    assert ingest.match(raw, form).responses["kenh"].tolist() == ["zalo", "bao"]


def test_option_columns_that_hold_more_than_ticks_are_refused(form):
    with pytest.raises(ingest.IngestError, match=r"«kenh/zalo»: 2 ô mang giá trị lạ \[2, 3\]; cột phương án chỉ nhận"):
        ingest.match(csv_table("kenh/zalo,kenh/bao\n1,0\n2,0\n3,1\n"), form)


def test_option_columns_go_before_the_cell_that_joins_them_and_the_cell_fills_what_they_leave(form):
    raw = csv_table('kenh,kenh/zalo,kenh/bao,kenh_other\n"Báo, tạp chí Zalo",1,1,Viber\nzalo,,,\n')
    matched = ingest.match(raw, form)
    assert matched.responses[["kenh", "kenh_khac"]].fillna("").values.tolist() == [["zalo bao", "Viber"], ["zalo", ""]]
    assert question(matched, "kenh/zalo")["how"] == "cột tách, phương án zalo"


@pytest.mark.parametrize(
    "head",
    ["nhom-gioi_tinh", "cu/gioi_tinh", "cu-gioi_tinh", "cu.con.gioi_tinh", "Nhóm/Câu 1. Giới tính của bạn?"]
    + ["Group/1. Your sex?", "Khảo sát - Giới tính của bạn?"],
)
def test_a_question_is_found_under_the_head_of_any_tool_and_of_a_group_it_has_left(form, head):
    responses = ingest.match(csv_table(f"{head},tuoi\nnam,20\n"), form).responses
    assert responses["gioi_tinh"].tolist() == ["nam"]


@pytest.mark.parametrize(
    ("zalo", "press"),
    [
        ("kenh___zalo", "kenh___bao"), ("nhom/kenh___zalo", "nhom/kenh___bao"), ("nhom-kenh/zalo", "nhom-kenh/bao"),
        ("kenh__zalo", "kenh__bao"), ("kenh_zalo", "kenh_bao"), ("kenh[zalo]", "kenh[bao]"),
        ("cu/kenh/zalo", "cu/kenh/bao"), ("Which channels? - Zalo", "Which channels? - Press"),
        ("Which channels? [Zalo]", "Which channels? [Press]"),
        ("Nhóm/Which channels?/Zalo", "Nhóm/Which channels?/Press"),
        ("Which channels? (choice=Zalo)", "Which channels? (choice=Press)"),
        ("Which channels? - Selected Choice - Zalo", "Which channels? - Selected Choice - Press"),
    ],
)  # fmt: skip
def test_option_columns_are_found_as_redcap_odk_surveycto_and_limesurvey_name_them(form, zalo, press):
    raw = csv_table(f'"{zalo}","{press}",tuoi\n1,0,20\n1,1,21\n0,0,22\n')
    assert ingest.match(raw, form).responses["kenh"].fillna("–").tolist() == ["zalo", "zalo bao", "–"]


def test_two_columns_of_one_question_that_are_never_filled_together_are_its_halves(form):
    matched = ingest.match(csv_table("nhom/tuoi,cu/tuoi\n20,\n,21\n22,22\n"), form)
    assert matched.responses["tuoi"].tolist() == ["20", "21", "22"]
    assert question(matched, "cu/tuoi")["how"] == "tên, ở nhóm khác, ghép với cột «nhom/tuoi»"


def test_equal_labels_of_two_groups_are_told_apart_by_the_groups_labels(tmp_path):
    rows = ["| survey |", "| | type | name | label |"]
    for group, label in (("a", "Chồng"), ("b", "Vợ")):
        rows += [f"| | begin_group | {group} | {label} |", f"| | text | nghe_{group} | Nghề |"]
        rows += [f"| | select_multiple k | kenh_{group} | Kênh |", "| | end_group | | |"]
    rows += ["| choices |", "| | list_name | name | label |", "| | k | zalo | Zalo |", "| | k | bao | Báo |"]
    (tmp_path / "f.md").write_text("\n".join(rows) + "\n", encoding="utf-8")
    raw = csv_table("Chồng/Nghề,Vợ/Nghề,Chồng/Kênh/Zalo,Vợ/Kênh/Báo\nnông,may,1,1\n")
    responses = ingest.match(raw, questionnaire.read(tmp_path / "f.md")).responses
    assert responses.loc[0, ["nghe_a", "nghe_b", "kenh_a", "kenh_b"]].tolist() == ["nông", "may", "zalo", "bao"]


def test_a_text_in_the_column_of_other_is_a_tick_and_what_was_written_in(tmp_path):
    (tmp_path / "f.md").write_text(FORM + "| | kenh | khac | Khác | Other |\n", encoding="utf-8")
    raw = csv_table("kenh[zalo],kenh[khac]\nY,Viber\n1,\n0,1\n".replace("Y", "1"))
    responses = ingest.match(raw, questionnaire.read(tmp_path / "f.md")).responses
    assert responses[["kenh", "kenh_khac"]].fillna("").values.tolist() == [
        ["zalo khac", "Viber"],
        ["zalo", ""],
        ["khac", ""],
    ]


def test_a_head_that_is_a_question_s_own_label_is_never_an_option(tmp_path):
    form = FORM.replace("| Kênh khác | Other channel |", "| Bạn dùng kênh nào, ở đâu? – Khác | Other channel |")
    (tmp_path / "f.md").write_text(form + "| | kenh | khac | Khác | Other |\n", encoding="utf-8")
    raw = csv_table('"Bạn dùng kênh nào, ở đâu?","Bạn dùng kênh nào, ở đâu? – Khác"\nZalo,Viber\n')
    responses = ingest.match(raw, questionnaire.read(tmp_path / "f.md")).responses
    assert responses.loc[0, ["kenh", "kenh_khac"]].tolist() == ["Zalo", "Viber"]


def test_what_a_tool_writes_into_the_other_half_is_no_answer(form):
    assert ingest.match(csv_table("nhom/tuoi,cu/tuoi\n20,n/a\nn/a,21\n"), form).responses["tuoi"].tolist() == [
        "20",
        "21",
    ]


def test_questions_of_a_repeat_are_not_missed_in_the_table_of_answers(tmp_path):
    rows = "| survey |\n| | type | name | label | required |\n| | text | a | A | |\n| | begin_repeat | con | Con | |\n"
    rows += "| | integer | tuoi | Tuổi con | yes |\n| | end_repeat | | | |\n"
    (tmp_path / "f.md").write_text(rows, encoding="utf-8")
    matched = ingest.match(csv_table("a\nx\n"), questionnaire.read(tmp_path / "f.md"))
    assert matched.notes == ("1 câu nằm trong nhóm lặp của phiếu không được đọc (mỗi phiếu một dòng).",)


def test_two_columns_that_say_different_things_of_one_question_stop_the_run(form):
    with pytest.raises(ingest.IngestError, match="Câu tuoi: cột «nhom/tuoi» và cột «cu/tuoi» cùng có câu trả lời"):
        ingest.match(csv_table("nhom/tuoi,cu/tuoi\n20,\n21,22\n"), form)


def test_an_option_that_the_form_has_not_is_named_with_its_count_and_the_mend(form):
    matched = ingest.match(csv_table("kenh/zalo,kenh/bao,kenh/tiktok\n1,0,1\n0,0,1\n"), form)
    assert "«kenh/tiktok»: phương án không có trong phiếu (câu kenh), 2 người chọn. Thêm" in " ".join(matched.notes)


def test_a_question_without_a_column_is_said_and_stops_the_run_where_it_is_required(form, tmp_path):
    raw = csv_table("gioi_tinh\nnam\n")
    assert "3 câu của phiếu không có cột nào trong tệp: «kenh – Bạn dùng kênh nào" in ingest.match(raw, form).notes[0]
    required = FORM.replace("| label::English (en) |", "| label::English (en) | required |", 1)
    required = required.replace("hoà nhập | Age |", "hoà nhập | Age | yes |")
    (tmp_path / "r.md").write_text(required, encoding="utf-8")
    with pytest.raises(ingest.IngestError, match="1 câu bắt buộc .* «tuoi – Tuổi khi hoà nhập»"):
        ingest.match(raw, questionnaire.read(tmp_path / "r.md"))


def test_columns_that_tell_the_person_never_enter(form):
    headers = ["Địa chỉ email", "username", "deviceid", "phonenumber", "_uuid", "_submitted_by", "Họ và tên"]
    matched = ingest.match(csv_table(",".join(["tuoi", *headers]) + "\n20" + ",x" * len(headers) + "\n"), form)
    assert matched.responses.columns.tolist() == ["gioi_tinh", "kenh", "kenh_khac", "tuoi", "_row"]
    assert [question(matched, h)["how"] for h in headers] == ["định danh – không đọc"] * len(headers)


def test_a_person_s_column_is_read_where_the_form_asks_for_that_very_name(tmp_path):
    rows = "| survey |\n| | type | name | label |\n| | text | email | Thư điện tử |\n| | text | thu | User name |\n"
    (tmp_path / "f.md").write_text(rows, encoding="utf-8")
    matched = ingest.match(csv_table("email,User name\na@b.vn,lan\n"), questionnaire.read(tmp_path / "f.md"))
    assert matched.responses["email"].tolist() == ["a@b.vn"]
    assert matched.responses["thu"].isna().all() and question(matched, "User name")["how"].startswith("định danh")


def test_kobo_times_become_a_day_and_a_duration_and_the_clock_is_not_kept(form):
    rows = ["tuoi,start,end", "20,2022-04-18T08:00:00+07:00,2022-04-18T08:02:03+07:00", "21,,", "22,2022-04-19,x"]
    responses = ingest.match(csv_table("\n".join(rows)), form).responses
    assert responses["_day"].fillna("").tolist() == ["2022-04-18", "", ""]
    assert responses["_seconds"].fillna("").tolist() == ["123", "", ""]
    assert "start" not in responses


def test_own_meta_columns_are_taken_over(form):
    responses = ingest.match(csv_table("tuoi,_day,_seconds,_too_fast\n20,2022-04-18,95,0\n21,,,1\n"), form).responses
    assert responses.iloc[0][["_day", "_seconds", "_too_fast"]].tolist() == ["2022-04-18", "95", "0"]
    assert responses.iloc[1][["_day", "_seconds"]].isna().all()


def test_a_column_named_end_without_times_is_no_time(form):
    matched = ingest.match(csv_table("tuoi,End\n20,A\n21,B\n"), form)
    assert "_day" not in matched.responses and question(matched, "End")["how"] == "không khớp câu hỏi nào"


def test_a_file_of_another_questionnaire_is_refused_with_the_nearest_headers(form):
    with pytest.raises(ingest.IngestError) as refusal:
        ingest.match(csv_table("Giới tính của bạn bè,Màu\nNam,đỏ\n"), form)
    said = str(refusal.value)
    assert "«Giới tính của bạn bè», «Màu»" in said and "(2 cột, 4 câu hỏi)" in said
    assert "«Giới tính của bạn bè» ~ «Câu 1. Giới tính của bạn?»" in said


@pytest.mark.parametrize(
    ("cells", "noted"), [("Zalo, Viber", False), ("khac zalo", True), ("Zalo, Kênh lạ", True), ("Zalo", True)]
)
def test_a_write_in_question_lacks_a_column_only_where_somebody_ticked_other_without_a_word(cells, noted, tmp_path):
    form = FORM + "| | kenh | khac | Kênh lạ | Another |\n"
    (tmp_path / "form.md").write_text(form, encoding="utf-8")
    table = csv_table(f'gioi_tinh,kenh,tuoi\nnam,"{cells}",30\n')
    matched = ingest.match(table, questionnaire.read(tmp_path / "form.md"))
    assert any("kenh_khac" in note for note in matched.notes) == noted


# ---------------------------------------------------------------- times


def test_month_first_is_decided_for_the_whole_column_when_spellings_change():
    column = pd.Series(["4/18/2022 19:18:47", "4/19/2022 7:00:01", None, "05/11/2022 19:06", "5/13/2022 8:00:00"])
    read = moments(column.astype("str"))
    assert (read.order, read.unread) == (MONTH_FIRST, 0)
    assert read.times.dt.strftime("%m-%d").fillna("").tolist() == ["04-18", "04-19", "", "05-11", "05-13"]


def test_when_both_orders_are_dates_the_one_that_keeps_the_rows_in_order_is_taken():
    day_first = pd.Series(["30/07/2022", "01/08/2022", "02/08/2022"], dtype="str")
    assert moments(day_first[1:], vietnamese=False).times.dt.month.tolist() == [8, 8]
    assert moments(day_first).times.dt.day.tolist() == [30, 1, 2]
    in_order = pd.Series(["1/6/2022", "2/5/2022", "3/6/2022"], dtype="str")  # day-first: 1 June, 2 May, 3 June
    assert moments(in_order).times.dt.month.tolist() == [1, 2, 3]
    unclear = pd.Series(["04/05/2022 10:00"], dtype="str")
    assert [moments(unclear, vietnamese=v).times[0].month for v in (True, False)] == [5, 4]


@pytest.mark.parametrize(
    "text",
    ["2022/04/18 7:18:47 PM GMT+7", "18/04/2022 7:18:47 CH", "19:18:47 18/4/2022", "2022-04-18T19:18:47.250+07:00"],
)
def test_every_usual_spelling_of_a_time_gives_the_same_moment(text):
    assert moments(pd.Series([text], dtype="str")).times[0] == pd.Timestamp("2022-04-18 19:18:47")


def test_what_is_no_time_is_missing_and_counted():
    read = moments(pd.Series(["18/04/2022", "hôm qua", "31/02/2022", None], dtype="str"))
    assert read.times.isna().tolist() == [False, True, True, True] and read.unread == 2


def test_durations_count_the_zones_and_negative_ones_are_missing():
    start = pd.Series(["2022-04-18T08:00:00+07:00", "2022-04-18T08:00:00", "2022-04-18T08:00:00", None], dtype="str")
    end = pd.Series(["2022-04-18T01:02:03Z", "2022-04-18T08:01:00", "2022-04-18T07:59:57", "2022-04-18"], dtype="str")
    assert seconds_between(start, end).fillna(-99).tolist() == [123, 60, -99, -99]


def test_the_real_times_are_read_month_first_and_stay_in_order():
    read = moments(shared("surveys/google_forms_social_media.csv").frame["Timestamp"])
    months = read.times.dt.month.value_counts()
    assert (read.order, read.unread) == (MONTH_FIRST, 0) and read.times.is_monotonic_increasing
    assert months.to_dict() == {4: 243, 5: 236, 7: 1, 11: 1}  # the last two came long after the rest
