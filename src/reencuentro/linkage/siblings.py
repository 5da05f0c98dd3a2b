"""Brothers and sisters, and what follows from them: one household, one set of siblings, aunts and cousins."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations, product

from reencuentro.linkage.comparers import Agreement, FullName
from reencuentro.linkage.individuals import Individual
from reencuentro.linkage.kinship import Support
from reencuentro.linkage.pairings import Scored
from reencuentro.linkage.relations import Pair
from reencuentro.linkage.scoring import Floats

STRONG = 0.9
"""Probability from which a tie is taken as found when others are weighed."""
LARGEST = 16
"""Children of one parent, or siblings of one child, up to which all pairs of them are looked at."""
Homes = Mapping[int, Mapping[int, tuple[int, float]]]
"""For each child the parents found, by sex, with their probability."""


def homes_of(parents: Scored, chances: Floats, individuals: Sequence[Individual]) -> Homes:
    """The parents found of each child with a strong probability."""
    homes: dict[int, dict[int, tuple[int, float]]] = defaultdict(dict)
    for (child, parent), chance in zip(parents.pairs, chances.tolist(), strict=True):
        if chance >= STRONG:
            homes[child][individuals[parent].sex] = parent, chance
    return homes


def children_of(homes: Homes) -> dict[int, list[tuple[int, float]]]:
    """The children found of each parent, with the probability of the tie."""
    children: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for child, found in sorted(homes.items()):
        for parent, chance in found.values():
            children[parent].append((child, chance))
    return children


def of_one_parent(homes: Homes) -> Iterator[tuple[Pair, float]]:
    """Pairs of children of whom the same parent was found, with the probability that both ties hold."""
    for found in children_of(homes).values():
        if len(found) <= LARGEST:
            for (low, one), (high, other) in combinations(sorted(found), 2):
                yield (low, high), one * other


def sisters_by_claims(
    relatives: Scored, chances: Floats, homes: Homes, individuals: Sequence[Individual]
) -> dict[Pair, bool]:
    """Adults of whom the one is a child's mother or father, the other perhaps its aunt or uncle; whether surely so."""
    found: dict[Pair, bool] = {}
    for (child, other), chance in zip(relatives.pairs, chances.tolist(), strict=True):
        for parent, _ in homes.get(child, {}).values():
            if parent != other and not individuals[other].is_child and chance >= _POSSIBLE:
                pair = min(parent, other), max(parent, other)
                found[pair] = found.get(pair, False) or chance >= STRONG
    return found


_POSSIBLE = 0.1


def households(siblings: Scored, homes: Homes, sisters: Mapping[Pair, bool]) -> dict[int, int]:
    """Whether others' ties make the two siblings: the same parent, or a niece who is the other's child."""
    return {
        i: Agreement.SAME if sisters.get(pair) else _household(homes.get(pair[0], {}), homes.get(pair[1], {}))
        for i, pair in enumerate(siblings.pairs)
    }


def _household(left: Mapping[int, tuple[int, float]], right: Mapping[int, tuple[int, float]]) -> Agreement:
    both = left.keys() & right.keys()
    if any(left[sex][0] == right[sex][0] for sex in both):
        return Agreement.SAME
    return Agreement.DIFFERENT if both else Agreement.UNKNOWN


def support(parents: Scored, chances: Floats, siblings: Scored) -> dict[int, int]:
    """The pairs whose parent was found for a brother or sister of the child, or is denied by one who names another."""
    brothers: dict[int, list[int]] = defaultdict(list)
    for (low, high), chance in zip(siblings.pairs, siblings.kinds()[0].tolist(), strict=True):
        if chance >= STRONG:
            brothers[low].append(high)
            brothers[high].append(low)
    strong = {pair: parents.compared[i].claim for i, pair in enumerate(parents.pairs) if chances[i] >= STRONG}
    denied = {pair for i, pair in enumerate(parents.pairs) if parents.level("child_says", i) == FullName.DIFFERENT}
    found: dict[int, int] = {}
    for i, (child, parent) in enumerate(parents.pairs):
        claim = parents.compared[i].claim
        others = [(brother, parent) for brother in brothers[child]]
        if any(pair in denied for pair in others):
            found[i] = Support.CONTRARY
        # The claim that speaks of a brother speaks of nobody else.
        elif any(pair in strong and (claim < 0 or strong[pair] != claim) for pair in others):
            found[i] = Support.SUPPORT
    return found


def closed(found: Mapping[Pair, float], homes: Homes) -> dict[Pair, float]:
    """Siblings of siblings are siblings, but for those whose mothers or fathers were found to be two.

    found: probability by pair, low < high. Returns these, and those that follow, with the stronger probability.
    """
    brothers: dict[int, dict[int, float]] = defaultdict(dict)
    for (low, high), chance in found.items():
        if chance >= STRONG:
            brothers[low][high] = brothers[high][low] = chance
    every = dict(found)
    for own in brothers.values():
        if len(own) <= LARGEST:
            for low, high in combinations(sorted(own), 2):
                if _household(homes.get(low, {}), homes.get(high, {})) is not Agreement.DIFFERENT:
                    every[low, high] = max(every.get((low, high), 0.0), own[low] * own[high])
    return every


@dataclass(frozen=True, slots=True)
class Through:
    """Kin through siblings who are parents: a child and the sibling of its parent, or the children of two siblings."""

    aunts: dict[Pair, float]
    cousins: dict[Pair, float]


def through_siblings(found: Iterable[tuple[Pair, float]], homes: Homes) -> Through:
    """Aunts, uncles and cousins that follow from siblings who have children, with the probability that all hold."""
    children = children_of(homes)
    aunts: dict[Pair, float] = {}
    cousins: dict[Pair, float] = {}
    for (low, high), chance in found:
        if chance < STRONG:
            continue
        for parent, other in ((low, high), (high, low)):
            for child, sure in children.get(parent, ()):
                aunts[child, other] = max(aunts.get((child, other), 0.0), chance * sure)
        for (one, sure), (another, also) in product(children.get(low, ()), children.get(high, ())):
            pair = min(one, another), max(one, another)
            if one != another:
                cousins[pair] = max(cousins.get(pair, 0.0), chance * sure * also)
    return Through(aunts, cousins)
