"""The policy as plain rows, as PostgreSQL reads it: made from the tables by which `decide` answers.

What a row of the database is about can be told there, what it says can't: facts are sealed, so nationalities, a
restriction and an expiry aren't known to it. Of these the wall takes the value that permits most. The protection gate
stands before all that is consular, whatever the row, and before nothing else: so it is no column here.
"""

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import product
from typing import NamedTuple

from reencuentro.rules.disclosure.declarations import DECLARATIONS, Declaration
from reencuentro.rules.disclosure.forbids import NEED_LOCATION, SEES_NOBODY
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import ROWS, Condition, Reach, Row
from reencuentro.rules.disclosure.vocabulary import (
    CONTACT,
    EXISTENCE,
    HEALTH,
    IDENTITY,
    LEGAL,
    LOCATION,
    MATCH_SUMMARY,
    NOTES,
    PROTECTION,
    RECORD,
    Action,
    Compartment,
    Purpose,
    Role,
)

ORDER: tuple[Compartment, ...] = (
    EXISTENCE,
    MATCH_SUMMARY,
    IDENTITY,
    CONTACT,
    LOCATION,
    PROTECTION,
    HEALTH,
    LEGAL,
    NOTES,
    RECORD,
)
"""Compartments by their bit, the lowest first."""


def bits(held: Iterable[Compartment]) -> int:
    """A set of compartments as one number."""
    return sum(1 << ORDER.index(one) for one in held)


class Place(StrEnum):
    """Of whom the purpose needs to know where they are."""

    NOBODY = "nobody"
    ADULTS = "adults"
    EVERYBODY = "everybody"


class Permit(NamedTuple):
    """One way to see something of a person. reach: a Reach; wanted: bits; whole: all of it is needed, or none is given.

    assigned … consented: what must hold. consents_count: a consent that was given limits it. for_themselves: it is
    asked on behalf of the person. place: of whom it may show where they are.
    """

    role: Role
    purpose: Purpose
    reach: Reach
    assigned: bool
    ours: bool
    adult: bool
    consented: bool
    wanted: int
    whole: bool
    consents_count: bool
    for_themselves: bool
    place: Place


def permits() -> list[Permit]:
    """What the policy permits about persons, without what another line permits anyway; in a fixed order."""
    found = sorted(set(_permits()))
    return [one for one in found if not any(_covers(other, one) for other in found if other != one)]


def _permits() -> Iterator[Permit]:
    for row in ROWS:
        for action, purpose in product(sorted(row.actions), sorted(row.purposes)):
            declared = DECLARATIONS[action]
            if declared.about and row.shows & declared.shows:
                yield _permit(row, purpose, action, declared)


def _permit(row: Row, purpose: Purpose, action: Action, declared: Declaration) -> Permit:
    themselves = action is Action.SUBJECT_ACCESS
    return Permit(
        role=row.role,
        purpose=purpose,
        reach=row.reach,
        assigned=Condition.ASSIGNED in row.conditions,
        ours=Condition.AGENCY_ASSIGNED in row.conditions,
        adult=Condition.ADULT in row.conditions,
        consented=Condition.CONSENTED in row.conditions,
        wanted=bits(row.shows & declared.shows),
        whole=declared.changes,
        consents_count=not declared.data_protection,
        for_themselves=themselves,
        place=Place.EVERYBODY if themselves else place_for(purpose),
    )


def place_for(purpose: Purpose) -> Place:
    """Of whom one may ask where they are, for that purpose."""
    if purpose in NEED_LOCATION:
        return Place.EVERYBODY
    return Place.ADULTS if purpose is Purpose.TRACING else Place.NOBODY


_WIDER = {Reach.OWN: 0, Reach.AGREED: 1, Reach.WHOLE: 2}


def _covers(wide: Permit, narrow: Permit) -> bool:
    """Whether whoever is permitted the narrow one is permitted the wide one too, and sees as much."""
    needs = ("assigned", "ours", "adult", "consented", "consents_count")
    return (
        (wide.role, wide.purpose) == (narrow.role, narrow.purpose)
        and not wide.whole
        and not wide.wanted & narrow.wanted ^ narrow.wanted
        and _WIDER[wide.reach] >= _WIDER[narrow.reach]
        and wide.for_themselves >= narrow.for_themselves
        and all(getattr(wide, need) <= getattr(narrow, need) for need in needs)
        # Of two that say the same, the first in order stays.
        and (_covers_less(wide, narrow) or wide < narrow)
    )


def _covers_less(wide: Permit, narrow: Permit) -> bool:
    return wide._replace(whole=narrow.whole) != narrow


class Glass(NamedTuple):
    """What an emergency may open for a role and purpose; wanted: bits."""

    role: Role
    purpose: Purpose
    wanted: int
    place: Place


def glasses() -> list[Glass]:
    """What emergencies may open, in a fixed order."""
    looks = frozenset().union(*(one.shows for one in DECLARATIONS.values() if one.yields_to_glass))
    rows = [row for row in ROWS if Action.BREAK_GLASS in row.actions]
    return sorted(
        Glass(row.role, purpose, bits(row.shows & looks), place_for(purpose))
        for row in rows
        for purpose in row.purposes
    )


class KindRow(NamedTuple):
    """What an agency of a kind may be at most; takes: bits."""

    kind: str
    roles: list[str]
    purposes: list[str]
    takes: int


def kinds() -> list[KindRow]:
    """Every kind of agency."""
    return [
        KindRow(kind.value, sorted(held.roles), sorted(held.purposes), bits(held.takes)) for kind, held in KINDS.items()
    ]


def agreeable() -> list[tuple[str, str, int]]:
    """What an agreement may give a role for a purpose, in bits: more than that makes it unsound."""
    rows = [row for row in ROWS if row.reach is Reach.AGREED]
    return sorted({(row.role, purpose, bits(row.shows)) for row in rows for purpose in row.purposes})


def marks() -> list[tuple[int, str, int]]:
    """Each compartment as agreements, consents and emergencies name it: level, topic or "", bit."""
    return [(int(one.level), one.topic.value if one.topic else "", bits([one])) for one in ORDER]


def deeds() -> list[tuple[str, str]]:
    """Which role may do what that isn't about one person, or shows nothing of them."""
    return sorted(
        {
            (row.role.value, action.value)
            for row in ROWS
            for action in row.actions
            if not (DECLARATIONS[action].about and DECLARATIONS[action].shows)
        }
    )


def sees_nobody() -> list[str]:
    """The roles with which nobody sees anybody, whatever else they hold."""
    return sorted(SEES_NOBODY)
