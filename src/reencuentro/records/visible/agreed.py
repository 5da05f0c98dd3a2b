"""The agreements of one agency as its officers see them: how each version stands, and which wait for their word."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.visible.overseeing import versions_of
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.disclosure.phases import Phase, phases

ENDING = timedelta(days=30)
"""How long before its end an agreement is marked: time enough for both sides to look at the next version."""
UNSETTLED = frozenset({Phase.DRAFT, Phase.AGREED})
"""Phases in which a version may still be signed."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """A version. signable: the viewer's agency hasn't signed it, and can. ending: soon, and no later one is drafted."""

    version: AgreementVersion
    phase: Phase
    signable: bool
    ending: bool
    is_last: bool


def agreed_by(viewer: Viewer) -> list[Agreed]:
    """Every version to which the viewer's agency is a side, by name. The caller decides and notes, behind the wall."""
    versions = list(versions_of(viewer.facts.agency.code))
    rules = [one.as_rule() for one in versions]
    last = {one.agreement: one.version for one in versions}
    found = []
    for version, rule, phase in zip(versions, rules, phases(rules, viewer.at), strict=True):
        is_last = last[version.agreement] == version.version
        found.append(
            Agreed(
                version=version,
                phase=phase,
                signable=phase in UNSETTLED and viewer.facts.agency.code not in rule.signed_by,
                ending=is_last and phase is Phase.IN_FORCE and version.until - viewer.at <= ENDING,
                is_last=is_last,
            )
        )
    return found


def agreements_waiting(viewer: Viewer) -> int:
    """How many versions the viewer's agency hasn't signed yet, or must follow soon by another. About nobody."""
    with transaction.atomic(), behind_the_wall(viewer):
        return sum(one.signable or one.ending for one in agreed_by(viewer))
