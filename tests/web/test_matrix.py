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
from tests.web.cells import Cell, Trier, cells, routes, sample
from tests.web.world import World, make_world

SAMPLE, WHOLE, PARTS = 1_600, 24_000, 2


@pytest.fixture
def world(pages: None) -> World:
    """A world in the open registry."""
    return make_world()


def wrong(world: World, tried: list[Cell]) -> list[str]:
    """What is wrong with these cells."""
    trier = Trier(world)
    return [told for cell in tried if (told := trier.leaks(cell))]


def test_a_sample_in_which_every_two_sides_meet_leaks_nothing(world: World) -> None:
    tried = sample(world, routes(), SAMPLE)

    assert len(tried) >= SAMPLE
    told = wrong(world, tried)
    assert not told, (len(told), told[:10])


@pytest.mark.torture
@pytest.mark.parametrize("part", range(PARTS))  # for as many workers: each cell is tried by one of them
def test_the_matrix_leaks_nothing(world: World, part: int) -> None:
    tried = sample(world, routes(), WHOLE)

    assert len(tried) >= 20_000
    told = wrong(world, tried[part::PARTS])
    assert not told, (len(told), told[:10])


def test_what_was_once_taken_for_wrong_refusals_is_none(world: World) -> None:
    found = {one.address: one for one in routes()}
    officer = Role.DATA_PROTECTION_OFFICER
    asked = [
        ("people/", Role.OPERATOR, Purpose.OPERATION),  # who runs the program doesn't do so on pages
        ("agreements/draft/", officer, Purpose.DATA_PROTECTION),  # for the own agency, never for two others
        ("agreements/draft/", officer, Purpose.OVERSIGHT),
    ]
    tried = [Cell(found[address], found[address].method, role, what_for, None) for address, role, what_for in asked]

    assert not wrong(world, tried)


def test_the_matrix_is_large_and_its_sample_answers_both_ways(world: World) -> None:
    assert sum(1 for _ in cells(world, routes())) >= 20_000
    trier = Trier(world)
    tried = sample(world, routes(), SAMPLE)
    refused = Counter(trier.expected(cell).refused for cell in tried)
    assert min(refused.values()) > SAMPLE // 10


def test_a_page_that_leaks_is_caught(world: World) -> None:
    @declared(action=Action.SEE_PERSON, purposes=[Purpose.CARE], levels=[Level.IDENTITY])
    def leaky(request: HttpRequest, person: str) -> HttpResponse:
        """Shows whoever is named, as pages did before there was a decision."""
        told = Mention.objects.filter(source_record__record_id=person).first()
        return HttpResponse(told.facts["facility"] if told else "")

    served = ModuleType("served")
    vars(served).update(vars(urls), urlpatterns=[*urls.urlpatterns, path("leaky/<str:person>/", leaky)])
    found = [one for one in routes(served.urlpatterns) if one.address.startswith("leaky")]
    with override_settings(ROOT_URLCONF=served):
        told = wrong(world, sample(world, found, 200))
    assert any("beyond" in one for one in told)
    assert any("answered" in one for one in told)
