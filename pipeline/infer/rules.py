"""Which test is used for which kinds of questions: the table that notebook 04 prints."""

import pandas as pd

from pipeline.infer.verdict import name_of

COLUMNS = ["answer", "groups", "weights", "method", "effect_name", "trend_method", "follow_up", "source"]
SOURCES = {
    "χ² Pearson": "Pearson 1900, không hiệu chỉnh Yates; R chisq.test(correct = FALSE)",
    "Fisher chính xác": "Freeman & Halton 1951, khi có ô kỳ vọng dưới 1 hay quá 20% ô dưới 5; R fisher.test",
    "χ² Monte-Carlo, 100.000 lần": "khi bảng thưa quá lớn cho Fisher; R chisq.test(simulate.p.value = TRUE)",
    "χ² Rao–Scott": "Rao & Scott 1984, hiệu chỉnh bậc hai; R survey::svychisq; bảng thưa: dạng điểm số, bậc một",
    "Mann–Whitney": "Mann & Whitney 1947, có hiệu chỉnh liên tục (như dấu hạng Wilcoxon); R wilcox.test",
    "Kruskal–Wallis": "Kruskal & Wallis 1952; R kruskal.test",
    "t Welch": "Welch 1947; R t.test",
    "ANOVA Welch": "Welch 1951; R oneway.test; trên 7 nhóm, có nhóm nhỏ: dạng điểm số, p hoán vị",
    "Kiểm định hạng Lumley–Scott": "Lumley & Scott 2013, hạng giữa; R survey::svyglm; nhóm nhỏ: dạng điểm số",
    "Kiểm định t có gia quyền": "R survey::svyttest; nhóm nhỏ: dạng điểm số (Rao, Scott & Skinner 1998)",
    "Xu hướng Cochran–Armitage": "Cochran 1954, Armitage 1955; R prop.trend.test",
    "Xu hướng Jonckheere–Terpstra": "Terpstra 1952, Jonckheere 1954; z của R cor.test(method = \"kendall\")",
    "Xu hướng tuyến tính theo thiết kế": "độ dốc trên điểm của thang; R survey::svyglm",
    "Spearman": "Spearman 1904; R cor.test(method = \"spearman\")",
    "Cochran Q": "Cochran 1950; R friedman.test trên 0/1",
    "Friedman": "Friedman 1937, có hạng trùng; R friedman.test",
    "Wald trên hạng": "Korn & Graubard 1990, trên hạng trong mỗi người; R survey::svymean; ít người: dạng điểm số",
}  # fmt: skip
RANKS = "Kiểm định hạng Lumley–Scott"
SCORED, RANK_PAIRS = f"{RANKS} (dạng điểm số)", f"{RANKS} ({{}}) từng cặp nhóm"
SCORED_PAIRS = f"{SCORED} ({{}}) từng cặp nhóm"
LINEAR = "Xu hướng tuyến tính theo thiết kế"
JONCKHEERE = "Xu hướng Jonckheere–Terpstra"
CELLS = "phần dư hiệu chỉnh của từng ô"
CELLS_AND_Z = f"{CELLS}; z hai tỷ lệ ({{}}) từng cặp nhóm"
EPSILON = "ε² Kruskal–Wallis"
BY_RANKS = (
    ("hai nhóm", "không", "Mann–Whitney", "r hạng–nhị phân", "", ""),
    ("hai nhóm", "có", RANKS, "r hạng–nhị phân", "", ""),
    ("ba nhóm trở lên", "không", "Kruskal–Wallis", EPSILON, "", "Dunn ({}) từng cặp nhóm"),
    ("ba nhóm trở lên", "có", RANKS, EPSILON, "", RANK_PAIRS),
    ("nhóm có thứ tự", "không", "Kruskal–Wallis", EPSILON, JONCKHEERE, "Dunn ({}) từng cặp nhóm"),
    ("nhóm có thứ tự", "có", SCORED, EPSILON, LINEAR, SCORED_PAIRS),
)
# kind of the question → groups, weights, method, effect, trend beside, what follows ({}: the name of the adjustment)
RULES = {
    "phương án, bảng thưa": (
        ("nhóm", "không", "Fisher chính xác", "V Cramér", "",
         f"{CELLS}; Fisher chính xác hai tỷ lệ ({{}}) từng cặp nhóm"),
    ),
    "hai phương án (hoặc một phương án của câu chọn nhiều)": (
        ("hai nhóm", "không", "χ² Pearson", "V Cramér", "", CELLS),
        ("hai nhóm", "có", "χ² Rao–Scott", "V Cramér", "", CELLS),
        ("ba nhóm trở lên", "không", "χ² Pearson", "V Cramér", "", CELLS_AND_Z),
        ("ba nhóm trở lên", "có", "χ² Rao–Scott", "V Cramér", "", CELLS_AND_Z),
        ("nhóm có thứ tự", "không", "χ² Pearson", "V Cramér", "Xu hướng Cochran–Armitage", CELLS_AND_Z),
        ("nhóm có thứ tự", "có", "χ² Rao–Scott", "V Cramér", LINEAR, CELLS_AND_Z),
        ("con số", "không", "t Welch", "g Hedges", "", ""),
        ("con số", "có", "Kiểm định t có gia quyền", "g Hedges", "", ""),
    ),
    "ba phương án trở lên": (
        ("hai nhóm", "không", "χ² Pearson", "V Cramér", "", CELLS_AND_Z),
        ("hai nhóm", "có", "χ² Rao–Scott", "V Cramér", "", CELLS_AND_Z),
        ("ba nhóm trở lên", "không", "χ² Pearson", "V Cramér", "", CELLS_AND_Z),
        ("ba nhóm trở lên", "có", "χ² Rao–Scott", "V Cramér", "", CELLS_AND_Z),
        ("nhóm có thứ tự", "không", "χ² Pearson", "V Cramér", "", CELLS_AND_Z),
        ("nhóm có thứ tự", "có", "χ² Rao–Scott", "V Cramér", "", CELLS_AND_Z),
        ("con số", "không", "ANOVA Welch", "η²", "", ""),
        ("con số", "có", RANKS, EPSILON, "", ""),
    ),
    "thang đo": (
        *BY_RANKS,
        ("con số", "không", JONCKHEERE, "τ-b Kendall", "", ""),
        ("con số", "có", LINEAR, "r xu hướng", "", ""),
    ),
    "một phương án của câu xếp hạng": (
        *BY_RANKS,
        ("con số", "không", "Spearman", "ρ Spearman", "", ""),
        ("con số", "có", "Spearman (không gia quyền)", "ρ Spearman", "", ""),
    ),
    "con số": (
        ("hai nhóm", "không", "t Welch", "g Hedges", "", ""),
        ("hai nhóm", "có", "Kiểm định t có gia quyền", "g Hedges", "", ""),
        ("ba nhóm trở lên", "không", "ANOVA Welch", "η²", "", "Games–Howell từng cặp nhóm"),
        ("ba nhóm trở lên", "có", RANKS, EPSILON, "", RANK_PAIRS),
        ("nhóm có thứ tự", "không", "ANOVA Welch", "η²", JONCKHEERE, "Games–Howell từng cặp nhóm"),
        ("nhóm có thứ tự", "có", SCORED, EPSILON, LINEAR, SCORED_PAIRS),
        ("con số", "không", "Spearman", "ρ Spearman", "", ""),
        ("con số", "có", "Spearman (không gia quyền)", "ρ Spearman", "", ""),
    ),
    "các mục của một bảng thang đo": (
        ("cùng những người trả lời", "không", "Friedman", "W Kendall", "",
         "Wilcoxon dấu hạng ({}) và t Student theo cặp từng cặp mục"),
        ("cùng những người trả lời", "có", "Wald trên hạng", "W Kendall", "", "t theo thiết kế từng cặp mục"),
    ),
    "các phương án của một câu": (
        ("cùng những người trả lời", "không", "Cochran Q", "W Kendall", "", "McNemar ({}) từng cặp mục"),
        ("cùng những người trả lời", "có", "Wald trên hạng", "W Kendall", "", "t theo thiết kế từng cặp mục"),
    ),
    "các phương án của một câu xếp hạng": (
        ("cùng những người trả lời", "không", "Friedman", "W Kendall", "", "Wilcoxon dấu hạng ({}) từng cặp mục"),
        ("cùng những người trả lời", "có", "Wald trên hạng", "W Kendall", "", "t theo thiết kế từng cặp mục"),
    ),
}  # fmt: skip


def rules(*, adjust="holm"):
    """The tests of ``compare``, ``pairs`` and ``battery`` by kinds of questions.

    Kind of the question (``answer``), of the ``groups``, ``weights`` or not, ``method``, ``effect_name``,
    ``trend_method`` (told beside, of ordered groups), ``follow_up`` (between pairs and cells) and ``source`` with the
    function of R that gives the same numbers. ``adjust``: how p is adjusted (see ``verdict.adjusted``). A test asks
    those functions on a made-up table for every row, so that none can differ from what they do.
    """
    rows = [(answer, *rule, _source(rule[2], rule[4])) for answer, rules in RULES.items() for rule in rules]
    found = pd.DataFrame(rows, columns=COLUMNS)
    return found.assign(follow_up=found["follow_up"].str.replace("{}", name_of(adjust), regex=False))


def _source(method, trend):
    return "; ".join([SOURCES[method.split(" (")[0]], *([f"{trend}: {SOURCES[trend]}"] if trend else [])])
