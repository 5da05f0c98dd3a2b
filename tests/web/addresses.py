"""One question put to the pages: for which address, by whom, what for, about whom; and what is sent with it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.disclosure.vocabulary import Action, Purpose, Role
from reencuentro.rules.duties.groups import JOINT
from reencuentro.web.declared import Declared
from tests.web.depth_duties import FOREIGN, asked_step, duty_form, number_of
from tests.web.depth_groups import group_of
from tests.web.world import FIRST, GIVES, HOME, SUPPLIERS, One, World, agency_of

REASON = "the ward needs to know whom to call"


@dataclass(frozen=True)
class Route:
    """An address for an action, and what it declares."""

    name: str
    address: str
    declared: Declared

    @property
    def action(self) -> Action:
        """What it is for."""
        assert isinstance(self.declared.action, Action)
        return self.declared.action

    @property
    def names_something(self) -> bool:
        """Whether the address names a person, a case, a list…"""
        return "<" in self.address


@dataclass(frozen=True)
class Cell:
    """One question. thing: of several that the address may name, which: a kind of form, or whose list."""

    route: Route
    method: str
    role: Role
    purpose: Purpose
    one: One | None
    thing: str = ""


def token_of(world: World, cell: Cell) -> str:
    """By what the dropped list goes that is asked for: the officer's own, a colleague's, a stranger's, nobody's."""
    whose, _, state = cell.thing.partition("-")
    mine = world.officers[cell.role]
    colleagues = [
        world.officers[role]
        for role in SUPPLIERS
        if world.officers[role].agency_id == mine.agency_id and role is not cell.role
    ]
    owners = {
        "own": mine.public_id,
        "colleague": colleagues[0].public_id if colleagues else "nobody",
        "foreign": f"of-g-{GIVES.lower()}",
        "absent": "nobody",
    }
    return f"{state}-{owners[whose]}"


def address_of(world: World, cell: Cell) -> str:
    """The address, with everything named that it names."""
    mine = agency_of(HOME[cell.role])
    ours = next((one.id for one in world.agreements if one.taker == mine), f"{GIVES}-case_worker")
    name = cell.one.name if cell.one else ""
    depth = world.depth
    twin = world.twins[name].name if cell.one else ""
    held = {
        "<str:person>": name,
        "<str:child>": name,
        "<str:relative>": twin,
        "<str:relation>": "mother",
        "<str:case>": f"c-{name}",
        "<str:kind>": cell.thing,
        "<str:to>": "documented",
        "<int:step>": "2",
        "<int:task>": "1",
        "<str:duty>": number_of(cell.thing.removesuffix(FOREIGN), name or (FIRST if FOREIGN in cell.thing else mine)),
        "<str:step>": asked_step(cell.thing.removesuffix(FOREIGN), begins=cell.route.name.startswith("begin_")),
        "<str:officer>": f"of-g-{FIRST.lower()}" if cell.thing == FOREIGN else world.officers[cell.role].public_id,
        "<str:agreement>": ours,
        "<str:group>": group_of(mine),
        "<str:action>": number_of(JOINT, mine),
        "<int:version>": "1",
        "<str:token>": token_of(world, cell) if "<str:token>" in cell.route.address else "",
    }
    number = "1"
    if cell.route.address.startswith("emergencies/"):
        number = str(world.emergency)
    elif cell.route.address.startswith("alarms/"):
        number = str(depth.alarms.get(name, 0))
    elif cell.route.address.startswith("matches/"):
        number = str(depth.doubts.get(name, 0))
    elif "/stays/" in cell.route.address:
        number = str(depth.stays.get(name, 0))
    elif cell.route.name == "mend":
        number = str(depth.rows.get(mine, 0))
    held["<int:number>"] = number
    address = cell.route.address
    for place, value in held.items():
        address = address.replace(place, value)
    assert not re.search("<", address), f"nobody has said what {cell.route.address} names"
    return f"/{address}"


def form_of(world: World, cell: Cell, judgement: int) -> str:
    """Something that every deed can use, valid enough that it is decided on."""
    name = cell.one.name if cell.one else ""
    twin = world.twins[name].name if cell.one else ""
    record = f"{cell.one.listed_by()[0]}:{name}" if cell.one else ""
    mine = agency_of(HOME[cell.role])
    sent: dict[str, Any] = {
        "officer": world.officers[cell.role].login,
        "agency": FIRST,
        "use": "tracing",
        "language": "spa",
        "levels": ["3"],
        "basis": "court",
        "state": "closed",
        "reason": REASON,
        "minutes": "60",
        "other": name,
        "adult": twin,
        "role": cell.role.value,
        "record": record,
        "other_record": record,
        "verdict": "confirmed",
        "judgement": str(judgement),
        "over": str(judgement),
        "finding": "justified",
        "why": REASON,
        "words": REASON,
        "name": next(said["full_name"] for said in world.canaries.values())[:-1],  # which the page repeats
        "agreement": "x",
        "giver": mine,  # nobody drafts for two others
        "taker": FIRST,
        "purposes": ["tracing"],
        "roles": ["tracing_officer"],
        "from": "2026-01-01",
        "until": "2027-01-01",
        "version": "1",
    }
    more = SENT.get(cell.route.name) or (_duty if cell.route.name.startswith(("begin_", "step_")) else None)
    return urlencode({**sent, **(more(world, cell) if more else {})}, doseq=True)


Sent = Callable[[World, Cell], Mapping[str, Any]]


def _day(box: str, day: int) -> dict[str, str]:
    return {f"{box}_day": str(day), f"{box}_month": "7", f"{box}_year": "2018"}


def _mine(world: World, cell: Cell) -> str:
    return world.officers[cell.role].login


def _handed(world: World, cell: Cell) -> Mapping[str, Any]:
    return {"hand-owner": _mine(world, cell), "hand-escalates_to": _mine(world, cell)}


def _task(world: World, cell: Cell) -> Mapping[str, Any]:
    return {"task-what": REASON, "task-agency": FIRST, "task-owner": "", **_day("task-due", 9)}


def _opening(world: World, cell: Cell) -> Mapping[str, Any]:
    return {"country": "US", "escalates_to": _mine(world, cell)}


def _duty(world: World, cell: Cell) -> Mapping[str, Any]:
    """The form of a step of a duty."""
    twin = world.twins[cell.one.name].name if cell.one else ""
    return {
        **duty_form(cell.thing.removesuffix(FOREIGN), twin, begins=cell.route.name.startswith("begin_")),
        "version": "2",
    }


def _always(**boxes: str) -> Sent:
    """The same, whoever sends it."""
    return lambda _, __: boxes


_STAY = _always(**_day("began", 1), **_day("ended", 2), place="")
_PERSON = _always(token="a token", full_name="Zutana Ficticia", sex="", child1="Fulana")  # noqa: S106 - no secret
_FORMS = {"registration": {}, "tracing_request": {"inquirer": "a"}, "waiver": {"language": "quc"}}

SENT: Mapping[str, Sent] = {
    **{f"judge_{one}": _always(why="", over="") for one in ("match", "doubt")},
    **{f"verify_{one}": _always(why="") for one in ("match", "doubt")},
    "open_case": _opening,
    "keep_case_form": lambda world, cell: (
        _FORMS[FormKind(cell.thing).value] | {"adult": world.twins[cell.one.name].name if cell.one else ""}
    ),
    "settle_case_step": _always(verdict="refused"),
    "hand_case_on": _handed,
    "give_case_task": _task,
    "hand_alarm": lambda world, cell: {"officer": _mine(world, cell), "agency": ""},
    "work_alarm": _always(step="noted", note=REASON),
    "settle_alarm": _always(step="closed", note=REASON),
    "note_stay": _STAY,
    "move_stay": _STAY,
    "end_stay": _STAY,
    "correct_stay": _STAY,
    "register": _PERSON,
    "request": _PERSON,
    "amend": lambda world, cell: {**_PERSON(world, cell), "version": "0"},
    "say_column": _always(column="7", field=""),
    "take_roster": _always(as_of_day="99"),  # a day that there isn't: no worker is sent
}
"""What is sent to an address beside what every deed can use, or instead of it, by name."""
