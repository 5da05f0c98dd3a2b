"""Telephone numbers in E.164 where they are valid, else their digits."""

import re

from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_valid_number, parse

from reencuentro.interchange.values.text import clean, whole_number

REGIONS = ("US", "MX", "GT", "HN", "SV")
"""Where a number without a country code is tried, the likelier first, after the person's own country."""

_SEPARATORS = re.compile(r"\s*(?:[;|\n/,]|\bor\b|\bo\b|\by\b|\band\b)\s*", re.IGNORECASE)
_EXTENSION = re.compile(r"\s*(?:ext\.?|x|extension|extensi[oó]n)\s*\d+\s*$", re.IGNORECASE)
_FEWEST_DIGITS = 6


def read_phones(text: str, *, country: str = "") -> tuple[str, ...]:
    """The numbers in a cell; country (ISO 3166-1, may be empty) is where those without a code are tried first.

    A number that is valid nowhere keeps its digits; a text with fewer than six digits holds none.
    Raises UnreadableError where a spreadsheet rounded the number.
    """
    numbers = (_number(whole_number(part), country) for part in _SEPARATORS.split(clean(text)))
    return tuple(dict.fromkeys(number for number in numbers if number))


def _number(text: str, country: str) -> str:
    text = _EXTENSION.sub("", text)
    digits = "".join(character for character in text if character.isdecimal())
    if len(digits) < _FEWEST_DIGITS:
        return ""
    if text.lstrip("( ").startswith(("+", "00")):
        return (
            _valid("+" + digits.removeprefix("00") if not text.lstrip("( ").startswith("+") else "+" + digits, None)
            or digits
        )
    for region in dict.fromkeys((country, *REGIONS) if country else REGIONS):
        if found := _valid(digits, region):
            return found
    return _valid("+" + digits, None) or digits


def _valid(text: str, region: str | None) -> str:
    """The number in E.164, or empty where no such number can exist."""
    try:
        number = parse(text, region)
    except NumberParseException:
        return ""
    return format_number(number, PhoneNumberFormat.E164) if is_valid_number(number) else ""
