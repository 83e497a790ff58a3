"""Short names: plain columns that other programs pass over, and what serves where they are empty."""

import pytest
from pyxform.xls2xform import convert

from pipeline import questionnaire
from pipeline.questionnaire import Question
from pipeline.questionnaire.short import people, proposed, unmarked
from tests.test_draft import drafted, loaded, row

FORM = """
| survey |
| | type | name | label::Tiếng Việt (vi) | label::English (en) | short_vi | short_en |
| | select_one v | v | Câu 1. Ông/Bà có là đảng viên không? | 1. Party member? | việc là đảng viên | membership |
| | select_one v | w | Câu 2. Còn ai? | 2. Who else? | | |

| choices |
| | list_name | name | label::Tiếng Việt (vi) | label::English (en) | short_vi | short_en |
| | v | co | Có | Yes | đảng viên | members |
| | v | khong | Không | No | người chưa là đảng viên | |

| settings |
| | form_title | form_id | default_language |
| | Thử | thu | Tiếng Việt (vi) |
"""


def read(folder, text=FORM):
    (folder / "q.md").write_text(text, encoding="utf-8")
    return questionnaire.read(folder / "q.md")


def test_a_question_and_a_choice_have_short_names_and_without_them_their_labels(tmp_path):
    first, second = read(tmp_path).questions
    assert (first.short, first.shorts["en"], second.short) == ("việc là đảng viên", "membership", "Còn ai")
    assert [c.short for c in first.choices] == ["đảng viên", "người chưa là đảng viên"]
    assert all(c.filter == {} for c in first.choices)


def test_other_programs_pass_over_the_columns_and_our_form_is_as_without_them(tmp_path):
    bare = "\n".join("|".join(line.split("|")[:-3] + ["", ""][:1]) if line.count("|") > 6 else line
                     for line in FORM.splitlines())  # fmt: skip
    taken = convert(FORM)
    assert not taken.warnings and "<value>Có</value>" in taken.xform and "membership" not in taken.xform
    assert read(tmp_path).xform == read(tmp_path, bare).xform == convert(bare).xform


@pytest.mark.parametrize(
    ("label", "short"),
    [
        ("Câu 14. Mỗi ngày Ông/Bà dùng mạng bao nhiêu giờ?", "Mỗi ngày dùng mạng bao nhiêu giờ"),
        ("Bạn dùng mạng nào cùng bạn bè?", "dùng mạng nào cùng bạn bè"),
        ("Câu 1. Giới tính của Ông/Bà?", "Giới tính"),
        ("đ) Kiểm tra, giám sát", "Kiểm tra, giám sát"),
        ("Wie viele machen **ehrenamtlich** mit?", "Wie viele machen ehrenamtlich mit"),
        (
            "Câu 28. Từ năm 2021 đến nay, cơ quan, đơn vị nơi Ông/Bà công tác có phổ biến, quán triệt quy định về"
            " sử dụng mạng xã hội không?",
            "cơ quan, đơn vị nơi công tác có phổ biến, quán triệt quy định về sử dụng mạng xã hội không",
        ),
        ("2. Which social media have you used?", "Which social media have you used"),
        (
            "Ông/Bà gặp khó khăn, vướng mắc gì khi sử dụng mạng xã hội hoặc khi thực hiện các quy định về việc ấy?",
            "gặp khó khăn, vướng mắc gì khi sử dụng mạng xã hội hoặc khi thực hiện các quy định…",
        ),
    ],
)  # fmt: skip
def test_a_label_serves_without_number_and_address_and_is_cut_between_its_parts(label, short):
    assert Question("q", "text", label).short == short


@pytest.mark.parametrize(
    ("label", "guess"),
    [
        ("Câu 20. Ông/Bà biết đến Luật An ninh mạng ở mức độ nào?", "mức độ biết đến Luật An ninh mạng"),
        ("Bạn có bao nhiêu tài khoản mạng xã hội?", "số tài khoản mạng xã hội"),
        ("Câu 1. Giới tính của Ông/Bà?", "giới tính"),
        ("Bạn dùng mạng nào?", ""),
        ("Age group", ""),
    ],
)  # fmt: skip
def test_a_noun_phrase_is_proposed_only_where_a_simple_rule_gives_one(label, guess):
    assert proposed(label) == guess


def test_a_draft_proposes_short_names_and_marks_them_as_guessed(tmp_path):
    found = drafted(["Giới tính của Ông/Bà", "Nam", "Nữ"], ["Bạn dùng mạng nào?", "Zalo", "Facebook"])
    one, other = (row(found, label) for label in ("Giới tính của Ông/Bà", "Bạn dùng mạng nào?"))
    assert one["short_vi"] == "giới tính" and one["note"].endswith("đoán: tên ngắn (short_vi)")
    assert other["short_vi"] == "" and "tên ngắn" not in other["note"]
    assert loaded(found, tmp_path).form.questions[0].short == "giới tính"


@pytest.mark.parametrize(
    ("label", "question", "guess"),
    [
        ("Đã đọc Bộ Quy tắc ứng xử", "Ông/Bà đã làm gì?", "người đã đọc Bộ Quy tắc ứng xử"),
        ("Dưới 30 tuổi", "Tuổi?", "người dưới 30 tuổi"),
        ("Từ 30 đến 39 tuổi", "Tuổi?", "người từ 30 đến 39 tuổi"),
        ("Có", "Câu 9. Ông/Bà có sử dụng mạng xã hội không?", "người có sử dụng mạng xã hội"),
        ("Không", "Câu 9. Ông/Bà có sử dụng mạng xã hội không?", "người không sử dụng mạng xã hội"),
        ("Chưa", "Ông/Bà đã được tập huấn kỹ năng số chưa?", "người chưa được tập huấn kỹ năng số"),
        ("Không", "Xã có điểm đọc sách không?", ""),  # nothing that people do
        ("Không biết", "Ông/Bà có sử dụng mạng xã hội không?", ""),
        ("Có", "Ông/Bà có dùng mạng nào không?", ""),
        ("Đã đọc đầy đủ", "Ông/Bà biết Bộ Quy tắc ở mức độ nào?", ""),  # of what, it does not say
        ("Chưa tốt", "Ông/Bà đánh giá thế nào?", ""),
        ("Không bao giờ", "Ông/Bà đọc báo bao lâu một lần?", ""),
    ],
)
def test_people_are_named_only_where_the_words_leave_no_doubt(label, question, guess):
    assert people(label, question) == guess


def test_a_draft_names_the_people_of_a_list_that_one_question_has_and_pyxform_passes_over_them(tmp_path):
    found = drafted(["Ông/Bà có dùng mạng xã hội không?", "Có", "Không"], ["Nơi ở", "Huế", "Vinh"])
    named = {c["label"]: c["short_vi"] for c in found.sheets["choices"]}
    assert named == {"Có": "người có dùng mạng xã hội", "Không": "người không dùng mạng xã hội", "Huế": "", "Vinh": ""}
    marked = [r["note"].endswith("đoán: tên gọi người chọn từng phương án (short_vi, sheet choices)")
              for r in found.sheets["survey"] if r["type"].startswith("select")]  # fmt: skip
    taken = convert(questionnaire.markdown(found.sheets))
    assert marked == [True, False] and not taken.warnings and "người có dùng" not in loaded(found, tmp_path).form.xform
    assert all(c.filter == {} for q in loaded(found, tmp_path).form.questions for c in q.choices)


def test_a_list_that_two_questions_share_names_nobody():
    asked = (["Ông/Bà có dùng Zalo không?", "Có", "Không"], ["Ông/Bà có dùng Viber không?", "Có", "Không"])
    assert {c["short_vi"] for c in drafted(*asked).sheets["choices"]} == {""}


@pytest.mark.parametrize(("label", "said"), [
    ("Giải pháp khác (xin ghi rõ)", "Giải pháp khác"),
    ("Khác (ghi rõ):", "Khác"),
    ("Khác (vui lòng ghi rõ tên cơ quan)", "Khác"),
    ("Lý do khác (nêu cụ thể)", "Lý do khác"),
    ("Other (please specify)", "Other"),
    ("Cơ quan (ghi tắt)", "Cơ quan (ghi tắt)"),
    ("(ghi rõ)", "(ghi rõ)"),
    ("Không ghi rõ nguồn", "Không ghi rõ nguồn"),
])  # fmt: skip
def test_what_asks_to_write_is_no_part_of_an_answer_s_name(label, said):
    assert unmarked(label) == said
