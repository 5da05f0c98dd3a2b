"""The board of children unaccounted for, and of relatives who leave, as somebody may see it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q

from reencuentro.linkage.results import Status
from reencuentro.records.agencies import Agency
from reencuentro.records.agreements import agreements_in_force
from reencuentro.records.alarms import Alarm, AlarmQuerySet, AlarmStep
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership
from reencuentro.records.reading import reading
from reencuentro.records.visible.people import PersonSeen, TieSeen, visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.alarms import Kind
from reencuentro.rules.custody import Alarm as Urgency
from reencuentro.rules.disclosure.vocabulary import IDENTITY, LOCATION, NOTES, PROTECTION, Action, Compartments, Level

PAGE = 50
"""Alarms on one page."""
MOST_TRIED = 500
"""Alarms of which it is asked, for one page or one number, whether they may be shown."""
_WHO = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY, Level.PROTECTED})


@dataclass(frozen=True, slots=True)
class Place:
    """Where on the board the next page goes on."""

    weight: int
    opened_at: datetime
    pk: int


MINE, OURS, OTHERS = "mine", "ours", "others"
WHOSE: Mapping[str, Callable[[Viewer], Q]] = {
    MINE: lambda viewer: Q(owner=viewer.pk) | Q(owner=None, owner_agency__code=viewer.facts.agency.code),
    OURS: lambda viewer: Q(owner_agency__code=viewer.facts.agency.code),
    OTHERS: lambda viewer: ~Q(owner_agency__code=viewer.facts.agency.code),
}
"""Which alarms can be asked for by who looks into them; mine: those, too, that wait for anybody of the own agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """Which alarms of the board are asked for; "" for any. reason: of that kind. agency: by code; whose: see WHOSE."""

    kind: str = ""
    reason: str = ""
    agency: str = ""
    whose: str = ""

    def among(self, alarms: AlarmQuerySet, viewer: Viewer) -> AlarmQuerySet:
        """Those of these alarms."""
        asked = {"kind": self.kind, "reason": self.reason, "agency__code": self.agency}
        found = alarms.filter(**{name: value for name, value in asked.items() if value})
        return found.filter(WHOSE[self.whose](viewer)) if self.whose else found


ANY = Chosen()


@dataclass(frozen=True, slots=True, kw_only=True)
class StepSeen:
    """What was done with an alarm. who: an officer of the viewer's own agency by name, any other by their agency;
    "" for the registry itself. to: to whom it was handed over. note: "" where it may not be shown.
    """

    step: str
    at: datetime
    who: str
    to: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlarmSeen:
    """An alarm about a child whom the viewer may see; place: "" where they may not see that, or nobody knows.

    urgencies: those that may be told: that somebody was separated isn't told by who they are.
    adult: of a departure, who leaves, where that person may be known of; "" else. on: its day, as far as that.
    protected: whether it may be shown what was done, which tells more than that the child is looked for.
    """

    alarm: Alarm
    child: PersonSeen
    place: str
    urgencies: tuple[str, ...]
    protected: bool
    adult: str = ""
    on: date | None = None

    @property
    def relative(self) -> TieSeen | None:
        """The surest of the relatives whom the viewer may know of and nobody has rejected."""
        ties = (one for one in self.child.ties if one.child == self.child.person_id)
        standing = (one for one in ties if one.status != Status.REJECTED)
        return max(standing, key=lambda one: one.probability, default=None)


@dataclass(frozen=True, slots=True)
class Board:
    """Some of the alarms. after: where the next page goes on; None where there is none."""

    alarms: tuple[AlarmSeen, ...]
    after: Place | None


def board_for(viewer: Viewer, after: Place | None = None, chosen: Chosen = ANY) -> Board:
    """The alarms about children whom the viewer may see, what matters most first."""
    found: list[AlarmSeen] = []
    tried, last = 0, after
    while tried < MOST_TRIED:
        batch = _batch(viewer, last, chosen)
        tried += len(batch)
        seen = _seen(batch, viewer)
        found += seen[: PAGE - len(found)]
        last = _place(batch[-1]) if batch else None
        if len(found) == PAGE:
            return Board(tuple(found), _place(found[-1].alarm))
        if len(batch) < PAGE:
            return Board(tuple(found), None)
    return Board(tuple(found), last)


def alarm_seen(viewer: Viewer, number: int) -> tuple[AlarmSeen, list[StepSeen]]:
    """One alarm with what was done. Raises NotAllowedError, noted, alike for one that isn't there."""
    with reading("see_alarm", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        alarm = _alarms().filter(pk=number).first()
        if alarm is None:
            raise NotAllowedError
    seen = _seen([alarm], viewer, Action.SEE_NOTES)
    if not seen:
        raise NotAllowedError
    if not seen[0].protected:
        return seen[0], []
    with reading("see_alarm", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        return seen[0], list(_steps(seen[0], viewer))


def _steps(seen: AlarmSeen, viewer: Viewer) -> Iterator[StepSeen]:
    told = list(AlarmStep.objects.filter(alarm=seen.alarm).select_related("officer", "agency").order_by("pk"))
    ids = {one.by.removeprefix("officer:") for one in told}
    officers = {one.public_id: one for one in Officer.objects.filter(public_id__in=ids).select_related("agency")}
    may_read = NOTES in seen.child.shown.get(seen.alarm.agency.code, frozenset())
    for one in told:
        yield StepSeen(
            step=one.step,
            at=one.at,
            who=_called(officers.get(one.by.removeprefix("officer:")), viewer),
            to=_called(one.officer, viewer) or (one.agency.name if one.agency else ""),
            note=one.note if may_read or one.by == viewer.by else "",
        )


def _called(officer: Officer | None, viewer: Viewer) -> str:
    if officer is None:
        return ""
    return officer.full_name if officer.agency.code == viewer.facts.agency.code else officer.agency.name


def alarm_numbered(number: int) -> Alarm | None:
    """The alarm, for whoever has yet to be decided on; None where there is none, or the wall shows none."""
    return _alarms().filter(pk=number).first()


def waiting_for(viewer: Viewer) -> int:
    """How many alarms wait for the officer, or for anybody of their agency: as many as the board has of them."""
    return count_of(viewer, Chosen(whose=MINE))


def count_of(viewer: Viewer, chosen: Chosen = ANY) -> int:
    """How many such alarms the viewer may see, as far as the first MOST_TRIED + 1 are looked at."""
    looking = visible_to(viewer, *_ACTIONS, levels=_WHO)
    with reading("count_alarms", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        within = chosen.among(_alarms().alive().filter(_within_reach(viewer)), viewer)
        alarms = list(within.in_order().values_list("person", "kind")[: MOST_TRIED + 1])
        answers = looking.answers({child for child, _ in alarms})
    return sum(child in answers and _is_told(kind, answers[child].shown) for child, kind in alarms)


def agencies_on(viewer: Viewer) -> list[Agency]:
    """The agencies whose children may stand on the viewer's board, by name."""
    return sorted(Agency.objects.filter(code__in=_reach(viewer)), key=lambda one: (one.name or one.code, one.code))


def _alarms() -> AlarmQuerySet:
    return Alarm.objects.select_related("agency", "owner__agency", "owner_agency")


def _batch(viewer: Viewer, after: Place | None, chosen: Chosen) -> list[Alarm]:
    with reading("see_board", by=viewer.by, capacity=viewer.capacity(), at=viewer.at), behind_the_wall(viewer):
        alarms = chosen.among(_alarms().alive().filter(_within_reach(viewer)), viewer).in_order()
        if after is not None:
            later = Q(opened_at__gt=after.opened_at) | Q(opened_at=after.opened_at, pk__gt=after.pk)
            alarms = alarms.filter(Q(weight__lt=after.weight) | Q(weight=after.weight) & later)
        return list(alarms[:PAGE])


def _within_reach(viewer: Viewer) -> Exists:
    """The alarms about people of whom anything might be shown; the decision still has its say on each of them."""
    return Exists(Membership.objects.standing().filter(agency__in=_reach(viewer), person__public_id=OuterRef("person")))


def _reach(viewer: Viewer) -> list[str]:
    """The own agency, and those that gave it anything, by code."""
    mine = viewer.facts.agency.code
    return sorted({mine, *(one.giver for one in agreements_in_force(viewer.at, taker=mine))})


def _place(alarm: Alarm) -> Place:
    return Place(alarm.weight, alarm.opened_at, alarm.pk)


def _seen(alarms: Sequence[Alarm], viewer: Viewer, *beside: Action) -> list[AlarmSeen]:
    """Those whose child may be shown. The place is its teller's: shown where that agency lets its places be seen."""
    look = visible_to(viewer, *_ACTIONS, *beside, levels=_WHO, with_ties=True)
    people = sorted({one.person for one in alarms} | {one.about for one in alarms if one.about})
    known = {one.person_id: one for one in look.among(people)} if people else {}
    return list(_shown(alarms, known))


def _shown(alarms: Sequence[Alarm], known: dict[str, PersonSeen]) -> Iterator[AlarmSeen]:
    for one in alarms:
        child = known.get(one.person)
        if child is None or not _is_told(one.kind, child.shown):
            continue
        may_see = LOCATION in child.shown.get(one.agency.code, frozenset())
        adult = one.about if one.about in known else ""
        protected = _is_protected(child.shown)
        urgencies = tuple(why for why in one.urgencies if protected or why not in _PROTECTED)
        yield AlarmSeen(
            alarm=one,
            child=child,
            place=one.place if may_see else "",
            urgencies=urgencies,
            protected=protected,
            adult=adult,
            on=one.on if adult or protected else None,
        )


def _is_told(kind: str, shown: Mapping[str, Compartments]) -> bool:
    """Whether the viewer may know of an alarm: mostly whoever may know the child. With whom they speak is protected."""
    return _is_known(shown) and (kind != Kind.SILENCE or _is_protected(shown))


def _is_protected(shown: Mapping[str, Compartments]) -> bool:
    return all(PROTECTION in seen for seen in shown.values())


def _is_known(shown: Mapping[str, Compartments]) -> bool:
    """Whether the viewer may know who the child is: whoever may know that must know that they are looked for."""
    return any(IDENTITY in seen for seen in shown.values())


_ACTIONS = (Action.SEE_PERSON, Action.SEE_LOCATION, Action.SEE_PROTECTION, Action.SEE_CASE)
_PROTECTED = frozenset({Urgency.SEPARATED.value})
