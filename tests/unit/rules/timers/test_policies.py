"""The table of deadlines: whole, dated, with sources; a wrong one is refused in words."""

import pytest

from reencuentro.rules.timers.policies import law, read_law

GOOD = """
[[jurisdiction]]
code = "US"
zone = "America/New_York"
[[policy]]
timer = "t"
jurisdictions = ["US"]
days = 3
starts = "apprehended"
stops = ["screened"]
valid_from = 2018-01-01
source = "a law"
"""


def test_every_deadline_has_its_source_and_no_two_of_a_kind_hold_for_the_same_child() -> None:
    told = law()
    assert all(one.source and one.valid_from < one.valid_until for one in told.policies)
    keys = [(one.timer, code, one.from_age, one.valid_from) for one in told.policies for code in one.jurisdictions]
    assert len(keys) == len(set(keys))
    assert str(told.zone("US")) == "America/New_York"
    assert str(told.zone("nowhere")) == "UTC"


@pytest.mark.parametrize(
    ("line", "instead", "problem"),
    [
        ("days = 3", "", "one of them"),
        ("days = 3", "days = 3\nhours = 3", "one of them"),
        ("days = 3", "days = -3", "negative"),
        ("days = 3", "days = 3\ntimes = 2", "come round"),
        ("days = 3", "days = 3\nopens_after_days = 4", "opens after"),
        ("days = 3", "days = 3\nvalid_until = 2017-01-01", "over before"),
        ('source = "a law"', 'source = " "', "no source"),
        ('stops = ["screened"]', "stops = []", "nothing stops"),
        ("days = 3", "days = 3\nfine = 3", "'fine' is unknown"),
        ('jurisdictions = ["US"]', 'jurisdictions = ["XX"]', "XX is no jurisdiction"),
        ('starts = "apprehended"', 'starts = "sunrise"', "sunrise"),
    ],
)
def test_what_can_not_be_a_deadline_is_refused(line: str, instead: str, problem: str) -> None:
    assert read_law(GOOD).policies
    with pytest.raises(ValueError, match=problem):
        read_law(GOOD.replace(line, instead))
