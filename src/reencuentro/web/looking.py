"""What views about people share: who asks and what for, and one answer for what isn't there or isn't for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from http import HTTPStatus
from itertools import chain, product
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from reencuentro.errors import ReencuentroError, RegistryError
from reencuentro.records.officers import Officer
from reencuentro.records.reading import reading
from reencuentro.records.visible.former import followed
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, officer_viewing, purposes_of
from reencuentro.rules.disclosure.policy import POLICY
from reencuentro.rules.disclosure.vocabulary import WHO, Action, Purpose, Role
from reencuentro.web import refusals
from reencuentro.web.declared import declaration_of
from reencuentro.web.purposes import given, purpose_among, remember
from reencuentro.web.showing import name_of
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
            return _led_on(request) or refusals.denied(request)
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
    """Who asks, for the purpose that they name, or named a while ago, or that is the only one of their roles for this.

    Raises NotAllowedError, noted, where none fits.
    """
    asking = _Asking.of(request, view)
    if asking.purpose is None and asking.fitting and not given(request):
        raise _SeveralPurposes(asking.fitting)
    if asking.purpose is None:
        with reading(asking.action.value, by=f"officer:{asking.officer.public_id}", at=asking.at):
            raise NotAllowedError
    remember(request, asking.purpose)
    return asking.viewer(asking.purpose, request)


@dataclass(frozen=True, slots=True)
class _Asking:
    """A request for a view. fitting: the purposes for which the officer's roles may ask; purpose: theirs, if known."""

    officer: Officer
    action: Action
    at: datetime
    fitting: tuple[Purpose, ...]
    purpose: Purpose | None

    @classmethod
    def of(cls, request: HttpRequest, view: View) -> "_Asking":
        """Raises NotAllowedError where no officer asks, or for no action."""
        declaration, officer = declaration_of(view), request.user
        if declaration is None or not isinstance(declaration.action, Action) or not isinstance(officer, Officer):
            raise NotAllowedError
        at = timezone.now()
        fitting = purposes_of((declaration.action,), map(Role, officer.roles(at)))
        fitting = tuple(one for one in fitting if one in declaration.purposes)
        return cls(officer, declaration.action, at, fitting, purpose_among(request, fitting))

    def viewer(self, purpose: Purpose, request: HttpRequest) -> Viewer:
        """Who asks for that purpose."""
        return officer_viewing(self.officer, purpose, self.at, stepped_up=is_stepped_up(request))


def _led_on(request: HttpRequest) -> HttpResponse | None:
    """The same page about whoever holds today the records of a number that has gone; None where there is nobody.

    Where the records belong to several by now, whom the officer may all see, they are asked which one they mean.
    """
    match = request.resolver_match
    numbers = {name: str(_storable(match.kwargs[name])) for name in _NUMBERS if name in match.kwargs} if match else {}
    if match is None or request.method != "GET" or not numbers:
        return None
    try:
        asking = _Asking.of(request, match.func)
        viewer = asking.viewer(asking.purpose, request) if asking.purpose else None
    except NotAllowedError:
        return None
    if viewer is None:
        return None
    today = {name: followed(viewer, number, asking.action) or [number] for name, number in numbers.items()}
    choices = [dict(zip(today, chosen, strict=True)) for chosen in product(*today.values())]
    if choices == [numbers]:
        return None
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    led = [reverse(match.view_name, kwargs={**match.kwargs, **one}) + query for one in choices]
    if len(led) == 1:
        return redirect(led[0])
    looking = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO)
    names = {one.person_id: name_of(one) for one in looking.among(list(chain(*today.values())))}
    told = [" · ".join(names.get(one) or one for one in each.values()) for each in choices]
    facts = {"choices": list(zip(led, told, choices, strict=True))}
    return render(request, "people/parted.html", facts, status=HTTPStatus.MULTIPLE_CHOICES)


_NUMBERS = ("person", "child", "relative")
"""What an address calls the numbers of people that it holds."""
