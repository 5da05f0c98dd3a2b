"""Coming in with a real browser: app, passkey, recovery code, stepping up, out again; each page accessible."""

import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.request import urlopen

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.place import App

pytestmark = [pytest.mark.browser, pytest.mark.slow]

COMMAND = Path(sys.executable).with_name("reencuentro")
PASSWORD = "una mariposa amarilla 7"  # noqa: S105 - of an account that lives as long as one test


@dataclass(frozen=True)
class Place:
    """A registry of its own, served at an address of its own."""

    address: str
    environment: dict[str, str]

    def run(self, *arguments: str) -> str:
        """What the command prints."""
        done = subprocess.run(
            [COMMAND, *arguments], env=self.environment, capture_output=True, text=True, check=True, timeout=60
        )
        return done.stdout

    def invite(self, login: str) -> str:
        """The one-time code of a new officer."""
        told = self.run("officers", "add", login, "--name", "Ana", "--agency", "SRE", "--language", "en", "--json")
        return str(json.loads(told)["code"])


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    folder = tmp_path_factory.mktemp("served")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "REENCUENTRO_REGISTRY": str(folder / "registry"),
        "REENCUENTRO_KEY_FOLDER": str(folder / "keys"),
    }
    place = Place(f"http://localhost:{port}", environment)
    place.run("agencies", "add", "SRE", "--name", "Consulate", "--kind", "consulate", "--country", "MX")
    server = subprocess.Popen([COMMAND, "serve", "--port", str(port)], env=environment)
    try:
        _await(place.address)
        yield place
    finally:
        server.terminate()
        server.wait(20)


def _await(address: str) -> None:
    for _ in range(120):
        try:
            with urlopen(f"{address}/sign-in/", timeout=5):  # noqa: S310 - our own server
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("the pages were not served within a minute")


@pytest.fixture
def new_page(browser: Browser, served: Place) -> Iterator[Callable[[], Page]]:
    contexts: list[BrowserContext] = []

    def make() -> Page:
        contexts.append(browser.new_context(base_url=served.address, locale="en-GB", bypass_csp=False))
        return contexts[-1].new_page()

    yield make
    for context in contexts:
        context.close()


def look(page: Page) -> None:
    """The page is accessible, in content and colours, and doesn't scroll sideways on a telephone."""
    context = page.context.browser.new_context(bypass_csp=True, viewport={"width": 360, "height": 740})  # type: ignore[union-attr]  # launched by us
    copy = context.new_page()
    copy.goto(page.url.split("/", 3)[0] + "//" + page.url.split("/", 3)[2] + "/static/built/pages.css")
    copy.set_content(re.sub(r"<script[^>]*></script>", "", page.content()))
    found = Axe().run(copy)
    assert found.violations_count == 0, found.generate_report()
    assert copy.evaluate("document.documentElement.scrollWidth") <= 360
    context.close()


def enrol(page: Page, code: str) -> None:
    page.goto(f"/enrol/#{code}")
    expect(page.get_by_label("One-time code")).to_have_value(code)
    assert code not in page.url
    look(page)
    page.get_by_label("New password", exact=True).fill(PASSWORD)
    page.get_by_label("New password, again").fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="How you sign in")).to_be_visible()


def add_app(page: Page) -> tuple[App, list[str]]:
    """Sets the app up; it, and the recovery codes."""
    page.get_by_role("button", name="Set up an authenticator app").click()
    app = App(page.locator("#app_key").inner_text())
    look(page)
    page.get_by_label("Authenticator code").fill(app.code())
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    look(page)
    return app, page.locator(".codes code").all_inner_texts()


def with_authenticator(page: Page) -> None:
    """A security key that the browser believes in, and its owner's finger on it."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def sign_in_by_password(page: Page, login: str) -> None:
    page.goto("/sign-in/")
    page.get_by_label("Username").fill(login)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Second step")).to_be_visible()


def is_home(page: Page) -> None:
    expect(page.get_by_role("heading", name="Ana")).to_be_visible()


def test_app_password_and_code_then_out_for_good(served: Place, new_page: Callable[[], Page]) -> None:
    page = new_page()
    enrol(page, served.invite("app@example.org"))
    app, _ = add_app(page)
    page.goto("/")
    is_home(page)
    look(page)
    other = new_page()
    sign_in_by_password(other, "app@example.org")
    look(other)
    other.get_by_label("Code").fill(app.code())
    other.get_by_role("button", name="Continue").click()
    is_home(other)
    copied = other.context.cookies()
    other.goto("/sign-out/")
    other.get_by_role("button", name="Sign out").click()
    expect(other.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    other.context.add_cookies(copied)  # type: ignore[arg-type]  # as they came
    other.goto("/")
    expect(other.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    look(other)


def test_recovery_code_instead_of_the_app(served: Place, new_page: Callable[[], Page]) -> None:
    page = new_page()
    enrol(page, served.invite("lost@example.org"))
    _, codes = add_app(page)
    other = new_page()
    sign_in_by_password(other, "lost@example.org")
    other.get_by_label("Code").fill(codes[3])
    other.get_by_role("button", name="Continue").click()
    is_home(other)


def test_passkey_without_any_password_and_stepping_up_with_it(served: Place, new_page: Callable[[], Page]) -> None:
    page = new_page()
    with_authenticator(page)
    enrol(page, served.invite("key@example.org"))
    page.get_by_role("button", name="Add a passkey").click()
    look(page)
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("heading", name="Recovery codes")).to_be_visible()
    page.goto("/sign-out/")
    page.get_by_role("button", name="Sign out").click()
    page.goto("/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    is_home(page)
    page.goto("/account/security/codes/new/")
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    look(page)
    page.get_by_role("button", name="Use a passkey").click()
    page.get_by_role("button", name="Make new codes").click()
    expect(page.locator(".codes code")).to_have_count(10)


def test_suspended_agency_is_out_at_the_next_click(served: Place, new_page: Callable[[], Page]) -> None:
    page = new_page()
    enrol(page, served.invite("out@example.org"))
    add_app(page)
    served.run("agencies", "suspend", "SRE", "--reason", "breach")
    try:
        page.goto("/")
        expect(page.get_by_role("heading", name="Sign in", exact=True)).to_be_visible()
    finally:
        served.run("agencies", "readmit", "SRE")


def test_refusals_are_pages_too_in_both_languages(new_page: Callable[[], Page]) -> None:
    page = new_page()
    page.goto("/nowhere/")
    look(page)
    expect(page.get_by_role("heading", name="There is no such page")).to_be_visible()
    page.get_by_role("link", name="Español").click()
    expect(page.get_by_role("heading", name="Esta página no existe")).to_be_visible()
