"""The report in English: the same claims, worded from the English labels, numbers as its readers write them."""

import ast
import re
from collections import Counter
from dataclasses import replace
from importlib import import_module

import pandas as pd
import pytest

from pipeline import claims, clean, wording
from pipeline import survey as surveys
from pipeline.clean import corrections, missing
from pipeline.coding.frame import APART
from pipeline.describe import worth
from pipeline.export.book import contents, sheet, style
from pipeline.infer import rules, within_weighted
from pipeline.ingest import raw
from pipeline.ingest import sheets as sheets_of
from pipeline.questionnaire.model import Choice, Question
from pipeline.questionnaire.tones import TONES, tone_of
from pipeline.report import assessment, opinions
from pipeline.survey import SurveyError
from pipeline.wording.english_notes import named, noted
from tests import reports, test_claims
from tests.conftest import ROOT

VIETNAMESE = re.compile("[ăâđêôơưáàảãạắằẳẵặấầẩẫậéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ]", re.IGNORECASE)


def english(survey):
    """The same survey with a report in English."""
    return replace(survey, report=replace(survey.report, language="en"))


@pytest.mark.parametrize("named", [{"English (en)": "a"}, {"en": "a"}, {"English": "a"}])
def test_english_labels_are_found_by_the_name_of_their_column(named):
    assert wording.in_language({"Tiếng Việt (vi)": "b"} | named, "en") == "a"


def test_another_language_is_refused_by_name(tmp_path):
    with pytest.raises(SurveyError, match="report › language: «fr»; dùng một trong vi, en"):
        reports.survey(tmp_path, lead="net], language: fr, proposals: [net")


def test_a_questionnaire_without_english_is_refused_with_the_column_to_add(tmp_path):
    with pytest.raises(SurveyError, match="«label::English"):
        reports.survey(tmp_path, lead="net], language: en, proposals: [net")


def test_every_text_in_english_has_the_places_of_its_vietnamese():
    places = {vi: (set(wording.PLACE.findall(vi)), set(wording.PLACE.findall(en))) for vi, en in wording.WORDS.items()}
    assert [vi for vi, (one, other) in places.items() if not other <= one] == []
    assert not [en for en in wording.WORDS.values() if VIETNAMESE.search(wording.PLACE.sub("", en))]


def test_no_text_has_two_english_ones():
    modules = [
        import_module(f"pipeline.wording.{path.stem}") for path in (ROOT / "pipeline/wording").glob("english*.py")
    ]
    lists = [held for module in modules for name, held in vars(module).items() if name.isupper() and name != "WORDS"]
    told = {(vi, en) for held in lists if isinstance(held, dict) for vi, en in held.items()}
    assert len(told) > 500
    assert [vi for vi, times in Counter(vi for vi, _ in told).items() if times > 1] == []


def test_a_figure_keeps_the_language_it_was_made_in():
    with wording.spoken("en"):
        figure = claims.Estimate("t", (), "n", 1234.5)
    assert (figure.text, figure.printed) == ("1,234.5", 1234.5)
    assert claims.Estimate("t", (), "n", 1234.5).text == "1.234,5"


@pytest.mark.parametrize("labels", [{"default": "Why?"}, {"English (en)": "Why?"}, {"en": "Why?"}, {}])
def test_the_sentiment_of_an_open_question_is_named_in_the_language_of_the_report(labels):
    question = tone_of(Question("q", "text", "Why?", labels=labels), "en")
    with wording.spoken("en"):
        assert claims.names.labelled(question) == "Why? – sentiment"


@pytest.mark.parametrize("named", [{"English (en)": "Why?"}, {"en": "Why?"}])
def test_the_sentiment_of_a_vietnamese_label_stays_vietnamese_beside_the_english_one(named):
    labels = {"Tiếng Việt (vi)": "Vì sao?"} | named
    question = tone_of(Question("q", "text", "Vì sao?", labels=labels), "en")
    assert (question.label, [*question.labels.values()]) == (
        "Vì sao? – sắc thái",
        ["Vì sao? – sắc thái", "Why? – sentiment"],
    )
    assert tone_of(Question("q", "text", "Why?")).label == "Why? – sắc thái"  # a report in Vietnamese


def test_what_is_no_theme_and_every_sentiment_has_its_english():
    assert not {*APART.values(), *TONES.values()} - {*wording.WORDS}
    assert wording.WORDS["Ý kiến khác"] == "Other opinions"


FORM = reports.FORM
LABELS = {
    "A. Chung": "A. General", "Câu 1. Giới tính?": "1. Sex?", "Câu 2. Dùng mạng nào?": "2. Which networks?",
    "Câu 3. Bao nhiêu giờ?": "3. How many hours?", "Câu 4. Đồng ý không?": "4. Do you agree?", "a) Nhanh": "a) Fast",
    "b) Vui": "b) Fun", "Câu 5. Kiến nghị?": "5. Proposals?", "Nam": "Male", "Nữ": "Female", "Zalo": "Zalo",
    "Facebook & bạn": "Facebook & friends", "Rất không": "Strongly disagree", "Không": "Disagree", "Có": "Agree",
    "Rất có": "Strongly agree", "Không có ý kiến": "No opinion", "": "",
}  # fmt: skip
SHORT = {"Nam": "men", "Nữ": "women", "Zalo": "people who use Zalo", "Facebook & bạn": "people who use Facebook"}
WRITTEN = {"Dùng mạng": "Use of networks", "Ban Tuyên giáo": "Office", "Đảng ủy": "Board", "Thái Nguyên": "Hue"}
WRITTEN |= {"Mức độ": "Use", "Phiếu thử": "Trial form"}


def translated(text):
    """The form with an English label, and a short name where there is one, beside every label."""
    lines = []
    for line in text.strip().split("\n"):
        cells = line.split(" | ")
        last = cells[-1].removesuffix(" |").strip("| ") if len(cells) > 3 else ""
        if last == "label":
            line = f"{line.removesuffix(' label |')} label::Tiếng Việt (vi) | label::English (en) | short_en |"
        elif last in LABELS and len(cells) > 3:
            line = f"{line.removesuffix(' |')} | {LABELS[last]} | {SHORT.get(last, '')} |"
        lines.append(line)
    return "\n".join(lines).replace("| form_title | form_id |", "| form_title | form_id | default_language |").replace(
        "| Phiếu thử | thu |", "| Trial form | thu | Tiếng Việt (vi) |")  # fmt: skip


@pytest.fixture(scope="module")
def both(tmp_path_factory):
    """(survey, claims, [signed report, annex]) in Vietnamese and in English, of one small survey."""
    folder = tmp_path_factory.mktemp("english")
    (folder / "q.md").write_text(translated(FORM), encoding="utf-8")
    text = reports.YAML.format(synthetic="true", layout="party", lead="net, i1, hours")
    for vi, en in WRITTEN.items():
        text = text.replace(vi, en)
    (folder / "s.yaml").write_text(text, encoding="utf-8")
    vietnamese = surveys.read(folder / "s.yaml")
    tables = reports.tables()
    tables["tests"]["family"] = "Use"
    tables["open_answers"]["name"] = ["No opinion", "Training"]
    tables["quotes"] = tables["quotes"].assign(name="Training", quote="hold <b>short</b> courses")
    return [(s, claims.found(s, tables), reports.made(s, tables)) for s in (vietnamese, english(vietnamese))]


def test_both_languages_claim_the_same_with_the_same_figures(both):
    (_, vi, _), (_, en, _) = both
    figures = [[[(e.table, e.key, e.column, e.value) for e in c.estimates] for c in found] for found in (vi, en)]
    assert [c.key for c in vi] == [c.key for c in en]
    assert [(c.sure, c.size, c.strength) for c in vi] == [(c.sure, c.size, c.strength) for c in en]
    assert figures[0] == figures[1]
    assert not {c.sentence for c in vi} & {c.sentence for c in en}


def test_the_whole_report_in_english_has_no_vietnamese_letter(both):
    _, (_, _, documents) = both
    left = [line for line in reports.words(*documents).split("\n") if VIETNAMESE.search(line)]
    assert ([d.language for d in documents], left) == (["en", "en"], [])


def test_its_charts_and_what_is_heard_of_them_have_none_either(both):
    _, (_, _, documents) = both
    drawn = [figure for document in reports.drawn(documents) for figure in document.of(reports.model.Figure)]
    texts = [re.sub("<[^>]*>", " ", figure.svg) + figure.alt for figure in drawn]
    assert len(texts) > 2 and not [word for text in texts for word in VIETNAMESE.findall(text)]


def test_the_chart_of_the_composition_has_an_english_name(both):
    (_, _, _), (survey, _, _) = both
    made = {"margin": "sex", "n": 40, "population": 50.0, "weighted": 50.0, "method": "raking"}
    weights = pd.DataFrame([made | {"option": "Nam", "sample": 40.0}, made | {"option": "Nữ", "sample": 60.0}])
    measures = ("Số phiếu phân tích", "Số phiếu hiệu dụng", "Hiệu ứng", "Nhỏ nhất", "Lớn nhất")
    size = pd.DataFrame({"measure": measures, "value": [100.0, 96, 1.04, 0.8, 1.2], "method": "raking"})
    _, annex = reports.made(survey, reports.tables() | {"weights": weights, "design_effect": size})
    (figure,) = [one for one in annex.of(reports.model.Figure) if one.name == "co_cau"]
    assert claims.said(figure.title).startswith("Composition of respondents")


def test_the_report_in_vietnamese_has_no_english(both):
    (_, _, documents), _ = both
    english = re.findall(r"\b(the|share|who|people|Table|Figure|Annex)\b", reports.words(*documents))
    assert (documents[0].language, english) == ("vi", [])


def test_both_documents_have_the_same_blocks_in_the_same_order(both):
    (_, _, vi), (_, _, en) = both
    shapes = [[(type(b).__name__, getattr(b, "anchor", "")) for d in each for b in d.blocks] for each in (vi, en)]
    assert shapes[0] == shapes[1]


def test_numbers_are_written_as_the_readers_of_each_language_do(both):
    texts = [" ".join(c.sentence for c in found) for _, found, _ in both]
    assert "68,2%" in texts[0] and "5.000" in texts[0]
    assert "68.2%" in texts[1] and "5,000" in texts[1] and not re.search(r"\d,\d%", texts[1])


def test_an_answer_is_told_as_what_people_did(both):
    _, (_, found, _) = both
    told = {c.key: c.sentence for c in found}
    assert (
        told["difference:tests:net/z × sex"]
        == "A larger share of women than of men use Zalo: 81.0% compared with 61.5%."
    )


def test_a_choice_without_an_english_label_keeps_the_one_it_has(tmp_path):
    (tmp_path / "q.md").write_text(translated(FORM).replace("| Female | women |", "|  |  |"), encoding="utf-8")
    (tmp_path / "s.yaml").write_text(
        reports.YAML.format(synthetic="true", layout="party", lead="net], language: en, proposals: [net"),
        encoding="utf-8",
    )
    found = claims.found(surveys.read(tmp_path / "s.yaml"), reports.tables())
    assert any("those in “Nữ”" in c.sentence for c in found)


@pytest.mark.parametrize(("all_of", "told"), [(1, "The only comparison did not provide enough evidence that the"),
    (2, "Neither of the 2 comparisons provided enough evidence that the groups differ"),
    (7, "None of the 7 comparisons provided enough evidence that the groups differ")])  # fmt: skip
def test_that_no_comparison_gives_enough_evidence_reads_as_english(all_of, told):
    with wording.spoken("en"):
        assert assessment._lacking(all_of, all_of).startswith(told)
        assert assessment._lacking(3, 7).startswith("Of 7 comparisons, 3 did not provide enough evidence")
    start = f"Cả {all_of} phép so sánh đều" if all_of > 1 else "Phép so sánh duy nhất"
    assert assessment._lacking(all_of, all_of) == f"{start} chưa đủ căn cứ nói các nhóm khác nhau"


LABELLED = [("Which faculty are you in?", "“Which faculty are you in”"), ("In what year?", "“In what year”"),
            ("5. Sex", "sex"), ("Area of work", "area of work"), ("Island", "island")]  # fmt: skip


@pytest.mark.parametrize(("label", "told"), LABELLED)
def test_an_english_label_that_asks_keeps_its_quotes_where_a_noun_stands_without(label, told):
    with wording.spoken("en"):
        assert claims.names.plainly({"q": Question("q", "select one", label)}, "q") == told


SAID = ("say", "tich_cuc", "Tích cực", 40, 40.0, 100, "", "mã", "đã duyệt", 40, 0, 0)


def test_the_sentiment_of_an_open_question_reads_as_english(both):
    (survey, _, _), (english_one, _, _) = both
    estimates = ("say", "K1", "Tập huấn", "Tích cực", 40, 40.0, 100, 47.9, 43.8, 52.1)
    coding = ("say_sac_thai", 100, 0, 100, 0, 0, 0, 0, 90.0, 93.0, 88.0, 61.0, 60)
    tables = reports.coded() | {"open_tones": reports.frame("open_tones", estimates)}
    tables["open_coding"] = pd.concat([tables["open_coding"], reports.frame("open_coding", coding)])
    texts = []
    for one in (survey, english_one):
        one = replace(one, sentiment=("say",))
        one = replace(one, form=replace(one.form, derived=(tone_of(one.form["say"], one.report.language),)))
        annex = reports.made(one, tables)[1]
        texts.append(reports.words(annex).replace("\u00a0", " "))
        with claims.names.spoken(one):
            texts.append(claims.names.did(one.form, "say_sac_thai", ["Tiêu cực"], "nêu"))
            shown = reports.frame("open_answers", SAID).assign(question="say_sac_thai")
            texts.append(opinions.themes_table(one, tables, one.form["say_sac_thai"], shown).notes)
    vi, did, notes, en, done, noted_ = texts
    assert "the most frequent sentiment is positive for “Tập huấn” (47.9%, interval 43.8–52.1%)" in en
    assert "Sentiment coded by people; row percentages." in en
    assert "Sắc thái do người mã hóa; tỷ lệ hàng." in vi
    assert (did, done) == ("nêu “Tiêu cực”", "expressed the sentiment “Negative”")
    assert "Sắc thái theo danh sách cố định." in notes and "Sentiments are a fixed list." in noted_


def test_the_book_calls_its_sheet_of_notes_by_its_name():
    with wording.spoken("en"):
        told = [wording.say(text) for text in (sheet.SEVERAL, contents.READING)]
        assert all(f"the {wording.say(style.NOTES)} sheet" in text for text in told)


VIETNAMESE_ONLY = ("odds.py", "remarks.py")  # texts with a number put in; what authors are told


def said(path):
    """The Vietnamese texts with places of a module: what it says, or makes parts of."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    made = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in ast.walk(node)}
    texts = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant) and id(n) not in made]
    return [t for t in texts if isinstance(t, str) and wording.PLACE.search(t) and VIETNAMESE.search(t) and len(t) > 5]


@pytest.mark.parametrize("folder", ["claims", "report", "charts"])
def test_every_text_with_places_has_its_english(folder):
    paths = [path for path in (ROOT / "pipeline" / folder).glob("*.py") if path.name not in VIETNAMESE_ONLY]
    texts = [text for path in paths for text in said(path)]
    assert len(texts) > 10
    assert sorted({*texts} - {*wording.WORDS}) == []


LOOKED_UP = {  # words of tables that are looked up, places of nhan-dinh.md, parts of a text that is said
    "Bảng", "Bậc tự do", "Chưa", "Chưa kết luận được", "Hình", "Hạng trung bình", "Mục đích", "Số bộ trọng số lặp",
    "Số cụm (đơn vị chọn đầu tiên)", "Số phiếu phân tích", "Số tầng", "Tóm tắt", "Tổng trọng số gốc", "V Cramér", "mã",
    " đến ", "các bảng", "nhóm lớn", "thiết kế mẫu", "thứ bậc", "thứ hạng", "đã duyệt", "đề xuất",
    "So sánh các mục do cùng người trả lời và hệ số tương quan", " và hệ số tương quan",
}  # fmt: skip
# the printed questionnaire; what authors are told; how the name of a unit, which stays as it is, breaks
OF_THE_FORM = ("paper.py", "remarks.py", "unit_name.py")


def test_every_word_of_the_report_has_its_english():
    paths = [path for path in (ROOT / "pipeline" / "report").glob("*.py") if path.name not in OF_THE_FORM]
    trees = [node for path in paths for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))]
    within = {id(part) for node in trees if isinstance(node, ast.JoinedStr) for part in node.values}
    within |= {id(node.value) for node in trees if isinstance(node, ast.Expr)}  # what documents the code
    texts = {n.value for n in trees if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in within}
    texts = {text for text in texts if VIETNAMESE.search(text) and "\\s" not in text}
    assert len(texts) > 300
    assert texts - {*wording.WORDS} - LOOKED_UP == set()


def test_the_authors_words_of_the_file_are_said_in_english(tmp_path):
    (tmp_path / "q.md").write_text(translated(FORM), encoding="utf-8")
    told = (
        "net], language: en, proposals: [net], english: {Dùng mạng: Being online, Ban Tuyên giáo: Office, Mức độ: Use,"
    )
    told += " …/02/2022: … February 2022}, good: [net/z"
    yaml = reports.YAML.format(synthetic="true", layout="party", lead=told) + "plan: {number: 5-KH, date: …/02/2022}\n"
    (tmp_path / "s.yaml").write_text(yaml, encoding="utf-8")
    text = reports.words(*reports.made(surveys.read(tmp_path / "s.yaml"), reports.tables()))
    assert "conducted under Plan No. 5-KH dated … February 2022." in text
    assert "“Being online”" in text and "OFFICE" in text and "Use: figures for the findings" in text
    assert not re.search("Dùng mạng|BAN TUYÊN GIÁO|Mức độ", text)


def test_a_table_of_the_authors_keeps_their_words_though_an_answer_reads_the_same(both):
    _, (survey, _, _) = both
    rows = "| Kiến nghị | Thời hạn |\n|---|---|\n| Nữ | Không |\n"
    (table,) = reports.made(survey, reports.tables(), f"# Kiến nghị\n\n{rows}")[0].of(reports.model.Table)
    assert table.columns[0].title == "Proposal"
    assert [claims.said(cell) for cell in table.rows[0].cells] == ["Nữ", "Không"]


KINDS = [
    (test_claims.from_groups(test_claims.OZONE), "“Câu q”: higher among those in “August”, with a mean of 59.96"
     " compared with 23.62 among those in “May” (by “Câu g”)."),
    (test_claims._shares(6, 20, 34), "“Câu y”: the share who chose “co” rises steadily from those in “1” (15%)"
     " to those in “3” (85%; by “Câu i”)."),
    (test_claims.from_counts([[6, 6], [6, 6]]), "There is not enough evidence of differences in “Câu q” by “Câu g”."),
    (test_claims.from_counts([[540, 460], [460, 540]]), "“Câu q”: a larger share of those in “Nam” than of those in"
     " “Nữ” chose “Có”: 54.0% compared with 46.0% (by “Câu g”); the difference is borderline"
     " and may be negligible."),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "sentence"), KINDS, ids=["means", "trend", "unsure", "border"])
def test_a_comparison_reads_as_english(asked, sentence):
    survey, tables = test_claims.printed(*asked)
    assert [c.sentence for c in claims.found(english(survey), tables) if c.table == "tests"] == [sentence]


def test_a_median_reads_as_english():
    asked = test_claims.Question("thu", "decimal", "Income (million VND)?", shorts={"en": "income"})
    survey = english(test_claims.Survey("T", form=test_claims.form(asked)))
    (claim,) = claims.found(survey, {"numbers": pd.DataFrame([test_claims.EARNED])})
    assert "median 7.1" in claim.sentence and "95% confidence interval: 6.7 to 7.8" in claim.sentence
    assert "the distribution is very skewed, its mean is 37.5" in claim.sentence
    assert claim.key_figure[1].startswith("the median for ")


@pytest.mark.parametrize(
    ("key", "sentence"),
    [
        ("order:frequencies:net", "“Which networks”: “Zalo” was chosen most often (68.2%), followed by “Facebook &"
         " friends” (20.0%), of 5,000 respondents."),
        ("number:numbers:hours", "“How many hours”: mean 2.5; the middle half lie between 1 and 3.5 (90"
         " respondents)."),
        ("theme:open_answers:say", "Themes named on “Proposals” (based on current coding): “Training” (40.0%), of"
         " 100 respondents who wrote an answer, including 60 respondents giving no specific opinion."),
    ],
)  # fmt: skip
def test_an_answer_of_everybody_reads_as_english(both, key, sentence):
    _, (_, found, _) = both
    assert {c.key: c.sentence.replace("\u00a0", " ") for c in found}[key] == sentence


BROKEN = [["Kết quả khảo sát", "", "", ""], ["Câu 1", "Câu 2", "", "Câu 3"], ["Có", "#N/A", "x", "['a', 'b']"],
          ["Không", "1", "y", "['b']"], ["Có", "2"], ["Tổng", "3", "", ""]]  # fmt: skip


def notes():
    """What the machine notes on files as people have them: read from such files, corrected, passed over."""
    rows = [(at, cells) for at, cells in enumerate(BROKEN, start=1)]
    flagged, nobody = pd.DataFrame({"flag.duplicate_across": [True, False]}), pd.Series([True])
    log = pd.DataFrame({"rule": ["đính chính", "đính chính không khớp"], "rows": [2, 1], "before": ["", "k1"]})
    coded = pd.DataFrame({"a": ["x"] * 10})
    found = [*raw.table(rows, "f.csv").notes, *clean.skips_said(coded, coded.eq("y"))]
    found += [note for across in ("drop", "keep", "") for note in clean.across_said(flagged, across)]
    found += clean.corrections_said(log.assign(rule=[corrections.RULE, corrections.LOST]), nobody)
    found += [missing._unmet(Question("q", "integer", "Câu"), "99")]
    found += [missing._unmet(Question("q", "select one", "Câu", choices=(Choice("a", "A"),)), "a.")]
    sheets = {"Phiếu": rows[1:], "Danh sách": [(1, ["Mã", "Tên"]), (2, ["1", "A"])]}
    return [*found, *sheets_of.chosen(sheets, ["Ẩn"])[1]]


def test_what_the_machine_noted_on_files_is_told_in_english():
    found = notes()
    with wording.spoken("en"):
        told = [re.sub("«[^»]*»", "", noted(f"a.csv: {note}")) for note in found]
    left = [text for text in told if VIETNAMESE.search(text)]
    assert len(found) > 10 and left == []
    assert noted(found[0]) == found[0]  # in a Vietnamese report


UNTESTED = (
    *("choose", "groups", "tables", "classical/groups", "correlations", "battery", "scale/items", "scale/omega"),
    *("scale/alpha", "scale/factors", "regress/estimate", "regress/linear", "regress/planned", "regress/quality"),
    *("regress/rows", "regress/terms", "regress/reading"),
)


def refusals(path):
    """The reasons of a module why something cannot be computed, "9" in their places."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    within = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    within |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        parts = node.values if isinstance(node, ast.JoinedStr) else [node]
        text = "".join(part.value if isinstance(part, ast.Constant) and isinstance(part.value, str) else "9"
                       for part in parts) if isinstance(node, (ast.JoinedStr, ast.Constant)) else ""  # fmt: skip
        is_reason = not text[:1].isupper() or text.startswith("Không tính được: ")  # not an error of a caller
        if id(node) not in within and VIETNAMESE.search(text) and text.endswith(".") and is_reason:
            yield text


def test_why_a_test_cannot_be_computed_is_told_in_english():
    found = [text for name in UNTESTED for text in refusals(ROOT / f"pipeline/infer/{name}.py")]
    with wording.spoken("en"):
        assert len(found) > 12 and [text for text in found if VIETNAMESE.search(noted(text))] == []


def test_methods_measures_and_models_are_named_in_english():
    table = rules()
    found = {*within_weighted.WALD, *table["method"], *table["effect_name"], *table["trend_method"]}
    found |= {worth.NEVER, worth.ALWAYS, worth.APART, worth.WANDERS}
    with wording.spoken("en"):
        assert len(found) > 20 and [text for text in found if VIETNAMESE.search(named(text))] == []


def test_a_reason_names_questions_and_options_by_their_english_labels():
    note = (
        "Không tính được: mọi người trả lời cả hai câu đều trả lời giống nhau ở “Vì sao? – Ý kiến khác”, không có gì để"
    )
    with wording.spoken("en", {"Vì sao?": "Why?", "Tuổi": "Age"}):
        assert noted(f"{note} so sánh.") == (
            "Could not be computed: all who answered both questions gave the same answer to “Why? – Other opinions”,"
            " so there is nothing to compare."
        )
        assert noted("Không tính được: mọi người trả lời giống hệt nhau ở “Vì sao?”, “Tuổi”.") == (
            "Could not be computed: everybody gave the same answer to “Why?”, “Age”."
        )


def test_the_numbers_of_a_note_stay():
    with wording.spoken("en"):
        assert noted("49 câu nằm trong nhóm lặp của phiếu không được đọc (mỗi phiếu một dòng).") == (
            "49 questions in a repeat group of the form were not read (one row per questionnaire)."
        )
        assert noted("Lời của người dùng.") == "Lời của người dùng."
