"""Every address × role × person × purpose × method, drawn from the declarations and tried on the real pages."""

from collections import Counter
from types import ModuleType

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import override_settings
from django.urls import path

from reencuentro import urls
from reencuentro.records.rosters import Mention
from reencuentro.rules.disclosure.vocabulary import Action, Level, Purpose, Role
from reencuentro.web.declared import declared
from tests.web.addresses import Cell
from tests.web.cells import Trier, routes, sample
from tests.web.expecting import ROWS
from tests.web.world import World

pytestmark = pytest.mark.both

SAMPLE, WHOLE, PARTS = 2_000, 24_000, 2
NEVER_ANSWERED = {"see_record"}
"""Rows as they came are for whoever runs the program, who doesn't do so on pages."""


@pytest.fixture
def world(made: World) -> World:
    """A world in the open registry."""
    return made


def wrong(world: World, tried: list[Cell]) -> list[str]:
    """What is wrong with these cells."""
    trier = Trier(world)
    return [told for cell in tried if (told := trier.leaks(cell))]


def test_of_every_address_for_an_action_it_is_said_what_it_must_answer() -> None:
    assert {one.name for one in routes()} == set(ROWS)
    assert len({one.name for one in routes()}) == len(routes())


def test_a_sample_in_which_every_two_sides_meet_leaks_nothing(world: World, every: int) -> None:
    tried = sample(world, routes(), SAMPLE)
    trier = Trier(world)
    right = Counter((cell.route.name, trier.expected(cell).refused) for cell in tried)

    assert len(tried) >= SAMPLE
    assert {name for name in ROWS if not right[name, False]} == NEVER_ANSWERED
    assert all(right[name, True] for name in ROWS)
    told = wrong(world, tried[::every])
    assert not told, (len(told), told[:10])


@pytest.mark.torture
@pytest.mark.parametrize("part", range(PARTS))  # for as many workers: each cell is tried by one of them
def test_the_matrix_leaks_nothing(world: World, part: int) -> None:
    tried = sample(world, routes(), WHOLE)

    assert len(tried) >= 20_000
    told = wrong(world, tried[part::PARTS])
    assert not told, (len(told), told[:10])


def test_what_was_once_wrong_no_longer_is(world: World) -> None:
    found = {one.name: one for one in routes()}
    officer = Role.DATA_PROTECTION_OFFICER
    asked = [
        ("people", Role.OPERATOR, Purpose.OPERATION),  # who runs the program doesn't do so on pages
        ("draft_agreement", officer, Purpose.DATA_PROTECTION),  # for the own agency, never for two others
        ("draft_agreement", officer, Purpose.OVERSIGHT),
    ]
    tried = [Cell(found[name], ROWS[name].methods[-1], role, what_for, None) for name, role, what_for in asked]
    # A form that had to be corrected once showed boxes that are closed to whoever may amend: address, notes, reason.
    tried += [
        Cell(found["amend"], "POST", Role.SUPERVISOR, Purpose.REPATRIATION, one)
        for one in world.people
        if one.relation == "own" and one.deep
    ]

    assert not wrong(world, tried)


def test_a_page_that_leaks_is_caught(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    @declared(action=Action.SEE_PERSON, purposes=[Purpose.CARE], levels=[Level.IDENTITY])
    def leaky(request: HttpRequest, person: str) -> HttpResponse:
        """Shows whoever is named, as pages did before there was a decision."""
        told = Mention.objects.filter(source_record__record_id=person).first()
        return HttpResponse(told.facts["facility"] if told else "")

    monkeypatch.setitem(ROWS, "leaky", ROWS["see_person"])
    served = ModuleType("served")
    vars(served).update(vars(urls), urlpatterns=[*urls.urlpatterns, path("leaky/<str:person>/", leaky, name="leaky")])
    found = [one for one in routes(served.urlpatterns) if one.name == "leaky"]
    with override_settings(ROOT_URLCONF=served):
        told = wrong(world, sample(world, found, 200))
    assert any("beyond" in one for one in told)
    assert any("answered" in one for one in told)
