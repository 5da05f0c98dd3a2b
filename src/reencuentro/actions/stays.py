"""Notes where people are held or cared for: from which day to which, and in one place at a time."""

from datetime import date, datetime

from django.db.models import Q

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.people import Person
from reencuentro.records.rosters import SourceRecord
from reencuentro.records.stays import Stay


def begin_stay(person: str, agency: str, on: date, *, by: str, at: datetime, row: SourceRecord | None = None) -> Stay:
    """The person is with the agency from that day on. row: the record that says so.

    Raises AccountError for an unknown person or agency, and where another stay takes in that day or a later one.
    """
    with performing("begin_stay", by=by, about=_about(person, agency), at=at):
        whose = _locked(person)
        _refuse_overlap(whose, on)
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


def _end(person: Person, on: date, by: str) -> Stay:
    stay = Stay.objects.filter(person=person, ended_on=None).first()
    if stay is None:
        raise AccountError("the person has no open stay", remedy="Note first where they are, and since when.")
    if on < stay.began_on:
        raise AccountError(f"stay {stay.pk} began on {stay.began_on}", remedy="Give that day or a later one.")
    stay.ended_on, stay.ended_by = on, by
    stay.save(update_fields=["ended_on", "ended_by"])
    return stay


def _refuse_overlap(person: Person, on: date) -> None:
    """A stay that begins takes in all days from then on."""
    later = Stay.objects.filter(Q(ended_on=None) | Q(ended_on__gt=on), person=person)
    if (other := later.order_by("began_on", "pk").first()) is not None:
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
