"""The coder's other pages: all answers of a code, the code frame, splitting a code, what may be told of each."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for

from pipeline import vi
from pipeline.coding import approval, edits, files, frame, lists, recent, reframe, splits, telling
from pipeline.coding import desk as desks
from pipeline.coding.frame import FrameError

blueprint = Blueprint("codes", __name__)
EACH = 100  # answers of a list shown at once
PARTS = (2, 3, 4, 5, 6, 8)


def _desk():
    """The desk, as the files are now; in a blind sample nothing of the others or the machine is listed."""
    desk = current_app.extensions["desk"]
    desks.reread(desk)
    if desk.sample:
        raise FrameError(
            "Đang mã hóa mẫu chung: không xem danh sách, bảng mã, câu trích, để không ai thấy bài của người khác hay"
            " gợi ý của máy. Chạy lại lệnh không có --sample để dùng các trang này."
        )
    return desk


def _page(desk, template, **filling):
    told = {"desk": desk, "csrf": current_app.extensions["csrf"], "names": frame.names(desk.frame)}
    told |= {"version": edits.version_of(desk.work, desk.question.name)}
    told |= {"done": recent.still(desk, request.args.get("da", ""), request.args.get("buoc"))}
    return render_template(template, **told, **filling)


@blueprint.get("/danh-sach")
def list_page():
    """All answers of a code, hand and guessed apart; ?giong= orders them by likeness to an answer."""
    desk = _desk()
    live = frame.live(desk.frame)
    return _list(desk, request.args.get("ma") or next(iter(live["code"]), frame.UNCODED), live)


def _list(desk, code, live, *, error="", ticked=()):
    source = request.form if request.method == "POST" else request.args
    like, part, at = source.get("giong", ""), source.get("phan", ""), source.get("trang", "1")
    at = max(1, int(at)) if at.isdecimal() and len(at) < 9 else 1
    filling = {"code": code, "live": live, "like": like, "part": part, "at": at, "error": error, "ticked": ticked}
    filling |= {"parts": _parts(desk, code, like, part, at), "every": source.get("chon") == "het"}
    filling |= {"like_text": desk.answers.at[like, "text"] if like in desk.answers.index else ""}
    filling |= {"apart": [(code, frame.APART[code]) for code in (frame.OTHER, frame.NO_OPINION)]}
    filling |= {"one": files.bears_one(desk.work, desk.question.name)}
    return _page(desk, "coding_list.html", **filling, **_last(desk, code))


def _parts(desk, code, like, part, at):
    """The answers of a list, by hand and guessed, each with the piece of it that is shown."""
    titles = ("Người đã mã hóa", "Chưa có mã" if code == frame.UNCODED else "Máy đoán, chưa ai mã hóa")
    parts = []
    for name, title, rows in zip(("tay", "may"), titles, lists.members(desk, code, like), strict=True):
        first = (at - 1) * EACH if name == part else 0
        told = {"total": len(rows), "people": int(rows["people"].sum()), "first": first, "last": first + EACH}
        parts.append({"name": name, "title": title, "rows": rows[first : first + EACH].to_dict("records"), **told})
    return parts


def _last(desk, code):
    """This coder's last step in words, and whether this list shows it, or where else it is seen."""
    found = recent.step(desk)
    told = {"last": recent.told(desk, found)[0], "is_seen": recent.is_seen(desk, found, code)}
    told |= {"mark": recent.mark_of(desk), "last_key": found[0][0] if len(found) == 1 else ""}
    return told | {"last_code": next((own for _, codes, *_ in found for own in codes), frame.UNCODED)}


@blueprint.post("/danh-sach")
def list_act():
    """Does one thing to all ticked answers of a list."""
    desk, told = _desk(), request.form
    code, keys = told.get("ma", ""), told.getlist("khoa")
    try:
        done = _undone(desk, code) if told.get("viec") == "hoan-tac" else _recoded(desk, code, keys)
    except FrameError as error:
        return _list(desk, code, frame.live(desk.frame), error=str(error), ticked=keys), 422
    back = {name: told.get(name) or None for name in ("giong", "phan", "trang")}
    return redirect(url_for("codes.list_page", ma=code, **back, da=done, buoc=recent.mark_of(desk)), 303)


def _recoded(desk, code, keys):
    n = lists.recode(desk, keys, request.form.get("viec", ""), code, request.form.get("toi", ""))
    return f"Đã ghi {vi.number(n)} câu."


def _undone(desk, code):
    what, to = recent.told(desk, recent.undo(desk, request.form.get("buoc") or "0", code))
    return f"Đã hoàn tác {what}. Nay trở lại: {to}."


@blueprint.get("/bang-ma")
def frame_page():
    """The code frame: names, nets, key phrases, states; merging and gathering of several codes."""
    return _frame(_desk())


def _frame(desk, error=""):
    live = frame.live(desk.frame)
    ends = frame.resolved(desk.frame)
    gone = [(r.code, r.name, r.merged_into, r.status == frame.FORBIDDEN)
            for r in desk.frame.itertuples() if ends[r.code] != r.code]  # fmt: skip
    own = dict(zip(desk.frame["code"], desk.frame["phrases"], strict=True))
    rows = live.assign(phrases=live["code"].map(own)).to_dict("records")
    nets = sorted(set(live["net"]) - {""})
    told = {"rows": rows, "gone": gone, "nets": nets, "counts": lists.counts(desk), "states": reframe.STATES}
    told |= {"last": reframe.last(desk, edits.version_of(desk.work, desk.question.name))}
    return _page(desk, "coding_frame.html", error=error, **told)


@blueprint.post("/bang-ma")
def frame_act():
    """Changes the frame on the disk, unless somebody else changed it meanwhile."""
    desk, told = _desk(), request.form
    version, code, codes = told.get("ban", ""), told.get("ma", ""), told.getlist("chon")
    cells = [told.get(name, "") for name in ("ten", "nhom", "cum", "tinh_trang")]
    acts = {
        "sua": lambda: reframe.rename(desk, version, code, *cells),
        "gop": lambda: reframe.merge(desk, version, codes, told.get("vao", "")),
        "nhom": lambda: reframe.gather(desk, version, codes, told.get("nhom", "")),
        "tach-lai": lambda: reframe.part(desk, version, code),
        "bo-cam": lambda: reframe.allow(desk, version, code),
        "them": lambda: desks.add_code(desk, told.get("ten", "")),
        "hoan-tac": lambda: f"Đã hoàn tác: {reframe.undo(desk, version)}.",
    }
    try:
        done = acts.get(told.get("viec"), _refuse_act)()
    except FrameError as error:
        return _frame(desk, str(error)), 409
    done = done if told.get("viec") == "hoan-tac" else "Đã ghi vào bảng mã."
    return redirect(url_for("codes.frame_page", da=done), 303)


def _refuse_act():
    raise FrameError("Chưa ghi gì: không rõ làm gì với bảng mã; bấm một nút của trang.")


@blueprint.get("/tach")
def split_page():
    """How a code falls apart, with the number of answers of each part."""
    return _split(_desk())


def _split(desk, error=""):
    code, count = request.values.get("ma", ""), request.values.get("phan", "3")
    count = int(count) if count in map(str, PARTS) else 3
    if code not in frame.live(desk.frame)["code"].tolist():
        raise FrameError(f"Mã «{code}» không có trong bảng mã.")
    told = {"code": code, "count": count, "choices": PARTS, "parts": reframe.parts(desk, code, count)}
    told |= {"typed": request.form, "ticked": request.form.getlist("tach")}
    return _page(desk, "coding_split.html", error=error, **told)


@blueprint.post("/tach")
def split_act():
    """Makes codes of the ticked parts."""
    desk, told = _desk(), request.form
    chosen = [(told.get(f"ten-{n}", ""), told.get(f"cum-{n}", ""), told.getlist(f"khoa-{n}"))
              for n in told.getlist("tach")]  # fmt: skip
    try:
        made = reframe.split(desk, told.get("ban", ""), told.get("ma", ""), chosen)
    except FrameError as error:
        return _split(desk, str(error)), 409
    return redirect(url_for("codes.frame_page", da=f"Đã tách thành {', '.join(made)}."), 303)


@blueprint.get("/nen-tach")
def splits_page():
    """The codes that look like two things, with the number of answers of each part; looking takes seconds."""
    return _splits(_desk())


def _splits(desk, error=""):
    told = {"rows": splits.proposed(desk), "refused": splits.dismissed(desk), "least": splits.FEWEST}
    return _page(desk, "coding_splits.html", error=error, **told)


@blueprint.post("/nen-tach")
def splits_act():
    """Keeps a no, or takes it back."""
    desk, told = _desk(), request.form
    answer = splits.NO if told.get("viec") == "thoi" else ""
    try:
        splits.dismiss(desk, told.get("ban", ""), told.get("ma", ""), answer)
    except FrameError as error:
        return _splits(desk, str(error)), 409
    return redirect(url_for("codes.splits_page", da="Đã ghi vào bảng mã."), 303)


@blueprint.get("/dem")
def count():
    """How many answers hold these key phrases: a number, for the script that shows it while they are typed."""
    return {"so_cau": reframe.holding(_desk(), request.args.get("cum", "")[:2000], request.args.get("ten", "")[:80])}


@blueprint.get("/trich-dan")
def told_page():
    """Quotes and a sentence of every code that enough people named, to be chosen."""
    return _told(_desk())


def _told(desk, error=""):
    rows, least = telling.offered(desk), desk.work.survey.privacy.min_quote_group
    told = {"rows": rows, "gone": telling.gone(desk), "least": least, "error": error}
    return _page(desk, "coding_told.html", quotes_version=approval.version_of(desk.work), **told)


@blueprint.post("/trich-dan")
def told_act():
    """Keeps what was chosen for one code."""
    desk, told = _desk(), request.form
    versions = told.get("ban_trich", ""), told.get("ban", "")
    try:
        telling.choose(desk, told.get("ma", ""), told.getlist("cau"), told.get("tom_tat", ""), versions)
    except FrameError as error:
        return _told(desk, str(error)), 409
    return redirect(url_for("codes.told_page", da=f"Đã ghi lựa chọn của mã {told.get('ma')}."), 303)
