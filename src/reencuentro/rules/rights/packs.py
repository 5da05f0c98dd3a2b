"""The pack of evidence for a body: a chronology, annexes by their hashes, and nobody named who didn't agree."""

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass

from reencuentro.linkage.persons import NUMBER

_WORD = re.compile(r"[^\W\d_][\w'’ʼ-]*")
_DAY = r"\b(?:\d{4}-\d{2}-\d{2}|\d{1,2}[./-]\d{1,2}[./-]\d{4})\b"
_NUMBER = re.compile(rf"{_DAY}|\b{NUMBER}\b|\b[A-Z]{{0,2}}\d[\d.\s-]{{4,}}\d\b|\S+@\S+|\+\d[\d\s-]*\d")
_PARTICLES = frozenset("de del la las los el y san da do dos the and von".split())
_APOSTROPHES = frozenset("'’ʼ")
_SHORTEST = 3
"""Letters of a word of a name that is looked for: shorter ones are in every sentence."""


@dataclass(frozen=True, slots=True)
class Event:
    """Something of the chronology. day: as far as it is known, ISO 8601. what: the key of its words. said: more."""

    day: str
    what: str
    said: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """A piece of evidence. kind, source: words of the forms, never names. hash: SHA-256 of the file, "" for none."""

    number: int
    kind: str
    described: str
    source: str
    obtained: str = ""
    hash: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Violated:
    """One violation as a body is told of it."""

    type: str
    on: str
    until: str
    place: str
    authority: str
    facts: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a body is handed. number: of the submission. person: their name where they agreed to it, else a letter.

    grounds: by the box in which each was said.
    """

    number: str
    body: str
    person: str
    summary: str
    requested: str
    grounds: tuple[tuple[str, str], ...]
    violations: tuple[Violated, ...]
    chronology: tuple[Event, ...]
    annexes: tuple[Annex, ...]

    @property
    def hash(self) -> str:
        """SHA-256 of all that it says: the same for the same words, on any machine."""
        told = json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


def letters(names: Sequence[Iterable[str]]) -> Mapping[str, str]:
    """For each word of the names of some people the letter by which that person goes: [A] for the first, [B]…

    A word that several bear stands for the first of them: a text that says too little harms nobody.
    """
    found: dict[str, str] = {}
    for number, person in enumerate(names):
        for word in (one for name in person for one in _WORD.findall(name)):
            folded = _folded(word)
            if len(folded) >= _SHORTEST and folded not in _PARTICLES:
                found.setdefault(folded, f"[{_letter(number)}]")
    return found


def _letter(number: int) -> str:
    return chr(ord("A") + number) if number < 26 else f"A{number}"


def anonymised(text: str, known: Mapping[str, str]) -> str:
    """The text with letters instead of the names that are known, and without numbers, telephones and addresses."""
    told = _NUMBER.sub(lambda found: found[0] if re.fullmatch(_DAY, found[0]) else "[…]", text)
    return _AGAIN.sub(r"\1", _WORD.sub(lambda found: _hidden(found[0], known), told))


def _hidden(word: str, known: Mapping[str, str]) -> str:
    """The letter instead of a name; also of one that owns something, as in English."""
    if letter := known.get(_folded(word)):
        return letter
    name, apostrophe, rest = word.rpartition(word[-2]) if word[-2:-1] in _APOSTROPHES else ("", "", "")
    letter = known.get(_folded(name)) if name else None
    return f"{letter}{apostrophe}{rest}" if letter else word


_AGAIN = re.compile(r"(\[[A-Z]\d*\])(?:(?:\s(?:de|del|la|las|los|y))*\s\[[A-Z]\d*\])+")
"""One person's names one after the other, the last of which are their family's, too."""


def _folded(word: str) -> str:
    plain = "".join(one for one in unicodedata.normalize("NFKD", word) if one.isalnum() and one not in _APOSTROPHES)
    return plain.casefold()


def in_order(events: Iterable[Event]) -> tuple[Event, ...]:
    """By day; a day known in part comes before those within it, and each is told once."""
    return tuple(sorted(set(events), key=lambda one: (one.day, one.what, one.said)))
