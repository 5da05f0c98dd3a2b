"""`reencuentro reconcile`: from rosters to families."""

import sys
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reencuentro.cli.engine import EMBEDDED_ENGINE, EngineOption
from reencuentro.cli.options import (
    DEFAULT_OUT,
    JsonOption,
    MappingOption,
    OutOption,
    RegistryOption,
    day,
    registry_place,
    whoami,
)
from reencuentro.cli.output import Exit, console, explain, print_json, showing_progress


class ReportLanguage(StrEnum):
    """Languages of the report."""

    SPANISH = "es"
    ENGLISH = "en"


RostersArgument = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[AGENCY=]FILE ...", help="Rosters; the agency is the file's stem unless given.", show_default=False
    ),
]
AsOfOption = Annotated[
    str,
    typer.Option(
        metavar="DATE",
        help="The day the results speak of; without it, the day of the newest roster.",
        show_default=False,
    ),
]
SilentOption = Annotated[
    int,
    typer.Option(metavar="DAYS", min=1, max=3650, help="After how long a roster no longer says where a child is."),
]
SuppressOption = Annotated[
    bool, typer.Option("--suppress-small", help="Hide counts of 1-10 people in the report, for publication.")
]
LanguageOption = Annotated[
    ReportLanguage | None,
    typer.Option(
        help="Language of the summary, and the first one of the report; without it English, and Spanish there.",
        show_default=False,
    ),
]

RecipientOption = Annotated[
    list[str] | None,
    typer.Option(
        metavar="PUBLIC_KEY",
        help="Seal the tables with names to this key (age1…, ssh-…); may be repeated.",
        show_default=False,
    ),
]

PartialOption = Annotated[
    bool,
    typer.Option(
        "--partial",
        help="These rosters hold only new and changed people: whoever was listed before is listed still.",
    ),
]

_EXAMPLES = """[bold]Examples[/bold]

reencuentro reconcile border=cbp_2018-06-19.csv shelters=orr.xlsx

reencuentro reconcile border=cbp.csv --mapping cbp.toml --as-of 2018-06-19

reencuentro reconcile shelters=news.csv --partial

reencuentro reconcile   (nothing new: match again what the registry holds)
"""


def reconcile_rosters(
    rosters: RostersArgument = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_of: AsOfOption = "",
    mapping: MappingOption = None,
    silent_after: SilentOption = 30,
    suppress_small: SuppressOption = False,
    language: LanguageOption = None,
    engine: EngineOption = EMBEDDED_ENGINE,
    partial: PartialOption = False,
    recipient: RecipientOption = None,
    as_json: JsonOption = False,
) -> None:
    """Keep the rosters, find who is who and who belongs to whom, and write the results.

    The same rosters twice change nothing; a newer roster of an agency is compared with the one before. Whoever is
    missing from it is gone, unless it is --partial.
    """
    # Django and the engine take a second to load: --help shall not wait for them.
    from reencuentro.cli.running import Run, run  # noqa: PLC0415
    from reencuentro.cli.summary import print_summary, summary_as_plain  # noqa: PLC0415 - likewise

    wanted = Run(
        rosters=tuple(_roster(text) for text in rosters or ()),
        registry=registry_place(registry, out),
        out=out,
        as_of=day(as_of) if as_of else None,
        mapping=mapping,
        silent_after=timedelta(days=silent_after),
        suppress_small=suppress_small,
        language="en" if language is ReportLanguage.ENGLISH else "es",
        by=whoami(),
        at=datetime.now(UTC),
        engine=engine,
        partial=partial,
        recipients=tuple(recipient or ()),
    )
    with showing_progress() as progress:
        ran = run(wanted, progress)
    for refusal in ran.refusals:
        explain(refusal.error)
    if as_json:
        print_json(summary_as_plain(ran))
    else:
        print_summary(ran, "es" if language is ReportLanguage.SPANISH else "en")
        if recipient:
            console.print("The tables hold names: they are sealed (.age), for whoever holds the key to them.")
    sys.exit(Exit.DONE_WITH_QUARANTINE if ran.waiting else Exit.DONE)


reconcile_rosters.__doc__ = f"{reconcile_rosters.__doc__}\n{_EXAMPLES}"


def _roster(text: str) -> tuple[str, Path]:
    """AGENCY=FILE, or a file alone, whose stem then names the agency. A path may hold an equals sign as well."""
    agency, equals, file = text.partition("=")
    if not text or (equals and agency and not file):
        raise typer.BadParameter(f"{text!r} names no file: write FILE or AGENCY=FILE", param_hint="FILE")
    # With a slash before the sign it is a path, unless only the rest is one.
    is_path = not (equals and agency) or _exists(text) or ("/" in agency and not _exists(file))
    return (Path(text).stem, Path(text)) if is_path else (agency.strip(), Path(file))


def _exists(path: str) -> bool:
    try:
        return Path(path).exists()
    except OSError:
        return False  # too long to be one
