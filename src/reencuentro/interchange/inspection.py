"""Shows how a roster would be understood, column by column, and writes that down as a mapping to edit."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reencuentro.interchange.mapping import IGNORE, Mapping
from reencuentro.interchange.rosters import ColumnReading, RosterReading, RowReading, read_roster
from reencuentro.interchange.rosters.columns import Column
from reencuentro.interchange.tables import Limits
from reencuentro.interchange.values.dates import DayOrder
from reencuentro.interchange.values.text import clean

_EXAMPLES = 3
_PROBLEMS = 5
_LONGEST_EXAMPLE = 40  # characters


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnInspection:
    """How one column would be understood.

    field: its name in the roster contract, "" where it isn't recognised. filled: share of rows with anything in it;
    understood: share of the filled cells without a problem, 0 where the column isn't recognised. examples: the
    commonest shapes of its values ("Aaaa Aaa", "99/99/9999"), or values where they were asked for. problems: what is
    wrong with its cells, the commonest first, and how often.
    """

    header: str
    field: str
    why: str
    day_order: str
    filled: float
    understood: float
    examples: tuple[str, ...]
    problems: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Inspection:
    """How a roster would be understood. rows: those that aren't blank; quarantined: how many of them can't be taken.

    problems: what is wrong with rows as a whole, and how often.
    """

    file_name: str
    as_of: date | None
    rows: int
    quarantined: int
    columns: tuple[ColumnInspection, ...]
    problems: tuple[tuple[str, int], ...]


def inspect_roster(
    path: Path,
    *,
    agency: str = "",
    mapping: Mapping | None = None,
    show_values: bool = False,
    limits: Limits = Limits(),  # noqa: B008  # frozen
) -> Inspection:
    """Reads a roster without keeping it. show_values: examples are values, which may be names, instead of shapes.

    Raises RosterRefusedError where the file can't be read at all.
    """
    with read_roster(path, agency=agency, mapping=mapping, limits=limits) as reading:
        return inspect_reading(reading, show_values=show_values)


def inspect_reading(reading: RosterReading, *, show_values: bool = False) -> Inspection:
    """As inspect_roster, of a roster that is open already."""
    rows, quarantined, problems = _count(reading.rows())
    columns = zip(reading.columns, reading.understood, strict=True)
    return Inspection(
        file_name=reading.file_name,
        as_of=reading.as_of,
        rows=rows,
        quarantined=quarantined,
        columns=tuple(_inspect(told, column, rows, problems, show_values) for told, column in columns),
        problems=_commonest(problems, ""),
    )


_Problems = Counter[tuple[str, str]]


def _count(readings: Iterable[RowReading]) -> tuple[int, int, _Problems]:
    rows = quarantined = 0
    problems: _Problems = Counter()
    for row in readings:
        rows += 1
        quarantined += row.mention is None
        problems.update((problem.column, problem.problem) for problem in row.problems)
    return rows, quarantined, problems


def _inspect(
    told: ColumnReading, column: Column, rows: int, problems: _Problems, show_values: bool
) -> ColumnInspection:
    filled = column.profile.filled
    wrong = sum(count for (header, _), count in problems.items() if header == told.header)
    return ColumnInspection(
        header=told.header,
        field=told.field,
        why=told.why,
        day_order=told.day_order,
        filled=min(1.0, filled / rows) if rows else 0.0,
        understood=max(0.0, 1 - wrong / filled) if filled and told.field else 0.0,
        examples=_examples(column, show_values),
        problems=_commonest(problems, told.header),
    )


def _commonest(problems: _Problems, header: str) -> tuple[tuple[str, int], ...]:
    found = [(problem, count) for (column, problem), count in problems.items() if column == header]
    return tuple(sorted(found, key=lambda each: (-each[1], each[0]))[:_PROBLEMS])


def _examples(column: Column, show_values: bool) -> tuple[str, ...]:
    counts: Counter[str] = Counter()
    for text, count in column.profile.counts.items():
        if shown := clean(text):
            counts[shown if show_values else shape(shown)] += count
    commonest = sorted(counts.items(), key=lambda each: (-each[1], each[0]))[:_EXAMPLES]
    return tuple(_short(text) for text, _ in commonest)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_EXAMPLE else text[: _LONGEST_EXAMPLE - 1] + "…"


def shape(text: str) -> str:
    """The text with every letter as A or a and every digit as 9, so that it can be shown to anyone."""
    return "".join(map(_mask, text))


def _mask(character: str) -> str:
    if character.isdecimal() or character.isnumeric():
        return "9"
    if character.isupper():
        return "A"
    # Marks that belong to letters are shown as letters, symbols and spaces as they are.
    return "a" if character.isalpha() or not character.isascii() else character


def mapping_text(inspection: Inspection) -> str:
    """A mapping file that, as it is, reads the roster just as it was inspected, with comments on how to change it."""
    lines = [
        f"# How {_in_comment(inspection.file_name)} is understood. Edit what is wrong, and give it with --mapping.",
        f'# A column that is to be left out: "Header" = "{IGNORE}".',
        "",
        "[columns]",
        *(line for column in inspection.columns for line in _column_lines(column)),
        "",
        "[options]",
        *_option_lines(inspection.columns),
        '# country = "GT"  # where phone numbers without a country code belong',
        "",
        "# Words that only this agency uses, for example:",
        "# [values.sex]",
        '# "1" = "M"',
        "# [values.nationality]",
        '# "HOND-1" = "HN"',
        "# [values.relation]",
        '# "entenada" = "child"',
        "",
    ]
    return "\n".join(lines)


def _column_lines(column: ColumnInspection) -> list[str]:
    header = _quoted(column.header)
    notes = [f"# {problem} ({count} rows)" for problem, count in column.problems]
    if not column.field:
        return [*notes, f'# {header} = "{IGNORE}"  # {_in_comment(column.why)}']
    return [*notes, f'{header} = "{column.field}"  # {column.filled:.0%} filled, {column.understood:.0%} understood']


def _option_lines(columns: Sequence[ColumnInspection]) -> list[str]:
    """The order of day and month, as a setting only where the file's own dates prove one for every column."""
    orders = {column.day_order for column in columns if column.day_order}
    if len(orders) == 1 and (order := orders.pop()) in set(DayOrder):
        return [f"day_first = {'true' if order == DayOrder.DAY_FIRST else 'false'}"]
    judged = [f"# {_in_comment(column.header)}: {column.day_order}" for column in columns if column.day_order]
    return [*judged, "# day_first = true  # 03/04/2011 is 3 April in every column"]


def _quoted(text: str) -> str:
    """A TOML basic string, whose escapes are those of JSON, and DEL besides."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _in_comment(text: str) -> str:
    """Text for a comment, in which no control character and no line break may stand."""
    return "".join(character if character.isprintable() else " " for character in text)
