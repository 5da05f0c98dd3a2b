"""Duties as they are kept: begun, gone on with by several, never overwritten, and of whom they are."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import Beginning, StepStated, begin_duty, take_step
from reencuentro.errors import AccountError, ConflictError, ReencuentroError
from reencuentro.records.agencies import Agency
from reencuentro.records.audit import AuditEntry
from reencuentro.records.duties import Duty, DutyStep, counted_by_kind
from reencuentro.records.duty_files import duties_of
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.duties.going import DutyError
from tests.stored.cast import LATER, NOW, agencies, officer, person

FOOD = {"care_service": "food", "care_remarks": "no nuts"}
GIVEN = {"care_given_on": "2026-06-19"}


@pytest.fixture
def ana(registry: str) -> Officer:
    """Works for ORR, which lists a child; REG names no country."""
    agencies()
    person("p-1", "ORR")
    return officer("ana", "ORR", Role.CASE_WORKER)


def doing(one: Officer, hours: int = 0) -> Doer:
    """The officer, at work."""
    return Doer(officer=one, roles=frozenset(map(Role, one.roles(NOW))), at=NOW + timedelta(hours=hours))


def planned(one: Officer, **said: Any) -> Duty:
    """Food, planned for the child."""
    stated: dict[str, Any] = {"kind": "service", "step": "care_plan", "boxes": FOOD, "person": "p-1", **said}
    return begin_duty(Beginning(**stated), doing(one))


def step(duty: Duty, one: Officer, boxes: Mapping[str, object] = GIVEN, *, seen: int = 1) -> DutyStep:
    """It was given."""
    return take_step(duty, StepStated(step="care_give", boxes=boxes, seen=seen), doing(one, 1))


def test_it_begins_goes_on_is_over_and_all_of_it_is_in_the_log(ana: Officer) -> None:
    duty = planned(ana)
    assert (duty.state, duty.over_at, duty.steps_taken) == ("care_planned", None, 1)
    assert duty.due_at is not None

    step(duty, ana)

    now = Duty.objects.get()
    assert (now.state, now.due_at, now.over_at, now.steps_taken) == ("care_given", None, LATER, 2)
    (file,) = duties_of("p-1")
    assert [one.step for one in file.history] == ["care_plan", "care_give"]
    assert [one.form is not None for one in file.history] == [True, True]
    done = AuditEntry.objects.filter(outcome="done", action__in=("begin_duty", "take_duty_step"))
    assert {f"duty:{duty.public_id}", "person:p-1"} <= set(done.latest("pk").about)


def test_who_was_slower_is_told_and_nothing_of_theirs_is_kept(ana: Officer) -> None:
    duty = planned(ana)
    step(duty, ana)
    with pytest.raises(ConflictError) as refused:
        step(duty, ana)
    assert (refused.value.seen, refused.value.now) == (1, 2)
    assert DutyStep.objects.count() == 2


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"kind": "nothing of the kind"}, DutyError),
        ({"step": "care_give"}, DutyError),  # it doesn't begin so
        ({"person": ""}, DutyError),
        ({"person": "p-0"}, AccountError),
        ({"kind": "notice", "step": "notice_begin"}, DutyError),
        ({"boxes": {}}, ValueError),  # pydantic's
        ({"boxes": {**FOOD, "enforcement": "yes"}}, ValueError),
    ],
)
def test_what_cannot_begin_is_refused_and_leaves_nothing(ana: Officer, said: dict[str, Any], why: type) -> None:
    with pytest.raises(why):
        planned(ana, **said)
    assert (Duty.objects.count(), DutyStep.objects.count()) == (0, 0)


def test_a_step_that_does_not_follow_is_refused(ana: Officer) -> None:
    duty = planned(ana)
    step(duty, ana)
    with pytest.raises(ReencuentroError):
        step(duty, ana, seen=2)
    assert Duty.objects.get().state == "care_given"


def test_steps_stay_as_they_are_whoever_asks_the_database(ana: Officer) -> None:
    duty = planned(ana)
    for statement in (
        lambda: DutyStep.objects.update(step="x"),
        lambda: DutyStep.objects.all().delete(),
        lambda: Duty.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            statement()
    assert DutyStep.objects.get(duty=duty).step == "care_plan"


def test_it_follows_the_child_when_records_join(ana: Officer) -> None:
    planned(ana)
    person("p-2", "DIF")
    joined, former = Person.objects.get(public_id="p-2"), Person.objects.get(public_id="p-1")
    Membership.objects.filter(person=former).update(known_until=LATER)
    Membership.objects.create(person=joined, agency="ORR", record_id="p-1", known_from=LATER)
    Person.objects.filter(pk=joined.pk).update(names={"p-1": None})

    assert [one.person for one in duties_of("p-2")] == ["p-2"]
    assert duties_of("p-1") == []


def test_law_is_that_of_the_agencys_country_or_of_the_united_states(ana: Officer) -> None:
    luz = officer("luz", "DIF", Role.PROTECTION_OFFICER)
    assert (planned(ana).jurisdiction, planned(luz).jurisdiction) == ("US", "MX")
    Agency.objects.filter(code="ORR").update(country="")
    assert planned(Officer.objects.select_related("agency").get(pk=ana.pk)).jurisdiction == "US"


def test_what_is_owed_is_counted_by_kind_and_agency_and_what_of_it_is_late(ana: Officer) -> None:
    first, _ = planned(ana), planned(ana)
    assert first.due_at is not None
    Duty.objects.filter(pk=first.pk).update(due_at=LATER)
    step(planned(ana), ana)

    assert counted_by_kind(NOW) == [("service", "ORR", 2, 0, None)]
    assert counted_by_kind(LATER) == [("service", "ORR", 2, 1, LATER)]
