"""Gives an officer for human rights a child to speak for: agreed, allowed by the parents, assigned.

Place.run starts it with the officer's login, their agency, and which child of the giver's. Printed: the child.
"""

import sys
from datetime import timedelta

from django.utils import timezone

from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.assignments import assign
from reencuentro.actions.consents import ConsentStated, record_consent
from reencuentro.actions.officers import officer_of
from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.consents import Basis
from reencuentro.records.people import Membership, Minor
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from reencuentro.web.opening import open_for_pages
from tests.web.entered import account

LEVELS = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY, Level.PROTECTED})
TOPICS = frozenset({Topic.PROTECTION, Topic.LEGAL})


def entrusted(login: str, agency: str, place: int) -> str:
    """A child. What is stated of them is read by who may read it of all that list them, so that all of these agree."""
    now = timezone.now()
    listed = Membership.objects.standing().filter(agency="orr").values("person")
    minors = Minor.objects.standing().filter(person__in=listed).order_by("person__public_id")
    child = minors.values_list("person__public_id", flat=True)[place]
    tellers = Membership.objects.standing().filter(person__public_id=child).values_list("agency", flat=True)
    for giver in sorted(set(tellers)):
        _agree(giver, agency)
    consent = ConsentStated(
        person=child,
        purpose=Purpose.HUMAN_RIGHTS,
        recipient=Agency.objects.get(code=agency),
        levels=LEVELS,
        topics=TOPICS,
        basis=Basis.PARENT,
        language="quc",
    )
    record_consent(consent, by="tests", at=now)
    assign(officer_of(login), child, by="tests", at=now)
    return child


def _agree(giver: str, taker: str) -> None:
    """Once, whoever comes first."""
    if AgreementVersion.objects.filter(agreement=f"{giver}-{taker}").exists():
        return
    now = timezone.now()
    terms = Agreement(
        id=f"{giver}-{taker}",
        version=0,
        giver=giver,
        taker=taker,
        taker_kind=AgencyKind.HUMAN_RIGHTS,
        purposes=frozenset({Purpose.HUMAN_RIGHTS}),
        roles=frozenset({Role.RIGHTS_OFFICER}),
        levels=LEVELS,
        topics=TOPICS,
        valid_from=now,
        valid_until=now + timedelta(days=300),
    )
    version = draft_agreement(terms, by="tests", at=now)
    for number, side in enumerate((giver, taker)):
        signer = account(f"{number}.{giver}", side, Role.DATA_PROTECTION_OFFICER)
        sign_agreement(version, signer, at=now)


if __name__ == "__main__":
    with open_for_pages(sys.argv[1]):
        print(entrusted(sys.argv[2], sys.argv[3], int(sys.argv[4])))
