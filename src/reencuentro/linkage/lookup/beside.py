"""A few records of an index and, behind them, the one that was asked for, as columns of their own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reencuentro.linkage.columns import (
    _PERSONAL_NUMBERS,
    _SEX,
    LONGEST,
    Coded,
    Columns,
    Lists,
    _born,
    _number,
    _ordinal,
)
from reencuentro.linkage.columns import _numbers as numbers_of
from reencuentro.linkage.kernels import Kernel
from reencuentro.linkage.lookup.asking import Asked
from reencuentro.linkage.lookup.overlay import AskedWords, KnownNames, MoreWords
from reencuentro.linkage.lookup.values import Values
from reencuentro.linkage.mentions import Mention, Relation
from reencuentro.linkage.rows import Ints, Places, Rows
from reencuentro.linkage.spelling import fold

_PLAIN: Mapping[str, Callable[[Mention], Any]] = {
    "sex": lambda one: _SEX[one.sex],
    "year": lambda one: one.birth.year if one.birth else 0,
    "month": lambda one: (one.birth.month or 0) if one.birth else 0,
    "day": lambda one: (one.birth.day or 0) if one.birth else 0,
    "ambiguous": lambda one: bool(one.birth and one.birth.ambiguous),
    "born": lambda one: _born(one)[0],
    "born_within": lambda one: _born(one)[1],
    "apprehended_on": lambda one: _ordinal(one.apprehended_on),
    "admitted_on": lambda one: _ordinal(one.admitted_on),
}
"""Columns whose numbers mean the same everywhere."""
_CODED: Mapping[str, tuple[str, Callable[[Mention], str]]] = {
    "nationality": ("nationalities", lambda one: one.nationality),
    "municipality": ("municipalities", lambda one: fold(one.municipality)),
    "family_unit": ("family_units", lambda one: fold(one.family_unit)),
    "a_number": ("a_numbers", lambda one: _number(one, "a_number")),
    "other_number": ("other_numbers", lambda one: _number(one, *_PERSONAL_NUMBERS)),
}
"""Columns of the numbers of values, each with where the values stand."""
_LISTED: Mapping[str, tuple[str, Callable[[Mention], Any]]] = {
    "identifiers": ("identifier_values", numbers_of),
    "phones": ("phone_numbers", lambda one: one.phones),
}
_NUMBERS = {"a_number", "other_number"}
"""Columns whose values are compared letter by letter."""
_VOCABULARIES = tuple(vocabulary for vocabulary, _ in (*_CODED.values(), *_LISTED.values()))
_FACTS: Mapping[str, tuple[str, ...]] = {
    "born": ("birth",),
    "municipality": ("origin",),
    "identifiers": ("any_number",),
    "phones": ("phone",),
    "apprehended_on": ("apprehension", "journey"),
    "admitted_on": ("journey",),
}
"""The facts that are compared by a column, where it isn't the one of its own name."""
_RELATIVES = {"mother": Relation.MOTHER, "father": Relation.FATHER, "children": Relation.CHILD}


@dataclass(frozen=True)
class Known:
    """The columns of an index, ready to have a mention set beside some of its records."""

    columns: Columns

    def ready(self) -> "Known":
        """The same, with all worked out that the first one asked for would wait for."""
        _ = self.own, self.others, self.values, self.columns.spoken_of
        return self

    def beside(self, rows: Places, asked: Asked, words: AskedWords) -> Columns:
        """These records and, behind them, the one asked for; what that is silent on is left out of all of them."""
        names = self.own.beside(rows, (asked.name,), words)
        relatives, told = self._relatives(rows, asked, words)
        found = {one.name: _silent(getattr(self.columns, one.name), len(rows) + 1) for one in fields(Columns)}
        said = self._said(rows, asked.mention)
        found |= said | told
        found |= {"names": names.names, "relative_names": relatives.names, "words": words}
        columns = Columns(**found)
        spoken = {fact for name in said | told for fact in _FACTS.get(name, (name,))}
        vars(columns).update(  # what the columns would count anew
            kernel=names, relatives=relatives, spoken_of=self.columns.spoken_of & spoken
        )
        return columns

    def followed(self, rows: Places, new: Columns, words: MoreWords) -> Columns:
        """These records and behind them all of a new list; facts whose values have no names here are left out."""
        more = len(words) - len(self.columns.words)
        numbers = np.fromiter(map(words.of, new.words.texts), np.int32, len(new.words))
        given, surnames = (_renumbered(part, numbers) for part in (new.names.given, new.names.surnames))
        names = self.own.roomy(more).followed(rows, given, surnames, words)
        found = {one.name: _silent(getattr(self.columns, one.name), len(rows) + len(new)) for one in fields(Columns)}
        for name in _PLAIN:
            found[name] = np.concatenate([getattr(self.columns, name)[rows], getattr(new, name)])
        for name, (vocabulary, _) in {**_CODED, **_LISTED}.items():
            found[name], found[vocabulary] = self._renamed(rows, new, name, vocabulary)
        relatives, told = self._all_relatives(rows, new, words, numbers)
        columns = Columns(**found | told | {"names": names.names, "relative_names": relatives.names, "words": words})
        vars(columns).update(kernel=names, relatives=relatives)  # what the columns would count anew
        return columns

    def _renamed(self, rows: Places, new: Columns, name: str, vocabulary: str) -> tuple[Any, list[str]]:
        """A coded column of these records and the new ones, and the values of these alone."""
        known, texts = getattr(self.columns, name), getattr(self.columns, vocabulary)
        values = getattr(new, vocabulary)
        numbers = np.fromiter((self.values[vocabulary].number(text) for text in values), np.int32, len(values))
        unknown = np.flatnonzero(numbers == len(texts))
        numbers[unknown] = len(texts) + np.arange(len(unknown))
        listed = isinstance(known, Lists)
        old, more = (known.padded[rows], getattr(new, name).padded) if listed else (known[rows], getattr(new, name))
        both = _beneath(old, numbers[more]) if listed else np.concatenate([old, numbers[more]])
        kept, places = np.unique(np.append(0, both.ravel()), return_inverse=True)
        few = [texts[code] if code < len(texts) else values[unknown[code - len(texts)]] for code in kept.tolist()]
        codes = places[1:].astype(np.int32).reshape(both.shape)
        return (Lists(codes) if listed else codes), few

    def _all_relatives(
        self, rows: Places, new: Columns, words: MoreWords, numbers: Ints
    ) -> tuple[Kernel, dict[str, Any]]:
        """What compares the relatives of these records and of the new ones, and who they are."""
        columns = self.columns
        theirs = {
            name: getattr(columns, name).padded[rows] if name == "children" else getattr(columns, name)[rows, None]
            for name in _RELATIVES
        }
        known = np.concatenate([np.zeros(1, np.int32), *(codes.ravel() for codes in theirs.values())])
        found: dict[str, Any] = {}
        place = 1
        for name, codes in theirs.items():
            places = np.arange(place, place + codes.size, dtype=np.int32).reshape(codes.shape)
            own = getattr(new, name).padded if name == "children" else getattr(new, name)[:, None]
            both = _beneath(np.where(codes > 0, places, 0), np.where(own > 0, own + len(known), 0))
            found[name] = Lists(both) if name == "children" else both[:, 0]
            place += codes.size
        given, surnames = (_renumbered(one, numbers) for one in (new.relative_names.given, new.relative_names.surnames))
        return self.others.roomy(len(words) - len(columns.words)).followed(known, given, surnames, words), found

    def _said(self, rows: Places, mention: Mention) -> dict[str, Any]:
        """The columns of which the mention speaks, but for names."""
        found: dict[str, Any] = {}
        for name, say in _PLAIN.items():
            if (said := say(mention)) and said == said:
                found[name] = _followed(getattr(self.columns, name)[rows], said)
        for name, (vocabulary, tell) in _CODED.items():
            if text := tell(mention):
                found[name] = _followed(getattr(self.columns, name)[rows], self.values[vocabulary].number(text))
        for name, (vocabulary, tell_all) in _LISTED.items():
            if texts := tell_all(mention):
                codes = sorted({self.values[vocabulary].number(text) for text in texts})
                found[name] = Lists(_followed_list(getattr(self.columns, name).padded[rows], codes))
        for name in _NUMBERS & found.keys():
            vocabulary, tell = _CODED[name]
            found |= _recoded(name, found[name], vocabulary, getattr(self.columns, vocabulary), tell(mention))
        return found

    def _relatives(self, rows: Places, asked: Asked, words: AskedWords) -> tuple[Kernel, dict[str, Any]]:
        """What compares the relatives whom both name, and who they are: places among the names that it compares."""
        columns, wanted = self.columns, {name: asked.relatives.get(one, ()) for name, one in _RELATIVES.items()}
        theirs = {
            name: getattr(columns, name).padded[rows] if name == "children" else getattr(columns, name)[rows, None]
            for name, names in wanted.items() if names
        }  # fmt: skip
        if not theirs:
            return columns.relatives, {}
        known = np.concatenate([np.zeros(1, np.int32), *(codes.ravel() for codes in theirs.values())])
        names = [one for name in theirs for one in wanted[name]]
        found: dict[str, Any] = {}
        place, after = 1, len(known)
        for name, codes in theirs.items():
            own = range(after, after + len(wanted[name]))
            places = np.arange(place, place + codes.size, dtype=np.int32).reshape(codes.shape)
            both = _followed_list(np.where(codes > 0, places, 0), list(own))
            found[name] = Lists(both) if name == "children" else both[:, 0]
            place, after = place + codes.size, own.stop
        return self.others.beside(known, names, words), found

    @cached_property
    def own(self) -> KnownNames:
        """The names of the records."""
        return KnownNames.of(self.columns.kernel)

    @cached_property
    def others(self) -> KnownNames:
        """The names of relatives."""
        return KnownNames.of(self.columns.relatives)

    @cached_property
    def values(self) -> dict[str, Values]:
        """The vocabularies by name."""
        return {name: Values(getattr(self.columns, name)) for name in _VOCABULARIES}


def _followed(values: NDArray[Any], said: Any) -> NDArray[Any]:
    return np.append(values, np.array(said, values.dtype))


def _followed_list(codes: Ints, said: list[int]) -> Ints:
    row = np.zeros((1, max(codes.shape[1], min(len(said), LONGEST))), np.int32)
    row[0, : len(said)] = said[:LONGEST]
    return np.concatenate([np.pad(codes, ((0, 0), (0, row.shape[1] - codes.shape[1]))), row])


def _beneath(codes: Ints, more: Ints) -> Ints:
    """Lists of codes and others below them, as wide as the wider."""
    width = max(codes.shape[1], more.shape[1])
    wide = (np.pad(one, ((0, 0), (0, width - one.shape[1]))) for one in (codes, more))
    return np.concatenate(list(wide)).astype(np.int32)


def _renumbered(rows: Rows, numbers: Ints) -> Rows:
    return Rows(numbers[rows.flat], rows.start)


def _recoded(name: str, codes: Ints, vocabulary: str, texts: list[str], said: str) -> dict[str, Any]:
    """The numbers of these few alone: a million of them are more than need be looked through."""
    kept, places = np.unique(np.append(0, codes), return_inverse=True)
    few = [texts[code] if code < len(texts) else said for code in kept.tolist()]
    return {name: places[1:].astype(np.int32), vocabulary: few}


def _silent(column: Any, count: int) -> Any:
    """A column like this that says nothing; what isn't a column stays."""
    if isinstance(column, Lists):
        return Lists(np.zeros((count, 1), np.int32))
    if isinstance(column, Coded):
        return Coded()
    if not isinstance(column, np.ndarray):
        return column
    return np.full(count, np.nan) if column.dtype.kind == "f" else np.zeros(count, column.dtype)
