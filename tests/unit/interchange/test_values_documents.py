"""Identity numbers and telephones: normalised, validated, never required to be valid."""

import pytest

from reencuentro.interchange.values.documents import is_valid, looks_like_a_number, read_identifiers
from reencuentro.interchange.values.phones import read_phones
from reencuentro.interchange.values.text import UnreadableError
from reencuentro.linkage.mentions import Identifier


@pytest.mark.parametrize(
    "text", ["A 012-345-678", "A012345678", "12345678", "a-12345678", "A# 012 345 678", "12345678.0"]
)
def test_a_number_is_nine_digits_however_written(text: str) -> None:
    assert read_identifiers("a_number", text) == (Identifier("a_number", "012345678"),)


def test_a_number_with_a_slip_is_kept() -> None:
    assert read_identifiers("a_number", "20123456789") == (Identifier("a_number", "20123456789"),)


def test_several_numbers_in_a_cell_are_several_identifiers() -> None:
    found = read_identifiers("a_number", "A201234568 / A201234567")
    assert [number.value for number in found] == ["201234567", "201234568"]


def test_filler_is_no_number() -> None:
    assert read_identifiers("a_number", "000000000") == ()
    assert read_identifiers("a_number", "999999999") == ()


def test_text_without_digits_is_no_a_number() -> None:
    with pytest.raises(UnreadableError):
        read_identifiers("a_number", "MARIA LOPEZ")


def test_rounded_number_is_refused() -> None:
    for kind in ("a_number", "dpi", "case"):
        with pytest.raises(UnreadableError, match="column as text"):
            read_identifiers(kind, "2.01234E+12")


def test_letters_are_upper_cased_and_punctuation_dropped() -> None:
    assert read_identifiers("passport", " c-123.456 ") == (Identifier("passport", "C123456"),)


@pytest.mark.parametrize(
    ("kind", "right", "wrong"),
    [
        ("curp", "BOXW310820HNERXN09", "BOXW310820HNERXN08"),
        ("dui", "000162975", "000162978"),
        ("dni", "0801199012345", "9901199012345"),
        ("a_number", "201234567", "1"),
    ],
)
def test_number_is_validated_where_a_rule_is_published(kind: str, right: str, wrong: str) -> None:
    assert is_valid(Identifier(kind, right)) is True
    assert is_valid(Identifier(kind, wrong)) is False
    assert read_identifiers(kind, wrong)[0].value.endswith(wrong)


def test_guatemalan_cui_has_a_check_digit_and_a_department() -> None:
    number = "2345678"
    eight = number.zfill(8)
    check = sum(int(digit) * weight for digit, weight in zip(eight, range(2, 10), strict=True)) % 11
    assert is_valid(Identifier("dpi", f"{eight}{check}0101")) is (check < 10)
    assert is_valid(Identifier("dpi", f"{eight}{check}9901")) is False
    assert is_valid(Identifier("dpi", f"{eight}{(check + 1) % 10}0101")) is False


def test_kind_without_a_rule_is_neither_valid_nor_invalid() -> None:
    assert is_valid(Identifier("ration_card", "1")) is None


def test_only_a_with_eight_or_nine_digits_is_an_a_number_beyond_doubt() -> None:
    assert looks_like_a_number("A201-234-567")
    assert not looks_like_a_number("201234567")
    assert not looks_like_a_number("B201234567")


@pytest.mark.parametrize(
    ("text", "country", "numbers"),
    [
        ("+502 5555-1234", "", ("+50255551234",)),
        ("5555 1234", "GT", ("+50255551234",)),
        ("9999-8888", "HN", ("+50499998888",)),
        ("00502 5555 1234", "", ("+50255551234",)),
        ("(915) 555-0123", "", ("+19155550123",)),
        ("7123 4567", "SV", ("+50371234567",)),
        ("55 1234 5678", "MX", ("+525512345678",)),
        ("9155550123 ext. 7", "", ("+19155550123",)),
        ("9155550123 / 5555-1234", "GT", ("+19155550123", "+50255551234")),
        ("0000001", "", ("0000001",)),
        ("no tiene", "", ()),
    ],
)
def test_phone_is_e164_where_valid_else_its_digits(text: str, country: str, numbers: tuple[str, ...]) -> None:
    assert read_phones(text, country=country) == numbers
