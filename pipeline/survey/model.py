"""What a survey.yaml may say: one frozen record a section, with its defaults."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

import pandas as pd

from pipeline.questionnaire import Questionnaire
from pipeline.survey.weights import Weighting

EVERY = "all"
MARKERS = ("n/a", "#n/a", "na", "null", "nan", "<na>")  # of Ona, Excel, R, databases, pandas


class SurveyError(ValueError):
    """A survey.yaml that cannot be used; the message names the key, what was found and the mend."""


@dataclass(frozen=True)
class Owner:
    """Who runs the survey, as printed at the head of the report; ``funding``: who pays for it, how much."""

    name: str = ""
    superior: str = ""
    place: str = ""
    funding: str = ""


@dataclass(frozen=True)
class Plan:
    """The plan the survey carries out."""

    number: str = ""
    date: str = ""


@dataclass(frozen=True)
class Collection:
    """When and until how many answers the form is open (aware datetimes, or None), to whom, and where it stands.

    ``mode`` is "open" (whoever has the link) or "codes" (one-time codes); ``grace`` minutes are left, after closing,
    to those who had begun; ``url`` is the address people reach, ``frame_ancestors`` the sites that may show the form
    inside their pages, ``password_hash`` opens the organiser's page (the variable FORM_PASSWORD_HASH goes before it).
    ``access``: how people were told of the form, for the report.
    """

    opens: datetime | None = None
    closes: datetime | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    target: int | None = None
    mode: str = "open"
    grace: int = 0
    pilot: bool = False
    url: str = ""
    frame_ancestors: tuple[str, ...] = ()
    password_hash: str = ""
    access: str = ""


@dataclass(frozen=True)
class Step:
    """One line of the plan's schedule; ``note`` says what was corrected against the signed plan."""

    item: str
    work: str
    start: date | None = None
    end: date | None = None
    note: str = ""


@dataclass(frozen=True)
class Group:
    """Groups of the number question ``of``: where they begin, low to high; whoever gave less is in the first.

    ``labels`` instead of "Dưới 30", "30–39" …, one more than ``cuts``; ``unit`` goes behind each of those that are made
    ("tuổi"); ``label_en``: the label in a report in English.
    """

    of: str
    label: str
    cuts: tuple[float, ...] = field(metadata={"key": "from"})
    labels: tuple[str, ...] = ()
    label_en: str = ""
    unit: str = ""


@dataclass(frozen=True)
class Comparison:
    """One declared family of tests: every question against every grouping variable."""

    name: str
    questions: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True)
class Contradiction:
    """A pair of answers that cannot both hold, as an XLSForm expression."""

    label: str
    when: str


@dataclass(frozen=True)
class Quality:
    """Limits of the quality flags, and which flags take an answer out of the analysis."""

    min_seconds: int = 0
    straight_line_items: int = 5
    near_duplicate_chars: int = 40
    contradictions: tuple[Contradiction, ...] = ()
    drop: tuple[str, ...] = ()


@dataclass(frozen=True)
class Privacy:
    """Below ``min_cell`` people no figure is shown; no answer is quoted from a group under ``min_quote_group``.

    In exported microdata every combination of ``quasi_identifiers`` is shared by at least ``k`` people. ``design``:
    "strata", "psu" – those of the sample go into microdata too, as numbers and as quasi-identifiers.
    """

    min_cell: int = 5
    min_quote_group: int = 10
    quasi_identifiers: tuple[str, ...] = ()
    design: tuple[str, ...] = ()
    k: int = 5


@dataclass(frozen=True)
class Replicates:
    """Replicate weights: ``columns`` of the file ("rep_*" names all that begin so) with their ``kind`` and scales.

    Without columns "jk1", "jkn" or "bootstrap" (``number`` of them) are made from strata and primary units.
    """

    columns: tuple[str, ...] = field(default=(), metadata={"alone": True})
    kind: str = ""
    scale: float = 0.0
    rscales: tuple[float, ...] = ()
    rho: float = 0.0
    number: int = 0


@dataclass(frozen=True)
class Sampling:
    """How the sample was drawn, by columns of the raw file (in the answers: ``design.`` and their name).

    ``fpc``: a column of population sizes or sampling fractions, a number, or "headcount" (people on the staff list, of
    the stratum where ``strata`` is a question of the list); ``lonely``: what a stratum with a single primary unit does
    – "fail", "adjust", "certainty" or "average". Without ``weight`` strata and fpc give the weights.
    """

    weight: str = ""
    strata: str = ""
    psu: str = ""
    fpc: str = ""
    lonely: str = "fail"
    replicates: Replicates = field(default_factory=Replicates)


@dataclass(frozen=True)
class Tables:
    """How tables are made.

    ``letters``: adjustment of the column tests, "bonferroni", "bh" or "none"; columns whose effective base is under
    ``small_base`` are marked and not tested; ``no_opinion`` "in" or "out" of the base; ``nested``: banners nested in
    each other, outer first; ``three_way``: question, by, within; ``nets``: question → {name of the net: [choices]};
    ``unscored``: scales
    whose points are bands (age groups), so that no mean and no top two are made of them; ``nps``: 0–10 questions told
    as Net Promoter Score; ``ratios``: pairs of number questions, what stands above first; ``contrasts``: question,
    option, option whose shares are subtracted.
    """

    letters: str = "bonferroni"
    small_base: int = 30
    no_opinion: str = "in"
    nested: tuple[tuple[str, ...], ...] = ()
    three_way: tuple[tuple[str, ...], ...] = ()
    nets: dict = field(default_factory=dict)
    unscored: tuple[str, ...] = ()
    nps: tuple[str, ...] = ()
    ratios: tuple[tuple[str, ...], ...] = ()
    contrasts: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Outcome:
    """One planned regression of ``question`` on ``by``: binary logit where ``event`` names choices, linear for a number
    and where ``model`` says "linear", ordinal logit for another scale; ``interactions``: pairs of ``by``."""

    question: str
    by: tuple[str, ...]
    event: tuple[str, ...] = ()
    model: str = ""
    interactions: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Inference:
    """What is tested beside the comparisons.

    ``negligible``: effect name → size under which a difference is "không đáng kể" (else the published bands);
    ``correlations``: scales of the correlation matrix; ``reversed``: items worded the other way round, to be turned
    before a scale is judged; ``adjust``: how the p of a family are adjusted, "holm", "bh" or "by";
    ``classical``: also Student, one-way analysis of variance, Levene, Tukey and components, tables of their own.
    """

    negligible: dict = field(default_factory=dict)
    correlations: tuple[str, ...] = ()
    outcomes: tuple[Outcome, ...] = ()
    reversed: tuple[str, ...] = ()
    adjust: str = "holm"
    classical: bool = False


@dataclass(frozen=True)
class Population:
    """Staff list: a tidy file with one headcount a row, and the question that names the unit."""

    file: str = ""
    unit: str = ""
    note: str = ""


@dataclass(frozen=True)
class State:
    """One state that the report has passed: which, who answers for it, on what day."""

    state: str
    name: str = ""
    day: date | None = field(default=None, metadata={"key": "date"})


@dataclass(frozen=True)
class Report:
    """How the report is laid out and what it dwells on.

    ``kind``: what its title calls the survey ("điều tra dư luận xã hội"; a survey where it is empty). ``lead``:
    questions its first page answers; ``words`` for shares: from which percent on which word stands (50: more than
    half); ``nets``: question → {net: what its people did}, for sentences; ``good``: wanted answers, "question" (its two
    highest points) or "question/option"; ``proposals``: questions that ask what to do. ``states``: "nháp", "thẩm
    định", "phát hành" with names and days, the last one holds; ``issued``: the mark of the numbers it was issued with.
    ``signer``, ``signed_by``, ``receivers``: its foot.
    ``language``: "vi", or "en" from the questionnaire's English labels; ``english``: what survey.yaml or a code frame
    calls something → the same in English (title, owner, families of comparisons, themes ...).
    """

    layout: str = "plain"
    kind: str = ""
    language: str = "vi"
    english: dict = field(default_factory=dict)
    lead: tuple[str, ...] = ()
    words: dict = field(default_factory=dict)
    nets: dict = field(default_factory=dict)
    good: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()
    states: tuple[State, ...] = ()
    issued: str = ""
    signer: tuple[str, ...] = ()
    signed_by: str = ""
    receivers: tuple[str, ...] = ()

    @property
    def state(self):
        """The state it is in; a draft until it says otherwise."""
        return self.states[-1].state if self.states else DRAFT


STATES = DRAFT, REVIEWED, ISSUED = "nháp", "thẩm định", "phát hành"


@dataclass(frozen=True)
class Source:
    """One file of answers: its path, how they were collected ("phiếu giấy", "biểu mẫu" …), and its encoding."""

    file: str
    mode: str = ""
    encoding: str = ""


@dataclass(frozen=True)
class Survey:
    """Everything about one survey that is not in its questionnaire; ``form`` is the questionnaire with its scales.

    ``raw``: the files of answers. ``duplicates_across``: what happens to an answer that two of them hold – "drop" (the
    later one) or "keep"; "" asks where it is certain, and else flags, keeps and says so.
    ``groups``: name → a number in groups, as a question of its own.
    ``missing``: question, or "all", → codes and words of the raw file that count as no answer (without the key: what
    programs write for an empty cell; a choice of the form always stays an answer under "all", and one that its
    question names is left to the form alone). ``numbers``: question →
    "1.234,5" or "1,234.5", how its numbers are written. ``several_codes``: open question → may an answer carry several
    codes (one not named: as the hand codes show). ``sentiment``: open questions whose answers are coded by sentiment
    as well.
    """

    title: str
    questionnaire: str = "questionnaire.md"
    subject: str = ""
    owner: Owner = field(default_factory=Owner)
    plan: Plan = field(default_factory=Plan)
    raw: tuple[Source, ...] = ()
    duplicates_across: str = ""
    synthetic: bool = False
    collection: Collection = field(default_factory=Collection)
    schedule: tuple[Step, ...] = ()
    population: Population = field(default_factory=Population)
    scales: dict = field(default_factory=dict)
    groups: dict[str, Group] = field(default_factory=dict)
    missing: dict = field(default_factory=lambda: {EVERY: list(MARKERS)})
    numbers: dict = field(default_factory=dict)
    banners: tuple[str, ...] = ()
    comparisons: tuple[Comparison, ...] = ()
    weighting: Weighting = field(default_factory=Weighting)
    design: Sampling = field(default_factory=Sampling)
    tables: Tables = field(default_factory=Tables)
    inference: Inference = field(default_factory=Inference)
    open_questions: tuple[str, ...] = ()
    several_codes: dict = field(default_factory=dict)
    sentiment: tuple[str, ...] = ()
    quality: Quality = field(default_factory=Quality)
    privacy: Privacy = field(default_factory=Privacy)
    report: Report = field(default_factory=Report)
    path: Path = Path()
    form: Questionnaire | None = None
    headcount: pd.DataFrame | None = None

    @property
    def dropped_flags(self):
        """Flags that take an answer out of the analysis: those of ``quality › drop``, and what two files both hold."""
        return (*self.quality.drop, *(("duplicate_across",) if self.duplicates_across == "drop" else ()))

    @property
    def base_weight(self):
        """The column of the raw file with the weight that the file brings; "" where it brings none."""
        return self.weighting.base or self.design.weight

    @property
    def brought(self):
        """Columns of the raw file that are no questions: name → (key of survey.yaml, kind).

        Kinds: "weight" (positive), "replicate" (0 too), "fpc" (positive), "text". A name with * stands for several.
        """
        plan = self.design
        named = [(self.weighting.base, "weighting › from", "weight"), (plan.weight, "design › weight", "weight")]
        named += [(plan.strata, "design › strata", "text"), (plan.psu, "design › psu", "text")]
        named += [("" if is_size(plan.fpc) else plan.fpc, "design › fpc", "fpc")]
        named += [(name, "design › replicates › columns", "replicate") for name in plan.replicates.columns]
        return {name: (key, kind) for name, key, kind in reversed(named) if name}


def is_size(text):
    """Whether ``design › fpc`` is a number or the word "headcount", and no column."""
    return text == "headcount" or bool(re.fullmatch(r"\d+(?:\.\d+)?", text))
