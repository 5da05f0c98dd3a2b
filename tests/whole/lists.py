"""Small rosters on disk, and the results read back."""

import csv
from collections.abc import Sequence
from pathlib import Path

from reencuentro.interchange.results import read_cell

HEADER = ("Record ID", "Full Name", "DOB", "Sex", "Nationality", "Mother")
"""The columns of the rosters below."""

DAY = ("--as-of", "2018-06-19")

MOTHER = ("E1", "Lucía Chávez Tun", "1988-03-04", "F", "Guatemala", "")
CHILD = ("U1", "Diego Chávez Tun", "2011-05-17", "M", "Guatemala", "Lucía Chávez Tun")
OTHER = ("U2", "Brenda Menjívar Rivas", "2009-11-30", "F", "Honduras", "")
NAMES = ("Lucía", "Chávez", "Diego", "Brenda", "Menjívar")
"""Parts of names that no message may show."""


def roster(
    path: str | Path,
    *rows: Sequence[str],
    header: Sequence[str] = HEADER,
    delimiter: str = ",",
    encoding: str = "utf-8",
) -> Path:
    """A CSV file of these rows."""
    path = Path(path)
    with path.open("w", encoding=encoding, newline="") as file:
        csv.writer(file, delimiter=delimiter).writerows([header, *rows])
    return path


def table(path: str | Path) -> list[dict[str, str]]:
    """A result file's rows by column, cells as they were before they were made safe."""
    with Path(path).open(encoding="utf-8", newline="") as file:
        return [{name: read_cell(cell) for name, cell in row.items()} for row in csv.DictReader(file)]


def results(folder: str | Path = "reencuentro") -> dict[str, bytes]:
    """Every result file's bytes by name."""
    return {path.name: path.read_bytes() for path in sorted(Path(folder).iterdir()) if path.is_file()}
