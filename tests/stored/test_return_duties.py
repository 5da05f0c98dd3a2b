"""A return as it is kept, from the gate to the arrival with a mother whom two officers have verified."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import Beginning, StepStated, begin_duty, take_step
from reencuentro.actions.judgements import Deciding, judge_tie
from reencuentro.linkage.mentions import Birth
from reencuentro.linkage.results import Status, Verdict
from reencuentro.records.duties import Duty
from reencuentro.records.matches import Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.rules.duties.going import DutyError
from tests.stored.cast import NOW, agencies, officer
from tests.stored.listings import list_people
from tests.unit.rules.duties.test_returns import ARRIVED, CROSSING, DECIDED, HANDED_OVER, PREPARED, SCREENED

CHILD, MOTHER = "p-1", "p-2"
TODAY, TOMORROW = NOW.date(), NOW.date() + timedelta(days=1)
WITHDRAWN = {"on": "2026-06-19", "reasons": "She wants to go home."} | dict.fromkeys(
    ("claim_withdrawn", "counsel_present", "understood"), "yes"
)
LATER = datetime(2026, 6, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def pair(registry: str) -> tuple[Officer, Officer]:
    """Two officers of ORR, which lists a Mexican girl of sixteen and who may be her mother."""
    agencies()
    ana = {"full_name": "Ana Canaria", "birth": Birth(year=2010, month=1, day=5), "nationality": "MX"}
    people: dict[str, dict[str, Any]] = {CHILD: ana, MOTHER: {"full_name": "Juana Canaria"}}
    list_people("ORR", people, minors=frozenset({CHILD}))
    child, mother = (Person.objects.get(public_id=one) for one in (CHILD, MOTHER))
    Tie.objects.create(
        child=child, relative=mother, relation="mother", probability=0.9, status=Status.PROPOSED, known_from=NOW
    )
    return officer("ana", "ORR", Role.CASE_WORKER), officer("eva", "ORR", Role.SUPERVISOR)


def doing(one: Officer, at: datetime = NOW) -> Doer:
    return Doer(officer=one, roles=frozenset(map(Role, one.roles(NOW))), at=at)


def begun(one: Officer, **said: str) -> Duty:
    boxes = {
        **SCREENED,
        "apprehended_on": TODAY.isoformat(),
        "apprehended_at": "06:00",
        "on": TODAY.isoformat(),
        **said,
    }
    return begin_duty(Beginning(kind="return", step="return_screened", boxes=boxes, person=CHILD), doing(one))


def take(duty: Duty, one: Officer, step: str, boxes: Mapping[str, object], at: datetime = NOW) -> None:
    duty.refresh_from_db()
    take_step(duty, StepStated(step=step, boxes=boxes, seen=duty.steps_taken), doing(one, at))


def days(boxes: Mapping[str, object], **when: date) -> dict[str, object]:
    return {**boxes, **{name: day.isoformat() for name, day in when.items()}}


def asked_for_asylum(one: Officer) -> Duty:
    """Her claim, while which is open nobody returns her."""
    boxes = {"country": "US", "on": TODAY.isoformat(), "language": "spa", "asked_before": "Officer 7"}
    return begin_duty(Beginning(kind="asylum_claim", step="asylum_asked", boxes=boxes, person=CHILD), doing(one))


def verify() -> None:
    """Two officers say that she is the mother, the second upon the first one's word."""
    pair = (("ORR", CHILD), ("ORR", MOTHER))
    first = judge_tie(*pair, "mother", Verdict.CONFIRMED, Deciding(by="officer:1", reason="asked", at=NOW))
    again = Deciding(by="officer:2", reason="asked again", at=NOW, expected=first.pk)
    judge_tie(*pair, "mother", Verdict.CONFIRMED, again)


def test_a_child_is_returned_by_two_officers_to_a_mother_whom_two_have_verified(pair: tuple[Officer, Officer]) -> None:
    ana, eva = pair
    duty = begun(ana)
    assert duty.due_at == datetime(2026, 6, 21, 10, 0, tzinfo=UTC)  # 48 hours from six in the morning in New York
    with pytest.raises(DutyError, match="second_officer"):
        take(duty, ana, "return_decided", days(DECIDED, on=TODAY))
    claim = asked_for_asylum(ana)
    with pytest.raises(DutyError, match="return_asylum_claimed"):
        take(duty, eva, "return_decided", days(DECIDED, on=TODAY))
    take(claim, ana, "asylum_ended", WITHDRAWN)
    take(duty, eva, "return_decided", days(DECIDED, on=TODAY))
    take(duty, ana, "return_planned", days(CROSSING, on=TOMORROW))
    take(duty, ana, "return_prepared", PREPARED)
    handed = days(HANDED_OVER, on=TOMORROW, arrival_expected=TOMORROW + timedelta(days=2))
    with pytest.raises(DutyError, match="return_receiver_unverified"):
        take(duty, eva, "return_handed_over", {**handed, "office_confirms": "no"}, LATER)
    take(duty, eva, "return_handed_over", handed, LATER)
    home = days(ARRIVED, on=TOMORROW + timedelta(days=1), next_visit=TOMORROW + timedelta(days=30))
    home["adult"] = MOTHER
    with pytest.raises(DutyError, match="return_adult_unverified"):
        take(duty, ana, "return_arrived", home, LATER)
    verify()
    take(duty, ana, "return_arrived", home, LATER)

    duty.refresh_from_db()
    assert (duty.state, duty.over_at, duty.steps_taken) == ("return_arrived", None, 6)
    assert duty.due_at == datetime(2026, 7, 21, 6, 0, tzinfo=UTC)  # the end of the day of the visit in Mexico City
