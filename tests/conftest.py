"""A registry to test with: the same tests run on an embedded one and on a real PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_django import DjangoDbBlocker

# One process has one set of settings: the pages', which holds the registry's. Commands that tests start get their own.
os.environ.update(
    {
        "DJANGO_SETTINGS_MODULE": "reencuentro.web.settings",
        "REENCUENTRO_LOCAL": "1",
        "REENCUENTRO_REGISTRY": "each test opens its own",
        "REENCUENTRO_SECRET_KEY": "a key of tests alone, 0123456789, abcdefghijklmnopqrstuvwxyz",
    }
)

from reencuentro.records.registry import open_registry
from tests.stored.servers import Server, running_server


@pytest.fixture(scope="session", autouse=True)
def _own_keys(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The keys of the tests' registries lie apart from the user's own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REENCUENTRO_KEY_FOLDER", str(tmp_path_factory.mktemp("keys")))
        for name in ("REENCUENTRO_PASSPHRASE", "REENCUENTRO_MASTER_KEY"):
            patch.delenv(name, raising=False)
            patch.delenv(f"{name}_FILE", raising=False)
        for name in ("DJANGO_SETTINGS_MODULE", "REENCUENTRO_LOCAL", "REENCUENTRO_REGISTRY", "REENCUENTRO_SECRET_KEY"):
            patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A private PostgreSQL server, gone at the end."""
    with running_server() as server:
        yield server


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Where a new registry may be opened, and reopened: a folder, then a database."""
    if request.param == "sqlite":
        yield str(tmp_path / "registry")
        return
    server: Server = request.getfixturevalue("server")
    with server.new_database() as address:
        yield address


@pytest.fixture
def registry(place: str, django_db_blocker: DjangoDbBlocker) -> Iterator[str]:
    """A new registry, open."""
    with django_db_blocker.unblock(), open_registry(place):
        yield place


@pytest.fixture
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests that open registries themselves."""
    with django_db_blocker.unblock():
        yield
