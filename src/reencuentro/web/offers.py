"""What an officer is offered on a person's page: the sides that they may see, and what they may do."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.db import transaction

from reencuentro.records.visible.deciding import decide_alone
from reencuentro.records.visible.people import visible_to
from reencuentro.records.visible.viewers import Viewer, behind_the_wall, purposes_of
from reencuentro.records.visible.written import can_be_amended
from reencuentro.rules.disclosure.declarations import DECLARATIONS
from reencuentro.rules.disclosure.vocabulary import Action


@dataclass(frozen=True, slots=True)
class Offer:
    """One page about a person. label: the key of its words. page: the name of its address, which names the person."""

    action: Action
    label: str
    page: str


SIDES: tuple[Offer, ...] = (
    Offer(Action.SEE_PERSON, "see_person", "see_person"),
    Offer(Action.SEE_PERSON, "registered_title", "registered"),
    Offer(Action.SEE_MATCH, "see_match", "see_match"),
    Offer(Action.SEE_PERSON, "family_title", "family"),
    Offer(Action.SEE_CASE, "case_side", "cases_of"),
    Offer(Action.SEE_CALLS, "duty_area_calls", "duties_calls"),
    Offer(Action.SEE_NOTICES, "duty_area_consular", "duties_consular"),
    Offer(Action.SEE_RETURN, "duty_area_return", "duties_return"),
    Offer(Action.SEE_LEGAL, "duty_area_legal", "duties_legal"),
    Offer(Action.SEE_CARE, "duty_area_care", "duties_care"),
    Offer(Action.SEE_CARE, "duty_area_referrals", "duties_referrals"),
    Offer(Action.SEE_VIOLATIONS, "duty_area_rights", "duties_rights"),
    Offer(Action.SEE_LOCATION, "custody_way", "way"),
    Offer(Action.SEE_LOCATION, "see_location", "see_location"),
    Offer(Action.SEE_PROTECTION, "see_protection", "see_protection"),
    Offer(Action.SEE_HEALTH, "see_health", "see_health"),
    Offer(Action.SEE_LEGAL, "see_legal", "see_legal"),
    Offer(Action.SEE_NOTES, "see_notes", "see_notes"),
    Offer(Action.SEE_RECORD, "see_record", "see_record"),
    Offer(Action.SEE_PERSON, "documents_title", "documents"),
    Offer(Action.SEE_AUDIT, "access_log", "looks"),
)
"""What can be looked at, in this order. An area adds its own line."""

DEEDS: tuple[Offer, ...] = (
    Offer(Action.AMEND, "amend", "amend"),
    Offer(Action.ASSIGN, "do_assign", "assign"),
    Offer(Action.RECORD_CONSENT, "do_record_consent", "record_consent"),
    Offer(Action.WITHHOLD, "do_withhold", "withhold"),
    Offer(Action.SET_GATE, "do_set_gate", "set_gate"),
    Offer(Action.APPROVE_RELEASE, "do_approve_release", "approve_release"),
    Offer(Action.RELEASE_CHILD, "do_release_child", "release_child"),
    Offer(Action.BREAK_GLASS, "do_break_glass", "break_glass"),
)
"""What can be done, in this order. An area adds its own line."""

_DECIDED_BY_MORE = frozenset({Action.APPROVE_RELEASE, Action.RELEASE_CHILD, Action.BREAK_GLASS})
"""On these more is asked before they are decided: they are offered to whoever's role may do them at all."""


def offered(viewer: Viewer, person: str, offers: Sequence[Offer]) -> list[Offer]:
    """Those that the officer may follow for this person and purpose, once they have confirmed that it is they."""
    able = replace(viewer, facts=replace(viewer.facts, stepped_up=True))
    asked = [one.action for one in offers if DECLARATIONS[one.action].about and one.action not in _DECIDED_BY_MORE]
    with transaction.atomic(), behind_the_wall(able):
        found = visible_to(able, *asked).answers([person]).get(person) if asked else None
        allowed = {action for action, one in found.decisions.items() if one.allowed} if found else set()
        if Action.AMEND in allowed and not can_be_amended(able, person):
            allowed.remove(Action.AMEND)
    return [one for one in offers if one.action in allowed or _by_role(able, one.action)]


def _by_role(viewer: Viewer, action: Action) -> bool:
    if action in _DECIDED_BY_MORE:
        return viewer.purpose in purposes_of((action,), viewer.facts.roles)
    return not DECLARATIONS[action].about and decide_alone(viewer, action).allowed
