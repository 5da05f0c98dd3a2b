"""Who holds whom: adult detention, child care and the temporary shelter."""

from reencuentro.rehearsal.agencies.story import Story, claim_children, codes_of, day_after, name_relative, open_entry
from reencuentro.rehearsal.entries import Entry
from reencuentro.rehearsal.journeys import Fate, Journey
from reencuentro.rehearsal.profiles import AgencyPlan, Kind
from reencuentro.rehearsal.slips import NAME_KINDS

DISCHARGES = {
    Fate.DISCHARGED: ("Discharged - Sponsor", "Discharged - Sponsor", "Reunified"),
    Fate.RETURNED: ("Voluntary Departure", "Repatriated"),
}


def write_detention(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Adults in detention, with the children they claim and, where it came to that, their removal."""
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.fate is not None or journey.admitted_on is None or not story.pen.dice.chance(plan.coverage):
            continue
        facts, errors = story.pen.identity(story.pen.family.people[true_id], journey.admitted_on)
        facts |= {"facility": journey.place, "admitted_on": journey.admitted_on}
        entry = open_entry(plan, true_id, facts, errors, journey.admitted_on)
        if journey.removed_on:
            entry.facts["removed_on"] = entry.since["removed_on"] = journey.removed_on
        if story.claims(story.pen.rates.link_missing):
            claim_children(story.pen, entry, story.pen.family.claimed_by(true_id))
        entries.append(entry)
    return entries


def write_care(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Children received in care, often under the border's spelling, with the parents they name."""
    border = {entry.true_id: entry for entry in reversed(written) if entry.agency in codes_of(story, Kind.BORDER)}
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.fate is None or journey.admitted_on is None:
            continue
        entry = _admitted(story, plan, true_id, border.get(true_id))
        entry.facts |= {"facility": journey.place}
        if journey.moved_on and journey.moved_on <= story.calendar.as_of:
            entry.later[journey.moved_on] = {"facility": journey.moved_to}
        _discharge(story, entry, journey)
        if journey.fate is Fate.DROPPED:
            entry.last = day_after(story.calendar.earlier_care)
        entries.append(entry)
    return entries


def _admitted(story: Story, plan: AgencyPlan, true_id: str, border: Entry | None) -> Entry:
    """A child's record in care, with what the child said of relatives."""
    pen, journey, person = story.pen, story.journeys[true_id], story.pen.family.people[true_id]
    admitted = journey.admitted_on or journey.influx_on or journey.apprehended_on
    facts, errors = pen.identity(person, admitted)
    if pen.dice.chance(pen.rates.copied) and border is not None:
        facts["name"] = border.facts["name"]
        errors = (errors - NAME_KINDS) | (border.errors & NAME_KINDS)
    entry = open_entry(plan, true_id, {**facts, "admitted_on": admitted}, errors, admitted)
    _flag_again(story, entry, border)
    for tie in pen.family.relatives_of(true_id):
        if tie not in pen.family.pretended and story.claims(pen.rates.link_missing):
            name_relative(story, entry, tie)
    return entry


def _flag_again(story: Story, entry: Entry, border: Entry | None) -> None:
    """Care notes the separations that the border forgot, but not those that nobody listed."""
    flag = border.facts.get("separated") if border else story.separated
    if story.separated and flag is not False:
        entry.facts["separated"] = True


def _discharge(story: Story, entry: Entry, journey: Journey) -> None:
    if journey.discharged_on is None or journey.fate is None:
        return
    entry.facts |= {"discharged_on": journey.discharged_on, "status": story.pen.dice.pick(DISCHARGES[journey.fate])}
    entry.since |= dict.fromkeys(("discharged_on", "status"), journey.discharged_on)
    earlier = story.calendar.earlier_care
    if journey.leaves_roster and earlier and journey.discharged_on <= earlier:
        entry.last = day_after(earlier)


def write_influx(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Children in the temporary shelter, who are asked nothing about their families."""
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.influx_on is not None:
            facts, errors = story.pen.identity(story.pen.family.people[true_id], journey.influx_on)
            facts |= {"facility": journey.influx_site, "admitted_on": journey.influx_on}
            if story.separated:
                facts["separated"] = True
            entries.append(open_entry(plan, true_id, facts, errors, journey.influx_on))
    return entries
