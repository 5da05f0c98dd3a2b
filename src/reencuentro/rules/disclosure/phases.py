"""How versions of agreements stand at an instant: drafted, agreed, in force, replaced, over or withdrawn."""

from collections.abc import Sequence
from datetime import datetime
from enum import StrEnum

from reencuentro.rules.disclosure.agreements import Agreement, standing


class Phase(StrEnum):
    """Where a version is in its life; IN_FORCE alone lets anybody see anything."""

    DRAFT = "draft"  # a signature is missing
    AGREED = "agreed"  # both have signed, and it hasn't begun
    IN_FORCE = "in_force"
    REPLACED = "replaced"  # both have signed a later version
    OVER = "over"
    WITHDRAWN = "withdrawn"


def phases(versions: Sequence[Agreement], at: datetime) -> list[Phase]:
    """The phase of each of these versions, in their order. versions: all of the agreements that are asked about."""
    signed: dict[tuple[str, str, str], int] = {}
    for one in versions:
        if one.is_signed:
            signed[one.line] = max(one.version, signed.get(one.line, 0))
    holding = standing(versions, at)
    return [_phase(one, one in holding, signed.get(one.line, 0), at) for one in versions]


def _phase(one: Agreement, holds: bool, newest: int, at: datetime) -> Phase:
    """newest: the last version that both have signed."""
    if holds:
        return Phase.IN_FORCE
    if one.ended_at is not None:
        return Phase.WITHDRAWN
    if one.version < newest:
        return Phase.REPLACED
    if one.valid_until <= at:
        return Phase.OVER
    return Phase.AGREED if one.is_signed else Phase.DRAFT
