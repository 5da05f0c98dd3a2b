"""What is true of a cohort, drawn up for the truth files from what truly happened."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from reencuentro.rehearsal.entries import Entry
from reencuentro.rehearsal.journeys import UNACCOUNTED, Journey
from reencuentro.rehearsal.population import Family, Tie
from reencuentro.rehearsal.slips import Name, without_accents

PARENTS = ("mother", "father")


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """A cohort as it truly is, with all that was written about it.

    ties: those between people in some roster, each with whether a source holds evidence of it.
    days: the dates of each agency's rosters, the earliest first.
    """

    families: Sequence[Family]
    journeys: dict[str, Journey]
    entries: Sequence[Entry]
    ties: Sequence[tuple[Tie, bool]]
    days: dict[str, list[date]]

    @property
    def evidence(self) -> float:
        """Share of the true parent-child ties for which some source holds evidence."""
        parental = [evident for tie, evident in self.ties if tie.relation in PARENTS]
        return sum(parental) / len(parental) if parental else 1.0


def true_ties(families: Iterable[Family], entries: Iterable[Entry]) -> list[tuple[Tie, bool]]:
    """The true ties between people who are in some roster, each with whether a source holds evidence of it."""
    held: dict[str, set[tuple[str, str]]] = {}
    for entry in entries:
        held.setdefault(entry.true_id, set()).update(entry.evidence)
    return [
        (tie, _evident(tie, held, family))
        for family in families
        for tie in family.ties
        if tie.child in held and tie.relative in held
    ]


def _evident(tie: Tie, held: dict[str, set[tuple[str, str]]], family: Family) -> bool:
    """Claimed by the child or the relative, or a unit, a telephone or, for siblings, a claimed relative shared."""
    child, relative = held[tie.child], held[tie.relative]
    if ("claims", tie.relative) in child or ("claims", tie.child) in relative:
        return True
    shared = child & relative
    if tie.relation != "sibling":
        return any(kind != "claims" for kind, _ in shared)
    return bool(shared) or any(
        {("claims", tie.child), ("claims", tie.relative)} <= held.get(other, set()) for other in family.people
    )


def truth_tables(world: World) -> dict[str, Iterable[tuple[str, ...]]]:
    """The rows of every truth file, by its name."""
    listed = {entry.true_id for entry in world.entries}
    family_of = {true_id: family for family in world.families for true_id in family.people}
    separated = {child for child in listed if _is_separated(family_of[child], child)}
    met = _met(world.entries, family_of)
    return {
        "people.csv": [_person_row(entry, family_of[entry.true_id]) for entry in world.entries],
        "ties.csv": [
            (
                tie.child,
                tie.relative,
                tie.relation,
                _yes(evident),
                _yes(tie.child in separated and tie.relative in world.journeys),
                _yes(bool(met[tie.child] & met[tie.relative])),
            )
            for tie, evident in world.ties
        ],
        "unaccounted.csv": [
            (true_id, str(journey.fate))
            for true_id, journey in world.journeys.items()
            if journey.fate in UNACCOUNTED and true_id in listed
        ],
        "changes.csv": [row for entry in world.entries for row in _change(entry, world.days[entry.agency])],
        "certified.csv": [(true_id,) for true_id in separated],
        "absent.csv": [
            (true_id, _role(family, true_id), "travelled" if true_id in world.journeys else "at home")
            for true_id, family in family_of.items()
            if true_id not in listed
        ],
    }


def _met(entries: Iterable[Entry], family_of: Mapping[str, Family]) -> Mapping[str, set[tuple[object, object, str]]]:
    """Day and place of apprehension of each person with each surname written, if no other family shares all three."""
    met: dict[str, set[tuple[object, object, str]]] = defaultdict(set)
    surnames: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        name = entry.facts["name"]
        if isinstance(name, Name):
            surnames[entry.true_id] |= {without_accents(part).lower() for part in (name.first, name.second) if part}
    for entry in entries:
        if "apprehended_on" in entry.facts:
            where = entry.facts["apprehended_on"], entry.facts.get("station")
            met[entry.true_id] |= {(*where, surname) for surname in surnames[entry.true_id]}
    families: dict[tuple[object, object, str], set[int]] = defaultdict(set)
    for true_id, found in met.items():
        for one in found:
            families[one].add(family_of[true_id].plan.index)
    own = {true_id: {one for one in found if len(families[one]) == 1} for true_id, found in met.items()}
    return defaultdict(set, own)


def _is_separated(family: Family, true_id: str) -> bool:
    return true_id in family.children and any(member not in family.children for member in family.travellers)


def _person_row(entry: Entry, family: Family) -> tuple[str, ...]:
    return (
        entry.true_id,
        entry.agency,
        entry.record_id,
        _role(family, entry.true_id),
        family.heritage.culture,
        family.plan.nationality,
        "|".join(sorted(entry.errors)),
    )


def _role(family: Family, true_id: str) -> str:
    return "child" if true_id in family.children else "adult"


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def _change(entry: Entry, days: Sequence[date]) -> Iterable[tuple[str, str, str]]:
    """What became of a record between each roster of its agency and the next."""
    for before, after in pairwise(days):
        was, is_ = entry.listed_on(before), entry.listed_on(after)
        if was != is_:
            yield entry.agency, entry.record_id, "missing" if was else "added"
        elif was and entry.known_on(before) != entry.known_on(after):
            yield entry.agency, entry.record_id, "changed"
