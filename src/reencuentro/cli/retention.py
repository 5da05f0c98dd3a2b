"""`reencuentro expire`, `retention` and `tombstones`: the end of records, by which rules, and what stays of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reencuentro.cli.options import (
    DEFAULT_OUT,
    JsonOption,
    OutOption,
    RegistryOption,
    instant,
    registry_place,
    whoami,
)
from reencuentro.cli.output import console, counted, print_json, shown
from reencuentro.errors import AccountError, SettingsError
from reencuentro.interchange.results import ResultTable, write_tables
from reencuentro.rules.disclosure.vocabulary import Action
from reencuentro.rules.retention import Rule
from reencuentro.rules.retention_file import read_rules

if TYPE_CHECKING:
    from reencuentro.records.tombstones import Tombstone
    from reencuentro.records.visible.viewers import Viewer

app = typer.Typer(no_args_is_help=True, help="For how long records are kept: adopt rules, and list them.")


def expire_records(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what is due.")] = False,
    clock_is_right: Annotated[
        bool, typer.Option("--clock-is-right", help="I vouch that the clock is right, though nobody was here for long.")
    ] = False,
    record: Annotated[
        str,
        typer.Option(metavar="AGENCY:RECORD", help="Destroy this record now, due or not.", show_default=False),
    ] = "",
    why: Annotated[str, typer.Option(help="By which law or decision; with --record.", show_default=False)] = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Destroy what is kept beyond its time; a tombstone stays of each record.

    Can't be undone. [bold]Example[/bold]   reencuentro expire --dry-run
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.retention import expire, expire_record, vouch_for_clock  # noqa: PLC0415
    from reencuentro.records.provenance import record_named  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    if record and (dry_run or not why.strip()):
        raise typer.BadParameter("--record goes with --why, and not with --dry-run")
    now = datetime.now(UTC)
    with open_existing(registry_place(registry, out)):
        viewer = _operator(now)
        if record:
            expire_record(record_named(record) or ("", record), why, by=viewer.by, at=now)
            console.print("Destroyed. A tombstone stays: reencuentro tombstones", markup=False)
            return
        if clock_is_right and not dry_run:
            vouch_for_clock(by=viewer.by, now=now)
        done = expire(by=viewer.by, now=now, dry_run=dry_run)
    told = [
        {"record": ":".join(one.key), "kind": one.kind.value, "since": f"{one.due.since:%Y-%m-%d}"}
        | {"rule": one.due.rule.source, "is_default": one.due.rule.is_default}
        for one in done.records
    ]
    if as_json:
        print_json({"at": done.at.isoformat(), "dry_run": dry_run, "records": told, "cells": done.cells})
        return
    for line in told:
        console.print(
            shown(f"{line['record']}  {line['kind']}  due since {line['since']}  {line['rule']}"), markup=False
        )
    verb = "Due" if dry_run else "Destroyed"
    records, cells = counted(len(told), "record", "records"), counted(done.cells, "cell", "cells")
    console.print(f"{verb}: {records}, and {cells} that nobody understood.", markup=False)


def _operator(now: datetime) -> "Viewer":
    """Only whoever runs the registry destroys what is due: it is about people of every agency."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting  # noqa: PLC0415
    from reencuentro.records.visible.viewers import NotAllowedError  # noqa: PLC0415 - likewise

    viewer = acting(whoami(), [Action.EXPIRE], now)
    if viewer.pk is not None:
        raise NotAllowedError
    return viewer


@app.command("adopt")
def adopt(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="Rules (TOML): docs/life-of-a-record.md.")],
    known: Annotated[
        int | None, typer.Option("--known", help="The set that you know to count.", show_default=False)
    ] = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Adopt the rules of a file, in the place of those adopted before."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.retention import adopt_rules  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    try:
        rules = read_rules(file.read_text("utf-8"))
    except ValueError as wrong:
        raise SettingsError(f"{file}: {wrong}", remedy="Write it as docs/life-of-a-record.md shows.") from wrong
    now = datetime.now(UTC)
    with open_existing(registry_place(registry, out)):
        number = adopt_rules(rules, by=_operator(now).by, at=now, expected=known)
    console.print(f"Adopted as set {number}. See what is due by it: reencuentro expire --dry-run", markup=False)


@app.command("rules")
def list_rules(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """List the rules that count, defaults too, each with its source."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.records.retention import policy_adopted, policy_version  # noqa: PLC0415 - likewise

    with open_existing(registry_place(registry, out)):
        acting(whoami(), [Action.EXPIRE], datetime.now(UTC))  # whoever may do it to nobody is refused
        version, rules = policy_version(), policy_adopted()
    told: list[dict[str, Any]] = [
        {
            "kind": rule.kind.value,
            "agency": rule.agency,
            "counted_from": sorted(rule.counted_from),
            "period": _period(rule),
            "source": rule.source,
            "is_default": rule.is_default,
        }
        for rule in rules
    ]
    if as_json:
        print_json({"version": version, "rules": told})
        return
    for one in told:
        whose = one["agency"] or "all agencies"
        counted = " or ".join(one["counted_from"])
        console.print(shown(f"{one['kind']}, {whose}: {one['period']} from {counted}; {one['source']}"), markup=False)


def _period(rule: Rule) -> str:
    parts = {"years": rule.years, "months": rule.months, "days": rule.days}
    return ", ".join(f"{count} {unit}" for unit, count in parts.items() if count)


def export_tombstones(
    to: Annotated[Path, typer.Option("--to", metavar="FOLDER", help="Where tombstones.csv and .json are written.")],
    agency: Annotated[
        str, typer.Option("--agency", help="Only those of which this agency may hold copies.", show_default=False)
    ] = "",
    since: Annotated[
        str, typer.Option("--since", metavar="DATE", help="Only those from that day on.", show_default=False)
    ] = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """List the records that were destroyed, so that whoever holds copies destroys them, too."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.tombstones import tombstones_for  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    begin = instant(since).replace(hour=0, minute=0, second=0, microsecond=0) if since else None
    now = datetime.now(UTC)
    with open_existing(registry_place(registry, out)):
        rows = [_row(one) for one in tombstones_for(agency, begin, by=_operator(now).by, at=now)]
    if to.is_file():
        raise AccountError(f"{to} is a file", remedy="Name a folder.")
    as_text = json.dumps([dict(zip(_HEADER, row, strict=True)) for row in rows], indent=1, ensure_ascii=False)
    write_tables(to, {"tombstones.csv": ResultTable(_HEADER, rows), "tombstones.json": f"{as_text}\n"})
    console.print(f"{counted(len(rows), 'tombstone', 'tombstones')} written to {to}.", markup=False)


_HEADER = ("agency", "record_id", "roster", "source_date", "entry_date", "expiry_date")


def _row(one: "Tombstone") -> tuple[str, ...]:
    dates = (one.source_date.isoformat(), *(f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in (one.entry_date, one.expiry_date)))
    return (one.agency.code, one.record_id, one.roster.content_hash, *dates)
