"""What lists keep of plans of calls, and a call with a canary in its note, for people of the world."""

from collections.abc import Sequence
from datetime import timedelta

from reencuentro.records.calls import CallAttempt, CallPlan
from reencuentro.records.duties import Duty
from reencuentro.records.exact import as_json
from reencuentro.rules.duties.calls import PLAN
from tests.web.depth import Deep, Depth, Staff, load
from tests.web.depth_duties import number_of


def call(people: Sequence[Deep], staff: Staff, depth: Depth) -> None:
    """To each plan its columns, and a call that its agency wrote down."""
    plans = {one.public_id: one for one in Duty.objects.filter(kind=PLAN)}
    for code in sorted({one.agencies[0] for one in people}):
        own = [(plans[number_of(PLAN, one.name)], one) for one in people if one.agencies[0] == code]
        told = [
            {
                "duty": plan.pk,
                "relative": one.twin,
                "standard": "daily",
                "zone": "America/Chicago",
                "begun_on": staff.at.date(),
            }
            for plan, one in own
        ]
        load(CallPlan, told, None)
        calls = [
            {
                "duty": plan.pk,
                "relative": one.twin,
                "begins_at": staff.at,
                "ends_at": staff.at + timedelta(minutes=10),
                "day": staff.at.date(),
                "minutes": 10,
                "channel": "phone",
                "outcome": "spoke",
                "interpreter": "",
                "free": "",
                "barrier": "",
                "officer": staff.chiefs[code].pk,
                "agency": plan.agency_id,
                "at": staff.at,
                "told": as_json({"note": depth.canary(one.name, code, "call_note")}),
            }
            for plan, one in own
        ]
        load(CallAttempt, calls, own[0][0].agency_id)
