"""What an officer sees of a person, by each way of looking, and why: the decisions that pages and commands take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reencuentro.records.provenance import person_of, record_named
from reencuentro.records.visible.deciding import Judge
from reencuentro.records.visible.subjects import subjects_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.asking import Asking
from reencuentro.rules.disclosure.deciding import Decision
from reencuentro.rules.disclosure.explaining import looks
from reencuentro.rules.disclosure.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Explained:
    """One asking, and the decision on every way to look at the person."""

    asking: Asking
    looks: Mapping[Action, Decision]


def access_explained(viewer: Viewer, person: str) -> Explained:
    """For the viewer's purpose. Raises NotAllowedError for somebody whom the registry doesn't know.

    As of an instant that is past, rights and beliefs are those of then; suspensions and kinds of agencies, of now.
    """
    known_at = viewer.at if viewer.in_the_past else None
    subject = subjects_of([person], viewer, known_at).get(person)
    if subject is None:
        raise NotAllowedError
    judge = Judge.of(viewer)
    asking = judge.asking(subject, judge.told(subject), Action.SEE_PERSON)
    return Explained(asking, looks(asking))


def person_meant(text: str, *, on: datetime | None = None) -> str:
    """The id of the person whom AGENCY:RECORD named at that instant; any other text is taken for an id itself."""
    record = record_named(text)
    person = person_of(record, on=on) if record else None
    return person.public_id if person else text
