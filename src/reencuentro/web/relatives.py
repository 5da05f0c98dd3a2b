"""Whom a box for an adult may mean: the relatives of a child whom the reader may know of."""

from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import WHO, Action
from reencuentro.web.showing import name_of
from reencuentro.web.words import is_said, say


def relatives_known(child: PersonSeen, viewer: Viewer) -> str:
    """Those tied to the child, by name as far as that may be shown; "" for none. child: seen with their ties."""
    known = {one.relative: one.relation for one in child.ties if one.child == child.person_id}
    if not known:
        return ""
    look = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO)
    names: dict[str, str] = {one.person_id: name_of(one) for one in look.among(sorted(known))}
    relatives = [
        " ".join(filter(None, (person, names.get(person, ""), f"({_relation(known[person])})")))
        for person in sorted(known)
    ]
    return str(say("case_relatives_known", people=", ".join(relatives)))


def _relation(relation: str) -> str:
    key = f"relation_{relation}"
    return str(say(key)) if is_said(key) else relation
