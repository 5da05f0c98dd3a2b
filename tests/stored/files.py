"""A registry's file, reached past the program."""

from pathlib import Path
from typing import Any

from reencuentro.records.registry import FILE
from reencuentro.records.sealing.engine.files import FileKey, connect, salt_of
from reencuentro.records.sealing.passphrases import PASSPHRASE, secret_for


def raw_connection(folder: Path) -> Any:
    """A second connection to the registry in the folder, as another run would have it."""
    file = folder / FILE
    salt = salt_of(file)
    assert salt is not None
    key = FileKey.of(secret_for(salt, PASSPHRASE, new=False), salt)
    return connect(file, key, isolation_level=None, check_same_thread=False, timeout=0.2)
