"""The own agency's team as its supervisors may see it, and the children whom nobody of it works for yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, Exists, OuterRef

from reencuentro.records.assignments import Assignment
from reencuentro.records.officers import Officer
from reencuentro.records.people import Membership, Minor, Person
from reencuentro.records.reading import reading
from reencuentro.records.team import Cover, Leave
from reencuentro.records.visible.colleagues import colleagues
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.people import PersonSeen, visible_to
from reencuentro.records.visible.subjects import subjects_of
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.assignment import Staff
from reencuentro.rules.disclosure.vocabulary import WHO, Action

MOST_WAITING = 50
"""Children on one page of those who wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """An officer who can be assigned. cover: None where nobody has said where they work. load: children they have.

    away_until: None where they aren't on leave.
    """

    officer: Officer
    cover: Cover | None
    away_until: datetime | None
    load: int

    @property
    def staff(self) -> Staff | None:
        """The officer as the rules take them; None where nobody has said where they work."""
        if self.cover is None:
            return None
        return Staff(
            officer=self.officer.public_id,
            state=self.cover.state,
            languages=frozenset(self.cover.languages.split()),
            minutes=self.cover.minutes,
            load=self.load,
            away=self.away_until is not None,
        )


def team_of(viewer: Viewer) -> list[Member]:
    """Everybody of the viewer's agency who can look after a child, by name. Raises NotAllowedError, noted."""
    noting = reading(Action.SEE_TEAM.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at)
    with noting, behind_the_wall(viewer):
        if not decide_alone(viewer, Action.SEE_TEAM).allowed:
            raise NotAllowedError
        return _members(viewer)


def _members(viewer: Viewer) -> list[Member]:
    officers = colleagues(viewer, Action.WORK_CARE)
    keys = [one.pk for one in officers]
    covers = {one.officer_id: one for one in Cover.objects.in_force(viewer.at).filter(officer__in=keys)}
    away = dict(Leave.objects.in_force(viewer.at).filter(officer__in=keys).values_list("officer", "until"))
    minors = Minor.objects.filter(known_until=None).values("person__public_id")  # relatives are no load
    given = Assignment.objects.in_force(viewer.at).filter(officer__in=keys, person__in=minors).values("officer")
    loads = dict(given.annotate(children=Count("person", distinct=True)).values_list("officer", "children"))
    return [
        Member(officer=one, cover=covers.get(one.pk), away_until=away.get(one.pk), load=loads.get(one.pk, 0))
        for one in officers
    ]


def member_named(viewer: Viewer, officer: str) -> Member:
    """That officer of the team. Raises NotAllowedError, noted, alike for one who isn't there and one of others."""
    found = next((one for one in team_of(viewer) if one.officer.public_id == officer), None)
    if found is None:
        raise NotAllowedError
    return found


def waiting_for_officer(viewer: Viewer) -> list[PersonSeen]:
    """Children of the own agency for whom nobody of it works, and to whom the viewer may assign somebody; some of them,
    by id.
    """
    with transaction.atomic(), behind_the_wall(viewer):
        people = _without_officer(viewer)
    return _assignable(viewer, people)


def children_of(viewer: Viewer, officer: Officer) -> list[PersonSeen]:
    """Children of that officer of the team to whom the viewer may assign somebody else; some of them, by id."""
    with transaction.atomic(), behind_the_wall(viewer):
        given = Assignment.objects.in_force(viewer.at).filter(officer=officer, case="").order_by("person")
        people = list(given.values_list("person", flat=True)[:MOST_WAITING])
    return _assignable(viewer, people)


def _without_officer(viewer: Viewer) -> list[str]:
    mine = Membership.objects.standing().filter(person=OuterRef("pk"), agency=viewer.facts.agency.code)
    minor = Minor.objects.filter(person=OuterRef("pk"), known_until=None)
    ours = Officer.objects.filter(agency__code=viewer.facts.agency.code)
    given = Assignment.objects.in_force(viewer.at).filter(person=OuterRef("public_id"), officer__in=ours)
    found = Person.objects.filter(Exists(mine), Exists(minor), ~Exists(given)).order_by("public_id")
    people = list(found.values_list("public_id", flat=True)[:MOST_WAITING])
    # Somebody may have been assigned under a number that the child went by before.
    subjects = subjects_of(people, viewer)
    return [one for one in people if one in subjects and not subjects[one].facts.assigned_agency]


def _assignable(viewer: Viewer, people: Sequence[str]) -> list[PersonSeen]:
    seen = visible_to(viewer, Action.ASSIGN, Action.SEE_PERSON, levels=WHO).among(people)
    return [one for one in seen if one.answer.decisions[Action.ASSIGN].allowed]
