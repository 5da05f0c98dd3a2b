"""Which facts speak for two records being one person: their levels, and what is believed of them beforehand."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from enum import IntEnum

import numpy as np

from reencuentro.linkage.columns import Columns
from reencuentro.linkage.comparers import (
    Agreement,
    Apprehension,
    FullName,
    Journey,
    Number,
    Place,
    compare_apprehensions,
    compare_children,
    compare_coded,
    compare_given_names,
    compare_journeys,
    compare_lists,
    compare_numbers,
    compare_places,
    compare_relatives,
    compare_surname_pairs,
)
from reencuentro.linkage.dates import Born, compare_births
from reencuentro.linkage.dwellings import (
    Address,
    Occupation,
    Postcode,
    compare_addresses,
    compare_occupations,
    compare_postcodes,
)
from reencuentro.linkage.kernels import Compared, Levels
from reencuentro.linkage.names import Given, Surnames
from reencuentro.linkage.rows import Ints
from reencuentro.linkage.scoring import Comparison, Fact, Facts, Floats, Weights, logs

FACTS: Facts = (
    Fact(
        "given_names",
        Given,
        (0.63, 0.12, 0.09, 0.085, 0.03, 0.033, 0.012),
        (0.02, 0.01, 0.005, 0.015, 0.01, 0.08, 0.86),
        False,
        namesakes=0.02,
    ),
    Fact(
        "surnames",
        Surnames,
        (0.55, 0.15, 0.03, 0.12, 0.04, 0.02, 0.04, 0.02, 0.03),
        (0.30, 0.06, 0.02, 0.15, 0.03, 0.05, 0.12, 0.12, 0.15),
    ),
    Fact(
        "birth",
        Born,
        (0.66, 0.03, 0.06, 0.05, 0.01, 0.04, 0.06, 0.02, 0.04, 0.0295, 0.0005),
        (0.01, 0.002, 0.002, 0.01, 0.003, 0.02, 0.06, 0.02, 0.193, 0.38, 0.30),
        False,
    ),
    Fact("sex", Agreement, (0.99, 0.01), (0.5, 0.5), False),
    Fact("nationality", Agreement, (0.985, 0.015), (0.97, 0.03)),
    Fact("origin", Place, (0.75, 0.17, 0.08), (0.75, 0.17, 0.08)),
    Fact("language", Agreement, (0.93, 0.07), (0.93, 0.07)),
    Fact("a_number", Number, (0.93, 0.05, 0.02), (0.002, 0.12, 0.878), False),
    Fact("other_number", Number, (0.90, 0.06, 0.04), (0.002, 0.03, 0.968), False),
    Fact("any_number", Agreement, (0.5, 0.5), (0.001, 0.999), False),
    Fact("mother", FullName, (0.60, 0.28, 0.06, 0.02, 0.02, 0.02), (0.40, 0.2, 0.06, 0.04, 0.1, 0.2)),
    Fact("father", FullName, (0.60, 0.28, 0.06, 0.02, 0.02, 0.02), (0.40, 0.2, 0.06, 0.04, 0.1, 0.2)),
    Fact("children", FullName, (0.60, 0.25, 0.06, 0.03, 0.02, 0.04), (0.05, 0.05, 0.05, 0.05, 0.2, 0.6)),
    Fact("family_unit", Agreement, (0.85, 0.15), (0.8, 0.2)),
    Fact("apprehension", Apprehension, (0.86, 0.05, 0.05, 0.04), (0.75, 0.05, 0.05, 0.15)),
    Fact("journey", Journey, (0.75, 0.1, 0.15), (0.6, 0.1, 0.3)),
    Fact("phone", Agreement, (0.6, 0.4), (0.4, 0.6)),
    Fact("agency", Agreement, (0.08, 0.92), (0.35, 0.65)),
    Fact("postcode", Postcode, (0.60, 0.08, 0.12, 0.08, 0.12), (0.20, 0.03, 0.20, 0.20, 0.37), False),
    Fact("address", Address, (0.45, 0.20, 0.12, 0.23), (0.15, 0.05, 0.05, 0.75), False),
    Fact("occupation", Occupation, (0.75, 0.25), (0.15, 0.85), False),
)


def compare_records(columns: Columns, left: Ints, right: Ints) -> Comparison:
    """Compare N pairs of records, given by their numbers, on every fact of which any record speaks."""
    levels = np.zeros((len(FACTS), len(left)), np.int8)
    chance: dict[str, Floats] = {}
    for i, fact in enumerate(FACTS):
        if fact.name in _NAMES:
            compare, agrees = _NAMES[fact.name]
            compared = compare(columns, left, right)
            levels[i] = compared.levels
            chance[fact.name] = compared.share + agrees[compared.levels]
        elif fact.name not in columns.spoken_of:
            continue
        elif fact.name in _BORNE_BY_SOME:
            compared = _BORNE_BY_SOME[fact.name](columns, left, right)
            levels[i], chance[fact.name] = compared.levels, compared.share
        else:
            levels[i] = _COMPARERS[fact.name](columns, left, right)
    return Comparison(levels, chance)


def _agreement(*levels: IntEnum) -> Floats:
    """0 for levels at which names agree, NaN for the others; by level."""
    return np.array([0.0 if level in levels else np.nan for level in type(levels[0])])


_NAMES: Mapping[str, tuple[Callable[[Columns, Ints, Ints], Compared], Floats]] = {
    "given_names": (
        compare_given_names,
        _agreement(Given.SAME, Given.SUBSET, Given.VARIANT, Given.SLIP, Given.SHORTENED),
    ),
    "surnames": (
        compare_surname_pairs,
        _agreement(
            Surnames.BOTH,
            Surnames.BOTH_NEARLY,
            Surnames.SWAPPED,
            Surnames.ONE,
            Surnames.ONE_NEARLY,
            Surnames.CROSSED,
        ),
    ),
}


_BORNE_BY_SOME: Mapping[str, Callable[[Columns, Ints, Ints], Compared]] = {
    "postcode": lambda columns, left, right: compare_postcodes(columns.postcode, left, right),
    "address": lambda columns, left, right: compare_addresses(columns.address, left, right),
    "occupation": lambda columns, left, right: compare_occupations(columns.occupation, left, right),
}
"""Facts of which some values are common and others rare, as with names."""


def _any_number(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Does any number of one record stand in the other, whatever each agency calls it?

    Two agencies number people apart, so unequal numbers say nothing; and where the A-number or the national
    number is what agrees, it has been counted already.
    """
    shared = compare_lists(columns.identifiers, left, right)
    counted = (columns.a_number[left] == columns.a_number[right]) & (columns.a_number[left] > 0)
    counted |= (columns.other_number[left] == columns.other_number[right]) & (columns.other_number[left] > 0)
    return np.where((shared == Agreement.SAME) & ~counted, Agreement.SAME, Agreement.UNKNOWN).astype(np.int8)


def _same(column: str) -> Callable[[Columns, Ints, Ints], Levels]:
    def compare(columns: Columns, left: Ints, right: Ints) -> Levels:
        codes = getattr(columns, column)
        return compare_coded(codes[left], codes[right])

    return compare


def _nationality(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Same country or not; unknown where places of origin are compared, which tell the country too."""
    levels = compare_coded(columns.nationality[left], columns.nationality[right])
    for place in (columns.municipality, columns.department):
        levels[(place[left] > 0) & (place[right] > 0)] = Agreement.UNKNOWN
    return levels


NAMES_AGREE: Mapping[str, Floats] = {fact: agrees for fact, (_, agrees) in _NAMES.items()}
"""For each fact that is a name, by level: 0 where the names agree, NaN where they don't."""

_COMPARERS: Mapping[str, Callable[[Columns, Ints, Ints], Levels]] = {
    "birth": compare_births,
    "sex": _same("sex"),
    "nationality": _nationality,
    "origin": compare_places,
    "language": _same("language"),
    "a_number": lambda columns, a, b: compare_numbers(columns.a_numbers, columns.a_number[a], columns.a_number[b]),
    "other_number": lambda columns, a, b: compare_numbers(
        columns.other_numbers, columns.other_number[a], columns.other_number[b]
    ),
    "any_number": _any_number,
    "mother": lambda columns, a, b: compare_relatives(columns, columns.mother[a], columns.mother[b]),
    "father": lambda columns, a, b: compare_relatives(columns, columns.father[a], columns.father[b]),
    "children": compare_children,
    "family_unit": _same("family_unit"),
    "apprehension": compare_apprehensions,
    "journey": compare_journeys,
    "phone": lambda columns, a, b: compare_lists(columns.phones, a, b),
    "agency": _same("agency"),
}


def with_coincidence(start: Weights, compared: Comparison, records: int) -> Weights:
    """The weights with how often strangers share a number of any kind, as lists numbered 1, 2, 3 … do.

    Counted where the given names differ.
    """
    by_name = {fact.name: row for fact, row in zip(FACTS, compared.levels, strict=True)}
    shared = (by_name["any_number"] == Agreement.SAME) & (by_name["given_names"] == Given.DIFFERENT)
    often = (np.count_nonzero(shared) + 0.5) / (records * (records - 1) / 2 + 1)
    coincidence = logs(np.array([min(max(often, _RAREST_COINCIDENCE), 0.9), 1.0]))
    strangers = (
        coincidence if fact.name == "any_number" else before
        for fact, before in zip(FACTS, start.strangers, strict=True)
    )
    return replace(start, strangers=tuple(strangers))


_RAREST_COINCIDENCE = 2.0**-14
