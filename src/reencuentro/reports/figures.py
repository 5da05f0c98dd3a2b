"""What a published number is: with unit, as-of and source, never bare, and withheld where it gives someone away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reencuentro.rules.disclosure.small_cells import Sum, withheld


class Unit(StrEnum):
    """What one of a figure is."""

    ROSTERS = "rosters"
    ROWS = "rows"
    RECORDS = "records"
    PERSONS = "persons"
    CHILDREN = "children"
    TIES = "ties"
    CLAIMS = "claims"
    STATEMENTS = "statements"
    ENTRIES = "entries"


# Files and their rows tell of no person; all else may be one person's trace.
_OF_NOBODY = frozenset((Unit.ROSTERS, Unit.ROWS))


class Source(StrEnum):
    """Where a figure comes from: counted on the rosters, found by matching, or decided by the rules from both."""

    ROSTERS = "rosters"
    MATCHING = "matching"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number. value: None where it is withheld. Its label and definition stand in `words` under its key."""

    key: str
    value: int | None
    unit: Unit
    as_of: date
    source: Source


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a breakdown: a code, and one value a column; None where it is withheld."""

    code: str
    values: tuple[int | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breakdown:
    """One figure taken apart. `kind` says what the codes of the rows are, e.g. "reason", "agency", "country".

    total: key of the figure that all cells add up to, "" where they add up to nothing published.
    columns: codes of the columns; one column is just the count.
    """

    key: str
    kind: str
    unit: Unit
    rows: tuple[Row, ...]
    total: str = ""
    columns: tuple[str, ...] = ("count",)


def suppressed(
    figures: Sequence[Figure], breakdowns: Sequence[Breakdown], *, sums: Iterable[Sum] = ()
) -> tuple[tuple[Figure, ...], tuple[Breakdown, ...]]:
    """The same figures without any count of 1–10 that tells of people, shown or derivable.

    sums: what figures add up to beyond their breakdowns, e.g. children and adults to persons.
    """
    counts = {figure.key: figure.value or 0 for figure in figures if figure.unit not in _OF_NOBODY}
    tables = [table for table in breakdowns if table.unit not in _OF_NOBODY]
    for table in tables:
        counts.update(_cells(table))
    additions = [Sum(table.total, tuple(_cells(table))) for table in tables if table.total]
    hidden = withheld(counts, [*sums, *additions])
    return (
        tuple(_without_value(figure) if figure.key in hidden else figure for figure in figures),
        tuple(_without_cells(table, hidden) for table in breakdowns),
    )


def _cell_name(table: Breakdown, row: Row, column: int) -> str:
    return f"{table.key}/{row.code}/{table.columns[column]}"


def _cells(table: Breakdown) -> dict[str, int]:
    return {_cell_name(table, row, column): value or 0 for row in table.rows for column, value in enumerate(row.values)}


def _without_value(figure: Figure) -> Figure:
    return Figure(key=figure.key, value=None, unit=figure.unit, as_of=figure.as_of, source=figure.source)


def _without_cells(table: Breakdown, hidden: frozenset[str]) -> Breakdown:
    rows = tuple(
        Row(
            row.code,
            tuple(
                None if _cell_name(table, row, column) in hidden else value for column, value in enumerate(row.values)
            ),
        )
        for row in table.rows
    )
    return Breakdown(
        key=table.key, kind=table.kind, unit=table.unit, rows=rows, total=table.total, columns=table.columns
    )


def by_code(counts: Mapping[str, int], *, order: Iterable[str] = ()) -> tuple[Row, ...]:
    """One row a code: those of `order` first, zeros included, then the rest, the largest first, the unknown "" last."""
    first = list(order)
    rest = sorted((code for code in counts if code not in first), key=lambda code: (not code, -counts[code], code))
    return tuple(Row(code, (counts.get(code, 0),)) for code in (*first, *rest))
