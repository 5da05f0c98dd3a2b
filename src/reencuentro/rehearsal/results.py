"""What a reconciliation wrote, as far as scores need it: people.csv, families.csv and unaccounted.csv of design §5."""

from dataclasses import dataclass
from pathlib import Path

from reencuentro.errors import CohortError
from reencuentro.rehearsal.truth import Row, read_rows

Record = tuple[str, str]
REMEDY = "Give the folder that `reencuentro reconcile --out` wrote, unchanged."
PEOPLE = ("person_id", "agency", "record_id")
FAMILIES = (
    "child_person_id",
    "relative_person_id",
    "relation",
    "probability",
    "status",
    "child_records",
    "relative_records",
)
UNACCOUNTED = ("person_id", "reason")


@dataclass(frozen=True, slots=True)
class ReportedTie:
    """One row of families.csv that nobody rejected."""

    child_records: tuple[Record, ...]
    relative_records: tuple[Record, ...]
    relation: str
    probability: float


@dataclass(frozen=True, slots=True)
class Results:
    """person_of: record -> reported person. unaccounted: reported person and reason, a row each."""

    person_of: dict[Record, str]
    ties: tuple[ReportedTie, ...]
    unaccounted: tuple[tuple[str, str], ...]

    def records_of(self) -> dict[str, list[Record]]:
        """The records of each reported person."""
        found: dict[str, list[Record]] = {}
        for record, person in self.person_of.items():
            found.setdefault(person, []).append(record)
        return found


def read_results(directory: Path) -> Results:
    """The results to be scored; raises CohortError where a file is missing or malformed."""
    people = read_rows(directory / "people.csv", PEOPLE, remedy=REMEDY)
    families = read_rows(directory / "families.csv", FAMILIES, remedy=REMEDY)
    missing = read_rows(directory / "unaccounted.csv", UNACCOUNTED, remedy=REMEDY)
    person_of: dict[Record, str] = {}
    for row in people:
        record = row["agency"], row["record_id"]
        if person_of.setdefault(record, row["person_id"]) != row["person_id"]:
            raise CohortError(f"people.csv gives record {':'.join(record)} to two persons", remedy=REMEDY)
    ties = tuple(_tie(row, number) for number, row in enumerate(families, start=2) if row["status"] != "rejected")
    return Results(person_of, ties, tuple((row["person_id"], row["reason"]) for row in missing))


def _tie(row: Row, line: int) -> ReportedTie:
    try:
        probability = float(row["probability"])
    except ValueError:
        probability = -1.0
    if not 0 <= probability <= 1:
        raise CohortError(f"families.csv, line {line}: probability is no number from 0 to 1", remedy=REMEDY)
    child, relative = _records(row["child_records"], line), _records(row["relative_records"], line)
    return ReportedTie(child, relative, row["relation"], probability)


def _records(cell: str, line: int) -> tuple[Record, ...]:
    """`agency:record_id; agency:record_id`: an agency code has no colon, a record id may."""
    keys = tuple(tuple(part.split(":", 1)) for part in cell.split("; ") if part)
    if not keys or any(len(key) != 2 for key in keys):
        raise CohortError(f"families.csv, line {line}: records are not written agency:record_id", remedy=REMEDY)
    return tuple((key[0], key[1]) for key in keys)
