"""`reencuentro duties`: how much is owed and how much of it is late, by kind and agency; nobody is named."""

from datetime import UTC, datetime

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import console, print_json, shown
from reencuentro.rules.disclosure.vocabulary import Action

app = typer.Typer(no_args_is_help=True, help="Count what is owed to children, and what of it is late.")


@app.command("late")
def late(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """Count the open duties of each kind and agency, and how many are late, since when.

    [bold]Example[/bold]   reencuentro duties late --json
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.duties import counted_by_kind  # noqa: PLC0415

    with registry_for(Action.RECONCILE, registry_place(registry, out)):
        found = counted_by_kind(datetime.now(UTC))
    if as_json:
        print_json({"duties": [one._asdict() | {"oldest": _instant(one.oldest)} for one in found]})
        return
    if not found:
        console.print("Nothing is owed: no duty is open.")
    for one in found:
        since = f", the oldest since {one.oldest:%Y-%m-%d %H:%M} UTC" if one.oldest else ""
        told = f"{one.kind}  {one.agency}  {one.open} open, {one.late} late{since}"
        console.print(shown(told), markup=False)


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
