"""Cohorts that several tests read, generated once."""

import csv
from collections.abc import Callable

import pytest

from reencuentro.rehearsal import PROFILES, Cohort, Profile, generate

Rows = list[dict[str, str]]


def read_truth_file(cohort: Cohort, name: str) -> Rows:
    """One truth file as rows by column."""
    with (cohort.directory / "truth" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Cohort]:
    """Generates a cohort into a folder of its own."""

    def generated(*, children: int = 300, seed: int = 5, profile: Profile = PROFILES["default"]) -> Cohort:
        return generate(tmp_path_factory.mktemp("cohort") / "c", children=children, seed=seed, profile=profile)

    return generated


@pytest.fixture(scope="session")
def default(make: Callable[..., Cohort]) -> Cohort:
    """Large enough for rates to show."""
    return make(children=1500, seed=17)


@pytest.fixture(scope="session")
def june(make: Callable[..., Cohort]) -> Cohort:
    """19 June 2018; the number of children asked for must not matter."""
    return make(children=1, seed=3, profile=PROFILES["june2018"])
