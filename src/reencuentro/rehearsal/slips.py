"""How what is true gets onto paper: the errors of `profiles.ErrorRates`, each with its name."""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from reencuentro.rehearsal.chance import Dice
from reencuentro.rehearsal.lists.given_names import NICKNAMES
from reencuentro.rehearsal.profiles import ErrorRates

KEYS = ("1234567890", "qwertyuiop", "asdfghjklñ", "zxcvbnm")
SPANISH_SPELLINGS = tuple(pair.split(">") for pair in "z>s v>b ll>y h> y>i g>j c>s b>v s>z x>j qu>k".split(" "))
MAYA_SPELLINGS = tuple(
    pair.split(">") for pair in "tz>ts k'>c c>k x>sh j>h aa>a ch>x b>b' ú>u' q>k tz>z u>w i>y".split(" ")
)
"""What is written one way here and another there: `z>s` for Gonzales, `h>` for Ernández, `x>sh` for Ishcoy."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name as someone writes it."""

    given: tuple[str, ...]
    first: str
    second: str

    @property
    def natural(self) -> str:
        """Given names before surnames, as in speech."""
        return " ".join(part for part in (*self.given, self.first, self.second) if part)


def without_accents(text: str) -> str:
    """The letters alone: ñ becomes n, ț becomes t."""
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def _recase(text: str) -> str:
    """Capitals where a changed spelling left a small letter at the beginning of a name."""
    return text[:1].upper() + text[1:]


def _respell(dice: Dice, name: Name, spellings: Sequence[Sequence[str]]) -> Name | None:
    """The same sound in other letters, in one of the surnames or given names."""
    parts = [*name.given, name.first, name.second]
    places = [
        (at, old, new)
        for at, part in enumerate(parts)
        for old, new in spellings
        if old in part.lower() and len(part) + len(new) - len(old) >= 2
    ]
    if not places:
        return None
    at, old, new = dice.pick(places)
    where = parts[at].lower().index(old)
    parts[at] = _recase(parts[at][:where] + new + parts[at][where + len(old) :])
    return Name(tuple(parts[:-2]), parts[-2], parts[-1])


def _nickname(dice: Dice, name: Name) -> Name | None:
    short = NICKNAMES.get(name.given[0])
    return replace(name, given=(dice.pick(short),)) if short else None


def _second_name_dropped(dice: Dice, name: Name) -> Name | None:
    return replace(name, given=name.given[:1]) if len(name.given) > 1 else None


def _initial(dice: Dice, name: Name) -> Name | None:
    return replace(name, given=(name.given[0], name.given[1][0] + ".")) if len(name.given) > 1 else None


def _maya_spelling(dice: Dice, name: Name) -> Name | None:
    return _respell(dice, name, MAYA_SPELLINGS)


def _spanish_spelling(dice: Dice, name: Name) -> Name | None:
    return _respell(dice, name, SPANISH_SPELLINGS)


def _second_surname_missing(dice: Dice, name: Name) -> Name | None:
    return replace(name, second="") if name.second else None


def _surnames_swapped(dice: Dice, name: Name) -> Name | None:
    return replace(name, first=name.second, second=name.first) if name.second and name.second != name.first else None


def _surnames_fused(dice: Dice, name: Name) -> Name | None:
    if not name.second:
        return None
    fused = name.first + dice.pick(("-", "", "")) + name.second
    return replace(name, first=fused, second="")


def _truncated(dice: Dice, name: Name) -> Name | None:
    width = dice.between(12, 20)
    both = f"{name.first} {name.second}".strip()
    if len(both) <= width:
        return None
    kept = both[:width].rstrip()
    if len(kept) <= len(name.first):
        return replace(name, first=kept, second="")
    return replace(name, second=kept[len(name.first) + 1 :])


def _typing(dice: Dice, name: Name) -> Name | None:
    parts = [*name.given, name.first, name.second]
    at = dice.pick([at for at, part in enumerate(parts) if len(part) > 2] or [0])
    parts[at] = _mistyped(dice, parts[at])
    return Name(tuple(parts[:-2]), parts[-2], parts[-1])


def _mistyped(dice: Dice, text: str) -> str:
    """One letter dropped, doubled, exchanged with the next or hit beside its key."""
    at = dice.between(1, max(1, len(text) - 2))
    before, letter, after = text[:at], text[at : at + 1], text[at + 1 :]
    beside = _keys_beside(letter.lower())
    changed = dice.pick((before + after, before + letter * 2 + after, before + after[:1] + letter + after[1:]))
    return changed if dice.chance(0.6) and changed != text else before + dice.pick(beside or "x") + after


def _keys_beside(letter: str) -> str:
    """The keys left and right of a letter's own on a Spanish keyboard."""
    row = next((row for row in KEYS if letter in row), "")
    at = row.find(letter)
    return row[max(0, at - 1) : at] + row[at + 1 : at + 2]


def _accents_dropped(dice: Dice, name: Name) -> Name | None:
    bare = Name(tuple(map(without_accents, name.given)), without_accents(name.first), without_accents(name.second))
    return bare if bare != name else None


NAME_SLIPS: tuple[tuple[str, Callable[[Dice, Name], Name | None]], ...] = (
    ("nickname", _nickname),
    ("second_name_dropped", _second_name_dropped),
    ("initial", _initial),
    ("maya_spelling", _maya_spelling),
    ("spanish_spelling", _spanish_spelling),
    ("typing", _typing),
    ("second_surname_missing", _second_surname_missing),
    ("surnames_swapped", _surnames_swapped),
    ("surnames_fused", _surnames_fused),
    ("truncated", _truncated),
    ("accents_dropped", _accents_dropped),
)
"""In this order: what the person is called comes before how it is written down."""

NAME_KINDS = frozenset(kind for kind, _ in NAME_SLIPS)


def slip_name(dice: Dice, name: Name, rates: ErrorRates, *, culture: str) -> tuple[Name, frozenset[str]]:
    """The name as written and the kinds of error made; an error that changes nothing is none."""
    kinds = set()
    for kind, slip in NAME_SLIPS:
        happens = dice.chance(getattr(rates, kind))
        if not happens or (culture != "maya" and kind == "maya_spelling"):
            continue
        slipped = slip(dice, name)
        if slipped is not None and slipped != name:
            name = slipped
            kinds.add(kind)
    return name, frozenset(kinds)


def shorten(name: Name) -> Name:
    """One given name and one surname, as people name a relative in passing."""
    return Name(name.given[:1], name.first, "")


def slip_digits(dice: Dice, number: str) -> str:
    """One digit wrong, or two neighbours exchanged; never the same number."""
    places = [at for at, sign in enumerate(number) if sign.isdigit()]
    at = dice.pick(places[2:-1] or places)
    if at + 1 < len(number) and number[at] != number[at + 1] and dice.chance(0.4):
        return number[:at] + number[at + 1] + number[at] + number[at + 2 :]
    return number[:at] + str((int(number[at]) + dice.between(1, 9)) % 10) + number[at + 1 :]


def _first_of_january(dice: Dice, day: date) -> date:
    return date(day.year, 1, 1)


def _date_slip(dice: Dice, day: date) -> date:
    """A day, a month or a year off, or a digit of the day wrong; always a real date."""
    days = dice.pick((1, -1, 10, -10, 30, -30, 365, -365))
    return day + timedelta(days=days)


def _day_month_swap(dice: Dice, day: date) -> date:
    return date(day.year, day.day, day.month) if day.day <= 12 else day


BIRTH_SLIPS = (
    ("first_of_january", _first_of_january),
    ("date_slip", _date_slip),
    ("day_month_swap", _day_month_swap),
)


def slip_birth(dice: Dice, born: date, rates: ErrorRates) -> tuple[date, frozenset[str]]:
    """The date of birth as written: at most one error, since who writes 1 January knows no day to swap."""
    slipped, made = born, frozenset[str]()
    for kind, after in _birth_slips(dice, born, rates):
        if not made and after != born:
            slipped, made = after, frozenset({kind})
    return slipped, made


def _birth_slips(dice: Dice, born: date, rates: ErrorRates) -> Iterator[tuple[str, date]]:
    for kind, slip in BIRTH_SLIPS:
        if dice.chance(getattr(rates, kind)):
            yield kind, slip(dice, born)
