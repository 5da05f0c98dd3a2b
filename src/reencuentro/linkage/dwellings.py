"""Where people live and what they do, as plain tables tell it: postcode, address, occupation."""

import re
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA, Indel
from rapidfuzz.process import cpdist

from reencuentro.linkage.columns import Coded
from reencuentro.linkage.kernels import Compared, Levels
from reencuentro.linkage.rows import Ints

Floats = NDArray[np.float64]


class Postcode(IntEnum):
    """How postcodes compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    SLIP = 2  # one character wrong, missing, added or two exchanged
    SAME_AREA = 3  # the delivery area: SW1A of SW1A 1AA, 941 of 94110
    SAME_REGION = 4  # SW, 9
    DIFFERENT = 5


class Address(IntEnum):
    """How addresses compare; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    NEARLY = 2  # a few letters apart, as slips and abbreviations are
    PARTLY = 3  # much in common: another house in the street, a part left out
    DIFFERENT = 4


class Occupation(IntEnum):
    """Whether the occupation is the same; UNKNOWN where a source is silent."""

    UNKNOWN = 0
    SAME = 1
    DIFFERENT = 2


def compare_postcodes(postcodes: Coded, left: Ints, right: Ints) -> Compared:
    """Is it the same postcode, or its neighbourhood? A rare one says more than the one of a city's centre."""
    one, other = postcodes.codes[left], postcodes.codes[right]
    levels = np.full(len(left), Postcode.DIFFERENT, np.int8)
    share = np.full(len(left), np.nan)
    for level, coarse in _coarser(postcodes):
        mine, theirs = coarse.codes[left], coarse.codes[right]
        agrees = np.flatnonzero((mine == theirs) & (mine > 0))
        levels[agrees], share[agrees] = level, coarse.shares[mine[agrees]]
    slipped = _slips(postcodes, one, other, levels)
    levels[slipped], share[slipped] = Postcode.SLIP, np.nan
    silent = (one == 0) | (other == 0)
    levels[silent], share[silent] = Postcode.UNKNOWN, np.nan
    return Compared(levels, share)


@lru_cache(maxsize=8)
def _coarser(postcodes: Coded) -> tuple[tuple[Postcode, Coded], ...]:
    """The regions, the areas and the postcodes themselves."""
    regions, areas = grouped(postcodes, region_of), grouped(postcodes, area_of)
    return (Postcode.SAME_REGION, regions), (Postcode.SAME_AREA, areas), (Postcode.SAME, postcodes)


def grouped(column: Coded, part: Callable[[str], str]) -> Coded:
    """The same column with only a part of each value."""
    numbers: dict[str, int] = {"": 0}
    by_value = np.array([numbers.setdefault(part(value), len(numbers)) for value in column.values], np.int32)
    return Coded(by_value[column.codes], list(numbers))


def _slips(postcodes: Coded, one: Ints, other: Ints, levels: Levels) -> NDArray[np.int64]:
    """Which pairs of unlike postcodes are one slip apart; a last letter is part of the code, not a slip."""
    unlike = np.flatnonzero((levels != Postcode.SAME) & (one > 0) & (other > 0))
    values = postcodes.values
    apart = cpdist(
        [values[i] for i in one[unlike].tolist()],
        [values[i] for i in other[unlike].tolist()],
        scorer=OSA.distance,
        score_cutoff=1,
        dtype=np.uint8,
    )
    return unlike[apart <= 1]


_BRITISH = re.compile(r"([a-z]{1,2})([0-9][a-z0-9]?)([0-9][a-z]{2})")


def area_of(postcode: str) -> str:
    """The part that a post office delivers: dh7 of dh75ju, 941 of 94110, 42 of 4223."""
    british = _BRITISH.fullmatch(postcode)
    return british[1] + british[2] if british else postcode[: max(1, len(postcode) - 2)]


def region_of(postcode: str) -> str:
    """What the first letters or the first digit tell."""
    british = _BRITISH.fullmatch(postcode)
    return british[1] if british else postcode[:1]


_NEARLY, _PARTLY = 0.8, 0.6
"""Share of letters in common, in order: strangers' addresses have about 0.4 of theirs."""


def compare_addresses(addresses: Coded, left: Ints, right: Ints) -> Compared:
    """Is it the same address, as written or nearly?"""
    one, other = addresses.codes[left], addresses.codes[right]
    levels = np.zeros(len(left), np.int8)
    said = (one > 0) & (other > 0)
    levels[said & (one == other)] = Address.SAME
    unlike = np.flatnonzero(said & (one != other))
    values = addresses.values
    alike = cpdist(
        [values[i] for i in one[unlike].tolist()],
        [values[i] for i in other[unlike].tolist()],
        scorer=Indel.normalized_similarity,
        score_cutoff=_PARTLY,
        dtype=np.float32,
    )
    grades = np.select([alike >= _NEARLY, alike > 0], [Address.NEARLY, Address.PARTLY], Address.DIFFERENT)
    levels[unlike] = grades.astype(np.int8)
    share = np.where(levels == Address.SAME, addresses.shares[one], np.nan)
    return Compared(levels, share)


def compare_occupations(occupations: Coded, left: Ints, right: Ints) -> Compared:
    """Do they do the same? A rare occupation says more."""
    one, other = occupations.codes[left], occupations.codes[right]
    levels = np.where(one == other, Occupation.SAME, Occupation.DIFFERENT)
    levels = np.where((one == 0) | (other == 0), Occupation.UNKNOWN, levels).astype(np.int8)
    share = np.where(levels == Occupation.SAME, occupations.shares[one], np.nan)
    return Compared(levels, share)
