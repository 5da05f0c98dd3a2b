"""What other programs import says what it is for."""

import inspect

import pytest

import reencuentro.linkage


def undocumented(name: str, value: object) -> bool:
    """Whether a class or function tells nothing of itself; a dataclass's own signature is nothing told."""
    told = inspect.getdoc(value) or ""
    return (inspect.isclass(value) or inspect.isroutine(value)) and (not told or told.startswith(f"{name}("))


def test_linkage_says_what_it_offers() -> None:
    assert reencuentro.linkage.__all__
    assert sorted(reencuentro.linkage.__all__) == sorted(set(reencuentro.linkage.__all__))


@pytest.mark.parametrize("name", getattr(reencuentro.linkage, "__all__", []))
def test_every_name_that_linkage_offers_is_documented(name: str) -> None:
    assert not undocumented(name, getattr(reencuentro.linkage, name))


def test_a_silent_name_is_caught() -> None:
    silent = type("Silent", (), {"__doc__": "Silent(x: int)"})

    assert undocumented("Silent", silent)
    assert undocumented("quiet", lambda: None)
    assert not undocumented("test_a_silent_name_is_caught", undocumented)
