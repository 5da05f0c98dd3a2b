"""Where journeys go: a registry with a small cohort, served for real, and what a page is looked at for."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, CDPSession, Error, Page, Request, ViewportSize

COMMAND = Path(sys.executable).with_name("reencuentro")
LANGUAGES = ("es", "en")
EITHER = ("es", pytest.param("en", marks=pytest.mark.torture))
"""Long ways are gone in Spanish, and in English too by `make torture`; short ones are gone in both."""
PHONE: ViewportSize = {"width": 360, "height": 740}
DESK: ViewportSize = {"width": 1280, "height": 900}
ZOOMED: ViewportSize = {"width": 640, "height": 450}  # what is left of a desk's at 200 %
PASSWORD = "una mariposa amarilla 7"  # noqa: S105 - of accounts that live as long as one test run
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105 - likewise
HEAVIEST = 100_000  # bytes of a page with everything it asks for, photographs apart


@dataclass
class App:
    """An officer's authenticator app. used: the half minutes whose codes have been told, each of which counts once."""

    secret: str = SECRET
    used: set[int] = field(default_factory=set)

    def code(self) -> str:
        """This half minute's code or, once that is used up, the next one's or the last one's."""
        now = int(time.time()) // 30
        half_minute = next(each for each in (now, now + 1, now - 1) if each not in self.used)
        self.used.add(half_minute)
        return str(format_hotp_value(hotp_value(self.secret, half_minute)))


@dataclass(frozen=True)
class Place:
    """A served registry. officers: by role and language, "verifier:es"; each with login, agency and session."""

    address: str
    registry: str
    environment: dict[str, str]
    officers: dict[str, dict[str, str]] = field(default_factory=dict)

    def run(self, module: str, *arguments: str) -> str:
        """What a module of the tests prints that works on this registry, its first argument, in its own process."""
        return _done([sys.executable, "-c", _START, module, self.registry, *arguments], self.environment)


_START = """\
import django, runpy, sys
django.setup()
sys.argv.pop(0)
runpy.run_module(sys.argv[0], run_name="__main__")
"""


def make(folder: Path, *, children: int = 60) -> Place:
    """A sealed registry in that folder, filled, with officers who are signed in; not served yet."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "reencuentro.web.settings",
        "REENCUENTRO_KEY_FOLDER": str(folder / "keys"),
        "REENCUENTRO_LOCAL": "1",
        "REENCUENTRO_REGISTRY": str(folder / "registry"),
        "REENCUENTRO_SECRET_KEY": "a key of journeys alone, 0123456789, abcdefghijklmnopqrstuvw",
    }
    _done([COMMAND, "generate", folder / "cohort", "--children", str(children), "--seed", "7"], environment)
    rosters = sorted((folder / "cohort" / "rosters").iterdir())
    named = [f"{one.stem.rsplit('_', 1)[0]}={one}" for one in rosters]
    _done([COMMAND, "reconcile", *named, "--registry", folder / "registry", "--out", folder / "out"], environment)
    place = Place(f"http://localhost:{port}", str(folder / "registry"), environment)
    place.run("tests.journeys.making", str(folder / "who.json"))
    place.officers.update(json.loads((folder / "who.json").read_text("utf-8")))
    return place


def _done(command: Sequence[str | Path], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode in (0, 3), done.stdout + done.stderr  # 3: with rows in quarantine
    return done.stdout


def serve(place: Place) -> subprocess.Popen[bytes]:
    """The server of the place, once it answers; whoever started it ends it."""
    port = place.address.rsplit(":", 1)[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--worker-class", "gthread"]
    command += ["--threads", "8", "--log-level", "warning", "reencuentro.web.wsgi:application"]
    server = subprocess.Popen(command, env=place.environment)
    for _ in range(120):
        try:
            with urlopen(f"{place.address}/sign-in/", timeout=5):  # noqa: S310 - our own server
                return server
        except OSError:
            time.sleep(0.25)
    server.terminate()
    pytest.fail("the pages were not served within half a minute")


@dataclass
class Watch:
    """What a browser did that no page should make it do, and how much each page weighed."""

    address: str
    foreign: list[str] = field(default_factory=list)
    complained: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Watches everything that this browser does from now on."""
        context.on("request", self._asked)
        context.on("console", lambda message: self._said(message.type, message.text))
        context.on("weberror", lambda error: self.broken.append(str(error.error)))
        context.on("response", lambda answer: self._answered(answer.status, answer.url))

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.address, "data:", "blob:")):
            self.foreign.append(request.url)

    def _said(self, kind: str, text: str) -> None:
        if kind == "error" and "status of 4" not in text:  # refusals are pages, too
            self.complained.append(text)

    def _answered(self, status: int, url: str) -> None:
        if status >= 500 or (status == 404 and "/static/" in url):
            self.broken.append(f"{status} {url}")

    def assert_nothing(self) -> None:
        """Nothing was asked from elsewhere, nothing broke the policy, no script failed, no answer was a fault."""
        assert (self.foreign, self.complained, self.broken) == ([], [], [])


def look(page: Page) -> None:
    """The page is accessible in content and colours, and whole on a telephone and at 200 %."""
    assert violations(page) == [], page.url
    before = page.viewport_size or DESK
    for size in (PHONE, ZOOMED):
        page.set_viewport_size(size)
        assert cut(page) == [], f"{page.url} at {size['width']} px"
    page.set_viewport_size(before)


def cut(page: Page) -> list[str]:
    """What can't be read or pressed as the page is drawn now: texts beyond an edge, or on each other; small targets."""
    found: list[str] = page.evaluate(_CUT)
    return found


_CUT = """() => {
  const wide = document.documentElement.clientWidth, found = new Set(), lines = [];
  if (document.documentElement.scrollWidth > wide) found.add("scrolls sideways");
  const apart = ".govuk-visually-hidden, .govuk-skip-link, .govuk-exit-this-page, .app-table thead, .app-picture, svg";
  const seen = one => !one.closest(apart) && one.checkVisibility({visibilityProperty: true});
  const words = text => text.trim().replace(/\\s+/g, " ").slice(0, 40);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let text; text = walker.nextNode();) {
    if (!text.data.trim() || !seen(text.parentElement)) continue;
    const range = document.createRange();
    range.selectNodeContents(text);
    for (const line of range.getClientRects()) if (line.width > 2) lines.push([line, words(text.data), text]);
  }
  lines.sort((one, other) => one[0].top - other[0].top);
  lines.forEach(([line, said, text], at) => {
    if (line.left < -1 || line.right > wide + 1) found.add(`beyond the edge: ${said}`);
    for (const [below, other, another] of lines.slice(at + 1)) {
      if (below.top > line.bottom - 5) break;
      const shared = Math.min(line.right, below.right) - Math.max(line.left, below.left);
      if (shared > 3 && text !== another) found.add(`on each other: ${said} / ${other}`);
    }
  });
  for (const one of document.querySelectorAll("body *")) {
    if (!seen(one)) continue;
    const drawn = getComputedStyle(one), {width, height} = one.getBoundingClientRect();
    const hides = ["hidden", "clip"].includes(drawn.overflowX) && one.clientWidth > 0;
    if (hides && one.scrollWidth > one.clientWidth + 1) found.add(`cut short: ${words(one.textContent)}`);
    const pressed = one.matches("a, button, summary, select, input") && drawn.display !== "inline";
    if (pressed && Math.min(width, height) < 24) found.add(`too small: ${words(one.textContent)}`);
  }
  return [...found];
}"""


def violations(page: Page) -> list[str]:
    """What axe finds, in words. It is evaluated past the policy, which rightly forbids pages to do such a thing."""
    devices = page.context.new_cdp_session(page)
    found = _axe(page, devices)
    devices.detach()
    return [f"{one['id']}: {node['html'][:200]}" for one in found for node in one["nodes"]]


def _axe(page: Page, devices: CDPSession, tries: int = 5) -> list[dict[str, Any]]:
    """What axe finds. A page that a click is leaving takes axe with it, and says so: the one that comes is asked."""
    page.wait_for_load_state()
    expression = f"{AXE_SCRIPT}\n;axe.run({{resultTypes: ['violations']}})"
    asked = {"expression": expression, "awaitPromise": True, "returnByValue": True}
    try:
        told = devices.send("Runtime.evaluate", asked)
    except Error as left:
        told = {"exceptionDetails": str(left)}
    if "exceptionDetails" not in told:
        found: list[dict[str, Any]] = told["result"]["value"]["violations"]
        return found
    assert tries > 1, f"axe can't look at {page.url}: {told['exceptionDetails']}"
    page.wait_for_timeout(200)  # ms
    return _axe(page, devices, tries - 1)


def weight_of(page: Page, address: str) -> int:
    """The bytes that a browser without a cache gets over the line for the page and all that belongs to it."""
    sizes: list[int] = []

    def finished(request: Request) -> None:
        told = request.sizes()
        sizes.append(told["responseBodySize"] + told["responseHeadersSize"])

    page.on("requestfinished", finished)
    page.goto(address, wait_until="networkidle")
    page.remove_listener("requestfinished", finished)
    return sum(sizes)
