"""Which children no roster places anywhere, why, and where they were last known to be."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from reencuentro.linkage.mentions import Mention
from reencuentro.rules.ages import AgeBand, age_band, age_on
from reencuentro.rules.destinations import Course, Destinations
from reencuentro.rules.rosters import Listing, PersonFacts, RosterFacts, RosterKind

SILENT_AFTER = timedelta(days=30)
"""A list older than this no longer says where a child is; the period is ours, after the 30-day call to sponsors."""

BORDER_LIMIT = timedelta(hours=72)
"""How long a child may stay in border custody. Source: 8 U.S.C. 1232(b)(3)."""


class Reason(StrEnum):
    """Why a child counts as unaccounted for, the most telling first."""

    DROPPED_WITHOUT_DISCHARGE = "dropped_without_discharge"
    SENT_NOT_RECEIVED = "sent_not_received"
    NEVER_IN_CUSTODY = "never_in_custody"
    SILENT = "silent"


class Alarm(StrEnum):
    """What makes an unaccounted child more urgent still."""

    TENDER_AGE = "tender_age"  # five or younger
    PAST_72_HOURS = "past_72_hours"  # border custody is the last that is known, and its limit is past
    SEPARATED = "separated"  # an agency says that the child was separated
    NOBODY_NAMED = "nobody_named"  # no source names a relative


@dataclass(frozen=True, slots=True, kw_only=True)
class Unaccounted:
    """A child whom some agency lists and no roster places anywhere.

    last_agency, last_place, last_seen_on: the last that any roster confirms; place "" and day None where none says.
    """

    person_id: str
    reason: Reason
    last_agency: str
    last_place: str
    last_seen_on: date | None
    alarms: tuple[Alarm, ...] = ()


class Standing(StrEnum):
    """What one record says about where its person is."""

    HELD = "held"  # on the newest list of those who hold or house them
    LEFT = "left"  # discharged, removed, or handed to family
    SENT = "sent"  # on to another agency
    GONE = "gone"  # off the newest list, without a discharge
    SEEN = "seen"  # met or written down, placed nowhere


@dataclass(frozen=True, slots=True)
class _Stance:
    """One record judged. on: the day of the event that it tells last; sent_to: agencies in the registry, maybe none."""

    standing: Standing
    listing: Listing
    on: date | None
    sent_to: frozenset[str] = frozenset()

    @property
    def agency(self) -> str:
        return self.listing.mention.agency


def find_unaccounted(
    people: Sequence[PersonFacts],
    rosters: Sequence[RosterFacts],
    *,
    as_of: date,
    silent_after: timedelta = SILENT_AFTER,
    doubles: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> list[Unaccounted]:
    """The children whom no roster, as of the date, places anywhere; sorted by person_id.

    doubles: for a person_id, other persons who may well be the same one, which nobody has decided yet. Whoever may be
    a child that is placed is a question of identity first, and stays out of this list.

    A child is placed by the newest list of an agency that holds or houses it, by a dated discharge or removal, by words
    that end custody (sponsor, reunified, repatriated), or by the list of the agency that it was sent to.
    """
    tracker = _Tracker(people, rosters, as_of=as_of, silent_after=silent_after)
    lost = {person.person_id: tracker.judge(person) for person in people if person.is_child and person.listings}
    placed = {name for name, one in lost.items() if one is None}
    found = (one for name, one in lost.items() if one and not placed.intersection(doubles.get(name, ())))
    return sorted(found, key=lambda one: one.person_id)


def find_held(people: Sequence[PersonFacts], rosters: Sequence[RosterFacts], *, as_of: date) -> frozenset[str]:
    """The person_ids of all whom the newest list of an agency that holds or houses people still has, undischarged."""
    tracker = _Tracker(people, rosters, as_of=as_of, silent_after=SILENT_AFTER)
    return frozenset(person.person_id for person in people if tracker.holds(person))


class _Tracker:
    """The rosters of one day, and what they say about each person."""

    def __init__(
        self, people: Sequence[PersonFacts], rosters: Sequence[RosterFacts], *, as_of: date, silent_after: timedelta
    ) -> None:
        self._destinations = Destinations(people, rosters)
        self._roster_days = {roster.key: roster.as_of for roster in rosters}
        self._as_of, self._silent_after = as_of, silent_after

    def judge(self, person: PersonFacts) -> Unaccounted | None:
        """None where some roster places the child."""
        stances = [self._stance(listing) for listing in person.listings]
        reason = self._reason(stances)
        if reason is None:
            return None
        agency, place, day = self._last_confirmed(stances)
        return Unaccounted(
            person_id=person.person_id,
            reason=reason,
            last_agency=agency,
            last_place=place,
            last_seen_on=day,
            alarms=tuple(self._alarms(person, stances)),
        )

    def holds(self, person: PersonFacts) -> bool:
        """Whether some record of theirs is on such a list today."""
        return any(self._stance(listing).standing is Standing.HELD for listing in person.listings)

    def _stance(self, listing: Listing) -> _Stance:
        mention = listing.mention
        kind = self._destinations.kind(listing)
        onward = self._destinations.onward(listing)
        left_on = self._by_now(mention.removed_on or mention.discharged_on)
        last_event = left_on or self._by_now(mention.admitted_on or mention.apprehended_on)
        if onward.course is Course.LEFT or self._by_now(mention.removed_on):
            return _Stance(Standing.LEFT, listing, left_on)
        is_note_of_a_place = kind in (RosterKind.REGISTRY, RosterKind.HOTLINE) and mention.facility
        if onward.course is Course.SENT and not is_note_of_a_place:
            return _Stance(Standing.SENT, listing, last_event, onward.agencies)
        if left_on:
            return _Stance(Standing.LEFT, listing, left_on)
        if kind is RosterKind.CUSTODY or mention.facility or mention.admitted_on:
            return _Stance(Standing.HELD if listing.is_current else Standing.GONE, listing, last_event)
        is_off_the_border_list = kind is RosterKind.BORDER and not listing.is_current
        return _Stance(Standing.GONE if is_off_the_border_list else Standing.SEEN, listing, last_event)

    def _reason(self, stances: Sequence[_Stance]) -> Reason | None:
        held = [stance for stance in stances if stance.standing is Standing.HELD]
        loose = [stance for stance in stances if _is_loose(stance, stances)]
        was_left = any(_settles(stance, loose) for stance in stances if stance.standing is Standing.LEFT)
        was_received = any(stance.standing is Standing.SENT for stance in stances if stance not in loose)
        if held and not was_left:
            return self._reason_though_held(held, loose)
        if was_left or (was_received and not loose):
            return None
        return min((_LOOSE_REASONS[stance.standing] for stance in loose), default=Reason.NEVER_IN_CUSTODY, key=_rank)

    def _reason_though_held(self, held: Iterable[_Stance], loose: Iterable[_Stance]) -> Reason | None:
        """None unless every list that holds the child is too old; then a newer list that dropped it tells more."""
        if not all(self._is_stale(stance) for stance in held):
            return None
        was_dropped = any(stance.standing is Standing.GONE for stance in loose)
        return Reason.DROPPED_WITHOUT_DISCHARGE if was_dropped else Reason.SILENT

    def _is_stale(self, stance: _Stance) -> bool:
        day = self._roster_days.get(stance.listing.roster)
        return day is not None and self._as_of - day > self._silent_after

    def _last_confirmed(self, stances: Sequence[_Stance]) -> tuple[str, str, date | None]:
        """Agency, place and day of the last sighting; a record that names a place outweighs one that doesn't."""

        def weight(stance: _Stance) -> tuple[bool, date, bool, tuple[str, str]]:
            is_custody = self._destinations.kind(stance.listing) is RosterKind.CUSTODY
            day = self._seen_on(stance)
            return (bool(_place(stance.listing.mention)), day or date.min, is_custody, stance.listing.mention.key)

        last = max(stances, key=weight)
        return last.agency, _place(last.listing.mention), self._seen_on(last)

    def _seen_on(self, stance: _Stance) -> date | None:
        """A list of those in custody confirms them on its own day, any other the day of its event."""
        mention = stance.listing.mention
        roster_day = self._by_now(self._roster_days.get(stance.listing.roster))
        if stance.standing in (Standing.HELD, Standing.GONE) and roster_day:
            return roster_day
        events = (mention.discharged_on, mention.admitted_on, mention.apprehended_on, mention.called_on)
        return next((day for event in events if (day := self._by_now(event))), roster_day)

    def _alarms(self, person: PersonFacts, stances: Sequence[_Stance]) -> Iterator[Alarm]:
        mentions = [listing.mention for listing in person.listings]
        if age_band(age_on(mentions, self._as_of)) is AgeBand.TENDER:
            yield Alarm.TENDER_AGE
        if all(self._destinations.kind(stance.listing) is not RosterKind.CUSTODY for stance in stances):
            met = [day for mention in mentions if (day := self._by_now(mention.apprehended_on))]
            if met and self._as_of - max(met) > BORDER_LIMIT:
                yield Alarm.PAST_72_HOURS
        if any(mention.separated for mention in mentions):
            yield Alarm.SEPARATED
        if not any(mention.relatives for mention in mentions):
            yield Alarm.NOBODY_NAMED

    def _by_now(self, day: date | None) -> date | None:
        """A planned event hasn't happened."""
        return day if day is not None and day <= self._as_of else None


_LOOSE_REASONS: Mapping[Standing, Reason] = {
    Standing.GONE: Reason.DROPPED_WITHOUT_DISCHARGE,
    Standing.SENT: Reason.SENT_NOT_RECEIVED,
}

_SLIP_OF_DATES = timedelta(days=31)


def _rank(reason: Reason) -> int:
    return list(Reason).index(reason)


def _is_loose(stance: _Stance, stances: Iterable[_Stance]) -> bool:
    """Whether a record leads nowhere: sent to an agency that lacks them, or gone from a list with no trace on it."""
    others = [other for other in stances if other is not stance]
    if stance.standing is Standing.SENT:
        if stance.sent_to:
            return not any(other.agency in stance.sent_to and not _is_earlier_stay(other, stance) for other in others)
        return not any(other.standing in (Standing.HELD, Standing.LEFT) for other in others)
    if stance.standing is Standing.GONE:
        # Entered again under another id.
        return not any(other.agency == stance.agency and other.listing.is_current for other in others)
    return False


def _is_earlier_stay(received: _Stance, sent: _Stance) -> bool:
    """Whether the receiver's record tells of a stay long over when this sending took place."""
    is_over = received.standing is Standing.LEFT
    return bool(is_over and received.on and sent.on and sent.on - received.on > _SLIP_OF_DATES)


def _settles(left: _Stance, loose: Iterable[_Stance]) -> bool:
    """Whether leaving custody answers every loose end: none of them is known to be later."""
    return not any(left.on and end.on and end.on > left.on for end in loose)


def _place(mention: Mention) -> str:
    return mention.facility or mention.apprehended_at
