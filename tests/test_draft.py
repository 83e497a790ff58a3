"""A questionnaire and a survey.yaml guessed from a raw file: right types, right order, every guess marked."""

from pathlib import Path

import pytest
import yaml

from pipeline import ingest, questionnaire, survey
from pipeline.ingest.options import multiple
from tests.files import drafted as drafted_file
from tests.files import table, with_form

SHARED = Path(__file__).parents[2] / "shared/data"


def drafted(*columns, n=20):
    """Draft of a table given as columns: header, then answers repeated up to ``n`` rows."""
    rows = [[c[0] for c in columns], *([c[1:][i % (len(c) - 1)] for c in columns] for i in range(n))]
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in rows)
    return ingest.draft(ingest.read(text.encode(), "a.csv"), title="Khảo sát thử")


def row(draft, label):
    return next(r for r in draft.sheets["survey"] if r["label"] == label)


def labels(draft, label):
    listed = row(draft, label)["type"].split()[1]
    return [c["label"] for c in draft.sheets["choices"] if c["list_name"] == listed]


def loaded(draft, folder):
    """The draft written down and read back as a survey."""
    (folder / "questionnaire.md").write_text(questionnaire.markdown(draft.sheets), encoding="utf-8")
    (folder / "survey.yaml").write_text(draft.survey_yaml, encoding="utf-8")
    return survey.read(folder / "survey.yaml")


def shared(place):
    path = SHARED / place
    if not path.is_file():
        pytest.skip(f"không có {path}: tệp thật chỉ nằm cạnh dự án, không nằm trong dự án")
    return ingest.read(path.read_bytes(), path.name)


# ---------------------------------------------------------------- types


def test_numbers_dates_and_open_answers_get_their_types():
    draft = drafted(
        ["Tuổi của bạn", *map(str, range(20, 40))],
        ["Số tiền", *(f"{n},5" for n in range(20))],
        ["Ngày vào ngành", *(f"{n:02d}/03/1990" for n in range(1, 21))],
        ["Ý kiến", *(f"Ý kiến riêng của tôi là điều số {n}" for n in range(20))],
    )
    found = [row(draft, text)["type"] for text in ("Tuổi của bạn", "Số tiền", "Ngày vào ngành", "Ý kiến")]
    assert found == ["integer", "decimal", "date", "text"]
    assert "open_questions: [q4]  # đoán" in draft.survey_yaml and "phẩy" in row(draft, "Số tiền")["note"]


def test_times_of_day_are_asked_as_times(tmp_path):
    hours = [f"{6 + n % 12}:{n * 7 % 60:02d}" for n in range(40)]
    found = drafted_file(table([["Đến nơi lúc mấy giờ?", "Vui?"], *([h, "Có"] for h in hours)]), tmp_path)
    question = found.plan.form["q1"]
    assert question.type == "time" and "q1" not in found.plan.open_questions and not len(found.log)


def test_whole_numbers_of_one_range_share_one_scale_in_numeric_order():
    draft = drafted(["Mức a", *"54321"], ["Mức b", *"34534"], ["Bạn có mấy con", *"12345"])
    assert row(draft, "Mức a")["type"] == row(draft, "Mức b")["type"] == "select_one thang_1_5"
    assert labels(draft, "Mức b") == list("12345") and row(draft, "Bạn có mấy con")["type"] == "integer"


@pytest.mark.parametrize(("cells", "listed"), [("1234567", "thang_1_7"), ("0 2 4 6 8 9 10", "thang_0_10")])
def test_seven_and_eleven_point_scales_are_seen(cells, listed):
    draft = drafted(["Mức độ", *(cells.split() if " " in cells else cells)])
    assert row(draft, "Mức độ")["type"] == f"select_one {listed}"


def test_na_is_a_choice_and_blanks_are_none():
    draft = drafted(["Loại hình", "Trường", "N/A", "", "Công ty"])
    assert labels(draft, "Loại hình") == ["Trường", "Công ty", "N/A"]
    scale = drafted(["Mức độ", *"12345", "N/A", ""])
    assert labels(scale, "Mức độ") == [*"12345", "N/A"]
    assert yaml.safe_load(scale.survey_yaml)["scales"] == {"thang_1_5": {"apart": ["n_a"]}}


def test_yes_comes_before_no_and_the_pair_is_shared():
    draft = drafted(["A?", "Không", "Không", "Có"], ["B?", "Có", "Không"])
    assert labels(draft, "A?") == ["Có", "Không"]
    assert row(draft, "A?")["type"] == row(draft, "B?")["type"] == "select_one co_khong"


def test_neighbours_on_one_scale_share_the_points_that_one_of_them_lacks():
    draft = drafted(["Câu a", "Hài lòng", "Không hài lòng", "Rất hài lòng"], ["Câu b", "Hài lòng", "Rất hài lòng"])
    assert labels(draft, "Câu b") == ["Không hài lòng", "Hài lòng", "Rất hài lòng"]
    assert row(draft, "Câu a")["type"] == row(draft, "Câu b")["type"]


def test_spellings_that_look_alike_stay_and_are_pointed_out():
    draft = drafted(["Giới", *["Nữ"] * 9, *["Nam"] * 8, "Phi nhị giới", "Phi-nhị giới", "phi nhị giới"])
    assert labels(draft, "Giới")[2:] == ["Phi nhị giới", "Phi-nhị giới", "phi nhị giới"]
    assert "gần giống nhau, người xem quyết định: «Phi nhị giới» / «Phi-nhị giới»" in row(draft, "Giới")["note"]
    said = "«Phi nhị giới» / «Phi-nhị giới» / «phi nhị giới» gần giống nhau; là một thì gộp: cùng một mã"
    assert any(said in asked for asked in draft.asked) and f"#   q1: {said}" in draft.survey_yaml


def test_spellings_are_merged_as_the_draft_says_under_one_code(tmp_path):
    cells = [*["Nữ"] * 9, *["Nam"] * 8, "Phi nhị giới", "Phi-nhị giới", "Phinhị giới"]
    first = drafted_file(table([["Giới tính?", "Tuổi"], *([c, "30"] for c in cells)]), tmp_path).drafted
    as_one = {"name": "khac_nua", "label": "Phi nhị giới"}
    choices = [c | as_one if c["label"].startswith("Phi") else c for c in first.sheets["choices"]]
    settings = [first.sheets["settings"][0] | {"allow_choice_duplicates": "yes"}]
    plan = loaded(first._replace(sheets=first.sheets | {"choices": choices, "settings": settings}), tmp_path)
    found = with_form(table([["Giới tính?", "Tuổi"], *([c, "30"] for c in cells)]), plan)
    assert found.of["q1"] == {"Nữ": 9, "Nam": 8, "Phi nhị giới": 3}


def test_choice_names_are_unique_ascii():
    draft = drafted(["Nơi ở", "Đà Nẵng", "Đa nang", "北京", "上海"])
    assert [c["name"] for c in draft.sheets["choices"]] == ["da_nang", "da_nang_2", "c3", "c4"]


def test_short_ascii_headers_stay_names_and_others_are_numbered():
    columns = [["gioitinh", "Nam", "Nữ"], ["Bạn ở đâu?", "Huế", "Vinh"], ["weight", "1,5", "2"], ["Gioitinh", "a", "b"]]
    draft = drafted(*columns, ["q2", "c", "d"])
    assert [r["name"] for r in draft.sheets["survey"] if r["name"]][1:] == ["gioitinh", "q2_2", "q3", "q4", "q2"]


def test_headers_that_differ_only_in_case_still_find_their_own_questions(tmp_path):
    raw = ingest.read(b"sex,Sex,q1\nM,x,1\nF,y,2\nM,x,1\nF,y,2\n", "a.csv")
    matched = ingest.match(raw, loaded(ingest.draft(raw, title="T"), tmp_path).form)
    assert matched.responses.iloc[0, :3].to_dict() == {"sex": "M", "q2": "x", "q1": "1"}


def test_personal_columns_and_times_make_no_question_but_are_listed():
    people = [f"Nguyễn Văn {c}" for c in "ABCDEFGHIKLMNOPQRSTU"]
    draft = drafted(
        ["Dấu thời gian", *(f"{n}/5/2022 8:00:00" for n in range(1, 21))],
        ["Họ và tên", *people],
        ["Liên hệ", *(f"09123456{n}" for n in range(10, 30))],
        ["Phiếu", *(f"P{n:03d}" for n in range(20))],
        ["Trống", ""],
        ["Vui?", "Có", "Không"],
    )
    assert [r["label"] for r in draft.sheets["survey"] if r["name"]] == ["Khảo sát thử", "Vui?"]
    for header in ("Dấu thời gian", "Họ và tên", "Liên hệ", "Phiếu", "Trống"):
        assert f"«{header}» –" in draft.survey_yaml
    assert not any(person in str(draft) for person in people)


def test_a_file_with_nothing_to_ask_is_refused():
    with pytest.raises(ingest.IngestError, match="Không cột nào .*«Email»: định danh"):
        drafted(["Email", "a@b.vn", "c@d.vn"])


# ---------------------------------------------------------------- the whole draft


def test_the_draft_is_a_questionnaire_that_reads_its_own_file(tmp_path):
    ways = ["Zalo, Báo", "Zalo", "Báo", "Đài, Zalo", "Đài, Báo", "Zalo, Báo, Đài"] * 50 + ["Zalo, máy fax | «thử»"]
    columns = [["Kênh", *ways], ["Giới", "Nam", "Nữ"], ["Mức a", *"12345"], ["Mức b", *"51234"], ["Ở?", "Huế", ""]]
    draft = drafted(*columns, n=301)
    plan = loaded(draft, tmp_path)
    assert [q.kind for q in plan.form.questions] == ["multiple", "text", "nominal", "ordinal", "ordinal", "nominal"]
    assert plan.form.batteries == [] and plan.form.sections[0].label == "Khảo sát thử"  # two alike are no battery
    assert plan.banners == ("q2",) and plan.comparisons[0].questions == ("q1", "q3", "q4")
    assert draft.survey_yaml.count("# đoán") >= 4
    assert all("đoán" in r["note"] for r in draft.sheets["survey"] if r["name"])


def test_banners_have_no_thin_groups_and_tests_are_few():
    groups = ["Đơn vị", *["A"] * 11, *["B"] * 10, "C"]
    thin = ["Nghề", *(c for c in "ABCDEFGHIK" for _ in range(2))]
    scales = [[f"Mức {n}", *"12345"] for n in range(60)]
    lone = ["Lớp", *["A"] * 39, "B"]
    plan = yaml.safe_load(drafted(groups, thin, ["Giới", "Nam", "Nữ"], lone, *scales, n=40).survey_yaml)
    assert plan["banners"] == ["q3", "q1"]
    assert len(plan["comparisons"][0]["questions"]) * len(plan["banners"]) == 40


def test_what_the_drafted_comparisons_leave_out_is_named_in_the_file_and_on_the_screen():
    scales = [[f"Mức {n}", *"12345"] for n in range(60)]
    draft = drafted(["Giới", "Nam", "Nữ"], ["Nghề", *(c for c in "ABCDEFGHIK" for _ in range(2))], *scales, n=40)
    compared = yaml.safe_load(draft.survey_yaml)["comparisons"][0]["questions"]
    left = [f"q{n}" for n in range(2, 63) if f"q{n}" not in compared]
    assert len(left) == 21 and left[0] == "q2"
    assert " ".join(draft.survey_yaml.replace("    # ", "").split()).count(f"phép): {', '.join(left)} #") == 1
    assert draft.asked[-1] == (
        f"comparisons: nháp chưa so sánh {', '.join(left[:12])} và 9 câu nữa (ở survey.yaml); cần thì thêm vào"
        " questions"
    )
    assert drafted(["Giới", "Nam", "Nữ"], ["Mức", *"12345"]).asked == ()


def test_labels_of_a_draft_can_be_worded_anew_and_its_file_is_read_as_before(tmp_path):
    ways = ["Trường, N/A", "Trường", "N/A", "Công ty", "Công ty, Trường"] * 8
    rows = [["Where do you work?", "Job"], *([w, ("N.A.", "Viet Duc", "nam")[n % 3]] for n, w in enumerate(ways))]
    first = drafted_file(table(rows), tmp_path)
    asked, choices = first.drafted.sheets["survey"], first.drafted.sheets["choices"]
    others = [c["label"] for c in choices[1:] + choices[:1]]  # each has the words of another
    sheets = first.drafted.sheets | {
        "survey": [r | {"label": "Câu nay bằng tiếng Việt"} if r["name"] == "q1" else r for r in asked],
        "choices": [c | {"label": other} for c, other in zip(choices, others, strict=True)],
    }
    found, new = with_form(table(rows), loaded(first.drafted._replace(sheets=sheets), tmp_path)), {}
    new = {c["label"]: other for c, other in zip(choices, others, strict=True)}
    for name in ("q1", "Job"):
        assert found.of[name] == {new[label]: n for label, n in first.of[name].items()}


# ---------------------------------------------------------------- real files


def test_the_real_platforms_are_found_and_counted():
    raw = shared("surveys/google_forms_social_media.csv")
    answers = raw.frame["7. What social media platforms do you commonly use?"]
    found = multiple(list(answers)).labels
    counts = [int(answers.str.split(", ").map(lambda ticked, f=f: f in ticked).sum()) for f in found]
    assert dict(zip(found, counts, strict=True)) == {
        "YouTube": 412, "Facebook": 407, "Instagram": 359, "Discord": 198, "Snapchat": 181, "Pinterest": 145,
        "Twitter": 131, "Reddit": 126, "TikTok": 94,
    }  # fmt: skip


def test_the_real_scale_blocks_and_hours_are_seen(tmp_path):
    plan = loaded(ingest.draft(shared("surveys/google_forms_social_media.csv"), title="Thử"), tmp_path)
    assert [q.name for q in plan.form.batteries[0]] == [f"q{n}" for n in range(9, 21)]
    assert plan.form["q8"].option_labels[0] == "Less than an Hour" and plan.form["q8"].kind == "ordinal"
    assert plan.form["q5"].kind == "multiple" and "N/A" in plan.form["q5"].option_labels


def test_the_real_name_column_is_left_out_and_bands_are_ordered():
    draft = ingest.draft(shared("surveys/google_forms_vi_pasted.xlsx"), title="Thử")
    assert "«Tên bạn là gì nhỉ ?» – có vẻ là tên" in draft.survey_yaml and "NTL01" not in str(draft)
    assert labels(draft, "Số lít nước bạn uống hàng ngày là bao nhiêu") == ["1 lít", "1,5 lít", "2 lít", "2.5 lít"]


@pytest.mark.parametrize(
    ("head", "is_weight"),
    [("Trọng số", 1), ("person_wgt", 1), ("sampling weight", 1), ("weight", 0), ("Trọng lượng", 0)],
)
def test_weights_of_the_sample_are_no_question_and_the_draft_says_how_to_use_them(head, is_weight):
    draft = drafted(["Bạn có đi làm?", "Có", "Không"], [head, "1,25", "0,8", "62,5"])
    assert (f"ghi weighting: {{from: {head}}}" in draft.survey_yaml) == bool(is_weight)
    assert len([r for r in draft.sheets["survey"] if "group" not in r["type"]]) == 2 - is_weight


@pytest.mark.parametrize(("heads", "family"), [(["JK01", "JK02"], "JK*"), (["rep_1", "rep_2"], "rep_*")])
def test_replicate_weights_are_no_questions_and_the_draft_says_how_to_use_them(heads, family):
    draft = drafted(["Bạn có đi làm?", "Có", "Không"], *([head, "1,25", "0,8", "62,5"] for head in heads))
    assert draft.survey_yaml.count(f"design: {{replicates: {{columns: {family}}}}}") == 2
    assert len([r for r in draft.sheets["survey"] if "group" not in r["type"]]) == 1
