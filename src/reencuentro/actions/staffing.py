"""Gives a demo's registry its agencies, agreements and officers, and the first families to work on.

Only for a registry whose people are invented.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.assignments import assign
from reencuentro.actions.cases import Doer, Opening, open_case
from reencuentro.actions.officers import OfficerStated, add_officer
from reencuentro.actions.queueing import queue_ties
from reencuentro.linkage.results import Status
from reencuentro.records.matches import Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import WHO, AgencyKind, Level, Purpose, Role, Topic

BY = "demo"
AGENCIES = {
    "orr": AgencyStated(name="Office of Refugee Resettlement", kind=AgencyKind.CARE, country="US"),
    "influx": AgencyStated(name="Influx Care Facility", kind=AgencyKind.CARE, country="US"),
    "cbp": AgencyStated(name="Customs and Border Protection", kind=AgencyKind.CUSTODY, country="US"),
    "ice": AgencyStated(name="Immigration and Customs Enforcement", kind=AgencyKind.CUSTODY, country="US"),
    "dif": AgencyStated(name="DIF", kind=AgencyKind.CHILD_PROTECTION, country="MX"),
    "consulado_mx": AgencyStated(name="Consulado de México", kind=AgencyKind.CONSULATE, country="MX"),
    "consulado_gt": AgencyStated(name="Consulado de Guatemala", kind=AgencyKind.CONSULATE, country="GT"),
    "consulado_hn": AgencyStated(name="Consulado de Honduras", kind=AgencyKind.CONSULATE, country="HN"),
    "hotline": AgencyStated(name="Línea de ayuda", kind=AgencyKind.NGO, country="US"),
    "clinica": AgencyStated(name="Clínica", kind=AgencyKind.HEALTH, country="US"),
    "defensa": AgencyStated(name="Defensa legal", kind=AgencyKind.LEGAL_AID, country="US"),
    "cndh": AgencyStated(name="Comisión de derechos humanos", kind=AgencyKind.HUMAN_RIGHTS, country="MX"),
    "registro": AgencyStated(name="Registro", kind=AgencyKind.REGISTRY, country="MX"),
}
"""The agencies whose lists the demo makes, and those without a list that somebody works for."""


@dataclass(frozen=True, slots=True)
class Place:
    """One officer of the demo: the login, an invented name, the agency, and what they do there."""

    login: str
    name: str
    agency: str
    role: Role


STAFF = (
    Place("rastreo", "Lucía Xicará", "orr", Role.TRACING_OFFICER),
    Place("verifica", "Tomás Ibarra", "orr", Role.VERIFIER),
    Place("caso", "Elena Ruiz", "orr", Role.CASE_WORKER),
    Place("supervisa", "Marta Solís", "orr", Role.SUPERVISOR),
    Place("interes", "Pablo Rey", "orr", Role.BEST_INTERESTS),
    Place("admision", "Inés Vidal", "orr", Role.INTAKE),
    Place("albergue", "Rosa Paz", "orr", Role.SHELTER_STAFF),
    Place("opi", "Diego Luna", "dif", Role.PROTECTION_OFFICER),
    Place("supervisa.dif", "Alma Prado", "dif", Role.SUPERVISOR),
    Place("consul", "Irene Mora", "consulado_mx", Role.CONSULAR_OFFICER),
    Place("linea", "Sara Gil", "hotline", Role.HOTLINE_AGENT),
    Place("busca", "Iván Cruz", "hotline", Role.NGO_SEARCHER),
    Place("salud", "Nora Vega", "clinica", Role.HEALTH_STAFF),
    Place("defiende", "Hugo León", "defensa", Role.ADVOCATE),
    Place("derechos", "Olga Ríos", "cndh", Role.RIGHTS_OFFICER),
    Place("datos", "Eva Soto", "orr", Role.DATA_PROTECTION_OFFICER),
    Place("audita", "Raúl Cano", "registro", Role.AUDITOR),
    Place("publica", "Ana Nieto", "registro", Role.PUBLISHER),
    Place("envia", "Luis Mata", "cbp", Role.ROSTER_SUPPLIER),
    Place("admision.cbp", "Óscar Leal", "cbp", Role.INTAKE),
    Place("cuentas", "Julia Ramos", "registro", Role.ADMINISTRATOR),
)
"""An officer for each role that signs in; a supervisor of a second agency, without whom no child is released; and a
colleague of who sends lists, who may put right what is wrong in them.
"""

_CASE = frozenset({Purpose.TRACING, Purpose.VERIFICATION, Purpose.CARE, Purpose.REUNIFICATION, Purpose.REPATRIATION})
_WORKERS = frozenset(
    {
        Role.TRACING_OFFICER,
        Role.VERIFIER,
        Role.CASE_WORKER,
        Role.SUPERVISOR,
        Role.BEST_INTERESTS,
        Role.PROTECTION_OFFICER,
    }
)
_CARE_ROLES = _WORKERS - {Role.PROTECTION_OFFICER}
_TOPICS = frozenset({Topic.LOCATION, Topic.PROTECTION, Topic.LEGAL, Topic.NOTES})


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharing:
    """What one agency lets officers of another see, in these roles and for these purposes."""

    giver: str
    taker: str
    roles: frozenset[Role]
    purposes: frozenset[Purpose] = _CASE
    levels: frozenset[Level] = frozenset(Level)
    topics: frozenset[Topic] = _TOPICS


_LISTING = ("orr", "cbp", "ice", "influx", "hotline", "dif", "consulado_gt", "consulado_hn")
"""Agencies that list people: what somebody else states of a child is told where each of them lets it be."""


def _from_all(taker: str, role: Role, purposes: frozenset[Purpose], *topics: Topic) -> Iterator[Sharing]:
    """Who somebody is, and these topics, as every agency that lists people lets it be seen."""
    levels = WHO | {Level.PROTECTED} if topics else WHO
    for giver in _LISTING:
        roles, told = frozenset({role}), frozenset(topics)
        yield Sharing(giver=giver, taker=taker, roles=roles, purposes=purposes, levels=levels, topics=told)


_CONSUL = frozenset({Purpose.CONSULAR_PROTECTION, Purpose.REUNIFICATION, Purpose.REPATRIATION})
_RIGHTS = frozenset({Purpose.HUMAN_RIGHTS})
SHARED = (
    *(
        Sharing(giver=giver, taker="orr", roles=_CARE_ROLES)
        for giver in ("cbp", "ice", "influx", "hotline", "dif", "consulado_gt")
    ),
    *(Sharing(giver=giver, taker="dif", roles=_WORKERS) for giver in ("orr", "ice")),
    *_from_all("consulado_mx", Role.CONSULAR_OFFICER, _CONSUL),
    *_from_all("clinica", Role.HEALTH_STAFF, frozenset({Purpose.HEALTH}), Topic.HEALTH),
    *_from_all("defensa", Role.ADVOCATE, frozenset({Purpose.LEGAL_AID}), Topic.LEGAL),
    *_from_all("cndh", Role.RIGHTS_OFFICER, _RIGHTS, Topic.PROTECTION, Topic.LEGAL),
)
"""Who lets whom see of their records."""
CHILDREN = 12
"""Children on whom somebody is assigned to work from the first day."""
CASES = 8
"""Of these, those whose case is open."""
WORKED_FOR = timedelta(days=10)
"""How long the officers have been there, and those children are theirs."""


def staff_demo(password: str, now: datetime) -> dict[str, Officer]:
    """Everything, once; the officers who sign in, by their logins. password: its slow hash, which they all share.

    Raises AccountError for a registry that has such officers already.
    """
    since = now - WORKED_FOR
    for code, stated in AGENCIES.items():
        add_agency(code, stated, by=BY, at=since)
    staff = dict(_officers(password, since))
    signers = dict(_signers(now))
    for one in SHARED:
        _agree(one, signers, now)
    _assign(staff, now)
    queue_ties({})
    return staff


def _officers(password: str, now: datetime) -> Iterator[tuple[str, Officer]]:
    for place in STAFF:
        stated = OfficerStated(
            login=place.login, full_name=place.name, agency=place.agency, roles=frozenset({place.role})
        )
        officer, _ = add_officer(stated, by=BY, at=now)
        # One slow hash is enough for a password that a terminal has printed.
        Officer.objects.filter(pk=officer.pk).update(password=password)
        yield place.login, officer


def _signers(now: datetime) -> Iterator[tuple[str, Officer]]:
    """Of each side of an agreement somebody who may sign; nobody ever signs in by these accounts."""
    for code in sorted({side for one in SHARED for side in (one.giver, one.taker)}):
        stated = OfficerStated(
            login=f"firma.{code}",
            full_name="-",
            agency=code,
            roles=frozenset({Role.DATA_PROTECTION_OFFICER}),
        )
        yield code, add_officer(stated, by=BY, at=now)[0]


def _agree(shared: Sharing, signers: dict[str, Officer], now: datetime) -> None:
    terms = Agreement(
        id=f"{shared.giver}-{shared.taker}",
        version=1,
        giver=shared.giver,
        taker=shared.taker,
        taker_kind=AGENCIES[shared.taker].kind,
        purposes=shared.purposes,
        roles=shared.roles,
        levels=shared.levels,
        topics=shared.topics,
        valid_from=now - timedelta(minutes=1),
        valid_until=now + timedelta(days=365),
    )
    drafted = draft_agreement(terms, by=BY, at=now)
    for side in (shared.giver, shared.taker):
        sign_agreement(drafted, signers[side], at=now)


def _assign(staff: dict[str, Officer], now: datetime) -> None:
    """The likeliest families first: the child and the relative, to who works for them in either agency."""
    listed = Membership.objects.standing().filter(agency="orr").values("person")
    ties = Tie.objects.standing().filter(status=Status.PROPOSED, relation__in=("mother", "father"), child__in=listed)
    likely = ties.order_by("place", "waiting_since", "pk").select_related("child", "relative")
    families: defaultdict[str, list[str]] = defaultdict(list)
    for tie in likely.defer("evidence", "alternatives", "would_decide")[: CHILDREN * 2]:
        if tie.child.public_id in families or len(families) < CHILDREN:
            families[tie.child.public_id].append(tie.relative.public_id)
    for person in dict.fromkeys(one for child, kin in families.items() for one in (child, *kin)):
        for login in ("caso", "supervisa", "interes", "opi", "albergue"):
            assign(staff[login], person, by=BY, at=now - WORKED_FOR)
    worker = Doer(officer=staff["caso"], roles=frozenset({Role.CASE_WORKER}), at=now)
    for child in list(families)[:CASES]:
        open_case(Opening(person=child, jurisdiction="US", escalates_to=staff["supervisa"]), worker)
