"""Identity numbers: normalised, checked where their rules are published, and kept whether valid or not.

An invalid number is still an identifier: a slip of one digit must not hide a match.
"""

import re
from collections.abc import Callable

from stdnum.mx import curp

from reencuentro.interchange.values.text import UnreadableError, clean, whole_number
from reencuentro.linkage.mentions import Identifier

_PUNCTUATION = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_SEPARATORS = re.compile(r"\s*(?:[;|&\n]|,|/|\band\b|\by\b|\bor\b)\s*", re.IGNORECASE)
_A_NUMBER = re.compile(r"A?\d{7,9}")
_FEWEST_DIGITS = 7
_FILLER = re.compile(r"0+|9{7,}|(\d)\1{7,}")


def read_identifiers(kind: str, text: str) -> tuple[Identifier, ...]:
    """The numbers in a cell, of the given kind; several may be listed with ; / , or "and" between them.

    Raises UnreadableError where a spreadsheet rounded the number, and for an A-number without digits.
    """
    parts = [text] if text.isalnum() else _parts(clean(text))
    found = (_value(kind, whole_number(part)) for part in parts)
    return tuple(sorted({Identifier(kind, value) for value in found if value}))


def _parts(text: str) -> list[str]:
    """The numbers listed in a text, or the text itself where it doesn't list several whole ones."""
    parts = [part for part in _SEPARATORS.split(text) if part]
    return parts if len(parts) > 1 and all(len(_digits(part)) >= _FEWEST_DIGITS for part in parts) else [text]


def _value(kind: str, text: str) -> str:
    value = _a_number(text) if kind == "a_number" else _PUNCTUATION.sub("", text).upper()
    return "" if _FILLER.fullmatch(value) else value


def _a_number(text: str) -> str:
    """Nine digits, zero-padded as the agencies print them; other lengths stay as they are."""
    digits = _digits(text)
    if not digits:
        raise UnreadableError("an A-number has 7 to 9 digits: correct it or leave the cell empty")
    return digits.zfill(9) if 7 <= len(digits) <= 9 else digits


def _digits(text: str) -> str:
    return "".join(_DIGITS.findall(text))


def looks_like_a_number(text: str) -> bool:
    """Whether a text is an A-number beyond doubt: the letter A and eight or nine digits."""
    return bool(re.fullmatch(r"A[ \-#]*\d{2,3}[ \-]?\d{3}[ \-]?\d{3}", text.strip(), re.IGNORECASE))


def looks_like_curp(text: str) -> bool:
    """Whether a text is a CURP beyond doubt: its check digit is right."""
    return bool(curp.is_valid(text))


def kind_of_number(text: str) -> str:
    """The kind of a number that nobody has named, where it is beyond doubt; else other_id."""
    if looks_like_a_number(text):
        return "a_number"
    return "curp" if looks_like_curp(text) else "other_id"


def is_valid(identifier: Identifier) -> bool | None:
    """Whether the number keeps its own rules; None where the kind has no published rule."""
    check = _CHECKS.get(identifier.kind)
    return None if check is None else check(identifier.value)


def _valid_cui(value: str) -> bool:
    """Guatemala: eight digits, a check digit modulo 11, department 01–22, municipality.

    Source: RENAP, structure of the Código Único de Identificación.
    """
    if not re.fullmatch(r"\d{13}", value):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value[:8], range(2, 10), strict=True))
    return total % 11 == int(value[8]) and 1 <= int(value[9:11]) <= 22 and int(value[11:]) >= 1


def _valid_dui(value: str) -> bool:
    """El Salvador: eight digits and a check digit modulo 10 with weights 9 to 2."""
    if not re.fullmatch(r"\d{9}", value):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(value[:8], range(9, 1, -1), strict=True))
    return (10 - total % 10) % 10 == int(value[8])


def _valid_dni(value: str) -> bool:
    """Honduras: department 01–18, municipality, year of birth, five digits; there is no check digit."""
    return bool(re.fullmatch(r"(0[1-9]|1[0-8])(0[1-9]|[12]\d)(19|20)\d{2}\d{5}", value))


_CHECKS: dict[str, Callable[[str], bool]] = {
    "a_number": lambda value: bool(_A_NUMBER.fullmatch(value)),
    "curp": looks_like_curp,
    "dpi": _valid_cui,
    "dui": _valid_dui,
    "dni": _valid_dni,
}
