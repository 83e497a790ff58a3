"""Appendix on the batteries as scales: reliability, item by item, fitness for factors, loadings."""

from dataclasses import replace

from pipeline import vi
from pipeline.export.grid import about, cell, even, table, take, words

LEAST = 0.3  # loadings under this size are left out of the printed table; item-rest correlations of it are enough
LOADED = (-0.5, -LEAST, LEAST, 0.5)
CONSISTENT, ADEQUATE = (0.7, 0.95), (0.5, 0.8)  # α and ω, KMO: what the notes below judge them by
TOGETHER = "Tất cả các bảng"

READ_RELIABILITY = (
    "Cách đọc: α (Cronbach) và ω (McDonald, một nhân tố, mục chuẩn hóa) từ 0,70 trở lên được coi là đủ tin cậy"
    " (Nunnally và Bernstein, 1994); trên 0,95 thì các mục có thể trùng ý nhau. Trong ngoặc là khoảng tin cậy 95%: của"
    " α theo Feldt, của ω theo phương pháp delta không giả định phân phối chuẩn. Không gia quyền; chỉ tính người trả"
    " lời đủ mọi mục của bảng, “không có ý kiến” coi như thiếu. α, ω thứ bậc tính trên tương quan đa chuỗi"
    " (polychoric)."
)
BY_WEIGHT = (
    "Cột “có gia quyền”: α của ma trận hiệp phương sai có trọng số, ω của ma trận tương quan có trọng số; khoảng tin"
    " cậy tính theo trọng số."
)
READ_ITEMS = (
    "Cách đọc: tương quan biến–tổng từ 0,30 trở lên là đạt (Nunnally và Bernstein, 1994); mục có “α nếu bỏ mục” cao hơn"
    " hẳn α của bảng thì nên xem lại câu chữ. Mục chỉ được đảo chiều khi người phân tích nêu tên; mục trông như đảo"
    " chiều thì được hỏi lại, không tự đảo."
)
READ_ADEQUACY = (
    "Cách đọc: KMO từ 0,50 trở lên mới nên phân tích nhân tố, từ 0,80 là tốt (Kaiser, 1974; Hair và cộng sự, 2010);"
    " Bartlett có p dưới 0,05 thì các mục có tương quan với nhau. Số nhân tố theo phân tích song song (Horn, 1965): giá"
    " trị riêng phải vượt mức 95% của số liệu ngẫu nhiên; số giá trị riêng lớn hơn 1 (Kaiser, 1960) nêu để đối chiếu."
    " Phương sai ban đầu: phần phương sai của các mục ứng với những giá trị riêng ban đầu được giữ, trước khi trích;"
    " phương sai trích nêu ở bảng hệ số tải. Không gia quyền; chỉ tính người trả lời đủ mọi mục."
)
READ_LOADINGS = (
    "Cách đọc: hệ số tải từ 0,30 là mức tối thiểu, từ 0,50 là có ý nghĩa thực tiễn (Hair và cộng sự, 2010); hệ số có độ"
    " lớn dưới 0,30 để trống. Phương sai trích: 100 × trung bình phần chung của các mục ở lời giải sau xoay; khoảng"
    " 60% là thường gặp trong khoa học xã hội (Hair và cộng sự, 2010)."
)


def scale_tables(survey, tables):
    """Every table of the appendix that has something to show."""
    found = [reliability_table, items_table, adequacy_table, loadings_table]
    return [shown for make in found if (shown := make(survey, tables))]


def title_of(form, battery):
    """How a battery is called: the number or the beginning of its stem, or the numbers of its items."""
    if battery not in form:
        return TOGETHER
    if not form[battery].block:
        items = next((run for run in form.batteries if run[0].name == battery), (form[battery],))
        return ", ".join(about(item) for item in items)
    return about(replace(form[battery], label=form[battery].block))


def reliability_table(survey, tables):
    """A row a battery: items, people, alpha and omega with intervals, on polychoric correlations; None without."""
    rows = take(tables, "reliability")
    if rows.empty:
        return None
    body, reasons, weighted = [], [], bool(rows["alpha_weighted"].notna().any())
    for battery, part in rows.groupby("battery", sort=False):
        one = part.iloc[0]
        name = title_of(survey.form, battery)
        spans = [_span(one[key], one[f"{key}_low"], one[f"{key}_high"]) for key in ("alpha", "omega")]
        ordinal = [vi.beside(one[key], *CONSISTENT) for key in ("alpha_ordinal", "omega_ordinal")]
        body.append([name, cell(len(part), 0), cell(one["n"], 0), *spans, *ordinal])
        body[-1] += [_by_weight(one, key) for key in ("alpha", "omega")] if weighted else []
        reasons += _reasons(name, part)
    titles = ["Số mục", "Số người", "α", "ω", "α thứ bậc", "ω thứ bậc"]
    titles += ["α, có gia quyền", "ω, có gia quyền"] if weighted else []
    widths = [5, 7, 13, 13, 7, 7, 13, 13] if weighted else [8, 10, 17, 17, 9, 9]
    columns = [("Bảng thang đo", 100 - sum(widths[: len(titles)]), "chu")]
    columns += [(t, w, "so") for t, w in zip(titles, widths, strict=True)]
    caption = "Độ tin cậy của các bảng thang đo"
    notes = [*reasons, READ_RELIABILITY, BY_WEIGHT if weighted else ""]
    return table(caption, columns, body, notes=notes, wide=weighted)


ITEM = ("item_rest", "alpha_if_dropped")


def items_table(survey, tables):
    """A row an item: item-rest correlation, alpha if dropped; what looks reversed in the foot."""
    rows = take(tables, "reliability").dropna(subset=["alpha"])
    if rows.empty:
        return None
    body, shown = [], [*ITEM]
    shown += [f"{key}_weighted" for key in ITEM] if rows["alpha_weighted"].notna().any() else []
    for battery, part in rows.groupby("battery", sort=False):
        body.append([title_of(survey.form, battery)])
        body += [[_item(r), *(_judged(r, key) for key in shown)] for r in part.to_dict("records")]
    titles = ["Tương quan biến–tổng", "α nếu bỏ mục"]
    titles += [f"{title}, có gia quyền" for title in titles] if len(shown) > len(ITEM) else []
    columns = [("Mục", 48, "chu"), *even(titles, first=48)]
    asked = [note for note in rows["note"].map(words).unique() if note]
    return table("Từng mục của các bảng thang đo", columns, body, notes=[*asked, READ_ITEMS])


def _judged(row, key):
    """A cell of an item, with the decimals that tell it from what it is judged by."""
    return vi.beside(row[key], LEAST if key.startswith("item_rest") else row["alpha"])


def adequacy_table(survey, tables):
    """A row a battery: KMO, Bartlett's test, factors kept, eigenvalues over 1, variance; None without."""
    rows = take(tables, "factor_adequacy")
    rows = rows[rows["item"].map(words).eq("")]
    if rows.empty:
        return None
    body, reasons = [], []
    for one in rows.to_dict("records"):
        name = title_of(survey.form, one["battery"])
        test = "–" if words(one["statistic"]) == "" else f"{cell(one['statistic'])} ({cell(one['df'], 0)})"
        p = vi.p_value(one["p"]).removeprefix("p = ").removeprefix("p ") if words(one["p"]) else "–"
        roots = take(tables, "factor_eigenvalues", battery=one["battery"])
        body.append([name, cell(one["n"], 0), vi.beside(one["kmo"], *ADEQUATE), test, p, *_roots(roots)])
        reasons += [] if words(one["kmo"]) else [f"{name}: {words(one['note'])}"]
    titles = ["Số người", "KMO", "Bartlett χ² (bậc tự do)", "p", "Số nhân tố", "Giá trị riêng trên 1"]
    titles.append("Phương sai ban đầu (%)")
    columns = [("Bảng thang đo", 27, "chu"), *even(titles, first=27)]
    return table("KMO, Bartlett và số nhân tố", columns, body, wide=True, notes=[*reasons, READ_ADEQUACY])


def loadings_table(survey, tables):
    """Items × factors of the widest analysis there is (all batteries together, or the only one); None without."""
    rows = take(tables, "factor_loadings")
    rows = rows[rows["battery"].eq(rows["battery"].iloc[-1])] if len(rows) else rows
    rows = rows.dropna(subset=["loading"])
    if rows.empty:
        return None
    names = sorted(rows["factor"].astype(int).unique())
    body = []
    for _, part in rows.groupby("item", sort=False):
        sizes = dict(zip(part["factor"].astype(int), part["loading"], strict=True))
        shown = [vi.beside(sizes[at], *LOADED) if abs(sizes[at]) >= LEAST else "" for at in names]
        body.append([words(part["label"].iloc[0]), *shown, cell(part["communality"].iloc[0], 2)])
    columns = [("Mục", 46, "chu"), *even([*(f"Nhân tố {at}" for at in names), "Phần chung"], first=46)]
    first = rows.iloc[0]
    how = f"{cell(first['n'], 0)} người trả lời đủ mọi mục; {words(first['method'])}."
    extracted = 100 * rows.drop_duplicates("item")["communality"].mean()
    how += f" Phương sai trích: {vi.percent(extracted)}."
    notes = [how, words(first["note"]), READ_LOADINGS, _related(tables, first["battery"])]
    title = title_of(survey.form, first["battery"])
    return table(f"Ma trận hệ số tải nhân tố ({title[0].lower()}{title[1:]})", columns, body, notes=notes)


def _span(value, low, high):
    value, low, high = (vi.beside(number, *CONSISTENT) for number in (value, low, high))
    return value if low == vi.MISSING else f"{value} ({low}–{high})"


def _by_weight(row, key):
    return _span(*(row[f"{key}{end}_weighted"] for end in ("", "_low", "_high")))


def _reasons(name, part):
    first = part.iloc[0]
    reason = words(first["omega_note"]) if words(first["alpha"]) else words(first["note"])
    return [f"{name}: {reason}"] if reason else []


def _item(row):
    return words(row["label"]) + (" (đã đảo chiều)" if words(row["turned"]) == "True" else "")


def _roots(roots):
    kept = roots["kept"].map(words).eq("True")
    if roots["eigenvalue"].isna().all():
        return ["–", "–", "–"]
    variance = roots.loc[kept, "cumulative"].max()
    return [cell(kept.sum(), 0), cell((roots["eigenvalue"] > 1).sum(), 0), cell(variance)]


def _related(tables, battery):
    rows = take(tables, "factor_correlations", battery=battery)
    pairs = [f"{int(r.other)} và {int(r.factor)}: {cell(r.correlation, 2)}" for r in rows.itertuples()]
    return f"Tương quan giữa các nhân tố: {'; '.join(pairs)}." if pairs else ""
