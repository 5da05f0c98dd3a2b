"""Who is who in these tests: agencies of four kinds, their officers, and one person whom two agencies list."""

from datetime import UTC, datetime, timedelta

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.officers import OfficerStated, add_officer, enrol
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Person
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Role

NOW = datetime(2026, 6, 19, 12, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
KINDS = {
    "ORR": (AgencyKind.CARE, "US"),
    "SRE": (AgencyKind.CONSULATE, "MX"),
    "DIF": (AgencyKind.CHILD_PROTECTION, "MX"),
    "REG": (AgencyKind.REGISTRY, ""),
}
PASSWORD = "una mariposa amarilla 7"  # noqa: S105 - of an account that lives as long as one test


def agencies(*codes: str) -> None:
    """Adds and describes these agencies."""
    for code in codes or KINDS:
        kind, country = KINDS[code]
        add_agency(code, AgencyStated(name=f"Agency {code}", kind=kind, country=country), by="tests", at=NOW)


def invited(login: str, agency: str, *roles: Role, at: datetime = NOW) -> tuple[Officer, str]:
    """An officer who has a one-time code and nothing else yet."""
    stated = OfficerStated(login=login, full_name=f"Officer {login}", agency=agency, roles=frozenset(roles))
    return add_officer(stated, by="tests", at=at)


def officer(login: str, agency: str, *roles: Role) -> Officer:
    """An officer who has set a password."""
    _, code = invited(login, agency, *roles)
    return enrol(code, PASSWORD, at=NOW)


def person(public_id: str = "p-1", *listed_by: str) -> str:
    """A person whom these agencies list; the public id."""
    one = Person.objects.create(public_id=public_id)
    for agency in listed_by:
        Membership.objects.create(person=one, agency=agency, record_id=public_id, known_from=NOW)
    return public_id
