"""An entry's bytes: the same for good, or every log that was ever signed would be broken."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from reencuentro.interchange.transparency.entries import Entry

ENTRY = Entry(
    sequence=7,
    at=datetime(2018, 6, 19, 12, tzinfo=UTC),
    by="José",
    action="see_person",
    about=("ORR:1", "P-12"),
    outcome="done",
)


def test_an_entry_is_these_bytes_and_no_others() -> None:
    assert ENTRY.leaf == (
        b'{"about":["ORR:1","P-12"],"action":"see_person","at":"2018-06-19T12:00:00.000000Z",'
        b'"by":"Jos\\u00e9","outcome":"done","sequence":7,"v":1}'
    )


def test_every_fact_that_is_there_is_in_the_bytes() -> None:
    full = replace(
        ENTRY,
        why="Refused",
        officer="o-1",
        agency="ORR",
        purpose="tracing",
        levels=(1, 5),
        terms=("ab",),
        outcome="refused",
    )

    assert full.leaf == (
        b'{"about":["ORR:1","P-12"],"action":"see_person","agency":"ORR","at":"2018-06-19T12:00:00.000000Z",'
        b'"by":"Jos\\u00e9","levels":[1,5],"officer":"o-1","outcome":"refused","purpose":"tracing","sequence":7,'
        b'"terms":["ab"],"v":1,"why":"Refused"}'
    )


def test_the_first_entry_says_its_place_too() -> None:
    assert b'"sequence":0' in replace(ENTRY, sequence=0).leaf


def test_a_moment_has_one_spelling_wherever_it_was_told() -> None:
    elsewhere = replace(ENTRY, at=datetime(2018, 6, 19, 6, tzinfo=timezone(timedelta(hours=-6))))

    assert elsewhere.leaf == ENTRY.leaf
