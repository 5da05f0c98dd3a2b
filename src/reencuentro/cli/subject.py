"""`reencuentro subject`: what somebody may ask for who is in the registry: access, correction, restriction."""

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from reencuentro.cli.options import DEFAULT_OUT, OutOption, RegistryOption, instant, registry_place, whoami
from reencuentro.cli.output import console, write_private
from reencuentro.cli.reconcile import ReportLanguage
from reencuentro.errors import AccountError
from reencuentro.rules.disclosure.vocabulary import Action

if TYPE_CHECKING:
    from reencuentro.records.visible.viewers import Viewer

app = typer.Typer(no_args_is_help=True, help="Answer people who ask for their own data: access, correct, restrict.")

PersonArgument = Annotated[str, typer.Argument(metavar="PERSON", help="A person_id of people.csv.")]
RecordArgument = Annotated[str, typer.Argument(metavar="AGENCY:RECORD", help="The record, as people.csv has it.")]
WhyOption = Annotated[str, typer.Option("--why", help="Why, in words without names; kept with it.")]


@app.command("access")
def access(
    person: PersonArgument,
    to: Annotated[Path, typer.Option("--to", metavar="FILE", help="Where to write it; must not be there yet.")],
    recipient: Annotated[
        str, typer.Option("--recipient", help="Seal it to this public key (age1…, ssh-…).", show_default=False)
    ] = "",
    with_notes: Annotated[
        bool, typer.Option("--with-notes", help="I have read the notes: nobody else is in them.")
    ] = False,
    language: Annotated[ReportLanguage, typer.Option(help="Language of the words.")] = ReportLanguage.SPANISH,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Write down everything that is held on a person, who saw it and who may; for that person alone.

    [bold]Example[/bold]   reencuentro subject access PABC --to answer.txt.age --recipient age1…
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.subject_access import subject_access  # noqa: PLC0415
    from reencuentro.interchange.sealed_files import recipient as public_key  # noqa: PLC0415 - likewise
    from reencuentro.interchange.sealed_files import write_sealed  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.reports.subject import subject_text  # noqa: PLC0415 - likewise

    key = public_key(recipient) if recipient else None
    if to.exists():
        raise AccountError(f"{to} is there already", remedy="Name a new file.")
    with open_existing(registry_place(registry, out)):
        held = subject_access(person, _viewer(Action.SUBJECT_ACCESS), with_notes=with_notes)
    text = subject_text(held, "es" if language is ReportLanguage.SPANISH else "en").encode("utf-8", "backslashreplace")
    if key is not None:
        write_sealed(to, text, [key])
        to.chmod(0o600)
    else:
        write_private(to, text)
    console.print(f"Written to {to}. Give it to the person and to nobody else.", markup=False)


@app.command("correct")
def correct(
    record: RecordArgument,
    field: Annotated[str, typer.Argument(help="Which fact: given_names, birth, sex, phones …")],
    value: Annotated[str, typer.Argument(help='What is true; "" where it isn\'t known after all.')] = "",
    evidence: Annotated[str, typer.Option("--evidence", help="What shows it: a document, whose word.")] = "",
    take_back: Annotated[bool, typer.Option("--take-back", help="What the list says counts again.")] = False,
    known: Annotated[
        int | None,
        typer.Option("--known", metavar="ID", help="The correction that you know to stand.", show_default=False),
    ] = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Correct a fact, by a statement beside what the list says; the list's row stays as it came.

    [bold]Example[/bold]   reencuentro subject correct shelters:U-77 birth 2011-05-17 --evidence "birth certificate"
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.corrections import CorrectionStated  # noqa: PLC0415
    from reencuentro.actions.corrections import correct as keep_correction  # noqa: PLC0415 - likewise
    from reencuentro.records.provenance import record_named  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    with open_existing(registry_place(registry, out)):
        stated = CorrectionStated(
            record=record_named(record) or ("", record),
            field=field,
            text=None if take_back else value,
            evidence=evidence,
            expected=known,
        )
        number = keep_correction(stated, _viewer(Action.CORRECT)).pk
    console.print(f"Kept as correction {number}. Reconcile again, so that the matching goes by it.", markup=False)


@app.command("restrict")
def restrict(
    person: PersonArgument,
    ground: Annotated[str, typer.Option("--ground", help="accuracy, wrongly_kept, claim, objection or court.")],
    why: WhyOption,
    until: Annotated[str, typer.Option("--until", metavar="DATE", help="Until when.", show_default=False)] = "",
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Let nobody use a person's data: not matched anew, not shown, not told in results; kept as it stands."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.restrictions import RestrictionStated  # noqa: PLC0415
    from reencuentro.actions.restrictions import restrict as keep_restriction  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.records.restrictions import Ground  # noqa: PLC0415 - likewise

    if ground not in list(Ground):
        raise typer.BadParameter(f"{ground!r} is none of {', '.join(Ground)}")
    end = instant(until) if until else None
    with open_existing(registry_place(registry, out)):
        stated = RestrictionStated(person=person, ground=Ground(ground), why=why, until=end)
        keep_restriction(stated, _viewer(Action.RESTRICT))
    console.print("Restricted. Results written before still tell of the person: destroy them.", markup=False)


@app.command("lift")
def lift(person: PersonArgument, registry: RegistryOption = "", out: OutOption = DEFAULT_OUT) -> None:
    """Lift a restriction: the person's data may be used again."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.restrictions import lift_restriction  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    with open_existing(registry_place(registry, out)):
        lift_restriction(person, _viewer(Action.RESTRICT))
    console.print("Lifted.", markup=False)


def _viewer(action: Action) -> "Viewer":
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting  # noqa: PLC0415

    return acting(whoami(), [action], datetime.now(UTC))
