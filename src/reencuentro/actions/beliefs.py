"""Brings what the registry believes up to what is now found, superseding only what changed."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Greatest

from reencuentro.records.exact import ExactJSONField, as_json
from reencuentro.records.loading import load_rows
from reencuentro.records.restrictions import as_it_stands

Values = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """How many beliefs were closed and opened; a belief that changed counts in both."""

    closed: int
    opened: int


def believe(
    model: type[models.Model],
    key: Sequence[str],
    said: Sequence[str],
    found: Mapping[Values, Values],
    at: datetime,
    *,
    among: Q | None = None,
) -> Change:
    """Makes `found` what stands from `at` on, of a model derived from `Known`.

    among: the only beliefs that were asked anew, so that all others stay; None: all were.

    key: the fields that say what a belief is about, one standing belief for each; said: the fields that say what is
    believed. found: values of `said` by values of `key`; JSON as lists and dicts. What is believed already stays
    untouched, so that finding the same again writes nothing; so does what is about somebody under a restriction.
    """
    unchanged: set[Values] = set()
    outdated: list[int] = []
    for pk, about, belief in _standing(model, key, said, at, among):
        if found.get(about) == belief:
            unchanged.add(about)
        else:
            outdated.append(pk)
    fresh = {about: belief for about, belief in found.items() if about not in unchanged}
    _close(model, outdated, at)
    names = (*key, *said, "known_from")
    written = _writers(model, said)
    load_rows(model, names, ((*about, *_written(belief, written), at) for about, belief in fresh.items()))
    return Change(closed=len(outdated), opened=len(fresh))


def _standing(
    model: type[models.Model], key: Sequence[str], said: Sequence[str], at: datetime, among: Q | None
) -> Iterator[tuple[int, Values, Values]]:
    frozen = as_it_stands(model, at)
    standing = model._default_manager.filter(among or Q(), known_until=None)
    rows = (standing.exclude(frozen) if frozen else standing).values_list("pk", *key, *said)
    split = 1 + len(key)
    return ((row[0], row[1:split], row[split:]) for row in rows.iterator())


def _close(model: type[models.Model], pks: Iterable[int], at: datetime) -> None:
    remaining = iter(pks)
    while chunk := list(islice(remaining, _CHUNK)):
        # A clock that was set back must not make us forget something before we knew it.
        model._default_manager.filter(pk__in=chunk).update(known_until=Greatest("known_from", at))


_CHUNK = 900  # SQLite takes 999 parameters a statement, the least of the databases


def _writers(model: type[models.Model], said: Sequence[str]) -> list[bool]:
    return [isinstance(model._meta.get_field(name), ExactJSONField) for name in said]


def _written(belief: Values, is_json: Sequence[bool]) -> Iterator[Any]:
    return (as_json(value) if json else value for value, json in zip(belief, is_json, strict=True))
