"""What the forms of a case show: each kind of evidence with the test that says so. Order and number don't matter."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from reencuentro.rules.cases.boxes import Answer, Filled
from reencuentro.rules.cases.forms import SHAPES, FormKind, says_anything
from reencuentro.rules.cases.forms.finding import ParentSearch, TraceOutcome, TracingAction
from reencuentro.rules.cases.forms.hindrances import Ineligibility, Waiver
from reencuentro.rules.cases.forms.homeward import (
    BestInterests,
    Check,
    Decision,
    FollowUp,
    HandOver,
    Preparation,
    Wishes,
)
from reencuentro.rules.cases.forms.proving import (
    Confirmation,
    Confirmer,
    Dna,
    DnaOutcome,
    Document,
    Interview,
    Verification,
)
from reencuentro.rules.cases.interviews import conflicts, heard_apart
from reencuentro.rules.cases.states import HANDING_OVER, Evidence

Form = TypeVar("Form", bound=Filled)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One form as it is kept: the newest version of each. number: tells several of one kind apart."""

    kind: FormKind
    number: int = 1
    version: int = 1
    at: datetime
    filled: Filled


_CONCLUSIONS = frozenset(
    {
        FormKind.VERIFICATION,
        FormKind.BEST_INTERESTS,
        FormKind.DECISION,
        FormKind.PREPARATION,
        FormKind.HAND_OVER,
        FormKind.FOLLOW_UP,
    }
)
"""What was concluded before a claim was disputed, or the case opened again, shows nothing any more."""


@dataclass(frozen=True, slots=True)
class Dossier:
    """The forms that count, the newest version of each."""

    forms: tuple[Kept, ...]

    @classmethod
    def of(cls, kept: Iterable[Kept], *, since: datetime | None = None) -> "Dossier":
        """Whatever the order in which they came. since: when the case last had to begin anew."""
        newest: dict[tuple[FormKind, int], Kept] = {}
        for form in kept:
            key = form.kind, form.number
            if key not in newest or newest[key].version < form.version:
                newest[key] = form
        counted = (one for one in newest.values() if since is None or one.kind not in _CONCLUSIONS or one.at > since)
        return cls(tuple(sorted(counted, key=lambda one: (one.kind, one.number))))

    def all(self, kind: FormKind, model: type[Form]) -> list[Form]:
        """Every form of that kind."""
        return [one.filled for one in self.forms if one.kind is kind and isinstance(one.filled, model)]

    def one(self, kind: FormKind, model: type[Form]) -> Form | None:
        """The form of that kind; None where there is none."""
        return next(iter(self.all(kind, model)), None)

    def has(self, kind: FormKind) -> bool:
        """Whether there is any that says something."""
        return any(map(says_anything, self.all(kind, SHAPES[kind].model)))

    @property
    def verified_adult(self) -> str:
        """The id of the adult of whom the verification concludes that they belong together; "" for none."""
        concluded = self.one(FormKind.VERIFICATION, Verification)
        return concluded.adult if concluded and concluded.conclusion is Answer.YES else ""

    @property
    def interviews(self) -> tuple[Interview, Interview] | None:
        """Child's and adult's; None unless both were held."""
        child = self.one(FormKind.INTERVIEW_CHILD, Interview)
        adult = self.one(FormKind.INTERVIEW_ADULT, Interview)
        return (child, adult) if child and adult else None


def shown(dossier: Dossier, *, approved_by_two: bool = False) -> frozenset[Evidence]:
    """Everything that the forms show. approved_by_two: two officers of two agencies approve the release."""
    by_forms = frozenset(evidence for evidence, test in _TESTS.items() if test(dossier))
    return by_forms | ({Evidence.APPROVED_BY_TWO} if approved_by_two else frozenset())


def sources(dossier: Dossier) -> frozenset[str]:
    """The independent sources that speak for the relationship: of papers and of people the kinds, not the number."""
    papers = {
        one.what.value
        for one in dossier.all(FormKind.DOCUMENT, Document)
        if one.shows_relation is Answer.YES and not one.doubts
    }
    words = {
        one.by_whom.value
        for one in dossier.all(FormKind.CONFIRMATION, Confirmation)
        if one.confirms is Answer.YES and one.by_whom in Confirmer
    }
    told = {
        "photo": any(one.photo_recognised is Answer.YES for one in dossier.interviews or ()),
        "interviews": dossier.interviews is not None and not conflicts(*dossier.interviews),
        "dna": (test := dossier.one(FormKind.DNA, Dna)) is not None and _counts(test),
    }
    return frozenset(papers | words | {source for source, speaks in told.items() if speaks})


def _counts(test: Dna) -> bool:
    """A test counts only when its sample is gone."""
    return test.outcome is DnaOutcome.CONSISTENT and test.sample_destroyed_on is not None


def _apart(dossier: Dossier) -> bool:
    return dossier.interviews is not None and heard_apart(*dossier.interviews)


def _explained(dossier: Dossier) -> bool:
    if dossier.interviews is None:
        return False
    concluded = dossier.one(FormKind.VERIFICATION, Verification)
    return not conflicts(*dossier.interviews) or bool(concluded and concluded.conflicts_explained)


def _found(dossier: Dossier) -> bool:
    acted = dossier.all(FormKind.TRACING_ACTION, TracingAction)
    reached = dossier.all(FormKind.PARENT_SEARCH, ParentSearch)
    return any(one.outcome is TraceOutcome.SUCCESSFUL for one in acted) or any(
        one.reached is Answer.YES for one in reached
    )


def _heard(kind: FormKind) -> Callable[[Dossier], bool]:
    def heard(dossier: Dossier) -> bool:
        wishes = dossier.one(kind, Wishes)
        return wishes is not None and wishes.wants is not Answer.UNKNOWN

    return heard


def _to_hand_over(dossier: Dossier) -> bool:
    """To the adult of whom everything was verified, and to nobody else."""
    decision = dossier.one(FormKind.DECISION, Decision)
    return bool(decision and decision.outcome in HANDING_OVER and decision.adult == dossier.verified_adult != "")


def _to_stay(dossier: Dossier) -> bool:
    decision = dossier.one(FormKind.DECISION, Decision)
    return bool(decision and decision.outcome not in HANDING_OVER)


def _handing_over(test: Callable[[HandOver], bool]) -> Callable[[Dossier], bool]:
    """A hand-over counts only to the adult of whom everything was verified."""

    def tested(dossier: Dossier) -> bool:
        written = dossier.one(FormKind.HAND_OVER, HandOver)
        return written is not None and written.adult == dossier.verified_adult != "" and test(written)

    return tested


def _checked(dossier: Dossier) -> bool:
    ready = dossier.one(FormKind.PREPARATION, Preparation)
    settled = {Check.PASSED, Check.CONCERN_RESOLVED, Check.NOT_NEEDED}
    return ready is not None and {ready.safety_check, ready.home_check, ready.identity_check} <= settled


def _wishes_met(dossier: Dossier) -> bool:
    """The adult wants it; the child does, or the panel said why it is best for them all the same."""
    child, adult = (dossier.one(kind, Wishes) for kind in (FormKind.WISHES_CHILD, FormKind.WISHES_ADULT))
    panel = dossier.one(FormKind.BEST_INTERESTS, BestInterests)
    if child is None or adult is None or Answer.UNKNOWN in (child.wants, adult.wants):
        return False
    return adult.wants is Answer.YES and (child.wants is Answer.YES or bool(panel and panel.wishes_against))


def _sound(dossier: Dossier) -> bool:
    """Given in a language that the parent speaks or that was interpreted, before a witness, counsel offered."""
    waiver = dossier.one(FormKind.WAIVER, Waiver)
    if waiver is None or waiver.withdrawn is Answer.YES:
        return False
    understood = waiver.speaks_it is Answer.YES or bool(waiver.interpreter)
    known = {waiver.counsel_offered, waiver.understood} == {Answer.YES}
    return understood and known and bool(waiver.witness) and waiver.adult == dossier.verified_adult


def _reasoned(dossier: Dossier) -> bool:
    stated = dossier.one(FormKind.INELIGIBILITY, Ineligibility)
    return bool(stated and stated.reasons and stated.review_on and stated.appeal)


def _eligible(dossier: Dossier) -> bool:
    stated = dossier.one(FormKind.INELIGIBILITY, Ineligibility)
    return stated is None or stated.still_holds is Answer.NO or stated.adult != dossier.verified_adult


def _seen(dossier: Dossier) -> bool:
    return any(one.on and one.safe is not Answer.UNKNOWN for one in dossier.all(FormKind.FOLLOW_UP, FollowUp))


def _says_close(dossier: Dossier) -> bool:
    visits = [one for one in dossier.all(FormKind.FOLLOW_UP, FollowUp) if one.on]
    last = max(visits, key=lambda one: (one.on, one.may_close), default=None)
    return last is not None and last.may_close is Answer.YES and last.safe is Answer.YES


_TESTS: Mapping[Evidence, Callable[[Dossier], bool]] = {
    Evidence.REGISTRATION: lambda dossier: dossier.has(FormKind.REGISTRATION),
    Evidence.SEARCH_ASKED: lambda dossier: dossier.has(FormKind.TRACING_REQUEST),
    Evidence.SEARCH_DONE: lambda dossier: dossier.has(FormKind.TRACING_ACTION) or dossier.has(FormKind.PARENT_SEARCH),
    Evidence.FOUND: _found,
    Evidence.SEPARATE_INTERVIEWS: _apart,
    Evidence.CONFLICTS_EXPLAINED: _explained,
    Evidence.TWO_SOURCES: lambda dossier: len(sources(dossier)) >= _TWO,
    Evidence.VERIFIED_ADULT: lambda dossier: bool(dossier.verified_adult),
    Evidence.CHILD_HEARD: _heard(FormKind.WISHES_CHILD),
    Evidence.ADULT_HEARD: _heard(FormKind.WISHES_ADULT),
    Evidence.PANEL_HELD: lambda dossier: dossier.has(FormKind.BEST_INTERESTS),
    Evidence.DECIDED: lambda dossier: dossier.has(FormKind.DECISION),
    Evidence.DECIDED_TO_HAND_OVER: _to_hand_over,
    Evidence.DECIDED_TO_STAY: _to_stay,
    Evidence.PREPARATION: lambda dossier: dossier.has(FormKind.PREPARATION),
    Evidence.IDENTITY_SEEN: _handing_over(
        lambda written: {written.child_identity_seen, written.adult_identity_seen} == {Answer.YES}
    ),
    Evidence.CHECKS_DONE: _checked,
    Evidence.WISHES_MET: _wishes_met,
    Evidence.AUTHORITY_SHOWN: _handing_over(lambda written: bool(written.authority)),
    Evidence.HAND_OVER_WRITTEN: _handing_over(lambda written: bool(written.official and written.place and written.on)),
    Evidence.VISITED: _seen,
    Evidence.VISIT_SAYS_CLOSE: _says_close,
    Evidence.WAIVER_SOUND: _sound,
    Evidence.INELIGIBILITY_REASONED: _reasoned,
    Evidence.NOT_INELIGIBLE: _eligible,
}
_TWO = 2

SHOWN_BY: Mapping[Evidence, tuple[FormKind, ...]] = {
    Evidence.REGISTRATION: (FormKind.REGISTRATION,),
    Evidence.SEARCH_ASKED: (FormKind.TRACING_REQUEST,),
    Evidence.SEARCH_DONE: (FormKind.TRACING_ACTION, FormKind.PARENT_SEARCH),
    Evidence.FOUND: (FormKind.TRACING_ACTION, FormKind.PARENT_SEARCH),
    Evidence.SEPARATE_INTERVIEWS: (FormKind.INTERVIEW_CHILD, FormKind.INTERVIEW_ADULT),
    Evidence.CONFLICTS_EXPLAINED: (FormKind.VERIFICATION,),
    Evidence.TWO_SOURCES: (FormKind.DOCUMENT, FormKind.CONFIRMATION),
    Evidence.VERIFIED_ADULT: (FormKind.VERIFICATION,),
    Evidence.CHILD_HEARD: (FormKind.WISHES_CHILD,),
    Evidence.ADULT_HEARD: (FormKind.WISHES_ADULT,),
    Evidence.PANEL_HELD: (FormKind.BEST_INTERESTS,),
    Evidence.DECIDED: (FormKind.DECISION,),
    Evidence.DECIDED_TO_HAND_OVER: (FormKind.DECISION,),
    Evidence.DECIDED_TO_STAY: (FormKind.DECISION,),
    Evidence.PREPARATION: (FormKind.PREPARATION,),
    Evidence.IDENTITY_SEEN: (FormKind.HAND_OVER,),
    Evidence.CHECKS_DONE: (FormKind.PREPARATION,),
    Evidence.WISHES_MET: (FormKind.WISHES_CHILD, FormKind.WISHES_ADULT, FormKind.BEST_INTERESTS),
    Evidence.AUTHORITY_SHOWN: (FormKind.HAND_OVER,),
    Evidence.HAND_OVER_WRITTEN: (FormKind.HAND_OVER,),
    Evidence.APPROVED_BY_TWO: (),
    Evidence.VISITED: (FormKind.FOLLOW_UP,),
    Evidence.VISIT_SAYS_CLOSE: (FormKind.FOLLOW_UP,),
    Evidence.WAIVER_SOUND: (FormKind.WAIVER,),
    Evidence.INELIGIBILITY_REASONED: (FormKind.INELIGIBILITY,),
    Evidence.NOT_INELIGIBLE: (FormKind.INELIGIBILITY,),
}
"""The forms to fill in for each. Two officers' approvals are no form, and a DNA test is nothing to propose."""
