"""What the demo ends with: its registry served to a browser, and how to sign in to it."""

import hmac
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
from base64 import b32decode, b32encode
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

from rich.table import Table

from reencuentro.cli.options import DEMO_KEYS
from reencuentro.cli.output import console
from reencuentro.cli.serve import local_environment, server_command
from reencuentro.errors import CohortError

PASSWORD = "reencuentro"  # noqa: S105 - of invented officers, and the terminal prints it
PERIOD = 30  # seconds for which a code holds
_DIGITS = 6
_SECRET = "second-factor"  # noqa: S105 - the name of a file
_SERVER = "server.json"
_PATIENCE = 60.0  # seconds for the server to answer


def code_at(secret: str, seconds: float) -> str:
    """What an authenticator app shows at that time. Source: RFC 6238, with SHA-1, 30 seconds and 6 digits."""
    counter = int(seconds // PERIOD).to_bytes(8, "big")
    digest = hmac.digest(b32decode(secret), counter, "sha1")
    place = digest[-1] & 0x0F
    number = int.from_bytes(digest[place : place + 4], "big") & 0x7FFFFFFF
    return str(number % 10**_DIGITS).zfill(_DIGITS)


def staff(directory: Path, registry: str) -> list[dict[str, str]]:
    """Gives the demo's registry its officers, who all share one password and one authenticator app."""
    secret = b32encode(secrets.token_bytes(20)).decode()
    keys = directory / DEMO_KEYS
    keys.mkdir(mode=0o700, exist_ok=True)
    (keys / _SECRET).write_text(secret, encoding="ascii")
    (keys / _SECRET).chmod(0o600)
    command = [sys.executable, "-c", _STAFFING]
    told = json.dumps([registry, PASSWORD, secret])
    environment = local_environment(registry)
    done = subprocess.run(command, env=environment, input=told, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    if done.returncode:
        problem = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
        raise CohortError(f"the demo's officers could not be made: {problem}", remedy="Run the demo again.")
    return [json.loads(line) for line in done.stdout.splitlines()]


_STAFFING = "import django; django.setup(); from reencuentro.web.staffing import main; main()"


def print_officers(officers: list[dict[str, str]]) -> None:
    """Whom one can sign in as."""
    table = Table("Login", "Role", "Agency", title="Officers of the demo", title_justify="left")
    for one in officers:
        table.add_row(one["login"], one["role"].replace("_", " "), one["agency"])
    console.print(table)
    console.print(f"Their password: {PASSWORD}", markup=False)


def serve_demo(directory: Path, registry: str, *, stay: bool) -> None:
    """Serves the demo, and says how to stop it.

    stay: until Ctrl-C, telling each code as it changes; otherwise in the background.
    """
    stop_demo(directory)
    port = _free_port()
    log = directory / "server.log"
    with log.open("wb") as written:
        server = subprocess.Popen(  # noqa: S603 - our own command
            server_command("127.0.0.1", port),
            env=local_environment(registry),
            stdin=subprocess.DEVNULL,
            stdout=written,
            stderr=written,
            start_new_session=True,
        )
    address = f"http://localhost:{port}/"
    _wait_for(server, address, log)
    (directory / _SERVER).write_text(json.dumps({"pid": server.pid, "address": address}), encoding="ascii")
    console.print(f"\nThe pages of the demo are served at {address}", style="bold", markup=False)
    if not stay:
        console.print(
            f"Code of the second step now: {demo_code(directory)} (or: .venv/bin/reencuentro demo --code)", markup=False
        )
        console.print("Stop them:  .venv/bin/reencuentro demo --stop", markup=False)
        return
    _tell_codes(directory, server)


def _tell_codes(directory: Path, server: "subprocess.Popen[bytes]") -> None:
    console.print("Stop with Ctrl-C. The code of the second step, a new one every half minute:", markup=False)
    try:
        while server.poll() is None:
            left = PERIOD - time.time() % PERIOD
            console.print(f"  {demo_code(directory)}  ({left:.0f} s)   ", end="\r", markup=False)
            time.sleep(min(left, 1.0))
    except KeyboardInterrupt:
        console.print()
    finally:
        stop_demo(directory)


def demo_code(directory: Path) -> str:
    """The code that every officer's authenticator app shows now. Raises CohortError where there is no such demo."""
    try:
        secret = (directory / DEMO_KEYS / _SECRET).read_text(encoding="ascii")
    except OSError as absent:
        raise CohortError(f"{directory} holds no demo with officers", remedy="Run: reencuentro demo") from absent
    return code_at(secret, time.time())


def stop_demo(directory: Path) -> bool:
    """Ends the server of an earlier demo in this folder; False where none runs."""
    kept = directory / _SERVER
    try:
        told = json.loads(kept.read_text(encoding="ascii"))
        pid, address = int(told["pid"]), str(told["address"])
    except (OSError, ValueError, KeyError, TypeError):
        return False
    kept.unlink(missing_ok=True)
    # The number may be another's by now: only who still leads a session of its own, and serves there, is ended.
    if not (_leads(pid) and _answers(address)):
        return False
    os.killpg(pid, signal.SIGTERM)
    until = time.monotonic() + _PATIENCE
    while _answers(address) and time.monotonic() < until:
        time.sleep(0.1)
    return True


def _leads(pid: int) -> bool:
    try:
        return os.getpgid(pid) == pid
    except (OSError, OverflowError):
        return False


def _answers(address: str) -> bool:
    try:
        with urlopen(f"{address}sign-in/", timeout=5):  # noqa: S310 - our own server
            return True
    except HTTPError:
        return True
    except OSError:
        return False


def _free_port() -> int:
    """8000, or the next that nobody listens at."""
    for port in range(8000, 8100):
        with socket.socket() as tried:
            if tried.connect_ex(("127.0.0.1", port)):
                return port
    raise CohortError("no port from 8000 to 8099 is free", remedy="Stop what listens there: reencuentro demo --stop")


def _wait_for(server: "subprocess.Popen[bytes]", address: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and server.poll() is None:
        if _answers(address):
            return
        time.sleep(0.2)
    server.terminate()
    raise CohortError("the pages of the demo didn't start", remedy=f"Look into {log}.")
