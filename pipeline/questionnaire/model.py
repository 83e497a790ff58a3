"""What a questionnaire is: frozen records every step reads and none changes."""

from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

import numpy as np
import pandas as pd

from pipeline.questionnaire.gates import gate, joined
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.short import shortened

KINDS = {
    "select one": "nominal",
    "select all that apply": "multiple",
    "rank": "rank",
    "integer": "number",
    "decimal": "number",
    "range": "number",
    "text": "text",
    "date": "date",
    "time": "date",
    "datetime": "date",
}


KIND_WORDS = {
    "nominal": "câu chọn một đáp án",
    "ordinal": "thang đo",
    "multiple": "câu chọn nhiều phương án",
    "rank": "câu xếp hạng",
    "number": "câu ghi số",
    "text": "câu trả lời bằng lời",
    "date": "câu ghi ngày giờ",
    "none": "dòng không có câu trả lời (ghi chú, nhóm, tính sẵn)",
}


class QuestionnaireError(ValueError):
    """A questionnaire that cannot be used; the message names sheet, row, column and the mend."""


@dataclass(frozen=True, eq=False)
class Choice:
    """One answer option: its code, its label in the main language, labels by language, extra columns for filters.

    Where two codes of a list are worded alike, ``label`` ends with the code («Khác [y]») so that tables keep them
    apart; ``labels`` hold the wording that people are shown; ``raw`` what files of answers have for it.
    """

    name: str
    label: str
    labels: dict[str, str] = field(default_factory=dict)
    filter: dict[str, str] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)  # language ("vi", "en") → the people that it means
    raw: tuple[str, ...] = ()

    @property
    def written(self):
        """Every way a file may write it: its code, its labels, its words in files."""
        return tuple(dict.fromkeys((self.name, self.label, *self.labels.values(), *self.raw)))

    @property
    def short(self):
        """Whom it means ("người chưa là đảng viên"); without ``short_vi`` its label."""
        return self.shorts.get("vi") or self.label


@dataclass(frozen=True)
class Question:
    """One question. ``points`` are the choice names on its scale, low to high (empty: not a scale).

    ``name`` is its own in the whole questionnaire and names its column; where the XLSForm uses one name in several
    groups, the groups that tell them apart lead it (``gia_dinh_nghe``). ``path`` is its full place in the XForm,
    ``group/group/name`` as Kobo and ODK head their columns. ``choices`` has each code once, but those that count as no
    answer; ``listed``, where the list has such codes or repeats some (``allow_choice_duplicates``), every row of it.
    ``relevant`` is its own condition, ``above`` are those of the groups it stands in, but what its own already implies.
    ``missing``: texts of a file that count as no answer; ``numbers``: how its numbers are written ("" undecided).
    ``raw``: the head of its column in files, where that is neither its name nor its label.
    ``nets``: what people did whose answer a declared net holds ("dùng mạng xã hội từ 3 giờ mỗi ngày trở lên").
    ``group``: of a number, the question of its groups (survey.yaml › groups); of that question ``of`` is the number,
    and ``cuts`` are where the groups begin.
    """

    name: str
    type: str
    label: str
    labels: dict[str, str] = field(default_factory=dict)
    path: str = ""
    section: str = ""
    block: str = ""  # label of the group inside the section, such as a battery's common stem
    choices: tuple[Choice, ...] = ()
    list_name: str = ""
    required: bool = False
    relevant: str = ""
    above: tuple[str, ...] = ()
    constraint: str = ""
    constraint_message: str = ""
    hint: str = ""
    appearance: str = ""
    default: str = ""
    calculation: str = ""
    choice_filter: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    row: int = 0
    points: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    numbers: str = ""
    listed: tuple[Choice, ...] = ()
    shorts: dict[str, str] = field(default_factory=dict)  # language ("vi", "en") → noun phrase
    block_labels: dict[str, str] = field(default_factory=dict)
    nets: dict[str, str] = field(default_factory=dict)
    raw: str = ""
    group: str = ""
    of: str = ""
    cuts: tuple[float, ...] = ()

    @property
    def short(self):
        """A noun phrase for what it asks ("mức độ biết Luật An ninh mạng"); without ``short_vi`` its label, short."""
        return self.shorts.get("vi") or shortened(self.label)

    @property
    def offered(self):
        """The rows of its list as the form offers them."""
        return self.listed or self.choices

    @property
    def unanswered(self):
        """The rows of its list that count as no answer (survey.yaml › missing): the form offers them, nothing counts
        them."""
        held = {c.name for c in self.choices}
        return tuple(c for c in self.offered if c.name not in held)

    @property
    def condition(self):
        """Who is asked it: the conditions of its groups and its own, as one expression; "" where everybody is."""
        return joined(self.above, self.relevant)

    @property
    def gate(self):
        """(question, choice name) where exactly those are asked who gave one answer to another question, else None."""
        return gate(self.condition)

    @property
    def kind(self):
        """How its answers are counted: nominal, ordinal, multiple, rank, number, text, date or none."""
        if self.is_head:
            return "none"
        kind = "ordinal" if self.points else KINDS.get(self.type, "none")
        is_listed_elsewhere = kind in ("nominal", "multiple", "rank") and not self.choices  # in a file beside the form
        return "text" if is_listed_elsewhere else kind

    @property
    def is_head(self):
        """Whether it is the head of a grid (appearance "label"), which shows the labels of its options and asks
        nothing."""
        return self.type in ("select one", "select all that apply") and "label" in self.appearance.split()

    @property
    def apart(self):
        """Choice names that stand outside the scale, such as "không có ý kiến"."""
        return tuple(c.name for c in self.choices if c.name not in self.points) if self.points else ()

    @property
    def counted(self):
        """Its label, and of a rank question that its percentages are first places."""
        return f"{self.label} (tỷ lệ xếp thứ nhất)" if self.kind == "rank" else self.label

    @property
    def in_groups(self):
        """What to write where groups are wanted and this is a number."""
        if self.group:
            return f"Nhóm của câu này là «{self.group}» (survey.yaml › groups)."
        return f"Chia nhóm ở survey.yaml › groups, như nhom_{self.name}: {{of: {self.name}, label: …, from: […, …]}}."

    @property
    def option_labels(self):
        """Labels of its choices in questionnaire order."""
        return [c.label for c in self.choices]


@dataclass(frozen=True)
class Section:
    """One page of the form: a top-level group and the questions in it; ``relevant``: the group's condition.

    ``groups``: of its numbers (survey.yaml › groups); nobody is asked these.
    """

    name: str
    label: str
    questions: tuple[Question, ...]
    labels: dict[str, str] = field(default_factory=dict)
    relevant: str = ""
    groups: tuple[Question, ...] = ()

    @property
    def variables(self):
        """What its answers are counted by: the questions asked, and behind a number its groups."""
        made = {g.of: g for g in self.groups}
        return tuple(v for q in self.questions for v in ((q, made[q.name]) if q.name in made else (q,)))


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire as the whole pipeline reads it; ``form["name"]`` gives a question.

    ``notes`` say in Vietnamese what of the file was read otherwise than it stands, or passed over. ``derived``:
    questions that nobody is asked, found in the answers to others; they too are known by name.
    """

    title: str
    form_id: str
    version: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    xform: str = field(repr=False, default="")
    notes: tuple[str, ...] = ()
    derived: tuple[Question, ...] = ()

    @cached_property
    def questions(self):
        """Every question of every section, in order."""
        return tuple(q for s in self.sections for q in s.questions)

    @cached_property
    def variables(self):
        """Every question of every section, in order, with the groups of numbers behind these."""
        return tuple(v for s in self.sections for v in s.variables)

    @property
    def groups(self):
        """The questions that are a number in groups."""
        return tuple(g for s in self.sections for g in s.groups)

    @cached_property
    def by_name(self):
        """Name → question."""
        return {q.name: q for q in (*self.variables, *self.derived)}

    @property
    def batteries(self):
        """Runs of questions that share an ordered scale: two or more under a common stem, or three without one."""
        shared = {q.name: (q.list_name, q.option_labels) if q.points else q.name for q in self.questions}
        runs = groupby(self.questions, key=lambda q: (q.section, q.block, shared[q.name]))
        return [run for run in (tuple(group) for _, group in runs) if len(run) > (1 if run[0].block else 2)]

    @property
    def spoken(self):
        """The languages that some label is written in; a questionnaire in English alone has no "default" beside it."""
        labels = [labels for q in self.questions for labels in (q.labels, *(c.labels for c in q.choices))]
        return tuple(name for name in self.languages if any(found.get(name) for found in labels)) or self.languages

    def __contains__(self, name):
        return name in self.by_name

    def __getitem__(self, name):
        if name in self.by_name:
            return self.by_name[name]
        labels = {q.name: q.label for q in self.variables}
        raise QuestionnaireError(f"Phiếu không có câu hỏi «{name}». {hint(name, self.by_name, labels)}")


def scores(answers, question):
    """Scale scores 1..k of one ordinal question.

    Returns a float Series on the index of ``answers``: 1 for the lowest point. Missing answers and choices apart from
    the scale ("không có ý kiến") are NaN. Raises QuestionnaireError when the question is not a scale.
    """
    if not question.points:
        raise QuestionnaireError(f"{question.name}: không phải câu hỏi thang đo; khai báo danh sách của nó ở «scales».")
    labels = {c.name: c.label for c in question.choices}
    rank = {labels[name]: float(score) for score, name in enumerate(question.points, start=1)}
    column = pd.Series(answers)
    if isinstance(column.dtype, pd.CategoricalDtype):
        points = np.array([*(rank.get(label, np.nan) for label in column.cat.categories), np.nan])  # the last: missing
        return pd.Series(points[column.cat.codes], index=column.index, name=column.name)
    return column.astype(object).map(rank).astype(float)
