"""What officers find first: their own work, by what their roles may do; and the frame of every page."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from reencuentro.records.agencies import Agency
from reencuentro.records.officers import Officer
from reencuentro.records.visible.agreed import agreements_waiting
from reencuentro.records.visible.board import MINE, waiting_for
from reencuentro.records.visible.calls import callers_waiting, contact_waiting
from reencuentro.records.visible.cases import VisibleCases, late_cases
from reencuentro.records.visible.consular import late_notices
from reencuentro.records.visible.groups import actions_waiting
from reencuentro.records.visible.needs import late_care, needs_waiting
from reencuentro.records.visible.questions import (
    MOST_COUNTED,
    matches_waiting,
    rivals_waiting,
    verifications_waiting,
)
from reencuentro.records.visible.referrals import referrals_waiting
from reencuentro.records.visible.viewers import Viewer, officer_viewing, purposes_of
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.web.case_showing import lines_shown
from reencuentro.web.legal import late_matters
from reencuentro.web.purposes import chosen
from reencuentro.web.returns import late_returns
from reencuentro.web.words import language


@dataclass(frozen=True, slots=True)
class Work:
    """One kind of work: a tile on the first page, and where in_menu a link in the menu, for whoever may do it.

    label: the key of its words; what the tile says below stands under the key `{label}_work`. page: the name of its
    address. count: how much of it waits for the officer, None where that isn't counted. alarms: whatever waits is said
    first of all, under the keys `{label}_alarm_one` and `{label}_alarm_many`, and where nothing does there is no tile.
    query: what the tile's address asks for, so that it leads to just what it counts.
    """

    action: Action
    label: str
    page: str
    count: Callable[[Viewer], int] | None = None
    in_menu: bool = False
    alarms: bool = False
    query: str = ""


WORK: tuple[Work, ...] = (
    Work(Action.LOOK_UP, "search", "search", in_menu=True),
    Work(Action.REGISTER, "register", "register"),
    Work(Action.SUBMIT_REQUEST, "request", "request"),
    Work(Action.SEE_PERSON, "people", "people", in_menu=True),
    Work(Action.SEE_MATCH, "matches_rivals", "matches_rivals", rivals_waiting, alarms=True),
    Work(Action.JUDGE, "matches", "matches", matches_waiting, in_menu=True),
    Work(Action.VERIFY, "matches_verify", "matches_verify", verifications_waiting, in_menu=True),
    Work(Action.SEE_CASE, "cases", "cases", late_cases, in_menu=True),
    Work(Action.SEE_PERSON, "alarms", "alarms", waiting_for, in_menu=True, query=f"?whose={MINE}"),
    Work(Action.SEE_CALLS, "calls", "calls", contact_waiting),
    Work(Action.SEE_DESK, "desk", "desk", callers_waiting, in_menu=True),
    Work(Action.SEE_NOTICES, "notices", "notices", late_notices),
    Work(Action.SEE_RETURN, "returns", "returns", late_returns),
    Work(Action.SEE_LEGAL, "legal_matters", "legal", late_matters),
    Work(Action.SEE_CARE, "needs", "waiting_care", needs_waiting, alarms=True),
    Work(Action.SEE_CARE, "duty_area_care", "waiting_care", late_care),
    Work(Action.SEE_REFERRALS, "referrals", "referrals", referrals_waiting),
    Work(Action.SEE_TEAM, "team", "team"),
    Work(Action.SUPPLY_ROSTER, "rosters", "rosters", in_menu=True),
    Work(Action.BREAK_GLASS, "begin_emergency", "begin_emergency"),
    Work(Action.REVIEW_BREAK_GLASS, "emergencies", "emergencies"),
    Work(Action.SEE_AUDIT, "begin_looks", "begin_looks"),
    Work(Action.MANAGE_AGREEMENTS, "agreements", "agreements", agreements_waiting),
    Work(Action.SEE_FIGURES, "calls_kept", "calls_kept"),
    Work(Action.SEE_GROUPS, "groups", "groups", actions_waiting),
    Work(Action.SEE_VIOLATIONS, "rights", "waiting_rights"),
)
"""All the work that there are pages for, what matters most first. An area adds its own line."""


@dataclass(frozen=True, slots=True)
class Tile:
    """A kind of work as one officer finds it. count: None where it isn't counted."""

    label: str
    address: str
    count: int | None
    in_menu: bool
    alarms: bool = False

    @property
    def counted(self) -> str:
        """The count as the tile has it: "50+" where it is more."""
        if self.count is None:
            return ""
        return f"{MOST_COUNTED}+" if self.count > MOST_COUNTED else str(self.count)


def work_of(officer: Officer, roles: frozenset[Role]) -> Iterator[Work]:
    """The work that these roles may do for any purpose."""
    return (one for one in WORK if purposes_of((one.action,), roles))


def tiles(officer: Officer, *, stepped_up: bool) -> list[Tile]:
    """The officer's own work, counted where it can be."""
    now = timezone.now()
    roles = frozenset(map(Role, officer.roles(now)))
    each = [
        Tile(
            one.label, reverse(one.page) + one.query, _counted(one, officer, roles, stepped_up), one.in_menu, one.alarms
        )
        for one in work_of(officer, roles)
    ]
    return [one for one in each if one.count or not one.alarms]


MOST_DUE = 5
"""Cases named on the first page, of those that are due."""


def due_at_home(officer: Officer, *, stepped_up: bool) -> dict[str, Any]:
    """The officer's cases that are due, and those that came to them because they are late: least time left first."""
    now = timezone.now()
    purposes = purposes_of((Action.SEE_CASE,), map(Role, officer.roles(now)))
    if not purposes:
        return {}
    viewer = officer_viewing(officer, purposes[0], now, stepped_up=stepped_up)
    return {"due": lines_shown(VisibleCases(viewer).due(MOST_DUE), viewer), "due_purpose": viewer.purpose}


def _counted(work: Work, officer: Officer, roles: frozenset[Role], stepped_up: bool) -> int | None:
    if work.count is None:
        return None
    purpose = purposes_of((work.action,), roles)[0]
    return work.count(officer_viewing(officer, purpose, timezone.now(), stepped_up=stepped_up))


def frame(request: HttpRequest) -> dict[str, Any]:
    """What the frame of a page needs, worked out only where a page is drawn."""
    return {
        "menu": lambda: list(_menu(request)),
        "purpose_chosen": lambda: chosen(request) if isinstance(getattr(request, "user", None), Officer) else "",
        "other_language": lambda: "en" if language() == "es" else "es",
        "agency_names": SimpleLazyObject(_agency_names),
    }


def _agency_names() -> dict[str, str]:
    """By its code, of each agency that has a name; asked once for a page, whatever it lists."""
    return dict(Agency.objects.exclude(name="").values_list("code", "name"))


def _menu(request: HttpRequest) -> Iterator[dict[str, Any]]:
    officer = getattr(request, "user", None)
    if not isinstance(officer, Officer):
        return
    roles = frozenset(map(Role, officer.roles(timezone.now())))
    here = request.resolver_match.url_name if request.resolver_match else ""
    purpose = _purpose_given(request)
    for one in work_of(officer, roles):
        if one.in_menu:
            # What somebody is here for goes with them from page to page, where it fits; they see it on each.
            query = f"?purpose={purpose}" if purpose in purposes_of((one.action,), roles) else ""
            yield {"label": one.label, "address": reverse(one.page) + query, "open": one.page == here}


def _purpose_given(request: HttpRequest) -> str:
    """As it was posted, if the view read what was: a menu is no reason to read a form that is too large."""
    posted = request.POST.get("purpose") if hasattr(request, "_post") else None
    return posted or request.GET.get("purpose") or ""
