"""Consular protection: the kinds of duties towards consulates, and of what they do for their own nationals.

A notice lies apart from what a consulate reads: that it was withheld, and why, is told to nobody who answers for the
country that somebody may have fled. What a consulate of the registry is asked, and does, lies with who somebody is.
"""

from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action, AgencyKind
from reencuentro.rules.duties import consular_forms as forms
from reencuentro.rules.duties.consular_rules import assistance_broken, assistance_due, notice_broken, notice_due
from reencuentro.rules.duties.steps import Definition, Step

AREA = "consular"


def _told(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    """A step of whoever owes a notice."""
    return Step(name=name, to=to, shape=shape, action=Action.NOTIFY_CONSULATE, before=frozenset(before))


def _asked(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    """A step of whoever asks a consulate, which that consulate reads."""
    action = Action.NOTIFY_CONSULATE
    return Step(name=name, to=to, shape=shape, action=action, place=IDENTITY, before=frozenset(before))


def _helped(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    """A step of a consulate."""
    action = Action.ASSIST_NATIONAL
    return Step(name=name, to=to, shape=shape, action=action, place=IDENTITY, before=frozenset(before))


NOTICE = Definition(
    code="notice",
    area=AREA,
    sees=Action.SEE_NOTICES,
    steps=(
        _told("notice_owe", "notice_owed", forms.NoticeOwed),
        _told(
            "notice_screen",
            "notice_screened",
            forms.NoticeScreening,
            "notice_owed",
            "notice_screened",
            "notice_withheld",
        ),
        _told(
            "notice_withhold",
            "notice_withheld",
            forms.NoticeWithheld,
            "notice_owed",
            "notice_screened",
            "notice_withheld",
        ),
        _told("notice_make", "notice_made", forms.NoticeMade, "notice_screened", "notice_made"),
        _told("notice_acknowledge", "notice_acknowledged", forms.NoticeAcknowledged, "notice_made"),
        _told("notice_decline", "notice_declined", forms.NoticeDeclined, "notice_owed", "notice_screened"),
        _told(
            "notice_close",
            "notice_closed",
            forms.NoticeClosed,
            "notice_owed",
            "notice_screened",
            "notice_withheld",
            "notice_made",
        ),
    ),
    over=frozenset({"notice_acknowledged", "notice_declined", "notice_closed"}),
    due=notice_due,
    check=notice_broken,
    gist=("notice_ground", "consular_need"),
)

CONSULAR_CASE = Definition(
    code="consular_case",
    area=AREA,
    sees=Action.SEE_NOTICES,
    place=IDENTITY,
    steps=(
        _asked("case_told", "case_told", forms.CaseTold),
        _helped("case_accept", "case_accepted", forms.CaseAccepted, "case_told"),
        _helped("case_refuse", "case_refused", forms.CaseEnded, "case_told", "case_accepted"),
        _helped("case_close", "case_closed", forms.CaseEnded, "case_accepted"),
        _asked("case_withdraw", "case_withdrawn", forms.CaseEnded, "case_told", "case_accepted"),
    ),
    over=frozenset({"case_refused", "case_closed", "case_withdrawn"}),
    due=assistance_due,
    check=assistance_broken,
    gist=("asked_of_consulate", "consular_need"),
    with_agency=True,
    with_kinds=frozenset({AgencyKind.CONSULATE}),
)

VISIT = Definition(
    code="visit",
    area=AREA,
    sees=Action.SEE_NOTICES,
    place=IDENTITY,
    steps=(
        _helped("visit_plan", "visit_planned", forms.VisitPlanned),
        _helped("visit_unplanned", "visit_made", forms.VisitMade),
        _helped("visit_move", "visit_planned", forms.VisitPlanned, "visit_planned"),
        _helped("visit_make", "visit_made", forms.VisitMade, "visit_planned"),
        _helped("visit_miss", "visit_missed", forms.VisitMissed, "visit_planned"),
    ),
    over=frozenset({"visit_made", "visit_missed"}),
    due=assistance_due,
    check=assistance_broken,
    gist=("visit_way", "consular_need"),
)

ASSISTANCE = Definition(
    code="assistance",
    area=AREA,
    sees=Action.SEE_NOTICES,
    place=IDENTITY,
    steps=(
        _helped("assistance_ask", "assistance_asked", forms.AssistanceAsked),
        _helped("assistance_give", "assistance_given", forms.AssistanceGiven, "assistance_asked"),
        _helped("assistance_refuse", "assistance_refused", forms.CaseEnded, "assistance_asked"),
    ),
    over=frozenset({"assistance_given", "assistance_refused"}),
    due=assistance_due,
    check=assistance_broken,
    gist=("helps_with", "consular_need"),
)

CONSULAR_DOCUMENT = Definition(
    code="consular_document",
    area=AREA,
    sees=Action.SEE_NOTICES,
    place=IDENTITY,
    steps=(
        _helped("paper_ask", "paper_asked", forms.PaperAsked),
        _helped("paper_issue", "paper_issued", forms.PaperIssued, "paper_asked"),
        _helped("paper_refuse", "paper_refused", forms.CaseEnded, "paper_asked"),
    ),
    over=frozenset({"paper_issued", "paper_refused"}),
    due=assistance_due,
    check=assistance_broken,
    gist=("consular_paper", "consular_need"),
)

TABLE: tuple[Definition, ...] = (NOTICE, CONSULAR_CASE, VISIT, ASSISTANCE, CONSULAR_DOCUMENT)
