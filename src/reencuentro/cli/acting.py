"""What commands share: the option that says what for, and the registry opened for somebody who may do it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Annotated

import typer

from reencuentro.cli.options import whoami
from reencuentro.rules.disclosure.vocabulary import Action, Purpose

PurposeOption = Annotated[
    Purpose | None,
    typer.Option("--purpose", help="What for; officers whose roles know several must say.", show_default=False),
]


@contextmanager
def registry_for(action: Action, place: str, *, may_be_new: bool = False) -> Iterator[str]:
    """The registry, open, where whoever sits at the terminal may do it; gives who acts, as the log names them.

    Raises NotAllowedError, noted, where they may not.
    """
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.actions.acting import in_charge  # noqa: PLC0415
    from reencuentro.records.registry import open_existing, open_registry  # noqa: PLC0415 - likewise

    with (open_registry if may_be_new else open_existing)(place):
        yield in_charge(whoami(), action, datetime.now(UTC)).by
