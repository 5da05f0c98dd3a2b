"""`reencuentro judge`: what people decide of proposed identities and ties."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from reencuentro.cli.acting import PurposeOption
from reencuentro.cli.options import (
    DEFAULT_OUT,
    JsonOption,
    OutOption,
    RegistryOption,
    record_text,
    registry_place,
    whoami,
)
from reencuentro.cli.output import console, print_json
from reencuentro.rules.disclosure.vocabulary import Action, Purpose

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
    GRANDPARENT = "grandparent"
    GRANDMOTHER = "grandmother"
    GRANDFATHER = "grandfather"
    AUNT = "aunt"
    UNCLE = "uncle"
    COUSIN = "cousin"
    RELATIVE = "relative"


ReasonOption = Annotated[str, typer.Option("--reason", help="Why, in words; kept with the decision.")]
OverOption = Annotated[
    int | None,
    typer.Option("--over", help="The judgement that this one overrules, by its number.", show_default=False),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Asked:
    """What was asked for. relation: of a tie; "" for an identity. over: the judgement to overrule."""

    left: str
    right: str
    relation: str = ""
    decision: Decision
    reason: str
    over: int | None
    purpose: Purpose | None


@app.command("same")
def same_person(
    left: Annotated[str, typer.Argument(metavar="AGENCY:RECORD", callback=record_text)],
    right: Annotated[str, typer.Argument(metavar="AGENCY:RECORD", callback=record_text)],
    decision: Decision,
    reason: ReasonOption,
    over: OverOption = None,
    purpose: PurposeOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Decide whether two records are the same person.

    [bold]Example[/bold]   reencuentro judge same border:1001 shelters:U-77 reject --reason "two cousins, seen both"
    """
    asked = _Asked(left=left, right=right, decision=decision, reason=reason, over=over, purpose=purpose)
    _tell(asked, _judge(asked, registry_place(registry, out)), as_json=as_json)


@app.command("tie")
def family_tie(
    child: Annotated[str, typer.Argument(metavar="AGENCY:RECORD", callback=record_text)],
    relative: Annotated[str, typer.Argument(metavar="AGENCY:RECORD", callback=record_text)],
    relation: TieRelation,
    decision: Decision,
    reason: ReasonOption,
    over: OverOption = None,
    purpose: PurposeOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Decide whether the second record's person is the mother, father, … of the first's.

    [bold]Example[/bold]   reencuentro judge tie shelters:U-77 detention:E-5 mother confirm --reason "both interviewed"
    """
    asked = _Asked(
        left=child,
        right=relative,
        relation=relation.value,
        decision=decision,
        reason=reason,
        over=over,
        purpose=purpose,
    )
    _tell(asked, _judge(asked, registry_place(registry, out)), as_json=as_json)


def _judge(asked: _Asked, place: str) -> int:
    """The number of the judgement that was made."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting, permitted_records  # noqa: PLC0415
    from reencuentro.actions.judgements import Deciding, judge_identity, judge_tie  # noqa: PLC0415 - likewise
    from reencuentro.linkage.results import Verdict  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    verdicts = {Decision.CONFIRM: Verdict.CONFIRMED, Decision.REJECT: Verdict.REJECTED, Decision.WITHDRAW: None}
    if not asked.reason.strip():
        raise typer.BadParameter("say why, in words", param_hint="--reason")
    deciding = Deciding(by=whoami(), reason=asked.reason, at=datetime.now(UTC), expected=asked.over)
    with open_existing(place):
        viewer = acting(whoami(), [Action.JUDGE], deciding.at, asked.purpose)
        deciding = replace(deciding, by=viewer.by)
        left, right = permitted_records(viewer, Action.JUDGE, (asked.left, asked.right))
        verdict = verdicts[asked.decision]
        if asked.relation:
            return judge_tie(left, right, asked.relation, verdict, deciding).pk
        return judge_identity(left, right, verdict, deciding).pk


def _tell(asked: _Asked, number: int, *, as_json: bool) -> None:
    if as_json:
        print_json({"judgement": number, "decision": asked.decision.value})
        return
    console.print(f"Judgement {number} is kept. What follows from it:  reencuentro reconcile", markup=False)
    console.print(f"To take it back:  the same with withdraw --over {number}", markup=False)
