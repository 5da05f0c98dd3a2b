"""Every page that can be read: in the reader's language alone, whole on a telephone, and reached by some link."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import pytest
from django.urls import Resolver404, resolve
from playwright.sync_api import APIRequestContext, Browser

from reencuentro.rules.cases.forms import FormKind
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.urls import urlpatterns
from reencuentro.web.words import all_words
from tests.journeys.conftest import Enter
from tests.journeys.place import EITHER, PHONE, Place, cut, look

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROLES = (Role.VERIFIER, Role.HOTLINE_AGENT, Role.DATA_PROTECTION_OFFICER, Role.AUDITOR)
FIRST = (Role.CASE_WORKER, Role.SUPERVISOR, Role.TRACING_OFFICER, Role.INTAKE)
"""They read most; of the others each has pages of their own."""
TOLD = {"Criminal history", "Español"}
"""What the rosters themselves say; and a language that somebody speaks."""
SEEDS = ("/", "/people/register/?purpose=tracing", "/sign-in/")
ELSEWHERE = {
    "leave": "leads away",
    "kept": "nothing is kept where no session ended",
    "enrol": "by the one-time code of somebody new",
    "set_language": "would change the language",
    "account_logout": "would end the session",
    "account_reauthenticate": "where a session is old",
    "mfa_authenticate": "halfway through signing in",
    "mfa_reauthenticate": "where a session is old",
    "mfa_reauthenticate_webauthn": "where a session is old, with a passkey",
    "mfa_login_webauthn": "a script asks it",
    "mfa_edit_webauthn": "of a passkey",
    "mfa_remove_webauthn": "of a passkey",
    "photo": "a picture",
    "amend": "of whoever was written down on a page",
    "case_step": "not while a step waits for the second person",
    "doubt": "behind the question what for; the journeys of matches go there",
    "matches_rivals": "likewise",
    "matches_same": "likewise",
    "matches_same_verify": "likewise",
    "mfa_activate_totp": "of whoever has no app yet",
    "mfa_list_webauthn": "of whoever has a passkey",
    "see_health": "of health staff",
    "see_record": "of whoever may read rows as they came",
    "mfa_view_recovery_codes": "of whoever has made some",
    "set_gate": "of an officer of child protection who is assigned to the child",
    "next_match": "leads on to a match",
    "roster": "of a list that was dropped",
    "roster_progress": "likewise, while it is taken in",
    "mending": "likewise, with rows that couldn't be taken",
    "draft_agreement": "where somebody confirms that it is they; the journey of an agreement goes there",
    "try_agreement": "of a draft; likewise",
    **dict.fromkeys(("duty_desk", "step_desk", "waiting_desk"), "of a call that the desk has taken"),
    **dict.fromkeys(("referral", "step_referral", "waiting_referrals"), "of an agency that is asked for something"),
    **{str(one.name): "a PDF" for one in urlpatterns if str(one.name).startswith("paper_")},
    **dict.fromkeys(("group", "meet_group", "act_group", "name_owner"), "of a group that was founded"),
    **{
        f"{what}_{area}": "of a group, or of who works on human rights; the journeys of what is done together go there"
        for area in ("groups", "rights", "patterns")
        for what in ("waiting", "duties", "duty", "begin", "step")
    },
    **dict.fromkeys(("begin_groups_of_nobody", "begin_patterns_of_nobody"), "likewise"),
}
"""What no crawl reaches, and why; journeys of their own go there."""

POSTED = {"approve_case_release", "release_case_child", "sign_agreement", "withdraw_agreement"}
"""Nothing is read there; a supervisor is refused, or asked to confirm, before that is said."""


@pytest.fixture(scope="module")
def case(served: Place) -> tuple[str, str]:
    """A child, and the address of their case, which is under way."""
    worker, chief = (served.officers[f"{role}:es"]["login"] for role in ("case_worker", "supervisor"))
    child, number = served.run("tests.journeys.furnishing", "orr", worker, chief).split()
    return child, f"/cases/{number}/"


@dataclass
class Reader(HTMLParser):
    """What a page says, but for what it says is English; and where it leads."""

    said: list[str] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    _lang: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Opens an element."""
        told = dict(attrs)
        if tag not in _EMPTY:
            silent = tag in ("script", "style")
            self._lang.append("-" if silent else told.get("lang") or (self._lang[-1] if self._lang else ""))
        if self._speaks(told.get("lang")):
            self.said += [text for name, text in attrs if text and (name in _SPEAKING or name.startswith("data-i18n"))]
        if tag == "a" and told.get("href"):
            self.links.append(told["href"] or "")

    def handle_endtag(self, tag: str) -> None:
        """Closes it."""
        if tag not in _EMPTY and self._lang:
            self._lang.pop()

    def handle_data(self, data: str) -> None:
        """Text."""
        if data.strip() and self._speaks(None):
            self.said.append(" ".join(data.split()))

    def _speaks(self, own: str | None) -> bool:
        return (own or (self._lang[-1] if self._lang else "")) not in ("en", "-")


_EMPTY = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
_SPEAKING = {"alt", "aria-label", "data-label", "placeholder", "title"}
Kind = tuple[str, str]
_KEY = re.compile(r"[a-z]+(_[a-z0-9]+)+")
_LONG = 8  # letters: less of a text with facts in it may be anybody's


@cache
def _english() -> tuple[frozenset[str], re.Pattern[str]]:
    """The English texts that aren't Spanish too; those with facts in them as a pattern."""
    words = all_words().values()
    spanish = {" ".join(one["es"].split()) for one in words}
    told = {" ".join(one["en"].split()) for one in words} - spanish
    patterns = (
        re.sub(r"\\\{\w+\\\}", ".+", re.escape(one)) for one in sorted(told) if "{" in one and len(one) > _LONG * 2
    )
    return frozenset(one for one in told if "{" not in one), re.compile("|".join(patterns))


def _foreign(said: list[str]) -> Iterator[str]:
    plain, patterned = _english()
    yield from (one for one in said if one in plain or patterned.fullmatch(one) or _KEY.fullmatch(one))


def _kind(address: str, role: str = "") -> Kind:
    """What kind of page it is: its name, and which of many forms; where a way begins, each role has its own."""
    found = resolve(urlsplit(address).path)
    begins = not found.kwargs or found.url_name == "see_person"
    return str(found.url_name), str(found.kwargs.get("kind") or (role if begins else ""))


def _crawl(browser: APIRequestContext, role: str, begin: list[str], seen: set[Kind]) -> Iterator[tuple[str, str]]:
    """The address of each page and what it says, one of a kind; only reads. No link leads to a refusal."""
    waiting = [*begin]
    while waiting:
        address = waiting.pop(0)
        answer = browser.get(address, max_redirects=3)
        assert answer.ok or address in begin, (role, address, answer.status)
        if "text/html" not in answer.headers.get("content-type", ""):
            continue
        reader = Reader()
        reader.feed(answer.text())
        assert '<html lang="es"' in answer.text(), (role, address, answer.url, answer.status)
        yield address, "\n".join(reader.said)
        for link in (urljoin(address, one.split("#")[0]) for one in reader.links):
            try:
                kind = _kind(link, role) if link.startswith("/") else ("leave", "")
            except Resolver404:
                kind = ("", link)
            if kind not in seen and kind[0] not in ELSEWHERE:
                seen.add(kind)
                waiting.append(link)


def test_no_page_says_anything_in_english_to_who_reads_spanish_and_each_is_reached(
    enter: Enter, case: tuple[str, str]
) -> None:
    child, address = case
    seen: set[Kind] = {_kind(one) for one in SEEDS}
    foreign: dict[str, set[str]] = {}
    forms = [f"{address}forms/{kind.value}/0/?purpose=reunification" for kind in FormKind]
    for role in (*FIRST, *ROLES):
        people = [f"/people/{child}/?purpose={purpose}" for purpose in ("care", "tracing", "reunification")]
        begin = [*SEEDS, *people, *(forms if role is FIRST[0] else ())] if role in FIRST else ["/"]
        for page, said in _crawl(enter(role).request, role.value, begin, seen):
            if found := set(_foreign(said.split("\n"))) - TOLD:
                foreign.setdefault(page, set()).update(found)
    assert foreign == {}
    browser = enter(Role.SUPERVISOR).request
    unseen = {
        one for one in _names() - {name for name, _ in seen} - ELSEWHERE.keys() - POSTED if _is_read(browser, one)
    }
    assert " ".join(sorted(unseen)) == ""


def _names() -> set[str]:
    return {str(one.name) for one in urlpatterns}


def _is_read(browser: APIRequestContext, name: str) -> bool:
    """Whether the page answers to who only reads; asked with an address that names nobody."""
    pattern = next(one for one in urlpatterns if one.name == name)
    path = re.sub(r"<(int|str):\w+>", lambda found: "1" if found[1] == "int" else "x", str(pattern.pattern))
    return browser.get(f"/{path}").status != 405


@pytest.mark.parametrize("language", EITHER)
def test_every_form_of_a_case_is_whole_on_a_telephone(enter: Enter, case: tuple[str, str], language: str) -> None:
    page = enter(Role.CASE_WORKER, "es", viewport=PHONE)
    page.goto(f"/language/{language}/")
    for kind in FormKind:
        page.goto(f"{case[1]}forms/{kind.value}/0/?purpose=reunification")
        assert cut(page) == [], kind
        if language == "es" and kind in (FormKind.REGISTRATION, FormKind.HAND_OVER, FormKind.WAIVER):
            look(page)
    for side in ("", "dossier/", "hand-over/", "work/", "settle/", "steps/unaccounted/"):
        page.goto(f"{case[1]}{side}?purpose=reunification")
        look(page)
    page.goto("/language/es/")


SPOILT = {
    "scrolls sideways": '<div style="width: 500px">wide</div>',
    "beyond the edge": '<p style="position: fixed; left: 330px; white-space: nowrap">as good as gone</p>',
    "cut short": '<p style="width: 60px; overflow: hidden; white-space: nowrap">as good as gone</p>',
    "on each other": '<p style="margin: 0">the first</p><p style="margin: -15px 0 0">the second</p>',
    "too small": '<button style="width: 12px; height: 12px; padding: 0">!</button>',
}


@pytest.mark.parametrize(("wrong", "page"), SPOILT.items())
def test_what_cannot_be_read_or_pressed_is_seen(browser: Browser, wrong: str, page: str) -> None:
    shown = browser.new_page(viewport=PHONE)
    shown.set_content("<p>whole</p>")
    assert cut(shown) == []
    shown.set_content(page)
    assert [one.partition(":")[0] for one in cut(shown)] == [wrong]
    shown.close()
