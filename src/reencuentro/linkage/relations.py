"""Which pairs of persons are worth comparing as family: those who share a name, number, unit, phone or day."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations, product

from reencuentro.linkage.individuals import Claim, Individual
from reencuentro.linkage.mentions import Relation
from reencuentro.linkage.names import Name
from reencuentro.linkage.nicknames import formal_names
from reencuentro.linkage.spelling import sound

RARE = 12
"""Persons under one key of a name up to which all are compared; beyond it only those who share another key or fact."""
COMMONEST = 20_000
"""Persons under one key beyond which the key says nothing."""
LARGEST = 40
"""Persons under one family unit or phone up to which all are compared."""
FEW = 8
"""Persons under one day and place of apprehension and one surname up to which all are compared: more is chance."""

PARENTS = frozenset((Relation.MOTHER, Relation.FATHER, Relation.PARENT))
Pair = tuple[int, int]
Key = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of person numbers: (child, possible parent), (child, possible other relative), siblings (low, high)."""

    parents: list[Pair]
    relatives: list[Pair]
    siblings: list[Pair]


def pairs_worth_comparing(individuals: Sequence[Individual]) -> Pairs:
    """All pairs that some fact brings together, sorted."""
    named = _by_key(individuals, lambda one: {key for name in one.names for key in name_keys(name)})
    numbered = _by_key(individuals, lambda one: {("number", number) for number in one.numbers})
    parents: set[Pair] = set()
    relatives: set[Pair] = set()
    siblings: set[Pair] = set()
    for number, one in enumerate(individuals):
        for claim in one.claims:
            found = {*_named(claim, number, named, individuals), *_numbered(claim, numbered)} - {number}
            for other in found:
                _sort_in(claim.relation, number, other, individuals, (parents, relatives, siblings))
    for group in _together(individuals):
        children = [number for number in group if individuals[number].is_child]
        parents.update((child, other) for child, other in product(children, group) if child != other)
        siblings.update((low, high) for low, high in product(children, children) if low < high)
        siblings.update(_grown_siblings(group, individuals))
    siblings.update(_of_claimed_parents(individuals))
    older = {(child, other) for child, other in parents if not _younger(individuals[other], individuals[child])}
    return Pairs(sorted(older), sorted(relatives), sorted(siblings))


def _by_key(individuals: Sequence[Individual], keys: Callable[[Individual], set[Key]]) -> dict[Key, list[int]]:
    index: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(individuals):
        for key in keys(one):
            index[key].append(number)
    return index


def _named(claim: Claim, claimant: int, named: dict[Key, list[int]], individuals: Sequence[Individual]) -> set[int]:
    """Persons who bear the claimed name, or one like it; of a common name those who share more than that."""
    found: set[int] = set()
    again: Counter[int] = Counter()
    for key in dict.fromkeys(key for name in claim.names for key in name_keys(name)):
        block = named.get(key, [])
        if len(block) <= RARE:
            found.update(block)
        elif len(block) <= COMMONEST:
            again.update(block)
    one = individuals[claimant]
    found.update(number for number, times in again.items() if times > 1 or _share(one, individuals[number]))
    return found


def _share(one: Individual, other: Individual) -> bool:
    """A day of apprehension, a unit, a phone or a place of origin in common."""
    days = {day for day, _ in one.apprehensions} & {day for day, _ in other.apprehensions}
    return bool(
        days or one.units & other.units or one.phones & other.phones or one.municipalities & other.municipalities
    )


def _numbered(claim: Claim, numbered: dict[Key, list[int]]) -> Iterator[int]:
    for number in claim.numbers:
        yield from numbered.get(("number", number), ())


def _sort_in(
    relation: Relation, claimant: int, other: int, individuals: Sequence[Individual], into: tuple[set[Pair], ...]
) -> None:
    """A claim of parenthood makes a pair of child and parent, whoever of the two made it; likewise the others."""
    parents, relatives, siblings = into
    if relation in PARENTS and individuals[claimant].is_child:
        parents.add((claimant, other))
    elif relation is Relation.CHILD and individuals[other].is_child:
        parents.add((other, claimant))
    elif relation is Relation.SIBLING and individuals[claimant].is_child and individuals[other].is_child:
        siblings.add((min(claimant, other), max(claimant, other)))
    elif relation not in PARENTS and relation not in (Relation.CHILD, Relation.SPOUSE):
        children = [number for number in sorted((claimant, other)) if individuals[number].is_child]
        if children:
            relatives.add((children[0], claimant + other - children[0]))


def _younger(other: Individual, child: Individual) -> bool:
    """Surely too young to be the parent: born less than eight years before the child, however the ages are read."""
    return bool(child.born - other.born + child.born_within + other.born_within < 8)


def _together(individuals: Sequence[Individual]) -> Iterator[list[int]]:
    """Small groups who share a family unit, a phone, or a surname with the day and place of apprehension."""
    index: dict[Key, list[int]] = defaultdict(list)
    for number, one in enumerate(individuals):
        for key in _togetherness(one):
            index[key].append(number)
    for key in index:
        if 1 < len(index[key]) <= (FEW if key[0] == "day" else LARGEST):
            yield index[key]


def _grown_siblings(group: Sequence[int], individuals: Sequence[Individual]) -> Iterator[Pair]:
    """Those of a group, one of them of age, of the same two surnames, other given names, and too near in years."""
    for low, high in combinations(sorted(group), 2):
        one, other = individuals[low], individuals[high]
        if (
            not (one.is_child and other.is_child)
            and abs(one.born - other.born) < _GENERATION
            and _both_surnames(one) & _both_surnames(other)
            and not {name.given for name in one.names} & {name.given for name in other.names}
        ):
            yield low, high


_GENERATION = 15.0  # years from which one may be the other's parent


def _both_surnames(one: Individual) -> set[Key]:
    return {tuple(map(sound, name.surnames[:2])) for name in one.names if len(name.surnames) >= 2}


def _of_claimed_parents(individuals: Sequence[Individual]) -> Iterator[Pair]:
    """Children who name a parent alike and bear the same two surnames; few, or these names are too common."""
    index: dict[Key, set[int]] = defaultdict(set)
    for number, one in enumerate(individuals):
        own = _both_surnames(one) if one.is_child else ()
        for claim in one.claims if own else ():
            if claim.relation in PARENTS:
                keys = {key for name in claim.names for key in name_keys(name)}
                for key, surnames in product(keys, own):
                    index[(claim.relation, *key, *surnames)].add(number)
    for group in index.values():
        if 1 < len(group) <= FEW:
            yield from combinations(sorted(group), 2)


def _togetherness(one: Individual) -> Iterable[Key]:
    yield from (("unit", unit) for unit in one.units)
    yield from (("phone", phone) for phone in one.phones)
    surnames = {sound(word) for name in one.names for word in name.surnames[:2]}
    yield from (("day", day, place, surname) for (day, place), surname in product(one.apprehensions, surnames))


@lru_cache(maxsize=1 << 18)
def name_keys(name: Name) -> tuple[Key, ...]:
    """A given name with a surname, any of each: survives order, a missing part, and an error in the others."""
    given = heard(*name.given[:2])
    surnames = {sound(word) for word in name.surnames[:2]}
    keys: list[Key] = [("name", *sorted(pair)) for pair in product(given, surnames)]
    if len(name.surnames) >= 2:
        keys.append(("surnames", *sorted(surnames), min(given, default="")[:1]))
    if name.surnames:
        keys.append(("fused", "".join(name.surnames)[:9], *(word[:1] for word in name.given[:1])))
    return tuple(sorted(keys))


@lru_cache(maxsize=1 << 17)
def heard(*given: str) -> frozenset[str]:
    """Given names as heard, and all that they may be short for: "paco" is heard as paco and as francisco."""
    return frozenset(sound(name) for word in given for name in formal_names(word))
