"""What oversees the others shows, behind the second wall, what it shows without one."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement
from reencuentro.actions.emergencies import Emergency, break_glass
from reencuentro.records.emergencies import BreakGlass
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of, undone

pytestmark = pytest.mark.both


@pytest.fixture
def broken(pages: None) -> BreakGlass:
    """A worker of ORR has broken the glass for a person on DIF's list."""
    list_people("DIF", {"p-1": {"full_name": "Ana Canaria"}})
    worker = account("ana", "ORR", Role.CASE_WORKER)
    asked = Emergency(person="p-1", levels=frozenset({Level.IDENTITY}), reason="a ward needs to know now", minutes=9)
    return break_glass(worker, asked, at=timezone.now())


def page(browser: Client, address: str) -> str:
    """As the pages' own role is answered."""
    with undone():
        return browser.get(address).content.decode()


def test_an_emergency_is_told_to_whoever_lists_the_person_and_reviewed_by_another_agency(broken: BreakGlass) -> None:
    dora, berta = (browser_of(account(f"o-{code}", code, Role.SUPERVISOR)) for code in ("DIF", "ORR"))
    review = f"/emergencies/{broken.pk}/review/"

    told = page(dora, "/emergencies/?purpose=oversight")
    assert review in told
    assert told.count("ORR") > 1  # once to be reviewed, once as a notice to who lists the person
    assert review not in page(berta, "/emergencies/?purpose=oversight")
    for browser, status in ((dora, 302), (berta, 403)):
        with undone():
            assert browser.post(f"{review}?purpose=oversight", {"finding": "justified"}).status_code == status


def test_the_agreements_of_the_own_agency_are_listed_and_no_others(pages: None) -> None:
    dora, eva = (
        browser_of(account(f"o-{code}", code, Role.DATA_PROTECTION_OFFICER), stepped_up=True) for code in ("DIF", "SRE")
    )
    now = timezone.now()
    terms = Agreement(
        id="a-1",
        version=0,
        giver="ORR",
        taker="DIF",
        taker_kind=AgencyKind.CHILD_PROTECTION,
        purposes=frozenset({Purpose.TRACING}),
        roles=frozenset({Role.TRACING_OFFICER}),
        levels=frozenset({Level.IDENTITY}),
        topics=frozenset(),
        valid_from=now,
        valid_until=now + timedelta(days=9),
    )
    draft_agreement(terms, by="tests", at=now)

    assert "a-1" in page(dora, "/agreements/?purpose=data_protection")
    assert "a-1" not in page(eva, "/agreements/?purpose=data_protection")


@pytest.mark.usefixtures("broken")
def test_the_log_of_a_person_is_read_by_auditors_of_an_agency_that_lists_them() -> None:
    browser_of(account("carla", "DIF", Role.SUPERVISOR)).get("/people/p-1/?purpose=care")
    dora, eva = (browser_of(account(f"o-{code}", code, Role.AUDITOR)) for code in ("DIF", "SRE"))

    assert "of-carla" in page(dora, "/people/p-1/looks/?purpose=oversight")
    assert "of-carla" not in page(eva, "/people/p-1/looks/?purpose=oversight")
