"""What the pages about agreements and working groups must answer: each about nobody, and for who is in it."""

from collections.abc import Mapping

from tests.web.addresses import Cell
from tests.web.oracle import Oracle, Wanted
from tests.web.rows import BOTH, POST, Row


def _own(oracle: Oracle, cell: Cell) -> Wanted:
    """The group of the own agency; whoever does something there must be able to see it."""
    return Wanted(not oracle.allows(cell, cell.route.action))


ROWS: Mapping[str, Row] = {
    "groups": Row(_own, about="nobody"),
    "group": Row(_own, about="nobody"),
    **{name: Row(_own, BOTH, about="nobody") for name in ("found_group", "meet_group", "act_group", "name_owner")},
    **{name: Row(_own, POST, about="nobody") for name in ("invite_to_group", "share_in_group", "leave_group")},
}
"""Every address of theirs, by name."""
