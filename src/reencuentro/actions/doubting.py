"""Keeps the doubts whether two records are one person in the order in which people should look at them."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Min, QuerySet

from reencuentro.records.doubts import Pair, answers, doubt_of, owners_of
from reencuentro.records.many import among
from reencuentro.records.matches import IdentityProposal
from reencuentro.records.people import Membership, Minor
from reencuentro.rules.ages import AgeBand
from reencuentro.rules.queueing import LEAST, band_at, place_of_doubt, younger


class _Row(NamedTuple):
    """A standing proposal, without what it rests on."""

    pk: int
    left_agency: str
    left_record_id: str
    right_agency: str
    right_record_id: str
    probability: float
    place: int | None
    waiting_since: datetime | None

    @property
    def records(self) -> Pair:
        """The two."""
        return (self.left_agency, self.left_record_id), (self.right_agency, self.right_record_id)


def queue_doubts(bands: Mapping[str, AgeBand], people: Collection[str] | None = None) -> int:
    """Gives the doubts about these people (None: about all) their places; how many of them had another one.

    bands: how old children are, by public id; who isn't in it stays as old as the queue had them.
    Called within whatever changed the proposals, the persons or the judgements on them.
    """
    rows = _rows_around(people)
    pairs = None if people is None else {row.records for row in rows}
    said, owners = answers(pairs), owners_of(None if pairs is None else {key for pair in pairs for key in pair})
    minors = Minor.objects.standing()
    if people is not None:
        minors = minors.filter(among("person__public_id", owners.values()))
    old = _Ages(bands, frozenset(minors.values_list("person__public_id", flat=True)))
    placed = []
    for row in rows:
        left, right = (owners.get(key, "") for key in row.records)
        doubt = doubt_of(row.probability, said.get(row.records), joined=left == right)
        # A record whose time is over belongs to nobody, and nobody is asked about it.
        place = place_of_doubt(doubt, old.younger_of(left, right, row.place)) if left and right else None
        if place != row.place or (place is not None and row.waiting_since is None):
            placed.append((row, place))
    first = _first_proposed({row.records for row, place in placed if row.waiting_since is None and place is not None})
    _move((place, row.waiting_since or first.get(row.records), row.pk) for row, place in placed)
    return len(placed)


class _Ages(NamedTuple):
    """How old people are, as far as the queue needs it. minors: who is a child, of whatever age."""

    bands: Mapping[str, AgeBand]
    minors: frozenset[str]

    def younger_of(self, one: str, other: str, place: int | None) -> AgeBand:
        """The younger of the two; of whom no age is handed in, as the place tells that they had."""
        return younger(*(self._band(person, place) for person in (one, other)))

    def _band(self, person: str, place: int | None) -> AgeBand:
        if person in self.bands:
            return self.bands[person]
        if person not in self.minors:
            return AgeBand.ADULT
        return AgeBand.UNKNOWN if place is None else band_at(place)


def _rows_around(people: Collection[str] | None) -> list[_Row]:
    """The proposals that anybody might doubt; of these people alone where they are named."""
    standing = IdentityProposal.objects.standing().filter(probability__gte=LEAST)
    if people is None:
        return _read(standing)
    held = Membership.objects.standing().filter(among("person__public_id", people))
    records = set(held.values_list("agency", "record_id"))
    texts = [record for _, record in records]
    sides = (standing.filter(among(f"{side}_record_id", texts)) for side in ("left", "right"))
    found = {row.pk: row for side in sides for row in _read(side)}
    return [row for row in found.values() if not records.isdisjoint(row.records)]


def _read(rows: QuerySet[IdentityProposal]) -> list[_Row]:
    return [_Row(*row) for row in rows.values_list(*_Row._fields).order_by("pk")]


def _first_proposed(pairs: Collection[Pair]) -> dict[Pair, datetime]:
    """When each of these was first proposed: the proposal of today may only be its newest version."""
    rows = IdentityProposal.objects.values_list(*_KEY)
    if len(pairs) < _FEW:
        rows = rows.filter(among("left_record_id", (left[1] for left, _ in pairs)))
    told = rows.annotate(Min("known_from"))
    return {((one[0], one[1]), (one[2], one[3])): one[4] for one in told}


_KEY = ("left_agency", "left_record_id", "right_agency", "right_record_id")
_FEW = 500
"""Pairs that are named in a query; of more, all are read."""


def _move(moved: Iterable[tuple[int | None, datetime | None, int]]) -> None:
    field = IdentityProposal._meta.get_field("waiting_since")
    rows = [(place, field.get_db_prep_value(since, connection), pk) for place, since, pk in moved]
    with connection.cursor() as cursor:
        cursor.executemany("UPDATE records_identityproposal SET place = %s, waiting_since = %s WHERE id = %s", rows)
