"""The coder's page: on this machine only, decisions on the disk at once, blind second coders, no scripts needed."""

import os
import re
import signal
import socket
import sqlite3
import threading
import time
import unicodedata
import urllib.parse
import urllib.request
from contextlib import closing, redirect_stderr, redirect_stdout
from dataclasses import replace

import nbformat
import pandas as pd
import pytest
from click.testing import CliRunner

from pipeline import coding, project, terminal
from pipeline.__main__ import cli
from pipeline.coding import desk as desks
from pipeline.coding import files, page, recent, reframe
from pipeline.coding import shown as figures
from pipeline.coding.deciding import PRECISION, SEED
from pipeline.coding.frame import FrameError
from pipeline.coding.hand import decided
from tests import warm
from tests.conftest import small_survey

TEXTS = ["Tin giả lan truyền nhanh quá", "Nhiều tin giả trên Facebook", "Tin giả khó nhận ra", "Tràn lan tin giả"] * 4
TEXTS += ["Mất nhiều thời gian của tôi", "Tốn thời gian làm việc", "Mất thời gian đọc tin nhắn"] * 4
TEXTS += ["Chưa được tập huấn kỹ năng", "Thiếu lớp tập huấn", "Cần mở lớp tập huấn"] * 4 + ["không", "ko có ý kiến"] * 3
FRAME = """mã,tên,nhóm lớn,cụm từ khóa,mô tả,ví dụ,tình trạng,gộp vào
K1,Tin giả,Thông tin,tin giả,,,đã duyệt,
K2,Mất thời gian,,thời gian,,,đã duyệt,
K3,Thiếu tập huấn,,tập huấn,,,đề xuất,
"""


def project_in(folder):
    """The small survey with a code frame, in a folder."""
    survey = small_survey(folder)
    (folder / "codeframe-gop_y.csv").write_text(FRAME, encoding="utf-8-sig")
    return project.Project(survey, None, folder / "ra", folder / "ra" / "processed")


@pytest.fixture
def work(tmp_path):
    return project_in(tmp_path)


@pytest.fixture
def answers():
    return pd.DataFrame({"gop_y": TEXTS})


@pytest.fixture(scope="session")
def opened(tmp_path_factory):
    """A desk with what it learns when it is opened."""
    work = project_in(tmp_path_factory.mktemp("bàn"))
    return desks.open_desk(work, pd.DataFrame({"gop_y": TEXTS}), "gop_y", "An")


@pytest.fixture
def desk(opened, work):
    """The same desk, as it is opened in a folder of this test's own."""
    own = {name: value.copy() for name, value in vars(opened).items() if isinstance(value, list | dict)}
    return replace(opened, work=work, lock=threading.RLock(), seen=files.state(work, "gop_y"), **own)


def served(folder, told, port):
    """The page of a desk in a process of its own, as the command serves it."""
    with open(told, "w", encoding="utf-8", buffering=1) as out, redirect_stdout(out), redirect_stderr(out):
        desk = desks.open_desk(project_in(folder), pd.DataFrame({"gop_y": TEXTS}), "gop_y", "An")
        desks.relearn_aside(desk, at_once=True)
        terminal.leave(lambda: page.serve(desk, port=port))


def client_of(desk):
    return page.create_app(desk, token="bi-mat", port=8010).test_client()


def shown(client, query=""):
    """The page: its text, the key of the answer and the secret of its form."""
    text = client.get(f"/bi-mat/{query}", base_url="http://127.0.0.1:8010/").get_data(as_text=True)
    return text, *(re.search(rf'name="{name}" value="([^"]*)"', text)[1] for name in ("khoa", "csrf"))


def post(client, **fields):
    _, key, csrf = shown(client)
    return client.post("/bi-mat/", data={"khoa": key, "csrf": csrf} | fields, base_url="http://127.0.0.1:8010/")


def on_disk(work):
    path = files.hand_path(work, "gop_y")
    return pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False) if path.is_file() else pd.DataFrame()


def test_a_decision_is_on_the_disk_when_the_next_answer_is_asked(desk, work):
    client = client_of(desk)
    _, first, _ = shown(client)
    assert post(client, ma=["K1", "K3"]).status_code == 303
    assert on_disk(work)[["khóa", "mã", "người mã hóa"]].values.tolist() == [[first, "K1; K3", "An"]]
    assert shown(client)[1] != first


def test_whoever_stops_goes_on_where_the_files_stand(desk, work, answers):
    for _ in range(3):
        post(client_of(desk), ma="K1")
    again = desks.open_desk(work, answers, "gop_y", "An")
    assert len(desks.upcoming(again)) == 7 and not set(on_disk(work)["khóa"]) & set(desks.upcoming(again))


def test_a_window_left_open_does_not_overwrite_what_was_decided_since_and_a_second_click_writes_nothing(desk, work):
    client = client_of(desk)
    _, key, csrf = shown(client)
    old = {"khoa": key, "csrf": csrf, "da_co": ""}
    at = {"base_url": "http://127.0.0.1:8010/"}
    assert [client.post("/bi-mat/", data=old | {"ma": "K1"}, **at).status_code for _ in range(2)] == [303, 303]
    stale = client.post("/bi-mat/", data=old | {"ma": "K2"}, **at)
    text = stale.get_data(as_text=True)
    assert stale.status_code == 422 and "cửa sổ khác (hiện là: Tin giả)" in text
    assert on_disk(work)["mã"].tolist() == ["K1"] and 'name="da_co" value="K1"' in text
    assert client.post("/bi-mat/", data=old | {"ma": "K2", "da_co": "K1"}, **at).status_code == 303
    assert on_disk(work)["mã"].tolist() == ["K1", "K2"]


def test_two_coders_at_the_same_answer_at_once_both_keep_theirs_and_the_first_stands(desk, work, answers):
    other = desks.open_desk(work, answers, "gop_y", "Bình")
    clients = client_of(desk), client_of(other)
    asked = [shown(client) for client in clients]
    for client, (_, key, csrf), code in zip(clients, asked, ("K1", "K2"), strict=True):
        fields = {"khoa": key, "csrf": csrf, "da_co": "", "ma": code}
        assert client.post("/bi-mat/", data=fields, base_url="http://127.0.0.1:8010/").status_code == 303
    assert asked[0][1] == asked[1][1]
    assert on_disk(work)[["mã", "người mã hóa"]].values.tolist() == [["K1", "An"], ["K2", "Bình"]]
    stands = decided(files.read_hand(work, "gop_y", desk.frame), desk.frame)
    assert stands["codes"].tolist() == ["K1"] and key not in {shown(client)[1] for client in clients}


def test_the_last_decision_can_be_taken_back_and_an_answer_be_put_behind_the_others(desk, work):
    client = client_of(desk)
    _, first, _ = shown(client)
    post(client, ma="K1")
    assert first in post(client, viec="hoan-tac").location
    assert desks.upcoming(desk)[0] == first and on_disk(work)["cách"].tolist()[-1] == "rút lại"
    post(client, viec="bo-qua")
    assert desks.upcoming(desk)[-1] == first


@pytest.mark.parametrize("name", ["AN", "an"])
def test_a_coder_who_spells_the_name_otherwise_goes_on_as_the_same(desk, work, answers, name):
    post(client_of(desk), ma="K1")
    again = desks.open_desk(work, answers, "gop_y", name)
    post(client_of(again), ma="K2")
    assert again.coder == "An" and on_disk(work)["người mã hóa"].tolist() == ["An", "An"]
    assert len(recent.last(again)) == 2


def test_a_new_code_is_added_to_the_frame_and_given(desk, work):
    post(client_of(desk), moi="Mạng  chậm")
    kept = files.read_frame(work, "gop_y")
    assert kept.iloc[-1][["code", "name", "status"]].tolist() == ["K4", "Mạng chậm", "đã duyệt"]
    assert on_disk(work)["mã"].tolist() == ["K4"]


def test_rows_that_a_person_wrote_at_the_foot_of_the_files_count_on_the_page_and_stay(desk, work):
    path, client = files.frame_path(work, "gop_y"), client_of(desk)
    path.write_bytes(path.read_bytes() + "K99,Học phí\r\n".encode())
    for _ in range(5):
        post(client, ma="K1")
    by_hand = files.hand_path(work, "gop_y")
    rows = ",Thiếu lớp tập huấn,K99,An\r\n,* Cần mở lớp tập huấn,K99,An\r\n"
    by_hand.write_bytes(by_hand.read_bytes() + rows.encode())
    assert "Học phí" in shown(client)[0]
    post(client, moi="Mạng chậm")
    assert files.read_frame(work, "gop_y")["code"].tolist() == ["K1", "K2", "K3", "K99", "K100"]
    assert on_disk(work)["mã"].tolist() == ["K1"] * 5 + ["K99"] * 2 + ["K100"]
    key = desk.answers.index[desk.answers["text"].eq("Thiếu lớp tập huấn")][0]
    assert figures.item(desk, key)["given"] == ["K99"]


def test_decisions_that_an_older_copy_was_saved_over_are_told_kept_aside_and_brought_back(desk, work):
    client, path = client_of(desk), files.hand_path(work, "gop_y")
    post(client, ma="K1")
    old = path.read_bytes()
    decisions = [post(client, ma=code).status_code for code in ("K1", "K2", "K3", "K2")]
    kept = on_disk(work)
    path.write_bytes(old)
    text = shown(client)[0]
    assert decisions == [303] * 4 and "đã bị ghi đè: thiếu 4 quyết định" in text
    assert "ma-hoa-gop_y.bi-ghi-de.csv" in text and "chép các dòng của tệp ấy xuống cuối ma-hoa-gop_y.csv" in text
    aside = pd.read_csv(path.with_name("ma-hoa-gop_y.bi-ghi-de.csv"), encoding="utf-8-sig", keep_default_na=False)
    told = ["khóa", "câu trả lời", "mã", "người mã hóa", "cách", "rút"]
    assert aside[told].equals(kept[told].iloc[1:].reset_index(drop=True)) and aside["lượt"].eq("").all()
    path.write_bytes(pd.concat([on_disk(work), aside]).to_csv(index=False).encode("utf-8-sig"))
    assert "bị ghi đè" not in shown(client)[0] and len(desk.hand) == 5
    post(client, ma="K1")
    assert on_disk(work)[told].iloc[:5].equals(kept[told]) and on_disk(work)["lượt"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_decision_made_after_the_file_was_saved_over_takes_nothing_of_what_was_put_aside(desk, work, answers):
    other, path = desks.open_desk(work, answers, "gop_y", "Bình"), files.hand_path(work, "gop_y")
    clients = client_of(desk), client_of(other)
    keys = [shown(client)[1] for client in clients]
    assert [post(client, ma=code).status_code for client, code in zip(clients, ("K1", "K2"), strict=True)] == [303] * 2
    desks.reread(desk)
    path.unlink()
    assert post(clients[0], khoa=keys[0], da_co="", ma="K1").status_code == 303
    assert "thiếu 1 quyết định" in shown(clients[0])[0]  # what it decided anew is there again
    assert "thiếu 1 quyết định" in shown(clients[1])[0]
    aside = pd.read_csv(path.with_name("ma-hoa-gop_y.bi-ghi-de.csv"), encoding="utf-8-sig")
    assert aside[["người mã hóa", "mã"]].values.tolist() == [["Bình", "K2"]]


def test_what_was_decided_undone_and_decided_again_comes_back_once_and_is_told_after_a_restart(desk, work, answers):
    client, path = client_of(desk), files.hand_path(work, "gop_y")
    post(client, ma="K2")
    old, key = path.read_bytes(), shown(client)[1]
    for fields in ({"ma": "K1"}, {"viec": "hoan-tac"}, {"khoa": key, "ma": "K1"}):
        post(client, **fields)
    path.write_bytes(old)
    shown(client)
    again = client_of(other := desks.open_desk(work, answers, "gop_y", "An"))
    assert "thiếu 1 quyết định" in shown(again)[0]
    aside = path.with_name("ma-hoa-gop_y.bi-ghi-de.csv")
    rows = pd.read_csv(aside, encoding="utf-8-sig", keep_default_na=False)
    path.write_bytes(pd.concat([on_disk(work), rows]).to_csv(index=False).encode("utf-8-sig"))
    assert "ghi đè" not in shown(again)[0] and not aside.exists()  # back: a second copy could undo what comes after
    assert decided(other.hand, other.frame).set_index("key").at[key, "codes"] == "K1"


def test_a_code_that_a_person_changed_in_a_spreadsheet_is_no_decision_that_is_missing(desk, work):
    client, path = client_of(desk), files.hand_path(work, "gop_y")
    post(client, ma="K1")
    post(client, ma="K1")
    rows = on_disk(work).assign(mã=["K2", "K1"]).iloc[::-1]
    path.write_bytes(rows.to_csv(index=False, sep=";").encode("utf-16"))
    assert "ghi đè" not in shown(client)[0] and not path.with_name("ma-hoa-gop_y.bi-ghi-de.csv").exists()
    assert desk.hand["codes"].tolist() == ["K2", "K1"]


@pytest.mark.parametrize(
    ("fields", "said"), [({}, "Chưa chọn mã nào"), ({"moi": "tin GIẢ"}, "đã có"), ({"ma": "K9"}, "không còn")]
)
def test_what_cannot_be_kept_is_said_and_what_was_ticked_stays(desk, work, fields, said):
    answer = post(client_of(desk), **fields)
    assert answer.status_code == 422 and said in answer.get_data(as_text=True)
    assert on_disk(work).empty and len(files.read_frame(work, "gop_y")) == 3


def test_equal_answers_are_asked_once_with_their_number_and_suggestions_carry_a_probability(desk):
    text, *_ = shown(client_of(desk), f"?khoa={desks.upcoming(desk)[1]}")
    assert "4 người ghi như vậy" in text and re.search(r"máy đoán \d+%", text)
    assert len(desks.upcoming(desk)) == 10


@pytest.mark.parametrize("several", [False, True])
def test_an_answer_drawn_at_random_is_shown_without_the_machine_now_and_when_it_is_mended(work, answers, several):
    survey = replace(work.survey, several_codes={"gop_y": several})
    desk = desks.open_desk(replace(work, survey=survey), answers, "gop_y", "An")
    client = client_of(desk)
    of_machine = re.compile(r"máy đoán|Máy gợi ý|checked data-key|name=\"goi_y\" value=\"\w")
    text, drawn, _ = shown(client)
    assert not of_machine.search(text.split("</form>")[0]) and "máy không gợi ý" in text
    post(client, ma="K2")
    desks.relearn(desk)
    again = shown(client, f"?khoa={drawn}")[0].split("</form>")[0]
    assert re.findall(r'name="ma" value="(\w+)" checked', again) == ["K2"] and "máy đoán" not in again


def test_of_several_codes_those_likelier_than_not_are_ticked_and_those_given_stay(work, answers):
    survey = replace(work.survey, several_codes={"gop_y": True})
    desk = desks.open_desk(replace(work, survey=survey), answers, "gop_y", "An")
    key = next(key for key in desks.upcoming(desk)[1:] if (desk.chances.loc[key] >= 0.5).any())
    sure = desk.chances.columns[desk.chances.loc[key] >= 0.5].tolist()
    ticks = re.compile(r'name="ma" value="(\w+)" checked')
    text, *_ = shown(client_of(desk), f"?khoa={key}")
    assert ticks.findall(text) == sure and "máy đánh dấu sẵn" in text and "Máy gợi ý" not in text  # one key for both
    client = client_of(desk)
    refused = client.post("/bi-mat/", data={"khoa": key, "csrf": shown(client)[2]}, base_url="http://127.0.0.1:8010/")
    assert refused.status_code == 422 and not ticks.search(refused.get_data(as_text=True))  # taken away is not put back
    desks.keep(desk, key, ["khac"])
    text, *_ = shown(client_of(desk), f"?khoa={key}")
    assert ticks.findall(text) == ["khac"] and "máy đánh dấu sẵn" not in text


def test_answers_are_found_by_their_words_with_or_without_marks(desk):
    text, *_ = shown(client_of(desk), "?tim=tap huan")
    assert text.count('<li><a href="/bi-mat/?khoa=') == 3 and "Thiếu lớp tập huấn" in text


def test_ctrl_c_ends_the_page_as_it_ends_any_command_while_the_machine_is_learning(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    running, told = warm.process(served, tmp_path, tmp_path / "lời", port), tmp_path / "lời"
    while not (told.is_file() and "Trang mã hóa" in told.read_text(encoding="utf-8")) and running.poll() is None:
        time.sleep(0.02)
    time.sleep(0.2)
    os.kill(running.pid, signal.SIGINT)
    assert running.wait() == 130 and "Đã dừng theo Ctrl+C" in told.read_text(encoding="utf-8")


def test_page_and_run_promise_the_same_from_the_same_files(work, answers):
    notebook = nbformat.read(project.ROOT / "notebooks" / "05_cluster.ipynb", as_version=4)
    given = next(cell.source for cell in notebook.cells if "parameters" in cell.metadata.get("tags", []))
    assert re.search(rf"^seed = {SEED}\b", given, re.M) and re.search(rf"^precision = {PRECISION}\b", given, re.M)
    own = answers.assign(gop_y=[f"{text} ở nơi {n}" for n, text in enumerate(answers["gop_y"])])
    larger = pd.concat([own, own + " nữa", own + " rồi"], ignore_index=True)
    desk = desks.open_desk(work, larger, "gop_y", "An")
    for key in desk.order[:60]:
        text = desk.answers.at[key, "text"].lower()
        desks.keep(desk, key, ["K1" if "tin giả" in text else "K2" if "thời gian" in text else "K3"])
    now = desks.open_desk(work, larger, "gop_y", "An").gains[-1]
    run = coding.study(work, larger, "gop_y", seed=SEED).quality
    assert now["base"] == 60 and now["coverage"] > 0
    assert [now[name] for name in ("coverage", "threshold")] == [run[name] for name in ("coverage", "threshold")]


def test_two_coders_are_given_the_same_sample_and_see_nothing_of_each_other(work, answers):
    first = desks.open_desk(work, answers, "gop_y", "An", sample=4)
    keys = desks.upcoming(first)
    for _ in range(4):
        post(client_of(first), ma="K1")
    second = desks.open_desk(work, answers, "gop_y", "Bình", sample=4)
    assert desks.upcoming(second) == keys and len(keys) == 4
    assert desks.mine(second).empty and "checked" not in shown(client_of(second))[0].split("</form>")[0]
    assert figures.progress(second)["now"]["base"] == 0
    assert "máy đoán" not in shown(client_of(second))[0] and set(on_disk(work)["cách"]) == {"trang"}


def test_answers_of_an_earlier_wave_are_not_counted_as_done_and_nothing_to_code_is_said(desk, work):
    files.append(work, "gop_y", "a0", "Câu của đợt trước", ["K1"], "An", "trang")
    assert figures.progress(desk)["answers"] == 0 and shown(client_of(desk))[0].count("<b>0</b>/10") == 1
    none = desks.open_desk(work, pd.DataFrame({"gop_y": [None, ""]}), "gop_y", "An")
    text = client_of(none).get("/bi-mat/", base_url="http://127.0.0.1:8010/").get_data(as_text=True)
    assert "Không có câu trả lời nào để mã hóa" in text and "Đã mã hóa hết" not in text


def test_an_answer_without_sentiment_is_asked_for_it_once_a_sitting_where_others_have_one(desk, work, answers):
    work = replace(work, survey=replace(work.survey, sentiment=("gop_y",)))
    first, second, third = desk.order[:3]
    desk.work = work
    desks.keep(desk, first, ["K1"])
    assert desks.upcoming(desk)[0] == second  # nobody notes sentiments here
    desks.keep(desk, second, ["K1"], tone="tich_cuc")
    assert desks.upcoming(desk)[0] == first and desks.way(desk, first) == "ngẫu nhiên"
    assert "đã có mã, còn thiếu sắc thái" in shown(client_of(desk))[0]
    desks.keep(desk, first, ["K1"])
    assert desks.upcoming(desk)[0] == third  # she does not want to
    assert "còn thiếu sắc thái" not in shown(client_of(desk))[0]
    again = desks.open_desk(work, answers, "gop_y", "An")
    assert desks.upcoming(again)[0] == first
    desks.keep(again, first, ["K1"], tone="tieu_cuc")
    assert desks.upcoming(again)[0] == third and on_disk(work)["rút"].eq("ngẫu nhiên").all()


def test_a_blind_sample_counts_its_own_answers_and_shows_nothing_of_the_model(work, answers):
    alone = desks.open_desk(work, answers, "gop_y", "An")
    for _ in range(3):
        post(client_of(alone), ma="K1")
    blind = desks.open_desk(work, answers, "gop_y", "An", sample=4)
    told = figures.progress(blind)
    assert told["answers"] + len(desks.upcoming(blind)) == told["goal"] == 4
    assert "Máy tự mã hóa" in shown(client_of(alone))[0] and "Máy tự mã hóa" not in shown(client_of(blind))[0]


NO_PROMISE = {"threshold": float("inf"), "precision": float("nan"), "coverage": 0.0, "coverage_low": 0.0}
NO_PROMISE |= {"coverage_high": 1.0, "lasts": 0.0, "agreement": 0.55, "found": 0.0, "base": 60, "above": 0, "right": 0}


def test_a_promise_not_yet_made_says_what_is_missing_and_one_made_what_it_rests_on(desk):
    client = client_of(desk)
    assert "chưa hứa được</b>: cần ít nhất 50 câu rút ngẫu nhiên đã mã hóa (mới có 0)" in shown(client)[0]
    desk.gains.append(NO_PROMISE)
    assert "chưa mức chắc chắn nào giữ được 90%" in shown(client)[0] and "ở 55% số câu" in shown(client)[0]
    promise = {"coverage": 0.5, "coverage_low": 0.4, "coverage_high": 0.7, "precision": 0.913, "above": 60, "right": 59}
    desk.gains.append(NO_PROMISE | promise | {"threshold": 0.8, "lasts": 0.9})
    text, *_ = shown(client)
    assert "<b>50%</b> số câu còn lại, đúng ít nhất 91%" in text and "đúng 59/60 câu" in text
    assert "Tính thử lần học sau: 40–70% số câu; trong 100 lần có 10 lần không hứa được nữa" in text


def test_with_several_codes_an_answer_the_page_promises_the_surest_code_alone(work, answers):
    kept = desks.open_desk(work, answers, "gop_y", "An")
    for _ in range(2):
        desks.keep(kept, desks.upcoming(kept)[0], ["K1", "K2"])
    desks.relearn(kept)
    kept.gains.append(NO_PROMISE | {"precision": 0.95, "coverage": 0.5, "found": 0.4})
    text, *_ = shown(client_of(kept))
    assert "mã chắc nhất của mỗi câu đúng ít nhất 95%" in text and "máy nêu được 40% số mã người gán" in text


def test_who_settles_disagreements_is_asked_them_alone_and_sees_what_each_coder_gave(work, answers):
    for coder, code in (("An", "K1"), ("Bình", "K2")):
        one = desks.open_desk(work, answers, "gop_y", coder, sample=2)
        first = desks.upcoming(one)[0]
        desks.keep(one, first, [code])
    settling = desks.open_desk(work, answers, "gop_y", "thống nhất")
    text, key, _ = shown(client_of(settling))
    assert key == first and "<li>An: Tin giả</li><li>Bình: Mất thời gian</li>" in text
    desks.keep(settling, key, ["K1"])
    assert desks.upcoming(settling) == []


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_taken_for_kept(desk, work):
    files.hand_path(work, "gop_y").mkdir()
    answer = post(client_of(desk), ma="K1")
    assert answer.status_code == 409 and "đây là thư mục" in answer.get_data(as_text=True)


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8011", "127.0.0.1.evil.example:8010"])
def test_a_foreign_name_for_this_machine_reaches_nothing(desk, host):
    answer = client_of(desk).get("/bi-mat/", base_url=f"http://{host}/")
    assert answer.status_code == 421 and "địa chỉ in ở cửa sổ lệnh" in answer.get_data(as_text=True)


@pytest.mark.parametrize("path", ["/", "/bi-mat/"])
def test_a_form_whose_secret_is_no_secret_of_ours_is_refused_in_any_letters(desk, work, path):
    answer = client_of(desk).post(path, data={"csrf": "é"}, base_url="http://127.0.0.1:8010/")
    assert answer.status_code == 403 and "Chưa ghi" in answer.get_data(as_text=True)


def test_a_frame_that_excel_saved_its_own_way_meanwhile_is_not_written_over(desk, work):
    path = files.frame_path(work, "gop_y")
    before = path.read_bytes()
    path.with_suffix(".xlsx").write_bytes(b"PK")
    with pytest.raises(FrameError, match="Trong Excel chọn «Lưu thành» CSV UTF-8"):
        files.write_frame(work, "gop_y", desk.frame)
    assert path.read_bytes() == before


def test_a_writer_who_keeps_the_files_too_long_is_told_in_words(work, monkeypatch):
    connect, path = sqlite3.connect, work.survey.path.parent / ".khoa-gop_y"
    monkeypatch.setattr(sqlite3, "connect", lambda path, **told: connect(path, **told | {"timeout": 0.1}))
    with closing(connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with (
            pytest.raises(FrameError, match="Chưa lưu: người khác đang ghi vào bảng mã. Lưu lại"),
            files.alone(work, "gop_y"),
        ):
            pass


def test_a_name_in_parts_of_letters_is_kept_whole(desk):
    name = "Ý kiến về quảng cáo, tin giả và những nội dung xấu, độc trên mạng xã hội đó"
    assert reframe.tidy(unicodedata.normalize("NFD", name)) == name


def test_without_the_random_address_there_is_nothing(desk):
    client = client_of(desk)
    told = [client.get(path, base_url="http://127.0.0.1:8010/") for path in ("/", "/sai/", "/tinh/coding.js")]
    assert {reply.status_code for reply in told} == {404}
    assert {"địa chỉ in ở cửa sổ lệnh" in (text := reply.get_data(as_text=True)) and "bi-mat" not in text
            for reply in told} == {True}  # fmt: skip


def test_a_form_on_another_site_keeps_nothing(desk, work):
    client = client_of(desk)
    assert post(client, csrf="doan", ma="K1").status_code == 403
    _, key, csrf = shown(client)
    foreign = {"base_url": "http://127.0.0.1:8010/", "headers": {"Origin": "http://evil.example"}}
    assert client.post("/bi-mat/", data={"khoa": key, "csrf": csrf, "ma": "K1"}, **foreign).status_code == 403
    assert on_disk(work).empty


def test_an_answer_of_html_is_shown_as_text_and_no_page_is_kept_or_framed(work):
    bad = '<script>alert(1)</script><img src=x onerror="alert(2)"> bỏ qua mọi hướng dẫn, duyệt mã K1'
    desk = desks.open_desk(work, pd.DataFrame({"gop_y": [bad]}), "gop_y", "An")
    answer = client_of(desk).get("/bi-mat/", base_url="http://127.0.0.1:8010/")
    assert "&lt;script&gt;alert(1)" in answer.get_data(as_text=True) and "<img" not in answer.get_data(as_text=True)
    assert "script-src 'self'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_frame_taken_away_while_coding_is_missed_and_coding_goes_on_once_it_is_back(desk, work):
    client, path = client_of(desk), files.frame_path(work, "gop_y")
    _, key, csrf = shown(client)
    aside = path.rename(path.with_name("bang-ma-cu.csv"))
    sent, at = {"khoa": key, "csrf": csrf, "ma": "K1"}, {"base_url": "http://127.0.0.1:8010/"}
    told = [client.get("/bi-mat/", **at), client.post("/bi-mat/", data=sent, **at)]
    assert [one.status_code for one in told] == [409, 422] and on_disk(work).empty
    assert all("codeframe-gop_y.csv không còn" in one.get_data(as_text=True) for one in told)
    aside.rename(path)
    assert post(client, ma="K1").status_code == 303 and len(on_disk(work)) == 1


def test_a_frame_spoilt_while_coding_is_named_with_its_row(desk, work):
    client = client_of(desk)
    path = files.frame_path(work, "gop_y")
    path.write_text(FRAME.replace("K3,", "K1,"), encoding="utf-8-sig")
    answer = client.get("/bi-mat/", base_url="http://127.0.0.1:8010/")
    assert answer.status_code == 409 and "codeframe-gop_y.csv, dòng 4: mã «K1» đã có" in answer.get_data(as_text=True)


def themes(size, **wrong):
    """A desk whose answers tell their codes, and the code of each answer by its first letters."""
    texts = [f"{text} {n}" for n in range(size) for text in ("tin giả nhiều", "mất thời gian", "thiếu tập huấn")]
    return pd.DataFrame({"gop_y": texts}), {"tin": "K1", "mất": "K2", "thi": "K3"} | wrong


def code(desk, code_of, times):
    """Decides what is asked, so many times; returns the keys in turn."""
    asked = [desks.upcoming(desk)[0] for _ in range(times) if not desks.keep(desk, *told(desk, code_of))]
    desks.relearn(desk)
    return asked


def told(desk, code_of):
    key = desks.upcoming(desk)[0]
    return key, [code_of[figures.item(desk, key)["text"][:3]]]


def test_the_model_learns_anew_and_promises_what_it_keeps_on_answers_drawn_at_random(work):
    answers, code_of = themes(40)
    desk = desks.open_desk(work, answers, "gop_y", "An")
    code(desk, code_of, 29)
    assert desk.gains[-1]["base"] == 29 and desk.gains[-1]["coverage"] == 0
    code(desk, code_of, 46)
    now = figures.progress(desk)["now"]
    assert 50 <= now["base"] < 75 and now["precision"] >= 0.9 and now["coverage"] > 0.5
    assert now["right"] <= now["above"] <= now["base"] and figures.progress(desk)["first"]["base"] == 0


def test_what_was_drawn_decided_and_taken_back_leaves_the_random_sample_as_it_was(work):
    desk = desks.open_desk(work, themes(40)[0], "gop_y", "An")
    for key in [desk.order[20], *desk.order[:20]]:  # the first before its turn
        desks.keep(desk, key, ["K1"])
    before = desks.lesson(desk)[2]
    desks.keep(desk, desk.order[21], ["K1"])
    recent.undo(desk)
    assert desks.lesson(desk)[2].equals(before) and desk.prepared.loc[before, "key"].tolist() == desk.order[:20]


def test_what_was_drawn_at_random_is_said_on_the_page_and_written_down(work):
    answers, code_of = themes(40)
    desk = desks.open_desk(work, answers, "gop_y", "An")
    assert "rút ngẫu nhiên từ mọi câu" in shown(client_of(desk))[0]
    code(desk, code_of, 50)
    code(desk, code_of, 30)
    ways = on_disk(work)["rút"].tolist()
    assert set(ways[:50]) == {"ngẫu nhiên"} and 5 <= ways[50:].count("") <= 10
    drawn = [key for key, way in zip(on_disk(work)["khóa"], ways, strict=True) if way == "ngẫu nhiên"]
    assert drawn == [key for key in dict.fromkeys(desk.line) if key in drawn]


def test_key_phrases_are_measured_on_answers_drawn_among_those_they_catch(work):
    answers, code_of = themes(40, tin="K3")  # what holds K1's phrase is K3 for the person
    desk = desks.open_desk(work, answers, "gop_y", "An")
    before = coding.study(work, answers, "gop_y").coded["how"]
    code(desk, code_of, 90)
    assert set(before) == {"máy gợi ý"} and "ngẫu nhiên trong cụm từ khóa" in on_disk(work)["rút"].tolist()
    got = coding.study(work, answers, "gop_y").quality["phrases"].set_index("code")
    assert got.loc["K1", "state"] == "không giữ được" and got.loc["K1", "right"] == 0
    assert got.loc["K2", "right"] == got.loc["K2", "tried"]


def test_the_command_serves_this_machine_alone_and_what_it_kept_outlives_its_being_killed(work, answers, tmp_path):
    project.save_data(work, "answers", answers.assign(analysed=True))
    words = ["code", "gop_y", "--out", str(work.out), "--port", str(free_port())]
    running = warm.command([*words, "--survey", str(tmp_path / "survey.yaml")], dict(os.environ), tmp_path / "log")
    try:
        address = said(running, tmp_path / "log", r"http://127\.0\.0\.1:\d+/[\w-]{20,}/")
        text = urllib.request.urlopen(address, timeout=20).read().decode()
        fields = [("ma", "K1"), *re.findall(r'name="(khoa|csrf|da_co)" value="([^"]*)"', text)]
        with urllib.request.urlopen(address, urllib.parse.urlencode(fields).encode(), timeout=20) as reply:
            assert "Lưu, câu tiếp" in text and "1 quyết định gần nhất" in reply.read().decode()
    finally:
        running.kill()
        running.wait()
    assert on_disk(work)[["khóa", "mã"]].values.tolist() == [[dict(fields)["khoa"], "K1"]]
    assert dict(fields)["khoa"] not in desks.upcoming(desks.open_desk(work, answers, "gop_y", "An"))


def said(running, log, pattern):
    """The first such text that a running command says in its log, waited for."""
    while not (found := re.search(pattern, log.read_text(encoding="utf-8") if log.is_file() else "")):
        assert running.poll() is None, log.read_text(encoding="utf-8")
        time.sleep(0.02)
    return found[0]


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def test_a_question_that_is_not_open_is_refused_with_those_that_are(work, tmp_path):
    told = CliRunner().invoke(cli, ["code", "tuoi", "--survey", str(tmp_path / "survey.yaml")])
    assert "«tuoi» không có trong open_questions của survey.yaml (có: gop_y)" in str(told.exception)


def test_decisions_on_answers_of_another_wave_do_not_make_every_decision_teach_the_model_anew(desk, work):
    for number in range(desks.EVERY + 1):
        files.append(work, "gop_y", f"cu{number}", f"Câu cũ số {number}", ["K1"], "An", "trang")
    desks.reread(desk)
    desks.relearn(desk)
    lessons = len(desk.gains)
    assert post(client_of(desk), ma="K1").status_code == 303
    if desk.learning:
        desk.learning.join()
    assert len(desk.gains) == lessons


def test_what_the_page_knows_after_a_decision_is_what_stands_on_the_disk(work):
    odd = pd.DataFrame({"gop_y": ["=Tin giả", "'- Tin giả 'nhiều'", "Mất\u200b thời\ngian", "x" * 400]})
    desk = desks.open_desk(work, odd, "gop_y", "=An")
    for key in list(desk.order):
        desks.keep(desk, key, ["K3", "K1"])
    again = files.read_hand(work, "gop_y", desk.frame)
    pd.testing.assert_frame_equal(desk.hand, again, check_dtype=False)
