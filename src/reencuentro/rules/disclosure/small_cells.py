"""Which counts of people may be shown without giving anyone away."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

SMALL = range(1, 11)
"""Counts that may not be shown or be derivable; zero may. Source: CMS cell suppression policy."""


@dataclass(frozen=True, slots=True)
class Sum:
    """A published total and the counts that add up to it, by name."""

    total: str
    parts: tuple[str, ...]


def withheld(counts: Mapping[str, int], sums: Sequence[Sum]) -> frozenset[str]:
    """The names of the counts to hide: the small ones, and as many others as it takes that none can be worked out.

    Beside each derivable count the smallest other part is hidden, the total only when no part is left.
    Ends, since every round hides one more. Raises KeyError for a sum of unknown counts.
    """
    hidden = {name for name, count in counts.items() if count in SMALL}
    while (exposed := _exposed(counts, sums, hidden)) is not None:
        hidden.add(exposed)
    return frozenset(hidden)


def _exposed(counts: Mapping[str, int], sums: Sequence[Sum], hidden: set[str]) -> str | None:
    """The next count to hide, so that one fewer hidden count can be derived; None when none can."""
    derivable = _derivable(sums, hidden) | _all_ones(counts, sums, hidden)
    for each in sums:
        if derivable.isdisjoint((each.total, *each.parts)):
            continue
        parts = [part for part in each.parts if part not in hidden and counts[part]]
        if parts:
            return min(parts, key=lambda part: (counts[part], part))
        if each.total not in hidden:
            return each.total
    return None


def _all_ones(counts: Mapping[str, int], sums: Iterable[Sum], hidden: set[str]) -> frozenset[str]:
    """Hidden parts that must each be one: what is missing from the total equals how many are missing."""
    found: set[str] = set()
    for each in sums:
        missing = [part for part in each.parts if part in hidden]
        if missing and each.total not in hidden and sum(counts[part] for part in missing) == len(missing):
            found.update(missing)
    return frozenset(found)


def _derivable(sums: Iterable[Sum], hidden: set[str]) -> frozenset[str]:
    """Hidden counts that follow from the shown ones, by any combination of the sums.

    A count follows exactly when the reduced equations hold a row with nothing else hidden in it.
    """
    rows = [row for each in sums if (row := _equation(each, hidden))]
    reduced = _reduced(rows)
    return frozenset(name for row in reduced if len(row) == 1 for name in row)


def _equation(each: Sum, hidden: set[str]) -> dict[str, Fraction]:
    row = {part: Fraction(1) for part in each.parts if part in hidden}
    if each.total in hidden:
        row[each.total] = Fraction(-1)
    return row


def _reduced(rows: Sequence[dict[str, Fraction]]) -> list[dict[str, Fraction]]:
    """Gauss–Jordan elimination over exact fractions."""
    solved: dict[str, dict[str, Fraction]] = {}
    for row in rows:
        rest = dict(row)
        for pivot, known in solved.items():
            if pivot in rest:
                rest = _minus(rest, known, rest[pivot])
        if not rest:
            continue
        pivot = min(rest)
        scale = rest[pivot]
        rest = {name: factor / scale for name, factor in rest.items()}
        for other, known in solved.items():
            if pivot in known:
                solved[other] = _minus(known, rest, known[pivot])
        solved[pivot] = rest
    return list(solved.values())


def _minus(row: Mapping[str, Fraction], other: Mapping[str, Fraction], factor: Fraction) -> dict[str, Fraction]:
    left = dict(row)
    for name, value in other.items():
        left[name] = left.get(name, Fraction(0)) - factor * value
    return {name: value for name, value in left.items() if value}
