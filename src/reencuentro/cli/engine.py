"""The option that says who does the heavy work."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from reencuentro.linkage.engines import Engine

EMBEDDED_ENGINE = "embedded"
_SCHEME = "spark://"


def _known(text: str) -> str:
    if text != EMBEDDED_ENGINE and not text.startswith(_SCHEME):
        raise typer.BadParameter(f"{text!r} is no engine: write {EMBEDDED_ENGINE} or {_SCHEME}HOST:PORT")
    return text


EngineOption = Annotated[
    str,
    typer.Option(
        "--engine",
        metavar="ENGINE",
        help=f"Who does the heavy work: {EMBEDDED_ENGINE}, or a cluster at {_SCHEME}HOST:PORT; results are the same.",
        callback=_known,
    ),
]


@contextmanager
def engine_named(text: str) -> Iterator["Engine"]:
    """The engine, for as long as it is needed. Raises EngineError where it can't be had."""
    # The engines take half a second to load: --help shall not wait for them.
    from reencuentro.linkage.engines import EMBEDDED, EngineError  # noqa: PLC0415

    if text == EMBEDDED_ENGINE:
        yield EMBEDDED
        return
    try:
        # pyspark is optional, and heavy.
        from reencuentro.linkage.cluster import engine_at  # noqa: PLC0415
    except ModuleNotFoundError as error:
        problem = f"a cluster can't be used without the package {(error.name or 'pyspark').partition('.')[0]}"
        raise EngineError(problem, remedy="pip install 'reencuentro[spark]'") from error
    with engine_at(text) as engine:
        yield engine
