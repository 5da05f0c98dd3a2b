"""`reencuentro calls`: from where people may speak and when, how contact was kept, and whose silence is an alarm."""

from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, day, registry_place
from reencuentro.cli.output import console, print_json, shown
from reencuentro.errors import AccountError
from reencuentro.rules.contact.regimes import ContactStandard
from reencuentro.rules.disclosure.vocabulary import Action

app = typer.Typer(no_args_is_help=True, help="Contact with the family: places of calls, how it was kept, alarms.")


@app.command("place")
def place(
    code: Annotated[str, typer.Argument(metavar="CODE", help="By which the place goes.")],
    agency: Annotated[str, typer.Option("--agency", help="Whose it is, by code.")],
    zone: Annotated[str, typer.Option("--zone", help="Its time zone, as America/Chicago.")],
    name: Annotated[str, typer.Option("--name", help="What it is called; else its code.")] = "",
    hours: Annotated[
        list[str] | None,
        typer.Option("--open", help="When people may speak there: mon 08:00-12:00. None: always."),
    ] = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Keep a place from which people speak, or what is new of it."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.calls import PlaceStated, keep_place  # noqa: PLC0415

    told: dict[str, list[str]] = {}
    for one in hours or []:
        weekday, _, spell = one.partition(" ")
        told.setdefault(weekday.strip().lower(), []).append(spell.strip())
    with registry_for(Action.MANAGE_AGENCIES, registry_place(registry, out)) as by:
        keep_place(PlaceStated(code=code, name=name or code, agency=agency, zone=zone, hours=told), by)
    console.print(f"{shown(code)} is kept.", markup=False)


@app.command("places")
def places(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """List the places from which people speak, and when they are open there."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.calls import CallPlace  # noqa: PLC0415

    with registry_for(Action.MANAGE_AGENCIES, registry_place(registry, out)):
        rows = CallPlace.objects.select_related("agency").order_by("code")
        found = [
            {"code": one.code, "name": one.name, "agency": one.agency.code, "zone": one.zone, "open": one.hours}
            for one in rows
        ]
    if as_json:
        print_json({"places": found})
        return
    for one in found:
        spells = "; ".join(f"{weekday} {', '.join(each)}" for weekday, each in one["open"].items()) or "always"
        console.print(shown(f"{one['code']}  {one['name']}  {one['agency']}  {one['zone']}  {spells}"), markup=False)


@app.command("kept")
def kept(
    week: Annotated[
        str, typer.Option("--week", help="A day of the week, as 2018-07-02; else the last whole one.")
    ] = "",
    measured: Annotated[
        str,
        typer.Option(
            "--by", help="Measured by care_program, two_a_week, weekdays_weekends or daily; else each plan's."
        ),
    ] = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Count the pairs who had all the contact that they were owed; small counts, and what tells them, are withheld."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.reports.contact import DIMENSIONS, contact_kept  # noqa: PLC0415

    monday, standard = _monday(week), _standard(measured)
    with registry_for(Action.SEE_FIGURES, registry_place(registry, out)):
        found = contact_kept(monday, measured=standard)
    by: dict[str, Any] = {
        dimension: [{"name": one.name, "pairs": one.pairs, "met": one.met} for one in found.by[dimension]]
        for dimension in DIMENSIONS
    }
    if as_json:
        print_json({"week": f"{monday}", "pairs": found.pairs, "met": found.met, "by": by})
        return
    console.print(f"Week of {monday}: {_count(found.pairs)} pairs, {_count(found.met)} had all of it.", markup=False)
    for dimension, lines in by.items():
        for one in lines:
            told = f"{dimension} {one['name'] or '(not noted)'}: {_count(one['pairs'])} pairs, {_count(one['met'])}"
            console.print(shown(told), markup=False)


def _monday(text: str) -> date:
    asked = day(text) if text else datetime.now(UTC).date() - timedelta(days=7)
    return asked - timedelta(days=asked.weekday())


def _standard(text: str) -> ContactStandard | None:
    try:
        return ContactStandard(text) if text else None
    except ValueError as wrong:
        raise AccountError("there is no such regime", remedy=f"Choose one of {', '.join(ContactStandard)}.") from wrong


def _count(number: int | None) -> str:
    return "few" if number is None else str(number)


@app.command("alarms")
def alarms(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Raise an alarm for each pair that hasn't spoken for long, and pass the hotline's messages on; for a timer."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.desk import pass_on_messages  # noqa: PLC0415
    from reencuentro.actions.silence import keep_silence  # noqa: PLC0415 - likewise

    at = datetime.now(UTC)
    with registry_for(Action.RECONCILE, registry_place(registry, out)) as by:
        passed, kept_now = pass_on_messages(by=by, at=at), keep_silence(by=by, at=at)
    console.print(f"{kept_now.raised} raised, {kept_now.placed} settled, {passed} messages passed on.", markup=False)
