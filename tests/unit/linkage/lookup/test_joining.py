"""A new list joined to an index comes to what matching everything anew would come to."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from reencuentro.linkage import Mention, Sex
from reencuentro.linkage.columns import columns_of
from reencuentro.linkage.lookup import Index
from reencuentro.linkage.plain import link_people
from tests.unit.linkage.cast import SURNAMES, TOWNS, WOMEN, born, father, mother, numbered, said


def town(agency: str) -> list[Mention]:
    """A few hundred people as one agency lists them."""
    return [
        said(
            agency=agency,
            record_id=f"{agency}-{i}",
            given_names=WOMEN[i % len(WOMEN)],
            first_surname=SURNAMES[i * 7 % len(SURNAMES)],
            second_surname=SURNAMES[(i * 11 + i // 30) % len(SURNAMES)],
            sex=Sex.FEMALE,
            birth=born(1960 + i % 40, 1 + i % 12, 2 + i % 27),
            municipality=TOWNS[i % len(TOWNS)],
            relatives=(mother(f"Rosa {SURNAMES[i % 30]}"), father(f"Juan {SURNAMES[i * 7 % len(SURNAMES)]}")),
        )
        for i in range(200)
    ]


OLD = town("ice")
MISSPELT: dict[str, Any] = {"first_surname": "Hernandes", "given_names": "Ana Luzia", "birth": born(1960, 2, 1)}
NEW = [
    *(replace(one, agency="orr", record_id=f"orr-{i}") for i, one in enumerate(OLD[:40])),
    replace(OLD[0], agency="orr", record_id="orr-misspelt", **MISSPELT),
    said(agency="orr", record_id="new-1", full_name="Itzel Xochiquetzal Cuautle", birth=born(2001, 5, 6)),
    said(agency="orr", record_id="new-2", full_name="Itzel Xochiquetsal Cuautle", birth=born(2001, 5, 6)),
]


@pytest.fixture(scope="module")
def persons() -> np.ndarray[tuple[int], np.dtype[np.int32]]:
    """Who is who among the old ones."""
    return link_people(columns_of(OLD))


@pytest.fixture(scope="module")
def index() -> Index:
    return Index.of(columns_of(OLD))


def test_it_comes_to_what_a_full_matching_comes_to(index: Index, persons: np.ndarray) -> None:
    joined = index.joined(columns_of(NEW), persons)
    full = link_people(columns_of([*OLD, *NEW]))

    assert joined.tolist() == full.tolist()
    assert joined[len(OLD) + 40] == persons[0]
    assert joined[-1] == joined[-2] == len(OLD) + len(NEW) - 2


def test_people_whom_the_list_does_not_touch_stay_who_they_were(index: Index, persons: np.ndarray) -> None:
    joined = index.joined(columns_of(NEW[-2:]), persons)

    assert joined[: len(OLD)].tolist() == persons.tolist()


def test_what_was_believed_of_the_index_holds(index: Index) -> None:
    believed = np.arange(len(OLD), dtype=np.int32)
    believed[7] = 3  # somebody has decided that these two are one
    joined = index.joined(columns_of(NEW), believed)

    assert joined[7] == joined[3] == 3


def test_an_empty_list_changes_nothing(index: Index, persons: np.ndarray) -> None:
    assert index.joined(columns_of([]), persons).tolist() == persons.tolist()


def test_a_number_alone_joins() -> None:
    old = [*OLD, said(record_id="a", full_name="Ana Choc", identifiers=numbered("A200345671"))]
    new = [said(agency="orr", record_id="b", full_name="Ana Choc", identifiers=numbered("A200345671"))]
    joined = Index.of(columns_of(old)).joined(columns_of(new), np.arange(len(old), dtype=np.int32))

    assert joined[-1] == len(old) - 1
