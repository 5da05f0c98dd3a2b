"""Whatever stands in the boxes: a message beside the field or a record, never a broken page, and nothing is lost."""

import json
import random
from collections.abc import Iterator
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from django.http import QueryDict
from django.test import Client

from reencuentro.records.registrations import Registration
from reencuentro.rules.disclosure.vocabulary import Role
from reencuentro.web.registration_forms import RegisterForm, RequestForm
from tests.web.entered import account, browser_of

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
FUZZED = ("sql-injection/detect/*.txt", "xss/*.txt", "format-strings/*.txt", "path-traversal/*.txt", "unicode/*.txt")
WHAT_FOR = {"purpose": "tracing"}
TODAY = date(2026, 11, 22)
EACH = 40
"""Strings of a kind that are sent to pages; all are given to the forms."""

pytestmark = pytest.mark.skipif(not SHARED.is_dir(), reason="the shared strings aren't here")


def naughty() -> list[str]:
    """The big list of naughty strings, and of what attackers try."""
    strings = list(json.loads((SHARED / "naughty-strings/blns.json").read_text("utf-8")))
    files = sorted(path for kind in FUZZED for path in (SHARED / "fuzzdb/attack").glob(kind))
    return [*strings, *(line for path in files for line in path.read_text("utf-8", "replace").splitlines())]


def some(count: int) -> list[str]:
    """As many of them, always the same."""
    return random.Random(5).sample(naughty(), count)  # noqa: S311 - to be repeated, not a secret


HUGE = ("9" * 40, "1" * 5_000, "A" * 9_000, "é" * 2_001, "-1", "1e400", "٣", "\0", "a\0b", "0/0/0")


@pytest.fixture
def browser(pages: None) -> Client:
    """An intake worker."""
    return browser_of(account("ana", "ORR", Role.INTAKE))


def boxes(form: type[RegisterForm | RequestForm]) -> Iterator[str]:
    """Every box there is."""
    yield from (name for name in form().fields if name != "photo")
    yield from (f"birth_{part}" for part in ("day", "month", "year"))


@pytest.mark.parametrize("form", [RegisterForm, RequestForm])
def test_no_string_in_any_box_breaks_a_form(form: type[RegisterForm | RequestForm]) -> None:
    for text in (*some(250), *HUGE):
        for names in (list(boxes(form)), ["full_name"], ["marks", "age"]):
            sent = QueryDict(mutable=True)
            for name in names:
                sent.appendlist(name, text)
            made = form(sent)
            if made.is_valid():
                assert made.stated(TODAY).cells


@pytest.mark.parametrize("address", ["/people/register/", "/people/request/"])
@pytest.mark.parametrize("quarter", range(4))
def test_what_cant_be_is_told_beside_its_field_and_stays_typed(browser: Client, address: str, quarter: int) -> None:
    form = RegisterForm if "register" in address else RequestForm
    for text in (*some(EACH)[quarter::4], *HUGE[quarter::4]):
        answer = browser.post(
            address, WHAT_FOR | {"token": "t", **dict.fromkeys(boxes(form), text), "birth_month": "x"}
        )
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "govuk-error-summary" in page
        shown = text.replace("\0", "").strip()
        if len(shown) < 200 and shown.isascii() and shown.isprintable():
            assert shown in unescape(page)
    assert not Registration.objects.exists()


@pytest.mark.parametrize("each", [EACH // 2, pytest.param(4 * EACH, marks=pytest.mark.torture)])
def test_any_name_at_all_is_kept_or_refused_and_found_again_without_harm(browser: Client, each: int) -> None:
    for number, text in enumerate([*some(each), *HUGE]):
        sent = WHAT_FOR | {"token": f"t-{number}", "full_name": text, "marks": text, "siblings": text}
        answer = browser.post("/people/register/", sent)
        assert answer.status_code in (302, 400)
        if answer.status_code == 302:
            page = browser.get(answer.headers["Location"])
            assert page.status_code == 200
            assert "<script>alert" not in page.content.decode()
        assert browser.post("/people/search/", WHAT_FOR | {"name": text}).status_code == 200


def test_duplicate_unknown_and_missing_boxes_do_no_harm(browser: Client) -> None:
    twice = "token=t&purpose=tracing&full_name=Rosa&full_name=Eva&sex=F&sex=M&nothing=1&birth_year=2014&birth_year=x"
    answer = browser.generic("POST", "/people/register/", twice, "application/x-www-form-urlencoded")
    assert answer.status_code in (302, 400)
    assert browser.post("/people/register/", WHAT_FOR | {"token": ""}).status_code == 400
    assert browser.post("/people/register/", WHAT_FOR | {"token": "x" * 9_999, "full_name": "Rosa"}).status_code == 302


@pytest.mark.parametrize("page", ["registered/", "amend/", "photo/"])
def test_another_agencys_person_and_nobody_are_answered_alike(browser: Client, page: str) -> None:
    theirs = browser_of(account("eva", "DIF", Role.INTAKE))
    written = theirs.post("/people/register/", WHAT_FOR | {"token": "t", "full_name": "Rosa Escobar"})
    person = written.headers["Location"].split("/")[2]
    answers = [browser.get(f"/people/{one}/{page}?purpose=tracing") for one in (person, "PNOBODY", "%00", "../x")]
    assert {one.status_code for one in answers} <= {403, 404}
    assert answers[0].content == answers[1].content
