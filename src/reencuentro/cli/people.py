"""`reencuentro show`: one person, with the source of everything that is known, now or as known on any day."""

from typing import Annotated, Any

import typer
from rich.table import Table

from reencuentro.cli.judge import record_key
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, instant, registry_place
from reencuentro.cli.output import console, print_json
from reencuentro.errors import ReencuentroError


def show(
    record: Annotated[
        str, typer.Argument(metavar="AGENCY:RECORD|PERSON", help="A record, or a person_id of people.csv.")
    ],
    as_known: Annotated[
        str, typer.Option("--as-known", metavar="DATE", help="What was known on that day.", show_default=False)
    ] = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Show a person: their records, each fact with who says it, and their ties.

    [bold]Example[/bold]   reencuentro show shelters:U-77 --as-known 2018-06-12
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.provenance import person_known, person_of  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415

    on = instant(as_known) if as_known else None
    with open_existing(registry_place(registry, out)):
        name = record
        if ":" in record:
            person = person_of(record_key(record), on=on)
            name = person.public_id if person else ""
        known = person_known(name, on=on) if name else None
        if known is None:
            raise ReencuentroError(
                f"the registry knows no {record}" + (f" as of {as_known}" if as_known else ""),
                remedy="Take the record or the person_id as people.csv has them.",
            )
        told = _plain(known)
    if as_json:
        print_json(told)
    else:
        _print(told)


def _plain(known: Any) -> dict[str, Any]:
    return {
        "person_id": known.person_id,
        "minor": known.is_minor,
        "records": [f"{agency}:{record}" for agency, record in known.records],
        "fields": {
            field: [
                {"value": value, "agency": agency, "record_id": record, "as_of": day.isoformat()}
                for value, agency, record, day in sources
            ]
            for field, sources in known.fields.items()
        },
        "ties": [
            {
                "child": tie.child.public_id,
                "relative": tie.relative.public_id,
                "relation": tie.relation,
                "probability": tie.probability,
                "status": tie.status,
            }
            for tie in known.ties
        ],
    }


def _print(told: dict[str, Any]) -> None:
    console.print(
        f"{told['person_id']}  {'child' if told['minor'] else 'adult'}  {'; '.join(told['records'])}", markup=False
    )
    facts = Table(box=None)
    for heading in ("fact", "value", "source", "as of"):
        facts.add_column(heading)
    for field, sources in told["fields"].items():
        for source in sources:
            facts.add_row(field, _text(source["value"]), f"{source['agency']}:{source['record_id']}", source["as_of"])
    console.print(facts, markup=False)
    for tie in told["ties"]:
        console.print(
            f"{tie['relation']}: child {tie['child']}, relative {tie['relative']}, {tie['probability']:.3f}, {tie['status']}",
            markup=False,
        )


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(part)}" for name, part in value.items() if part not in (None, "", [], False))
    return "; ".join(map(_text, value)) if isinstance(value, list) else str(value)
