"""The result files of the roster contract: what was found, as tables that other programs read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reencuentro.interchange.results import ResultTable
from reencuentro.linkage.evidence import in_words
from reencuentro.linkage.mentions import RecordKey
from reencuentro.linkage.results import Linkage
from reencuentro.reports.situation import Findings


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedValue:
    """One row of `quarantine.csv`; line 0 where a whole file was refused."""

    agency: str
    file: str
    line: int
    column: str
    value: str
    problem: str


def result_tables(findings: Findings, quarantine: Sequence[QuarantinedValue]) -> dict[str, ResultTable]:
    """Every result file by its name, rows sorted so that the same findings give the same bytes."""
    records = {person.person_id: person.records for person in findings.linkage.persons}
    return {
        "people.csv": _people(findings.linkage),
        "families.csv": _families(findings.linkage, records),
        "identities.csv": _identities(findings.linkage),
        "unaccounted.csv": _unaccounted(findings),
        "changes.csv": _changes(findings),
        "certified.csv": _certified(findings),
        "quarantine.csv": ResultTable(
            ("agency", "file", "line", "column", "value", "problem"),
            sorted((one.agency, one.file, str(one.line), one.column, one.value, one.problem) for one in quarantine),
        ),
    }


def _people(linkage: Linkage) -> ResultTable:
    rows = ((person.person_id, *record) for person in linkage.persons for record in person.records)
    return ResultTable(("person_id", "agency", "record_id"), sorted(rows))


def _families(linkage: Linkage, records: Mapping[str, Sequence[RecordKey]]) -> ResultTable:
    header = (
        "child_person_id", "relative_person_id", "relation", "probability", "status", "evidence", "child_records",
        "relative_records", "would_decide",
    )  # fmt: skip
    rows = [
        (
            tie.child,
            tie.relative,
            tie.relation,
            f"{tie.probability:.4f}",
            tie.status.value,
            in_words(tie.evidence),
            _joined(records[tie.child]),
            _joined(records[tie.relative]),
            tie.would_decide,
        )
        for tie in linkage.ties
    ]
    return ResultTable(header, rows)


def _identities(linkage: Linkage) -> ResultTable:
    header = (
        "agency",
        "record_id",
        "other_agency",
        "other_record_id",
        "same_person",
        "probability",
        "evidence",
        "would_decide",
    )
    person = {record: found.person_id for found in linkage.persons for record in found.records}
    rows = [
        (
            *one.left,
            *one.right,
            "yes" if person[one.left] == person[one.right] else "no",
            f"{one.probability:.4f}",
            in_words(one.evidence),
            one.would_decide,
        )
        for one in linkage.identities
    ]
    return ResultTable(header, rows)


def _unaccounted(findings: Findings) -> ResultTable:
    header = ("person_id", "reason", "last_agency", "last_place", "last_seen_on", "alarms")
    rows = [
        (
            one.person_id,
            one.reason.value,
            one.last_agency,
            one.last_place,
            one.last_seen_on.isoformat() if one.last_seen_on else "",
            " ".join(one.alarms),
        )
        for one in findings.unaccounted
    ]
    return ResultTable(header, rows)


def _changes(findings: Findings) -> ResultTable:
    header = ("agency", "record_id", "change", "field", "before", "after", "other_agency", "other_record_id")
    rows = (
        (
            one.agency,
            one.record_id,
            one.change.value,
            one.field,
            one.before,
            one.after,
            one.other_agency,
            one.other_record_id,
        )
        for one in findings.changes
    )
    return ResultTable(header, sorted(rows))


def _certified(findings: Findings) -> ResultTable:
    """The list as it stands, with what the ledger says of its last change."""
    header = ("person_id", "grade", "grounds", "change", "grade_before")
    ledger = {entry.person_id: entry for entry in findings.ledger}
    listed = {child.person_id: child for child in findings.certified}
    rows = []
    for person_id in sorted(listed.keys() | ledger.keys()):
        child, entry = listed.get(person_id), ledger.get(person_id)
        grounds: Iterable[str] = child.reasons if child else entry.reasons if entry else ()
        rows.append(
            (
                person_id,
                child.grade.value if child else "",
                " ".join(grounds),
                entry.change.value if entry else "",
                entry.before if entry else "",
            )
        )
    return ResultTable(header, rows)


def _joined(records: Sequence[RecordKey]) -> str:
    """Records as agency:record_id, parted by "; "."""
    return "; ".join(f"{agency}:{record}" for agency, record in records)
