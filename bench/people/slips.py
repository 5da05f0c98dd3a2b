"""How names come to be written wrong: whole columns at a time, each kind of error counted where it changed something.

The kinds are those of the rosters this is for: what is dropped, swapped, run together, misheard and mistyped. The
rates are estimates of our own; an agency's care multiplies them.
"""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from bench.people.population import Ints, Names, joined
from bench.people.vocabulary import Words, plain
from reencuentro.rehearsal.lists.given_names import NICKNAMES

Slip = Callable[[np.random.Generator, Names, Ints], None]
Floats = NDArray[np.float64]
KEYS = ("QWERTYUIOP", "ASDFGHJKL", "ZXCVBNM")
BESIDE = {letter: row[max(0, at - 1) : at] + row[at + 1 : at + 2] for row in KEYS for at, letter in enumerate(row)}
SPELLINGS = tuple(
    tuple(pair.split(">")) for pair in "Z>S V>B LL>Y Y>I G>J C>S S>Z B>V X>J QU>K H> K>C U>W TZ>TS".split()
)
SHORT = {plain(name): plain(short[0]) for name, short in NICKNAMES.items()}
SURNAME_WIDTH = 8  # letters that the narrowest form has room for


def respelled(word: str, luck: float) -> str:
    """Other letters for the same sound; the word itself where it offers none."""
    places = [(at, old, new) for old, new in SPELLINGS if (at := word.find(old)) >= 0 and len(word) > 3]
    if not places:
        return word
    at, old, new = places[int(luck * len(places))]
    return word[:at] + new + word[at + len(old) :]


def mistyped(word: str, luck: float) -> str:
    """One letter dropped, doubled, hit beside its key or exchanged with the next."""
    if len(word) < 3:
        return word
    kind, rest = divmod(luck * 4, 1)
    at = int(rest * len(word))
    before, letter, after = word[:at], word[at], word[at + 1 :]
    if kind == 0:
        return before + after
    if kind == 1:
        return before + letter * 2 + after
    if kind == 2:
        return before + BESIDE.get(letter, "X")[-1] + after
    return before + after[:1] + letter + after[1:]


def _on_one_part(change: Callable[[str, float], str]) -> Slip:
    """The change made to one of the up to four parts of each name."""

    def slip(rng: np.random.Generator, names: Names, rows: Ints) -> None:
        columns = (names.given1, names.first, names.second, names.given2)
        chosen = rng.choice(4, size=len(rows), p=(0.35, 0.35, 0.2, 0.1))
        luck = rng.random(len(rows))
        for at, column in enumerate(columns):
            here = chosen == at
            column[rows[here]] = [
                change(word, number) for word, number in zip(column[rows[here]], luck[here].tolist(), strict=True)
            ]

    return slip


def _nickname(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    names.given1[rows] = [SHORT.get(name, name) for name in names.given1[rows]]


def _second_name_dropped(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    names.given2[rows] = ""


def _first_name_dropped(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    rows = rows[names.given2[rows] != ""]
    names.given1[rows], names.given2[rows] = names.given2[rows], ""


def _initial(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    names.given1[rows] = [name[:1] for name in names.given1[rows]]


def _second_surname_missing(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    names.second[rows] = ""


def _surnames_swapped(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    rows = rows[names.second[rows] != ""]
    names.first[rows], names.second[rows] = names.second[rows], names.first[rows]


def _surnames_fused(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    """Both in the first column, most with a space between, some run together."""
    rows = rows[names.second[rows] != ""]
    sign = np.where(rng.random(len(rows)) < 0.7, " ", "").astype(object)
    names.first[rows], names.second[rows] = names.first[rows] + sign + names.second[rows], ""


def _given_names_fused(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    names.given1[rows], names.given2[rows] = names.given1[rows] + names.given2[rows], ""


def _columns_swapped(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    """The surname where the given names belong and the other way round."""
    given = joined(names.given1[rows], names.given2[rows])
    names.given1[rows], names.given2[rows], names.first[rows] = names.first[rows], "", given


def _cut_off(rng: np.random.Generator, names: Names, rows: Ints) -> None:
    names.first[rows] = [name[:SURNAME_WIDTH] for name in names.first[rows]]


SLIPS: Mapping[str, tuple[float, Slip]] = {
    "nickname": (0.05, _nickname),
    "second_name_dropped": (0.20, _second_name_dropped),
    "first_name_dropped": (0.03, _first_name_dropped),
    "initial": (0.015, _initial),
    "spelling": (0.07, _on_one_part(respelled)),
    "typing": (0.15, _on_one_part(mistyped)),
    "second_surname_missing": (0.22, _second_surname_missing),
    "cut_off": (0.01, _cut_off),
    "surnames_swapped": (0.015, _surnames_swapped),
    "surnames_fused": (0.02, _surnames_fused),
    "given_names_fused": (0.008, _given_names_fused),
    "columns_swapped": (0.025, _columns_swapped),
}
"""By kind: how often with middling care, and what happens; in this order, since a clerk hears, then types."""

MENTIONED: Mapping[str, float] = {
    "nickname": 0.04,
    "second_name_dropped": 0.35,
    "spelling": 0.04,
    "typing": 0.06,
    "second_surname_missing": 0.25,
}
"""The kinds that befall the name of a relative, who is only told of."""

LISTED: Mapping[str, float] = {kind: rate for kind, (rate, _) in SLIPS.items()}


def slip_names(rng: np.random.Generator, names: Names, rates: Mapping[str, float], care: Floats) -> dict[str, Ints]:
    """Damage the names in place; the rows that each kind really changed. care: multiplies the rates, row by row."""
    changed = {}
    for kind, rate in rates.items():
        rows = np.flatnonzero(rng.random(len(care)) < rate * care)
        before = names.at(rows)
        SLIPS[kind][1](rng, names, rows)
        changed[kind] = rows[_differ(before, names.at(rows))]
    return changed


def _differ(left: Names, right: Names) -> NDArray[np.bool_]:
    return np.asarray(
        (left.given1 != right.given1)
        | (left.given2 != right.given2)
        | (left.first != right.first)
        | (left.second != right.second),
        dtype=bool,
    )


def told(names: Names) -> Words:
    """The whole name as one text, given names first."""
    return joined(names.given(), joined(names.first, names.second))
