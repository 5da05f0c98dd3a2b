"""Opens or closes the gate before a consulate may learn of a person; what was said before stays."""

from datetime import datetime

from reencuentro.actions.assignments import require_person
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.gates import ProtectionGate
from reencuentro.rules.disclosure.vocabulary import Gate


def set_gate(person: str, state: Gate, reason: str, *, by: str, at: datetime) -> ProtectionGate:
    """From now on the gate is in that state. Raises AccountError for an unknown person, or without a reason."""
    with performing("set_gate", by=by, about=[f"person:{person}"], at=at):
        require_person(person)
        if not reason.strip():
            raise AccountError("the gate is set for a reason", remedy="Say in words what was asked and answered.")
        return ProtectionGate.objects.create(person=person, state=state.value, reason=reason.strip(), by=by, at=at)
