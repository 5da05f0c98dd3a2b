"""A small world to try access in: an officer of each role, and people in every relation to them, full of canaries."""

import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.utils import timezone

from reencuentro.actions.agencies import AgencyStated, add_agency
from reencuentro.actions.agreements import draft_agreement, sign_agreement
from reencuentro.actions.emergencies import Emergency, break_glass
from reencuentro.actions.gates import set_gate
from reencuentro.actions.judgements import Deciding, judge_identity
from reencuentro.actions.rosters import admit_roster
from reencuentro.interchange.rosters import RowReading
from reencuentro.linkage.mentions import Birth, Identifier, Relation, Relative
from reencuentro.linkage.results import Verdict
from reencuentro.records.agencies import Agency
from reencuentro.records.assignments import Assignment
from reencuentro.records.consents import Basis, Consent
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.rosters import Roster
from reencuentro.rules.disclosure import asking as rules
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.asking import SubjectFacts
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import ROWS, Reach
from reencuentro.rules.disclosure.vocabulary import NOTHING, AgencyKind, Gate, Level, Purpose, Role, Topic
from tests.stored.readings import MONDAY, broken_row, reading, row
from tests.web.depth import Deep, Depth, Staff, deepen, drop_lists
from tests.web.depth_calls import call
from tests.web.depth_care import refer
from tests.web.depth_duties import owe
from tests.web.depth_groups import gather
from tests.web.entered import account

GIVES, LAPSED, NEVER, FIRST = "GIVES", "LAPSED", "NEVER", "FIRST"
RELATIONS = ("own", "both", "gives", "lapsed", "never")


def home_of(role: Role, kinds: tuple[AgencyKind, ...]) -> AgencyKind:
    """Of these kinds of agencies in which the role counts, the one that may see most."""
    return max((kind for kind in kinds if role in KINDS[kind].roles), key=lambda kind: len(KINDS[kind].takes))


NOT_REGISTRY = tuple(kind for kind in AgencyKind if kind is not AgencyKind.REGISTRY)
HOME = {role: AgencyKind.REGISTRY if role is Role.OPERATOR else home_of(role, NOT_REGISTRY) for role in Role}
"""For each role a kind of agency in which it counts."""
CANARY = re.compile(r"Qz\d+x[a-z_]+y")
TEXTS = (
    "full_name family_unit municipality department language phones identifiers relatives address facility"
    " apprehended_at destination status separation_reason notes"
).split()
PLACES = {
    **dict.fromkeys("full_name family_unit municipality department language identifiers relatives".split(), "identity"),
    "phones": "contact",
    **dict.fromkeys("address facility apprehended_at destination status".split(), "location"),
    "separation_reason": "protection",
    "notes": "notes",
}


def agency_of(kind: AgencyKind) -> str:
    """The agency of that kind."""
    return kind.value.upper()


@dataclass(frozen=True)
class One:
    """A person of this world. kind: of the agency that is the own one, "" where it matters to nobody."""

    name: str
    relation: str
    kind: AgencyKind | None
    assigned: bool
    child: bool
    consented: bool
    national: bool

    @property
    def deep(self) -> bool:
        """Whether there is more of them than lists tell: half of all, so that the world stays small."""
        return self.national

    def listed_by(self) -> tuple[str, ...]:
        """The agencies that list them."""
        own = (agency_of(self.kind),) if self.kind else ()
        others = {"both": (NEVER,), "gives": (GIVES,), "lapsed": (LAPSED,), "never": (NEVER,), "own": ()}
        return own + others[self.relation]


@dataclass
class World:
    """Who there is. canaries: by person, agency and field. quarantined: the cell that couldn't be taken, by agency.

    twins: to whom each is tied, by id. approvals: who approved that each child goes to their twin.
    """

    at: datetime
    officers: dict[Role, Officer] = field(default_factory=dict)
    people: list[One] = field(default_factory=list)
    agreements: tuple[Agreement, ...] = ()
    canaries: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    judgement: int = 0
    emergency: int = 0
    depth: Depth = field(default_factory=Depth)
    twins: dict[str, One] = field(default_factory=dict)
    approvals: tuple[Officer, ...] = ()
    quarantined: dict[str, str] = field(default_factory=dict)

    def about(self, one: One, officer: Officer) -> SubjectFacts:
        """The person as the decision should know them, told from how the world was made."""
        code = officer.agency.code
        concerned = one.kind is None or agency_of(one.kind) == code
        consents = tuple(
            rules.Consent(
                purpose=purpose,
                recipient=code,
                levels=frozenset(Level),
                topics=frozenset(Topic),
                valid_from=self.at,
                basis="person",
            )
            for purpose in (CONSENTED if one.consented else ())
        )
        return SubjectFacts(
            person_id=one.name,
            listed_by=frozenset(one.listed_by()),
            nationalities=frozenset({"MX" if one.national else "GT"}),
            is_child=one.child,
            assigned=one.assigned and concerned,
            assigned_agency=one.assigned and concerned,
            protection_gate=Gate.OPEN,
            consents=consents,
        )

    def seen(self, name: str, shown: Mapping[str, set[str]]) -> set[str]:
        """The canaries that a page may hold on which this is shown."""
        found = set()
        for agency, places in shown.items():
            for fact, canary in self.canaries[name, agency].items():
                if "record" in places or PLACES.get(fact) in places:
                    found.add(canary)
        return found


CONSENTED = (
    Purpose.TRACING,
    Purpose.LEGAL_AID,
    Purpose.HUMAN_RIGHTS,
    Purpose.CONSULAR_PROTECTION,
    Purpose.REPATRIATION,
)


def make_world() -> World:
    """Everybody, admitted from rosters."""
    now = timezone.now()
    world = World(at=now - timedelta(days=30))
    stated = {agency_of(kind): (kind, "MX") for kind in AgencyKind}
    stated |= dict.fromkeys((GIVES, LAPSED, NEVER, FIRST), (AgencyKind.CARE, "US"))
    for code, (kind, country) in stated.items():
        add_agency(code, AgencyStated(name=code, kind=kind, country=country), by="tests", at=world.at)
    for role in Role:
        world.officers[role] = account(f"o-{role.value}", agency_of(HOME[role]), role)
    givers = {code: account(f"g-{code.lower()}", code, Role.SUPERVISOR) for code in (GIVES, LAPSED, FIRST)}
    world.agreements = tuple(_agreements(world, givers, now))
    world.people = list(_people())
    world.twins = dict(_twins(world.people))
    for agency in sorted({code for one in world.people for code in one.listed_by()}):
        _admit(world, agency)
    _believe(world)
    _act_first(world, givers[FIRST])
    _deepen(world, givers)
    return world


def _twins(people: Iterable[One]) -> Iterator[tuple[str, One]]:
    """For each the next of those who stand in the same relation to the same agencies."""
    groups: dict[tuple[str, AgencyKind | None], list[One]] = {}
    for one in people:
        groups.setdefault((one.relation, one.kind), []).append(one)
    for group in groups.values():
        yield from zip((one.name for one in group), (*group[1:], group[0]), strict=True)


def _deepen(world: World, givers: Mapping[str, Officer]) -> None:
    """Cases, alarms and all else; kept by a chief of each agency, and by a stranger of one that lists nobody."""
    chiefs = {one.agency.code: one for one in world.officers.values()} | dict(givers)
    chiefs[NEVER] = account("g-never", NEVER, Role.SUPERVISOR)
    for role in (Role.CASE_WORKER, Role.SUPERVISOR, Role.BEST_INTERESTS, Role.PROTECTION_OFFICER):
        chiefs[agency_of(HOME[role])] = world.officers[role]
    world.approvals = givers[FIRST], givers[GIVES]
    staff = Staff(givers[FIRST], givers[GIVES], chiefs, timezone.now() - timedelta(days=5))
    deep = [Deep(one.name, one.listed_by(), one.child, world.twins[one.name].name) for one in world.people if one.deep]
    world.depth = deepen(deep, staff)
    owe(deep, staff, world.depth)
    call(deep, staff, world.depth)
    gather(staff)
    refer(deep[0], staff, world.depth)
    bringing = {role: world.officers[role] for role in SUPPLIERS}
    drop_lists(bringing, givers[GIVES], world.depth, staff.at)


SUPPLIERS = (Role.INTAKE, Role.CASE_WORKER, Role.SUPERVISOR, Role.ROSTER_SUPPLIER)
"""Who brings lists."""


def _act_first(world: World, officer: Officer) -> None:
    """Somebody of another agency has judged, and broken a glass."""
    names = [one.name for one in world.people if one.relation == "never"]
    deciding = Deciding(by=f"officer:{officer.public_id}", reason="seen both", at=world.at)
    world.judgement = judge_identity((NEVER, names[0]), (NEVER, names[2]), Verdict.REJECTED, deciding).pk
    asked = Emergency(
        person=names[0], levels=frozenset({Level.IDENTITY}), reason="it can't wait, a ward asks", minutes=9
    )
    world.emergency = break_glass(officer, asked, at=timezone.now()).pk


def terms(role: Role, giver: str, start: datetime, until: datetime) -> Agreement | None:
    """The most that may be agreed for a role."""
    kind = KINDS[HOME[role]]
    agreed = [one for one in ROWS if one.role is role and one.reach is Reach.AGREED]
    purposes = frozenset().union(*(one.purposes for one in agreed)) & kind.purposes
    opens = NOTHING.union(*(one.shows for one in agreed)) & kind.takes
    if not (purposes and opens):
        return None
    return Agreement(
        id=f"{giver}-{role.value}",
        version=1,
        giver=giver,
        taker=agency_of(HOME[role]),
        taker_kind=HOME[role],
        purposes=purposes,
        roles=frozenset({role}),
        levels=frozenset(one.level for one in opens),
        topics=frozenset(one.topic for one in opens if one.topic),
        valid_from=start,
        valid_until=until,
        signed_by=frozenset({giver, agency_of(HOME[role])}),
    )


def _agreements(world: World, givers: Mapping[str, Officer], now: datetime) -> Iterator[Agreement]:
    for role, officer in world.officers.items():
        for giver, until in ((GIVES, now + timedelta(days=300)), (LAPSED, now - timedelta(days=1))):
            agreed = terms(role, giver, world.at, until)
            if agreed:
                version = draft_agreement(agreed, by="tests", at=world.at)
                sign_agreement(version, givers[giver], at=world.at)
                sign_agreement(version, officer, at=world.at)
                yield agreed


def _people() -> Iterator[One]:
    facts = list(itertools.product((True, False), repeat=4))
    kinds: dict[str, list[AgencyKind | None]] = {
        relation: [*sorted(set(HOME.values()))] if relation in ("own", "both") else [None] for relation in RELATIONS
    }
    numbers = itertools.count()
    for relation in RELATIONS:
        for kind in kinds[relation]:
            for one in facts:
                yield One(f"p-{next(numbers):04}", relation, kind, *one)


def _admit(world: World, agency: str) -> None:
    """Two lists: of those of whom there is more, and of the others, with a row that couldn't be taken."""
    deep, flat = (
        _rows(world, agency, [one for one in world.people if agency in one.listed_by() and one.deep is so])
        for so in (True, False)
    )
    broken = broken_row(1_000, "x-broken", f"Qz{80_000 + len(world.canaries)}xquarantined_celly")
    for file_name, rows in (("deep.csv", deep), ("flat.csv", [*flat, broken])):
        told = reading(agency, *rows, as_of=MONDAY.date(), file_name=file_name)
        admit_roster(told, by="tests", received_at=MONDAY)
    columns = [{"header": name, "field": known, "why": "header"} for name, known in (("ID", "record_id"), ("DOB", ""))]
    Roster.objects.filter(agency__code=agency, file_name="flat.csv").update(columns=columns)
    world.quarantined[agency] = broken.cells["DOB"]


def _rows(world: World, agency: str, people: Iterable[One]) -> list[RowReading]:
    rows = []
    for line, one in enumerate(people, 2):
        serial = len(world.canaries)
        said = {name: f"Qz{serial}x{name}y" for name in (*TEXTS, "raw")}
        world.canaries[one.name, agency] = said
        told = row(
            line,
            one.name,
            agency,
            **{name: said[name] for name in TEXTS if name not in ("phones", "identifiers", "relatives")},
            phones=(said["phones"],),
            identifiers=(Identifier("fin", said["identifiers"]),),
            relatives=(Relative(relation=Relation.MOTHER, name=said["relatives"]),),
            nationality="MX" if one.national else "GT",
            birth=Birth(year=2015 if one.child else 1980, month=5, day=3),
        )
        rows.append(replace(told, cells={**told.cells, "Raw": said["raw"]}))
    return rows


def _believe(world: World) -> None:
    Person.objects.bulk_create(Person(public_id=one.name) for one in world.people)
    keys = dict(Person.objects.values_list("public_id", "pk"))
    since = {"known_from": world.at}
    Membership.objects.bulk_create(
        Membership(person_id=keys[one.name], agency=agency, record_id=one.name, **since)
        for one in world.people
        for agency in one.listed_by()
    )
    Minor.objects.bulk_create(Minor(person_id=keys[one.name], **since) for one in world.people if one.child)
    given = {"begins_at": world.at, "given_by": "tests"}
    Assignment.objects.bulk_create(
        Assignment(officer=officer, person=one.name, **given)
        for one in world.people
        for officer in world.officers.values()
        if one.assigned and (one.kind is None or agency_of(one.kind) == officer.agency.code)
    )
    takers = list(Agency.objects.filter(code__in={officer.agency.code for officer in world.officers.values()}))
    Consent.objects.bulk_create(
        Consent(
            person=one.name,
            purpose=purpose.value,
            recipient=taker,
            levels=sorted(Level),
            topics=sorted(Topic),
            basis=Basis.PERSON.value,
            language="es",
            **given,
        )
        for one in world.people
        if one.consented
        for taker in takers
        for purpose in CONSENTED
    )
    for one in world.people:
        set_gate(one.name, Gate.OPEN, "asked", by="tests", at=world.at)
