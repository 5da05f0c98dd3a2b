"""Duties of every kind towards people of the world: begun by an agency that lists them, gone on with by a stranger."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from typing import Any
from zlib import crc32

from pydantic import ValidationError

from reencuentro.records.agencies import Agency
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.exact import as_json
from reencuentro.rules.cases.boxes import Filled, Look
from reencuentro.rules.duties.catalogue import DEFINITIONS
from reencuentro.rules.duties.steps import Definition, Step
from tests.web.depth import Deep, Depth, Staff, load

FOREIGN = "-foreign"
"""Behind a kind of duty that is about nobody: another agency's is asked for."""
TEXTS = (Look.TEXT, Look.LINE)
_SAID: Mapping[Look | None, object] = {
    Look.LINE: "a word",
    Look.TEXT: "some words",
    Look.PARTIAL_DAY: "2018-06",
    Look.HOUR: "10:00",
    None: date(2018, 7, 9),
}


def boxes(shape: type[Filled], person: str = "", **said: str) -> dict[str, Any]:
    """A form of that shape in which every box says something. said: what a box says instead; a choice's is its first.

    person: who stands in the boxes for somebody's number.
    """
    found: dict[str, Any] = {}
    for name, info in shape.model_fields.items():
        look = next((one for one in info.metadata if isinstance(one, Look)), None)
        choices = _choices(info.annotation)
        found[name] = choices[0] if choices else person if look is Look.PERSON else _SAID[look]
    return found | said


def _choices(kind: object) -> list[str]:
    return [one.value for one in kind] if isinstance(kind, type) and issubclass(kind, Enum) else []


def word_box(shape: type[Filled]) -> str:
    """The first box that takes words; "" where none does."""
    looks = {name: [one for one in info.metadata if isinstance(one, Look)] for name, info in shape.model_fields.items()}
    return next((name for name, held in looks.items() if held and held[0] in TEXTS), "")


def first_of(definition: Definition) -> Step:
    """The step with which it begins; of several one from which it goes on, if any does."""
    begins = definition.following("")
    return next((one for one in begins if definition.following(one.to)), begins[0])


def second(definition: Definition, first: Step) -> Step | None:
    """The step that the stranger takes after the first one."""
    return next(iter(definition.following(first.to)), None)


def following(definition: Definition) -> Step | None:
    """The first step that may follow where such a duty stands."""
    first = first_of(definition)
    after = second(definition, first)
    return next(iter(definition.following((after or first).to)), None)


def asked_step(kind: str, *, begins: bool) -> str:
    """The step that an address about that kind names: the one with which it begins, or one that may follow."""
    definition = DEFINITIONS.get(kind)
    step = (first_of(definition) if begins else following(definition)) if definition else None
    return step.name if step else "none"


def duty_form(kind: str, person: str, *, begins: bool) -> dict[str, str]:
    """The form of that step, as a browser sends it."""
    definition = DEFINITIONS.get(kind)
    step = definition.step(asked_step(kind, begins=begins)) if definition else None
    return typed(boxes(step.shape, person)) if step else {}


def typed(said: Mapping[str, Any]) -> dict[str, str]:
    """As a browser sends it."""
    sent: dict[str, str] = {}
    for name, value in said.items():
        if isinstance(value, date):
            sent |= {f"{name}_day": str(value.day), f"{name}_month": str(value.month), f"{name}_year": str(value.year)}
        else:
            sent[name] = str(value)
    return sent


def number_of(kind: str, whose: str) -> str:
    """By which id a duty of that kind goes. whose: the person towards whom it is; else its agency."""
    return f"d-{crc32(f'{kind}:{whose}'.encode()):08x}"


def owe(people: Sequence[Deep], staff: Staff, depth: Depth) -> None:
    """Of each kind one duty towards each of these people; of those about nobody one of each agency."""
    agencies = dict(Agency.objects.values_list("code", "pk"))
    strange = {"officer": staff.stranger.pk, "agency": staff.stranger.agency_id}
    for code in sorted({one.agencies[0] for one in people}):
        by = {"officer": staff.chiefs[code].pk, "agency": agencies[code]}
        own = [one for one in people if one.agencies[0] == code]
        told = [(one, kind) for one in own for kind in DEFINITIONS.values() if kind.about_child]
        _keep(told, _Writers((code, by), (staff.stranger.agency.code, strange)), staff, depth)
    for code, chief in {staff.stranger.agency.code: staff.stranger, **staff.chiefs}.items():
        by = {"officer": chief.pk, "agency": agencies[code]}
        itself = Deep("", (code,), is_child=False, twin="")
        nobody = [(itself, kind) for kind in DEFINITIONS.values() if not kind.about_child]
        _keep(nobody, _Writers((code, by), (code, by)), staff, depth)


@dataclass(frozen=True)
class _Writers:
    """Who took the first step of a duty, and who the next: the agency's code, and as rows keep it."""

    first: tuple[str, Mapping[str, int]]
    next: tuple[str, Mapping[str, int]]


def _keep(told: Sequence[tuple[Deep, Definition]], writers: _Writers, staff: Staff, depth: Depth) -> None:
    _, owner = writers.first
    taken = [list(_steps(one, kind, writers, depth)) for one, kind in told]
    rows = [_duty(one, kind, owner, staff, steps[-1][0].to) for (one, kind), steps in zip(told, taken, strict=True)]
    keys = load(Duty, rows, owner["agency"])
    found = [
        {
            "duty": key,
            "number": number,
            "step": step.name,
            "before": steps[number - 2][0].to if number > 1 else "",
            "to": step.to,
            "at": staff.at,
            "boxes": as_json(said),
            **by,
        }
        for key, steps in zip(keys, taken, strict=True)
        for number, (step, said, by) in enumerate(steps, start=1)
    ]
    load(DutyStep, found, owner["agency"])


def _steps(
    one: Deep, kind: Definition, writers: _Writers, depth: Depth
) -> Iterator[tuple[Step, dict[str, Any], Mapping[str, int]]]:
    first = first_of(kind)
    for step, turn, (code, by) in ((first, "a", writers.first), (second(kind, first), "b", writers.next)):
        if step is not None:
            yield step, _filled(step, one, f"duty_{kind.code}_{turn}", (code, depth)), by


def _filled(step: Step, one: Deep, fact: str, whose: tuple[str, Depth]) -> dict[str, Any]:
    """With a canary in the first box for words, where the form can be read again with it."""
    code, depth = whose
    box, about = word_box(step.shape), one.name or code
    plain = boxes(step.shape, one.twin or "nobody")
    told = plain | ({box: depth.canary(about, code, fact)} if box else {})
    try:
        return step.shape.model_validate(told).model_dump(mode="json")
    except ValidationError:
        depth.canaries.get((about, code), {}).pop(fact, None)
        return {}


def _duty(one: Deep, kind: Definition, owner: Mapping[str, int], staff: Staff, state: str) -> dict[str, Any]:
    return {
        "public_id": number_of(kind.code, one.name or one.agencies[0]),
        "person": one.name,
        "kind": kind.code,
        "agency": owner["agency"],
        "counterpart": staff.giver.agency_id if kind.with_agency else None,
        "owner": owner["officer"],
        "jurisdiction": "US",
        "state": state,
        "begun_at": staff.at,
        "due_at": staff.at + timedelta(days=2),
        "over_at": None,
        "steps_taken": 2,
        "gist": as_json({}),
    }
