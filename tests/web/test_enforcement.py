"""Agencies that hold people, and courts, never learn from any page where others' people are, or how to reach them."""

import itertools
from collections.abc import Iterator, Mapping

import pytest
from django.utils import timezone

from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementSignature, AgreementVersion
from reencuentro.records.officers import Officer, RoleHeld
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from tests.web import depth
from tests.web.addresses import Cell, address_of
from tests.web.cells import routes
from tests.web.entered import account, browser_of
from tests.web.expecting import ROWS
from tests.web.reading import text_of
from tests.web.world import CANARY, GIVES, LAPSED, PLACES, One, World, agency_of

KEEPERS = (AgencyKind.CUSTODY, AgencyKind.COURT)
FAR = ("contact", "location", "protection", "notes")


@pytest.fixture
def world(made: World) -> World:
    """A world in which somebody wrote agreements past every check: everything, for every purpose and role."""
    world = made
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


def _others(world: World) -> One:
    """A person of whom there is more than lists tell, and whom only others list."""
    return next(one for one in world.people if one.relation == "gives" and one.deep and one.assigned and one.consented)


FEW = 3


def _looks(world: World) -> Iterator[str]:
    """Every page on which that person might stand, for every purpose that it is for."""
    one = _others(world)
    for route in routes():
        row = ROWS[route.name]
        if "GET" not in row.methods or not route.declared.levels:
            continue
        purposes = sorted(route.declared.purposes)
        # Each of few things for every purpose; of many, as of kinds of duties, each for one of them in turn.
        many = zip(itertools.cycle(purposes), row.things, strict=False)
        for purpose, thing in itertools.product(purposes, row.things) if len(row.things) <= FEW else many:
            cell = Cell(route, "GET", Role.SUPERVISOR, purpose, one if row.about == "person" else None, thing)
            yield f"{address_of(world, cell)}?purpose={purpose}"


@pytest.mark.parametrize("kind", KEEPERS)
def test_no_page_shows_others_contact_or_location_to_who_holds_people(
    world: World, kind: AgencyKind, every: int
) -> None:
    officer = account("every-role", agency_of(kind))
    browser = browser_of(officer, stepped_up=True)
    hidden = set(_hidden(world.canaries, PLACES, agency_of(kind)))
    hidden |= set(_hidden(world.depth.canaries, depth.PLACES, agency_of(kind)))
    blind = {Role.ROSTER_SUPPLIER, Role.ADMINISTRATOR, Role.CLAIMANT}
    for role in sorted(set(Role) - blind):
        RoleHeld.objects.create(officer=officer, role=role.value, begins_at=world.at, given_by="tests")
    answered, asked = 0, list(_looks(world))
    for address in asked[::every]:
        told = browser.get(address)
        answered += told.status_code == 200
        assert not hidden & set(CANARY.findall(text_of(told))), address
    assert len(asked) > 200
    assert answered > 10 // every or kind is AgencyKind.COURT


def _hidden(
    canaries: Mapping[tuple[str, str], Mapping[str, str]], places: Mapping[str, str], own: str
) -> Iterator[str]:
    """What others tell of contact, places, protection and notes, or whole."""
    for (_, agency), said in canaries.items():
        if agency != own:
            yield from (canary for fact, canary in said.items() if fact == "raw" or places.get(fact) in FAR)
