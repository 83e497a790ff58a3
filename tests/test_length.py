"""How long a finding in bold may be, and what is told beside it where it would be longer."""

import pytest

from pipeline import claims, wording
from pipeline.report import length, told
from tests import reports
from tests.test_claims import counted_as
from tests.test_report_parts import asked, made

LONG = "Những việc nào dưới đây cần làm trước để cải thiện chất lượng nước sinh hoạt ở khu dân cư"


@pytest.mark.parametrize(
    ("language", "text", "least", "most"),
    [
        ("vi", "Đa số (65,9%) thường xuyên kiểm chứng trước khi chia sẻ.", 7, 9),  # underthesea: 8
        ("vi", "Về “Organization of enumerator”: “Other” 18,9%, “None” 18,4%.", 7.7, 8),
        ("en", "A majority (65.9%) often check it before sharing.", 8, 8),
    ],
)
def test_words_are_counted_about_as_a_dictionary_would(language, text, least, most):
    with wording.spoken(language):
        assert least <= length.words((text,)) <= most


def test_options_that_do_not_fit_into_a_finding_are_told_right_after_it():
    names = [f"Tăng cường kiểm tra, giám sát việc thực hiện quy định số {n}" for n in "abc"]
    claim = counted_as(dict(zip(names, (50.0, 45.0, 43.0), strict=True)) | {"D": 1.0},
                       limits={n: (40.0, 55.0) for n in names} | {"D": (0.0, 2.0)})  # fmt: skip
    bold, rest = told.finding(claim)
    assert claims.said(bold) == f"Về “Gì”, trong số phương án được chọn nhiều có “{names[0]}” (50,0%)."
    assert claims.said(rest) == f"Cùng với đó là “{names[1]}” (45,0%) và “{names[2]}” (43,0%)."


def test_where_all_options_may_be_the_first_the_finding_says_so_and_the_span_follows():
    names = [f"Tăng cường kiểm tra, giám sát việc thực hiện quy định số {n}" for n in "abc"]
    claim = counted_as(dict(zip(names, (50.0, 45.0, 43.0), strict=True)), limits={n: (40.0, 55.0) for n in names})
    assert [claims.said(parts) for parts in told.finding(claim)] == [
        "Về “Gì”, chưa đủ căn cứ nói phương án nào nhiều nhất.",
        f"Các tỷ lệ từ 43,0% (“{names[2]}”) đến 50,0% (“{names[0]}”).",
    ]


@pytest.mark.parametrize("kind", ["select one", "select all that apply"])
def test_hidden_options_are_told_beside_a_finding_that_has_no_room_for_them(kind):
    claim = counted_as({"Tăng cường kiểm tra, giám sát việc thực hiện quy định": 30.0}, hidden=2, kind=kind)
    bold, rest = told.finding(claim)
    assert length.fits(length.fitting(bold)) and "nêu được số liệu" in claims.said((*bold, " ", *rest))


def test_a_label_longer_than_a_finding_loses_its_end_before_a_new_part_of_it():
    parts = length.fitting((f"Về “{LONG}”, nhiều người (", "40,2%", ") trả lời “Rất không hài lòng”."))
    assert parts[0] == "Về “Những việc nào dưới đây cần làm trước…”, nhiều người (" and length.fits(parts)
    short = f"Về “{LONG}”, rất nhiều người ở các xã, phường, thị trấn trong tỉnh trả lời “Không bao giờ”."
    assert "“Không bao giờ”" in length.fitting((short,))[0]
    for whole in ("Ngoằnngoèo" * 20, " ".join(["rất"] * 30), f"Kiểm tra, xử lý {' '.join(['rất'] * 30)}"):
        assert length.fitting((f"Về “{whole}”.",)) == (f"Về “{whole}”.",)  # “Kiểm tra…” would be another thing
    short = f"Về “Does not wish to answer”, {'rất nhiều người ' * 12}trả lời."
    assert length.fitting((short,)) == (short,)  # nor is “Does not wish…” what they said


def test_the_title_of_a_chart_keeps_its_names_whole():
    title = told.title(counted_as({LONG: 60.0, "Khác": 1.0}))
    assert LONG in claims.said(title) and not length.fits(title)


def test_a_label_loses_its_end_in_bold_alone():
    claim = counted_as({LONG: 60.0, "Khác": 1.0})
    first, rest = told.finding(claim)
    assert LONG in claims.said(told.whole(claim, first, rest)) and LONG in claims.said(first)
    bold = told.verdict(claim, first, rest)[0]
    assert "…" in claims.said(bold.parts) and length.fits(bold.parts[:-1])


def test_every_finding_of_a_survey_with_long_labels_is_short(tmp_path):
    lines = ["begin|a|A. Một", *(f"{kind}|q{n}|Câu {n}. {LONG} số {n}?" for n, kind in enumerate(["abc", "abc"], 1)),
             "end"]  # fmt: skip
    survey, tables = asked(tmp_path, *lines)
    findings = reports.findings(made(survey, tables)[0])
    assert len(findings) > 2 and max(len(text.split()) for text in findings) <= reports.SYLLABLES
