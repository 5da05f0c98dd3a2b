"""The situation on one day: everything that the report, the terminal and the machines are told, counted once."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reencuentro.linkage.mentions import Mention, RecordKey, Relation
from reencuentro.linkage.results import Linkage, Status, Tie
from reencuentro.reports.figures import Breakdown, Figure, Row, Source, Unit, by_code, suppressed
from reencuentro.reports.words import LANGUAGES, definition_of, label_of
from reencuentro.rules.ages import AgeBand, age_band, age_on
from reencuentro.rules.custody import Reason, Unaccounted
from reencuentro.rules.disclosure.small_cells import SMALL, Sum
from reencuentro.rules.rosters import Change, ChangeKind, RosterKind
from reencuentro.rules.separations import CertifiedChild, Grade, LedgerChange, LedgerEntry

MOST_URGENT = 20

_SUMS = (Sum("persons", ("children", "adults")), Sum("records", ("persons", "duplicates")))
_PARENTS = frozenset(("mother", "father", "parent"))
_LIKELY = 0.5
_STRENGTHS: tuple[tuple[float, str], ...] = ((0.99, "0.99"), (0.9, "0.9"), (_LIKELY, "0.5"), (0.0, "0"))


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterInfo:
    """One roster as the report names it.

    rows: all of its data rows, None where the count is withheld; quarantined: those among them not understood.
    unused: headers of columns that were kept but not understood.
    """

    agency: str
    file: str
    as_of: date | None
    kind: RosterKind
    rows: int | None
    quarantined: int
    is_newest: bool = True
    unused: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class QuarantinedCell:
    """Why one row waits. The cell's value stays in `quarantine.csv`: here it could be someone's name."""

    agency: str
    file: str
    line: int
    column: str
    problem: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """All that the report counts.

    linkage, mentions: the matching, and the newest records it stood on. held: person_ids still in custody or care.
    changes: of rosters to the ones before, and between agencies.
    """

    as_of: date
    linkage: Linkage
    mentions: Mapping[RecordKey, Mention]
    rosters: Sequence[RosterInfo] = ()
    unaccounted: Sequence[Unaccounted] = ()
    changes: Sequence[Change] = ()
    quarantine: Sequence[QuarantinedCell] = ()
    certified: Sequence[CertifiedChild] = ()
    ledger: Sequence[LedgerEntry] = ()
    held: frozenset[str] = frozenset()
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """The figures of one day. The lists of single persons and rows are empty where small counts are withheld."""

    as_of: date
    title: str
    withholds_small: bool
    figures: tuple[Figure, ...]
    breakdowns: tuple[Breakdown, ...]
    rosters: tuple[RosterInfo, ...]
    urgent: tuple[Unaccounted, ...]
    quarantine: tuple[QuarantinedCell, ...]
    ledger: tuple[LedgerEntry, ...]

    def figure(self, key: str) -> Figure:
        """The figure of that key. Raises KeyError where there is none."""
        return {figure.key: figure for figure in self.figures}[key]

    def breakdown(self, key: str) -> Breakdown:
        """The breakdown of that key. Raises KeyError where there is none."""
        return {breakdown.key: breakdown for breakdown in self.breakdowns}[key]


def situation(findings: Findings, *, suppress_small: bool = False) -> Situation:
    """Counts `findings` into figures.

    suppress_small: withhold counts of 1–10 people, and all from which they could be worked out, and name no single
    person or row: fit for publication.
    """
    counted = _Count(findings)
    figures, breakdowns = counted.figures(), counted.breakdowns()
    if suppress_small:
        figures, breakdowns = suppressed(figures, breakdowns, sums=_SUMS)
    return Situation(
        as_of=findings.as_of,
        title=findings.title,
        withholds_small=suppress_small,
        figures=figures,
        breakdowns=breakdowns,
        rosters=tuple(
            replace(roster, rows=None) if suppress_small and roster.rows in SMALL else roster
            for roster in sorted(findings.rosters, key=_roster_order)
        ),
        urgent=() if suppress_small else tuple(sorted(findings.unaccounted, key=_urgency)[:MOST_URGENT]),
        quarantine=() if suppress_small else tuple(sorted(findings.quarantine, key=_place_in_file)),
        ledger=() if suppress_small else tuple(sorted(findings.ledger, key=lambda entry: entry.person_id)),
    )


def report_json(told: Situation) -> str:
    """The report for machines: stable order, definitions in every language, ends with a newline."""
    content = {
        "as_of": told.as_of.isoformat(),
        "title": told.title,
        "small_counts_withheld": told.withholds_small,
        "figures": [_figure_json(figure) for figure in told.figures],
        "breakdowns": [_breakdown_json(breakdown) for breakdown in told.breakdowns],
        "rosters": [_roster_json(roster) for roster in told.rosters],
        "urgent": [_urgent_json(child) for child in told.urgent],
        "quarantine": [
            {
                "agency": cell.agency, "file": cell.file, "line": cell.line, "column": cell.column,
                "problem": cell.problem,
            }
            for cell in told.quarantine
        ],
        "ledger": [
            {
                "person_id": entry.person_id, "change": entry.change, "before": entry.before, "after": entry.after,
                "reasons": list(entry.reasons),
            }
            for entry in told.ledger
        ],
    }  # fmt: skip
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


class _Count:
    """The findings, counted figure by figure."""

    def __init__(self, findings: Findings) -> None:
        self._all = findings
        self._linkage = findings.linkage
        self._ties = [tie for tie in self._linkage.ties if tie.status is not Status.REJECTED]
        self._mentions = {
            person.person_id: [findings.mentions[key] for key in person.records if key in findings.mentions]
            for person in self._linkage.persons
        }
        self._contradictions = [change for change in findings.changes if change.change is ChangeKind.CONTRADICTION]

    def figures(self) -> tuple[Figure, ...]:
        """Each number that stands by itself, in the order of the report."""
        persons = len(self._linkage.persons)
        children = len(self._linkage.children)
        records = sum(len(person.records) for person in self._linkage.persons)
        listed = [child for child in self._all.certified if child.grade is not Grade.NOT_SEPARATED]
        waiting = {(cell.agency, cell.file, cell.line) for cell in self._all.quarantine}
        numbers: tuple[tuple[str, int, Unit, Source], ...] = (
            ("unaccounted", len(self._all.unaccounted), Unit.CHILDREN, Source.RULES),
            ("children", children, Unit.CHILDREN, Source.MATCHING),
            ("adults", persons - children, Unit.PERSONS, Source.MATCHING),
            ("persons", persons, Unit.PERSONS, Source.MATCHING),
            ("records", records, Unit.RECORDS, Source.ROSTERS),
            ("duplicates", records - persons, Unit.RECORDS, Source.MATCHING),
            ("certified", len(listed), Unit.CHILDREN, Source.RULES),
            ("not_separated", len(self._all.certified) - len(listed), Unit.CHILDREN, Source.RULES),
            ("ties", len(self._ties), Unit.TIES, Source.MATCHING),
            ("confirmed", self._confirmed(), Unit.TIES, Source.MATCHING),
            ("unanswered_claims", self._unanswered_claims(), Unit.CLAIMS, Source.MATCHING),
            ("contradictions", len(self._contradictions), Unit.STATEMENTS, Source.RULES),
            ("rosters", len(self._all.rosters), Unit.ROSTERS, Source.ROSTERS),
            ("quarantined", len(waiting), Unit.ROWS, Source.ROSTERS),
            ("ledger", len(self._all.ledger), Unit.ENTRIES, Source.RULES),
        )
        return tuple(
            Figure(key=key, value=value, unit=unit, as_of=self._all.as_of, source=source)
            for key, value, unit, source in numbers
        )

    def breakdowns(self) -> tuple[Breakdown, ...]:
        """Each figure taken apart, in the order of the report."""
        lost = self._all.unaccounted
        mentions = [self._mentions.get(child.person_id, []) for child in lost]
        ages = (age_band(age_on(each, self._all.as_of)).value for each in mentions)
        reasons = Counter(child.reason.value for child in lost)
        listed = Counter(child.grade.value for child in self._all.certified if child.grade is not Grade.NOT_SEPARATED)
        strengths = Counter(_strength(tie) for tie in self._ties)
        return (
            _of_lost("unaccounted_by_reason", "reason", by_code(reasons, order=[reason.value for reason in Reason])),
            _of_lost("unaccounted_by_agency", "agency", by_code(Counter(child.last_agency for child in lost))),
            _of_lost("unaccounted_by_age", "age", by_code(Counter(ages), order=_CHILD_BANDS)),
            _of_lost("unaccounted_by_nationality", "country", by_code(Counter(map(_nationality, mentions)))),
            Breakdown(
                key="ties_by_strength", kind="strength", unit=Unit.TIES, total="ties",
                rows=by_code(strengths, order=[code for _, code in _STRENGTHS]),
            ),
            Breakdown(
                key="ties_by_relation", kind="relation", unit=Unit.TIES, total="ties",
                rows=by_code(Counter(tie.relation for tie in self._ties)),
            ),
            Breakdown(
                key="children_by_parent", kind="parent", unit=Unit.CHILDREN, total="children",
                rows=self._children_by_parent(),
            ),
            Breakdown(
                key="certified_by_grade", kind="grade", unit=Unit.CHILDREN, total="certified",
                rows=by_code(listed, order=[grade for grade in Grade if grade is not Grade.NOT_SEPARATED]),
            ),
            _cross("contradictions_by_agencies", "agencies", "contradictions", map(_conflict, self._contradictions)),
            _cross(
                "certified_by_nationality", "country", "certified", self._certified_countries(), columns=_CUSTODY,
                unit=Unit.CHILDREN,
            ),
            _cross(
                "changes_by_agency", "agency", "", self._roster_changes(), columns=[kind.value for kind in ChangeKind]
            ),
            Breakdown(
                key="ledger_by_change", kind="ledger", unit=Unit.ENTRIES, total="ledger",
                rows=by_code(Counter(entry.change.value for entry in self._all.ledger), order=_LEDGER_CHANGES),
            ),
        )  # fmt: skip

    def _roster_changes(self) -> list[tuple[str, str]]:
        return [(each.agency, each.change.value) for each in self._all.changes if not _is_between_agencies(each)]

    def _certified_countries(self) -> list[tuple[str, str]]:
        listed = (child.person_id for child in self._all.certified if child.grade is not Grade.NOT_SEPARATED)
        return [
            (_nationality(self._mentions.get(name, [])), _CUSTODY[0] if name in self._all.held else _CUSTODY[1])
            for name in listed
        ]

    def _confirmed(self) -> int:
        return sum(1 for tie in self._ties if tie.status is Status.CONFIRMED)

    def _children_by_parent(self) -> tuple[Row, ...]:
        found = {tie.child for tie in self._ties if tie.relation in _PARENTS and tie.probability >= _LIKELY}
        found &= self._linkage.children
        return by_code({"with": len(found), "without": len(self._linkage.children - found)}, order=("with", "without"))

    def _unanswered_claims(self) -> int:
        """Children whom adults claim beyond those to whom a tie is proposed: the longest list of each adult counts."""
        answered = Counter(
            tie.relative for tie in self._ties if tie.relation in _PARENTS and tie.probability >= _LIKELY
        )
        return sum(
            max(0, max(map(_children_claimed, mentions), default=0) - answered[person_id])
            for person_id, mentions in self._mentions.items()
            if person_id not in self._linkage.children
        )


_LEDGER_CHANGES = [change.value for change in LedgerChange]
_CHILD_BANDS = [AgeBand.TENDER.value, AgeBand.MIDDLE.value, AgeBand.TEEN.value]


_CUSTODY = ("held", "not_held")


def _of_lost(key: str, kind: str, rows: tuple[Row, ...]) -> Breakdown:
    return Breakdown(key=key, kind=kind, unit=Unit.CHILDREN, total="unaccounted", rows=rows)


def _cross(
    key: str,
    kind: str,
    total: str,
    pairs: Iterable[tuple[str, str]],
    *,
    columns: Sequence[str] = (),
    unit: Unit = Unit.STATEMENTS,
) -> Breakdown:
    """A table of two dimensions, from a row code and a column code for each thing counted."""
    counts = Counter(pairs)
    across = tuple(columns) or tuple(sorted({column for _, column in counts})) or ("count",)
    rows = tuple(
        Row(row, tuple(counts[row, column] for column in across)) for row in sorted({row for row, _ in counts})
    )
    return Breakdown(key=key, kind=kind, unit=unit, total=total, rows=rows, columns=across)


def _children_claimed(mention: Mention) -> int:
    return sum(1 for relative in mention.relatives if relative.relation is Relation.CHILD)


def _nationality(mentions: Sequence[Mention]) -> str:
    """The one that most records give; "" where none does."""
    given = Counter(mention.nationality for mention in mentions if mention.nationality)
    return min(given, key=lambda country: (-given[country], country), default="")


def _strength(tie: Tie) -> str:
    return next(code for limit, code in _STRENGTHS if tie.probability >= limit)


def _is_between_agencies(change: Change) -> bool:
    return bool(change.other_agency)


def _conflict(change: Change) -> tuple[str, str]:
    return f"{change.agency} · {change.other_agency or change.agency}", change.field


def _urgency(child: Unaccounted) -> tuple[int, int, date, str]:
    """More alarms first, then the more telling reason, then the longest silence."""
    return -len(child.alarms), list(Reason).index(child.reason), child.last_seen_on or date.min, child.person_id


def _roster_order(roster: RosterInfo) -> tuple[str, date, str]:
    return roster.agency, roster.as_of or date.min, roster.file


def _place_in_file(cell: QuarantinedCell) -> tuple[str, str, int, str, str]:
    return cell.agency, cell.file, cell.line, cell.column, cell.problem


def _figure_json(figure: Figure) -> dict[str, object]:
    return {
        "key": figure.key,
        "value": figure.value,
        "unit": figure.unit,
        "as_of": figure.as_of.isoformat(),
        "source": figure.source,
        "label": {language: label_of("figure", figure.key, language) for language in LANGUAGES},
        "definition": {language: definition_of(figure.key, language) for language in LANGUAGES},
    }


def _breakdown_json(table: Breakdown) -> dict[str, object]:
    rows = [{"code": row.code, "values": dict(zip(table.columns, row.values, strict=True))} for row in table.rows]
    return {"key": table.key, "kind": table.kind, "unit": table.unit, "total": table.total, "rows": rows}


def _roster_json(roster: RosterInfo) -> dict[str, object]:
    return {
        "agency": roster.agency,
        "file": roster.file,
        "as_of": roster.as_of.isoformat() if roster.as_of else None,
        "kind": roster.kind,
        "rows": roster.rows,
        "quarantined": roster.quarantined,
        "newest": roster.is_newest,
        "unused_columns": list(roster.unused),
    }


def _urgent_json(child: Unaccounted) -> dict[str, object]:
    return {
        "person_id": child.person_id,
        "reason": child.reason,
        "last_agency": child.last_agency,
        "last_seen_on": child.last_seen_on.isoformat() if child.last_seen_on else None,
        "alarms": list(child.alarms),
    }
