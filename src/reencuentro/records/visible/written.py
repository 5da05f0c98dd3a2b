"""What was written of a person on the pages, and their photo, as far as somebody may see it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.people import Membership
from reencuentro.records.photos import Photo, photo_of, photographed
from reencuentro.records.provenance import rows_of
from reencuentro.records.reading import reading
from reencuentro.records.registrations import Registration
from reencuentro.records.rosters import Channel, SourceRecord
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.fields import place_of
from reencuentro.rules.disclosure.vocabulary import WHO, Action, Compartments, Level

LEVELS = WHO


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What one agency wrote of the person. told, concern, message: as Registration; empty where they may not be."""

    record: RecordKey
    told: Mapping[str, Any]
    concern: Mapping[str, Any]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonWritten:
    """A person, what was written of them on the pages, and whether there is a photo that may be seen."""

    person: PersonSeen
    written: tuple[Written, ...]
    has_photo: bool


def written_of(viewer: Viewer, person: str) -> PersonWritten:
    """Raises NotAllowedError, noted, alike for a person who isn't there and one who may not be shown."""
    actions = (Action.SEE_PERSON, Action.SEE_PROTECTION, Action.SEE_NOTES)
    seen = visible_to(viewer, *actions).get(person)
    with _noted(viewer, person):
        written = tuple(one for key in _named(seen) for one in _written(key, seen.shown[key[0]]))
        photos = photographed(_named(seen, "photo.image"))
    return PersonWritten(person=seen, written=written, has_photo=bool(photos))


def photo_seen(viewer: Viewer, person: str) -> bytes:
    """The newest photo of the person, a JPEG. Raises NotAllowedError, noted, where there is none to be seen."""
    seen = visible_to(viewer, Action.SEE_PERSON, levels=LEVELS).get(person)
    about = [f"person:{person}"]
    with (
        reading("see_photo", by=viewer.by, about=about, capacity=viewer.capacity({Level.IDENTITY}), at=viewer.at),
        behind_the_wall(viewer),
    ):
        photo: Photo | None = photo_of(_named(seen, "photo.image"))
        jpeg = photo.jpeg if photo else b""
        if not jpeg:
            raise NotAllowedError
    return jpeg


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What was typed of a record before, to be amended. seen: the id of its newest row; shown: the boxes to fill in."""

    record: RecordKey
    seen: int
    typed: Mapping[str, str]
    shown: Mapping[str, str]


def draft_of(viewer: Viewer, person: str) -> Draft:
    """The newest record of the person that the viewer's agency wrote on the pages.

    shown holds what belongs to who somebody is: the other boxes stay closed, and keep what they hold.
    Raises NotAllowedError, noted, where there is none.
    """
    seen = visible_to(viewer, Action.AMEND, levels=LEVELS).get(person)
    with _noted(viewer, person):
        own = [key for key in _named(seen) if key[0] == viewer.facts.agency.code]
        rows = [(key, row) for key in own if (row := _newest(key)) is not None]
        if not rows:
            raise NotAllowedError
        key, row = max(rows, key=lambda one: one[1].pk)
        typed = SourceRecord.objects.values_list("cells", flat=True).get(pk=row.pk)
    closed = {name for name in typed if name in CLOSED}
    return Draft(record=key, seen=row.pk, typed=typed, shown={n: text for n, text in typed.items() if n not in closed})


def can_be_amended(viewer: Viewer, person: str) -> bool:
    """Whether the viewer's agency wrote of the person on the pages; what only its lists say is amended by a list."""
    own = Membership.objects.standing().filter(person__public_id=person, agency=viewer.facts.agency.code)
    return any(_newest(key) for key in own.values_list("agency", "record_id"))


CLOSED = frozenset(
    (
        *("phone", "address", "facility", "separated", "separation_reason", "notes", "message"),
        *("concern", "concern_text", "wants", "wants_why", "informant"),
    )
)
"""Boxes of the forms that hold more than who somebody is."""


@contextmanager
def _noted(viewer: Viewer, person: str) -> Iterator[None]:
    about = [f"person:{person}"]
    with (
        reading("see_written", by=viewer.by, about=about, capacity=viewer.capacity(), at=viewer.at),
        behind_the_wall(viewer),
    ):
        yield


def _newest(key: RecordKey) -> SourceRecord | None:
    rows = rows_of(key)
    return rows[-1] if rows and rows[-1].roster.channel == Channel.REGISTERED else None


def _named(seen: PersonSeen, fact: str = "registration.told") -> list[RecordKey]:
    """The person's records of which the fact may be seen."""
    keys = ((one.agency, one.record_id) for one in seen.records if one.record_id)
    return [key for key in keys if place_of(fact) in seen.shown[key[0]]]


def _written(key: RecordKey, seen: Compartments) -> list[Written]:
    rows = Registration.objects.filter(row__roster__agency__code=key[0], row__record_id=key[1])
    newest = rows.order_by("pk").last()
    if newest is None:
        return []

    def open_to(name: str) -> Any:
        return getattr(newest, name) if place_of(f"registration.{name}") in seen else type(getattr(newest, name))()

    return [Written(record=key, told=open_to("told"), concern=open_to("concern"), message=open_to("message"))]
