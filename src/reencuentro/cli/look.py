"""`reencuentro look`: who may be meant by a request, or be somebody's relative; ranked, each with its reasons."""

import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated

import typer

from reencuentro.cli.acting import PurposeOption
from reencuentro.cli.options import DEFAULT_OUT, JsonOption, OutOption, RegistryOption, registry_place, whoami
from reencuentro.cli.output import Exit, print_json
from reencuentro.cli.reconcile import ReportLanguage
from reencuentro.rules.disclosure.vocabulary import Action


class Sex(StrEnum):
    """As lists have it."""

    FEMALE = "F"
    MALE = "M"


class Kin(StrEnum):
    """The relatives who can be looked for."""

    MOTHER = "mother"
    FATHER = "father"
    CHILD = "child"
    SIBLING = "sibling"


def look(
    who: Annotated[
        str, typer.Argument(metavar="NAME[, BORN]", help='As it was heard: "María López, 2012-05-03".')
    ] = "",
    born: Annotated[str, typer.Option(metavar="DATE|YEAR", help="Born then.", show_default=False)] = "",
    sex: Annotated[Sex | None, typer.Option(help="F or M.", show_default=False, case_sensitive=False)] = None,
    town: Annotated[str, typer.Option(metavar="NAME", help="Municipality of origin.", show_default=False)] = "",
    mother: Annotated[str, typer.Option(metavar="NAME", help="Their mother.", show_default=False)] = "",
    father: Annotated[str, typer.Option(metavar="NAME", help="Their father.", show_default=False)] = "",
    child: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A child of theirs; may be repeated.", show_default=False)
    ] = None,
    sibling: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="A sibling; may be repeated.", show_default=False)
    ] = None,
    record: Annotated[
        str, typer.Option(metavar="AGENCY:RECORD", help="Ask with what this record says.", show_default=False)
    ] = "",
    relatives: Annotated[
        Kin | None, typer.Option(help="Look for this relative of theirs instead.", show_default=False)
    ] = None,
    most: Annotated[int, typer.Option(min=1, max=100, help="How many to show.")] = 10,
    language: Annotated[ReportLanguage, typer.Option(help="Language of the words.")] = ReportLanguage.ENGLISH,
    purpose: PurposeOption = None,
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    as_json: JsonOption = False,
) -> None:
    """Look somebody up, though misspelt: the likeliest records, and what speaks for and against each.

    Exits with 1 where nobody is found.

    [bold]Example[/bold]   reencuentro look "Maria Gudalupe Lopes, 2012-05-03" --mother "Ana Perez"

    [bold]Example[/bold]   reencuentro look --record shelters:U-77 --relatives mother
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import acting, required  # noqa: PLC0415
    from reencuentro.actions.searching import make_searchable  # noqa: PLC0415 - likewise
    from reencuentro.cli import looking  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    kin = {"mother": (mother,), "father": (father,), "child": child or (), "sibling": sibling or ()}
    request = looking.Request(who=who, born=born, sex=sex or "", town=town, kin=kin)
    if bool(record) == bool(request):
        raise typer.BadParameter("say whom to look for: a name, or --record AGENCY:RECORD and nothing else")
    query = request.mention()
    with open_existing(registry_place(registry, out)):
        make_searchable(by=whoami())
        viewer = required(acting(whoami(), [Action.LOOK_UP], datetime.now(UTC), purpose), Action.LOOK_UP)
        with looking.noted(viewer, [record, *request.names]) as noted:
            asked = looking.recorded(record, viewer) if record else query
            found = looking.found_for(viewer, looking.look_up(asked, relatives or "", most))
            noted.concerns(*(":".join(one.key) for one in found))
    if as_json:
        print_json(looking.as_plain(found, relatives or ""))
    else:
        looking.print_found(found, "es" if language is ReportLanguage.SPANISH else "en")
    sys.exit(Exit.DONE if found else Exit.FAILED)
