"""Officers of the own agency by name: whom a form offers, and whom to ask for what one may not do."""

from collections.abc import Collection, Iterable

from django.utils.safestring import SafeString

from reencuentro.records.officers import Officer
from reencuentro.records.visible.colleagues import colleagues
from reencuentro.records.visible.viewers import Viewer, purposes_of
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.web.words import say

_NAMED = 5
"""Colleagues named where one of them is to be asked: more names help nobody."""


def to_choose(officers: Iterable[Officer]) -> list[tuple[str, str]]:
    """Officers as a box offers them, nobody chosen beforehand."""
    return [("", "–"), *((one.login, one.full_name) for one in officers)]


def unassigned(viewer: Viewer, action: Action, able: Collection[Action], tellers: Collection[str]) -> SafeString | str:
    """What somebody must do before they may do that about a child, in words; "" where they may.

    able: what they may do about the child. tellers: the agencies of which they are shown anything of the child.
    """
    if action in able:
        return ""
    if Action.ASSIGN in able:
        return say("assignment_give")
    if viewer.facts.agency.code not in tellers:
        return say("assignment_elsewhere")
    key = "assignment_ask" if viewer.purpose in purposes_of((action,), viewer.facts.roles) else "assignment_role"
    whom = [one.full_name for one in colleagues(viewer, Action.ASSIGN) if one.pk != viewer.pk][:_NAMED]
    return say(key, whom=", ".join(whom) or say("assignment_nobody"))
