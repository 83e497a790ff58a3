"""The printed table of one regression: every factor with its joint test, every level with its figures."""

from pipeline import vi, wording
from pipeline.infer import effects
from pipeline.infer.regress.estimate import FIRTH
from pipeline.infer.regress.quality import CAUTION
from pipeline.infer.regress.terms import TIMES
from pipeline.report.grid import cell, name_of, table, words
from pipeline.wording import say
from pipeline.wording.english_notes import noted

FIRST = "Mức đối chiếu là mức đầu tiên trong phiếu (không phải mức cuối như mặc định của SPSS)."
AME = (
    "AME: nếu mọi người ở mức ấy thay vì ở mức đối chiếu thì {what} đổi trung bình bao nhiêu điểm % (yếu tố là"
    " con số: mỗi đơn vị), các yếu tố khác giữ nguyên."
)
PRODUCTS = (
    "Dòng có dấu ×: {what}, cho biết chênh lệch theo yếu tố này khác đi bao nhiêu ở nhóm kia của yếu tố kia. Dòng của"
    " từng yếu tố trong tương tác: chênh lệch khi yếu tố kia ở mức đối chiếu (con số: bằng 0)."
)
SLOPES = (
    "b: trung bình của câu hơn kém bao nhiêu so với mức đối chiếu (yếu tố là con số: khi con số tăng một đơn vị). β"
    " chuẩn hóa: b tính bằng độ lệch chuẩn của câu, khi yếu tố (cột 0/1 của mức) tăng một độ lệch chuẩn."
)
JOINT = "Kiểm định chung: mọi mức của yếu tố cùng lúc; yếu tố có ở một tương tác thì xét khi chưa đưa tương tác ấy vào."


def term_name(form, term):
    """Text of a question, or of both questions of an interaction."""
    return TIMES.join(name_of(form, part) for part in str(term).split(TIMES))


def table_of(survey, caption, rows, model):
    """Odds ratios with marginal effects, or coefficients with standardised ones, of one model read by ``by_model``."""
    linear, average = "b" in model.pictures, "ame" in model.pictures
    body = []
    for term, part in rows.groupby("term", sort=False):
        body.append([term_name(survey.form, term) + _joint(part.iloc[0], is_in_tens(rows, model))])
        for row in part.to_dict("records"):
            body += _lines(row, survey.inference.negligible, linear, average)
    matters = _threshold(survey.inference.negligible, linear)
    notes = [FIRST, _fit(model.fit), matters, noted(model.caveat), *_explained(rows, model), *_reasons(rows)]
    heads = [("b (khoảng tin cậy 95%)", 24, "so"), ("β chuẩn hóa", 12, "so")] if linear else []
    heads = heads or [("OR (khoảng tin cậy 95%)", 22 if average else 26, "so")]
    heads += [("AME, điểm % (khoảng tin cậy 95%)", 20, "so")] if average else []
    heads += [("p hiệu chỉnh", 12 if average or linear else 16, "so")]
    first = 100 - sum(width for _, width, _ in heads) - 12
    columns = [("Yếu tố và mức", first, "chu"), ("Số người", 12, "so"), *heads]
    return table(caption, columns, body, notes=list(dict.fromkeys(notes)), long=True)


def _threshold(negligible, linear):
    """From which size on a figure of the table matters."""
    odds, d, beta = (effects.threshold(name, negligible) for name in ("OR", "d Cohen", "β chuẩn hóa"))
    told = say(TOLD)
    if linear:
        return say(OF_SLOPES, d=cell(d, 2), beta=cell(beta, 2), told=told)
    return say(OF_ODDS, odds=cell(odds, 2), inverse=cell(1 / odds, 2), told=told)


TOLD = " Yếu tố có một mức đáng kể được nêu với mọi mức có ý nghĩa thống kê."
OF_ODDS = "Đáng kể: OR từ {odds} trở lên hay từ {inverse} trở xuống (yếu tố là con số: của mỗi độ lệch chuẩn).{told}"
OF_SLOPES = (
    "Đáng kể, không kể dấu: b từ {d} độ lệch chuẩn của câu trở lên (yếu tố là con số: β từ {beta} trở lên).{told}"
)


def _joint(row, in_tens):
    """What stands beside the name of a factor of several rows: the test of all of them; without the degrees of freedom
    that tell how many people there are, where their numbers are cut to tens (``in_tens``)."""
    if not row["joint_df"] > 1:
        return ""
    kind = "F" if row["joint_df2"] == row["joint_df2"] else "χ²"
    df = "; ".join(
        cell(row[name], 0) for name in ("joint_df", "joint_df2")[: 1 if in_tens else 2] if row[name] == row[name]
    )
    p = vi.p_value(row["joint_p_adjusted"]).removeprefix("p ")
    told = " (kiểm định chung: {test} = {value}, p hiệu chỉnh {p})"
    return say(told, test=f"{kind}({df})", value=cell(row["joint_statistic"], 2), p=p)


def _lines(row, limits, linear, average):
    """The line of a term; of a number also the line of a step of one standard deviation."""
    against = say(" (so với {reference})", reference=words(row["reference"])) if words(row["reference"]) else ""
    steps = [(f"{words(row['level'])}{against}", 1)]
    if row["sd"] == row["sd"]:
        steps.append((say("mỗi độ lệch chuẩn ({sd} đơn vị)", sd=cell(row["sd"], 2)), row["sd"]))
    found = []
    for name, step in steps:
        slope = [_slope(row, ("b", "low", "high"), step, 2), cell(row["beta"], 2)]
        figures = slope if linear else [_ratio(row, step, limits)]
        figures += [_slope(row, ("ame", "ame_low", "ame_high"), step, 1)] if average else []
        found.append([name, _people(row["n"]), *figures, vi.p_value(row["p_adjusted"])])
    return found


def _people(n):
    """How many people a level has: of fewer than ten, where numbers are cut to tens, that they are."""
    return say("dưới 10") if n == 0 else cell(n, 0)


def _ratio(row, step, limits):
    """The odds ratio of so many units with its limits."""
    if row["odds_ratio"] != row["odds_ratio"]:
        return vi.MISSING
    ratio, low, high = (effects.text(row[name] ** step, "OR", limits) for name in ("odds_ratio", "low", "high"))
    return f"{ratio} ({low};{vi.NBSP}{high})"


def _slope(row, names, step, digits):
    """A coefficient or a marginal effect of so many units with its limits, each on its own side of 0."""
    if row[names[0]] != row[names[0]]:
        return vi.MISSING
    value, low, high = (vi.beside(row[name] * step, 0, digits=digits) for name in names)
    return f"{value} ({low};{vi.NBSP}{high})"


def _fit(fit):
    check = (
        f" {wording.label(words(fit['check']))}: {vi.p_value(fit['check_p'])}."
        if fit["check_p"] == fit["check_p"]
        else ""
    )
    squares = [("McFadden", "mcfadden"), ("Nagelkerke", "nagelkerke"), ("", "r2"), ("hiệu chỉnh", "adjusted_r2")]
    told = [f"R² {say(name)} {cell(fit[key], 3)}".replace("  ", " ") for name, key in squares if fit[key] == fit[key]]
    tested = "; kiểm định toàn mô hình ({test}): {p}"
    tested = say(tested, test=wording.label(words(fit["test"])), p=vi.p_value(fit["p"]))
    squares, whole = f"; {', '.join(told)}" if told else "", tested if fit["p"] == fit["p"] else ""
    model = wording.label(words(fit["model"]))
    return (
        say("Mô hình {model}, {people} người{more}.", model=model, people=cell(fit["base"], 0), more=squares + whole)
        + check
    )


def _explained(rows, model):
    crossed, linear = rows["term"].astype(str).str.contains(TIMES, regex=False).any(), "b" in model.pictures
    top = "tỷ lệ trả lời ở mức cao nhất của thang" if "thứ bậc" in words(model.fit["model"]) else "tỷ lệ của kết quả"
    yield from (noted(part) for part in words(model.fit["note"]).split("; ") if part.startswith(CAUTION))
    yield say(TENS) if is_in_tens(rows, model) else ""
    yield say(AME, what=say(top)) if "ame" in model.pictures else ""
    yield SLOPES if linear else ""
    yield _robust(rows) if "Breusch" in model.caveat else ""
    what = "chênh lệch giữa hai chênh lệch" if linear else "tỷ số của hai tỷ số chênh"
    yield say(PRODUCTS, what=say(what)) if crossed else ""
    yield JOINT if crossed else ""


def is_in_tens(rows, model):
    """Whether the numbers of people of a model are cut to tens."""
    return not any(n % 10 for n in [model.fit["base"], *rows["n"].dropna()])


TENS = "Số người làm tròn xuống hàng chục: số chính xác cho biết có bao nhiêu người khi họ quá ít."


def _robust(rows):
    """Which conclusions HC3 changes."""
    ends = ("low", "high"), ("robust_low", "robust_high")
    plain, robust = ((rows[low] > 0) | (rows[high] < 0) for low, high in ends)
    names = [f"“{words(level)}”" for level in rows.loc[plain != robust, "level"]]
    changed = "Theo khoảng HC3, kết luận đổi ở {levels}." if names else "Theo khoảng HC3, không kết luận nào đổi."
    return say(changed, levels=", ".join(names))


def _reasons(rows):
    """Why levels have no figures, those with one reason together; that Firth's estimates are told of the whole
    model."""
    held = {}
    for row in rows.to_dict("records"):
        held.setdefault(words(row["note"]).removeprefix(f"{FIRTH}."), {})[words(row["level"])] = True
    yield from (f"{', '.join(levels)}: {noted(wording.label(reason))}" for reason, levels in held.items() if reason)
