"""What no policy, agreement or emergency can permit: these always win, whichever row says yes."""

from collections.abc import Callable
from dataclasses import dataclass

from reencuentro.rules.disclosure.asking import Asking, SubjectFacts, Withholding
from reencuentro.rules.disclosure.conditions import is_own_national
from reencuentro.rules.disclosure.declarations import DECLARATIONS, Declaration
from reencuentro.rules.disclosure.emergencies import is_open
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.reasons import Why
from reencuentro.rules.disclosure.releases import may_release
from reencuentro.rules.disclosure.vocabulary import (
    EVERYTHING,
    HEALTH,
    LOCATION,
    NOTHING,
    PROTECTED,
    Action,
    Compartments,
    Gate,
    Purpose,
    Role,
)

SEES_NOBODY = frozenset({Role.ROSTER_SUPPLIER, Role.ADMINISTRATOR, Role.CLAIMANT})
"""Whoever holds one of these sees no person, whatever else they hold."""

NEED_LOCATION = frozenset(
    {Purpose.CARE, Purpose.REUNIFICATION, Purpose.REPATRIATION, Purpose.CONSULAR_PROTECTION, Purpose.LEGAL_AID}
)
"""Purposes that can't be served without knowing where somebody is; of an adult, tracing needs it, too."""


@dataclass(frozen=True, slots=True)
class Forbid:
    """A prohibition. closes: what it shuts of what an agency ("": nobody's) tells; EVERYTHING refuses the act itself.

    break_glass_lifts: not where an emergency stands open, and not for what that opens.
    """

    why: Why
    closes: Callable[[Asking, str], Compartments]
    break_glass_lifts: bool = False


def has_open_glass(asking: Asking) -> bool:
    """Whether the officer's broken glass stands open on the person asked about."""
    glass, subject, officer = asking.break_glass, asking.subject, asking.officer
    return (
        glass is not None
        and subject is not None
        and is_open(glass, officer=officer.id, agency=officer.agency.code, person_id=subject.person_id, at=asking.at)
    )


def _all(holds: Callable[[Asking], bool]) -> Callable[[Asking, str], Compartments]:
    """Refuses the act where it holds."""
    return lambda asking, _: EVERYTHING if holds(asking) else NOTHING


def _of(holds: Callable[[SubjectFacts, Asking], bool], closed: Compartments) -> Callable[[Asking, str], Compartments]:
    """Closes this much of a person where it holds of them."""
    return lambda asking, _: closed if asking.subject and holds(asking.subject, asking) else NOTHING


def _declared(asking: Asking) -> Declaration:
    return DECLARATIONS[asking.action]


def _lacks_second(asking: Asking) -> bool:
    acted = {one.officer for one in asking.others}
    return _declared(asking).two_persons and (not acted or asking.officer.id in acted) and not _is_release(asking)


def _lacks_second_agency(asking: Asking) -> bool:
    acted = {one.agency for one in asking.others}
    mine = asking.officer.agency.code
    return _declared(asking).two_agencies and (not acted or mine in acted) and not _is_release(asking)


def _is_release(asking: Asking) -> bool:
    return asking.action is Action.RELEASE_CHILD


def _is_unapproved(subject: SubjectFacts, asking: Asking) -> bool:
    """Whoever carries a release out may be one of those who approved it, so it isn't counted as a third."""
    child, adult = subject.person_id, asking.releasing_to
    return _is_release(asking) and not may_release(asking.others, child=child, adult=adult, at=asking.at)


def _names(withholding: Withholding, asking: Asking) -> bool:
    return asking.officer.id == withholding.officer or asking.officer.agency.code == withholding.agency


def _is_withheld(subject: SubjectFacts, asking: Asking) -> bool:
    return any(_names(one, asking) for one in subject.withheld_from)


def _is_withheld_by_court(subject: SubjectFacts, asking: Asking) -> bool:
    return any(one.by_court and _names(one, asking) for one in subject.withheld_from)


def _is_foreign(subject: SubjectFacts, asking: Asking) -> bool:
    return asking.officer.is_consular and not is_own_national(subject, asking.officer.agency)


def _on_hotline(asking: Asking) -> bool:
    return Role.HOTLINE_AGENT in asking.officer.roles


def _beyond_kind(asking: Asking, told_by: str) -> Compartments:
    """Of another agency's records, all that an agency of this kind may not be given, whoever would give it."""
    if told_by in ("", asking.officer.agency.code):
        return NOTHING
    kind = KINDS[asking.officer.agency.kind]
    return EVERYTHING - kind.takes if asking.purpose in kind.purposes else EVERYTHING


def _asks_for_themselves(asking: Asking) -> bool:
    """On behalf of the person whom it is about, who may know all that is held on them."""
    return asking.action is Action.SUBJECT_ACCESS


def _needs_location(subject: SubjectFacts, asking: Asking) -> bool:
    return (
        asking.purpose in NEED_LOCATION
        or (asking.purpose is Purpose.TRACING and not subject.is_child)
        or _asks_for_themselves(asking)
    )


FORBIDS: tuple[Forbid, ...] = (
    Forbid(Why.OFFICER_SUSPENDED, _all(lambda asking: asking.officer.suspended)),
    Forbid(Why.AGENCY_SUSPENDED, _all(lambda asking: asking.officer.agency.suspended)),
    Forbid(Why.REVIEW_OVERDUE, _all(lambda asking: asking.officer.review_overdue)),
    # A plain text equal to a purpose has passed no check; what isn't in the closed list can't be asked for.
    Forbid(Why.NO_SUCH_PURPOSE, _all(lambda asking: not isinstance(asking.purpose, Purpose))),
    Forbid(Why.STEP_UP_MISSING, _all(lambda asking: _declared(asking).needs_step_up and not asking.officer.stepped_up)),
    Forbid(Why.SECOND_PERSON_MISSING, _all(_lacks_second)),
    Forbid(Why.SECOND_AGENCY_MISSING, _all(_lacks_second_agency)),
    Forbid(Why.RELEASE_UNAPPROVED, _of(_is_unapproved, EVERYTHING)),
    Forbid(Why.GLASS_UNSOUND, _all(lambda asking: asking.action is Action.BREAK_GLASS and not has_open_glass(asking))),
    Forbid(
        Why.WRITES_ONLY, _all(lambda asking: Role.ROSTER_SUPPLIER in asking.officer.roles and _declared(asking).reads)
    ),
    Forbid(
        Why.SEES_NOBODY,
        _all(
            lambda asking: (
                not SEES_NOBODY.isdisjoint(asking.officer.roles)
                and (_declared(asking).about or bool(_declared(asking).shows))
            )
        ),
    ),
    Forbid(
        Why.EXPIRED, _of(lambda subject, asking: subject.expired and asking.action is not Action.EXPIRE, EVERYTHING)
    ),
    Forbid(Why.WITHHELD_BY_COURT, _of(_is_withheld_by_court, EVERYTHING)),
    Forbid(Why.WITHHELD, _of(_is_withheld, EVERYTHING), break_glass_lifts=True),
    Forbid(
        Why.RESTRICTED,
        _of(lambda subject, asking: subject.restricted and not _declared(asking).data_protection, EVERYTHING),
        break_glass_lifts=True,
    ),
    Forbid(Why.OTHER_NATIONAL, _of(_is_foreign, EVERYTHING)),
    Forbid(
        Why.GATE_NOT_OPEN,
        _of(
            lambda subject, asking: asking.officer.is_consular and subject.protection_gate is not Gate.OPEN,
            EVERYTHING,
        ),
    ),
    Forbid(Why.CHILD_ON_HOTLINE, _of(lambda subject, asking: subject.is_child and _on_hotline(asking), EVERYTHING)),
    Forbid(Why.PROTECTED_ON_HOTLINE, _of(lambda _, asking: _on_hotline(asking), PROTECTED)),
    Forbid(Why.BEYOND_KIND, _beyond_kind),
    Forbid(
        Why.LOCATION_UNASSIGNED,
        _of(
            lambda subject, asking: not subject.assigned and not _asks_for_themselves(asking),
            frozenset({LOCATION}),
        ),
        break_glass_lifts=True,
    ),
    Forbid(
        Why.LOCATION_UNNEEDED,
        _of(lambda subject, asking: not _needs_location(subject, asking), frozenset({LOCATION})),
    ),
    Forbid(
        Why.HEALTH_FOR_OTHERS,
        _of(
            lambda _, asking: Role.HEALTH_STAFF not in asking.officer.roles and not _asks_for_themselves(asking),
            frozenset({HEALTH}),
        ),
    ),
)
