"""Whom a box for an adult may mean: the relatives of a child whom the reader may know of are offered by name."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.filled import BoxedForm, person_field
from reencuentro.web.showing import name_of
from reencuentro.web.words import is_said, said_later, say

Known = tuple[str, str]
"""A relative: the id, and how they are called."""


def relatives_known(child: PersonSeen, viewer: Viewer) -> list[Known]:
    """Those tied to the child, by name as far as that may be shown. child: seen with their ties."""
    known = {one.relative: one.relation for one in child.ties if one.child == child.person_id}
    if not known:
        return []
    look = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO)
    names: dict[str, str] = {one.person_id: name_of(one) for one in look.among(sorted(known))}
    return [
        (person, " ".join(filter(None, (names.get(person, ""), f"({_relation(known[person])})", person))))
        for person in sorted(known, key=lambda one: (names.get(one, ""), one))
    ]


def _relation(relation: str) -> str:
    key = f"relation_{relation}"
    return str(say(key)) if is_said(key) else relation


def offering(form: type[BoxedForm], boxes: Iterable[str], known: Sequence[Known]) -> type[BoxedForm]:
    """The form with these relatives to choose from in its boxes for a person; anybody else goes by their number."""
    held = list(boxes)
    if not held or not known:
        return form
    fields: dict[str, forms.Field] = form.base_fields
    more: dict[str, Any] = {"numbers": {box: f"{box}_number" for box in held}}
    for box in held:
        choices = [*known, ("", said_later("case_somebody_else"))]
        options = {"label": fields[box].label, "help_text": fields[box].help_text, "required": False}
        more[box] = person_field(widget=forms.RadioSelect(choices=choices), **options)
        more[f"{box}_number"] = person_field(label=said_later("case_somebody_elses_number"), required=False)
    more["needed"] = frozenset(box for box in held if fields[box].required)
    more["beside"] = form.beside | frozenset(more["numbers"].values())
    more["field_order"] = [name for box in fields for name in (box, *([f"{box}_number"] if box in held else []))]
    return type("Offering", (form,), more)
