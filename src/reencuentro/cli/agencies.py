"""`reencuentro agencies`: which agencies there are, what they are, and which of them are suspended."""

from datetime import UTC, datetime
from typing import Annotated

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import console, print_json, shown
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind

app = typer.Typer(no_args_is_help=True, help="Say which agencies there are; suspend one, and its officers are out.")

CodeArgument = Annotated[str, typer.Argument(metavar="AGENCY", help="The agency's code, as rosters name it.")]


@app.command("add")
def add(
    code: CodeArgument,
    name: Annotated[str, typer.Option("--name", help="What the agency is called.")],
    kind: Annotated[AgencyKind, typer.Option("--kind", help="What it is to the people in the registry.")],
    country: Annotated[str, typer.Option("--country", help="ISO 3166, two letters; none for none.")] = "",
    state: Annotated[str, typer.Option("--state", help="A state or department of the country.")] = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Add an agency, or say what one is that a roster has named.

    [bold]Example[/bold]   reencuentro agencies add SRE --name "Consulado en McAllen" --kind consulate --country MX
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agencies import AgencyStated, add_agency  # noqa: PLC0415

    stated = AgencyStated(name=name, kind=kind, country=country.upper(), state=state)
    with registry_for(Action.MANAGE_AGENCIES, registry_place(registry, out), may_be_new=True) as by:
        add_agency(code, stated, by=by, at=datetime.now(UTC))
    console.print(f"Agency {shown(code)} is there.", markup=False)


@app.command("list")
def list_all(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """List the agencies, what they are, and since when they are suspended."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.agencies import Agency  # noqa: PLC0415

    fields = ("code", "name", "kind", "country", "state", "suspended_at")
    with registry_for(Action.MANAGE_AGENCIES, registry_place(registry, out)):
        found = list(Agency.objects.order_by("code").values(*fields))
    if as_json:
        print_json({"agencies": [{**one, "suspended_at": _instant(one["suspended_at"])} for one in found]})
        return
    for one in found:
        since = f"  suspended since {one['suspended_at']:%Y-%m-%d}" if one["suspended_at"] else ""
        told = f"{one['code']}  {one['kind'] or 'not described yet'}  {one['country']}  {one['name']}{since}"
        console.print(shown(told), markup=False)


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


@app.command("suspend")
def suspend(
    code: CodeArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why, in words; kept with it.")],
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Suspend an agency: its officers are signed out at once and can't come in again."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agencies import agency_of, suspend_agency  # noqa: PLC0415

    with registry_for(Action.MANAGE_AGENCIES, registry_place(registry, out)) as by:
        suspend_agency(agency_of(code), reason, by=by, at=datetime.now(UTC))
    console.print(f"Agency {shown(code)} is suspended; its officers are out.", markup=False)


@app.command("readmit")
def readmit(code: CodeArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Take a suspension back."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agencies import agency_of, readmit_agency  # noqa: PLC0415

    with registry_for(Action.MANAGE_AGENCIES, registry_place(registry, out)) as by:
        readmit_agency(agency_of(code), by=by, at=datetime.now(UTC))
    console.print(f"Agency {shown(code)} is readmitted; its officers sign in anew.", markup=False)
