"""What views about people share: who asks and what for, and one answer for what isn't there or isn't for them."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from reencuentro.errors import ReencuentroError, RegistryError
from reencuentro.records.officers import Officer
from reencuentro.records.reading import reading
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing, purposes_of
from reencuentro.rules.disclosure.policy import POLICY
from reencuentro.rules.disclosure.vocabulary import Action, Purpose, Role
from reencuentro.web import refusals
from reencuentro.web.declared import declaration_of
from reencuentro.web.stepping import is_stepped_up

View = Callable[..., HttpResponse]


class _SeveralPurposes(Exception):  # noqa: N818 - no error: a question
    """The officer must say what for."""

    def __init__(self, purposes: tuple[Purpose, ...]) -> None:
        super().__init__()
        self.purposes = purposes


def purposes_on_pages(*actions: Action) -> frozenset[Purpose]:
    """The purposes for which the policy lets any officer do any of these; running the program isn't one of them."""
    return frozenset(purposes_of(actions, set(Role) - {Role.OPERATOR}, POLICY))


def answering(view: View) -> View:
    """A view in which whatever isn't allowed, or isn't there, gets one and the same answer."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **{name: _storable(value) for name, value in kwargs.items()})
        except _SeveralPurposes as asked:
            return _ask_what_for(request, asked.purposes)
        except NotAllowedError:
            return refusals.denied(request)
        except RegistryError:
            raise
        except ReencuentroError as refusal:
            facts = {"problem": refusals.told(refusal)}
            return render(request, "people/refused.html", facts, status=HTTPStatus.CONFLICT)

    return answered


def _storable(value: Any) -> Any:
    """A part of an address without NULs, at which PostgreSQL stumbles: in it, too, nobody has such an id."""
    return value.replace("\0", "\ufffd") if isinstance(value, str) else value


def _ask_what_for(request: HttpRequest, purposes: tuple[Purpose, ...]) -> HttpResponse:
    status = HTTPStatus.OK if request.method == "GET" else HTTPStatus.BAD_REQUEST
    return render(request, "people/purpose.html", {"purposes": purposes}, status=status)


def viewer_of(request: HttpRequest, view: View) -> Viewer:
    """Who asks, for the purpose that they name, or for the only one that their roles know for this view.

    Raises NotAllowedError, noted, where none fits.
    """
    declaration = declaration_of(view)
    officer = request.user
    if declaration is None or not isinstance(declaration.action, Action) or not isinstance(officer, Officer):
        raise NotAllowedError
    now = timezone.now()
    given = request.POST.get("purpose") or request.GET.get("purpose") or ""
    fitting = purposes_of((declaration.action,), map(Role, officer.roles(now)))
    fitting = tuple(one for one in fitting if one in declaration.purposes)
    chosen = [one for one in fitting if one == given or (not given and len(fitting) == 1)]
    if not chosen and fitting and not given:
        raise _SeveralPurposes(fitting)
    if not chosen:
        with reading(declaration.action.value, by=f"officer:{officer.public_id}", at=now):
            raise NotAllowedError
    return officer_viewing(officer, chosen[0], now, stepped_up=is_stepped_up(request))
