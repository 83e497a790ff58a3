"""Sentiment of open answers: declared, coded in the hand-code file, learned, counted, hidden, estimated and told."""

import re

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from pipeline import claims, cluster, coding, privacy, project
from pipeline import survey as surveys
from pipeline.cluster import shares as estimates
from pipeline.coding import desk as desks
from pipeline.coding import edits, files, frame, lists, page, recent, reframe, shown, tones
from pipeline.survey import SurveyError
from tests.conftest import FORM, SURVEY
from tests.test_coding_exchange import ask

YAML = SURVEY + "sentiment: [gop_y]\n"
SAID = {"K1": ["đường mạng", "wifi"], "K2": ["lớp tập huấn", "khóa học"], "K3": ["quy định"]}
TONES = {"Tích cực": ["rất tốt", "rất hài lòng"], "Tiêu cực": ["quá kém", "không hài lòng"], "Trung tính": ["tạm được"]}
PLACES = ["xã", "phường", "cơ quan", "huyện", "tỉnh", "trường", "khu phố", "thôn"]
EVERY = [(c, t, what, how) for c, own in SAID.items() for what in own for t, ways in TONES.items() for how in ways]
TEXTS = {f"{what} ở {place} {how}": (code, tone) for code, tone, what, how in EVERY for place in PLACES
         if (code, tone) != ("K2", "Tiêu cực") or place == "xã"}  # fmt: skip
FRAME = """mã,tên,nhóm lớn,cụm từ khóa,tình trạng,gộp vào
K1,Mạng,,,đã duyệt,
K2,Tập huấn,,,đã duyệt,
K3,Quy định,,,đã duyệt,
"""


def work_of(survey, folder):
    files.frame_path(work := project.Project(survey, None, folder / "ra", folder / "ra" / "processed"), "gop_y")
    files.frame_path(work, "gop_y").write_text(FRAME, encoding="utf-8-sig")
    return work


def decided(work, rows):
    """The hand-code file of (answer, code, sentiment), all drawn at random."""
    heads = ["câu trả lời", "mã", "sắc thái"]
    table = pd.DataFrame(rows, columns=heads).assign(
        **{"khóa": cluster.prepare(pd.Series([r[0] for r in rows]))["key"]}
    )
    table = table.assign(**{"người mã hóa": "A", "cách": "trang", "rút": "ngẫu nhiên"})
    files.hand_path(work, "gop_y").write_text(table.to_csv(index=False), encoding="utf-8-sig")


@pytest.fixture(scope="module")
def coded(tmp_path_factory):
    """A survey whose sentiment a person coded on 80 answers drawn at random: (work, answers, studies), to look at."""
    folder = tmp_path_factory.mktemp("coded")
    (folder / "questionnaire.md").write_text(FORM, encoding="utf-8")
    (folder / "survey.yaml").write_text(YAML, encoding="utf-8")
    work = work_of(surveys.read(folder / "survey.yaml"), folder)
    texts = pd.Series([*TEXTS, *["không"] * 6])
    line = cluster.waiting(cluster.line(cluster.prepare(texts)), ())[:80]
    by_key = dict(zip(cluster.prepare(texts)["key"], texts, strict=True))
    decided(work, [(by_key[key], *TEXTS[by_key[key]]) for key in line])
    dung = pd.Categorical(np.where(np.arange(len(texts)) % 2, "Có", "Không"), ["Có", "Không"])
    answers = pd.DataFrame({"gop_y": texts.astype("str"), "dung": dung})
    return work, answers, coding.studies(work, answers, seed=1)


def test_the_sentiment_is_learned_from_the_same_decisions_and_counted_as_codes_are(coded):
    work, answers, found = coded
    counts = coding.all_counts(answers, found).set_index(["question", "name"])["n"]
    tone, true = counts["gop_y_sac_thai"], pd.Series([tone for _, tone in TEXTS.values()]).value_counts()
    assert tone.sum() == len(answers) and tone["Không có ý kiến cụ thể"] == 6
    assert all(abs(tone[name] - true[name]) <= 6 for name in TONES)
    assert found["gop_y_sac_thai"].quality["base"] == 80


def test_each_theme_by_sentiment_adds_up_and_small_cells_are_hidden_with_another(coded):
    work, answers, found = coded
    limits = {"minimum": 5}
    crossed = coding.all_crosstabs(answers, found, [work.survey.form["dung"]])
    counts, shown = coding.hidden(coding.all_counts(answers, found), crossed, **limits, people=len(answers))
    tones = coding.all_tones(answers, found, shown).set_index(["name", "tone"])
    printed, known = coding.printed(counts, shown, people=len(answers))
    assert privacy.audit(printed, **limits, known=known)["safe"].all()
    full = tones.groupby("name").filter(lambda part: part["percent"].notna().all())
    assert full.groupby("name")["percent"].sum().tolist() == pytest.approx([100] * full.index.unique(0).size, abs=0.2)
    few = tones.loc["Tập huấn"]
    assert few["percent"].isna().all() and few["base"].isna().all()  # shares of a row would tell the one left out
    assert {"Mạng", "Quy định"} & {*full.index.unique(0)} and tones["percent"].xs("Tiêu cực", level=1).isna().sum() > 1


def test_the_sentiment_is_estimated_and_told_with_its_interval(coded):
    work, answers, found = coded
    limits = {"minimum": 5}
    crossed = coding.all_crosstabs(answers, found, [])
    counts, crossed = coding.hidden(coding.all_counts(answers, found), crossed, **limits, people=len(answers))
    shares = coding.printable(coding.all_shares(answers, found, [], **limits), counts, crossed)
    tables = {"open_answers": counts, "open_shares": shares, "open_crosstabs": crossed}
    tables["open_tones"] = coding.all_tones(answers, found, crossed)
    said = [c.sentence for c in claims.found(work.survey, tables) if c.kind == "tone"]
    assert "sắc thái" in said[0] and "theo ước lượng: “Tích cực” (" in said[0] and "khoảng" in said[0]
    assert len(said) == 1  # of “Mạng” as many speak well as ill: no sentiment is the first
    first = tables["open_tones"]["tone"].eq("Tích cực") & tables["open_tones"]["code"].eq("K1")
    tables["open_tones"].loc[first, ["estimate", "low", "high"]] = 47.0, 44.0, 50.0
    (said,) = [c.sentence for c in claims.found(work.survey, tables) if c.table == "open_tones"]
    assert said.startswith("Sắc thái hay gặp nhất khi nêu từng ý về “Góp ý”: “Mạng” tích cực (47") and "Tập" not in said
    counted = tables["open_tones"].assign(estimate=np.nan, low=np.nan, high=np.nan)
    tables["open_tones"] = counted.assign(percent=np.where(first, 97.0, 1.0))  # without intervals none is the first
    assert not [c for c in claims.found(work.survey, tables) if c.table == "open_tones"]


@pytest.mark.parametrize(("skill", "narrower"), [(0.1, 1.05), (2.0, 0.6)])
def test_the_interval_of_a_sentiment_within_a_theme_holds_the_truth_whatever_the_machine_is_worth(skill, narrower):
    draw, n = np.random.default_rng(3), 2000
    theme = (draw.random(n) < 0.4).astype(float)
    both = theme * (draw.random(n) < 0.7)
    said = [1 / (1 + np.exp(-skill * (4 * own - 1) - draw.normal(size=n))) for own in (theme, both)]  # says too much
    told = []
    for _ in range(300):
        lot = draw.choice(n, 120, replace=False)
        told.append(estimates.ratio(said, np.ones(n), lot, (theme[lot], both[lot])))
    told, true = pd.DataFrame(told), both.sum() / theme.sum()
    assert 0.92 < ((told["low"] <= true) & (true <= told["high"])).mean() < 0.995
    assert abs(told["share"].mean() - true) < 0.012  # ± 3 standard errors
    assert (told["high"] - told["low"]).mean() < narrower * (told["alone_high"] - told["alone_low"]).mean()


def test_sentiments_of_a_theme_are_estimated_where_enough_of_the_drawn_answers_have_it(coded):
    work, answers, found = coded
    one, tone = found["gop_y"], found["gop_y_sac_thai"]
    told = tones.estimated(answers, one, tone).set_index(["code", "tone"])
    true = pd.DataFrame([*TEXTS.values()], columns=["code", "tone"])
    drawn = one.hand["codes"].value_counts()
    assert {*told.index.unique(0)} == {code for code in SAID if drawn[code] >= 20} and len(told)
    for (code, name), row in told.iterrows():
        assert row["low"] - 1 <= 100 * true[true["code"].eq(code)]["tone"].eq(name).mean() <= row["high"] + 1
    crossed = coding.all_crosstabs(answers, found, [])
    _, crossed = coding.hidden(coding.all_counts(answers, found), crossed, minimum=5, people=len(answers))
    shown_ = coding.all_tones(answers, found, crossed)
    hidden = shown_.loc[shown_["percent"].isna(), ["estimate", "low", "high"]]
    assert shown_["estimate"].notna().any() and len(hidden) and hidden.isna().all(axis=None)
    printed = shown_[["estimate", "low", "high"]].dropna()
    assert (printed == printed.round(1)).all(axis=None)  # no count of the drawn answers can be reckoned from digits


def test_a_sentiment_is_read_however_it_is_spelt_and_a_strange_one_is_named_with_its_row(write_survey, tmp_path):
    work = work_of(write_survey(yaml=YAML), tmp_path)
    decided(work, [("mạng tốt", "K1", "TÍCH CỰC"), ("mạng kém", "K1", "tieu cuc"), ("mạng", "K1", "")])
    kept = files.read_frame(work, "gop_y")
    assert files.read_hand(work, "gop_y", kept)["tone"].tolist() == ["tich_cuc", "tieu_cuc", ""]
    decided(work, [("mạng tốt", "K1", "vui")])
    with pytest.raises(frame.FrameError, match="dòng 2: sắc thái «vui» không có. Ghi tích cực, tiêu cực"):
        files.read_hand(work, "gop_y", kept)


def test_a_decision_written_by_the_page_stands_beside_sentiments_that_a_person_noted(write_survey, tmp_path):
    work = work_of(write_survey(yaml=YAML), tmp_path)
    decided(work, [("mạng tốt", "K1", "tích cực")])
    files.append(work, "gop_y", "a1", "mạng kém", ["K1"], "A", "trang")
    rows = files.read_hand(work, "gop_y", files.read_frame(work, "gop_y"))
    assert rows["tone"].tolist() == ["tich_cuc", ""] and rows["codes"].tolist() == ["K1", "K1"]


def test_the_sentiment_is_asked_of_open_questions_alone(write_survey):
    with pytest.raises(SurveyError, match="sentiment: «gop_y» không có trong open_questions"):
        write_survey(yaml=YAML.replace("open_questions: [gop_y]", ""))
    form = write_survey(yaml=YAML).form
    assert form["gop_y_sac_thai"].label.endswith("sắc thái") and "gop_y_sac_thai" not in [
        q.name for q in form.questions
    ]


def test_the_page_keeps_a_sentiment_with_the_codes_and_shows_it_again(write_survey, tmp_path):
    work = work_of(write_survey(yaml=YAML), tmp_path)
    desk = desks.open_desk(work, pd.DataFrame({"gop_y": [*TEXTS]}), "gop_y", "A")
    client = page.create_app(desk, token="t", port=8010).test_client()
    at = {"base_url": "http://127.0.0.1:8010/"}
    asked = client.get("/t/", **at).get_data(as_text=True)
    key, csrf = (re.search(rf'name="{name}" value="([^"]*)"', asked)[1] for name in ("khoa", "csrf"))
    client.post("/t/", data={"khoa": key, "csrf": csrf, "ma": "K1", "sac_thai": "tieu_cuc"}, **at)
    kept = pd.read_csv(files.hand_path(work, "gop_y"), encoding="utf-8-sig")
    assert kept[["khóa", "mã", "rút", "sắc thái"]].values.tolist() == [[key, "K1", "ngẫu nhiên", "tiêu cực"]]
    again = client.get(f"/t/?khoa={key}", **at).get_data(as_text=True)
    assert re.search(r'value="tieu_cuc" checked data-key="-"', again) and again.count('name="sac_thai"') == 4


def test_without_a_question_of_sentiment_the_page_and_the_file_are_as_they_were(write_survey, tmp_path):
    work = work_of(write_survey(), tmp_path)
    desk = desks.open_desk(work, pd.DataFrame({"gop_y": [*TEXTS]}), "gop_y", "A")
    shown = page.create_app(desk, token="t", port=8010).test_client().get("/t/", base_url="http://127.0.0.1:8010/")
    assert "sac_thai" not in shown.get_data(as_text=True)
    desks.keep(desk, next(iter(desks.upcoming(desk))), ["K1"], tone="tieu_cuc")
    assert files.hand_path(work, "gop_y").read_text(encoding="utf-8-sig").splitlines()[0].endswith("cách,lượt,rút")


@pytest.fixture
def bench(write_survey, tmp_path):
    """A desk that asks for the sentiment, and its page: reads with a query, posts fields."""
    work = work_of(write_survey(yaml=YAML), tmp_path)
    desk = desks.open_desk(work, pd.DataFrame({"gop_y": [*TEXTS][:12]}), "gop_y", "A")
    client, at = page.create_app(desk, token="t", port=8010).test_client(), {"base_url": "http://127.0.0.1:8010/"}

    def ask_page(query="", **fields):
        text = client.get(f"/t/{query}", **at).get_data(as_text=True)
        csrf = re.search(r'name="csrf" value="([^"]*)"', text)[1]
        return (
            client.post("/t/", data={"csrf": csrf} | fields, follow_redirects=True, **at).get_data(as_text=True)
            if fields
            else text
        )

    return work, desk, ask_page


def ticked(text):
    """The sentiment that a page shows ticked, and the codes."""
    return re.findall(r'name="sac_thai" value="(\w+)" checked', text), re.findall(
        r'name="ma" value="(\w+)" checked', text
    )


def tone_now(desk, key):
    return [code for code, _, _, is_given in shown.tones(desk, key) if is_given]


def test_undo_gives_back_the_sentiment_as_it_was_before_and_ticks_what_was_taken_back(bench):
    work, desk, ask_page = bench
    key = desks.upcoming(desk)[0]
    ask_page(khoa=key, ma="K1", sac_thai="tieu_cuc")
    ask_page(khoa=key, ma="K2", sac_thai="tich_cuc")
    assert ticked(ask_page(viec="hoan-tac")) == (["tich_cuc"], ["K2"])  # to be mended
    assert tone_now(desk, key) == ["tieu_cuc"] and desks.facts(desk).given[key][0] == "K1"
    kept = files.read_hand(work, "gop_y", desk.frame)
    assert tones.hand(kept).drop_duplicates("key", keep="last")["codes"].tolist() == ["tieu_cuc"]
    ask_page(viec="hoan-tac")
    assert tone_now(desk, key) == [] and key not in desks.facts(desk).given


def test_a_sentiment_that_was_not_there_before_is_not_there_after_undo(bench):
    _, desk, ask_page = bench
    key = desks.upcoming(desk)[0]
    ask_page(khoa=key, ma="K1")
    ask_page(khoa=key, ma="K1", sac_thai="tich_cuc")
    recent.undo(desk)
    assert tone_now(desk, key) == [] and tones.hand(desk.hand).empty


def test_a_list_that_is_taken_back_takes_no_answer_out_of_the_sample_of_sentiments(bench):
    _, desk, _ = bench
    for key in desk.order[:6]:
        desks.keep(desk, key, ["K1"], tone="tieu_cuc")
    lists.recode(desk, desk.order[6:16], lists.MOVE, frame.UNCODED, "K2")
    recent.undo(desk)
    desks.keep(desk, desk.order[6], ["K1"])  # says nothing of the sentiment, and is taken back as well
    recent.undo(desk)
    told = tones.decide(desk.prepared, desk.hand, precision=0.9)[1]
    assert desk.prepared.loc[told["sample"], "key"].tolist() == desk.order[:6]


def test_what_is_ticked_outlives_a_refusal_and_a_mended_decision_keeps_its_sentiment(bench):
    _, desk, ask_page = bench
    key = desks.upcoming(desk)[0]
    refused = ask_page(khoa=key, sac_thai="hon_hop")
    assert "Chưa chọn mã nào" in refused and ticked(refused) == (["hon_hop"], [])
    ask_page(khoa=key, ma="K1", sac_thai="hon_hop")
    assert ticked(ask_page(f"?khoa={recent.last(desk)[0][0]}")) == (["hon_hop"], ["K1"])


@pytest.mark.parametrize("change", ["list", "list undone", "rename", "merge", "split"])
def test_a_sentiment_stays_whatever_becomes_of_the_codes(bench, change):
    work, desk, ask_page = bench
    key = desks.upcoming(desk)[0]
    ask_page(khoa=key, ma="K1", sac_thai="tieu_cuc")
    version = edits.version_of(work, "gop_y")
    if change.startswith("list"):
        lists.recode(desk, [key], lists.MOVE, "K1", "K2")
    if change == "list undone":
        recent.undo(desk)
    if change == "rename":
        reframe.rename(desk, version, "K1", "Sóng", "", "", "đã duyệt")
    if change == "merge":
        reframe.merge(desk, version, ["K1"], "K3")
    if change == "split":
        reframe.split(desk, version, "K1", [("Sóng yếu", "sóng", [key])])
    wanted = {"list": "K2", "merge": "K3", "split": "K4"}.get(change, "K1")
    assert tone_now(desk, key) == ["tieu_cuc"] and lists.standing(desk)["codes"].tolist() == [wanted]


def test_a_file_from_before_the_sentiment_was_asked_goes_on_and_one_from_after_it_too(bench, write_survey, tmp_path):
    work, desk, ask_page = bench
    old = "\ufeffkhóa,câu trả lời,mã,người mã hóa,cách,rút\r\na1,mạng tốt,K1,A,trang,ngẫu nhiên\r\n"
    files.hand_path(work, "gop_y").write_text(old, newline="")
    key = desks.upcoming(desk)[0]
    ask_page(khoa=key, ma="K2", sac_thai="tich_cuc")
    assert files.read_hand(work, "gop_y", desk.frame)["tone"].tolist() == ["", "tich_cuc"]
    plain = work_of(write_survey(), tmp_path)
    files.append(plain, "gop_y", "b2", "mạng kém", ["K3"], "A", "trang")
    rows = files.read_hand(plain, "gop_y", desk.frame)
    assert rows["tone"].tolist() == ["", "tich_cuc", ""] and rows["codes"].tolist() == ["K1", "K2", "K3"]


def test_the_sentiment_is_exported_with_value_labels_and_none_that_few_people_have(coded):
    work, answers, found = coded
    project.save_data(work, "answers", answers.assign(analysed=True))
    project.save_data(work, "ma_hoa", coding.last_codes(found))
    assert "loi-van-gop_y.sav" in ask(work, "export", "codes", "gop_y")
    sheet = pd.read_csv(work.out / "data" / "loi-van-gop_y.csv", encoding="utf-8-sig", keep_default_na=False)
    book = pd.read_excel(work.out / "data" / "loi-van-gop_y.xlsx", header=1, keep_default_na=False)
    data, about = pyreadstat.read_sav(work.out / "data" / "loi-van-gop_y.sav", apply_value_formats=True)
    for told in (sheet["Sắc thái"], book["Sắc thái"], data["sac_thai"].astype(object).fillna("")):
        assert told.tolist() == sheet["Sắc thái"].tolist()
    assert about.variable_value_labels["sac_thai"] == {1: "Tích cực", 2: "Tiêu cực", 3: "Trung tính", 4: "Hỗn hợp"}
    cells = sheet.groupby(["Mã", "Sắc thái"]).size()
    assert cells.min() >= 10 and cells.loc["Tập huấn"].loc[""] >= 10 and "Tiêu cực" not in cells.loc["Tập huấn"]
    assert set(sheet.loc[sheet["Sắc thái"].ne(""), "Cách mã hóa sắc thái"]) <= {"người", "máy", "máy gợi ý"}
