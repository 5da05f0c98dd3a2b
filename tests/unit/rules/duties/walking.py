"""Walks a duty along its table without a database: what a step breaks, and when the duty is late after it."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.going import broken_by, handed_in
from reencuentro.rules.duties.steps import Definition, Known, Past, Taken
from reencuentro.rules.timers.clocks import Child
from reencuentro.web.words import is_said

_AGENCY = AgencyFacts(code="ORR", kind=AgencyKind.CARE, country="US")


def officer(name: str) -> OfficerFacts:
    """An officer of the agency that cares for the child."""
    return OfficerFacts(id=name, roles=frozenset({Role.SUPERVISOR}), agency=_AGENCY)


def when(text: str) -> datetime:
    """An instant, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass
class Walk:
    """A duty on its way. `breaks` tries a step and takes it if it breaks nothing."""

    definition: Definition
    known: Known
    state: str = ""
    history: list[Taken] = field(default_factory=list)

    def breaks(self, step: str, boxes: Mapping[str, Any], *, by: str = "one", **known: Any) -> set[str]:
        """The rules that the step would break, "" for a step that doesn't follow from where the duty stands."""
        found = next((one for one in self.definition.following(self.state) if one.name == step), None)
        if found is None:
            return {""}
        form = handed_in(found, boxes)
        told = replace(self.known, doer=officer(by), history=tuple(self.history), **known)
        against = broken_by(self.definition, found, form, told)
        # Of each rule a page says what would make it right, beside a box that the form has.
        assert all(is_said(f"duty_broken_{one.rule}") for one in against)
        assert {one.box for one in against} <= {"", *found.shape.model_fields}
        broken = {one.rule for one in against}
        if not broken:
            at = told.at + timedelta(minutes=len(self.history))
            self.history.append(Taken(step=step, form=form, at=at, officer=by, agency="ORR"))
            self.state = found.to
        return broken

    @property
    def due(self) -> datetime | None:
        """When it is late next."""
        return None if self.state in self.definition.over else self.definition.due(self.history, self.known.child)

    @property
    def past(self) -> Past:
        """As another duty of the child."""
        return Past(
            public_id="d-1",
            kind=self.definition.code,
            state=self.state,
            agency="ORR",
            counterpart="",
            history=tuple(self.history),
        )


def walk(definition: Definition, at: str, *, zone: str = "America/New_York", **known: Any) -> Walk:
    """A duty that hasn't begun, at an instant in UTC."""
    known.setdefault("child", Child())
    return Walk(definition, Known(at=when(at), doer=officer("one"), zone=zone, **known))
