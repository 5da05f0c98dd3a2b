"""`reencuentro explain`: why two records or persons are believed to be one, or family, and what would decide it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

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
from reencuentro.cli.output import Exit, print_json
from reencuentro.cli.reconcile import ReportLanguage
from reencuentro.errors import ReencuentroError
from reencuentro.rules.disclosure.vocabulary import Action, Level, Purpose

if TYPE_CHECKING:
    from reencuentro.records.noting import Noted
    from reencuentro.records.visible.viewers import Viewer
    from reencuentro.reports.words import Language

_SIDE = "AGENCY:RECORD|PERSON"


def explain(
    left: Annotated[str, typer.Argument(metavar=_SIDE, help="A record, or a person_id of people.csv.")],
    right: Annotated[str, typer.Argument(metavar=_SIDE, help="The other one; which comes first doesn't matter.")],
    as_of: Annotated[
        str,
        typer.Option("--as-of", "--as-known", metavar="DATE", help="As it was known on that day.", show_default=False),
    ] = "",
    svg: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Draw it there as a waterfall, without names.", dir_okay=False)
    ] = None,
    language: Annotated[ReportLanguage, typer.Option(help="Language of the words.")] = ReportLanguage.ENGLISH,
    purpose: PurposeOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Explain a proposal: each fact in bits, what is silent, who else was weighed, and what would decide.

    Exits with 1 where nothing was proposed between the two.

    [bold]Example[/bold]   reencuentro explain shelters:U-77 detention:E-5 --svg why.svg
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.cli.explanation import draw, print_explained  # noqa: PLC0415
    from reencuentro.records.proposals import named  # noqa: PLC0415 - likewise
    from reencuentro.records.provenance import names_of  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.naming import may_be_explained  # noqa: PLC0415 - likewise
    from reencuentro.reports.explaining import as_plain, explained  # noqa: PLC0415 - likewise

    on = instant(as_of) if as_of else None
    with (
        open_existing(registry_place(registry, out)),
        _looking([left, right], purpose) as (viewer, noted),
    ):
        sides = [named(text, on=on) or _unknown(text, as_of) for text in (left, right)]
        for text, side in zip((left, right), sides, strict=True):
            if not may_be_explained(viewer, [side.person_id], on):
                _unknown(text, as_of)
        for side in sides:
            noted.concerns(side.person_id, *map(":".join, side.records))
        told = explained(*sides, on=on)
        names = {side.person_id: names_of(side.records, on=on) for side in sides}
    spoken: Language = "es" if language is ReportLanguage.SPANISH else "en"
    if as_json:
        print_json(as_plain(told))
    else:
        print_explained(told, names, spoken)
    if svg and told.drawn:
        draw(told.drawn, svg, spoken, quiet=as_json)
    sys.exit(Exit.DONE if told.answers or told.one_person else Exit.FAILED)


@contextmanager
def _looking(sought: list[str], purpose: Purpose | None) -> "Iterator[tuple[Viewer, Noted]]":
    """Who looks, and the note of it."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting  # noqa: PLC0415
    from reencuentro.records.reading import reading  # noqa: PLC0415 - likewise

    viewer = acting(whoami(), [Action.SEE_PERSON], datetime.now(UTC), purpose)
    capacity = viewer.capacity({Level.IDENTITY})
    with reading("see_match", by=viewer.by, sought=sought, capacity=capacity, at=viewer.at) as noted:
        yield viewer, noted


def _unknown(text: str, as_of: str) -> NoReturn:
    day = f" as known on {as_of}" if as_of else ""
    raise ReencuentroError(
        f"the registry has no record or person {text}{day}",
        remedy=remedy_for_unknown(as_of),
    )
