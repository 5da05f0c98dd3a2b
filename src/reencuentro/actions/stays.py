"""Notes where people are held or cared for: from which day to which, and in one place at a time.

What was noted wrongly is taken back by a later statement; it is kept, and counts no more.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.people import Person
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.stays import Stay, StayWithdrawal


@dataclass(frozen=True, slots=True, kw_only=True)
class StayStated:
    """A person was, or is, with an agency: from a day on, up to another if they left. place: as told, maybe "".

    told_by: code of the agency for which it is noted; "" for the one that has the person.
    """

    person: str
    agency: str
    began_on: date
    ended_on: date | None = None
    place: str = ""
    told_by: str = ""


def note_stay(stated: StayStated, *, by: str, at: datetime) -> Stay:
    """Keeps the stay. Raises AccountError for an unknown person or agency, for days to come or in the wrong order, and
    where another stay takes in one of its days.
    """
    with performing("note_stay", by=by, about=_about(stated.person, stated.agency), at=at):
        _require_past(stated, at)
        whose = _locked(stated.person)
        agency = agency_of(stated.agency)
        said = {"agency": agency, "began_on": stated.began_on, "ended_on": stated.ended_on}
        if (same := Stay.objects.standing().filter(person=whose, noted_by=by, **said).first()) is not None:
            return same  # the form was sent twice
        _refuse_overlap(whose, stated.began_on, stated.ended_on)
        stay = Stay(
            person=whose,
            agency=agency,
            place=stated.place.strip(),
            began_on=stated.began_on,
            ended_on=stated.ended_on,
            noted_by=by,
            noted_at=at,
            ended_by=by if stated.ended_on else "",
        )
        stay.told_by = agency_of(stated.told_by).pk if stated.told_by else agency.pk
        stay.save(force_insert=True)
        return stay


def withdraw_stay(person: str, number: int, *, by: str, at: datetime) -> None:
    """The stay was noted wrongly. Raises AccountError where the person has no such stay that stands."""
    with performing("withdraw_stay", by=by, about=_about(person), at=at):
        stay = Stay.objects.standing().filter(person=_locked(person), pk=number).first()
        if stay is None:
            raise AccountError(
                "there is no such stay", remedy="Somebody may have taken it back: look at the page again."
            )
        StayWithdrawal.objects.create(stay=stay, by=by, at=at)


def correct_stay(number: int, stated: StayStated, *, by: str, at: datetime) -> Stay:
    """In place of the stay the other one counts. Raises AccountError as the two do; nothing has changed then."""
    with performing("correct_stay", by=by, about=_about(stated.person, stated.agency), at=at):
        withdraw_stay(stated.person, number, by=by, at=at)
        return note_stay(stated, by=by, at=at)


def transfer_stay(stated: StayStated, *, by: str, at: datetime) -> Stay:
    """The person's open stay ends on the day on which the stated one begins: no night unaccounted for.

    Raises AccountError as `end_stay` and `note_stay` do; nothing has changed then.
    """
    with performing("record_transfer", by=by, about=_about(stated.person, stated.agency), at=at):
        _require_past(stated, at)
        _end(_locked(stated.person), stated.began_on, by)
        return note_stay(stated, by=by, at=at)


def begin_stay(person: str, agency: str, on: date, *, by: str, at: datetime, row: SourceRecord | None = None) -> Stay:
    """The person is with the agency from that day on. row: the record that says so.

    Raises AccountError for an unknown person or agency, and where another stay takes in that day or a later one.
    """
    with performing("begin_stay", by=by, about=_about(person, agency), at=at):
        whose = _locked(person)
        _refuse_overlap(whose, on, None)
        return Stay.objects.create(
            person=whose, agency=agency_of(agency), row=row, began_on=on, noted_by=by, noted_at=at
        )


def end_stay(person: str, on: date, *, by: str, at: datetime) -> Stay:
    """The person's open stay ends on that day. Raises AccountError where there is none, or it began later."""
    with performing("end_stay", by=by, about=_about(person), at=at):
        return _end(_locked(person), on, by)


def record_transfer(
    person: str, agency: str, on: date, *, by: str, at: datetime, row: SourceRecord | None = None
) -> Stay:
    """Ends the person's open stay and begins one with the agency on the same day: no night unaccounted for.

    Raises AccountError as `begin_stay` and `end_stay` do; nothing has changed then.
    """
    with performing("record_transfer", by=by, about=_about(person, agency), at=at):
        _end(_locked(person), on, by)
        return begin_stay(person, agency, on, by=by, at=at, row=row)


def _require_past(stated: StayStated, at: datetime) -> None:
    if stated.began_on > at.date() or (stated.ended_on and stated.ended_on > at.date()):
        raise AccountError("a day to come can't be noted", remedy="Note it when it has happened.")
    if stated.ended_on and stated.ended_on < stated.began_on:
        raise AccountError("the stay would end before it began", remedy="Look at the two days.")


def _end(person: Person, on: date, by: str) -> Stay:
    stay = Stay.objects.standing().filter(person=person, ended_on=None).first()
    if stay is None:
        raise AccountError("the person has no open stay", remedy="Note first where they are, and since when.")
    if on < stay.began_on:
        raise AccountError(f"stay {stay.pk} began on {stay.began_on}", remedy="Give that day or a later one.")
    stay.ended_on, stay.ended_by = on, by
    stay.save(update_fields=["ended_on", "ended_by"])
    return stay


def _refuse_overlap(person: Person, began: date, ended: date | None) -> None:
    """A stay without an end takes in all days from its first on."""
    others = Stay.objects.standing().filter(Q(ended_on=None) | Q(ended_on__gt=began), person=person)
    if ended is not None:
        others = others.filter(began_on__lt=ended)
    if (other := others.order_by("began_on", "pk").first()) is not None:
        until = f"until {other.ended_on}" if other.ended_on else "and isn't ended"
        raise AccountError(
            f"stay {other.pk} began on {other.began_on} {until}: nobody is in two places at once",
            remedy="End that stay first, or transfer the person; where both are told, a source is wrong.",
        )


def _locked(person: str) -> Person:
    """The person, whose stays nobody else changes until this transaction ends."""
    found = Person.objects.select_for_update().filter(public_id=person).first()
    if found is None:
        raise AccountError("the registry knows no such person", remedy="Take person_id from people.csv.")
    return found


def _about(person: str, *agencies: str) -> list[str]:
    return [f"person:{person}", *(f"agency:{code}" for code in agencies)]
