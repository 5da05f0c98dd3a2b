"""Mentions as the JSON kept in the registry, and back, without loss."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from operator import attrgetter
from typing import Any

from reencuentro.linkage.mentions import Birth, Identifier, Mention, RecordKey, Relation, Relative, Sex

Facts = dict[str, Any]


def facts_of(mention: Mention) -> Facts:
    """What the mention says; where it is silent, nothing is kept."""
    return _spoken(mention, _MENTION)


def relative_facts(relative: Relative) -> Facts:
    """What a row says of a relative of its subject."""
    return _spoken(relative, _RELATIVE)


def mention_from(facts: Mapping[str, Any], key: RecordKey) -> Mention:
    """The mention again, under the record key by which it now goes."""
    agency, record_id = key
    return Mention(agency=agency, record_id=record_id, **_understood(facts))


def _spoken(value: object, silent: Mapping[str, Any]) -> Facts:
    return {
        name: _WRITE[name](said) if name in _WRITE else said
        for name, said, silence in zip(silent, attrgetter(*silent)(value), silent.values(), strict=True)
        if said is not silence and said != silence
    }


def _understood(facts: Mapping[str, Any]) -> Facts:
    return {name: _READ[name](said) if name in _READ else said for name, said in facts.items()}


def _silences(kind: type[Mention] | type[Relative]) -> Facts:
    """Each field but the record key, with the value that says nothing."""
    return {f.name: None if f.default is MISSING else f.default for f in fields(kind) if f.name not in _KEY}


def _birth_facts(birth: Birth) -> Facts:
    written = {"year": birth.year, "month": birth.month, "day": birth.day, "ambiguous": birth.ambiguous}
    return {name: said for name, said in written.items() if said}


def _pairs(identifiers: tuple[Identifier, ...]) -> list[list[str]]:
    return [[identifier.kind, identifier.value] for identifier in identifiers]


_KEY = frozenset({"agency", "record_id"})
_MENTION = _silences(Mention)
_RELATIVE = _silences(Relative)
_DATES = ("stated_on", "apprehended_on", "admitted_on", "discharged_on", "removed_on", "called_on")

_WRITE: dict[str, Callable[[Any], Any]] = {
    "birth": _birth_facts,
    "identifiers": _pairs,
    "relatives": lambda relatives: [relative_facts(relative) for relative in relatives],
    "relation": str,
    "sex": str,
    **dict.fromkeys(_DATES, date.isoformat),
}
_READ: dict[str, Callable[[Any], Any]] = {
    "birth": lambda facts: Birth(**facts),
    "identifiers": lambda pairs: tuple(Identifier(kind, value) for kind, value in pairs),
    "phones": tuple,
    "relatives": lambda many: tuple(Relative(**_understood(facts)) for facts in many),
    "relation": {relation.value: relation for relation in Relation}.__getitem__,  # quicker than to call the enum
    "sex": {sex.value: sex for sex in Sex}.__getitem__,
    **dict.fromkeys(_DATES, date.fromisoformat),
}
