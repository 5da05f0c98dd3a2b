"""`reencuentro rosters`: how a file would be understood, which lists are kept, and what each of them is."""

import shlex
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, MappingOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import console, counted, notes, print_json, shown
from reencuentro.errors import MappingError
from reencuentro.rules.disclosure.vocabulary import Action

if TYPE_CHECKING:
    from reencuentro.interchange.inspection import Inspection

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode="rich",
    help="Look at roster files, see which are kept, say what one is; take in what officers dropped on the pages.",
)


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
        _write(write, mapping_text(inspection))
    if as_json:
        print_json(_plain(inspection))
        return
    _print(inspection)
    if write:
        names = f"AGENCY={shlex.quote(str(file))} --mapping {shlex.quote(str(write))}"
        console.print(_line(f"\nWrote {write}. Edit it, then:  reencuentro reconcile {names}"))


@app.command("work")
def work(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """Take in the lists that officers dropped on the pages and the rows they put right; match the registry anew.

    Whom they wrote down behind PostgreSQL's second wall is compared with everybody.

    The pages of a registry in a folder do this by themselves. Where a database is behind the pages, let a timer run it
    every minute, as the user who runs the registry. It does nothing while another one is at work.
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.working import sole_worker, work_off_all  # noqa: PLC0415

    place = registry_place(registry, out)
    with sole_worker(place) as alone:
        if not alone:
            notes.print("Another one is at work.")
            return
        with registry_for(Action.RECONCILE, place) as by:
            done = work_off_all(by)
    if as_json:
        print_json({"done": done})
    else:
        console.print(f"Dealt with {counted(done, 'list, row or person', 'lists, rows and people')}.", markup=False)


@app.command("kept")
def kept(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """List the rosters that are kept, the newest last: whose, of which day, what each is and what it changed."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.rosters import kept_lists  # noqa: PLC0415

    with registry_for(Action.RECONCILE, registry_place(registry, out)):
        told = [
            {
                "roster": one.content_hash[:_SHORT],
                "agency": one.agency.code,
                "file": one.file_name,
                "as_of": one.as_of.isoformat(),
                "extent": one.extent,
                "rows": one.rows,
                "changes": one.changes,
            }
            for one in kept_lists().order_by("received_at", "pk")
        ]
    if as_json:
        print_json({"rosters": told})
        return
    for one in told:
        changes: dict[str, int] = one["changes"] or {}
        counts = ", ".join(f"{number:,} {kind}" for kind, number in changes.items() if number)
        line = f"{one['roster']}  {one['agency']}  {one['as_of']}  {one['extent']}  {_rows(one['rows'])}  {counts}"
        console.print(_line(f"{line}  {one['file']}"))


@app.command("restate")
def restate_kept(
    roster: Annotated[str, typer.Argument(metavar="ROSTER", help="Which one, as `rosters kept` names it.")],
    extent: Annotated[str, typer.Argument(metavar="whole|part|withdrawn", help="What it is.")],
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Say what a roster is that was taken in as something else, and match the registry anew.

    From a whole one whoever is missing is gone; from a part nobody is; one that is withdrawn was brought by mistake,
    and nothing in it counts. What was said before stays on record. Nothing is withdrawn by which people have decided.

    [bold]Example[/bold]   reencuentro rosters restate 3f9a0c11d2e4 part
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.extents import restate  # noqa: PLC0415
    from reencuentro.actions.working import match_by_extents  # noqa: PLC0415 - likewise
    from reencuentro.records.rosters import Extent, the_list  # noqa: PLC0415 - likewise

    if extent not in Extent.values:
        raise typer.BadParameter(f"{extent!r} is nothing that a roster can be: write {', '.join(Extent.values)}")
    with registry_for(Action.RECONCILE, registry_place(registry, out)) as by:
        restate(the_list(roster), Extent(extent), by=by, at=datetime.now(UTC))
        match_by_extents(by)
    console.print(f"The roster is {_SAID[extent]} now, and the registry was matched anew.", markup=False)


_SHORT = 12  # characters of a content's hash
_SAID = {"whole": "whole", "part": "of a part", "withdrawn": "withdrawn"}


def _write(path: Path, text: str) -> None:
    """A new file; what somebody edited isn't written over."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        remedy = "Choose another name, or remove that one first."
        raise MappingError(path.name, "there is a file of that name already", remedy=remedy) from None


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
    dated = f", as of {inspection.as_of:%-d %B %Y}" if inspection.as_of else ""
    told = f"{inspection.file_name}: {_rows(inspection.rows)}, {inspection.quarantined:,} not understood{dated}\n"
    console.print(_line(told, "bold"))
    table = Table(box=None, pad_edge=False)
    for heading in ("column", "understood as", "filled", "understood", "examples"):
        table.add_column(heading, justify="right" if heading in ("filled", "understood") else "left", overflow="fold")
    for column in inspection.columns:
        table.add_row(
            _line(column.header),
            _line(column.field or "not used", "" if column.field else "yellow"),
            f"{column.filled:.0%}",
            f"{column.understood:.0%}" if column.field else "",
            _line("  ".join(column.examples)),
        )
    console.print(table)
    for remark in _remarks(inspection):
        console.print(_line(remark, "yellow"))


def _remarks(inspection: "Inspection") -> Iterator[str]:
    """What isn't plain from the headers: how dates are read, why a column isn't used, what is wrong in it."""
    yield ""
    for column in inspection.columns:
        why = "" if column.why in _PLAIN else column.why
        for told in filter(None, (why, column.day_order)):
            yield f"{column.header}: {told}"
        for problem, rows in column.problems:
            yield f"{column.header}: {_rows(rows)}: {problem}"
    for problem, rows in inspection.problems:
        yield f"{_rows(rows)}: {problem}"


_PLAIN = ("header", "not recognised")


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _line(text: str, style: str = "") -> Text:
    """Text in which nothing is markup: headers and file names may hold brackets."""
    return Text(shown(text), style=style)
