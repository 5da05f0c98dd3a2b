"""Notices to consulates as lists need them: how many are late, and which were withheld while the gate stands open."""

from dataclasses import replace

from django.db import transaction

from reencuentro.records.names import names_of
from reencuentro.records.visible.duties import DutyLine, VisibleDuties
from reencuentro.records.visible.questions import MOST_COUNTED
from reencuentro.records.visible.subjects import gates_of
from reencuentro.records.visible.viewers import Viewer, behind_the_wall
from reencuentro.rules.disclosure.vocabulary import Action, Gate, Purpose
from reencuentro.rules.duties.consular import AREA

MOST_TRIED = 200
"""Withheld notices whose gates are looked at for one page; those whose review comes first."""


def late_notices(viewer: Viewer) -> int:
    """Of how many duties towards consulates, or theirs, the time is over, up to one more than are counted.

    Consular officers are counted for what they are there for: of the purposes that families agree to, that is the one.
    """
    own = replace(viewer, purpose=Purpose.CONSULAR_PROTECTION) if viewer.facts.is_consular else viewer
    return len(VisibleDuties(own, Action.SEE_NOTICES).late(AREA, MOST_COUNTED + 1).lines)


def withheld_behind_open_gates(viewer: Viewer) -> list[DutyLine]:
    """The notices that were withheld though a consulate could learn of the person all the same."""
    found = VisibleDuties(viewer, Action.SEE_NOTICES).waiting(AREA, size=MOST_TRIED).lines
    withheld = [(one, one.child.person_id) for one in found if one.duty.state == "notice_withheld" and one.child]
    if not withheld:
        return []
    with transaction.atomic(), behind_the_wall(viewer):
        gates = gates_of(names_of([person for _, person in withheld]), viewer.at)
    return [one for one, person in withheld if gates.get(person) is Gate.OPEN]
