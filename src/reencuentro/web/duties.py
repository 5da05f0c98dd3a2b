"""The pages about duties, for every area alike: those towards one child, one of them, its steps, and what waits."""

import re
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_GET, require_http_methods

from reencuentro.actions.cases import Doer
from reencuentro.actions.duties import TOKEN, Beginning, StepStated, begin_duty, take_step
from reencuentro.actions.officers import officer_of
from reencuentro.actions.permitted import Matter, acted_before, permitted
from reencuentro.errors import AccountError, ConflictError
from reencuentro.records.agencies import Agency
from reencuentro.records.visible.duties import DutySeen, Place, VisibleDuties
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import NotAllowedError, Viewer
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import IDENTITY, WHO, Action
from reencuentro.rules.duties.catalogue import AREAS, of_area
from reencuentro.rules.duties.going import DutyError, handed_in
from reencuentro.rules.duties.steps import Definition, Step
from reencuentro.web.case_showing import agency_name
from reencuentro.web.declared import declared
from reencuentro.web.duty_showing import (
    WORDS,
    allowed,
    beginnings,
    history_shown,
    line_shown,
    may_hold,
    seen_shown,
    steps_open,
)
from reencuentro.web.filled import BoxedForm, boxed, people_boxes, words_typed
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.places import place_in, sealed_place
from reencuentro.web.refusals import told
from reencuentro.web.relatives import offering, relatives_known
from reencuentro.web.showing import name_of
from reencuentro.web.words import is_said, said_later, say

_LIST = "the list of duties of"
View = Callable[..., HttpResponse]


def pages_of(area: str) -> Iterator[URLPattern]:
    """The pages of one area: `duties_AREA` of a child, `begin_AREA`, `duty_AREA`, `step_AREA`, `waiting_AREA`."""
    action = next(one.sees for one in of_area(area))

    def page(view: Any, *methods: str) -> View:
        levels = DECLARATIONS[action].levels | {IDENTITY.level}
        kept = (require_http_methods([*methods]) if methods else require_GET)(answering(view))
        return declared(action=action, purposes=purposes_on_pages(action), levels=levels)(kept)

    def seen_by(request: HttpRequest, view: View) -> tuple[Viewer, VisibleDuties]:
        viewer = viewer_of(request, view)
        return viewer, VisibleDuties(viewer, action)

    def of_child(request: HttpRequest, person: str) -> HttpResponse:
        viewer, duties = seen_by(request, child_view)
        return _child_page(request, viewer, duties, (person, area))

    def begin(request: HttpRequest, kind: str, step: str, person: str = "") -> HttpResponse:
        viewer, duties = seen_by(request, begin_view)
        return _beginning(request, viewer, duties, (area, kind, step, person))

    def one(request: HttpRequest, duty: str) -> HttpResponse:
        viewer, duties = seen_by(request, one_view)
        return _duty_page(request, viewer, duties.get(duty, area))

    def take(request: HttpRequest, duty: str, step: str) -> HttpResponse:
        viewer, duties = seen_by(request, take_view)
        return _taking(request, viewer, duties.get(duty, area), step)

    def waiting(request: HttpRequest) -> HttpResponse:
        viewer, duties = seen_by(request, waiting_view)
        return _waiting_page(request, viewer, duties, area)

    child_view, one_view, waiting_view = page(of_child), page(one), page(waiting)
    begin_view, take_view = page(begin, "GET", "POST"), page(take, "GET", "POST")
    yield path(f"duties/{area}/", waiting_view, name=f"waiting_{area}")
    if any(one.about_child for one in of_area(area)):
        yield path(f"people/<str:person>/duties/{area}/", child_view, name=f"duties_{area}")
        yield path(f"people/<str:person>/duties/{area}/begin/<str:kind>/<str:step>/", begin_view, name=f"begin_{area}")
    if not all(one.about_child or one.in_group for one in of_area(area)):
        yield path(f"duties/{area}/begin/<str:kind>/<str:step>/", begin_view, name=f"begin_{area}_of_nobody")
    yield path(f"duties/{area}/<str:duty>/", one_view, name=f"duty_{area}")
    yield path(f"duties/{area}/<str:duty>/<str:step>/", take_view, name=f"step_{area}")


def _child_page(request: HttpRequest, viewer: Viewer, duties: VisibleDuties, which: tuple[str, str]) -> HttpResponse:
    person, area = which
    child, found = duties.of_person(person, area)
    facts = {
        "area": area,
        "title": f"duty_area_{area}",
        "person": person,
        "child": name_of(child) or person,
        "duties": [seen_shown(one, viewer) for one in found],
        "beginnings": beginnings(of_area(area), child, viewer),
        "addresses": {"duty": f"duty_{area}", "begin": f"begin_{area}"},
        "purpose": viewer.purpose,
    }
    return render(request, "duties/child.html", facts)


def _duty_page(
    request: HttpRequest, viewer: Viewer, seen: DutySeen, status: int = HTTPStatus.OK, **more: Any
) -> HttpResponse:
    area = seen.file.definition.area
    facts = {
        "duty": seen_shown(seen, viewer),
        "history": history_shown(seen, viewer),
        "steps": [(one.name, f"duty_step_{one.name}") for one in steps_open(seen, viewer)],
        "addresses": {"step": f"step_{area}", "child": f"duties_{area}", "list": f"waiting_{area}"},
        "purpose": viewer.purpose,
        **more,
    }
    return render(request, "duties/duty.html", facts, status=status)


def _waiting_page(request: HttpRequest, viewer: Viewer, duties: VisibleDuties, area: str) -> HttpResponse:
    after = place_in(request.GET.get("after", ""), f"{_LIST} {area}", _place)
    found = duties.waiting(area, after)
    facts = {
        "title": f"duty_area_{area}",
        "duties": [line_shown(one, viewer) for one in found.lines],
        "following": sealed_place(f"{_LIST} {area}", found.last[0].isoformat(), found.last[1]) if found.last else "",
        "addresses": {"duty": f"duty_{area}"},
        "purpose": viewer.purpose,
    }
    return render(request, "duties/waiting.html", facts)


def _place(due: str, key: str) -> Place:
    return datetime.fromisoformat(due), int(key)


def _beginning(
    request: HttpRequest, viewer: Viewer, duties: VisibleDuties, which: tuple[str, str, str, str]
) -> HttpResponse:
    area, kind, name, person = which
    kinds = [one for one in of_area(area) if one.code == kind and one.about_child == bool(person)]
    if person:
        child, _ = duties.of_person(person, area)  # whoever begins something must be able to see it
        kinds = [one for one in kinds if may_hold(one, child, viewer)]
    definition = next(iter(kinds), None)
    step = next((one for one in definition.following("") if one.name == name), None) if definition else None
    if definition is None or step is None or step.action not in allowed(viewer, person, {step.action}):
        raise NotAllowedError
    form = _form(definition, step, viewer, person)(request.POST if request.method == "POST" else None)
    token = _token(request)
    back = reverse(f"duties_{area}", args=[person]) if person else ""
    facts = {"kind": f"duty_kind_{kind}", "back": back, "token": token}
    if request.method == "GET" or not form.is_valid():
        return _step_page(request, viewer, step, form, facts)
    other = form.cleaned_data.get(_COUNTERPART)
    stated = Beginning(kind=kind, step=name, boxes=form.boxes, person=person, counterpart=other, token=token)
    matter = Matter(people=(person,) if person and DECLARATIONS[step.action].about else ())
    begun = _done(form, viewer, (step.action, matter), lambda: begin_duty(stated, _doer(viewer)))
    if begun is None:
        return _step_page(request, viewer, step, form, facts, HTTPStatus.CONFLICT)
    messages.success(request, say("duty_begun"))
    return redirect(f"{reverse(f'duty_{area}', args=[begun.public_id])}?purpose={viewer.purpose.value}")


def _taking(request: HttpRequest, viewer: Viewer, seen: DutySeen, name: str) -> HttpResponse:
    step = next((one for one in steps_open(seen, viewer) if one.name == name), None)
    area, person = seen.file.definition.area, seen.file.person if seen.child else ""
    if request.method == "POST" and (typed := overtaken(seen, name, request.POST)) is not None:
        return _duty_page(request, viewer, seen, HTTPStatus.CONFLICT, conflict=True, typed=typed)
    if step is None:
        raise NotAllowedError
    form = _form(seen.file.definition, step, viewer, person, begins=False)(
        request.POST if request.method == "POST" else None
    )
    facts = {
        "kind": f"duty_kind_{seen.duty.kind}",
        "version": seen.duty.steps_taken,
        "back": reverse(f"duty_{area}", args=[seen.duty.public_id]),
    }
    if request.method == "GET" or not form.is_valid():
        return _step_page(request, viewer, step, form, facts)
    last = seen.file.steps[-1].officer.public_id
    about = DECLARATIONS[step.action].about
    matter = Matter(
        people=(person,) if about and person else (), others=acted_before(f"officer:{last}") if about else ()
    )
    stated = StepStated(step=name, boxes=form.boxes, seen=_number(request.POST.get("version", "")))
    done = _done(form, viewer, (step.action, matter), lambda: take_step(seen.duty, stated, _doer(viewer)))
    if done is None:
        return _step_page(request, viewer, step, form, facts, HTTPStatus.CONFLICT)
    messages.success(request, say("duty_step_done"))
    return redirect(f"{facts['back']}?purpose={viewer.purpose.value}")


def overtaken(seen: DutySeen, name: str, sent: QueryDict) -> list[tuple[str, str]] | None:
    """What was typed for a step that no longer follows, as somebody was faster; None for any other."""
    definition = seen.file.definition
    step = definition.step(name)
    if step is None or step in definition.following(seen.duty.state):
        return None
    return words_typed(boxed(step.shape, WORDS, partial(handed_in, step))(sent))


def _done(form: BoxedForm, viewer: Viewer, permit: tuple[Action, Matter], deed: Callable[[], Any]) -> Any:
    """What the deed gives, if it is permitted; None where it was refused, which then stands in the form."""
    try:
        with permitted(viewer, *permit):
            return deed()
    except NotAllowedError:
        raise
    except DutyError as refused:
        for one in refused.broken:
            text = say(f"duty_broken_{one.rule}")
            form.add_error(
                one.box if one.box in form.fields else None,
                str(say("duty_source", text=text, source=one.source) if one.source else text),
            )
        if not refused.broken:
            form.add_error(None, told(refused))
    except (AccountError, ConflictError) as refused:
        form.add_error(None, told(refused))
    return None


def _step_page(
    request: HttpRequest,
    viewer: Viewer,
    step: Step,
    form: BoxedForm,
    facts: dict[str, Any],
    status: int | None = None,
) -> HttpResponse:
    help_key = f"duty_step_help_{step.name}"
    page = {
        "form": form,
        "title": f"duty_step_{step.name}",
        "help": help_key if is_said(help_key) else "",
        "purpose": viewer.purpose,
        **facts,
    }
    wrong = HTTPStatus.BAD_REQUEST if form.is_bound else HTTPStatus.OK
    return render(request, "duties/step.html", page, status=status or wrong)


_COUNTERPART = "counterpart_agency"


class _AgencyField(forms.ModelChoiceField):  # type: ignore[type-arg]  # fields take none at run time
    def label_from_instance(self, obj: Any) -> str:
        """As pages call it."""
        return agency_name(obj)


def _form(definition: Definition, step: Step, viewer: Viewer, person: str, *, begins: bool = True) -> type[BoxedForm]:
    """The form of a step; of one with which a duty with another agency begins, that agency is asked for, too."""
    form = boxed(step.shape, WORDS, partial(handed_in, step))
    more: dict[str, Any] = {"beside": frozenset({_COUNTERPART})}
    if begins and definition.with_agency:
        agencies = Agency.objects.exclude(code=viewer.facts.agency.code).exclude(kind="").filter(suspended_at=None)
        agencies = agencies.order_by("name", "code")
        if definition.with_kinds:
            agencies = agencies.filter(kind__in=definition.with_kinds)
        more[_COUNTERPART] = _AgencyField(
            agencies, to_field_name="code", label=said_later("duty_counterpart"), empty_label="–"
        )
    made: type[BoxedForm] = type("StepForm", (form,), more)
    boxes = people_boxes(step.shape) if person else []
    if not boxes:
        return made
    look = visible_to(viewer, Action.SEE_MATCH, Action.SEE_PERSON, levels=WHO, with_ties=True)
    known = [relative for one in look.among([person]) for relative in relatives_known(one, viewer)]
    return offering(made, boxes, known)


def _doer(viewer: Viewer) -> Doer:
    return Doer(officer=officer_of(viewer.facts.id), roles=viewer.facts.roles, at=viewer.at)


def _token(request: HttpRequest) -> str:
    """By which a form sent twice is known again: what it came with, else a new one."""
    sent = request.POST.get("token", "")
    return sent if re.fullmatch(f"[0-9a-f]{{{TOKEN}}}", sent) else secrets.token_hex(TOKEN // 2)


def _number(text: str) -> int:
    """A number that our own page sent; 0 for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < len(str(2**31)) else 0


URLS: list[URLPattern] = [one for area in AREAS for one in pages_of(area)]
"""The pages of all areas."""
