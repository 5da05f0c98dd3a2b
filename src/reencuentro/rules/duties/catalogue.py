"""Every kind of duty there is, by its code."""

from collections.abc import Mapping

from reencuentro.rules.duties import calls, care, consular, desk, groups, legal, needs, referrals, returns, rights
from reencuentro.rules.duties.steps import Definition

_ALL: tuple[Definition, ...] = (
    *calls.TABLE,
    *desk.TABLE,
    *groups.TABLE,
    *care.TABLE,
    *consular.TABLE,
    *legal.TABLE,
    *needs.TABLE,
    *referrals.TABLE,
    *returns.TABLE,
    *rights.TABLE,
)
"""An area adds its own table."""
DEFINITIONS: Mapping[str, Definition] = {one.code: one for one in _ALL}


def definition_of(kind: str) -> Definition | None:
    """What that kind of duty is; None for a word that means none."""
    return DEFINITIONS.get(kind)


def of_area(area: str) -> tuple[Definition, ...]:
    """The kinds of duties that stand on one page."""
    return tuple(one for one in DEFINITIONS.values() if one.area == area)


AREAS = tuple(dict.fromkeys(one.area for one in DEFINITIONS.values()))
"""The pages on which duties stand."""
