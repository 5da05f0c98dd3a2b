"""Whatever is typed into the forms of a case: kept and shown as text, or refused beside its box; never lost."""

import html
import json
import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from reencuentro.records.cases import CaseForm
from reencuentro.rules.cases.boxes import Look
from reencuentro.rules.cases.forms import SHAPES, FormKind
from tests.unit.rules.cases.filled import CHILD
from tests.web.case_pages import FOR, Crew, beside, crew, opened, the_case, typed
from tests.web.entered import undone

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
TRIED = (2, pytest.param(20, marks=pytest.mark.torture))
"""How often each form is sent, with another string in each box."""


def naughty() -> list[str]:
    """The big list of naughty strings."""
    return [one for one in json.loads((SHARED / "naughty-strings/blns.json").read_text("utf-8")) if one]


@pytest.fixture
def ana(pages: None) -> tuple[Crew, str]:
    """The officers, and a case."""
    team = crew()
    return team, opened(team)


def sent(browser: Client, address: str, boxes: Mapping[str, Any]) -> tuple[int, str]:
    """The answer to a form."""
    told = browser.post(address, boxes)
    return told.status_code, told.content.decode() if told.status_code != 302 else ""


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with the strings isn't there")
@pytest.mark.parametrize("tried", TRIED)
def test_naughty_strings_are_text_or_refused_beside_their_box(ana: tuple[Crew, str], tried: int) -> None:
    lot = random.Random(7)  # noqa: S311 - to be repeated, not a secret
    answers = set()
    for kind in FormKind:
        fields = SHAPES[kind].model.model_fields
        texts = [name for name, one in fields.items() if {Look.LINE, Look.TEXT} & set(one.metadata)]
        for _ in range(tried):
            answers.add(put_in(*ana, kind, {name: lot.choice(naughty()) for name in texts}))
    assert answers == {302, 400}


def put_in(team: Crew, case: str, kind: FormKind, strings: dict[str, str]) -> int:
    """The answer to a form with these strings in it; what was kept is what was typed."""
    address = f"{case}forms/{kind.value}"
    with undone():
        status, page = sent(team.ana, f"{address}/0/keep/", {**typed(kind), **strings, "version": "0"})
        assert status in (302, 400), (status, kind, strings)
        if status == 400:
            assert "govuk-error-message" in page
            return status
        with beside():
            kept = CaseForm.objects.latest("pk").boxes
        for name, text in strings.items():
            assert kept[name].replace("\r\n", "\n") == text.replace("\r\n", "\n").strip(), (kind, name)
        shown = team.ana.get(f"{address}/1/?purpose={FOR}")
        assert shown.status_code == 200
        assert "<script>alert" not in shown.content.decode()
        return status


def test_what_is_too_long_twice_there_or_no_choice_is_refused_and_stays(ana: tuple[Crew, str]) -> None:
    team, case = ana
    long = "TYPED" + "x" * 5_000
    for kind in FormKind:
        address = f"{case}forms/{kind.value}/0/keep/"
        fields = SHAPES[kind].model.model_fields
        text = next(name for name, one in fields.items() if {Look.TEXT, Look.LINE} & set(one.metadata))
        choice = next((name for name, one in fields.items() if not one.metadata), "none")
        with undone():
            status, page = sent(team.ana, address, {**typed(kind), text: long})
            assert status == 400
            assert "TYPEDxxx" in page
            for value in ("nonsense", "\0", ["yes", "no"], "💥" * 300):
                boxes = {**typed(kind), choice: value, f"{choice}_day": "99", f"{choice}_year": "x"}
                assert sent(team.ana, address, boxes)[0] in (302, 400)


def test_a_reason_is_text_or_refused(ana: tuple[Crew, str]) -> None:
    team, case = ana
    for reason in ("", "\0\0", "\u202e", "<b>no</b>", "x" * 3_000, "'; DROP TABLE records_case; --"):
        with undone():
            boxes = {"purpose": FOR, "reason": reason, "version": the_case().version}
            status, page = sent(team.ana, f"{case}steps/duplicate/take/", boxes)
            assert status in (302, 400, 409)
            assert html.escape(reason.strip("\0")) in page or status == 302


NOWHERE = (
    "forms/nonsense/0/",
    "forms/document/99/",
    "forms/registration/2147483648/",
    "forms/document/99999999999999999999/",
    "steps/nonsense/",
    "steps/closed/",
    "steps/%00/",
    "%00/",
    "forms/%F0%9F%92%A5/0/",
)


def test_an_address_that_is_not_there_is_nobodys(ana: tuple[Crew, str]) -> None:
    team, case = ana
    with undone():
        for address in NOWHERE:
            assert team.ana.get(f"{case}{address}?purpose={FOR}").status_code in (403, 404), address


def test_a_version_that_nobody_saw_changes_nothing(ana: tuple[Crew, str]) -> None:
    team, case = ana
    for version in ("", "x", "-1", "0", "999", "9" * 40, "1e3"):
        with undone():
            boxes = {"purpose": FOR, "reason": "TYPED", "version": version}
            status, page = sent(team.ana, f"{case}steps/duplicate/take/", boxes)
            assert status == 409
            assert "TYPED" in page
            assert the_case().state == "registered"


def test_an_opening_that_can_not_be_says_so_and_keeps_what_was_typed(pages: None) -> None:
    team = crew()
    for field in ("country", "escalates_to", "why"):
        for value in ("XX", "\0", "zoe<script>", "x" * 9_000, ["US", "MX"]):
            boxes = {"country": "US", "escalates_to": "eva", "why": "TYPEDWHY", "purpose": FOR, field: value}
            with undone():
                status, page = sent(team.ana, f"/people/{CHILD}/cases/open/", boxes)
                assert status in (302, 400)
                assert field == "why" or status == 302 or "TYPEDWHY" in page
