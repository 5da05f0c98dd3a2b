"""Whatever an address names, somebody else's and nobody's are answered alike: on every address in the table."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest

from reencuentro.rules.disclosure.vocabulary import Purpose, Role
from tests.web.addresses import Cell, Route, address_of, form_of
from tests.web.cells import routes
from tests.web.depth_groups import group_of
from tests.web.entered import browser_of, undone
from tests.web.expecting import ROWS
from tests.web.oracle import Oracle
from tests.web.world import FIRST, NEVER, One, World

EACH = 2
"""Roles and purposes by which each address is asked; one where questions take longer."""
FEW = 3
ELSEWHERE = {"review", "break_glass"}
"""Emergencies are reviewed by every agency but one, and whoever opens one sees whom they opened it for: that is noted,
told to who lists the person, and reviewed (tests/web/test_overseeing.py).
"""
ABSENT = "p-9999"


@pytest.fixture
def world(made: World) -> World:
    """A world in the open registry, in which another person, who isn't there, has a twin too."""
    world = made
    absent = replace(_foreign(world), name=ABSENT)
    world.twins[ABSENT] = world.twins[_foreign(world).name]
    world.people.append(absent)
    for numbers in (world.depth.alarms, world.depth.stays, world.depth.doubts):
        numbers[ABSENT] = 987_654
    return world


def _foreign(world: World) -> One:
    """A child of whom there is all there can be, assigned and consented: and yet on no list of anybody who asks."""
    return next(one for one in world.people if one.relation == "never" and one.deep and one.child and one.assigned)


def pairs(world: World, route: Route, each: int) -> Iterator[tuple[Cell, Cell]]:
    """The same question about somebody else's and about nobody's, by some roles for which the address is."""
    oracle, lot = Oracle(world), random.Random(3)  # noqa: S311 - a choice that can be repeated, not a secret
    row, foreign = ROWS[route.name], _foreign(world)
    asked = [Cell(route, row.methods[0], role, purpose, None) for role in Role for purpose in Purpose]
    fitting = [cell for cell in asked if oracle.fits(cell)]
    chosen = lot.sample(fitting, min(each, len(fitting)))
    for turn, cell in enumerate(chosen):
        # Of many things that it may name, each is asked for by one of these roles.
        things = row.things if len(row.things) <= FEW else row.things[turn :: len(chosen)]
        for method in row.methods:
            put = replace(cell, method=method)
            if row.about == "person":
                both = replace(put, one=foreign), replace(put, one=replace(foreign, name=ABSENT))
                yield from (tuple(replace(one, thing=thing) for one in both) for thing in things)  # type: ignore[misc]  # always two
            elif "<str:token>" in route.address:
                yield replace(put, thing="foreign-shown"), replace(put, thing="absent-shown")
            else:
                yield put, put


def address(world: World, cell: Cell, *, is_there: bool) -> str:
    """Of agreements that of two others, of groups that of another agency; and one that there isn't."""
    found = address_of(world, cell)
    if "<str:group>" in cell.route.address:
        return re.sub(r"groups/[^/]+/", f"groups/{group_of(FIRST) if is_there else 'x' * len(group_of(FIRST))}/", found)
    if "<str:agreement>" not in cell.route.address:
        return found
    theirs = next(one.id for one in world.agreements if one.taker != world.officers[cell.role].agency.code)
    return re.sub(r"agreements/[^/]+/", f"agreements/{theirs if is_there else 'x' * len(theirs)}/", found)


def told(world: World, cell: Cell, *, is_there: bool) -> tuple[int, str]:
    """Status and page, without what was asked and what is new on every page."""
    browser, where = browser_of(world.officers[cell.role], stepped_up=True), address(world, cell, is_there=is_there)
    with undone():
        ask = partial(browser.generic, cell.method, f"{where}?purpose={cell.purpose}")
        answer = ask(data=form_of(world, cell, 987_654), content_type="application/x-www-form-urlencoded")
    page = answer.content.decode()
    for part in (where, cell.one.name if cell.one else where):
        page = page.replace(part, "ASKED")
    page = re.sub(r"(csrfmiddlewaretoken|token)\" value=\"[^\"]*", "", page)
    return answer.status_code, page + str(answer.headers.get("Location", "")).replace(where, "ASKED")


def test_somebody_elses_and_nobodys_are_answered_alike_on_every_address_that_names_anything(
    world: World, every: int
) -> None:
    found = [one for one in routes() if one.names_something and one.name not in ELSEWHERE]
    assert all(one.listed_by() == (NEVER,) for one in world.people if one.relation == "never")
    tried, wrong = set(), []
    for route in found:
        for there, nobody in pairs(world, route, max(1, EACH // every)):
            tried.add(route.name)
            if told(world, there, is_there=True) != told(world, nobody, is_there=False):
                wrong.append(f"{there.method} {route.address} {there.role} {there.purpose} {there.thing}")
    assert not wrong
    assert tried == {one.name for one in found}
