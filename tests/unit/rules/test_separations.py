from datetime import date
from typing import Any

from reencuentro.linkage.results import Status, Tie
from reencuentro.rules.rosters import Listing, PersonFacts
from reencuentro.rules.separations import (
    CertifiedChild,
    Grade,
    Ground,
    LedgerChange,
    certify,
    find_separations,
    ledger,
)
from tests.unit.rules.told import child, listed, met


def _tie(probability: float = 0.95, status: Status = Status.PROPOSED, relation: str = "mother") -> Tie:
    return Tie(
        child="C", relative="M", relation=relation, probability=probability, status=status, evidence=(), would_decide=""
    )


def _people(young: tuple[Listing, ...], grown: tuple[Listing, ...]) -> list[PersonFacts]:
    return [child(*young, person_id="C"), PersonFacts(person_id="M", is_child=False, listings=grown)]


def _apart(**flags: Any) -> list[PersonFacts]:
    """Mother and child met together, then held in different places."""
    return _people(
        (met(), listed("orr", facility="Casa Alma", admitted_on=date(2018, 6, 8), **flags)),
        (met(record_id="2"), listed("ice", facility="Karnes", admitted_on=date(2018, 6, 7))),
    )


def _grade(people: list[PersonFacts], *ties: Tie) -> Grade | None:
    return next((each.grade for each in certify(people, ties) if each.person_id == "C"), None)


def test_met_together_and_held_apart_is_a_separation() -> None:
    (found,) = find_separations(_apart(separation_reason="Prosecution"), [_tie()])
    assert (found.child, found.relative) == ("C", "M")
    assert (found.on, found.place, found.agency, found.reason) == (date(2018, 6, 7), "RGV", "cbp", "Prosecution")


def test_a_family_held_in_one_place_is_not_separated() -> None:
    held = listed("ice", facility="Dilley"), listed("ice", record_id="2", facility="Dilley")
    people = _people((met(), held[0]), (met(record_id="2"), held[1]))
    assert find_separations(people, [_tie()]) == []
    assert _grade(people, _tie()) is None


def test_a_family_unit_sent_different_ways_is_a_separation() -> None:
    people = _people(
        (listed("cbp", family_unit="F1", destination="UAC - ORR"),),
        (listed("cbp", record_id="2", family_unit="F1", destination="USMS"),),
    )
    assert len(find_separations(people, [_tie()])) == 1


def test_siblings_held_apart_are_no_separation_from_an_adult() -> None:
    assert find_separations(_apart(), [_tie(relation="sibling")]) == []


def test_what_an_agency_states_is_stated() -> None:
    assert _grade([child(listed("orr", separated=True), person_id="C")]) is Grade.STATED


def test_what_the_rosters_show_is_evident() -> None:
    assert _grade(_apart(), _tie()) is Grade.EVIDENT


def test_a_likely_relative_elsewhere_is_only_possible() -> None:
    people = _people((listed("orr", facility="Casa Alma"),), (listed("ice", facility="Karnes"),))
    assert _grade(people, _tie(0.6)) is Grade.POSSIBLE
    assert _grade(people, _tie(0.4)) is None


def test_a_flag_that_another_agency_denies_is_graded_down() -> None:
    denied = child(listed("orr", separated=True), listed("ice", separated=False), person_id="C")
    assert _grade([denied]) is Grade.POSSIBLE
    people = _apart(separated=True)
    people[0] = child(*people[0].listings, listed("consulado_mx", separated=False), person_id="C")
    assert _grade(people, _tie()) is Grade.EVIDENT


def test_a_rejected_tie_grades_down() -> None:
    assert _grade(_apart(separated=True), _tie(status=Status.REJECTED)) is Grade.POSSIBLE
    assert _grade(_apart(), _tie(status=Status.REJECTED)) is Grade.NOT_SEPARATED


def test_a_denial_alone_is_a_finding_and_silence_is_none() -> None:
    assert _grade([child(listed("orr", separated=False), person_id="C")]) is Grade.NOT_SEPARATED
    assert _grade([child(listed("orr"), person_id="C")]) is None


def test_the_ledger_tells_who_joined_left_and_moved() -> None:
    now = [
        CertifiedChild(person_id="A", grade=Grade.STATED, reasons=(Ground.FLAGGED,)),
        CertifiedChild(person_id="B", grade=Grade.EVIDENT, reasons=(Ground.HELD_APART,)),
        CertifiedChild(person_id="C", grade=Grade.NOT_SEPARATED, reasons=(Ground.FLAG_DENIED,)),
        CertifiedChild(person_id="E", grade=Grade.STATED, reasons=(Ground.FLAGGED,)),
    ]
    found = ledger({"B": "possible", "C": "stated", "D": "stated", "E": "stated"}, now)
    assert [(each.person_id, each.change, each.before, each.after) for each in found] == [
        ("A", LedgerChange.ADDED, "", "stated"),
        ("B", LedgerChange.REGRADED, "possible", "evident"),
        ("C", LedgerChange.REMOVED, "stated", ""),
        ("D", LedgerChange.REMOVED, "stated", ""),
    ]
    assert found[2].reasons == (Ground.FLAG_DENIED,)
    assert found[3].reasons == (Ground.NO_LONGER_LISTED,)


def test_a_person_with_more_records_than_before_is_still_the_same_entry() -> None:
    now = [CertifiedChild(person_id="new", grade=Grade.STATED, reasons=(Ground.FLAGGED,))]
    assert ledger({"old": "stated"}, now, renamed={"old": "new"}) == []
