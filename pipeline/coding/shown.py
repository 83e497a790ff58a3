"""What the coder's page shows of a desk: an answer with its codes and suggestion, figures, what a search finds."""

import re

from pipeline.coding import desk as desks
from pipeline.coding import frame, turns
from pipeline.coding.cell import likeliest
from pipeline.coding.hand import AGREED, latest, parted

RECENT = 50  # decisions over which the agreement with the model's first suggestion is shown
SURE = 0.5  # where answers carry several codes, those likelier than this are suggested


def item(desk, key):
    """One answer as the page shows it: key, text (masked), people, codes this coder gave it, codes suggested.

    ``chances``: code → probability; ``suggested``: the codes one key takes, most probable first. In a blind sample and
    for who settles disagreements there are none, so that no machine leads.
    """
    own = latest(desk.hand)
    own = own.loc[own["key"].eq(key) & own["coder"].eq(desk.coder), "codes"]
    chances = {} if desk.sample or desk.coder == AGREED else _chances(desk, key)
    sure = [code for code, chance in chances.items() if chance >= SURE] if is_several(desk) else []
    told = {"given": parted(own.iloc[0]) if len(own) else [], "others": said_by_others(desk, key)}
    told |= {"chances": chances, "suggested": sure or list(chances)[:1]}
    told["drawn"] = "" if desk.sample else turns.SAID[desks.way(desk, key)]
    return {"key": key, "text": desk.answers.at[key, "text"], "people": int(desk.answers.at[key, "people"]), **told}


def _chances(desk, key):
    alive = set(frame.live(desk.frame)["code"])
    return {code: chance for code, chance in likeliest(desk.chances, key, len(alive)) if code in alive}


def is_several(desk):
    """May an answer carry several codes: as declared, else as the decisions so far show."""
    declared = desk.work.survey.several_codes.get(desk.question.name)
    return bool(desk.model is not None and desk.model.several) if declared is None else declared


def said_by_others(desk, key):
    """What each coder gave an answer the coders disagree on: "An: Tin giả"; shown to nobody but who settles it."""
    labels, rows = frame.names(desk.frame), latest(desk.hand)
    rows = rows[rows["key"].eq(key) & rows["coder"].ne(AGREED)] if desk.coder == AGREED else rows.head(0)
    return [f"{r.coder}: {', '.join(labels.get(c, c) for c in parted(r.codes))}" for r in rows.itertuples()]


def codes(desk):
    """The codes an answer may be given, a dict each: code, name, net, digit; those with digits first, in order."""
    rows = frame.live(desk.frame)
    rows = rows.assign(digit=rows["code"].map(desk.digits).fillna(""))
    rows["place"] = rows["digit"].where(rows["digit"].ne(""), "~")
    return rows.sort_values(["place", "net", "name"], kind="stable")[["code", "name", "net", "digit"]].to_dict(
        "records"
    )


def searched(desk, words, most=20):
    """Answers that hold these words, as typed or without marks: (key, text), each once."""
    wanted = frame.fold(words)
    rows = desk.answers[desk.answers["kind"].eq("content")]
    hits = [(key, text) for key, text in rows["text"].items() if wanted in frame.fold(text)][:most]
    return [(key, text[:160]) for key, text in hits]


def progress(desk):
    """Figures of the page: decided answers and people, what is left, gain at first and now, agreement of late.

    In a blind sample only its answers count.
    """
    own = latest(desk.hand)
    own = own[own["coder"].eq(desk.coder) & (own["key"].isin(desks.sampled(desk)) | (desk.sample == 0))]
    told = [(re.search(r"gợi ý (\w+)", how), given) for how, given in zip(own["how"], own["codes"], strict=True)]
    right = [found[1] in given.split(";") for found, given in told if found][-RECENT:]
    here = own["key"][own["key"].isin(desk.answers.index)]
    done = set(own["key"])
    goal = len(desks.sampled(desk)) or len(done) + sum(key not in done for key in desk.order)
    goal = len(own) + len(desks.upcoming(desk)) if desk.coder == AGREED else goal
    people = int(desk.answers.loc[here, "people"].sum())
    told = {"answers": len(own), "people": people, "goal": goal, "first": desk.gains[0], "now": desk.gains[-1]}
    return told | {"right": sum(right), "tried": len(right)}
