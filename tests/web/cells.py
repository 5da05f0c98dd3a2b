"""The matrix of access, drawn from what the addresses declare, and what each cell of it must answer.

The expected answer is that of the slow decision written apart from the program's; of the program's own rules only the
vocabulary and the values that are asked about are read.
"""

import itertools
import random
import re
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from urllib.parse import urlencode

from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from reencuentro.records.judgements import Judgement
from reencuentro.records.rosters import SourceRecord
from reencuentro.rules.disclosure.asking import AgencyFacts, Asking, OfficerFacts
from reencuentro.rules.disclosure.emergencies import BreakGlass
from reencuentro.rules.disclosure.releases import Approval
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Level, Purpose, Role, Topic
from reencuentro.web.declared import Declared, declaration_of
from tests.property import access_oracle
from tests.web.entered import browser_of, undone
from tests.web.world import CANARY, FIRST, GIVES, HOME, One, World, agency_of

METHODS = ("GET", "POST", "PUT", "DELETE")
_AFRESH = 120  # seconds
REASON = "the ward needs to know whom to call"


@dataclass(frozen=True)
class Route:
    """An address and what it declares."""

    address: str
    declared: Declared

    @property
    def action(self) -> Action:
        """What it is for."""
        assert isinstance(self.declared.action, Action)
        return self.declared.action

    @property
    def about_person(self) -> bool:
        """Whether the address names somebody."""
        return "<str:person>" in self.address or "<str:child>" in self.address

    @property
    def is_list(self) -> bool:
        """Whether it is about people of whom none is named."""
        return not self.about_person and _is_about(self.action)

    @property
    def method(self) -> str:
        """The one by which it answers."""
        changes = access_oracle.actions()[self.action.value]["changes"] == "yes"
        return "GET" if not changes or self.address in _LISTS else "POST"


_LISTS = ("emergencies/", "agreements/")


@dataclass(frozen=True)
class Cell:
    """One question put to the pages."""

    route: Route
    method: str
    role: Role
    purpose: Purpose
    one: One | None


def routes(patterns: Sequence[URLPattern] | None = None) -> list[Route]:
    """Every address that is for an action."""
    found = get_resolver().url_patterns if patterns is None else patterns
    declared = ((str(one.pattern), declaration_of(one.callback)) for one in found if one.callback)
    return [Route(address, told) for address, told in declared if told and isinstance(told.action, Action)]


def cells(world: World, found: Sequence[Route]) -> Iterator[Cell]:
    """All of them: address × role × person (relation × assigned × child × consent × nationality) × purpose × method."""
    for route, role, purpose in itertools.product(found, Role, Purpose):
        for one in _met(world, role) if route.about_person else [None]:
            yield Cell(route, route.method, role, purpose, one)
        for method in METHODS:
            if method != route.method and route.address != "people/search/":
                yield Cell(route, method, role, purpose, world.people[0] if route.about_person else None)


def _met(world: World, role: Role) -> list[One]:
    """The people whose own agency is this role's, and those of others."""
    return [one for one in world.people if one.kind in (None, HOME[role])]


def sample(world: World, found: Sequence[Route], size: int) -> list[Cell]:
    """So many cells, in which every two of address, role, relation and purpose meet; the rest by lot, always the same.

    Of the lot, more are drawn where the purpose fits the role: everywhere else the answer is no.
    """
    everything = list(cells(world, found))
    random.Random(4).shuffle(everything)  # noqa: S311 - a sample that can be repeated, not a secret
    chosen: dict[Cell, None] = {}
    met: set[tuple[object, object]] = set()
    for cell in everything:
        if fresh := _pairs(cell) - met:
            met |= fresh
            chosen[cell] = None
    fitting = [cell for cell in everything if cell not in chosen and _fits(cell)]
    for cell in fitting[: max(0, size - len(chosen))]:
        chosen[cell] = None
    return list(chosen)


def _pairs(cell: Cell) -> set[tuple[object, object]]:
    relation = cell.one.relation if cell.one else ""
    sides = (cell.route.address, cell.role, relation, cell.purpose, cell.method)
    return set(itertools.combinations(sides, 2))


def _fits(cell: Cell) -> bool:
    rows = access_oracle.rows(cell.route.action.value)
    return any(row["role"] == cell.role and cell.purpose in row["for"] for row in rows)


@dataclass(frozen=True)
class Answer:
    """What a page told."""

    refused: bool
    canaries: frozenset[str]


class Trier:
    """Puts cells to the real pages, each undone when it has answered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._browsers: dict[tuple[Role, int], Client] = {}
        self._judgement = world.judgement

    def leaks(self, cell: Cell) -> str:
        """What is wrong with the answer to this cell; "" where nothing is."""
        answer, wanted = self.answer(cell), self.expected(cell)
        if cell.method == "GET" != cell.route.method:
            wanted = replace(wanted, refused=answer.refused)  # a form may be shown, with nothing of anybody in it
        where = f"{cell.method} {cell.route.address} {cell.role} {cell.purpose} {cell.one}"
        if answer.refused != wanted.refused:
            return f"{where}: {'refused' if answer.refused else 'answered'}"
        beyond, lacking = answer.canaries - wanted.canaries, wanted.canaries - answer.canaries
        if beyond or (lacking and cell.route.address not in _PARTIAL):
            return f"{where}: beyond {sorted(beyond)} lacking {sorted(lacking)}"
        return ""

    def _browser(self, role: Role) -> Client:
        """Signed in afresh every few minutes, for as long as that holds."""
        key = role, int(time.monotonic()) // _AFRESH
        if key not in self._browsers:
            self._browsers[key] = browser_of(self._world.officers[role], stepped_up=True)
        return self._browsers[key]

    def answer(self, cell: Cell) -> Answer:
        """What the pages answer now."""
        browser = self._browser(cell.role)
        with undone(partial(self._act_first, cell)):
            told = browser.generic(
                cell.method,
                f"{self._address(cell)}?purpose={cell.purpose}",
                data=_encoded(self._form(cell)),
                content_type="application/x-www-form-urlencoded",
            )
        assert told.status_code < 500, cell
        found = frozenset(CANARY.findall(told.content.decode()))
        return Answer(told.status_code in (403, 404, 405), found)

    def _act_first(self, cell: Cell) -> None:
        """What a second officer verifies must be about the same person: elsewhere the second wall hides it."""
        if cell.route.action is not Action.VERIFY or not cell.one:
            return
        agency = cell.one.listed_by()[0]
        row = SourceRecord.objects.get(roster__agency__code=agency, record_id=cell.one.name)
        pair = {"left_agency": agency, "left_thread": cell.one.name, "left_row": row}
        pair |= {"right_agency": agency, "right_thread": cell.one.name, "right_row": row}
        said = {"verdict": "confirmed", "by": "officer:of-g-first", "at": self._world.at, "reason": "seen", "seen": {}}
        self._judgement = Judgement.objects.create(**pair, **said).pk

    def expected(self, cell: Cell) -> Answer:
        """What they must answer."""
        if cell.method != cell.route.method:
            return Answer(True, frozenset())
        if cell.route.is_list:
            return self._expected_list(cell)
        shown = access_oracle.shown(self._asking(cell, cell.route.action))
        reads = cell.route.method == "GET" and cell.one is not None and cell.route.action is not Action.SEE_AUDIT
        left = _cut(shown or {}, cell.route.declared.levels) if reads else {}
        fits = cell.purpose in cell.route.declared.purposes
        refused = shown is None or not fits or (reads and not any(left.values())) or self._is_elsewhere(cell)
        held = self._world.seen(cell.one.name, left) if cell.one and not refused else set()
        return Answer(refused, frozenset(held))

    def _expected_list(self, cell: Cell) -> Answer:
        """Of the names that a list shows nobody's may be seen whom the officer may not."""
        found: set[str] = set()
        for one in self._world.people:
            shown = access_oracle.shown(self._asking(cell, cell.route.action, one)) or {}
            found |= self._world.seen(one.name, _cut(shown, cell.route.declared.levels))
        fits = cell.purpose in cell.route.declared.purposes and any(
            row["role"] == cell.role and cell.purpose in row["for"]
            for action in (cell.route.action.value, "break_glass")
            for row in access_oracle.rows(action)
        )
        return Answer(not fits, frozenset(found))

    def _is_elsewhere(self, cell: Cell) -> bool:
        """Whether an agreement is none of the officer's agency, or a match is asked for that nobody proposed."""
        if cell.route.address.startswith("matches/<"):
            return True
        mine = agency_of(HOME[cell.role])
        ours = any(one.taker == mine for one in self._world.agreements)
        return cell.route.address.startswith("agreements/<str") and not ours

    def _asking(self, cell: Cell, action: Action, one: One | None = None) -> Asking:
        officer = self._world.officers[cell.role]
        now = timezone.now()
        subject = one or cell.one
        facts = OfficerFacts(id=officer.public_id, roles=frozenset({cell.role}), agency=_agency(cell), stepped_up=True)
        return Asking(
            officer=facts,
            action=action,
            purpose=cell.purpose,
            at=now,
            subject=self._world.about(subject, officer) if subject and _is_about(action) else None,
            agreements=self._world.agreements,
            break_glass=_glass(facts, subject, now) if action is Action.BREAK_GLASS and subject else None,
            others=(_FIRST,) if action in (Action.VERIFY, Action.REVIEW_BREAK_GLASS) else (),
            releasing_to=subject.name if subject else "",
        )

    def _address(self, cell: Cell) -> str:
        mine = agency_of(HOME[cell.role])
        ours = next((one.id for one in self._world.agreements if one.taker == mine), f"{GIVES}-case_worker")
        name = cell.one.name if cell.one else ""
        address = re.sub("<str:(person|child|relative)>", name, cell.route.address)
        held = {"<str:relation>": "mother", "<str:agreement>": ours, "<int:version>": "1"}
        for place, value in {**held, "<int:number>": str(self._world.emergency)}.items():
            address = address.replace(place, value)
        return f"/{address}"

    def _form(self, cell: Cell) -> Mapping[str, object]:
        """Something that every deed can use."""
        name = cell.one.name if cell.one else ""
        record = f"{cell.one.listed_by()[0]}:{name}" if cell.one else ""
        return {
            "officer": self._world.officers[cell.role].login,
            "agency": FIRST,
            "use": "tracing",
            "language": "es",
            "levels": ["3"],
            "basis": "court",
            "state": "closed",
            "reason": REASON,
            "minutes": "60",
            "other": name,
            "adult": name,
            "role": cell.role.value,
            "record": record,
            "other_record": record,
            "verdict": "confirmed",
            "judgement": str(self._judgement),
            "finding": "justified",
            "why": REASON,
            "name": "Qz",
            "agreement": "x",
            "giver": agency_of(HOME[cell.role]),  # nobody drafts for two others
            "taker": FIRST,
            "purposes": ["tracing"],
            "roles": ["tracing_officer"],
            "from": "2026-01-01",
            "until": "2027-01-01",
        }


_PARTIAL = ("people/", "people/search/", "people/<str:person>/family/", "matches/")
"""What shows a part of what may be shown: a page of it, what was asked for, or a picture of it."""


def _is_about(action: Action) -> bool:
    return bool(access_oracle.actions()[action.value]["about a person"] == "yes")


def _agency(cell: Cell) -> AgencyFacts:
    return AgencyFacts(code=agency_of(HOME[cell.role]), kind=HOME[cell.role], country="MX")


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


_FIRST = Approval(
    officer="of-g-first",
    agency=FIRST,
    agency_kind=AgencyKind.CARE,
    role=Role.VERIFIER,
    child="",
    adult="",
    at=timezone.now(),
)


def _cut(shown: Mapping[str, set[str]], levels: frozenset[Level]) -> dict[str, set[str]]:
    names = {name for level, name in access_oracle.LEVELS.items() if level in levels}
    names |= set(access_oracle.TOPICS) if Level.PROTECTED in levels else set()
    return {agency: seen & names for agency, seen in shown.items()}


def _encoded(form: Mapping[str, object]) -> str:
    return urlencode(form, doseq=True)
