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
    from reencuentro.actions.acting import acting, require  # noqa: PLC0415
    from reencuentro.actions.searching import make_searchable  # noqa: PLC0415 - likewise
    from reencuentro.cli.looking import Request, as_plain, look_up, print_found, recorded  # noqa: PLC0415 - likewise
    from reencuentro.records.reading import reading  # noqa: PLC0415 - likewise
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise
    from reencuentro.records.visible.naming import may_be_named  # noqa: PLC0415 - likewise

    kin = {"mother": (mother,), "father": (father,), "child": child or (), "sibling": sibling or ()}
    request = Request(who=who, born=born, sex=sex or "", town=town, kin=kin)
    if bool(record) == bool(request):
        raise typer.BadParameter("say whom to look for: a name, or --record AGENCY:RECORD and nothing else")
    query = request.mention()
    with open_existing(registry_place(registry, out)):
        make_searchable(by=whoami())
        viewer = acting(whoami(), [Action.LOOK_UP], datetime.now(UTC), purpose)
        require(viewer, Action.LOOK_UP)
        sought = [record, *request.names]
        with reading("look_up", by=viewer.by, sought=sought, capacity=viewer.capacity(), at=viewer.at) as noted:
            asked = recorded(record, known=may_be_named(viewer, record)) if record else query
            found = [one for one in look_up(asked, relatives or "", most) if may_be_named(viewer, ":".join(one.key))]
            noted.concerns(*(":".join(one.key) for one in found))
    if as_json:
        print_json(as_plain(found, relatives or ""))
    else:
        print_found(found, "es" if language is ReportLanguage.SPANISH else "en")
    sys.exit(Exit.DONE if found else Exit.FAILED)
