"""What the pages about calls must answer, beside those of every duty: lists, a plan with its calls, and the desk."""

from collections.abc import Mapping
from dataclasses import replace

from reencuentro.rules.disclosure.vocabulary import Level
from reencuentro.rules.duties.calls import PLAN
from reencuentro.rules.duties.calls import TABLE as CALLS
from tests.web import expecting_duties
from tests.web.addresses import Cell
from tests.web.oracle import WHO, A, Oracle, Wanted
from tests.web.rows import BOTH, POST, Row
from tests.web.world import One


def _of_nobody(oracle: Oracle, cell: Cell) -> Wanted:
    """Nobody stands there who isn't the own agency's, and none of these has a word in it."""
    return Wanted(not oracle.fits(cell))


def _plan(oracle: Oracle, cell: Cell) -> Wanted:
    """A plan and its calls; its agency's notes; with whom the child speaks, and by which number, if it may be told."""
    one = _about(cell)
    twin = oracle.world.twins[one.name]
    reached = oracle.sees(cell, (A.SEE_MATCH, A.SEE_PERSON), twin, WHO | {Level.CONTACT})
    duty = expecting_duties.ROWS["duty_calls"].answers(oracle, cell)
    theirs = expecting_duties.open_to(oracle, cell, CALLS[0])[0]
    note = oracle.world.depth.canaries.get((one.name, one.listed_by()[0]), {}).get("call_note", "")
    notes = frozenset({note} - {""}) if "notes" in theirs else frozenset[str]()
    names = duty.may - duty.must
    return Wanted(duty.refused, names | notes | oracle.circle(cell, one) | oracle.world.seen(twin.name, reached), notes)


def _works(oracle: Oracle, cell: Cell) -> Wanted:
    page = _plan(oracle, cell)
    able = oracle.allows(cell, A.WORK_CALLS, cell.one)
    return replace(page, refused=page.refused or not able, must=frozenset())


def _about(cell: Cell) -> One:
    assert cell.one is not None, cell
    return cell.one


ROWS: Mapping[str, Row] = {
    "calls": Row(expecting_duties.ROWS["waiting_calls"].answers, about="nobody"),
    "calls_kept": Row(_of_nobody, about="nobody"),
    "desk": Row(_of_nobody, about="nobody"),
    "calls_of_plan": Row(_plan, things=(PLAN,)),
    "log_call": Row(_works, BOTH, things=(PLAN,)),
    "arrange_call": Row(_works, BOTH, things=(PLAN,)),
    "place_calls": Row(_works, POST, things=(PLAN,)),
}
