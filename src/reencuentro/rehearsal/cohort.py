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
from reencuentro.rehearsal.journeys import Calendar, Journey, make_journeys
from reencuentro.rehearsal.planning import plan_cohort
from reencuentro.rehearsal.population import Family, give_homonyms, make_family, scattered
from reencuentro.rehearsal.profiles import DEFAULT, AgencyPlan, Profile
from reencuentro.rehearsal.styles import STYLES, Style
from reencuentro.rehearsal.truth import write_truth
from reencuentro.rehearsal.witness import World, true_ties, truth_tables

PLANNING, FAMILY, WRITING, NAMESAKES, LAYOUT = range(5)
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class RosterFile:
    """One roster written: whose it is, where, and as of when."""

    agency: str
    file: str
    as_of: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Cohort:
    """What was generated.

    evidence: share of the true parent-child ties in the rosters for which a source holds evidence.

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

    progress: called with families done and families in all. Raises CohortError where the request or folder won't do.
    """
    _check(directory, children, seed, profile)
    world = _make_world(profile, children, seed, progress)
    rosters = _write_rosters(directory, world, profile, seed)
    write_truth(directory / "truth", truth_tables(world))
    cohort = _describe(directory, world, rosters, seed, profile)
    _write_description(cohort, profile)
    return cohort


def _make_world(profile: Profile, children: int, seed: int, progress: Progress | None) -> World:
    families = _make_families(profile, children, seed)
    calendar = Calendar.of(profile)
    told = [_tell(family, seed, profile, calendar) for family in _reported(families, progress)]
    days = {plan.code: sorted(profile.as_of - timedelta(days=age) for age in plan.ages) for plan in profile.agencies}
    entries = [
        entry for _, written in told for entry in written if any(entry.listed_on(day) for day in days[entry.agency])
    ]
    _number(entries, profile, seed)
    return World(
        families=families,
        journeys={true_id: journey for journeys, _ in told for true_id, journey in journeys.items()},
        entries=entries,
        ties=true_ties(families, entries),
        days=days,
    )


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


def _write_rosters(directory: Path, world: World, profile: Profile, seed: int) -> tuple[RosterFile, ...]:
    (directory / "rosters").mkdir(parents=True, exist_ok=True)
    dice, written = Dice(seed, LAYOUT), []
    for plan in profile.agencies:
        style = _style_of(plan, dice)
        own = [entry for entry in world.entries if entry.agency == plan.code]
        own.sort(key=lambda entry: (entry.first, entry.record_id))
        for day in world.days[plan.code]:
            file = f"rosters/{plan.code}_{day.isoformat()}.{EXTENSIONS[style.format]}"
            write_roster(directory / file, (_row(entry, day) for entry in own if entry.listed_on(day)), style, day)
            written.append(RosterFile(plan.code, file, day))
    return tuple(written)


def _row(entry: Entry, day: date) -> Facts:
    return {**entry.known_on(day), "record_id": entry.record_id}


def _describe(directory: Path, world: World, rosters: tuple[RosterFile, ...], seed: int, profile: Profile) -> Cohort:
    children = {true_id for family in world.families for true_id in family.children}
    listed = {entry.true_id for entry in world.entries}
    return Cohort(
        directory=directory,
        rosters=rosters,
        as_of=profile.as_of,
        seed=seed,
        profile=profile.name,
        children=len(children & listed),
        adults=len(listed - children),
        records=len(world.entries),
        evidence=world.evidence,
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
