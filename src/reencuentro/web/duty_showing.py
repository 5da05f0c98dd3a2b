"""A duty as its page has it: where it stands, when it is late, what came of it so far, and what may follow."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

from reencuentro.actions.permitted import Matter, acted_before, permissible
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.duties import DutyLine, DutySeen, VisibleDuties, opens
from reencuentro.records.visible.people import PersonSeen
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.duties.steps import Definition, Step
from reencuentro.web.case_showing import agency_name, left_in_words, who
from reencuentro.web.filled import in_words, told
from reencuentro.web.showing import name_of

WORDS = "duty"
"""Before the names of boxes and choices in the keys of their texts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyShown:
    """A duty in a list or above its page. due: the time left, "" where nothing waits. gist: what it is about."""

    id: str
    area: str
    kind: str
    state: str
    due: str
    due_at: Any
    is_late: bool
    is_over: bool
    gist: str
    child: str
    person: str
    agency: str
    counterpart: str
    owner: str
    begun_at: Any


def line_shown(line: DutyLine, viewer: Viewer) -> DutyShown:
    """A duty of a list."""
    duty, child = line.duty, line.child
    return DutyShown(
        id=duty.public_id,
        area=line.definition.area,
        kind=f"duty_kind_{duty.kind}",
        state=f"duty_state_{duty.state}",
        due=left_in_words(duty.due_at - viewer.at) if duty.due_at and not duty.over_at else "",
        due_at=duty.due_at,
        is_late=line.is_late,
        is_over=duty.over_at is not None,
        gist=_gist(line) if child or not duty.person else "",
        child=(name_of(child) or child.person_id) if child else "",
        person=child.person_id if child else "",
        agency=agency_name(duty.agency),
        counterpart=agency_name(duty.counterpart) if duty.counterpart else "",
        owner=who(duty.owner, duty.owner.agency, viewer),
        begun_at=duty.begun_at,
    )


def _gist(line: DutyLine) -> str:
    """What its first form says in the boxes of which lists tell, each in words; of nothing nothing is said."""
    first = next((one for one in line.definition.steps if one.begins), None)
    kept = line.duty.gist or {}
    if first is None or not kept:
        return ""
    form = first.shape.model_construct(**{**_defaults(first), **_typed(first, kept)})
    said = ((name, getattr(form, name, "")) for name in line.definition.gist)
    return " · ".join(in_words(value, WORDS) for _, value in said if value not in ("", None, "none"))


def _defaults(step: Step) -> dict[str, Any]:
    return {name: info.get_default() for name, info in step.shape.model_fields.items() if not info.is_required()}


def _typed(step: Step, kept: dict[str, Any]) -> dict[str, Any]:
    """Kept as JSON has it; choices as the form has them again."""
    kinds = {name: info.annotation for name, info in step.shape.model_fields.items()}
    return {name: _again(kinds[name], value) for name, value in kept.items() if name in kinds}


def _again(kind: Any, value: Any) -> Any:
    return kind(value) if isinstance(kind, type) and issubclass(kind, Enum) else value


def late_shown(viewer: Viewer, action: Action, area: str) -> dict[str, Any]:
    """What the page of what is late in an area says: the first of it, and whether there is more."""
    late = VisibleDuties(viewer, action).late(area)
    return {
        "late": [line_shown(one, viewer) for one in late.lines],
        "more": late.last is not None,
        "addresses": {"duty": f"duty_{area}"},
        "purpose": viewer.purpose,
    }


def seen_shown(seen: DutySeen, viewer: Viewer) -> DutyShown:
    """The duty of a page."""
    duty = seen.duty
    late = duty.due_at is not None and duty.over_at is None and duty.due_at <= viewer.at
    line = DutyLine(duty=duty, definition=seen.file.definition, child=seen.child, is_late=late)
    return line_shown(line, viewer)


def history_shown(seen: DutySeen, viewer: Viewer) -> list[dict[str, Any]]:
    """Every step, the newest first: what it was, who took it, and what its form says as far as it may be read."""
    found = []
    for taken in reversed(seen.file.steps):
        form = seen.file.form(taken) if taken.number in seen.readable else None
        found.append(
            {
                "title": f"duty_step_{taken.step}",
                "at": taken.at,
                "who": who(taken.officer, taken.agency, viewer),
                "told": list(told(form, WORDS)) if form else [],
            }
        )
    return found


def steps_open(seen: DutySeen, viewer: Viewer) -> list[Step]:
    """The steps that may follow and which the viewer may take."""
    following = seen.file.definition.following(seen.duty.state)
    last = seen.file.steps[-1].officer.public_id if seen.file.steps else ""
    able = allowed(viewer, seen.file.person if seen.child else "", {one.action for one in following}, last)
    return [one for one in following if one.action in able and not (one.second and last == viewer.facts.id)]


def beginnings(definitions: Iterable[Definition], child: PersonSeen, viewer: Viewer) -> list[dict[str, str]]:
    """What the viewer may begin for a child: the kinds of duties, each with the steps with which it can begin."""
    first = [(one, step) for one in definitions if may_hold(one, child, viewer) for step in one.following("")]
    able = allowed(viewer, child.person_id, {step.action for _, step in first})
    return [
        {"kind": one.code, "step": step.name, "label": f"duty_kind_{one.code}", "how": f"duty_step_{step.name}"}
        for one, step in first
        if step.action in able
    ]


def may_hold(definition: Definition, child: PersonSeen, viewer: Viewer) -> bool:
    """Whether the viewer may read what their own agency states in such a duty: else they would write without seeing."""
    mine = viewer.facts.agency.code
    return definition.about_child and opens(child, mine, definition.place, definition.sees)


def allowed(viewer: Viewer, person: str, actions: Iterable[Action], last: str = "") -> frozenset[Action]:
    """What of it the viewer may do about the child, or about nobody. last: who took the step before, by public id."""
    about = {one for one in actions if DECLARATIONS[one].about}
    alone = frozenset(one for one in set(actions) - about if decide_alone(viewer, one).allowed)
    if not about or not person:
        return alone
    matter = Matter(people=(person,), others=acted_before(f"officer:{last}") if last else ())
    return alone | permissible(viewer, about, matter)
