"""Writing people down on the pages: search first, one fact is enough, and who may be meant is shown at once."""

import secrets
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_http_methods

from reencuentro.actions.perform import performing
from reencuentro.actions.registering import Registered, Stated, amend, register
from reencuentro.errors import ConflictError
from reencuentro.interchange.asking import MOST_LETTERS, Asked, asked_from
from reencuentro.records.rosters import Channel
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.records.visible.written import CLOSED, Draft, draft_of
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.declared import declared
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.offers import Offer, offered
from reencuentro.web.registration_forms import RegisterForm, RequestForm
from reencuentro.web.searching import may_do
from reencuentro.web.words import say

_TOKEN = 32  # bytes


@declared(action=Action.REGISTER, purposes=purposes_on_pages(Action.REGISTER))
@require_http_methods(["GET", "POST"])
@answering
def register_person(request: HttpRequest) -> HttpResponse:
    """Search first; then a form that begins with the words that were typed; then whoever was written down."""
    viewer = viewer_of(request, register_person)
    _must_be_allowed(viewer, Action.REGISTER)
    if request.method == "GET":
        may = {"may_register": True, "may_request": may_do(viewer, Action.SUBMIT_REQUEST)}
        facts = {"purpose": viewer.purpose, "registering": True, "asked": Asked(), **may}
        return render(request, "people/search.html", facts)
    if "token" not in request.POST:
        return _form(request, viewer, RegisterForm(initial=_begun(request, viewer)), "register")
    form = RegisterForm(request.POST, request.FILES)
    return _written(request, viewer, form, Channel.REGISTERED, "register")


@declared(action=Action.SUBMIT_REQUEST, purposes=purposes_on_pages(Action.SUBMIT_REQUEST))
@require_http_methods(["GET", "POST"])
@answering
def request_search(request: HttpRequest) -> HttpResponse:
    """Who asks, and whom they seek: one form for both."""
    viewer = viewer_of(request, request_search)
    _must_be_allowed(viewer, Action.SUBMIT_REQUEST)
    if "token" not in request.POST:
        begun = {"child1": _begun(request, viewer)["full_name"]}
        return _form(request, viewer, RequestForm(initial=begun), "request")
    return _written(request, viewer, RequestForm(request.POST, request.FILES), Channel.REQUESTED, "request")


@declared(action=Action.AMEND, purposes=purposes_on_pages(Action.AMEND), levels=DECLARATIONS[Action.AMEND].levels)
@require_http_methods(["GET", "POST"])
@answering
def amend_person(request: HttpRequest, person: str) -> HttpResponse:
    """Says anew what is known of somebody whom the own agency has written down; nothing earlier is lost."""
    viewer = viewer_of(request, amend_person)
    draft = draft_of(viewer, person)
    if request.method == "GET" or "token" not in request.POST:
        return _form(request, viewer, RegisterForm(initial=_boxes(draft.shown)), "amend", draft, person)
    form = RegisterForm(_merged(request, draft), request.FILES)
    if not form.is_valid():
        return _form(request, viewer, form, "amend", draft, person)
    stated: Stated = form.stated(viewer.at.date())
    seen = request.POST.get("version", "")
    try:
        number = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < _LONGEST_NUMBER else 0
        amend(stated, draft.record, viewer, seen=number, token=_token(request))
    except ConflictError:
        form.add_error(None, say("register_conflict"))
        return _form(request, viewer, form, "amend", draft, person, status=HTTPStatus.CONFLICT)
    messages.success(request, say("register_amended"))
    return redirect(_address("registered", person, viewer))


_LONGEST_NUMBER = 19  # digits of an id


def _must_be_allowed(viewer: Viewer, action: Action) -> None:
    """The form is shown to those who may send it. Raises NotAllowedError, noted."""
    if not decide_alone(viewer, action).allowed:
        with performing(action.value, by=viewer.by, capacity=viewer.capacity(), at=viewer.at):
            raise NotAllowedError


def _begun(request: HttpRequest, viewer: Viewer) -> dict[str, Any]:
    """The words that were searched for, carried over; they come in the body, and never stand in an address.

    What is no name goes into its own box; what might be a place or a name stays with the name.
    """
    text = request.POST.get("name", "")[:MOST_LETTERS].replace("\0", "")
    readings = asked_from(text, viewer.at.date()).readings
    if not readings:
        return {"full_name": text}
    meant = max(readings, key=lambda one: len(one.full_name))
    number = next((one for one in meant.identifiers if one.kind in _DOCUMENTS), None)
    return {
        "full_name": meant.full_name,
        "birth": meant.birth,
        "age": f"{meant.age:g}" if meant.age is not None else "",
        "nationality": meant.nationality,
        "document1_kind": number.kind if number else "",
        "document1": number.value if number else "",
        "phone": "; ".join(meant.phones),
    }


_DOCUMENTS = frozenset(("a_number", "curp", "dpi", "dui", "dni", "passport"))


def _token(request: HttpRequest) -> str:
    return request.POST.get("token", "")[: 2 * _TOKEN]


def _form(
    request: HttpRequest,
    viewer: Viewer,
    form: RegisterForm | RequestForm,
    kind: str,
    *amended: Any,
    status: HTTPStatus | None = None,
) -> HttpResponse:
    """The form, with what stands in it. amended: the draft and the person, where one is amended."""
    draft, person = amended or (None, "")
    if form.is_bound:
        form.data = request.POST  # closed boxes show what was sent, never what they hold in the record
    parts = [
        {"title": title, "fields": [form[name] for name in names], "is_told": _is_told(form, names)}
        for title, names in form.SECTIONS
    ]
    facts = {
        "form": form,
        "kind": kind,
        "asked": parts[: form.OPEN],
        "parts": parts[form.OPEN :],
        "purpose": viewer.purpose,
        "person": person,
        "token": _token(request) if form.is_bound else secrets.token_urlsafe(_TOKEN),
        "version": draft.seen if isinstance(draft, Draft) else None,
        "closed": CLOSED if draft else (),
    }
    wrong = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "people/register.html", facts, status=status or wrong)


def _is_told(form: RegisterForm | RequestForm, names: tuple[str, ...]) -> bool:
    """Whether a part holds anything, or anything wrong: then it stands open."""
    return any(form[name].errors or _tells(name, form[name].value()) for name in names)


def _tells(name: str, value: Any) -> bool:
    """What somebody is to another tells nothing by itself: one of the choices always stands there."""
    return value not in (None, "", [], False) and not name.endswith("_kin")


def _written(
    request: HttpRequest, viewer: Viewer, form: RegisterForm | RequestForm, channel: Channel, kind: str
) -> HttpResponse:
    if not form.is_valid():
        return _form(request, viewer, form, kind)
    today = viewer.at.date()
    made = register(
        form.stated(today),
        viewer,
        token=_token(request),
        siblings=form.stated_siblings(today),
        channel=channel,
    )
    messages.success(request, say(f"{kind}_done", record=made.key[1]))
    return redirect(_after(made, viewer))


def _after(made: Registered, viewer: Viewer) -> str:
    """What was written, for whoever may see it; else the first page."""
    sees = offered(viewer, made.person, [Offer(Action.SEE_PERSON, "see_person", "see_person")])
    return _address("registered", made.person, viewer) if sees else reverse("home")


def _address(page: str, person: str, viewer: Viewer) -> str:
    return f"{reverse(page, args=[person])}?purpose={viewer.purpose.value}"


def _boxes(typed: Mapping[str, str]) -> dict[str, Any]:
    """What was typed before, as the form's boxes begin with it."""
    birth = tuple(typed.get(f"birth_{part}", "") for part in ("day", "month", "year", "unknown"))
    boxes: dict[str, Any] = {name: text for name, text in typed.items() if not name.startswith("birth_")}
    boxes["no_name"] = bool(typed.get("no_name"))
    boxes["other_languages"] = [code for code in typed.get("other_languages", "").split("; ") if code]
    return boxes | ({"birth": birth} if any(birth) else {})


def _merged(request: HttpRequest, draft: Draft) -> Any:
    """What was sent; a closed box that was left empty keeps what it held."""
    boxes = request.POST.copy()
    for name in CLOSED:
        if not boxes.get(name, "").strip() and draft.typed.get(name):
            boxes[name] = draft.typed[name]
    return boxes


URLS: list[URLPattern] = [
    path("people/register/", register_person, name="register"),
    path("people/request/", request_search, name="request"),
    path("people/<str:person>/amend/", amend_person, name="amend"),
]
