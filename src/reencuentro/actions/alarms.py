"""Raises alarms about children unaccounted for and relatives who leave; people take them up, and close them by two."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter

from django.db import IntegrityError, transaction

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.perform import performing
from reencuentro.errors import AccountError
from reencuentro.records.agencies import Agency
from reencuentro.records.alarms import Alarm, AlarmStep
from reencuentro.records.assignments import Assignment
from reencuentro.records.exact import as_json
from reencuentro.records.following import persons_meant
from reencuentro.records.loading import Row, load_rows, reserve_ids
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership
from reencuentro.records.stays import Stay
from reencuentro.records.versions import changed_only_from
from reencuentro.rules.alarms import OF_LISTS, Kind, State, Step, Wrong, turn, weight
from reencuentro.rules.custody import Unaccounted
from reencuentro.rules.removals import Departure, Leaving

Matter = tuple[str, str, str]
"""Person, kind and about: what one alarm is about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """What an alarm says today."""

    person: str
    kind: Kind
    about: str = ""
    reason: str
    urgencies: tuple[str, ...] = ()
    weight: int = 0
    agency: str
    place: str = ""
    seen_on: date | None = None
    on: date | None = None

    @property
    def matter(self) -> Matter:
        """What it is about."""
        return self.person, self.kind.value, self.about


@dataclass(slots=True)
class AlarmsKept:
    """What became of the alarms; alarms that stay as they are aren't counted."""

    raised: int = 0
    reopened: int = 0
    placed: int = 0
    joined: int = 0
    moved: list[str] = field(default_factory=list)


def raised_by(unaccounted: Iterable[Unaccounted], departures: Iterable[Departure]) -> list[Raised]:
    """The alarms of which the rules tell."""
    lost = [
        Raised(
            person=one.person_id,
            kind=Kind.UNACCOUNTED,
            reason=one.reason.value,
            urgencies=tuple(alarm.value for alarm in one.alarms),
            weight=weight(one.alarms),
            agency=one.last_agency,
            place=one.last_place,
            seen_on=one.last_seen_on,
        )
        for one in unaccounted
    ]
    return lost + [
        Raised(
            person=one.child,
            kind=Kind.DEPARTURE,
            about=one.adult,
            reason=one.leaving.value,
            weight=weight((), is_ahead=one.leaving is not Leaving.REMOVED),
            agency=one.agency,
            on=one.on,
        )
        for one in departures
    ]


def keep_alarms(
    told: Sequence[Raised],
    judged: Collection[str],
    *,
    by: str,
    at: datetime,
    kinds: Collection[Kind] = OF_LISTS,
) -> AlarmsKept:
    """Makes the alarms say what holds today: new ones are raised, others found to be settled, old ones opened again.

    judged: the persons of whom it is known whether there is anything to tell; of others nothing is changed.
    kinds: of which alarms all that holds is told; others aren't touched.
    An alarm and the stays noted of a person go on with whoever has their records today.
    """
    with performing("keep_alarms", by=by, at=at):
        kept = AlarmsKept()
        _follow(kept, by, at)
        standing = {(one.person, one.kind, one.about): one for one in _standing() if one.kind in kinds}
        agencies = {one.code: one for one in Agency.objects.filter(code__in={one.agency for one in told})}
        fresh = [one for one in told if one.matter not in standing]
        for one in told:
            if one.matter in standing:
                kept.reopened += _refresh(standing.pop(one.matter), one, agencies[one.agency], by, at)
        kept.raised = _raise(fresh, agencies, by, at)
        for alarm in standing.values():
            kept.placed += alarm.person in judged and _settle(alarm, by, at)
        return kept


def _standing() -> Iterator[Alarm]:
    return Alarm.objects.exclude(state=State.JOINED.value).defer("place").order_by("pk").iterator()


def _follow(kept: AlarmsKept, by: str, at: datetime) -> None:
    """Alarms and stays of ids under which no records go any more move on to the ids of today."""
    standing = Membership.objects.standing().values("person__public_id")
    for alarm in Alarm.objects.exclude(state=State.JOINED.value).exclude(person__in=standing).defer("place"):
        for today in sorted(persons_meant(alarm.person, since=alarm.raised_at) - {alarm.person})[:1]:
            kept.moved.append(today)
            if not _moved(alarm, today):
                _write(alarm, Step.JOINED, by, at, state=State.JOINED.value)
                kept.joined += 1
    left = Stay.objects.standing().exclude(person__public_id__in=standing).select_related("person").defer("place")
    for stay in left:
        for today in sorted(persons_meant(stay.person.public_id, since=stay.noted_at) - {stay.person.public_id})[:1]:
            _stay_moved(stay, today)


def _moved(alarm: Alarm, person: str) -> bool:
    """False where there is an alarm about the same already."""
    try:
        with transaction.atomic():
            Alarm.objects.filter(pk=alarm.pk).update(person=person)
    except IntegrityError:
        return False
    return True


def _stay_moved(stay: Stay, person: str) -> None:
    """Where the two can't both be one person's the stay is left where it was noted."""
    today = Membership.objects.standing().filter(person__public_id=person).values_list("person", flat=True)[:1]
    try:
        with transaction.atomic():
            Stay.objects.filter(pk=stay.pk).update(person=today)
    except IntegrityError:
        return


def _assigned(people: Iterable[str], at: datetime) -> Mapping[str, Officer]:
    """For each of these people who work for them, the one who has longest."""
    given = Assignment.objects.in_force(at).filter(person__in=sorted(people)).order_by("-begins_at", "-pk")
    return {one.person: one.officer for one in given.select_related("officer__agency")}


def _raise(told: Sequence[Raised], agencies: Mapping[str, Agency], by: str, at: datetime) -> int:
    """All at once: on the first day there may be thousands."""
    owners = _assigned({one.person for one in told}, at)
    for code, of_agency in groupby(sorted(told, key=attrgetter("agency", "matter")), key=attrgetter("agency")):
        raised = list(of_agency)
        ids = reserve_ids(Alarm, len(raised))
        agency = agencies[code]
        rows = (_row(pk, one, agency, owners.get(one.person), at) for pk, one in zip(ids, raised, strict=True))
        load_rows(Alarm, _NAMES, rows, agency=agency.pk)
        steps = ((pk, Step.RAISED.value, by, at, as_json("")) for pk in ids)
        load_rows(AlarmStep, ("alarm", "step", "by", "at", "note"), steps, agency=agency.pk)
    return len(told)


_NAMES = tuple("""
    id kind person about reason urgencies weight agency place seen_on on raised_at opened_at lacking state owner
    owner_agency found_by version changed_by
""".split())  # fmt: skip


def _row(pk: int, one: Raised, agency: Agency, owner: Officer | None, at: datetime) -> Row:
    return (
        *(pk, one.kind.value, one.person, one.about, one.reason, as_json(list(one.urgencies)), one.weight, agency.pk),
        *(as_json(one.place), one.seen_on, one.on, at, at, True, State.OPEN.value),
        *(owner.pk if owner else None, owner.agency_id if owner else agency.pk, "", 1, ""),
    )


def _refresh(alarm: Alarm, one: Raised, agency: Agency, by: str, at: datetime) -> bool:
    """Brings up to date what the alarm says; True where it is opened again, since the child was placed meanwhile."""
    again = not alarm.lacking and alarm.state in (State.FOUND.value, State.CLOSED.value)
    facts = {"reason": one.reason, "urgencies": list(one.urgencies), "weight": one.weight, "seen_on": one.seen_on}
    facts |= {"on": one.on, "lacking": True}
    if any(getattr(alarm, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(alarm, name, value)
        alarm.agency = agency
        alarm.place = one.place
        alarm.save()
    if again:
        _write(alarm, Step.REOPENED, by, at, state=State.OPEN.value, opened_at=at, found_by="")
    return again


def _settle(alarm: Alarm, by: str, at: datetime) -> bool:
    """What the lists no longer say is settled for them; somebody must still look."""
    if not alarm.lacking:
        return False
    if alarm.state in (State.OPEN.value, State.LOOKING.value):
        _write(alarm, Step.PLACED, by, at, state=State.FOUND.value, lacking=False, found_by="")
        return True
    Alarm.objects.filter(pk=alarm.pk).update(lacking=False)
    return False


def _write(alarm: Alarm, step: Step, by: str, at: datetime, **facts: object) -> None:
    changed_only_from(alarm, alarm.version, by=by, at=at, **facts)
    AlarmStep.objects.create(alarm=alarm, step=step.value, by=by, at=at, note="")


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """A step that an officer takes. version: of the alarm, as they saw it. note: what it rests on, in words.

    to, agency: to which officer, or to the officers of which agency, the alarm is handed over.
    """

    step: Step
    version: int
    note: str = ""
    to: Officer | None = None
    agency: str = ""


def take_step(alarm: Alarm, doing: Doing, officer: Officer, *, at: datetime) -> None:
    """Raises AccountError where the step can't be taken, ConflictError where somebody was faster."""
    by = f"officer:{officer.public_id}"
    with performing(f"alarm_{doing.step.value}", by=by, about=[f"person:{alarm.person}"], at=at):
        state = turn(State(alarm.state), doing.step, by=by, found_by=alarm.found_by, words=doing.note)
        if isinstance(state, Wrong):
            problem, remedy = _WRONG[state]
            raise AccountError(problem, remedy=remedy)
        facts = {"state": state.value, **_after(alarm, doing, officer, by)}
        changed_only_from(alarm, doing.version, by=by, at=at, **facts)
        AlarmStep.objects.create(
            alarm=alarm,
            step=doing.step.value,
            by=by,
            at=at,
            officer=doing.to,
            agency=alarm.owner_agency if doing.step is Step.HANDED_OVER else None,
            note=doing.note.strip(),
        )


_WRONG = {
    Wrong.NOT_NOW: ("the alarm is in another state by now", "Look at the page again."),
    Wrong.NO_WORDS: ("it must be said on what this rests", "Say in words who was asked, and what they answered."),
    Wrong.SAME_PERSON: ("whoever found the child can't be the second to look", "Ask another officer to look."),
}


def _after(alarm: Alarm, doing: Doing, officer: Officer, by: str) -> dict[str, object]:
    """What a step changes beside the state."""
    if doing.step is Step.TAKEN:
        return {"owner": officer, "owner_agency": officer.agency}
    if doing.step is Step.HANDED_OVER:
        if doing.to is not None:
            return {"owner": doing.to, "owner_agency": doing.to.agency, "state": State.LOOKING.value}
        return {"owner": None, "owner_agency": _taker(alarm, doing.agency)}
    if doing.step is Step.FOUND:
        return {"found_by": by}
    return {"found_by": ""} if doing.step is Step.DOUBTED else {}


def _taker(alarm: Alarm, code: str) -> Agency:
    """An agency that lists the child: nobody else could look at them."""
    lists = Membership.objects.standing().filter(person__public_id=alarm.person, agency=code).exists()
    if not lists:
        raise AccountError("that agency doesn't list the child", remedy="Hand the alarm to an agency that does.")
    return agency_of(code)
