"""`reencuentro show`: one person, with the source of everything that is known, now or as known on any day."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.table import Table
from rich.text import Text

from reencuentro.cli.acting import PurposeOption
from reencuentro.cli.options import (
    DEFAULT_OUT,
    JsonOption,
    OutOption,
    RegistryOption,
    instant,
    registry_place,
    remedy_for_unknown,
    whoami,
)
from reencuentro.cli.output import console, print_json, shown
from reencuentro.errors import ReencuentroError
from reencuentro.reports.facts import in_text
from reencuentro.rules.disclosure.explaining import SEEING
from reencuentro.rules.disclosure.vocabulary import Action

if TYPE_CHECKING:
    from reencuentro.records.visible.people import PersonSeen


def show(
    record: Annotated[
        str, typer.Argument(metavar="AGENCY:RECORD|PERSON", help="A record, or a person_id of people.csv.")
    ],
    as_known: Annotated[
        str,
        typer.Option("--as-known", "--as-of", metavar="DATE", help="What was known on that day.", show_default=False),
    ] = "",
    purpose: PurposeOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Show a person: their records, each fact with who says it, and their ties.

    [bold]Example[/bold]   reencuentro show shelters:U-77 --as-known 2018-06-12
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.explaining import person_meant  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.people import visible_to  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.viewers import NotAllowedError  # noqa: PLC0415 - likewise

    on = instant(as_known) if as_known else None
    with open_existing(registry_place(registry, out)):
        viewer = acting(whoami(), _SIDES, datetime.now(UTC), purpose)
        looking = visible_to(viewer, *_SIDES, with_ties=True, through_time=True, known_at=on)
        try:
            told = _plain(looking.get(person_meant(record, on=on), sought=[record]))
        except NotAllowedError as refused:
            day = f" as known on {as_known}" if as_known else ""
            raise ReencuentroError(
                f"the registry has no record or person {record}{day}",
                remedy=remedy_for_unknown(as_known),
            ) from refused
    if as_json:
        print_json(told)
    else:
        _print(told)


_SIDES = (Action.SEE_PERSON, *(action for action in SEEING if action is not Action.SEE_PERSON))
"""Every way to look at a person; what each of them shows is shown here together."""


def _plain(seen: "PersonSeen") -> dict[str, Any]:
    fields: dict[str, list[dict[str, Any]]] = {}
    for one in seen.records:
        source = {"agency": one.agency, "record_id": one.record_id, "as_of": one.as_of.isoformat()}
        for field in {**one.facts, **one.corrected}:
            told = {"value": one.facts.get(field), **source}
            if field in one.corrected:
                told["corrected"] = one.corrected[field]
            fields.setdefault(field, []).append(told)
    return {
        "person_id": seen.person_id,
        "minor": seen.is_child,
        "records": list(dict.fromkeys(f"{one.agency}:{one.record_id}" for one in seen.records if one.record_id)),
        "fields": fields,
        "ties": [
            {
                "child": tie.child,
                "relative": tie.relative,
                "relation": tie.relation,
                "probability": tie.probability,
                "status": tie.status,
            }
            for tie in seen.ties
        ],
    }


def _print(told: dict[str, Any]) -> None:
    kind = "child" if told["minor"] else "adult"
    console.print(_shown(f"{told['person_id']}  {kind}  {'; '.join(told['records'])}", "bold"))
    console.print()
    facts = _table("fact", "value", "source", "last said")
    for field, sources in told["fields"].items():
        last_said = {
            (field, _told(source), f"{source['agency']}:{source['record_id']}"): source["as_of"]
            for source in sources  # the oldest first
        }
        for about, day in last_said.items():
            facts.add_row(*map(_shown, (*about, day)))
    console.print(facts)
    if told["ties"]:
        console.print()
        ties = _table("tie", "child", "relative", "probability", "status")
        for tie in told["ties"]:
            ties.add_row(tie["relation"], tie["child"], tie["relative"], f"{tie['probability']:.3f}", tie["status"])
        console.print(ties)


def _table(*headings: str) -> Table:
    table = Table(box=None, pad_edge=False)
    for heading in headings:
        table.add_column(heading, overflow="fold")
    return table


def _shown(text: str, style: str = "") -> Text:
    """Text in which nothing is markup: what a source says may hold brackets."""
    return Text(shown(text), style=style)


def _told(source: dict[str, Any]) -> str:
    """What counts; where it was corrected, what the list says too."""
    if "corrected" not in source:
        return in_text(source["value"])
    counts, said = (_NOTHING if one is None else in_text(one) for one in (source["corrected"], source["value"]))
    return f"{counts} (corrected; the list says {said})"


_NOTHING = "–"
