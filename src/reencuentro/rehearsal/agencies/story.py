"""A family as agencies come across it, and what they write alike."""

from dataclasses import dataclass
from datetime import date, timedelta

from reencuentro.rehearsal.entries import Entry, Facts, Pen, claims_in
from reencuentro.rehearsal.journeys import Calendar, Journey
from reencuentro.rehearsal.population import Tie
from reencuentro.rehearsal.profiles import AgencyPlan, Kind, Profile

PARENTS = ("mother", "father")


@dataclass(frozen=True, slots=True)
class Story:
    """A family with its journeys and the pen that writes it down: all that an agency could come to know.

    asked: somebody asked who belongs to whom. entered: the border recorded the family.
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


def claim_children(pen: Pen, entry: Entry, ties: list[Tie]) -> None:
    """An adult says who their children are; one of several is sometimes left out."""
    told = [tie for tie in ties if len(ties) == 1 or not pen.dice.chance(0.05)]
    if told:
        entry.facts["relatives"] = tuple(pen.child(tie, entry.first) for tie in told)
        entry.evidence |= {("claims", tie.child) for tie in told}


def name_relative(story: Story, entry: Entry, tie: Tie) -> None:
    """Mother and father have columns of their own; other relatives are named only where they travelled too."""
    pen = story.pen
    person = pen.family.people[tie.relative]
    if tie.relation in PARENTS:
        entry.facts[tie.relation] = pen.spoken(person)
        entry.evidence.add(("claims", tie.relative))
        if tie.relative in story.journeys and not pen.dice.chance(pen.rates.parent_number_missing):
            entry.facts["parent_a_number"] = pen.number(person)[0]
    elif tie.relative in story.journeys:
        entry.facts["relatives"] = (*claims_in(entry.facts), pen.relative(tie, entry.first))
        entry.evidence.add(("claims", tie.relative))


def open_entry(plan: AgencyPlan, true_id: str, facts: Facts, errors: frozenset[str], first: date) -> Entry:
    """A record of this agency, listed from that day on."""
    return Entry(agency=plan.code, true_id=true_id, facts=facts, errors=errors, first=first)


def codes_of(story: Story, kind: Kind) -> frozenset[str]:
    """The codes of the agencies of one kind."""
    return frozenset(plan.code for plan in story.profile.agencies if plan.kind is kind)


def day_after(day: date | None) -> date | None:
    """The first day on which something of that day no longer holds."""
    return day + timedelta(days=1) if day else None
