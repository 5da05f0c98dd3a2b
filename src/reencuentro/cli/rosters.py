"""`reencuentro rosters`: how a file would be understood, before anything is kept."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from reencuentro.cli.options import JsonOption, MappingOption
from reencuentro.cli.output import console, print_json

if TYPE_CHECKING:
    from reencuentro.interchange.inspection import Inspection

app = typer.Typer(no_args_is_help=True, rich_markup_mode="rich", help="Look at roster files without keeping them.")


@app.callback()
def _rosters() -> None:
    """Keeps `inspect` a command of its own beside those to come."""


@app.command("inspect")
def inspect_file(
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    mapping: MappingOption = None,
    write: Annotated[Path | None, typer.Option("--write", help="Write a mapping file to edit.", dir_okay=False)] = None,
    values: Annotated[bool, typer.Option("--values", help="Show real examples instead of their shapes.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Show how each column would be understood, and write a mapping to edit.

    [bold]Example[/bold]   reencuentro rosters inspect list.xlsx --write list.toml
    """
    # The readers take a while to load: --help shall not wait for them.
    from reencuentro.interchange.inspection import inspect_roster, mapping_text  # noqa: PLC0415
    from reencuentro.interchange.mapping import load_mapping  # noqa: PLC0415 - likewise

    known = load_mapping(mapping) if mapping else None
    inspection = inspect_roster(file, agency=file.stem, mapping=known, show_values=values)
    if write:
        write.write_text(mapping_text(inspection), encoding="utf-8")
    if as_json:
        print_json(_plain(inspection))
        return
    _print(inspection)
    if write:
        console.print(
            f"\nWrote {write}. Edit it, then: reencuentro reconcile AGENCY={file} --mapping {write}", markup=False
        )


def _plain(inspection: "Inspection") -> dict[str, Any]:
    return {
        "file": inspection.file_name,
        "as_of": inspection.as_of.isoformat() if inspection.as_of else None,
        "rows": inspection.rows,
        "quarantined": inspection.quarantined,
        "columns": [
            {
                "header": column.header,
                "field": column.field or None,
                "why": column.why,
                "day_order": column.day_order or None,
                "filled": round(column.filled, 4),
                "understood": round(column.understood, 4),
                "examples": list(column.examples),
                "problems": [{"problem": problem, "rows": rows} for problem, rows in column.problems],
            }
            for column in inspection.columns
        ],
        "problems": [{"problem": problem, "rows": rows} for problem, rows in inspection.problems],
    }


def _print(inspection: "Inspection") -> None:
    dated = f", as of {inspection.as_of:%d %B %Y}" if inspection.as_of else ""
    console.print(
        f"{inspection.file_name}: {inspection.rows:,} rows, {inspection.quarantined:,} not understood{dated}\n",
        markup=False,
    )
    table = Table(box=None)
    for heading in ("column", "understood as", "filled", "understood", "examples", "why"):
        table.add_column(heading)
    for column in inspection.columns:
        table.add_row(
            Text(column.header),
            Text(column.field or "– (kept, not used)", style="" if column.field else "yellow"),
            f"{column.filled:.0%}",
            f"{column.understood:.0%}" if column.field else "",
            Text("  ".join(column.examples)),
            Text(" ".join(filter(None, (column.why, column.day_order)))),
        )
    console.print(table)
    for column in inspection.columns:
        for problem, rows in column.problems:
            console.print(f"{rows:,} × {column.header}: {problem}", style="yellow", markup=False)
    for problem, rows in inspection.problems:
        console.print(f"{rows:,} × {problem}", style="yellow", markup=False)
