"""`reencuentro officers`: accounts, the one-time codes that open them, and roles."""

from datetime import UTC, datetime
from typing import Annotated, Any

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import console, print_json, shown
from reencuentro.rules.disclosure.vocabulary import Action, Role

app = typer.Typer(no_args_is_help=True, help="Make accounts of officers, give and take roles, close accounts.")

LoginArgument = Annotated[str, typer.Argument(metavar="LOGIN", help="The officer's login, or public id.")]
RoleArgument = Annotated[Role, typer.Argument(help="What the officer does in their agency.")]


@app.command("add")
def add(
    login: Annotated[str, typer.Argument(metavar="LOGIN", help="An e-mail address, or a name.")],
    name: Annotated[str, typer.Option("--name", help="The officer's full name.")],
    agency: Annotated[str, typer.Option("--agency", help="The code of their agency.")],
    role: Annotated[list[Role] | None, typer.Option("--role", help="May be given more than once.")] = None,
    language: Annotated[str, typer.Option("--language", help="es or en.")] = "es",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Add an officer, and print the one-time code by which they come in for the first time.

    [bold]Example[/bold]   reencuentro officers add ana@example.org --name "Ana P" --agency SRE --role consular_officer
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.officers import OfficerStated, add_officer  # noqa: PLC0415

    stated = OfficerStated(login=login, full_name=name, agency=agency, roles=frozenset(role or ()), language=language)
    with registry_for(Action.MANAGE_OFFICERS, registry_place(registry, out)) as by:
        officer, code = add_officer(stated, by=by, at=datetime.now(UTC))
        public_id = officer.public_id
    _tell_code(public_id, code, as_json=as_json)


@app.command("invite")
def invite(
    login: LoginArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False
) -> None:
    """Print a new one-time code for an officer who lost password or devices; the old ways in are closed."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.officers import invite_again, officer_of  # noqa: PLC0415

    with registry_for(Action.MANAGE_OFFICERS, registry_place(registry, out)) as by:
        officer = officer_of(login)
        code = invite_again(officer, by=by, at=datetime.now(UTC))
        public_id = officer.public_id
    _tell_code(public_id, code, as_json=as_json)


def _tell_code(public_id: str, code: str, *, as_json: bool) -> None:
    if as_json:
        print_json({"officer": public_id, "code": code})
        return
    console.print(f"Officer {public_id}. The one-time code, kept nowhere; it holds for 72 hours:", markup=False)
    console.print(f"    {code}", markup=False)
    console.print(f"It is typed at /enrol/, or comes along with the link:  …/enrol/#{code}", markup=False)


@app.command("list")
def list_all(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """List the officers, their agencies and roles."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.officers import Officer  # noqa: PLC0415

    now = datetime.now(UTC)
    with registry_for(Action.MANAGE_OFFICERS, registry_place(registry, out)):
        found: list[dict[str, Any]] = [
            {
                "officer": one.public_id,
                "login": one.login,
                "agency": one.agency.code,
                "roles": sorted(one.roles(now)),
                "open": one.may_enter,
            }
            for one in Officer.objects.select_related("agency").order_by("login")
        ]
    if as_json:
        print_json({"officers": found})
        return
    for one in found:
        state = "" if one["open"] else "  suspended"
        roles = ", ".join(one["roles"]) or "no role"
        console.print(shown(f"{one['officer']}  {one['login']}  {one['agency']}  {roles}{state}"), markup=False)


@app.command("give-role")
def give(login: LoginArgument, role: RoleArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Give an officer a role; they sign in anew."""
    _change("give_role", login, role, registry_place(registry, out))
    console.print(f"The officer is now {role.value}, and signs in anew.", markup=False)


@app.command("take-role")
def take(login: LoginArgument, role: RoleArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Take a role from an officer; they sign in anew."""
    _change("take_role", login, role, registry_place(registry, out))
    console.print(f"The officer is no longer {role.value}, and signs in anew.", markup=False)


@app.command("suspend")
def suspend(login: LoginArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Close an account: the officer is out at once."""
    _change("suspend_officer", login, None, registry_place(registry, out))
    console.print("The account is closed; the officer is out.", markup=False)


@app.command("readmit")
def readmit(login: LoginArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Open an account again."""
    _change("readmit_officer", login, None, registry_place(registry, out))
    console.print("The account is open again.", markup=False)


def _change(action: str, login: str, role: Role | None, place: str) -> None:
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions import officers  # noqa: PLC0415

    with registry_for(Action.MANAGE_OFFICERS, place) as by:
        change = getattr(officers, action)
        change(*filter(None, (officers.officer_of(login), role)), by=by, at=datetime.now(UTC))
