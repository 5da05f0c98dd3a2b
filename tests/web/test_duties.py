"""The pages about duties, of every kind: what is typed is kept or refused beside its box; nobody overwrites anybody."""

import html
import json
import random
import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from reencuentro.records.duties import Duty, DutyStep
from reencuentro.rules.cases.boxes import Look
from reencuentro.rules.duties.catalogue import DEFINITIONS
from reencuentro.rules.duties.steps import Definition, Step
from tests.unit.rules.cases.filled import CHILD, MOTHER
from tests.web.case_pages import FOR, Crew, crew
from tests.web.depth_duties import boxes, typed
from tests.web.entered import undone

SHARED = Path(__file__).resolve().parents[3] / "shared" / "data"
CARE = f"/people/{CHILD}/duties/care/"
PLAN = f"{CARE}begin/service/care_plan/"
FOOD = {"purpose": FOR, "care_service": "food", "care_remarks": "no nuts"}
AFTER = {"purpose": FOR, **typed(boxes(DEFINITIONS["follow_up_care"].following("")[0].shape))}
GIVEN = {"purpose": FOR, "care_given_on_day": "19", "care_given_on_month": "6", "care_given_on_year": "2026"}


@pytest.fixture
def team(pages: None) -> Crew:
    """The officers."""
    return crew()


def page(browser: Client, address: str) -> str:
    """What a page says."""
    told = browser.get(f"{address}?purpose={FOR}")
    assert told.status_code == 200, (address, told.status_code)
    return html.unescape(told.content.decode())


def begun(browser: Client) -> str:
    """The address of a duty that was begun."""
    told = browser.post(PLAN, FOOD)
    assert told.status_code == 302, told.content.decode()
    return told.headers["Location"].partition("?")[0]


def test_a_duty_is_begun_gone_on_with_and_over(team: Crew) -> None:
    with undone():
        assert "begin/service/care_plan" in page(team.ana, CARE)
        duty = begun(team.ana)
        assert "no nuts" in page(team.eva, duty)
        assert duty in page(team.ana, CARE)
        assert duty in page(team.ana, "/duties/care/")
        assert team.ana.post(f"{duty}care_give/", {**GIVEN, "version": "1"}).status_code == 302
        assert Duty.objects.get().state == "care_given"
        assert "care_give" not in re.findall(r'href="[^"]*/(\w+)/\?', page(team.ana, duty))
        assert duty not in page(team.ana, "/duties/care/")


def test_in_two_tabs_the_second_is_told_how_it_stands(team: Crew) -> None:
    with undone():
        duty = begun(team.ana)
        assert team.ana.post(f"{duty}care_give/", {**GIVEN, "version": "1"}).status_code == 302
        late = team.eva.post(f"{duty}care_give/", {**GIVEN, "version": "1", "care_remarks": "a <b>warm</b> meal"})
        assert late.status_code == 409
        assert "a <b>warm</b> meal" in html.unescape(late.content.decode())
        assert "<b>warm" not in late.content.decode()
        assert DutyStep.objects.count() == 2


def test_a_form_sent_twice_begins_one_duty_and_no_token_takes_anothers(team: Crew) -> None:
    with undone():
        token = re.findall(r'name="token" value="(\w+)"', page(team.ana, PLAN))[0]
        sent = [team.ana.post(PLAN, {**FOOD, "token": token}) for _ in range(2)]
        assert [one.status_code for one in sent] == [302, 302]
        assert sent[0].headers["Location"] == sent[1].headers["Location"]
        assert (Duty.objects.count(), DutyStep.objects.count()) == (1, 1)
        other = team.ana.post(f"{CARE}begin/follow_up_care/aftercare_plan/", {**AFTER, "token": token})
        assert other.status_code == 409
        assert Duty.objects.count() == 1


def test_what_is_wrong_is_said_beside_its_box_and_what_was_typed_stays(team: Crew) -> None:
    with undone():
        wrong = team.ana.post(PLAN, {**FOOD, "care_service": "", "care_remarks": "only <b>soup</b>"})
        assert wrong.status_code == 400
        assert "only <b>soup</b>" not in wrong.content.decode()
        assert "only <b>soup</b>" in html.unescape(wrong.content.decode())
        assert 'href="#id_care_service"' in wrong.content.decode()
        assert not Duty.objects.exists()


@pytest.mark.parametrize("address", [CARE, PLAN, f"{CARE}begin/nothing/care_plan/", f"{CARE}begin/service/nothing/"])
def test_whoever_does_not_work_for_the_child_gets_the_answer_of_one_that_is_not_there(team: Crew, address: str) -> None:
    with undone():
        there = team.zoe.get(f"{address}?purpose={FOR}")
        nowhere = team.zoe.get(f"{address.replace(CHILD, 'p-0')}?purpose={FOR}")
        assert (there.status_code, nowhere.status_code) == (403, 403)


def test_a_list_of_duties_costs_the_same_for_one_and_for_many(team: Crew) -> None:
    with undone():
        counts = []
        for many in (1, 8):
            for _ in range(many):
                begun(team.ana)
            page(team.ana, "/duties/care/")
            with CaptureQueriesContext(connection) as asked:
                page(team.ana, "/duties/care/")
            counts.append(len(asked))
        assert counts[0] == counts[1]


def naughty() -> list[str]:
    """The big list of naughty strings."""
    return [one for one in json.loads((SHARED / "naughty-strings/blns.json").read_text("utf-8")) if one]


BEGINNINGS = [
    pytest.param(kind, step, id=f"{kind.code}-{step.name}")
    for kind in DEFINITIONS.values()
    for step in kind.following("")
    if kind.about_child
]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the folder with the strings isn't there")
@pytest.mark.parametrize(("kind", "step"), BEGINNINGS)
def test_naughty_strings_are_kept_as_text_or_refused(team: Crew, kind: Definition, step: Step) -> None:
    lot = random.Random(kind.code)  # noqa: S311 - to be repeated, not a secret
    texts = [name for name, one in step.shape.model_fields.items() if {Look.LINE, Look.TEXT} & set(one.metadata)]
    address = f"/people/{CHILD}/duties/{kind.area}/begin/{kind.code}/{step.name}/"
    for strings in ({name: lot.choice(naughty()) for name in texts}, dict.fromkeys(texts, "")):
        with undone():
            sent = {**typed(boxes(step.shape, MOTHER)), **strings, "purpose": FOR, "counterpart_agency": "DIF"}
            told = team.eva.post(address, sent)
            assert told.status_code in (302, 400, 403, 409), kind.code
            if told.status_code == 302:
                kept = DutyStep.objects.latest("pk").boxes
                assert {name: kept[name] for name in texts} == {name: text.strip() for name, text in strings.items()}
