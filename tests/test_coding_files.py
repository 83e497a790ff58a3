"""Hand codes and code frames on the disk: killed, full, written by two at once, saved by Excel its own way."""

import resource
import time
from types import SimpleNamespace

import pandas as pd
import pytest

from pipeline.coding import edits, files, frame, hand
from tests import warm
from tests.conftest import ROOT

CODES = pd.DataFrame([{"code": "K1", "name": "Tin giả"}, {"code": "K2", "name": "Mạng chậm"}])


def at(folder):
    return SimpleNamespace(survey=SimpleNamespace(path=ROOT / folder / "survey.yaml", sentiment=(), several_codes={}))


@pytest.fixture
def work(tmp_path):
    files.write_frame(at(tmp_path), "q", CODES.reindex(columns=list(frame.HEADINGS), fill_value=""))
    return at(tmp_path)


def write(folder, who, many, told):
    """Saves decisions and codes, and after each says so."""
    with open(told, "wb", buffering=0) as told:
        for n in range(many):
            files.append(at(folder), "q", f"a{who}{n}", "tin giả nhiều", ["K1"], who, "trang")
            if n % 5 == 0:
                row = {"code": f"K{who}{n}", "name": f"mã {who} {n}", "status": "đã duyệt"}
                edits.append_code(at(folder), "q", row)
            told.write(f"a{who}{n} ".encode())


def writer(folder, who, many):
    """The same in a process of its own."""
    return warm.process(write, folder, who, many, folder / who)


def read(work):
    return files.read_hand(work, "q", files.read_frame(work, "q"))


def decide(work, key, codes="K1"):
    files.append(work, "q", key, "tin giả nhiều", [codes], "An", "trang")


def test_two_coders_who_save_at_once_lose_neither_decisions_nor_codes(work, tmp_path):
    assert [one.wait() for one in [writer(tmp_path, who, 25) for who in "AB"]] == [0, 0]
    assert set(read(work)["key"]) == {f"a{who}{n}" for who in "AB" for n in range(25)}
    assert len(files.read_frame(work, "q")) == 2 + 10


def test_what_was_acknowledged_before_a_kill_is_on_the_disk(work, tmp_path):
    told = []
    for who in "ABC":
        one, said = writer(tmp_path, who, 10_000), tmp_path / who
        while not (said.is_file() and said.stat().st_size > 20):
            assert one.poll() is None
            time.sleep(0.01)
        one.kill()
        one.wait()
        told += said.read_text().split(" ")[:-1]
    assert len(told) > 9 and set(told) <= set(read(work)["key"])


def test_a_full_disk_is_said_and_takes_nothing_that_was_kept(work):
    decide(work, "a1")
    kept = files.hand_path(work, "q").read_bytes()
    limit, before = len(kept) + 20, resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, before[1]))
    try:
        with pytest.raises(OSError, match="ma-hoa-q"):
            decide(work, "a2")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert files.hand_path(work, "q").read_bytes() == kept
    decide(work, "a3")
    assert read(work)["key"].tolist() == ["a1", "a3"]


def test_half_of_the_first_decision_is_not_read_and_the_next_is_kept(work):
    files.hand_path(work, "q").write_bytes('\ufeffkhóa,câu trả lời,mã,người mã hóa,cách,rút\r\na1,"tin gi'.encode())
    assert read(work).empty
    with pytest.raises(frame.FrameError, match="cắt giữa chừng"):
        decide(work, "a2")
    decide(work, "a2")
    assert read(work)["key"].tolist() == ["a2"]


@pytest.mark.parametrize("sentiment", [(), ("q",)])
def test_however_a_line_was_cut_it_is_kept_aside_and_said_and_a_whole_one_counts(work, sentiment):
    work.survey.sentiment = sentiment
    decide(work, "a1")
    path = files.hand_path(work, "q")
    begun = path.read_bytes()
    files.append(work, "q", "a2", 'tin "giả", nhiều', ["K1"], "An", "trang", hand.DRAWN, "hon_hop" if sentiment else "")
    line = path.read_bytes().removeprefix(begun)
    full = len(line) - 2  # without its newline it says all it had to say
    for end in [*range(1, full - 1, 6), *range(full, full + 3)]:
        path.write_bytes(begun + line[:end])
        assert (end, read(work)["key"].tolist()) == (end, ["a1", "a2"] if end >= full else ["a1"])
    assert files.mended(work, "q") == "" and path.read_bytes() == begun + line
    for end in (9, full - 2):
        path.write_bytes(begun + line[:end])
        assert "cất ở ma-hoa-q.dong-do.csv" in files.mended(work, "q") and path.read_bytes() == begun
    aside = path.with_name("ma-hoa-q.dong-do.csv").read_bytes()
    assert aside == line[:9] + b"\r\n" + line[: full - 2] + b"\r\n"


def test_a_file_an_editor_saved_without_its_last_newline_loses_no_line(work):
    decide(work, "a1")
    decide(work, "a2", "K2")
    path = files.hand_path(work, "q")
    path.write_bytes(path.read_bytes().replace(b"\r\n", b"\n").removesuffix(b"\n"))
    assert read(work)["codes"].tolist() == ["K1", "K2"]
    decide(work, "a3")
    assert read(work)["key"].tolist() == ["a1", "a2", "a3"]


def test_columns_that_excel_moved_or_a_person_added_go_on_under_their_headings(work):
    path = files.hand_path(work, "q")
    moved = "ghi chú;mã;khóa;câu trả lời;người mã hóa\nhỏi lại;K2;a1;mạng chậm;An\n"
    path.write_bytes(moved.encode("utf-16"))
    decide(work, "a2")
    decide(work, "a3")
    rows = read(work)
    assert rows["key"].tolist() == ["a1", "a2", "a3"] and rows["codes"].tolist() == ["K2", "K1", "K1"]
    assert pd.read_csv(path, encoding="utf-8-sig", keep_default_na=False)["ghi chú"].tolist() == ["hỏi lại", "", ""]


def sheet(work, change):
    """The hand codes as a spreadsheet saves them after a change of its rows."""
    path = files.hand_path(work, "q")
    change(pd.read_csv(path, dtype="str", keep_default_na=False)).to_csv(path, index=False, sep=";", encoding="utf-16")


def given(work):
    rows = hand.latest(read(work))
    return dict(zip(rows["key"], rows["codes"], strict=True))


@pytest.mark.parametrize("by", [["mã", "khóa"], ["khóa", "mã"], ["câu trả lời"]])
@pytest.mark.parametrize("is_up", [True, False])
def test_rows_that_a_spreadsheet_sorted_still_say_what_a_coder_decided_last(work, by, is_up):
    for key, codes in [("a1", "K2"), ("a1", "K1"), ("a2", "K1"), ("a2", "K2"), ("a3", "K2")]:
        decide(work, key, codes)
    files.append(work, "q", "a3", "tin giả nhiều", [], "An", hand.WITHDRAWN)
    sheet(work, lambda rows: rows.sort_values(by, ascending=is_up, kind="stable"))
    assert given(work) == {"a1": "K1", "a2": "K2"}
    decide(work, "a1", "K2")
    assert given(work) == {"a1": "K2", "a2": "K2"}
    sheet(work, lambda rows: rows.drop(rows.index[rows["lượt"].isin(["4", "5", "6"])]).iloc[::-1])
    decide(work, "a2", "K2")
    sheet(work, lambda rows: rows.sort_values(by, ascending=is_up, kind="stable"))
    assert given(work) == {"a1": "K2", "a2": "K2"}


def test_rows_that_a_person_adds_come_after_what_was_decided_and_before_what_follows(work):
    decide(work, "a1", "K2")
    decide(work, "a2", "K2")
    own = {"khóa": "a1", "câu trả lời": "", "mã": "K1", "người mã hóa": "An"}
    sheet(work, lambda rows: pd.concat([pd.DataFrame([own]), rows]).fillna(""))
    assert given(work) == {"a1": "K1", "a2": "K2"}
    decide(work, "a1", "K2")
    assert given(work) == {"a1": "K2", "a2": "K2"}
    assert sorted(pd.read_csv(files.hand_path(work, "q"), encoding="utf-8-sig")["lượt"]) == [1, 2, 3, 4]


def test_the_files_of_two_coders_joined_by_a_person_leave_each_answer_to_the_first(work):
    for key, codes in [("a3", "K1"), ("a1", "K2"), ("a1", "K1")]:
        decide(work, key, codes)
    path = files.hand_path(work, "q")
    first = pd.read_csv(path, dtype="str", keep_default_na=False)
    second = pd.DataFrame({"khóa": ["a1", "a2"], "câu trả lời": "", "mã": "K2", "người mã hóa": "Bình"})
    second = second.assign(lượt=["1", "2"]).reindex(columns=first.columns, fill_value="")
    pd.concat([first, second]).to_csv(path, index=False)
    told = hand.decided(read(work), files.read_frame(work, "q"))
    assert dict(told.values) == {"a1": "K1", "a2": "K2", "a3": "K1"}
    decide(work, "a4")
    assert pd.read_csv(path, encoding="utf-8-sig")["lượt"].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_turn_that_is_no_number_is_refused_and_the_file_is_left_as_it_is(work):
    decide(work, "a1")
    sheet(work, lambda rows: rows.assign(**{"lượt": "1,5"}))
    kept = files.hand_path(work, "q").read_bytes()
    for what in (lambda: read(work), lambda: decide(work, "a2")):
        with pytest.raises(frame.FrameError, match="dòng 2: cột «lượt» ghi «1,5»"):
            what()
    assert files.hand_path(work, "q").read_bytes() == kept


FOOT = ["Lãnh đạo cần quan tâm hơn", "Lưu ý đến mạng chậm", "* mạng chậm lắm", "Tổng cộng 5 điều", "Nguồn tin giả"]


def test_rows_that_read_like_the_foot_of_a_table_are_hand_codes_like_all_others(work):
    for n in range(6):
        decide(work, f"a{n}")
    own = [{"câu trả lời": text, "mã": "K2", "người mã hóa": "Bình"} for text in FOOT]
    sheet(work, lambda rows: pd.concat([rows, pd.DataFrame(own)]).fillna(""))
    assert read(work)["text"].tolist()[6:] == FOOT
    decide(work, "b1")
    assert read(work)["text"].tolist()[6:] == [*FOOT, "tin giả nhiều"]


def test_short_last_rows_of_a_frame_are_codes_and_stay_when_one_is_added(work):
    path, rows = files.frame_path(work, "q"), ["K99,Học phí", "K100,Tổng số phiếu"]
    full = [f"K{n},ý {n},nhóm {n},cụm {n},mô tả {n},ví dụ {n},đã duyệt" for n in range(3, 9)]
    path.write_bytes(path.read_bytes() + "".join(f"{row}\r\n" for row in [*full, *rows]).encode())
    edits.append_code(work, "q", frame.new_code(files.read_frame(work, "q"), "Máy cũ"))
    told = files.read_frame(work, "q").set_index("code")["name"].to_dict()
    assert list(told)[8:] == ["K99", "K100", "K101"]
    assert list(told.values())[8:] == ["Học phí", "Tổng số phiếu", "Máy cũ"]
    path.write_bytes(path.read_bytes() + "Tổng,19\r\n".encode())
    with pytest.raises(frame.FrameError, match="dòng 13: mã «Tổng» tên «19»: nếu là dòng tổng thì xóa"):
        files.read_frame(work, "q")


@pytest.mark.parametrize(
    ("cell", "said"),
    [("khác", "mã «khác» không có trong bảng mã; có phải khac? Ghi khac ở dòng này"), ("KHAC", "có phải khac"),
     ("K2; k1", "mã «k1» không có trong bảng mã; có phải K1?"), ("mạng CHẬM", "có phải K2"), ("Ý kiến khác", "khac"),
     ("Rẻ, bền", "có phải K3"), ("K7", "mã «K7» không có trong bảng mã. Đưa dòng K7 trở lại bảng mã")],
)  # fmt: skip
def test_a_code_written_otherwise_than_the_frame_has_it_is_proposed(work, cell, said):
    edits.append_code(work, "q", {"code": "K3", "name": "Rẻ, bền", "status": "đã duyệt"})
    decide(work, "a1")
    sheet(work, lambda rows: rows.assign(mã=cell))
    with pytest.raises(frame.FrameError, match="dòng 2: ") as error:
        read(work)
    assert said in str(error.value)


def test_two_spellings_of_a_coder_are_one_shown_as_first_written(work):
    for who, key in [("Bình", "a1"), ("BÌNH", "a2"), ("Bi\u0300nh", "a3"), ("bình ", "a1"), ("Binh", "a4")]:
        files.append(work, "q", key, "tin giả", ["K1"], who, "trang")
    files.append(work, "q", "a1", "tin giả", ["K2"], "Thống  nhất", "trang")
    sheet(work, lambda rows: rows.sort_values("người mã hóa"))
    told = read(work)
    assert told["coder"].tolist() == ["Bình", "Bình", "Bình", "Bình", "Binh", hand.AGREED]
    assert (
        len(hand.latest(told)) == 5
        and hand.decided(told, files.read_frame(work, "q")).set_index("key").at["a1", "codes"] == "K2"
    )


def test_a_frame_whose_row_was_deleted_says_so_to_those_that_were_merged_into_it(work):
    path = files.frame_path(work, "q")
    for into, said in [
        ("K9", "không có trong bảng (dòng đã xóa?); đưa dòng K9 trở lại, hoặc xóa ô «gộp vào» của K1"),
        ("mạng chậm", "có phải K2? Ghi mã, không ghi tên, ở cột «gộp vào»"),
        ("k2", "có phải K2?"),
    ]:
        path.write_text(f"mã,tên,nhóm lớn,cụm từ khóa,tình trạng,gộp vào\nK1,Tin giả,,,,{into}\nK2,Mạng chậm,,,,\n")
        with pytest.raises(frame.FrameError, match="dòng 2: mã K1 gộp vào") as error:
            files.read_frame(work, "q")
        assert said in str(error.value)


def test_a_code_somebody_added_in_the_meantime_is_not_added_twice(work):
    row = frame.new_code(files.read_frame(work, "q"), "Máy cũ")
    edits.append_code(work, "q", row)
    with pytest.raises(frame.FrameError, match="vừa được người khác thêm"):
        edits.append_code(work, "q", {**row, "name": "Thiếu người"})
    assert len(files.read_frame(work, "q")) == 3
