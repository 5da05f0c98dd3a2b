"""What `reencuentro look` asks, and how it shows whom it found."""

import re
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import typer
from rich.text import Text

from reencuentro.cli.output import console, shown
from reencuentro.errors import ReencuentroError
from reencuentro.linkage.evidence import in_words
from reencuentro.linkage.mentions import Birth, Mention, Relation, Relative, Sex
from reencuentro.records.noting import Noted
from reencuentro.records.reading import reading
from reencuentro.records.searching import Found, find, find_relatives, listed
from reencuentro.records.visible.naming import may_be_named
from reencuentro.records.visible.viewers import Viewer
from reencuentro.reports.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What somebody says of the person asked for, as it was heard.

    who: a name, and after the last comma perhaps a date of birth. kin: names by what they are to the person.
    """

    who: str
    born: str
    sex: str
    town: str
    kin: Mapping[str, Sequence[str]]

    def __bool__(self) -> bool:
        told = (self.who, self.born, self.sex, self.town, *(name for names in self.kin.values() for name in names))
        return any(text.strip() for text in told)

    @property
    def names(self) -> tuple[str, ...]:
        """Every name in it: of the person, the town and the relatives."""
        return (self._parted[0], self.town, *(name for names in self.kin.values() for name in names))

    @property
    def _parted(self) -> tuple[str, str]:
        """The person's name, and what may follow it and is meant for a date: no name has digits."""
        name, comma, last = self.who.rpartition(",")
        return (name, last.strip()) if comma and any(map(str.isdigit, last)) else (self.who, "")

    def mention(self) -> Mention:
        """The same, to be compared. Raises BadParameter for a date that is none."""
        who, beside = self._parted
        born = self.born or beside
        return Mention(
            agency="",
            record_id="",
            full_name=_sayable(who).strip(),
            sex=Sex(self.sex) if self.sex else None,
            birth=_birth(born) if born else None,
            municipality=_sayable(self.town),
            relatives=tuple(
                Relative(relation=Relation(relation), name=_sayable(name))
                for relation, names in self.kin.items()
                for name in names
                if name
            ),
        )


def _sayable(text: str) -> str:
    """A terminal may hand over bytes that are no text: they say nothing."""
    return text.encode("utf-8", "ignore").decode("utf-8")


_BORN = re.compile(r"\d{4}(-\d\d){0,2}", re.ASCII)


def _birth(text: str) -> Birth:
    """A day, a month or a year of birth: 2012-05-03, 2012-05 or 2012."""
    try:
        born = date.fromisoformat(f"{text}-01-01"[: len("2012-05-03")]) if _BORN.fullmatch(text) else None
    except ValueError:
        born = None
    if born is None:
        raise typer.BadParameter(f"{text!r} is no date of birth: write 2012-05-03, 2012-05 or 2012")
    told = text.count("-")
    return Birth(year=born.year, month=born.month if told else None, day=born.day if told == _DAY_TOO else None)


_DAY_TOO = 2  # dashes


def look_up(query: Mention, relation: str, most: int) -> list[Found]:
    """The likeliest records of the person, or of that relative; never the record that asks itself."""
    found = find_relatives(query, Relation(relation), most + 1) if relation else find(query, most + 1)
    return [one for one in found if one.key != query.key][:most]


def noted(viewer: Viewer, sought: Sequence[str]) -> AbstractContextManager[Noted]:
    """The note of one looking up, written before anything is shown."""
    return reading("look_up", by=viewer.by, sought=sought, capacity=viewer.capacity(), at=viewer.at)


def found_for(viewer: Viewer, found: Sequence[Found]) -> list[Found]:
    """Those of the found who may be named to the viewer."""
    return [one for one in found if may_be_named(viewer, ":".join(one.key))]


def recorded(text: str, viewer: Viewer) -> Mention:
    """What the record AGENCY:RECORD says. Raises ReencuentroError where none is listed, or it isn't to be known."""
    agency, _, record = text.partition(":")
    mention = listed(agency, record) if may_be_named(viewer, text) else None
    if mention is None:
        raise ReencuentroError(
            f"the registry lists no record {text}", remedy="Write AGENCY:RECORD as people.csv has them."
        )
    return mention


def as_plain(found: Sequence[Found], relation: str) -> dict[str, Any]:
    """For machines."""
    return {"relation": relation, "candidates": [_plain(one) for one in found]}


def _plain(one: Found) -> dict[str, Any]:
    agency, record = one.key
    return {
        "agency": agency,
        "record_id": record,
        "name": _name(one.mention),
        "born": _day(one.mention.birth),
        "probability": round(one.probability, 4),
        "bits": round(one.bits, 2),
        "evidence": [
            {"fact": each.fact, "outcome": each.outcome, "level": each.level, "bits": each.bits}
            for each in one.evidence
        ],
    }


def print_found(found: Sequence[Found], language: Language) -> None:
    """One candidate after the other, each with what speaks for and against it."""
    if not found:
        console.print(_NOBODY[language])
    for rank, one in enumerate(found, 1):
        mention = one.mention
        facts = (_name(mention), _day(mention.birth), mention.municipality, mention.department)
        head = f"{rank}. {one.probability:.0%}  {':'.join(one.key)}  {', '.join(filter(None, facts))}"
        console.print(Text(shown(head), style="bold"))
        console.print(Text(shown(f"   {in_words(one.evidence, language)}")))


_NOBODY: dict[Language, str] = {
    "en": "Nobody is listed who could be meant.",
    "es": "No figura nadie que pudiera ser la persona buscada.",
}


def _name(mention: Mention) -> str:
    parts = (mention.given_names, mention.surnames, mention.first_surname, mention.second_surname)
    return mention.full_name or " ".join(filter(None, parts))


def _day(birth: Birth | None) -> str:
    return "-".join(f"{part:02}" for part in (birth.year, birth.month, birth.day) if part) if birth else ""
