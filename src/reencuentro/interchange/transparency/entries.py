"""One entry of the audit as the bytes that are hashed: the same bytes from the same facts, on any machine, for good."""

import json
from dataclasses import dataclass, fields
from datetime import UTC, datetime
from typing import Any

VERSION = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """Who did or saw what, when, in what capacity; about: keys only, never names.

    sequence: its place in the log, from 0 without gaps; it alone gives the order, `at` is only what a clock told.
    terms: what was searched for, as keyed hashes. levels: how much of a record was asked for, 1 to 5.
    """

    sequence: int
    at: datetime
    by: str
    action: str
    about: tuple[str, ...]
    outcome: str
    why: str = ""
    officer: str = ""
    agency: str = ""
    purpose: str = ""
    levels: tuple[int, ...] = ()
    terms: tuple[str, ...] = ()

    @property
    def leaf(self) -> bytes:
        """The entry as JSON in ASCII: keys in their order, no spaces, what is empty left out.

        What is left out may be added to later versions without a change to older entries.
        """
        facts = {field.name: _plain(getattr(self, field.name)) for field in fields(self)}
        told = {name: value for name, value in facts.items() if value not in ("", [])}
        return json.dumps({"v": VERSION, **told}, sort_keys=True, separators=(",", ":")).encode()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return f"{value.astimezone(UTC):%Y-%m-%dT%H:%M:%S.%fZ}"
    return list(value) if isinstance(value, tuple) else value
