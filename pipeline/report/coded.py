"""How open answers were coded: by whom, how sure the machine is, how far coders agree, how shares were estimated."""

import pandas as pd

from pipeline import claims, vi
from pipeline.describe.groups import TOTAL
from pipeline.report.grid import cell, take, words
from pipeline.wording import parts, say

NET, UNCODED = "nhóm lớn", "chua"  # a group of codes; what is not coded


def estimated(tables, name):
    """Code → its estimated share of all who wrote, with interval and base, as a dict; empty where none is printed."""
    rows = take(tables, "open_shares", question=name, by=TOTAL).dropna(subset=["percent"])
    return {words(row["code"]): row for row in rows.to_dict("records")}


def under_groups(codes):
    """The same rows, the codes of a group right behind it."""
    place = {name: at for at, name in enumerate(codes["name"])}
    of = [place.get(net, place[name]) for net, name in zip(codes["net"].map(words), codes["name"], strict=True)]
    is_code = codes["level"].ne(NET) & codes["net"].map(words).isin(place)
    return (
        codes.assign(of=of, inside=is_code).sort_values(["of", "inside"], kind="stable").drop(columns=["of", "inside"])
    )


def interval(row):
    """The two ends of an estimated share, as printed."""
    return "–".join(vi.share(row[end], row["base"]) for end in ("low", "high"))


def how_estimated(tables, name):
    """How the estimates of a question were made; "" without estimates."""
    drawn = max((row["n"] for row in estimated(tables, name).values()), default=0)
    left = claims.held(take(tables, "open_answers", question=name), UNCODED)
    told = parts(ESTIMATED, drawn=cell(drawn, 0), left=left, uncoded=say(BY_CHANCE) if left else "")
    return claims.said(told) + say(_one_sided(tables, name)) if drawn else ""


def _one_sided(tables, name):
    """Why an interval begins at its estimate, where one does."""
    rows = estimated(tables, name).values()
    ends = [[vi.share(row[end], row["base"]) for end in ("low", "percent", "high")] for row in rows if row["low"] > 0]
    return ONE_SIDED if any(low == share != high for low, share, high in ends) else ""


ONE_SIDED = " Khoảng bắt đầu ở chính ước lượng: câu đã mang mã ấy là chắc, chỉ có thể còn thiếu câu."


def by_codes(tables, name, *, in_groups=False):
    """What the shares by the codes so far are: of all who wrote, how many of these are not coded, how far the codes are
    guesses; "" where a person or a sure rule coded every answer. ``in_groups``: within groups a machine errs more and
    less than in all, so that "" is left where a person alone coded."""
    coding, codes = (take(tables, table, question=name) for table in ("open_coding", "open_answers"))
    guesses, left = claims.guessed(coding), claims.held(codes, UNCODED)
    is_told = not claims.is_by_hand(coding) if in_groups else guesses or left
    bent = say(IN_GROUPS if in_groups else "có thể thấp hay cao hơn thật" if guesses else "có thể thấp hơn thật")
    told = parts(BY_CODES, by=claims.by_codes(coding), left=left, bent=bent)
    return claims.said(told) if is_told else ""


def singly(tables, name):
    """That every estimate is made by itself, where a printed group is more than its themes together or less than one of
    them; "" elsewhere."""
    rows = list(estimated(tables, name).values())
    nets = {row["name"]: row["percent"] for row in rows if row["level"] == NET}
    held = {net: [row["percent"] for row in rows if words(row["net"]) == net] for net in nets}
    known = take(tables, "open_answers", question=name)["net"].map(words).value_counts()
    over = any(nets[net] > sum(own) + HALF_DIGIT and len(own) == known.get(net) for net, own in held.items())
    return say(SINGLY) if over or any(nets[net] < max(own, default=0) - HALF_DIGIT for net, own in held.items()) else ""


BY_CODES = "Tỷ lệ {by}, tính trên mọi người có ghi ý kiến{left}; {bent}."
IN_GROUPS = "trong từng nhóm có thể thấp hay cao hơn thật, không dùng để so sánh các nhóm"
SINGLY, HALF_DIGIT = "từng ý ước lượng riêng, nên nhóm có thể lệch tổng các ý", 0.05
ESTIMATED = (
    "Ước lượng trên mọi người có ghi ý kiến{left}: tỷ lệ theo máy, sửa bằng {drawn} câu rút ngẫu nhiên do người mã"
    " hóa{uncoded}; khoảng kể sai số của mã hóa, không kể sai số do chọn người trả lời."
)
BY_CHANCE = "; mọi câu, cả câu chưa mã hóa, tính theo xác suất máy gán cho từng mã"


def coded_how(tables, name):
    """Who coded the answers of a question, and how sure the model's part is; "" when it is not told."""
    rows = take(tables, "open_coding", question=name)
    if rows.empty:
        return ""
    row = rows.iloc[0]
    if pd.isna(row["answered"]):
        return say("Ít người ghi, nên không nêu số liệu.")
    if row["uncoded"] == row["answered"]:
        return say("{people} người có ghi ý kiến; chưa ý kiến nào được mã hóa.", people=cell(row["answered"], 0))
    silent = _silent(row["silent"]) if row["silent"] != 0 or row["uncoded"] == 0 else ""
    told = "Trong {people} người có ghi{silent}." if silent else "{people} người có ghi ý kiến."
    text = say(told, people=cell(row["answered"], 0), silent=silent)
    counted = _by_way(row)
    text += say(" Số câu trả lời theo cách mã hóa: {counted}.", counted=vi.listing(counted)) if counted else ""
    if pd.isna(row["expected_precision"]):
        return text
    several = is_several(take(tables, "open_answers", question=name))
    lacking = say(LACKING, found=vi.percent(row["found"], 0)) if several else ""
    precision, expected = (vi.at_least(row[name]) for name in ("precision", "expected_precision"))
    return say(MACHINE, text=text, precision=precision, hand=cell(row["hand"], 0), expected=expected, lacking=lacking)


WAYS = {
    "person": "người mã hóa",
    "by_rule": "quy tắc và cụm từ khóa",
    "by_model": "máy",
    "guess": "máy gợi ý, chưa kiểm chứng",
    "uncoded": "chưa mã hóa",
}
LACKING = "; câu nhiều ý có thể còn thiếu mã, máy nêu được {found} số mã người gán"


def _by_way(row):
    """How many answers each way of coding decided; the ways whose number is hidden together, last."""
    counted = [f"{say(told)} {cell(row[way], 0)}" for way, told in WAYS.items() if row[way] > 0]
    rest = say(" hoặc ").join(say(told) for way, told in WAYS.items() if pd.isna(row[way]))
    return counted + ([say("còn lại là {rest}", rest=rest) if counted else rest] if rest else [])


MACHINE = (
    "{text} Máy chỉ tự mã hóa câu nào mà mã chắc nhất giữ được độ chính xác {precision}; đo trên {hand} câu rút ngẫu"
    " nhiên do người mã hóa: ít nhất {expected}{lacking}."
)


def is_several(rows):
    """Did somebody get more than one code, whether he was hidden or not?"""
    codes = rows[rows["level"].ne(NET)]
    return bool(codes["n"].sum() > rows["base"].max()) if len(rows) else False


def _silent(people):
    """How many had no opinion, in words; of a hidden number that there are some: it may be no small one."""
    if people == 0:
        return say(", ai cũng nêu ý kiến cụ thể")
    number = say("một số") if pd.isna(people) else cell(people, 0)
    return say(", {number} người không nêu ý kiến cụ thể", number=number)


def agreed(tables, name):
    """How far two coders agreed on whole sets of codes, of all answers that both coded, analysed or not; "" where only
    one coded."""
    rows = take(tables, "agreement", question=name)
    whole = rows[rows["code"].map(words).eq("")].head(1)
    if whole.empty:
        return ""
    row = whole.iloc[0]
    return say(AGREED, n=cell(row["n"], 0), alike=vi.percent(row["agreement"], 0))


AGREED = (
    "{n} câu được ít nhất hai người mã hóa độc lập (kể cả câu của phiếu không đưa vào phân tích, nếu có): giống hệt"
    " nhau {alike}."
)


def agreement_note(tables, name):
    """The coefficients of the same, for the foot of the table of codes."""
    rows = take(tables, "agreement", question=name)
    row = rows[rows["code"].map(words).eq("")].head(1).to_dict("records")
    if not row:
        return ""
    kappa = f"κ = {cell(row[0]['kappa'], 2)}, " if pd.notna(row[0]["kappa"]) else ""
    told = "Mức thống nhất giữa người mã hóa: {kappa}α Krippendorff = {alpha}."
    return say(told, kappa=kappa, alpha=cell(row[0]["krippendorff"], 2))
