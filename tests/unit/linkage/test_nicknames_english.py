"""English nicknames, beside those of the region."""

import pytest

from reencuentro.linkage.nicknames import formal_names


@pytest.mark.parametrize(
    ("nickname", "name"),
    [
        ("bill", "william"),
        ("ned", "edward"),
        ("peggy", "margaret"),
        ("dick", "richard"),
        ("polly", "mary"),
        ("hal", "henry"),
    ],
)
def test_english_nicknames_stand_for_their_names(nickname: str, name: str) -> None:
    assert {nickname, name} <= formal_names(nickname)


@pytest.mark.parametrize(
    ("nickname", "here", "in_english"), [("andy", "andres", "andrew"), ("pita", "guadalupe", "peter")]
)
def test_what_means_a_name_of_the_region_means_that_one(nickname: str, here: str, in_english: str) -> None:
    assert here in formal_names(nickname)
    assert in_english not in formal_names(nickname)


def test_a_diminutive_of_the_region_is_no_english_name() -> None:
    assert "benjamin" not in formal_names("benito")


def test_formal_names_stand_for_themselves() -> None:
    assert formal_names("william") == {"william"}
