"""Who is who in plain tables, good and bad."""

import time
from datetime import date
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from reencuentro.linkage.blocking import candidate_pairs
from reencuentro.linkage.engines import EMBEDDED
from reencuentro.linkage.plain import link_people, random_pairs, weights_of
from reencuentro.linkage.tabular import columns_of_table
from tests.unit.linkage.cast import BOYS_AND_GIRLS, SURNAMES, WOMEN

CITY = [
    {
        "given_names": given,
        "surnames": f"{first} {second}",
        "year": 1950 + i % 60,
        "month": 2 + i % 11,
        "day": 2 + i % 27,
    }
    for i, (given, first, second) in enumerate(
        (given, first, second)
        for given in (*WOMEN, *BOYS_AND_GIRLS)
        for first in SURNAMES[:6]
        for second in SURNAMES[6:9]
    )
]
ANA: dict[str, Any] = {"given_names": "Ana Lucía", "surnames": "Tzunún Ixcoy", "year": 2008, "month": 5, "day": 13}


def linked(rows: list[dict[str, Any]]) -> list[int]:
    columns = {name: [row.get(name) for row in rows] for name in dict.fromkeys(key for row in rows for key in row)}
    found: list[int] = link_people(columns_of_table(pa.table(columns))).tolist()
    return found


def together(person: list[int]) -> set[frozenset[int]]:
    """The records of each person."""
    return {frozenset(i for i, one in enumerate(person) if one == home) for home in set(person)}


def test_two_records_of_one_person_are_one_and_strangers_are_not() -> None:
    persons = linked([*CITY, ANA, {**ANA, "surnames": "Tzunun", "given_names": "Ana"}])

    assert persons[-1] == persons[-2] == len(CITY)
    assert persons[: len(CITY)] == list(range(len(CITY)))


@pytest.mark.parametrize("rows", [[], [ANA], [{"given_names": None}], [{"given_names": None, "year": None}] * 3])
def test_who_says_nothing_or_stands_alone_is_one_person_each(rows: list[dict[str, Any]]) -> None:
    assert linked(rows) == list(range(len(rows)))


def test_two_records_are_enough() -> None:
    stranger = {"given_names": "Pedro", "surnames": "Choc", "year": 1990, "month": 11, "day": 30}

    assert linked([ANA, stranger]) == [0, 1]
    assert len(linked([ANA, ANA])) == 2


MARIA = {"given_names": "María", "surnames": "López"}


@pytest.mark.parametrize("others", [0, 1, 8, 40])
def test_in_a_small_table_a_name_alone_makes_nobody_one_person(others: int) -> None:
    strangers = [{key: row[key] for key in ("given_names", "surnames")} for row in CITY[:: len(CITY) // 41][:others]]

    assert linked([*strangers, MARIA, MARIA]) == list(range(others + 2))
    assert linked([*strangers, MARIA, MARIA, MARIA]) == list(range(others + 3))


@pytest.mark.parametrize("others", [0, 1, 8, 40])
def test_in_a_small_table_a_name_and_a_date_of_birth_do(others: int) -> None:
    dated = {**MARIA, "year": 1990, "month": 4, "day": 3}
    strangers = CITY[:: len(CITY) // 41][:others]

    assert linked([*strangers, dated, dated]) == [*range(others), others, others]
    assert linked([*strangers, ANA, ANA]) == [*range(others), others, others]


def test_a_column_that_is_all_empty_or_all_the_same_changes_nobody() -> None:
    rows = [*CITY, ANA, {**ANA, "given_names": "Ana"}]
    empty = {"phone": None, "mother": None, "municipality": None, "a_number": None, "sex": None}
    same = {"nationality": "GT", "municipality": "Nebaj", "agency": "cbp", "language": "ixl"}

    assert linked([{**row, **empty} for row in rows]) == linked(rows)
    assert together(linked([{**row, **same} for row in rows])) == together(linked(rows))


def test_twenty_thousand_people_called_the_same_are_no_riddle_without_end() -> None:
    """Where nothing but a name is told there is no telling who is who: the work and the merges stay bounded."""
    crowd = pa.table({"given_names": ["José Luis"] * 20_000, "surnames": ["López López"] * 20_000})
    columns = columns_of_table(crowd)
    began = time.process_time()
    left, _ = candidate_pairs(columns)
    persons = link_people(columns)

    assert len(left) == 0
    assert persons.tolist() == list(range(20_000))
    assert time.process_time() - began < 20


def test_of_twenty_thousand_people_called_the_same_dates_of_birth_tell_some_apart() -> None:
    count = 20_000
    rows = {
        "given_names": ["José Luis"] * count,
        "surnames": ["López López"] * count,
        "year": [1940 + i % 80 for i in range(count)],
        "month": [1 + i // 80 % 12 for i in range(count)],
        "day": [1 + i // 960 % 28 for i in range(count)],
    }
    left, _ = candidate_pairs(columns_of_table(pa.table(rows)))

    assert 0 < len(left) < 40 * count


def test_a_list_read_twice_makes_nobody_more_certain() -> None:
    """A doubtful pair stays doubtful when both lists are handed in again under another name."""
    doubtful = [{**ANA, "agency": "a"}, {"given_names": "Ana", "surnames": "Ixcoy", "year": 2009, "agency": "b"}]
    once = [*({**row, "agency": "a"} for row in CITY), *doubtful]
    twice = [*once, *({**row, "agency": f"{row['agency']} again"} for row in once)]
    count = len(once)
    before, after = linked(once), linked(twice)

    assert before[count - 2] != before[count - 1]
    assert after[count - 2] != after[count - 1]
    assert together(after[:count]) == together(before)


def test_what_facts_are_worth_is_the_same_from_the_same_table() -> None:
    columns = columns_of_table(pa.Table.from_pylist([*CITY, ANA, ANA]))
    with EMBEDDED.pairs(columns) as one, EMBEDDED.pairs(columns) as other:
        first, second = weights_of(columns, one), weights_of(columns, other)

    assert first.shares == second.shares
    assert all(a.tolist() == b.tolist() for a, b in zip(first.matches, second.matches, strict=True))


def test_random_pairs_are_of_two_records_each() -> None:
    left, right = random_pairs(5)

    assert (left < right).all()
    assert len(left) == 10
    assert right.max() < 5


def test_of_thousands_with_one_name_a_shared_birthday_joins_no_two() -> None:
    """As many share a day as chance has it: 20,000 people, 20,000 days."""
    days = np.random.default_rng(1).integers(0, 20_000, 20_000)
    born = [date.fromordinal(712_000 + int(day)) for day in days]
    rows = [
        {"given_names": "Ana", "surnames": "Cruz", "year": one.year, "month": one.month, "day": one.day} for one in born
    ]

    assert len(set(linked(rows))) == 20_000
