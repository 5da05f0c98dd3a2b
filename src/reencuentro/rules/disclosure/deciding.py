"""The one decision on who may see and do what: from plain values, with no database and no clock."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from reencuentro.rules.disclosure.fields import place_of
from reencuentro.rules.disclosure.vocabulary import EXISTENCE, MATCH_SUMMARY, NOTHING, Compartments, Level, Topic

OWN_FINDINGS: Compartments = frozenset({EXISTENCE, MATCH_SUMMARY})
"""What the registry itself has found of a person; all else is some agency's to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why something is permitted, or what stands against it.

    code: explained in words by `explaining`. row: of the policy's table, else "". agency: whose records; "" for all.
    """

    code: str
    row: str = ""
    agency: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer to one asking.

    shown: what may be shown of what each agency tells; under "" for an asking that is about nobody.
    reasons: the rows that permit it, empty unless allowed. denied: what stands against it, or is missing.
    """

    allowed: bool
    shown: Mapping[str, Compartments] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    denied: tuple[Reason, ...] = ()

    def sees(self, field: str, *, told_by: str | None = None) -> bool:
        """Whether a fact, named as in `fields`, may be shown as the agency `told_by` tells it.

        told_by None: it isn't known who told it. What the registry found itself may be shown where any agency's
        records may be so far; anything else only where every agency's may that lists the person.
        """
        place = place_of(field)
        if place is None or not self.allowed:
            return False
        if told_by is not None:
            return place in self.shown.get(told_by, NOTHING)
        found = [place in seen for seen in self.shown.values()]
        return any(found) if place in OWN_FINDINGS else bool(found) and all(found)

    @property
    def levels(self) -> frozenset[Level]:
        """The levels of which anything may be shown, of any agency's records."""
        return frozenset(one.level for seen in self.shown.values() for one in seen)

    @property
    def topics(self) -> frozenset[Topic]:
        """The topics of which anything may be shown, of any agency's records."""
        return frozenset(one.topic for seen in self.shown.values() for one in seen if one.topic)
