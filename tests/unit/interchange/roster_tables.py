"""Rosters in memory, so that reading can be tried without files."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reencuentro.interchange.mapping import Mapping
from reencuentro.interchange.rosters import RosterReading, RowReading, understand
from reencuentro.interchange.tables import RawRow
from reencuentro.linkage.mentions import Mention


@dataclass(frozen=True)
class TableInMemory:
    """A header and rows, as a file would give them."""

    header: tuple[str, ...]
    cells: tuple[tuple[str, ...], ...]
    file_name: str = "list.csv"
    preamble: tuple[str, ...] = ()
    content_hash: str = "0" * 64

    def rows(self) -> Iterator[RawRow]:
        """The rows, numbered as below a header on the first line."""
        return (RawRow(line, cells) for line, cells in enumerate(self.cells, 2))


def table(header: str, *rows: str, file_name: str = "list.csv", preamble: Sequence[str] = ()) -> TableInMemory:
    """A table written with | between its cells."""
    split = tuple(tuple(cell.strip() for cell in row.split("|")) for row in rows)
    names = tuple(name.strip() for name in header.split("|"))
    return TableInMemory(names, split, file_name, tuple(preamble))


def read(header: str, *rows: str, mapping: Mapping | None = None, file_name: str = "list.csv") -> list[RowReading]:
    """The rows of such a table, read."""
    return list(reading(header, *rows, mapping=mapping, file_name=file_name).rows())


def reading(header: str, *rows: str, mapping: Mapping | None = None, file_name: str = "list.csv") -> RosterReading:
    """Such a table, understood."""
    return understand(table(header, *rows, file_name=file_name), agency="agency", mapping=mapping)


def mention(header: str, *rows: str, mapping: Mapping | None = None, file_name: str = "list.csv") -> Mention:
    """What the first row of such a table says."""
    row = read(header, *rows, mapping=mapping, file_name=file_name)[0]
    assert row.mention is not None, row.problems
    return row.mention
