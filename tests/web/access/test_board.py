"""The board tells of each child no more than its reader may know of them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reencuentro.actions.assignments import assign
from reencuentro.records.agencies import Agency
from reencuentro.records.alarms import Alarm
from reencuentro.rules.disclosure.vocabulary import Role
from tests.stored.listings import list_people
from tests.web.entered import account, browser_of

pytestmark = pytest.mark.both


@pytest.mark.parametrize(("assigned", "told"), [(True, True), (False, False)])
def test_that_a_child_was_separated_is_told_to_whoever_may_know_it(pages: None, assigned: bool, told: bool) -> None:
    list_people("ORR", {"p-1": {"full_name": "Ana Canaria"}}, minors=frozenset({"p-1"}))
    ana, now = account("ana", "ORR", Role.CASE_WORKER), timezone.now()
    if assigned:
        assign(ana, "p-1", by="tests", at=now - timedelta(days=1))
    Alarm.objects.create(
        kind="unaccounted",
        person="p-1",
        reason="silent",
        urgencies=["separated", "tender_age"],
        weight=1,
        agency=Agency.objects.get(code="ORR"),
        place="",
        raised_at=now,
        opened_at=now,
        state="open",
    )
    page = browser_of(ana).get("/alarms/?purpose=care").content.decode()

    assert "Five or younger" in page
    assert ("Separated" in page) is told
