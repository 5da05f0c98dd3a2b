"""Rows of the shared sets, and questions about them, as mentions."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq

from reencuentro.linkage.mentions import Birth, Identifier, Mention, Relation, Relative, Sex

Row = Mapping[str, str | None]
_KIN = (("mother_name", Relation.MOTHER), ("father_name", Relation.FATHER), ("children_names", Relation.CHILD))


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked; relation: who is looked for, where it isn't the person described but a relative."""

    number: int
    asked: Mention
    relation: Relation | None


def questions(path: Path) -> list[Question]:
    """Those of a file that `bench.queries` made; of mothers it is the child's record that asks."""
    rows = pq.read_table(path).to_pylist()
    relation = Relation.MOTHER if rows and "child_given" in rows[0] else None
    start = "child_" if relation else ""
    return [
        Question(row["query_id"], mention({name.removeprefix(start): told for name, told in row.items()}), relation)
        for row in rows
    ]


def mention(row: Row) -> Mention:
    """A row of people, or of the questions about them."""
    told = {name: text or "" for name, text in row.items()}
    return Mention(
        agency=told.get("agency", ""),
        record_id=str(told.get("rec_id") or told.get("record_id") or ""),
        given_names=told["given"],
        first_surname=told["surname1"],
        second_surname=told["surname2"],
        sex=Sex(told["sex"]) if told["sex"] else None,
        birth=_birth(told["dob"]),
        municipality=told["adm2"],
        identifiers=(Identifier("nid", told["nid"]),) if told.get("nid") else (),
        relatives=tuple(_relatives(told)),
    )


def _birth(text: str) -> Birth | None:
    """A day that can't be says nothing."""
    try:
        year, month, day = map(int, text.split("-"))
    except ValueError:
        return None
    return Birth(year=year, month=month, day=day)


def _relatives(told: Mapping[str, str]) -> Iterator[Relative]:
    for column, relation in _KIN:
        yield from (Relative(relation=relation, name=name) for name in told.get(column, "").split("|") if name)
