"""One fact as it is kept, in plain text that reads alike in every language."""

from collections.abc import Mapping
from typing import Any


def in_text(value: Any) -> str:
    """2011-05-17, or 2011 where no more is known; phone 1; phone 2; "curp ABC"; anything else by its parts' names."""
    if isinstance(value, dict):
        return _birth(value) if "year" in value else ", ".join(f"{name} {in_text(part)}" for name, part in _said(value))
    if isinstance(value, list):
        return "; ".join(" ".join(map(in_text, one)) if isinstance(one, list) else in_text(one) for one in value)
    return str(value)


def _said(value: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [(name, part) for name, part in value.items() if part not in (None, "", [], False)]


def _birth(birth: Mapping[str, Any]) -> str:
    """Where nobody knows which is the day and which the month, both readings."""
    orders = _READINGS if birth.get("ambiguous") else _READINGS[:1]
    return " / ".join("-".join(f"{birth[part]:02}" for part in order if birth.get(part)) for order in orders)


_READINGS = (("year", "month", "day"), ("year", "day", "month"))
