"""Consular protection: each clock against a table of cases, and each refusal with its rule and its source."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.disclosure.asking import AgencyFacts, OfficerFacts
from reencuentro.rules.disclosure.vocabulary import IDENTITY, PROTECTION, Action, AgencyKind, Gate, Role
from reencuentro.rules.duties import consular, consular_rules
from reencuentro.rules.duties.going import broken_by, handed_in
from reencuentro.rules.duties.steps import Broken, Definition, Known, Taken
from reencuentro.rules.timers.clocks import Child
from reencuentro.web.words import is_said

GIRL = Child(born=Birth(year=2008, month=5, day=2), nationalities=frozenset({"MX"}))
SMALL = Child(born=Birth(year=2015, month=5, day=2), nationalities=frozenset({"MX"}))
FATHER = Child(born=Birth(year=1980, month=5, day=2), nationalities=frozenset({"MX"}))
NOW = datetime(2018, 7, 2, 15, tzinfo=UTC)
WORKER = OfficerFacts(id="w", roles=frozenset({Role.CASE_WORKER}), agency=AgencyFacts(code="ORR", kind=AgencyKind.CARE))

OWED = {"notice_ground": "minor", "held_since": "2018-06-19", "held_since_hour": "10:00", "held_in": "US"}
ASKED = {
    "on": "2018-06-20",
    "gate_asked_by": "a case worker",
    "language": "spa",
    "gate_asylum": "no",
    "gate_trafficking": "no",
    "gate_fear": "no",
    "wants_notice": "yes",
}
MADE = {
    "consular_post": "McAllen",
    "on": "2018-06-20",
    "at": "09:00",
    "told_by": "a case worker",
    "notice_way": "telephone",
}
WITHHELD = {"withheld_for": "asylum", "reasons": "asked for asylum", "review_on": "2018-07-20"}
AS_TOLD = {"notice_owe": OWED, "notice_screen": ASKED, "notice_make": MADE, "notice_withhold": WITHHELD}

Boxes = Mapping[str, object]


def _taken(kind: Definition, *steps: tuple[str, Boxes, datetime]) -> tuple[Taken, ...]:
    found = []
    for name, boxes, at in steps:
        step = kind.step(name)
        assert step is not None
        found.append(Taken(step=name, form=handed_in(step, boxes), at=at, officer="w", agency="ORR"))
    return tuple(found)


def _notice(*names: str, owed: Boxes = OWED) -> tuple[Taken, ...]:
    day = datetime(2018, 6, 20, 12, tzinfo=UTC)
    said = {**AS_TOLD, "notice_owe": owed}
    steps = [(name, said[name], day + timedelta(days=number)) for number, name in enumerate(names)]
    return _taken(consular.NOTICE, *steps)


def _broken(kind: Definition, name: str, boxes: Boxes, known: Known) -> dict[str, Broken]:
    step = kind.step(name)
    assert step is not None
    return {one.rule: one for one in broken_by(kind, step, handed_in(step, boxes), known)}


def _known(*names: str, child: Child = GIRL, owed: Boxes = OWED, gate: Gate = Gate.OPEN) -> Known:
    return Known(at=NOW, doer=WORKER, child=child, gate=gate, history=_notice(*names, owed=owed) if names else ())


EAST = ZoneInfo("America/New_York")


@pytest.mark.parametrize(
    ("since", "hour", "where", "need", "child", "due"),
    [
        # Three days in the United States, weekends and ends of months or not; a day for who has special needs.
        ("2018-06-19", "10:00", "US", "none", GIRL, datetime(2018, 6, 22, 10, tzinfo=EAST)),
        ("2018-06-29", "22:30", "US", "none", GIRL, datetime(2018, 7, 2, 22, 30, tzinfo=EAST)),
        ("2018-06-19", "10:00", "US", "disability", GIRL, datetime(2018, 6, 20, 10, tzinfo=EAST)),
        ("2018-06-19", "10:00", "US", "none", SMALL, datetime(2018, 6, 20, 10, tzinfo=EAST)),
        ("2018-06-19", "10:00", "US", "none", Child(), datetime(2018, 6, 22, 10, tzinfo=EAST)),
        # An unknown hour is the first of the day.
        ("2018-06-19", "", "US", "none", GIRL, datetime(2018, 6, 22, tzinfo=EAST)),
        # Hours pass whatever the clocks do: in March one is lost, in November one is won.
        ("2018-03-10", "10:00", "US", "none", GIRL, datetime(2018, 3, 13, 11, tzinfo=EAST)),
        ("2018-11-03", "10:00", "US", "none", GIRL, datetime(2018, 11, 6, 9, tzinfo=EAST)),
        # A day elsewhere; in 2022 Mexico's clocks changed for the last time.
        ("2018-06-19", "10:00", "GT", "none", GIRL, datetime(2018, 6, 20, 16, tzinfo=UTC)),
        ("2022-10-29", "10:00", "MX", "none", GIRL, datetime(2022, 10, 30, 15, tzinfo=UTC)),
        ("2024-02-28", "23:00", "MX", "none", GIRL, datetime(2024, 3, 1, 5, tzinfo=UTC)),
    ],
)
def test_a_notice_is_due_after_the_hours_of_its_jurisdiction(
    since: str, hour: str, where: str, need: str, child: Child, due: datetime
) -> None:
    owed = {
        "notice_ground": "minor",
        "held_since": since,
        "held_since_hour": hour,
        "held_in": where,
        "consular_need": need,
    }
    assert consular.NOTICE.due(_notice("notice_owe", owed=owed), child) == due


def test_a_withheld_notice_waits_for_its_review_and_is_owed_anew_from_the_screening_after_it() -> None:
    withheld = _notice("notice_owe", "notice_screen", "notice_withhold")
    assert consular.NOTICE.due(withheld, GIRL) == datetime(2018, 7, 21, tzinfo=EAST)
    later = datetime(2018, 7, 19, 8, tzinfo=UTC)
    asked_again = (*withheld, *_taken(consular.NOTICE, ("notice_screen", ASKED, later)))
    assert consular.NOTICE.due(asked_again, GIRL) == later + timedelta(hours=72)


def test_who_was_told_must_answer_and_nothing_waits_once_they_have() -> None:
    made = _notice("notice_owe", "notice_screen", "notice_make")
    assert consular.NOTICE.due(made, GIRL) == datetime(2018, 6, 23, 9, tzinfo=EAST)
    answered = ("notice_acknowledge", {"on": "2018-06-21", "answered_by": "the duty officer"}, NOW)
    assert consular.NOTICE.due((*made, *_taken(consular.NOTICE, answered)), GIRL) is None


def test_what_can_not_be_opened_any_more_is_never_due() -> None:
    lost = tuple(replace(one, form=None) for one in _notice("notice_owe"))
    assert consular.NOTICE.due(lost, GIRL) is None


@pytest.mark.parametrize(
    ("names", "changed", "child", "gate", "rule"),
    [
        (("notice_owe", "notice_screen"), {}, GIRL, Gate.OPEN, ""),
        (("notice_owe", "notice_screen"), {"consular_post": "MX McAllen"}, GIRL, Gate.OPEN, ""),
        (("notice_owe", "notice_screen"), {"consular_post": "GT McAllen"}, GIRL, Gate.OPEN, "notice_other_nation"),
        (("notice_owe", "notice_screen"), {"consular_post": "Timbuktu"}, GIRL, Gate.OPEN, "notice_no_such_post"),
        (
            ("notice_owe", "notice_screen"),
            {"consular_post": "Oklahoma City"},
            GIRL,
            Gate.OPEN,
            "notice_post_not_open_yet",
        ),
        (("notice_owe", "notice_screen"), {"on": "2018-06-18"}, GIRL, Gate.OPEN, "notice_before_owed"),
        (("notice_owe", "notice_screen"), {"on": "2018-07-03"}, GIRL, Gate.OPEN, "consular_in_future"),
        (("notice_owe", "notice_screen"), {}, GIRL, Gate.UNKNOWN, "notice_gate_not_open"),
        (("notice_owe", "notice_screen"), {}, GIRL, Gate.CLOSED, "notice_gate_not_open"),
        (("notice_owe",), {}, GIRL, Gate.OPEN, "notice_gate_not_asked"),
        (("notice_owe", "notice_screen"), {}, Child(born=GIRL.born), Gate.OPEN, "notice_nationality_unknown"),
    ],
)
def test_a_notice_is_made_to_the_own_consulate_and_behind_the_gate_alone(
    names: tuple[str, ...], changed: Boxes, child: Child, gate: Gate, rule: str
) -> None:
    broken = _broken(consular.NOTICE, "notice_make", {**MADE, **changed}, _known(*names, child=child, gate=gate))
    assert list(broken) == ([rule] if rule else [])


@pytest.mark.parametrize("question", ["gate_asylum", "gate_trafficking", "gate_fear"])
@pytest.mark.parametrize(("answer", "rule"), [("yes", "notice_must_be_withheld"), ("unknown", "notice_gate_not_asked")])
def test_one_answer_of_fear_keeps_the_consulate_out_even_through_an_open_gate(
    question: str, answer: str, rule: str
) -> None:
    asked = _taken(consular.NOTICE, ("notice_owe", OWED, NOW), ("notice_screen", {**ASKED, question: answer}, NOW))
    broken = _broken(consular.NOTICE, "notice_make", MADE, replace(_known(), history=asked))
    assert list(broken) == [rule]
    assert "8 CFR 208.6" in broken[rule].source


def test_a_notice_whose_beginning_can_not_be_read_any_more_settles_nothing() -> None:
    known = _known("notice_owe", "notice_screen")
    lost = replace(known, history=tuple(replace(one, form=None) for one in known.history))
    assert list(_broken(consular.NOTICE, "notice_make", MADE, lost)) == ["notice_lost"]
    unasked = replace(known, history=(*known.history, replace(known.history[1], form=None)))
    assert list(_broken(consular.NOTICE, "notice_make", MADE, unasked)) == ["notice_gate_not_asked"]


def test_a_city_where_two_own_countries_have_a_post_must_be_named_with_the_country() -> None:
    both = replace(GIRL, nationalities=frozenset({"MX", "GT"}))
    known = _known("notice_owe", "notice_screen", child=both)
    assert list(_broken(consular.NOTICE, "notice_make", MADE, known)) == ["notice_several_posts"]
    assert not _broken(consular.NOTICE, "notice_make", {**MADE, "consular_post": "GT McAllen"}, known)


def test_outside_the_directory_a_post_is_named_with_its_country() -> None:
    owed = {**OWED, "held_in": "MX"}
    guatemalan = replace(GIRL, nationalities=frozenset({"GT"}))
    known = _known("notice_owe", "notice_screen", owed=owed, child=guatemalan)
    rules = {
        post: list(_broken(consular.NOTICE, "notice_make", {**MADE, "consular_post": post}, known))
        for post in ("GT Tapachula", "HN Tapachula", "Tapachula")
    }
    assert rules == {
        "GT Tapachula": [],
        "HN Tapachula": ["notice_other_nation"],
        "Tapachula": ["notice_no_such_post"],
    }


@pytest.mark.parametrize(
    ("ground", "child", "rule"),
    [
        ("minor", GIRL, ""),
        ("minor", Child(), ""),
        ("minor", FATHER, "notice_is_of_an_adult"),
        ("adult_held", FATHER, ""),
        ("adult_held", GIRL, "notice_is_of_a_minor"),
        ("lacks_capacity", FATHER, ""),
    ],
)
def test_only_adults_are_asked_whether_they_want_it(ground: str, child: Child, rule: str) -> None:
    broken = _broken(consular.NOTICE, "notice_owe", {**OWED, "notice_ground": ground}, _known(child=child))
    assert list(broken) == ([rule] if rule else [])


def test_of_an_adult_nobody_is_told_unless_they_ask_for_it() -> None:
    owed = {**OWED, "notice_ground": "adult_held"}
    known = _known("notice_owe", "notice_screen", owed=owed, child=FATHER)
    assert not _broken(consular.NOTICE, "notice_make", MADE, known)
    silent = _taken(consular.NOTICE, ("notice_owe", owed, NOW), ("notice_screen", {**ASKED, "wants_notice": "no"}, NOW))
    assert list(_broken(consular.NOTICE, "notice_make", MADE, replace(known, history=silent))) == [
        "notice_not_asked_for"
    ]


def test_only_adults_decline_and_only_what_they_understood() -> None:
    declined = {"on": "2018-06-20", "language": "mam", "interpreter": "an interpreter", "understood": "yes"}
    rules = list(_broken(consular.NOTICE, "notice_decline", declined, _known("notice_owe")))
    assert rules == ["notice_only_adults_decline"]
    adult = _known("notice_owe", owed={**OWED, "notice_ground": "adult_held"}, child=FATHER)
    assert not _broken(consular.NOTICE, "notice_decline", declined, adult)
    unsure = {**declined, "understood": "unknown"}
    assert list(_broken(consular.NOTICE, "notice_decline", unsure, adult)) == ["notice_not_understood"]


@pytest.mark.parametrize(
    ("review_on", "rule"),
    [
        ("2018-07-02", "notice_review_past"),
        ("2018-07-03", ""),
        ("2018-09-30", ""),
        ("2018-10-01", "notice_review_far"),
    ],
)
def test_what_is_withheld_is_looked_at_again_soon(review_on: str, rule: str) -> None:
    boxes = {**WITHHELD, "review_on": review_on}
    broken = _broken(consular.NOTICE, "notice_withhold", boxes, _known("notice_owe", gate=Gate.CLOSED))
    assert list(broken) == ([rule] if rule else [])


def _consul(country: str) -> OfficerFacts:
    agency = AgencyFacts(code=f"CON-{country}", kind=AgencyKind.CONSULATE, country=country)
    return OfficerFacts(id="c", roles=frozenset({Role.CONSULAR_OFFICER}), agency=agency)


@pytest.mark.parametrize(
    ("kind", "step", "boxes"),
    [
        (consular.VISIT, "visit_plan", {"on": "2018-07-03"}),
        (consular.VISIT, "visit_unplanned", {"on": "2018-07-01", "consul": "a consul"}),
        (consular.ASSISTANCE, "assistance_ask", {"helps_with": "counsel", "help_asked_by": "family"}),
        (consular.CONSULAR_DOCUMENT, "paper_ask", {"consular_paper": "travel_document"}),
    ],
)
def test_a_consulate_helps_its_own_nationals_alone(kind: Definition, step: str, boxes: Boxes) -> None:
    known = replace(_known(), doer=_consul("MX"))
    assert not _broken(kind, step, boxes, known)
    broken = _broken(kind, step, boxes, replace(known, doer=_consul("GT")))
    assert list(broken) == ["notice_other_nation"]
    assert "sending State" in broken["notice_other_nation"].source
    assert list(_broken(kind, step, boxes, replace(known, child=Child()))) == ["notice_nationality_unknown"]


def test_a_consulate_of_another_nation_is_asked_nothing_and_none_is_through_a_closed_gate() -> None:
    boxes = {"asked_of_consulate": "visit", "consular_need": "disability"}
    known = replace(_known(), counterpart="CON", counterpart_kind="consulate", country="MX")
    assert not _broken(consular.CONSULAR_CASE, "case_told", boxes, known)
    other = replace(known, country="GT")
    assert list(_broken(consular.CONSULAR_CASE, "case_told", boxes, other)) == ["notice_other_nation"]
    closed = replace(known, gate=Gate.CLOSED)
    assert list(_broken(consular.CONSULAR_CASE, "case_told", boxes, closed)) == ["notice_gate_not_open"]


@pytest.mark.parametrize(
    ("step", "boxes", "child", "hours"),
    [
        ("assistance_ask", {"helps_with": "counsel", "help_asked_by": "family"}, GIRL, 168),
        (
            "assistance_ask",
            {"helps_with": "counsel", "help_asked_by": "family", "consular_need": "disability"},
            GIRL,
            24,
        ),
        ("assistance_ask", {"helps_with": "counsel", "help_asked_by": "family"}, SMALL, 24),
    ],
)
def test_who_has_special_needs_is_attended_first(step: str, boxes: Boxes, child: Child, hours: int) -> None:
    assert consular.ASSISTANCE.due(_taken(consular.ASSISTANCE, (step, boxes, NOW)), child) == NOW + timedelta(
        hours=hours
    )


def test_a_planned_visit_is_late_when_its_day_is_over_everywhere_and_none_is_planned_for_the_past() -> None:
    planned = _taken(consular.VISIT, ("visit_plan", {"on": "2018-07-03"}, NOW))
    assert consular.VISIT.due(planned, GIRL) == datetime(2018, 7, 4, 12, tzinfo=UTC)
    known = replace(_known(), doer=_consul("MX"))
    assert list(_broken(consular.VISIT, "visit_plan", {"on": "2018-06-30"}, known)) == ["visit_in_past"]


def test_what_a_consulate_reads_lies_with_who_somebody_is_and_the_notice_apart_from_it() -> None:
    assert {step.place for step in consular.NOTICE.steps} == {PROTECTION} == {consular.NOTICE.place}
    for kind in consular.TABLE[1:]:
        assert {step.place for step in kind.steps} == {IDENTITY} == {kind.place}
    assert all(step.action is Action.NOTIFY_CONSULATE for step in consular.NOTICE.steps)


def test_every_refusal_can_be_said() -> None:
    rules = re.findall(r'rule="(\w+)"', Path(consular_rules.__file__).read_text("utf-8"))
    assert len(rules) > 15
    assert [rule for rule in rules if not is_said(f"duty_broken_{rule}")] == []
