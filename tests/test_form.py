"""The collection form, through a real Flask client and a real SQLite file."""

import random
import re
import sqlite3
import threading
import unicodedata
from datetime import datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest

from pipeline import form, questionnaire, rules, survey
from pipeline.form import database, fragments, marks, store
from pipeline.survey.model import Collection
from tests.respondents import Person, draft_cookie, walked

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared/data/xlsforms"
ZONE = ZoneInfo("Asia/Ho_Chi_Minh")
COLUMNS = [
    *("type", "name", "label::vi", "label::en", "required", "relevant", "appearance", "choice_filter", "calculation"),
    *(
        "default",
        "parameters",
        "hint::vi",
        "hint::en",
        "constraint",
        "constraint_message::vi",
        "constraint_message::en",
    ),
]
FORM = """
| survey |
| | COLUMNS |
| | begin_group | mot | Phần một | Part one |
| | note | chao | Xin chào | Hello |
| | select_one co_khong | dung | Có dùng không? | Do you use it? | yes |
| | integer | gio | Mấy giờ? | Hrs? | yes | ${dung} = 'co' | | | | | | Mỗi ngày | A day | . <= 24 | Tối đa 24 | Max 24 |
| | select_multiple kenh | kenh | Kênh nào? | Which? | | ${dung} = 'co' |
| | end_group |
| | begin_group | hai | Phần hai | Part two | | ${dung} = 'co' |
| | select_one kenh | chinh | Kênh chính? | Main one? | | | | selected(${kenh}, name) |
| | rank kenh | hang | Xếp hạng | Rank |
| | end_group |
| | begin_group | ba | Phần ba | Part three |
| | begin_group | bang | Bảng đánh giá | Ratings | | | table-list |
| | select_one co_khong | b1 | Mục 1 | Item 1 |
| | select_one co_khong | b2 | Mục 2 | Item 2 |
| | end_group |
| | decimal | tien | Bao nhiêu tiền? | How much? |
| | date | ngay | Ngày nào? | Which day? |
| | time | luc | Lúc nào? | When? |
| | range | diem | Mấy điểm? | Points? | | | | | | 5 | start=0 end=10 step=5 |
| | text | y_kien | Ý kiến về ${dung}? | Thoughts? | | | multiline |
| | calculate | gap_doi | | | | | | | ${gio} * 2 |
| | end_group |
| choices |
| | list_name | name | label::vi | label::en |
| | co_khong | co | Có | Yes |
| | co_khong | khong | Không | No |
| | kenh | zalo | Zalo | Zalo |
| | kenh | fb | Facebook | Facebook |
| settings |
| | form_title | form_id | version | default_language |
| | Phiếu thử | thu | 7 | vi |
""".replace("COLUMNS", " | ".join(COLUMNS))
USES = {"dung": "co", "gio": "3", "kenh": ["zalo", "fb"]}
LAST = {"b1": "co", "b2": "khong", "tien": "1,5", "ngay": "2025-12-31", "luc": "07:30", "diem": "10", "y_kien": "Hay"}


@pytest.fixture(autouse=True)
def _key(monkeypatch):
    monkeypatch.setenv("FORM_SECRET_KEY", "a key for tests only, never used")
    monkeypatch.delenv("FORM_DATABASE_URL", raising=False)


def described(folder, text=FORM, *, opens=None, closes=None, target=None, min_seconds=0):
    """A survey on a small questionnaire."""
    (folder / "phieu.md").write_text(text, encoding="utf-8")
    return SimpleNamespace(
        title="Thử",
        form=questionnaire.read(folder / "phieu.md"),
        collection=Collection(opens=opens, closes=closes, target=target),
        quality=SimpleNamespace(min_seconds=min_seconds),
        owner=SimpleNamespace(name="Ban Tuyên giáo", superior="Đảng ủy Khối"),
        synthetic=False,
        path=folder / "questionnaire" / "survey.yaml",
    )


@pytest.fixture
def make(tmp_path):
    """Makes an application on a fresh SQLite file; keyword arguments describe the survey."""

    def maker(text=FORM, **window):
        return form.create_app(described(tmp_path, text, **window), database=tmp_path / "tra-loi.sqlite")

    return maker


@pytest.fixture
def stored(tmp_path):
    """The stored answers so far."""
    return lambda: store.responses(tmp_path / "tra-loi.sqlite")


def complete(app):
    """A person who has filled in everything and only has to press the last button."""
    person = Person(app).press(dung="co").press(**USES).press(**{"chinh": "zalo", "hang.zalo": "2", "hang.fb": "1"})
    return person


def test_a_whole_questionnaire_is_filled_in_and_stored(make, stored):
    person = complete(make()).press(**LAST)
    assert person.response.status_code == 200 and "cảm ơn" in person.text()
    row = stored().iloc[0].dropna().to_dict()
    day = datetime.now(ZONE).date().isoformat()
    expected = {**USES, **LAST, "kenh": "zalo fb", "chinh": "zalo", "hang": "fb zalo", "tien": "1.5", "gap_doi": "6"}
    assert row == {**expected, "_day": day, "_too_fast": "0"}


def test_stored_columns_are_the_questions_in_order_even_when_nobody_answered(make, stored):
    Person(make()).press(dung="khong").press()
    expected = ["dung", "gio", "kenh", "chinh", "hang", "b1", "b2", "tien", "ngay", "luc", "diem", "y_kien", "gap_doi"]
    assert list(stored().columns) == [*expected, "_day", "_too_fast"]
    assert stored().loc[0, ["dung", "diem"]].tolist() == ["khong", "5"]


def test_questions_opened_by_an_answer_appear_before_going_on(make):
    person = Person(make())
    assert person.names() == ["chao", "dung"]
    person.press(dung="co")
    assert person.names() == ["chao", "dung", "gio", "kenh"] and "mở thêm câu hỏi" in person.text()


def test_the_page_script_gets_the_questions_as_they_would_be_now(make, stored):
    person = Person(make()).press("cap_nhat", dung="co")
    assert person.response.status_code == 200 and "gio" in person.names()
    assert stored().empty


def test_invalid_answers_come_back_with_422_the_message_and_what_was_typed(make):
    person = Person(make()).press(dung="co").press(dung="co", gio="25", kenh=["fb"])
    assert person.response.status_code == 422
    question = person.page.find(id="cau-gio")
    assert "Tối đa 24" in question.get_text() and question.input["value"] == "25"
    assert question.input["aria-invalid"] == "true" and question.input.has_attr("autofocus")
    checked = [i["value"] for i in person.page.select("input[checked]")]
    assert checked == ["co", "fb"]


def test_a_required_question_left_blank_is_named_in_the_summary(make):
    person = Person(make()).press()
    assert person.response.status_code == 422
    assert person.page.select_one(".wrong a")["href"] == "#cau-dung"


@pytest.mark.parametrize(
    ("name", "typed"), [("tien", "nhiều"), ("ngay", "31/02/2025"), ("luc", "25 giờ"), ("diem", "7")]
)
def test_every_type_refuses_what_is_not_of_it_and_keeps_it_on_the_page(make, name, typed):
    person = complete(make()).press(**{**LAST, name: typed})
    assert person.response.status_code == 422 and "error" in str(person.page.find(id=f"cau-{name}"))
    if name != "diem":
        assert person.page.find(id=f"q.{name}")["value"] == typed


@pytest.mark.parametrize(
    ("typed", "said"), [("1.000", "mời ghi 1000 hoặc 1,0"), ("20,000.5", "mời ghi 20000,5 hoặc 20,0005")]
)
def test_a_number_that_can_be_read_in_two_ways_is_asked_about(make, stored, typed, said):
    person = complete(make()).press(**{**LAST, "tien": typed})
    assert person.response.status_code == 422 and f"«{typed}» đọc được hai cách; {said}" in person.text()
    assert person.page.find(id="q.tien")["value"] == typed
    one, other = (rules.normal(SimpleNamespace(type="decimal"), text) for text in said.split("ghi ")[1].split(" hoặc "))
    person.press(**{**LAST, "tien": other.replace(".", ",")})
    assert stored().tien[0] == other != one


def test_a_half_made_ranking_is_refused_and_shown_again(make):
    person = Person(make()).press(dung="co").press(**USES).press(**{"hang.zalo": "1", "hang.fb": "1"})
    assert person.response.status_code == 422
    chosen = [o["value"] for o in person.page.find(id="cau-hang").select("option[selected]")]
    assert chosen == ["1", "1"]


def test_an_answer_longer_than_allowed_is_refused(make):
    person = complete(make()).press(**{**LAST, "y_kien": "dài " * 600})
    assert person.response.status_code == 422 and "2.399 ký tự, dài quá 2.000 ký tự" in person.text()


def test_the_limit_counts_letters_as_unicode_composes_them_and_cuts_nothing(make, stored):
    text = "Đường xấu, ngập nước, điện yếu. " * 62 + "hết"
    person = complete(make())
    assert not person.page.select("[maxlength]")
    assert len(text) <= 2000 < len(unicodedata.normalize("NFD", text))
    person.press(**{**LAST, "y_kien": unicodedata.normalize("NFD", text)})
    assert stored().y_kien[0] == text


def test_a_tab_parts_words_and_other_controls_vanish(make, stored):
    complete(make()).press(**{**LAST, "y_kien": "dán\ttừ Excel\x0bba\x85cột\rhai\r\ndòng\x00\x1b👩‍👩‍👧\u00a0x"})
    assert stored().y_kien[0] == "dán từ Excel ba cột\nhai\ndòng👩‍👩‍👧\u00a0x"


def test_what_no_cookie_can_carry_stays_on_the_page(make, stored):
    text = "".join(random.Random(1).choices([chr(sign) for sign in range(0x4E00, 0x9FFF)], k=20_000))
    person = complete(make()).press(**{**LAST, "y_kien": text})
    assert person.response.status_code == 413 and "CHƯA được giữ" in person.text()
    assert "20.000 ký tự" in person.text() and person.page.textarea.get_text().strip() == text
    person.press(**{**LAST, "y_kien": "ngắn"})
    assert stored().y_kien[0] == "ngắn"


def test_hidden_answers_are_never_stored(make, stored):
    person = Person(make()).press(dung="co").press(**USES).press("lui")
    person.press(dung="khong", gio="3", kenh=["zalo"])
    assert person.names()[0] == "b1"
    person.press(b1="co")
    row = stored().iloc[0].dropna().to_dict()
    assert set(row) == {"dung", "b1", "diem", "_day", "_too_fast"}


def test_answers_slipped_in_for_questions_not_on_the_page_are_ignored(make, stored):
    Person(make()).press(dung="khong", gio="3", gap_doi="9", la="x").press(dung="co")
    assert set(stored().iloc[0].dropna().index) == {"dung", "diem", "_day", "_too_fast"}
    assert stored().loc[0, "dung"] == "khong"


def test_a_question_whose_choices_are_all_filtered_away_is_not_shown(make):
    person = Person(make()).press(dung="co").press(dung="co", gio="1")
    assert person.names() == ["hang"]


def test_choices_are_filtered_by_earlier_answers(make):
    person = Person(make()).press(dung="co").press(dung="co", gio="1", kenh=["fb"])
    assert [i["value"] for i in person.page.find(id="cau-chinh").select("input")] == ["fb"]


def test_going_back_keeps_what_was_typed_even_if_wrong(make):
    person = complete(make()).press("lui", tien="nhiều")
    assert "chinh" in person.names()
    person.press(**{"chinh": "zalo"})
    assert person.page.find(id="q.tien")["value"] == "nhiều"


def test_the_language_switch_keeps_answers_and_speaks_the_language(make):
    person = Person(make()).press("ngon_ngu:1", dung="co")
    assert person.page.html["lang"] == "en" and "Do you use it?" in person.text() and "A day" in person.text()
    person.press(dung="co", gio="25")
    assert "Max 24" in person.text()
    person.press("ngon_ngu:0", dung="co", gio="25")
    assert person.page.html["lang"] == "vi" and person.page.find(id="q.gio")["value"] == "25"


def test_labels_speak_the_earlier_answer_and_headings_their_group(make):
    person = complete(make())
    assert "Ý kiến về Có?" in person.text()
    assert [h.get_text() for h in person.page.select("h1, h2")] == ["Phần ba", "Bảng đánh giá"]


def test_what_a_person_types_is_shown_as_text_never_as_markup(make):
    person = complete(make()).press("cap_nhat", y_kien="<script>alert(1)</script></textarea>")
    assert "<script>alert" not in person.response.text
    assert person.page.find(id="q.y_kien").get_text().strip() == "<script>alert(1)</script></textarea>"


def sheet(*rows, columns="type | name | label | default | required"):
    """A questionnaire of one table, and a list ``kenh``."""
    lines = ["| survey |", f"| | {columns} |", *(f"| | {row} |" for row in rows)]
    return "\n".join([*lines, "| choices |", "| | list_name | name | label |", "| | kenh | zalo | **Zalo** |"])


def test_an_answer_spoken_in_a_label_is_text_whatever_it_holds(make):
    rows = ("begin_group | a | A", "text | ten | Tên", "end_group", "begin_group | b | **Chào** ${ten}")
    person = Person(make(sheet(*rows, "text | y | *Ý kiến* của ${ten}? | | yes", "end_group")))
    typed = '<script>alert("1")</script> **a** ${ten}'
    person.press(ten=typed).press()
    assert person.response.status_code == 422 and "<script>alert" not in person.response.text
    assert person.page.h1.get_text() == f"Chào {typed}"
    label = person.page.find("label", {"for": "q.y"})
    assert label.get_text().startswith(f"Ý kiến của {typed}?") and label.em.get_text() == "Ý kiến"
    assert person.page.select_one(".wrong a").get_text().startswith("Ý kiến của <script>")


@pytest.mark.parametrize(
    ("label", "html"),
    [
        (
            "**đậm** và *nghiêng*, __đậm__ và _nghiêng_",
            "<b>đậm</b> và <em>nghiêng</em>, <b>đậm</b> và <em>nghiêng</em>",
        ),
        ("# Phần 1\nDòng 2", '<b role="heading" aria-level="3">Phần 1</b><br> Dòng 2'),
        ("[Xem](https://a.vn/b_c_d?x=1&y=2)", '<a href="https://a.vn/b_c_d?x=1&amp;y=2" HERE>Xem</a>'),
        ("**[Viết](mailto:a@b.vn)** thư", '<b><a href="mailto:a@b.vn" HERE>Viết</a></b> thư'),
        ("[x](javascript:alert(1))", "[x](javascript:alert(1))"),
        ('[x](https://a.vn/"onclick="f)', '<a href="https://a.vn/&#34;onclick=&#34;f" HERE>x</a>'),
        ("<b>\"'", "&lt;b&gt;&#34;&#39;"),
        ("Câu có dấu * là câu cần trả lời; dấu * nữa", "Câu có dấu * là câu cần trả lời; dấu * nữa"),
        ("Họ tên (*), tuổi (*), 2*3*4, a_b_c, 5 **", "Họ tên (*), tuổi (*), 2*3*4, a_b_c, 5 **"),
        ("**${a_b_c}** và ${_d_}", "<b>&lt;a_b_c&gt;</b> và &lt;_d_&gt;"),
    ],
)
def test_labels_may_use_markdown_and_nothing_else(label, html):
    expected = re.sub(r"(</?)b(?=[ >])", r"\1strong", html).replace("HERE", 'target="_blank" rel="noopener"')
    assert marks.filled(label, "<{}>".format) == expected


def test_labels_of_choices_may_use_markdown_where_html_allows_it(make):
    person = Person(make(sheet("select_one kenh | a | A", "select_one kenh | b | B", "rank kenh | c | C")))
    assert person.page.find(id="cau-a").strong.get_text() == "Zalo"
    menu = sheet("select_one kenh | a | A | minimal", columns="type | name | label | appearance")
    assert Person(make(menu)).page.select("option")[1].decode_contents() == "Zalo"


def test_what_a_person_wrote_is_not_kept_with_the_ready_made_questions(make):
    person = complete(make()).press("cap_nhat", b1="co", tien="20")
    kept = fragments._html.cache_info().currsize
    person.press("cap_nhat", b1="co", tien="Bí mật", y_kien="Bí mật", luc="chiều")
    assert "Bí mật" in person.response.text and fragments._html.cache_info().currsize == kept
    person.press("cap_nhat", b1="khong", diem="Bí mật")
    assert fragments._html.cache_info().currsize == kept + 1


def test_ready_made_questions_are_the_same_as_questions_drawn_afresh(tmp_path):
    described = survey.read(PROJECT / "questionnaire" / "survey.yaml")
    app = form.create_app(described, database=tmp_path / "a.sqlite", kind="pilot")
    layout, chance = app.extensions["survey"].layout, random.Random(874)
    for _ in range(20):
        answers = {f.question.name: chance.choice(["", *f.codes, "<i>tự ghi"]) for p in layout.pages for f in p.fields}
        seen, language = rules.examine(described.form, answers), chance.choice(described.form.languages)
        wrong = {name: text for name, text in seen.messages.items() if chance.random() < 0.5}
        fields = [f for page in layout.pages for f in page.fields]
        views = fragments.views(fields, seen, answers, wrong, layout, language, described.form)
        with app.app_context():
            ready = [fragments.html(view, focus=view.error) for view in views]
            fragments._html.cache_clear()
            assert ready == [fragments.html(view, focus=view.error) for view in views]


def test_defaults_may_be_expressions_worked_out_when_a_person_begins(make, stored):
    rows = ("text | a | A | Thái Nguyên (tỉnh)", "date | ngay | Ngày | today()", "text | b | B | concat(${a}, '!')")
    person = Person(make(sheet(*rows)))
    today = datetime.now(ZONE).date().isoformat()
    assert [person.page.find(id=f"q.{n}")["value"] for n in ("ngay", "b")] == [today, "Thái Nguyên (tỉnh)!"]
    person.press(ngay="2025-01-31")
    assert stored().loc[0, ["a", "ngay", "b"]].tolist() == ["Thái Nguyên (tỉnh)", "2025-01-31", "Thái Nguyên (tỉnh)!"]


def test_a_default_that_cannot_be_worked_out_is_refused(make):
    with pytest.raises(questionnaire.QuestionnaireError, match="dòng 2, cột default: không có hàm «lachon"):
        make(sheet("text | a | A | lachon(1)"))


def test_choosing_other_asks_for_the_text_and_stores_it(make, stored):
    person = Person(make(sheet("select_one kenh or_other | kenh | Kênh nào?")))
    assert person.names() == ["kenh"]
    person.press(kenh="other")
    assert person.names() == ["kenh", "kenh_other"]
    person.press(kenh="other", kenh_other="Viber")
    assert stored().loc[0, ["kenh", "kenh_other"]].tolist() == ["other", "Viber"]


def test_pressing_the_last_button_twice_stores_one_answer(make, stored):
    person = complete(make())
    action, data = person.page.form["action"], person.posting(LAST)
    cookies = [(c.key, c.value) for c in person.client._cookies.values()]
    first = person.client.post(action, data=data)
    for name, value in cookies:  # the second click leaves before the first reply has come
        person.client.set_cookie(name, value)
    second = person.client.post(action, data=data)
    assert (first.status_code, first.location) == (second.status_code, second.location) == (303, "/cam-on")
    assert len(stored()) == 1


def test_an_answer_in_less_than_the_least_time_is_marked_by_the_server(make, stored):
    complete(make(min_seconds=60)).press(**LAST)
    assert stored()["_too_fast"].tolist() == ["1"]


@pytest.mark.parametrize(
    ("window", "status", "words"),
    [
        ({"opens": timedelta(hours=1)}, 503, "chưa mở"),
        ({"closes": timedelta(hours=-1)}, 410, "Đã hết thời gian"),
        ({"target": 0}, 410, "đã nhận đủ"),
    ],
)
def test_outside_the_window_a_courteous_page_says_why(make, window, status, words):
    now = datetime.now(ZONE)
    person = Person(make(**{k: now + v if isinstance(v, timedelta) else v for k, v in window.items()}))
    assert person.response.status_code == status and words.lower() in person.text().lower()
    assert ("Retry-After" in person.response.headers) == (status == 503)


def test_who_is_still_writing_when_the_target_is_reached_is_told_so(make, stored):
    app = make(target=1)
    slow, quick = complete(app), complete(app).press(**LAST)
    assert quick.response.status_code == 200
    assert slow.press(**LAST).response.status_code == 410 and len(stored()) == 1


def test_a_deadline_without_a_zone_is_in_the_zone_of_the_survey(make):
    soon = datetime.now(ZONE).replace(tzinfo=None) + timedelta(minutes=5)
    assert Person(make(closes=soon)).response.status_code == 200
    assert Person(make(closes=soon - timedelta(minutes=10))).response.status_code == 410


def race(engine, count, *, mark, target):
    """Outcomes of as many threads storing at the same moment."""
    outcomes, start = [], threading.Barrier(count)

    def one(number):
        start.wait()
        moment = datetime.now(ZONE)
        about = {"version": "1", "day": "2025-01-01", "too_fast": False, "now": moment, "target": target}
        outcomes.append(store.accept(engine, {"a": str(number)}, mark=mark(number), **about))

    threads = [threading.Thread(target=one, args=(n,)) for n in range(count)]
    [t.start() for t in threads]
    [t.join() for t in threads]
    return sorted(outcomes)


def test_twenty_people_racing_for_five_places_fill_exactly_five(tmp_path):
    engine = store.connect(tmp_path / "dua.sqlite")
    assert race(engine, 20, mark=str, target=5) == ["full"] * 15 + ["stored"] * 5
    assert store.accepted(engine) == len(store.responses(tmp_path / "dua.sqlite")) == 5


def test_one_page_sent_by_twenty_threads_is_stored_once(tmp_path):
    engine = store.connect(tmp_path / "dua.sqlite")
    assert race(engine, 20, mark=lambda n: "x", target=None) == ["repeated"] * 19 + ["stored"]
    assert store.accepted(engine) == 1


def test_the_database_holds_no_time_address_browser_or_order(make, tmp_path):
    person = complete(make(target=100)).press(**LAST)
    assert person.response.status_code == 200
    with sqlite3.connect(tmp_path / "tra-loi.sqlite") as file:
        dump = "\n".join(file.iterdump())
        columns = {name: [c[1] for c in file.execute(f"pragma table_info({name})")] for name in ("answers", "spent")}
    file.close()
    assert columns == {"answers": ["id", "day", "version", "too_fast", "content"], "spent": ["mark"]}
    assert "127.0.0.1" not in dump and "werkzeug" not in dump.lower()
    assert not re.search(r"\d\d:\d\d:\d\d", dump)
    assert dump.count("WITHOUT ROWID") == 4


def test_rows_come_back_in_random_order(tmp_path):
    race(store.connect(tmp_path / "thu-tu.sqlite"), 30, mark=str, target=None)
    asked = store.connect(tmp_path / "thu-tu.sqlite")
    asked_form = SimpleNamespace(
        version="1", xform="", questions=[SimpleNamespace(name="a", kind="text", calculation="")]
    )
    database.register(asked, asked_form)
    orders = {tuple(store.responses(tmp_path / "thu-tu.sqlite")["a"]) for _ in range(3)}
    assert len(orders) > 1 and all(sorted(order, key=int) == [str(n) for n in range(30)] for order in orders)


def test_reading_waits_for_no_writer(tmp_path):
    engine = store.connect(tmp_path / "khoa.sqlite")
    with engine.begin():
        assert store.accepted(engine) == 0


def test_the_deadline_is_looked_at_again_when_storing_and_noted_down(tmp_path):
    engine = store.connect(tmp_path / "han.sqlite")
    now = datetime.now(ZONE)
    about = {"version": "1", "day": "2025-01-01", "too_fast": False, "mark": "x"}
    assert store.accept(engine, {}, now=now, closes=now, **about) == "closed"
    with engine.connect() as connection:
        assert connection.execute(store.sa.select(store.STATE.c.closed)).scalar_one() == "window"
    assert store.responses(tmp_path / "han.sqlite").empty


def test_every_commit_is_forced_to_disk(tmp_path):
    engine = store.connect(tmp_path / "dia.sqlite")
    with engine.connect() as connection:
        settings = [connection.exec_driver_sql(f"pragma {name}").scalar() for name in ("journal_mode", "synchronous")]
    assert settings == ["wal", 2]


def test_a_post_without_its_csrf_token_is_refused(make, stored):
    person = complete(make())
    data = {k: v for k, v in person.posting(LAST).items() if k != "csrf_token"}
    assert person.client.post(person.page.form["action"], data=data).status_code == 400
    assert stored().empty


def test_a_forged_draft_is_not_believed(make):
    person = complete(app := make())
    person.client.set_cookie(draft_cookie(app), "WyJ4IiwwLCJ2aSIse31d.forged")
    assert person.client.get("/phan/3").location == "/?thu=1"


def test_a_browser_that_takes_no_cookies_is_told_so(make):
    client = make().test_client(use_cookies=False)
    for path in ("/", "/phan/3"):
        answer = client.get(path, follow_redirects=True)
        assert answer.status_code == 400 and "Mời bật cookie" in answer.text
    assert "Có dùng không?" in Person(make(), "/phan/3").text()  # a bookmark opens the form


def test_pages_ask_nothing_of_third_parties_and_may_not_be_kept(make):
    person = Person(make())
    assert not re.search(r"(?:src|href|action)=\"(?:https?:)?//", person.response.text)
    assert "default-src 'none'" in person.response.headers["Content-Security-Policy"]
    assert person.response.headers["Cache-Control"] == "no-store"


def test_every_control_has_a_name_and_every_id_is_used_once(make):
    for person in (Person(make()).press(dung="co"), complete(make())):
        ids = [element["id"] for element in person.page.select("[id]")]
        assert len(ids) == len(set(ids))
        for control in person.page.select("input:not([type=hidden]), select, textarea"):
            named = control.find_parent("label") or person.page.find("label", {"for": control.get("id")})
            assert named or control.get("aria-label"), control


def test_a_store_that_cannot_be_written_says_so_and_keeps_what_was_typed(make, monkeypatch, stored):
    person = complete(make())

    def locked(*args, **rest):
        raise store.sa.exc.OperationalError("insert", {}, Exception("database is locked"))

    with monkeypatch.context() as broken:
        broken.setattr(store, "accept", locked)
        person.press(**LAST)
        assert person.response.status_code == 503 and person.response.headers["Retry-After"] == "60"
    assert person.page.find(id="q.y_kien").get_text().strip() == "Hay"
    assert person.press(**LAST).response.status_code == 200 and len(stored()) == 1


def test_without_a_key_one_is_made_that_only_its_owner_reads(tmp_path, monkeypatch, capsys):
    monkeypatch.delenv("FORM_SECRET_KEY")
    for _ in range(2):
        app = form.create_app(described(tmp_path), database=tmp_path / "a.sqlite")
    file = tmp_path / "data" / "form_secret.key"
    assert file.stat().st_mode & 0o777 == 0o600 and len(app.secret_key) > 30
    assert capsys.readouterr().out.count("khóa bí mật") == 1


def test_a_short_key_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("FORM_SECRET_KEY", "ngắn")
    with pytest.raises(ValueError, match="quá ngắn"):
        form.create_app(described(tmp_path))


def test_types_that_are_not_served_are_refused_by_row_and_type(tmp_path):
    rows = ["| | text | a | A |", "| | geopoint | noi | Ở đâu? |", "| | begin_repeat | con | Con |"]
    rows += ["| | text | ten | Tên |", "| | end_repeat | | |"]
    text = "\n".join(["| survey |", "| | type | name | label |", *rows])
    with pytest.raises(form.FormError, match=r"(?s)dòng 3, cột type: câu hỏi «noi» loại «geopoint».*begin_repeat"):
        form.create_app(described(tmp_path, text), database=tmp_path / "a.sqlite")


def test_asking_for_a_store_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(FileNotFoundError, match=r"khong-co\.sqlite"):
        store.responses(tmp_path / "khong-co.sqlite")


def test_the_real_questionnaire_can_be_filled_in_to_the_end(tmp_path):
    described = survey.read(PROJECT / "questionnaire" / "survey.yaml")
    person, pages = walked(form.create_app(described, database=tmp_path / "that.sqlite", kind="pilot"))
    assert "cảm ơn" in person.text() and pages > len(described.form.sections)
    assert store.responses(tmp_path / "that.sqlite")["su_dung"].tolist() == ["co"]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared XLSForms lie beside the project, not in it")
@pytest.mark.filterwarnings("ignore:Unknown extension")
@pytest.mark.parametrize("name", ["all_types_survey", "de_mitwirken_umfrage", "de_testA"])
def test_the_forms_of_others_can_be_filled_in_to_the_end(tmp_path, name):
    described_ = described(tmp_path)
    described_.form = questionnaire.read(SHARED / f"{name}.xlsx")
    walked(form.create_app(described_, database=tmp_path / "a.sqlite"))
    assert len(store.responses(tmp_path / "a.sqlite")) == 1


@pytest.mark.skipif(not SHARED.is_dir(), reason="the shared XLSForms lie beside the project, not in it")
@pytest.mark.filterwarnings("ignore:Unknown extension")
@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("liberia_std", "begin_repeat"),
        ("play_household_water_survey", "photo"),
        ("play_starter", "không có câu hỏi"),
        ("formr_satisfaction", "dòng 5, cột type: không có loại «rating_button 1,6»"),
    ],
)
def test_the_forms_of_others_that_cannot_be_served_are_refused(tmp_path, name, words):
    described_ = described(tmp_path)
    with pytest.raises((form.FormError, questionnaire.QuestionnaireError), match=words):
        described_.form = questionnaire.read(SHARED / f"{name}.xlsx")
        form.create_app(described_, database=tmp_path / "a.sqlite")
