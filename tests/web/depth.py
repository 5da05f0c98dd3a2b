"""What officers keep of people beside the lists: cases, alarms, stays, what they wrote down, matches; all canaries."""

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import models

from reencuentro.actions.foreseeing import Foreseen
from reencuentro.records.agencies import Agency
from reencuentro.records.alarms import Alarm, AlarmStep
from reencuentro.records.cases import Case, CaseForm, CaseStep, CaseTask
from reencuentro.records.drops import DropState, RosterDrop
from reencuentro.records.exact import as_json
from reencuentro.records.loading import load_rows, reserve_ids
from reencuentro.records.matches import IdentityProposal, Tie
from reencuentro.records.officers import Officer
from reencuentro.records.people import Person
from reencuentro.records.photos import Photo
from reencuentro.records.registrations import Registration
from reencuentro.records.releases import Approval
from reencuentro.records.rosters import Channel, Quarantined, Roster, SourceRecord
from reencuentro.records.stays import Stay
from reencuentro.rules.alarms import State as AlarmState
from reencuentro.rules.cases.forms import FormKind, filled
from reencuentro.rules.cases.states import State
from reencuentro.rules.disclosure.vocabulary import Role
from tests.unit.rules.cases.filled import GOOD

PLACES = {
    **dict.fromkeys(("told", "photo"), "identity"),
    **dict.fromkeys(("stay_place", "alarm_place"), "location"),
    **dict.fromkeys(("concern", "form_registration"), "protection"),
    "form_waiver": "legal",
    **dict.fromkeys(
        "message alarm_note case_why case_reason case_task form_tracing_request call_note".split(), "notes"
    ),
}
"""Of each fact that is kept beside the lists, the compartment in which it lies."""
FORMS = {"registration": "protection", "tracing_request": "notes", "waiver": "legal"}
"""The forms that every case has, and the compartment of each."""
_BOX = {"registration": "languages", "tracing_request": "inquirer", "waiver": "own_words"}


@dataclass
class Depth:
    """What there is beside the lists. canaries: by person, agency that states it, and fact; drops: by token and fact.

    alarms, stays, doubts: the number by which each person's goes; rows: of each agency a row that couldn't be taken.
    """

    canaries: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    drops: dict[str, dict[str, str]] = field(default_factory=dict)
    drop_owners: dict[str, tuple[str, str]] = field(default_factory=dict)
    alarms: dict[str, int] = field(default_factory=dict)
    stays: dict[str, int] = field(default_factory=dict)
    doubts: dict[str, int] = field(default_factory=dict)
    rows: dict[str, int] = field(default_factory=dict)

    def canary(self, person: str, agency: str, fact: str) -> str:
        """A word that stands nowhere else."""
        told = self.canaries.setdefault((person, agency), {})
        told[fact] = f"Qz{10_000 + len(self.canaries)}x{fact}y"
        return told[fact]


@dataclass(frozen=True)
class Deep:
    """One person with such things. agencies: those that list them and their twin; twin: to whom they are tied."""

    name: str
    agencies: tuple[str, ...]
    is_child: bool
    twin: str


@dataclass(frozen=True)
class Staff:
    """Who keeps them: stranger, of an agency that lists nobody, writes in everybody's cases; chiefs: by agency."""

    stranger: Officer
    giver: Officer
    chiefs: Mapping[str, Officer]
    at: datetime


Rows = Sequence[tuple[Any, ...]]


def deepen(people: Sequence[Deep], staff: Staff) -> Depth:
    """Keeps all of it."""
    depth = Depth()
    agencies = dict(Agency.objects.values_list("code", "pk"))
    keys = dict(Person.objects.values_list("public_id", "pk"))
    for code in sorted({one.agencies[0] for one in people}):
        own = [one for one in people if one.agencies[0] == code]
        _cases(own, staff, depth, agencies[code])
    for code in sorted({code for one in people for code in one.agencies}):
        listed = [one for one in people if code in one.agencies]
        _written(listed, code, depth, agencies[code], staff)
        _alarms([one for one in listed if one.agencies[-1] == code], code, depth, agencies[code], staff)
        _stays(listed, code, depth, (agencies[code], keys), staff)
    _stays(people, staff.stranger.agency.code, depth, (staff.stranger.agency_id, keys), staff)
    _ties(people, keys, staff)
    depth.doubts = dict(IdentityProposal.objects.values_list("left_record_id", "pk"))
    return depth


def load(model: type[models.Model], rows: Sequence[Mapping[str, Any]], agency: int | None) -> list[int]:
    """Keeps these rows; their ids."""
    ids = list(reserve_ids(model, len(rows)))
    if rows:
        told = [(pk, *row.values()) for pk, row in zip(ids, rows, strict=True)]
        load_rows(model, ("id", *rows[0]), told, agency=agency)
    return ids


def _cases(people: Sequence[Deep], staff: Staff, depth: Depth, agency: int) -> None:
    """A case each: registered, its hand-over proposed by a stranger; words of both agencies in it."""
    chief = staff.chiefs[people[0].agencies[0]].pk
    told = [_case(one, chief, staff, depth, agency) for one in people]
    cases = dict(zip((one.name for one in people), load(Case, told, agency), strict=True))
    stranger = {"officer": staff.stranger.pk, "agency": staff.stranger.agency_id, "at": staff.at}
    own = {"officer": chief, "agency": agency, "at": staff.at}
    steps, forms, tasks = [], [], []
    for one in people:
        case, code = cases[one.name], one.agencies[0]
        strange = staff.stranger.agency.code
        steps.append(_step(case, 1, depth.canary(one.name, code, "case_reason"), own))
        steps.append(_step(case, 2, depth.canary(one.name, strange, "case_reason"), stranger))
        for kind, by, told_by in (
            (FormKind.REGISTRATION, own, code),
            (FormKind.TRACING_REQUEST, stranger, strange),
            (FormKind.WAIVER, own, code),
        ):
            said = {_BOX[kind.value]: depth.canary(one.name, told_by, f"form_{kind.value}")}
            forms.append(_form(case, kind, said, by))
        forms.append(_form(case, FormKind.VERIFICATION, {"adult": one.twin}, own))
        what = as_json(depth.canary(one.name, strange, "case_task"))
        tasks.append(
            {"case": case, "agency": agency, "due": date(2099, 1, 1), "what": what, "given_by": stranger["agency"]}
            | {"officer": staff.stranger.pk, "at": staff.at}
        )
    load(CaseStep, steps, agency)
    load(CaseForm, forms, agency)
    load(CaseTask, tasks, agency)


def _case(one: Deep, chief: int, staff: Staff, depth: Depth, agency: int) -> dict[str, Any]:
    return {
        "public_id": f"c-{one.name}",
        "person": one.name,
        "agency": agency,
        "owner": chief,
        "escalates_to": chief,
        "jurisdiction": "US",
        "state": State.REGISTERED.value,
        "opened_at": staff.at,
        "opened_by": "tests",
        "next_due": staff.at + timedelta(days=2),
        "why": as_json(depth.canary(one.name, one.agencies[0], "case_why")),
        "version": 1,
        "changed_by": "",
    }


def _step(case: int, number: int, reason: str, by: Mapping[str, Any]) -> dict[str, Any]:
    first = number == 1
    return {
        "case": case,
        "number": number,
        "before": "" if first else State.REGISTERED.value,
        "to": State.REGISTERED.value if first else State.HANDED_OVER.value,
        "needs_second": not first,
        "shown": "[]",
        "reason": as_json(reason),
        **by,
    }


def _form(case: int, kind: FormKind, said: Mapping[str, str], by: Mapping[str, Any]) -> dict[str, Any]:
    boxes = filled(kind, {**GOOD[kind], **said}).model_dump(mode="json")
    return {"case": case, "kind": kind.value, "number": 1, "version": 1, "boxes": as_json(boxes), **by}


def _written(people: Sequence[Deep], code: str, depth: Depth, agency: int, staff: Staff) -> None:
    """Their rows are as if they had been written on the pages, with a photo each."""
    names = [one.name for one in people]
    found = SourceRecord.objects.filter(roster__agency=agency, record_id__in=names)
    rows = dict(found.values_list("record_id", "pk"))
    Roster.objects.filter(source_records__in=rows.values()).update(channel=Channel.REGISTERED)
    load(
        Registration,
        [
            {
                "row": rows[name],
                "token": "",
                "by": "tests",
                "at": staff.at,
                "told": as_json({"marks": depth.canary(name, code, "told")}),
                "concern": as_json({"concern_text": depth.canary(name, code, "concern")}),
                "message": as_json(depth.canary(name, code, "message")),
            }
            for name in names
        ],
        agency,
    )
    pictures = {name: base64.b64encode(depth.canary(name, code, "photo").encode()).decode() for name in names}
    load(
        Photo,
        [
            {"row": rows[name], "agency": code, "record_id": name, "at": staff.at, "image": as_json(pictures[name])}
            for name in names
        ],
        agency,
    )


def _alarms(people: Sequence[Deep], code: str, depth: Depth, agency: int, staff: Staff) -> None:
    """Somebody of another agency says that they found the child."""
    told = [
        {
            "kind": "unaccounted",
            "person": one.name,
            "about": "",
            "reason": "silent",
            "urgencies": "[]",
            "weight": 1,
            "agency": agency,
            "place": as_json(depth.canary(one.name, code, "alarm_place")),
            "raised_at": staff.at,
            "opened_at": staff.at,
            "lacking": True,
            "state": AlarmState.FOUND.value,
            "found_by": f"officer:{staff.stranger.public_id}",
            "version": 1,
            "changed_by": "",
        }
        for one in people
    ]
    numbers = load(Alarm, told, agency)
    depth.alarms |= dict(zip((one.name for one in people), numbers, strict=True))
    steps = [
        {"alarm": depth.alarms[one.name], "step": "noted", "by": f"officer:{staff.stranger.public_id}", "at": staff.at}
        | {"note": as_json(depth.canary(one.name, code, "alarm_note"))}
        for one in people
    ]
    load(AlarmStep, steps, agency)


def _stays(people: Sequence[Deep], code: str, depth: Depth, ids: tuple[int, Mapping[str, int]], staff: Staff) -> None:
    agency, keys = ids
    told = [
        {
            "person": keys[one.name],
            "agency": agency,
            "place": as_json(depth.canary(one.name, code, "stay_place")),
            "began_on": date(2018, 6, 1 + 3 * _turn(one, code)),
            "ended_on": date(2018, 6, 3 + 3 * _turn(one, code)),
            "noted_by": "tests",
            "noted_at": staff.at,
            "ended_by": "",
        }
        for one in people
    ]
    numbers = load(Stay, told, agency)
    depth.stays |= dict(zip((one.name for one in people), numbers, strict=True))


def _turn(one: Deep, code: str) -> int:
    """Nobody is in two places at once."""
    return (*one.agencies, code).index(code)


def _ties(people: Sequence[Deep], keys: Mapping[str, int], staff: Staff) -> None:
    """Each is tied to their twin, and of children two agencies have approved that they go to them."""
    Tie.objects.bulk_create(
        Tie(
            child_id=keys[one.name],
            relative_id=keys[one.twin],
            relation="mother",
            probability=0.8,
            status="proposed",
            evidence=[],
            alternatives=[],
            place=1,
            waiting_since=staff.at,
            known_from=staff.at,
        )
        for one in people
    )
    IdentityProposal.objects.bulk_create(
        IdentityProposal(
            left_agency=one.agencies[0],
            left_record_id=one.name,
            right_agency=one.agencies[0],
            right_record_id=one.twin,
            probability=0.5,
            evidence=[],
            place=1,
            waiting_since=staff.at,
            known_from=staff.at,
        )
        for one in people
    )
    Approval.objects.bulk_create(
        Approval(
            child_id=keys[one.name],
            adult_id=keys[one.twin],
            officer=officer,
            agency=officer.agency,
            role=Role.SUPERVISOR.value,
            stepped_up=True,
            at=staff.at,
        )
        for one in people
        if one.is_child
        for officer in (staff.stranger, staff.giver)
    )


def drop_lists(officers: Mapping[Role, Officer], foreign: Officer, depth: Depth, at: datetime) -> None:
    """Each of these officers has brought two lists: one that waits for their word, and one that was taken in."""
    for owner in (*officers.values(), foreign):
        for state in (DropState.SHOWN, DropState.DONE):
            token = f"{state.value}-{owner.public_id}"
            depth.drop_owners[token] = owner.public_id, owner.agency.code
            depth.drops[token] = dict(_dropped(owner, state, token, len(depth.drops), at))
    for agency in {owner.agency for owner in (*officers.values(), foreign)}:
        row = Quarantined.objects.filter(agency=agency).select_related("roster").first()
        if row is not None:
            held = SourceRecord.objects.filter(roster=row.roster, line=row.line).values_list("pk", flat=True)
            depth.rows[agency.code] = held[0]


_TOLD = {"as_of": "2018-06-18", "rows": 1, "repeated": 0, "quarantined": 1, "new": True}


def _dropped(owner: Officer, state: DropState, token: str, number: int, at: datetime) -> Iterator[tuple[str, str]]:
    name, cell = (f"Qz{90_000 + number}x{fact}y" for fact in ("file_name", "shown_cell"))
    waits = state is DropState.SHOWN
    broken = Quarantined.objects.filter(agency=owner.agency).first()
    columns = [{"header": "ID", "field": "record_id", "why": "header", "day_order": ""}]
    shown: dict[str, Any] = {"as_of": "2018-06-18", "columns": columns, "changes": [], "has_record_ids": True}
    shown["rows"] = [{"line": 2, "cells": [cell], "problems": []}] if waits else []
    RosterDrop.objects.create(
        token=token[:32],
        agency=owner.agency,
        officer=owner,
        file_name=f"{name}.csv",
        size=9,
        shown=shown,
        state=state.value,
        dropped_at=at,
        roster=broken.roster if broken and not waits else None,
        told={"foreseen": Foreseen().as_plain()} if waits else _TOLD,
    )
    yield "file_name", name
    if waits:
        yield "shown_cell", cell
