"""Duties of care as tests hand them to the rules: who takes a step, and how a duty came where it stands."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from reencuentro.rules.cases.boxes import Filled
from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role
from reencuentro.rules.duties.going import handed_in
from reencuentro.rules.duties.steps import Definition, Known, Taken
from reencuentro.rules.timers.clocks import Child

NOW = datetime(2018, 6, 20, 18, 0, tzinfo=UTC)
"""Noon in Mexico City."""

CHILD = Child()

Boxes = Mapping[str, object]


def officer(*roles: Role, agency: str = "DIF") -> OfficerFacts:
    facts = AgencyFacts(code=agency, kind=AgencyKind.CHILD_PROTECTION, country="MX")
    return OfficerFacts(id="o-1", roles=frozenset(roles or {Role.PROTECTION_OFFICER}), agency=facts)


def known(definition: Definition, *steps: tuple[str, Boxes], doer: OfficerFacts | None = None) -> Known:
    """history: the steps before, an hour apart, the last one now."""
    return Known(
        at=NOW,
        doer=doer or officer(),
        child=CHILD,
        counterpart="CLINIC" if definition.with_agency else "",
        history=history(definition, *steps),
        zone="America/Mexico_City",
    )


def history(definition: Definition, *steps: tuple[str, Boxes]) -> tuple[Taken, ...]:
    at = NOW - timedelta(hours=len(steps) - 1)
    taken = []
    for number, (name, boxes) in enumerate(steps):
        form = shaped(definition, name, boxes)
        taken.append(Taken(step=name, form=form, at=at + timedelta(hours=number), officer="o-1", agency="DIF"))
    return tuple(taken)


def shaped(definition: Definition, name: str, boxes: Boxes) -> Filled:
    step = definition.step(name)
    assert step is not None
    return handed_in(step, boxes)


def broken(
    definition: Definition,
    name: str,
    boxes: Boxes,
    *before: tuple[str, Boxes],
    doer: OfficerFacts | None = None,
) -> dict[str, str]:
    """The rules that the step would break, each with its box."""
    step = definition.step(name)
    assert step is not None
    form = handed_in(step, boxes)
    return {one.rule: one.box for one in definition.check(step, form, known(definition, *before, doer=doer))}


def due(definition: Definition, *steps: tuple[str, Boxes]) -> datetime | None:
    return definition.due(history(definition, *steps), CHILD)
