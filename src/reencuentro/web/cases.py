"""The pages about cases: the own ones, and one of them, with its forms, its dossier and what comes next."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.views.decorators.http import require_GET

from reencuentro.actions.permitted import Matter, permissible
from reencuentro.records.cases import OVER
from reencuentro.records.visible.cases import LEVELS, CaseSeen, Place, VisibleCases
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, whose_relatives
from reencuentro.rules.cases.evidence import Dossier, Kept, sources
from reencuentro.rules.cases.forms import SHAPES, FormKind
from reencuentro.rules.cases.forms.proving import Interview
from reencuentro.rules.cases.going import Choice, blocks, follows, is_resumed
from reencuentro.rules.cases.handing_over import settled
from reencuentro.rules.cases.interviews import compared
from reencuentro.rules.cases.machine import TABLE
from reencuentro.rules.cases.states import State
from reencuentro.rules.disclosure.releases import APPROVING_ROLES
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web import case_deed_forms as asked
from reencuentro.web.case_boxes import form_of, help_of, initial, told
from reencuentro.web.case_showing import (
    approvals_shown,
    case_shown,
    choice_shown,
    choices_shown,
    clocks_shown,
    forms_shown,
    forms_sorted,
    history_shown,
    lines_shown,
    may,
    may_open,
    tasks_shown,
    waiting_shown,
    way_shown,
    who,
)
from reencuentro.web.colleagues import unassigned
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.places import place_in, sealed_place
from reencuentro.web.showing import name_of
from reencuentro.web.words import is_said

_SEE = Action.SEE_CASE
_PURPOSES = purposes_on_pages(_SEE)
_LIST = "the list of cases"


def _reads(view: Any) -> Any:
    """A page that shows a case."""
    return declared(action=_SEE, purposes=_PURPOSES, levels=LEVELS)(require_GET(answering(view)))


@_reads
def cases(request: HttpRequest) -> HttpResponse:
    """The officer's own cases, what is late first; and what came to them because it is late."""
    viewer = viewer_of(request, cases)
    after = place_in(request.GET.get("after", ""), _LIST, _place)
    found = VisibleCases(viewer).mine(after)
    facts = {
        "tasks": [] if after else waiting_shown(VisibleCases(viewer).tasks(), viewer),
        "cases": lines_shown(found.lines, viewer),
        "following": sealed_place(_LIST, found.last[0].isoformat(), found.last[1]) if found.last else "",
        "purpose": viewer.purpose,
    }
    return render(request, "cases/list.html", facts)


def _place(due: str, key: str) -> Place:
    return datetime.fromisoformat(due), int(key)


@_reads
def of_child(request: HttpRequest, person: str) -> HttpResponse:
    """The cases of one child, and a form to open one."""
    viewer = viewer_of(request, of_child)
    return child_page(request, viewer, person, asked.OpeningForm(viewer, person))


def child_page(request: HttpRequest, viewer: Viewer, person: str, form: Any, status: int = 200) -> HttpResponse:
    """That page, with the form as it stands: for whoever may work for the child, where no case is open."""
    child, found = VisibleCases(viewer).of_person(person)
    able = permissible(viewer, (Action.WORK_CASE, Action.ASSIGN), Matter(people=(person,)))
    facts = {
        "cases": lines_shown(found, viewer),
        "person": person,
        "child": name_of(child) or person,
        "form": form,
        "open": next((one.case.public_id for one in found if one.case.state not in OVER), ""),
        "may_assign": Action.ASSIGN in able,
        "ask": unassigned(viewer, Action.WORK_CASE, able, child.shown),
        "whose": whose_relatives(viewer),
        "purpose": viewer.purpose,
    }
    return render(request, "cases/child.html", facts, status=status)


@_reads
def one_case(request: HttpRequest, case: str) -> HttpResponse:
    """One case: where it stands, what blocks it, what runs, what comes next, and what happened."""
    viewer = viewer_of(request, one_case)
    seen = VisibleCases(viewer).get(case)
    onwards, others = choices_shown(seen, viewer) if seen.file.pending is None else ([], [])
    facts = case_shown(seen, viewer) | {
        "way": way_shown(seen),
        "onwards": onwards,
        "others": others,
        "clocks": clocks_shown(seen.clocks),
        "forms": forms_sorted(forms_shown(seen, viewer), onwards),
        "tasks": tasks_shown(seen, viewer),
        "history": history_shown(seen, viewer),
        "owner": who(seen.case.owner, seen.case.owner.agency, viewer),
        "escalates_to": who(seen.case.escalates_to, seen.case.escalates_to.agency, viewer),
        "why": seen.case.why if seen.may_read(seen.case.agency_id) else "",
    }
    return render(request, "cases/case.html", facts)


@_reads
def one_form(request: HttpRequest, case: str, kind: str, number: int) -> HttpResponse:
    """One form: what it says, and the form itself to change it. number 0: a new one."""
    viewer = viewer_of(request, one_form)
    seen = VisibleCases(viewer).get(case)
    which = form_kind(kind, seen)
    kept = kept_form(seen, which, number)
    page = form_of(which, seen.child, viewer)(initial=initial(kept) if kept else None)
    return form_page(request, viewer, seen, (which, kept), page)


def form_page(
    request: HttpRequest, viewer: Viewer, seen: CaseSeen, which: tuple[FormKind, Kept | None], form: Any, **more: Any
) -> HttpResponse:
    """That page, with the form as it stands. more: status, and what else it says."""
    kind, kept = which
    status = more.pop("status", 200)
    facts = case_shown(seen, viewer) | {
        "form": form,
        "kind": kind.value,
        "label": f"case_form_{kind.value}",
        "help": help_of(kind),
        "number": kept.number if kept else 0,
        "version": kept.version if kept else 0,
        "next": max((one.number for one in seen.file.forms if one.kind == kind.value), default=0) + 1,
        "told": list(told(kept)) if kept else [],
        **more,
    }
    return render(request, "cases/form.html", facts, status=status)


def form_kind(kind: str, seen: CaseSeen) -> FormKind:
    """The kind of that name, if it may be read. Raises NotAllowedError."""
    if kind not in list(FormKind) or not may_open(seen, FormKind(kind)):
        raise NotAllowedError
    return FormKind(kind)


def kept_form(seen: CaseSeen, kind: FormKind, number: int) -> Kept | None:
    """The newest version of that form. Raises NotAllowedError for one that isn't there."""
    wanted = number or (0 if SHAPES[kind].many else 1)
    found = next((one for one in seen.kept if (one.kind, one.number) == (kind, wanted)), None)
    if number and found is None:
        raise NotAllowedError
    return found


@_reads
def dossier(request: HttpRequest, case: str) -> HttpResponse:
    """Both interviews side by side: agreements, conflicts, silences; and the sources that speak for it."""
    viewer = viewer_of(request, dossier)
    seen = VisibleCases(viewer).get(case)
    readable = Dossier(tuple(seen.kept))
    sides = [readable.one(kind, Interview) for kind in (FormKind.INTERVIEW_CHILD, FormKind.INTERVIEW_ADULT)]
    facts = case_shown(seen, viewer) | {
        "answers": list(compared(*sides)) if all(sides) else [],  # type: ignore[arg-type]  # neither is missing
        "sources": [_source(one) for one in sorted(sources(readable))],
    }
    return render(request, "cases/dossier.html", facts)


def _source(code: str) -> str:
    keys = (f"case_source_{code}", f"case_document_kind_{code}", f"case_confirmer_{code}")
    return next(key for key in keys if is_said(key))


@_reads
def step(request: HttpRequest, case: str, to: str) -> HttpResponse:
    """One step: what it takes, what is missing, and the box for the reason."""
    viewer = viewer_of(request, step)
    seen = VisibleCases(viewer).get(case)
    return step_page(request, viewer, seen, to, asked.ReasonForm())


def step_page(
    request: HttpRequest, viewer: Viewer, seen: CaseSeen, to: str, form: Any, status: int = 200
) -> HttpResponse:
    """That page, with the form as it stands."""
    if to not in list(State) or State(to) not in follows(seen.standing):
        raise NotAllowedError
    state = State(to)
    one = Choice(
        to=state,
        step=TABLE[state],
        resumes=is_resumed(seen.standing, state),
        blocks=blocks(seen.standing, state, viewer.facts.roles),
    )
    facts = case_shown(seen, viewer) | {"step": choice_shown(one, forms_shown(seen, viewer)), "form": form}
    return render(request, "cases/step.html", facts, status=status)


@_reads
def settle(request: HttpRequest, case: str) -> HttpResponse:
    """The page of the second person."""
    viewer = viewer_of(request, settle)
    return settle_page(request, viewer, VisibleCases(viewer).get(case), asked.ReasonForm())


def settle_page(
    request: HttpRequest, viewer: Viewer, seen: CaseSeen, form: Any, status: int = 200, **more: Any
) -> HttpResponse:
    """That page, with the form as it stands."""
    pending = seen.file.pending
    facts = case_shown(seen, viewer) | {
        "form": form,
        "to": f"case_state_{pending.to}" if pending else "",
        "proposed_by": who(pending.officer, pending.agency, viewer) if pending else "",
        "own": bool(pending) and seen.standing.proposed_by == viewer.facts.id,
        "reason": pending.reason if pending and seen.may_read(pending.agency_id) else "",
        "forms": [one for one in forms_shown(seen, viewer) if one["filled"]],
        "may_settle": may(viewer, Action.SETTLE_STEP),
        **more,
    }
    return render(request, "cases/settle.html", facts, status=status)


@_reads
def hand_over(request: HttpRequest, case: str) -> HttpResponse:
    """The five conditions, who approved, and the last word."""
    viewer = viewer_of(request, hand_over)
    return hand_over_page(request, viewer, VisibleCases(viewer).get(case))


def hand_over_page(
    request: HttpRequest, viewer: Viewer, seen: CaseSeen, status: int = 200, **more: Any
) -> HttpResponse:
    """That page."""
    roles = [role.value for role in sorted(APPROVING_ROLES & viewer.facts.roles)]
    facts = case_shown(seen, viewer) | {
        "conditions": [(f"case_condition_{one.value}", met) for one, met in settled(seen.standing.shown).items()],
        "adult": seen.file.dossier.verified_adult,
        "approvals": approvals_shown(seen.approvals, viewer),
        "may_approve": roles if may(viewer, Action.APPROVE_RELEASE) else [],
        "may_release": may(viewer, Action.RELEASE_CHILD) and seen.standing.proposed_by != viewer.facts.id,
        **more,
    }
    return render(request, "cases/hand_over.html", facts, status=status)


@_reads
def work(request: HttpRequest, case: str) -> HttpResponse:
    """Who works on the case, and the tasks of all agencies."""
    viewer = viewer_of(request, work)
    return work_page(request, viewer, VisibleCases(viewer).get(case), {})


def work_page(
    request: HttpRequest, viewer: Viewer, seen: CaseSeen, given: dict[str, Any], status: int = 200
) -> HttpResponse:
    """That page. given: forms as they stand, by name."""
    facts = case_shown(seen, viewer) | {
        "owner": who(seen.case.owner, seen.case.owner.agency, viewer),
        "escalates_to": who(seen.case.escalates_to, seen.case.escalates_to.agency, viewer),
        "tasks": tasks_shown(seen, viewer),
        "hand_form": asked.HandingForm(viewer, seen.file.person),
        "task_form": asked.TaskForm(viewer),
        **given,
    }
    return render(request, "cases/work.html", facts, status=status)


_CASE = "cases/<str:case>/"
PAGES: list[URLPattern] = [
    path("cases/", cases, name="cases"),
    path("people/<str:person>/cases/", of_child, name="cases_of"),
    path(_CASE, one_case, name="case"),
    path(f"{_CASE}forms/<str:kind>/<int:number>/", one_form, name="case_form"),
    path(f"{_CASE}dossier/", dossier, name="case_dossier"),
    path(f"{_CASE}steps/<str:to>/", step, name="case_step"),
    path(f"{_CASE}settle/", settle, name="case_settle"),
    path(f"{_CASE}hand-over/", hand_over, name="case_hand_over"),
    path(f"{_CASE}work/", work, name="case_work"),
]
"""The pages that show something; what changes something is in `case_deeds`."""
