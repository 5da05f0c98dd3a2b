"""Mapping files: an agency's own words for columns and values, where the registry can't tell by itself.

[columns]
"Nombre del asegurado" = "full_name"
"Estatus interno" = "ignore"

[options]
day_first = true

[values.sex]
"1" = "M"
"""

import re
import tomllib
from collections.abc import Callable
from collections.abc import Mapping as Table
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extractOne

from reencuentro.errors import MappingError
from reencuentro.interchange.headers import Field, Target, target_named, target_names
from reencuentro.interchange.values.countries import read_country
from reencuentro.interchange.values.text import UnreadableError, fold
from reencuentro.linkage.mentions import Relation

IGNORE = "ignore"
"""What a mapping says of a column that is to be left out; an empty text says the same."""

_SECTIONS = ("columns", "options", "values")
_OPTIONS: dict[str, type] = {"day_first": bool, "country": str}
_LARGEST = 1_000_000  # bytes
_COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mapping:
    """What an agency's headers and words mean; a header that it doesn't name is recognised as usual.

    columns: header, trimmed, to its target; None where the column is left out. day_first: the order of day and month
    in every column; None where it is to be judged. country: where phone numbers without a code belong.
    values: for a field, the agency's words, folded, and what to read in their place.
    """

    columns: Table[str, Target | None] = field(default_factory=dict)
    day_first: bool | None = None
    country: str = ""
    values: Table[str, Table[str, str]] = field(default_factory=dict)

    def names(self, header: str) -> bool:
        """Whether the mapping says anything of a column with this header."""
        return header.strip() in self.columns


def load_mapping(path: Path) -> Mapping:
    """Reads a mapping file. Raises MappingError where it can't be read, or names what doesn't exist."""
    found = _parsed(path)
    for section in found:
        if section not in _SECTIONS:
            raise _unknown(path, "section", section, _SECTIONS)
        if not isinstance(found[section], dict):
            raise MappingError(
                path.name, f"{section!r} must be a section", remedy=f"Write it as [{section}] on its own line."
            )
    options = _options(path, found.get("options", {}))
    return Mapping(
        columns={header.strip(): _target(path, header, name) for header, name in found.get("columns", {}).items()},
        day_first=options.get("day_first"),
        country=options.get("country", ""),
        values={name: _words(path, name, words) for name, words in found.get("values", {}).items()},
    )


def _parsed(path: Path) -> dict[str, Any]:
    try:
        if path.stat().st_size > _LARGEST:
            raise MappingError(path.name, "the file is too large for a mapping", remedy="Name a TOML mapping file.")
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        reason = error.strerror or "unreadable"
        raise MappingError(
            path.name, f"the file can't be read: {reason}", remedy="Check its name and rights."
        ) from None
    except (ValueError, RecursionError) as error:
        problem = f"not a TOML file: {error}"
        raise MappingError(path.name, problem, remedy="Save it as UTF-8 and quote every header and value.") from None


def _unknown(path: Path, what: str, name: str, known: tuple[str, ...]) -> MappingError:
    near = extractOne(name, known, scorer=ratio, score_cutoff=60)
    remedy = f"Did you mean {near[0]!r}?" if near else f"Known are: {', '.join(known)}."
    return MappingError(path.name, f"there is no {what} {name!r}", remedy=remedy)


def _target(path: Path, header: str, name: object) -> Target | None:
    if not isinstance(name, str):
        raise MappingError(
            path.name, f"column {header!r} must be given a field's name in quotes", remedy='For example "notes".'
        )
    if name.strip() in ("", IGNORE):
        return None
    if (target := target_named(name.strip())) is None:
        raise _unknown(path, f"field for column {header!r}, namely", name, target_names())
    return target


def _options(path: Path, options: dict[str, Any]) -> dict[str, Any]:
    for name, value in options.items():
        if name not in _OPTIONS:
            raise _unknown(path, "option", name, tuple(_OPTIONS))
        if not isinstance(value, _OPTIONS[name]):
            wanted = "true or false" if _OPTIONS[name] is bool else "a text in quotes"
            raise MappingError(
                path.name, f"option {name!r} must be {wanted}", remedy=f"Write {name} = …, or remove it."
            )
    if (country := options.get("country")) and not _COUNTRY.fullmatch(country):
        raise MappingError(path.name, "option 'country' must be an ISO code of two letters", remedy='For example "GT".')
    return options


def _words(path: Path, name: str, words: object) -> dict[str, str]:
    if name not in set(Field):
        raise _unknown(path, "field for values, namely", name, tuple(Field))
    if not isinstance(words, dict):
        raise MappingError(path.name, f"values.{name} must be a section", remedy=f"Write it as [values.{name}].")
    return {fold(word): _meaning(path, name, word, meaning) for word, meaning in words.items()}


def _meaning(path: Path, name: str, word: str, meaning: object) -> str:
    text = ("yes" if meaning else "no") if isinstance(meaning, bool) else str(meaning)
    check, wanted = _CHECKS.get(Field(name), (None, ""))
    if check and text and not check(text):
        raise MappingError(path.name, f"values.{name}: {word!r} can't mean {text!r}", remedy=f"Give {wanted}.")
    return text


def _is_country(text: str) -> bool:
    try:
        return bool(read_country(text))
    except UnreadableError:
        return False


_CHECKS: dict[Field, tuple[Callable[[str], bool], str]] = {
    Field.SEX: (lambda text: text in ("F", "M"), "F, M or an empty text"),
    Field.NATIONALITY: (_is_country, "a country's name or ISO code, or an empty text"),
    Field.RELATION: (lambda text: text in set(Relation), f"one of {', '.join(Relation)}"),
    Field.SEPARATED: (lambda text: text in ("yes", "no"), "true, false or an empty text"),
}
