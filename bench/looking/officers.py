"""Who asks the pages: an officer of an agency to which all others have agreed to show who people are."""

from datetime import datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.linkage.persons import person_id
from reencuentro.records.agencies import Agency
from reencuentro.records.loading import load_rows, reserve_ids
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.records.search import SearchRecord
from reencuentro.records.second_wall.acting import as_who_logged_in
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role
from reencuentro.web.opening import bring_sign_in_up_to_date
from tests.web.entered import account, browser_of

SEEKERS = "SEEKERS"
LOGIN = "seeker"


def prepare(at: datetime) -> None:
    """Each listed record a person of their own; the agencies, what they agreed, and the officer. Once a registry."""
    bring_sign_in_up_to_date()
    if not Person.objects.exists():
        _people_of_their_own(at)
    if not Officer.objects.filter(login=LOGIN).exists():
        _agree(timezone.now() - timedelta(hours=1))
    if connection.vendor == "postgresql":
        with as_who_logged_in(), connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # as its own housekeeping does within minutes


def _people_of_their_own(at: datetime) -> None:
    with transaction.atomic():
        told = SearchRecord.objects.values_list("agency__code", "record_id")
        named = sorted((person_id([key]), key) for key in told)
        ids = reserve_ids(Person, len(named))
        load_rows(Person, ("id", "public_id"), ((pk, name) for pk, (name, _) in zip(ids, named, strict=True)))
        members = ((pk, *key, at) for pk, (_, key) in zip(ids, named, strict=True))
        load_rows(Membership, ("person", "agency", "record_id", "known_from"), members)


def _agree(at: datetime) -> None:
    listed = [*Agency.objects.order_by("code").values_list("code", flat=True)]
    for code in (*listed, SEEKERS):
        kind = AgencyKind.MINISTRY if code == SEEKERS else AgencyKind.CARE
        add_agency(code, AgencyStated(name=code, kind=kind, country="MX"), by="benchmark", at=at)
    seeker = account(LOGIN, SEEKERS, Role.TRACING_OFFICER)
    for code in listed:
        giver = account(f"giver-{code.lower()}", code, Role.SUPERVISOR)
        version = draft_agreement(_terms(code, at), by="benchmark", at=at)
        sign_agreement(version, giver, at=at)
        sign_agreement(version, seeker, at=at)


def _terms(giver: str, at: datetime) -> Agreement:
    return Agreement(
        id=f"bench-{giver}",
        version=1,
        giver=giver,
        taker=SEEKERS,
        taker_kind=AgencyKind.MINISTRY,
        purposes=frozenset({Purpose.TRACING}),
        roles=frozenset({Role.TRACING_OFFICER}),
        levels=frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY}),
        topics=frozenset(),
        valid_from=at,
        valid_until=at + timedelta(days=300),
        signed_by=frozenset(),
    )


def session() -> str:
    """The key of a session in which the officer has signed in."""
    browser = browser_of(Officer.objects.get(login=LOGIN))
    return str(browser.session.session_key)
