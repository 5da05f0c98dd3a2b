"""Every error tells facts and a remedy."""

import pytest

from reencuentro import errors
from reencuentro.errors import MappingError, ReencuentroError, RegistryError, RosterRefusedError


def every_error() -> list[type[ReencuentroError]]:
    named = [value for value in vars(errors).values() if isinstance(value, type)]
    return [error for error in named if issubclass(error, ReencuentroError)]


def test_every_error_is_of_one_tree_and_drawn_in_it() -> None:
    drawn = errors.__doc__ or ""

    assert len(every_error()) > 3
    assert all(error.__name__ in drawn for error in every_error())


def test_an_error_tells_the_problem_and_keeps_the_remedy() -> None:
    error = RegistryError("the registry is busy", remedy="try again")

    assert str(error) == error.problem == "the registry is busy"
    assert error.remedy == "try again"


@pytest.mark.parametrize(
    ("place", "told"),
    [
        ({}, "a.csv: it is empty"),
        ({"line": 3}, "a.csv, line 3: it is empty"),
        ({"line": 3, "column": "DOB"}, "a.csv, line 3, column DOB: it is empty"),
    ],
)
def test_a_refused_roster_tells_where(place: dict[str, object], told: str) -> None:
    error = RosterRefusedError("a.csv", "it is empty", remedy="ask for it again", **place)  # type: ignore[arg-type]  # a line, a column

    assert str(error) == told
    assert error.remedy == "ask for it again"


def test_a_wrong_mapping_tells_its_file() -> None:
    assert str(MappingError("m.toml", "no such field", remedy="see the list")) == "m.toml: no such field"


def test_any_error_can_be_caught_as_ours() -> None:
    with pytest.raises(ReencuentroError):
        raise MappingError("m.toml", "no such field", remedy="see the list")
