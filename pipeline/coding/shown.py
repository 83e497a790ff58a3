"""What the coder's page shows of a desk: an answer with its codes and suggestion, figures, what a search finds."""

import re

from pipeline.coding import desk as desks
from pipeline.coding import files, frame, strays, turns
from pipeline.coding.hand import AGREED, CAUGHT, DRAWN, counted, latest, marked, parted
from pipeline.coding.tones import hand as sentiment
from pipeline.questionnaire.tones import TONES

RECENT = 50  # decisions over which the agreement with the model's first suggestion is shown
SURE = 0.5  # where answers carry several codes, those likelier than this are suggested, and ticked beforehand
SIGNS = "+-.,"  # keys of the sentiments; none that Shift makes of a digit


def item(desk, key):
    """One answer as the page shows it: key, text (masked), people, codes this coder gave it, codes suggested.

    ``lacks_tone``: was it coded without its sentiment, where others have one; ``is_anew``: was it coded from a list
    alone and is its turn, so that nothing of that stands ticked; ``chances``: code → probability; ``suggested``: the
    codes one key takes, most probable first; ``ticked``: the codes given, else of those suggested the ones that stand
    ticked already, where answers carry several codes. Nothing of the model where the answer is shown blind
    (:func:`_is_blind`).
    """
    known = desks.facts(desk)
    own = known.given.get(key)
    way = "" if desk.sample else desks.way(desk, key)
    chances = {} if _is_blind(desk, key, way) else _chances(desk, key)
    sure = [code for code, chance in chances.items() if chance >= SURE] if is_several(desk) else []
    told = {"given": parted(own[0]) if own else [], "others": said_by_others(desk, key), "drawn": turns.SAID[way]}
    told |= {"chances": chances, "suggested": sure or list(chances)[:1]}
    is_anew = bool(own and way) and key not in known.alone
    told |= {"ticked": [] if is_anew else told["given"] or sure, "is_anew": is_anew}
    told |= {"lacks_tone": bool(own) and key in known.toneless and not is_anew}
    return {"key": key, "text": desk.answers.at[key, "text"], "people": int(desk.answers.at[key, "people"]), **told}


def _is_blind(desk, key, way):
    """Is this answer shown without what the model says of it, so that no machine leads?

    In a blind sample, to who settles disagreements, and where the answer was drawn at random: promise and shares rest
    on these, and a coder who goes along with the machine there would make it look better than it is.
    """
    is_alone = bool(desk.sample or way) or desk.coder == AGREED
    return is_alone or key in marked(desks.mine(desk), DRAWN, CAUGHT)


def _chances(desk, key):
    alive = set(desks.facts(desk).live["code"])
    if key not in desk.chances.index:
        return {}
    row = zip(desk.chances.columns, desk.chances.to_numpy()[desk.chances.index.get_loc(key)].tolist(), strict=True)
    known = {code: chance for code, chance in row if code in alive and chance == chance}
    return dict(sorted(known.items(), key=lambda pair: -pair[1]))


def guessed(desk, key):
    """The codes in whose lists an answer stands while nobody decided it."""
    chances = _chances(desk, key)
    return [code for code in chances if chances[code] >= SURE] if is_several(desk) else list(chances)[:1]


def is_several(desk):
    """May an answer carry several codes: as declared, else as the decisions so far show."""
    declared = desk.work.survey.several_codes.get(desk.question.name)
    return bool(desk.model is not None and desk.model.several) if declared is None else declared


def said_by_others(desk, key):
    """What each coder gave an answer the coders disagree on: "An: Tin giả"; shown to nobody but who settles it."""
    if desk.coder != AGREED:
        return []
    labels, rows = frame.names(desk.frame), latest(counted(desk.hand, desk.frame))
    rows = rows[rows["key"].eq(key) & rows["coder"].ne(AGREED)]
    return [f"{r.coder}: {', '.join(labels.get(c, c) for c in parted(r.codes))}" for r in rows.itertuples()]


def codes(desk):
    """The codes an answer may be given, a dict each: code, name, net, digit; those with digits first, in order."""
    rows = frame.live(desk.frame)
    rows = rows.assign(digit=rows["code"].map(desk.digits).fillna(""))
    places = {digit: at for at, digit in enumerate(desks.DIGITS)}
    rows["place"] = rows["digit"].map(places).fillna(len(places))
    return rows.sort_values(["place", "net", "name"], kind="stable")[["code", "name", "net", "digit"]].to_dict(
        "records"
    )


def tones(desk, key, chosen=""):
    """(code, name, key of the keyboard, is it ticked) of the sentiments; none where they are not asked for.

    Ticked is the one just ``chosen``, else the one that this coder gave the answer.
    """
    if desk.question.name not in desk.work.survey.sentiment:
        return []
    own = desk.hand[desk.hand["key"].eq(key) & desk.hand["coder"].eq(desk.coder)]
    given = chosen or next(iter(latest(sentiment(own))["tone"]), "")
    return [(code, name, sign, code == given) for (code, name), sign in zip(TONES.items(), SIGNS, strict=True)]


def searched(desk, words, most=20):
    """Answers that hold these words, as typed or without marks: (key, text), each once."""
    wanted = frame.fold(words)
    rows = desk.answers[desk.answers["kind"].eq("content")]
    hits = [(key, text) for key, text in rows["text"].items() if wanted in frame.fold(text)][:most]
    return [(key, text[:160]) for key, text in hits]


def progress(desk):
    """Figures of the page: decided answers and people, what is left, gain at first and now, agreement of late, and a
    sentence on decisions that belong to no answer of these data.

    Answers of an earlier wave are none of these; in a blind sample only its answers count.
    """
    sample = set(desks.sampled(desk))
    given = desks.facts(desk).given.items()
    own = {key: told for key, told in given if key in (sample or desk.people)}
    told, ends = [(re.search(r"gợi ý (\w+)", how), given) for given, how in own.values()], desks.facts(desk).ends
    right = [ends.get(found[1]) in given.split(";") for found, given in told if found][-RECENT:]
    goal = len(sample) or len(own) + sum(key not in own for key in desk.order)
    goal = len(own) + len(desks.upcoming(desk)) if desk.coder == AGREED else goal
    people = sum(desk.people.get(key, 0) for key in own)
    told = {"answers": len(own), "people": people, "goal": goal, "first": desk.gains[0], "now": desk.gains[-1]}
    name, rows = files.hand_path(desk.work, desk.question.name).name, desk.hand[desk.hand["codes"].ne("")]
    told |= {"strays": strays.said(name, sum(key not in desk.everyone for key in rows["key"]), len(rows))}
    return told | {"right": sum(right), "tried": len(right)}
