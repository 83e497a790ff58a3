"""Sentiment of open answers: declared, coded in the hand-code file, learned, counted, hidden, estimated and told."""

import re

import numpy as np
import pandas as pd
import pytest

from pipeline import claims, cluster, coding, privacy, project
from pipeline.coding import desk as desks
from pipeline.coding import files, frame, page
from pipeline.survey import SurveyError
from tests.conftest import SURVEY

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


@pytest.fixture
def coded(write_survey, tmp_path):
    """A survey whose sentiment a person coded on 80 answers drawn at random: (work, answers, studies)."""
    work = work_of(write_survey(yaml=YAML), tmp_path)
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
    assert said[1].startswith("Sắc thái hay gặp nhất khi nêu từng ý về “Góp ý”: “Mạng” t") and "Tập huấn" not in said[1]


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
    assert files.hand_path(work, "gop_y").read_text(encoding="utf-8-sig").splitlines()[0].endswith("cách,rút")
