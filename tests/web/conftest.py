"""The pages to test with: a client that speaks to them as a browser on this machine would."""

import pytest
from django.test import Client

from reencuentro.web.opening import bring_sign_in_up_to_date
from tests.stored.cast import agencies


@pytest.fixture
def pages(registry: str) -> None:
    """A registry with agencies and the tables of sign-in."""
    bring_sign_in_up_to_date()
    agencies()


@pytest.fixture
def client(pages: None) -> Client:
    """A browser that nobody has signed in with yet."""
    return Client(HTTP_HOST="localhost", headers={"accept-language": "en"})
