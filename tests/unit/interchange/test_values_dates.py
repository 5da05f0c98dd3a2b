"""Dates as people write them, complete or not."""

from datetime import date

import pytest

from reencuentro.interchange.values.dates import (
    DayOrder,
    as_birth,
    as_event,
    earliest_day,
    in_century,
    in_order,
    orders_proven,
    read_date,
    years_between,
)
from reencuentro.interchange.values.text import UnreadableError
from reencuentro.linkage.mentions import Birth


@pytest.mark.parametrize(
    "text",
    [
        "2018-06-19",
        "06/19/2018",
        "19/06/2018",
        "19.06.2018",
        "19-06-2018",
        "6/19/2018 10:30 PM",
        "2018/06/19",
        "2018-06-19T10:00:00Z",
        "2018-06-19 00:00:00",
        "20180619",
        "19062018",
        "19-jun-2018",
        "junio 19 de 2018",
        "Jun 19, 2018",
        "19 de junio del 2018",
        "19JUN2018",
        "Tuesday, June 19, 2018",
        "June 19th 2018",
        "43270",
        "43270.0",
        " 19 de Junio de 2018 ",
        "06 / 19 / 2018",
    ],
)
def test_full_date_in_any_form_is_the_same_day(text: str) -> None:
    read = read_date(text)
    assert (read.year, read.month, read.day) == (2018, 6, 19)
    assert not read.open_order


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("2011", None),
        ("2011.0", None),
        ("05/2011", 5),
        ("2011-05", 5),
        ("mayo de 2011", 5),
        ("May 2011", 5),
        ("XX/05/2011", 5),
        ("00/05/2011", 5),
        ("xx/xx/2011", None),
        ("circa 2011", None),
        ("2011-00-00", None),
    ],
)
def test_what_a_partial_date_does_not_tell_stays_unknown(text: str, month: int | None) -> None:
    read = read_date(text)
    assert (read.year, read.month, read.day) == (2011, month, None)


@pytest.mark.parametrize("name", ["setiembre", "septiembre", "Sept", "SEP", "set"])
def test_september_has_many_names(name: str) -> None:
    assert read_date(f"3 {name} 2018").month == 9


@pytest.mark.parametrize(
    "text",
    ["30/02/2015", "02/30/2015", "2015-02-30", "2018-13-01", "13/13/2011", "1018-01-01", "31 abril 2011", "9/9/1018"],
)
def test_day_that_cannot_be_is_refused_as_impossible(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_date(text)
    assert refused.value.impossible
    assert "YYYY-MM-DD" in str(refused.value)


@pytest.mark.parametrize(
    "text", ["hello", "5", "12/2", "Jun 19", "7 años", "1/2/3/4", "A201234567", "", "mañana", "5555 1234"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_date(text)
    assert not refused.value.impossible


def test_leap_day_needs_a_leap_year() -> None:
    assert read_date("29/02/2016").day == 29
    with pytest.raises(UnreadableError):
        read_date("29/02/2015")
    with pytest.raises(UnreadableError):
        in_century(read_date("29/02/15"), date(2018, 6, 19))


def test_a_part_above_twelve_proves_the_order() -> None:
    assert read_date("13/01/2011").proves is DayOrder.DAY_FIRST
    assert read_date("01/13/2011").proves is DayOrder.MONTH_FIRST
    assert read_date("2011-01-13").proves is None
    assert orders_proven(["13/01/2011", "01/02/2011", "nothing"]) == {DayOrder.DAY_FIRST: 1, DayOrder.MONTH_FIRST: 0}


def test_open_date_is_read_in_the_order_given_and_marked_ambiguous_only_then() -> None:
    read = read_date("03/04/2011")
    assert read.open_order
    assert as_birth(in_order(read, DayOrder.DAY_FIRST), ambiguous=True) == Birth(
        year=2011, month=4, day=3, ambiguous=True
    )
    assert as_birth(in_order(read, DayOrder.MONTH_FIRST), ambiguous=False) == Birth(year=2011, month=3, day=4)
    assert not as_birth(read_date("05/05/2011"), ambiguous=True).ambiguous


def test_two_digit_year_is_never_in_the_future() -> None:
    roster = date(2018, 6, 19)
    assert in_century(read_date("03/04/11"), roster).year == 2011
    assert in_century(read_date("03/04/18"), roster).year == 2018
    assert in_century(read_date("03/04/19"), roster).year == 1919
    assert in_century(read_date("19-jun-85"), None).year == 1985


def test_event_needs_its_day_and_a_plausible_year() -> None:
    assert as_event(read_date("2018-06-19")) == date(2018, 6, 19)
    for text in ("06/2018", "2018", "1918-06-19"):
        with pytest.raises(UnreadableError):
            as_event(read_date(text))


def test_ambiguous_birth_may_have_been_on_the_earlier_day() -> None:
    assert earliest_day(Birth(year=2018, month=9, day=3, ambiguous=True)) == date(2018, 3, 9)
    assert earliest_day(Birth(year=2018)) == date(2018, 1, 1)


def test_years_between_counts_whole_years() -> None:
    assert years_between(Birth(year=2011, month=6, day=20), date(2018, 6, 19)) == 6
    assert years_between(Birth(year=2011, month=6, day=19), date(2018, 6, 19)) == 7
    assert years_between(Birth(year=2019), date(2018, 6, 19)) == 0
