"""Says what an agency is; suspends it, whereupon its officers are out at once, and readmits it."""

import re
from dataclasses import asdict, dataclass
from datetime import datetime

import pycountry

from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.sessions import end_sessions
from reencuentro.records.versions import changed_only_from
from reencuentro.rules.disclosure.vocabulary import AgencyKind


@dataclass(frozen=True, slots=True, kw_only=True)
class AgencyStated:
    """What is said of an agency. country: ISO 3166-1 alpha-2, "" for an organisation of no country."""

    name: str
    kind: AgencyKind
    country: str = ""
    state: str = ""


def add_agency(code: str, stated: AgencyStated, *, by: str, at: datetime) -> Agency:
    """A new agency, or what was missing of one that only a roster has named so far.

    Raises AccountError for a code that can't be one, an unknown country, or an agency that is described already.
    """
    with performing("add_agency", by=by, about=[f"agency:{code}"], at=at):
        if not _CODE.fullmatch(code):
            raise AccountError(
                "an agency can't have that code", remedy="Use letters, digits, '-', '_' and '.', up to 60."
            )
        _check(stated)
        agency, _ = Agency.objects.get_or_create(code=code)
        if agency.kind:
            raise AccountError(
                f"agency {code} is described already", remedy="Change it instead: reencuentro agencies change …"
            )
        changed_only_from(agency, agency.version, by=by, at=at, **asdict(stated))
        return agency


_CODE = re.compile(r"[\w.-]{1,60}")


def change_agency(agency: Agency, version: int, stated: AgencyStated, *, by: str, at: datetime) -> None:
    """States the agency anew, and signs its officers out: another kind or country gives other rights.

    Raises ConflictError where it is no longer at that version, AccountError for an unknown country.
    """
    with performing("change_agency", by=by, about=[f"agency:{agency.code}"], at=at):
        _check(stated)
        changed_only_from(agency, version, by=by, at=at, **asdict(stated))
        end_sessions(officer__agency=agency)


def suspend_agency(agency: Agency, why: str, *, by: str, at: datetime) -> None:
    """Its officers are signed out and can't come in again, whatever roles they hold. why: kept with it."""
    with performing("suspend_agency", by=by, about=[f"agency:{agency.code}"], at=at):
        if not why.strip():
            raise AccountError("a suspension needs a reason", remedy="Say in words why the agency is suspended.")
        if agency.suspended:
            raise AccountError(f"agency {agency.code} is suspended already", remedy="There is nothing left to do.")
        changed_only_from(
            agency, agency.version, by=by, at=at, suspended_at=at, suspended_by=by, suspended_why=why.strip()
        )
        end_sessions(officer__agency=agency)


def readmit_agency(agency: Agency, *, by: str, at: datetime) -> None:
    """Takes the suspension back; its officers sign in anew."""
    with performing("readmit_agency", by=by, about=[f"agency:{agency.code}"], at=at):
        if not agency.suspended:
            raise AccountError(f"agency {agency.code} isn't suspended", remedy="There is nothing to take back.")
        changed_only_from(agency, agency.version, by=by, at=at, suspended_at=None, suspended_by="", suspended_why="")


def _check(stated: AgencyStated) -> None:
    if not stated.name.strip():
        raise AccountError("an agency needs a name", remedy="Say what the agency is called.")
    if stated.country and pycountry.countries.get(alpha_2=stated.country) is None:
        raise AccountError(
            f"there is no country {stated.country}", remedy="Write two letters of ISO 3166: MX, GT, HN, SV, US …"
        )


def agency_of(code: str) -> Agency:
    """The agency of that code. Raises AccountError where there is none."""
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise AccountError(f"there is no agency {code}", remedy="Add it first: reencuentro agencies add …")
    return agency
