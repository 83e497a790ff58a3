"""Every open question of a survey coded, and the tables notebook 05 saves."""

from typing import NamedTuple

import pandas as pd

from pipeline import infer, meaning, project
from pipeline.coding import agree, deciding, estimates, files, results, summaries, tones
from pipeline.coding.deciding import PRECISION
from pipeline.coding.drift import drift
from pipeline.coding.frame import FrameError, live, names, resolved
from pipeline.coding.hand import SIMULATED, found
from pipeline.coding.places import places
from pipeline.coding.quotes import COLUMNS as QUOTES
from pipeline.coding.quotes import quotes, sides
from pipeline.describe.crosstabs import CROSSTABS
from pipeline.infer.pairs import COLUMNS as PAIRS
from pipeline.questionnaire import Question, QuestionnaireError
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.tones import tone_name

AGREEMENT = ["question", *agree.COLUMNS]
PHRASES = ["question", "code", "name", "caught", "tried", "right", "low", "state"]


class Study(NamedTuple):
    """One open question coded.

    ``question``: with its codes as choices; ``prepared``: answers; ``frame``; ``hand``: decisions of persons;
    ``coded``: all answers; ``shown``: the same with small codes folded; ``quality`` of the model.
    """

    question: Question
    prepared: pd.DataFrame
    frame: pd.DataFrame
    hand: pd.DataFrame
    coded: pd.DataFrame
    shown: pd.DataFrame
    quality: dict


def study(work, answers, name, *, groups=None, precision=PRECISION, seed=0):
    """One open question coded by the frame and hand codes beside survey.yaml (see ``deciding.decide``)."""
    if name not in answers:
        raise QuestionnaireError(f"Không có câu hỏi mở «{name}». {hint(name, work.survey.open_questions)}")
    if not 0.5 <= precision < 1:
        raise FrameError(f"precision: cần số từ 0.5 đến dưới 1 (0.9 là 90 %), nhận được {precision}.")
    prepared = files.prepared(answers, name, work)
    frame = files.first_frame(work, name, prepared, groups=groups, seed=seed)
    hand = found(files.read_hand(work, name, frame), prepared)
    _refuse_sample(work, name, hand)
    several = work.survey.several_codes.get(name)
    coded, quality = deciding.decide(prepared, frame, hand, precision=precision, several=several, seed=seed)
    shown = results.folded(coded, minimum=work.survey.privacy.min_cell)
    return Study(results.several(work.survey.form[name], shown, frame), prepared, frame, hand, coded, shown, quality)


def _refuse_sample(work, name, hand):
    """The simulated coders of the shipped sample never code real answers."""
    if hand["how"].eq(SIMULATED).any() and not work.survey.synthetic:
        path, frame = files.hand_path(work, name), files.frame_path(work, name)
        raise FrameError(
            f"{path.name} còn bài mã hóa mô phỏng đi kèm bộ mẫu. Dữ liệu thật: xóa {path.name} và {frame.name} mẫu,"
            " rồi chạy lại để có bảng mã của chính cuộc điều tra này."
        )


def renewed(work):
    """Puts away the code frames of simulated answers where the answers are real now; a sentence each."""
    return list(filter(None, (files.set_aside(work, name) for name in work.survey.open_questions)))


def studies(work, answers, **settings):
    """``study`` of every open question that has a column in the answers: name → Study; its sentiment beside it."""
    found = {}
    for name in (name for name in work.survey.open_questions if name in answers):
        found[name] = study(work, answers, name, **settings)
        if name in work.survey.sentiment:
            found[tone_name(name)] = tone(work, found[name], **settings)
    return found


def _themes(found):
    """The studies without those of a sentiment."""
    return {name: one for name, one in found.items() if name not in set(map(tone_name, found))}


def tone(work, one, *, precision=PRECISION, seed=0, **_):
    """The sentiment of a study's answers as a study of its own: same answers and persons, one code an answer."""
    coded, quality = tones.decide(one.prepared, one.hand, precision=precision, seed=seed)
    shown, codes = results.folded(coded, minimum=work.survey.privacy.min_cell), tones.frame()
    question = results.several(work.survey.form[tone_name(one.question.name)], shown, codes)
    return Study(question, one.prepared, codes, tones.hand(one.hand), coded, shown, quality)


def with_codes(answers, one):
    """The answers with the codes of a study as columns."""
    return results.ticked(answers, one.question, one.shown)


def all_counts(answers, found, *, weight=None):
    """``results.counts`` of every study, one below the other."""
    tables = [results.counts(answers, s.question, s.shown, s.frame, weight=weight) for s in found.values()]
    return _stacked(tables, results.COUNTS)


def all_coverage(found, *, minimum):
    """``results.coverage`` of every study: how the answers were coded; few people without opinion stay hidden."""
    tables = [results.coverage(name, s.coded, s.quality, minimum=minimum) for name, s in found.items()]
    return _stacked(tables, results.COVERAGE)


def all_shares(answers, found, banners, *, weight=None, minimum=0):
    """``estimates.estimated`` of every study: shares over all who answered, with their intervals."""
    told = {"weight": weight, "minimum": minimum}
    tables = [estimates.estimated(answers, s, _beside(banners, s), **told) for s in found.values()]
    return _stacked(tables, estimates.COLUMNS)


def all_phrases(found, *, minimum):
    """``deciding.measured`` of every study, of phrases that at least ``minimum`` people used; ``low`` 0-100."""
    tables = [
        s.quality["phrases"].assign(question=name, name=s.quality["phrases"]["code"].map(names(s.frame)))
        for name, s in found.items()
    ]
    table = _stacked(tables, PHRASES)[PHRASES]
    return table.assign(low=100 * table["low"].astype(float))[table["caught"].ge(minimum)].reset_index(drop=True)


def _beside(banners, one):
    return [banner for banner in banners if banner.name != one.question.name]


def all_crosstabs(answers, found, banners, *, weight=None):
    """``results.crosstabs`` of every study, by its own sentiment too."""
    tables = []
    for name, s in found.items():
        rows, by = with_codes(answers, s), list(banners)
        if own := tones.of(found, name):
            rows, banner = tones.beside(rows, own)
            by += [banner] if banner else []
        tables.append(results.crosstabs(rows, s.question, by, weight=weight))
    return _stacked(tables, CROSSTABS)


def all_tones(answers, found, crossed, *, weight=None):
    """``tones.table`` of every study whose sentiment was coded; ``crossed``: the crosstabs as they are printed."""
    pairs = [(s, own) for name, s in found.items() if (own := tones.of(found, name))]
    tables = [tones.table(with_codes(answers, s), s, own, crossed, weight=weight) for s, own in pairs]
    return _stacked(tables, tones.COLUMNS)


def all_tests(answers, found, banners, *, weight=None, seed=0, adjust="holm"):
    """``results.tests`` of every study; p adjusted within each question."""
    settings = {"weight": weight, "seed": seed, "adjust": adjust}
    return _stacked(
        [results.tests(with_codes(answers, s), s.question, banners, **settings) for s in found.values()], results.TESTS
    )


def all_pairs(answers, found, tests, banners, *, weight=None, adjust="holm"):
    """``infer.all_pairs`` after the tests of every study: which two groups differ in naming a code."""
    by_name = {banner.name: banner for banner in banners}
    told = [
        infer.all_pairs(
            with_codes(answers, s),
            tests[tests["question"].str.startswith(f"{s.question.name}/")],
            by_name | {s.question.name: s.question},
            weight=weight,
            adjust=adjust,
        )
        for s in found.values()
    ]
    return _stacked(told, PAIRS)


def all_quotes(found, *, minimum):
    """``quotes`` of every study."""
    tables = [
        quotes(s.shown, s.prepared, _shown_names(s), minimum=minimum).assign(question=name)
        for name, s in _themes(found).items()
    ]
    return _stacked(tables, QUOTES)[QUOTES]


def quotable(found, *, minimum):
    """(question, code) → its name, of the codes that at least ``minimum`` people named; merged ones as what they are
    counted as."""
    told = {}
    for name, s in found.items():
        people, labels = s.shown["codes"].str.split(";").explode().value_counts(), _shown_names(s)
        ends = {code: end for code, end in resolved(s.frame).items() if people.get(end, 0) >= minimum}
        told |= {(name, code): labels[end] for code, end in ends.items()}
    return told


def all_summaries(found, *, minimum):
    """The sentences that a person approved for codes of at least ``minimum`` people: question, code, name, summary."""
    rows = [(name, *told) for name, s in found.items() for told in summaries.approved(s, minimum=minimum)]
    return pd.DataFrame(rows, columns=["question", "code", "name", "summary"])


def typical_and_doubtful(one, *, minimum):
    """``quotes.sides`` of a study: what a person reads before renaming, splitting or approving a code."""
    return sides(one.shown, one.prepared, _shown_names(one), minimum=minimum)


def _shown_names(one):
    return {choice.name: choice.label for choice in one.question.choices}


def all_agreement(found):
    """``agree.table`` of every study that two persons or more have coded."""
    tables = [agree.table(s.hand, names(s.frame)).assign(question=name) for name, s in found.items()]
    return _stacked(tables, AGREEMENT)[AGREEMENT]


def last_codes(found):
    """Every answer's codes, which the next run compares its own with.

    ``question``, ``row`` (of the answers), ``key``, ``codes``, ``how``, ``probability``.
    """
    columns = ["question", "row", "key", "codes", "how", "probability"]
    tables = [s.coded.rename_axis("row").reset_index().assign(question=name)[columns] for name, s in found.items()]
    return _stacked(tables, columns)


def keep_meanings(work, found):
    """Keeps the vectors of all answers beside the answers, for the next run and the coder's page; none without the
    optional package."""
    tables = [meaning.kept(s.prepared) for s in found.values()]
    if any(len(table) for table in tables):
        project.save_data(work, files.MEANING, pd.concat(tables, ignore_index=True).drop_duplicates("key"))


def all_drift(found, last, *, minimum):
    """Name → ``drift`` of its answers against the codes of the last run (None: this is the first)."""
    return {
        name: drift(s.coded, None if last is None else last[last["question"].eq(name)], names(s.frame), minimum=minimum)
        for name, s in found.items()
    }


def new_groups(work, found, *, seed=0):
    """Name → proposed codes for answers that no code covers yet."""
    own = _themes(found).items()
    tables = {n: files.new_groups(work, n, s.prepared, s.coded, s.frame, seed=seed) for n, s in own}
    return {name: files.in_excel(table) for name, table in tables.items() if len(table)}


def map_of(one, *, minimum):
    """``places`` of a study, and the note that says what distance means and how well the plane keeps it."""
    from pipeline import vi

    points, fit = places(one.shown, one.prepared, _shown_names(one), minimum=minimum)
    note = (
        "Càng gần nhau, hai mã càng được nói bằng những từ giống nhau (khoảng cách Hellinger giữa tần suất từ);"
        " nét nối chỉ mã gần nhất thật sự. Mặt phẳng giữ được"
        f" {vi.percent(100 * fit['r2'], 0)} biến thiên khoảng cách (stress {vi.number(fit['stress'], 2)})."
    )
    return points, note


def set_apart(one, *, minimum=0):
    """Answers that carry no opinion, by the rule that set them apart: ``rule``, ``n`` (people), the largest first.

    Rules that set fewer than ``minimum`` people apart are one row with the next larger; ``n`` is missing when all
    together are fewer.
    """
    rules = one.prepared.loc[one.coded.index, "rule"]
    told = []
    for rule, n in rules[rules.ne("")].value_counts()[::-1].items():
        small = told and told[-1][1] < minimum
        told[-1:] = [(f"{rule}; {told[-1][0]}", n + told[-1][1])] if small else [*told[-1:], (rule, n)]
    table = pd.DataFrame(told[::-1], columns=["rule", "n"])
    return table.assign(n=table["n"].mask(table["n"] < minimum))


def listed(one):
    """The code frame in use: code, name, net, status, key phrases."""
    return live(one.frame)[["code", "name", "net", "status", "phrases"]]


def disagreements(one):
    """Answers two persons coded differently and have not settled (decide as the coder "thống nhất")."""
    found = agree.disagreements(one.hand)
    return found.rename(columns={"key": "khóa", "text": "câu trả lời"})


def _stacked(tables, columns):
    kept = [table for table in tables if len(table)]
    return pd.concat(kept, ignore_index=True) if kept else pd.DataFrame(columns=columns)
