"""The directory of posts: what is known of each country's, with its sources; a wrong table is refused in words."""

from collections import Counter
from datetime import date

import pytest

from reencuentro.rules.consulates.posts import PostKind, directory, read_directory

GOOD = """
[source.a]
says = "a list"
read = true
[[network]]
country = "MX"
posts = 2
source = "a ministry"
[[post]]
country = "MX"
city = "Laredo"
state = "TX"
kind = "consulate"
part = ["TX"]
source = "a"
"""
TODAY = date(2026, 1, 1)
STATES = """AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK
    OR PA RI SC SD TN TX UT VT VA WA WV WI WY DC PR VI""".split()


def _cities(country: str, state: str, on: date = TODAY) -> list[str]:
    return [one.city for one in directory().serving(country, state, on)]


def test_mexico_has_fifty_consulates_of_2018_two_newer_ones_and_a_consular_section() -> None:
    kinds = Counter(one.kind for one in directory().of({"MX"}) if one.opened == date.min)
    assert kinds[PostKind.CONSULAR_SECTION] == 1
    assert kinds[PostKind.CONSULATE] + kinds[PostKind.CONSULATE_GENERAL] == 50
    assert {one.city for one in directory().of({"MX"}) if one.opened > date.min} == {"Oklahoma City", "New Brunswick"}


def test_each_state_is_served_whole_by_one_mexican_post_or_in_parts_by_several() -> None:
    for state in STATES:
        serving = directory().serving("MX", state, TODAY)
        whole = [one for one in serving if state in one.whole]
        assert len(serving) == 1 if whole else len(serving) > 1, state


def test_a_post_serves_nobody_before_it_opened() -> None:
    assert _cities("MX", "OK") == ["Oklahoma City"]
    assert _cities("MX", "OK", date(2018, 6, 19)) == []


def test_where_no_source_tells_the_district_a_post_serves_its_own_state() -> None:
    assert _cities("GT", "TX") == ["Dallas", "Del Rio", "Houston", "McAllen"]
    assert _cities("GT", "WY") == []


@pytest.mark.parametrize(
    ("text", "countries", "codes"),
    [
        ("los ángeles", {"SV"}, ["SV Los Angeles"]),
        ("MX McAllen", {"GT"}, ["MX McAllen"]),
        ("mcallen", {"GT", "MX"}, ["MX McAllen", "GT McAllen"]),
        ("Timbuktu", set(), []),
        ("", set(), []),
    ],
)
def test_a_post_is_found_by_its_city_or_its_code(text: str, countries: set[str], codes: list[str]) -> None:
    assert [one.code for one in directory().named(text, countries)] == codes


@pytest.mark.parametrize(
    ("line", "instead", "problem"),
    [
        ('source = "a"', 'source = "b"', "its source isn't in the table"),
        ('kind = "consulate"', 'kind = "shop"', "shop"),
        ('part = ["TX"]', 'part = ["TX"]\nwhole = ["TX"]', "not both"),
        ('part = ["TX"]', "fine = 1", "'fine' is unknown"),
        ("posts = 2", "posts = 0", "more posts here"),
    ],
)
def test_what_can_not_be_a_directory_is_refused(line: str, instead: str, problem: str) -> None:
    assert read_directory(GOOD).posts
    with pytest.raises(ValueError, match=problem):
        read_directory(GOOD.replace(line, instead))


def test_no_post_stands_there_twice() -> None:
    with pytest.raises(ValueError, match="MX Laredo stands there twice"):
        read_directory(GOOD + GOOD[GOOD.index("[[post]]") :])
