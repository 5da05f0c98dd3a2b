"""What a list is: the whole, a part, or a mistake. Its agency says so, later facts stand beside earlier ones.

Whoever isn't on a whole list is gone; from a list of a part nobody is; what was brought by mistake says nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import Model, Q

from reencuentro.actions.perform import one_at_a_time, performing
from reencuentro.actions.permitted import Matter, permitted
from reencuentro.actions.quarantining import settle_quarantine
from reencuentro.actions.searching import keep_searchable
from reencuentro.errors import ReencuentroError
from reencuentro.records.cases import Case
from reencuentro.records.consents import Consent, Withholding
from reencuentro.records.corrections import Correction
from reencuentro.records.drops import RosterDrop
from reencuentro.records.gates import ProtectionGate
from reencuentro.records.judgements import Judgement
from reencuentro.records.listings import changes_by, records_only_on
from reencuentro.records.many import among
from reencuentro.records.people import Membership
from reencuentro.records.restrictions import Restriction
from reencuentro.records.rosters import Extent, ExtentSaid, ExtentSaidQuerySet, Roster
from reencuentro.records.stays import Stay
from reencuentro.records.visible.drops import KeptList, may_restate
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.vocabulary import Action

DECIDED = "decided"
"""Why a list isn't withdrawn: people have decided something by what it says."""


class DecidedError(ReencuentroError):
    """The list can't be withdrawn any more. decisions: how many rest on it."""

    def __init__(self, decisions: int) -> None:
        rest = "1 decision rests" if decisions == 1 else f"{decisions} decisions rest"
        super().__init__(
            f"the list can't be withdrawn: {rest} on what it says",
            remedy="Say that it is of a part, where it dropped people; send a corrected list for what it says wrongly.",
        )
        self.decisions = decisions


def keep_extent(roster: Roster, extent: Extent, *, by: str, at: datetime, matched: bool = True) -> None:
    """It counts from now on, and what people are looked up by and what waits in quarantine follow it.

    matched: whether whoever calls has the registry matched by it.
    """
    again = roster.extents_said.exists()
    matched_at = at if matched else None
    ExtentSaid.objects.create(roster=roster, extent=extent.value, by=by, at=at, settled_at=at, matched_at=matched_at)
    _follow(roster, at, again=again)


def restate(roster: Roster, extent: Extent, *, by: str, at: datetime) -> None:
    """Says what a list is that was taken in as something else; the registry is to be matched after it.

    Raises DecidedError where it shall be withdrawn and people have decided something by what it says.
    """
    with performing("say_extent", by=by, about=_about(roster), at=at):
        one_at_a_time()
        if extent is Extent.WITHDRAWN and (decisions := decisions_on(roster)):
            raise DecidedError(decisions)
        keep_extent(roster, extent, by=by, at=at, matched=False)


def ask_extent(seen: RosterDrop | KeptList, extent: Extent, viewer: Viewer) -> None:
    """Says on the pages what a list is that is seen there; a worker follows it. Twice the same changes nothing.

    Raises NotAllowedError for who neither brought it nor may put its rows right, and where it isn't taken in.
    """
    with permitted(viewer, Action.SUPPLY_ROSTER, Matter()) as noted:
        noted.concerns(f"agency:{viewer.facts.agency.code}", seen.content_hash)
        if seen.roster_id is None or not may_restate(viewer, seen):
            raise NotAllowedError
        said = ExtentSaid.objects.filter(roster=seen.roster_id).order_by("-pk").first()
        if said is None or said.refused or said.extent != extent:
            ExtentSaid.objects.create(roster_id=seen.roster_id, extent=extent.value, by=viewer.by, at=viewer.at)


def settle_extents(now: Callable[[], datetime]) -> int:
    """Follows what was said of lists on the pages; of how many. The registry is to be matched by it: `unmatched`."""
    waiting = list(ExtentSaid.objects.waiting().select_related("roster__agency"))
    for said in waiting:
        at = now()
        with performing("say_extent", by=said.by, about=_about(said.roster), at=at):
            one_at_a_time()
            _settle(said, at)
    return len(waiting)


def unmatched() -> ExtentSaidQuerySet:
    """What counts, and has not led to a matching yet: also what a worker left behind that was stopped."""
    return ExtentSaid.objects.counting().filter(matched_at=None)


def _settle(said: ExtentSaid, at: datetime) -> None:
    said.settled_at = at
    said.refused = DECIDED if said.extent == Extent.WITHDRAWN and decisions_on(said.roster) else ""
    said.save(update_fields=["settled_at", "refused"])
    if not said.refused:
        _follow(said.roster, at, again=True)


def _follow(roster: Roster, at: datetime, *, again: bool) -> None:
    settle_quarantine(roster, at, again=again)
    keep_searchable(roster)
    counting = Roster.objects.lists().filter(pk=roster.pk).first()
    roster.changes = changes_by(counting) if counting else {}
    roster.save(update_fields=["changes"])


def _about(roster: Roster) -> list[str]:
    return [f"agency:{roster.agency.code}", roster.content_hash]


def decisions_on(roster: Roster) -> int:
    """How many decisions rest on what the list says: of its rows, and of people whom no other list has."""
    of_rows = Judgement.objects.filter(Q(left_row__roster=roster) | Q(right_row__roster=roster)).count()
    of_rows += Correction.objects.filter(row__roster=roster).count()
    people = _people_only_on(roster)
    return of_rows + sum(model._default_manager.filter(among(by, people)).count() for model, by in _ABOUT.items())


_ABOUT: Mapping[type[Model], str] = {
    Case: "person",
    Consent: "person",
    ProtectionGate: "person",
    Restriction: "person",
    Stay: "person__public_id",
    Withholding: "person",
}


def _people_only_on(roster: Roster) -> list[str]:
    """Those of whom no record is left without the list."""
    agency, only = roster.agency.code, records_only_on(roster)
    standing = Membership.objects.standing()
    mine = among("record_id", only)
    people = set(standing.filter(mine, agency=agency).values_list("person__public_id", flat=True))
    others = standing.filter(among("person__public_id", people)).exclude(mine, agency=agency)
    return sorted(people - set(others.values_list("person__public_id", flat=True)))
