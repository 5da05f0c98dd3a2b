"""Files of retention rules: what they say, and what is wrong with those that can't be read."""

from datetime import date

import pytest

from reencuentro.rules.retention import CountedFrom, RecordKind
from reencuentro.rules.retention_file import read_rules

GOOD = """
[[rule]]
kind = "child"
agency = "ORR"
counted_from = ["last_listed", "majority"]
years = 25
in_force_from = 2018-01-01
source = "the agency's schedule 12"
"""


def test_a_rule_is_read_as_it_is_written() -> None:
    (rule,) = read_rules(GOOD)

    assert (rule.kind, rule.agency, rule.years) == (RecordKind.CHILD, "ORR", 25)
    assert rule.counted_from == {CountedFrom.LAST_LISTED, CountedFrom.MAJORITY}
    assert rule.in_force_from == date(2018, 1, 1)
    assert not rule.is_default


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no rule"),
        ("rule = 3", "no rule"),
        ("[[rule", "isn't TOML"),
        ("x = 1\n" + GOOD, "'x' is unknown"),
        (GOOD.replace('"child"', '"boy"'), "rule 1: 'boy' is none of child, adult, unread"),
        (GOOD.replace("years = 25", "years = 25.5"), "'years' must be a whole number"),
        (GOOD.replace("years = 25", "years = true"), "'years' must be a whole number"),
        (GOOD.replace("years = 25", "decades = 2"), "'decades' is unknown"),
        (GOOD.replace("years = 25", ""), "empty"),
        (GOOD.replace('source = "the agency\'s schedule 12"', ""), "'source' is missing"),
        (GOOD.replace("2018-01-01", '"2018-01-01"'), "'in_force_from' must be a day"),
        (GOOD.replace("2018-01-01", "2018-01-01T00:00:00"), "'in_force_from' must be a day"),
        (GOOD.replace('"majority"', '"birth"'), "'birth' is none of"),
        (GOOD.replace('"majority"', "3"), "3 is none of"),
        (GOOD.replace('["last_listed", "majority"]', '"majority"'), "'counted_from' must be a list"),
        (GOOD + GOOD, "rule 2: another rule"),
        (GOOD + '[[rule]]\nkind = "adult"', "rule 2: 'counted_from' is missing"),
    ],
)
def test_a_file_that_cannot_be_read_is_told_what_is_wrong_where(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=said):
        read_rules(text)
