"""Of each agency that can be asked a referral to it, accepted by its chief: about a child whom it needn't know."""

from datetime import timedelta

from reencuentro.records.agencies import Agency
from reencuentro.records.duties import Duty, DutyStep
from reencuentro.records.exact import as_json
from reencuentro.records.officers import Officer
from reencuentro.rules.duties.referrals import ACCEPT, REFERRAL
from tests.web.depth import Deep, Depth, Staff, load
from tests.web.depth_duties import boxes, number_of

STEPS = ("referral_send", ACCEPT)
WORDS = {"referral_send": "referral_asked", ACCEPT: "referral_answer"}


def fact_of(step: str) -> str:
    """By which fact its canary goes."""
    return f"asked_{step}"


def refer(child: Deep, staff: Staff, depth: Depth) -> None:
    """The child is referred to each of them by the agency that gives."""
    chiefs = {staff.stranger.agency.code: staff.stranger, **staff.chiefs}
    askable = Agency.objects.filter(code__in=chiefs, kind__in=REFERRAL.with_kinds)
    for agency in askable.exclude(pk=staff.giver.agency_id).order_by("code"):
        _refer(child, agency, chiefs[agency.code], (staff, depth))


def _refer(child: Deep, agency: Agency, taker: Officer, kept: tuple[Staff, Depth]) -> None:
    staff, depth = kept
    duty = {
        "public_id": number_of(REFERRAL.code, agency.code),
        "person": child.name,
        "kind": REFERRAL.code,
        "agency": staff.giver.agency_id,
        "counterpart": agency.pk,
        "owner": staff.giver.pk,
        "jurisdiction": "US",
        "state": "referral_accepted",
        "begun_at": staff.at,
        "due_at": staff.at + timedelta(days=1),
        "over_at": None,
        "steps_taken": len(STEPS),
        "gist": as_json({}),
    }
    (key,) = load(Duty, [duty], staff.giver.agency_id)
    rows, before = [], ""
    for number, (name, officer) in enumerate(zip(STEPS, (staff.giver, taker), strict=True), start=1):
        step = REFERRAL.step(name)
        assert step is not None
        said = boxes(step.shape, **{WORDS[name]: depth.canary("", agency.code, fact_of(name))})
        form = step.shape.model_validate(said).model_dump(mode="json")
        rows.append(
            {
                "duty": key,
                "number": number,
                "step": name,
                "before": before,
                "to": step.to,
                "at": staff.at,
                "boxes": as_json(form),
                "officer": officer.pk,
                "agency": officer.agency_id,
            }
        )
        before = step.to
    load(DutyStep, rows, staff.giver.agency_id)
