"""One agency asks another to take something on for a child: sent, accepted or rejected with a reason, done.

What is sent tells what is needed, where, in which language and how urgently, and nothing by which anybody could tell
who the child is. Who accepts is assigned to the child, and sees of them what the agreements between the two allow.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from enum import StrEnum

from pydantic import Field

from reencuentro.linkage.names import particle
from reencuentro.linkage.spelling import fold
from reencuentro.rules.cases.boxes import Day, Filled, Line, Text
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind
from reencuentro.rules.duties.care import over, today
from reencuentro.rules.duties.steps import Broken, Definition, Known, Step, Taken
from reencuentro.rules.timers.clocks import Child

LEAST_DATA = "Professional Standards for Protection Work (ICRC 2018), chapter 6: no more data than the purpose needs"
HELPERS = frozenset(AgencyKind) - {AgencyKind.CUSTODY, AgencyKind.COURT, AgencyKind.REGISTRY}
"""Who can be asked: nobody who holds people or judges them."""


class ReferralService(StrEnum):
    """What is asked for."""

    PLACEMENT = "placement"
    HEALTH = "health"
    PSYCHOSOCIAL = "psychosocial"
    LEGAL = "legal"
    EDUCATION = "education"
    TRACING = "tracing"
    BEST_INTERESTS = "best_interests"
    HOME_VISIT = "home_visit"
    INTERPRETING = "interpreting"
    OTHER = "other"


class ReferralUrgency(StrEnum):
    """How soon an answer is needed."""

    ROUTINE = "routine"
    SOON = "soon"
    AT_ONCE = "at_once"


ANSWER_WITHIN = {
    ReferralUrgency.ROUTINE: timedelta(days=7),
    ReferralUrgency.SOON: timedelta(days=3),
    ReferralUrgency.AT_ONCE: timedelta(hours=24),
}
"""How long the other agency has. It is ours."""

DONE_WITHIN = timedelta(days=30)
"""How long after it was accepted somebody asks, where no day was named. It is ours."""


class ReferralAge(StrEnum):
    """How old the child is, as far as whoever is asked must know."""

    UNKNOWN = "unknown"
    UNDER_5 = "under_5"
    FROM_5_TO_11 = "from_5_to_11"
    FROM_12_TO_17 = "from_12_to_17"


class ReferralBasis(StrEnum):
    """On what it rests that the agency is asked."""

    CHILD = "child"  # the child's own word
    PARENT = "parent"
    BEST_INTERESTS = "best_interests"
    LAW = "law"


class ReferralSent(Filled):
    """What the other agency is asked for: as little as it needs to say yes or no."""

    referral_service: ReferralService
    referral_urgency: ReferralUrgency = ReferralUrgency.ROUTINE
    referral_region: Line = ""
    referral_age: ReferralAge = ReferralAge.UNKNOWN
    referral_language: Line = ""
    referral_basis: ReferralBasis
    referral_asked: Text = ""


class ReferralAccepted(Filled):
    """From when the other agency sees to it, and by when it expects to be done."""

    referral_from: Day = None
    referral_until: Day = None
    referral_answer: Text = ""


class ReferralReason(StrEnum):
    """Why an agency says no."""

    NO_ROOM = "no_room"
    NOT_OURS = "not_ours"
    TOO_FAR = "too_far"
    NO_LANGUAGE = "no_language"
    MORE_NEEDED = "more_needed"  # more must be known before they can say yes
    OTHER = "other"


class ReferralRejected(Filled):
    """Why the other agency doesn't see to it."""

    referral_reason: ReferralReason
    referral_answer: Text = ""


class ReferralDone(Filled):
    """What came of it."""

    referral_done_on: date
    referral_outcome: Text = Field(min_length=1)


class ReferralWithdrawn(Filled):
    """Why it is asked for no more."""

    referral_why: Text = Field(min_length=1)


SENT = "referral_sent"
"""The state in which an answer is due."""

ACCEPT = "referral_accept"
"""The step by which the agency that is asked takes the child on."""

_OF_TAKER = frozenset({ACCEPT, "referral_reject", "referral_finish"})
_TELLS = re.compile(r"\d{4,}|\d[\d\s./-]{5,}\d|@")
"""Numbers, days of birth, telephones, addresses for mail: what tells who somebody is."""
_FREE_WORDS = ("referral_asked", "referral_answer", "referral_outcome", "referral_why")
_SHARED_WORDS = ("referral_region", "referral_language", *_FREE_WORDS)
_SHORTEST = 3
"""Letters of a word of a name that is looked for: shorter ones are words of any sentence."""


def _broken(step: Step, form: Filled, known: Known) -> Iterable[Broken]:
    yield from _wrong_agency(step, known)
    for box in _SHARED_WORDS:
        if _TELLS.search(getattr(form, box, "")):
            yield Broken(rule="referral_tells_who", source=LEAST_DATA, box=box)
    yield from _unsaid(form)
    if isinstance(form, ReferralDone) and form.referral_done_on > today(known):
        yield Broken(rule="care_not_yet", box="referral_done_on")
    if isinstance(form, ReferralAccepted):
        yield from _accepted_late(form, known)


def _wrong_agency(step: Step, known: Known) -> Iterator[Broken]:
    own = known.doer.agency.code == known.counterpart
    if step.begins and own:
        yield Broken(rule="referral_to_oneself")
    if not step.begins and own != (step.name in _OF_TAKER):
        yield Broken(rule="referral_other_side")


_IN_WORDS: tuple[tuple[type[Filled], str, str], ...] = (
    (ReferralSent, "referral_service", "referral_asked"),
    (ReferralRejected, "referral_reason", "referral_answer"),
)
"""Of a form the box that must hold words where the one named before it says "other"."""


def _unsaid(form: Filled) -> Iterator[Broken]:
    for shape, choice, words in _IN_WORDS:
        if isinstance(form, shape) and getattr(form, choice) == "other" and not getattr(form, words):
            yield Broken(rule="referral_words", box=words)


def named_in(form: Filled, names: Iterable[str]) -> Iterator[Broken]:
    """Where the form names the child. names: as anybody has them, whole or in parts."""
    every = {word for name in names for word in fold(name).split()}
    telling = {word for word in every if len(word) >= _SHORTEST and not particle(word)}
    for box in _FREE_WORDS:
        if not telling.isdisjoint(fold(getattr(form, box, "")).split()):
            yield Broken(rule="referral_tells_name", source=LEAST_DATA, box=box)


def _accepted_late(form: ReferralAccepted, known: Known) -> Iterator[Broken]:
    if form.referral_until and form.referral_until < (form.referral_from or today(known)):
        yield Broken(rule="referral_over_before", box="referral_until")


def _due(history: Sequence[Taken], child: Child) -> datetime | None:
    last = history[-1]
    if last.step == "referral_send":
        urgency = last.form.referral_urgency if isinstance(last.form, ReferralSent) else ReferralUrgency.AT_ONCE
        return last.at + ANSWER_WITHIN[urgency]
    if last.step == ACCEPT:
        until = last.form.referral_until if isinstance(last.form, ReferralAccepted) else None
        return over(until) if until else last.at + DONE_WITHIN
    return None


def _step(name: str, to: str, shape: type[Filled], *before: str) -> Step:
    action = Action.ANSWER_REFERRAL if name in _OF_TAKER else Action.REFER
    return Step(name=name, to=to, shape=shape, action=action, before=frozenset(before), shared=True)


REFERRAL = Definition(
    code="referral",
    area="referrals",
    sees=Action.SEE_CARE,
    asked=Action.SEE_REFERRALS,
    with_agency=True,
    with_kinds=HELPERS,
    steps=(
        _step("referral_send", SENT, ReferralSent),
        _step(ACCEPT, "referral_accepted", ReferralAccepted, SENT),
        _step("referral_reject", "referral_rejected", ReferralRejected, SENT),
        _step("referral_finish", "referral_done", ReferralDone, "referral_accepted"),
        _step("referral_withdraw", "referral_withdrawn", ReferralWithdrawn, SENT, "referral_accepted"),
    ),
    over=frozenset({"referral_rejected", "referral_done", "referral_withdrawn"}),
    due=_due,
    check=_broken,
    gist=("referral_service", "referral_urgency"),
)

TABLE = (REFERRAL,)
"""What agencies ask of each other for a child."""
