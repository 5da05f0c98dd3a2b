"""The pages to test with: a client that speaks to them as a browser on this machine would."""

from pathlib import Path

import pytest
from django.test import Client

from tests.stored.cast import agencies
from tests.stored.templates import Template


@pytest.fixture
def template(templates: Path) -> Template:
    """A registry with the tables of sign-in."""
    return Template.kept_in(templates / "pages", for_pages=True)


@pytest.fixture
def pages(registry: str) -> None:
    """A registry with agencies and the tables of sign-in."""
    agencies()


@pytest.fixture
def client(pages: None) -> Client:
    """A browser that nobody has signed in with yet."""
    return Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
