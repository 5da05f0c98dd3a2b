"""What officers do with cases: each deed is decided, done and noted in one transaction, and nothing typed is lost."""

from collections.abc import Callable
from contextlib import suppress
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST

from reencuentro.actions.agencies import agency_of
from reencuentro.actions.case_steps import propose_step, settle_step
from reencuentro.actions.cases import (
    Doer,
    FormStated,
    Opening,
    TaskGiven,
    add_form,
    finish_task,
    give_task,
    hand_on,
    open_case,
)
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, permitted
from reencuentro.actions.releases import approve_release
from reencuentro.errors import AccountError, CaseError, ConflictError
from reencuentro.records.officers import Officer
from reencuentro.records.visible.cases import CaseSeen, VisibleCases
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.cases.states import State, Verdict
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.releases import APPROVING_ROLES
from reencuentro.rules.disclosure.vocabulary import Action, Role
from reencuentro.web import case_deed_forms as asked
from reencuentro.web import cases as pages
from reencuentro.web.case_boxes import form_of
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.refusals import told
from reencuentro.web.words import say

_WORK = Action.WORK_CASE
_WRONG = HTTPStatus.BAD_REQUEST
_CONFLICT = HTTPStatus.CONFLICT


def _does(action: Action) -> Callable[[Any], Any]:
    """An address at which something is done."""

    def wrap(view: Any) -> Any:
        kept = require_POST(answering(view))
        return declared(action=action, purposes=purposes_on_pages(action), levels=DECLARATIONS[action].levels)(kept)

    return wrap


def _doer(viewer: Viewer) -> Doer:
    return Doer(officer=officer_of(viewer.facts.id), roles=viewer.facts.roles, at=viewer.at)


def _to(viewer: Viewer, page: str, *parts: Any) -> HttpResponse:
    return redirect(f"{reverse(page, args=parts)}?purpose={viewer.purpose.value}")


def _about(viewer: Viewer, case: str) -> CaseSeen:
    """The case. Whoever works on it must be able to see it, for whatever they do."""
    return VisibleCases(viewer).get(case)


def _number(request: HttpRequest, box: str) -> int:
    """A number that our own page sent; 0 for anything else."""
    text = request.POST.get(box, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**31)) else 0


@_does(_WORK)
def opening(request: HttpRequest, person: str) -> HttpResponse:
    """Opens a case of the child; the officer works on it."""
    viewer = viewer_of(request, opening)
    form = asked.OpeningForm(viewer, person, request.POST)
    VisibleCases(viewer).require(_WORK, person)
    opened = _opened(form, person, viewer) if form.is_valid() else None
    if opened is None:
        return pages.child_page(request, viewer, person, form, _WRONG)
    messages.success(request, say("case_opened"))
    return _to(viewer, "case", opened)


def _opened(form: forms.Form, person: str, viewer: Viewer) -> str | None:
    given = form.cleaned_data
    chief = officer_of(given["escalates_to"])
    stated = Opening(person=person, jurisdiction=given["country"], escalates_to=chief, why=given["why"])
    opened = _kept(form, "country", viewer, person, lambda: open_case(stated, _doer(viewer)))
    return str(opened) if opened else None


def _elsewhere(form: forms.Form, typed: str) -> Officer | None:
    """Whom an account number names: of another agency nobody learns a login."""
    with suppress(AccountError):
        found = officer_of(typed)
        if typed == found.public_id:
            return found
    form.add_error("elsewhere", str(say("refusal_there_is_no_such_officer")))
    return None


def _kept(form: forms.Form, box: str | None, viewer: Viewer, child: str, deed: Callable[[], Any]) -> Any:
    """What the deed gives, if it is permitted; None where it was refused, which then stands beside the box."""
    try:
        with permitted(viewer, _WORK, Matter(people=(child,))):
            return deed()
    except NotAllowedError:
        raise
    except (CaseError, AccountError) as refused:
        form.add_error(box, told(refused))
        return None


@_does(_WORK)
def keep(request: HttpRequest, case: str, kind: str, number: int) -> HttpResponse:
    """Keeps a form, as a new version of itself."""
    viewer = viewer_of(request, keep)
    seen = _about(viewer, case)
    which = pages.form_kind(kind, seen)
    kept = pages.kept_form(seen, which, number)
    form: Any = form_of(which, seen.child, viewer)(request.POST)
    if not form.is_valid():
        return pages.form_page(request, viewer, seen, (which, kept), form, status=_WRONG)
    new = number or _number(request, "next")  # the same form sent twice is added once
    stated = FormStated(kind=which, boxes=form.boxes, number=new, seen=_number(request, "version"))
    try:
        with permitted(viewer, _WORK, Matter(people=(seen.file.person,))):
            add_form(seen.case, stated, _doer(viewer))
    except ConflictError:
        now = _about(viewer, case)
        kept = pages.kept_form(now, which, number)
        conflict = "case_form_conflict" if kept else "case_form_twice"
        return pages.form_page(request, viewer, now, (which, kept), form, status=_CONFLICT, conflict=conflict)
    messages.success(request, say("case_form_kept"))
    return _to(viewer, "case", case)


@_does(_WORK)
def take(request: HttpRequest, case: str, to: str) -> HttpResponse:
    """Takes a step, or proposes it to the second person."""
    viewer = viewer_of(request, take)
    seen = _about(viewer, case)
    form = asked.ReasonForm(request.POST)
    if to not in list(State):
        raise NotAllowedError
    if not form.is_valid():
        return pages.step_page(request, viewer, seen, to, form, _WRONG)
    try:
        with permitted(viewer, _WORK, Matter(people=(seen.file.person,))):
            version = _number(request, "version")
            step = propose_step(seen.case, State(to), form.cleaned_data["reason"], _doer(viewer), seen=version)
    except (CaseError, ConflictError) as refused:
        return _not_taken(request, viewer, to, form, refused)
    messages.success(request, say("case_step_proposed" if step.needs_second else "case_step_done"))
    return _to(viewer, "case", case)


def _not_taken(
    request: HttpRequest, viewer: Viewer, to: str, form: forms.Form, refused: CaseError | ConflictError
) -> HttpResponse:
    blocks = getattr(refused, "blocks", ())
    form.add_error("reason" if "needs_reason" in blocks else None, told(refused))
    for block in blocks:
        form.add_error(None, str(say(f"case_block_{block}")))
    assert request.resolver_match is not None  # noqa: S101 - the view was resolved
    seen = _about(viewer, request.resolver_match.kwargs["case"])
    return pages.step_page(request, viewer, seen, to, form, _CONFLICT)


@_does(Action.SETTLE_STEP)
def decide(request: HttpRequest, case: str, step: int) -> HttpResponse:
    """The second person agrees, or doesn't."""
    viewer = viewer_of(request, decide)
    seen = _about(viewer, case)
    yes = request.POST.get("verdict") == Verdict.SETTLED
    if yes and seen.standing.pending is State.HANDED_OVER:
        return _to(viewer, "case_hand_over", case)  # which asks for more than this
    verdict = Verdict.SETTLED if yes else Verdict.REFUSED
    matter = Matter(people=(seen.file.person,), others=_proposer(seen))
    return _settled(request, viewer, seen, (Action.SETTLE_STEP, matter), (verdict, step))


@_does(_WORK)
def withdraw(request: HttpRequest, case: str, step: int) -> HttpResponse:
    """Who proposed a step takes it back."""
    viewer = viewer_of(request, withdraw)
    seen = _about(viewer, case)
    matter = Matter(people=(seen.file.person,))
    return _settled(request, viewer, seen, (_WORK, matter), (Verdict.WITHDRAWN, step))


def _proposer(seen: CaseSeen) -> Any:
    return acted_before(f"officer:{seen.standing.proposed_by}")


def _settled(
    request: HttpRequest, viewer: Viewer, seen: CaseSeen, permit: tuple[Action, Matter], word: tuple[Verdict, int]
) -> HttpResponse:
    form = asked.ReasonForm(request.POST)
    if not form.is_valid():
        return pages.settle_page(request, viewer, seen, form, _WRONG)
    verdict, step = word
    if seen.file.pending is None or seen.file.pending.number != step:
        form.add_error(None, str(say("refusal_that_step_doesn_t_wait_any_more")))
        return pages.settle_page(request, viewer, seen, form, _CONFLICT)
    try:
        with permitted(viewer, *permit):
            settle_step(seen.case, verdict, form.cleaned_data["reason"], _doer(viewer), step=step)
    except (CaseError, ConflictError) as refused:
        blocks = getattr(refused, "blocks", ())
        form.add_error("reason" if "needs_reason" in blocks else None, told(refused))
        for block in blocks:
            form.add_error(None, str(say(f"case_block_{block}")))
        return pages.settle_page(request, viewer, _about(viewer, seen.case.public_id), form, _CONFLICT)
    messages.success(request, say("case_settled_done"))
    return _to(viewer, "case", seen.case.public_id)


@_does(Action.APPROVE_RELEASE)
def approve(request: HttpRequest, case: str) -> HttpResponse:
    """Says yes to the hand-over to the verified adult, in one of the officer's roles."""
    viewer = viewer_of(request, approve)
    seen = _about(viewer, case)
    adult, role = seen.file.dossier.verified_adult, request.POST.get("role", "")
    if not adult or role not in APPROVING_ROLES & viewer.facts.roles:
        raise NotAllowedError
    claimant = request.POST.get("for_claimant") == "1"
    try:
        with permitted(viewer, Action.APPROVE_RELEASE, Matter(people=(seen.file.person, adult))):
            officer = officer_of(viewer.facts.id)
            approve_release(seen.file.person, adult, officer, Role(role), at=viewer.at, for_claimant=claimant)
    except NotAllowedError:
        raise
    except AccountError as refused:
        return pages.hand_over_page(request, viewer, seen, _CONFLICT, problems=[told(refused)])
    messages.success(request, say("case_hand_over_approved"))
    return _to(viewer, "case_hand_over", case)


@_does(Action.RELEASE_CHILD)
def release(request: HttpRequest, case: str, step: int) -> HttpResponse:
    """Settles the hand-over: the child is released to the verified adult, and the follow-up begins."""
    viewer = viewer_of(request, release)
    seen = _about(viewer, case)
    if seen.standing.pending is not State.HANDED_OVER:
        raise NotAllowedError
    child = seen.file.person
    going = Matter(people=(child,), others=seen.approvals, releasing_to=seen.file.dossier.verified_adult)
    settling = Matter(people=(child,), others=_proposer(seen))
    try:
        with permitted(viewer, Action.RELEASE_CHILD, going), permitted(viewer, Action.SETTLE_STEP, settling):
            settle_step(seen.case, Verdict.SETTLED, "", _doer(viewer), step=step)
    except NotAllowedError:
        raise
    except (CaseError, AccountError, ConflictError) as refused:
        problems = [told(refused), *(say(f"case_block_{one}") for one in getattr(refused, "blocks", ()))]
        return pages.hand_over_page(request, viewer, _about(viewer, case), _CONFLICT, problems=problems)
    messages.success(request, say("case_hand_over_done"))
    return _to(viewer, "case", case)


@_does(_WORK)
def hand(request: HttpRequest, case: str) -> HttpResponse:
    """Another officer works on the case from now on."""
    viewer = viewer_of(request, hand)
    seen = _about(viewer, case)
    form = asked.HandingForm(viewer, seen.file.person, request.POST)

    def deed() -> Callable[[], Any] | None:
        given = form.cleaned_data
        owner = officer_of(given["owner"]) if given["owner"] else _elsewhere(form, given["elsewhere"])
        chief = officer_of(given["escalates_to"])
        return (lambda: hand_on(seen.case, owner, chief, _doer(viewer))) if owner else None

    return _worked(request, viewer, seen, ("hand_form", form, "case_work_handed"), deed)


@_does(_WORK)
def give(request: HttpRequest, case: str) -> HttpResponse:
    """Gives a task to an agency."""
    viewer = viewer_of(request, give)
    seen = _about(viewer, case)
    form = asked.TaskForm(viewer, request.POST)

    def deed() -> Callable[[], Any]:
        given = form.cleaned_data
        owner = officer_of(given["owner"]) if given["owner"] else None
        task = TaskGiven(agency=agency_of(given["agency"]), owner=owner, due=given["due"], what=given["what"])
        return lambda: give_task(seen.case, task, _doer(viewer))

    return _worked(request, viewer, seen, ("task_form", form, "case_task_given"), deed)


def _worked(
    request: HttpRequest,
    viewer: Viewer,
    seen: CaseSeen,
    page: tuple[str, forms.Form, str],
    deed: Callable[[], Callable[[], Any] | None],
) -> HttpResponse:
    """page: the form's name on the page, the form, what is said once it is done. deed: gives None for a wrong box."""
    name, form, word = page
    doing = deed() if form.is_valid() else None
    if not (doing and _kept(form, None, viewer, seen.file.person, doing)):
        return pages.work_page(request, viewer, _about(viewer, seen.case.public_id), {name: form}, _WRONG)
    messages.success(request, say(word))
    return _to(viewer, "case_work", seen.case.public_id)


@_does(_WORK)
def finish(request: HttpRequest, case: str, task: int) -> HttpResponse:
    """A task of the own agency is done."""
    viewer = viewer_of(request, finish)
    seen = _about(viewer, case)
    with permitted(viewer, _WORK, Matter(people=(seen.file.person,))):
        finish_task(seen.case, task, _doer(viewer))
    return _to(viewer, "case_work", case)


_CASE = "cases/<str:case>/"
URLS: list[URLPattern] = [
    *pages.PAGES,
    path("people/<str:person>/cases/open/", opening, name="open_case"),
    path(f"{_CASE}forms/<str:kind>/<int:number>/keep/", keep, name="keep_case_form"),
    path(f"{_CASE}steps/<str:to>/take/", take, name="take_case_step"),
    path(f"{_CASE}settle/<int:step>/", decide, name="settle_case_step"),
    path(f"{_CASE}settle/<int:step>/withdraw/", withdraw, name="withdraw_case_step"),
    path(f"{_CASE}hand-over/approve/", approve, name="approve_case_release"),
    path(f"{_CASE}hand-over/<int:step>/release/", release, name="release_case_child"),
    path(f"{_CASE}work/hand/", hand, name="hand_case_on"),
    path(f"{_CASE}work/tasks/", give, name="give_case_task"),
    path(f"{_CASE}work/tasks/<int:task>/done/", finish, name="finish_case_task"),
]
