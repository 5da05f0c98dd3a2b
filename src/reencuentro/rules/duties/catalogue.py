"""Every kind of duty there is, by its code."""

from collections.abc import Mapping

from reencuentro.rules.duties.steps import Definition

DEFINITIONS: Mapping[str, Definition] = {one.code: one for one in ()}
"""An area adds its own table."""


def definition_of(kind: str) -> Definition | None:
    """What that kind of duty is; None for a word that means none."""
    return DEFINITIONS.get(kind)
