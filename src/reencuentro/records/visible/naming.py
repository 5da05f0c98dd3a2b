"""Whether somebody may be told who is meant: for commands that speak of records, matched or not."""

from collections.abc import Iterable
from datetime import datetime

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.provenance import person_of, record_named
from reencuentro.records.visible.deciding import Judge, Question
from reencuentro.records.visible.subjects import Subject, records_alone, stand_in, subjects_of
from reencuentro.records.visible.viewers import Viewer
from reencuentro.rules.disclosure.vocabulary import IDENTITY, Action

_MEET = (Action.SEE_PERSON, Action.SEE_MATCH)


def may_be_named(viewer: Viewer, record: str) -> bool:
    """Whether the viewer may know who AGENCY:RECORD is, as that agency tells it."""
    key = record_named(record)
    subject = _subject(viewer, key) if key else None
    answers = Judge.of(viewer).answers({record: subject or stand_in(record)}, Question(_MEET))
    return key is not None and IDENTITY in answers[record].shown.get(key[0], ())


def may_be_explained(viewer: Viewer, people: Iterable[str], known_at: datetime | None) -> bool:
    """Whether the viewer may know who all of these people are, as every agency tells it: evidence quotes them all."""
    names = list(people)
    subjects = subjects_of(names, viewer, known_at)
    asked = {name: subjects.get(name) or stand_in(name) for name in names}
    answers = Judge.of(viewer).answers(asked, Question((Action.SEE_PERSON,)))
    told = (answers[name].decisions[Action.SEE_PERSON].sees("tie.evidence") for name in names)
    return all(told) and len(subjects) == len(set(names))


def permits_records(viewer: Viewer, action: Action, records: Iterable[RecordKey]) -> bool:
    """Whether the action is permitted about whoever each of these records is of; about nobody where there are none."""
    subjects = {":".join(key): _subject(viewer, key) for key in records}
    answers = Judge.of(viewer).answers(subjects or {"": stand_in("")}, Question((action,)))
    return bool(subjects) and all(one.allowed for one in answers.values())


def _subject(viewer: Viewer, key: RecordKey) -> Subject:
    """The person of the record; the record alone where nothing was matched since it came."""
    person = person_of(key)
    found = subjects_of([person.public_id], viewer) if person else {}
    return found[person.public_id] if person and found else records_alone([key])
