"""How much of one file we are willing to hold, and for how long."""

from dataclasses import asdict, dataclass

MIB = 1024 * 1024
GIB = 1024 * MIB


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What a roster may cost at most; beyond it the file is refused (or, for a cell or a column, the row quarantined).

    Sizes in bytes, cells in characters. The defaults hold a CSV of 5,000,000 rows or an XLSX sheet that is full.
    """

    max_bytes: int = 2 * GIB
    max_inflated_bytes: int = 1 * GIB  # all parts of a workbook together
    max_inflation: int = 200  # a part larger than 10 MiB may be so many times larger than its packed form
    max_spool_bytes: int = 6 * GIB  # the rows as plain text: a workbook may repeat one long text a million times
    max_rows: int = 5_000_000
    max_columns: int = 2_000
    max_cell_chars: int = 100_000
    memory_bytes: int = 2 * GIB
    cpu_seconds: int = 300
    wall_seconds: float = 600.0

    def as_order(self) -> dict[str, float]:
        """As plain numbers, the way they travel to the child process."""
        return asdict(self)
