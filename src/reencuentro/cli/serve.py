"""`reencuentro serve`: the pages, on this machine alone unless told otherwise."""

import hmac
import os
import socket
import sys
from typing import Annotated

import typer

from reencuentro.cli.options import DEFAULT_OUT, REGISTRY_VARIABLE, OutOption, RegistryOption, registry_place
from reencuentro.cli.output import notes
from reencuentro.errors import SettingsError

_LOCAL = ("127.0.0.1", "localhost", "::1")


def serve_pages(
    registry: RegistryOption = "",
    out: OutOption = DEFAULT_OUT,
    host: Annotated[str, typer.Option("--host", help="The address to listen at.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help="The port to listen at.")] = 8000,
) -> None:
    """Serve the pages of a registry to browsers on this machine, until Ctrl-C.

    To serve others, see docs/installing.md: --host then needs REENCUENTRO_HOSTS and a secret key, and https in front.
    """
    place = registry_place(registry, out)
    _assert_free(host, port)
    if host in _LOCAL:
        environment = local_environment(place)
        notes.print(f"Serving at http://localhost:{port}/ – stop with Ctrl-C.", markup=False)
    elif not os.environ.get("REENCUENTRO_HOSTS"):
        raise SettingsError(
            "serving others needs settings of its own", remedy="Set what docs/installing.md lists, or leave --host out."
        )
    else:
        environment = {**os.environ, **_ours(place)}
    sys.stdout.flush()
    # In a process of its own settings: this one has those of the registry alone.
    command = server_command(host, port)
    os.execve(command[0], command, environment)  # noqa: S606 - no shell is wanted


def _assert_free(host: str, port: int) -> None:
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as tried:
        if not tried.connect_ex((host, port)):
            raise SettingsError(
                f"something listens at port {port} already, perhaps an earlier demo",
                remedy=f"Stop it (reencuentro demo --stop), or choose another one: --port {port % 65535 + 1}.",
            )


def local_environment(place: str) -> dict[str, str]:
    """What a process needs that serves this registry to browsers on this machine alone."""
    return {**os.environ, **_ours(place), "REENCUENTRO_LOCAL": "1", "REENCUENTRO_SECRET_KEY": _key_of(place)}


def _ours(place: str) -> dict[str, str]:
    return {REGISTRY_VARIABLE: place, "DJANGO_SETTINGS_MODULE": "reencuentro.web.settings"}


def server_command(host: str, port: int) -> list[str]:
    """The server of the pages at that address, as the program and its arguments."""
    address = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    server = ["--worker-class", "gthread", "--threads", "8", "--workers", "1", "--log-level", "warning"]
    return [sys.executable, "-m", "gunicorn", "--bind", address, *server, "reencuentro.web.wsgi:application"]


def _key_of(place: str) -> str:
    """Of the registry itself, which is sealed as a whole, so that sessions and second factors outlast a restart."""
    # Django takes half a second to load: --help shall not wait for it.
    from reencuentro.records.audit import audit_key  # noqa: PLC0415
    from reencuentro.records.registry import open_existing  # noqa: PLC0415 - likewise

    with open_existing(place):
        return hmac.digest(audit_key(), b"reencuentro pages", "sha256").hex()
