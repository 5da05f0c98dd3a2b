"""What the law says of a day, at a terminal: when a child can be handed over at each port, and when a time ends."""

from datetime import date
from typing import Annotated, Any

import typer
from rich.markup import escape

from reencuentro.cli.options import day
from reencuentro.cli.output import console, print_json
from reencuentro.rules.legal.deadlines import LegalDeadline, times
from reencuentro.rules.returns.arrangements import Window, for_a_child, table

_JSON = typer.Option("--json", help="Print JSON.")
_UNREAD = " (known from others' accounts)"


def ports(
    on: Annotated[str, typer.Option(help="The day for which it is asked, YYYY-MM-DD; today where none is given.")] = "",
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Show when a child can be handed over at each port on a day. Public facts; no registry is opened."""
    asked = day(on) if on else date.today()  # noqa: DTZ011 - the reader's day
    found = [one for one in table() if one.holds(asked)]
    if as_json:
        print_json({"on": asked.isoformat(), "ports": [_plain(one, asked) for one in found]})
        return
    if not found:
        console.print(f"No arrangement was in force on {asked}.")
    for one in found:
        told = _plain(one, asked)
        hours = f"{told['from']}–{told['until']} {one.zone.key}" if told["from"] else "not on that day"
        console.print(f"[bold]{one.port.value}[/bold], {escape(one.name)}: {hours}; {', '.join(told['receivers'])}")
        console.print(f"  {escape(one.source)}{'' if one.read else _UNREAD}", style="dim")


def _plain(window: Window, on: date) -> dict[str, Any]:
    hours = for_a_child(window, on)
    first, last = (f"{one:%H:%M}" for one in hours) if hours else ("", "")
    return {
        "port": window.port.value,
        "sends": window.sends,
        "takes": window.takes,
        "from": first,
        "until": last,
        "zone": window.zone.key,
        "receivers": sorted(window.receivers),
        "source": window.source,
        "read": window.read,
    }


def last_day(
    what: Annotated[LegalDeadline, typer.Argument(help="What must be handed in, or decided, in time.")],
    country: Annotated[str, typer.Argument(help="Whose law: US or MX.")],
    start: Annotated[str, typer.Argument(help="The day from which it runs, YYYY-MM-DD; it isn't counted.")],
    as_json: Annotated[bool, _JSON] = False,
) -> None:
    """Work out the last day of a time of law, by the calendar of its country. It is no counsel."""
    begun = day(start)
    found = times().find(what, country.upper(), begun)
    if found is None:
        raise typer.BadParameter(f"the law of {country.upper()} has no such time that we know on {begun}")
    last = times().last_day(found, begun)
    if as_json:
        print_json({"last_day": last.isoformat(), "source": found.source, "read": found.read})
        return
    console.print(f"[bold]{last}[/bold]")
    console.print(f"  {escape(found.source)}{'' if found.read else _UNREAD}", style="dim")
