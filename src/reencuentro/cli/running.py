"""One run of the main job: the action, then what it found written down."""

import errno
import gc
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from reencuentro.actions.acting import acting, require
from reencuentro.actions.reconciling import Reconciliation, Refusal, RosterFile, Terms, reconciling
from reencuentro.actions.rosters import Admission
from reencuentro.cli.engine import EMBEDDED_ENGINE, engine_named
from reencuentro.interchange.mapping import load_mapping
from reencuentro.interchange.results import ResultTable, drafted
from reencuentro.interchange.sealed_files import ENDING, recipient, seal_files
from reencuentro.records.registry import open_or_undo
from reencuentro.records.rosters import Extent
from reencuentro.reports.gathering import changes, ledger_of, quarantined_values, roster_infos, without_values
from reencuentro.reports.page import report_html
from reencuentro.reports.results import QuarantinedValue, result_tables
from reencuentro.reports.situation import Findings, Situation, report_json, situation
from reencuentro.reports.words import Language
from reencuentro.rules.disclosure.vocabulary import Action

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """What was asked for on the command line. partial: the rosters are of a part of their agencies' people.

    recipients: public keys to which the tables, with names, are sealed.
    """

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
    engine: str = EMBEDDED_ENGINE
    partial: bool = False
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """What became of a run: the rosters taken and refused, the situation, and the files written about it.

    waiting: rows and files in quarantine, counted even where the situation withholds small counts.
    mapped: a mapping was given.
    """

    admissions: tuple[Admission, ...]
    refusals: tuple[Refusal, ...]
    told: Situation
    waiting: int
    out: Path
    results: tuple[str, ...]
    mapped: bool

    @property
    def report(self) -> Path:
        """The page to read first."""
        return (self.out / "report.html").resolve()


@contextmanager
def _without_garbage_collection() -> Iterator[None]:
    """What a run makes lives to its end: looking for garbage among millions of objects costs it a third of its time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


@_without_garbage_collection()
def run(wanted: Run, progress: Progress) -> Ran:
    """Reconcile and write the results to `out`. Raises ReencuentroError or OSError; then nothing has changed."""
    _refuse_unwritable(wanted.out)
    keys = [recipient(text) for text in wanted.recipients]
    mapping = load_mapping(wanted.mapping) if wanted.mapping else None
    files = [RosterFile(agency=agency, path=path, mapping=mapping) for agency, path in wanted.rosters]
    # The engine first: where it can't be had, nothing has been opened or read yet.
    tables: list[str] = []
    with engine_named(wanted.engine) as engine, ExitStack() as unplaced, open_or_undo(wanted.registry):
        require(acting(wanted.by, [Action.RECONCILE], wanted.at), Action.RECONCILE)
        terms = Terms(
            by=wanted.by,
            at=wanted.at,
            as_of=wanted.as_of,
            silent_after=wanted.silent_after,
            engine=engine,
            extent=Extent.PART if wanted.partial else None,
        )
        with reconciling(files, terms, progress) as found:
            progress("write", 0)
            findings, quarantine = _findings(found)
            told = situation(findings, suppress_small=wanted.suppress_small)
            results: dict[str, ResultTable | str] = {
                **result_tables(findings, quarantine),
                "report.json": report_json(told),
                "report.html": report_html(told, language=wanted.language),
            }
            # On the disk before the registry commits, in their places only after: neither can fail for want of room.
            place = unplaced.enter_context(drafted(wanted.out, results))
        place()
    if keys:
        tables = [name for name, content in results.items() if isinstance(content, ResultTable)]
        seal_files([wanted.out / name for name in tables], keys)
    return Ran(
        admissions=found.admissions,
        refusals=found.refusals,
        told=told,
        waiting=len({(one.agency, one.file, one.line) for one in quarantine}),
        out=wanted.out,
        results=tuple(sorted(name + ENDING if keys and name in tables else name for name in results)),
        mapped=mapping is not None,
    )


def _refuse_unwritable(folder: Path) -> None:
    """Better now than after an hour's matching."""
    nearest = next(path for path in (folder, *folder.absolute().parents) if path.exists())
    if not nearest.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "this is a file, not a folder", str(nearest))
    if not os.access(nearest, os.W_OK | os.X_OK):
        raise PermissionError(errno.EACCES, "this folder may not be written to", str(nearest))


def _findings(found: Reconciliation) -> tuple[Findings, list[QuarantinedValue]]:
    quarantine = quarantined_values()
    quarantine += [
        QuarantinedValue(
            agency=one.agency,
            file=one.error.file,
            line=one.error.line or 0,
            column=one.error.column or "",
            value="",
            problem=f"the file was refused: {one.error.problem}: {one.error.remedy}",
        )
        for one in found.refusals
    ]
    findings = Findings(
        as_of=found.as_of,
        linkage=found.linkage,
        mentions=found.mentions,
        rosters=roster_infos(found.rosters, quarantine, found.as_of),
        unaccounted=found.unaccounted,
        changes=changes(found.people, found.rosters, found.as_of, found.frozen),
        quarantine=without_values(quarantine),
        certified=found.certified,
        held=found.held,
        ledger=ledger_of(found.as_of),
    )
    return findings, quarantine
