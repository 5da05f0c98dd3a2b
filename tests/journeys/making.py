"""Adds to the registry that journeys go through: its agencies, and officers of every role who are signed in.

Place.run starts it, with the registry and the file that shall say who there is, in a process of its own: the tests' own
may hold another registry open.
"""

import json
import sys
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from pathlib import Path

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password
from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.records.agencies import Agency
from reencuentro.records.officers import Officer
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.vocabulary import AgencyKind, Level, Purpose, Role, Topic
from reencuentro.web.opening import open_for_pages
from tests.journeys.place import LANGUAGES, PASSWORD, SECRET
from tests.web.entered import account, browser_of

AGENCIES = {
    "orr": ("Office of Refugee Resettlement", AgencyKind.CARE, "US"),
    "cbp": ("Customs and Border Protection", AgencyKind.CUSTODY, "US"),
    "ice": ("Immigration and Customs Enforcement", AgencyKind.CUSTODY, "US"),
    "influx": ("Influx Care Facility", AgencyKind.CARE, "US"),
    "consulado_gt": ("Consulado de Guatemala", AgencyKind.CONSULATE, "GT"),
    "consulado_hn": ("Consulado de Honduras", AgencyKind.CONSULATE, "HN"),
    "hotline": ("Línea de ayuda", AgencyKind.NGO, "US"),
    "dif": ("DIF", AgencyKind.CHILD_PROTECTION, "MX"),
    "clinic": ("Clínica", AgencyKind.HEALTH, "US"),
    "lawyers": ("Defensa legal", AgencyKind.LEGAL_AID, "US"),
    "rights": ("Comisión de derechos humanos", AgencyKind.HUMAN_RIGHTS, "MX"),
    "court": ("Juzgado", AgencyKind.COURT, "MX"),
    "registry": ("Registro", AgencyKind.REGISTRY, "MX"),
}
"""Those whose rosters the cohort has come first."""
WORKERS = frozenset(
    {
        Role.TRACING_OFFICER,
        Role.VERIFIER,
        Role.CASE_WORKER,
        Role.SUPERVISOR,
        Role.BEST_INTERESTS,
        Role.PROTECTION_OFFICER,
    }
)
CASEWORK = frozenset({Purpose.TRACING, Purpose.VERIFICATION, Purpose.CARE, Purpose.REUNIFICATION, Purpose.REPATRIATION})
SHARED = (*((giver, "orr") for giver in ("cbp", "ice", "influx", "hotline", "dif", "consulado_gt")), ("orr", "dif"))
"""Who lets the workers of whom see of their records: giver and taker."""


@dataclass(frozen=True, slots=True)
class Made:
    """One officer. session: what their browser's cookie holds."""

    login: str
    agency: str
    session: str


def agency_for(role: Role) -> str:
    """The first agency in which the role counts."""
    return next(code for code, (_, kind, _) in AGENCIES.items() if role in KINDS[kind].roles)


def main() -> None:
    """Everybody."""
    with open_for_pages(sys.argv[1]):
        for code, (name, kind, country) in AGENCIES.items():
            add_agency(code, AgencyStated(name=name, kind=kind, country=country), by="tests", at=timezone.now())
        _share(timezone.now())
        password, app = make_password(PASSWORD), get_adapter().encrypt(SECRET)
        made = {
            f"{role.value}:{language}": asdict(_officer(role, language, password, app))
            for role in Role
            if role not in (Role.OPERATOR, Role.CLAIMANT)
            for language in LANGUAGES
        }
        Path(sys.argv[2]).write_text(json.dumps(made), encoding="utf-8")


def _officer(role: Role, language: str, password: str, app: str) -> Made:
    officer = account(f"{language}.{role.value}", agency_for(role), role)
    Officer.objects.filter(pk=officer.pk).update(password=password, language=language, full_name="Ana María Torres")
    officer.refresh_from_db()
    Authenticator.objects.filter(user_id=officer.pk).update(data={"secret": app})
    session = browser_of(officer, stepped_up=True).cookies["session"].value
    return Made(officer.login, Agency.objects.get(pk=officer.agency_id).code, session)


def _share(now: datetime) -> None:
    """Agreements that both sides have signed, by officers who never come in."""
    agencies = sorted({code for sides in SHARED for code in sides})
    signers = {code: account(f"signs.{code}", code, Role.DATA_PROTECTION_OFFICER) for code in agencies}
    for giver, taker in SHARED:
        drafted = draft_agreement(_terms(giver, taker, now), by="tests", at=now)
        for side in (giver, taker):
            sign_agreement(drafted, signers[side], at=now)


def _terms(giver: str, taker: str, now: datetime) -> Agreement:
    kind = AGENCIES[taker][1]
    return Agreement(
        id=f"{giver}-{taker}",
        version=1,
        giver=giver,
        taker=taker,
        taker_kind=kind,
        purposes=CASEWORK,
        roles=WORKERS & KINDS[kind].roles,
        levels=frozenset(Level),
        topics=frozenset({Topic.LOCATION, Topic.PROTECTION, Topic.LEGAL, Topic.NOTES}),
        valid_from=now - timedelta(minutes=1),
        valid_until=now + timedelta(days=30),
    )


if __name__ == "__main__":
    main()
