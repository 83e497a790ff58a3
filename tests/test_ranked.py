"""A question whose options have a column each – places given, or ticks: drafted, read, and nothing lost."""

import pytest

from pipeline import clean, drafting, ingest, questionnaire, survey

HEAD = "Thứ tự ưu tiên (1 là trước nhất)"
FORM = f"""
| survey |
| | type | name | label |
| | select_one gt | gt | Giới tính |
| | rank uu_tien | uu_tien | {HEAD} |
| choices |
| | list_name | name | label |
| | gt | nam | Nam |
| | uu_tien | duong | Đường |
| | uu_tien | nuoc | Nước sạch |
| | uu_tien | viec | Việc làm |
"""
OPTIONS = ["Đường", "Nước sạch", "Việc làm"]
GRID = [f"{HEAD} [{option}]" for option in OPTIONS]


@pytest.fixture
def form(tmp_path):
    (tmp_path / "form.md").write_text(FORM, encoding="utf-8")
    return questionnaire.read(tmp_path / "form.md")


def table(heads, rows):
    return ingest.read("\n".join(";".join(cells) for cells in [heads, *rows]).encode(), "tep.csv")


def ranked(form, rows, heads=GRID):
    """Places as typed answers, one row a person."""
    raw = table(["Giới tính", *heads], [["Nam", *row] for row in rows])
    coded = clean.codes(clean.tidy_text(ingest.match(raw, form).responses, form)[0], form)[0]
    typed, log = clean.typed(coded, form)
    places = typed.filter(like="uu_tien/")
    doubtful = clean.doubtful(coded, coded, {}, typed, form)
    return places.astype(object).where(places.notna(), None).values.tolist(), log, doubtful


@pytest.mark.parametrize(
    "heads",
    [GRID, [f"uu_tien/{n}" for n in ("duong", "nuoc", "viec")], [f"{HEAD} - {option}" for option in OPTIONS]],
)
def test_a_column_an_option_with_its_place_is_read_as_the_ranking(form, heads):
    rows = [["2", "1", "3"], ["Hạng 1", "", "Hạng 2"], ["", "", ""], ["1.0", "0", "2.0"]]
    assert ranked(form, rows, heads)[0] == [[2, 1, 3], [1, None, 2], [None] * 3, [1, None, 2]]


@pytest.mark.parametrize("cells", [["1", "1", "2"], ["1", "3", ""], ["1", "nhì", "3"]])
def test_a_ranking_that_is_none_is_counted_and_shown_for_correction_and_not_guessed(form, cells):
    places, log, doubtful = ranked(form, [["2", "1", "3"], cells])
    assert places == [[2, 1, 3], [None] * 3]
    assert log[["rule", "question", "rows"]].values.tolist() == [["Không thành thứ hạng", "uu_tien", 1]]
    assert doubtful["question"].tolist() == ["uu_tien"] and f"Đường = {cells[0]}" in doubtful["found"].item()


def test_the_declared_code_of_no_answer_is_no_place(form):
    vars(form["uu_tien"])["missing"] = ("99",)
    assert ranked(form, [["2", "1", "99"]])[0] == [[2, 1, None]]


def drafted(rows, heads=GRID):
    return ingest.draft(table(["Giới tính", *heads], [["Nam", *r] for r in rows]), title="thử")


ORDERS = [["1", "2", "3"], ["3", "1", "2"], ["2", "3", "1"], ["1", "2", ""]] * 5


def test_such_columns_are_drafted_as_one_rank_question_that_reads_them_back(tmp_path):
    draft = drafted(ORDERS)
    (tmp_path / "questionnaire.md").write_text(questionnaire.markdown(draft.sheets), encoding="utf-8")
    (tmp_path / "survey.yaml").write_text(draft.survey_yaml, encoding="utf-8")
    form = survey.read(tmp_path / "survey.yaml").form
    question = next(q for q in form.questions if q.kind == "rank")
    assert question.label == HEAD and [c.label for c in question.choices] == OPTIONS
    answers = ingest.match(table(["Giới tính", *GRID], [["Nam", *r] for r in ORDERS]), form).responses
    assert answers[question.name].tolist()[:4] == ["duong nuoc_sach viec_lam", "nuoc_sach viec_lam duong",
                                                   "viec_lam duong nuoc_sach", "duong nuoc_sach"]  # fmt: skip


def test_a_battery_of_points_is_no_ranking():
    draft = drafted([["1", "2", "3"], ["3", "3", "2"], ["2", "3", "1"], ["3", "1", "1"]] * 5)
    assert not [r for r in draft.sheets["survey"] if r["type"].startswith("rank")]


@pytest.mark.parametrize(("yes", "no"), [("Chọn", "Không chọn"), ("1", "0"), ("x", ""), ("TRUE", "FALSE")])
def test_columns_of_ticks_are_drafted_as_one_question_of_several_choices_that_reads_them_back(tmp_path, yes, no):
    heads = ["tuoi", *(f"Biết qua đâu? [{way}]" for way in ("Zalo", "Loa", "Họp"))]
    ticks = [(1, 0, 0), (1, 1, 0), (0, 0, 1), (0, 1, 0)] * 4
    rows = [[str(20 + at), *(yes if tick else no for tick in row)] for at, row in enumerate(ticks)]
    raw = ingest.read("\n".join(";".join(row) for row in [heads, *rows]).encode(), "tep.csv")
    drafting.write(raw, ingest.draft(raw, title="Thử"), tmp_path)
    form = questionnaire.read(tmp_path / "questionnaire.md")
    (question,) = (q for q in form.questions if q.kind == "multiple")
    assert question.label == "Biết qua đâu?" and question.option_labels == ["Zalo", "Loa", "Họp"]
    given = ingest.match(raw, form).responses[question.name]
    assert given.tolist()[:4] == ["zalo", "zalo loa", "hop", "loa"]


def test_yes_and_no_of_several_items_stay_answers_to_each():
    rows = [["Có", "Không"], ["Không", "Có"], ["Có", "Có"], ["Không", "Không"]] * 4
    text = "\n".join(";".join(row) for row in [["Đã có [Sổ đỏ]", "Đã có [CCCD]"], *rows])
    draft = ingest.draft(ingest.read(text.encode(), "tep.csv"), title="Thử")
    assert [r["type"] for r in draft.sheets["survey"] if r["label"].startswith("Đã có")] == ["select_one co_khong"] * 2
