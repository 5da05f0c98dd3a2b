"""Searches for somebody on an officer's behalf: what is found is decided on, and so much is shown a day and no more."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from reencuentro.actions.perform import performing
from reencuentro.actions.searching import make_searchable
from reencuentro.linkage.mentions import Mention
from reencuentro.records.audit import AuditEntry, Outcome
from reencuentro.records.officers import Officer
from reencuentro.records.provenance import people_of
from reencuentro.records.reading import reading
from reencuentro.records.searching import find
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.people import PersonSeen, VisiblePeople, visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action, Level

MOST_A_DAY = 30
"""People whom one officer is shown by searching within a day (UTC); a script would otherwise read out the registry."""
_SHOWN = "search_shown"
ALARM = "search_alarm"


@dataclass(frozen=True, slots=True)
class Searched:
    """Who was found and may be shown. enough: more were found than the officer may be shown today."""

    people: tuple[PersonSeen, ...]
    enough: bool


def search_for(viewer: Viewer, asked: Mention) -> Searched:
    """Whom the words may mean, likeliest first. Raises NotAllowedError, noted, for who may not search.

    Whoever comes to the day's limit sees nobody new; that is noted as an alarm, once a day.
    """
    make_searchable(by=viewer.by)
    with reading("look_up", by=viewer.by, sought=[asked.full_name], capacity=viewer.capacity(), at=viewer.at):
        if not decide_alone(viewer, Action.LOOK_UP).allowed:
            raise NotAllowedError
        found = people_of([one.key for one in find(asked)])
    who = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=_LEVELS)
    allowed = [name for name, answer in who.answers(found).items() if answer.allowed]
    return _within_the_limit(viewer, who, [name for name in found if name in allowed])


_LEVELS = frozenset({Level.EXISTENCE, Level.MATCH_SUMMARY, Level.IDENTITY})


def _within_the_limit(viewer: Viewer, who: VisiblePeople, found: Sequence[str]) -> Searched:
    with performing(_SHOWN, by=viewer.by, capacity=viewer.capacity(), at=viewer.at) as noted:
        # Two searches at once are counted one after the other.
        Officer.objects.select_for_update().filter(public_id=viewer.facts.id).first()
        before = _shown_today(viewer)
        room = MOST_A_DAY - len(before)
        fresh = [name for name in found if name not in before][:room]
        shown = [name for name in found if name in before or name in fresh]
        people = who.among(shown)
        noted.concerns(*(f"person:{one.person_id}" for one in people))
    enough = len(shown) < len(found)
    if enough:
        _raise_alarm(viewer)
    return Searched(tuple(people), enough)


def _today(viewer: Viewer, action: str) -> list[list[str]]:
    midnight = datetime.combine(viewer.at.astimezone(UTC).date(), time.min, UTC)
    entries = AuditEntry.objects.filter(officer=viewer.facts.id, action=action, at__gte=midnight, outcome=Outcome.DONE)
    return list(entries.values_list("about", flat=True))


def _shown_today(viewer: Viewer) -> frozenset[str]:
    return frozenset(key.removeprefix("person:") for about in _today(viewer, _SHOWN) for key in about)


def _raise_alarm(viewer: Viewer) -> None:
    if not _today(viewer, ALARM):
        about = [f"officer:{viewer.facts.id}"]
        with performing(ALARM, by=viewer.by, about=about, capacity=viewer.capacity(), at=viewer.at):
            pass
