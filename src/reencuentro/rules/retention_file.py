"""Reads the retention rules that an agency or a law lays down from a TOML file."""

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from reencuentro.rules.retention import CountedFrom, Policy, RecordKind, Rule

_TAKEN = {"kind", "agency", "counted_from", "years", "months", "days", "in_force_from", "source", "zone"}


def read_rules(text: str) -> Policy:
    """The rules of a file: tables [[rule]], as docs/life-of-a-record.md shows.

    Raises ValueError, which names the rule by its number and says what is wrong with it.
    """
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ValueError(f"it isn't TOML: {error}") from error
    tables = told.pop("rule", None)
    if told:
        raise ValueError(f"{min(told)!r} is unknown: a file of rules holds [[rule]] and nothing else")
    if not isinstance(tables, list) or not tables:
        raise ValueError("it holds no rule: begin each with [[rule]]")
    rules = tuple(_rule(number, table) for number, table in enumerate(tables, 1))
    seen: set[tuple[str, str, date]] = set()
    for number, rule in enumerate(rules, 1):
        key = (rule.kind, rule.agency, rule.in_force_from)
        if key in seen:
            raise ValueError(f"rule {number}: another rule says so of the same kind, agency and day")
        seen.add(key)
    return rules


def _rule(number: int, table: Any) -> Rule:
    try:
        return _understood(table)
    except (ValueError, TypeError, AttributeError) as error:
        raise ValueError(f"rule {number}: {error}") from error


def _understood(table: Mapping[str, Any]) -> Rule:
    if unknown := sorted(set(table) - _TAKEN):
        raise ValueError(f"{unknown[0]!r} is unknown")
    if missing := sorted({"kind", "counted_from", "in_force_from", "source"} - set(table)):
        raise ValueError(f"{missing[0]!r} is missing")
    if wrong := sorted(name for name, kind in _KINDS.items() if name in table and type(table[name]) is not kind):
        raise ValueError(f"{wrong[0]!r} must be a {_WORDS[_KINDS[wrong[0]]]}")
    counted = [_word(CountedFrom, one) for one in table["counted_from"]]
    return Rule(**{**table, "kind": _word(RecordKind, table["kind"]), "counted_from": frozenset(counted)})


def _word(words: type[CountedFrom] | type[RecordKind], said: Any) -> Any:
    if said not in list(words):
        raise ValueError(f"{said!r} is none of {', '.join(words)}")
    return words(said)


_KINDS: Mapping[str, type] = {
    "kind": str,
    "agency": str,
    "counted_from": list,
    "years": int,
    "months": int,
    "days": int,
    "in_force_from": date,
    "source": str,
    "zone": str,
}
_WORDS = {str: "text in quotes", list: "list", int: "whole number", date: "day, without quotes: 2018-06-19"}
