"""Where the secret that opens a registry comes from, and the keys that are made of it.

A secret is given (a file or a variable that the environment names), kept (a random key in the user's own key folder,
under the salt of the registry that it opens), or asked for on a terminal. A new registry for which none is given gets
a random one, so that nobody needs any set-up; and it is never kept beside the registry.
"""

import getpass
import hmac
import logging
import os
import re
import secrets
import sys
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from reencuentro.errors import RegistryError

SALT_BYTES = 16
KEY_BYTES = 32
FOLDER_VARIABLE = "REENCUENTRO_KEY_FOLDER"

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Ways:
    """What a secret is called, and the two variables that may give it: as text, or the file that holds it."""

    name: str
    text: str
    file: str


PASSPHRASE = Ways("passphrase", "REENCUENTRO_PASSPHRASE", "REENCUENTRO_PASSPHRASE_FILE")
"""Of a registry in a folder."""
MASTER_KEY = Ways("master key", "REENCUENTRO_MASTER_KEY", "REENCUENTRO_MASTER_KEY_FILE")
"""Of a registry in a PostgreSQL database."""


@dataclass(frozen=True, slots=True)
class Secret:
    """What opens a registry; kept: by this program in the key folder, so that nobody typed or remembers it."""

    text: str = field(repr=False)
    kept: bool = False


def secret_for(salt: bytes, ways: Ways, *, new: bool) -> Secret:
    """The secret of the registry with that salt; of a new one for which none is given, a random one, kept from now on.

    Raises RegistryError where none can be had, with the ways to give one.
    """
    found = given(ways) or kept(salt) or (keep(random_secret(), salt, ways) if new else _asked(ways))
    if found is None:
        raise RegistryError(f"the registry is sealed, and its {ways.name} wasn't given", remedy=_remedy(ways))
    return found


def given(ways: Ways) -> Secret | None:
    """The secret that the environment gives; None where it gives none. Raises RegistryError for an unreadable file."""
    if named := os.environ.get(ways.file, ""):
        return Secret(_read(Path(named), ways))
    text = os.environ.get(ways.text, "")
    return Secret(text) if text else None


def kept(salt: bytes) -> Secret | None:
    """The secret kept in the key folder for the registry with that salt. Raises RegistryError for a broken key file."""
    try:
        text = _place(salt).read_bytes().decode("ascii", "replace").strip()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RegistryError(
            f"the key {_place(salt)} can't be read", remedy="Allow it to be read, by you alone."
        ) from error
    if not _MADE_KEY.fullmatch(text):  # all that is kept was made by `random_secret`
        raise RegistryError(
            f"the key {_place(salt)} is damaged; the registry itself may be whole",
            remedy=f"Put that file back from the copy that you made of the folder {_place(salt).parent}.",
        )
    return Secret(text, kept=True)


def keep(secret: Secret, salt: bytes, ways: Ways) -> Secret:
    """Keep the secret in the key folder, on the disk before anything is sealed with it."""
    place = _place(salt)
    write_private(place, secret.text + "\n")
    log.info("The registry's %s is new and kept as %s.", ways.name, place)
    log.info("Copy the whole folder %s to a safe place: without it nobody opens the registry again.", place.parent)
    return Secret(secret.text, kept=True)


def forget(salt: bytes) -> None:
    """Remove the secret kept for a salt that no registry has any more."""
    _place(salt).unlink(missing_ok=True)


def undo(salt: bytes) -> None:
    """Remove the secret kept for a registry that was new and is gone again, and say so."""
    forget(salt)
    log.info("Nothing was kept: the new registry and its key are removed again.")


def random_secret() -> Secret:
    """A key of full strength, written as text."""
    return Secret(f"{_MADE}{secrets.token_hex(KEY_BYTES)}")


def key_folder() -> Path:
    """The user's own folder for keys."""
    if named := os.environ.get(FOLDER_VARIABLE):
        return Path(named)
    configuration = os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config"
    return Path(configuration) / "reencuentro" / "keys"


def write_private(place: Path, text: str) -> None:
    """Write a file that its owner alone may read, whole or not at all. Raises RegistryError where it can't be."""
    draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}")
    try:
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(place)
        sync_folder(place.parent)
    except OSError as error:
        with suppress(OSError):
            draft.unlink()
        raise RegistryError(
            f"the key can't be kept in {place.parent}: {error.strerror}",
            remedy=f"Make that folder writable, or name another one: {FOLDER_VARIABLE}.",
        ) from error


def sync_folder(folder: Path) -> None:
    """What was renamed in the folder stays so, even when the power fails."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def derived(root: bytes, purpose: str) -> bytes:
    """A key for one purpose: whoever has it learns nothing of the root or of the others."""
    return hmac.digest(root, b"reencuentro " + purpose.encode(), "sha256")


@lru_cache(maxsize=64)
def root_of(secret: Secret, salt: bytes) -> bytes:
    """The key from which a registry's other keys are derived, 32 bytes.

    Words that people choose are stretched by Argon2id, which costs some 0.1 s; a random key needs none of that.
    Source: RFC 9106; the OWASP cheat sheet on password storage gives the least memory and time.
    """
    if made := _MADE_KEY.fullmatch(secret.text):
        return hmac.digest(bytes.fromhex(made.group(1)), b"reencuentro root" + salt, "sha256")
    return hash_secret_raw(secret.text.encode(), salt, _ROUNDS, _MEMORY, 1, KEY_BYTES, Type.ID)


_MEMORY = 47_104  # KiB
_ROUNDS = 2
_MADE = "reencuentro-key-1:"
_MADE_KEY = re.compile(rf"{_MADE}([0-9a-f]{{64}})", re.ASCII)


def _place(salt: bytes) -> Path:
    return key_folder() / f"{salt.hex()}.key"


def _read(file: Path, ways: Ways) -> str:
    try:
        text = file.read_text(encoding="utf-8").strip("\r\n")
    except (OSError, UnicodeDecodeError) as error:
        raise RegistryError(f"the {ways.name} can't be read from {file}", remedy=_remedy(ways)) from error
    if not text:
        raise RegistryError(f"the file {file} holds no {ways.name}", remedy=_remedy(ways))
    return text


def _asked(ways: Ways) -> Secret | None:
    if not (sys.stdin and sys.stdin.isatty() and sys.stderr.isatty()):
        return None
    text = getpass.getpass(f"The registry's {ways.name}: ")
    return Secret(text) if text else None


def _remedy(ways: Ways) -> str:
    return (
        f"Name a file that holds the {ways.name} in {ways.file}, put it into {ways.text}, type it on a terminal, or put"
        f" its key file back into {key_folder()}."
    )
