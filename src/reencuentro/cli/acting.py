"""What commands about people share: the option that says what for, and who may be told of whom."""

from typing import Annotated

import typer

from reencuentro.rules.disclosure.vocabulary import Purpose

PurposeOption = Annotated[
    Purpose | None,
    typer.Option("--purpose", help="What for; officers whose roles know several must say.", show_default=False),
]
