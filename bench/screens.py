"""Takes pictures of the main pages of a demo that is being served, to be looked at by people.

    .venv/bin/python -m bench.screens demo /tmp/screens

Each page in Spanish and English: on a telephone, at a desk, on paper, at 200 % and in forced colours. Needs Chromium.
"""

import argparse
import json
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from reencuentro.cli.demoing import PASSWORD, PERIOD, demo_code

CHROMIUM = Path("/usr/bin/chromium")
LIST = """Record ID,First Name,Last Name,DOB,Sex,Facility,Admission Date,Zimmer
Z1,Ana,Paz Luna,2013-05-17,F,Casa Alma,2019-01-08,12
Z2,Eva,Cruz,30/02/2011,F,Casa Sol,2019-01-09,14
"""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which a page is looked at."""

    name: str
    size: ViewportSize
    media: Mapping[str, str]


_PLAIN = {"media": "screen", "forced_colors": "none"}
WAYS = (
    Way("phone", {"width": 360, "height": 740}, _PLAIN),
    Way("desk", {"width": 1280, "height": 900}, _PLAIN),
    Way("paper", {"width": 794, "height": 1123}, {**_PLAIN, "media": "print"}),
    Way("twice", {"width": 640, "height": 450}, _PLAIN),
    Way("forced", {"width": 1280, "height": 900}, {**_PLAIN, "forced_colors": "active"}),
)

Step = Callable[[Page], object]


def to(address: str) -> Step:
    """Goes there."""
    return lambda page: page.goto(address)


def click(what: str) -> Step:
    """Follows or presses the first that fits, if there is any."""

    def step(page: Page) -> None:
        found = page.locator(f"main {what}")
        if found.count():
            found.first.click()

    return step


def search(page: Page) -> None:
    """Searches for a name that many have."""
    page.goto("/people/search/?purpose=tracing")
    page.locator("#name").fill("Maria Lopez")
    page.locator("main form button").first.click()


def register(page: Page) -> None:
    """Opens the form, every part of it."""
    search(page)
    page.locator("main form button").nth(1).click()
    page.evaluate("document.querySelectorAll('main details').forEach(one => one.open = true)")


def drop(page: Page) -> None:
    """Drops a list, which is then shown."""
    page.goto("/rosters/?purpose=care")
    page.locator("input[type=file]").set_input_files(
        {"name": f"screens_{int(time.time())}_2019-01-10.csv", "mimeType": "text/csv", "buffer": LIST.encode()}
    )
    page.locator("form:has(input[type=file]) button.govuk-button").last.click()


WORK: Mapping[str, tuple[tuple[str, Step], ...]] = {
    "caso": (
        ("home", to("/")),
        ("cases", to("/cases/?purpose=reunification")),
        ("case", click("table a")),
        ("case_form", click("a[href*='/forms/']")),
        ("cases_1", to("/cases/?purpose=reunification")),
        ("case_1", click("table a")),
        ("case_step", click("a[href*='/steps/']")),
        ("hand_over", lambda page: page.goto(page.url.split("steps/")[0] + "hand-over/?purpose=reunification")),
        ("dossier", lambda page: page.goto(page.url.split("hand-over/")[0] + "dossier/?purpose=reunification")),
        ("work", lambda page: page.goto(page.url.split("dossier/")[0] + "work/?purpose=reunification")),
        (
            "interview",
            lambda page: page.goto(page.url.split("work/")[0] + "forms/interview_child/0/?purpose=reunification"),
        ),
        ("cases_2", to("/cases/?purpose=reunification")),
        ("case_2", click("table a")),
        ("person", click("a[href*='/people/']")),
        ("family", lambda page: page.goto(page.url.replace("/?", "/family/?"))),
        ("way", lambda page: page.goto(page.url.replace("/family/?", "/way/?"))),
        ("cases_of", lambda page: page.goto(page.url.replace("/way/?", "/cases/?"))),
    ),
    "rastreo": (
        ("home", to("/")),
        ("people", to("/people/?purpose=tracing")),
        ("search", search),
        ("register", register),
        ("request", to("/people/request/?purpose=tracing")),
        ("matches", to("/matches/?purpose=tracing")),
        ("match", click("table a")),
        ("same", to("/matches/same/?purpose=tracing")),
        ("doubt", click("table a")),
    ),
    "supervisa": (
        ("home", to("/")),
        ("alarms", to("/alarms/?purpose=care")),
        ("alarm", click("table a")),
        ("emergencies", to("/emergencies/")),
        ("people", to("/people/?purpose=care")),
        ("person", click("table a")),
        ("assign", click("a[href*='/assign/']")),
        ("emergency", lambda page: page.goto(page.url.replace("/assign/", "/emergency/"))),
        ("help", to("/help/")),
        ("security", to("/account/security/")),
    ),
    "admision": (("home", to("/")), ("rosters", to("/rosters/?purpose=care")), ("preview", drop)),
    "verifica": (("home", to("/")), ("verify", to("/matches/verify/?purpose=verification"))),
    "datos": (("home", to("/")), ("agreements", to("/agreements/")), ("draft", to("/agreements/draft/"))),
    **{
        login: (("home", to("/")),)
        for login in ("opi", "consul", "linea", "salud", "audita", "publica", "envia", "cuentas")
    },
}
"""Who looks at what, in this order."""


def sign_in(page: Page, demo: Path, login: str) -> None:
    """Comes in; a code counts once, so each officer may have to wait for the next."""
    page.goto("/sign-in/")
    page.fill("input[name=login]", login)
    page.fill("input[name=password]", PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.fill("input[name=code]", demo_code(demo))
    page.locator("form:has(input[name=code]) button").first.click()
    if page.locator("input[name=code]").count():
        time.sleep(PERIOD)
        page.fill("input[name=code]", demo_code(demo))
        page.locator("form:has(input[name=code]) button").first.click()


def pictures(browser: Browser, demo: Path, out: Path, logins: list[str]) -> Iterator[Path]:
    """Every picture, by officer, language, page and way."""
    address = json.loads((demo / "server.json").read_text(encoding="ascii"))["address"]
    for login in logins:
        context = browser.new_context(base_url=address, locale="es", viewport=WAYS[1].size)
        page = context.new_page()
        sign_in(page, demo, login)
        for language in ("es", "en"):
            page.goto(f"/language/{language}/")
            for name, step in WORK[login]:
                step(page)
                page.wait_for_load_state()
                yield from _looks(page, out, f"{login}-{name}-{language}")
        context.close()


def _looks(page: Page, out: Path, name: str) -> Iterator[Path]:
    for way in WAYS:
        page.set_viewport_size(way.size)
        page.emulate_media(**way.media)  # type: ignore[arg-type]  # as its own words
        taken = out / f"{name}-{way.name}.png"
        page.screenshot(path=taken, full_page=True)
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > way.size["width"]:
            print(f"{taken.name}: {wide} px wide")
        yield taken
    page.set_viewport_size(WAYS[1].size)
    page.emulate_media(**_PLAIN)  # type: ignore[arg-type]  # as above


def main() -> None:
    """All of them, or those of the officers named."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("demo", type=Path, help="the folder of the demo that is served")
    parser.add_argument("out", type=Path, help="the folder for the pictures")
    parser.add_argument("logins", nargs="*", default=list(WORK), help="whose pages alone")
    given = parser.parse_args()
    given.out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        print(sum(1 for _ in pictures(browser, given.demo, given.out, given.logins)), "pictures in", given.out)


if __name__ == "__main__":
    main()
