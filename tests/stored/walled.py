"""A registry full of officers, agreements, duties and people, made by chance, and what the decision lets each reach."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import product
from random import Random

from django.utils import timezone

from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import (
    AgreementSignature,
    AgreementVersion,
    AgreementWithdrawal,
    Side,
    agreements_in_force,
)
from reencuentro.records.assignments import Assignment
from reencuentro.records.consents import Basis, Consent, Withholding
from reencuentro.records.emergencies import BreakGlass, EmergencyReview
from reencuentro.records.gates import ProtectionGate
from reencuentro.records.officers import Officer, RoleHeld
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.restrictions import Ground, Restriction
from reencuentro.records.visible.subjects import Subject, subjects_of
from reencuentro.records.visible.viewers import Viewer, officer_viewing
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.asking import Asking, OfficerFacts
from reencuentro.rules.disclosure.deciding import decide
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.policy import ROWS
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Gate, Level, Purpose, Role, Topic

Reach = frozenset[tuple[str, str]]
"""Persons, by public id, and the agencies whose records of them may be reached."""

COUNTRIES = ("MX", "GT", "")
OFFICERS, PEOPLE, FORMER = 12, 14, 9


@dataclass
class World:
    """What was made. now: the instant at which all of it is looked at."""

    chance: Random
    now: datetime
    agencies: list[Agency] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)

    def ago(self, **time: float) -> datetime:
        """So long before now."""
        return self.now - timedelta(**time)

    def lately(self) -> datetime:
        """Some time within the last ten days."""
        return self.ago(days=self.chance.randint(1, 10))


def make_world(seed: int) -> World:
    """The same world from the same seed, but for the hour."""
    world = World(Random(seed), timezone.now() - timedelta(seconds=5))  # noqa: S311 nothing secret
    for step in (_agencies, _officers, _people, _agreements):
        step(world)
    _state(world, [one.public_id for one in world.people])
    _emergencies(world)
    former = _former_ids(world)
    _state(world, former)
    _restrictions(world, former)
    return world


def _state(world: World, names: Sequence[str]) -> None:
    """Duties, wishes and answers under each of these ids."""
    _duties(world, names)
    _wishes(world, names)
    _gates(world, names)


def _former_ids(world: World) -> list[str]:
    """Ids by which the records of some people went before: each of one person or of several, and until when."""
    former = [f"q{number}" for number in range(FORMER)]
    for name in former:
        for person in world.chance.sample(world.people, world.chance.randint(1, 3)):
            until = world.chance.choice((None, world.lately().isoformat()))
            person.names = {**(person.names or {}), name: until}
            person.save()
    return former


def _agencies(world: World) -> None:
    kinds = [AgencyKind.CARE, *world.chance.sample(sorted(AgencyKind), 5)]
    for number, kind in enumerate(kinds):
        world.agencies.append(
            Agency.objects.create(code=f"A{number}", kind=kind.value, country=world.chance.choice(COUNTRIES))
        )
    if world.chance.random() < 0.3:
        Agency.objects.filter(pk=world.agencies[-1].pk).update(
            suspended_at=world.now, suspended_by="tests", suspended_why="tests"
        )


def _officers(world: World) -> None:
    chance = world.chance
    for number in range(OFFICERS):
        agency = chance.choice(world.agencies)
        officer = Officer.objects.create(
            public_id=f"o{number}",
            login=f"o{number}",
            full_name=f"Officer {number}",
            agency=agency,
            is_active=chance.random() < 0.95,
            added_at=world.now,
            added_by="tests",
        )
        usual = sorted(KINDS[AgencyKind(agency.kind)].roles)
        held = {chance.choice(usual), chance.choice(usual if chance.random() < 0.7 else sorted(Role))}
        for role in sorted(held):
            ended = world.ago(hours=1) if chance.random() < 0.1 else None
            RoleHeld.objects.create(
                officer=officer, role=role, begins_at=world.lately(), given_by="tests", ended_at=ended
            )
        world.officers.append(officer)


def _people(world: World) -> None:
    for number in range(PEOPLE):
        person = Person.objects.create(public_id=f"p{number}")
        told_by = world.chance.sample(world.agencies, world.chance.randint(1, 3))
        for agency in told_by:
            Membership.objects.create(
                person=person, agency=agency.code, record_id=f"r{number}", known_from=world.ago(days=1)
            )
        if world.chance.random() < 0.6:
            Minor.objects.create(person=person, known_from=world.ago(days=1))
        world.people.append(person)


def _agreements(world: World) -> None:
    chance = world.chance
    for number, (giver, taker) in enumerate(product(world.agencies, repeat=2)):
        if giver == taker or chance.random() < 0.4:
            continue
        before = None
        for version in range(1, chance.randint(1, 3)):
            before = _version(world, f"g{number}", version, (giver, taker), before)


def _version(
    world: World, name: str, version: int, sides: tuple[Agency, Agency], before: AgreementVersion | None
) -> AgreementVersion:
    chance, (giver, taker) = world.chance, sides
    kind = KINDS[AgencyKind(taker.kind)]
    taken = [one for one in sorted(kind.takes, key=str) if chance.random() < 0.7]
    begins = world.lately()
    made = AgreementVersion.objects.create(
        agreement=name,
        version=version,
        giver=giver,
        taker=taker,
        purposes=_some(chance, sorted(kind.purposes)),
        roles=_some(chance, sorted(kind.roles)),
        levels=sorted({int(one.level) for one in taken} or {1}),
        topics=sorted(one.topic.value for one in taken if one.topic),
        only_nationals_of=chance.choice(([], [], ["MX"])),
        begins_at=begins,
        until=chance.choice((world.now + timedelta(days=9), begins + timedelta(hours=2), begins + timedelta(days=700))),
        drafted_by="tests",
        drafted_at=begins,
        supersedes=before,
    )
    for side, agency in ((Side.GIVER, giver), (Side.TAKER, taker)):
        signers = [one for one in world.officers if one.agency_id == agency.pk] or world.officers
        if chance.random() < 0.9:
            AgreementSignature.objects.create(version=made, side=side.value, officer=signers[0], at=begins)
    if chance.random() < 0.1:
        AgreementWithdrawal.objects.create(version=made, by="tests", at=world.ago(minutes=5), why="tests")
    return made


def _some(chance: Random, words: list[str]) -> list[str]:
    """More often sound for every role than for a few."""
    return [str(word) for word in words if chance.random() < 0.8] or [str(words[0])]


def _duties(world: World, names: Sequence[str]) -> None:
    chance = world.chance
    for officer, name in product(world.officers, names):
        if chance.random() < 0.15:
            Assignment.objects.create(
                officer=officer,
                person=name,
                begins_at=world.lately(),
                given_by="tests",
                until=chance.choice((None, world.now + timedelta(days=1))),
                ended_at=chance.choice((None, None, None, world.ago(hours=1))),
            )


def _wishes(world: World, names: Sequence[str]) -> None:
    chance = world.chance
    for name, agency in product(names, world.agencies):
        for purpose in (one for one in Purpose if chance.random() < 0.06):
            for basis in (one for one in Basis if chance.random() < 0.5):
                topics = _some(chance, list(Topic))
                Consent.objects.create(
                    person=name,
                    purpose=purpose,
                    recipient=agency,
                    levels=sorted(int(one) for one in Level if chance.random() < 0.7),
                    topics=topics,
                    basis=basis,
                    begins_at=world.lately(),
                    given_by="tests",
                    ended_at=chance.choice((None, None, world.ago(hours=1))),
                )
        if chance.random() < 0.04:
            Withholding.objects.create(
                person=name, agency=agency, by_court=chance.random() < 0.5, begins_at=world.lately()
            )


def _gates(world: World, names: Sequence[str]) -> None:
    chance = world.chance
    for name in names:
        if chance.random() < 0.2:
            officer = chance.choice(world.officers)
            Withholding.objects.create(person=name, officer=officer, begins_at=world.lately())
        for state in chance.choice(((), (Gate.OPEN,), (Gate.OPEN, Gate.CLOSED), (Gate.CLOSED, Gate.OPEN))):
            ProtectionGate.objects.create(person=name, state=state.value, reason="asked", by="tests", at=world.lately())


def _restrictions(world: World, names: Sequence[str]) -> None:
    for name in names:
        if world.chance.random() < 0.5:
            Restriction.objects.create(person=name, ground=Ground.COURT.value, begins_at=world.lately())


def _emergencies(world: World) -> None:
    chance = world.chance
    for officer, person in product(world.officers, world.people):
        if chance.random() < 0.1:
            levels = sorted(int(one) for one in Level if chance.random() < 0.8)
            BreakGlass.objects.create(
                officer=officer,
                agency=officer.agency,
                person=person.public_id,
                levels=levels,
                topics=_some(chance, ["location", "protection", "health"]) if 5 in levels else [],
                reason=chance.choice(("a child is in danger tonight, I must call", "because I want to see")),
                begins_at=chance.choice((world.ago(minutes=30), world.ago(hours=3))),
                minutes=chance.choice((60, 240)),
            )
    if chance.random() < 0.5:
        late = world.officers[0]
        old = BreakGlass.objects.create(
            officer=late,
            agency=late.agency,
            person=world.people[0].public_id,
            levels=[1],
            reason="long ago, for a reason that was good",
            begins_at=world.ago(hours=80),
            minutes=30,
        )
        if chance.random() < 0.5:
            EmergencyReview.objects.create(
                emergency=old,
                officer=world.officers[-1],
                agency=world.officers[-1].agency,
                finding="justified",
                at=world.ago(hours=1),
            )


def reach_by_decision(world: World, officer: Officer) -> Reach:
    """Whose records of whom `decide` lets the officer see anything of, for some action and purpose, at best.

    At best: what the database can't tell (nationality, restriction, expiry) is as it would permit most.
    """
    officer = Officer.objects.select_related("agency").get(pk=officer.pk)
    viewer = officer_viewing(officer, Purpose.TRACING, timezone.now(), stepped_up=True)
    agreements = tuple(one for one in agreements_in_force(viewer.at) if one.taker == officer.agency.code)
    subjects = subjects_of([one.public_id for one in world.people], viewer)
    return frozenset(pair for one in subjects.values() for pair in _reached(viewer, one, agreements))


def _reached(viewer: Viewer, about: Subject, agreements: tuple[Agreement, ...]) -> Iterator[tuple[str, str]]:
    subject = replace(about.facts, restricted=False)
    seen: set[str] = set()
    for action, purpose in _askable(viewer.facts):
        if seen == subject.listed_by:
            break
        asking = Asking(
            officer=viewer.facts,
            action=action,
            purpose=purpose,
            at=viewer.at,
            agreements=agreements,
            break_glass=about.glass,
            others=_others(subject.person_id, viewer.at),
            releasing_to="adult",
        )
        for nationalities in (frozenset[str](), frozenset({"MX", viewer.facts.agency.country} - {""})):
            decision = decide(replace(asking, subject=replace(subject, nationalities=nationalities)))
            seen |= {teller for teller, shown in decision.shown.items() if shown}
    return ((subject.person_id, teller) for teller in sorted(seen))


def _askable(facts: OfficerFacts) -> list[tuple[Action, Purpose]]:
    """What any row or emergency could permit at all: asking for all else would take hours."""
    mine = [row for row in ROWS if row.role in facts.roles]
    urgent = any(Action.BREAK_GLASS in row.actions for row in mine)
    return [
        (action, purpose)
        for action, declared in DECLARATIONS.items()
        for purpose in sorted({one for row in mine for one in row.purposes})
        if declared.shows
        and declared.about
        and (
            (urgent and declared.yields_to_glass)
            or any(action in row.actions and purpose in row.purposes for row in mine)
        )
    ]


def _others(child: str, at: datetime) -> tuple[Approval, ...]:
    """Two of two other agencies have said yes."""
    return tuple(
        Approval(
            officer=f"x{one}",
            agency=f"X{one}",
            agency_kind=AgencyKind.CARE,
            role=Role.SUPERVISOR,
            child=child,
            adult="adult",
            at=at - timedelta(days=1),
            stepped_up=True,
        )
        for one in range(2)
    )
