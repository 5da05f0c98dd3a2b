"""The place at which a list goes on, as addresses have it: sealed, as the last one tried may not be shown."""

from collections.abc import Callable
from typing import TypeVar

from reencuentro.errors import SettingsError
from reencuentro.records.visible.viewers import NotAllowedError
from reencuentro.web.boxes import seal, unseal

PlaceT = TypeVar("PlaceT")


def sealed_place(of: str, *parts: object) -> str:
    """The place, by what tells it, none of which holds a blank; it opens in the same list alone. of: which list."""
    return seal(" ".join(map(str, parts)), _about(of))


def place_in(text: str, of: str, read: Callable[..., PlaceT]) -> PlaceT | None:
    """What was sealed, as `read` makes it of its parts; None for "".

    Raises NotAllowedError for what was forged, or is of another list.
    """
    if not text:
        return None
    try:
        return read(*unseal(text, _about(of)).split(" "))
    except (SettingsError, ValueError, TypeError) as forged:
        raise NotAllowedError from forged


def _about(of: str) -> str:
    return f"a place in {of}"
