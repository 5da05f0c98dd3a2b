"""Takes rosters into the registry: every row kept as it came, what was understood, what went to quarantine."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max
from django.db.models.functions import Greatest

from reencuentro.actions.intake import Intake, fits, take_rows
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.rosters import ColumnReading, RosterReading
from reencuentro.records.agencies import Agency
from reencuentro.records.exact import printable
from reencuentro.records.rosters import Quarantined, Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What became of a roster; new: False where its content was kept already, and nothing changed.

    rows: records understood. repeated: rows that said again, word for word, what another row of the roster said.
    quarantined: rows that could not be taken.
    """

    roster: Roster
    new: bool
    rows: int
    repeated: int
    quarantined: int


def admit_roster(reading: RosterReading, *, by: str, received_at: datetime, as_of: date | None = None) -> Admission:
    """Keeps the roster whole, in one transaction; the same content of the same agency twice changes nothing.

    as_of: the day that the roster describes, by the word of whoever brings it, where the file itself is silent.
    Raises RosterRefusedError for an agency code that can't be kept, RegistryError where the registry can't write.
    """
    with performing("admit_roster", by=by, about=(reading.content_hash,), at=received_at):
        one_at_a_time()
        agency = _agency(reading)
        known = Roster.objects.filter(agency=agency, content_hash=reading.content_hash).first()
        if known is not None:
            return _known_already(known)
        roster = _begin(reading, agency, received_at, as_of)
        intake = take_rows(roster, reading)
        roster.rows, roster.repeated = intake.rows, intake.repeated
        roster.save(update_fields=["rows", "repeated"])
        _clear_what_is_out_of_date(agency, received_at)
    return _admission(roster, intake, new=True)


def _admission(roster: Roster, intake: Intake, *, new: bool) -> Admission:
    return Admission(roster=roster, new=new, rows=intake.rows, repeated=intake.repeated, quarantined=intake.quarantined)


def _known_already(roster: Roster) -> Admission:
    quarantined = Quarantined.objects.filter(roster=roster).values("line").distinct().count()
    return _admission(roster, Intake(rows=roster.rows, repeated=roster.repeated, quarantined=quarantined), new=False)


def _agency(reading: RosterReading) -> Agency:
    if not (reading.agency and fits(reading.agency)):
        raise RosterRefusedError(
            printable(reading.file_name),
            "the agency's code is empty, too long or holds characters that can't be kept",
            remedy="Name the agency before the file: AGENCY=FILE.",
        )
    return Agency.objects.get_or_create(code=reading.agency)[0]


def _begin(reading: RosterReading, agency: Agency, received_at: datetime, as_of: date | None) -> Roster:
    stated = reading.as_of or as_of
    return Roster.objects.create(
        agency=agency,
        file_name=printable(reading.file_name),
        content_hash=reading.content_hash,
        as_of=stated or _inferred_day(reading, agency, received_at),
        as_of_stated=stated is not None,
        latest_event=reading.latest_event,
        received_at=received_at,
        has_record_ids=reading.has_record_ids,
        columns=_columns(reading.columns),
    )


def _inferred_day(reading: RosterReading, agency: Agency, received_at: datetime) -> date:
    """The newest event in it, but never in the future, nor before a roster that the agency sent earlier."""
    arrived = received_at.date()
    inferred = min(reading.latest_event or arrived, arrived)
    newest: date | None = agency.rosters.aggregate(newest=Max("as_of"))["newest"]
    return max(inferred, newest or inferred)


def _columns(columns: Sequence[ColumnReading]) -> list[dict[str, str]]:
    return [{"header": column.header, "field": str(column.field), "why": column.why} for column in columns]


def _clear_what_is_out_of_date(agency: Agency, at: datetime) -> None:
    """Only what the agency's newest roster leaves open still stands; the rest is history."""
    newest = Roster.objects.in_order().filter(agency=agency).last()
    outdated = Quarantined.objects.standing().filter(agency=agency).exclude(roster=newest)
    outdated.update(known_until=Greatest("known_from", at), cleared_by=newest)
