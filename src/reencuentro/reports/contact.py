"""How contact was kept in a week: of the pairs whose plan ran, how many had all that they were owed.

Counted by place, agency and regime. What could give somebody away is withheld, and so is all from which it follows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from django.db.models import Q

from reencuentro.records.calls import CallAttempt, CallPlan
from reencuentro.rules.contact.minutes import Owed, Talk, Terms, midnight, windows
from reencuentro.rules.contact.regimes import ContactStandard, regimes
from reencuentro.rules.disclosure.small_cells import Sum, withheld

WEEK = timedelta(days=7)
DIMENSIONS = ("place", "agency", "standard")


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One group of pairs. name: of the place, "" where it isn't noted, of the agency or of the regime, by its code.

    pairs, met: None where they are withheld.
    """

    name: str
    pairs: int | None
    met: int | None


@dataclass(frozen=True, slots=True)
class ContactKept:
    """A week, from a Monday on. by: the lines of each dimension, by their names."""

    monday: date
    pairs: int | None
    met: int | None
    by: Mapping[str, tuple[KeptLine, ...]]


def contact_kept(monday: date, *, measured: ContactStandard | None = None, agency: str = "") -> ContactKept:
    """The week that begins on that Monday. measured: by that regime, else each pair by what its plan says.

    agency: only the plans of that one. A birthday, which owes more, isn't counted: it would have to be opened for each.
    """
    counts: defaultdict[str, int] = defaultdict(int)
    groups: defaultdict[str, set[str]] = defaultdict(set)
    for groups_of, is_met in _pairs(monday, measured, agency):
        for dimension, name in (("all", ""), *zip(DIMENSIONS, groups_of, strict=True)):
            groups[dimension].add(name)
            counts[_cell(dimension, name, "met" if is_met else "short")] += 1
    return _shown(monday, counts, groups)


def _pairs(monday: date, measured: ContactStandard | None, agency: str) -> Iterator[tuple[tuple[str, str, str], bool]]:
    plans = _running(monday, agency)
    spoken: defaultdict[int, list[Talk]] = defaultdict(list)
    calls = CallAttempt.objects.filter(minutes__gt=0, day__gte=monday, day__lt=monday + WEEK)
    if agency:
        calls = calls.filter(duty__agency__code=agency)
    for duty, day, minutes in calls.values_list("duty", "day", "minutes").iterator(chunk_size=10_000):
        spoken[duty].append(Talk(day, minutes))
    for duty, place, code, standard, begun in plans:
        since = max(begun, monday)
        owed = _owed(measured or ContactStandard(standard), since, monday)
        yield (place or "", code, standard), all(one.met_by(spoken[duty]) for one in owed)


def _running(monday: date, agency: str) -> Sequence[tuple[int, str | None, str, str, date]]:
    """The plans that began before the week was over and weren't over before it began; what rests now isn't counted."""
    starts, ends = (midnight(day, ZoneInfo("UTC")) for day in (monday, monday + WEEK))
    resting = Q(duty__over_at=None, silent_at=None)
    plans = CallPlan.objects.filter(Q(duty__over_at=None) | Q(duty__over_at__gte=starts), duty__begun_at__lt=ends)
    plans = plans.exclude(resting).filter(begun_on__lt=monday + WEEK)
    if agency:
        plans = plans.filter(duty__agency__code=agency)
    return list(plans.values_list("duty", "place__code", "duty__agency__code", "standard", "begun_on"))


@cache
def _owed(standard: ContactStandard, since: date, monday: date) -> tuple[Owed, ...]:
    """Thousands of pairs are owed the same."""
    terms = Terms(standard=standard, since=since, until=monday + WEEK)
    return tuple(windows(terms, regimes(), first=monday, before=monday + WEEK))


def _cell(dimension: str, name: str, part: str) -> str:
    return f"{dimension} {name} {part}"


def _shown(monday: date, counts: Mapping[str, int], groups: Mapping[str, set[str]]) -> ContactKept:
    cells = {
        _cell(dimension, name, part): counts.get(_cell(dimension, name, part), 0)
        for dimension, names in groups.items()
        for name in names
        for part in ("met", "short")
    }
    sums = []
    for dimension, names in groups.items():
        for name in sorted(names):
            met, short = (_cell(dimension, name, part) for part in ("met", "short"))
            total = _cell(dimension, name, "pairs")
            cells[total] = cells[met] + cells[short]
            sums.append(Sum(total, (met, short)))
        if dimension != "all":
            parts = ("met", "short", "pairs")
            sums += [
                Sum(_cell("all", "", one), tuple(_cell(dimension, name, one) for name in sorted(names)))
                for one in parts
            ]
    hidden = withheld(cells, sums)

    def told(dimension: str, name: str, part: str) -> int | None:
        cell = _cell(dimension, name, part)
        return None if cell in hidden else cells.get(cell, 0)

    return ContactKept(
        monday=monday,
        pairs=told("all", "", "pairs"),
        met=told("all", "", "met"),
        by={
            dimension: tuple(
                KeptLine(name, told(dimension, name, "pairs"), told(dimension, name, "met"))
                for name in sorted(groups.get(dimension, ()))
            )
            for dimension in DIMENSIONS
        },
    )
