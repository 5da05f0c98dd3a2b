"""A whole cohort: rosters as agencies would send them, and the truth beside them, from three values alone."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from reencuentro.errors import CohortError
from reencuentro.rehearsal.agencies import begin_story, write_entries
from reencuentro.rehearsal.chance import Dice
from reencuentro.rehearsal.entries import Entry, Facts, Pen
from reencuentro.rehearsal.files import EXTENSIONS, write_roster
from reencuentro.rehearsal.journeys import UNACCOUNTED, Calendar, Journey, make_journeys
from reencuentro.rehearsal.planning import plan_cohort
from reencuentro.rehearsal.population import Family, Tie, give_homonyms, make_family, scattered
from reencuentro.rehearsal.profiles import DEFAULT, AgencyPlan, Profile
from reencuentro.rehearsal.styles import STYLES, Style
from reencuentro.rehearsal.truth import write_truth

PLANNING, FAMILY, WRITING, NAMESAKES, LAYOUT = range(5)
PARENTS = ("mother", "father")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One roster written: whose it is, where, and as of when."""

    agency: str
    file: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What was generated. evidence: share of the true parent-child ties in the rosters for which a source holds evidence.

    arguments: what to give `reencuentro reconcile`, from within the cohort's folder.
    """

    directory: Path
    rosters: tuple[RosterFile, ...]
    as_of: date
    seed: int
    profile: str
    children: int
    adults: int
    records: int
    evidence: float
    arguments: tuple[str, ...]


def generate(
    directory: Path, *, children: int, seed: int, profile: Profile = DEFAULT, progress: Progress | None = None
) -> Cohort:
    """Write a cohort into an empty or new directory; the same children, seed and profile give the same bytes.

    progress: called with families done and families in all. Raises CohortError where the request or the folder won't do.
    """
    _check(directory, children, seed, profile)
    families = _make_families(profile, children, seed)
    told = [_tell(family, seed, profile, Calendar.of(profile)) for family in _reported(families, progress)]
    entries = [entry for _, written in told for entry in written]
    days = {plan.code: sorted(profile.as_of - timedelta(days=age) for age in plan.ages) for plan in profile.agencies}
    entries = [entry for entry in entries if any(entry.listed_on(day) for day in days[entry.agency])]
    _number(entries, profile, seed)
    rosters = _write_rosters(directory, entries, profile, seed)
    ties = _ties(families, entries)
    write_truth(directory / "truth", _truth_tables(families, dict(_journeys(told)), entries, ties, days))
    cohort = _describe(directory, families, entries, ties, rosters, seed, profile)
    _write_description(cohort, profile)
    return cohort


def _check(directory: Path, children: int, seed: int, profile: Profile) -> None:
    if not 1 <= children <= 200_000:
        raise CohortError(f"{children} children can't be generated", remedy="Ask for 1 to 200,000 children.")
    if seed < 0:
        raise CohortError(f"{seed} is no seed", remedy="Give a whole number from 0.")
    if any(":" in plan.code for plan in profile.agencies):
        raise CohortError("an agency code holds a colon", remedy="Use letters, digits, - and _ in agency codes.")
    if directory.exists() and (not directory.is_dir() or any(directory.iterdir())):
        if not (directory / "cohort.json").is_file():
            raise CohortError(
                f"{directory} is not an empty folder", remedy="Name a new folder, or one with a cohort to replace."
            )
        for old in (*directory.glob("rosters/*"), *directory.glob("truth/*")):
            old.unlink()


def _make_families(profile: Profile, children: int, seed: int) -> list[Family]:
    plans = plan_cohort(profile, children, Dice(seed, PLANNING))
    families = [make_family(plan, Dice(seed, FAMILY, plan.index), profile, seed) for plan in plans]
    give_homonyms(families, Dice(seed, NAMESAKES), profile.homonyms)
    return families


def _reported(families: Sequence[Family], progress: Progress | None) -> Iterable[Family]:
    for done, family in enumerate(families):
        if progress is not None and done % 100 == 0:
            progress(done, len(families))
        yield family
    if progress is not None:
        progress(len(families), len(families))


def _tell(family: Family, seed: int, profile: Profile, calendar: Calendar) -> tuple[dict[str, Journey], list[Entry]]:
    dice = Dice(seed, WRITING, family.plan.index)
    journeys = make_journeys(family, dice, profile, calendar)
    return journeys, write_entries(begin_story(Pen(family, dice, profile.errors), journeys, calendar, profile))


def _journeys(told: Iterable[tuple[dict[str, Journey], list[Entry]]]) -> Iterable[tuple[str, Journey]]:
    return (pair for journeys, _ in told for pair in journeys.items())


def _number(entries: Sequence[Entry], profile: Profile, seed: int) -> None:
    """Give each record its agency's own number, which tells nothing of the person or of the order of making."""
    salts = {plan.code: salt for salt, plan in enumerate(profile.agencies, start=1)}
    counts: Counter[str] = Counter()
    for entry in entries:
        salt = salts[entry.agency]
        entry.record_id = str(20_000_000 * salt + scattered(counts[entry.agency], seed * 31 + salt))
        counts[entry.agency] += 1


def _style_of(plan: AgencyPlan, dice: Dice) -> Style:
    choice = dice.pick(STYLES[plan.kind])
    if not plan.style:
        return choice
    named = {style.name: style for style in STYLES[plan.kind]}
    if plan.style not in named:
        raise CohortError(f"no style {plan.style} for {plan.kind}", remedy=f"Use one of {', '.join(named)}.")
    return named[plan.style]


def _write_rosters(directory: Path, entries: Sequence[Entry], profile: Profile, seed: int) -> tuple[RosterFile, ...]:
    (directory / "rosters").mkdir(parents=True, exist_ok=True)
    dice, written = Dice(seed, LAYOUT), []
    for plan in profile.agencies:
        style = _style_of(plan, dice)
        own = sorted(
            (entry for entry in entries if entry.agency == plan.code), key=lambda entry: (entry.first, entry.record_id)
        )
        for day in sorted(profile.as_of - timedelta(days=age) for age in plan.ages):
            file = f"rosters/{plan.code}_{day.isoformat()}.{EXTENSIONS[style.format]}"
            write_roster(directory / file, (_row(entry, day) for entry in own if entry.listed_on(day)), style, day)
            written.append(RosterFile(plan.code, file, day))
    return tuple(written)


def _row(entry: Entry, day: date) -> Facts:
    return {**entry.known_on(day), "record_id": entry.record_id}


def _ties(families: Iterable[Family], entries: Iterable[Entry]) -> list[tuple[Tie, bool]]:
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


def _truth_tables(
    families: Sequence[Family],
    journeys: dict[str, Journey],
    entries: Sequence[Entry],
    ties: Sequence[tuple[Tie, bool]],
    days: dict[str, list[date]],
) -> dict[str, Iterable[tuple[str, ...]]]:
    listed = {entry.true_id for entry in entries}
    family_of = {true_id: family for family in families for true_id in family.people}
    separated = {child for child in listed if _is_separated(family_of[child], child)}
    return {
        "people.csv": [_person_row(entry, family_of[entry.true_id]) for entry in entries],
        "ties.csv": [
            (
                tie.child,
                tie.relative,
                tie.relation,
                _yes(evident),
                _yes(tie.child in separated and tie.relative in journeys),
            )
            for tie, evident in ties
        ],
        "unaccounted.csv": [
            (true_id, str(journey.fate))
            for true_id, journey in journeys.items()
            if journey.fate in UNACCOUNTED and true_id in listed
        ],
        "changes.csv": [row for entry in entries for row in _change(entry, days[entry.agency])],
        "certified.csv": [(true_id,) for true_id in separated],
        "absent.csv": [
            (true_id, _role(family, true_id), "travelled" if true_id in journeys else "at home")
            for true_id, family in family_of.items()
            if true_id not in listed
        ],
    }


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
    for before, after in zip(days, days[1:], strict=False):
        was, is_ = entry.listed_on(before), entry.listed_on(after)
        if was != is_:
            yield entry.agency, entry.record_id, "missing" if was else "added"
        elif was and entry.known_on(before) != entry.known_on(after):
            yield entry.agency, entry.record_id, "changed"


def _describe(
    directory: Path,
    families: Sequence[Family],
    entries: Sequence[Entry],
    ties: Sequence[tuple[Tie, bool]],
    rosters: tuple[RosterFile, ...],
    seed: int,
    profile: Profile,
) -> Cohort:
    parental = [evident for tie, evident in ties if tie.relation in PARENTS]
    children = {true_id for family in families for true_id in family.children}
    listed = {entry.true_id for entry in entries}
    return Cohort(
        directory=directory,
        rosters=rosters,
        as_of=profile.as_of,
        seed=seed,
        profile=profile.name,
        children=len(children & listed),
        adults=len(listed - children),
        records=len(entries),
        evidence=sum(parental) / len(parental) if parental else 1.0,
        arguments=tuple(f"{roster.agency}={roster.file}" for roster in rosters),
    )


def _write_description(cohort: Cohort, profile: Profile) -> None:
    """Everything about the cohort that isn't in its tables, without the folder's place on this machine."""
    described: dict[str, Any] = {key: value for key, value in asdict(cohort).items() if key != "directory"}
    described["evidence"] = round(cohort.evidence, 4)
    described["errors"] = asdict(profile.errors)
    described["unaccounted"] = dict(profile.unaccounted)
    text = json.dumps(described, ensure_ascii=False, indent=2, default=str, sort_keys=True)
    (cohort.directory / "cohort.json").write_text(text + "\n", encoding="utf-8")
