"""Stays: nobody is in two places at once, on either database, whoever comes at the same time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import DatabaseError, connections, transaction

from reencuentro.actions.stays import begin_stay, end_stay, record_transfer
from reencuentro.errors import AccountError, ReencuentroError
from reencuentro.records.agencies import Agency
from reencuentro.records.people import Person
from reencuentro.records.stays import Stay
from tests.stored.cast import NOW, agencies, person

pytestmark = pytest.mark.usefixtures("child")
CHILD = "p-child"


def day(number: int) -> date:
    """A day of June 2018."""
    return date(2018, 6, number)


@pytest.fixture
def child(registry: str) -> None:
    """A child, whom ORR may hold, and DIF."""
    agencies("ORR", "DIF")
    person(CHILD, "ORR")


def begin(on: int, agency: str = "ORR") -> Stay:
    """A stay of the child from that day on."""
    return begin_stay(CHILD, agency, day(on), by="tests", at=NOW)


def end(on: int) -> Stay:
    """The child's open stay ends on that day."""
    return end_stay(CHILD, day(on), by="tests", at=NOW)


def test_a_second_open_stay_is_refused_with_the_first() -> None:
    first = begin(1)

    with pytest.raises(AccountError, match=f"stay {first.pk} began on 2018-06-01 and isn't ended"):
        begin(5, "DIF")


def test_a_stay_may_begin_on_the_day_on_which_the_last_one_ended() -> None:
    begin(1)
    end(5)

    assert begin(5, "DIF").began_on == day(5)


def test_a_stay_that_takes_in_days_of_another_is_refused() -> None:
    begin(3)
    end(9)

    for on in (1, 3, 8):
        with pytest.raises(AccountError, match="until 2018-06-09: nobody is in two places"):
            begin(on)


def test_a_transfer_leaves_no_night_unaccounted_for() -> None:
    begin(1)

    record_transfer(CHILD, "DIF", day(4), by="tests", at=NOW)

    stays = Stay.objects.order_by("began_on").values_list("agency__code", "began_on", "ended_on")
    assert list(stays) == [("ORR", day(1), day(4)), ("DIF", day(4), None)]


def test_a_transfer_that_fails_changes_nothing() -> None:
    begin(1)

    with pytest.raises(AccountError, match="no agency NONE"):
        record_transfer(CHILD, "NONE", day(4), by="tests", at=NOW)

    assert Stay.objects.get().ended_on is None


def test_a_stay_is_not_ended_before_it_began_or_twice() -> None:
    begin(5)
    with pytest.raises(AccountError, match="began on 2018-06-05"):
        end(4)
    end(6)
    with pytest.raises(AccountError, match="no open stay"):
        end(7)


@pytest.mark.parametrize(("began", "ended"), [(1, None), (1, 4), (4, 5), (8, None), (3, 9), (1, 30)])
def test_the_database_itself_refuses_what_overlaps(began: int, ended: int | None) -> None:
    begin(3)
    end(9)

    with pytest.raises(DatabaseError), transaction.atomic():
        raw(began, ended)
    raw(9, 10)
    with pytest.raises(DatabaseError), transaction.atomic():
        Stay.objects.filter(ended_on=day(9)).update(ended_on=day(10))


def raw(began: int, ended: int | None) -> Stay:
    """Past the action, as a faulty program would write it."""
    return Stay.objects.create(
        person=Person.objects.get(public_id=CHILD),
        agency=Agency.objects.get(code="DIF"),
        began_on=day(began),
        ended_on=day(ended) if ended else None,
        noted_by="tests",
        noted_at=NOW,
    )


@pytest.mark.parametrize("times", [8, pytest.param(100, marks=pytest.mark.torture)])
def test_of_many_stays_that_begin_at_once_one_does(times: int) -> None:
    def attempt(number: int) -> bool:
        try:
            # Every other one past the action; the first day differs, so that only the lock can tell.
            begin(1 + number % 20) if number % 2 else raw(1 + number % 20, 25)
        except (ReencuentroError, DatabaseError):
            return False
        else:
            return True
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=min(times, 25)) as threads:
        began = sum(threads.map(attempt, range(times)))

    assert began == Stay.objects.count() == 1
