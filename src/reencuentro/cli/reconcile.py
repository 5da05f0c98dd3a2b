"""`reencuentro reconcile`: from rosters to families."""

import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.table import Table

from reencuentro.cli.options import (
    DEFAULT_OUT,
    JsonOption,
    MappingOption,
    OutOption,
    RegistryOption,
    day,
    registry_place,
    whoami,
)
from reencuentro.cli.output import Exit, console, explain, notes, print_json, refusal_as_row, showing_progress


class ReportLanguage(StrEnum):
    """Languages of the report."""

    SPANISH = "es"
    ENGLISH = "en"


_EXAMPLES = """[bold]Examples[/bold]

reencuentro reconcile border=cbp_2018-06-19.csv shelters=orr.xlsx

reencuentro reconcile border=cbp.csv --mapping cbp.toml --out results --as-of 2018-06-19

reencuentro reconcile --registry postgresql://user@host/name --json   (nothing new: match again)
"""


def reconcile_rosters(
    rosters: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[AGENCY=]FILE ...", help="Rosters; the agency is the file's stem unless given.", show_default=False
        ),
    ] = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_of: Annotated[
        str,
        typer.Option(
            "--as-of",
            metavar="DATE",
            help="The day the results speak of; without it, the day of the newest roster.",
            show_default=False,
        ),
    ] = "",
    mapping: MappingOption = None,
    silent_after: Annotated[
        int, typer.Option(min=1, max=3650, help="Days after which a roster no longer says where a child is.")
    ] = 30,
    suppress_small: Annotated[
        bool, typer.Option("--suppress-small", help="Hide counts of 1-10 people in the report, for publication.")
    ] = False,
    language: Annotated[
        ReportLanguage, typer.Option(help="Language that the report opens in.")
    ] = ReportLanguage.SPANISH,
    as_json: JsonOption = False,
) -> None:
    """Keep the rosters, find who is who and who belongs to whom, and write the results.

    The same rosters twice change nothing; a newer roster of an agency is compared with the one before.
    """
    # Django and the engine take a second to load: --help shall not wait for them.
    from reencuentro.cli.running import Run, run  # noqa: PLC0415

    day_asked = day(as_of) if as_of else None
    wanted = Run(
        rosters=tuple(_roster(text) for text in rosters or ()),
        registry=registry_place(registry, out),
        out=out,
        as_of=day_asked,
        mapping=mapping,
        silent_after=timedelta(days=silent_after),
        suppress_small=suppress_small,
        language="es" if language is ReportLanguage.SPANISH else "en",
        by=whoami(),
        at=datetime.now(UTC),
    )
    with showing_progress() as progress:
        ran = run(wanted, progress)
    for refusal in ran.refusals:
        explain(refusal.error)
    if as_json:
        print_json(ran.summary | {"refused": [refusal_as_row(one.agency, one.error) for one in ran.refusals]})
    else:
        print_summary(ran.summary)
    sys.exit(Exit.DONE_WITH_QUARANTINE if ran.summary["figures"]["quarantined"] or ran.refusals else Exit.DONE)


reconcile_rosters.__doc__ = f"{reconcile_rosters.__doc__}\n{_EXAMPLES}"


def _roster(text: str) -> tuple[str, Path]:
    """AGENCY=FILE, or a file alone, whose stem then names the agency."""
    agency, equals, file = text.partition("=")
    if equals and agency and not Path(text).exists() and "/" not in agency:
        return agency.strip(), Path(file)
    return Path(text).stem, Path(text)


def count(number: int | None) -> str:
    """A count with grouped thousands, or the sign of one that is withheld."""
    return "·" if number is None else f"{number:,}"


def print_summary(summary: dict[str, Any]) -> None:
    """The figures, the reasons, and where the report is."""
    table = Table(title=f"Situation as of {summary['as_of']}", title_justify="left", show_header=False, box=None)
    table.add_column(justify="right", style="bold")
    table.add_column()
    for key, label in summary["labels"].items():
        table.add_row(count(summary["figures"][key]), label)
    for reason, children in summary["unaccounted_by_reason"].items():
        table.add_row(count(children), f"unaccounted: {reason.replace('_', ' ')}")
    console.print(table)
    if summary["figures"]["quarantined"]:
        notes.print(
            f"{summary['figures']['quarantined']:,} rows wait in quarantine: see quarantine.csv, mend the roster, and run it again.",
            style="yellow",
        )
    console.print(f"\nReport: {summary['report']}", markup=False)
