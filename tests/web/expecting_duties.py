"""What the pages about duties must answer, for every kind that the catalogue has."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from reencuentro.rules.disclosure.vocabulary import IDENTITY, Level
from reencuentro.rules.duties.catalogue import AREAS, DEFINITIONS, of_area
from reencuentro.rules.duties.steps import Definition, Step
from tests.web.addresses import Cell
from tests.web.depth_duties import FOREIGN, first_of, following, second
from tests.web.oracle import A, Oracle, Wanted
from tests.web.rows import BOTH, Row
from tests.web.world import FIRST, HOME, One, agency_of


def _about(cell: Cell) -> One:
    assert cell.one is not None, cell
    return cell.one


def _levels(area: str) -> frozenset[Level]:
    return frozenset({IDENTITY.level, *(one.place.level for one in of_area(area))})


def _names(oracle: Oracle, cell: Cell, area: str) -> frozenset[str]:
    sees = tuple(dict.fromkeys(one.sees for one in of_area(area) if one.about_child))
    one = _about(cell)
    return frozenset(oracle.world.seen(one.name, oracle.sees(cell, (*sees, A.SEE_PERSON), one, _levels(area))))


def open_to(oracle: Oracle, cell: Cell, definition: Definition) -> tuple[set[str], set[str]]:
    """What may be read of what the owner states, and of what a stranger states beside them."""
    one = _about(cell)
    mine, owner = agency_of(HOME[cell.role]), one.listed_by()[0]
    seen = oracle.sees(cell, (definition.sees,), one)
    everywhere = set.intersection(*(set(seen.get(agency, ())) for agency in one.listed_by() or (owner,)))
    theirs = set(seen.get(owner, everywhere))
    return theirs, everywhere | (theirs if owner == mine else set())


def _of_child(oracle: Oracle, cell: Cell, area: str) -> Wanted:
    """What is owed to one child in that area: kinds and states, and who the child is."""
    sees = {one.sees for one in of_area(area) if one.about_child}
    refused = not any(oracle.allows(cell, action, _about(cell)) for action in sees)
    return Wanted(refused, _names(oracle, cell, area))


def _duty(oracle: Oracle, cell: Cell, area: str) -> Wanted:
    """One duty: its steps, each as far as who took it lets it be read."""
    definition, one = DEFINITIONS[cell.thing], _about(cell)
    theirs, strangers = open_to(oracle, cell, definition)
    told = oracle.world.depth.canaries
    words = set()
    for number, step in enumerate(_taken(definition)):
        agency, places = ((one.listed_by()[0], theirs), (FIRST, strangers))[number]
        if str(step.place) in places:
            words.add(told.get((one.name, agency), {}).get(f"duty_{cell.thing}_{'ab'[number]}", ""))
    places = {str(place) for place in (definition.place, *definition.also)}
    known = not places.isdisjoint(theirs) and oracle.allows(cell, definition.sees, one)
    said = frozenset(words - {""})
    return Wanted(not (one.deep and known), said | _names(oracle, cell, area), said)


def _taken(definition: Definition) -> list[Step]:
    first = first_of(definition)
    after = second(definition, first)
    return [first, after] if after else [first]


def _step(oracle: Oracle, cell: Cell, area: str) -> Wanted:
    """The form of a step; beside a box for a person stand the child's relatives, as far as a match tells of them."""
    page, definition = _duty(oracle, cell, area), DEFINITIONS[cell.thing]
    step = following(definition)
    able = step is not None and oracle.allows(cell, step.action, cell.one)
    near = oracle.circle(cell, _about(cell))
    return Wanted(page.refused or not able, page.may | near)


def _begin(oracle: Oracle, cell: Cell, area: str) -> Wanted:
    page, definition = _of_child(oracle, cell, area), DEFINITIONS[cell.thing]
    one, mine = _about(cell), agency_of(HOME[cell.role])
    seen = oracle.sees(cell, (definition.sees,), one)
    everywhere = set.intersection(*(set(seen.get(agency, ())) for agency in one.listed_by() or (mine,)))
    reads = str(definition.place) in (seen.get(mine, ()) if mine in one.listed_by() else everywhere)
    able = reads and oracle.allows(cell, first_of(definition).action, one)
    return replace(page, refused=page.refused or not able, may=page.may | oracle.circle(cell, _about(cell)))


def _begin_of_nobody(oracle: Oracle, cell: Cell) -> Wanted:
    step = first_of(DEFINITIONS[cell.thing])
    return Wanted(not (oracle.fits(cell) and oracle.allows(cell, step.action)))


def _nobodys(oracle: Oracle, cell: Cell) -> Wanted:
    """What is about nobody is its agency's alone."""
    if cell.thing.endswith(FOREIGN) or not oracle.fits(cell):
        return Wanted(refused=True)
    definition, mine = DEFINITIONS[cell.thing], agency_of(HOME[cell.role])
    told = oracle.world.depth.canaries.get((mine, mine), {})
    words = frozenset(text for fact, text in told.items() if fact.startswith(f"duty_{cell.thing}_"))
    return Wanted(not oracle.allows(cell, definition.sees), words, words)


def _step_of_nobodys(oracle: Oracle, cell: Cell) -> Wanted:
    page = _nobodys(oracle, cell)
    if page.refused:
        return page
    step = following(DEFINITIONS[cell.thing])
    able = step is not None and oracle.allows(cell, step.action)
    return Wanted(not able, page.may)


def _waiting(oracle: Oracle, cell: Cell, area: str) -> Wanted:
    sees = tuple(dict.fromkeys(one.sees for one in of_area(area) if one.about_child))
    return oracle.everybody(cell, (*sees, A.SEE_PERSON), _levels(area)) if sees else Wanted(not oracle.fits(cell))


def _rows(area: str) -> Mapping[str, Row]:
    children = tuple(one.code for one in of_area(area) if one.about_child)
    others = tuple(one.code for one in of_area(area) if not one.about_child)
    found = {f"waiting_{area}": Row(partial(_waiting, area=area), about="nobody")}
    if children:
        found |= {
            f"duties_{area}": Row(partial(_of_child, area=area)),
            f"duty_{area}": Row(partial(_duty, area=area), things=children),
            f"begin_{area}": Row(partial(_begin, area=area), BOTH, things=children),
            f"step_{area}": Row(partial(_step, area=area), BOTH, things=children),
        }
    if alone := tuple(one.code for one in of_area(area) if not (one.about_child or one.in_group)):
        found[f"begin_{area}_of_nobody"] = Row(_begin_of_nobody, BOTH, things=alone, about="nobody")
    if others and not children:
        both = tuple(f"{one}{whose}" for one in others for whose in ("", FOREIGN))
        found |= {
            f"duty_{area}": Row(_nobodys, things=both, about="nobody"),
            f"step_{area}": Row(_step_of_nobodys, BOTH, things=both, about="nobody"),
        }
    return found


ROWS: Mapping[str, Row] = {name: row for area in AREAS for name, row in _rows(area).items()}
"""Every address of every area, by name."""
