"""Agencies that hold people, and courts, never learn from any page where others' people are, or how to reach them."""

from collections.abc import Iterator

import pytest
from django.utils import timezone

from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementSignature, AgreementVersion
from reencuentro.records.officers import Officer, RoleHeld
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from tests.web.cells import Route, routes
from tests.web.entered import account, browser_of
from tests.web.world import CANARY, GIVES, LAPSED, PLACES, World, agency_of, make_world

KEEPERS = (AgencyKind.CUSTODY, AgencyKind.COURT)
FAR = ("contact", "location", "protection", "notes")


@pytest.fixture
def world(pages: None) -> World:
    """A world in which somebody wrote agreements past every check: everything, for every purpose and role."""
    world = make_world()
    signers = {code: Officer.objects.get(login=f"g-{code.lower()}") for code in (GIVES, LAPSED)}
    for kind in KEEPERS:
        _give_everything(signers[GIVES], agency_of(kind))
    return world


def _give_everything(signer: Officer, taker: str) -> None:
    version = AgreementVersion.objects.create(
        agreement=f"all-{taker}",
        version=1,
        giver=signer.agency,
        taker=Agency.objects.get(code=taker),
        purposes=sorted(Purpose),
        roles=sorted(Role),
        levels=sorted(Level),
        topics=sorted(Topic),
        only_nationals_of=[],
        begins_at=timezone.now().replace(microsecond=0),
        until=timezone.now().replace(year=timezone.now().year + 1, day=1),
        drafted_by="past every check",
        drafted_at=timezone.now(),
    )
    AgreementSignature.objects.create(version=version, side="giver", officer=signer, at=timezone.now())
    taking = account(f"s-{taker.lower()}", taker, Role.SUPERVISOR)
    AgreementSignature.objects.create(version=version, side="taker", officer=taking, at=timezone.now())


def _others(world: World) -> Iterator[str]:
    return (one.name for one in world.people if one.relation == "gives" and one.assigned and one.consented)


def _looks() -> list[Route]:
    return [one for one in routes() if one.method == "GET" and (one.about_person or one.address == "people/")]


@pytest.mark.parametrize("kind", KEEPERS)
def test_no_page_shows_others_contact_or_location_to_who_holds_people(world: World, kind: AgencyKind) -> None:
    officer = account("every-role", agency_of(kind))
    browser = browser_of(officer, stepped_up=True)
    people = sorted(_others(world))[:3]
    hidden = {
        canary
        for (_, agency), said in world.canaries.items()
        for fact, canary in said.items()
        if agency != agency_of(kind) and (fact == "raw" or PLACES.get(fact) in FAR)
    }
    answered = 0
    blind = {Role.ROSTER_SUPPLIER, Role.ADMINISTRATOR, Role.CLAIMANT}
    for role in sorted(set(Role) - blind):
        RoleHeld.objects.create(officer=officer, role=role.value, begins_at=world.at, given_by="tests")
    for route in _looks():
        for purpose in Purpose:
            for name in people if route.about_person else people[:1]:
                told = browser.get(f"/{route.address.replace('<str:person>', name)}?purpose={purpose}")
                answered += told.status_code == 200
                assert not hidden & set(CANARY.findall(told.content.decode())), (route, purpose, name)
    assert answered or kind
