"""Who speaks for the family: consulates, the hotline and the list of children returned."""

from datetime import date, timedelta

from reencuentro.rehearsal.agencies.story import PARENTS, Story, claim_children, name_relative, open_entry
from reencuentro.rehearsal.entries import Claim, Entry, Facts
from reencuentro.rehearsal.journeys import Fate
from reencuentro.rehearsal.population import Person
from reencuentro.rehearsal.profiles import AgencyPlan, Kind
from reencuentro.rehearsal.slips import NAME_KINDS

DETAINED_CALLER, PHONE_GIVEN = 0.4, 0.4


def write_consulate(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Own nationals whom the consul met, and children whom only the consul knows of; never where they are held."""
    pen, entries = story.pen, []
    for true_id, journey in story.journeys.items():
        by_chance = pen.dice.chance(plan.coverage)
        alone = journey.only_by is Kind.CONSULATE
        if not alone and (not by_chance or journey.only_by or journey.fate is Fate.SILENT):
            continue
        met = min(story.calendar.as_of, journey.apprehended_on + timedelta(days=pen.dice.between(1, 12)))
        facts, errors = pen.identity(pen.family.people[true_id], met)
        facts = {name: fact for name, fact in facts.items() if name != "a_number"} | pen.origin()
        entry = open_entry(plan, true_id, facts, _origin_errors(story, facts, errors), met)
        _tell_consulate(story, entry)
        entries.append(entry)
    return entries


def _origin_errors(story: Story, facts: Facts, errors: frozenset[str]) -> frozenset[str]:
    errors = errors - {"number_missing", "digit_slip"}
    logged = facts["language"] != story.pen.family.heritage.language
    missing = {"logged_spanish": logged, "address_missing": "address" not in facts}
    return errors | {kind for kind, made in missing.items() if made}


def _tell_consulate(story: Story, entry: Entry) -> None:
    """What a child or an adult tells the consul of the family: names, and sometimes the telephone at home."""
    pen, family = story.pen, story.pen.family
    if entry.true_id in family.children:
        for tie in family.relatives_of(entry.true_id):
            true_parent = tie.relation in PARENTS and tie not in family.pretended
            if true_parent and story.claims(pen.rates.link_missing):
                name_relative(story, entry, tie)
        entry.facts.pop("parent_a_number", None)
    elif story.claims(pen.rates.link_missing):
        claim_children(pen, entry, family.claimed_by(entry.true_id))
    if story.claims(1 - PHONE_GIVEN):
        entry.facts["phone"] = family.phone
        entry.evidence.add(("phone", family.phone))


def write_hotline(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Relatives at home who look for the children, parents who call from detention, children whom only a call knows."""
    pen, family = story.pen, story.pen.family
    entries = []
    for true_id in _callers(story, plan):
        start = story.journeys[family.travellers[0]].apprehended_on
        called = min(story.calendar.as_of, start + timedelta(days=pen.dice.between(2, 20)))
        entry = _call(story, plan, family.people[true_id], called)
        sought = [tie for tie in family.claimed_by(true_id) if tie.child in story.journeys]
        if true_id in family.children:
            mothers = [
                tie for tie in family.relatives_of(true_id) if tie.relation == "mother" and tie not in family.pretended
            ]
            _seek(entry, [(tie.relative, pen.relative(tie, called)) for tie in mothers])
        else:
            _seek(entry, [(tie.child, pen.child(tie, called)) for tie in sought])
        entries.append(entry)
    return entries


def _callers(story: Story, plan: AgencyPlan) -> list[str]:
    """At most one relative at home and one in detention calls for a family."""
    dice, family = story.pen.dice, story.pen.family
    callers = [true_id for true_id, journey in story.journeys.items() if journey.only_by is Kind.HOTLINE]
    if not family.children:
        return callers
    parents = sorted({tie.relative for tie in family.ties if tie.relation in PARENTS})
    at_home = [true_id for true_id in parents if true_id not in story.journeys]
    held = [true_id for true_id, journey in story.journeys.items() if journey.fate is None]
    if dice.chance(plan.coverage) and at_home:
        callers.append(dice.pick(at_home))
    if dice.chance(plan.coverage * DETAINED_CALLER) and held and story.asked:
        callers.append(dice.pick(held))
    return callers


def _call(story: Story, plan: AgencyPlan, person: Person, called: date) -> Entry:
    pen = story.pen
    facts, errors = pen.identity(person, called)
    kept: Facts = {name: facts[name] for name in ("name", "sex", "nationality") if name in facts}
    kept |= {"age": max(0, person.age_on(called)), "phone": pen.family.phone, "called_on": called}
    errors &= NAME_KINDS | {"sex_wrong"}
    entry = open_entry(plan, person.true_id, kept, errors, called)
    entry.evidence.add(("phone", pen.family.phone))
    return entry


def _seek(entry: Entry, sought: list[tuple[str, Claim]]) -> None:
    entry.facts["relatives"] = tuple(claim for _, claim in sought)
    entry.evidence |= {("claims", true_id) for true_id, _ in sought}


def write_returns(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    """Children brought back to their country, with the day."""
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.fate is Fate.RETURNED and journey.discharged_on and story.pen.dice.chance(plan.coverage):
            facts, errors = story.pen.identity(story.pen.family.people[true_id], journey.discharged_on)
            facts.pop("a_number", None)
            errors -= {"number_missing", "digit_slip"}
            origin = {"department": story.pen.family.department, "municipality": story.pen.family.municipality}
            facts |= {**origin, "removed_on": journey.discharged_on}
            entries.append(open_entry(plan, true_id, facts, errors, journey.discharged_on))
    return entries
