"""For journeys: the served registry, and browsers in which an officer of any role is signed in."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from reencuentro.rules.disclosure.vocabulary import Role
from tests.journeys.place import DESK, Place, Watch, make, serve

Enter = Callable[..., Page]


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A registry with a small cohort and officers of every role, at an address of its own."""
    place = make(tmp_path_factory.mktemp("journeys"))
    server = serve(place)
    try:
        yield place
    finally:
        server.terminate()
        server.wait(20)


@pytest.fixture
def watch(served: Place) -> Iterator[Watch]:
    """What browsers of this test did; it fails where they did what they shouldn't."""
    watching = Watch(served.address)
    yield watching
    watching.assert_nothing()


@pytest.fixture
def enter(browser: Browser, served: Place, watch: Watch) -> Iterator[Enter]:
    """enter(Role.VERIFIER, "es", …) is a page of a browser in which such an officer is signed in; enter() of nobody's.

    More is handed on to the browser: viewport, java_script_enabled, forced_colors and the like.
    """
    contexts: list[BrowserContext] = []

    def make_page(role: Role | None = None, language: str = "es", **options: object) -> Page:
        options = {"viewport": DESK, **options}
        context = browser.new_context(base_url=served.address, locale=language, **options)  # type: ignore[arg-type]  # as its own
        contexts.append(context)
        watch.over(context)
        if role is not None:
            session = served.officers[f"{role.value}:{language}"]["session"]
            context.add_cookies([{"name": "session", "value": session, "url": served.address}])
        return context.new_page()

    yield make_page
    for context in contexts:
        context.close()
