"""Which facts speak for two records being one person: their levels, and what is believed of them beforehand."""

from collections.abc import Mapping

import numpy as np

from reencuentro.linkage.columns import Columns, Ints
from reencuentro.linkage.comparers import (
    Agreement,
    Apprehension,
    FullName,
    Journey,
    Levels,
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
from reencuentro.linkage.kernels import Compared
from reencuentro.linkage.names import Given, Surnames
from reencuentro.linkage.scoring import Comparison, Fact, Facts, Floats

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
)


def compare_records(columns: Columns, left: Ints, right: Ints) -> Comparison:
    """Compare N pairs of records, given by their numbers, on every fact."""
    given = compare_given_names(columns, left, right)
    surnames = compare_surname_pairs(columns, left, right)
    by_name: dict[str, Levels] = {
        "given_names": given.levels,
        "surnames": surnames.levels,
        "birth": compare_births(columns, left, right),
        "sex": compare_coded(columns.sex[left], columns.sex[right]),
        "nationality": compare_coded(columns.nationality[left], columns.nationality[right]),
        "origin": compare_places(columns, left, right),
        "language": compare_coded(columns.language[left], columns.language[right]),
        "a_number": compare_numbers(columns.a_numbers, columns.a_number[left], columns.a_number[right]),
        "other_number": compare_numbers(columns.other_numbers, columns.other_number[left], columns.other_number[right]),
        "any_number": _any_number(columns, left, right),
        "mother": compare_relatives(columns, columns.mother[left], columns.mother[right]),
        "father": compare_relatives(columns, columns.father[left], columns.father[right]),
        "children": compare_children(columns, left, right),
        "family_unit": compare_coded(columns.family_unit[left], columns.family_unit[right]),
        "apprehension": compare_apprehensions(columns, left, right),
        "journey": compare_journeys(columns, left, right),
        "phone": compare_lists(columns.phones, left, right),
        "agency": compare_coded(columns.agency[left], columns.agency[right]),
    }
    levels = np.vstack([by_name[fact.name] for fact in FACTS])
    chance = {
        "given_names": _chance(given, _GIVEN_AGREES),
        "surnames": _chance(surnames, _SURNAMES_AGREE),
        "any_number": _coincidence(by_name["any_number"], given.levels, len(columns)),
    }
    return Comparison(levels, chance)


def _coincidence(shared: Levels, given: Levels, records: int) -> Floats:
    """log2 of how often strangers share a number, as lists numbered 1, 2, 3 … do.

    Counted where the given names differ.
    """
    strangers = np.count_nonzero((shared == Agreement.SAME) & (given == Given.DIFFERENT))
    often = max(np.log2((strangers + 0.5) / (records * (records - 1) / 2 + 1)), _RAREST_COINCIDENCE)
    return np.where(shared == Agreement.SAME, often, np.nan)


_RAREST_COINCIDENCE = -14.0


def _chance(compared: Compared, agrees: Mapping[int, float]) -> Floats:
    """log2 of how often strangers agree on these words; NaN at levels that are not agreement."""
    slack = np.array([agrees.get(level, np.nan) for level in range(max(agrees) + 5)])
    return np.asarray(compared.share + slack[compared.levels], np.float64)


# Levels that count as agreement, with how many more words would have counted as well, in bits.
_GIVEN_AGREES: Mapping[int, float] = {
    Given.SAME: 0.0,
    Given.SUBSET: 0.5,
    Given.VARIANT: 1.0,
    Given.SLIP: 2.0,
    Given.SHORTENED: 0.0,
}
_SURNAMES_AGREE: Mapping[int, float] = {
    Surnames.BOTH: 0.0,
    Surnames.BOTH_NEARLY: 2.0,
    Surnames.SWAPPED: 1.0,
    Surnames.ONE: 0.0,
    Surnames.ONE_NEARLY: 1.5,
    Surnames.CROSSED: 1.0,
}


def _any_number(columns: Columns, left: Ints, right: Ints) -> Levels:
    """Does any number of one record stand in the other, whatever each agency calls it?

    Two agencies number people apart, so unequal numbers say nothing; and where the A-number or the national
    number is what agrees, it has been counted already.
    """
    shared = compare_lists(columns.identifiers, left, right)
    counted = (columns.a_number[left] == columns.a_number[right]) & (columns.a_number[left] > 0)
    counted |= (columns.other_number[left] == columns.other_number[right]) & (columns.other_number[left] > 0)
    return np.where((shared == Agreement.SAME) & ~counted, Agreement.SAME, Agreement.UNKNOWN).astype(np.int8)
