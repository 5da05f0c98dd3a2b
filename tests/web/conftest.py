"""The pages to test with: a client that speaks to them as a browser on this machine would."""

from pathlib import Path

import pytest
from django.test import Client

from tests.stored.cast import agencies
from tests.stored.templates import Template
from tests.web.world import World, make_world

PAGES_ON_POSTGRESQL = 6
"""Sweeps over all pages put every so many-th question on PostgreSQL, where one takes three times as long."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What pages say and do doesn't differ by the database: on PostgreSQL the torture tries that.

    What is marked as for both differs, or might: who reaches what, and who is at it at once.
    """
    for item in items:
        on_server = item.path.is_relative_to(Path(__file__).parent) and item.get_closest_marker("postgres")
        if on_server and not item.get_closest_marker("both"):
            item.add_marker(pytest.mark.torture)


@pytest.fixture
def every(place: str) -> int:
    """Every how many-th question a sweep puts on this database."""
    return PAGES_ON_POSTGRESQL if place.startswith("postgresql") else 1


@pytest.fixture
def template(request: pytest.FixtureRequest, templates: Path) -> Template:
    """A registry with the tables of sign-in, and the whole world in it where the test asks for that."""
    if "made" in request.fixturenames:
        return Template.kept_in(templates / "world", for_pages=True, fill=make_world)
    return Template.kept_in(templates / "pages", for_pages=True)


@pytest.fixture
def made(request: pytest.FixtureRequest, registry: str, template: Template) -> World:
    """The world of the matrix, in the open registry."""
    on_server = registry.startswith("postgresql")
    world: World = template.filled_with(request.getfixturevalue("server") if on_server else None)
    return world


@pytest.fixture
def pages(registry: str) -> None:
    """A registry with agencies and the tables of sign-in."""
    agencies()


@pytest.fixture
def client(pages: None) -> Client:
    """A browser that nobody has signed in with yet."""
    return Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
