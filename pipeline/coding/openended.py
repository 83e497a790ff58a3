"""Every open question of a survey coded."""

from typing import NamedTuple

import pandas as pd

from pipeline import meaning, project
from pipeline.coding import agree, deciding, files, proposing, results, tones, waves
from pipeline.coding.deciding import PRECISION, SEED
from pipeline.coding.frame import FrameError, live, resolved
from pipeline.coding.hand import SIMULATED, counted, found
from pipeline.coding.places import places
from pipeline.coding.quotes import sides
from pipeline.questionnaire import Question, QuestionnaireError
from pipeline.questionnaire.names import hint
from pipeline.questionnaire.tones import tone_name


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


def study(work, answers, name, *, groups=None, precision=PRECISION, seed=SEED):
    """One open question coded by the frame and hand codes beside survey.yaml (see ``deciding.decide``).

    QuestionnaireError of a question that is none of survey.yaml › open_questions; then nothing is written.
    """
    if name not in answers or name not in work.survey.open_questions:
        known = hint(name, work.survey.open_questions)
        raise QuestionnaireError(f"survey.yaml › open_questions: không có câu hỏi mở «{name}». {known}")
    if not 0.5 <= precision < 1:
        raise FrameError(f"precision: cần số từ 0.5 đến dưới 1 (0.9 là 90 %), nhận được {precision}.")
    prepared = files.prepared(answers, name, work)
    frame = proposing.first_frame(work, name, prepared, groups=groups, seed=seed)
    hand = waves.meant(work, found(files.read_hand(work, name, frame), prepared), prepared)
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
    """Puts away the code frames of simulated answers where the answers are real now, and lines of hand codes that were
    cut while they were written; a sentence each."""
    steps = proposing.set_aside, files.mended
    return list(filter(None, (step(work, name) for name in work.survey.open_questions for step in steps)))


def studies(work, answers, **settings):
    """``study`` of every open question that has a column in the answers: name → Study; its sentiment beside it, once a
    person noted one."""
    found = {}
    for name in (name for name in work.survey.open_questions if name in answers):
        found[name] = study(work, answers, name, **settings)
        if name in work.survey.sentiment and found[name].hand["tone"].ne("").any():
            found[tone_name(name)] = tone(work, found[name], **settings)
    return found


def themes(found):
    """The studies without those of a sentiment."""
    return {name: one for name, one in found.items() if name not in set(map(tone_name, found))}


def tone(work, one, *, precision=PRECISION, seed=SEED, **_):
    """The sentiment of a study's answers as a study of its own: same answers and persons, one code an answer."""
    coded, quality = tones.decide(one.prepared, one.hand, precision=precision, seed=seed)
    shown, codes = results.folded(coded, minimum=work.survey.privacy.min_cell), tones.frame()
    question = results.several(work.survey.form[tone_name(one.question.name)], shown, codes)
    return Study(question, one.prepared, codes, tones.hand(one.hand), coded, shown, quality)


def with_codes(answers, one):
    """The answers with the codes of a study as columns."""
    return results.ticked(answers, one.question, one.shown)


def quotable(found, *, minimum):
    """(question, code) → its name, of the codes that at least ``minimum`` people named; merged ones as what they are
    counted as."""
    told = {}
    for name, s in found.items():
        people, labels = s.shown["codes"].str.split(";").explode().value_counts(), shown_names(s)
        ends = {code: end for code, end in resolved(s.frame).items() if people.get(end, 0) >= minimum}
        told |= {(name, code): labels[end] for code, end in ends.items()}
    return told


def typical_and_doubtful(one, *, minimum):
    """``quotes.sides`` of a study: what a person reads before renaming, splitting or approving a code."""
    return sides(one.shown, one.prepared, shown_names(one), minimum=minimum)


def shown_names(one):
    """Code → name of a study, small codes folded."""
    return {choice.name: choice.label for choice in one.question.choices}


def keep_meanings(work, found):
    """Keeps the vectors of all answers, and of those that an earlier wave's codes teach by, beside the answers, for the
    next run and the coder's page; none without the optional package."""
    tables = [meaning.kept(rows) for s in found.values() for rows in (s.prepared, s.hand)]
    if any(len(table) for table in tables):
        project.save_data(work, files.MEANING, pd.concat(tables, ignore_index=True).drop_duplicates("key"))


def new_groups(work, found, *, seed=SEED):
    """Name → proposed codes for answers that no code covers yet."""
    own = themes(found).items()
    tables = {n: proposing.new_groups(work, n, s.prepared, s.coded, s.frame, seed=seed) for n, s in own}
    return {name: files.in_excel(table) for name, table in tables.items() if len(table)}


def map_of(one, *, minimum):
    """``places`` of a study, and the note that says what distance means and how well the plane keeps it."""
    from pipeline import vi

    points, fit = places(one.shown, one.prepared, shown_names(one), minimum=minimum)
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
    found = agree.disagreements(counted(one.hand, one.frame))
    return found.rename(columns={"key": "khóa", "text": "câu trả lời"})
