"""A set of historical persons with heavy errors: some ten records each, as aliases, short forms, titles, wrong dates.

    python -m bench.historical --records 50000 --seed 11 --out historical.parquet

Shaped like a public demonstration set of linkage (full_name, first_and_surname, first_name, surname, dob, birth_place,
postcode_fake, gender, occupation), with nobody of it in it. unique_id and cluster: record and truth.
"""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from bench.british import CALLINGS, FEMALE, MALE, PLACES, RANKS, SHORT, SURNAMES
from bench.people.slips import mistyped
from reencuentro.rehearsal.chance import Dice, Weighted

GIVEN = {"male": Weighted.by_rank(MALE, flat=4), "female": Weighted.by_rank(FEMALE, flat=4)}
FAMILY = Weighted.by_rank(SURNAMES, flat=60)
BORN_AT = Weighted.by_rank(tuple(PLACES), flat=6)
CALLED = Weighted.by_rank(CALLINGS, flat=4)
WOMEN, TITLED, RELATED, DAY_UNKNOWN = 0.18, 0.20, 0.20, 0.25
MISTYPED = (0.50, 0.20)  # once, once more
MOST_RECORDS = 19
LETTERS = "abdefghjlnpqrstuwxyz"  # that postcodes end in
COLUMNS = (
    *("unique_id", "cluster", "full_name", "first_and_surname", "first_name", "surname"),
    *("dob", "birth_place", "postcode_fake", "gender", "occupation"),
)
ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")


@dataclass(frozen=True, slots=True)
class Person:
    """One historical person. title: '2nd baron' with `seat`, both "" for commoners; maiden: "" for men."""

    key: str
    gender: str
    given: tuple[str, ...]
    surname: str
    maiden: str
    title: str
    seat: str
    born: date
    place: str
    postcode: str
    calling: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One record as written; "" where it says nothing."""

    full_name: str
    dob: str
    birth_place: str
    postcode_fake: str
    gender: str
    occupation: str


def persons(seed: int, records: int) -> Iterator[tuple[Person, int, Dice]]:
    """People with how many records each shall have, until there are enough; some are kin of the one before."""
    before: Person | None = None
    number = 0
    while records > 0:
        dice = Dice(seed, number)
        person = _person(dice, f"H{number:06}")
        if before and dice.chance(RELATED):
            days = timedelta(days=dice.between(400, 4000))
            postcode = _postcode(dice, before.place)
            person = replace(
                person, surname=before.surname, place=before.place, postcode=postcode, born=before.born + days
            )
        count = min(records, dice.between(1, MOST_RECORDS))
        yield person, count, dice
        before, number, records = person, number + 1, records - count


def _person(dice: Dice, key: str) -> Person:
    gender = "female" if dice.chance(WOMEN) else "male"
    count = 1 + dice.chance(0.45) + dice.chance(0.12)
    place = dice.draw(BORN_AT)
    titled = dice.chance(TITLED)
    born = date(1600, 1, 1) + timedelta(days=dice.between(0, 105_000))
    return Person(
        key=key,
        gender=gender,
        given=tuple(dict.fromkeys(dice.draw(GIVEN[gender]) for _ in range(count))),
        surname=dice.draw(FAMILY),
        maiden=dice.draw(FAMILY) if gender == "female" and dice.chance(0.5) else "",
        title=f"{dice.pick(ORDINALS)} {dice.pick(RANKS)}" if titled else "",
        seat=dice.draw(FAMILY) if titled else "",
        born=date(born.year, 1, 1) if dice.chance(DAY_UNKNOWN) else born,
        place=place,
        postcode=_postcode(dice, place),
        calling=dice.draw(CALLED),
    )


def _postcode(dice: Dice, place: str) -> str:
    return f"{PLACES[place]}{dice.between(1, 20)} {_last_part(dice)}"


def _last_part(dice: Dice) -> str:
    return f"{dice.between(1, 9)}{dice.pick(LETTERS)}{dice.pick(LETTERS)}"


def entry(dice: Dice, person: Person, *, faithful: bool) -> Entry:
    """What one source says of the person; the faithful one leaves nothing out and errs in nothing."""
    if faithful:
        name = _full_name(person, person.given, person.surname)
        born = person.born.isoformat()
        return Entry(name, born, person.place, person.postcode, person.gender, person.calling)
    return Entry(
        full_name=_name_as_told(dice, person),
        dob=_birth_as_told(dice, person.born),
        birth_place=_mostly(dice, person.place, missing=0.22, other=dice.draw(BORN_AT), wrong=0.18),
        postcode_fake=_postcode_as_told(dice, person.postcode),
        gender=_mostly(dice, person.gender, missing=0.14, other="male", wrong=0.02),
        occupation=_mostly(dice, person.calling, missing=0.25, other=dice.draw(CALLED), wrong=0.15),
    )


def _full_name(person: Person, given: Sequence[str], surname: str) -> str:
    title = f", {person.title} {person.seat}" if person.title else ""
    return " ".join((*given, surname)) + title


def _name_as_told(dice: Dice, person: Person) -> str:
    given, surname = person.given, person.surname
    if dice.chance(0.55):
        given = given[:1]
    elif dice.chance(0.15):
        given = given[1:] or given
    if dice.chance(0.30):
        given = (dice.pick(SHORT.get(given[0], given[:1])), *given[1:])
    elif dice.chance(0.08):
        given = (given[0][0], *given[1:])
    if person.maiden and dice.chance(0.25):
        surname = person.maiden
    name = _full_name(person, given, surname)
    if person.title and dice.chance(0.7):
        name = dice.pick(
            (f"{given[0]} of {person.seat}", f"{given[0]} {person.seat}", f"{given[0]} {person.title} {person.seat}",
             " ".join((*given, surname)), f"sir {given[0]} {surname}")
        )  # fmt: skip  # one way of naming peers beside the other
    for chance in MISTYPED:
        name = _mistyped_somewhere(dice, name) if dice.chance(chance) else name
    return name


def _mistyped_somewhere(dice: Dice, name: str) -> str:
    words = name.split()
    at = dice.between(0, len(words) - 1)
    words[at] = mistyped(words[at].upper(), dice.number()).lower()
    return " ".join(words)


def _birth_as_told(dice: Dice, born: date) -> str:
    luck = dice.number()
    if luck < 0.12:
        return ""
    if luck < 0.28:
        return date(born.year, 1, 1).isoformat()
    if luck < 0.40:
        return (born + timedelta(days=dice.pick((-10, -1, 1, 2, 10, 30)))).isoformat()
    if luck < 0.52:
        return date(born.year + dice.pick((-10, -1, 1, 2)), born.month, min(born.day, 28)).isoformat()
    if luck < 0.58:
        return date(born.year, dice.between(1, 12), min(born.day, 28)).isoformat()
    return born.isoformat()


def _postcode_as_told(dice: Dice, postcode: str) -> str:
    luck = dice.number()
    area, last = postcode.split()
    if luck < 0.20:
        return ""
    if luck < 0.58:
        return f"{area} {_last_part(dice)}"
    if luck < 0.68:
        return f"{area.rstrip('0123456789')}{dice.between(1, 20)} {last}"
    return postcode


def _mostly(dice: Dice, fact: str, *, missing: float, other: str, wrong: float) -> str:
    luck = dice.number()
    return "" if luck < missing else other if luck < missing + wrong else fact


def first_and_last(full_name: str) -> tuple[str, str]:
    """The first and the last word of a name; a record of one word has no surname."""
    words = full_name.replace(",", "").removeprefix("sir ").split()
    return words[0], words[-1] if len(words) > 1 else ""


def write_historical(out: Path, *, records: int, seed: int) -> None:
    """Write so many records, shuffled."""
    rows = []
    for person, count, dice in persons(seed, records):
        for at in range(count):
            told = entry(dice, person, faithful=at == 0)
            first, last = first_and_last(told.full_name)
            names = (told.full_name, f"{first} {last}".strip(), first, last)
            facts = (told.dob, told.birth_place, told.postcode_fake, told.gender, told.occupation)
            rows.append((dice.number(), f"{person.key}-{at + 1}", person.key, *names, *facts))
    rows.sort()
    cells = zip(*(row[1:] for row in rows), strict=True)
    columns = {name: [text or None for text in column] for name, column in zip(COLUMNS, cells, strict=True)}
    pq.write_table(pa.table(columns), out)


def main() -> None:
    """Write what was asked for."""
    parser = argparse.ArgumentParser(description="Write a set of historical persons with heavy errors.")
    parser.add_argument("--records", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    write_historical(asked.out, records=asked.records, seed=asked.seed)


if __name__ == "__main__":
    main()
