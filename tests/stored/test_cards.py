"""The number on a card leads back to the person in the same registry, and says nothing anywhere."""

from reencuentro.records.cards import card_number, person_of_card

ANA = "PABCDEFGHIJK2"


def test_a_card_leads_back_to_its_person(registry: str) -> None:
    number = card_number(ANA)

    assert person_of_card(number) == ANA
    assert person_of_card(f" {number[:20].lower()} {number[20:]}\n") == ANA
    assert card_number(ANA) == number


def test_the_number_holds_nothing_of_the_person(registry: str) -> None:
    number = card_number(ANA)

    assert ANA not in number
    assert len({card_number(ANA[:-1] + last)[:8] for last in "ABCD"}) == 4
    assert number.isalnum()


def test_a_number_of_no_card_leads_nowhere(registry: str) -> None:
    number = card_number(ANA)
    changed = ("B" if number[0] == "A" else "A") + number[1:]

    assert {person_of_card(one) for one in (changed, number[:-2], "", "8", "ñ", "A" * 5_000)} == {""}
