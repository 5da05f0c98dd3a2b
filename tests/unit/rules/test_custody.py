from datetime import date, timedelta

import pytest

from reencuentro.linkage.mentions import Relation, Relative
from reencuentro.rules.custody import Alarm, Reason, find_unaccounted
from reencuentro.rules.rosters import PersonFacts, RosterKind
from tests.unit.rules.told import AS_OF, BORDER, CARE, ROSTERS, child, listed, met, reason, roster, unaccounted


def test_a_child_in_care_on_the_newest_roster_is_placed() -> None:
    assert reason(met(destination="UAC - ORR"), listed("orr", facility="Casa Alma")) is None


def test_a_child_sent_to_an_agency_whose_roster_lacks_it_is_not_received() -> None:
    assert reason(met(destination="UAC - ORR")) is Reason.SENT_NOT_RECEIVED


@pytest.mark.parametrize("destination", ["Transferred to ICE", "ERO - Port Isabel", "Entregado a DIF", "UAC - ORR"])
def test_words_that_name_an_agency_send_someone_there(destination: str) -> None:
    assert reason(met(destination=destination)) is Reason.SENT_NOT_RECEIVED


def test_being_discharged_to_an_agency_that_lacks_the_child_is_no_arrival() -> None:
    stay = listed("orr", facility="Casa Alma", discharged_on=date(2018, 6, 12), destination="Transferred to ICE")
    assert reason(met(destination="UAC - ORR"), stay) is Reason.SENT_NOT_RECEIVED
    assert reason(stay, listed("ice", facility="Karnes")) is None


def test_an_agency_that_supplies_no_roster_confirms_nobody() -> None:
    stay = listed("orr", facility="Casa Alma", discharged_on=date(2018, 6, 12), destination="Entregado a DIF")
    assert reason(stay) is Reason.SENT_NOT_RECEIVED


def test_gone_from_the_newest_roster_without_a_discharge_is_dropped() -> None:
    gone = listed("orr", gone=True, facility="Casa Alma")
    assert reason(met(destination="UAC - ORR"), gone) is Reason.DROPPED_WITHOUT_DISCHARGE


def test_gone_after_a_dated_discharge_is_placed() -> None:
    assert reason(listed("orr", gone=True, facility="Casa Alma", discharged_on=date(2018, 6, 2))) is None


def test_entered_again_under_another_id_is_not_dropped() -> None:
    gone = listed("orr", gone=True, facility="Casa Alma")
    assert reason(gone, listed("orr", record_id="2", facility="Casa Alma")) is None


def test_only_met_by_the_border_police_is_never_in_custody() -> None:
    assert reason(met()) is Reason.NEVER_IN_CUSTODY


def test_only_written_down_by_a_consulate_is_never_in_custody() -> None:
    assert reason(listed("consulado_mx")) is Reason.NEVER_IN_CUSTODY


def test_a_consulate_that_names_a_facility_places_the_child() -> None:
    assert reason(met(destination="UAC - ORR"), listed("consulado_mx", facility="Casa Alma")) is None


@pytest.mark.parametrize(
    "words", ["Reunified with parent", "Released to sponsor (aunt)", "Repatriado a Guatemala", "Entregada a su madre"]
)
def test_words_that_end_custody_place_the_child(words: str) -> None:
    assert reason(met(destination="UAC - ORR"), listed("orr", gone=True, facility="Casa Alma", status=words)) is None


@pytest.mark.parametrize("words", ["Pending reunification", "Not reunified", "Sponsor search"])
def test_words_of_what_has_not_happened_place_nobody(words: str) -> None:
    gone = listed("orr", gone=True, facility="Casa Alma", status=words)
    assert reason(gone) is Reason.DROPPED_WITHOUT_DISCHARGE


def test_a_removal_places_the_child() -> None:
    assert reason(met(destination="UAC - ORR", removed_on=date(2018, 6, 10))) is None


def test_a_removal_planned_for_later_has_not_happened() -> None:
    assert reason(met(removed_on=AS_OF + timedelta(days=3))) is Reason.NEVER_IN_CUSTODY


def test_who_came_from_an_agency_was_not_sent_there() -> None:
    assert reason(listed("orr", facility="Casa Alma", status="Referred by USMS")) is None


def test_a_status_that_names_the_own_agency_is_no_sending() -> None:
    assert reason(listed("ice", facility="Karnes", status="ERO custody")) is None


def test_a_discharge_long_before_the_next_arrest_does_not_count_as_received() -> None:
    earlier = listed("orr", gone=True, facility="Casa Alma", discharged_on=date(2017, 3, 1))
    assert reason(met(destination="UAC - ORR"), earlier) is Reason.SENT_NOT_RECEIVED


def test_a_roster_past_the_limit_is_silence() -> None:
    old = roster("orr", RosterKind.CUSTODY, as_of=AS_OF - timedelta(days=31))
    found = unaccounted(child(listed("orr", facility="Casa Alma")), [BORDER, old])
    assert found is not None
    assert found.reason is Reason.SILENT
    assert found.last_seen_on == AS_OF - timedelta(days=31)


def test_a_roster_within_the_limit_is_not_silence() -> None:
    old = roster("orr", RosterKind.CUSTODY, as_of=AS_OF - timedelta(days=30))
    assert unaccounted(child(listed("orr", facility="Casa Alma")), [BORDER, old]) is None


def test_unknown_words_mean_the_agency_where_most_of_those_so_marked_turn_up() -> None:
    care = roster("albergues", RosterKind.CUSTODY)
    arrived = [
        child(met(destination="Placement B"), listed("albergues", facility="Casa Alma"), person_id=f"P{number}")
        for number in range(2, 6)
    ]
    dropped = child(
        met(destination="Placement B"), listed("albergues", gone=True, facility="Casa Alma"), person_id="P9"
    )
    missing = child(met(destination="Placement B"))
    found = unaccounted(missing, [BORDER, care], *arrived, dropped)
    assert found is not None
    assert found.reason is Reason.SENT_NOT_RECEIVED
    assert unaccounted(arrived[0], [BORDER, care], *arrived[1:], missing) is None


def test_the_last_confirmed_place_and_day_are_told() -> None:
    found = unaccounted(child(met(destination="UAC - ORR"), listed("orr", gone=True, facility="Casa Alma")))
    assert found is not None
    assert (found.last_agency, found.last_place, found.last_seen_on) == ("orr", "Casa Alma", AS_OF)


def test_alarms_tell_what_makes_a_child_more_urgent() -> None:
    small = unaccounted(child(met(age=3, stated_on=AS_OF, separated=True)))
    assert small is not None
    assert small.alarms == (Alarm.TENDER_AGE, Alarm.PAST_72_HOURS, Alarm.SEPARATED, Alarm.NOBODY_NAMED)
    mother = (Relative(relation=Relation.MOTHER),)
    older = unaccounted(
        child(listed("orr", gone=True, facility="Casa Alma", age=15, stated_on=AS_OF, relatives=mother))
    )
    assert older is not None
    assert older.alarms == ()


def test_adults_are_not_looked_for_here() -> None:
    adult = PersonFacts(person_id="P1", is_child=False, listings=(met(),))
    assert find_unaccounted([adult], ROSTERS, as_of=AS_OF) == []


def test_the_order_of_people_and_records_does_not_matter() -> None:
    people = [child(met(destination="UAC - ORR"), person_id=f"P{number}") for number in range(9)]
    people.append(child(listed("orr", gone=True, facility="Casa Alma"), met(), person_id="Q"))
    backwards = [
        PersonFacts(person_id=each.person_id, is_child=True, listings=each.listings[::-1]) for each in people[::-1]
    ]
    assert find_unaccounted(people, ROSTERS, as_of=AS_OF) == find_unaccounted(backwards, ROSTERS[::-1], as_of=AS_OF)


def test_the_list_of_another_agency_with_common_words_is_not_meant() -> None:
    rosters = [BORDER, CARE, roster("child_center", RosterKind.CUSTODY)]
    found = unaccounted(
        child(met(destination="Child center ORR"), listed("child_center", facility="X", gone=True)), rosters
    )
    assert found is not None
    assert found.reason is Reason.DROPPED_WITHOUT_DISCHARGE


def test_dropped_by_a_newer_list_tells_more_than_the_silence_of_an_old_one() -> None:
    old = roster("influx", RosterKind.CUSTODY, as_of=AS_OF - timedelta(days=40))
    found = unaccounted(
        child(listed("influx", facility="Tornillo"), listed("orr", gone=True, facility="Casa Alma")),
        [BORDER, CARE, old],
    )
    assert found is not None
    assert found.reason is Reason.DROPPED_WITHOUT_DISCHARGE
