"""What an installation is told by its environment, read once at the start; what is wrong or missing is said loudly."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from reencuentro.errors import SettingsError

_SHORTEST_KEY = 50  # characters of a secret key


@dataclass(frozen=True, slots=True, kw_only=True)
class Environment:
    """The settings of one installation.

    local: pages for this machine alone, over http. proxies: how many trusted ones stand in front and write down whom
    they speak for. registry: a folder or an address.
    """

    secret_key: str
    hosts: tuple[str, ...]
    registry: str
    local: bool
    proxies: int


def read_environment(given: Mapping[str, str] = os.environ) -> Environment:
    """Raises SettingsError, naming the variable and what to write, for anything wrong or missing."""
    local = given.get("REENCUENTRO_LOCAL", "") == "1"
    return Environment(
        secret_key=_secret_key(given),
        hosts=_hosts(given, local=local),
        registry=_needed(given, "REENCUENTRO_REGISTRY", "a folder, or postgresql://user:password@host:port/name"),
        local=local,
        proxies=_number(given, "REENCUENTRO_PROXIES", most=3),
    )


def _needed(given: Mapping[str, str], name: str, what: str) -> str:
    value = given.get(name, "").strip()
    if not value:
        raise SettingsError(f"{name} isn't set", remedy=f"Set it to {what}. See docs/installing.md.")
    return value


def _secret_key(given: Mapping[str, str]) -> str:
    file = given.get("REENCUENTRO_SECRET_KEY_FILE", "")
    try:
        key = Path(file).read_text("utf-8").strip() if file else given.get("REENCUENTRO_SECRET_KEY", "")
    except (OSError, UnicodeDecodeError) as unreadable:
        raise SettingsError(
            "the file that REENCUENTRO_SECRET_KEY_FILE names can't be read", remedy="Let the program's user read it."
        ) from unreadable
    if len(key) < _SHORTEST_KEY or len(set(key)) < _SHORTEST_KEY // 5:
        raise SettingsError(
            f"the secret key is missing, or too weak: {_SHORTEST_KEY} random characters at least",
            remedy="Put one into REENCUENTRO_SECRET_KEY_FILE:  openssl rand -hex 32 > secret_key",
        )
    return key


def _hosts(given: Mapping[str, str], *, local: bool) -> tuple[str, ...]:
    if local:
        return ("localhost", "127.0.0.1", "[::1]")
    text = _needed(given, "REENCUENTRO_HOSTS", "the names under which the pages are asked for, with commas between")
    hosts = tuple(host.strip() for host in text.split(",") if host.strip())
    if "*" in hosts:
        raise SettingsError("REENCUENTRO_HOSTS allows every name", remedy="Write the names, without '*'.")
    return hosts


def _number(given: Mapping[str, str], name: str, *, most: int) -> int:
    text = given.get(name, "0").strip()
    if not (text.isascii() and text.isdigit() and int(text) <= most):
        raise SettingsError(
            f"{name} is not a number from 0 to {most}", remedy="Write how many trusted proxies there are."
        )
    return int(text)
