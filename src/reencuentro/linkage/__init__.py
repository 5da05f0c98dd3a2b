"""COMPARES: who is the same person and who belongs to whom, from plain values; no database, no clock."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from reencuentro.linkage.mentions import Birth, Identifier, Mention, RecordKey, Relation, Relative, Sex
from reencuentro.linkage.results import (
    Evidence,
    Identity,
    Judged,
    Linkage,
    Outcome,
    PersonFound,
    Status,
    Tie,
    Verdict,
)

if TYPE_CHECKING:
    from reencuentro.linkage.engine import link
    from reencuentro.linkage.evidence import in_words

__all__ = [
    "Birth",
    "Evidence",
    "Identifier",
    "Identity",
    "Judged",
    "Linkage",
    "Mention",
    "Outcome",
    "PersonFound",
    "RecordKey",
    "Relation",
    "Relative",
    "Sex",
    "Status",
    "Tie",
    "Verdict",
    "in_words",
    "link",
]

_LATER = {"link": "engine", "in_words": "evidence"}
"""What is loaded when it is asked for: the whole engine takes a quarter of a second, and most need a part of it."""


def __getattr__(name: str) -> Any:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_LATER[name]}"), name)
