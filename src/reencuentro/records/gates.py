"""Whether a consulate may learn of a person: said by whoever asked about fear, asylum and trafficking; never erased."""

from collections import defaultdict
from collections.abc import Collection, Mapping
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


def gates_of(people: Collection[str], at: datetime) -> Mapping[str, Gate]:
    """The state of each person's gate at that instant; unknown where nobody has said."""
    found: defaultdict[str, Gate] = defaultdict(lambda: Gate.UNKNOWN)
    said = ProtectionGate.objects.filter(among("person", people), at__lte=at).order_by("pk")
    for person, state in said.values_list("person", "state"):
        found[person] = Gate(state)
    return found
