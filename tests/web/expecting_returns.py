"""What the pages beside those of every duty must answer on returns and legal matters: lists, and public facts."""

from collections.abc import Mapping

from tests.web import expecting_duties
from tests.web.addresses import Cell
from tests.web.oracle import Oracle, Wanted
from tests.web.rows import Row


def _public(oracle: Oracle, cell: Cell) -> Wanted:
    """Nobody stands there, and no agency's records decide who reads it."""
    return Wanted(not oracle.fits(cell))


ROWS: Mapping[str, Row] = {
    "returns": Row(expecting_duties.ROWS["waiting_return"].answers, about="nobody"),
    "ports": Row(_public, about="nobody"),
    "legal": Row(expecting_duties.ROWS["waiting_legal"].answers, about="nobody"),
    "legal_times": Row(_public, about="nobody"),
}
