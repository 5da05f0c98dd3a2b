"""The command's tree, and its way out."""

import io
import sys
from typing import Annotated, Any

import typer

from reencuentro import __version__
from reencuentro.cli import (
    access,
    agencies,
    agreements,
    audit,
    calls,
    check,
    cohorts,
    consulates,
    documents,
    duties,
    explain,
    judge,
    keys,
    laws,
    link,
    look,
    officers,
    people,
    reconcile,
    retention,
    rosters,
    serve,
    subject,
)
from reencuentro.cli.declared import refuse_undeclared
from reencuentro.cli.output import explained

app = typer.Typer(
    name="reencuentro",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    help=(
        "Finds separated family members across the lists of many agencies.\n\n"
        "Exit codes: 0 done, 1 failed, 2 used wrongly, 3 done with rows in quarantine or files refused."
    ),
    epilog="Start with: reencuentro demo",
)
app.command("reconcile")(reconcile.reconcile_rosters)
app.command("link")(link.link_people)
app.add_typer(rosters.app, name="rosters")
app.add_typer(judge.app, name="judge")
app.command("show")(people.show)
app.command("look")(look.look)
app.command("explain")(explain.explain)
app.add_typer(audit.app, name="audit")
app.add_typer(keys.app, name="keys")
app.add_typer(access.app, name="access")
app.add_typer(agencies.app, name="agencies")
app.add_typer(officers.app, name="officers")
app.add_typer(agreements.app, name="agreements")
app.add_typer(subject.app, name="subject")
app.add_typer(documents.app, name="documents")
app.add_typer(duties.app, name="duties")
app.add_typer(calls.app, name="calls")
app.command("consulates")(consulates.consulates)
app.command("ports")(laws.ports)
app.command("last-day")(laws.last_day)
app.command("expire")(retention.expire_records)
app.add_typer(retention.app, name="retention")
app.command("tombstones")(retention.export_tombstones)
app.command("serve")(serve.serve_pages)
app.command("check")(check.check_installation)
app.command("generate")(cohorts.generate_cohort)
app.command("evaluate")(cohorts.evaluate_results)
app.command("demo")(cohorts.demo)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"reencuentro {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Options of the command as a whole."""


def main() -> None:
    """Run the command: one clear message and an exit code for whatever happens."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a terminal that lacks a character still gets the rest
    with explained():
        command = typer.main.get_command(app)
        refuse_undeclared(command)
        _hide_types_of_flags(command)
        command()


def _hide_types_of_flags(command: Any) -> None:
    """A flag takes no value, so its help shall not ask for a <bool>."""
    for parameter in command.get_params(typer.Context(command)):
        if getattr(parameter, "is_flag", False):
            parameter.metavar = ""
    for child in getattr(command, "commands", {}).values():
        _hide_types_of_flags(child)
