"""The truth beside the rosters: who stands behind each record, who belongs to whom, who is unaccounted for."""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reencuentro.errors import CohortError
from reencuentro.interchange.results import ResultTable, read_cell, write_tables

HEADERS: dict[str, tuple[str, ...]] = {
    "people.csv": ("true_person_id", "agency", "record_id", "role", "culture", "nationality", "errors"),
    "ties.csv": ("child_true_id", "relative_true_id", "relation", "evidence_exists", "separated", "circumstance"),
    "unaccounted.csv": ("true_person_id", "reason"),
    "changes.csv": ("agency", "record_id", "change"),
    "certified.csv": ("true_person_id",),
    "absent.csv": ("true_person_id", "role", "why"),
}
Row = dict[str, str]


def write_truth(directory: Path, tables: Mapping[str, Iterable[tuple[str, ...]]]) -> None:
    """Write every truth file, its rows sorted."""
    write_tables(
        directory, {name: ResultTable(header, sorted(tables.get(name, ()))) for name, header in HEADERS.items()}
    )


def read_rows(path: Path, columns: Sequence[str], *, remedy: str) -> list[Row]:
    """The rows of a CSV that must hold these columns; raises CohortError where it doesn't."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, strict=True)
            missing = [column for column in columns if column not in (reader.fieldnames or ())]
            if missing:
                raise CohortError(f"{path.name} has no column {', '.join(missing)}", remedy=remedy)
            return list(_whole(reader, path, remedy))
    except FileNotFoundError:
        raise CohortError(f"{path.name} is missing from {path.parent}", remedy=remedy) from None
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CohortError(f"{path.name} can't be read: {type(error).__name__}", remedy=remedy) from error


def _whole(reader: "csv.DictReader[str]", path: Path, remedy: str) -> Iterator[Row]:
    for row in reader:
        if None in row or None in row.values():
            raise CohortError(f"{path.name}, line {reader.line_num}: cells don't match the header", remedy=remedy)
        yield {column: read_cell(cell) for column, cell in row.items()}


@dataclass(frozen=True, slots=True)
class TrueTie:
    """One true tie as the truth file states it.

    evidence: some source states it. circumstance: day, place and a surname that no other family shares suggest it.
    """

    child: str
    relative: str
    relation: str
    evidence: bool
    circumstance: bool = False

    @property
    def within_reach(self) -> bool:
        """Whether anything in the rosters speaks for it."""
        return self.evidence or self.circumstance


@dataclass(frozen=True, slots=True)
class Truth:
    """Everything the scores need to know.

    person_of: record -> true person; errors_of: record -> kinds of error made in it.
    culture_of, nationality_of: true person -> group. unaccounted: true person -> reason.
    """

    person_of: dict[tuple[str, str], str]
    errors_of: dict[tuple[str, str], frozenset[str]]
    culture_of: dict[str, str]
    nationality_of: dict[str, str]
    ties: tuple[TrueTie, ...]
    unaccounted: dict[str, str]

    def errors_of_person(self) -> dict[str, frozenset[str]]:
        """Kinds of error in any record of each person."""
        kinds: dict[str, frozenset[str]] = defaultdict(frozenset)
        for record, person in self.person_of.items():
            kinds[person] |= self.errors_of[record]
        return dict(kinds)


_NEWER = "circumstance"  # which cohorts made by earlier versions lack
REMEDY = "Give the folder that `reencuentro generate` made, unchanged."


def read_truth(directory: Path) -> Truth:
    """The truth of a generated cohort; raises CohortError where a file is missing or malformed."""
    people, ties, unaccounted = (
        read_rows(directory / name, [column for column in HEADERS[name] if column != _NEWER], remedy=REMEDY)
        for name in ("people.csv", "ties.csv", "unaccounted.csv")
    )
    keys = [(row["agency"], row["record_id"]) for row in people]
    return Truth(
        person_of={key: row["true_person_id"] for key, row in zip(keys, people, strict=True)},
        errors_of={
            key: frozenset(filter(None, row["errors"].split("|"))) for key, row in zip(keys, people, strict=True)
        },
        culture_of={row["true_person_id"]: row["culture"] for row in people},
        nationality_of={row["true_person_id"]: row["nationality"] for row in people},
        ties=tuple(
            TrueTie(
                row["child_true_id"],
                row["relative_true_id"],
                row["relation"],
                row["evidence_exists"] == "yes",
                row.get(_NEWER) == "yes",
            )
            for row in ties
        ),
        unaccounted={row["true_person_id"]: row["reason"] for row in unaccounted},
    )
