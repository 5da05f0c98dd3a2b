from datetime import date
from typing import Any

import pytest

from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relation, Relative, Sex
from reencuentro.rules.rosters import ChangeKind, RosterKind, compare_rosters, kind_of_roster, text_of


def _said(record_id: str = "1", **facts: Any) -> Mention:
    return Mention(agency="ORR", record_id=record_id, **facts)


def _changes(before: Mention, after: Mention) -> list[tuple[str, str, str, str]]:
    found = compare_rosters({before.record_id: before}, {after.record_id: after})
    return [(each.change.value, each.field, each.before, each.after) for each in found]


def test_equal_rosters_have_no_changes() -> None:
    assert _changes(_said(facility="Casa Alma"), _said(facility="Casa Alma")) == []


def test_a_new_record_is_added_and_a_gone_one_missing() -> None:
    found = compare_rosters({"1": _said("1")}, {"2": _said("2")})
    assert [(each.record_id, each.change) for each in found] == [("1", ChangeKind.MISSING), ("2", ChangeKind.ADDED)]


def test_a_record_gone_after_its_discharge_says_so() -> None:
    (gone,) = compare_rosters({"1": _said(discharged_on=date(2018, 6, 2))}, {})
    assert (gone.change, gone.field, gone.before) == (ChangeKind.MISSING, "discharged_on", "2018-06-02")


def test_a_fact_that_falls_silent_is_a_change() -> None:
    assert _changes(_said(facility="Casa Alma"), _said()) == [("changed", "facility", "Casa Alma", "")]


def test_growing_older_is_no_change() -> None:
    before = _said(age=5, stated_on=date(2018, 6, 1))
    assert _changes(before, _said(age=6, stated_on=date(2018, 6, 19))) == []
    assert _changes(before, _said(age=9, stated_on=date(2018, 6, 19))) == [("changed", "age", "5", "9")]


def test_another_roster_date_alone_is_no_change() -> None:
    assert _changes(_said(stated_on=date(2018, 6, 1)), _said(stated_on=date(2018, 6, 19))) == []


def test_an_id_that_now_describes_someone_else_is_a_contradiction() -> None:
    before = _said(full_name="LOPEZ, ANA", sex=Sex.FEMALE, birth=Birth(year=2010), facility="Casa Alma")
    after = _said(full_name="CRUZ, JUAN", sex=Sex.MALE, birth=Birth(year=2005), facility="Casa Luz")
    assert {(change, field) for change, field, *_ in _changes(before, after)} == {
        ("contradiction", "full_name"),
        ("contradiction", "sex"),
        ("contradiction", "date_of_birth"),
    }


def test_a_corrected_name_is_only_a_change() -> None:
    before = _said(full_name="LOPEZ, ANA", sex=Sex.FEMALE, birth=Birth(year=2010))
    after = _said(full_name="LOPEZ, ANA MARIA", sex=Sex.MALE, birth=Birth(year=2011))
    assert {change for change, *_ in _changes(before, after)} == {"changed"}


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        (None, ""),
        (True, "Y"),
        (False, "N"),
        (7.0, "7"),
        (date(2018, 6, 9), "2018-06-09"),
        (Sex.MALE, "M"),
        (Birth(year=2010, month=3, day=4), "2010-03-04"),
        (Birth(year=2010, month=3, day=4, ambiguous=True), "2010-03-04 (day and month unclear)"),
        (("+15125550100", "+15125550101"), "+15125550100; +15125550101"),
        ((Identifier("a_number", "200100200"),), "a_number:200100200"),
        ((Relative(relation=Relation.MOTHER, name="ROSA", age=31),), "mother: ROSA, 31"),
    ],
)
def test_facts_have_one_stable_text(fact: object, text: str) -> None:
    assert text_of(fact) == text


_DAY = date(2018, 6, 5)


@pytest.mark.parametrize(
    ("facts", "kind"),
    [
        ({"facility": "Casa Alma", "admitted_on": _DAY}, RosterKind.CUSTODY),
        ({"facility": "Karnes"}, RosterKind.CUSTODY),
        ({"admitted_on": _DAY, "apprehended_on": _DAY, "destination": "X"}, RosterKind.CUSTODY),
        ({"apprehended_on": _DAY, "apprehended_at": "RGV"}, RosterKind.BORDER),
        ({"apprehended_on": _DAY, "facility": "Ursula", "destination": "X"}, RosterKind.BORDER),
        ({"called_on": _DAY, "phones": ("+50255550100",)}, RosterKind.HOTLINE),
        ({"phones": ("+50255550100",), "facility": "Casa Alma"}, RosterKind.REGISTRY),
        ({"department": "Petén"}, RosterKind.REGISTRY),
    ],
)
def test_a_roster_shows_its_kind_by_the_fields_it_fills(facts: dict[str, object], kind: RosterKind) -> None:
    silent = [_said(str(number)) for number in range(3)]
    assert kind_of_roster([*(_said(str(number), **facts) for number in range(3, 9)), *silent]) is kind


def test_a_roster_without_rows_is_only_a_registry() -> None:
    assert kind_of_roster([]) is RosterKind.REGISTRY
