"""An officer before a page: what they read, press and fill in, in their own language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.utils.translation import override
from playwright.sync_api import Locator, Page, expect

from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.web.words import say
from tests.journeys.conftest import Enter
from tests.journeys.place import PASSWORD, App, look

_NAMED = re.compile(r"(?<=/)[^/]*[A-Z0-9][^/]*(?=/)|(?<=/forms/)\w+|(?<=/steps/)\w+")
"""The parts of an address that name somebody, a number, or which of many alike."""
_OPENED = "box => { for (let at = box; at; at = at.parentElement) if (at.tagName === 'DETAILS') at.open = true }"
Boxes = Mapping[str, str]
"""What is filled in, by the names of the boxes; a date as 2018-06-25."""


def said(key: str, language: str) -> str:
    """The text of that key, as a page in that language has it."""
    with override(language):
        return str(say(key))


@dataclass
class Officer:
    """Somebody at a page. seen: the kinds of pages that were looked at in the test."""

    page: Page
    language: str
    role: Role
    seen: set[str]
    app: App = field(default_factory=App)

    def comes_in(self, login: str) -> None:
        """Signs in by password and app."""
        self.page.goto("/sign-in/")
        self.page.locator("#id_login").fill(login)
        self.page.locator("#id_password").fill(PASSWORD)
        self.page.locator("form:has(#id_login) button").click()
        self._tells_code()

    def _tells_code(self) -> None:
        self.page.locator("#id_code").fill(self.app.code())
        self.page.locator("form:has(#id_code) button").click()

    def says(self, key: str) -> str:
        """The text of that key in the officer's language."""
        return said(key, self.language)

    def opens(self, address: str) -> None:
        """Goes where the menu, a tile or a bookmark leads, and looks at the page."""
        self.page.goto(address)
        self.looks()

    def returns(self, address: str) -> None:
        """Goes there, unless the last step has led there."""
        if not self.page.url.endswith(address):
            self.opens(address)

    def starts(self, work: str, purpose: str) -> None:
        """From the first page to that kind of work, saying what for."""
        self.opens("/")
        self.follows(work)
        if self.page.locator("main h1").inner_text() == self.says("what_for"):
            self.follows(f"purpose_{purpose}")
        elif f"purpose={purpose}" not in self.page.url:  # they said something else before, or may for this alone
            self.opens(f"{urlsplit(self.page.url).path}?purpose={purpose}")

    def looks(self) -> None:
        """Axe finds nothing, and nothing scrolls sideways; once for each kind of page, as its address tells it."""
        self._confirms()
        expect(self.page.locator("main h1")).to_be_visible()
        kind = _NAMED.sub("", urlsplit(self.page.url).path)
        if kind not in self.seen:
            self.seen.add(kind)
            look(self.page)

    def follows(self, key: str, within: str = "main") -> None:
        """Follows the link that says this."""
        links = self.page.locator(within)
        exact = links.get_by_role("link", name=self.says(key), exact=True)
        (exact if exact.count() else links.get_by_role("link", name=self.says(key))).first.click()
        self.looks()

    def presses(self, key: str) -> None:
        """Presses the button that says this."""
        self.page.get_by_role("button", name=self.says(key), exact=True).first.click()
        self.looks()

    def reads(self, *keys: str) -> None:
        """These texts stand on the page."""
        for key in keys:
            expect(self.page.locator("main")).to_contain_text(self.says(key))

    def fills(self, boxes: Boxes) -> None:
        """Fills in these boxes; whatever hides them is opened first."""
        for name, value in boxes.items():
            self._fill(name, value)

    def _fill(self, name: str, value: str) -> None:
        parts = self.page.locator(f"main [name='{name}_year']")
        if parts.count():
            year, month, day = (f"{value}--".split("-"))[:3]
            for part, text in (("day", day), ("month", month), ("year", year)):
                self._open(parts.first).page.locator(f"main [name='{name}_{part}']").first.fill(text)
            return
        box = self.page.locator(f"main [name='{name}']:not([type=hidden])")
        kind = self._open(box.first).evaluate("one => one.tagName === 'INPUT' ? one.type : one.tagName")
        choice = self.page.locator(f"main [name='{name}'][value='{value}']")
        if kind == "radio" and not choice.count():  # somebody who isn't offered goes by their number
            self._fill(f"{name}_number", value)
        elif kind in ("radio", "checkbox"):
            choice.check()
        elif kind == "SELECT":
            box.first.select_option(value)
        else:
            box.first.fill(value)

    def _open(self, box: Locator) -> Locator:
        """The box, with every part of the page open in which it lies."""
        box.evaluate(_OPENED)
        return box

    def _confirms(self) -> None:
        """Where the officer came in too long ago, they confirm that it is they."""
        if "/confirm/" in self.page.url:
            look(self.page)
            self._tells_code()


@dataclass
class Team:
    """Whoever takes part in a journey, all in one language; each comes in when they are first needed."""

    enter: Enter
    language: str

    def __post_init__(self) -> None:
        self._here: dict[Role, Officer] = {}
        self._seen: set[str] = set()

    def __getitem__(self, role: Role) -> Officer:
        """The officer of that role, before the page that they saw last."""
        if role not in self._here:
            self._here[role] = Officer(self.enter(role, self.language), self.language, role, self._seen)
        return self._here[role]
