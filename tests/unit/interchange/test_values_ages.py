"""Ages as people write them."""

import pytest

from reencuentro.interchange.values.ages import read_age
from reencuentro.interchange.values.text import UnreadableError


@pytest.mark.parametrize(
    ("text", "years", "estimated"),
    [
        ("7", 7, False),
        ("7.0", 7, False),
        ("7 años", 7, False),
        ("7y", 7, False),
        ("7 yrs old", 7, False),
        ("18 months", 1.5, False),
        ("8 meses", 0.67, False),
        ("2 años 6 meses", 2.5, False),
        ("10 days", 0.03, False),
        ("approx 7", 7, True),
        ("~7", 7, True),
        ("aprox. 7 años", 7, True),
        ("7?", 7, True),
        ("18+", 18, True),
        ("7-8", 7.5, True),
        ("7 a 8 años", 7.5, True),
        ("entre 7 y 8", 7.5, True),
        ("<1", 0.5, True),
        ("menor de 1 año", 0.5, True),
        ("recién nacido", 0, False),
        ("0", 0, False),
        ("7,5", 7.5, False),
    ],
)
def test_age_is_read_in_years(text: str, years: float, estimated: bool) -> None:
    age = read_age(text)
    assert (age.years, age.estimated) == (years, estimated)


@pytest.mark.parametrize("text", ["430", "-3", "121", "999", "1500 months"])
def test_age_that_cannot_be_is_refused_as_impossible(text: str) -> None:
    with pytest.raises(UnreadableError) as refused:
        read_age(text)
    assert refused.value.impossible


@pytest.mark.parametrize("text", ["abc", "hija 7", "", "1 2 3", "06/19/2018", "seven"])
def test_what_is_no_age_is_refused(text: str) -> None:
    with pytest.raises(UnreadableError):
        read_age(text)


def test_bare_number_counts_what_the_column_counts() -> None:
    assert read_age("18", unit="month").years == 1.5
    assert read_age("2 años", unit="month").years == 2
