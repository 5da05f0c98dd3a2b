"""How surnames pass from parents to children, by the custom of the country."""

from collections.abc import Sequence
from enum import IntEnum
from itertools import product

from reencuentro.linkage.individuals import Custom
from reencuentro.linkage.names import Name
from reencuentro.linkage.spelling import Likeness, likeness


class Inheritance(IntEnum):
    """Whether the child bears the parent's surname where custom puts it; UNKNOWN where a source, or custom, is silent.

    In Spanish-speaking countries the first surname of the father comes first, the first of the mother second; in
    Portuguese-speaking ones the last of the mother comes first, the last of the father last; elsewhere a child mostly
    bears the father's, and that the mother's differs says nothing.
    """

    UNKNOWN = 0
    INHERITED = 1
    SHARED = 2  # a surname in common, not where custom puts it
    UNRELATED = 3


def compare_inheritance(child: Sequence[Name], parent: Sequence[Name], sex: int, custom: Custom) -> Inheritance:
    """Does the child bear the parent's surname where custom puts it? sex of the parent: 1 female, 2 male, 0 unknown."""
    return best_inheritance(child, parent, sex, custom)[0]


def best_inheritance(
    child: Sequence[Name], parent: Sequence[Name], sex: int, custom: Custom
) -> tuple[Inheritance, tuple[str, ...]]:
    """The best level over all names of the two, and the surnames of the child that agree."""
    found = [
        _inherited(a.surnames[:2], b.surnames[:2], sex, custom)
        for a, b in product(child, parent)
        if a.surnames and b.surnames
    ]
    return min((one for one in found if one[0]), default=(Inheritance.UNKNOWN, ()))


def _inherited(
    child: tuple[str, ...], parent: tuple[str, ...], sex: int, custom: Custom
) -> tuple[Inheritance, tuple[str, ...]]:
    alike = {(i, j) for i, a in enumerate(child) for j, b in enumerate(parent) if likeness(a, b) >= Likeness.SLIP}
    if not alike:
        silent = custom is Custom.PATERNAL and sex != FATHER
        return (Inheritance.UNKNOWN if silent else Inheritance.UNRELATED), ()
    # One registered parent gives both surnames; a list that knows one surname alone gives the one that came first.
    both = {(0, 0), (1, 1)} <= alike
    passing = [at for at in _passing(sex, custom, len(child), len(parent)) if at in alike]
    if both:
        return Inheritance.INHERITED, child
    if passing or (len(child) == 1 and (0, 0) in alike):
        return Inheritance.INHERITED, (child[passing[0][0] if passing else 0],)
    return Inheritance.SHARED, (child[min(alike)[0]],)


MOTHER, FATHER = 1, 2


def _passing(sex: int, custom: Custom, child: int, parent: int) -> list[tuple[int, int]]:
    """Where the parent's surname would stand: (place in the child's name, place in the parent's), places from 0."""
    passed = parent - 1 if custom is Custom.BOTH_LAST else 0
    mothers = 0 if custom is Custom.BOTH_LAST else 1
    fathers = child - 1 if custom is Custom.BOTH_LAST else 0
    places = {MOTHER: [mothers], FATHER: [fathers]}.get(sex, [mothers, fathers])
    return [(place, passed) for place in places]
