"""What happened to each traveller: apprehended where, held where, let go when, and which children nobody placed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from reencuentro.rehearsal.chance import Dice, Weighted
from reencuentro.rehearsal.lists.places import DETENTION, INFLUX_SITES, PROGRAMS, SECTOR_WEIGHTS, STATIONS
from reencuentro.rehearsal.population import Family
from reencuentro.rehearsal.profiles import Kind, Profile

SECTORS = Weighted(SECTOR_WEIGHTS)
REMOVED = 0.12
SECOND_PROGRAM = 0.05
LEAVE_ROSTER = 0.3


class Fate(StrEnum):
    """Where a child is on the as-of date. The last four are unaccounted, by the names the truth gives them."""

    HELD = "held"
    DISCHARGED = "discharged"
    RETURNED = "returned"
    SENT_NOT_RECEIVED = "sent_not_received"
    DROPPED = "dropped_without_discharge"
    NEVER_IN_CUSTODY = "never_in_custody"
    SILENT = "silent"


UNACCOUNTED = frozenset({Fate.SENT_NOT_RECEIVED, Fate.DROPPED, Fate.NEVER_IN_CUSTODY, Fate.SILENT})
SETTLED = {Fate.HELD: 1, Fate.DISCHARGED: 14, Fate.RETURNED: 14, Fate.SENT_NOT_RECEIVED: 6, Fate.NEVER_IN_CUSTODY: 6}
"""Days that must have passed since the apprehension for a fate to be what it says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One traveller's way. Dates are None where it did not happen by the as-of date.

    only_by: for NEVER_IN_CUSTODY, the kind of agency that alone lists the child.
    influx_on: day of admission to a temporary shelter before (or instead of) care.
    moved_to: a second programme, from `moved_on`.
    leaves_roster: once discharged, the next roster no longer has them.
    """

    fate: Fate | None  # None for adults
    apprehended_on: date
    sector: str
    station: str
    place: str = ""
    admitted_on: date | None = None
    discharged_on: date | None = None
    removed_on: date | None = None
    influx_on: date | None = None
    influx_site: str = ""
    moved_to: str = ""
    moved_on: date | None = None
    only_by: Kind | None = None
    leaves_roster: bool = False


@dataclass(frozen=True, slots=True)
class Calendar:
    """The dates that a profile's rosters impose on its journeys."""

    as_of: date
    days: int
    earlier_care: date | None  # the care roster before the last, where there is one
    influx: date | None  # the stale roster of the temporary shelter, where there is one

    @classmethod
    def of(cls, profile: Profile) -> "Calendar":
        """The calendar of a profile's agencies."""
        ages = {plan.kind: sorted(plan.ages) for plan in profile.agencies}
        care, influx = ages.get(Kind.CARE, []), ages.get(Kind.INFLUX, [])
        return cls(
            profile.as_of,
            profile.days,
            profile.as_of - timedelta(days=care[1]) if len(care) > 1 else None,
            profile.as_of - timedelta(days=influx[0]) if influx and influx[0] > 30 else None,
        )

    def settled(self, fate: Fate) -> int:
        """Days since the apprehension that this fate needs."""
        if fate is Fate.DROPPED and self.earlier_care:
            return (self.as_of - self.earlier_care).days + 5
        if fate is Fate.SILENT and self.influx:
            return (self.as_of - self.influx).days + 4
        return SETTLED[fate]


def fates(profile: Profile, calendar: Calendar) -> Weighted[Fate]:
    """How often each fate befalls a child, of those that the profile's agencies and days allow."""
    possible = {
        Fate.DROPPED: calendar.earlier_care is not None,
        Fate.SILENT: calendar.influx is not None and calendar.settled(Fate.SILENT) < calendar.days,
    }
    shares = {Fate(reason): share for reason, share in profile.unaccounted.items() if possible.get(Fate(reason), True)}
    out = profile.discharged
    returned = 0.25 if any(plan.kind is Kind.RETURNS for plan in profile.agencies) else 0.1
    rest = {
        Fate.HELD: 1 - out - sum(shares.values()),
        Fate.DISCHARGED: out * (1 - returned),
        Fate.RETURNED: out * returned,
    }
    return Weighted({**rest, **shares})


def make_journeys(family: Family, dice: Dice, profile: Profile, calendar: Calendar) -> dict[str, Journey]:
    """The journey of every traveller of a family, by true id."""
    befalls = _fates_of(family, dice, fates(profile, calendar))
    settled = max([1, *(calendar.settled(fate) for fate in befalls.values())])
    day = calendar.as_of - timedelta(days=dice.between(settled, max(settled, calendar.days)))
    sector = dice.draw(SECTORS)
    start = Journey(fate=None, apprehended_on=day, sector=sector, station=dice.pick(STATIONS[sector]))
    reach = [
        plan.kind
        for plan in profile.agencies
        if plan.kind in profile.overlooked_by and plan.nationality in ("", family.plan.nationality)
    ]
    influx = next((plan.coverage for plan in profile.agencies if plan.kind is Kind.INFLUX), 0.0)
    luck = _Luck(dice, calendar, influx, tuple(reach))
    return {
        true_id: luck.child(start, befalls[true_id]) if true_id in befalls else luck.adult(start)
        for true_id in family.travellers
    }


def _fates_of(family: Family, dice: Dice, table: Weighted[Fate]) -> Mapping[str, Fate]:
    """Chance decides, but where a quota says how many of the children are still held."""
    travelling = [true_id for true_id in family.travellers if true_id in family.children]
    held = family.plan.in_care
    if held is None:
        return {true_id: dice.draw(table) for true_id in travelling}
    out = {true_id: dice.pick((Fate.DISCHARGED, Fate.RETURNED, Fate.RETURNED)) for true_id in travelling}
    return {**out, **dict.fromkeys(travelling[:held], Fate.HELD)}


@dataclass(frozen=True, slots=True)
class _Luck:
    """What chance decides for one traveller after another."""

    dice: Dice
    calendar: Calendar
    influx: float
    reach: tuple[Kind, ...]

    def after(self, day: date, least: int, most: int) -> date:
        """A day so many days later, at most the as-of date."""
        return min(self.calendar.as_of, day + timedelta(days=self.dice.between(least, most)))

    def adult(self, start: Journey) -> Journey:
        """Booked into detention within five days; some are removed after two weeks or more."""
        admitted = self.after(start.apprehended_on, 0, 5)
        removed = admitted + timedelta(days=self.dice.between(14, 45))
        gone = removed <= self.calendar.as_of and self.dice.chance(REMOVED * 2)
        return replace(
            start, place=self.dice.pick(DETENTION), admitted_on=admitted, removed_on=removed if gone else None
        )

    def child(self, start: Journey, fate: Fate) -> Journey:
        """Sent to care within three days and held there, unless the fate is another."""
        if fate is Fate.NEVER_IN_CUSTODY:
            return replace(start, fate=fate, only_by=self.dice.pick(self.reach or (Kind.BORDER,)))
        if fate is Fate.SENT_NOT_RECEIVED:
            return replace(start, fate=fate)
        if fate is Fate.SILENT:
            return replace(start, fate=fate, **self._sheltered(start))
        return self._in_care(start, fate)

    def _sheltered(self, start: Journey) -> dict[str, Any]:
        return {"influx_on": self.after(start.apprehended_on, 0, 3), "influx_site": self.dice.pick(INFLUX_SITES)}

    def _in_care(self, start: Journey, fate: Fate) -> Journey:
        admitted = self.after(start.apprehended_on, 0, 3)
        known: dict[str, Any] = {"fate": fate, "place": self.dice.pick(PROGRAMS)}
        influx = self.calendar.influx
        if influx and start.apprehended_on <= influx - timedelta(days=3) and self.dice.chance(self.influx):
            known |= self._sheltered(start)
            admitted = self.after(influx, 1, 4)
        known["admitted_on"] = admitted
        if fate in (Fate.DISCHARGED, Fate.RETURNED):
            span = (self.calendar.as_of - admitted).days
            known["discharged_on"] = self.after(admitted, min(5, span), span)
            known["leaves_roster"] = self.dice.chance(LEAVE_ROSTER)
        elif self.dice.chance(SECOND_PROGRAM):
            known |= {"moved_to": self.dice.pick(PROGRAMS), "moved_on": self.after(admitted, 3, 30)}
        return replace(start, **known)
