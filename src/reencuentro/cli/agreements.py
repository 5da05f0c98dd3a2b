"""`reencuentro agreements`: what one agency lets another see; drafted, signed by both, withdrawn by either."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from reencuentro.cli.acting import registry_for
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import console, print_json, shown
from reencuentro.errors import AccountError
from reencuentro.rules.disclosure.agreements import Agreement
from reencuentro.rules.disclosure.vocabulary import Action, AgencyKind, Level, Purpose, Role, Topic

app = typer.Typer(no_args_is_help=True, help="Draft, sign and withdraw what agencies let each other see.")

NameArgument = Annotated[str, typer.Argument(metavar="AGREEMENT", help="The agreement's name.")]
VersionArgument = Annotated[int, typer.Argument(min=1, help="Which version.")]


@app.command("draft")
def draft(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The terms (TOML): see docs/officers.md.")],
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Keep a next version of an agreement. It allows nothing until both agencies have signed it."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agencies import agency_of  # noqa: PLC0415
    from reencuentro.actions.agreements import draft_agreement  # noqa: PLC0415 - likewise

    told = _terms(file)
    with registry_for(Action.MANAGE_AGREEMENTS, registry_place(registry, out)) as by:
        kind = agency_of(str(told.get("taker", ""))).kind
        kept = draft_agreement(_agreement(told, kind), by=by, at=datetime.now(UTC))
        name, version = kept.agreement, kept.version
    console.print(f"Version {version} of {shown(name)} is drafted. Now an officer of each side signs it.", markup=False)


def _terms(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise AccountError(f"{file} isn't TOML", remedy="Write it as docs/officers.md shows.") from wrong


def _agreement(told: dict[str, Any], taker_kind: str) -> Agreement:
    try:
        return Agreement(
            id=told["agreement"],
            version=0,
            giver=told["giver"],
            taker=told["taker"],
            taker_kind=AgencyKind(taker_kind),
            purposes=frozenset(map(Purpose, told["purposes"])),
            roles=frozenset(map(Role, told["roles"])),
            levels=frozenset(Level[level.upper()] for level in told["levels"]),
            topics=frozenset(map(Topic, told.get("topics", []))),
            only_nationals_of=frozenset(told.get("only_nationals_of", [])),
            valid_from=_instant(told["from"]),
            valid_until=_instant(told["until"]),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as wrong:
        raise AccountError(
            f"the agreement's terms can't be understood: {wrong}", remedy="Write them as docs/officers.md shows."
        ) from wrong


def _instant(day: Any) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


@app.command("list")
def list_all(registry: RegistryOption = "", out: OutOption = DEFAULT_OUT, as_json: JsonOption = False) -> None:
    """List every version of every agreement, who has signed it, and which are in force today."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.agreements import AgreementVersion, agreements_in_force  # noqa: PLC0415

    with registry_for(Action.MANAGE_AGREEMENTS, registry_place(registry, out)):
        in_force = {(one.id, one.version) for one in agreements_in_force(datetime.now(UTC))}
        versions = AgreementVersion.objects.select_related("giver", "taker").prefetch_related("signatures")
        found: list[dict[str, Any]] = [
            {
                "agreement": one.agreement,
                "version": one.version,
                "giver": one.giver.code,
                "taker": one.taker.code,
                "until": f"{one.until:%Y-%m-%d}",
                "signed": sorted(signature.side for signature in one.signatures.all()),
                "in_force": (one.agreement, one.version) in in_force,
            }
            for one in versions.order_by("agreement", "version")
        ]
    if as_json:
        print_json({"agreements": found})
        return
    for one in found:
        state = "in force" if one["in_force"] else f"not in force; signed by: {', '.join(one['signed']) or 'nobody'}"
        told = f"{one['agreement']} {one['version']}  {one['giver']} → {one['taker']}  until {one['until']}  {state}"
        console.print(shown(told), markup=False)


@app.command("sign")
def sign(
    agreement: NameArgument,
    version: VersionArgument,
    officer: Annotated[str, typer.Option("--officer", help="Who has signed, by login.")],
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Note that an officer has signed for their agency, on paper before the operator of this machine."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agreements import sign_agreement, version_of  # noqa: PLC0415
    from reencuentro.actions.officers import officer_of  # noqa: PLC0415 - likewise

    with registry_for(Action.MANAGE_AGREEMENTS, registry_place(registry, out)):
        side = sign_agreement(version_of(agreement, version), officer_of(officer), at=datetime.now(UTC)).side
    console.print(f"Signed for the {side}.", markup=False)


@app.command("withdraw")
def withdraw(
    agreement: NameArgument,
    version: VersionArgument,
    reason: Annotated[str, typer.Option("--reason", help="Why, in words; kept with it.")],
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
) -> None:
    """Withdraw a version: from now on it allows nothing, and no older one comes back."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agreements import version_of, withdraw_agreement  # noqa: PLC0415

    with registry_for(Action.MANAGE_AGREEMENTS, registry_place(registry, out)) as by:
        withdraw_agreement(version_of(agreement, version), reason, by=by, at=datetime.now(UTC))
    console.print("Withdrawn.", markup=False)


@app.command("try")
def try_out(
    agreement: NameArgument,
    version: VersionArgument,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Count what a version would let its taker see, with it and without it; nobody is named."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.agreements import version_of  # noqa: PLC0415
    from reencuentro.records.reading import reading  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.trying import trial_of, try_agreement  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.viewers import operator_viewing  # noqa: PLC0415 - likewise

    with registry_for(Action.TRY_AGREEMENT, registry_place(registry, out)) as by:
        viewer = operator_viewing(by, Purpose.OPERATION, datetime.now(UTC))
        with reading("try_agreement", by=by, about=[f"agreement:{agreement}:{version}"], at=viewer.at):
            tried = try_agreement(trial_of(version_of(agreement, version), viewer), viewer)
    told = [
        {
            "role": one.role.value,
            "sees": str(one.place),
            "now": one.anybody.now,
            "then": one.anybody.then,
            "now_if_assigned": one.assigned.now,
            "then_if_assigned": one.assigned.then,
        }
        for one in tried.lines
    ]
    if as_json:
        print_json({"people": tried.people, "lines": told})
        return
    console.print(f"Of {tried.people} people; few: 1 to 10, or what would tell of them.", markup=False)
    for line in told:
        counts = [line[name] for name in ("now", "then", "now_if_assigned", "then_if_assigned")]
        now, then, now_assigned, then_assigned = ("few" if one is None else one for one in counts)
        said = f"{line['role']}  {line['sees']}: {now} → {then}; if assigned {now_assigned} → {then_assigned}"
        console.print(shown(said), markup=False)
