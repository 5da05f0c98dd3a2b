"""The slow decision, asked about the people of a world: what of them, and of what is kept of them, may be read.

Of the program's own rules only the vocabulary and the values that are asked about are read.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils import timezone

from reencuentro.rules.disclosure.asking import AgencyFacts, Asking, OfficerFacts
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Level, Role, Topic
from tests.property import access_oracle
from tests.web import depth
from tests.web.addresses import REASON, Cell
from tests.web.world import FIRST, HOME, One, World, agency_of

A = Action
WHO = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY})
ALL = frozenset(Level)
_FIRST = Approval(
    officer="of-g-first",
    agency=FIRST,
    agency_kind=AgencyKind.CARE,
    role=Role.VERIFIER,
    child="",
    adult="",
    at=timezone.now(),
)
"""Who acted before, of another agency than any other officer."""
SECOND = (A.VERIFY, A.REVIEW_BREAK_GLASS, A.SETTLE_STEP)

Shown = Mapping[str, set[str]]
"""By agency, the compartments that may be read of what it tells."""


@dataclass(frozen=True)
class Wanted:
    """What a page must answer: whether it refuses, which canaries it may hold, and which it must."""

    refused: bool
    may: frozenset[str] = frozenset()
    must: frozenset[str] = frozenset()


class Oracle:
    """Asks the slow decision about the people of a world."""

    def __init__(self, world: World) -> None:
        self.world = world
        self._known: dict[tuple[object, ...], dict[str, set[str]]] = {}
        self._lists: dict[tuple[object, ...], frozenset[str]] = {}
        self._before = {two.name: name for name, two in world.twins.items()}

    def fits(self, cell: Cell) -> bool:
        """Whether a row lets the role do it for the purpose, or look so with a broken glass; and the page is for it."""
        told = access_oracle.actions()[cell.route.action.value]
        looks = told["changes"] == "–" and told["about a person"] == "yes" and told["fresh sign-in"] == "–"
        asked = (cell.route.action.value, *(["break_glass"] if looks else []))
        return cell.purpose in cell.route.declared.purposes and any(
            row["role"] == cell.role and cell.purpose in row["for"] for one in asked for row in access_oracle.rows(one)
        )

    def does(self, cell: Cell, action: Action) -> bool:
        """Whether any row lets the role do that for the purpose."""
        rows = access_oracle.rows(action.value)
        return any(row["role"] == cell.role and cell.purpose in row["for"] for row in rows)

    def allows(self, cell: Cell, action: Action, *people: One | None) -> bool:
        """Whether the action is permitted, about each of these people."""
        return all(self._shown(cell, action, one) is not None for one in people or (None,))

    def sees(
        self, cell: Cell, actions: tuple[Action, ...], one: One | None, levels: Collection[Level] = ALL
    ) -> dict[str, set[str]]:
        """What of a person any of these actions shows."""
        if one is None:
            return {}
        key = cell.role, cell.purpose, actions, one.name, frozenset(levels)
        if key not in self._known:
            places = {name for level, name in access_oracle.LEVELS.items() if level in levels}
            places |= set(access_oracle.TOPICS) if Level.PROTECTED in levels else set()
            found: dict[str, set[str]] = {}
            for action in actions:
                for agency, seen in (self._shown(cell, action, one) or {}).items():
                    found.setdefault(agency, set()).update(seen & places)
            self._known[key] = found
        return self._known[key]

    def everybody(self, cell: Cell, actions: tuple[Action, ...], levels: Collection[Level], *facts: str) -> Wanted:
        """Of all people together, and of what is kept beside the lists these facts."""
        key = cell.role, cell.purpose, actions, frozenset(levels), facts
        if key not in self._lists:
            found: set[str] = set()
            for one in self.world.people:
                seen = self.sees(cell, actions, one, levels)
                found |= self.world.seen(one.name, seen) | self.beside(one, seen, *facts)
            self._lists[key] = frozenset(found)
        return Wanted(not self.fits(cell), self._lists[key])

    def circle(self, cell: Cell, one: One) -> set[str]:
        """What may be told, by a match, of those who are tied to a person, and of those tied to them."""
        names = {one.name}
        for _ in range(2):
            names |= {self.world.twins[name].name for name in names} | {self._before[name] for name in names}
        near = (other for other in self.world.people if other.name in names)
        told = (self.world.seen(other.name, self.sees(cell, (A.SEE_MATCH, A.SEE_PERSON), other, WHO)) for other in near)
        return set().union(*told)

    def beside(self, one: One, seen: Shown, *facts: str) -> set[str]:
        """The canaries of these facts that were kept beside the lists, in what may be read."""
        kept = self.world.depth.canaries
        told = ((agency, places, kept.get((one.name, agency), {})) for agency, places in seen.items())
        return {said[fact] for _, places, said in told for fact in facts if fact in said and _lies(fact, places)}

    def _shown(self, cell: Cell, action: Action, one: One | None) -> Shown | None:
        return access_oracle.shown(self._asking(cell, action, one))

    def _asking(self, cell: Cell, action: Action, one: One | None) -> Asking:
        officer, now = self.world.officers[cell.role], timezone.now()
        code = agency_of(HOME[cell.role])
        agency = AgencyFacts(code=code, kind=HOME[cell.role], country="MX")
        facts = OfficerFacts(id=officer.public_id, roles=frozenset({cell.role}), agency=agency, stepped_up=True)
        about = access_oracle.actions()[action.value]["about a person"] == "yes"
        return Asking(
            officer=facts,
            action=action,
            purpose=cell.purpose,
            at=now,
            subject=self.world.about(one, officer) if one and about else None,
            agreements=tuple(one for one in self.world.agreements if one.taker == code),
            break_glass=_glass(facts, one, now) if action is A.BREAK_GLASS and one else None,
            others=(_FIRST,) if action in SECOND else tuple(self._approvals(one)) if action is A.RELEASE_CHILD else (),
            releasing_to=self.world.twins[one.name].name if one else "",
        )

    def _approvals(self, one: One | None) -> Iterator[Approval]:
        if one is None or not one.deep or not one.child:
            return
        for officer in self.world.approvals:
            yield replace(
                _FIRST,
                officer=officer.public_id,
                agency=officer.agency.code,
                role=Role.SUPERVISOR,
                child=one.name,
                adult=self.world.twins[one.name].name,
                at=timezone.now() - timedelta(days=5),
                stepped_up=True,
            )


def _lies(fact: str, places: set[str]) -> bool:
    return depth.PLACES[fact] in places


def _glass(officer: OfficerFacts, one: One, now: datetime) -> BreakGlass:
    return BreakGlass(
        officer=officer.id,
        agency=officer.agency.code,
        person_id=one.name,
        levels=frozenset({Level.IDENTITY}),
        topics=frozenset[Topic](),
        reason=REASON,
        opened_at=now,
        until=now + timedelta(hours=1),
    )
