"""Every address says for which action it is, for which purposes and levels; what says nothing isn't served."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVar

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver

from reencuentro.errors import SettingsError
from reencuentro.rules.disclosure.vocabulary import Action, Level, Purpose


class Door(StrEnum):
    """What isn't about anybody in the registry. ANYBODY: before signing in. OWN: the officer's own account; SETTING_UP:
    of it, what must be possible before a second factor is there.
    """

    ANYBODY = "anybody"
    OWN = "own"
    SETTING_UP = "setting_up"


@dataclass(frozen=True, slots=True)
class Declared:
    """What a view is for."""

    action: Action | Door
    purposes: frozenset[Purpose] = frozenset()
    levels: frozenset[Level] = frozenset()


View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def declared(
    *, action: Action | Door, purposes: Iterable[Purpose] = (), levels: Iterable[Level] = ()
) -> Callable[[View], View]:
    """Declares a view. Raises ValueError for an action without a purpose: nothing is done for no purpose."""
    declaration = Declared(action, frozenset(purposes), frozenset(levels))
    if isinstance(action, Action) and not declaration.purposes:
        raise ValueError(f"{action.value} is declared without a purpose")

    def declare(view: View) -> View:
        view.declared = declaration  # type: ignore[attr-defined]  # functions take attributes
        return view

    return declare


def declaration_of(view: Callable[..., Any]) -> Declared | None:
    """What the view declares; None where it declares nothing."""
    found = getattr(view, "declared", None)
    return found if isinstance(found, Declared) else None


def undeclared(patterns: Iterable[URLPattern | URLResolver] | None = None) -> list[str]:
    """The addresses whose views declare nothing."""
    found = get_resolver().url_patterns if patterns is None else patterns
    return [address for address, view in _views(found, "") if declaration_of(view) is None]


def _views(patterns: Iterable[URLPattern | URLResolver], before: str) -> Iterator[tuple[str, Callable[..., Any]]]:
    for pattern in patterns:
        address = f"{before}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, address)
        else:
            yield address, pattern.callback


def refuse_undeclared(patterns: Iterable[URLPattern | URLResolver] | None = None) -> None:
    """Raises SettingsError where any address is undeclared: the program doesn't start then."""
    if silent := undeclared(patterns):
        raise SettingsError(
            f"undeclared addresses: {', '.join(silent)}",
            remedy="Say with @declared for which action, purposes and levels each of them is.",
        )
