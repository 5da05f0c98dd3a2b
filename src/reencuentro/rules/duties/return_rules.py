"""What stands in the way of each step of a child's return, with the law or the standard that asks for it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, time

from reencuentro.rules.cases.boxes import Answer
from reencuentro.rules.disclosure.vocabulary import Gate
from reencuentro.rules.duties.asylum import CLAIM, CLAIM_ENDED
from reencuentro.rules.duties.checks import by_step, newest, not_to_come, of
from reencuentro.rules.duties.restitution import RESTITUTION, RestitutionPlan
from reencuentro.rules.duties.steps import Broken, Known, Taken
from reencuentro.rules.returns import gate
from reencuentro.rules.returns.arrangements import (
    BUSINESS_HOURS_SOURCE,
    Closed,
    Port,
    closed,
    find_window,
    instant,
    windows_at,
)
from reencuentro.rules.returns.forms import (
    Arrival,
    Crossing,
    Home,
    MadeWithout,
    Onward,
    ReturnCountry,
    ReturnDecision,
    ReturnEnd,
    ReturnGround,
    ReturnHandOver,
    ReturnPreparation,
    ReturnStop,
    ReturnVisit,
    Screening,
)

_HANDED_OVER_BY_DAY = "Local Repatriation Arrangements, 2016: minors by day, to consular, INM or DIF staff only"
_BELONGINGS = "Local Repatriation Arrangements, 2016: property, valuables and money are given back at release"
_HEARD = "Convention on the Rights of the Child, article 12"
_TRACED = "Inter-agency Guiding Principles on unaccompanied and separated children (2004): verification before reunion"
_FOLLOWED = "Minimum Standards for Child Protection in Humanitarian Action, standard 13: monthly, six months at least"
_PLAN = "Ley de Migración, artículo 112, reforma DOF 11 de noviembre de 2020: what the restitution plan determines"


def _screened(form: Screening, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "return_not_yet", "on")
    if not form.screening_basis:
        yield Broken(rule="return_no_basis", source=gate.DOCUMENTED, box="screening_basis")
    if form.speaks_it is not Answer.YES and not form.interpreter:
        yield Broken(rule="return_no_interpreter", source=gate.SCREENING, box="interpreter")


def _gate(known: Known) -> Iterator[Broken]:
    """What keeps the gate shut, by the screening that was held last."""
    screening = newest(known.history, Screening)
    if screening is None:
        yield Broken(rule="return_not_screened", source=gate.SCREENING)
        return
    for box in gate.unanswered(screening):
        yield Broken(rule=f"return_{box}_unknown", source=gate.UNDECIDED)
    for box in gate.forbidding(screening):
        yield Broken(rule=f"return_{box}", source=gate.SCREENING)
    if gate.presumed_unable(screening, known.child):
        yield Broken(rule="return_under_14", source=gate.PRESUMED)
    if known.gate is Gate.CLOSED:
        yield Broken(rule="return_gate_closed", source=gate.NOT_RETURNED)
    if any(one.kind == CLAIM and one.state != CLAIM_ENDED for one in known.others):
        yield Broken(rule="return_asylum_claimed", source=gate.NOT_RETURNED)


def _decided(form: ReturnDecision, known: Known) -> Iterator[Broken]:
    yield from _gate(known)
    yield from not_to_come(form.on, known, "return_not_yet", "on")
    if form.child_heard is not Answer.YES:
        yield Broken(rule="return_child_not_heard", source=_HEARD, box="child_heard")
    screening = newest(known.history, Screening)
    if screening is None:
        return
    withdraws = form.ground is ReturnGround.WITHDRAWN and screening.sends is ReturnCountry.US
    if withdraws and not gate.may_withdraw(screening, known.child):
        yield Broken(rule="return_not_neighbour", source=gate.SCREENING, box="ground")
    if screening.sends is ReturnCountry.MX and not _plan_returns(known):
        yield Broken(rule="return_without_plan", source=_PLAN, box="ground")


def _plan_returns(known: Known) -> bool:
    """Whether the newest plan of the Procuraduría says that the child returns."""
    plans = [newest(one.history, RestitutionPlan) for one in known.others if one.kind == RESTITUTION]
    return any(plan is not None and plan.child_returns is Answer.YES for plan in plans)


_CLOSED: Mapping[Closed, tuple[str, str]] = {
    Closed.NO_ARRANGEMENT: ("return_no_arrangement", "border_port"),
    Closed.NO_SUCH_HOUR: ("return_no_such_hour", "at"),
    Closed.NOT_OPEN: ("return_port_closed", "at"),
    Closed.DARK: ("return_after_dark", "at"),
}


def _window(form: Crossing | ReturnHandOver, known: Known) -> Iterator[Broken]:
    """The window exists, it is day, somebody takes the child over there, and it is the right border."""
    window = find_window(form.border_port, form.on)
    if why := closed(form.border_port, form.on, time.fromisoformat(form.at)):
        rule, box = _CLOSED[why]
        source = BUSINESS_HOURS_SOURCE if why is Closed.DARK else _source(form.border_port)
        yield Broken(rule=rule, source=source, box=box)
    if window is None:
        return
    if form.border_receiver not in window.receivers:
        yield Broken(rule="return_receiver_not_there", source=_HANDED_OVER_BY_DAY, box="border_receiver")
    screening = newest(known.history, Screening)
    if screening and (window.sends, window.takes) != (screening.sends.value, screening.takes.value):
        yield Broken(rule="return_other_border", source=window.source, box="border_port")


def _source(port: Port) -> str:
    return next((one.source for one in windows_at(port)), "")


def _planned(form: Crossing, known: Known) -> Iterator[Broken]:
    yield from _gate(known)
    yield from _window(form, known)
    moment = crosses(form)
    if moment is not None and moment <= known.at:
        yield Broken(rule="return_window_past", box="on")


def crosses(form: Crossing | ReturnHandOver) -> datetime | None:
    """When, by the clock of the port; None where no arrangement is in force there, or the clocks skip that hour."""
    window = find_window(form.border_port, form.on)
    return instant(window, form.on, time.fromisoformat(form.at)) if window else None


def _prepared(form: ReturnPreparation, known: Known) -> Iterator[Broken]:
    needed = {
        "child_told": ("return_child_not_told", _HEARD),
        "family_told": ("return_family_not_told", _TRACED),
        "receiver_told": ("return_receiver_not_told", BUSINESS_HOURS_SOURCE),
        "documents_ready": ("return_documents_missing", _BELONGINGS),
        "belongings_ready": ("return_belongings_kept", _BELONGINGS),
    }
    for box, (rule, source) in needed.items():
        if getattr(form, box) is not Answer.YES:
            yield Broken(rule=rule, source=source, box=box)


def _handed_over(form: ReturnHandOver, known: Known) -> Iterator[Broken]:
    yield from _gate(known)
    yield from _window(form, known)
    moment = crosses(form)
    if moment is not None and moment > known.at:
        yield Broken(rule="return_not_yet", box="on")
    decided = newest(known.history, ReturnDecision)
    if decided and form.on < decided.on:
        yield Broken(rule="return_before_decision", box="on")
    if not _verified(form):
        yield Broken(rule="return_receiver_unverified", source=_HANDED_OVER_BY_DAY, box="credential")
    if form.child_identity_seen is not Answer.YES:
        yield Broken(rule="return_child_not_identified", source=_TRACED, box="child_identity_seen")
    if form.record_signed is not Answer.YES:
        yield Broken(rule="return_not_signed", source=_HANDED_OVER_BY_DAY, box="record_signed")
    if form.belongings_handed_over is not Answer.YES:
        yield Broken(rule="return_belongings_kept", source=_BELONGINGS, box="belongings_handed_over")
    if form.arrival_expected < form.on:
        yield Broken(rule="return_arrives_before", box="arrival_expected")


def _verified(form: ReturnHandOver) -> bool:
    """Whether who takes the child over showed who they are, and their office says that it sent them."""
    return bool(form.credential) and {form.credential_seen, form.office_confirms} == {Answer.YES}


def _sent_onward(form: Onward, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "return_not_yet", "on")
    if form.credential_seen is not Answer.YES:
        yield Broken(rule="return_receiver_unverified", source=_HANDED_OVER_BY_DAY, box="credential_seen")
    if form.record_signed is not Answer.YES:
        yield Broken(rule="return_not_signed", source=_HANDED_OVER_BY_DAY, box="record_signed")
    if form.arrival_expected < form.on:
        yield Broken(rule="return_arrives_before", box="arrival_expected")


def _arrived(form: Arrival, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "return_not_yet", "on")
    if form.comes_to is Home.FAMILY and form.adult in known.barred:
        yield Broken(rule="return_adult_barred", source=_TRACED, box="adult")
    elif form.comes_to is Home.FAMILY and form.adult not in known.verified:
        yield Broken(rule="return_adult_unverified", source=_TRACED, box="adult")
    if form.child_seen is not Answer.YES:
        yield Broken(rule="return_child_not_seen", source=_FOLLOWED, box="child_seen")
    if not gate.is_own(form.country, known.child) and not form.stays_why:
        yield Broken(rule="return_not_followed_across", source=gate.NOT_RETURNED, box="stays_why")
    if form.country is not _where(known.history):
        yield Broken(rule="return_other_country", box="country")


def _where(history: Sequence[Taken]) -> ReturnCountry | None:
    """The country that took the child over last."""
    takers = (one.form.takes for one in reversed(history) if isinstance(one.form, Screening | MadeWithout | Onward))
    return next(takers, None)


def _closed(form: ReturnEnd, known: Known) -> Iterator[Broken]:
    visit = newest(known.history, ReturnVisit)
    if visit is None or {visit.safe, visit.child_seen, visit.visits_may_end} != {Answer.YES}:
        yield Broken(rule="return_visit_open", source=_FOLLOWED)


def _visited(form: ReturnVisit, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "return_not_yet", "on")


def _made(form: MadeWithout, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "return_not_yet", "on")


def _stopped(form: ReturnStop, known: Known) -> Iterator[Broken]:
    yield from not_to_come(form.on, known, "return_not_yet", "on")


CHECK = by_step(
    {
        "return_screened": of(Screening, _screened),
        "return_screened_again": of(Screening, _screened),
        "return_decided": of(ReturnDecision, _decided),
        "return_planned": of(Crossing, _planned),
        "return_prepared": of(ReturnPreparation, _prepared),
        "return_handed_over": of(ReturnHandOver, _handed_over),
        "return_sent_onward": of(Onward, _sent_onward),
        "return_found_made": of(MadeWithout, _made),
        "return_made_without": of(MadeWithout, _made),
        "return_arrived": of(Arrival, _arrived),
        "return_visited": of(ReturnVisit, _visited),
        "return_closed": of(ReturnEnd, _closed),
        "return_stopped": of(ReturnStop, _stopped),
    }
)
"""Every rule of a return, by the step that it stands before."""
