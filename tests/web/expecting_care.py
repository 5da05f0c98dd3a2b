"""What the pages of a team and of referrals must answer: about nobody, and of referrals whoever is asked alone."""

from collections.abc import Mapping
from functools import partial

from reencuentro.rules.duties.referrals import REFERRAL
from tests.web.addresses import Cell
from tests.web.depth_care import STEPS, fact_of
from tests.web.depth_duties import FOREIGN
from tests.web.oracle import WHO, A, Oracle, Wanted
from tests.web.rows import BOTH, POST, Row
from tests.web.world import HOME, agency_of

THINGS = (REFERRAL.code, f"{REFERRAL.code}{FOREIGN}")


def _referrals(oracle: Oracle, cell: Cell) -> Wanted:
    """What waits is told without its words, and of whom it is as far as other pages tell of them."""
    told = oracle.everybody(cell, (A.SEE_CARE, A.SEE_PERSON), WHO)
    return Wanted(not oracle.allows(cell, A.SEE_REFERRALS), told.may)


def _referral(oracle: Oracle, cell: Cell) -> Wanted:
    """Whoever is asked reads it, and what was answered; nobody else does."""
    if cell.thing.endswith(FOREIGN):
        return Wanted(refused=True)
    told = oracle.world.depth.canaries.get(("", agency_of(HOME[cell.role])), {})
    words = frozenset(told[fact_of(step)] for step in STEPS if fact_of(step) in told)
    may = _referrals(oracle, cell).may
    return Wanted(not (words and oracle.allows(cell, A.SEE_REFERRALS)), may | words, words)


def _step(oracle: Oracle, cell: Cell) -> Wanted:
    page = _referral(oracle, cell)
    return Wanted(page.refused or not oracle.allows(cell, A.ANSWER_REFERRAL), page.may)


def _own(oracle: Oracle, cell: Cell) -> Wanted:
    return Wanted(not oracle.allows(cell, cell.route.action))


def _officer(oracle: Oracle, cell: Cell) -> Wanted:
    """An officer of another agency is as if there were none."""
    return Wanted(cell.thing == FOREIGN or _own(oracle, cell).refused)


def _giving(oracle: Oracle, cell: Cell) -> Wanted:
    """Children of the own agency, as whoever assigns somebody to them is told who they are."""
    told = oracle.everybody(cell, (A.ASSIGN, A.SEE_PERSON), WHO)
    return Wanted(not (oracle.fits(cell) and oracle.allows(cell, A.SEE_TEAM)), told.may)


def _giving_of(oracle: Oracle, cell: Cell) -> Wanted:
    page = _giving(oracle, cell)
    return Wanted(cell.thing == FOREIGN or page.refused, page.may)


_team = partial(Row, about="nobody")
_of_officer = partial(_team, things=("", FOREIGN))

ROWS: Mapping[str, Row] = {
    "referrals": _team(_referrals),
    "referral": _team(_referral, things=THINGS),
    "step_referral": _team(_step, BOTH, things=THINGS),
    "team": _team(_own),
    "cover": _of_officer(_officer, BOTH),
    "leave_of": _of_officer(_officer, BOTH),
    "back_from_leave": _of_officer(_officer, POST),
    "giving": _team(_giving, BOTH),
    "giving_of": _of_officer(_giving_of, BOTH),
}
"""Every address of theirs, by name."""
