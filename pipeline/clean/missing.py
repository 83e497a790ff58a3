"""What survey.yaml counts as no answer: taken out of cells, of ticks beside others – and counted; what met nothing."""

from collections import Counter

from pipeline import numerals
from pipeline.clean.choices import comparable
from pipeline.questionnaire.names import nearest

RULE = "Giá trị coi là không trả lời"
BLANK, KEPT = "để trống", "bỏ, giữ phương án chọn cùng"


def without_missing(column, question):
    """The column without the texts that count as no answer, and log rows that count them; options stay for ``codes``,
    which finds them beside other ticks, too."""
    if not question.missing or column.isna().all():
        return column, []
    wanted = _all_keys(question.missing) - _of_options(question)
    texts = [t for t in column.dropna().unique() if wanted & _keys(t)]
    counts = column[column.isin(texts)].value_counts()
    rows = [(RULE, question.name, int(n), text, BLANK) for text, n in counts.items()]
    return column.where(~column.isin(texts)), rows


def answered(read, question):
    """Answer → (codes, texts that are no choice) without what counts as no answer."""
    lost, texts = {choice.name for choice in question.unanswered}, _all_keys(question.missing)
    return {
        value: ([code for code in codes if code not in lost], [text for text in rest if not _keys(text) & texts])
        for value, (codes, rest) in read.items()
    }


def rows(column, read, parsed, question):
    """Log rows on what ``answered`` took out of ``read``: from whom as all they gave, from whom beside other ticks."""
    people, labels, counts = column.value_counts(), {c.name: c.label for c in question.unanswered}, Counter()
    for value, kept in parsed.items():
        lost = [labels.get(text, text) for side in (0, 1) for text in read[value][side] if text not in kept[side]]
        counts.update({(text, KEPT if any(kept) else BLANK): int(people[value]) for text in lost})
    return [(RULE, question.name, n, text, done) for (text, done), n in sorted(counts.items())]


def missing_said(responses, form, missing, log):
    """A Vietnamese sentence a value that ``missing`` (of survey.yaml) gives one question and that met no answer, with
    the option nearest to it. ``log``: what ``tidy_text`` and ``codes`` tell. An option of the form is never told: that
    nobody chose it is no mistake; nor is a value of a question without answers."""
    said, met = [], log[log["rule"] == RULE]
    for question in (form[name] for name in missing if name in form and name in responses):
        known = _of_options(question) | _all_keys(met.loc[met["question"] == question.name, "before"])
        for text in (str(v) for v in missing[question.name] if not _keys(v) & known):
            if responses[question.name].notna().any():
                said.append(_unmet(question, text))
    return said


def _unmet(question, text):
    near = nearest(text, [way for choice in question.offered for way in choice.written])
    hint = f"; gần nhất là «{near}»" if near else ""
    return f"missing › {question.name}: không câu trả lời nào là «{text}»{hint}. Sửa hoặc bỏ giá trị này ở survey.yaml."


def _of_options(question):
    return {key for choice in question.unanswered for key in _all_keys(choice.written)}


def _all_keys(texts):
    return {key for text in texts for key in _keys(text)}


def _keys(text):
    """The text as compared, and the whole number that it is."""
    return {comparable(text), numerals.whole(text)} - {""}
