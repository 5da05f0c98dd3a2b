"""The border's roster: who was apprehended with whom, until the family unit is deleted."""

from dataclasses import replace
from datetime import timedelta

from reencuentro.rehearsal.agencies.story import Story, claim_children, open_entry
from reencuentro.rehearsal.entries import Entry, Facts, again
from reencuentro.rehearsal.journeys import Fate, Journey
from reencuentro.rehearsal.population import scattered
from reencuentro.rehearsal.profiles import AgencyPlan, Kind

REASONS = ("Adult prosecuted - 8 USC 1325", "Adult referred for prosecution", "Criminal history", "Fitness concern")


def write_border(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Everybody apprehended; from the day a unit is deleted, its members anew and without it."""
    flags = _separation_flags(story)
    listed = [
        true_id
        for true_id, journey in story.journeys.items()
        if journey.fate is not Fate.SILENT and journey.only_by in (None, Kind.BORDER)
    ]
    entries = {true_id: _apprehended(story, plan, true_id, flags) for true_id in listed}
    for number, unit in enumerate(story.pen.family.units):
        _enter_unit(story, number, [entries[true_id] for true_id in unit if true_id in entries])
    deleted = story.separated and story.pen.dice.chance(story.pen.rates.unit_deleted)
    if not (deleted and story.entered):
        return list(entries.values())
    return [part for entry in entries.values() for part in _delete_unit(story, entry)]


def _apprehended(story: Story, plan: AgencyPlan, true_id: str, flags: dict[str, bool]) -> Entry:
    pen, journey, person = story.pen, story.journeys[true_id], story.pen.family.people[true_id]
    facts, errors = pen.identity(person, journey.apprehended_on)
    facts |= {
        "apprehended_on": journey.apprehended_on,
        "station": journey.station,
        "sector": journey.sector,
        **_disposition(story, journey),
    }
    if true_id in flags:
        facts |= {"separated": flags[true_id]} | ({"reason": pen.dice.pick(REASONS)} if flags[true_id] else {})
    entry = open_entry(plan, true_id, facts, errors, journey.apprehended_on)
    if journey.admitted_on:
        entry.since["destination"] = journey.admitted_on
    ties = pen.family.claimed_by(true_id)
    if ties and story.entered and story.claims(pen.rates.link_missing):
        claim_children(pen, entry, [tie for tie in ties if tie.child in story.journeys])
    return entry


def _disposition(story: Story, journey: Journey) -> Facts:
    """Where the border says it sent them; nothing where it never did."""
    if journey.fate is None:
        return {"destination": f"ERO - {journey.place.removesuffix(' Detention Center').removesuffix(' SPC')}"}
    return {} if journey.only_by else {"destination": "UAC - ORR"}


def _enter_unit(story: Story, number: int, entries: list[Entry]) -> None:
    """One family unit number for those apprehended together, where the border recorded the family."""
    if not story.profile.family_units or not story.entered or len(entries) < 2:
        return
    unit = f"FMU{10_000_000 + scattered(story.pen.family.plan.index * 4 + number, 7)}"
    for entry in entries:
        entry.facts["family_unit"] = unit
        entry.evidence.add(("unit", unit))


def _delete_unit(story: Story, entry: Entry) -> list[Entry]:
    """The record with its family unit until a certain day, and from then on a new one that knows of no family."""
    pen, as_of = story.pen, story.calendar.as_of
    last_week = max(entry.first, as_of - timedelta(days=6))
    deleted_on = last_week + timedelta(days=pen.dice.between(0, (as_of - last_week).days))
    facts, errors = pen.identity(pen.family.people[entry.true_id], entry.first)
    anew = again(entry, facts, errors)
    lost = {"family_unit"} | ({"relatives"} if pen.dice.chance(0.5) else set())
    anew.facts = {name: fact for name, fact in anew.facts.items() if name not in lost}
    anew.evidence = {(kind, what) for kind, what in entry.evidence if kind == "claims" and "relatives" not in lost}
    anew.errors = errors | {"unit_deleted"}
    anew.first = deleted_on
    anew.since = {**entry.since}
    return [replace(entry, last=deleted_on, errors=entry.errors | {"unit_deleted"}), anew]


def _separation_flags(story: Story) -> dict[str, bool]:
    """What the border's roster says of each child's separation; silent where it leaves that to care.

    A child whom care never held has nobody else to list them, so only the unlisted stay silent.
    """
    pen, rates, flags = story.pen, story.pen.rates, {}
    wrong = rates.separation_wrong * story.profile.separated / max(1e-9, 1 - story.profile.separated)
    for child in pen.family.children:
        luck = pen.dice.number()
        if not story.separated:
            flags[child] = luck < wrong
        elif luck < rates.separation_unlisted:
            flags[child] = False
        elif luck >= rates.separation_unlisted + rates.separation_missing or not story.journeys[child].admitted_on:
            flags[child] = True
    return flags
