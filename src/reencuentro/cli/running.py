"""One run of the main job: the action, then what it found written down."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from reencuentro.actions.reconciling import Reconciliation, Refusal, RosterFile, Terms, reconcile
from reencuentro.interchange.mapping import load_mapping
from reencuentro.interchange.results import write_tables
from reencuentro.records.registry import open_registry
from reencuentro.reports.gathering import changes, ledger_of, quarantined_values, roster_infos, without_values
from reencuentro.reports.page import report_html
from reencuentro.reports.results import QuarantinedValue, result_tables
from reencuentro.reports.situation import Findings, Situation, report_json, situation
from reencuentro.reports.words import Language, label_of

Progress = Callable[[str, int], None]
IN_THE_TERMINAL = (
    "records", "persons", "children", "ties", "unaccounted", "certified", "contradictions", "quarantined",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was asked for on the command line."""

    rosters: tuple[tuple[str, Path], ...]
    registry: str
    out: Path
    as_of: date | None
    mapping: Path | None
    silent_after: timedelta
    suppress_small: bool
    language: Language
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What a run found, in short, and the files that it could not read."""

    summary: dict[str, Any]
    refusals: tuple[Refusal, ...]


def run(wanted: Run, progress: Progress) -> Ran:
    """Reconcile and write the results to `out`. Raises ReencuentroError; then no result file has changed."""
    mapping = load_mapping(wanted.mapping) if wanted.mapping else None
    files = [RosterFile(agency=agency, path=path, mapping=mapping) for agency, path in wanted.rosters]
    terms = Terms(by=wanted.by, at=wanted.at, as_of=wanted.as_of, silent_after=wanted.silent_after)
    with open_registry(wanted.registry):
        found = reconcile(files, terms, progress)
        progress("write", 0)
        findings, quarantine = _findings(found)
    told = situation(findings, suppress_small=wanted.suppress_small)
    results = {
        **result_tables(findings, quarantine),
        "report.json": report_json(told),
        "report.html": report_html(told, language=wanted.language),
    }
    write_tables(wanted.out, results)
    return Ran(summary=_summary(told, wanted.out, sorted(results)), refusals=found.refusals)


def _findings(found: Reconciliation) -> tuple[Findings, list[QuarantinedValue]]:
    quarantine = quarantined_values()
    quarantine += [
        QuarantinedValue(
            agency=one.agency,
            file=one.error.file,
            line=one.error.line or 0,
            column=one.error.column or "",
            value="",
            problem=f"the file was refused: {one.error.problem}. {one.error.remedy}",
        )
        for one in found.refusals
    ]
    findings = Findings(
        as_of=found.as_of,
        linkage=found.linkage,
        mentions=found.mentions,
        rosters=roster_infos(found.rosters, quarantine),
        unaccounted=found.unaccounted,
        changes=changes(found.people, found.rosters, found.as_of),
        quarantine=without_values(quarantine),
        certified=found.certified,
        ledger=ledger_of(found.as_of),
    )
    return findings, quarantine


def _summary(told: Situation, out: Path, results: Sequence[str]) -> dict[str, Any]:
    """The figures in short; None for a count that is withheld."""
    return {
        "as_of": told.as_of.isoformat(),
        "figures": {figure.key: figure.value for figure in told.figures},
        "labels": {key: label_of("figure", key, "en") for key in IN_THE_TERMINAL},
        "unaccounted_by_reason": {row.code: row.values[0] for row in told.breakdown("unaccounted_by_reason").rows},
        "results": [str(out / name) for name in results],
        "report": str((out / "report.html").resolve()),
    }
