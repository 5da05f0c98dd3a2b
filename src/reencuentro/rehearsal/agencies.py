"""What each kind of agency records of a family, and what of its ties it thereby holds."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reencuentro.rehearsal.entries import Claim, Entry, Facts, Pen, again
from reencuentro.rehearsal.journeys import Calendar, Fate, Journey
from reencuentro.rehearsal.population import Person, Tie, scattered
from reencuentro.rehearsal.profiles import AgencyPlan, Kind, Profile

PARENTS = ("mother", "father")
DUPLICATED = frozenset({Kind.BORDER, Kind.DETENTION, Kind.CARE, Kind.CONSULATE})
REASONS = (
    "Adult prosecuted - 8 USC 1325",
    "Adult referred for prosecution",
    "Criminal history",
    "Fitness concern",
    "Medical",
)
DISCHARGES = {
    Fate.DISCHARGED: ("Discharged - Sponsor", "Discharged - Sponsor", "Reunified"),
    Fate.RETURNED: ("Voluntary Departure", "Repatriated"),
}
DETAINED_CALLER, PHONE_GIVEN, CLAIMED_AT_HOME = 0.4, 0.4, 0.25


@dataclass(frozen=True, slots=True)
class Story:
    """A family with its journeys and the pen that writes it down: all that an agency could come to know.

    asked: somebody asked who belongs to whom. entered: the border recorded the family. unlisted: no roster says separated.
    """

    pen: Pen
    journeys: dict[str, Journey]
    calendar: Calendar
    profile: Profile
    asked: bool
    entered: bool

    @property
    def separated(self) -> bool:
        """Children who came with an adult are held apart from them: that is the policy rehearsed."""
        adults = [true_id for true_id in self.pen.family.travellers if true_id not in self.pen.family.children]
        return bool(adults) and bool(self.pen.family.children)

    def claims(self, source_missing: float) -> bool:
        """Whether this source has what it could have of a tie."""
        missing = self.pen.dice.chance(source_missing)
        return self.asked and not missing


def begin_story(pen: Pen, journeys: dict[str, Journey], calendar: Calendar, profile: Profile) -> Story:
    """Decide once for the family what no agency decides for itself."""
    asked = not pen.dice.chance(pen.rates.never_asked)
    return Story(pen, journeys, calendar, profile, asked, asked and not pen.dice.chance(pen.rates.link_missing))


def write_entries(story: Story) -> list[Entry]:
    """All records of all agencies about one family."""
    written: list[Entry] = []
    for plan in story.profile.agencies:
        if plan.nationality in ("", story.pen.family.plan.nationality):
            entries = WRITERS[plan.kind](story, plan, written)
            written += entries if plan.kind not in DUPLICATED else [*entries, *_duplicates(story, entries)]
    return written


def _duplicates(story: Story, entries: Iterable[Entry]) -> list[Entry]:
    pen = story.pen
    doubled = [entry for entry in entries if pen.dice.chance(pen.rates.duplicate)]
    return [again(entry, *pen.identity(pen.family.people[entry.true_id], entry.first)) for entry in doubled]


def _border(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
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
    entry = _entry(plan, true_id, facts, errors, journey.apprehended_on)
    if journey.admitted_on:
        entry.since["destination"] = journey.admitted_on
    ties = pen.family.claimed_by(true_id)
    if ties and story.entered and story.claims(pen.rates.link_missing):
        _claim_children(pen, entry, [tie for tie in ties if tie.child in story.journeys])
    return entry


def _disposition(story: Story, journey: Journey) -> Facts:
    """Where the border says it sent them; nothing where it never did."""
    if journey.fate is None:
        return {"destination": f"ERO - {journey.place.removesuffix(' Detention Center').removesuffix(' SPC')}"}
    return {} if journey.only_by else {"destination": "UAC - ORR"}


def _enter_unit(story: Story, number: int, entries: list[Entry]) -> None:
    """One family unit number for those apprehended together, where the border recorded the family."""
    if not story.entered or len(entries) < 2:
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
    """What the border's roster says of each child's separation; silent where nobody wrote it down."""
    pen, rates, flags = story.pen, story.pen.rates, {}
    wrong = rates.separation_wrong * story.profile.separated / max(1e-9, 1 - story.profile.separated)
    for child in pen.family.children:
        luck = pen.dice.number()
        if not story.separated:
            flags[child] = luck < wrong
        elif luck >= rates.separation_unlisted + rates.separation_missing:
            flags[child] = True
        elif luck < rates.separation_unlisted:
            flags[child] = False
    return flags


def _detention(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.fate is not None or journey.admitted_on is None or not story.pen.dice.chance(plan.coverage):
            continue
        facts, errors = story.pen.identity(story.pen.family.people[true_id], journey.admitted_on)
        facts |= {"facility": journey.place, "admitted_on": journey.admitted_on}
        entry = _entry(plan, true_id, facts, errors, journey.admitted_on)
        if journey.removed_on:
            entry.facts["removed_on"] = entry.since["removed_on"] = journey.removed_on
        if story.claims(story.pen.rates.link_missing):
            _claim_children(story.pen, entry, story.pen.family.claimed_by(true_id))
        entries.append(entry)
    return entries


def _care(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    border = {entry.true_id: entry for entry in reversed(written) if entry.agency in _codes(story, Kind.BORDER)}
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
            entry.last = _day_after(story.calendar.earlier_care)
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
    entry = _entry(plan, true_id, {**facts, "admitted_on": admitted}, errors, admitted)
    _flag_again(story, entry, border)
    for tie in pen.family.relatives_of(true_id):
        if tie not in pen.family.pretended and story.claims(pen.rates.link_missing):
            _name_relative(story, entry, tie)
    return entry


def _flag_again(story: Story, entry: Entry, border: Entry | None) -> None:
    """Care notes the separations that the border forgot, but not those that nobody listed."""
    flag = border.facts.get("separated") if border else story.separated
    if story.separated and flag is not False:
        entry.facts["separated"] = True


def _name_relative(story: Story, entry: Entry, tie: Tie) -> None:
    """Mother and father have columns of their own; other relatives are named only where they travelled too."""
    pen = story.pen
    person = pen.family.people[tie.relative]
    if tie.relation in PARENTS:
        entry.facts[tie.relation] = pen.spoken(person)
        entry.evidence.add(("claims", tie.relative))
        if tie.relative in story.journeys and not pen.dice.chance(pen.rates.parent_number_missing):
            entry.facts["parent_a_number"] = pen.number(person)[0]
    elif tie.relative in story.journeys:
        named = entry.facts.get("relatives", ())
        assert isinstance(named, tuple)
        entry.facts["relatives"] = (*named, pen.relative(tie, entry.first))
        entry.evidence.add(("claims", tie.relative))


def _discharge(story: Story, entry: Entry, journey: Journey) -> None:
    if journey.discharged_on is None or journey.fate is None:
        return
    entry.facts |= {"discharged_on": journey.discharged_on, "status": story.pen.dice.pick(DISCHARGES[journey.fate])}
    entry.since |= dict.fromkeys(("discharged_on", "status"), journey.discharged_on)
    earlier = story.calendar.earlier_care
    if journey.leaves_roster and earlier and journey.discharged_on <= earlier:
        entry.last = _day_after(earlier)


def _influx(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.influx_on is not None:
            facts, errors = story.pen.identity(story.pen.family.people[true_id], journey.influx_on)
            facts |= {"facility": journey.influx_site, "admitted_on": journey.influx_on}
            entries.append(_entry(plan, true_id, facts, errors, journey.influx_on))
    return entries


def _consulate(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    pen, entries = story.pen, []
    for true_id, journey in story.journeys.items():
        by_chance = pen.dice.chance(plan.coverage)
        alone = journey.only_by is Kind.CONSULATE
        if not alone and (not by_chance or journey.only_by or journey.fate is Fate.SILENT):
            continue
        met = min(story.calendar.as_of, journey.apprehended_on + timedelta(days=pen.dice.between(1, 12)))
        facts, errors = pen.identity(pen.family.people[true_id], met)
        facts = {name: fact for name, fact in facts.items() if name != "a_number"} | pen.origin()
        entry = _entry(plan, true_id, facts, _origin_errors(story, facts, errors), met)
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
                _name_relative(story, entry, tie)
        entry.facts.pop("parent_a_number", None)
    elif story.claims(pen.rates.link_missing):
        _claim_children(pen, entry, family.claimed_by(entry.true_id))
    if story.claims(1 - PHONE_GIVEN):
        entry.facts["phone"] = family.phone
        entry.evidence.add(("phone", family.phone))


def _hotline(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
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
    entry = _entry(plan, person.true_id, kept, errors, called)
    entry.evidence.add(("phone", pen.family.phone))
    return entry


def _seek(entry: Entry, sought: list[tuple[str, Claim]]) -> None:
    entry.facts["relatives"] = tuple(claim for _, claim in sought)
    entry.evidence |= {("claims", true_id) for true_id, _ in sought}


def _returns(story: Story, plan: AgencyPlan, written: list[Entry]) -> list[Entry]:
    entries = []
    for true_id, journey in story.journeys.items():
        if journey.fate is Fate.RETURNED and journey.discharged_on and story.pen.dice.chance(plan.coverage):
            facts, errors = story.pen.identity(story.pen.family.people[true_id], journey.discharged_on)
            facts.pop("a_number", None)
            errors -= {"number_missing", "digit_slip"}
            origin = {"department": story.pen.family.department, "municipality": story.pen.family.municipality}
            facts |= {**origin, "removed_on": journey.discharged_on}
            entries.append(_entry(plan, true_id, facts, errors, journey.discharged_on))
    return entries


def _claim_children(pen: Pen, entry: Entry, ties: list[Tie]) -> None:
    """An adult says who their children are; one of several is sometimes left out."""
    told = [tie for tie in ties if len(ties) == 1 or not pen.dice.chance(0.05)]
    if told:
        entry.facts["relatives"] = tuple(pen.child(tie, entry.first) for tie in told)
        entry.evidence |= {("claims", tie.child) for tie in told}


def _entry(plan: AgencyPlan, true_id: str, facts: Facts, errors: frozenset[str], first: date) -> Entry:
    return Entry(agency=plan.code, true_id=true_id, facts=facts, errors=errors, first=first)


def _codes(story: Story, kind: Kind) -> frozenset[str]:
    return frozenset(plan.code for plan in story.profile.agencies if plan.kind is kind)


def _day_after(day: date | None) -> date | None:
    return day + timedelta(days=1) if day else None


NAME_KINDS = frozenset(
    {"nickname", "second_name_dropped", "initial", "maya_spelling", "spanish_spelling", "typing", "second_surname_missing",
     "surnames_swapped", "surnames_fused", "truncated", "accents_dropped"}
)  # fmt: skip

WRITERS: dict[Kind, Callable[[Story, AgencyPlan, list[Entry]], list[Entry]]] = {
    Kind.BORDER: _border,
    Kind.DETENTION: _detention,
    Kind.CARE: _care,
    Kind.INFLUX: _influx,
    Kind.CONSULATE: _consulate,
    Kind.HOTLINE: _hotline,
    Kind.RETURNS: _returns,
}
