"""Answers in their own words beside their codes, for the analyst: masked, no small group, nothing of who wrote them."""

import numpy as np
import pandas as pd

from pipeline import project
from pipeline.coding import deciding, files, people, results
from pipeline.coding.frame import APART, UNCODED, FrameError, live, names, resolved
from pipeline.coding.hand import joined, parted
from pipeline.questionnaire.tones import TONES, tone_name

WAYS = (deciding.PERSON, deciding.RULE, deciding.BOTH, deciding.MODEL, deciding.GUESS, deciding.NONE)
TEXT, CODES, HOW, SURE = "cau_tra_loi", "ma", "cach", "xac_suat"
TONE, TONE_HOW = "sac_thai", "cach_sac_thai"


def least(survey):
    """People that must stand behind a code, and behind the whole file: the most careful of the survey's thresholds."""
    limits = survey.privacy
    return max(limits.k, limits.min_cell, limits.min_quote_group)


def last(work, answers, name):
    """The answers to an open question as the last run coded them: (prepared, coded, sentiment, code frame), the first
    three on the index of the answers; the sentiment has the columns of ``coded`` and is None where it is not asked for.
    FrameError where the run coded other answers or there is no frame."""
    files.refuse_frameless(work, name)
    kept = project.last_data(work, "ma_hoa")
    rows = None if kept is None else kept[kept["question"].eq(name)].set_index("row")
    prepared = files.prepared(answers, name)
    coded = prepared[prepared["kind"].ne("empty")]
    if rows is None or not coded["key"].equals(rows["key"].reindex(coded.index)):
        raise FrameError(
            f"Kết quả chưa có mã của «{name}», hoặc câu trả lời đã khác lần chạy: chạy lại lệnh run như lần trước, rồi"
            " xuất."
        )
    tones = kept[kept["question"].eq(tone_name(name))].set_index("row").reindex(coded.index)
    is_told = name in work.survey.sentiment and tones["how"].notna().any()
    told = tones[["key", *deciding.DECIDED]] if is_told else None
    return prepared, rows[["key", *deciding.DECIDED]], told, files.read_frame(work, name)


def verbatims(coded, prepared, frame, *, minimum, tones=None):
    """A row an answer: ``cau_tra_loi`` (masked, names too), a 0/1 column a code, ``ma``, ``cach``, ``xac_suat``.

    With ``tones`` (the sentiment of the answers, coded likewise) also ``sac_thai`` and ``cach_sac_thai``, blank where
    fewer than ``minimum`` people with a code of the answer speak so.

    ``cach``: by a person, by rule or phrase, by the machine (then ``xac_suat``, of its least sure code), guessed, or
    not coded. Returns (table, columns: code → name). Codes of fewer than ``minimum`` people are "Ý kiến khác"; answers
    of a code that even so has fewer are left out. Ordered by the words alone. FrameError under ``minimum`` answers.
    """
    ends = resolved(frame)  # it may have been merged since the run
    codes = [joined(ends.get(code, "") for code in parted(own)) for own in coded["codes"]]
    rows = results.folded(coded.assign(codes=pd.Series(codes, coded.index, dtype="str")), minimum=minimum)
    rows = _without_few(rows, minimum)
    if len(rows) < minimum:
        raise FrameError(
            f"Chưa xuất: câu hỏi này có ít hơn {minimum} người trả lời còn lại sau khi bỏ nhóm nhỏ (ngưỡng lớn"
            " nhất trong privacy › k, min_cell, min_quote_group của survey.yaml): lời văn có thể cho biết ai đã viết."
        )
    rows = rows.sort_values("key", kind="stable")
    own, codes = rows["codes"].map(parted), [*live(frame)["code"], *(c for c in APART if c != UNCODED)]
    given = {c for cell in own for c in cell}
    columns = {code: names(frame)[code] for code in codes if code in given}
    table = pd.DataFrame({TEXT: _masked(prepared["text"].reindex(rows.index))})
    for code in columns:
        table[code] = [int(code in cell) for cell in own]
    said = ["; ".join(columns.get(c, APART.get(c, c)) for c in cell) for cell in own]
    chance = np.asarray(rows["probability"], float).round(2)
    table = table.assign(**{CODES: said, HOW: rows["how"], SURE: chance})
    return (table if tones is None else _with_tones(table, own, tones, minimum)).reset_index(drop=True), columns


def _with_tones(table, codes, tones, minimum):
    """The table with sentiments, but for those that few people with one code have.

    So many are blanked that no number of blanks tells of fewer people than ``minimum``.
    """
    tone = tones["codes"].reindex(table.index).where(lambda told: told.isin(list(TONES)), "")
    while few := _few_tones(codes, tone, minimum):
        tone = tone.mask([any((code, own) in few for code in cell) for cell, own in zip(codes, tone, strict=True)], "")
    how = tones["how"].reindex(table.index).where(tone.ne(""), "")
    return table.assign(**{TONE: tone.map(TONES).fillna(""), TONE_HOW: how})


def _few_tones(codes, tone, minimum):
    """(code, sentiment) that too few people have, and the next larger where few blanks would tell them."""
    pairs = pd.DataFrame({"code": codes, "tone": tone}).explode("code").value_counts()
    few = set()
    for code, own in pairs.groupby(level=0):
        own = own.droplevel(0)
        told = own.drop("", errors="ignore").sort_values()
        small = told[told < minimum].index.tolist()
        if 0 < own.get("", 0) < minimum and not small and len(told):
            small = [told.index[0]]
        few |= {(code, one) for one in small}
    return few


def _without_few(rows, minimum):
    """Leaves out answers with a code of fewer than ``minimum`` people, until there is none."""
    while len(rows):
        long = rows["codes"].map(parted).explode()
        few = set(long.value_counts().loc[lambda n: n < minimum].index)
        if not few:
            break
        rows = rows[[not few & set(parted(codes)) for codes in rows["codes"]]]
    return rows


def _masked(texts):
    """Each different text once: finding names costs a millisecond."""
    spoken = people.spoken(texts)
    once = {text: people.unnamed(" ".join(text.split()), spoken) for text in texts.drop_duplicates()}
    return texts.map(once)
