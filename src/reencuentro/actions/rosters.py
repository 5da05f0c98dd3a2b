"""Takes rosters into the registry: every row kept as it came, what was understood, what went to quarantine."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from reencuentro.actions.extents import keep_extent
from reencuentro.actions.intake import Intake, fits, take_rows
from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.returning import without_destroyed
from reencuentro.errors import RosterRefusedError
from reencuentro.interchange.mapping import IGNORE
from reencuentro.interchange.rosters import ColumnReading, RosterReading
from reencuentro.records.agencies import Agency
from reencuentro.records.exact import printable
from reencuentro.records.rosters import Extent, Quarantined, Roster


@dataclass(frozen=True, slots=True, kw_only=True)
class Brought:
    """What whoever brings a roster says of it.

    as_of: the day that it describes, where the file itself is silent. beside: the newest day of the rosters that came
    with it, for one that tells of no day and no event. extent: whether it lists everybody; None where nobody says: then
    a new one is whole, and one that is kept already stays what it was.
    """

    as_of: date | None = None
    beside: date | None = None
    extent: Extent | None = None


_SILENT = Brought()


@dataclass(frozen=True, slots=True, kw_only=True)
class Admission:
    """What became of a roster; new: False where its content was kept already, and said to be the same before.

    rows: records understood. repeated: rows that said again, word for word, what another row of the roster said.
    quarantined: rows that could not be taken.
    """

    roster: Roster
    new: bool
    rows: int
    repeated: int
    quarantined: int


def admit_roster(
    reading: RosterReading,
    *,
    by: str,
    received_at: datetime,
    brought: Brought = _SILENT,
    progress: Callable[[int], None] = lambda _rows: None,
) -> Admission:
    """Keeps the roster whole, in one transaction; the same content of the same agency twice changes nothing.

    One that is kept already may be said to be something else, whole or of a part, or not to be a mistake after all.
    progress: told from time to time how many rows are kept.
    Raises RosterRefusedError for an agency code that can't be kept and for an empty list of no stated day,
    RegistryError where the registry can't write.
    """
    with performing("admit_roster", by=by, about=(reading.content_hash,), at=received_at):
        one_at_a_time()
        agency = _agency(reading)
        kept = Roster.objects.with_extent().select_related("agency")
        known = kept.filter(agency=agency, content_hash=reading.content_hash).first()
        if known is not None:
            is_restated = brought.extent not in (None, known.extent)
            if is_restated:
                keep_extent(known, brought.extent or Extent.WHOLE, by=by, at=received_at)
            return _known_already(known, new=is_restated)
        roster = _begin(reading, agency, received_at, brought)
        intake = take_rows(roster, without_destroyed(reading, roster), progress)
        roster.rows, roster.repeated = intake.rows, intake.repeated
        roster.save(update_fields=["rows", "repeated"])
        keep_extent(roster, brought.extent or Extent.WHOLE, by=by, at=received_at)
    return _admission(roster, intake, new=True)


def _admission(roster: Roster, intake: Intake, *, new: bool) -> Admission:
    return Admission(roster=roster, new=new, rows=intake.rows, repeated=intake.repeated, quarantined=intake.quarantined)


def _known_already(roster: Roster, *, new: bool) -> Admission:
    quarantined = Quarantined.objects.filter(roster=roster).values("line").distinct().count()
    return _admission(roster, Intake(rows=roster.rows, repeated=roster.repeated, quarantined=quarantined), new=new)


def _agency(reading: RosterReading) -> Agency:
    code = reading.agency
    # What doesn't show would make two agencies look like one.
    if not (code.strip() and fits(code) and code.isprintable()):
        raise RosterRefusedError(
            printable(reading.file_name),
            "the agency's code is empty, too long or holds characters that don't show",
            remedy="Name the agency before the file: AGENCY=FILE.",
        )
    return Agency.objects.get_or_create(code=code)[0]


def _begin(reading: RosterReading, agency: Agency, received_at: datetime, brought: Brought) -> Roster:
    stated = reading.as_of or brought.as_of
    if stated is None and next(reading.rows(), None) is None:
        raise RosterRefusedError(
            printable(reading.file_name),
            "the file has a header and no rows, and doesn't say of which day",
            remedy="Ask for it again; if nobody is on the list, say of which day that is true: --as-of DATE.",
        )
    return Roster.objects.create(
        agency=agency,
        file_name=printable(reading.file_name),
        content_hash=reading.content_hash,
        as_of=stated or _inferred_day(reading.latest_event or brought.beside, agency, received_at.date()),
        as_of_stated=stated is not None,
        latest_event=reading.latest_event,
        received_at=received_at,
        has_record_ids=reading.has_record_ids,
        columns=_columns(reading),
    )


def _inferred_day(told: date | None, agency: Agency, arrived: date) -> date:
    """The day that is told, but never in the future, nor before a roster that the agency sent earlier."""
    inferred = min(told or arrived, arrived)
    newest: date | None = Roster.objects.lists().filter(agency=agency).aggregate(newest=Max("as_of"))["newest"]
    return max(inferred, newest or inferred)


def _columns(reading: RosterReading) -> list[dict[str, str]]:
    def field(column: ColumnReading) -> str:
        return str(column.field) or ("" if column.header in reading.unrecognised else IGNORE)

    return [{"header": column.header, "field": field(column), "why": column.why} for column in reading.columns]
