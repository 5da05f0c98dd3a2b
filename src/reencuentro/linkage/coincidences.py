"""How often strangers agree all the same: counted over all pairs, where random ones would meet it too seldom.

A day and place of apprehension, a family unit, a telephone and a home town are shared by one pair in hundreds or
thousands; a few thousand random pairs would tell little more than what was believed before. The families themselves are
counted too, so that chance is rather over- than underrated.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from reencuentro.linkage.comparers import Agreement, Apprehension, Place
from reencuentro.linkage.individuals import Individual
from reencuentro.linkage.kinship import CLAIMED_WITHIN
from reencuentro.linkage.mentions import Relation
from reencuentro.linkage.scoring import Facts, Floats, Weights, logs

BELIEVED = 1000.0
"""Pairs that what was met at random weighs as much as."""
Counts = Mapping[int, float]
"""Pairs at each level of a fact."""


def with_counted(facts: Facts, start: Weights, individuals: Sequence[Individual]) -> Weights:
    """The weights with chance agreement counted over all pairs of individuals, for the facts of which it can be."""
    strangers = list(start.strangers)
    for row, fact in enumerate(facts):
        if fact.name in _COUNTED:
            counts = _COUNTED[fact.name](individuals)
            counted = np.array([counts.get(level, 0.0) for level in fact.levels if level], np.float64)
            strangers[row] = logs(counted + BELIEVED * np.exp2(strangers[row][1:]))
    return replace(start, strangers=tuple(strangers))


def _days(individuals: Sequence[Individual]) -> Counts:
    """Who was apprehended when and where; the first time counts."""
    days = Counter(min(one.apprehensions) for one in individuals if one.apprehensions)
    by_day: Counter[int] = Counter()
    for (day, _), count in days.items():
        by_day[day] += count
    known = days.total()
    together = _alike(count for (_, place), count in days.items() if place)
    same_day = _alike(by_day.values()) - together
    near = sum(count * by_day[day + apart] for day, count in by_day.items() for apart in (-3, -2, -1, 1, 2, 3))
    return {
        Apprehension.TOGETHER: together,
        Apprehension.SAME_DAY: same_day,
        Apprehension.NEAR: near,
        Apprehension.DIFFERENT: known * (known - 1) - together - same_day - near,
    }


def _towns(individuals: Sequence[Individual]) -> Counts:
    """Who comes from which municipality, or department at least."""
    towns = [one for one in individuals if one.municipalities]
    same = _shared(one.municipalities for one in towns)
    near = _shared(one.departments for one in towns if one.departments)
    every = len(towns) * (len(towns) - 1)
    return {Place.SAME: same, Place.SAME_DEPARTMENT: max(near - same, 0), Place.DIFFERENT: every - max(near, same)}


def _one_of(values: Callable[[Individual], frozenset[int]]) -> Callable[[Sequence[Individual]], Counts]:
    """Who shares one of several values."""

    def counts(individuals: Sequence[Individual]) -> Counts:
        known = [found for found in map(values, individuals) if found]
        same, every = _shared(known), len(known) * (len(known) - 1)
        return {Agreement.SAME: same, Agreement.DIFFERENT: max(every - same, 0)}

    return counts


def _claimed_ages(individuals: Sequence[Individual]) -> Counts:
    """Whether the age that somebody states of a child fits another child."""
    claims = [claim.born for one in individuals for claim in one.claims if claim.relation in _OF_CHILDREN]
    children = [(one.born, one.born_within + CLAIMED_WITHIN) for one in individuals if one.is_child]
    said = _known(np.array(claims, np.float64))
    born, within = np.array(children, np.float64).reshape(-1, 2).T
    earliest, latest = np.sort(_known(born - within)), np.sort(_known(born + within))
    fitting = np.searchsorted(earliest, said, side="right") - np.searchsorted(latest, said, side="left")
    same = float(fitting.sum())
    return {Agreement.SAME: same, Agreement.DIFFERENT: len(said) * len(earliest) - same}


def _known(values: Floats) -> Floats:
    return values[~np.isnan(values)]


_OF_CHILDREN = (Relation.CHILD, Relation.GRANDCHILD, Relation.NIECE_NEPHEW)
_COUNTED: Mapping[str, Callable[[Sequence[Individual]], Counts]] = {
    "apprehension": _days,
    "family_unit": _one_of(lambda one: one.units),
    "phone": _one_of(lambda one: one.phones),
    "origin": _towns,
    "claimed_age": _claimed_ages,
}


def _shared(values: Iterable[frozenset[int]]) -> float:
    return _alike(Counter(value for found in values for value in found).values())


def _alike(sizes: Iterable[int]) -> float:
    """Ordered pairs within groups of these sizes."""
    return float(sum(size * (size - 1) for size in sizes))
