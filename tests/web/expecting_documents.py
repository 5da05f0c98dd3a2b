"""What documents must answer: what the page about the same thing would, in a PDF."""

from collections.abc import Mapping
from dataclasses import replace

from reencuentro.rules.duties.catalogue import AREAS
from tests.web import depth, expecting_calls, expecting_duties
from tests.web.addresses import Cell
from tests.web.oracle import WHO, A, Oracle, Wanted
from tests.web.rows import Row, Rule
from tests.web.world import One


def _about(cell: Cell) -> One:
    assert cell.one is not None, cell
    return cell.one


def _who(oracle: Oracle, cell: Cell) -> Wanted:
    """Who somebody is, in some of the words that tell it."""
    one = _about(cell)
    seen = oracle.sees(cell, (A.SEE_PERSON,), one, WHO)
    return Wanted(not any(seen.values()), frozenset(oracle.world.seen(one.name, seen)))


def _tracing(oracle: Oracle, cell: Cell) -> Wanted:
    """All that tells who somebody is, and the names of those tied to them."""
    page = _who(oracle, cell)
    return replace(page, may=page.may | oracle.circle(cell, _about(cell)), must=page.may)


def _violations(oracle: Oracle, cell: Cell) -> Wanted:
    return expecting_duties.ROWS["duty_rights"].answers(oracle, replace(cell, thing="violation"))


MEANT_FOR_OTHERS: Mapping[str, Rule] = {
    "notice": expecting_duties.ROWS["duty_consular"].answers,
    "call_plan": expecting_calls.ROWS["calls_of_plan"].answers,
    "rights_referral": _violations,
}
"""Kinds of duties about which a document goes to another agency or body, and what else its reader may read in it."""


def _of_duty(row: Row) -> Row:
    """As the page of the duty; what is meant for somebody else says less of it, or can't be made yet."""

    def answers(oracle: Oracle, cell: Cell) -> Wanted:
        page = row.answers(oracle, cell)
        more = MEANT_FOR_OTHERS.get(cell.thing)
        return replace(page, may=page.may | more(oracle, cell).may, must=frozenset()) if more else page

    return replace(row, answers=answers)


def rows(on_case: Rule, whole_case: Rule) -> Mapping[str, Row]:
    """on_case: a page of a case; whole_case: one that says all that may be read of it."""

    def handing(oracle: Oracle, cell: Cell) -> Wanted:
        page = on_case(oracle, cell)
        return replace(page, may=page.may | oracle.circle(cell, _about(cell)))

    return {
        "documents": Row(_who),
        "paper_tracing_request": Row(_tracing),
        "paper_id_card": Row(_who),
        "paper_case_summary": Row(whole_case),
        "paper_hand_over_record": Row(handing),
        "card": Row(lambda oracle, cell: Wanted(not oracle.fits(cell)), about="nobody"),
        **{f"paper_{area}": _of_duty(expecting_duties.ROWS[f"duty_{area}"]) for area in AREAS},
    }


SAID = ("case_why", "case_reason", "case_task", *(f"form_{one}" for one in depth.FORMS))
"""What a summary of a case must say of it, as far as it may be read."""
