"""A return from the gate to the arrival: what shuts the gate, which windows there are, who may take a child over."""

from datetime import timedelta
from typing import Any

import pytest

from reencuentro.linkage.mentions import Birth
from reencuentro.rules.disclosure.vocabulary import Gate
from reencuentro.rules.duties.asylum import ASYLUM_CLAIM
from reencuentro.rules.duties.restitution import RESTITUTION_DUTY
from reencuentro.rules.duties.returns import RETURN
from reencuentro.rules.timers.clocks import Child
from tests.unit.rules.duties.walking import Walk, walk, when

NOW = "2018-07-10T15:00"


def mexican(year: int, month: int | None = None, day: int | None = None) -> Child:
    return Child(born=Birth(year=year, month=month, day=day), nationalities=frozenset({"MX"}))


OLDER = mexican(2002)

SCREENED = {
    "sends": "US",
    "takes": "MX",
    "apprehended_on": "2018-07-09",
    "apprehended_at": "22:30",
    "on": "2018-07-10",
    "screened_by": "Officer 7",
    "language": "spa",
    "speaks_it": "yes",
    "trafficked": "no",
    "at_risk": "no",
    "fears": "no",
    "able": "yes",
    "screening_basis": "Asked alone, in Spanish, with the form of the agency.",
}
DECIDED = {
    "ground": "withdrawn",
    "authority": "Supervisor of the sector",
    "on": "2018-07-10",
    "child_heard": "yes",
    "reasons": "The child wants to go home to the grandmother.",
}
CROSSING = {
    "border_port": "el_paso",
    "on": "2018-07-11",
    "at": "10:00",
    "border_receiver": "opi",
    "receiving_office": "INM Ciudad Juárez",
    "escort": "Officer 9",
}
PREPARED = dict.fromkeys(("child_told", "family_told", "receiver_told", "documents_ready", "belongings_ready"), "yes")
HANDED_OVER = {
    "border_port": "el_paso",
    "on": "2018-07-11",
    "at": "10:20",
    "border_receiver": "opi",
    "receiving_officer": "OPI 31",
    "credential": "INM-31",
    "credential_seen": "yes",
    "office_confirms": "yes",
    "child_identity_seen": "yes",
    "handed_over_by": "Officer 9",
    "record_signed": "yes",
    "documents_handed_over": "yes",
    "belongings_handed_over": "yes",
    "arrival_expected": "2018-07-13",
}
ARRIVED = {
    "country": "MX",
    "comes_to": "family",
    "adult": "p-2",
    "on": "2018-07-12",
    "arrival_confirmed_by": "DIF",
    "child_seen": "yes",
    "safe": "yes",
    "next_visit": "2018-08-12",
}
VISITED = {"on": "2018-07-13", "visited_by": "DIF", "child_seen": "yes", "safe": "yes", "visits_may_end": "yes"}
AFTER = when("2018-07-14T12:00")


def screened(**said: Any) -> Walk:
    known = {name: said.pop(name) for name in ("child", "gate", "others", "at") if name in said}
    going = walk(RETURN, known.pop("at", NOW), **{"child": OLDER, **known})
    assert going.breaks("return_screened", {**SCREENED, **said}) == set()
    return going


def prepared() -> Walk:
    going = screened()
    assert going.breaks("return_decided", DECIDED, by="two") == set()
    assert going.breaks("return_planned", CROSSING) == set()
    assert going.breaks("return_prepared", PREPARED) == set()
    return going


def test_a_return_goes_from_the_gate_to_the_family_and_is_looked_after() -> None:
    going = prepared()
    assert going.breaks("return_handed_over", HANDED_OVER, by="two", at=AFTER) == set()
    assert going.breaks("return_arrived", ARRIVED, at=AFTER, verified=frozenset({"p-2"})) == set()
    assert going.breaks("return_visited", VISITED, at=AFTER) == set()
    assert going.breaks("return_closed", {"reasons": "At school, safe, with the grandmother."}, by="two") == set()
    assert (going.state, going.due) == ("return_closed", None)


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ({"trafficked": "yes"}, {"return_trafficked"}),
        ({"at_risk": "yes"}, {"return_at_risk"}),
        ({"fears": "yes"}, {"return_fears"}),
        ({"able": "no"}, {"return_able"}),
        # Nobody's silence opens the gate.
        ({"trafficked": "unknown"}, {"return_trafficked_unknown"}),
        ({"fears": "unknown", "able": "unknown"}, {"return_fears_unknown", "return_able_unknown"}),
        ({"child": mexican(2007)}, {"return_under_14"}),
        ({"child": Child(nationalities=frozenset({"MX"}))}, {"return_under_14"}),  # of unknown age
        ({"child": mexican(2004, 7, 10)}, set()),  # fourteen today
        ({"child": mexican(2004, 7, 11)}, {"return_under_14"}),
        ({"child": mexican(2004)}, {"return_under_14"}),  # perhaps still thirteen
        ({"child": Child(born=Birth(year=2002))}, {"return_not_neighbour"}),  # of no country that is known
        ({"child": Child(born=Birth(year=2002)), "lives_in_neighbour": "yes"}, set()),
        ({"child": mexican(2006), "overcomes_age": "A guardian ad litem was with him."}, set()),
        ({"child": Child(born=Birth(year=2002), nationalities=frozenset({"GT"}))}, {"return_not_neighbour"}),
        ({"gate": Gate.CLOSED}, {"return_gate_closed"}),
    ],
)
def test_the_gate_is_shut_by_what_the_law_names(said: dict[str, Any], broken: set[str]) -> None:
    assert screened(**said).breaks("return_decided", DECIDED, by="two") == broken


def test_a_screening_without_a_basis_or_an_interpreter_is_refused() -> None:
    going = walk(RETURN, NOW, child=OLDER)
    assert going.breaks("return_screened", {**SCREENED, "screening_basis": ""}) == {"return_no_basis"}
    assert going.breaks("return_screened", {**SCREENED, "speaks_it": "no"}) == {"return_no_interpreter"}
    assert going.breaks("return_screened", {**SCREENED, "on": "2018-07-11"}) == {"return_not_yet"}


def test_nobody_decides_on_a_return_whom_they_screened() -> None:
    assert screened().breaks("return_decided", DECIDED, by="one") == {"second_officer"}


def test_nobody_is_returned_while_their_claim_to_asylum_is_open() -> None:
    claim = walk(ASYLUM_CLAIM, NOW, child=OLDER)
    asked = {"country": "US", "on": "2018-07-09", "language": "spa", "asked_before": "Officer 7"}
    assert claim.breaks("asylum_asked", asked) == set()

    going = screened(others=(claim.past,))
    assert going.breaks("return_decided", DECIDED, by="two") == {"return_asylum_claimed"}

    end = {"on": "2018-07-10", "reasons": "Hers."}
    end |= dict.fromkeys(("claim_withdrawn", "counsel_present", "understood"), "yes")
    assert claim.breaks("asylum_ended", end) == set()
    assert screened(others=(claim.past,)).breaks("return_decided", DECIDED, by="two") == set()


def test_from_mexico_a_child_returns_as_the_plan_of_the_procuraduria_says() -> None:
    decided = {**DECIDED, "ground": "restitution_plan"}
    going = screened(sends="MX", takes="GT")
    assert going.breaks("return_decided", decided, by="two") == {"return_without_plan"}

    plan = walk(RESTITUTION_DUTY, NOW, child=OLDER, zone="America/Mexico_City")
    steps: list[tuple[str, dict[str, str]]] = [
        ("restitution_found", {"on": "2018-07-09", "place": "Tapachula", "child_found_by": "INM"}),
        ("restitution_told", {"on": "2018-07-09", "dealing_office": "Chiapas", "told_how": "telephone"}),
        ("restitution_measured", {"on": "2018-07-09", "ordered_by": "Procuraduría", "measure": "A place."}),
        (
            "restitution_placed",
            {"lodged_in": "dif", "on": "2018-07-09", "mexican_state": "Chiapas", "place_received_by": "DIF"},
        ),
    ]
    for name, boxes in steps:
        assert plan.breaks(name, boxes) == set()
    determined = {
        "on": "2018-07-10",
        "dealing_office": "Chiapas",
        "child_heard": "yes",
        "best_for_child": "With the grandmother.",
        "rights_restored": "Family, identity.",
        "who_does_what": "The consulate confirms the home.",
        "child_returns": "yes",
        "review_on": "2018-08-10",
    }
    assert plan.breaks("restitution_planned", determined) == set()
    assert screened(sends="MX", takes="GT", others=(plan.past,)).breaks("return_decided", decided, by="two") == set()


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ({}, set()),
        ({"at": "20:30"}, {"return_after_dark"}),  # sunset at 20:13
        ({"at": "20:05"}, set()),
        ({"at": "04:30"}, {"return_port_closed"}),
        ({"at": "22:00"}, {"return_port_closed"}),
        ({"on": "2016-02-22"}, {"return_no_arrangement"}),
        ({"on": "2019-03-10", "at": "02:30"}, {"return_no_such_hour"}),
        ({"on": "2018-07-09"}, {"return_window_past"}),
        ({"border_receiver": "child_welfare"}, {"return_receiver_not_there"}),
        ({"border_port": "tecun_uman"}, {"return_other_border"}),
    ],
)
def test_a_crossing_is_planned_into_a_window_that_exists(said: dict[str, str], broken: set[str]) -> None:
    going = screened()
    going.breaks("return_decided", DECIDED, by="two")
    assert going.breaks("return_planned", {**CROSSING, **said}) == broken


@pytest.mark.parametrize(
    ("said", "broken"),
    [
        ({"credential": ""}, {"return_receiver_unverified"}),
        ({"credential_seen": "unknown"}, {"return_receiver_unverified"}),
        ({"office_confirms": "no"}, {"return_receiver_unverified"}),
        ({"record_signed": "no"}, {"return_not_signed"}),
        ({"child_identity_seen": "unknown"}, {"return_child_not_identified"}),
        ({"belongings_handed_over": "no"}, {"return_belongings_kept"}),
        ({"at": "21:00"}, {"return_after_dark"}),
        ({"on": "2018-07-15"}, {"return_not_yet", "return_arrives_before"}),
        ({"on": "2018-07-09"}, {"return_before_decision"}),
    ],
)
def test_a_child_is_handed_over_to_nobody_who_is_not_verified(said: dict[str, str], broken: set[str]) -> None:
    assert prepared().breaks("return_handed_over", {**HANDED_OVER, **said}, by="two", at=AFTER) == broken


def test_belongings_that_were_kept_and_a_family_that_was_not_told_hold_a_return() -> None:
    going = screened()
    going.breaks("return_decided", DECIDED, by="two")
    going.breaks("return_planned", CROSSING)
    assert going.breaks("return_prepared", {**PREPARED, "belongings_ready": "no", "family_told": "unknown"}) == {
        "return_belongings_kept",
        "return_family_not_told",
    }


def across(**known: Any) -> Walk:
    going = prepared()
    going.breaks("return_handed_over", HANDED_OVER, by="two", at=AFTER)
    return going


@pytest.mark.parametrize(
    ("said", "known", "broken"),
    [
        ({}, {"verified": frozenset({"p-3"})}, {"return_adult_unverified"}),
        ({}, {"barred": frozenset({"p-2"})}, {"return_adult_barred"}),
        ({"comes_to": "institution", "adult": ""}, {}, set()),
        ({"child_seen": "unknown"}, {"verified": frozenset({"p-2"})}, {"return_child_not_seen"}),
        ({"country": "GT"}, {"verified": frozenset({"p-2"})}, {"return_other_country", "return_not_followed_across"}),
    ],
)
def test_an_arrival_in_the_family_is_an_arrival_with_somebody_verified(
    said: dict[str, str], known: dict[str, Any], broken: set[str]
) -> None:
    assert across().breaks("return_arrived", {**ARRIVED, **said}, at=AFTER, **known) == broken


def test_a_child_of_a_third_country_is_followed_across() -> None:
    going = across()
    guatemalan: dict[str, Any] = {"child": Child(born=Birth(year=2002), nationalities=frozenset({"GT"})), "at": AFTER}
    home = {**ARRIVED, "comes_to": "institution"}
    assert going.breaks("return_arrived", home, **guatemalan) == {"return_not_followed_across"}

    onward = {
        "takes": "GT",
        "on": "2018-07-13",
        "handed_over_by": "INM",
        "receiving_office": "SBS, Tecún Umán",
        "receiving_officer": "SBS 4",
        "credential_seen": "yes",
        "record_signed": "yes",
        "arrival_expected": "2018-07-14",
    }
    assert going.breaks("return_sent_onward", onward, **guatemalan) == set()
    assert going.due == when("2018-07-15T06:00")  # midnight in Guatemala
    assert going.breaks("return_arrived", {**home, "country": "GT"}, **guatemalan) == set()


def test_a_return_that_was_made_without_the_gate_is_written_down_and_searched_for_at_once() -> None:
    made = {
        "sends": "US",
        "takes": "MX",
        "on": "2018-07-09",
        "returned_by": "the sector",
        "known_from": "the grandmother",
        "lacked": "Nobody was screened.",
    }
    going = walk(RETURN, NOW, child=OLDER)
    assert going.breaks("return_found_made", made) == set()
    assert (going.state, going.due) == ("return_unasked", when(NOW))
    assert going.breaks("return_arrived", ARRIVED, at=AFTER, verified=frozenset({"p-2"})) == set()


@pytest.mark.parametrize(
    ("said", "due"),
    [
        ({}, "2018-07-12T02:30"),  # 22:30 in New York is 02:30 in UTC
        ({"apprehended_at": ""}, "2018-07-11T04:00"),  # the first instant of that day
        ({"sends": "MX", "takes": "GT"}, None),  # no such time is known of Mexico
        # Over the night in which the clocks go forward, and back: 48 hours pass all the same.
        ({"at": "2019-03-10T20:00", "apprehended_on": "2019-03-09", "apprehended_at": "12:00"}, "2019-03-11T17:00"),
        ({"at": "2019-11-03T20:00", "apprehended_on": "2019-11-02", "apprehended_at": "12:00"}, "2019-11-04T16:00"),
    ],
)
def test_a_screening_is_late_48_hours_after_apprehension(said: dict[str, str], due: str | None) -> None:
    assert screened(**said).due == (when(due) if due else None)


def test_what_waits_follows_the_child_from_the_window_to_the_visits() -> None:
    going = prepared()
    assert going.due == when("2018-07-11T16:00")  # ten in El Paso
    going.breaks("return_handed_over", HANDED_OVER, by="two", at=AFTER)
    assert going.due == when("2018-07-14T05:00")  # the end of the 13th in Mexico City
    missing = {"on": "2018-07-14", "child_last_seen": "At the bus station.", "searched_by": "DIF"}
    assert going.breaks("return_not_arrived", missing, at=AFTER) == set()
    assert going.due is not None
    assert going.due - AFTER < timedelta(hours=1)
    going.breaks("return_arrived", ARRIVED, at=AFTER, verified=frozenset({"p-2"}))
    assert going.due == when("2018-08-13T05:00")
    going.breaks("return_visited", {**VISITED, "visits_may_end": "no"}, at=AFTER)
    assert going.due == when("2018-08-14T05:00")  # a month later
    assert going.breaks("return_closed", {"reasons": "Enough."}, by="two") == {"return_visit_open"}


def test_what_is_learned_later_shuts_the_gate_again() -> None:
    going = prepared()
    again = {**SCREENED, "fears": "yes", "screening_basis": "She told the escort."}
    assert going.breaks("return_screened_again", again) == set()
    assert going.breaks("return_handed_over", HANDED_OVER, by="two", at=AFTER) == {""}
    assert going.breaks("return_decided", DECIDED, by="two") == {"return_fears"}
    stop = {"instead": "care", "on": "2018-07-10", "stop_told": "ORR", "reasons": "She fears her uncle."}
    assert going.breaks("return_stopped", stop) == set()
    assert going.due is None
