from datetime import date, timedelta
from typing import Any

import pytest

from reencuentro.linkage.mentions import Mention
from reencuentro.rules.chains import Chain, Conflict, GapKind, chain_of
from reencuentro.rules.whereabouts import Source, Stay, StayKind, Telling

LIST = date(2018, 6, 19)


def june(day: int) -> date:
    """A day of June 2018."""
    return date(2018, 6, day)


def told(
    agency: str = "orr", day: date = LIST, *, record: str = "1", gone_by: date | None = None, **facts: Any
) -> Telling:
    """A row of a list of those who hold people."""
    return Telling(mention=Mention(agency=agency, record_id=record, **facts), day=day, gone_by=gone_by)


def note(facility: str, day: date = LIST, **facts: Any) -> Telling:
    """What a consulate, which holds nobody, says of where somebody is."""
    return Telling(mention=Mention(agency="consulado", record_id="9", facility=facility, **facts), day=day, holds=False)


def noted(agency: str, began: date, ended: date | None = None) -> Stay:
    """A stay that an officer noted."""
    source = Source(agency=agency, number=1)
    return Stay(kind=StayKind.NOTED, agency=agency, began=began, ended=ended, sources=(source,))


def chain(*tellings: Telling, as_of: date = LIST, notes: tuple[Stay, ...] = ()) -> Chain:
    """The chain on that day."""
    return chain_of(tellings, notes, as_of=as_of)


BORDER = told("cbp", apprehended_on=june(5), apprehended_at="RGV")


def test_from_the_border_into_care_is_two_stays_and_what_nobody_says_between() -> None:
    found = chain(BORDER, told(facility="Casa Alma", admitted_on=june(7)))

    assert [(stay.kind, stay.agency, stay.place) for stay in found.stays] == [
        (StayKind.BORDER, "cbp", "RGV"),
        (StayKind.HELD, "orr", "Casa Alma"),
    ]
    assert [(gap.kind, gap.since, gap.until) for gap in found.gaps] == [(GapKind.UNKNOWN, june(5), june(7))]
    assert found.contradictions == ()


def test_between_a_discharge_and_the_next_admission_the_person_was_nowhere() -> None:
    left = told("ice", facility="Karnes", admitted_on=june(1), discharged_on=june(6))
    found = chain(left, told(facility="Casa Alma", admitted_on=june(9)))

    assert [(gap.kind, gap.since, gap.until) for gap in found.gaps] == [(GapKind.NOWHERE, june(6), june(9))]


def test_a_transfer_within_a_day_leaves_no_gap_and_is_no_overlap() -> None:
    left = told("ice", facility="Karnes", admitted_on=june(1), discharged_on=june(6))
    found = chain(left, told(facility="Casa Alma", admitted_on=june(6)))

    assert (found.gaps, found.contradictions) == ((), ())


def test_a_new_place_on_a_later_list_is_a_move_and_not_two_places_at_once() -> None:
    rows = [
        told(day=june(8), facility="Casa Alma", admitted_on=june(5)),
        told(day=june(12), facility="Casa Sol", admitted_on=june(5)),
        told(day=june(15), facility="Casa Sol", admitted_on=june(5)),
    ]
    found = chain(*rows)

    assert [(stay.place, stay.since, stay.until) for stay in found.stays] == [
        ("Casa Alma", june(5), june(8)),
        ("Casa Sol", june(12), june(15)),
    ]
    assert [gap.kind for gap in found.gaps] == [GapKind.UNKNOWN]
    assert found.contradictions == ()


def test_back_in_the_first_place_is_a_third_stay() -> None:
    places = ((8, "Casa Alma"), (12, "Casa Sol"), (15, "Casa Alma"))
    found = chain(*(told(day=june(day), facility=place) for day, place in places))

    assert [stay.place for stay in found.stays] == ["Casa Alma", "Casa Sol", "Casa Alma"]


def test_two_lists_of_one_day_that_both_hold_somebody_contradict_each_other() -> None:
    found = chain(told(facility="Casa Alma"), told("ice", facility="Karnes"))

    assert [(one.kind, one.since) for one in found.contradictions] == [(Conflict.TWO_PLACES, LIST)]


def test_a_place_that_one_list_leaves_open_differs_from_none() -> None:
    found = chain(told(admitted_on=june(5)), note("Casa Alma"))

    assert found.contradictions == ()


@pytest.mark.parametrize("written", ["CASA ALMA", "Albergue Casa Alma", "casa álma, Houston"])
def test_one_place_under_two_names_is_one_stay(written: str) -> None:
    found = chain(told(facility="Casa Alma", admitted_on=june(5)), note(written))

    assert len(found.stays) == 1
    assert {source.agency for source in found.stays[0].sources} == {"orr", "consulado"}


def test_two_places_stay_two_although_a_third_name_fits_both() -> None:
    found = chain(told(facility="Casa Alma"), told(facility="Casa Sol", record="2"), note("Casa"))

    assert Conflict.TWO_PLACES in {one.kind for one in found.contradictions}


def test_gone_from_the_newest_list_is_a_gap_until_today() -> None:
    found = chain(told(day=june(8), facility="Casa Alma", gone_by=june(15)))

    assert [(gap.kind, gap.since, gap.until) for gap in found.gaps] == [(GapKind.MISSING, june(8), LIST)]


def test_gone_after_a_discharge_is_no_gap() -> None:
    assert chain(told(day=june(8), facility="Casa Alma", discharged_on=june(10), gone_by=june(15))).gaps == ()


def test_seen_elsewhere_since_is_not_missing() -> None:
    gone = told(day=june(8), facility="Casa Alma", gone_by=june(15))

    assert {gap.kind for gap in chain(gone, told("dif", facility="Módulo Norte")).gaps} == {GapKind.UNKNOWN}


def test_an_end_before_the_beginning_is_a_contradiction() -> None:
    found = chain(told(facility="Casa Alma", admitted_on=june(9), discharged_on=june(2)))

    assert [one.kind for one in found.contradictions] == [Conflict.ENDED_BEFORE_BEGUN]


def test_held_after_a_removal_is_a_contradiction_and_to_come_back_is_none() -> None:
    removed = told("ice", facility="Karnes", admitted_on=june(1), removed_on=june(10))
    held = told(facility="Casa Alma", admitted_on=june(3))
    back = told(facility="Casa Alma", admitted_on=june(14))

    assert Conflict.SEEN_AFTER_REMOVAL in {one.kind for one in chain(removed, held).contradictions} | {
        one.kind
        for one in chain(removed, told(day=june(12), facility="Casa Alma", admitted_on=june(10))).contradictions
    }
    assert chain(removed, back).contradictions == ()


def test_what_is_planned_has_not_happened() -> None:
    found = chain(told(facility="Casa Alma", admitted_on=june(5), discharged_on=LIST + timedelta(days=3)))

    assert found.stays[0].ended is None
    assert chain(told(admitted_on=LIST + timedelta(days=1))).links == ()


def test_a_stay_of_no_day_is_kept_apart_from_the_chain() -> None:
    found = chain(note("Casa Alma", day=LIST + timedelta(days=2)))

    assert (found.stays, len(found.undated)) == ((), 1)


@pytest.mark.parametrize(("admitted", "days"), [(5, None), (8, None), (9, 4), (12, 7)])
def test_more_than_72_hours_at_the_border_are_told(admitted: int, days: int | None) -> None:
    found = chain(BORDER, told(facility="Casa Alma", admitted_on=june(admitted)))

    assert [one.days for one in found.past_limit] == ([days] if days else [])
    assert all(not one.is_certain for one in found.past_limit)


def test_nobody_seen_since_the_border_is_past_the_limit_still() -> None:
    (limit,) = chain(BORDER).past_limit

    assert (limit.until, limit.days) == (None, 14)


def test_a_noted_stay_joins_what_the_agency_lists() -> None:
    found = chain(told(facility="Casa Alma"), notes=(noted("orr", june(6)),))

    (stay,) = found.stays
    assert (stay.kind, stay.place, stay.began) == (StayKind.NOTED, "Casa Alma", june(6))


def test_a_noted_stay_elsewhere_contradicts_the_list() -> None:
    found = chain(told(facility="Casa Alma", admitted_on=june(5)), notes=(noted("dif", june(6), june(9)),))

    assert [(one.kind, one.since, one.until) for one in found.contradictions] == [
        (Conflict.TWO_PLACES, june(6), june(9))
    ]


def test_nothing_told_is_an_empty_chain() -> None:
    assert chain(told(full_name="Ana")).links == chain().links == ()
