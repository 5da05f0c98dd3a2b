"""Who takes which child: officers by state, by the child's language and by how much they have, none left out.

A child goes to an officer of the state where the child is. Within a state nobody has more than a tenth more or less
than their hours allow for, and of all ways to keep to that the one counts in which the most children have an officer
who speaks their language. Where nobody is on duty, another state helps: at a border first the states of the same
border; and officers at a border, who receive whoever is returned, are asked last by the others.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heapify, heapreplace
from math import ceil, floor
from typing import TypeVar

from scipy.sparse import coo_array
from scipy.sparse.csgraph import maximum_flow

from reencuentro.rules.states import Border, border_of

KeyT = TypeVar("KeyT")
OneT = TypeVar("OneT")

TOLERANCE = Fraction(1, 10)
"""How far from their fair part anybody may be, for the sake of a language."""

EMPHASIS = Fraction(5, 4)
"""How much heavier a child weighs on officers at a border when children of other states are given out. It is ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Staff:
    """An officer, by public id. state: ISO 3166-2. languages: ISO 639-3. minutes: on shift in a week.

    load: children whom they have already. away: on leave.
    """

    officer: str
    state: str
    languages: frozenset[str] = frozenset()
    minutes: int
    load: int = 0
    away: bool = False

    @property
    def on_duty(self) -> bool:
        """Whether anybody may be given to them."""
        return not self.away and self.minutes > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiting:
    """A child, by public id. state: where they are, "" where that isn't known; languages: empty where unknown."""

    child: str
    state: str = ""
    languages: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """Whom a child goes to. speaks: None where it isn't known what the child speaks."""

    child: str
    officer: str
    in_state: bool
    speaks: bool | None


def assign(waiting: Iterable[Waiting], staff: Iterable[Staff]) -> tuple[Given, ...]:
    """Every child with an officer, by the child's id; nobody only where no officer at all is on duty.

    What was given before stays as it is. The order of what is handed in doesn't matter; each child and officer comes
    once.
    """
    children = sorted(waiting, key=lambda one: one.child)
    teams = _grouped(sorted((one for one in staff if one.on_duty), key=lambda one: one.officer), lambda one: one.state)
    if not teams:
        return ()
    placed = _placed(children, teams)
    given = [one for state in sorted(placed) for one in _within(placed[state], teams[state])]
    return tuple(sorted(given, key=lambda one: one.child))


def level(team: Sequence[Staff], more: int) -> Fraction:
    """How many children each minute on shift of the team has once so many more are given out as evenly as possible.

    Whoever has more than that already gets nobody, and doesn't lift the others. Raises ValueError for nobody.
    """
    if not team:
        raise ValueError("nobody is on duty")
    left, minutes = Fraction(more), 0
    fullness = sorted((Fraction(one.load, one.minutes), one.minutes) for one in team)
    reached = fullness[0][0]
    for full, own in fullness:
        if left < (full - reached) * minutes:
            break
        left -= (full - reached) * minutes
        reached, minutes = full, minutes + own
    return reached + left / minutes


def bounds(one: Staff, fair: Fraction) -> range:
    """How many more children the officer may get where each minute on shift carries `fair` of them: within a tenth, or
    the next whole number.
    """
    part = fair * one.minutes
    least = min(ceil(part * (1 - TOLERANCE)), floor(part))
    most = max(floor(part * (1 + TOLERANCE)), ceil(part))
    return range(max(0, least - one.load), max(0, most - one.load) + 1)


def _grouped(ones: Iterable[OneT], key: Callable[[OneT], KeyT]) -> dict[KeyT, list[OneT]]:
    found = defaultdict(list)
    for one in ones:
        found[key(one)].append(one)
    return dict(found)


def _placed(children: Sequence[Waiting], teams: Mapping[str, Sequence[Staff]]) -> dict[str, list[Waiting]]:
    """By the state whose officers take them."""
    placed = _grouped((one for one in children if one.state in teams), lambda one: one.state)
    left = _grouped((one for one in children if one.state not in teams), lambda one: border_of(one.state))
    for border in sorted(left, key=str):
        _help(left[border], border, teams, placed)
    return placed


def _help(
    children: Sequence[Waiting],
    border: Border | None,
    teams: Mapping[str, Sequence[Staff]],
    placed: dict[str, list[Waiting]],
) -> None:
    """Whoever has the least for their hours takes the next one."""
    near = [state for state in teams if border and border_of(state) is border]
    weights = {state: _weight(state, border, teams[state]) for state in near or teams}
    counts = {state: sum(one.load for one in teams[state]) + len(placed.get(state, ())) for state in weights}
    queue = [(counts[state] * weight, state) for state, weight in weights.items()]
    heapify(queue)
    for child in children:
        fullness, state = queue[0]
        placed.setdefault(state, []).append(child)
        heapreplace(queue, (fullness + weights[state], state))


def _weight(state: str, border: Border | None, team: Sequence[Staff]) -> Fraction:
    kept = border_of(state) not in {None, border}
    return Fraction(1, sum(one.minutes for one in team)) * (EMPHASIS if kept else 1)


def _within(children: Sequence[Waiting], team: Sequence[Staff]) -> list[Given]:
    """The children of one state among its officers: first by language, then the others to whoever has the least."""
    fair = level(team, len(children))
    room = [bounds(one, fair) for one in team]
    given, others = _by_language(children, team, room)
    taken = [0] * len(team)
    for _, number in given:
        taken[number] += 1
    given += zip(others, _filling(team, room, taken, len(others)), strict=True)
    return [_given(child, team[number]) for child, number in given]


def _by_language(
    children: Sequence[Waiting], team: Sequence[Staff], room: Sequence[range]
) -> tuple[list[tuple[Waiting, int]], list[Waiting]]:
    """Who gets an officer who speaks their language, with the officer's number, and who is left."""
    classes = _grouped(children, lambda one: tuple(sorted(one.languages)))
    spoken = [one for one in sorted(classes) if one]
    speakers = [[number for number, one in enumerate(team) if one.languages & set(words)] for words in spoken]
    flows = _most(speakers, [len(classes[words]) for words in spoken], room, len(children))
    given: list[tuple[Waiting, int]] = []
    left = list(classes.get((), ()))
    for words, numbers, amounts in zip(spoken, speakers, flows, strict=True):
        chosen = [number for number, amount in zip(numbers, amounts, strict=True) for _ in range(amount)]
        given += zip(classes[words], chosen, strict=False)
        left += classes[words][len(chosen) :]
    return given, left


def _most(
    speakers: Sequence[Sequence[int]], counts: Sequence[int], room: Sequence[range], children: int
) -> list[list[int]]:
    """How many of each class of children go to each of its speakers so that the most do, and all fits in the end.

    A flow: what an officer gets beyond their least comes out of what is left once everybody's least is set aside.
    """
    source, sink, beyond = 0, 1, 2
    officer, group = 3, 3 + len(room)
    edges = [(source, group + at, count) for at, count in enumerate(counts)]
    edges += [(group + at, officer + one, counts[at]) for at, ones in enumerate(speakers) for one in ones]
    edges += [(officer + at, sink, one[0]) for at, one in enumerate(room)]
    edges += [(officer + at, beyond, len(one) - 1) for at, one in enumerate(room)]
    edges += [(beyond, sink, children - sum(one[0] for one in room))]
    size = group + len(counts)
    begins, ends, widths = zip(*edges, strict=True)
    graph = coo_array((widths, (begins, ends)), shape=(size, size), dtype="int32").tocsr()
    flow = maximum_flow(graph, source, sink).flow.todok()
    return [[int(flow[group + at, officer + one]) for one in ones] for at, ones in enumerate(speakers)]


def _filling(team: Sequence[Staff], room: Sequence[range], taken: list[int], count: int) -> list[int]:
    """The numbers of the officers who get the next ones: whoever lacks of their least first, then the least full."""

    def place(number: int) -> tuple[bool, bool, Fraction, int]:
        one, has = team[number], taken[number]
        return (
            has >= room[number][-1],
            has >= room[number][0],
            Fraction(one.load + has, one.minutes),
            number,
        )

    queue = [place(number) for number in range(len(team))]
    heapify(queue)
    chosen = []
    for _ in range(count):
        number = queue[0][-1]
        chosen.append(number)
        taken[number] += 1
        heapreplace(queue, place(number))
    return chosen


def _given(child: Waiting, one: Staff) -> Given:
    speaks = bool(child.languages & one.languages) if child.languages else None
    return Given(child=child.child, officer=one.officer, in_state=child.state == one.state, speaks=speaks)
