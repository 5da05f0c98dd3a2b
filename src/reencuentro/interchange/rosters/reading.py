"""A roster as a whole: opened, its columns understood in a first pass, its rows read in a second."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from reencuentro.interchange.headers.fields import DATES, Field, Target
from reencuentro.interchange.headers.recognition import recognise
from reencuentro.interchange.mapping import Mapping as ColumnMapping
from reencuentro.interchange.rosters.cells import CellReader, Manner, PhoneReader
from reencuentro.interchange.rosters.columns import Column, is_date, recognise_columns, understand_columns
from reencuentro.interchange.rosters.days import day_described
from reencuentro.interchange.rosters.orders import OrderJudged, day_stated, judge_orders, newest_event, usual_order
from reencuentro.interchange.rosters.profiles import profile_columns
from reencuentro.interchange.rosters.readings import ColumnReading, RowReading, Table
from reencuentro.interchange.rosters.rows import RowReader
from reencuentro.interchange.tables import Limits, read_table
from reencuentro.interchange.values.dates import DayOrder
from reencuentro.interchange.values.people import letters_mean_mujer
from reencuentro.interchange.values.text import clean, fold
from reencuentro.linkage.mentions import Relation

_UNITS = {"month": re.compile(r"\b(?:months?|mo|meses|mes)\b"), "day": re.compile(r"\b(?:days|dias)\b")}


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReading:
    """A roster understood; its rows are read as they are asked for, as often as asked for while its file is open.

    as_of: the day it describes, by its file's name, title lines or an "As of" column, else None. latest_event: the
    newest day on which it says that something happened. unrecognised: headers of columns that are only kept with the
    source record.
    """

    agency: str
    file_name: str
    content_hash: str
    as_of: date | None
    latest_event: date | None
    has_record_ids: bool
    columns: tuple[ColumnReading, ...]
    unrecognised: tuple[str, ...]
    understood: tuple[Column, ...] = field(repr=False)
    reader: RowReader = field(repr=False)
    table: Table = field(repr=False)

    def rows(self) -> Iterator[RowReading]:
        """Every row that isn't blank, with its mention or its problems, in the order of the file."""
        return self.reader.rows(self.table)


@contextmanager
def read_roster(
    path: Path,
    *,
    agency: str,
    mapping: ColumnMapping | None = None,
    stated_on: date | None = None,
    limits: Limits = Limits(),  # noqa: B008  # frozen
    progress: Callable[[int], None] | None = None,
) -> Iterator[RosterReading]:
    """Opens a roster of an agency. stated_on: the day of its ages where neither its rows nor itself tell.

    Raises RosterRefusedError where the file can't be read at all.
    """

    def is_known(text: str) -> bool:
        return (mapping is not None and mapping.names(text)) or recognise(text) is not None

    with read_table(path, limits=limits, progress=progress, known_header=is_known) as table:
        yield understand(table, agency=agency, mapping=mapping, stated_on=stated_on)


def understand(
    table: Table, *, agency: str, mapping: ColumnMapping | None = None, stated_on: date | None = None
) -> RosterReading:
    """Reads the table once to understand its columns; the rows are read again when asked for."""
    mapping = mapping or ColumnMapping()
    found = recognise_columns(table.header, mapping)
    profiles = profile_columns(table, {place for place, each in enumerate(found) if is_date(each)})
    columns = understand_columns(table.header, found, profiles)
    as_of = day_described(table.file_name, table.preamble)
    orders = judge_orders(columns, day_first=mapping.day_first, as_of=as_of)
    described = day_described(table.file_name, table.preamble, usual_order(orders.values()))
    as_of = described or day_stated(columns, orders)
    latest_event = newest_event(columns, orders, as_of)
    reference = as_of or latest_event or stated_on
    return RosterReading(
        agency=agency,
        file_name=table.file_name,
        content_hash=table.content_hash,
        as_of=as_of,
        latest_event=latest_event,
        has_record_ids=any(column.target == Target(Field.RECORD_ID) for column in columns),
        columns=tuple(_column_reading(column, orders) for column in columns),
        unrecognised=tuple(column.header for column in columns if column.target is None and not column.by_mapping),
        understood=columns,
        reader=_row_reader(agency, table, columns, _Terms(mapping, orders, as_of, reference)),
        table=table,
    )


@dataclass(frozen=True, slots=True)
class _Terms:
    """What holds for the whole roster when its cells are read."""

    mapping: ColumnMapping
    orders: Mapping[int, OrderJudged]
    as_of: date | None
    reference: date | None


def _column_reading(column: Column, orders: Mapping[int, OrderJudged]) -> ColumnReading:
    label = orders[column.place].label if column.place in orders else ""
    return ColumnReading(column.header, str(column.target) if column.target else "", column.why, label)


def _row_reader(agency: str, table: Table, columns: Sequence[Column], terms: _Terms) -> RowReader:
    known = sorted((column.header, column.place, column.target) for column in columns if column.target)
    manners = {place: _manner(columns[place], terms) for _, place, _ in known}
    return RowReader(
        agency=agency,
        header=table.header,
        reference=terms.reference,
        cells=tuple(
            (place, (target.owner, target.slot), target.field, CellReader(header, target, manners[place]))
            for header, place, target in known
            if target.field is not Field.PHONE
        ),
        phones=tuple(
            (place, PhoneReader(header, target, manners[place], terms.mapping.country))
            for header, place, target in known
            if target.field is Field.PHONE
        ),
    )


def _manner(column: Column, terms: _Terms) -> Manner:
    """How this column writes its values."""
    judged = terms.orders.get(column.place)
    wanted = column.target.field if column.target else Field.NOTES
    return Manner(
        order=judged.order if judged else DayOrder.MONTH_FIRST,
        ambiguous=wanted in DATES and not (judged and judged.sure),
        latest=terms.reference,
        as_of=terms.as_of,
        m_is_mujer=wanted is Field.SEX and letters_mean_mujer([clean(text) for text in column.profile.counts]),
        unit=next((unit for unit, words in _UNITS.items() if words.search(fold(column.header))), "year"),
        kind=column.kind,
        words=terms.mapping.values.get(wanted, {}),
        kinship={word: Relation(meaning) for word, meaning in terms.mapping.values.get(Field.RELATION, {}).items()},
    )
