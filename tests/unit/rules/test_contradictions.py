from typing import Any

from reencuentro.linkage.mentions import Birth, Sex
from reencuentro.rules.contradictions import contradictions_between
from reencuentro.rules.destinations import Destinations
from reencuentro.rules.rosters import Listing
from tests.unit.rules.told import ROSTERS, child, listed, met


def _found(*listings: Listing) -> list[tuple[str, str, str, str, str]]:
    changes = contradictions_between(listings, Destinations([child(*listings)], ROSTERS))
    return [(each.agency, each.other_agency, each.field, each.before, each.after) for each in changes]


def _both(left: dict[str, Any], right: dict[str, Any]) -> list[tuple[str, str, str, str, str]]:
    return _found(listed("consulado_mx", **left), listed("orr", **right))


def test_another_sex_is_a_contradiction() -> None:
    assert _both({"sex": Sex.FEMALE}, {"sex": Sex.MALE}) == [("consulado_mx", "orr", "sex", "F", "M")]


def test_silence_contradicts_nobody() -> None:
    assert _both({"sex": Sex.FEMALE, "nationality": "GT", "separated": True}, {}) == []


def test_full_birth_dates_that_differ_are_a_contradiction() -> None:
    left, right = Birth(year=2010, month=3, day=14), Birth(year=2010, month=3, day=15)
    assert _both({"birth": left}, {"birth": right}) == [
        ("consulado_mx", "orr", "date_of_birth", "2010-03-14", "2010-03-15")
    ]


def test_a_year_alone_contradicts_no_full_date() -> None:
    assert _both({"birth": Birth(year=2011)}, {"birth": Birth(year=2010, month=3, day=14)}) == []


def test_an_unclear_date_read_the_other_way_is_no_contradiction() -> None:
    unclear = Birth(year=2010, month=4, day=3, ambiguous=True)
    assert _both({"birth": unclear}, {"birth": Birth(year=2010, month=3, day=4)}) == []


def test_two_agencies_that_both_hold_a_child_contradict_each_other() -> None:
    found = _found(listed("ice", facility="Karnes"), listed("orr", facility="Casa Alma"))
    assert found == [("ice", "orr", "custody", "Karnes", "Casa Alma")]


def test_whoever_sent_the_child_on_holds_it_no_longer() -> None:
    assert _found(listed("ice", facility="Karnes", destination="UAC - ORR"), listed("orr", facility="Casa Alma")) == []


def test_a_hand_over_that_the_receiver_does_not_know_is_a_contradiction() -> None:
    assert _found(met(destination="UAC - ORR")) == [("cbp", "orr", "destination", "UAC - ORR", "")]


def test_the_same_disagreement_is_told_once() -> None:
    found = _found(
        listed("consulado_mx", nationality="GT"), listed("ice", nationality="HN"), listed("orr", nationality="HN")
    )
    assert [each for each in found if each[2] == "nationality"] == [("consulado_mx", "ice", "nationality", "GT", "HN")]


def test_two_records_of_one_agency_are_not_two_agencies() -> None:
    assert _found(listed("orr", sex=Sex.MALE), listed("orr", record_id="2", sex=Sex.FEMALE)) == []
