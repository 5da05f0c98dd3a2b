"""How rare a match is: counted by the matching, kept, and the same for whoever asks."""

from datetime import timedelta
from typing import Any

import pytest

from reencuentro.actions.matches import store_linkage
from reencuentro.linkage.engine import link
from reencuentro.linkage.mentions import Birth
from reencuentro.records.listings import mentions_for_matching
from reencuentro.records.matches import Rarity
from reencuentro.records.people import Membership, Minor
from reencuentro.records.rarities import counted, rarity_of_identities, rarity_of_ties
from tests.stored.cast import NOW
from tests.stored.listings import list_people

pytestmark = pytest.mark.usefixtures("listed")


LATER = NOW + timedelta(days=1)


def match() -> None:
    """The matching over all that is listed, as a run keeps it."""
    store_linkage(link(mentions_for_matching().mentions), by="tests", at=NOW)


@pytest.fixture
def listed(registry: str) -> None:
    """Four people of an agency, one of them a child."""
    names = ("Ana Pérez", "Luis Gómez", "Eva Tzoc", "Juan Coc")
    people: dict[str, dict[str, Any]] = {f"p-{number}": {"full_name": name} for number, name in enumerate(names)}
    people["p-0"]["birth"] = Birth(year=2015, month=5, day=3)
    list_people("DIF", people, minors=frozenset({"p-0"}))


def test_before_any_matching_it_is_counted_when_asked() -> None:
    assert not Rarity.objects.exists()
    assert rarity_of_identities() == counted()["identity",][0] == pytest.approx(0.5 / 12)
    assert rarity_of_ties("mother") == counted()["mother",][0]


def test_a_matching_keeps_it_for_whoever_reaches_less() -> None:
    match()
    before = rarity_of_identities(), rarity_of_ties("father"), rarity_of_ties("sibling"), rarity_of_ties("aunt_uncle")
    Membership.objects.filter(record_id="p-1").update(known_until=LATER)  # as if out of reach
    Minor.objects.update(known_until=LATER)

    assert (rarity_of_identities(), rarity_of_ties("parent"), rarity_of_ties("sibling"), rarity_of_ties("x")) == before
    assert counted()["mother",][0] != before[1]


def test_finding_the_same_again_writes_nothing() -> None:
    match()
    kept = list(Rarity.objects.values_list("pk", "of", "share"))
    match()

    assert len(kept) == 4
    assert list(Rarity.objects.values_list("pk", "of", "share")) == kept


def test_what_was_believed_then_is_weighed_by_the_odds_of_then() -> None:
    match()
    then = rarity_of_identities()
    Rarity.objects.filter(of="identity").update(known_until=LATER)
    Rarity.objects.create(of="identity", share=0.25, known_from=LATER)

    assert rarity_of_identities() == 0.25
    assert rarity_of_identities(on=NOW + timedelta(hours=1)) == then
