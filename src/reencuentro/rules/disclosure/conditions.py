"""The conditions that the policy names, and what a family's consent leaves of what it permits."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime

from reencuentro.rules.disclosure.asking import AgencyFacts, Asking, Consent, SubjectFacts
from reencuentro.rules.disclosure.instants import within
from reencuentro.rules.disclosure.policy import Condition
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.vocabulary import EVERYTHING, NOTHING, Compartments, Gate, compartments


def is_own_national(subject: SubjectFacts, agency: AgencyFacts) -> bool:
    """Whether the person is a national of the agency's country; nobody is of an unknown one."""
    return bool(agency.country) and agency.country in subject.nationalities


def is_live(consent: Consent, at: datetime) -> bool:
    """Whether a consent holds at that instant."""
    return within(at, consent.valid_from, consent.valid_until, consent.withdrawn_at)


def left_by_consent(subject: SubjectFacts, asking: Asking) -> Compartments:
    """What the consents that speak of this purpose and this agency leave.

    Where none was ever given, everything: whether one is needed is the policy's to say. Where one was, and is withdrawn
    or has expired, nothing: so a withdrawal never shows more than the consent did. What rests on one word adds up; of
    what rests on several, the person's and a court's, only that is left which each of them allows.
    """
    left: defaultdict[str, Compartments] = defaultdict(frozenset)
    for one in subject.consents:
        if _speaks_of(one, asking):
            left[one.basis] |= compartments(one.levels, one.topics) if is_live(one, asking.at) else NOTHING
    return EVERYTHING.intersection(*left.values())


def _speaks_of(consent: Consent, asking: Asking) -> bool:
    return consent.purpose is asking.purpose and consent.recipient == asking.officer.agency.code


def _is_consented(subject: SubjectFacts, asking: Asking) -> bool:
    return any(_speaks_of(one, asking) and is_live(one, asking.at) for one in subject.consents)


Test = Callable[[SubjectFacts, Asking], bool]

CONDITIONS: Mapping[Condition, tuple[Why, Test]] = {
    Condition.ASSIGNED: (Why.NOT_ASSIGNED, lambda subject, _: subject.assigned),
    Condition.AGENCY_ASSIGNED: (
        Why.AGENCY_NOT_ASSIGNED,
        lambda subject, _: subject.assigned or subject.assigned_agency,
    ),
    Condition.ADULT: (Why.NOT_ADULT, lambda subject, _: not subject.is_child),
    Condition.CONSENTED: (Why.NOT_CONSENTED, _is_consented),
    Condition.OWN_NATIONAL: (
        Why.OTHER_NATIONAL,
        lambda subject, asking: is_own_national(subject, asking.officer.agency),
    ),
    Condition.GATE_OPEN: (Why.GATE_NOT_OPEN, lambda subject, _: subject.protection_gate is Gate.OPEN),
}
"""For each condition what to say where it isn't met, and how it is tried."""
