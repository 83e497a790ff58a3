"""Files given to commands: in any encoding, in the wrong place, endless – told without showing what is in them."""

import pandas as pd
import pytest

from tests.commands import typed
from tests.conftest import FORM, SURVEY

PERSON = ("Nguyễn Bí Mật", "0912345678")
NOT_A_SURVEY = "không phải survey.yaml"
NOT_A_FORM = "không phải phiếu hỏi (XLSForm)"


@pytest.fixture
def folder(tmp_path):
    """The small survey, and raw answers of every format."""
    (tmp_path / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(SURVEY, encoding="utf-8")
    (tmp_path / "rows.csv").write_text("họ tên,điện thoại\n" + f"{','.join(PERSON)}\n" * 40, encoding="utf-8")
    (tmp_path / "pairs.csv").write_text(f"{PERSON[0]}: {PERSON[1]}\n" * 2, encoding="utf-8")
    (tmp_path / "sheet.csv").write_text(f"survey,{','.join(PERSON)}\n" * 3, encoding="utf-8")
    (tmp_path / "table.md").write_text(f"| {PERSON[0]} | {PERSON[1]} |\n" * 3, encoding="utf-8")
    frame = pd.DataFrame([PERSON] * 3, columns=PERSON)
    frame.to_excel(tmp_path / "rows.xlsx", index=False)
    frame.set_axis(["type", "name"], axis=1).to_excel(tmp_path / "like.xlsx", index=False, sheet_name="survey")
    return tmp_path


def refused(ended, said):
    """Whether a command ended with an error that says ``said`` and repeats nothing of the person."""
    told = ended.stdout + ended.stderr
    assert ended.returncode == 1 and said in told and "Traceback" not in told
    assert not any(word in told for word in (*PERSON, *PERSON[0].split()))


@pytest.mark.parametrize("name", ["rows.csv", "pairs.csv", "table.md", "rows.xlsx", "questionnaire.md"])
def test_another_file_given_as_the_survey_is_named_and_not_shown(folder, name):
    ended = typed("run", "--survey", folder / name, "--raw", folder / "survey.yaml", "--out", folder / "ra")
    refused(ended, "--raw cần tệp phiếu trả lời")


@pytest.mark.parametrize("name", ["rows.csv", "pairs.csv", "table.md", "rows.xlsx", "like.xlsx"])
def test_answers_given_as_the_questionnaire_are_not_shown(folder, name):
    refused(typed("questionnaire", folder / name, "--to", folder / "ra"), NOT_A_FORM)


def test_answers_named_as_the_questionnaire_in_survey_yaml_are_not_shown(folder):
    (folder / "survey.yaml").write_text(SURVEY + "questionnaire: rows.csv\n", encoding="utf-8")
    refused(typed("codes", "-n", "3", "--survey", folder / "survey.yaml"), NOT_A_FORM)


def test_a_broken_letter_among_the_answers_is_placed_without_its_neighbours(folder):
    (folder / "rows.csv").write_bytes("họ tên\n".encode() + f"{PERSON[0]} ".encode() + b"\xe1\n")
    refused(typed("draft", folder / "rows.csv", "--to", folder / "ra"), "dòng 2")


@pytest.mark.parametrize("word", ["run", "questionnaire"])
def test_a_huge_file_is_refused_before_it_is_read(folder, word):
    with (folder / "lon.csv").open("wb") as file:
        file.truncate(21_000_000)
    words = ["run", "--survey"] if word == "run" else ["questionnaire"]
    refused(typed(*words, folder / "lon.csv"), "survey.yaml" if word == "run" else "quá lớn (21 MB")


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_survey_saved_by_any_editor_is_read_right(folder, encoding):
    people = "dung,so_nguoi\r\nco,100\r\nkhong,50\r\n"
    truth = SURVEY + "population: {file: nguoi.csv}\nweighting: {margins: [dung]}\n"
    for name, text in (("questionnaire.md", FORM), ("survey.yaml", truth), ("nguoi.csv", people)):
        (folder / name).write_bytes(text.lstrip().replace("\n", "\r\n").encode(encoding))
    (folder / "truth.yaml").write_bytes("questions: {dung: {shares: {co: 70}}}".encode(encoding))
    ended = typed("simulate", "-n", "20", "--survey", folder / "survey.yaml", "--to", folder / "ra")
    assert ended.returncode == 0, ended.stderr
    assert len(pd.read_csv(folder / "ra" / "mau_mo_phong.csv")) == 20


@pytest.mark.parametrize("name", ["questionnaire.md", "survey.yaml", "nguoi.csv"])
def test_bytes_that_are_no_text_are_refused_with_the_mend(folder, name):
    (folder / "survey.yaml").write_text(SURVEY + "population: {file: nguoi.csv}\n", encoding="utf-8")
    (folder / name).write_bytes(b"\x93\xfa\x96{" * 30)
    refused(typed("simulate", "--survey", folder / "survey.yaml", "--to", folder / "ra"), "lưu với bảng mã UTF-8")


LAUGHS = "a0: &a0 [x, x]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))


@pytest.mark.parametrize(
    ("yaml", "said"),
    [
        ("banners: " + "[" * 3000 + "]" * 3000, "lồng nhau quá sâu"),
        (LAUGHS + "banners: *a39", "nhân nội dung lên quá nhiều lần"),
        ("banners: &a [*a]", "trỏ về chính nó"),
        ("banners: [[dung]]\n? [a]\n: b", "không phải YAML hợp lệ"),
        ("collection: {opens: 2022-13-45}", "không có thật"),
        ("schedule: !!timestamp x", "viết sai"),
    ],
)
def test_endless_and_impossible_yaml_is_refused_clearly(folder, yaml, said):
    (folder / "survey.yaml").write_text(f"title: Thử\n{yaml}\n", encoding="utf-8")
    refused(typed("codes", "-n", "3", "--survey", folder / "survey.yaml"), said)


def test_a_list_in_place_of_a_text_is_not_printed(folder):
    (folder / "survey.yaml").write_text(f"title: [{', '.join(PERSON)}]\n", encoding="utf-8")
    refused(
        typed("codes", "-n", "3", "--survey", folder / "survey.yaml"),
        "title: cần một dòng chữ, nhưng gặp một danh sách",
    )


def test_an_endless_parameter_is_refused_clearly(folder):
    refused(typed("run", "-p", "seed=" + "[" * 3000), "-p seed=")


def test_endless_brackets_in_a_questionnaire_are_refused_clearly(folder):
    (folder / "sau.md").write_text(FORM.replace(". >= 18", "(" * 3000 + "1" + ")" * 3000), encoding="utf-8")
    refused(typed("questionnaire", folder / "sau.md", "--to", folder / "ra"), "lồng nhau quá sâu")


def test_endless_groups_in_a_questionnaire_are_refused_clearly(folder):
    opened = "".join(f"| | begin_group | g{n} | G | G | | |\n" for n in range(1000))
    form = FORM.replace("| | begin_group | p1 |", opened + "| | begin_group | p1 |")
    closed = "| | end_group | | | | | |\n" * 1000
    (folder / "sau.md").write_text(form.replace("\n\n| choices", f"\n{closed}\n| choices"), encoding="utf-8")
    refused(typed("questionnaire", folder / "sau.md", "--to", folder / "ra"), "lồng nhau quá sâu")
