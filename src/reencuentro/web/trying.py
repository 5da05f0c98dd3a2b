"""What an agreement would let its taker see, counted before it is signed: per role and kind of facts, nobody named."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from reencuentro.records.agreements import AgreementVersion
from reencuentro.records.reading import reading
from reencuentro.records.visible.agreed import agreed_by
from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.trying import MOST_TRIED, Counted, Tried, trial_of, try_agreement
from reencuentro.records.visible.viewers import NotAllowedError, Viewer, behind_the_wall
from reencuentro.rules.disclosure.agreements import shown_by_policy
from reencuentro.rules.disclosure.kinds import KINDS
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.agreements import ours
from reencuentro.web.declared import declared
from reencuentro.web.drafting import place_in_words, places_in_words
from reencuentro.web.looking import answering, purposes_on_pages, viewer_of
from reencuentro.web.words import say

_TRY = Action.TRY_AGREEMENT


@declared(action=_TRY, purposes=purposes_on_pages(_TRY))
@require_GET
@answering
def tried(request: HttpRequest, agreement: str, version: int) -> HttpResponse:
    """What a version would let its taker see. Only the agency whose records they are is told how many."""
    viewer = viewer_of(request, tried)
    named = [f"agreement:{agreement}:{version}"]
    with (
        reading(_TRY.value, by=viewer.by, about=named, capacity=viewer.capacity(), at=viewer.at),
        behind_the_wall(viewer),
    ):
        if not decide_alone(viewer, _TRY).allowed:
            raise NotAllowedError
        found = ours(viewer, agreement, version)
        ours_to_count = found.giver.code == viewer.facts.agency.code
        counted = try_agreement(trial_of(found, viewer), viewer, MOST_TRIED) if ours_to_count else None
        facts = _told(found, viewer)
    facts |= {"tables": _tables(counted) if counted else None, "tried": counted, "purpose": viewer.purpose}
    return render(request, "agreements/tried.html", facts)


def _told(found: AgreementVersion, viewer: Viewer) -> dict[str, Any]:
    """The version, how it stands, and the most that it gives to each role."""
    terms = found.as_rule()
    phase = next(one.phase for one in agreed_by(viewer) if one.version.pk == found.pk)
    most = KINDS[terms.taker_kind].takes & terms.opens
    roles = [
        (role.value, places_in_words(most & shown_by_policy(frozenset({role}), terms.purposes)))
        for role in sorted(terms.roles)
    ]
    return {"one": found, "phase": phase.value, "roles": roles}


def _tables(counted: Tried) -> list[tuple[str, list[dict[str, Any]]]]:
    """By role, the lines of its table."""
    found: dict[str, list[dict[str, Any]]] = {}
    for line in counted.lines:
        counts = (*_said(line.anybody), *_said(line.assigned))
        keys = ("tried_now", "tried_then", "tried_now_assigned", "tried_then_assigned")
        told = {"place": place_in_words(line.place), "counts": list(zip(keys, counts, strict=True))}
        found.setdefault(line.role.value, []).append(told)
    return list(found.items())


def _said(counts: Counted) -> tuple[str, str]:
    hidden = str(say("tried_few"))
    return tuple(hidden if one is None else str(one) for one in (counts.now, counts.then))  # type: ignore[return-value]  # always two
