"""XLSForm as pyxform reads it, one trait a form: read and served through the real application, or refused by name."""

import re
from collections import Counter
from datetime import datetime

import pandas as pd
import pytest

from pipeline import clean, form, ingest, questionnaire, rules
from pipeline.form import store
from pipeline.form.layout import layout
from pipeline.form.limits import limits
from pipeline.questionnaire import QuestionnaireError
from tests.conftest import ROOT
from tests.respondents import Person, walked
from tests.test_form import ZONE, described

TODAY = datetime.now(ZONE).date().isoformat()
MINI = ROOT.parent / "shared" / "data" / "xlsforms_mini"
COLUMNS = "type name label relevant constraint calculation required appearance parameters default choice_filter trigger"
CHOICES = "| | l | a | A |\n| | l | b | B |\n| | l | c | C |"


def sheet(*rows, columns=COLUMNS, choices=CHOICES, settings=""):
    """A form of a few rows, cells separated by bars."""
    survey = "\n".join(f"| | {' | '.join(row.split('|'))} |" for row in (columns.replace(" ", "|"), *rows))
    listed = f"| choices |\n| | list_name | name | label |\n{choices}"
    return f"| survey |\n{survey}\n\n{listed}\n\n{settings}"


def read(folder, text):
    """The questionnaire of a form written down in a folder."""
    (folder / "phieu.md").write_text(text, encoding="utf-8")
    return questionnaire.read(folder / "phieu.md")


@pytest.fixture
def serve(tmp_path, monkeypatch):
    """Serves a form; ``serve.stored()`` gives the answers stored so far."""
    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    monkeypatch.delenv("FORM_DATABASE_URL", raising=False)

    def maker(text):
        return form.create_app(described(tmp_path, text), database=tmp_path / "kho.sqlite")

    maker.stored = lambda: store.responses(tmp_path / "kho.sqlite").drop(columns=["_day", "_too_fast"])
    return maker


@pytest.mark.parametrize(
    ("rows", "columns", "kinds"),
    [
        (["text|q|Q"], "Type Name Label", ["text"]),
        (["text|q|Q"], "TYPE NAME CAPTION", ["text"]),
        (["select one from l|q|Q"], COLUMNS, ["select one"]),
        (["date|q|Q|2024-01-02 00:00:00"], "type name label default", ["date"]),
        (["datetime|q|Q|2024-01-02 03:04:00"], "type name label default", ["datetime"]),
        (["select1 l|q|Q"], COLUMNS, ["select one"]),
        (["select_one\u00a0l|q|Q", "text|r|R|${q}\u00a0=\u00a0'b'"], COLUMNS, ["select one", "text"]),
        (["begin group|a|G", "text|a|Q", "end group"], COLUMNS, ["text"]),  # a group and a question of one name
        (["integer|a|A", "text|q|Q|${a} > 1 AND ${a} < 30 OR 1 = 2"], COLUMNS, ["integer", "text"]),
        (["select_one l|q|Q|||||| Randomize = True "], COLUMNS, ["select one"]),
        (["text|q|Q||||||rows=3"], COLUMNS, ["text"]),
        (["calculate|t|exp10(2)|", "text|q||Hỏi"], "type name calculation hint", ["calculate", "text"]),
        (["add select one prompt using l|q|Q"], COLUMNS, ["select one"]),
        (["select all that apply from l|q|Q"], COLUMNS, ["select all that apply"]),
        (["select_one l or specify other|q|Q"], COLUMNS, ["select one", "text"]),
        (["q int|q|Q", "add text prompt|b|B", "q dateTime|c|C"], COLUMNS, ["integer", "text", "datetime"]),
        (["phone number|q|Q", "percentage|b|B"], COLUMNS, ["text", "integer"]),
        (["note||Chào", "text|q|Q"], COLUMNS, ["note", "text"]),
        (["||| | | ghi chú riêng", "text|q|Q"], COLUMNS, ["text"]),
        (["text|q|Q|", "text|b|B|yes"], "type name label disabled", ["text"]),
        (["text|q|Q|${khong co"], "type name label report_label", ["text"]),
        (["begin loop over l|g|", "integer|q|Mấy %(label)s?", "end loop"], COLUMNS, ["integer"] * 3),
        (["form_title|Tên|", "text|q|Q"], COLUMNS, ["text"]),
    ],
)  # fmt: skip
def test_what_pyxform_takes_is_taken_and_can_be_filled_in(serve, tmp_path, rows, columns, kinds):
    text = sheet(*rows, columns=columns)
    person, _ = walked(serve(text))
    assert [q.type for q in read(tmp_path, text).questions] == kinds
    assert "cảm ơn" in person.text() and len(serve.stored()) == 1


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (["Text|q|Q"], "dòng 2, cột type: không có loại «Text». Có phải «text»"),
        (["include|q|Q"], "dòng 2, cột type: không có loại «include»"),
        (["|q|Q"], "dòng 2, cột type: trống"),
        (["text||Q"], "dòng 2, cột name: trống"),
        (["begin group||G", "text|q|Q", "end group"], "dòng 2, cột name: trống"),
        (["text|q|"], "dòng 2, cột label: câu hỏi «q» không có nhãn"),
        (["select one|q|Q"], "dòng 2, cột type: «select one» thiếu tên danh sách"),
        (["select_one m|q|Q"], "dòng 2, cột type: danh sách «m» không có"),
        (["calculate|q|"], "dòng 2, cột calculation: câu calculate không có biểu thức"),
        (["range|q|Q||||||start=0 end=10 step=0"], "dòng 2, cột parameters: tham số «step» .* khác 0"),
        (["range|q|Q||||||tu=0"], "dòng 2, cột parameters: không có tham số «tu»"),
        (["select_one l|q|Q||||||randomize=co"], "dòng 2, cột parameters: randomize phải là true hoặc false"),
        (["select_one l|q|Q||||||randomize=true seed=x"], "dòng 2, cột parameters: seed phải là"),
        (["text|q|Q ${x"], r"dòng 2, cột label: viết \$\{tên_câu_hỏi\}"),
        (["text|q|Q ${x}"], r"dòng 2, cột label: \$\{x\} không phải tên câu hỏi nào"),
        (["text|q|Q", "text|q|R"], "dòng 3, cột name: «q» dùng 2 lần trong cùng một nhóm"),
        (["calculate|q|||| tra_cuu('f')"], r"dòng 2, cột calculation: không có hàm «tra_cuu\(\)»"),
        (["text|q|Q|| regex(., '(a')"], r"dòng 2, cột constraint: mẫu regex «\(a»: thiếu dấu «\)»"),
        (["begin loop over l|g|", "integer|q|50 % %(label)s?", "end loop"], "dòng 3, cột label: .*dấu %"),
        (["text|q|Q", "end group"], "dòng 3, cột type: «end group» không khớp nhóm nào"),
        (["audit|theo_doi|"], "dòng 2, cột name: dòng audit để trống"),
        (["text|b|B", "image|q|Q||||||max-pixels=to"], "dòng 3, cột parameters: tham số «max-pixels» phải là số"),
        (["calculate|S||||1", "rank l|q|Q||||||randomize=true seed=${S}"], r"dòng 3, cột parameters: \$\{s\} không"),
        (["cascading_select x|q|Q"], "dòng 2, cột type: .*mỗi bậc một câu select_one, lọc bằng cột choice_filter"),
        (["text|q|Q|label::vi != ''"], r"dòng 2, cột relevant: .* \(không hiểu «label» ở ký tự 1\)"),
        (["text|q|Q|1 = = 2"], r"dòng 2, cột relevant: .* \(không hiểu «=» ở ký tự 5\)"),
    ],
)  # fmt: skip
def test_what_pyxform_refuses_is_refused_with_row_column_and_mend(tmp_path, rows, said):
    with pytest.raises(QuestionnaireError, match=said):
        read(tmp_path, sheet(*rows))


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("geopoint|q|Q", "sheet survey, dòng 2, cột type: câu hỏi «q» loại «geopoint»"),
        ("select_one_from_file a.csv|q|Q", "sheet survey, dòng 2, cột type: câu hỏi «q» lấy lựa chọn từ tệp ngoài"),
        ("select_one l|q|Q|||||search('a')", "sheet survey, dòng 2, cột type: câu hỏi «q» lấy lựa chọn từ tệp ngoài"),
        ("text|q|Q||. != ${last-saved#q}", "dòng 2, cột constraint: «q» dùng .*last-saved"),
        ("text|q|Q|||now()||||||${b}", "dòng 2, cột trigger: câu «q»"),
        ("calculate|q||||pulldata('f', 'a', 'b', 'c')", r"dòng 2, cột calculation: «q» dùng pulldata\(\)"),
        ("text|q|Q||. = indexed-repeat(${b}, ${b}, 1)", r"dòng 2, cột constraint: «q» dùng indexed-repeat\(\)"),
    ],
)
def test_what_cannot_be_served_is_read_but_refused_by_the_form(tmp_path, row, said):
    with pytest.raises(form.FormError, match=said):
        layout(read(tmp_path, sheet(row, "text|b|B")))


def test_answers_from_elsewhere_are_read_though_the_form_could_not_be_served(tmp_path):
    rows = ["calculate|k||||pulldata('f', 'a', 'b', 'c')", "text|q|Q|${k} = 'x'", "select_one_from_file f.csv|t|T"]
    found = read(tmp_path, sheet(*rows))
    frame = pd.DataFrame({"k": ["x", "y", None], "t": ["01", "02", None]}, dtype="str")
    assert list(rules.asked_frame(found, frame)["q"]) == [True, False, False]
    assert list(clean.typed(frame, found)[0]["t"].dropna()) == ["01", "02"]


def test_a_draw_is_one_for_each_person_on_every_page_and_tab_and_in_the_store(serve):
    rows = ["calculate|c||||once(random())", "calculate|d||||random()", "begin group|g|G", "text|q|Q ${c} ${d}"]
    app = serve(sheet(*rows, "end group", "begin group|h|H", "text|r|R ${c} ${d}", "end group"))
    people = [Person(app) for _ in range(12)]
    seen = []
    for person in people:
        first = re.findall(r"0(?:\.\d+)?\b", person.page.legend.text if person.page.legend else person.text())
        tab = re.findall(r"0(?:\.\d+)?\b", person.client.get("/phan/1").text.partition("Q ")[2][:12])
        later = person.press(q="x").page.find("label", string=re.compile("^R")).get_text()
        assert later == f"R {first[-2]} {first[-1]}" and tab == first[-2:]
        seen.append((*first[-2:], "x"))
        person.press(r="y")
    assert Counter(serve.stored()[["c", "d", "q"]].itertuples(index=False, name=None)) == Counter(seen)
    assert len({draw for draw, _, _ in seen}) > 6 and any(one != other for one, other, _ in seen)


def test_a_draw_has_two_digits_so_that_it_names_nobody():
    people = [rules.Person(bytes([n]), datetime.now().astimezone()) for n in range(200)]
    draws = [rules.person.drawn(person, "q") for person in people]
    assert all(0 <= draw < 1 and round(draw, 2) == draw for draw in draws)
    assert 0.4 < sum(draws) / 200 < 0.6 and len(set(draws)) < 95


def test_once_keeps_the_first_answer_it_saw(serve):
    app = serve(sheet("calculate|c||||once(${q})", "text|q|Q", "text|r|R"))
    person = Person(app).press("tiep", q="đầu")
    person.press("gui", q="sau", r="x") if person.page.form else None
    assert list(serve.stored()["c"]) == ["đầu"]


def test_uuid_moments_and_what_is_made_of_them_are_shown_but_never_stored(serve):
    rows = ["calculate|ma||||uuid()", "start|luc||", "calculate|dem||||concat('x', ${ma})", "calculate|gio||||now()"]
    app = serve(sheet(*rows, "calculate|ngay||||string(today())", "text|q|Q ${dem} ${luc}", "text|r|R|||||||uuid()"))
    person = Person(app)
    code = re.search(r"x[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f-]{21}", person.text())[0]
    assert code in person.client.get("/phan/1").text and TODAY[:4] in person.text()
    person.press(q="xong")
    days = (TODAY, datetime.now(ZONE).date().isoformat())  # midnight may pass meanwhile
    assert serve.stored().dropna(axis=1).to_dict("records") in [[{"ngay": day, "q": "xong"}] for day in days]


@pytest.mark.parametrize(
    ("constraint", "answer", "passes"),
    [
        (". <= ${hom_nay}", TODAY, True),
        (". <= ${hom_nay}", "2999-01-01", False),
        (". <= date(${luc})", TODAY, True),
        (". > date(${luc})", "2999-01-01", True),
    ],
)
def test_the_day_and_the_start_can_be_used_in_constraints(serve, constraint, answer, passes):
    app = serve(sheet("today|hom_nay|", "start|luc|", f"date|q|Q||{constraint}"))
    person = Person(app).press(q=answer)
    assert person.response.status_code == (200 if passes else 422)
    assert passes == (serve.stored().dropna(axis=1).to_dict("records") == [{"q": answer}])


def orders(app, count, **given):
    """The order of options that so many people see, first and again after something was typed."""
    found = []
    for _ in range(count):
        person = Person(app)
        first = [box["value"] for box in person.page.select("[name='q.q']")]
        person.press("lui", **given)
        found.append(("".join(first), "".join(box["value"] for box in person.page.select("[name='q.q']"))))
    return found


def test_options_are_shuffled_for_each_person_and_stay_so(serve):
    choices = "\n".join(f"| | l | {c} | {c} |" for c in "abcdef")
    app = serve(sheet("select_one l|q|Q||||||randomize=true", choices=choices))
    seen = orders(app, 8, q="c")
    assert all(first == again and sorted(first) == list("abcdef") for first, again in seen)
    assert len({first for first, _ in seen}) > 4


@pytest.mark.parametrize(("seed", "order"), [("42", "AFCBDE"), ("1", "BFEACD"), ("11111111", "ACDBFE")])
def test_a_seed_gives_the_order_that_enketo_and_javarosa_give(serve, seed, order):
    # openrosa-xpath-evaluator, test/integration/openrosa-xpath/randomize.spec.js: randomize(A…F, seed)
    choices = "\n".join(f"| | l | {c} | {c} |" for c in "ABCDEF")
    app = serve(sheet("select_one l|q|Q||||||randomize=true seed=${s}", f"calculate|s||||{seed}", choices=choices))
    assert orders(app, 1) == [(order, order)]


def test_shuffled_options_are_filtered_too(serve):
    row = "select_multiple l|q|Q||||||randomize=true||name != ${x}"
    assert {"".join(sorted(first)) for first, _ in orders(serve(sheet("calculate|x||||'b'", row)), 6)} == {"ac"}


def test_a_form_of_which_nothing_is_shown_ends(serve):
    person = Person(serve(sheet("begin group|g|G|${q} = 'a'", "text|q|Q", "end group")))
    assert person.response.status_code == 200 and "không có câu hỏi nào" in person.text()
    hides = Person(serve(sheet("begin group|g|G|not(${q} = 'a')", "text|q|Q", "end group", "text|r|R|${q} = 'b'")))
    assert "cảm ơn" in hides.press(q="a").text()


def test_one_name_in_two_groups_is_two_questions_named_by_their_groups(serve, tmp_path):
    group = ["begin group|{0}|{0}", "text|nghe|Nghề", "end group"]
    rows = [row.format(name) for name in ("cha", "me") for row in group]
    text = sheet(*rows, "text|khac|K", "text|nghe|N")
    named = {q.path: q.name for q in read(tmp_path, text).questions}
    assert named == {"cha/nghe": "cha_nghe", "me/nghe": "me_nghe", "khac": "khac", "nghe": "nghe"}
    person = Person(serve(text)).press(cha_nghe="nông").press(me_nghe="giáo viên")
    person.press(khac="k", nghe="n")
    assert serve.stored().to_dict("records") == [{"cha_nghe": "nông", "me_nghe": "giáo viên", "khac": "k", "nghe": "n"}]


def test_a_question_called_weight_keeps_its_answers_beside_the_weights(tmp_path):
    found = read(tmp_path, sheet("begin group|do|Đo", "decimal|weight|Nặng?", "end group", "text|khac|K"))
    assert [q.name for q in found.questions] == ["do_weight", "khac"]
    for head in ("weight", "do/weight", "Nặng?"):
        matched = ingest.match(ingest.read(f"{head},khac\n41.5,x\n".encode(), "f.csv"), found)
        assert matched.responses["do_weight"].tolist() == ["41.5"]


def test_the_head_of_a_grid_asks_nothing_and_names_its_rows(tmp_path):
    heads = [("d", "Mức **nào**?", "label"), *((name, name, "list-nolabel") for name in ("m", "h")), ("b", "Ba", "")]
    rows = [f"select_one l|{name}|{label}|{looks}" for name, label, looks in heads]
    text = sheet("begin group|g|G|", *rows, "end group", columns="type name label appearance")
    found = read(tmp_path, text)
    assert [(q.name, q.kind, q.block) for q in found.questions] == [
        ("d", "none", ""), ("m", "nominal", "Mức **nào**?"), ("h", "nominal", "Mức **nào**?"), ("b", "nominal", "")
    ]  # fmt: skip


def test_rules_of_a_doubled_name_read_its_own_column(tmp_path):
    rows = ["begin group|{0}|G", "select_one l|dung|D", "text|q|Q|../dung = 'a'", "end group"]
    found = read(tmp_path, sheet(*[row.format(name) for name in ("cha", "me") for row in rows]))
    frame = pd.DataFrame({"cha_dung": ["a", "b"], "me_dung": ["b", "a"], "dung": ["a", "a"]}, dtype="str")
    assert rules.asked_frame(found, frame).to_dict("list") == {"cha_q": [True, False], "me_q": [False, True]}


def test_a_group_that_bears_the_name_of_a_question_elsewhere_hides_its_own_only(tmp_path):
    rows = [
        "text|a|A",
        "begin group|b|G|${a} = 'x'",
        "text|c|C",
        "end group",
        "begin group|d|D",
        "text|b|B",
        "end group",
    ]
    found = read(tmp_path, sheet(*rows, "text|q|Q|string-length(/data/d/b) > 0"))
    frame = pd.DataFrame({"a": ["x", "y"], "c": ["1", None], "b": ["có", "có"], "q": ["1", "1"]}, dtype="str")
    assert list(rules.asked_frame(found, frame)["q"]) == [True, True]


@pytest.mark.parametrize(
    ("paths", "names"),
    [
        (["a/q", "b/q"], ["a_q", "b_q"]),
        (["a/x/q", "b/x/q", "b/y/q"], ["a_x_q", "b_x_q", "y_q"]),
        (["a/q", "b/q", "c/a_q"], ["a_q_2", "b_q", "a_q"]),
        (["q", "a/q"], ["q", "a_q"]),
        (["a/q", "b/r"], ["q", "r"]),
        (["a/weight", "analysed", "weight_2"], ["a_weight", "analysed_2", "weight_2"]),
    ],
)
def test_a_doubled_name_is_led_by_as_many_groups_as_tell_it_apart(paths, names):
    assert list(rules.names.unique_names(paths).values()) == names


def test_a_repeated_code_is_one_answer_and_each_filter_offers_its_own_wording(serve, tmp_path):
    choices = "| | l | x | Khác (xã) | 1 |\n| | l | x | Khác (huyện) | 2 |\n| | l | y | Yên | 2 |"
    listed = f"| choices |\n| | list_name | name | label | cap |\n{choices}"
    text = sheet("integer|cap|Cấp", "begin group|g|G", "select_one l|q|Q|||||||| cap = ${cap}", "end group")
    text = re.sub(
        r"\| choices \|.*", listed + "\n\n| settings |\n| | allow_choice_duplicates |\n| | yes |", text, flags=re.S
    )
    assert [(c.name, c.label) for c in read(tmp_path, text)["q"].choices] == [
        ("x", "Khác (xã) / Khác (huyện)"), ("y", "Yên"),
    ]  # fmt: skip
    written = pd.DataFrame(
        {"cap": "1", "q": ["Khác (xã)", "khác (huyện)", "Yên", "Khác (xã) / Khác (huyện)"]}, dtype="str"
    )
    assert list(clean.codes(written, read(tmp_path, text))[0]["q"]) == ["x", "x", "y", "x"]
    person = Person(serve(text)).press(cap="2")
    assert "Khác (huyện)" in person.text() and "Khác (xã)" not in person.text()
    person.press(q="x")
    assert list(serve.stored()["q"]) == ["x"]


def test_two_codes_with_one_label_are_kept_apart_and_a_file_of_labels_stops(tmp_path):
    found = read(tmp_path, sheet("select_one l|q|Q", choices="| | l | x | Khác |\n| | l | y | Khác |\n| | l | z | Z |"))
    assert [c.label for c in found["q"].choices] == ["Khác [x]", "Khác [y]", "Z"] and "mã cùng nhãn" in found.notes[0]
    coded, _ = clean.codes(pd.DataFrame({"q": ["x", "y", "Z"]}, dtype="str"), found)
    assert list(coded["q"]) == ["x", "y", "z"]
    with pytest.raises(clean.CleanError, match="q: 2 câu trả lời ghi nhãn mà nhiều mã cùng có: «khác» .*x, y"):
        clean.codes(pd.DataFrame({"q": ["Khác", "khác", "Z"]}, dtype="str"), found)


def test_pictures_are_said_to_be_dropped_and_their_choices_shown_by_code(serve, tmp_path):
    text = "| survey |\n| | type | name | label |\n| | select_one l | q | Q |\n| choices |\n"
    text += "| | list_name | name | label | media::image |\n| | l | cay | | c.png |\n| | l | hoa | Hoa | h.png |"
    notes = read(tmp_path, text).notes
    assert "dòng 2, 3, cột image: hình" in notes[0] and "dòng 2: lựa chọn không có nhãn" in notes[1]
    assert [label.get_text() for label in Person(serve(text)).page.select("label.option")] == ["cay", "Hoa"]


def test_control_characters_are_taken_out_of_labels_and_answers(serve, tmp_path):
    text = sheet("text|q|Dòng 1\x0bdòng\x01 2")
    assert read(tmp_path, text)["q"].label == "Dòng 1\ndòng 2"
    Person(serve(text)).press(q="a\x00b\x1b c")
    assert list(serve.stored()["q"]) == ["ab c"]


def test_labels_of_choices_repeat_answers(serve):
    app = serve(
        sheet("begin group|g|G", "text|ten|Tên", "end group", "select_one l|q|Q", choices="| | l | a | Của ${ten} |")
    )
    person = Person(app).press(ten="An <b>")
    assert person.page.select_one("label.option").get_text() == "Của An <b>"


def test_only_the_languages_that_labels_are_written_in_are_offered(tmp_path):
    text = sheet("text|q|Q|Hỏi", columns="type name label::en label::vi")
    assert read(tmp_path, text).languages == ("en", "vi") and read(tmp_path, text)["q"].label == "Q"
    assert read(tmp_path, sheet("text|q|Q")).languages == ("default",)


def test_messages_and_codes_of_old_forms_are_served(serve):
    text = sheet("select_one l|q|Q|yes|Mời chọn", columns="type name label required requiredMsg")
    text = text.replace("| l | a | A |", "| l | rất tốt | A |")
    person = Person(serve(text)).press()
    assert "Mời chọn" in person.text()
    assert person.press(q="rất tốt").response.status_code == 200 and list(serve.stored()["q"]) == ["rất tốt"]


@pytest.mark.parametrize(
    ("parameters", "points", "said"),
    [
        ("", range(11), "dòng 2: range không ghi parameters, dùng thang 0–10; nên ghi rõ «start=0 end=10 step=1»"),
        ("end=5", range(1, 6), "dòng 2: range không ghi đủ start và end, chỗ thiếu theo XLSForm là start=1, end=10"),
        ("start=0 end=10", range(11), ""),
    ],
)
def test_a_range_without_its_ends_loses_no_answer_and_is_said(tmp_path, parameters, points, said):
    found = read(tmp_path, sheet(f"range|q|Q||||||{parameters}"))
    assert layout(found).pages[0].fields[0].codes == tuple(map(str, points))
    assert (said in "".join(found.notes)) if said else not found.notes


@pytest.mark.parametrize("answer", ["0", "10"])
def test_the_ends_of_a_score_are_taken_where_the_form_has_no_column_for_parameters(tmp_path, answer):
    found = read(tmp_path, sheet("range|q|Chấm điểm từ 0 đến 10", columns="type name label"))
    assert rules.violations(found, {"q": answer}) == {} and "10" in rules.violations(found, {"q": "11"})["q"]


@pytest.mark.parametrize(
    ("parameters", "control", "codes"),
    [
        ("start=0 end=10 step=5", "scale", ("0", "5", "10")),
        ("start=10 end=0 step=5", "scale", ("10", "5", "0")),
        ("start=0 end=1 step=0.25", "scale", ("0", "0.25", "0.5", "0.75", "1")),
        ("start=0 end=3000000 step=1000000", "scale", ("0", "1000000", "2000000", "3000000")),
        ("start=0 end=100 step=1", "decimal", ()),
    ],
)
def test_a_short_range_is_offered_as_buttons_and_a_long_one_as_a_box(tmp_path, parameters, control, codes):
    field = layout(read(tmp_path, sheet(f"range|q|Q||||||{parameters}"))).pages[0].fields[0]
    assert (field.control, field.codes) == (control, codes)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("select_one l|q|Q||||||||tinh = 'x' AND selected(${r}, name)", "dòng 2, cột choice_filter: .* cột «tinh», "),
        ("range|q|Q||||||start=1 end=3 step=1 tick_interval=1", "dòng 2: vạch và nhãn vạch"),
        ("select_one l|q|Q||||||||string-length(label) > 0 or name = instance('l')/root/item[1]/name", ""),
    ],
)
def test_filters_by_no_column_and_ticks_are_said(tmp_path, row, said):
    found = read(tmp_path, sheet(row, "text|r|R")).notes
    assert len(found) == bool(said) and re.search(said, " ".join(found))


def test_what_is_read_and_not_done_is_said(tmp_path):
    rows = ["deviceid|may|", "start|luc|", "calculate|gio||||now()", "text|q|Q|random() < 0.5"]
    said = " ".join(limits(read(tmp_path, sheet(*rows))))
    for part in ("«may» (dòng 2): dữ liệu thiết bị", "«luc» (dòng 3): chỉ dùng", "«gio» (dòng 4): tính từ giờ", "«q»"):
        assert part in said


@pytest.mark.skipif(not MINI.is_dir(), reason="the Kobo form lies beside the project, not in it")
def test_a_kobo_form_with_doubled_names_and_a_repeated_choice_is_read():
    found = questionnaire.read(MINI.parent / "surveys" / "kobo_export_form.xls")
    paths = {q.name: q.path for q in found.questions if q.name.endswith("NationalityOther")}
    assert paths["Interviewee_NationalityOther"] == "Profile/Interviewee/NationalityOther" and len(paths) == 2
    assert len({q.name for q in found.questions}) == len(found.questions) and "dòng 160" in " ".join(found.notes)


@pytest.mark.skipif(not MINI.is_dir(), reason="the small XLSForms lie beside the project, not in it")
@pytest.mark.parametrize("name", [path.stem for path in sorted(MINI.glob("*.md"))])
def test_small_forms_of_one_trait_are_served_to_their_end_or_refused(serve, name):
    text = (MINI / f"{name}.md").read_text(encoding="utf-8")
    if name == "range0":
        with pytest.raises(QuestionnaireError, match="dòng 2, cột parameters: tham số «step»"):
            serve(text)
        return
    person, _ = walked(serve(text), **({"a": "ten@co-quan.gov.vn"} if name == "regex_js" else {}))
    ended = "không có câu hỏi nào" if name == "hidden_group_relevant" else "cảm ơn"
    assert ended in person.text() and person.response.status_code == 200
