"""Whom officers wrote down where they reach few is compared with everybody by the worker."""

from contextlib import AbstractContextManager, nullcontext

import pytest
from django.db import connection
from django.utils import timezone

from reencuentro.actions.comparing import compare_registered
from reencuentro.actions.registering import Registered, register
from reencuentro.linkage.mentions import Relation, Relative
from reencuentro.records.matches import Tie
from reencuentro.records.provenance import person_of
from reencuentro.records.registrations import Registration
from reencuentro.records.visible.viewers import Viewer
from tests.stored.behind import pages as as_pages
from tests.stored.test_registering import ONCE, ROSA, list_mother, stated
from tests.stored.test_registering import viewer as viewer  # a fixture


def on_a_page() -> AbstractContextManager[None]:
    """On PostgreSQL, the role of the pages; there the consulate's list is out of the officer's reach."""
    return as_pages() if connection.vendor == "postgresql" else nullcontext()


def written(viewer: Viewer) -> Registered:
    """A child whose mother stands on the list of an agency with which nothing is agreed."""
    list_mother()
    child = stated(**ROSA, relatives=(Relative(relation=Relation.MOTHER, name="María Santamaría López"),))
    with on_a_page():
        return register(child, viewer, token=ONCE)


def has_mother(one: Registered) -> bool:
    """Whether the mother is proposed."""
    mother = person_of(("SRE", "m-1"))
    return Tie.objects.standing().filter(child__public_id=one.person, relative=mother).exists()


def test_who_is_out_of_the_officers_reach_is_proposed_by_the_worker(viewer: Viewer) -> None:
    child = written(viewer)
    behind_the_wall = connection.vendor == "postgresql"
    assert has_mother(child) is not behind_the_wall

    assert compare_registered("tests", timezone.now) == int(behind_the_wall)

    assert has_mother(child)
    assert not Registration.objects.filter(compared_at=None).exists()
    assert compare_registered("tests", timezone.now) == 0


def test_who_has_ended_while_they_waited_holds_nothing_up(viewer: Viewer) -> None:
    child = written(viewer)
    Registration.objects.update(compared_at=None)
    person = person_of(child.key)
    assert person is not None
    Tie.objects.standing().update(known_until=timezone.now())
    connection.cursor().execute("UPDATE records_membership SET agency = 'GONE' WHERE agency = 'ORR'")

    assert compare_registered("tests", timezone.now) == 1
    assert not has_mother(child)


@pytest.mark.parametrize("times", [1, 3])
def test_what_is_found_is_proposed_once_however_often_it_is_compared(viewer: Viewer, times: int) -> None:
    child = written(viewer)
    for _ in range(times):
        Registration.objects.update(compared_at=None)
        compare_registered("tests", timezone.now)

    assert Tie.objects.standing().filter(child__public_id=child.person).count() == 1
