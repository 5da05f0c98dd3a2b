"""The contact sheet: who speaks with whom and how, each call, and room to write down by hand what can't be typed."""

from collections.abc import Mapping, Sequence
from typing import Any

from reencuentro.records.visible.calls import VisibleCalls
from reencuentro.records.visible.duties import DutySeen
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.documents.papers import Grid
from reencuentro.rules.duties.calls import CallsAgreed
from reencuentro.web.call_showing import plan_shown
from reencuentro.web.papers.framing import Told, labelled, part, seen_by_right, words
from reencuentro.web.papers.steps import boxes, child_in, duty_told, newest, standing
from reencuentro.web.words import say

_BY_HAND = 8
"""Empty lines on a sheet."""
_AGREED = ("call_standard", "call_channel", "call_language", "call_interpreter", "call_zone", "call_their_zone")


def contact_sheet(viewer: Viewer, seen: DutySeen) -> Told:
    """The sheet of one plan. It holds no telephone number: who calls finds it where they may see it."""
    plan = VisibleCalls(viewer).plan(seen.duty.public_id)
    if plan.other:
        seen_by_right(plan.other)
    shown, agreed = plan_shown(plan, viewer), newest(seen, CallsAgreed)
    agreement = [boxes(agreed, *_AGREED)] if agreed else []
    other = " · ".join(dict.fromkeys((shown["other"], shown["relative"])))
    return duty_told(
        viewer,
        seen,
        child_in(viewer, seen),
        part("paper_calls_with", labelled([("paper_calls_other", other)]), *agreement),
        standing(viewer, seen),
        part("paper_calls_owed", _owed(shown.get("owed", ()))),
        part("paper_calls", _calls(shown["calls"])),
        part("paper_calls_by_hand", _empty()),
    )


def _owed(week: Sequence[Mapping[str, Any]]) -> Grid:
    rows = tuple((one["days"], one["owed"], str(say("paper_done" if one["met"] else "paper_not_yet"))) for one in week)
    return Grid(words("paper_when", "paper_calls_at_least", "paper_case_state"), rows)


def _calls(calls: Sequence[Mapping[str, Any]]) -> Grid:
    rows = tuple(tuple(_call(one)) for one in reversed(calls))
    return Grid(words("paper_when", "paper_calls_how", "paper_calls_outcome", "paper_who"), rows)


def _call(one: Mapping[str, Any]) -> tuple[str, ...]:
    barrier = str(say(one["barrier"])) if one["barrier"] else ""
    outcome = " · ".join(filter(None, (str(say(one["outcome"])), str(one["minutes"]), barrier, one["note"])))
    return one["when"], str(say(one["channel"])), outcome, one["who"]


def _empty() -> Grid:
    header = words("paper_calls_day", "paper_calls_hours", "paper_calls_how", "paper_calls_outcome", "paper_who")
    return Grid(header, (("",) * len(header),) * _BY_HAND)
