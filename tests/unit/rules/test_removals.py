from datetime import date, timedelta
from typing import Any

import pytest

from reencuentro.linkage.results import Status, Tie
from reencuentro.rules.removals import Departure, Leaving, find_departures, leaving_in_words
from reencuentro.rules.rosters import Listing, PersonFacts
from tests.unit.rules.told import AS_OF, ROSTERS, child, listed

SOON = AS_OF + timedelta(days=3)
HELD = listed("orr", facility="Casa Alma")


def mother(listing: Listing) -> PersonFacts:
    """A grown woman with this record."""
    return PersonFacts(person_id="M1", is_child=False, listings=(listing,))


def tie(probability: float = 0.9, status: Status = Status.PROPOSED) -> Tie:
    """She may be the child's mother."""
    return Tie(
        child="P1",
        relative="M1",
        relation="mother",
        probability=probability,
        status=status,
        evidence=(),
        would_decide="",
        alternatives=(),
    )


def departures(adult: PersonFacts, one: Tie | None = None, left: PersonFacts | None = None) -> list[Departure]:
    """What is found of the two."""
    return find_departures([left or child(HELD), adult], [one or tie()], ROSTERS, as_of=AS_OF)


def test_a_removal_to_come_is_told_before_with_its_day_and_who_says_so() -> None:
    (found,) = departures(mother(listed("ice", facility="Karnes", removed_on=SOON)))

    assert (found.leaving, found.on, found.agency, found.relation) == (Leaving.PLANNED, SOON, "ice", "mother")


def test_a_removal_that_has_happened_is_told_too() -> None:
    (found,) = departures(mother(listed("ice", removed_on=date(2018, 6, 10))))

    assert found.leaving is Leaving.REMOVED


@pytest.mark.parametrize(
    ("status", "leaving"),
    [
        ("Pending removal", Leaving.ORDERED),
        ("Final order of removal", Leaving.ORDERED),
        ("Orden de deportación", Leaving.ORDERED),
        ("Deportación programada", Leaving.ORDERED),
        ("Removed", Leaving.REMOVED),
        ("Deportada a Guatemala", Leaving.REMOVED),
        ("Retornado", Leaving.REMOVED),
        ("Not removed", None),
        ("Removal stayed", None),
        ("Released to sponsor", None),
        ("", None),
    ],
)
def test_words_tell_whether_somebody_leaves(status: str, leaving: Leaving | None) -> None:
    assert leaving_in_words(status) is leaving
    found = departures(mother(listed("ice", facility="Karnes", status=status)))
    assert [one.leaving for one in found] == ([leaving] if leaving else [])


@pytest.mark.parametrize(
    ("probability", "status", "count"),
    [
        (0.49, Status.PROPOSED, 0),
        (0.5, Status.PROPOSED, 1),
        (0.1, Status.CONFIRMED, 1),
        (0.99, Status.REJECTED, 0),
    ],
)
def test_a_likely_tie_or_a_confirmed_one_counts_and_a_rejected_one_never(
    probability: float, status: Status, count: int
) -> None:
    assert len(departures(mother(listed("ice", removed_on=SOON)), tie(probability, status))) == count


@pytest.mark.parametrize("facts", [{"removed_on": SOON}, {"status": "Reunified with parent"}])
def test_a_child_who_goes_too_does_not_remain(facts: dict[str, Any]) -> None:
    leaves = mother(listed("ice", removed_on=SOON))

    assert departures(leaves, left=child(listed("orr", facility="Casa Alma", **facts))) == []


def test_a_day_to_come_outweighs_a_record_of_an_earlier_removal() -> None:
    twice = PersonFacts(
        person_id="M1",
        is_child=False,
        listings=(listed("ice", status="Pending removal"), listed("cbp", removed_on=SOON)),
    )

    assert [one.on for one in departures(twice)] == [SOON]
