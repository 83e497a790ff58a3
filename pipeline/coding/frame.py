"""The code frame: stable codes with names, nets and key phrases, proposed once by machine and then a person's.

A row a code: ``code name net phrases description example status merged_into source summary split``; ``source`` says
"mô phỏng" of a code that simulated answers gave rise to; ``summary`` is a sentence that a person approved, or "";
``split`` says "không" of a code that a person does not want split. The file bears the headings of ``HEADINGS``. What a
person wrote is rewritten by a person alone, in a spreadsheet or on the coder's page; a run only ever adds codes.
"""

import re
import unicodedata

import pandas as pd

HEADINGS = {
    "code": "mã",
    "name": "tên",
    "net": "nhóm lớn",
    "phrases": "cụm từ khóa",
    "description": "mô tả",
    "example": "ví dụ",
    "status": "tình trạng",
    "merged_into": "gộp vào",
    "source": "nguồn",
    "summary": "tóm tắt",
    "split": "tách",
}
NEEDED = ("code", "name", "net", "phrases", "status", "merged_into")
PROPOSED, APPROVED, FORBIDDEN = "đề xuất", "đã duyệt", "cấm"
SPELT = {"de xuat": PROPOSED, "da duyet": APPROVED, "duyet": APPROVED, "": APPROVED, "cam": FORBIDDEN}
NO_OPINION, OTHER, UNCODED = "0", "khac", "chua"
APART = {NO_OPINION: "Không có ý kiến cụ thể", OTHER: "Ý kiến khác", UNCODED: "Chưa mã hóa"}


class FrameError(ValueError):
    """A code frame or a file of hand codes that cannot be used; the message names file, row and mend."""


def fold(text):
    """Lower case without marks and repeated blanks, so that headings and states compare however they were typed."""
    letters = unicodedata.normalize("NFD", str(text).lower().replace("đ", "d"))
    return " ".join("".join(c for c in letters if not unicodedata.combining(c)).split())


def columns(table, headings, needed, file):
    """The columns of a file under their names here, in any order; others are left out. FrameError names the missing."""
    known = {fold(title): name for name, title in headings.items()}
    found = table.rename(columns={c: known.get(fold(c), c) for c in table.columns})
    if lacking := [headings[name] for name in needed if name not in found]:
        raise FrameError(
            f"{file}: thiếu cột {', '.join(f'«{c}»' for c in lacking)}; tệp có {', '.join(map(str, table.columns))}."
            " Đặt lại tiêu đề cột như cũ (thứ tự cột tùy ý)."
        )
    texts = found.reindex(columns=list(headings)).astype("object").fillna("").astype("str")
    return texts.apply(lambda column: column.map(lambda cell: unicodedata.normalize("NFC", unguarded(cell)).strip()))


def checked(table, file="bảng mã"):
    """A code frame as read from its file (index: row of the file) → clean columns; FrameError names row and mend."""
    frame = columns(table, HEADINGS, NEEDED, file)
    states = frame["status"].map(lambda state: SPELT.get(fold(state)))
    phrases = frame["phrases"].map(lambda cell: "; ".join(filter(None, re.split(r"\s*[;,\n]\s*", cell))))
    rows = frame.assign(status=states, phrases=phrases, **{c: frame[c].map(plain) for c in ("name", "net")})
    _refuse(file, frame[states.isna()], "tình trạng «{0.status}» không hiểu được; ghi đề xuất, đã duyệt hoặc cấm")
    _refuse(file, rows[rows["code"].eq("")], "thiếu mã; ghi một mã chưa dùng, ví dụ " + fresh(rows["code"]))
    _refuse(
        file,
        rows[~rows["code"].str.fullmatch(r"\w+") | rows["code"].isin(APART)],
        "mã «{0.code}» không dùng được; mã chỉ gồm chữ và số, khác 0, khac, chua",
    )
    _refuse(file, rows[rows["code"].str.upper().duplicated()], "mã «{0.code}» đã có ở dòng trên; mỗi mã một dòng")
    _refuse(file, rows[rows["name"].eq("")], "mã {0.code} chưa có tên; ghi tên ở cột «tên»")
    _refuse(
        file,
        rows[rows["name"].str.fullmatch(r"[\d.,\s]+") & ~rows["code"].str.contains(r"\d")],
        "mã «{0.code}» tên «{0.name}»: nếu là dòng tổng thì xóa dòng, không thì đặt tên bằng chữ",
    )
    _check_merges(rows, file)
    _check_names(rows, file)
    return rows.reset_index(drop=True)


def _refuse(file, wrong, why):
    for row in wrong.head(1).itertuples() if len(wrong) else ():
        raise FrameError(f"{file}, dòng {row.Index}: {why.format(row)}.")


def _check_merges(rows, file):
    into = dict(zip(rows["code"], rows["merged_into"], strict=True))
    strange = rows[rows["merged_into"].ne("") & ~rows["merged_into"].isin(into)]
    strange = strange.assign(meant=[meant(text, rows) for text in strange["merged_into"]])
    told = "mã {0.code} gộp vào «{0.merged_into}», mã này không có trong bảng"
    named = "; có phải {0.meant}? Ghi mã, không ghi tên, ở cột «gộp vào»"
    gone = " (dòng đã xóa?); đưa dòng {0.merged_into} trở lại, hoặc xóa ô «gộp vào» của {0.code}"
    _refuse(file, strange[strange["meant"].isin(list(into))], told + named)
    _refuse(file, strange, told + gone)
    circles = rows[[_end(code, into) is None for code in rows["code"]]]
    _refuse(file, circles, "mã {0.code} gộp vòng tròn qua «{0.merged_into}»; xóa một ô «gộp vào» trong vòng")
    banned = rows[rows["merged_into"].isin(rows.loc[rows["status"].eq(FORBIDDEN), "code"])]
    _refuse(file, banned, "mã {0.code} gộp vào «{0.merged_into}», mã này đã cấm; chọn mã khác hoặc bỏ cấm")


def _check_names(rows, file):
    live = rows[rows["merged_into"].eq("") & rows["status"].ne(FORBIDDEN)]
    same = live[live["name"].map(fold).duplicated()]
    _refuse(file, same, "tên «{0.name}» trùng tên một mã ở trên; gộp hai mã (cột «gộp vào») hoặc đổi tên")
    apart, taken = set(map(fold, APART.values())), set(live["name"].map(fold)) | set(map(fold, APART.values()))
    reserved = live[live["name"].map(fold).isin(apart)]
    _refuse(file, reserved, "tên «{0.name}» dành cho mã có sẵn của chương trình; đổi tên")
    shared = live["net"].ne("") & live["net"].map(live["net"].value_counts()).gt(1)
    _refuse(
        file,
        live[shared & live["net"].map(fold).isin(taken)],
        "nhóm lớn «{0.net}» trùng tên một mã; đổi tên một trong hai",
    )


def _end(code, into):
    """Where a chain of merges ends; None in a circle."""
    seen = set()
    while into.get(code):
        if code in seen:
            return None
        seen.add(code)
        code = into[code]
    return code


def resolved(frame):
    """Code → the code it counts as after merges; forbidden codes count as nothing (""). The codes apart stay."""
    into = dict(zip(frame["code"], frame["merged_into"], strict=True))
    banned = set(frame.loc[frame["status"].eq(FORBIDDEN), "code"])
    ends = {code: _end(code, into) for code in frame["code"]}
    return {code: "" if {code, end} & banned else end for code, end in ends.items()} | {c: c for c in APART}


def meant(text, frame):
    """The code that a text means which is its name, or itself in other letters; "" for none."""
    told = {fold(said): code for code, name in names(frame).items() for said in (name, code)}
    return told.get(fold(text), "")


def live(frame):
    """The codes that answers may carry: neither merged nor forbidden; key phrases of merged codes go along."""
    ends = resolved(frame)
    own = frame[frame["code"].map(ends).eq(frame["code"])].reset_index(drop=True)
    phrases = (
        frame.assign(end=frame["code"].map(ends)).groupby("end")["phrases"].agg(lambda p: "; ".join(filter(None, p)))
    )
    return own.assign(phrases=own["code"].map(phrases).fillna(""))


def learned_by(frame):
    """What of a frame the machine learns by: the same as long as nets, sentences and notes alone were changed."""
    return tuple(frame[["code", "name", "phrases", "status", "merged_into"]].itertuples(index=False, name=None))


def names(frame):
    """Code → name, the codes apart included."""
    return dict(zip(frame["code"], frame["name"], strict=True)) | APART


def fresh(*used):
    """The next code never used: K and one more than the highest number in any of the ``used`` collections."""
    numbers = [int(n) for codes in used for code in codes for n in re.findall(r"^K(\d+)$", str(code).upper())]
    return f"K{max(numbers, default=0) + 1}"


def proposed(groups, examples=None, *, used=()):
    """A frame of proposals from a table of groups (``name``, ``words``): fresh codes, state "đề xuất".

    ``examples``: group → an answer that may be shown; ``used``: codes that must not come again.
    """
    codes = []
    for _ in range(len(groups)):
        codes.append(fresh(used, codes))
    rows = {"code": codes, "name": _unlike(groups["name"]), "phrases": groups["words"].tolist(), "status": PROPOSED}
    rows["example"] = [(examples or {}).get(group, "") for group in groups["group"]]
    return pd.DataFrame(rows).reindex(columns=list(HEADINGS), fill_value="").astype("str")


def new_code(frame, name, *, used=()):
    """One more code that a person named, approved: its row as a dict. FrameError for a name that is blank or taken."""
    name = plain(name)[:80]
    taken = {fold(known) for known in [*live(frame)["name"], *frame["net"], *APART.values()]}
    if not name or fold(name) in taken:
        raise FrameError(f"Tên mã «{name}» {'đã có' if name else 'còn trống'}; ghi một tên khác.")
    return {"code": fresh(frame["code"], frame["merged_into"], used), "name": name, "status": APPROVED}


def plain(text):
    """One line of whole letters that are seen: no control character spoils the file, none turns the text round."""
    return " ".join("".join(c if c.isprintable() else " " for c in unicodedata.normalize("NFC", text)).split())


def _unlike(names):
    seen, found = {}, []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        found.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return found


def guarded(cell):
    """A cell that no spreadsheet takes for a formula: an apostrophe before = + - @ tab and return."""
    return f"'{cell}" if str(cell)[:1] in tuple("=+-@\t\r") else str(cell)


def unguarded(cell):
    """The cell as it was before ``guarded``."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in tuple("=+-@\t\r") else cell
