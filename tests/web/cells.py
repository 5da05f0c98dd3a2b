"""The matrix of access, drawn from what the addresses declare, tried on the real pages, compared with `expecting`."""

import itertools
import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

from django.test import Client
from django.urls import URLPattern, get_resolver

from reencuentro.records.judgements import Judgement
from reencuentro.records.rosters import SourceRecord
from reencuentro.rules.disclosure.vocabulary import Action, Purpose, Role
from reencuentro.web.declared import declaration_of
from tests.property import access_oracle
from tests.web.addresses import Cell, Route, address_of, form_of
from tests.web.entered import browser_of, undone
from tests.web.expecting import ROWS, wanted
from tests.web.oracle import Oracle, Wanted
from tests.web.reading import text_of
from tests.web.world import CANARY, HOME, One, World

T = TypeVar("T")

METHODS = ("GET", "POST", "PUT", "DELETE")
_AFRESH = 120  # seconds
_FEW = 3


def routes(patterns: Sequence[URLPattern] | None = None) -> list[Route]:
    """Every address that is for an action."""
    found = get_resolver().url_patterns if patterns is None else patterns
    declared = ((one, declaration_of(one.callback)) for one in found if one.callback)
    return [
        Route(one.name or "", str(one.pattern), told)
        for one, told in declared
        if told and isinstance(told.action, Action)
    ]


def cells(world: World, found: Sequence[Route], lot: random.Random | None = None) -> Iterator[Cell]:
    """All of them: address × role × person (relation × assigned × child × consent × nationality) × purpose × method.

    By methods that an address doesn't know it is asked about one person alone. lot: draws a few people for each
    address, role and purpose; all of them together are more than a million.
    """
    for route, role, purpose in itertools.product(found, Role, Purpose):
        row = ROWS[route.name]
        met = _met(world, role) if row.about == "person" else [None]
        met = lot.sample(met, _FEW) if lot and row.about == "person" else met
        for method, one, thing in itertools.product(row.methods, met, row.things):
            yield Cell(route, method, role, purpose, one, thing)
        for method in METHODS:
            if method not in row.methods:
                yield Cell(route, method, role, purpose, world.people[0] if met[0] else None, row.things[0])


def _met(world: World, role: Role) -> Sequence[One | None]:
    """The people whose own agency is this role's, and those of others."""
    return [one for one in world.people if one.kind in (None, HOME[role])]


def sample(world: World, found: Sequence[Route], size: int) -> list[Cell]:
    """So many cells, in which every two of address, role, relation and purpose meet; the rest by lot, always the same.

    Each address is asked some questions that it must answer. Of the lot, more are drawn where the purpose fits the
    role: everywhere else the answer is no.
    """
    lot = random.Random(4)  # noqa: S311 - a sample that can be repeated, not a secret
    everything = list(cells(world, found, lot))
    lot.shuffle(everything)
    chosen: dict[Cell, None] = {}
    met: set[tuple[object, object]] = set()
    for cell in everything:
        if fresh := _pairs(cell) - met:
            met |= fresh
            chosen[cell] = None
    fitting = [cell for cell in everything if cell not in chosen and _fits(cell)]
    chosen |= dict.fromkeys(_answered(world, found, lot))
    rest = (cell for cell in itertools.chain(fitting, everything) if cell not in chosen)
    chosen |= dict.fromkeys(itertools.islice(rest, max(0, size - len(chosen))))
    return list(chosen)


def _answered(world: World, found: Sequence[Route], lot: random.Random) -> Iterator[Cell]:
    """For each address and method a few cells that it must answer, where there are any."""
    oracle = Oracle(world)
    for route in found:
        asked = [(role, purpose) for role in Role for purpose in Purpose if _does(route, role, purpose)]
        for method in ROWS[route.name].methods:
            drawn = (cell for role, purpose in _shuffled(asked, lot) for cell in _of(world, route, role, purpose, lot))
            put = (replace(cell, method=method) for cell in drawn)
            answered = (cell for cell in put if not wanted(oracle, cell).refused)
            yield from itertools.islice(answered, _FEW)


def _of(world: World, route: Route, role: Role, purpose: Purpose, lot: random.Random) -> Iterator[Cell]:
    row = ROWS[route.name]
    met = _met(world, role) if row.about == "person" else [None]
    for one, thing in itertools.product(_shuffled(met, lot), row.things):
        yield Cell(route, row.methods[0], role, purpose, one, thing)


def _shuffled(some: Sequence[T], lot: random.Random) -> list[T]:
    return lot.sample(some, len(some))


def _pairs(cell: Cell) -> set[tuple[object, object]]:
    relation = cell.one.relation if cell.one else ""
    sides = (cell.route.address, cell.role, relation, cell.purpose, cell.method)
    return set(itertools.combinations(sides, 2))


def _fits(cell: Cell) -> bool:
    return _does(cell.route, cell.role, cell.purpose)


def _does(route: Route, role: Role, purpose: Purpose) -> bool:
    rows = access_oracle.rows(route.action.value)
    return any(row["role"] == role and purpose in row["for"] for row in rows)


@dataclass(frozen=True)
class Answer:
    """What a page told."""

    refused: bool
    canaries: frozenset[str]


class Trier:
    """Puts cells to the real pages, each undone when it has answered."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._oracle = Oracle(world)
        self._browsers: dict[tuple[Role, int], Client] = {}
        self._judgement = world.judgement

    def leaks(self, cell: Cell) -> str:
        """What is wrong with the answer to this cell; "" where nothing is."""
        answer, right = self.answer(cell), self.expected(cell)
        where = f"{cell.method} {cell.route.address} {cell.role} {cell.purpose} {cell.thing} {cell.one}"
        if answer.refused != right.refused:
            return f"{where}: {'refused' if answer.refused else 'answered'}"
        must = right.must if not answer.refused else frozenset()
        beyond, lacking = answer.canaries - (frozenset() if answer.refused else right.may), must - answer.canaries
        return f"{where}: beyond {sorted(beyond)} lacking {sorted(lacking)}" if beyond or lacking else ""

    def _browser(self, role: Role) -> Client:
        """Signed in afresh every few minutes, for as long as that holds."""
        key = role, int(time.monotonic()) // _AFRESH
        if key not in self._browsers:
            self._browsers[key] = browser_of(self._world.officers[role], stepped_up=True)
        return self._browsers[key]

    def answer(self, cell: Cell) -> Answer:
        """What the pages answer now."""
        browser, address = self._browser(cell.role), address_of(self._world, cell)
        with undone(partial(self._act_first, cell)):
            told = browser.generic(
                cell.method,
                f"{address}?purpose={cell.purpose}",
                data=form_of(self._world, cell, self._judgement),
                content_type="application/x-www-form-urlencoded",
            )
        assert told.status_code < 500, cell
        found = frozenset(CANARY.findall(text_of(told)))
        return Answer(told.status_code in (403, 404, 405), found)

    def _act_first(self, cell: Cell) -> None:
        """What a second officer verifies must be about the same people: elsewhere the second wall hides it."""
        if cell.route.action is not Action.VERIFY or not cell.one:
            return
        twin = self._world.twins[cell.one.name] if cell.route.address.startswith("matches/") else cell.one
        pair: dict[str, object] = {}
        for side, one in (("left", cell.one), ("right", twin)):
            agency = one.listed_by()[0]
            row = SourceRecord.objects.get(roster__agency__code=agency, record_id=one.name)
            pair |= {f"{side}_agency": agency, f"{side}_thread": one.name, f"{side}_row": row}
        said = {"verdict": "confirmed", "by": "officer:of-g-first", "at": self._world.at, "reason": "seen", "seen": {}}
        said["relation"] = "mother" if cell.route.name == "verify_match" else ""
        self._judgement = Judgement.objects.create(**pair, **said).pk

    def expected(self, cell: Cell) -> Wanted:
        """What they must answer."""
        return wanted(self._oracle, cell)
