"""Registries made once and copied for the tests: to make a new one takes ten times as long."""

import fcntl
import os
import pickle
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from reencuentro.records.registry import FILE, open_registry
from reencuentro.web.opening import bring_sign_in_up_to_date
from tests.stored.servers import Server

Make = Callable[[], object]
Begin = Callable[[Make], None]

_KEY_FOLDER = "REENCUENTRO_KEY_FOLDER"


def nothing() -> None:
    """What happened in most of them."""


@dataclass(frozen=True)
class Template:
    """A registry to copy. folder: where it is kept; for_pages: with the tables of sign-in; fill: what happens in it.

    A copy brings its keys along into the key folder of now, so that no test meets what another one destroyed.
    """

    folder: Path
    for_pages: bool
    fill: Callable[[], object] = nothing

    @classmethod
    def kept_in(cls, folder: Path, *, for_pages: bool, fill: Callable[[], object] = nothing) -> "Template":
        """The one that is kept in that folder, or will be once it is needed."""
        folder.mkdir(exist_ok=True)
        return cls(folder, for_pages, fill)

    def fill_folder(self, place: Path) -> None:
        """Make a registry in the folder; leaves one that is there already."""
        if (place / FILE).exists():
            return
        made, keys = self.folder / "registry", self.folder / "keys"
        with (self.folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)  # whoever comes first makes it, for other workers too
            if not made.exists():
                self._make(str(self.folder / "draft"), keys)
                (self.folder / "draft").rename(made)
        shutil.copytree(made, place, dirs_exist_ok=True)
        _put_back(keys)

    def fill_database(self, server: Server, address: str) -> None:
        """Make the database, with a registry in it; leaves one that is there already."""
        keys = self._keys(server)
        if not keys.exists():
            self._make(server.create(self._database), keys)
        if server.copy_into(address, self._database):
            _put_back(keys)

    def filled_with(self, server: Server | None) -> Any:
        """What filling it told, as it was told; server: of the copy, None for a folder's."""
        keys = self._keys(server) if server else self.folder / "keys"
        return pickle.loads((keys / _TOLD).read_bytes())  # noqa: S301 - written below

    @property
    def _database(self) -> str:
        return f"template_{self.folder.name}"

    def _keys(self, server: Server) -> Path:
        return self.folder / f"keys of {server.folder.name}"

    def _make(self, place: str, keys: Path) -> None:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv(_KEY_FOLDER, str(keys))
            with open_registry(place):
                if self.for_pages:
                    bring_sign_in_up_to_date()
                told = self.fill()
        (keys / _TOLD).write_bytes(pickle.dumps(told))


_TOLD = "told"
"""The file beside the keys with what filling the registry told."""


def _put_back(keys: Path) -> None:
    shutil.copytree(keys, os.environ[_KEY_FOLDER], dirs_exist_ok=True)
