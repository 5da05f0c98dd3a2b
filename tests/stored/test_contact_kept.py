"""How contact was kept: who had all of it in a week, by which rule, and no count that gives anybody away."""

from datetime import UTC, date, datetime, timedelta

import pytest

from reencuentro.actions.calls import PlaceStated, keep_place
from reencuentro.records.calls import CallAttempt, CallPlan
from reencuentro.records.duties import Duty
from reencuentro.records.officers import Officer
from reencuentro.reports.contact import KeptLine, contact_kept
from reencuentro.rules.contact.regimes import ContactStandard
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.cast import agencies, officer

MONDAY = date(2023, 7, 10)
BEGUN = datetime(2023, 6, 28, 12, tzinfo=UTC)


@pytest.fixture
def ana(registry: str) -> Officer:
    """A case worker of an agency with one place."""
    agencies("ORR")
    keep_place(PlaceStated(code="home", name="A home", agency="ORR", zone="America/Chicago", hours={}), "tests")
    return officer("ana", "ORR", Role.CASE_WORKER)


def pairs(ana: Officer, count: int, *, minutes: int, place: str = "", over: datetime | None = None) -> None:
    """So many plans, with a call of so many minutes on each day of the week but the Monday before."""
    from_where = (
        keep_place(PlaceStated(code=place, name=place, agency="ORR", zone="UTC", hours={}), "tests") if place else None
    )
    for number in range(count):
        duty = Duty.objects.create(
            public_id=f"d-{Duty.objects.count()}",
            person=f"p-{place}{minutes}-{number}",
            kind="call_plan",
            agency=ana.agency,
            owner=ana,
            jurisdiction="US",
            state="calls_agreed",
            begun_at=BEGUN,
            over_at=over,
        )
        CallPlan.objects.create(
            duty=duty,
            relative="p-other",
            standard="two_a_week",
            zone="UTC",
            begun_on=BEGUN.date(),
            place=from_where,
            silent_at=BEGUN + timedelta(days=30),
        )
        for day in (MONDAY + timedelta(days=each) for each in range(7)):
            begins = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
            CallAttempt.objects.create(
                duty=duty,
                relative="p-other",
                begins_at=begins,
                ends_at=begins + timedelta(minutes=minutes),
                day=day,
                minutes=minutes,
                channel="phone",
                outcome="spoke",
                officer=ana,
                agency=ana.agency,
                at=begins,
            )


def test_the_same_week_reads_otherwise_by_another_rule(ana: Officer) -> None:
    pairs(ana, 12, minutes=10, place="home")
    pairs(ana, 11, minutes=50)

    found = contact_kept(MONDAY)
    assert (found.pairs, found.met) == (23, 23)
    by_weekends = contact_kept(MONDAY, measured=ContactStandard.WEEKDAYS_WEEKENDS)
    assert (by_weekends.pairs, by_weekends.met) == (23, 11)
    assert by_weekends.by["place"] == (KeptLine("", 11, 11), KeptLine("home", 12, 0))
    assert contact_kept(MONDAY, agency="SRE").pairs == 0


def test_no_small_count_is_shown_nor_one_from_which_it_follows(ana: Officer) -> None:
    pairs(ana, 12, minutes=50, place="home")
    pairs(ana, 3, minutes=10, place="far")
    found = contact_kept(MONDAY, measured=ContactStandard.WEEKDAYS_WEEKENDS)

    far, home = found.by["place"]
    assert (far.pairs, far.met) == (None, 0)
    assert None in (home.pairs, found.pairs)  # their difference would be the three


def test_a_plan_counts_while_it_runs(ana: Officer) -> None:
    pairs(ana, 11, minutes=10, over=BEGUN + timedelta(days=3))
    assert contact_kept(MONDAY).pairs == 0
    assert contact_kept(MONDAY - timedelta(days=14)).pairs == 11
    assert contact_kept(MONDAY - timedelta(days=28)).pairs == 0
