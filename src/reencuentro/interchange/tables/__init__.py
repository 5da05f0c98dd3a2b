"""Opens other people's tables: bytes of any kind become a header and raw rows, or one clear refusal.

A file may be hostile, so it is parsed in a limited child process (`child`), which knows nothing of the registry and
leaves plain text rows in a nameless spool. What the rows mean is decided outside, in `header` and `rosters`.
"""

from reencuentro.interchange.tables.limits import Limits
from reencuentro.interchange.tables.reading import Table, read_table
from reencuentro.interchange.tables.rows import RawRow

__all__ = ["Limits", "RawRow", "Table", "read_table"]
