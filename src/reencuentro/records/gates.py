"""Whether a consulate may learn of a person: said by whoever asked about fear, asylum and trafficking; never erased."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from django.db import models

from reencuentro.records.many import among
from reencuentro.rules.disclosure.vocabulary import Gate


class ProtectionGate(models.Model):
    """One answer on one person (by public id); the newest counts, and before the first the gate is of unknown state."""

    person = models.CharField(max_length=64, db_index=True)
    state = models.CharField(max_length=7, choices=[(gate.value, gate.value) for gate in Gate])
    reason = models.TextField()
    by = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints: ClassVar[tuple[models.BaseConstraint, ...]] = (
            models.CheckConstraint(condition=~models.Q(reason=""), name="a_gate_is_set_for_a_reason"),
        )

    def __str__(self) -> str:
        return f"gate of {self.person}: {self.state}"


@dataclass(frozen=True, slots=True)
class Said:
    """An answer, when it was given, and under which id of the person."""

    state: Gate
    at: datetime
    name: str


def gate_of(person: str, said: Sequence[tuple[Said, datetime | None]]) -> Gate:
    """What counts of these answers on one person, oldest first, each with the instant until which its id was theirs.

    Of each id the newest. An answer under the person's own id takes the place of those under ids that had ended
    before; of what is left, one that closes is stronger than one that opens.
    """
    newest = {one.name: (one, until) for one, until in said}
    own = newest.pop(person, None)
    left = [one.state for one, until in newest.values() if own is None or own[0].at < (until or one.at)]
    states = {*left, *([own[0].state] if own else [])}
    return next((state for state in (Gate.CLOSED, Gate.UNKNOWN, Gate.OPEN) if state in states), Gate.UNKNOWN)


def gates_said(names: Collection[str], at: datetime) -> Iterator[Said]:
    """Every answer given under these ids up to that instant, the oldest first."""
    said = ProtectionGate.objects.filter(among("person", names), at__lte=at).order_by("pk")
    for person, state, when in said.values_list("person", "state", "at"):
        yield Said(Gate(state), when, person)
