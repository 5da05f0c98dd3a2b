"""A registry to test with: the same tests run on an embedded one and on a real PostgreSQL."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from playwright.sync_api import Browser, sync_playwright
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
from tests.stored.templates import Begin, Make, Template


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


@pytest.fixture(autouse=True)
def _cheap_passwords(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A password costs a fifth of a second, as it should; not in tests, but where just that time is measured."""
    if request.path.name not in _OF_TIME:
        for name, least in {"time_cost": 1, "memory_cost": 8, "parallelism": 1}.items():
            monkeypatch.setattr(Argon2PasswordHasher, name, least)


_OF_TIME = ("test_guessing.py",)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium, without a window. Not for longer: two of its loops can't run in one thread, nor Django beside one."""
    if not _CHROMIUM.exists():
        if os.environ.get("REENCUENTRO_REQUIRE_BROWSER"):
            pytest.fail(f"no browser at {_CHROMIUM}")
        pytest.skip(f"no browser at {_CHROMIUM}")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(_CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


_CHROMIUM = Path("/usr/bin/chromium")


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
    # What copies a template makes the database itself.
    with server.new_database(made="registry" not in request.fixturenames) as address:
        yield address


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where what tests copy is kept, for all the workers of one run."""
    own = tmp_path_factory.getbasetemp()
    folder = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "templates"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture
def template(templates: Path) -> Template:
    """What a new registry is a copy of."""
    return Template.kept_in(templates / "records", for_pages=False)


@pytest.fixture
def registry(
    request: pytest.FixtureRequest, place: str, template: Template, django_db_blocker: DjangoDbBlocker
) -> Iterator[str]:
    """A new registry, open."""
    with django_db_blocker.unblock():
        if place.startswith("postgresql://"):
            template.fill_database(request.getfixturevalue("server"), place)
        else:
            template.fill_folder(Path(place))
        with open_registry(place):
            yield place


@pytest.fixture(scope="session")
def begin_with(tmp_path_factory: pytest.TempPathFactory) -> Begin:
    """begin_with(make) leaves in the current folder what `make` leaves in one, with its keys in "keys"; made once."""
    made: dict[Make, Path] = {}

    def begin(make: Make) -> None:
        if make not in made:
            folder = tmp_path_factory.mktemp("begun")
            with pytest.MonkeyPatch.context() as patch:
                patch.chdir(folder)
                patch.setenv("REENCUENTRO_KEY_FOLDER", "keys")
                make()
            made[make] = folder
        shutil.copytree(made[make], ".", dirs_exist_ok=True)

    return begin


@pytest.fixture
def unblocked(django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """For tests that open registries themselves."""
    with django_db_blocker.unblock():
        yield
