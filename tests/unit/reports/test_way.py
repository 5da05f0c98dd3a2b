"""The picture of a way: days beside years can be read, what overlaps stands side by side, and the end is told."""

from datetime import date, timedelta
from itertools import pairwise
from xml.etree import ElementTree as Tree

import pytest

from reencuentro.reports.way import WIDTH, Shape, Strip, Today, way

JUNE = date(2018, 6, 5)
TODAY = Today(date(2026, 11, 22), "Today")


def strip(words: str, day: int, days: int, shape: Shape = Shape.HELD, **more: bool) -> Strip:
    """So many days from that day of the way on."""
    since = JUNE + timedelta(days=day)
    return Strip(
        words=words, lasts=f"{days} days", shape=shape, since=since, until=since + timedelta(days=days - 1), **more
    )


def drawn(*strips: Strip, today: Today | None = None) -> Tree.Element:
    """The picture, as a browser reads it."""
    told = way(strips, today, title="The way", about="All of it", day_text=lambda day: day.isoformat())
    return Tree.fromstring(told)  # noqa: S314 - our own drawing


def named(picture: Tree.Element, tag: str) -> list[Tree.Element]:
    return list(picture.iter(f"{{http://www.w3.org/2000/svg}}{tag}"))


def bars(picture: Tree.Element) -> list[tuple[float, float, float]]:
    """Of each bar its place from the left, its top and its height, in the order of the strips."""
    _, *found = named(picture, "rect")
    return [(float(one.attrib["x"]), float(one.attrib["y"]), float(one.attrib["height"])) for one in found]


def words(picture: Tree.Element) -> list[str]:
    return [one.text or "" for one in named(picture, "text")]


def breaks(picture: Tree.Element) -> int:
    """How many times are drawn shorter than they were."""
    return sum("stroke-width" in one.attrib for one in named(picture, "path")) // 2


def test_a_stay_of_days_can_be_read_though_years_went_by_since() -> None:
    (_, _, held), (_, _, moved) = bars(drawn(strip("A", 0, 3), strip("B", 3, 20), today=TODAY))
    assert held >= 26
    assert moved > held


def test_no_word_is_smaller_than_those_of_a_hint_and_the_picture_fits_the_smallest_phone() -> None:
    picture = drawn(strip("ORR · " + "a very long name of a place " * 4, 0, 3), today=TODAY)
    assert min(int(one.attrib["font-size"]) for one in named(picture, "text")) >= 13
    assert float(picture.attrib["width"]) == WIDTH <= 290
    longest = max((one for one in named(picture, "text")), key=lambda one: len(one.text or ""))
    assert float(longest.attrib["x"]) + 8.8 * len(longest.text or "") <= WIDTH


def test_what_is_told_of_one_time_stands_side_by_side_and_what_follows_below() -> None:
    first, meanwhile, after = bars(
        drawn(strip("A", 0, 9), strip("B", 2, 3, Shape.TOLD, doubted=True), strip("C", 9, 2))
    )
    assert meanwhile[0] > first[0]
    assert first[1] < meanwhile[1] < first[1] + first[2]
    assert after[0] == first[0]
    assert after[1] >= first[1] + first[2]


def test_words_never_lie_upon_each_other() -> None:
    picture = drawn(*(strip(f"Place {number} with a long name", 0, 1) for number in range(6)), today=TODAY)
    places = [(one.attrib["x"], float(one.attrib["y"])) for one in named(picture, "text")]
    for column in {x for x, _ in places}:
        heights = sorted(y for x, y in places if x == column)
        assert all(after - before >= 18 for before, after in pairwise(heights))
    assert max(y for _, y in places) <= float(picture.attrib["height"])


def test_a_long_time_has_a_break_and_a_short_one_none() -> None:
    assert breaks(drawn(strip("A", 0, 60))) == 0
    assert breaks(drawn(strip("A", 0, 61))) == 1
    assert breaks(drawn(strip("A", 0, 3), today=TODAY)) == 1


@pytest.mark.parametrize(("goes_on", "lines"), [(True, 0), (False, 1)])
def test_after_the_last_word_nobody_knows_unless_they_are_there_still(goes_on: bool, lines: int) -> None:
    picture = drawn(strip("A", 0, 3, goes_on=goes_on), today=TODAY)
    assert sum("stroke-dasharray" in one.attrib for one in named(picture, "line")) == lines
    assert "2026-11-22" in "".join(words(picture))


def test_a_way_that_is_at_its_end_ends_with_its_last_day() -> None:
    picture = drawn(strip("A", 0, 3))
    assert "2026" not in "".join(words(picture))
    assert not any("stroke-dasharray" in one.attrib for one in named(picture, "line"))


def test_the_picture_says_how_long_each_stay_was_and_a_day_but_once() -> None:
    told = words(drawn(strip("A", 0, 1), strip("B", 5, 1)))
    assert told.count("1 days") == 2
    assert told.count("2018-06-05") == told.count("2018-06-10") == 1


def test_a_gap_between_two_days_that_touch_can_be_drawn() -> None:
    held = strip("A", 0, 3)
    gap = Strip(words="nobody", lasts="1", shape=Shape.GAP, since=held.until, until=held.until)
    (_, _, first), (place, _, _) = bars(drawn(held, gap, strip("A", 3, 3), today=TODAY))
    assert first >= 26
    assert place == bars(drawn(held))[0][0]  # it takes no room beside


def test_the_picture_is_the_same_from_the_same_and_escapes_what_it_is_given() -> None:
    strips = (strip("<b>&", 0, 3), strip("B", 3, 2))
    twice = {way(strips, TODAY, title="<", about="&", day_text=str) for _ in range(2)}
    assert len(twice) == 1
    assert "<b>" not in twice.pop()


def test_nothing_is_no_way() -> None:
    with pytest.raises(ValueError, match="without any stay"):
        way([], None, title="", about="", day_text=str)
