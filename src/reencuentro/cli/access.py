"""`reencuentro access`: what an officer sees of a person, what not, and why."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Any

import typer

from reencuentro.cli.options import (
    DEFAULT_OUT,
    JsonOption,
    OutOption,
    RegistryOption,
    instant,
    registry_place,
    whoami,
)
from reencuentro.cli.output import console, print_json, shown
from reencuentro.cli.reconcile import ReportLanguage
from reencuentro.rules.disclosure.explaining import in_words, places_in_words
from reencuentro.rules.disclosure.vocabulary import Action, Purpose

if TYPE_CHECKING:
    from reencuentro.records.visible.explaining import Explained
    from reencuentro.rules.disclosure.deciding import Decision, Reason
    from reencuentro.rules.disclosure.explaining import Language

app = typer.Typer(no_args_is_help=True, help="Who sees what of whom, and why.")


@app.callback()
def _access() -> None:
    """Keep `explain` a command of its own while it is the only one."""


@app.command("explain")
def explain(
    officer: Annotated[str, typer.Argument(metavar="OFFICER", help="Their login, or public id.")],
    person: Annotated[str, typer.Argument(metavar="AGENCY:RECORD|PERSON", help="Whom they would look at.")],
    purpose: Annotated[Purpose | None, typer.Option(help="For this purpose alone.", show_default=False)] = None,
    as_of: Annotated[
        str, typer.Option("--as-of", metavar="TIME", help="As it was on that day or moment.", show_default=False)
    ] = "",
    language: Annotated[ReportLanguage, typer.Option(help="Language of the words.")] = ReportLanguage.ENGLISH,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Explain what an officer sees of a person: what is shown, by which row, and what is missing.

    It shows nothing of the person. [bold]Example[/bold]   reencuentro access explain ana shelters:U-77 --purpose care
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting, require  # noqa: PLC0415
    from reencuentro.records.reading import reading  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    now = datetime.now(UTC)
    on = instant(as_of) if as_of else now
    with open_existing(registry_place(registry, out)):
        asker = acting(whoami(), [Action.EXPLAIN_ACCESS], now)
        require(asker, Action.EXPLAIN_ACCESS)
        sought = [officer, person]
        with reading("explain_access", by=asker.by, sought=sought, capacity=asker.capacity(), at=now) as noted:
            who, whom, found = _explained(officer, person, purpose, on if as_of else None, now)
            noted.concerns(f"officer:{who}", f"person:{whom}")
    spoken: Language = "es" if language is ReportLanguage.SPANISH else "en"
    told = {"officer": who, "person": whom, "at": on.isoformat(), "purposes": [_plain(one, spoken) for one in found]}
    if as_json:
        print_json(told)
    else:
        _print(told, spoken)


def _explained(
    officer: str, person: str, purpose: Purpose | None, as_of: datetime | None, now: datetime
) -> tuple[str, str, list["Explained"]]:
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.officers import officer_of  # noqa: PLC0415
    from reencuentro.records.visible.explaining import access_explained, person_meant  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.viewers import officer_viewing, purposes_of  # noqa: PLC0415 - likewise
    from reencuentro.rules.disclosure.explaining import SEEING  # noqa: PLC0415 - likewise

    who, whom = officer_of(officer), person_meant(person)
    at, in_the_past = (as_of, True) if as_of else (now, False)
    first = officer_viewing(who, purpose or Purpose.OPERATION, at, in_the_past=in_the_past)
    asked = (purpose,) if purpose else purposes_of(SEEING, first.facts.roles) or (Purpose.OPERATION,)
    viewers = (officer_viewing(who, one, at, in_the_past=in_the_past) for one in asked)
    return who.public_id, whom, [access_explained(viewer, whom) for viewer in viewers]


def _plain(explained: "Explained", language: "Language") -> dict[str, Any]:
    looks = {action.value: _look(decision, language) for action, decision in explained.looks.items()}
    return {"purpose": explained.asking.purpose.value, "looks": looks}


def _look(decision: "Decision", language: "Language") -> dict[str, Any]:
    return {
        "allowed": decision.allowed,
        "shown": {teller: places_in_words(seen, language) for teller, seen in decision.shown.items()},
        "why": [_reason(one, language) for one in decision.reasons],
        "against": [_reason(one, language) for one in decision.denied],
    }


def _reason(reason: "Reason", language: "Language") -> dict[str, str]:
    words = in_words(reason.code, language)
    return {"code": reason.code.value, "row": reason.row, "agency": reason.agency, "words": words}


_HEADINGS = {"en": ("for {}", "sees", "nothing", "against"), "es": ("para {}", "ve", "nada", "en contra")}


def _print(told: Mapping[str, Any], language: "Language") -> None:
    purpose_words, sees, nothing, against = _HEADINGS[language]
    console.print(shown(f"{told['officer']} – {told['person']}"), style="bold", markup=False)
    for one in told["purposes"]:
        console.print(f"\n{purpose_words.format(one['purpose'])}", style="bold", markup=False)
        for action, look in one["looks"].items():
            for teller, places in look["shown"].items():
                console.print(shown(f"  {action}: {teller}: {sees} {places} ({_rows(look, teller)})"), markup=False)
            if not look["shown"]:
                console.print(f"  {action}: {nothing}", markup=False)
            if look["against"]:
                words = "; ".join(dict.fromkeys(_words(one) for one in look["against"]))
                console.print(shown(f"    {against}: {words}"), markup=False)


def _rows(look: Mapping[str, Any], teller: str) -> str:
    mine = [one for one in look["why"] if one["agency"] == teller]
    return "; ".join(dict.fromkeys(f"{one['words']} [{one['row']}]" for one in mine))


def _words(reason: Mapping[str, str]) -> str:
    return f"{reason['agency']}: {reason['words']}" if reason["agency"] else reason["words"]
