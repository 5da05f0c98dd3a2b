"""Laws of the array engine: rows, blocks and clusters are what lists, loops and one step after the other make them."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import combinations, product
from random import Random

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reencuentro.linkage.blocking import (
    candidate_pairs,
    pairs_by_joining,
    pairs_by_sorting,
    tables_of,
    unpacked,
    years_and_places,
)
from reencuentro.linkage.clusters import MOST_AGAINST, MOST_FOR, STRANGER, clusters_of, unseen_pairs
from reencuentro.linkage.identity import compare_records
from reencuentro.linkage.keys import Keys, keys_of
from reencuentro.linkage.rows import Ints, Places
from reencuentro.linkage.words import Hashes
from tests.property.tables import Row, columns_of_rows, tables

Pair = tuple[int, int]

# Blocks.


@st.composite
def filed(draw: st.DrawFn) -> tuple[Keys, Places, Places]:
    """Records under keys, the years they may be of and their places: few of each, so that blocks are too large."""
    count = draw(st.integers(2, 30))
    largest = draw(st.lists(st.integers(2, 3), min_size=1, max_size=3))
    rows = draw(st.sets(st.tuples(st.integers(0, len(largest) - 1), st.integers(0, count - 1)), min_size=1))
    key, record = np.array(sorted(rows)).T
    years = draw(st.lists(st.sampled_from((0, 1999, 2000, 2001)), min_size=count, max_size=count))
    places = draw(st.lists(st.integers(0, 2), min_size=count, max_size=count))
    keys = Keys(key.astype(np.int64), record.astype(np.int32), np.array(largest, np.int32)[key])
    return keys, np.array(years, np.int64), np.array(places, np.int64)


@settings(deadline=None, max_examples=300)
@given(filed())
def test_pairs_by_sorting_are_those_of_going_through_block_after_block(given: tuple[Keys, Places, Places]) -> None:
    assert as_pairs(pairs_by_sorting(*given)) == by_hand(*given)


@settings(deadline=None, max_examples=40)
@given(filed())
def test_pairs_by_joining_are_those_of_going_through_block_after_block(given: tuple[Keys, Places, Places]) -> None:
    assert as_pairs(pairs_by_joining(sql_tables(*given))) == by_hand(*given)


@settings(deadline=None, max_examples=40)
@given(tables(most=40))
def test_the_pairs_of_a_table_are_those_of_going_through_block_after_block(told: list[Row]) -> None:
    columns = columns_of_rows(told)
    left, right = candidate_pairs(columns)

    assert list(zip(left.tolist(), right.tolist(), strict=True)) == by_hand(
        keys_of(columns), *years_and_places(columns)
    )
    assert as_pairs(pairs_by_joining(tables_of(columns))) == list(zip(left.tolist(), right.tolist(), strict=True))


@settings(deadline=None, max_examples=60)
@given(tables(most=30), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_pair(told: list[Row], random: Random) -> None:
    order = random.sample(range(len(told)), len(told))
    left, right = candidate_pairs(columns_of_rows(told))
    again = candidate_pairs(columns_of_rows([told[i] for i in order]))

    assert pairs_of(left, right) == {
        (min(order[a], order[b]), max(order[a], order[b])) for a, b in pairs_of(again[0], again[1])
    }


@settings(deadline=None, max_examples=100)
@given(tables(least=2, most=8), st.randoms(use_true_random=False))
def test_neither_the_order_of_rows_nor_of_sides_changes_what_a_pair_says(told: list[Row], random: Random) -> None:
    order = random.sample(range(len(told)), len(told))
    place = np.argsort(order).astype(np.int32)
    left, right = (side.astype(np.int32) for side in np.triu_indices(len(told), 1))
    columns, moved = columns_of_rows(told), columns_of_rows([told[i] for i in order])
    one, other = compare_records(columns, left, right), compare_records(moved, place[right], place[left])

    assert one.levels.tolist() == other.levels.tolist()
    for fact, chance in one.chance.items():
        assert chance.tolist() == pytest.approx(other.chance[fact].tolist(), nan_ok=True)


def pairs_of(left: Ints, right: Ints) -> set[Pair]:
    return set(zip(left.tolist(), right.tolist(), strict=True))


def sql_tables(keys: Keys, year: Places, place: Places) -> dict[str, pa.Table]:
    dated = np.flatnonzero(year)
    return {
        "keys": pa.table({"key": keys.key, "record": keys.record, "largest": keys.largest}),
        "years": pa.table(
            {"record": np.tile(dated, 2), "year": np.concatenate([year[dated], year[dated] + 1])},
        ),
        "places": pa.table({"record": np.arange(len(place)), "place": place}),
    }


def by_hand(keys: Keys, year: Places, place: Places) -> list[Pair]:
    """The slow way: what shares a key, or if that is too many a key and a year, or a key, a year and a place."""
    found: set[Pair] = set()
    largest = dict(zip(keys.key.tolist(), keys.largest.tolist(), strict=True))
    blocks = grouped(zip(keys.key.tolist(), keys.record.tolist(), strict=True))
    for key, block in blocks.items():
        if len(block) <= largest[key]:
            found.update(combinations(block, 2))
            continue
        dated = grouped((when, one) for one in block if year[one] for when in (int(year[one]), int(year[one]) + 1))
        for of_year in dated.values():
            if len(of_year) <= largest[key]:
                found.update(combinations(of_year, 2))
                continue
            for of_place in grouped((int(place[one]), one) for one in of_year).values():
                if len(of_place) <= 4 * largest[key]:
                    found.update(combinations(of_place, 2))
    return sorted(found)


def grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    groups: dict[int, list[int]] = defaultdict(list)
    for key, record in pairs:
        groups[key].append(record)
    return groups


def as_pairs(packed: Hashes) -> list[Pair]:
    left, right = unpacked(packed)
    return list(zip(left.tolist(), right.tolist(), strict=True))


# Clusters.

_RECORDS = 8
some_pairs = st.tuples(st.integers(0, _RECORDS - 1), st.integers(0, _RECORDS - 1)).filter(
    lambda pair: pair[0] < pair[1]
)
graphs = st.dictionaries(some_pairs, st.integers(-200, 200), max_size=20).map(
    lambda bits: {pair: value / 10 + place / 1000 for place, (pair, value) in enumerate(sorted(bits.items()))}
)


@settings(deadline=None, max_examples=300)
@given(graphs)
def test_clusters_are_those_of_asking_every_two_in_turn(bits: dict[Pair, float]) -> None:
    assert clustered(bits) == in_turn(bits)


@settings(deadline=None)
@given(graphs, st.permutations(range(_RECORDS)))
def test_the_order_of_records_changes_no_cluster(bits: dict[Pair, float], order: list[int]) -> None:
    moved = {(min(order[a], order[b]), max(order[a], order[b])): value for (a, b), value in bits.items()}
    home, again = clustered(bits), clustered(moved)

    assert {(a, b) for a, b in every_pair() if home[a] == home[b]} == {
        (a, b) for a, b in every_pair() if again[order[a]] == again[order[b]]
    }


@settings(deadline=None)
@given(st.lists(st.integers(0, 3), min_size=_RECORDS, max_size=_RECORDS), st.integers(1, 20), st.integers(-20, -1))
def test_where_no_evidence_conflicts_everybody_is_found(people: list[int], same: int, different: int) -> None:
    bits = {(a, b): float(same if people[a] == people[b] else different) for a, b in every_pair()}

    assert clustered(bits) == [people.index(person) for person in people]


def every_pair() -> Iterable[Pair]:
    return combinations(range(_RECORDS), 2)


def clustered(bits: dict[Pair, float]) -> list[int]:
    left, right = sides(bits)
    found: list[int] = clusters_of(_RECORDS, left, right, np.array([bits[pair] for pair in sorted(bits)])).tolist()
    return found


def sides(pairs: Iterable[Pair]) -> tuple[Ints, Ints]:
    """Sorted, as candidates are."""
    table = np.array(sorted(pairs), np.int32).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def in_turn(bits: dict[Pair, float]) -> list[int]:
    """The slow way: every two clusters of which each prefers the other to all others join, and so on."""
    clusters = {record: [record] for record in range(_RECORDS)}
    while True:
        willing = {
            pair: said
            for pair in combinations(sorted(clusters), 2)
            if (said := strongest_of_willing(clusters[pair[0]], clusters[pair[1]], bits)) > 0
        }
        best = {
            home: max((said, -pair[0], -pair[1]) for pair, said in willing.items() if home in pair)
            for home in {one for pair in willing for one in pair}
        }
        joined = [
            pair for pair, said in willing.items() if best[pair[0]] == best[pair[1]] == (said, -pair[0], -pair[1])
        ]
        if not joined:
            break
        for low, high in joined:
            clusters[low] += clusters.pop(high)
    home = {record: min(cluster) for cluster in clusters.values() for record in cluster}
    return [home[record] for record in range(_RECORDS)]


def strongest_of_willing(one: list[int], other: list[int], bits: dict[Pair, float]) -> float:
    """The strongest of the pairs between two clusters; 0 where all of them together speak against joining."""
    said = [bits[pair] for pair in product(one, other) if pair in bits]
    said += [bits[pair] for pair in product(other, one) if pair in bits]
    together = sum(min(max(value, MOST_AGAINST), MOST_FOR) for value in said)
    return max(said, default=0.0) if together + STRANGER * (len(one) * len(other) - len(said)) > 0 else 0.0


@settings(deadline=None)
@given(graphs)
def test_pairs_never_compared_are_those_inside_a_connected_group_that_are_missing(bits: dict[Pair, float]) -> None:
    left, right = sides(bits)
    connected = np.array([bits[pair] > 0 for pair in sorted(bits)], np.bool_)
    group = {record: {record} for record in range(_RECORDS)}
    for a, b in (pair for pair in bits if bits[pair] > 0):
        together = group[a] | group[b]
        group.update(dict.fromkeys(together, together))

    assert as_pairs(unseen_pairs(_RECORDS, left, right, connected)) == [
        (a, b) for a, b in every_pair() if b in group[a] and (a, b) not in bits
    ]
