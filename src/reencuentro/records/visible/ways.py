"""The way of one person as somebody may see it: what lists and notes say of where they were, as one chain."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from reencuentro.linkage.mentions import RecordKey
from reencuentro.records.agencies import Agency
from reencuentro.records.corrections import corrected
from reencuentro.records.facts import mention_from
from reencuentro.records.many import among
from reencuentro.records.reading import reading
from reencuentro.records.rosters import Channel, Roster, SourceRecord
from reencuentro.records.second_wall.tellers import hides_listers
from reencuentro.records.stays import Stay as StayNoted
from reencuentro.records.visible.people import PersonSeen, RecordSeen, visible_to
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.chains import Chain, chain_of
from reencuentro.rules.disclosure.vocabulary import LOCATION, Action, AgencyKind, Level
from reencuentro.rules.whereabouts import Source, Stay, StayKind, Telling

HOLDERS = frozenset({AgencyKind.CUSTODY, AgencyKind.CARE, AgencyKind.CHILD_PROTECTION, AgencyKind.HEALTH})
"""Kinds of agencies that hold or house whom they list; others write down where somebody is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WaySeen:
    """What may be shown of one person's way. noted: the stays that officers noted, by number."""

    person_id: str
    is_child: bool | None
    chain: Chain
    noted: Mapping[int, Stay]


def way_of(viewer: Viewer, person: str) -> WaySeen:
    """The way of that person, as of today. Raises NotAllowedError, noted, where the viewer may not see where they are.

    Of each agency only what it lets be seen of places; its days only where who they are may be seen too.
    """
    visible_to(viewer, Action.SEE_LOCATION, levels=frozenset({Level.PROTECTED})).get(person)
    look = visible_to(viewer, Action.SEE_LOCATION, Action.SEE_PERSON, through_time=True)
    seen = look.get(person)
    tellers = frozenset(teller for teller, shown in seen.shown.items() if LOCATION in shown)
    rows = [one for one in seen.records if one.agency in tellers and one.record_id]
    noting = reading(
        Action.SEE_LOCATION.value, by=viewer.by, capacity=viewer.capacity(), about=[f"person:{person}"], at=viewer.at
    )
    with noting, behind_the_wall(viewer):
        noted = {one.pk: _noted(one) for one in _stays(seen, viewer, tellers)}
        tellings = _tellings(rows)
    chain = chain_of(tellings, noted.values(), as_of=viewer.at.date())
    return WaySeen(person_id=person, is_child=seen.is_child, chain=chain, noted=noted)


def _tellings(rows: Collection[RecordSeen]) -> list[Telling]:
    holders = _holders({one.agency for one in rows})
    last: dict[RecordKey, date] = {}
    for row in rows:
        key = (row.agency, row.record_id)
        last[key] = max(row.as_of, last.get(key, row.as_of))
    gone = _gone_by(last)
    return [
        Telling(
            mention=mention_from(corrected(row.facts, row.corrected), (row.agency, row.record_id)),
            day=row.as_of,
            holds=holders[row.agency] if row.agency in holders else bool(row.facts.get("admitted_on")),
            gone_by=gone.get((row.agency, row.record_id)),
        )
        for row in rows
    ]


def _holders(agencies: Collection[str]) -> dict[str, bool]:
    """Whether each of these agencies, as far as anybody said what it is, holds people."""
    kinds = Agency.objects.filter(code__in=sorted(agencies)).exclude(kind="").values_list("code", "kind")
    return {code: AgencyKind(kind) in HOLDERS for code, kind in kinds}


def _gone_by(last: Mapping[RecordKey, date]) -> dict[RecordKey, date]:
    """For each record its agency's first whole list after the last that has it; none while it is listed."""
    agencies = sorted({agency for agency, _ in last})
    days: dict[str, list[date]] = {}
    whole = Roster.objects.whole().filter(agency__code__in=agencies)
    for agency, as_of in whole.values_list("agency__code", "as_of"):
        days.setdefault(agency, []).append(as_of)
    written = _written(last)
    found = {
        key: min((day for day in days.get(key[0], ()) if day > newest), default=None)
        for key, newest in last.items()
        if key not in written
    }
    return {key: day for key, day in found.items() if day is not None}


def _written(records: Collection[RecordKey]) -> frozenset[RecordKey]:
    """Those that were written on the pages, which no list lacks."""
    rows = SourceRecord.objects.filter(among("record_id", (record for _, record in records)))
    told = rows.exclude(roster__channel=Channel.LIST).values_list("roster__agency__code", "record_id")
    return frozenset(told) & frozenset(records)


def _stays(seen: PersonSeen, viewer: Viewer, tellers: frozenset[str]) -> list[StayNoted]:
    """What officers noted: of an agency that lets its places be seen; their own; and all, where nothing is closed."""
    standing = StayNoted.objects.standing().filter(person__public_id=seen.person_id).select_related("agency")
    closed = any(one.closed for one in seen.answer.decisions.values()) or hides_listers(seen.person_id, seen.shown)
    everything = not closed and set(seen.shown) == tellers
    return [
        one for one in standing.order_by("pk") if everything or one.agency.code in tellers or one.noted_by == viewer.by
    ]


def _noted(stay: StayNoted) -> Stay:
    return Stay(
        kind=StayKind.NOTED,
        agency=stay.agency.code,
        place=stay.place or "",
        began=stay.began_on,
        ended=stay.ended_on,
        sources=(Source(agency=stay.agency.code, day=stay.noted_at.date(), number=stay.pk),),
    )
