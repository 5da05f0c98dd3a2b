"""The made-up people: the same from the same seed, families as families are, and errors only where they are told."""

from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from bench.people.listing import listed
from bench.people.population import Population, populate
from bench.people.slips import SLIPS, mistyped, respelled
from bench.people.vocabulary import Culture, Frequencies, Vocabulary, names_among
from bench.people.writing import write_people

NAMES = Frequencies.of({"ANA": 3, "MARIA": 5, "LUZ": 1, "ROSA": 2})
SURNAMES = Frequencies.of({"LOPEZ": 3, "GARCIA": 2, "SANTIZO": 1, "VELIZ": 1})
SMALL = Vocabulary(
    (
        Culture("spanish", 0.8, SURNAMES, NAMES, NAMES),
        Culture("romanian", 0.1, SURNAMES, NAMES, NAMES, single=True),
        Culture("portuguese", 0.1, SURNAMES, NAMES, NAMES, mother_first=True),
    ),
    Frequencies.of({"GT0101": 1, "HN0202": 1}),
)
MALE_NAMED = 400


@pytest.fixture(scope="module")
def population() -> Population:
    return populate(np.random.default_rng(1), SMALL, MALE_NAMED)


def test_children_carry_the_first_surnames_of_their_parents(population: Population) -> None:
    names, families = population.names, population.families
    children = np.flatnonzero((population.role == "K") & (population.culture == "spanish"))
    father = population.family[children]

    assert (names.first[children] == names.first[father]).all()
    assert (names.second[children] == names.first[father + families]).all()


def test_portuguese_children_carry_the_mothers_name_before_the_fathers(population: Population) -> None:
    names, families = population.names, population.families
    children = np.flatnonzero((population.role == "K") & (population.culture == "portuguese"))
    father = population.family[children]

    assert len(children)
    assert (names.first[children] == names.second[father + families]).all()
    assert (names.second[children] == names.second[father]).all()


def test_mothers_were_of_an_age_to_bear_each_child(population: Population) -> None:
    family, slot = np.nonzero(population.slots >= 0)
    child = population.born[population.slots[family, slot]]
    years = (child - population.born[family + population.families]).astype(int) / 365.25

    assert years.min() > 15
    assert years.max() < 53


def test_only_records_without_an_error_say_the_whole_truth(population: Population) -> None:
    table = listed(np.random.default_rng(2), population, SMALL, 5)
    person = table.column("person_id").to_numpy()
    told = np.array(table.column("given").to_pylist(), dtype=object)
    errors = np.array([kinds or "" for kinds in table.column("errors").to_pylist()], dtype=object)
    in_name = np.array([any(kind in kinds.split("|") for kind in SLIPS) for kinds in errors])

    assert in_name.any()
    assert (told[~in_name] == population.names.given()[person[~in_name]]).all()


def test_the_same_seed_gives_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write_people(tmp_path / name, records=500, seed=3)

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


def test_another_seed_gives_others_and_as_many_as_wanted(tmp_path: Path) -> None:
    for seed in (3, 4):
        write_people(tmp_path / str(seed), records=500, seed=seed)
    given = [pq.read_table(tmp_path / str(seed)).column("given").to_pylist() for seed in (3, 4)]

    assert [len(names) for names in given] == [500, 500]
    assert given[0] != given[1]


def test_a_slip_of_a_frequent_name_is_no_name() -> None:
    assert names_among({"GONZALEZ": 9_000, "GONALEZ": 20, "GONZALES": 900, "TZOC": 20}) == {
        "GONZALEZ": 9_000,
        "GONZALES": 900,
        "TZOC": 20,
    }


@pytest.mark.parametrize("luck", [0.0, 0.3, 0.55, 0.8, 0.999])
def test_a_slip_changes_little(luck: float) -> None:
    assert abs(len(mistyped("GARCIA", luck)) - len("GARCIA")) <= 1
    assert respelled("GONZALEZ", luck) != "GONZALEZ"
