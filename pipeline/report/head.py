"""Head and foot of the report as the layout of survey.yaml asks; what only the clerk knows stays open ("…")."""

from pipeline import vi, wording
from pipeline.report import unit_name
from pipeline.report.model import Head, Paragraph, Signature
from pipeline.wording import say

LONGEST = 24, 21  # capitals on one line of the left part of the head; beside the name of the state, which is longer
BLANK = "…"
DATE = "ngày … tháng … năm …"


def block(survey):
    """The head of the signed report with its title."""
    return Head(head(survey), ("BÁO CÁO", say("kết quả {kind}", kind=kind(survey)), f"“{survey.title}”"))


def kind(survey):
    """What survey.yaml calls a survey of its kind ("điều tra dư luận xã hội"), else a survey."""
    return wording.label(survey.report.kind) if survey.report.kind else say("điều tra")


def closing(survey):
    """The sentence that ends the text of an administrative document; None in the plain layout."""
    if head(survey)["layout"] == "plain":
        return None
    told = "Trên đây là báo cáo kết quả {kind} của {owner}./."
    return Paragraph((say(told, kind=kind(survey), owner=survey.owner.name),))


def signature(survey):
    """The foot: receivers and signer of survey.yaml, open places where it names none; None in the plain layout."""
    if head(survey)["layout"] == "plain":
        return None
    report = survey.report
    signer = tuple(line.upper() for line in report.signer) or (BLANK,)
    receivers = report.receivers or (BLANK, say("Lưu {blank}", blank=BLANK))
    return Signature(_in_a_row(receivers, head(survey)["layout"]), signer, report.signed_by)


def _in_a_row(receivers, layout):
    """Each on a line after a dash, as the guidelines of Party and state have it; a full stop ends the last."""
    between, names = ";" if layout == "state" else ",", [one.strip(" -–.,;") for one in receivers]
    return (*(f"- {name}{between}" for name in names[:-1]), f"- {names[-1]}.".replace("….", "…"))


def head(survey):
    """Texts of the head: ``layout``, left column (superior, own name, number), place and date, opening sentence."""
    owner, layout = survey.owner, survey.report.layout
    # A Party or state head without a name would be an empty form, so it falls back to the plain one.
    layout = layout if owner.name else "plain"
    place = f"{owner.place or BLANK}, {say(DATE)}"
    return {
        "layout": layout,
        "superior": _capitals(owner.superior, layout),
        "name": _capitals(owner.name, layout),
        "number": say("Số …-BC/…" if layout == "party" else "Số: …/BC-…"),
        "place": place,
        "opening": opening(survey),
    }


def _capitals(name, layout):
    return [line.upper() for line in unit_name.lines(name, LONGEST[layout == "state"])]


def opening(survey):
    """The sentence before part I: by which plan, who reports, on what."""
    numbered = survey.plan.number and say("số {number}", number=survey.plan.number)
    dated = survey.plan.date and say("ngày {day}", day=survey.plan.date)
    plan = " ".join(filter(None, [numbered, dated]))
    by = say("Thực hiện Kế hoạch {plan}, ", plan=plan) if plan else ""
    who = "{owner} báo cáo kết quả {kind}" if survey.owner.name else "Báo cáo này trình bày kết quả {kind}"
    who = say(who, owner=survey.owner.name, kind=kind(survey))
    whom = f"{survey.subject[0].lower()}{survey.subject[1:]}" if survey.subject else ""
    subject = say(" đối với {whom}", whom=whom) if whom else ""
    return say("{by}{who}{subject} như sau:", by=by, who=who, subject=subject)


def window(survey):
    """When the form was open, in words; says plainly when it was not declared."""
    opens, closes = survey.collection.opens, survey.collection.closes
    if opens and closes:
        return say("Từ {opens} đến {closes}.", opens=vi.moment(opens), closes=vi.moment(closes))
    if opens or closes:
        return say("Từ {moment}." if opens else "Đến {moment}.", moment=vi.moment(opens or closes))
    return say("Không khai báo thời gian mở và đóng phiếu.")
