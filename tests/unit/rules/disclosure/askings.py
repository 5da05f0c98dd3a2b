"""Short ways to say who asks for what about whom. Nobody here exists."""

from datetime import UTC, datetime, timedelta
from typing import Any

from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.asking import AgencyFacts, Asking, Consent, OfficerFacts, SubjectFacts
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Gate, Level, Purpose, Role, Topic

NOW = datetime(2026, 5, 4, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MINE, THEIRS = "MINE", "THEIRS"


def home_of(role: Role) -> AgencyKind:
    """A kind of agency in which the role counts: the kind that may see most where there is a choice."""
    return max((kind for kind in AgencyKind if role in KINDS[kind].roles), key=lambda kind: len(KINDS[kind].takes))


def officer(*roles: Role, kind: AgencyKind | None = None, **facts: Any) -> OfficerFacts:
    """Somebody of the agency MINE, of Mexico, signed in afresh."""
    agency = AgencyFacts(
        code=MINE, kind=kind or home_of(roles[0]), country="MX", suspended=facts.pop("agency_suspended", False)
    )
    return OfficerFacts(**{"id": "o-1", "roles": frozenset(roles), "agency": agency, "stepped_up": True, **facts})


def subject(**facts: Any) -> SubjectFacts:
    """A Mexican child of both agencies' lists, assigned to the officer, behind an open gate."""
    return SubjectFacts(
        **{
            "person_id": "p-1",
            "listed_by": frozenset({MINE, THEIRS}),
            "nationalities": frozenset({"MX"}),
            "assigned": True,
            "protection_gate": Gate.OPEN,
            **facts,
        }
    )


def agreement(role: Role, purpose: Purpose, kind: AgencyKind | None = None, **facts: Any) -> Agreement:
    """THEIRS shows MINE, for a year around now, what facts say; by default who somebody is."""
    return Agreement(
        **{
            "id": "a-1",
            "version": 1,
            "giver": THEIRS,
            "taker": MINE,
            "taker_kind": kind or home_of(role),
            "purposes": frozenset({purpose}),
            "roles": frozenset({role}),
            "levels": frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY}),
            "valid_from": NOW - 100 * DAY,
            "valid_until": NOW + 265 * DAY,
            "signed_by": frozenset({MINE, THEIRS}),
            **facts,
        }
    )


def consent(purpose: Purpose, *levels: Level, **facts: Any) -> Consent:
    """To MINE since yesterday; without levels, to everything."""
    return Consent(
        **{
            "purpose": purpose,
            "recipient": MINE,
            "levels": frozenset(levels or Level),
            "topics": frozenset(Topic),
            "valid_from": NOW - DAY,
            **facts,
        }
    )


def glass(**facts: Any) -> BreakGlass:
    """Broken an hour ago by the officer, for two hours, to see everything but whole records of the child."""
    return BreakGlass(
        **{
            "officer": "o-1",
            "agency": MINE,
            "person_id": "p-1",
            "levels": frozenset(Level),
            "topics": frozenset(Topic) - {Topic.RECORD},
            "reason": "ambulance on its way, family unknown to the ward",
            "opened_at": NOW - HOUR,
            "until": NOW + HOUR,
            **facts,
        }
    )


def approval(officer: str, agency: str, **facts: Any) -> Approval:
    """A supervisor of a caring agency approved yesterday that the child p-1 be released to p-2."""
    return Approval(
        **{
            "officer": officer,
            "agency": agency,
            "agency_kind": AgencyKind.CARE,
            "role": Role.SUPERVISOR,
            "child": "p-1",
            "adult": "p-2",
            "at": NOW - DAY,
            "stepped_up": True,
            **facts,
        }
    )


def asking(who: OfficerFacts, action: Action, purpose: Purpose, about: SubjectFacts | None, **facts: Any) -> Asking:
    """The question, asked now."""
    return Asking(**{"officer": who, "action": action, "purpose": purpose, "subject": about, "at": NOW, **facts})
