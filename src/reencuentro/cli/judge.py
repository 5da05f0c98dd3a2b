"""`reencuentro judge`: what people decide of proposed identities and ties."""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place, whoami
from reencuentro.cli.output import console, print_json

app = typer.Typer(
    no_args_is_help=True, help="Confirm or reject what the registry proposes; every later run respects it."
)


class Decision(StrEnum):
    """What may be decided; withdraw takes an earlier decision back."""

    CONFIRM = "confirm"
    REJECT = "reject"
    WITHDRAW = "withdraw"


class TieRelation(StrEnum):
    """What the relative is to the child."""

    MOTHER = "mother"
    FATHER = "father"
    PARENT = "parent"
    SIBLING = "sibling"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    AUNT = "aunt"
    UNCLE = "uncle"
    COUSIN = "cousin"
    RELATIVE = "relative"


ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in words; kept with the decision.")]
OverOption = Annotated[int | None, typer.Option("--over", help="The judgement that this one overrules, by its number.")]


@app.command("same")
def same_person(
    left: Annotated[str, typer.Argument(metavar="AGENCY:RECORD")],
    right: Annotated[str, typer.Argument(metavar="AGENCY:RECORD")],
    decision: Decision,
    reason: ReasonOption,
    over: OverOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Decide whether two records are the same person.

    [bold]Example[/bold]   reencuentro judge same border:1001 shelters:U-77 reject --reason "two cousins, seen both"
    """
    _judge("", left, right, (decision, reason, over), (registry_place(registry, out), as_json))


@app.command("tie")
def family_tie(
    child: Annotated[str, typer.Argument(metavar="AGENCY:RECORD")],
    relative: Annotated[str, typer.Argument(metavar="AGENCY:RECORD")],
    relation: TieRelation,
    decision: Decision,
    reason: ReasonOption,
    over: OverOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Decide whether the second record's person is the mother, father, … of the first's.

    [bold]Example[/bold]   reencuentro judge tie shelters:U-77 detention:E-5 mother confirm --reason "both interviewed"
    """
    _judge(relation.value, child, relative, (decision, reason, over), (registry_place(registry, out), as_json))


def _judge(
    relation: str, left: str, right: str, deciding: tuple[Decision, str, int | None], told: tuple[str, bool]
) -> None:
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie  # noqa: PLC0415
    from reencuentro.linkage.results import Verdict  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415

    verdicts = {Decision.CONFIRM: Verdict.CONFIRMED, Decision.REJECT: Verdict.REJECTED, Decision.WITHDRAW: None}
    (decision, reason, over), (place, as_json) = deciding, told
    terms = Deciding(by=whoami(), reason=reason, at=datetime.now(UTC), expected=over)
    first, second = record_key(left), record_key(right)
    with open_existing(place):
        if relation:
            judgement = judge_tie(first, second, relation, verdicts[decision], terms)
        else:
            judgement = judge_identity(first, second, verdicts[decision], terms)
        number = judgement.pk
    if as_json:
        print_json({"judgement": number, "verdict": decision.value})
    else:
        console.print(
            f"Judgement {number} is kept. Run `reencuentro reconcile` to see what follows from it.", markup=False
        )


def record_key(text: str) -> tuple[str, str]:
    """AGENCY:RECORD as people.csv has them."""
    agency, colon, record = text.partition(":")
    if not (agency and colon and record):
        raise typer.BadParameter(f"{text!r} is not a record: write AGENCY:RECORD, for example border:1001")
    return agency, record
