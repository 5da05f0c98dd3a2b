"""What each page must answer, worked out apart from the program, from docs/access.md by the slow decision.

Every address for an action has its row in ROWS; one without a row fails the matrix.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from reencuentro.rules.disclosure.vocabulary import Action, Level
from tests.web import (
    depth,
    expecting_calls,
    expecting_care,
    expecting_consular,
    expecting_documents,
    expecting_duties,
    expecting_returns,
    expecting_together,
)
from tests.web.addresses import Cell, token_of
from tests.web.oracle import ALL, WHO, A, Oracle, Wanted
from tests.web.rows import BOTH, POST, Row
from tests.web.world import FIRST, HOME, One, agency_of

APPROVING = ("supervisor", "best_interests", "protection_officer")


def _about(cell: Cell) -> One:
    assert cell.one is not None, cell
    return cell.one


def _side(oracle: Oracle, cell: Cell) -> Wanted:
    """One side of a person: exactly what the action shows."""
    one, levels = _about(cell), cell.route.declared.levels
    seen = oracle.sees(cell, (cell.route.action,), one, levels)
    told = frozenset(oracle.world.seen(one.name, seen))
    return Wanted(not any(seen.values()), told, told)


def _person(oracle: Oracle, cell: Cell) -> Wanted:
    """Who somebody is; and the names of those who are tied to them, as far as they may be told by a match."""
    page, one = _side(oracle, cell), _about(cell)
    return page if page.refused else replace(page, may=page.may | oracle.circle(cell, one))


def _near(oracle: Oracle, cell: Cell) -> Wanted:
    """A person and those around them."""
    one = _about(cell)
    seen = oracle.sees(cell, (A.SEE_PERSON, A.SEE_MATCH), one, WHO)
    return Wanted(not any(seen.values()), frozenset(oracle.circle(cell, one)))


def _registered(oracle: Oracle, cell: Cell) -> Wanted:
    """What was written on the pages, and who may be meant."""
    one = _about(cell)
    seen = oracle.sees(cell, (A.SEE_PERSON, A.SEE_PROTECTION, A.SEE_NOTES), one)
    written = oracle.beside(one, seen, "told", "concern", "message")
    near = _near(oracle, cell)
    told = oracle.world.seen(one.name, seen) | written | near.may
    return Wanted(near.refused or not any(seen.values()), frozenset(told), frozenset(written))


def _photo(oracle: Oracle, cell: Cell) -> Wanted:
    one = _about(cell)
    seen = oracle.beside(one, oracle.sees(cell, (A.SEE_PERSON,), one, WHO), "photo")
    return Wanted(not seen, frozenset(seen))


def _amend(oracle: Oracle, cell: Cell) -> Wanted:
    """What the own agency wrote, as far as it tells who somebody is."""
    one, mine = _about(cell), agency_of(HOME[cell.role])
    seen = oracle.sees(cell, (A.AMEND,), one, WHO).get(mine, set())
    told = frozenset(oracle.world.seen(one.name, {mine: seen})) if mine in one.listed_by() else frozenset()
    return Wanted(not (one.deep and "identity" in seen), told)


def _way(oracle: Oracle, cell: Cell) -> Wanted:
    """Where somebody was, by whoever lets its places be seen; what strangers noted, where nothing is closed."""
    one = _about(cell)
    refused = not any(oracle.sees(cell, (A.SEE_LOCATION,), one, {Level.PROTECTED}).values())
    seen = oracle.sees(cell, (A.SEE_LOCATION, A.SEE_PERSON), one)
    if all("location" in seen.get(agency, ()) for agency in one.listed_by()):
        seen = {**seen, FIRST: {"location"}}
    noted = frozenset(oracle.beside(one, seen, "stay_place"))
    own = {agency: places for agency, places in seen.items() if agency in one.listed_by()}
    return Wanted(refused, noted | oracle.world.seen(one.name, own), noted)


def _deed(oracle: Oracle, cell: Cell) -> Wanted:
    """Something done about one person; its form is for whoever may do it."""
    return Wanted(not oracle.allows(cell, cell.route.action, cell.one))


def _by_role(oracle: Oracle, cell: Cell) -> Wanted:
    """As a deed, but the form is for every officer whose role may do such a thing at all: more is asked with it."""
    return Wanted(not oracle.does(cell, cell.route.action)) if cell.method == "GET" else _deed(oracle, cell)


def _approve(oracle: Oracle, cell: Cell) -> Wanted:
    if cell.method == "GET":
        return _by_role(oracle, cell)
    one = _about(cell)
    return Wanted(not oracle.allows(cell, A.APPROVE_RELEASE, one, oracle.world.twins[one.name]))


def _match(oracle: Oracle, cell: Cell) -> Wanted:
    """Two of whom somebody proposed that they belong together."""
    one = _about(cell)
    seen = [oracle.sees(cell, (A.SEE_MATCH, A.SEE_PERSON), end, WHO) for end in (one, oracle.world.twins[one.name])]
    known = all(any("match_summary" in places for places in end.values()) for end in seen)
    return Wanted(not (one.deep and known), frozenset(oracle.circle(cell, one)))


def _judged(oracle: Oracle, cell: Cell) -> Wanted:
    one = _about(cell)
    permitted = oracle.allows(cell, cell.route.action, one, oracle.world.twins[one.name])
    return Wanted(not permitted, _match(oracle, cell).may)


def _doubted(oracle: Oracle, cell: Cell) -> Wanted:
    page = _judged(oracle, cell)
    return replace(page, refused=page.refused or not _about(cell).deep)


_CASE = (A.SEE_CASE, A.SEE_PERSON)
_ON_CASES = ALL - {Level.CONTACT}


def _cases_of(oracle: Oracle, cell: Cell) -> Wanted:
    one = _about(cell)
    seen = oracle.sees(cell, _CASE, one, _ON_CASES)
    return Wanted(not oracle.allows(cell, A.SEE_CASE, one), frozenset(oracle.world.seen(one.name, seen)))


def _on_case(oracle: Oracle, cell: Cell, *facts: str) -> Wanted:
    """A page of one case; facts: what of the words in it must stand there, if it may be read."""
    one = _about(cell)
    mine, owner = agency_of(HOME[cell.role]), one.listed_by()[0]
    seen = oracle.sees(cell, _CASE, one, _ON_CASES)
    everywhere = set.intersection(*(set(seen.get(agency, ())) for agency in one.listed_by() or (owner,)))
    theirs = seen.get(owner, everywhere)
    strangers = everywhere | (theirs if owner == mine else set())
    open_to = {owner: theirs, FIRST: strangers}
    words = oracle.beside(one, open_to, *(fact for fact in depth.PLACES if fact.startswith(("case_", "form_"))))
    must = oracle.beside(one, open_to, *facts)
    if owner == mine and one.deep:  # an agency reads what was asked of it
        task = {oracle.world.depth.canaries[one.name, FIRST]["case_task"]}
        words, must = words | task, must | (task if "case_task" in facts else set())
    return Wanted(
        not (one.deep and oracle.allows(cell, A.SEE_CASE, one) and "protection" in theirs),
        frozenset(words | oracle.world.seen(one.name, seen)),
        frozenset(must),
    )


def _case_form(oracle: Oracle, cell: Cell) -> Wanted:
    """A form of a case; beside a box for an adult stand those tied to the child, as far as a match may tell of them."""
    page = _on_case(oracle, cell, f"form_{cell.thing}")
    return replace(page, refused=page.refused or not page.must, may=page.may | oracle.circle(cell, _about(cell)))


def _case_deed(oracle: Oracle, cell: Cell) -> Wanted:
    """Whoever does something on a case must see it too."""
    page = _case_form(oracle, cell) if cell.thing else _on_case(oracle, cell)
    return Wanted(page.refused or not oracle.allows(cell, cell.route.action, cell.one), page.may)


def _open_case(oracle: Oracle, cell: Cell) -> Wanted:
    return replace(_cases_of(oracle, cell), refused=not oracle.allows(cell, A.WORK_CASE, cell.one))


def _case_approval(oracle: Oracle, cell: Cell) -> Wanted:
    one, page = _about(cell), _on_case(oracle, cell)
    permitted = oracle.allows(cell, A.APPROVE_RELEASE, one, oracle.world.twins[one.name])
    return Wanted(page.refused or cell.role not in APPROVING or not permitted, page.may)


def _case_release(oracle: Oracle, cell: Cell) -> Wanted:
    page = _case_deed(oracle, cell)
    return replace(page, refused=page.refused or not oracle.allows(cell, A.SETTLE_STEP, cell.one))


_ON_ALARMS = (A.SEE_PERSON, A.SEE_LOCATION, A.SEE_PROTECTION, A.SEE_CASE)


def _alarm(oracle: Oracle, cell: Cell) -> Wanted:
    """Who is looked for; where they were, and what was done, as far as that may be told."""
    one = _about(cell)
    seen = oracle.sees(cell, (*_ON_ALARMS, A.SEE_NOTES), one, WHO | {Level.PROTECTED})
    protected = all("protection" in places for places in seen.values())
    words = frozenset(oracle.beside(one, seen, "alarm_place", *(("alarm_note",) if protected else ())))
    known = any("identity" in places for places in seen.values())
    near = oracle.circle(cell, one)
    return Wanted(not (one.deep and known), words | oracle.world.seen(one.name, seen) | near, words)


def _alarm_deed(oracle: Oracle, cell: Cell) -> Wanted:
    allowed = _about(cell).deep and oracle.allows(cell, cell.route.action, cell.one)
    return Wanted(not allowed, _alarm(oracle, cell).may)


def _people(oracle: Oracle, cell: Cell, *actions: Action) -> Wanted:
    """A list of people: nobody's name on it whom the officer may not see."""
    return oracle.everybody(cell, actions, WHO)


def _board(oracle: Oracle, cell: Cell) -> Wanted:
    return oracle.everybody(cell, _ON_ALARMS, WHO | {Level.PROTECTED}, "alarm_place")


def _own_cases(oracle: Oracle, cell: Cell) -> Wanted:
    """The names of children, and what the own agency was asked to do for them."""
    names = oracle.everybody(cell, _CASE, _ON_CASES)
    if names.refused:
        return names
    mine = [one for one in oracle.world.people if one.deep and one.listed_by()[0] == agency_of(HOME[cell.role])]
    pages = (_on_case(oracle, replace(cell, one=one), "case_task") for one in mine)
    return replace(names, may=names.may.union(*(page.must for page in pages if not page.refused)))


def _search(oracle: Oracle, cell: Cell) -> Wanted:
    found = oracle.everybody(cell, (A.SEE_MATCH, A.SEE_PERSON), WHO)
    return found if cell.method == "GET" else replace(found, refused=not oracle.allows(cell, A.LOOK_UP))


def _nobody(oracle: Oracle, cell: Cell) -> Wanted:
    """What is about nobody."""
    return Wanted(not oracle.allows(cell, cell.route.action))


def _registering(oracle: Oracle, cell: Cell) -> Wanted:
    """Afterwards the page of whoever was written down is shown, so that nothing of others stands there."""
    return _nobody(oracle, cell)


def _agreement(oracle: Oracle, cell: Cell) -> Wanted:
    """Agreements of others are as if there were none."""
    ours = any(one.taker == agency_of(HOME[cell.role]) for one in oracle.world.agreements)
    return replace(_nobody(oracle, cell), refused=_nobody(oracle, cell).refused or not ours)


def _lists_within(oracle: Oracle, cell: Cell) -> dict[str, dict[str, str]]:
    """The dropped lists that the officer may know of: their own, and their agency's if they may mend."""
    me, mine = oracle.world.officers[cell.role].public_id, agency_of(HOME[cell.role])
    mends = oracle.does(cell, A.MEND_ROSTER)
    owners = oracle.world.depth.drop_owners
    reached = {token for token, (owner, code) in owners.items() if code == mine and (mends or owner == me)}
    return {token: oracle.world.depth.drops[token] for token in reached}


def _rosters(oracle: Oracle, cell: Cell) -> Wanted:
    names = frozenset(one["file_name"] for one in _lists_within(oracle, cell).values())
    return Wanted(not oracle.allows(cell, A.SUPPLY_ROSTER), names, names)


def _roster(oracle: Oracle, cell: Cell, *, is_page: bool = True) -> Wanted:
    """One dropped list; its rows, before it is taken in, for whoever brought it alone."""
    token = token_of(oracle.world, cell)
    found = _lists_within(oracle, cell).get(token, {})
    owner, _ = oracle.world.depth.drop_owners.get(token, ("", ""))
    own = owner == oracle.world.officers[cell.role].public_id
    told = frozenset(text for name, text in found.items() if name == "file_name" or own)
    refused = not (found and oracle.allows(cell, A.SUPPLY_ROSTER))
    return Wanted(refused, told, told if is_page else frozenset())


def _own_roster(oracle: Oracle, cell: Cell) -> Wanted:
    """Whoever brought a list has the say over it."""
    owner, _ = oracle.world.depth.drop_owners.get(token_of(oracle.world, cell), ("", ""))
    page = _roster(oracle, cell, is_page=False)
    return replace(page, refused=page.refused or owner != oracle.world.officers[cell.role].public_id)


def _restated(oracle: Oracle, cell: Cell) -> Wanted:
    """What a list is that was taken in says whoever brought it, or may put its rows right."""
    page = _roster(oracle, cell, is_page=False)
    return replace(page, refused=page.refused or not token_of(oracle.world, cell).startswith("done"))


def _mending(oracle: Oracle, cell: Cell) -> Wanted:
    page = _roster(oracle, cell, is_page=False)
    taken = token_of(oracle.world, cell).startswith("done")
    cells = frozenset({oracle.world.quarantined.get(agency_of(HOME[cell.role]), "")} - {""})
    refused = page.refused or not taken or not oracle.allows(cell, A.MEND_ROSTER)
    return Wanted(refused, page.may | cells, cells if cell.method == "GET" else frozenset())


DROPS = tuple(f"{whose}-{state}" for whose in ("own", "colleague", "foreign") for state in ("shown", "done"))
_drops = partial(Row, things=(*DROPS, "absent-shown"), about="nobody")
_list = partial(Row, about="nobody")

ROWS: Mapping[str, Row] = {
    **expecting_duties.ROWS,
    **expecting_calls.ROWS,
    **expecting_care.ROWS,
    **expecting_consular.ROWS,
    **expecting_returns.ROWS,
    **expecting_together.ROWS,
    **expecting_documents.rows(_on_case, lambda one, cell: _on_case(one, cell, *expecting_documents.SAID)),
    "see_person": Row(_person),
    **{name: Row(_side) for name in ("see_match", "see_location", "see_protection", "see_health")},
    **{name: Row(_side) for name in ("see_legal", "see_notes", "see_record")},
    "family": Row(_near),
    "registered": Row(_registered),
    "photo": Row(_photo),
    "amend": Row(_amend, BOTH),
    "way": Row(_way),
    "looks": Row(lambda oracle, cell: Wanted(not oracle.allows(cell, A.SEE_AUDIT))),
    **{name: Row(_deed, POST) for name in ("judge", "verify", "note_stay", "move_stay", "end_stay")},
    **{name: Row(_deed, POST) for name in ("correct_stay", "withdraw_stay")},
    **{name: Row(_deed, BOTH) for name in ("assign", "record_consent", "withhold", "set_gate")},
    "approve_release": Row(_approve, BOTH),
    "release_child": Row(_by_role, BOTH),
    "break_glass": Row(_by_role, BOTH),
    **{name: Row(_match) for name in ("match", "doubt")},
    **{name: Row(_judged, POST) for name in ("judge_match", "verify_match")},
    **{name: Row(_doubted, POST) for name in ("judge_doubt", "verify_doubt")},
    "cases_of": Row(_cases_of),
    "open_case": Row(_open_case, POST),
    "case": Row(lambda oracle, cell: _on_case(oracle, cell, "case_why", "case_reason")),
    "case_form": Row(_case_form, things=tuple(depth.FORMS)),
    "case_dossier": Row(_on_case),
    "case_step": Row(_on_case),
    "case_settle": Row(_on_case),
    "case_hand_over": Row(_on_case),
    "case_work": Row(lambda oracle, cell: _on_case(oracle, cell, "case_task")),
    "keep_case_form": Row(_case_deed, POST, things=tuple(depth.FORMS)),
    **{name: Row(_case_deed, POST) for name in ("take_case_step", "settle_case_step", "withdraw_case_step")},
    **{name: Row(_case_deed, POST) for name in ("hand_case_on", "give_case_task", "finish_case_task")},
    "approve_case_release": Row(_case_approval, POST),
    "release_case_child": Row(_case_release, POST),
    "alarm": Row(_alarm),
    **{name: Row(_alarm_deed, POST) for name in ("hand_alarm", "work_alarm", "settle_alarm")},
    "people": _list(lambda oracle, cell: _people(oracle, cell, A.SEE_PERSON)),
    **{
        name: _list(lambda oracle, cell: _people(oracle, cell, A.SEE_MATCH, A.SEE_PERSON))
        for name in "matches matches_verify matches_same matches_same_verify matches_rivals next_match".split()
    },
    "alarms": _list(_board),
    "cases": _list(_own_cases),
    "search": _list(_search, BOTH),
    "register": _list(_registering, BOTH),
    "request": _list(_registering, BOTH),
    "emergencies": _list(_nobody),
    "review": _list(_nobody, POST),
    "agreements": _list(_nobody),
    "draft_agreement": _list(_nobody, BOTH),
    "try_agreement": _list(_agreement),
    "sign_agreement": _list(_agreement, POST),
    "withdraw_agreement": _list(_agreement, POST),
    "rosters": _list(_rosters),
    "drop_roster": _list(lambda oracle, cell: replace(_rosters(oracle, cell), must=frozenset()), POST),
    "roster": _drops(_roster),
    "roster_progress": _drops(partial(_roster, is_page=False)),
    **{name: _drops(_own_roster, POST) for name in ("say_column", "take_roster", "discard_roster")},
    "restate_roster": _drops(_restated, POST),
    "mending": _drops(_mending),
    "mend": _drops(_mending, POST),
}
"""Every address there is for an action, by name."""


def wanted(oracle: Oracle, cell: Cell) -> Wanted:
    """What the page must answer to this cell."""
    row = ROWS[cell.route.name]
    if cell.method not in row.methods or not oracle.fits(cell):
        return Wanted(refused=True)
    return row.answers(oracle, cell)
