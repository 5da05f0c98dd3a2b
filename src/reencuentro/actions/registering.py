"""Writes people down on the pages: each as a row of the own agency, beside its lists, found and matched at once."""

import base64
import hashlib
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.db import connection, transaction

from reencuentro.actions.intake import take_written
from reencuentro.actions.perform import one_at_a_time
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.proposing import propose_for
from reencuentro.actions.searching import keep_written_searchable
from reencuentro.errors import AccountError, ConflictError
from reencuentro.interchange.rosters import RowReading
from reencuentro.linkage.mentions import Identifier, Mention, RecordKey, Relation, Relative
from reencuentro.linkage.persons import person_id
from reencuentro.records.agencies import Agency
from reencuentro.records.exact import as_json
from reencuentro.records.loading import load_rows, reserve_ids
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.photos import Photo
from reencuentro.records.provenance import person_of, rows_of
from reencuentro.records.registrations import Registration
from reencuentro.records.rosters import Channel, Roster, SourceRecord
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.ages import age_on
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.registration import interim_id, is_interim_id, names_asker

_GROWN = 18  # years


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What an officer states of one person. mention: without agency and record id, which are given here.

    cells: as it was typed, by the form's boxes. told, concern, message: see Registration. photo: a JPEG, b"" for none.
    """

    mention: Mention
    cells: Mapping[str, str]
    told: Mapping[str, Any] = field(default_factory=dict)
    concern: Mapping[str, Any] = field(default_factory=dict)
    message: str = ""
    photo: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Registered:
    """What was written: the record, and the public id of the person."""

    key: RecordKey
    person: str


def register(
    stated: Stated,
    viewer: Viewer,
    *,
    token: str,
    siblings: Sequence[Stated] = (),
    channel: Channel = Channel.REGISTERED,
) -> Registered:
    """Write somebody down, and each sibling who came along as a record of their own; then match them.

    token: of the form; the same one again makes nothing new. Raises NotAllowedError for who may not, AccountError for a
    request that doesn't say who asks, and RegistryError where the registry is being written to for longer than its
    patience.
    """
    action = Action.SUBMIT_REQUEST if channel is Channel.REQUESTED else Action.REGISTER
    with permitted(viewer, action, Matter()) as noted:
        if channel is Channel.REQUESTED and not names_asker(stated.mention):
            raise AccountError("a request must say who asks", remedy="Give a name, a telephone or a document.")
        one_at_a_time()
        once = _once(token, viewer)
        if before := _sent_before(once):
            return before
        desk = _Desk(viewer, channel)
        family = [desk.numbered(one) for one in (stated, *siblings)]
        together = list(_together(family))
        written = [desk.write(one, once if place == 0 else "") for place, one in enumerate(together)]
        desk.match(list(zip(together, written, strict=True)))
        noted.concerns(*(":".join(one.key) for one in written), *(f"person:{one.person}" for one in written))
    return written[0]


def amend(stated: Stated, record: RecordKey, viewer: Viewer, *, seen: int, token: str) -> Registered:
    """Say anew what is known of somebody whom the officer's agency has written down; the earlier row stays.

    seen: the id of the row that the officer saw. Raises NotAllowedError for a record that isn't there, isn't the
    officer's agency's or goes by no id of its own, ConflictError where somebody else has amended it since.
    """
    with transaction.atomic(), behind_the_wall(viewer):
        person = person_of(record)
    with permitted(viewer, Action.AMEND, Matter(people=(person.public_id if person else "",))) as noted:
        one_at_a_time()
        once = _once(token, viewer)
        if before := _sent_before(once):
            return before
        newest = _newest(record, viewer)
        if newest.pk != seen:
            raise ConflictError("this record", seen=seen, now=newest.pk)
        desk = _Desk(viewer, Channel.REGISTERED)
        again = desk.under(stated, record)
        written = desk.write(again, once)
        desk.match([(again, written)])
        noted.concerns(":".join(record))
    return written


def _once(token: str, viewer: Viewer) -> str:
    """What is kept of a form's token: it is the officer's own, so that nobody learns by another's what it made."""
    return hashlib.sha256(f"{viewer.by} {token}".encode()).hexdigest() if token else ""


def _sent_before(token: str) -> Registered | None:
    """What the same form made when it was sent before."""
    if not token:
        return None
    known = Registration.objects.filter(token=token).select_related("row__roster__agency").defer("row__cells").first()
    if known is None:
        return None
    key = (known.row.roster.agency.code, known.row.record_id)
    person = person_of(key)
    return Registered(key=key, person=person.public_id if person else "")


def _newest(record: RecordKey, viewer: Viewer) -> SourceRecord:
    rows = rows_of(record)
    if not rows or rows[-1].likeness or record[0] != viewer.facts.agency.code:
        raise NotAllowedError
    return rows[-1]


def _together(family: Sequence[Stated]) -> Iterator[Stated]:
    """Siblings who came together name each other, by the ids that they were given, and share a family unit."""
    if len(family) == 1:
        yield from family
        return
    unit = family[0].mention.family_unit or family[0].mention.record_id
    for one in family:
        others = tuple(_as_sibling(other.mention) for other in family if other is not one)
        relatives = (*one.mention.relatives, *others)
        yield replace(one, mention=replace(one.mention, relatives=relatives, family_unit=unit))


def _as_sibling(mention: Mention) -> Relative:
    parts = (mention.given_names, mention.surnames, mention.first_surname, mention.second_surname)
    name = mention.full_name or " ".join(filter(None, parts))
    numbers = tuple(number for number in mention.identifiers if number.kind == INTERIM)
    return Relative(relation=Relation.SIBLING, name=name, age=mention.age, sex=mention.sex, identifiers=numbers)


INTERIM = "interim"
"""The kind of an id that the registry gave to somebody who has no other."""


@dataclass(frozen=True)
class _Desk:
    """Writes rows in the name of the viewer's agency."""

    viewer: Viewer
    channel: Channel

    def numbered(self, stated: Stated) -> Stated:
        """Under an id of its own, which says nothing about the person."""
        return self.under(stated, (self.viewer.facts.agency.code, interim_id(secrets.randbits(64))))

    def under(self, stated: Stated, record: RecordKey) -> Stated:
        """Under that id; one that the registry gave is among the person's numbers, so that others can name it."""
        numbers = (Identifier(INTERIM, record[1].replace("-", "")),) if is_interim_id(record[1]) else ()
        held = tuple(dict.fromkeys((*stated.mention.identifiers, *numbers)))
        mention = replace(stated.mention, agency=record[0], record_id=record[1], identifiers=held)
        return replace(stated, mention=mention)

    def write(self, stated: Stated, token: str) -> Registered:
        """One row, what was understood of it, and what a mention has no place for."""
        roster = self._roster(stated, token)
        mention = stated.mention
        read = RowReading(line=1, cells=stated.cells, record_id=mention.record_id, mention=mention, problems=())
        row = take_written(roster, read)
        self._keep_beside(stated, roster, row, token)
        keep_written_searchable(roster.agency_id, row, mention)
        return Registered(key=mention.key, person=self._person(mention))

    def match(self, written: Sequence[tuple[Stated, Registered]]) -> None:
        """Who each of them may be, and whose family; behind the second wall only of those whom the officer reaches."""
        for stated, one in written:
            person = Person.objects.filter(public_id=one.person).first()
            if person is not None:
                propose_for(stated.mention, person, self.viewer.at)

    def _keep_beside(self, stated: Stated, roster: Roster, row: int, token: str) -> None:
        said = (as_json(dict(stated.told)), as_json(dict(stated.concern)), as_json(stated.message))
        names = ("row", "token", "by", "at", "compared_at", "told", "concern", "message")
        at = self.viewer.at
        compared = None if connection.vendor == "postgresql" else at  # behind the second wall others are out of reach
        load_rows(Registration, names, [(row, token, self.viewer.by, at, compared, *said)], agency=roster.agency_id)
        if stated.photo:
            image = as_json(base64.b64encode(stated.photo).decode())
            named = ("row", "agency", "record_id", "at", "image")
            load_rows(Photo, named, [(row, *stated.mention.key, self.viewer.at, image)], agency=roster.agency_id)

    def _roster(self, stated: Stated, token: str) -> Roster:
        agency = Agency.objects.get(code=self.viewer.facts.agency.code)
        pk = reserve_ids(Roster, 1)[0]
        content = hashlib.sha256(f"{stated.mention.record_id} {pk} {token}".encode()).hexdigest()
        roster = Roster(
            pk=pk,
            agency=agency,
            file_name="",
            content_hash=content,
            as_of=self.viewer.at.date(),
            as_of_stated=True,
            received_at=self.viewer.at,
            has_record_ids=True,
            channel=self.channel,
            columns=[],
            rows=1,
        )
        names = ("id", "agency", "file_name", "content_hash", "as_of", "as_of_stated", "received_at", "has_record_ids")
        row = (pk, agency.pk, "", content, roster.as_of, True, self.viewer.at, True, self.channel.value, "[]", 1, 0)
        load_rows(Roster, (*names, "channel", "columns", "rows", "repeated"), [row])
        return roster

    def _person(self, mention: Mention) -> str:
        """Whose the record is: somebody of their own, until people or the reconciliation find that they are known."""
        known = person_of(mention.key)
        if known is not None:
            return known.public_id
        name, pk = person_id([mention.key]), reserve_ids(Person, 1)[0]
        at = self.viewer.at
        load_rows(Person, ("id", "public_id"), [(pk, name)])
        load_rows(Membership, ("person", "agency", "record_id", "known_from"), [(pk, *mention.key, at)])
        age = age_on([mention], at.date())
        if age is not None and age < _GROWN:
            load_rows(Minor, ("person", "known_from"), [(pk, at)])
        return name
