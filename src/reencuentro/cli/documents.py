"""`reencuentro documents`: documents of people and cases as PDF/UA-1, and who made the one with a number."""

from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from reencuentro.cli.acting import PurposeOption
from reencuentro.cli.options import DEFAULT_OUT, OutOption, RegistryOption, registry_place, whoami
from reencuentro.cli.output import console, write_private
from reencuentro.cli.reconcile import ReportLanguage
from reencuentro.errors import AccountError
from reencuentro.rules.disclosure.vocabulary import Action

app = typer.Typer(no_args_is_help=True, help="Documents of people and cases, and who made them.")


class Kind(StrEnum):
    """The documents that a terminal makes; those about duties are made on their pages."""

    TRACING_REQUEST = "tracing_request"
    ID_CARD = "id_card"
    CASE_SUMMARY = "case_summary"
    HAND_OVER_RECORD = "hand_over_record"


@app.command("make")
def make(
    kind: Annotated[Kind, typer.Argument(help="Which document.")],
    about: Annotated[str, typer.Argument(metavar="PERSON|CASE", help="A person_id, or the number of a case.")],
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where to write it; must not be there yet.")],
    purpose: PurposeOption = None,
    language: Annotated[ReportLanguage, typer.Option(help="Language of the document.")] = ReportLanguage.SPANISH,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Make a document, which says what you may see and nothing else; the log has who made it, under its number.

    [bold]Example[/bold]   reencuentro documents make tracing_request PABC --to request.pdf --language en
    """
    # Django takes half a second to load: --help shall not wait for it.
    from django.utils import translation  # noqa: PLC0415

    from reencuentro.actions.acting import acting  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    if to.exists():
        raise AccountError(f"{to} is there already", remedy="Name a new file.")
    with open_existing(registry_place(registry, out)), translation.override(language.value[:2]):
        # What the pages read is there once a registry is open.
        from reencuentro.web.papers.making import DOCUMENTS, document_made  # noqa: PLC0415

        document = DOCUMENTS[kind.value]
        viewer = acting(whoami(), [document.action], datetime.now(UTC), purpose)
        _, made = document_made(document, viewer, about)
    write_private(to, made)
    console.print(f"Written to {to}. Hand it over in person, and destroy it once it is no longer needed.", markup=False)


@app.command("made")
def made(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="As the document has it: ABCDE-12345.")],
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Tell who made the document with that number, when, what for, and of whom."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import in_charge  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.overseeing import document_noted  # noqa: PLC0415 - likewise

    with open_existing(registry_place(registry, out)):
        entry = document_noted(in_charge(whoami(), Action.SEE_AUDIT, datetime.now(UTC)), number)
    if entry is None:
        raise AccountError("no document has that number", remedy="Look at it once more: ten letters and digits.")
    who = f"{entry.officer} of {entry.agency}" if entry.officer else entry.by
    console.print(
        f"{entry.at:%Y-%m-%d %H:%M} UTC, by {who}, for {entry.purpose}: {', '.join(entry.about)}", markup=False
    )
